"""Each way of paying that is not QRIS or cash, as its payer and whoever answers for the money walk it: a virtual account, a billing code of
the state, a bank transfer with its proofs and the bank's statement, and money that settled nothing. On a phone with script (and the light
scheme) and at a desk without (and the dark one)."""

import contextlib
import csv
import datetime
import io
import re
from zoneinfo import ZoneInfo

import pytest

import codes
from people import BASE, PHOTO, Citizen, Staff
from words import Words, manifest

PHONE, DESK = (360, True), (1280, False)
FEE = 30_000


class Payment:
    def __init__(self, browser, town, inspect, way, person):
        width, script = way
        self.way = way
        self.script = script
        self.town = town
        self.broken = None
        self.request = None
        how = {"script": script, "dark": not script}
        self.inspector = inspect(width, not script, pictures="ways" if script or width > 600 else "")
        self.citizen = Citizen(browser, town, self.inspector, *person, **how)
        self.treasurer = Staff(browser, town, self.inspector, **how)

    @property
    def page(self):
        return f"{BASE}/permohonan/{self.request}"

    @property
    def bill(self):
        return f"{self.page}/bayar"

    def apply(self):
        """From the sign-in to the bill; other journeys look at these pages."""
        she = self.citizen
        with she.hurrying():
            she.go(BASE)
            if not she.page.get_by_role("button", name=she.say("nav.signOut")).count():
                she.go(f"{BASE}/masuk").sign_in()
            self.request = she.start_skck()
            she.fill_form().press(she.say("draft.button"))
            she.upload("photo", PHOTO)
            she.press(she.say("check.submit"))
        assert she.path == self.bill
        return she

    def choose(self, way, sentence):
        """She means to pay that way, and its page says so."""
        she = self.citizen
        she.press(she.say(way))
        assert she.path == self.bill
        return she.sees(sentence)

    def hears(self, sentence):
        """What happened elsewhere stands on her open page: with script by itself, without it by the link."""
        she = self.citizen
        if self.script:
            she.waits_for_words(sentence)
        else:
            she.follow(she.say("pay.refresh")).sees(sentence)
        return she

    def moves_on(self, way):
        """The request is with the officers, and the receipt is hers and says how it was paid."""
        she = self.citizen
        with she.hurrying():
            she.go(self.page).waits_to_see(she.say("status.inReview.label"))
        she.go(self.bill).sees(she.say("pay.paid"), rupiah(FEE))
        link = she.page.get_by_role("link", name=she.say("pay.receipt")).get_attribute("href")
        answer = she.context.request.get(link)
        assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
        paper = " ".join(codes.text_of(answer.body()).split())
        for words in [rupiah(FEE), she.say(way)]:
            assert words in paper, f"the receipt does not say {words}: {paper}"

    def close(self):
        self.citizen.close()
        self.treasurer.close()


def rupiah(amount):
    return f"Rp{amount:,}".replace(",", ".")


def amounts(text):
    return [int(amount.replace(".", "")) for amount in re.findall(r"Rp([\d.]*\d)", text)]


def today():
    """The region's day, as people and banks write it."""
    return datetime.datetime.now(ZoneInfo(manifest("kab-banyuwangi")["timezone"])).strftime("%d/%m/%Y")


