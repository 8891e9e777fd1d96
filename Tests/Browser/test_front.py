"""The front of the mall, as somebody sees it who has signed in nowhere: the first page with all regions, a region's front, a
service's page and its print; on a phone and at a desk, with script off (and the dark scheme) and on (and the light one)."""

import pytest

import codes
from people import BASE, Person
from words import manifest, service

WAYS = [(360, False), (360, True), (1280, False), (1280, True)]
SKCK = service("skck")
#: A region whose hours are known.
OPEN = "kota-batam"


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}px-script-{'on' if way[1] else 'off'}")
def visitor(request, browser, nation, inspect):
    width, script = request.param
    inspector = inspect(width, not script, pictures="front" if script else "")
    visitor = Person(browser, nation, inspector, script=script, dark=not script)
    yield visitor
    visitor.close()
    assert not inspector.complaints, "\n".join(inspector.complaints)


def height(visitor):
    return visitor.page.evaluate("document.documentElement.scrollHeight")


def bottom(locator):
    box = locator.bounding_box()
    return box["y"] + box["height"]


def test_a_region_is_found_by_typing_and_remembered(visitor):
    visitor.go("/").sees(visitor.say("home.lead"))
    visitor.fill(visitor.say("home.search"), "BANYU wangi").press(visitor.say("home.searchButton"))
    assert visitor.path == BASE
    visitor.go("/").sees(visitor.say("home.last"))
    visitor.follow(visitor.page.locator(f'a[href="{BASE}"]'))
    assert visitor.path == BASE
    visitor.go("/?daerah=jawa+barat+daya").sees("Jawa")
    visitor.go("/?daerah=atlantis").sees(visitor.say("home.nothingFound", words="atlantis"))


def test_the_first_page_is_short_and_jumps_by_province(visitor):
    answer = visitor.page.goto("/", wait_until="load")
    visitor.arrive(answer, 200)
    assert height(visitor) < (1600 if visitor.inspector.width == 360 else 1000)
    provinces = visitor.page.locator(".places summary")
    assert provinces.count() > 1
    for number in range(provinces.count()):
        provinces.nth(number).click()
    assert height(visitor) < 2500, "also with all provinces open"
    visitor.follow("Kabupaten Sragen")
    assert visitor.path == "/kab-sragen"


def test_the_first_page_comes_in_less_than_20_kilobytes(visitor):
    loaded = []
    visitor.page.on("requestfinished", lambda request: loaded.append(request))
    answer = visitor.page.goto("/", wait_until="load")
    assert answer.all_headers()["content-encoding"] == "gzip"
    sizes = {request.url: request.sizes() for request in loaded}
    assert sum(size["responseBodySize"] for size in sizes.values()) < 20 * 1024, sizes
    assert len(answer.body()) < 20 * 1024


@pytest.mark.parametrize("slug", ["kab-banyuwangi", "kab-hulu-sungai-selatan", OPEN])
def test_on_a_phone_search_and_first_service_are_above_the_fold(visitor, slug):
    region = manifest(slug)
    place = region["name"].split(" ", 1)[1]
    visitor.page.set_viewport_size({"width": visitor.inspector.width, "height": 640})
    visitor.go(f"/{slug}").sees(visitor.say("region.title", place=place), region["building"]["address"])
    assert visitor.page.locator("h1").count() == 1
    assert bottom(visitor.page.locator("#cari")) < 640
    assert bottom(visitor.page.locator(".rows .title").first) < 640
    if visitor.inspector.width == 360:
        assert visitor.page.locator("header.top").bounding_box()["height"] < 96, "the header takes one row"
        assert not visitor.page.locator(".menu").is_visible()
    else:
        assert visitor.page.locator(".menu").is_visible() and not visitor.page.locator(".menu-button").is_visible()


def test_the_menu_opens_and_closes_without_script_too(visitor):
    visitor.go(BASE)
    menu = visitor.page.locator(".menu")
    if visitor.inspector.width == 360:
        visitor.page.locator(".menu-button").click()
        assert menu.is_visible()
        menu.get_by_role("button", name=visitor.say("nav.close")).click()
        assert not menu.is_visible()
        visitor.page.locator(".menu-button").click()
        visitor.page.keyboard.press("Escape")
        assert not menu.is_visible()
    visitor.follow(visitor.say("nav.services"))
    assert visitor.path == f"{BASE}/layanan"


def test_everyday_words_lead_to_the_service_and_the_whole_row_opens_it(visitor):
    visitor.go(BASE).fill(visitor.say("services.search"), "surat kelakuan baik").press(visitor.say("services.searchButton"))
    assert visitor.field("cari").input_value() == "surat kelakuan baik"
    rows = visitor.page.locator(".rows > li")
    assert rows.count() == 1
    # In the middle of the row, below its title.
    visitor.click(rows.first, 200)
    assert visitor.path == f"{BASE}/layanan/skck"
    visitor.go(BASE).follow(visitor.say("event.baby")).sees(service("akta-kelahiran")["title"]["id"])


def test_a_service_says_above_its_button_what_ends_here(visitor):
    visitor.go(f"{BASE}/layanan/skck")
    box = visitor.page.locator(".outcome")
    for part in SKCK["outcome"].values():
        assert part["id"] in box.inner_text()
    button = visitor.page.get_by_role("link", name=visitor.say("service.start"))
    assert bottom(box) <= button.bounding_box()["y"]
    visitor.sees(visitor.say("service.upload"), visitor.say("service.bring"))
    assert visitor.page.locator(".unconfirmed").count() == 1
    assert visitor.text.count("23 November 2026") == 1


def test_a_printed_service_tells_where_to_go_and_where_it_came_from(visitor):
    region = manifest(OPEN)
    visitor.go(f"/{OPEN}/layanan/skck")
    assert not visitor.page.locator(".printed").is_visible()
    visitor.page.emulate_media(media="print")
    for part in [".top", ".foot", ".buttons"]:
        assert not visitor.page.locator(part).first.is_visible(), part
    printed = " ".join(codes.text_of(visitor.page.pdf(format="A4")).split())
    hours = region["hours"]["monday"][0].replace(":", ".").replace("-", "–")
    address = f"{visitor.town.address}/{OPEN}/layanan/skck"
    for words in [region["name"], region["building"]["name"], region["building"]["address"], hours, address, SKCK["requirements"][0]["id"]]:
        assert words in printed, f"the print does not say {words}: {printed}"
