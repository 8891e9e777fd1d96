"""Every statement of the stores must be one that PostgreSQL understands too.

A statement is a text that stands in its call or has a name in the same file, so that all of them can be read here; one that
is put together while the program runs is refused."""

import pathlib
import re
import sys

import pglast
from pglast import visitors

import literals

STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP)\s")
CALL = re.compile(r"(?<!func )\b(?:tx|transaction|connection|self)?\.?(?:rows|row|execute|count|eachRow)\(\s*")
# Both engines have these, with the same meaning.
FUNCTIONS = {"count", "coalesce", "max", "min", "sum", "length", "lower", "upper", "row_number"}
TYPES = {"text", "int8", "bigint", "sealed"}


class Habits(visitors.Visitor):
    """What PostgreSQL's grammar lets pass although only SQLite means something by it."""

    def __init__(self):
        self.faults = []

    def visit_FuncCall(self, ancestors, node):
        name = node.funcname[-1].sval
        if name not in FUNCTIONS:
            self.faults.append(f"function {name}")

    def visit_ColumnDef(self, ancestors, node):
        name = node.typeName.names[-1].sval
        if name not in TYPES:
            self.faults.append(f"type {name} of column {node.colname}")

    def visit_RangeVar(self, ancestors, node):
        if node.relname.startswith("sqlite_"):
            self.faults.append(f"table {node.relname}")

    def visit_ColumnRef(self, ancestors, node):
        if getattr(node.fields[-1], "sval", "") in ("rowid", "oid", "_rowid_"):
            self.faults.append("a row's hidden number")

    def visit_A_Expr(self, ancestors, node):
        """`max(…) + 1` counts right only where there is one writer."""
        if node.name[-1].sval == "+" and "max" in repr(node.lexpr):
            self.faults.append("max + 1: take the number from tx.next(series:)")


def faults(sql):
    """Why this is no statement for both engines; empty when it is one."""
    try:
        tree = pglast.parse_sql(re.sub(r"(?<![:\w]):([a-zA-Z]\w*)", "$1", sql))
    except pglast.parser.ParseError as error:
        return [str(error)]
    habits = Habits()
    habits(tree)
    return habits.faults


def statements(source):
    """Each statement of a file with its line; what keeps one from being read is told in its place."""
    named = literals.constants(source)
    texts = literals.literals(source)
    found, wrong = [], []
    for literal in texts:
        if not STATEMENT.match(literal.text):
            continue
        missing = []

        def value(match):
            name = match[1].strip().removeprefix("Self.").split(".")[-1]
            if name not in named:
                missing.append(match[1])
            return named.get(name, "")

        sql = re.sub(r"\\\(([^()]*(?:\([^()]*\))?[^()]*)\)", value, literal.text)
        if missing:
            wrong.append((literal.line, f"\\({missing[0]}) is no constant of this file: write each statement out"))
        else:
            found.append((literal.line, sql))
    starts = {literal.start: literal for literal in texts}
    inside = [(literal.start, literal.end) for literal in texts]
    for call in CALL.finditer(source):
        if any(start < call.start() < end for start, end in inside) or _is_comment(source, call.start()):
            continue
        choice = re.compile(r"[^,()\[\"]*\?\s*([\w.]+)\s*:\s*([\w.]+)(?=\s*,)").match(source, call.end())
        if choice and all(STATEMENT.match(named.get(name.split(".")[-1], "")) for name in choice.groups()):
            continue
        argument = re.compile(r"[\w.]*").match(source, call.end())
        end = starts[call.end()].end if call.end() in starts else argument.end()
        name = argument[0].split(".")[-1]
        is_ours = call.end() in starts and STATEMENT.match(starts[call.end()].text)
        is_named = name in named and STATEMENT.match(named[name])
        if not (is_ours or is_named):
            # Other functions have these names too: only those that are handed arguments for a statement count.
            if re.match(r"[^()]*\[\s*\"\w+\":", source[call.end() :]) and name != "sql":
                wrong.append((source.count("\n", 0, call.start()) + 1, "the statement is not a text of this file"))
        elif not re.match(r"\s*[,)]", source[end:]):
            wrong.append((source.count("\n", 0, call.start()) + 1, "the statement is put together: write each one out"))
    return found, wrong


def _is_comment(source, position):
    return "//" in source[source.rfind("\n", 0, position) + 1 : position]


def prove_oneself():
    """The check itself is tried with what it must refuse and what it must let pass."""
    for sql in (
        "PRAGMA user_version", "INSERT OR IGNORE INTO a (b) VALUES (1)", "CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE TABLE a (b BLOB)", "CREATE TABLE a (b DATETIME)", "SELECT char(31) FROM a", "SELECT rowid FROM a", "SELECT ifnull(b, 1) FROM a",
        "SELECT name FROM sqlite_master", "SELECT coalesce(max(b), 0) + 1 FROM a", "SELECT b FROM a WHERE b GLOB 'x'",
        "REPLACE INTO a (b) VALUES (1)",
    ):
        assert faults(sql), f"this should be refused: {sql}"
    for sql in (
        "SELECT b FROM a WHERE c = :name AND d IS NOT DISTINCT FROM :other LIMIT :limit", "CREATE TABLE a (b SEALED, c TEXT, d BIGINT)",
        "INSERT INTO a (b) VALUES (:b) ON CONFLICT (b) DO UPDATE SET c = a.c + 1 RETURNING c",
    ):
        assert not faults(sql), f"this should pass: {faults(sql)} in {sql}"
    put_together = 'tx.rows("SELECT a FROM b" + order, ["c": 1])\ntx.rows("SELECT a FROM \\(table)")\ntx.row(made, ["c": 1])'
    assert [line for line, _ in sorted(statements(put_together)[1])] == [1, 2, 3], "a statement that is put together should be refused"


def main(root):
    prove_oneself()
    files = sorted(
        path for path in root.glob("Modules/*/Sources/**/*.swift")
        # The folder of the one engine speaks its own dialect.
        if "SQLite" not in path.parts and ("Store" in path.parts or path.is_relative_to(root / "Modules/Storage")))
    count, wrong = 0, []
    for path in files:
        found, unreadable = statements(path.read_text())
        count += len(found)
        wrong += [(path, line, fault) for line, fault in unreadable]
        wrong += [(path, line, fault) for line, sql in found for fault in faults(sql)]
    for path, line, fault in wrong:
        print(f"{path.relative_to(root)}:{line}: error: {fault}")
    print(f"sql: {count} statements in {len(files)} files, {len(wrong)} faults")
    if count < 80:
        raise SystemExit("sql: too few statements were found: mend Tests/SQL/check.py")
    raise SystemExit(1 if wrong else 0)


main(pathlib.Path(sys.argv[1]))
