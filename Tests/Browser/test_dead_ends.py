"""Where people were lost: a chosen file that vanished, a photo too large, a code that did not come, an address that leads nowhere. On a
phone and at a desk, with script off (and the dark scheme) and on (and the light one)."""

import base64
import re

import pytest

from people import BASE, PHOTO, Citizen, Staff
from town import wait_for
from words import service

CITIZENS = {
    (360, False): ("Ni Made Sari", "3510014507909931", "made.sari@contoh.id"),
    (360, True): ("Yohana Tanggela", "3510014507909932", "yohana@contoh.id"),
    (1280, False): ("Rina Marlina", "3510014507909933", "rina@contoh.id"),
    (1280, True): ("Fatimah Zahra", "3510014507909934", "fatimah@contoh.id"),
}
#: Draws a photo as a camera would take it, with more of everything than a page needs, and gives its bytes.
LARGE_PHOTO = """async () => {
  const canvas = new OffscreenCanvas(4800, 3600);
  const pen = canvas.getContext('2d');
  for (let i = 0; i < 120000; i++) {
    pen.fillStyle = `hsl(${i % 360} 60% ${20 + i % 60}%)`;
    pen.fillRect((i * 7919) % 4800, (i * 104729) % 3600, 40, 30);
  }
  const bytes = new Uint8Array(await (await canvas.convertToBlob({type: 'image/jpeg', quality: 1})).arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}"""


class Way:
    def __init__(self, browser, town, inspect, width, script):
        dark = not script
        self.script = script
        self.broken = None
        self.inspector = inspect(width, dark, pictures="" if dark else "dead-ends")
        name, nik, email = CITIZENS[width, script]
        self.citizen = Citizen(browser, town, self.inspector, name, nik, email, script=script, dark=dark)
        self.visitor = Staff(browser, town, self.inspector, script=script, dark=dark)
        self.browser = browser


@pytest.fixture(scope="class", params=list(CITIZENS), ids=lambda way: f"{way[0]}px-script-{'on' if way[1] else 'off'}")
def journey(request, browser, town, inspect):
    way = Way(browser, town, inspect, *request.param)
    yield way
    way.citizen.close()
    way.visitor.close()


