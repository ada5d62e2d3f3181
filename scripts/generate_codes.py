"""Write `runbooks/codes.json`: what every code means, for `explain CODE`, drawn from signatures and kinds.

`--check` writes nothing and fails if the file is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from checks.signatures import SIGNATURES  # noqa: E402 - found through the path above
from checks.signatures.families import FAMILIES, STATUS_SOURCE, STATUSES  # noqa: E402
from diagnostics import Kind, Signature  # noqa: E402
from diagnostics.catalogue import load_catalogue  # noqa: E402
from diagnostics.triage.explain import (  # noqa: E402
    Codes,
    FamilyEntry,
    KindEntry,
    SignatureEntry,
    StatusEntry,
)

TARGET = ROOT / "runbooks" / "codes.json"
SCHEMA = 1


def codes() -> Codes:
    """Gather everything that can be explained."""
    kinds = load_catalogue(()).kinds
    return Codes(
        schema=SCHEMA,
        signatures={each.id: _signature(each) for each in SIGNATURES},
        kinds={kind.code: _kind(kind) for kind in kinds},
        families=[
            FamilyEntry(
                pattern=each.pattern,
                shown=each.shown,
                title=each.title,
                meaning=each.meaning,
                steps=list(each.steps),
                source=each.source,
            )
            for each in FAMILIES
        ],
        statuses={
            code: StatusEntry(title=title, meaning=meaning, source=STATUS_SOURCE)
            for code, title, meaning in STATUSES
        },
    )


def _signature(each: Signature) -> SignatureEntry:
    return SignatureEntry(
        code=each.code,
        category=each.category,
        certainty=each.certainty.value,
        title=each.title,
        step=each.step,
        meaning=each.meaning,
        look_at=list(each.look_at),
        steps=list(each.steps),
        commands=[list(argv) for argv in each.commands],
        source=each.source,
        kind=each.kind,
        names=list(each.names),
    )


def _kind(kind: Kind) -> KindEntry:
    named = [each.id for each in SIGNATURES if each.kind == kind.code]
    return KindEntry(
        slug=kind.slug,
        title=kind.title,
        severity=kind.severity.name.lower(),
        step=kind.step.value,
        signatures=named,
    )


def text() -> str:
    """Give the file's text."""
    return json.dumps(codes(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> None:
    """Write or check."""
    made = text()
    if "--check" in sys.argv:
        if not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != made:
            sys.exit(f"{TARGET.relative_to(ROOT)} is stale: run python scripts/generate_codes.py")
        return
    TARGET.write_text(made, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
