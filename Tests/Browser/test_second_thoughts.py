"""The errand with second thoughts: a wrong date, the other language half-way, a pause too long, the back button, a paper that is
missing, a request taken back, a draft thrown away, a refusal. On a phone and at a desk, with script off (and the dark scheme) and on
(and the light one)."""

import contextlib
import sqlite3

import pytest

from people import BASE, PHOTO, Citizen, Staff

CITIZENS = {
    (360, False): ("I Wayan Sudira", "3510014507909961", "wayan.sudira@contoh.id"),
    (360, True): ("Ester Manuputty", "3510014507909962", "ester@contoh.id"),
    (1280, False): ("Asep Hidayat", "3510014507909963", "asep@contoh.id"),
    (1280, True): ("Halimah Nasution", "3510014507909964", "halimah@contoh.id"),
}


class Way:
    def __init__(self, browser, town, inspect, width, script):
        dark = not script
        self.broken = None
        self.request = None
        self.town = town
        self.inspector = inspect(width, dark, pictures="" if dark else "second-thoughts")
        name, nik, email = CITIZENS[width, script]
        self.citizen = Citizen(browser, town, self.inspector, name, nik, email, script=script, dark=dark)
        self.officer = Staff(browser, town, self.inspector, script=script, dark=dark)


@pytest.fixture(scope="class", params=list(CITIZENS), ids=lambda way: f"{way[0]}px-script-{'on' if way[1] else 'off'}")
def journey(request, browser, town, inspect):
    way = Way(browser, town, inspect, *request.param)
    yield way
    way.citizen.close()
    way.officer.close()


def end_newest_session(town):
    """As if nobody had pressed anything for 31 minutes in the browser that signed in last."""
    with contextlib.closing(sqlite3.connect(town.folder / "data/kab-banyuwangi/mpp.sqlite", timeout=10)) as books, books:
        books.execute(
            "UPDATE sessions SET created_at = created_at - 1860000, seen_at = seen_at - 1860000 WHERE token_hash = "
            "(SELECT token_hash FROM sessions WHERE person_id IS NOT NULL ORDER BY created_at DESC LIMIT 1)")


class TestSecondThoughts:
    def test_a_birth_that_has_not_happened_is_refused(self, journey):
        she = journey.citizen
        she.go(f"{BASE}/masuk").sign_in()
        journey.request = f"{BASE}/permohonan/{she.start('skck')}"
        she.fill_form(birth_date="1 1 2099").press(she.say("draft.button"), status=422)
        she.sees_errors("answers.birth_date").sees(she.say("problem.answer.future"))

    def test_the_other_language_keeps_what_was_typed_with_its_faults(self, journey):
        she = journey.citizen
        she.language = "en"
        she.follow(she.page.locator("a.language"))
        assert she.page.locator("html").get_attribute("lang") == "en"
        assert [box.input_value() for box in she.field("answers.birth_date").all()] == ["1", "1", "2099"]
        assert she.page.locator(".errors a").count() == 1
        she.go(she.page.url)
        she.language = "id"
        she.follow(she.page.locator("a.language"))
        assert she.path == f"{journey.request}/isian" and she.field("answers.full_name").input_value() == she.name

    def test_a_pause_too_long_loses_no_word(self, journey):
        she = journey.citizen
        she.fill_form(address="Jalan Kenanga 9, Rogojampi")
        end_newest_session(journey.town)
        she.press(she.say("draft.button")).sees(she.say("signIn.wordsKept"))
        she.sign_in()
        assert she.path == f"{journey.request}/isian"
        assert she.field("answers.address").input_value() == "Jalan Kenanga 9, Rogojampi"
        she.press(she.say("draft.button")).upload("photo", PHOTO)

    def test_what_is_still_to_come_stands_on_the_way(self, journey):
        she = journey.citizen
        she.go(journey.request).sees(
            she.say("ahead.awaitingPayment", amount="Rp30.000"), she.say("ahead.inReview"), she.say("ahead.preparing"))

    def test_going_back_after_sending_says_where_it_stands(self, journey):
        she = journey.citizen
        she.go(f"{journey.request}/periksa").press(she.say("check.submit"))
        she.page.go_back(wait_until="load")
        she.sees(she.say("request.alreadySent"), she.say("status.awaitingPayment.label"))
        she.go(f"{journey.request}/isian").sees(she.say("request.alreadySent"))
        # The message says what it is for.
        she.go(f"{BASE}/pesan")
        assert she.page.locator("article a").first.inner_text().startswith(she.say("inbox.pay"))

    def test_a_request_is_taken_back(self, journey):
        she = journey.citizen
        she.go(f"{journey.request}/bayar").pay_at_stub()
        she.go(journey.request).waits_to_see(she.say("status.inReview.label"))
        she.follow(she.say("withdraw.open")).press(she.say("withdraw.button"))
        assert she.path == journey.request
        she.sees(she.say("status.withdrawn.label"))

    def test_a_lost_card_needs_the_letter_that_proves_it(self, journey):
        she = journey.citizen
        draft = she.start("ktp-el-penggantian")
        # Her name is there: she has told it before.
        assert she.field("answers.full_name").input_value() == she.name
        she.choice("reason", "lost").check()
        number = she.field("answers.police_report_number")
        if not number.is_visible():
            she.press(she.say("draft.button"))
        number.fill("LP/B/12/XI/2026")
        she.press(she.say("draft.button"))
        she.press(she.say("attachments.next"), status=422).sees_errors("attachments.police_report")
        she.go(f"{BASE}/permohonan/{draft}").follow(she.say("delete.open")).press(she.say("delete.button"))
        assert she.path == f"{BASE}/permohonan" and draft not in she.page.content()

    def test_a_refusal_says_on_which_ground_and_by_whom(self, journey):
        she, officer = journey.citizen, journey.officer
        request = she.submit_paid_skck()
        officer.sign_in("polri").open(she.name).follow(officer.say("review.refuse"))
        officer.press(officer.say("refuse.button"), status=422).sees_errors("reason")
        ground = "Contoh dasar hukum: syarat di peraturan layanan ini tidak terpenuhi."
        officer.page.locator("#field-reason").fill(ground)
        officer.press(officer.say("refuse.button"))
        she.go(f"{BASE}/permohonan/{request}").waits_to_see(she.say("status.refused.label"))
        she.sees(ground, she.say("history.by", name="Petugas POLRI (contoh)"))

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert not journey.inspector.complaints, "\n" + "\n".join(dict.fromkeys(journey.inspector.complaints))
