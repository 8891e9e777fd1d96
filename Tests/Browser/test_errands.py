"""Errands of other shapes than the SKCK's: papers that hang on an answer, a form that is filled in rows, a fee that hangs on the answers,
a licence that nobody decides on, and services that end elsewhere. On a phone with script (and the light scheme) and at a desk without
(and the dark one), and each only where it has something of its own to show."""

import datetime

import pytest

import codes
from people import BASE, PHOTO, Citizen, Person, Staff
from words import manifest, names_in, service

PHONE, DESK = (360, True), (1280, False)
BIRTH, DEATH, PASSPORT, LICENCE = (service(code) for code in ["akta-kelahiran", "akta-kematian", "paspor", "sip-tenaga-kesehatan"])
ELSEWHERE = [code for code in names_in("Services") if "handoff" in service(code)["ending"]]


class Errand:
    def __init__(self, browser, town, inspect, way, person):
        width, script = way
        self.way = way
        self.script = script
        self.town = town
        self.broken = None
        self.request = None
        how = {"script": script, "dark": not script}
        self.inspector = inspect(width, not script, pictures="errands" if script else "")
        self.citizen = Citizen(browser, town, self.inspector, *person, **how)
        self.officer = Staff(browser, town, self.inspector, **how)

    @property
    def page(self):
        return f"{BASE}/permohonan/{self.request}"

    def begin(self, code):
        """She signs in and has an empty form before her."""
        self.sign_in()
        self.request = self.citizen.start(code)
        return self.citizen

    def sign_in(self):
        with self.citizen.hurrying() as she:
            she.go(f"{BASE}/masuk").sign_in()

    def close(self):
        self.citizen.close()
        self.officer.close()


def name_of(value):
    """Of a way or a service, in the name of a test."""
    return value if isinstance(value, str) else f"{value[0]}px-script-{'on' if value[1] else 'off'}"


@pytest.fixture(scope="class")
def journey(request, browser, inspect):
    errand = Errand(
        browser, request.getfixturevalue(request.cls.TOWN), inspect, request.param, request.cls.CITIZENS[request.param])
    yield errand
    errand.close()


def walked(*ways):
    return pytest.mark.parametrize("journey", ways, indirect=True, ids=name_of, scope="class")


def label(definition, kind, name):
    """What a question or an attachment is called on the page that shows all of them."""
    [found] = [one for one in definition[kind] if one["name"] == name]
    return found.get("short", found["label"])["id"]


def option(definition, question, value):
    [asked] = [one for one in definition["questions"] if one["name"] == question]
    return next(one["label"]["id"] for one in asked["options"] if one["value"] == value)


def assert_sound(inspector):
    assert not inspector.complaints, "\n" + "\n".join(dict.fromkeys(inspector.complaints))