class TestDeadEnds:
    def test_another_code_is_a_button_that_says_when_it_works(self, journey):
        she = journey.citizen
        she.page.clock.install()
        she.go(f"{BASE}/masuk").sees(she.say("code.changed"), she.say("code.changedText"))
        she.ask_for_code().sees(she.say("code.changedText"))
        early = she.page.get_by_role("button", name=she.say("code.resend"))
        described = she.page.locator(f"#{early.get_attribute('aria-describedby')}")
        assert described.inner_text().split("{")[0].startswith(she.say("code.wait").split("{")[0])
        if journey.script:
            # The time runs down on the page, and the button waits with it.
            left = int(re.search(r"\d+", described.inner_text()).group())
            assert early.is_disabled()
            she.page.clock.run_for(10_000)
            assert int(re.search(r"\d+", described.inner_text()).group()) == left - 10
            she.page.clock.run_for(60_000)
            assert early.is_enabled() and described.count() == 0
        # The server's own clock has not moved: whoever presses too early is told so.
        she.page.clock.resume()
        she.press(she.say("code.resend"), status=429).sees(she.say("problem.code.early").split("{")[0])
        # The code that was sent is as good as before.
        she.fill(she.say("code.label"), she.read_code()).press(she.say("code.button"))

    def test_a_question_appears_when_it_applies(self, journey):
        she = journey.citizen
        she.start("skck")
        other = she.field("answers.purpose_other")
        assert not other.is_visible()
        if journey.script:
            she.choice("purpose", "other").check()
            assert other.is_visible()
            she.choice("purpose", "work").check()
            assert not other.is_visible()
            she.fill_form(purpose="other").press(she.say("draft.button"), status=422).sees_errors("answers.purpose_other")
        else:
            # On the page after, without blame.
            she.fill_form(purpose="other").press(she.say("draft.button"))
            assert she.path.endswith("/isian") and she.page.locator(".errors").count() == 0
            assert she.page.url.endswith("#field-answers-purpose_other")
        assert other.is_visible()
        other.fill("Mengadopsi anak")
        she.press(she.say("draft.button"))
        assert she.path.endswith("/lampiran")

    def test_a_date_is_three_boxes_that_keep_what_was_typed(self, journey):
        she = journey.citizen
        she.go(she.path.replace("/lampiran", "/isian"))
        boxes = she.field("answers.birth_date")
        assert [box.input_value() for box in boxes.all()] == ["5", "7", "1990"]
        boxes.nth(0).fill("31")
        boxes.nth(1).fill("Februari")
        she.press(she.say("draft.button"), status=422).sees_errors("answers.birth_date")
        assert [box.input_value() for box in boxes.all()] == ["31", "Februari", "1990"]
        she.page.locator(".errors a").click()
        assert boxes.nth(0).evaluate("box => box === document.activeElement")

    def test_chosen_files_are_kept_whatever_button_is_pressed(self, journey):
        she = journey.citizen
        she.start("akta-kelahiran")
        # The form has a page for each part, and keeps what is answered on each.
        she.sees(she.say("draft.part", number=1, count=3)).press(she.say("draft.button"), status=422)
        she.sees_errors("answers.child_name", "answers.child_sex", "answers.birth_place", "answers.birth_date")
        she.go(f"{she.path}?bagian=3").sees(she.say("draft.part", number=3, count=3))
        # Which papers are asked for hangs on this answer.
        she.page.locator('[name="answers.birth_proof"][value="birth_letter"]').check()
        she.press(she.say("draft.button"))
        assert she.path.endswith("/lampiran")
        broken = {"name": "nikah.png", "mimeType": "image/png", "buffer": b"not a picture"}
        she.choose("family_card", PHOTO).choose("marriage_proof", broken)
        she.press(she.say("attachments.next"), status=422)
        she.sees_errors("attachments.marriage_proof", "attachments.birth_proof_paper")
        she.sees("pas-foto.png", she.say("attachments.stored"))
        she.choose("marriage_proof", {"name": "nikah.png", "mimeType": "image/png", "buffer": PHOTO.read_bytes()})
        she.press(f"{she.say('attachments.remove')} {self.label('family_card')}").sees("nikah.png").does_not_see("pas-foto.png")
        she.choose("family_card", PHOTO).press(she.say("attachments.back"))
        assert she.path.endswith("/isian")

    def test_a_large_photo_is_made_small_and_shown_small(self, journey):
        she = journey.citizen
        page = journey.browser.new_page()
        photo = base64.b64decode(page.evaluate(LARGE_PHOTO))
        page.close()
        size = len(photo)
        assert size > 5 * 1024 * 1024
        she.go(she.path.replace("/isian", "/lampiran"))
        she.upload("birth_proof_paper", {"name": "IMG_20261123_081502.jpg", "mimeType": "image/jpeg", "buffer": photo})
        assert she.path.endswith("/periksa")
        she.sees("IMG_20261123_081502.jpg", "nikah.png", "pas-foto.png")
        self.thumbnails_are_shown(she, 3)
        kept = she.context.request.get(she.path.replace("/periksa", "/lampiran/birth_proof_paper")).body()
        assert len(kept) < size / 2
        she.go(she.path.replace("/periksa", "/lampiran"))
        self.thumbnails_are_shown(she, 3)

    def test_whoever_is_lost_stays_in_the_region(self, journey):
        visitor = journey.visitor
        visitor.go(f"{BASE}/layanan/tidak-ada", status=404).sees(visitor.say("lost.search"))
        visitor.fill(visitor.say("lost.search"), "KTP hilang").press(visitor.say("lost.searchButton"))
        assert visitor.path == f"{BASE}/layanan"
        visitor.go(f"{BASE}/tidak/ada", status=404).follow(visitor.say("lost.home"))
        assert visitor.path == BASE
        visitor.go("/kab-banyuwagni/layanan/skck", status=404).sees(visitor.say("lost.near"))
        visitor.follow("Kabupaten Banyuwangi")
        assert visitor.path == BASE

    def test_a_wrong_verification_code_is_a_fault_at_its_field(self, journey):
        visitor = journey.visitor
        visitor.go(f"{BASE}/verifikasi/ABCD-EFGH-JKMN", status=404).sees_errors("kode")
        assert visitor.field("kode").input_value() == "ABCD-EFGH-JKMN"
        assert visitor.page.locator("h1").inner_text() == visitor.say("title.verification")
        visitor.fill(visitor.say("verificationForm.code"), "abc").press(visitor.say("verificationForm.button"), status=422)
        visitor.sees_errors("kode")
        assert visitor.field("kode").input_value() == "abc"

    @pytest.mark.afterwards
    def test_every_page_is_sound(self, journey):
        assert not journey.inspector.complaints, "\n" + "\n".join(dict.fromkeys(journey.inspector.complaints))

    @staticmethod
    def label(attachment):
        [wanted] = [wanted for wanted in service("akta-kelahiran")["attachments"] if wanted["name"] == attachment]
        return wanted["label"]["id"]

    @staticmethod
    def thumbnails_are_shown(she, count):
        pictures = she.page.locator("img.thumbnail")
        assert pictures.count() == count
        for number in range(count):
            pictures.nth(number).scroll_into_view_if_needed()
            wait_for(f"picture {number} is there", lambda: pictures.nth(number).evaluate("picture => picture.naturalWidth > 0"))
