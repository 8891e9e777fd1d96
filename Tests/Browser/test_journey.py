"""The whole errand, steps 1 to 8, as a citizen, an officer and an administrator walk it: on a phone and at a desk, with script
off (and the dark scheme) and on (and the light one)."""

import base64
import json
import time

import pytest

import codes
import signatures
from people import BASE, PHOTO, Citizen, Staff
from town import wait_for
from words import service

CITIZENS = {
    (360, False): ("Dewi Lestari", "3510015402929903", "dewi@contoh.id"),
    (360, True): ("Raden Ajeng Kusumaningtyas Wulandari Prawirodirdjo", "3510014507909922", "kusumaningtyas.prawirodirdjo@contoh.id"),
    (1280, False): ("Putu Ayu Lestari", "3510014507909923", "putu.ayu@contoh.id"),
    (1280, True): ("Maria Goreti Nahak", "3510014507909924", "maria.nahak@contoh.id"),
}
SKCK = service("skck")
TITLE = SKCK["title"]["id"]
OFF_REASON = "Printer di loket sedang diperbaiki."


class Journey:
    def __init__(self, browser, town, inspect, width, script):
        self.town = town
        self.broken = None
        self.request = None
        dark = not script
        self.inspector = inspect(width, dark, pictures="" if dark else "errand")
        name, nik, email = CITIZENS[width, script]
        how = {"script": script, "dark": dark}
        self.citizen = Citizen(browser, town, self.inspector, name, nik, email, **how)
        self.officer = Staff(browser, town, self.inspector, **how)
        self.administrator = Staff(browser, town, self.inspector, **how)
        self.visitor = Staff(browser, town, self.inspector, **how)
        self.people = [self.citizen, self.officer, self.administrator, self.visitor]

    @property
    def page(self):
        return f"{BASE}/permohonan/{self.request}"


@pytest.fixture(scope="class", params=list(CITIZENS), ids=lambda way: f"{way[0]}px-script-{'on' if way[1] else 'off'}")
def journey(request, browser, town, inspect):
    width, script = request.param
    journey = Journey(browser, town, inspect, width, script)
    yield journey
    for person in journey.people:
        person.close()


