"""Says what a code means, from one plain file: no checks, no entry points and no SDK are loaded for it.

`runbooks/codes.json` is generated from the signatures and kinds of the built-in pack by `scripts/generate_codes.py`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, NamedTuple, TypedDict

if TYPE_CHECKING:
    from diagnostics.triage.recognised import Recognised

_FOLDER, _FILE = "runbooks", "codes.json"
_PREFIXES = ("aadsts", "substatus", "sub-status", "sub status", "error")
_KIND = re.compile(r"[A-Z]{2}\d{3}")
# An exclusion code as exports wrap it: CJMRT-050030-422 is 050030.
_WRAPPED = re.compile(r"cjmrt-(050\d{3})(?:-\d{3})?")


class SignatureEntry(TypedDict):
    """One recognisable error, as it stands in the file."""

    code: str
    category: str
    certainty: str
    title: str
    step: str
    meaning: str
    look_at: list[str]
    steps: list[str]
    commands: list[list[str]]
    source: str
    kind: str
    names: list[str]  # what the service calls it, beside a number or instead of one


class FamilyEntry(TypedDict):
    """Codes that are built alike, for those that no page lists."""

    pattern: str  # of a whole code in upper case; groups: number and, where it has one, http
    shown: str  # with {number} and {http}
    title: str
    meaning: str  # with {number} and {http}
    steps: list[str]
    source: str


class StatusEntry(TypedDict):
    """An HTTP status of a trigger call."""

    title: str
    meaning: str
    source: str


class KindEntry(TypedDict):
    """One kind of finding, as it stands in the file."""

    slug: str
    title: str
    severity: str
    step: str
    signatures: list[str]  # ids of the errors that become it


class Codes(TypedDict):
    """The whole file."""

    schema: int
    signatures: dict[str, SignatureEntry]  # by id
    kinds: dict[str, KindEntry]  # by code
    families: list[FamilyEntry]
    statuses: dict[str, StatusEntry]  # by number


class Explained(NamedTuple):
    """What a code means, ready to be shown."""

    code: str  # "4000", "AADSTS7000112", "KV101"
    title: str
    meaning: str
    step: str  # "1" … "4", "0" (right place), "D" (the doctor itself) or "-" (none)
    certainty: str  # of the recognised text; empty for kinds
    look_at: tuple[str, ...]
    steps: tuple[str, ...]
    commands: tuple[tuple[str, ...], ...]  # argv with <placeholders>
    source: str
    kind: str  # code of the finding that it becomes; empty = none
    severity: str  # of that kind; empty = none
    runbook: str  # name of its page; empty = none
    page: str  # the page's text; empty = none, or not installed
    also: tuple[str, ...]  # other codes that become the same kind


def load_codes() -> Codes:
    """Read the file from beside the installed pack.

    Raises:
        FileNotFoundError: if the installation lacks it.
    """
    return json.loads(read_beside(_FILE))  # type: ignore[no-any-return]


def explain_code(code: str, codes: Codes | None = None) -> Explained | None:
    """Explain a sub-status (4000), an Entra code (AADSTS7000112), any other known code, or a kind (KV101).

    Args:
        code: as somebody types it: any case, with or without `AADSTS`, `(…)` or a slug behind a kind's code.
        codes: what is known; None = the file.

    Returns:
        the explanation, or None for an unknown code.
    """
    known = codes or load_codes()
    wanted = _tidy(code)
    kind = known["kinds"].get(wanted.upper()[:5]) if _KIND.match(wanted.upper()) else None
    if kind and wanted.upper()[5:].lstrip("-").lower() in ("", kind["slug"]):
        return _of_kind(wanted.upper()[:5], kind, known)
    by_slug = next((name for name, one in known["kinds"].items() if one["slug"] == wanted), None)
    if by_slug:
        return _of_kind(by_slug, known["kinds"][by_slug], known)
    family = "entra." if code.strip().lower().startswith("aadsts") else ""
    found = _signature(wanted, family, known)
    return _of_signature(*found, known) if found else None


def explain_recognised(item: Recognised, codes: Codes | None = None) -> Explained | None:
    """Explain what was recognised in a text; None for a signature of a foreign pack."""
    known = codes or load_codes()
    entry = known["signatures"].get(item.signature_id)
    return _of_signature(item.signature_id, entry, known) if entry else None


def nearest(code: str, codes: Codes | None = None) -> list[str]:
    """Give up to three known codes that look like an unknown one."""
    from difflib import get_close_matches

    known = codes or load_codes()
    names = {_tidy(name): name for name in (*known["kinds"], *_names(known))}
    near = get_close_matches(_tidy(code), list(names), n=3, cutoff=0.6)
    return [names[each] for each in near]


def _tidy(code: str) -> str:
    text = code.strip().strip("()[].,;:'\"").lower()
    for prefix in _PREFIXES:
        rest = text.removeprefix(prefix).lstrip(" :=_-")
        if rest != text and rest.isdigit():
            return rest
    wrapped = _WRAPPED.fullmatch(text)
    return wrapped[1] if wrapped else text


def _names(known: Codes) -> list[str]:
    every = known["signatures"].items()
    coded = [_shown(name, one) for name, one in every if one["code"]]
    return coded + [called for _, one in every for called in one["names"]]


def _shown(name: str, entry: SignatureEntry) -> str:
    """Write a code as its service does."""
    if name.startswith("entra."):
        return f"AADSTS{entry['code']}"
    return entry["code"] or next(iter(entry["names"]), name)


def _signature(wanted: str, family: str, known: Codes) -> tuple[str, SignatureEntry] | None:
    for name, one in known["signatures"].items():
        called = (one["code"].lower(), name, *(each.lower() for each in one["names"]))
        if wanted and name.startswith(family) and wanted in called:
            return name, one
    return None


def _of_signature(name: str, entry: SignatureEntry, known: Codes) -> Explained:
    kind = known["kinds"].get(entry["kind"])
    runbook = f"{entry['kind']}-{kind['slug']}.md" if kind else ""
    return Explained(
        code=_shown(name, entry),
        title=entry["title"],
        meaning=entry["meaning"],
        step=entry["step"],
        certainty=entry["certainty"],
        look_at=tuple(entry["look_at"]),
        steps=tuple(entry["steps"]),
        commands=tuple(tuple(argv) for argv in entry["commands"]),
        source=entry["source"],
        kind=entry["kind"],
        severity=kind["severity"] if kind else "",
        runbook=runbook,
        page=_page(runbook),
        also=_others(kind, name, known),
    )


def _of_kind(code: str, kind: KindEntry, known: Codes) -> Explained:
    first = known["signatures"].get(kind["signatures"][0]) if kind["signatures"] else None
    runbook = f"{code}-{kind['slug']}.md"
    page = _page(runbook)
    return Explained(
        code=code,
        title=kind["title"],
        meaning=_first_paragraph(page) or (first["meaning"] if first else ""),
        step=kind["step"],
        certainty="",
        look_at=tuple(first["look_at"]) if first else (),
        steps=tuple(first["steps"]) if first else (),
        commands=tuple(tuple(argv) for argv in first["commands"]) if first else (),
        source=first["source"] if first else "",
        kind=code,
        severity=kind["severity"],
        runbook=runbook,
        page=page,
        also=_others(kind, "", known),
    )


def _others(kind: KindEntry | None, name: str, known: Codes) -> tuple[str, ...]:
    names = kind["signatures"] if kind else []
    return tuple(_shown(each, known["signatures"][each]) for each in names if each != name)


def _first_paragraph(page: str) -> str:
    parts = [part for part in page.split("\n\n") if part.strip() and not part.startswith("#")]
    return " ".join(parts[0].split()) if parts else ""


def _page(name: str) -> str:
    """Read a runbook page; an installation without it still explains the code."""
    try:
        return read_beside(name) if name else ""
    except OSError:
        return ""


def read_beside(name: str) -> str:
    """Read a file of the folder that the built-in pack brings; looked for where modules are, without importing it.

    Raises:
        FileNotFoundError: if the installation lacks it.
    """
    for place in _places():
        path = os.path.join(place, _FOLDER, name)  # noqa: PTH118 - pathlib costs a fifth of the start
        if os.path.isfile(path):  # noqa: PTH113
            with open(path, encoding="utf-8") as file:  # noqa: PTH123
                return file.read()
    raise FileNotFoundError(f"{_FOLDER}/{name} is not installed beside this program")


def _places() -> list[str]:
    """Give the folder that holds this package, then every other place of modules."""
    return [__file__.rpartition("diagnostics")[0], *filter(None, sys.path)]
