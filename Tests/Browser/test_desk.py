"""An officer's morning: a list that is read at a glance, the way from one decision to the next, and all of it by keyboard; on a phone and
at a desk, with script off and on."""

import re
import time

import pytest

from people import BASE, PHOTO, Citizen, Staff
from town import wait_for
from words import service

SKCK = service("skck")
MORNING = 30
GOAL_KEYS = 6


def send_requests(she, names):
    """SKCK requests for these holders, paid, by the forms that the pages have: filled without drawing a page for each step."""
    request = she.context.request

    def fields(html, action):
        """The hidden fields of the form with that action."""
        form = html.split(f'action="{action}"', 1)[1].split("</form>", 1)[0]
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

    def page(path):
        return request.get(path).text()

    for name in names:
        start = fields(page(f"{BASE}/layanan/skck"), f"{BASE}/permohonan")
        address = request.post(f"{BASE}/permohonan", form=start).url.split(she.town.address)[1].removesuffix("/isian")
        answers = {f"answers.{key}": value for key, value in (she.answers | {"full_name": name, "purpose": "work"}).items()}
        request.post(f"{address}/isian", form=fields(page(f"{address}/isian"), f"{address}/isian") | answers)
        upload = f"{address}/lampiran"
        photo = {"name": "foto.png", "mimeType": "image/png", "buffer": PHOTO.read_bytes()}
        request.post(upload, multipart=fields(page(upload), upload) | {"attachments.photo": photo})
        bill = request.post(f"{address}/pengajuan", form=fields(page(f"{address}/periksa"), f"{address}/pengajuan")).text()
        stub = re.search(r'href="([^"]*/simulasi-bayar/[^"]+)"', bill)[1]
        request.post(stub, form=fields(page(stub), stub))


@pytest.fixture(scope="module")
def siti(browser, town, inspect):
    she = Citizen(browser, town, inspect(1280, False), "Maria Morning", "3510014507909941", "maria.morning@contoh.id")
    she.go(f"{BASE}/masuk")
    she.sign_in()
    yield she
    she.close()


def wait_for_list(officer, *names):
    """Until all of them are with the officers: their payments are told behind the pages."""

    def are_waiting():
        return all(name in officer.context.request.get(f"{BASE}/petugas?cari={name.replace(' ', '+')}").text() for name in names)

    wait_for(f"{len(names)} requests wait", are_waiting, seconds=30, every=0.5)


