"""Reads the texts of a Swift source: enough of the language for finding SQL, and no more."""

import re
from dataclasses import dataclass


@dataclass
class Literal:
    line: int
    start: int
    end: int
    """The text between the quotes, without the indentation of its closing line; `\\(…)` still stands in it."""
    text: str


def literals(source):
    """Every text of the source in order; comments are passed over."""
    found, position = [], 0
    while position < len(source):
        if source.startswith("//", position):
            position = _end_of_line(source, position)
        elif source.startswith("/*", position):
            position = source.index("*/", position) + 2
        elif match := re.compile(r'(#*)("""|")').match(source, position):
            literal = _literal(source, match)
            found.append(literal)
            position = literal.end
        else:
            position += 1
    return found


def constants(source):
    """The texts that a file gives a name to: `static let name = "…"`, by that name."""
    named = {}
    for literal in literals(source):
        before = re.search(r"static let (\w+)(?:: String)? =\s*$", source[: literal.start])
        if before:
            named[before[1]] = literal.text
    return named


def _literal(source, match):
    hashes, quotes = match.groups()
    closing, position, depth = quotes + hashes, match.end(), 0
    while True:
        if source.startswith("\\" + hashes + "(", position):
            position = _end_of_code(source, position + 2 + len(hashes))
        elif source[position] == "\\" and not hashes:
            position += 2
        elif source.startswith(closing, position):
            break
        else:
            position += 1
    text, end = source[match.end() : position], position + len(closing)
    if quotes == '"""':
        indent = re.search(r"\n([ ]*)$", text)
        text = re.sub(r"\n" + (indent[1] if indent else ""), "\n", text).strip("\n")
    return Literal(source.count("\n", 0, match.start()) + 1, match.start(), end, text)


def _end_of_code(source, position):
    """Behind the bracket that closes the code inside of a text."""
    depth = 1
    while depth:
        if match := re.compile(r'(#*)("""|")').match(source, position):
            position = _literal(source, match).end
            continue
        depth += {"(": 1, ")": -1}.get(source[position], 0)
        position += 1
    return position


def _end_of_line(source, position):
    end = source.find("\n", position)
    return len(source) if end < 0 else end
