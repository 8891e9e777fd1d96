"""Small changes of meaning in Swift, each of which a suite should notice."""

import re
from dataclasses import dataclass

WRONG_ROWS = "wrong rows"


@dataclass(frozen=True)
class Change:
    source: object
    kind: str
    start: int
    end: int
    replacement: str

    @property
    def line(self):
        return self.source.line(self.start)

    def applied(self):
        return self.source.text[: self.start] + self.replacement + self.source.text[self.end :]

    def __str__(self):
        """`before → after` of the line that is changed; of a long statement its beginning."""
        text = self.source.text
        begin = text.rfind("\n", 0, self.start) + 1
        before = text[begin : _end_of_line(text, self.end)].strip()
        changed = self.applied()
        after = changed[begin : _end_of_line(changed, self.start + len(self.replacement))].strip()
        return f"{_short(before)} → {_short(after) or '(removed)'}"


def _end_of_line(text, position):
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _short(text):
    return re.sub(r"\s+", " ", text)


# What stands in the code, and what takes its place.
WORDS = [
    ("comparison", r" < (?!=)", [" <= "]), ("comparison", r" <= ", [" < "]), ("comparison", r" > (?!=)", [" >= "]),
    ("comparison", r" >= ", [" > "]), ("comparison", r" == ", [" != "]), ("comparison", r" != ", [" == "]),
    ("comparison", r"\.\.<", ["..."]), ("comparison", r"(?<=[\w)])\.\.\.(?=[\w(])", ["..<"]),
    ("and, or", r" && ", [" || "]), ("and, or", r" \|\| ", [" && "]),
    ("plus, minus", r" \+ ", [" - "]), ("plus, minus", r" - ", [" + "]),
    ("plus, minus", r" \+= ", [" -= "]), ("plus, minus", r" -= ", [" += "]),
    ("negation", r"(?<![\w)\]!=])!(?=[\w(])", [""]), ("negation", r"\btrue\b", ["false"]), ("negation", r"\bfalse\b", ["true"]),
    ("smallest, largest", r"\bmin(?=\()", ["max"]), ("smallest, largest", r"\bmax(?=\()", ["min"]),
    ("smallest, largest", r"\.first\b(?! \{|\(| where)", [".last"]), ("smallest, largest", r"\.last\b(?! \{|\(| where)", [".first"]),
]
# What may stand at the beginning of a line that is a statement of its own and can be left out; what an initialiser sets cannot.
STATEMENT = re.compile(r"(?!(?:let|var|func|return|case|default|guard|for|while|switch|do|repeat|else|import|init|subscript|enum|struct|class"
                       r"|public|private|fileprivate|internal|static|final|extension|protocol|typealias|deinit|indirect|mutating|where|self)\b)"
                       r"(?:(?:try|await|throw|defer|if|break|continue)\b|_ = |[a-zA-Z]\w*(?:[.(?\[]|\s[-+*/]?= ))")


def changes(source):
    """All that can be changed in a source, in the order of the text."""
    found = []
    for finder in (_words, _constants, _conditions, _guards, _statements, _filters):
        found += [Change(source, *change) for change in finder(source)]
    return sorted(found, key=lambda change: (change.start, change.end, change.kind, change.replacement))


def _words(source):
    for kind, pattern, replacements in WORDS:
        for match in re.finditer(pattern, source.code):
            for replacement in replacements:
                yield kind, match.start(), match.end(), replacement


def _constants(source):
    for match in re.finditer(r"(?<![\w.$#])\d[\d_]*(?![\w.]|\.\d)", source.code):
        number = int(match[0].replace("_", ""))
        for other in (number + 1, number - 1) if number else (1,):
            yield "constant", match.start(), match.end(), str(other)


def _conditions(source):
    """The one condition of an `if`, a `while` or a `guard`, negated."""
    for match in re.finditer(r"\b(?:if|while|guard) (?!let\b|var\b|case\b|#|try\b)([^\n{,]+?)(?= \{| else \{)", source.code):
        yield "negation", match.start(1), match.end(1), f"!({source.text[match.start(1) : match.end(1)]})"


def _guards(source):
    for match in re.finditer(r"^[ \t]*(guard\b)(.*?)\belse (\{)", source.code, re.MULTILINE | re.DOTALL):
        end = source.partners.get(match.start(3))
        if end is None:
            continue
        if not re.search(r"\b(?:let|var|case)\b", match[2]):
            yield "guard removed", match.start(1), end + 1, ""
        yield from _conditions_of_list(source, match.start(2), match.end(2))
    for match in re.finditer(r"\bif ([^\n{]*,[^\n{]*) \{", source.code):
        yield from _conditions_of_list(source, match.start(1), match.end(1))


def _conditions_of_list(source, start, end):
    """One of several conditions dropped, when it binds no name."""
    at, depth, borders = start, 0, []
    while at < end:
        depth += {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}.get(source.code[at], 0)
        if source.code[at] == "," and depth == 0:
            borders.append(at)
        at += 1
    for border, following in zip(borders, borders[1:] + [end]):
        if not re.match(r",\s*(?:let|var|case)\b", source.code[border:following]):
            yield "guard removed", border, following if following != end else len(source.code[:end].rstrip()), ""


def _statements(source):
    for start, _ in source.lines():
        if not STATEMENT.match(source.code, start) or source.opening_around(start) != "{":
            continue
        before = source.code[:start].rstrip()
        # A line that goes on with the one above is no statement of its own.
        if before[-1:] in ",=(+-&|?:" or re.search(r"\b(?:return|in|else|try|await)$", before) and not before.endswith(" in"):
            continue
        yield "statement removed", start, source.end_of_statement(start), ""


def _filters(source):
    """Whoever filters chooses rows too."""
    for match in re.finditer(r"\.filter (\{)", source.code):
        end = source.partners.get(match.start(1))
        if end:
            yield WRONG_ROWS, match.start(), end + 1, ""
    for match in re.finditer(r"\bfor [^\n{]*?( where [^\n{]+?) \{", source.code):
        yield WRONG_ROWS, match.start(1), match.end(1), ""
    for match in re.finditer(r"\.(?:first|last|contains|allSatisfy|removeAll) (\{)", source.code):
        end = source.partners.get(match.start(1))
        if end and "\n" not in source.code[match.start() : end]:
            yield "negation", match.start(1), end + 1, _negated(source.text[match.start(1) + 1 : end])


def _negated(body):
    head = re.match(r"\s*(?:\(?[\w, _]+\)? in )?", body)[0]
    return "{" + (head or " ") + "!(" + body[len(head) :].strip() + ") }"