class TestJourney:
    def test_1_she_reads_what_skck_needs_costs_and_takes(self, journey):
        she = journey.citizen
        she.go("/").sees(she.say("home.pick"), "Kota Batam")
        she.follow("Kabupaten Banyuwangi").sees(she.say("region.visit"))
        assert she.path == BASE
        she.follow(TITLE).sees("Rp30.000", she.say("promise.days", days=1), SKCK["requirements"][0]["id"])
        for channel in SKCK["channels"]:
            she.sees(she.say(f"channel.{channel}"), SKCK["channels"][channel]["id"])

    def test_2_she_signs_in_with_a_code(self, journey):
        she = journey.citizen
        she.follow(she.say("service.start")).sees(she.say("signIn.lead"))
        she.sign_in()
        # What she came for is done: her draft is there.
        assert she.path.startswith(f"{BASE}/permohonan/") and she.path.endswith("/isian")

    def test_3_she_fills_the_form_leaves_comes_back_and_submits(self, journey):
        she = journey.citizen
        journey.request = she.start_skck()
        she.field("answers.full_name").fill(she.name)
        she.field("answers.birth_place").fill("Genteng")
        she.press(she.say("draft.button"), status=422)
        she.sees_errors("answers.birth_date", "answers.address", "answers.occupation", "answers.purpose")

        she.go(BASE).follow(she.say("nav.requests")).sees(she.say("status.draft.label"))
        she.follow(TITLE).follow(she.say("next.continue"))
        assert she.field("answers.birth_place").input_value() == "Genteng"

        she.fill_form(purpose="other", purpose_other="Melamar beasiswa").press(she.say("draft.button"))
        she.upload("photo", PHOTO)
        she.sees(she.name, "5 Juli 1990", "Melamar beasiswa", "pas-foto.png", "Rp30.000")
        she.press(she.say("check.submit")).sees(she.say("request.own"), "2026-0")
        assert she.path == f"{journey.page}/bayar"

    def test_4_she_pays_by_qris(self, journey):
        she = journey.citizen
        she.sees("Rp30.000")
        reference = she.page.locator("figcaption strong").inner_text()
        [payload] = codes.scan(she.page.locator(".qr").screenshot())
        fields = codes.emv_fields(payload)
        assert (fields["01"], fields["53"], fields["54"], fields["58"]) == ("12", "360", "30000", "ID")
        assert codes.bill_number(payload) == reference

        she.pay_at_stub().sees(she.say("stubPay.paid"))
        she.follow(she.say("stubPay.back")).waits_to_see(she.say("status.inReview.label"))
        she.sees(she.say("bill.paid"))
        # Whoever has the number sees where it stands, and no more.
        visitor, number = journey.visitor, she.page.locator("dd.number").first.inner_text()
        visitor.go(BASE).fill(visitor.say("progress.number"), number).press(visitor.say("progress.button"))
        visitor.sees(number, visitor.say("status.inReview.label")).does_not_see(TITLE, *she.name.split())
        visitor.fill(visitor.say("progress.number"), "2026-99999").press(visitor.say("progress.button"), status=404)
        visitor.sees_errors("nomor")
        she.go(f"{journey.page}/bayar").sees(she.say("pay.paid"))

    def test_5_the_officer_returns_it_and_after_the_correction_approves(self, journey):
        she, officer = journey.citizen, journey.officer
        officer.sign_in("polri").sees(officer.say("worklist.menunggu"))
        officer.open(she.name).sees(she.name, "Melamar beasiswa", officer.say("due.daysLeft", days=1))
        photo = officer.page.locator(".preview img").get_attribute("src")
        assert officer.context.request.get(photo).body() == PHOTO.read_bytes()
        review = officer.path
        reason = SKCK["return_reasons"][1]["label"]["id"]
        officer.send_back(reason, "Latar fotonya biru. Mohon unggah foto berlatar merah.")
        officer.sees(officer.say("status.returned.label"))
        officer.go(f"{BASE}/petugas?daftar=dikembalikan").sees(she.name)

        she.go(journey.page).waits_to_see(she.say("status.returned.label"))
        she.sees(reason, "Latar fotonya biru.")
        she.follow(she.say("next.correct")).sees(reason)
        she.field("answers.occupation").fill("Guru")
        she.press(she.say("draft.button")).upload("photo", PHOTO)
        she.press(she.say("check.resubmit")).sees(she.say("status.inReview.label"))

        officer.go(review).sees("Guru").approve()
        officer.waits_to_see(officer.say("status.preparing.label"))
        officer.go(f"{BASE}/petugas?daftar=penyerahan").sees(she.name)
        journey.review = review

    def test_6_her_skck_comes_out_and_anyone_can_verify_it(self, journey):
        she, visitor = journey.citizen, journey.visitor
        she.go(journey.page).waits_to_see(she.say("status.preparing.label"))
        number = she.page.locator("dd.number").last.inner_text()
        link = she.page.get_by_role("link", name=she.say("request.receipt")).get_attribute("href")
        answer = she.context.request.get(link)
        assert answer.headers["content-type"] == "application/pdf"
        paper = " ".join(codes.text_of(answer.body()).split())
        for text in ["Kabupaten Banyuwangi", SKCK["paper"]["title"], number, she.name, she.say("paper.watermark")]:
            assert text.lower() in paper.lower(), f"the paper does not say {text}: {paper}"
        trusted = visitor.context.request.get(f"{BASE}/sertifikat.pem").body()
        signatures.assert_sound(answer.body(), trusted, signer="Kabupaten Banyuwangi")
        signatures.assert_readable(answer.body(), SKCK["paper"]["title"], she.name)
        [scanned] = [text for page in codes.pages_of(answer.body()) for text in codes.scan(page)]
        assert scanned.startswith(f"{journey.town.address}{BASE}/verifikasi/")

        visitor.go(scanned).sees(visitor.say("verification.genuine"), number, she.initials)
        visitor.does_not_see(*she.name.split())
        journey.scanned, journey.number = scanned, number
        visitor.follow(visitor.say("verification.again"))
        code = scanned.rsplit("/", 1)[1].split("#")[0]
        visitor.fill(visitor.say("verificationForm.code"), code.lower().replace("-", "")).press(visitor.say("verificationForm.button"))
        visitor.sees(visitor.say("verification.genuine"))
        visitor.go(f"{BASE}/verifikasi/{code[:-1]}{'2' if code[-1] != '2' else '3'}", status=404)
        visitor.sees_errors("kode").sees(visitor.say("problem.verification.unknown"))

    def test_6_and_without_the_network_as_well(self, journey):
        """What the code says for itself is checked by a browser that was here once before."""
        visitor, she = journey.visitor, journey.citizen
        if not visitor.script:
            visitor.go(f"{BASE}/verifikasi").follow(visitor.say("verificationForm.offline")).sees(visitor.say("offline.noScript"))
            return
        statement = journey.scanned.split("#")[1]
        header, payload, signature = statement.split(".")
        said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        assert said["num"] == journey.number and said["ini"] == she.initials and said["nik"] == she.nik[-4:], said
        forged = f"{header}.{payload}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"
        visitor.go(BASE).go(journey.scanned).waits_for_words(visitor.say("statement.alsoSound"), she.nik[-4:])
        visitor.go(BASE).go(journey.scanned.replace(statement, forged)).waits_for_words(visitor.say("statement.forged"))

        visitor.page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.active.state)")
        wait_for("the page is kept", lambda: visitor.page.evaluate("caches.match(new URL('luring', document.URL)).then(Boolean)"))
        visitor.go(BASE)
        visitor.context.set_offline(True)
        try:
            visitor.go_unconnected(journey.scanned).waits_for_words(
                visitor.say("title.offline"), visitor.say("statement.receipt"), journey.number, she.initials, she.nik[-4:])
            visitor.does_not_see(*she.name.split())
            for text, word in [
                (forged, "statement.forged"), (journey.scanned.split("#")[0], "statement.unread"), ("x", "statement.unread"),
                (statement, "statement.sound"),
            ]:
                visitor.fill(visitor.say("offline.text"), text).page.get_by_role("button", name=visitor.say("offline.button")).click()
                visitor.waits_for_words(visitor.say(word))
        finally:
            visitor.context.set_offline(False)
        visitor.go(f"{BASE}/verifikasi/luring").sees(visitor.say("offline.lead"))

    def test_7_what_she_asked_for_is_handed_over_and_each_step_was_told_once(self, journey):
        she, officer = journey.citizen, journey.officer
        officer.go(journey.review).press(officer.say("handover.ready")).sees(officer.say("decided.ready"))
        she.go(journey.page).waits_to_see(she.say("status.ready.label"))
        officer.go(journey.review).press(officer.say("handover.collected")).sees(officer.say("decided.collected"))
        officer.go(f"{BASE}/petugas?daftar=selesai").sees(she.name)
        she.go(journey.page).waits_to_see(she.say("status.collected.label"))

        arguments = {"service": TITLE, "amount": "Rp30.000", "product": "SKCK"}
        templates = [
            "payment_requested", "request_received", "request_returned", "request_resubmitted", "request_approved", "request_preparing",
            "request_ready", "request_collected",
        ]
        expected = sorted(she.say.subject(template, **arguments) for template in templates)
        she.follow(she.say("nav.inbox"))
        told = she.page.locator("article h2").all_inner_texts()
        assert sorted(told) == expected, told
        she.follow(she.page.locator("article", has_text=expected[0]).get_by_role("link").first)
        assert she.path.startswith(journey.page)

        # Steps within moments of each other share a mail, and how fast these went nobody knows: each is told in exactly one.
        def told_in_mails():
            mails = [" ".join(mail.get_content().split()) for mail in journey.town.letterbox.to(she.email)]
            return {template: sum(mail.count(she.say.mark(template)) for mail in mails) for template in templates}

        wait_for("all mails are sent", lambda: all(told_in_mails().values()))
        assert told_in_mails() == dict.fromkeys(templates, 1)
        subjects = [mail["Subject"] for mail in journey.town.letterbox.to(she.email)]
        assert subjects[-1] == she.say.subject("request_collected", **arguments)
        assert set(subjects) - set(expected) == {subject for subject in subjects if "kode" in subject.lower()}
        identifiers = [mail["Message-ID"] for mail in journey.town.letterbox.to(she.email)]
        assert len(set(identifiers)) == len(identifiers)

    def test_8_the_administrator_closes_the_service_and_opens_it_again(self, journey):
        administrator, visitor = journey.administrator, journey.visitor
        administrator.sign_in("admin").sees(TITLE)
        administrator.switch(TITLE, False, "Tu", status=422)
        administrator.sees_errors("reason-skck")
        assert administrator.page.locator("#field-reason-skck").input_value() == "Tu"

        administrator.switch(TITLE, False, OFF_REASON).sees(administrator.say("switch.closed"))
        switched = time.monotonic()
        wait_for("the page says so", lambda: OFF_REASON in visitor.context.request.get(f"{BASE}/layanan/skck").text(), seconds=1)
        assert time.monotonic() - switched < 1
        visitor.go(f"{BASE}/layanan/skck").sees(visitor.say("service.offTitle"), OFF_REASON)
        assert visitor.page.get_by_role("link", name=visitor.say("service.start")).count() == 0
        visitor.go(f"{BASE}/layanan").sees(visitor.say("services.off"))
        visitor.go("/kota-batam/layanan/skck").does_not_see(visitor.say("service.offTitle"))

        administrator.switch(TITLE, True, "Printer sudah diperbaiki.").sees(OFF_REASON)
        rows = administrator.page.locator("table tbody tr")
        rows.filter(has_text=administrator.say("audit.service.enabled")).filter(has_text="Printer sudah diperbaiki.").first.wait_for()
        visitor.go(f"{BASE}/layanan/skck").does_not_see(visitor.say("service.offTitle"))

    def test_9_the_other_pages(self, journey):
        she = journey.citizen
        she.go(BASE).follow(she.say("footer.privacy")).sees(she.say("privacy.cookieTitle"))
        journey.officer.press(journey.officer.say("nav.signOut"))
        journey.visitor.go("/gaya")

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert not journey.inspector.complaints, "\n" + "\n".join(dict.fromkeys(journey.inspector.complaints))
