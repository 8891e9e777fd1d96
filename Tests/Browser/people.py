"""The people of the errand and what they do on the pages, each in a browser of her own."""

import contextlib
import re
from urllib.parse import urlsplit

from inspection import Inspector
from town import wait_for
from words import RESOURCES, Words

PASSWORD = "peragaan-mpp-2026"
PHOTO = RESOURCES / "Demo/pas-foto.png"
BASE = "/kab-banyuwangi"


class Person:
    """Somebody with a browser: every page she comes to is inspected."""

    def __init__(self, browser, town, inspector: Inspector, script=True, dark=False, language="id"):
        self.town = town
        self.inspector = inspector
        self.is_hurrying = False
        self.language = language
        self.script = script
        self.say = Words(language)
        width = inspector.width
        self.context = browser.new_context(
            base_url=town.address, viewport={"width": width, "height": 740 if width < 600 else 800}, is_mobile=width < 600,
            has_touch=width < 600, java_script_enabled=script, color_scheme="dark" if dark else "light",
            locale="id-ID" if language == "id" else "en-GB")
        self.context.set_default_timeout(10_000)
        self.page = self.new_tab()

    def new_tab(self):
        page = self.context.new_page()
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.complain(f"script error {error}"))
        page.on("request", self.watch)
        return page

    @contextlib.contextmanager
    def in_another_tab(self):
        """While the page that she is on stays open."""
        first = self.page
        self.page = self.new_tab()
        try:
            yield self
        finally:
            self.page.close()
            self.page = first

    @contextlib.contextmanager
    def on_a_slow_network(self):
        """Each answer begins to come a second late; what is open already is heard at once."""
        session = self.context.new_cdp_session(self.page)
        how = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", how | {"latency": 1000})
        try:
            yield self
        finally:
            session.send("Network.emulateNetworkConditions", how | {"latency": 0})
            session.detach()

    def close(self):
        self.context.close()

    def complain(self, text):
        self.inspector.complaints.append(f"{urlsplit(self.page.url).path}: {text}")

    def hear(self, message):
        # The browser itself writes a line when a page comes with 4xx; which status is right, the test says.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complain(f"console: {message.text}")

    def watch(self, request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and f"{address.scheme}://{address.netloc}" != self.town.address:
            self.complain(f"asks another host: {request.url}")

    # MARK: Moving about

    def arrive(self, response, status):
        assert response.status == status, f"{response.url}: {response.status} instead of {status}: {self.text[:400]}"
        policy = response.headers.get("content-security-policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            self.complain(f"content security policy: {policy}")
        if not self.is_hurrying:
            self.inspector.inspect(self, response)
        return self

    @contextlib.contextmanager
    def hurrying(self):
        """Over pages that another journey looks at: an inspection takes longer than the page."""
        self.is_hurrying = True
        try:
            yield self
        finally:
            self.is_hurrying = False

    def go(self, path, status=200):
        return self.arrive(self.page.goto(path, wait_until="load"), status)

    def go_unconnected(self, path):
        """Goes where no server is asked; what the browser has kept for that was inspected when it came."""
        self.page.goto(path, wait_until="load")
        return self

    def reload(self):
        """Looks again, without an inspection of what may be half-way."""
        self.page.reload(wait_until="load")
        return self

    def follow(self, link, status=200):
        """Follows a link, by its words or as a locator, first of those alike."""
        if isinstance(link, (str, re.Pattern)):
            link = self.in_menu("link", link) or self.page.get_by_role("link", name=link).first
        return self.click(link, status)

    def press(self, button, status=200):
        if isinstance(button, (str, re.Pattern)):
            button = self.in_menu("button", button) or self.page.get_by_role("button", name=button).first
        return self.click(button, status)

    def in_menu(self, role, name):
        """What the menu has of that name. On a phone the menu is behind its button, which is pressed for it."""
        button = self.page.locator(".menu-button")
        found = self.page.locator(".menu").get_by_role(role, name=name, include_hidden=True)
        if not (button.count() and button.is_visible() and found.count()):
            return None
        if not found.first.is_visible():
            button.click()
        return found.first

    def click(self, target, status):
        with self.page.expect_navigation(wait_until="load") as navigation:
            target.click()
        return self.arrive(navigation.value, status)

    def fill(self, label, text):
        self.page.get_by_label(label).fill(text)
        return self

    def field(self, name):
        return self.page.locator(f'[name="{name}"]')

    def choice(self, question, value):
        return self.page.locator(f'[name="answers.{question}"][value="{value}"]')

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    @property
    def path(self):
        return urlsplit(self.page.url).path

    def sees(self, *sentences):
        text = self.text
        for sentence in sentences:
            assert sentence in text, f"{self.path} does not say “{sentence}”: {text[:1500]}"
        return self

    def waits_for_words(self, *sentences):
        """Waits until the page as it is says them, for what a script writes there."""
        for sentence in sentences:
            self.page.locator("main", has_text=sentence).get_by_text(sentence).locator("visible=true").first.wait_for()
        return self

    def does_not_see(self, *sentences):
        text = self.text
        for sentence in sentences:
            assert sentence not in text, f"{self.path} says “{sentence}”"
        return self

    def waits_to_see(self, sentence, seconds=15):
        """Reloads until the page says it; what happens behind the pages takes a moment. Then the page is looked at."""
        wait_for(f"{self.path} says “{sentence}”", lambda: sentence in self.reload().text, seconds, every=0.3)
        return self.go(self.path)

    def sees_errors(self, *fields):
        """The summary has the focus, and each of its entries leads to its field, which says the same."""
        summary = self.page.locator(".errors")
        assert self.page.locator(".errors:focus").count() == 1, "the error summary has no focus"
        for name in fields:
            anchor = f"#field-{name.replace('.', '-')}"
            link = summary.locator(f'a[href="{anchor}"]')
            assert link.count() == 1, f"the summary has no link to {anchor}: {summary.inner_text()}"
            assert self.page.locator(anchor).count() == 1, f"no field {anchor}"
            # The summary names the field; the note beside the field need not.
            message = link.inner_text().split(": ", 1)[-1]
            note = self.page.locator(f"{anchor}-note .error")
            assert message in note.inner_text(), f"{anchor} does not say {message}"
        assert summary.locator("a").count() == len(fields), summary.inner_text()
        return self


class Citizen(Person):
    def __init__(self, browser, town, inspector, name, nik, email, **how):
        super().__init__(browser, town, inspector, **how)
        self.name, self.nik, self.email = name, nik, email

    @property
    def initials(self):
        """As a verification page shows them: at most four."""
        return " ".join(part[0] + "." for part in self.name.split()[:4])

    def ask_for_code(self):
        self.fill(self.say("signIn.nik"), self.nik).fill(self.say("signIn.contact"), self.email)
        return self.press(self.say("signIn.button"))

    def read_code(self):
        """Reads her newest code in the demonstration's mailbox, in the same window, and comes back."""
        code_page = self.page.url
        self.follow(self.say("code.demoLink"))
        mine = self.page.locator("article", has_text=self.email).first
        code = re.search(r"\b\d{6}\b", mine.inner_text()).group()
        self.page.goto(code_page, wait_until="load")
        return code

    def read_mailed_code(self):
        """Her newest code in her own mail."""
        mails = wait_for("the code is mailed", lambda: self.town.letterbox.to(self.email))
        return re.search(r"\b\d{6}\b", mails[-1].get_content()).group()

    def sign_in(self):
        self.ask_for_code()
        if not self.town.is_demonstration:
            return self.fill(self.say("code.label"), self.read_mailed_code()).press(self.say("code.button"))
        return self.fill(self.say("code.label"), self.read_code()).press(self.say("code.button"))

    @property
    def answers(self):
        return {
            "full_name": self.name, "birth_place": "Genteng", "birth_date": "5 7 1990",
            "address": "Jalan Melati Nomor 7 RT 02/RW 05, Kembiritan, Genteng", "occupation": "Perajin batik",
        }

    def fill_form(self, purpose="work", **other):
        return self.fill_answers(purpose=purpose, **(self.answers | other))

    def fill_answers(self, **answers):
        """Answers what is asked on this page. What hangs on another answer stands behind it."""
        for name in list(answers):
            if self.field(f"answers.{name}").first.is_visible():
                self.fill_answer(name, answers.pop(name))
        if answers:
            # Without script, what hangs on another answer is asked on the page after.
            self.press(self.say("draft.button"))
            for name, value in answers.items():
                self.fill_answer(name, value)
        return self

    def fill_answer(self, name, value):
        boxes = self.field(f"answers.{name}")
        if boxes.first.get_attribute("type") in ("radio", "checkbox"):
            self.choice(name, value).check()
            return
        # A date has three, the day first.
        for box, part in zip(boxes.all(), value.split() if boxes.count() == 3 else [value]):
            box.fill(part)

    def choose(self, attachment, file):
        """Chooses a file: a path, or name, type and content."""
        self.field(f"attachments.{attachment}").set_input_files(file)
        return self

    def upload(self, attachment, file, status=200):
        """Chooses a file, saves it and goes on."""
        return self.choose(attachment, file).press(self.say("attachments.next"), status)

    def start_skck(self):
        return self.start("skck")

    def start(self, service):
        self.go(f"{BASE}/layanan/{service}")
        self.press(self.say("service.start"))
        return re.search(r"/permohonan/([^/]+)/isian", self.path).group(1)

    def pay_at_stub(self):
        self.follow(self.say("pay.stubLink"))
        return self.press(self.say("stubPay.button"))

    def submit_paid_skck(self):
        """All of it at once, from the service page to a request in review; answers its id."""
        request = self.start_skck()
        self.fill_form().press(self.say("draft.button"))
        self.upload("photo", PHOTO)
        self.press(self.say("check.submit")).pay_at_stub()
        self.go(f"{BASE}/permohonan/{request}").waits_to_see(self.say("status.inReview.label"))
        return request


class Staff(Person):
    """An officer or the administrator."""

    def sign_in(self, username):
        self.go(f"{BASE}/petugas/masuk")
        self.fill(self.say("staffSignIn.username"), username).fill(self.say("staffSignIn.password"), PASSWORD)
        return self.press(self.say("staffSignIn.button"))

    def open(self, applicant):
        """Opens the request of that applicant from the work list."""
        self.go(f"{BASE}/petugas")
        return self.follow(self.page.locator(".work li", has_text=applicant).get_by_role("link"))

    def send_back(self, reason, remark):
        self.page.locator("summary", has_text=self.say("review.return")).click()
        self.page.get_by_label(reason).check()
        self.fill(self.say("review.remark"), remark)
        return self.press(re.compile(f"^{self.say('review.returnButton')}$"))

    def approve(self):
        return self.press(self.say("review.step.approved.label"))

    def switch(self, title, is_on, reason, status=200):
        """The administrator opens or closes a service, giving a reason."""
        row = self.page.locator("li", has=self.page.get_by_role("heading", name=title))
        if row.locator("details[open]").count() == 0:
            row.locator("summary").click()
        row.locator("textarea").fill(reason)
        return self.click(row.get_by_role("button", name=self.say("admin.turnOn" if is_on else "admin.turnOff")), status)
