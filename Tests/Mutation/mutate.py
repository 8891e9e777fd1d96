"""Plants one small change at a time in a copy of a module, runs the module's suite, and tells which changes nobody noticed.

The seed decides which changes are drawn. One that does not compile counts as neither, and another is drawn; one that makes the
suite hang is noticed. What `harmless.txt` names is not drawn."""

import argparse
import pathlib
import random
import time

import proof
from changes import WRONG_ROWS
from source import Source
from statements import all_changes
from workshop import LEAST_LIMIT_SECONDS, Workshop

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Of so many changes one makes a statement touch the wrong rows.
WRONG_ROWS_SHARE = 4


def read_arguments():
    modules = sorted(path.parent.name for path in ROOT.glob("Modules/*/Package.swift"))
    reader = argparse.ArgumentParser(prog="Scripts/mutate", description="Plants faults and tells which a module's suite lets pass.")
    reader.add_argument("module", choices=modules, metavar="MODULE", help=", ".join(modules))
    reader.add_argument("--count", type=int, default=20, help="so many changes that compile")
    reader.add_argument("--seed", type=int, default=1, help="the same seed draws the same changes")
    reader.add_argument("--list", action="store_true", help="print every change that could be drawn")
    return reader.parse_args()


def sources(module):
    paths = sorted((ROOT / "Modules" / module / "Sources" / module).rglob("*.swift"))
    return [Source(path.relative_to(ROOT), path.read_text()) for path in paths]


def without_harmless(found, module):
    """The changes that can be seen. An entry that names no change any more is told, so that the list stays true."""
    entries = {}
    for line in (pathlib.Path(__file__).parent / "harmless.txt").read_text().splitlines():
        if line and not line.startswith(("#", "    ")):
            path, _, change = line.partition(": ")
            entries[path, change] = False
    kept = []
    for change in found:
        name = (str(change.source.path), str(change))
        if name in entries:
            entries[name] = True
        else:
            kept.append(change)
    for (path, change), is_used in entries.items():
        if path.startswith(f"Modules/{module}/") and not is_used:
            print(f"mutate: harmless.txt names a change that does not exist any more: {path}: {change}")
    return kept


def draw(found, seed):
    """The changes in the order of the seed, no line twice. A kind that is ten times as frequent is drawn three times as often, so
    that the others are seen too."""
    chance = random.Random(seed)
    by_kind = {}
    for change in found:
        by_kind.setdefault(change.kind, []).append(change)
    seen = set()
    for index in range(len(found)):
        others = [kind for kind in sorted(by_kind) if kind != WRONG_ROWS]
        is_rows_turn = WRONG_ROWS in by_kind and (index % WRONG_ROWS_SHARE == WRONG_ROWS_SHARE - 1 or not others)
        kind = WRONG_ROWS if is_rows_turn else chance.choices(others, [len(by_kind[other]) ** 0.5 for other in others])[0]
        change = by_kind[kind].pop(chance.randrange(len(by_kind[kind])))
        if not by_kind[kind]:
            del by_kind[kind]
        place = (change.source.path, change.line)
        if place not in seen:
            seen.add(place)
            yield change


def main():
    proof.prove_oneself()
    arguments = read_arguments()
    found = without_harmless([change for source in sources(arguments.module) for change in all_changes(source)], arguments.module)
    if arguments.list:
        for change in found:
            print(f"{change.source.path}:{change.line}: {change.kind}: {change}")
        return 0
    workshop = Workshop(ROOT, arguments.module)
    print(f"mutate {arguments.module}: {len(found)} changes could be drawn; building the copy (.build/mutation)", flush=True)
    if not workshop.builds():
        raise SystemExit("mutate: the module does not build as it is: .build/mutation/build.log")
    started = time.monotonic()
    if not workshop.passes():
        raise SystemExit("mutate: the suite fails as it is: .build/mutation/test.log")
    workshop.limit = max(LEAST_LIMIT_SECONDS, 5 * (time.monotonic() - started))
    return report(arguments, try_out(arguments, found, workshop))


def try_out(arguments, found, workshop):
    """Each drawn change that compiles, and whether it was noticed."""
    results = []
    for change in draw(found, arguments.seed):
        if len(results) == arguments.count:
            break
        started = time.monotonic()
        workshop.write(change.source.path, change.applied())
        try:
            if not workshop.builds():
                continue
            is_noticed = not workshop.passes()
        finally:
            workshop.write(change.source.path, change.source.text)
        results.append((change, is_noticed))
        print(
            f"{len(results):4d} of {arguments.count}  {'noticed ' if is_noticed else 'SURVIVED'} {time.monotonic() - started:4.0f} s  "
            f"{change.source.path}:{change.line}  {change.kind}: {change}", flush=True)
    return results


def report(arguments, results):
    survivors = [change for change, is_noticed in results if not is_noticed]
    if survivors:
        print("\nNobody noticed:")
    for change in survivors:
        print(f"{change.source.path}:{change.line}: {change.kind}\n    {change}")
    rows = [is_noticed for change, is_noticed in results if change.kind == WRONG_ROWS]
    print(
        f"\nmutate {arguments.module}, seed {arguments.seed}: {len(results) - len(survivors)} of {len(results)} noticed, "
        f"wrong rows {sum(rows)} of {len(rows)}")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