@walked(PHONE, DESK)
class TestBirthCertificate:
    """Free, with papers that hang on an answer, and ending with something that is handed over."""

    TOWN = "town"
    CITIZENS = {
        PHONE: ("Ni Luh Suartini", "3510014507909971", "luh.suartini@contoh.id"),
        DESK: ("Sri Wahyuningsih", "3510014507909972", "sri.wahyuningsih@contoh.id"),
    }
    CHILD = {PHONE: "I Gede Arya Suartana", DESK: "Bagas Wahyu Pratama"}

    def child(self, journey):
        return self.CHILD[journey.way]

    def test_1_a_question_comes_with_an_answer_and_goes_with_it(self, journey):
        she = journey.begin("akta-kelahiran")
        she.fill_answers(child_name=self.child(journey), child_sex="male", birth_place="Banyuwangi", birth_date="17 8 2024")
        she.press(she.say("draft.button")).sees(she.say("draft.part", number=2, count=3))
        she.fill_answers(mother_name=she.name).press(she.say("draft.button")).sees(she.say("draft.part", number=3, count=3))
        report = she.field("answers.police_report_number")
        assert not report.is_visible()
        # The child was found: who says so is asked for.
        she.fill_answers(birth_proof="found_child", police_report_number="LP/7/XI/2026")
        assert report.is_visible()
        she.press(she.say("draft.button"))
        # A found child has no parents whose marriage could be proved.
        she.sees(label(BIRTH, "attachments", "birth_proof_paper"))
        she.does_not_see(label(BIRTH, "attachments", "marriage_proof"), label(BIRTH, "attachments", "family_card"))

        with she.hurrying():
            she.press(she.say("attachments.back"))
            assert report.is_visible() and report.input_value() == "LP/7/XI/2026"
            she.fill_answers(birth_proof="birth_letter")
            assert report.is_visible() != journey.script, "with script it goes at once"
            she.press(she.say("draft.button"))
        she.sees(*(one["label"]["id"] for one in BIRTH["attachments"]))

    def test_2_what_no_longer_applies_is_not_sent(self, journey):
        she = journey.citizen
        for paper in BIRTH["attachments"]:
            she.choose(paper["name"], PHOTO)
        she.press(she.say("attachments.next"))
        she.sees(self.child(journey), "17 Agustus 2024", option(BIRTH, "birth_proof", "birth_letter"), she.say("fee.free"))
        she.does_not_see("LP/7/XI/2026", label(BIRTH, "questions", "police_report_number"))
        # The father was left out, and that is no fault.
        father = she.page.locator(".summary .row", has_text=label(BIRTH, "questions", "father_name"))
        assert she.say("summary.empty") in father.inner_text()
        she.press(she.say("check.submit"))
        # Nothing is to be paid, so the officers have it at once.
        assert she.path == journey.page
        she.sees(she.say("status.inReview.label"), she.say("ahead.ready", product=BIRTH["ending"]["handover"]["id"]))
        she.does_not_see(she.say("history.awaitingPayment"))

    def test_3_the_officer_approves_and_the_receipt_says_that_it_is_only_that(self, journey):
        she, officer = journey.citizen, journey.officer
        with officer.hurrying():
            officer.sign_in("disdukcapil").open(self.child(journey))
            officer.sees(self.child(journey), she.name).does_not_see("LP/7/XI/2026").approve()
        she.go(journey.page).waits_to_see(she.say("status.preparing.label"))
        link = she.page.get_by_role("link", name=she.say("request.receipt")).get_attribute("href")
        paper = " ".join(codes.text_of(she.context.request.get(link).body()).split())
        for text in [BIRTH["paper"]["title"], self.child(journey), BIRTH["paper"]["statement"].split(". ")[-1]]:
            assert text in paper, f"the receipt does not say {text}: {paper}"

    def test_4_it_is_made_lies_ready_and_is_collected(self, journey):
        she, officer = journey.citizen, journey.officer
        product = BIRTH["ending"]["handover"]["id"]
        with officer.hurrying():
            officer.go(f"{BASE}/petugas?daftar=penyerahan")
            officer.follow(officer.page.locator(".work li", has_text=self.child(journey)).get_by_role("link"))
            officer.sees(officer.say("handover.title", product=product))
            review = officer.path
            officer.press(officer.say("handover.ready")).sees(officer.say("decided.ready"))
            she.go(journey.page).waits_to_see(she.say("history.ready", product=product))
            she.sees(she.say("status.ready.label"), she.say("ahead.collected", product=product))
            officer.go(review).press(officer.say("handover.collected")).sees(officer.say("decided.collected"))
        she.go(journey.page).waits_to_see(she.say("history.collected", product=product))
        she.sees(she.say("status.collected.label"))

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