@pytest.mark.parametrize("width,script", [(360, False), (360, True), (1280, False), (1280, True)])
def test_an_officer_finds_takes_looks_and_decides(browser, town, inspect, siti, width, script):
    last = ("Meja" if width == 1280 else "Ponsel") + ("skrip" if script else "polos")
    names = [f"Siti {last}", f"Budi {last}"]
    send_requests(siti, names)
    inspector = inspect(width, False, pictures="desk")
    officer = Staff(browser, town, inspector, script=script)
    officer.sign_in("polri")
    wait_for_list(officer, *names)
    officer.go(f"{BASE}/petugas").sees(*names)
    if width == 1280:
        heights = officer.page.evaluate("[...document.querySelectorAll('.work li')].map(row => row.getBoundingClientRect().height)")
        assert all(40 <= height <= 48.5 for height in heights), heights

    # By name; the other one is not in the way.
    officer.page.locator("#field-cari").fill(f"siti {last.lower()}")
    officer.press(officer.say("worklist.searchButton")).sees(names[0]).does_not_see(names[1])
    officer.follow(officer.page.locator(".work a").first)
    officer.sees(names[0], "3510 0145 0790 9941", "maria.morning@contoh.id", "Rp30.000", officer.say("bill.paid"))
    assert officer.page.locator(".preview img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    # Beside the list on a wide screen, alone on a narrow one.
    assert officer.page.locator(".desk-list").is_visible() == (width == 1280)
    officer.press(re.compile(f"^{officer.say('claim.take')}$")).sees(officer.say("claim.mine"))
    officer.go(f"{BASE}/petugas?milik=saya").sees(names[0]).does_not_see(names[1])
    officer.follow(officer.page.locator(".work li", has_text=names[0]).get_by_role("link"))
    officer.press(officer.say("review.step.approved.label")).sees(officer.say("decided.approved"))
    # Nothing else is hers: the way back has the focus.
    assert officer.page.locator("a:focus").inner_text() == officer.say("decided.none")

    officer.go(f"{BASE}/petugas").follow(officer.page.locator(".work li", has_text=names[1]).get_by_role("link"))
    officer.send_back(SKCK["return_reasons"][0]["label"]["id"], "Mohon diulang.").sees(officer.say("decided.returned"))
    officer.go(f"{BASE}/petugas?daftar=dikembalikan").sees(names[1])
    officer.close()
    assert not inspector.complaints, "\n" + "\n".join(dict.fromkeys(inspector.complaints))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_colleague_was_faster_and_the_words_are_kept(browser, town, inspect, siti, width):
    name = "Dewi Meja" if width == 1280 else "Dewi Ponsel"
    send_requests(siti, [name])
    inspector = inspect(width, False, pictures="desk")
    early, late = Staff(browser, town, inspector), Staff(browser, town, inspector)
    for officer in (early, late):
        officer.sign_in("polri")
        wait_for_list(officer, name)
        officer.go(f"{BASE}/petugas").follow(officer.page.locator(".work li", has_text=name).get_by_role("link"))
    early.approve()
    late.page.locator("summary", has_text=late.say("review.return")).click()
    late.page.get_by_label(SKCK["return_reasons"][0]["label"]["id"]).check()
    late.fill(late.say("review.remark"), "Latar fotonya biru.")
    late.press(re.compile(f"^{late.say('review.returnButton')}$"), status=409)
    late.sees("Petugas POLRI (contoh)", late.say("stale.remark"))
    assert late.page.locator("#field-unsent").input_value() == "Latar fotonya biru."
    early.close()
    late.close()
    assert not inspector.complaints, "\n" + "\n".join(dict.fromkeys(inspector.complaints))


class Keyboard:
    """Hands on the keys: counts them."""

    def __init__(self, officer):
        self.officer, self.pressed = officer, 0

    def press(self, *keys):
        for key in keys:
            self.officer.page.keyboard.press(key)
            self.pressed += 1

    def open(self, *keys):
        """Presses keys of which the last one leads to another page."""
        self.press(*keys[:-1])
        with self.officer.page.expect_navigation(wait_until="load"):
            self.press(keys[-1])


def test_the_keys_move_search_open_and_help_and_leave_words_alone(browser, town, inspect, siti):
    names = ["Wati Kunci", "Yuni Kunci"]
    send_requests(siti, names)
    inspector = inspect(1280, False, pictures="desk")
    officer = Staff(browser, town, inspector)
    officer.sign_in("polri")
    wait_for_list(officer, *names)
    officer.go(f"{BASE}/petugas?cari=kunci")
    keys, page = Keyboard(officer), officer.page

    def focused():
        """Whose row has the focus, or the id of what has it."""
        return page.evaluate("(e => e.matches('a.cover') ? e.querySelector('b').textContent : e.id)(document.activeElement)")

    keys.press("j")
    assert focused() == "Yuni Kunci"
    keys.press("j")
    assert focused() == "Wati Kunci"
    keys.press("j")
    assert focused() == "Wati Kunci", "the last one stays"
    keys.press("k")
    assert focused() == "Yuni Kunci"
    keys.press("/")
    assert focused() == "field-cari"
    for letter in "jks?p":
        keys.press(letter)
    assert page.locator("#field-cari").input_value() == "jks?p" and not page.locator("#pintasan").get_attribute("open")
    page.locator("#field-cari").evaluate("field => field.blur()")
    keys.press("?")
    assert page.locator("#pintasan[open]").count() == 1
    officer.sees(officer.say("keysheet.move"))

    # Whoever does not want single keys turns them off, and they stay off.
    page.get_by_role("button", name=officer.say("keysheet.off")).click()
    page.reload()
    keys.press("j")
    assert focused() == ""
    keys.press("?")
    page.get_by_role("button", name=officer.say("keysheet.on")).click()

    # On a request the same keys lead to its neighbours, and to the forms.
    page.reload()
    keys.open("j", "Enter")
    assert "Yuni Kunci" in officer.text
    keys.open("j")
    assert page.locator("h1").inner_text().endswith("Wati Kunci")
    keys.open("k")
    assert page.locator("h1").inner_text().endswith("Yuni Kunci")
    keys.press("s")
    assert page.evaluate("document.activeElement.textContent") == officer.say("review.step.approved.label")
    keys.press("p")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.locator("body").evaluate("() => document.activeElement.blur()")
    keys.press("a")
    assert page.evaluate("document.activeElement.textContent") == officer.say("claim.take")
    officer.close()
    assert not inspector.complaints, "\n" + "\n".join(dict.fromkeys(inspector.complaints))


def test_thirty_requests_by_keyboard(browser, town, inspect, siti):
    """What sixty simple requests take on a morning is twice this, and the officer's own looking."""
    names = [f"Warga Pagi{chr(ord('a') + number // 6)}{chr(ord('a') + number % 6)}" for number in range(MORNING)]
    send_requests(siti, names)
    officer = Staff(browser, town, inspect(1280, False))
    officer.sign_in("polri")
    wait_for_list(officer, *names)
    officer.page.goto(f"{BASE}/petugas", wait_until="load")
    keys, begun = Keyboard(officer), time.monotonic()
    keys.open("Enter")
    for number in range(MORNING):
        assert officer.page.locator("dd", has_text="3510 0145").count() == 1
        keys.open("s", "Enter")
        assert officer.say("decided.approved") in officer.text
        if number < MORNING - 1:
            keys.open("Enter")
    seconds = time.monotonic() - begun
    per_request = keys.pressed / MORNING
    print(f"\nbrowser: {MORNING} requests by keyboard in {seconds:.0f} s, {per_request:.1f} keys each", flush=True)
    assert per_request <= GOAL_KEYS
    officer.close()
