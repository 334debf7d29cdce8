"""Change the SQL that measures and judges, one operator at a time, and see whether a test notices.

    .venv/bin/python scripts/mutate_rules.py                  every file; writes docs/mutation.md
    .venv/bin/python scripts/mutate_rules.py judge overlap    these only; prints, writes nothing
    .venv/bin/python scripts/mutate_rules.py --list judge     the mutants, without trying them

It works on a copy of the package in a temporary folder, so the files here stay as they are however
it ends. The drawn cases and property tests of the file's kind are run on one database, and the
first that fails ends the try. What no test can notice is named in scripts/mutation/equivalent.yaml
with the reason; anything else that survives is a case to write, and makes the exit status 1.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mutation.bench import Bench
from mutation.mutants import Mutant, mutants_of
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
SQL = ROOT / "areal" / "sql"
PAGE = ROOT / "docs" / "mutation.md"
EQUIVALENT = ROOT / "scripts" / "mutation" / "equivalent.yaml"
#: Functions of the database that verdicts rest on; the kinds are the files of sql/rules.
FUNCTIONS = ("coverage", "judge", "known", "matches")

Reasons = dict[tuple[str, str], str]


@dataclass
class Outcome:
    """How many mutants of each file there were, and who survived."""

    made: dict[str, int] = field(default_factory=dict)
    left: list[Mutant] = field(default_factory=list)


def chosen(names: Sequence[str]) -> list[str]:
    """Return the files with these names, or every file."""
    known = {path.stem: f"rules/{path.name}" for path in sorted((SQL / "rules").glob("*.sql"))}
    known |= {name: f"functions/{name}.sql" for name in FUNCTIONS}
    unknown = set(names) - set(known)
    if unknown:
        sys.exit(f"No such file: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    return [path for name, path in known.items() if name in names or not names]


def reasons() -> Reasons:
    """Return why mutants that no test can notice change nothing, by file and changed line."""
    told = YAML(typ="safe").load(EQUIVALENT)
    return {(item["file"], item["line"]): " ".join(item["why"].split()) for item in told["mutants"]}


def try_all(bench: Bench, mutants: dict[str, list[Mutant]], why: Reasons) -> Outcome:
    """Try every mutant; tell of each survivor at once."""
    outcome = Outcome()
    for path, found in mutants.items():
        began, before = time.monotonic(), len(outcome.left)
        fault = bench.killer(path, (bench.sql_folder / path).read_text(encoding="utf-8"))
        if fault:
            sys.exit(f"{path} as it is fails in “{fault}”; mutants would tell nothing.")
        for mutant in found:
            if bench.killer(path, mutant.text) is None:
                outcome.left.append(mutant)
                known = "equivalent" if mutant.changed in why else "SURVIVED"
                print(f"{known} {path}:{mutant.line}: {mutant.changed[1]}", flush=True)
        outcome.made[path] = len(found)
        killed = len(found) - (len(outcome.left) - before)
        seconds = time.monotonic() - began
        print(f"{path}: {killed} of {len(found)} killed in {seconds:.0f} s", flush=True)
    return outcome


def page(outcome: Outcome, why: Reasons) -> str:
    """Return the page: how many mutants of each file were killed, and what survived and why."""
    equal = [mutant for mutant in outcome.left if mutant.changed in why]
    missed = [mutant for mutant in outcome.left if mutant.changed not in why]
    lines = [
        "# Mutation of the rules",
        "",
        "The SQL files that measure and judge, with one comparison, logical operator, aggregate,",
        "verdict or direction changed at a time. A mutant is killed when a drawn case or a",
        "property test of its kind fails. Made by `scripts/mutate_rules.py`, which also tries",
        "single files.",
        "",
        "| file | mutants | killed | equivalent | survived |",
        "|---|---:|---:|---:|---:|",
    ]
    for path in [*outcome.made, ""]:
        made = sum(number for name, number in outcome.made.items() if path in {name, ""})
        same, alive = (sum(m.path == path or not path for m in some) for some in (equal, missed))
        name = f"`{path}`" if path else "all"
        lines.append(f"| {name} | {made} | {made - same - alive} | {same} | {alive} |")
    if equal:
        lines += ["", "## Equivalent", "", "The change makes no difference anybody could see.", ""]
    lines += [f"{told(mutant)}\n  {why[mutant.changed]}" for mutant in equal]
    if missed:
        lines += ["", "## Survived", "", "A case is missing.", ""]
    lines += [told(mutant) for mutant in missed]
    return "\n".join(lines) + "\n"


def told(mutant: Mutant) -> str:
    """Return where a mutant differs, and how."""
    change = f"`{mutant.before}` became `{mutant.after}`" if mutant.after else "`NOT` taken away"
    return f"- `{mutant.path}`, line {mutant.line}, {change}: `{mutant.changed[1]}`"


def main() -> None:
    """Try the mutants of the files that are named, or of all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("files", nargs="*", metavar="NAME", help="a kind, or a function's file")
    parser.add_argument("--list", action="store_true", help="show the mutants and stop")
    asked = parser.parse_args()
    mutants = {path: mutants_of(SQL, path) for path in chosen(asked.files)}
    if asked.list:
        print("\n".join(told(mutant) for found in mutants.values() for mutant in found))
        return
    why = reasons()
    # Ended politely, it stops its server and removes its folder on the way out. (As an interrupt:
    # a SystemExit inside a property test would be taken for a failure of the test.)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="areal-mutants-") as folder:
        with Bench(ROOT, Path(folder)) as bench:
            outcome = try_all(bench, mutants, why)
        os.chdir(ROOT)
    left = {mutant.changed for mutant in outcome.left}
    for path, line in sorted(known for known in why if known[0] in mutants and known not in left):
        print(f"{EQUIVALENT.name} names what was killed or is gone: {path}: {line}")
    written = page(outcome, why)
    print(written)
    if not asked.files:
        PAGE.write_text(written, encoding="utf-8")
    sys.exit(1 if left - set(why) else 0)


if __name__ == "__main__":
    main()