@walked(PHONE)
class TestDeathCertificate:
    """Its witnesses are rows of one question."""

    TOWN = "town"
    CITIZENS = {PHONE: ("Lasmi Widodo", "3510014507909976", "lasmi.widodo@contoh.id")}
    WITNESSES = [("Slamet Riyadi", "3510010203859978"), ("Endang Sulastri", "3510014507909977")]

    @staticmethod
    def fill_witness(she, row, name, nik):
        she.fill_answers(**{
            f"witnesses[{row}].name": name, f"witnesses[{row}].nik": nik, f"witnesses[{row}].kk_number": nik[:-4] + "0001",
            f"witnesses[{row}].citizenship": "indonesian"})

    def test_1_whoever_is_foreign_is_asked_for_her_passport_and_others_are_not(self, journey):
        she = journey.begin("akta-kematian")
        passport = she.field("answers.travel_document")
        assert not passport.is_visible()
        she.fill_answers(
            full_name=she.name, kk_number="3510010203850001", phone="0812 3456 7890", citizenship="foreign", travel_document="B1234567")
        assert passport.is_visible()
        she.fill_answers(citizenship="indonesian").press(she.say("draft.button"))
        she.sees(she.say("draft.part", number=2, count=4))

    def test_2_as_many_are_offered_as_are_wanted_and_one_is_too_few(self, journey):
        she = journey.citizen
        self.fill_witness(she, 0, *self.WITNESSES[0])
        assert she.field("answers.witnesses[1].name").count() == 1
        she.press(she.say("draft.button"), status=422).sees(she.say("problem.answer.tooFewRows", min=2))
        # Only the question as a whole is at fault, and none of what she wrote.
        assert she.page.locator(".faulty .faulty, [aria-invalid=true]").count() == 0
        colours = {name: she.field(f"answers.witnesses[{name}].name").evaluate("field => getComputedStyle(field).borderColor") for name in (0, 1)}
        assert len(set(colours.values())) == 1, colours

    def test_3_what_is_emptied_counts_for_nothing_and_there_is_no_third(self, journey):
        she = journey.citizen
        second = she.field("answers.witnesses[1].name")
        with she.hurrying():
            second.fill("Endang")
            she.press(she.say("draft.button"), status=422).does_not_see(she.say("problem.answer.tooFewRows", min=2))
            second.fill("")
            she.press(she.say("draft.button"), status=422).sees(she.say("problem.answer.tooFewRows", min=2))
        # A row goes with all that stands in it, a choice too, which cannot be unchosen.
        self.fill_witness(she, 1, "Salah Orang", self.WITNESSES[1][1])
        witness = she.say("rows.title", question=label(DEATH, "questions", "witnesses"), number=2)
        she.press(f"{she.say('rows.remove')} {witness}")
        assert she.field("answers.witnesses[0].name").input_value() == self.WITNESSES[0][0]
        assert she.field("answers.witnesses[1].name").input_value() == ""
        self.fill_witness(she, 1, *self.WITNESSES[1])
        assert she.field("answers.witnesses[2].name").count() == 0
        assert she.page.get_by_role("button", name=she.say("rows.add")).count() == 0
        she.press(she.say("draft.button")).sees(she.say("draft.part", number=3, count=4))

    def test_4_the_rest_is_filled_and_all_of_it_is_there_to_look_over(self, journey):
        she = journey.citizen
        she.fill_answers(father_name="Tidak diketahui", mother_name="Tidak diketahui").press(she.say("draft.button"))
        she.fill_answers(
            deceased_name="Mbah Karto", death_date="17 8 2024", death_time="21.15", cause="illness_or_age", death_place="Genteng",
            certified_by="doctor", truth="yes").press(she.say("draft.button"))
        for paper in DEATH["attachments"]:
            she.choose(paper["name"], PHOTO)
        she.press(she.say("attachments.next"))
        she.sees("Mbah Karto", "21.15", *(name for name, _ in self.WITNESSES))
        she.does_not_see("B1234567")

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