def statement(*lines):
    """A bank's statement as a file: each line has words, an amount and the bank's reference."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow(["Tanggal", "Keterangan", "Jumlah", "Referensi"])
    table.writerows([today(), words, amount, reference] for words, amount, reference in lines)
    return {"name": "rekening-koran.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


def name_of(way):
    return f"{way[0]}px-script-{'on' if way[1] else 'off'}"


@pytest.fixture(scope="class")
def journey(request, browser, town, inspect):
    payment = Payment(browser, town, inspect, request.param, request.cls.CITIZENS[request.param])
    yield payment
    payment.close()


def walked(*ways):
    return pytest.mark.parametrize("journey", ways, indirect=True, ids=name_of, scope="class")


@contextlib.contextmanager
def in_english(person):
    """The page that the person is on, and what she goes to from there, in the other language."""
    person.language, person.say = "en", Words("en")
    person.follow(person.page.locator("a.language"))
    try:
        yield person
    finally:
        person.language, person.say = "id", Words("id")
        with person.hurrying():
            person.follow(person.page.locator("a.language"))


def assert_sound(inspector):
    assert not inspector.complaints, "\n" + "\n".join(dict.fromkeys(inspector.complaints))


@walked(PHONE, DESK)
class TestVirtualAccount:
    CITIZENS = {
        PHONE: ("Komang Sri Astuti", "3510014507909911", "komang.sri@contoh.id"),
        DESK: ("Yohana Wea", "3510014507909912", "yohana.wea@contoh.id"),
    }

    @staticmethod
    def account(she):
        """The number as it is copied; as it is read, it is the same in groups."""
        value = she.page.get_by_label(she.say("pay.copy")).input_value()
        assert re.fullmatch(r"\d{16}", value)
        she.sees(" ".join(re.findall("....", value)))
        return value

    def test_1_she_sees_the_number_the_amount_how_long_it_holds_and_what_to_do(self, journey):
        she = journey.apply()
        journey.choose("way.stub-va", she.say("pay.account"))
        she.sees(rupiah(FEE), she.say("way.stub-va"), she.say("pay.until"), *(she.say(f"pay.account{step}") for step in (1, 2, 3)))
        she.does_not_see(she.say("pay.how2"))
        journey.account = self.account(she)

    def test_2_another_way_and_back_is_the_same_number(self, journey):
        she = journey.choose("way.stub-qris", journey.citizen.say("pay.how2"))
        she.does_not_see(she.say("pay.account"))
        assert she.page.locator(".qr").count() == 1
        journey.choose("way.stub-va", she.say("pay.account"))
        assert self.account(she) == journey.account
        with in_english(she):
            assert self.account(she) == journey.account

    def test_3_a_slow_press_gets_its_answer_though_the_page_hears_of_it_first(self, journey):
        she = journey.citizen
        torn = []
        she.page.on("requestfailed", lambda request: torn.append(request.method))
        with she.on_a_slow_network():
            journey.choose("way.stub-qris", she.say("pay.how2"))
            journey.choose("way.stub-va", she.say("pay.account"))
        assert "POST" not in torn

    def test_4_she_pays_in_another_tab_and_the_open_page_says_so(self, journey):
        she = journey.citizen
        with she.in_another_tab():
            she.go(journey.bill).follow(she.say("pay.stubLink")).sees(journey.account, rupiah(FEE))
            she.press(she.say("stubPay.button")).sees(she.say("stubPay.paid"))
        journey.hears(she.say("pay.paid"))

    def test_5_her_request_moves_on_and_the_receipt_is_hers(self, journey):
        journey.moves_on("way.stub-va")

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


@walked(PHONE, DESK)
class TestBillingCode:
    CITIZENS = {
        PHONE: ("Rina Marlina", "3510014507909913", "rina.marlina@contoh.id"),
        DESK: ("Fransiska Mote", "3510014507909914", "fransiska.mote@contoh.id"),
    }

    def test_1_she_sees_fifteen_digits_and_what_to_do_with_them(self, journey):
        she = journey.apply()
        journey.choose("way.stub-simponi", she.say("pay.billingCode"))
        she.sees(rupiah(FEE), she.say("pay.until"), *(she.say(f"pay.billing{step}") for step in (1, 2, 3)))
        journey.code = she.page.get_by_label(she.say("pay.copy")).input_value()
        assert re.fullmatch(r"\d{15}", journey.code)
        she.sees(" ".join(re.findall(".....", journey.code)))

    def test_2_paid_and_not_confirmed_yet_she_is_told_to_wait_and_not_to_pay_again(self, journey):
        she = journey.citizen
        with she.in_another_tab():
            she.go(journey.bill).follow(she.say("pay.stubLink")).sees(journey.code)
            she.press(she.say("stubPay.press.payUnconfirmed")).sees(she.say("stubPay.unconfirmed"), "NTB")
            she.does_not_see("NTPN")
        journey.hears(she.say("pay.waitingTitle"))
        she.does_not_see(journey.code, she.say("pay.ways"), she.say("pay.paid"), she.say("bill.open"), she.say("pay.stubText"))
        with she.hurrying():
            she.go(journey.page).sees(she.say("status.awaitingPayment.label"))
            she.go(journey.bill)

    def test_3_the_treasury_confirms_with_its_number_and_her_page_says_so(self, journey):
        she = journey.citizen
        with she.in_another_tab():
            she.go(journey.bill).follow(she.say("pay.stubLink"))
            she.press(she.say("stubPay.press.confirm")).does_not_see(she.say("stubPay.unconfirmed"))
            assert re.search(r"NTB \d{12}; NTPN [0-9A-Z]{16}\b", she.text), she.text
        journey.hears(she.say("pay.paid"))

    def test_4_her_request_moves_on_and_the_receipt_is_hers(self, journey):
        journey.moves_on("way.stub-simponi")

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


@walked(PHONE, DESK)
class TestTransfer:
    """The account, two proofs, the money entered by hand; then a second request, which the bank's statement settles."""

    CITIZENS = {
        PHONE: ("Ketut Ratnasari", "3510014507909915", "ketut.ratna@contoh.id"),
        DESK: ("Aminah Sopacua", "3510014507909916", "aminah.sopacua@contoh.id"),
    }
    # Invented, as the bank is.
    ACCOUNT = {"bank": "Bank Contoh", "number": "0009 9123 4567", "holder": "Kas Daerah Contoh"}
    REASON = "Gambarnya buram. Mohon kirim lagi."

    @staticmethod
    def owed(she):
        """The amount and the code of the transfer that is before her."""
        amount = int(she.page.get_by_label(she.say("transfer.copyAmount")).input_value())
        she.sees(rupiah(amount))
        return amount, re.search(r"TRF[0-9A-F]{16}(-\d+)?", she.text).group()

    def reference(self, journey, number):
        """A bank's own, another one in each journey."""
        return f"FT{journey.citizen.nik[-4:]}{number}"

    def test_1_the_treasurer_sets_the_account(self, journey):
        treasurer = journey.treasurer
        with treasurer.hurrying():
            treasurer.sign_in("keuangan")
        # While there is no account, the page says so and leads there; afterwards a quiet link does.
        treasurer.go(f"{BASE}/keuangan/transfer")
        treasurer.follow(treasurer.page.locator('main a[href$="/keuangan/rekening"]'))
        for name, value in {"bank": "", "number": "12 ribu", "holder": ""}.items():
            treasurer.field(name).fill(value)
        treasurer.press(treasurer.say("transfer.saveAccount"), status=422).sees_errors("bank", "number", "holder")
        assert treasurer.field("number").input_value() == "12 ribu"
        for name, value in self.ACCOUNT.items():
            treasurer.field(name).fill(value)
        treasurer.press(treasurer.say("transfer.saveAccount")).sees(treasurer.say("transfer.setSince"))
        assert treasurer.field("number").input_value() == "000991234567"

    def test_2_she_sees_the_account_and_an_amount_of_her_own(self, journey):
        she = journey.apply()
        journey.choose("way.transfer", she.say("transfer.how"))
        she.sees(self.ACCOUNT["bank"], self.ACCOUNT["holder"], she.say("transfer.until"))
        journey.amount, journey.code = self.owed(she)
        assert FEE < journey.amount < FEE + 1000
        with in_english(she):
            assert self.owed(she) == (journey.amount, journey.code)
        she.sees(she.say("transfer.mark", fee=rupiah(FEE), mark=rupiah(journey.amount - FEE)))
        assert she.page.get_by_label(she.say("transfer.copyNumber")).input_value() == "000991234567"

    def test_3_she_sends_a_proof_and_nothing_else_is_taken(self, journey):
        she = journey.citizen
        she.press(she.say("transfer.send"), status=422).sees_errors("attachments.proof").sees(she.say("problem.proof.none"))
        she.choose("proof", {"name": "bukti.txt", "mimeType": "text/plain", "buffer": b"sudah transfer ya"})
        she.press(she.say("transfer.send"), status=415).sees_errors("attachments.proof")
        she.choose("proof", PHOTO).press(she.say("transfer.send"))
        assert she.path == journey.bill
        she.sees(she.say("transfer.waitingTitle"), she.say("transfer.waiting"))

    def test_4_the_treasurer_opens_it_and_refuses_it_with_a_reason(self, journey):
        treasurer = journey.treasurer
        treasurer.go(f"{BASE}/keuangan/transfer").sees(journey.code)
        treasurer.follow(treasurer.page.locator(".rows li", has_text=journey.code).get_by_role("link")).sees(rupiah(journey.amount))
        journey.transfer = treasurer.path
        proof = treasurer.page.get_by_role("link", name=treasurer.say("transfer.openProof")).get_attribute("href")
        answer = treasurer.context.request.get(proof)
        assert answer.headers["content-type"] == "image/png" and answer.body() == PHOTO.read_bytes()
        # Hers, and the treasurer's to see: for anybody else it is not there.
        assert journey.citizen.context.request.get(proof).status in (403, 404)
        treasurer.page.locator("summary", has_text=treasurer.say("transfer.refuse")).click()
        treasurer.press(treasurer.say("transfer.refuseButton"), status=422).sees(treasurer.say("problem.refund.reason"))
        treasurer.fill(treasurer.say("transfer.refuseReason"), self.REASON).press(treasurer.say("transfer.refuseButton"))
        treasurer.sees(treasurer.say("transfer.refused"), self.REASON)
        assert treasurer.path == journey.transfer
        treasurer.go(f"{BASE}/keuangan/transfer").does_not_see(journey.code)

    def test_5_she_reads_why_and_sends_another(self, journey):
        she = journey.citizen
        she.go(journey.bill).sees(she.say("transfer.refusedTitle"), she.say("transfer.refused"), self.REASON)
        # Another picture: the same one again would not be another proof.
        she.choose("proof", {"name": "bukti.png", "mimeType": "image/png", "buffer": she.page.screenshot()})
        she.press(she.say("transfer.send")).sees(she.say("transfer.waitingTitle"), self.REASON)
        she.does_not_see(she.say("transfer.refusedTitle"))

    def test_6_the_treasurer_enters_the_money_and_a_second_press_does_it_once(self, journey):
        treasurer, she = journey.treasurer, journey.citizen
        treasurer.go(journey.transfer).sees(treasurer.say("transfer.waiting"))
        treasurer.fill(treasurer.say("transfer.received"), "banyak").press(treasurer.say("transfer.confirmButton"), status=422)
        treasurer.sees_errors("amount", "date")
        journey.bank_reference = self.reference(journey, 1)

        def enter():
            for name, value in {"bank_reference": journey.bank_reference, "amount": str(journey.amount), "date": today()}.items():
                treasurer.field(name).fill(value)
            treasurer.press(treasurer.say("transfer.confirmButton")).sees(treasurer.say("transfer.payments"))

        form = treasurer.page.locator("form", has=treasurer.field("bank_reference"))
        fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
        enter()
        treasurer.does_not_see(treasurer.say("transfer.confirmButton"))
        # The same press once more, as from an impatient finger.
        pressed = fields | {"bank_reference": journey.bank_reference, "amount": str(journey.amount), "date": today()}
        answer = treasurer.context.request.post(journey.transfer, form=pressed, headers={"origin": journey.town.address})
        assert answer.status == 200 and answer.url.endswith(journey.transfer), answer.text()[:400]
        with treasurer.hurrying():
            treasurer.go(journey.transfer)
        assert treasurer.text.count(journey.bank_reference) == 1
        journey.hears(she.say("pay.paid"))

    def test_7_her_request_moves_on_and_the_receipt_is_hers(self, journey):
        journey.moves_on("way.transfer")

    def test_8_the_bank_tells_of_a_second_one_and_of_the_first_in_another_way(self, journey):
        she, treasurer = journey.apply(), journey.treasurer
        journey.choose("way.transfer", she.say("transfer.how"))
        second, code = self.owed(she)
        assert (second, code) != (journey.amount, journey.code)
        # Of what nobody has paid, a transfer leads to its page.
        treasurer.go(f"{BASE}/keuangan").follow(treasurer.say("title.unpaid-bills")).sees(treasurer.say("way.transfer"))
        treasurer.follow(treasurer.page.locator(".rows li", has_text=treasurer.say("way.transfer")).last.get_by_role("link")).sees(code)
        treasurer.go(f"{BASE}/keuangan/transfer").follow(treasurer.say("settlement.toImport"))
        treasurer.field("provider").select_option("transfer")
        treasurer.press(treasurer.say("settlement.button"), status=422).sees_errors("file")
        treasurer.field("provider").select_option("transfer")
        treasurer.field("file").set_input_files({"name": "foto.csv", "mimeType": "text/csv", "buffer": b"bukan;tabel\n1;2\n"})
        treasurer.press(treasurer.say("settlement.button"), status=422).sees_errors("file")
        assert treasurer.field("provider").input_value() == "transfer"

        journey.lines = [
            ("TRSF E-BANKING " + journey.code, rupiah(journey.amount - 1), journey.bank_reference),
            ("TRSF " + code.lower(), rupiah(second), self.reference(journey, 2)),
            ("SETORAN TUNAI", "12.345", self.reference(journey, 3)),
        ]
        self.send(treasurer, statement(*journey.lines))
        treasurer.sees(*(treasurer.say(f"settlement.{what}", count=count) for what, count in [("entered", 2), ("held", 1), ("differences", 1)]))
        journey.hears(she.say("pay.paid"))
        self.send(treasurer, statement(*journey.lines)).sees(treasurer.say("settlement.known"))

    @staticmethod
    def send(treasurer, file):
        treasurer.field("provider").select_option("transfer")
        treasurer.field("file").set_input_files(file)
        return treasurer.press(treasurer.say("settlement.button"))

    def test_9_the_difference_wants_a_reason_and_the_bank_corrects_itself(self, journey):
        treasurer = journey.treasurer
        treasurer.follow(treasurer.say("settlement.toDifferences"))
        panel = treasurer.page.locator(".panel", has_text=journey.bank_reference)
        told = treasurer.say("settlement.text.amount", booked=rupiah(journey.amount), told=rupiah(journey.amount - 1))
        assert told in panel.inner_text() and treasurer.say("settlement.kind.amount") in panel.inner_text()
        treasurer.press(panel.get_by_role("button"), status=422).sees(treasurer.say("problem.refund.reason"))
        panel.get_by_label(treasurer.say("settlement.why")).fill("Salah cetak; bank mengirim rekening koran pengganti.")
        treasurer.press(panel.get_by_role("button")).does_not_see(journey.bank_reference)
        treasurer.sees(treasurer.say("settlement.differencesNone")).follow(treasurer.say("settlement.toImport"))
        corrected = [("TRSF E-BANKING " + journey.code, rupiah(journey.amount), journey.bank_reference), *journey.lines[1:]]
        self.send(treasurer, statement(*corrected))
        treasurer.sees(*(treasurer.say(f"settlement.{what}", count=count) for what, count in [("matched", 1), ("repeated", 2)]))

    def test_the_treasurers_pages_in_the_other_language(self, journey):
        treasurer = journey.treasurer
        with treasurer.hurrying():
            treasurer.go(journey.transfer)
        with in_english(treasurer):
            treasurer.sees(self.REASON, treasurer.say("transfer.refused"))
            treasurer.go(f"{BASE}/keuangan/rekening").sees(treasurer.say("transfer.setSince"))
            treasurer.go(f"{BASE}/keuangan/berkas").sees(treasurer.say("settlement.lines", lines=3))
            treasurer.go(f"{BASE}/keuangan/selisih").sees(treasurer.say("settlement.differencesNone"))
            treasurer.go(f"{BASE}/keuangan/transfer").sees(treasurer.say("transfer.none"))

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


