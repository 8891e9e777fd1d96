"""A region's first day without a demonstration: an empty folder, staff added at the machine, and a fee that is paid in cash. On a phone with
script and at a desk without."""

import re

import pytest

from people import BASE, PASSWORD, PHOTO, Citizen, Staff
from town import wait_for

STAFF = {
    "agus": ["--name", "Bripka Agus", "--agency", "polri"], "wayan": ["--name", "Wayan Sudira", "--cashier"],
    "lestari": ["--name", "Lestari Putri", "--finance"],
}
CITIZENS = {
    (360, True): ("Nyoman Ayu", "3510014507909981", "nyoman@contoh.id"),
    (1280, False): ("Made Suarta", "3510010507909982", "made@contoh.id"),
}


class FirstDay:
    def __init__(self, browser, pilot, inspect, way):
        width, script = way
        self.town = pilot
        self.broken = None
        self.way = way
        known = pilot.mpp("staff", "list", "--region", "kab-banyuwangi")
        for username, arguments in STAFF.items():
            if username not in known:
                pilot.mpp("staff", "add", username, *arguments, "--region", "kab-banyuwangi", typed=f"{PASSWORD}\n")
        self.inspector = inspect(width, not script, pictures="cash")
        how = {"script": script, "dark": not script}
        self.citizen = Citizen(browser, pilot, self.inspector, *CITIZENS[way], **how)
        self.cashier, self.treasurer, self.officer = (Staff(browser, pilot, self.inspector, **how) for _ in range(3))
        self.request = self.number = None

    def close(self):
        for person in (self.citizen, self.cashier, self.treasurer, self.officer):
            person.close()


@pytest.fixture(scope="class")
def journey(request, browser, pilot, inspect):
    day = FirstDay(browser, pilot, inspect, request.param)
    yield day
    day.close()


@pytest.mark.parametrize(
    "journey", list(CITIZENS), indirect=True, scope="class", ids=lambda way: f"{way[0]}px-script-{'on' if way[1] else 'off'}")
class TestFirstDay:
    def test_1_she_applies_and_is_told_to_pay_at_the_desk(self, journey):
        she = journey.citizen
        she.go(f"{BASE}/masuk").sign_in()
        journey.request = she.start_skck()
        she.fill_form().press(she.say("draft.button"))
        she.upload("photo", PHOTO)
        she.press(she.say("check.submit")).sees(she.say("pay.cash"), "Rp30.000")
        she.does_not_see(she.say("pay.stub"), she.say("pay.ways"))
        journey.number = re.search(r"\d{4}-\d{5}", she.text).group()

    def test_2_the_cashier_opens_the_drawer_and_finds_her(self, journey):
        cashier = journey.cashier.sign_in("wayan")
        cashier.fill(cashier.say("cash.beginChange"), "dua ratus").press(cashier.say("cash.begin"), status=422)
        cashier.sees_errors("change")
        cashier.fill(cashier.say("cash.beginChange"), "200.000").press(cashier.say("cash.begin")).sees("Rp200.000")
        cashier.fill(cashier.say("cash.number"), "2026-99999").press(cashier.say("cash.search"), status=422)
        cashier.sees_errors("nomor")
        cashier.fill(cashier.say("cash.number"), journey.number).press(cashier.say("cash.search"))
        cashier.sees("Rp30.000", journey.number).does_not_see(journey.citizen.name)

    def test_3_too_little_is_not_taken_and_enough_is_with_its_change(self, journey):
        cashier = journey.cashier
        cashier.fill(cashier.say("cash.handed"), "20.000").press(cashier.say("cash.take"), status=422)
        cashier.sees(cashier.say("problem.cash.tooLittle", amount="Rp30.000"))
        cashier.fill(cashier.say("cash.handed"), "50.000").press(cashier.say("cash.take"))
        cashier.sees(cashier.say("cash.giveBack"), "Rp20.000", "KW/")

    def test_4_her_request_moves_on_and_the_receipt_is_hers(self, journey):
        she = journey.citizen
        # Her page of the bill is still open: with script it has changed by itself, without it a link does it.
        if journey.way[1]:
            she.waits_for_words(she.say("pay.paid"))
        else:
            she.follow(she.say("pay.refresh")).sees(she.say("pay.paid"))
        she.go(f"{BASE}/permohonan/{journey.request}").waits_to_see(she.say("status.inReview.label"))
        she.go(f"{BASE}/permohonan/{journey.request}/bayar").sees(she.say("pay.paid"))
        answer = she.page.request.get(f"{BASE}/permohonan/{journey.request}/kuitansi")
        assert answer.status == 200 and answer.body().startswith(b"%PDF-")

    def test_5_the_officer_approves_and_the_paper_is_there(self, journey):
        officer = journey.officer.sign_in("agus")
        officer.open(journey.citizen.name).approve()
        she = journey.citizen
        she.go(f"{BASE}/permohonan/{journey.request}").waits_to_see(she.say("request.receipt"))
        told = wait_for("she is told by mail", lambda: len(journey.town.letterbox.to(she.email)) > 1)
        assert told

    def test_6_the_drawer_is_counted_and_a_difference_wants_a_reason(self, journey):
        cashier = journey.cashier
        cashier.go(f"{BASE}/kas/tutup").sees("Rp30.000")
        cashier.fill(cashier.say("cash.counted"), "229.000").press(cashier.say("cash.endButton"), status=422)
        cashier.sees(cashier.say("problem.shift.short", difference="Rp1.000"))
        cashier.fill(cashier.say("cash.reason"), "Kembalian lebih seribu").press(cashier.say("cash.endButton"))
        cashier.sees(cashier.say("cash.beginText"))

    def test_7_the_books_add_up_before_the_treasurer(self, journey):
        treasurer = journey.treasurer.sign_in("lestari")
        treasurer.sees(treasurer.say("ledger.differences"), "Kembalian lebih seribu", "Wayan Sudira")
        groups = [
            [int(text.replace("Rp", "").replace(".", "").replace("\N{MINUS SIGN}", "-"))
             for text in table.locator("tbody tr td:last-child .number").all_inner_texts()]
            for table in treasurer.page.locator("main table").all()]
        # Where the money is, and whose it is.
        assert len(groups) == 2 and all(groups) and sum(groups[0]) == sum(groups[1]) > 0
        treasurer.follow(treasurer.say("ledger.cash")).sees(treasurer.say("posting.short"))

    @pytest.mark.afterwards
    def test_8_every_page_on_the_way_was_sound(self, journey):
        assert not journey.inspector.complaints, "\n" + "\n".join(dict.fromkeys(journey.inspector.complaints))