@walked(PHONE, DESK)
class TestPassport:
    """What it costs hangs on the answers."""

    TOWN = "town"
    CITIZENS = {
        PHONE: ("Theresia Bano", "3510014507909973", "theresia.bano@contoh.id"),
        DESK: ("Nurul Hidayati", "3510014507909974", "nurul.hidayati@contoh.id"),
    }
    REGULAR_TEN_YEARS, SAME_DAY_FIVE_YEARS = "Rp950.000", "Rp1.650.000"

    def test_1_the_page_says_what_each_choice_costs(self, journey):
        she = journey.citizen
        she.go(f"{BASE}/layanan/paspor").sees(she.say("service.tariff"), "Rp650.000", "Rp1.950.000")
        for speed, validity, amount in [
            ("regular", "ten_years", self.REGULAR_TEN_YEARS), ("same_day", "five_years", self.SAME_DAY_FIVE_YEARS),
        ]:
            choice = f"{option(PASSPORT, 'service_speed', speed)}, {option(PASSPORT, 'validity', validity)}"
            [row] = [row for row in she.page.locator(".summary .row").all() if choice in row.inner_text()]
            assert amount in row.inner_text()

    def test_2_ten_years_cost_what_ten_years_cost(self, journey):
        she = journey.begin("paspor")
        visit = datetime.date.today() + datetime.timedelta(days=14)
        she.fill_answers(
            service_speed="regular", for_whom="adult", kind="new", visit_date=f"{visit.day} {visit.month} {visit.year}",
            purpose="tourism", validity="ten_years")
        she.press(she.say("draft.button"))
        she.fill_answers(
            full_name=she.name, holder_birth_place="Banyuwangi", holder_birth_date="5 7 1990", holder_sex="female", email=she.email,
            phone="0812 3456 7890").press(she.say("draft.button"))
        # No old passport is asked for, because there is none.
        assert not she.field("answers.old_passport_number").is_visible()
        she.fill_answers(
            address="Jalan Melati 7, Genteng", holder_occupation="Guru", holder_marital_status="married", father_name="Yosef Bano",
            mother_name="Maria Bano").press(she.say("draft.button"))
        for paper in ["identity_card", "family_card", "identity_paper"]:
            she.choose(paper, PHOTO)
        she.press(she.say("attachments.next")).sees(self.REGULAR_TEN_YEARS).does_not_see(self.SAME_DAY_FIVE_YEARS)

    def test_3_another_choice_is_another_fee(self, journey):
        she = journey.citizen
        changed = she.page.locator(".summary .row", has_text=label(PASSPORT, "questions", "service_speed"))
        she.follow(changed.get_by_role("link")).fill_answers(service_speed="same_day", validity="five_years")
        # Who came to change one answer is back where she came from.
        she.press(she.say("draft.button"))
        assert she.path.endswith("/periksa")
        she.sees(self.SAME_DAY_FIVE_YEARS).does_not_see(self.REGULAR_TEN_YEARS)
        she.go(journey.page).sees(she.say("ahead.awaitingPayment", amount=self.SAME_DAY_FIVE_YEARS))

    def test_4_the_bill_asks_for_what_the_summary_said(self, journey):
        she = journey.citizen
        with she.hurrying():
            she.go(f"{journey.page}/periksa")
        she.press(she.say("check.submit"))
        assert she.path == f"{journey.page}/bayar"
        she.sees(self.SAME_DAY_FIVE_YEARS).does_not_see(self.REGULAR_TEN_YEARS)
        [payload] = codes.scan(she.page.locator(".qr").screenshot())
        assert codes.emv_fields(payload)["54"] == "1650000"
        she.pay_at_stub().sees(self.SAME_DAY_FIVE_YEARS)
        she.go(journey.page).waits_to_see(she.say("status.inReview.label"))
        she.sees(self.SAME_DAY_FIVE_YEARS, she.say("bill.paid"))

    def test_5_the_officer_sees_what_was_paid(self, journey):
        she, officer = journey.citizen, journey.officer
        with officer.hurrying():
            officer.sign_in("imigrasi")
        officer.open(she.name).sees(self.SAME_DAY_FIVE_YEARS, officer.say("bill.paid"))

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