@walked(PHONE, DESK)
class TestHeldMoney:
    """A rupiah too little, and then once too often: she is told what is held, and the treasurer gives it back."""

    CITIZENS = {
        PHONE: ("Wulan Hapsari", "3510014507909917", "wulan.hapsari@contoh.id"),
        DESK: ("Marlince Rumbiak", "3510014507909918", "marlince@contoh.id"),
    }

    def test_1_a_wrong_amount_is_held_and_her_page_says_so(self, journey):
        she = journey.apply()
        journey.choose("way.stub-va", she.say("pay.account"))
        with she.in_another_tab():
            she.go(journey.bill).follow(she.say("pay.stubLink"))
            journey.reference = re.search(r"\bVA[\w-]{10,}", she.text).group()
            journey.stub = she.path
            she.press(she.say("stubPay.press.payWrong")).sees(rupiah(FEE - 1))
        journey.hears(she.say("pay.held", amount=rupiah(FEE - 1))).does_not_see(she.say("pay.paid"))

    def open_held(self, journey, amount):
        """The treasurer finds the money among what settled nothing, and opens it."""
        treasurer = journey.treasurer
        treasurer.go(f"{BASE}/keuangan")
        held = treasurer.page.locator("main li", has_text=journey.reference).filter(has_text=rupiah(amount))
        return treasurer.follow(held.get_by_role("link")).sees(rupiah(amount), journey.reference)

    def test_2_the_treasurer_gives_it_back_through_the_bank_and_no_more_than_it_is(self, journey):
        treasurer = journey.treasurer
        with treasurer.hurrying():
            treasurer.sign_in("keuangan")
        self.open_held(journey, FEE - 1).sees(treasurer.say("trail.standing.wrongAmount"))
        treasurer.field("amount").fill("30.000")
        treasurer.field("way").and_(treasurer.page.locator('[value="provider"]')).check()
        treasurer.field("reason").fill("Jumlahnya kurang satu rupiah.")
        treasurer.press(treasurer.say("money.refundButton"), status=422).sees_errors("amount")
        treasurer.sees(treasurer.say("problem.refund.amount", amount=rupiah(FEE - 1)))
        treasurer.field("amount").fill("29.999")
        treasurer.press(treasurer.say("money.refundButton")).waits_to_see(treasurer.say("money.done"))
        treasurer.does_not_see(treasurer.say("money.refundButton"))
        she = journey.citizen
        she.go(journey.bill).does_not_see(she.say("pay.held", amount=rupiah(FEE - 1)))

    def test_3_she_pays_rightly_and_once_more(self, journey):
        she = journey.citizen
        with she.in_another_tab():
            she.go(journey.stub).press(she.say("stubPay.press.payAgain"))
        journey.hears(she.say("pay.paid"))
        with she.in_another_tab(), she.hurrying():
            she.go(journey.stub).press(she.say("stubPay.press.payAgain"))
        she.go(journey.bill).sees(she.say("pay.paid"), rupiah(FEE))
        she.sees(she.say("pay.heldOver", amount=rupiah(FEE)))
        journey.moves_on("way.stub-va")

    def test_4_the_treasurer_transfers_the_second_back_and_notes_it(self, journey):
        treasurer, she = journey.treasurer, journey.citizen
        self.open_held(journey, FEE).sees(treasurer.say("trail.standing.alreadyPaid"))
        treasurer.field("way").and_(treasurer.page.locator('[value="transfer"]')).check()
        treasurer.field("reason").fill("Dibayar dua kali.")
        treasurer.press(treasurer.say("money.refundButton")).sees(treasurer.say("money.granted"))
        treasurer.press(treasurer.say("money.noted"), status=422).sees_errors("voucher")
        treasurer.field("voucher").fill("TRF-BALIK-0001")
        treasurer.press(treasurer.say("money.noted")).sees(treasurer.say("money.done"), "TRF-BALIK-0001")
        she.go(journey.bill).sees(she.say("pay.paid"))
        assert she.page.locator(".notice.warning").count() == 0
        treasurer.go(f"{BASE}/keuangan/pengembalian").sees(rupiah(FEE), rupiah(FEE - 1))

    def test_5_the_treasurer_reads_the_month_and_closes_the_one_before(self, journey):
        treasurer = journey.treasurer
        treasurer.go(f"{BASE}/keuangan").follow(treasurer.say("books.received")).sees(treasurer.say("revenue.pnbp"))
        assert treasurer.page.locator("main svg[role=img] rect").count() == 1
        treasurer.follow(treasurer.say("receipts.earlier")).sees(treasurer.say("receipts.none"))
        treasurer.follow(treasurer.say("receipts.later")).does_not_see(treasurer.say("receipts.later"))
        treasurer.go(f"{BASE}/keuangan").follow(treasurer.say("title.months"))
        if treasurer.page.locator("main form").count():
            treasurer.press(treasurer.page.locator("main form button").inner_text())
        treasurer.sees(treasurer.say("month.all"))
        treasurer.go(f"{BASE}/keuangan").follow(treasurer.say("ledger.suspense"))
        link = treasurer.page.get_by_role("link", name=treasurer.say("books.json")).get_attribute("href")
        entries = treasurer.context.request.get(link).json()
        assert entries["account"] == "suspense" and rupiah(entries["postings"][0]["amount"]) in (rupiah(FEE), rupiah(FEE - 1))

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)
