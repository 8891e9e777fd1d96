"""One citizen's errand, an SKCK, as a list of steps that can each be cut off and begun again."""

import urllib.parse
from dataclasses import dataclass
from typing import Callable

from server import wait_until
from visitor import Page, Visitor

ANSWERS = {
    "full_name": "Siti Rahmawati", "birth_place": "Genteng", "birth_date": "1990-07-05", "address": "Jalan Melati 7, Genteng",
    "occupation": "Perajin batik", "purpose": "work",
}
REMARK = "Mohon tulis alamat dengan lengkap."
CORRECTED = "Jalan Melati 7 RT 02 RW 01, Genteng"
# One message for each step of an errand that was returned once.
MESSAGES = 6


@dataclass(frozen=True)
class Step:
    """One form. `prepare` fills it in from the page it is on; `accept` reads the answer; `settle` waits for what follows from
    it in the background."""

    name: str
    who: Visitor
    prepare: Callable
    accept: Callable = lambda answer: None
    settle: Callable | None = None
    # Whether the form may be refused when it is sent again after it was carried out. True of the code only: it works once.
    works_once: bool = False


class Errand:
    def __init__(self, server, officer, number, photo):
        self.server, self.officer, self.photo = server, officer, photo
        self.base = f"/{server.region}"
        self.siti = Visitor(server.port, f"10.{number // 256 % 256}.{number % 256}.1")
        self.nik = f"35100145079{number:05d}"
        self.contact = f"siti{number}@contoh.id"
        self.challenge = self.draft = self.verification = None
        # What was acknowledged, as a test of it: words → whether it is still so.
        self.facts = {}

    def steps(self):
        return [
            Step("asks for a code", self.siti, self._code_form, self._code_sent),
            Step("signs in", self.siti, self._sign_in_form, self._signed_in, works_once=True),
            Step("starts a draft", self.siti, self._start_form, self._started),
            Step("fills in the form", self.siti, lambda: self._answer_form(ANSWERS), self._answered),
            Step("uploads a photo", self.siti, self._photo_form, self._uploaded),
            Step("submits", self.siti, self._submit_form, self._submitted),
            Step("pays", self.siti, self._pay_form, self._paid, settle=self._in_review),
            Step("is sent back by the officer", self.officer, self._return_form, self._returned),
            Step("corrects the form", self.siti, lambda: self._answer_form(ANSWERS | {"address": CORRECTED}), self._corrected),
            Step("submits again", self.siti, self._submit_form, settle=self._in_review),
            Step("is approved", self.officer, self._approve_form, settle=self._issued),
        ]

    # Signing in

    def _code_form(self):
        page = self.siti.page(f"{self.base}/masuk")
        return self.siti.form(page, f"{self.base}/masuk", {"nik": self.nik, "contact": self.contact})

    def _code_sent(self, answer):
        self.challenge = answer.location.split("?")[0]

    def _sign_in_form(self):
        def code():
            mails = Page(self.siti.get(f"{self.base}/kotak-peragaan").text).messages
            texts = [mail["text"].split() for mail in mails if self.contact in mail["text"]]
            return next((word for text in texts for word in text if len(word) == 6 and word.isdigit()), None)

        page = self.siti.page(self.challenge)
        return self.siti.form(page, self.challenge, {"code": wait_until("the code is in the mailbox", code, seconds=5)})

    def _signed_in(self, answer):
        self.facts["she is signed in"] = lambda: self.siti.get(f"{self.base}/permohonan").path == f"{self.base}/permohonan"

    def sign_in_again(self):
        """When the code was used up by a sign-in whose answer never came."""
        answer = self.siti.send(self._code_form())
        self._code_sent(answer)
        answer = self.siti.send(self._sign_in_form())
        self._signed_in(answer)
        return answer

    # The draft

    def _start_form(self):
        return self.siti.form(self.siti.page(f"{self.base}/layanan/skck"), f"{self.base}/permohonan")

    def _started(self, answer):
        draft = answer.location.split("/")[3]
        if self.draft is not None and draft != self.draft:
            raise AssertionError("the same form started a second draft")
        self.draft = draft
        self.facts["there is one request in her list"] = lambda: sum(
            link == self.page_path for link in set(self.siti.page(f"{self.base}/permohonan").links)) == 1

    @property
    def page_path(self):
        return f"{self.base}/permohonan/{self.draft}"

    def _shows(self, words):
        return lambda: words in self.siti.page(self.page_path).text

    def _answer_form(self, answers):
        path = f"{self.page_path}/isian"
        return self.siti.form(self.siti.page(path), path, {f"answers.{name}": value for name, value in answers.items()})

    def _answered(self, answer):
        self.facts["her answers are there"] = self._shows(ANSWERS["occupation"])

    def _photo_form(self):
        path = f"{self.page_path}/lampiran"
        return self.siti.form(self.siti.page(path), path, file=("attachments.photo", "pas foto.png", self.photo))

    def _uploaded(self, answer):
        self.facts["her photo is there, byte for byte"] = (
            lambda: self.siti.get(f"{self.page_path}/lampiran/photo").body == self.photo)

    def _submit_form(self):
        return self.siti.form(self.siti.page(f"{self.page_path}/periksa"), f"{self.page_path}/pengajuan")

    def _submitted(self, answer):
        # The bill's page is there, and editing is over.
        self.facts["she has her bill"] = lambda: self.siti.get(f"{self.page_path}/bayar").status == 200

    # Paying

    def _pay_form(self):
        stub = next(link for link in self.siti.page(f"{self.page_path}/bayar").links if "/simulasi-bayar/" in link)
        self.stub = stub
        return self.siti.form(self.siti.page(stub), stub)

    def _paid(self, answer):
        # The stub's page offers no form any more.
        self.facts["the stub knows that she paid"] = lambda: self.stub not in self.siti.page(self.stub).forms

    @property
    def review_path(self):
        return f"{self.base}/petugas/permohonan/{self.draft}"

    def _in_review(self):
        wait_until("the officer can decide", lambda: f"{self.review_path}/persetujuan" in Page(self.officer.get(self.review_path).text).forms)

    # The officer

    def _return_form(self):
        # The first reason of the definition, as it stands on the page.
        text = self.officer.get(self.review_path).text
        reason = text.split('name="reason" value="')[1].split('"')[0]
        return self.officer.form(Page(text), f"{self.review_path}/pengembalian", {"reason": reason, "remark": REMARK})

    def _returned(self, answer):
        self.facts["she reads the officer's remark"] = self._shows(REMARK)

    def _corrected(self, answer):
        self.facts["her correction is there"] = self._shows(CORRECTED)

    def _approve_form(self):
        return self.officer.form(self.officer.page(self.review_path), f"{self.review_path}/persetujuan")

    def _issued(self):
        def link():
            return next((link for link in self.siti.page(self.page_path).links if "/verifikasi/" in link), None)

        self.verification = urllib.parse.unquote(wait_until("the paper is there", link))

    # What can be seen from outside

    def broken_facts(self):
        return [words for words, is_so in self.facts.items() if not is_so()]

    def visible_faults(self, connection):
        """What her pages show that cannot be: a story told twice, a message told twice."""
        if self.draft is None:
            return []
        faults = []
        moves = connection.execute("SELECT COUNT(*) FROM document_history WHERE request_id = ?", (self.draft,)).fetchone()[0]
        shown = self.siti.page(self.page_path).timeline
        # A background step may have come in between the two looks.
        later = connection.execute("SELECT COUNT(*) FROM document_history WHERE request_id = ?", (self.draft,)).fetchone()[0]
        if not moves + 1 <= shown <= later + 1:
            faults.append(f"the page tells {shown} steps, the story has {later + 1}")
        subjects = [message["subject"] for message in self.messages()]
        if len(set(subjects)) != len(subjects):
            faults.append(f"told twice: {subjects}")
        return faults

    def messages(self):
        return [message for message in self.siti.page(f"{self.base}/pesan").messages if message["link"] == self.page_path]

    def outcome_faults(self):
        """What is missing at the end."""
        faults = []
        verified = Visitor(self.server.port).get(self.verification)
        if verified.status != 200 or 'class="result good"' not in verified.text or "S. R." not in verified.text:
            faults.append(f"the verification page does not say genuine: {verified.status}")
        if "Rahmawati" in verified.text:
            faults.append("the verification page tells her name")
        paper = self.siti.get(f"{self.page_path}/surat")
        if not paper.body.startswith(b"%PDF-"):
            faults.append(f"the paper is no PDF: {paper.status}")
        return faults
