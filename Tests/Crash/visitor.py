"""A browser without a screen: keeps cookies, follows redirects, fills in the forms that are on a page."""

import http.client
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes
    path: str

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def is_acknowledged(self):
        return 200 <= self.status < 300 or self.status == 303


@dataclass(frozen=True)
class Form:
    """A form as it was sent, so that the very same one can be sent again."""

    path: str
    content_type: str
    body: bytes


class Page(HTMLParser):
    """What the test reads from a page: forms with their hidden fields, links, messages, the timeline, all text."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.messages, self.timeline = {}, [], [], 0
        self.words = []
        self._action, self._message, self._in_timeline, self._tags = None, None, False, []
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self._tags.append(tag)
        if tag == "form":
            self._action = attributes.get("action")
            self.forms.setdefault(self._action, {})
        elif tag == "input" and attributes.get("type") == "hidden" and self._action is not None:
            self.forms[self._action].setdefault(attributes.get("name"), attributes.get("value", ""))
        elif tag == "a":
            self.links.append(attributes.get("href", ""))
            if self._message is not None:
                self._message["link"] = attributes.get("href", "")
        elif tag == "article":
            self._message = {"subject": "", "text": "", "link": ""}
            self.messages.append(self._message)
        elif tag == "ol" and attributes.get("class") == "timeline":
            self._in_timeline = True
        # What is still to come is no step of the story yet.
        elif tag == "li" and self._in_timeline and attributes.get("class") != "todo":
            self.timeline += 1

    def handle_endtag(self, tag):
        while self._tags and self._tags.pop() != tag:
            pass
        if tag == "form":
            self._action = None
        elif tag == "article":
            self._message = None
        elif tag == "ol":
            self._in_timeline = False

    def handle_data(self, data):
        self.words.append(data)
        if self._message is not None:
            self._message["text"] += data
            if self._tags and self._tags[-1] == "h2":
                self._message["subject"] += data


@dataclass
class Visitor:
    port: int
    # Where she is at home, as the proxy before the server would tell: limits count by network.
    address: str = "10.0.0.1"
    # name → (value, path)
    cookies: dict = field(default_factory=dict)

    def get(self, path):
        """Gets a page and follows up to five redirects."""
        answer = self._exchange("GET", path)
        for _ in range(5):
            if answer.status != 303:
                break
            answer = self._exchange("GET", answer.location)
        return answer

    def page(self, path):
        answer = self.get(path)
        if answer.status != 200:
            raise AssertionError(f"GET {path} answered {answer.status}")
        return Page(answer.text)

    def form(self, page, action, fields=None, file=None):
        """The form of the page with this action, filled in."""
        if action not in page.forms:
            raise AssertionError(f"the page has no form {action}; it has {list(page.forms)}")
        filled = dict(page.forms[action]) | (fields or {})
        if file is None:
            return Form(action, "application/x-www-form-urlencoded", urllib.parse.urlencode(filled).encode())
        boundary = "----crash-test-boundary"
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in filled.items()]
        field, name, content = file
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = b"".join(parts) + head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return Form(action, f"multipart/form-data; boundary={boundary}", body)

    def send(self, form):
        """Sends the form; the answer as it is, without following it."""
        return self._exchange("POST", form.path, form)

    def begin(self, form):
        """Sends the form and does not wait for the answer, which `end` reads."""
        return self._begin("POST", form.path, form)

    def end(self, connection, path):
        """The answer, or `None` when the connection broke before all of it was there."""
        try:
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        for header in response.msg.get_all("Set-Cookie") or []:
            self._keep(header)
        return Answer(response.status, response.getheader("Location", ""), body, path.split("?")[0])

    def _exchange(self, method, path, form=None):
        answer = self.end(self._begin(method, path, form), path)
        if answer is None:
            raise AssertionError(f"{method} {path}: the connection broke")
        return answer

    def _begin(self, method, path, form=None):
        plain = path.split("?")[0]
        sent = [
            f"{name}={value}"
            for name, (value, scope) in self.cookies.items()
            if scope == "/" or plain == scope or plain.startswith(scope + "/")
        ]
        headers = {"X-Forwarded-For": self.address}
        if sent:
            headers["Cookie"] = "; ".join(sent)
        if form:
            headers["Content-Type"] = form.content_type
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body=form.body if form else None, headers=headers)
        return connection

    def _keep(self, header):
        pair, *attributes = [part.strip() for part in header.split(";")]
        name, value = pair.split("=", 1)
        scope = next((part[5:] for part in attributes if part.startswith("Path=")), "/")
        if "Max-Age=0" in attributes:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = (value, scope)
