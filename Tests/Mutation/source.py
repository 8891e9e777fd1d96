"""A Swift source with what is no code blanked out, so that a search finds code only."""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "SQL"))
import literals

OPENING, CLOSING = "([{", ")]}"


class Source:
    def __init__(self, path, text):
        self.path, self.text = path, text
        self.texts = literals.literals(text)
        """As long as the text, so that a place in one is the same place in the other."""
        self.code = self._code()
        self.partners = self._partners()

    def line(self, position):
        return self.text.count("\n", 0, position) + 1

    def lines(self):
        """Each line of code that has any: where it begins, behind its indentation, and where it ends."""
        for match in re.finditer(r"^[ \t]*(\S.*)$", self.code, re.MULTILINE):
            yield match.start(1), match.end(1)

    def opening_around(self, position):
        """Which bracket the place stands in; empty outside of all."""
        around = [start for start, end in self.partners.items() if start < position < end]
        return self.code[max(around)] if around else ""

    def end_of_statement(self, position):
        """Behind the statement that begins there: brackets are closed, and the next line does not go on with it."""
        while True:
            end = self.code.find("\n", position)
            end = len(self.code) if end < 0 else end
            opened = [self.partners[at] for at in range(position, end) if at in self.partners and self.partners[at] > end]
            if opened:
                position = min(opened)
            elif re.match(r"\n\s*([.?&|]|\?\?|else\b)|[^\n]*[,=(]\s*\n", self.code[end:]) or self.code[:end].rstrip()[-1:] in ",=":
                position = end + 1
            else:
                return end

    def _code(self):
        code = list(self.text)

        def blank(start, end):
            for at in range(start, end):
                if code[at] != "\n":
                    code[at] = " "

        for literal in self.texts:
            # The quotes stay, so that a text is still an operand.
            blank(literal.start + 1, literal.end - 1)
        for match in re.finditer(r"//[^\n]*|/\*.*?\*/", "".join(code), re.DOTALL):
            blank(*match.span())
        for match in re.finditer(r"(?<=[(,=\s])/(?=[^\s/*])[^\n]*?[^\\\s]/(?=[),\s])", "".join(code)):
            blank(match.start() + 1, match.end() - 1)
        return "".join(code)

    def _partners(self):
        """Where each opening bracket is closed."""
        found, opened = {}, []
        for match in re.finditer(r"[()\[\]{}]", self.code):
            if match[0] in OPENING:
                opened.append(match.start())
            elif opened:
                found[opened.pop()] = match.start()
        return found
