"""What must be true of every page that somebody visits."""

import os
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe

from words import INDONESIAN

PAGE_LIMIT = 60 * 1024
FIRST_PAGE_LIMIT = 30 * 1024
#: Regions that the pilot has and a page does not list, because the test does not serve them: their lines weigh something too.
REGIONS, LINE_WEIGHT = 21, 180

AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}

#: Controls must be 48 px high (`Docs/Architecture.md` 9); a link inside a sentence need not.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    'button, .button, .link, summary, textarea, select, .menu a, .tabs a, .crumbs a, .language, .foot a, .places a, .chips a, .choice, ' +
    'input:not([type=hidden]):not([type=radio]):not([type=checkbox])')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 47.5)
  .map(e => `${e.tagName.toLowerCase()}.${e.className} "${e.textContent.trim().slice(0, 30)}" ${e.getBoundingClientRect().height}px`)"""

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [`${document.documentElement.scrollWidth} px`, ...[...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > width + 1 && e.checkVisibility())
    .slice(-3).map(e => `${e.tagName.toLowerCase()}.${e.className}`)];
}"""

BROKEN_IMAGES = "() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"

ENGLISH_TEXT = """() => {
  const body = document.body.cloneNode(true);
  for (const e of body.querySelectorAll('[lang=id], [data-own-words], textarea')) e.remove();
  return body.textContent;
}"""


class Inspector:
    """Looks at pages in a browser context of its own, with script on and without their content security policy, because axe
    is a script. It is given the text that the person's browser was given, so nothing is asked of the server twice."""

    seen_before = {}

    def __init__(self, browser, width, dark, pictures=None):
        self.width = width
        self.context = browser.new_context(
            viewport={"width": width, "height": 740 if width < 600 else 800}, bypass_csp=True,
            color_scheme="dark" if dark else "light")
        self.page = self.context.new_page()
        self.axe = Axe()
        self.pictures = pictures
        self.complaints = []
        # Another journey at this width and in these colours need not look again at what only counts and dates tell apart.
        self.seen = Inspector.seen_before.setdefault((width, dark), set())
        self.weights = {}
        self.sheets = {}

    def close(self):
        self.context.close()

    def inspect(self, person, response):
        """Looks at the page that `response` brought; complaints are kept, so that one fault hides no other."""
        html = response.text()
        name = page_name(response.url, response.status)
        likeness = (name, person.language, without_secrets(html))
        if likeness in self.seen:
            return
        self.seen.add(likeness)
        self.show(person, response.url, html)
        say = lambda text: self.complaints.append(f"{name} at {self.width} px: {text}")

        if (count := self.page.locator("h1").count()) != 1:
            say(f"{count} h1")
        if (language := self.page.locator("html").get_attribute("lang")) != person.language:
            say(f"lang is {language}, not {person.language}")
        text = self.page.locator("body").inner_text()
        for leftover in re.findall(r"\{\w*\}|\b[a-z]+(?:\.[a-z]+[A-Z]\w*)+\b|\b(?:problem|status|history|title)\.\w+", text):
            say(f"not a sentence: {leftover}")
        if person.language == "en" and (found := INDONESIAN.search(self.page.evaluate(ENGLISH_TEXT))):
            around = found.string[max(0, found.start() - 40) : found.end() + 40]
            say(f"Indonesian on an English page: …{' '.join(around.split())}…")
        for image in self.page.evaluate(BROKEN_IMAGES):
            say(f"broken image {image}")
        for target in self.page.evaluate(SMALL_TARGETS):
            say(f"low target: {target}")
        self.weigh(name, response.url, html, say)
        for violation in self.axe.run(self.page, options=AXE_OPTIONS).response["violations"]:
            where = "; ".join(" ".join(node["target"][0].split()) for node in violation["nodes"][:3])
            say(f"axe {violation['id']}: {violation['help']} ({where})")
        for width in [360, 320] if self.width == 360 else [self.width]:
            self.page.set_viewport_size({"width": width, "height": 740 if width < 600 else 800})
            if wide := self.page.evaluate(TOO_WIDE):
                say(f"wider than {width}: {wide}")
        self.page.set_viewport_size({"width": self.width, "height": 740 if self.width < 600 else 800})
        if self.pictures:
            # As the person sees it: with her focus and what she typed.
            person.page.screenshot(path=Path(self.pictures) / f"{len(self.seen):02}-{name}-{person.language}-{self.width}.png", full_page=True)

    def show(self, person, url, html):
        self.context.clear_cookies()
        self.context.add_cookies(person.context.cookies())
        def answer(route):
            if route.request.is_navigation_request():
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            else:
                route.continue_()

        self.page.unroute_all()
        # The page is looked at as it came: news of a bill would load it anew meanwhile. After 204 a browser asks for no more.
        self.page.route("**/bayar/kabar", lambda route: route.fulfill(status=204))
        self.page.route(url.split("#")[0], answer)
        self.page.goto(url, wait_until="load")

    def weigh(self, name, url, html, say):
        """The page with all that it loads, without what citizens uploaded, as it is before any compression."""
        weight = len(html.encode())
        for path in re.findall(r'<(?:link rel="stylesheet" href|script src|img src)="([^"]+)"', html):
            path = path.replace("&amp;", "&")
            if "/lampiran/" in path or "/bukti/" in path or path.startswith("data:"):
                continue
            if path not in self.sheets:
                self.sheets[path] = len(self.context.request.get(urljoin(url, path)).body())
            weight += self.sheets[path]
        self.weights[name] = max(weight, self.weights.get(name, 0))
        limit = PAGE_LIMIT
        if name == "depan":
            listed = set(re.findall(r'daerah=([a-z-]+)', html))
            weight += max(0, REGIONS - len(listed)) * LINE_WEIGHT
            limit = FIRST_PAGE_LIMIT
        if weight > limit:
            say(f"{weight} bytes are more than {limit}")


def page_name(url, status=200):
    """`/kab-x/permohonan/<id>/isian` → `permohonan-isian`: the same for every region and request."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if parts and re.match(r"(kab|kota)-", parts[0]):
        parts = parts[1:] or ["daerah"]
    parts = [part for part in parts if not re.fullmatch(r"[0-9A-Za-z-]{14,}", part) or not re.search(r"\d", part)]
    name = "-".join(parts) or "depan"
    return name if status == 200 else f"{name}-{status}"


def without_secrets(html):
    """The page without what is new in every answer: tokens, identifiers, numbers, the time of day."""
    html = re.sub(r'name="(csrf|command)" value="[^"]*"', "", html)
    return re.sub(r"[0-9]+", "0", re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", html))
