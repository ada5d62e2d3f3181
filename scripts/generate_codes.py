"""Write `runbooks/codes.json`: what every code means, for `explain CODE`, drawn from signatures and kinds.

And `runbooks/signatures.json`: how errors are recognised, for `triage`, with the literals of its first pass.

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
from diagnostics.triage.known import Known, KnownSignature  # noqa: E402
from diagnostics.triage.stems import stems  # noqa: E402

CODES, KNOWN = ROOT / "runbooks" / "codes.json", ROOT / "runbooks" / "signatures.json"
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


def known() -> Known:
    """Gather what is needed to recognise errors."""
    return Known(
        schema=SCHEMA,
        literals=[each.decode() for each in stems(SIGNATURES)],
        signatures={each.id: _recognisable(each) for each in SIGNATURES},
    )


def _recognisable(each: Signature) -> KnownSignature:
    return KnownSignature(
        code=each.code,
        category=each.category,
        title=each.title,
        step=each.step,
        stems=[list(literals) for literals in each.stems],
        unless=list(each.unless),
        certainty=each.certainty.value,
        needs_status=each.needs_status,
        kind=each.kind,
        names=list(each.names),
    )


def text(content: Codes | Known) -> str:
    """Give a file's text."""
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> None:
    """Write or check."""
    for target, made in ((CODES, text(codes())), (KNOWN, text(known()))):
        if "--check" not in sys.argv:
            target.write_text(made, encoding="utf-8")
            print(f"wrote {target.relative_to(ROOT)}")
        elif not target.is_file() or target.read_text(encoding="utf-8") != made:
            sys.exit(f"{target.relative_to(ROOT)} is stale: run python scripts/generate_codes.py")


if __name__ == "__main__":
    main()
