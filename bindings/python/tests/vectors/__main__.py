"""The vectors through Python: `python vectors TABLES [NAME PATH]...`, each file with the name that the index has for it.

Prints "PATH SECTION PASSED FAILED" for each section. TABLES is a folder with what the judges of all languages go by.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Iterable

from accounts import ACCOUNTS
from arithmetic import ARITHMETIC
from calls import CALLS
from common import Case, Judge, Section
from dividends import DIVIDENDS
from emissions import EMISSIONS
from epochs import EPOCHS
from mainnet import MAINNET
from payloads import PAYLOADS
from proofs import PROOFS
from registrations import REGISTRATIONS
from schedules import SCHEDULES
from scores import SCORES
from timelocks import TIMELOCKS

SECTIONS: list[Section] = [
    *ARITHMETIC,
    *SCORES,
    *ACCOUNTS,
    *PAYLOADS,
    *PROOFS,
    *CALLS,
    *TIMELOCKS,
    *EPOCHS,
    *EMISSIONS,
    *DIVIDENDS,
    *SCHEDULES,
    *MAINNET,
    *REGISTRATIONS,
]


def is_one(name: str, section: str) -> bool:
    """Whether the section is one case: where the beacon had not signed yet."""
    return section == "commitment" or section == "encrypt_at_round" and name != "clients/drand_decryptable.json"


def cases(name: str, file: dict[str, Any], section: str) -> Iterable[Case]:
    """The elements of a list, or the values of an object; `*` is the whole file."""
    if section == "*":
        return [file]
    found = file[section]
    if is_one(name, section):
        return [found]
    if isinstance(found, dict):
        return found.values()
    # A function, and cases of it.
    if section == "functions":
        return [with_shared(case, {"fn": function["fn"]}) for function in found for case in function["cases"]]
    # What the cases of the file have in common.
    shared = {name: file[name] for name in ("network", "signature") if name in file}
    return [with_shared(case, shared) for case in found]


def with_shared(case: Case, shared: Case) -> Case:
    """The case with more fields; what is none is left for its judge to refuse."""
    return {**case, **shared} if isinstance(case, dict) else case


def verdicts(judge: Judge, name: str, file: dict[str, Any], section: str) -> list[str | None]:
    """Why each case fails. A section that cannot be split into cases is one that does: Rust says what is wrong with it."""
    try:
        found = list(cases(name, file, section))
    except (KeyError, TypeError) as error:
        return [f"{type(error).__name__}: {error}"]
    return [verdict(judge, case) for case in found]


def verdict(judge: Judge, case: Case) -> str | None:
    """Why a case fails; none where it passes."""
    try:
        return None if judge(case) else "differs"
    except Exception as error:  # Whatever a case brings about, the others are judged.
        return f"{type(error).__name__}: {error}"


def main() -> int:
    failures, files = 0, sys.argv[2:]
    for name, path in zip(files[::2], files[1::2]):
        content = json.loads(Path(path).read_text())
        for file, section, judge in SECTIONS:
            if file != name or (section != "*" and section not in content):
                continue
            found = verdicts(judge, name, content, section)
            failed = [(index, why) for index, why in enumerate(found) if why is not None]
            for index, why in failed[:5]:
                print(f"FAIL {path} {section}[{index}]: {why}", file=sys.stderr)
            print(path, section, len(found) - len(failed), len(failed))
            failures += len(failed)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
