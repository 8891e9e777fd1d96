"""Small changes in SQL, where it stands as a text of a Swift source."""

import re

import changes
from changes import WRONG_ROWS, Change

STATEMENT = re.compile(r'\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP)\s')
CLAUSE_END = re.compile(r"\b(?:ORDER BY|GROUP BY|LIMIT|RETURNING|ON CONFLICT|UNION|WHERE|JOIN|LEFT JOIN|SET|DO UPDATE)\b|;")
WORDS = [
    ("word of SQL", r" < ", " <= "), ("word of SQL", r" <= ", " < "), ("word of SQL", r" > ", " >= "), ("word of SQL", r" >= ", " > "),
    ("word of SQL", r" = (?=[:'\w(])", " <> "), ("word of SQL", r" <> ", " = "),
    ("word of SQL", r"\bIS NOT NULL\b", "IS NULL"), ("word of SQL", r"\bIS NULL\b", "IS NOT NULL"),
    ("word of SQL", r"\bNOT EXISTS\b", "EXISTS"), ("word of SQL", r"\bNOT IN\b", "IN"), ("word of SQL", r" IN (?=\()", " NOT IN "),
    ("word of SQL", r"\bAND\b", "OR"), ("word of SQL", r"\bOR\b(?! IGNORE)", "AND"),
    ("word of SQL", r" DESC\b", ""), ("word of SQL", r" \+ 1\b", " - 1"), ("word of SQL", r" - 1\b", " + 1"),
    ("word of SQL", r"\bmax\(", "min("), ("word of SQL", r"\bmin\(", "max("), ("word of SQL", r"\bLEFT JOIN\b", "JOIN"),
    ("word of SQL", r"\bDISTINCT ", ""), ("word of SQL", r" UNIQUE\b", ""), ("word of SQL", r"(?<!IS) NOT NULL\b", ""),
    ("word of SQL", r"(?<=[ (])0\b", "1"), ("word of SQL", r"(?<=[ (])1\b", "0"),
]


def changes_of_sql(source):
    found = []
    for literal in source.texts:
        if not STATEMENT.match(literal.text):
            continue
        text = source.text[literal.start : literal.end]
        # What Swift puts into a text is code, and no part of the statement's own words.
        sql = re.sub(r"\\\([^()]*\)", lambda match: " " * len(match[0]), text)
        for finder in (_words, _orders, _assignments, _rows):
            found += [Change(source, kind, literal.start + a, literal.start + b, new) for kind, a, b, new in finder(sql, text)]
    return found


def all_changes(source):
    return changes.changes(source) + changes_of_sql(source)


def _words(sql, _):
    # The equals sign of an assignment compares nothing.
    settings = [clause.span() for clause in re.finditer(r"\bSET\b.*?(?=\bWHERE\b|\bRETURNING\b|$(?!\n))", sql, re.DOTALL)]
    for kind, pattern, replacement in WORDS:
        for match in re.finditer(pattern, sql):
            if match[0] == " = " and any(start < match.start() < end for start, end in settings):
                continue
            yield kind, match.start(), match.end(), replacement


def _orders(sql, _):
    """Each column of an order the other way round, which for DESC is one of the words."""
    for clause in re.finditer(r"\bORDER BY (.*?)(?=\bLIMIT\b|\)|\"|$|\n\s*\")", sql, re.DOTALL):
        for column in re.finditer(r"[\w.]+(?=\s*(?:,|$))", clause[1].rstrip()):
            at = clause.start(1) + column.end()
            if column[0] in ("ASC", "DESC"):
                continue
            yield "word of SQL", at, at, " DESC"


def _assignments(sql, _):
    """One column of several not set."""
    for clause in re.finditer(r"\bSET\b(.*?)(?=\bWHERE\b|\bRETURNING\b|\"\"\"|\"$)", sql, re.DOTALL):
        parts = list(_split(clause[1], r","))
        for index, (start, end) in enumerate(parts if len(parts) > 1 else []):
            # With the comma before it, or behind it when it is the first.
            start, end = (start, parts[1][0]) if index == 0 else (parts[index - 1][1], end)
            if index == 0:
                start += len(clause[1][start:]) - len(clause[1][start:].lstrip())
                end += len(clause[1][end:]) - len(clause[1][end:].lstrip())
            else:
                end = len(clause[1][:end].rstrip())
            yield "word of SQL", clause.start(1) + start, clause.start(1) + end, ""


def _rows(sql, text):
    """One condition that is true of every row; an index's own condition is none. What it names is still named, so that no argument is left over."""
    if re.match(r'"*\s*CREATE\b', sql):
        return
    for clause in re.finditer(r"\b(?:WHERE|ON(?! CONFLICT))\s", sql):
        # The table of an index is no condition either.
        if re.search(r"\bINDEX \w+ $", sql[: clause.start()]):
            continue
        rest = sql[clause.end() :]
        end = _end_of_clause(rest)
        for start, stop in _split(rest[:end], r"\bAND\b"):
            condition = rest[start:stop]
            start += len(condition) - len(condition.lstrip())
            stop = start + len(condition.strip())
            a, b = clause.end() + start, clause.end() + stop
            if a < b:
                yield WRONG_ROWS, a, b, f"({text[a:b]} OR 1 = 1)"


def _end_of_clause(rest):
    depth = 0
    for at, letter in enumerate(rest):
        if letter == '"' or letter == ")" and depth == 0 or depth == 0 and CLAUSE_END.match(rest, at):
            return at
        depth += {"(": 1, ")": -1}.get(letter, 0)
    return len(rest)


def _split(text, border):
    """Where the parts between borders stand that are in no bracket."""
    start, depth = 0, 0
    for at, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and (match := re.compile(border).match(text, at)):
            yield start, at
            start = match.end()
    yield start, len(text)