@walked(PHONE)
class TestLicence:
    """Where the law approves what nobody decides, time alone ends the errand."""

    TOWN = "passing_town"
    CITIZENS = {PHONE: ("Anggraini Kusuma", "3510014507909975", "anggraini.kusuma@contoh.id")}

    def test_1_she_is_told_what_happens_when_nobody_decides(self, journey):
        she = journey.citizen
        she.go(f"{BASE}/layanan/sip-tenaga-kesehatan").sees(she.say("promise.days", days=LICENCE["promise"]["working_days"]))
        she.sees(she.say("promise.deemed", basis=LICENCE["deemed_approval"]), she.say("ending.paper"))

    def test_2_she_sends_it_and_pays_nothing(self, journey):
        she = journey.begin("sip-tenaga-kesehatan")
        other = she.field("answers.profession_other")
        assert not other.is_visible()
        she.fill_answers(
            kind="extension", full_name=she.name, profession="other", profession_other="Fisioterapis", str_number="STR-0012345",
            practice_place="Klinik Melati", practice_address="Jalan Melati 9, Genteng", credits_sufficient="yes")
        she.press(she.say("draft.button")).choose("str", PHOTO).choose("practice_letter", PHOTO)
        she.press(she.say("attachments.next")).sees("Fisioterapis", she.say("fee.free")).press(she.say("check.submit"))
        she.sees(she.say("status.inReview.label"), she.say("ahead.issued"))

    def test_3_before_the_time_is_over_it_stays_with_the_officers(self, journey):
        she, town = journey.citizen, journey.town
        # Five working days are not over in three days, whichever they are.
        town.let_pass(days=3)
        with she.hurrying():
            she.go(journey.page)
            assert she.path == f"{BASE}/masuk"
            she.sign_in()
            assert she.path == journey.page
        she.sees(she.say("status.inReview.label"))

    def test_4_after_that_the_licence_is_there_and_its_page_says_why(self, journey):
        she, town = journey.citizen, journey.town
        # More than five working days, whichever feast lies in between.
        town.let_pass(days=18)
        journey.sign_in()
        she.go(journey.page).waits_to_see(she.say("status.issued.label"))
        she.sees(she.say("history.deemed"), she.say("request.number"))
        # She was told, in so many words.
        she.follow(she.say("nav.inbox")).sees(she.say.mark("request_deemed"))

    def test_5_the_licence_is_genuine_for_whoever_checks_it(self, journey):
        she, town = journey.citizen, journey.town
        she.go(journey.page)
        number = she.page.locator("dd.number").last.inner_text()
        link = she.page.get_by_role("link", name=she.say("request.paper")).get_attribute("href")
        paper = she.context.request.get(link).body()
        text = " ".join(codes.text_of(paper).split())
        for words in [LICENCE["paper"]["title"], number, she.name, "Fisioterapis", "Klinik Melati"]:
            assert words in text, f"the licence does not say {words}: {text}"
        # Nobody approved it, so nobody is named for that; the law is.
        for words in she.say("paper.deemed", basis="|").split("|")[0][:30], f"({LICENCE['deemed_approval']})":
            assert words in text, f"the licence does not say {words}: {text}"
        assert len(codes.pages_of(paper)) == 1
        assert she.say("paper.approvedBy", name="") not in text
        file = town.folder / "sip.pdf"
        file.write_bytes(paper)
        told = town.mpp("document", "verify", str(file), "--region", "kab-banyuwangi")
        assert "as Kabupaten Banyuwangi signed it" in told and f"{number}, which is genuine in kab-banyuwangi" in told, told
        she.follow(she.say("request.verify")).sees(she.say("verification.genuine"), number, she.initials)

    def test_6_the_officers_see_that_it_went_past_them(self, journey):
        she, officer = journey.citizen, journey.officer
        with officer.hurrying():
            officer.sign_in("dpmptsp").does_not_see(she.name)
        officer.go(f"{BASE}/petugas?daftar=selesai")
        officer.follow(officer.page.locator(".work li", has_text=she.name).get_by_role("link")).sees(officer.say("history.deemed"))

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert_sound(journey.inspector)


# All of them are one template: at a desk one will do.
@pytest.mark.parametrize("way,code", [*((PHONE, code) for code in ELSEWHERE), (DESK, "nib")], ids=name_of)
def test_a_service_that_ends_elsewhere_says_so_first_and_takes_nothing_in(browser, nation, inspect, way, code):
    width, script = way
    offered = service(code)
    handoff = offered["ending"]["handoff"]
    region = next(slug for slug in names_in("Regions") if code in manifest(slug)["services"])
    inspector = inspect(width, not script, pictures="errands" if script else "")
    visitor = Person(browser, nation, inspector, script=script, dark=not script)
    with visitor.hurrying():
        visitor.go(f"/{region}/layanan").sees(visitor.say("ending.elsewhere", system=handoff["system"]["id"]))
    visitor.follow(offered["title"]["id"])
    assert visitor.path == f"/{region}/layanan/{code}"
    lines = [line for line in visitor.text.splitlines() if line.strip()]
    first = lines.index(offered["title"]["id"]) + 1
    assert lines[first] == visitor.say("ending.handoff", system=handoff["system"]["id"])
    assert visitor.page.locator("main ol li").all_inner_texts() == [step["id"] for step in handoff["steps"]]
    # Nothing here could be taken for the form.
    visitor.does_not_see(visitor.say("service.start"), visitor.say("service.upload"))
    assert visitor.page.locator("main form, main button, main .button").count() == 0
    visitor.close()
    assert_sound(inspector)
