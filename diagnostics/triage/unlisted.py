"""Says what the parts of a code tell that no page lists: its service, its number, its HTTP status."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from diagnostics.triage.explain import Explained, load_codes

if TYPE_CHECKING:
    from diagnostics.triage.explain import Codes, FamilyEntry

_UNLISTED = "The code itself stands on no page that was read: this is what its parts say."


def explain_unlisted(code: str, codes: Codes | None = None) -> Explained | None:
    """Explain an HTTP status, or a code of a known family by its parts.

    Args:
        code: as somebody types it: any case, in brackets, after `error` or `HTTP`.
        codes: what is known; None = the file.

    Returns:
        the explanation, which says that the code is unlisted; None if no family is built like it.
    """
    known = codes or load_codes()
    wanted = re.sub(
        r"^(?:HTTP|ERROR_CODE|ERROR|STATUS)[\s:=]+", "", code.strip(" ()[].,;:'\"").upper()
    )
    status = known["statuses"].get(wanted)
    if status:
        return _plain(
            wanted, f"HTTP {wanted}: {status['title']}", status["meaning"], (), status["source"]
        )
    for family in known["families"]:
        match = re.fullmatch(family["pattern"], wanted)
        if match:
            return _of_family(family, match, known)
    return None


def _of_family(family: FamilyEntry, match: re.Match[str], known: Codes) -> Explained:
    parts = {"number": match["number"], "http": match.groupdict().get("http") or ""}
    status = known["statuses"].get(parts["http"])
    beside = f" HTTP {parts['http']}: {status['title']}. {status['meaning']}" if status else ""
    return _plain(
        family["shown"].format(**parts),
        f"{family['title']}: a code that is not listed",
        f"{_UNLISTED} {family['meaning'].format(**parts)}{beside}",
        tuple(step.format(**parts) for step in family["steps"]),
        family["source"],
    )


def _plain(code: str, title: str, meaning: str, steps: tuple[str, ...], source: str) -> Explained:
    return Explained(
        code=code,
        title=title,
        meaning=meaning,
        step="-",
        certainty="",
        look_at=(),
        steps=steps,
        commands=(),
        source=source,
        kind="",
        severity="",
        runbook="",
        page="",
        also=(),
    )
