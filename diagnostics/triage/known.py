"""The built-in signatures and the literals of the first pass, from one plain file: no checks are loaded for them.

`runbooks/signatures.json` is generated from the signatures of the built-in pack by `scripts/generate_codes.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import TypedDict

from diagnostics.triage.explain import read_beside
from diagnostics.triage.recognised import Certainty, Signature

_FILE = "signatures.json"


class KnownSignature(TypedDict):
    """What of a signature is needed to recognise it, as it stands in the file."""

    code: str
    category: str
    title: str
    step: str
    stems: list[list[str]]
    unless: list[str]
    certainty: str
    needs_status: int | None
    kind: str
    names: list[str]


class Known(TypedDict):
    """The whole file."""

    schema: int
    literals: list[str]  # of the first pass, for all signatures of the file together
    signatures: dict[str, KnownSignature]  # by id


def known_signatures() -> tuple[Signature, ...]:
    """Give the built-in signatures, sorted by id, without what only explains them.

    Raises:
        FileNotFoundError: if the installation lacks the file.
    """
    return tuple(
        Signature(
            id=name,
            code=one["code"],
            category=one["category"],
            title=one["title"],
            step=one["step"],
            stems=tuple(map(tuple, one["stems"])),
            unless=tuple(one["unless"]),
            certainty=Certainty(one["certainty"]),
            needs_status=one["needs_status"],
            kind=one["kind"],
            names=tuple(one["names"]),
        )
        for name, one in sorted(_known()["signatures"].items())
    )


def literals_for(signatures: Iterable[Signature]) -> tuple[bytes, ...]:
    """Give the literals of the first pass: those of the file, and such as foreign signatures need beside them."""
    known = _known()
    foreign = [each for each in signatures if not _is_in(each, known)]
    literals = {each.encode() for each in known["literals"]}
    if foreign:
        from diagnostics.triage.stems import stems

        literals.update(stems(foreign))
    return tuple(sorted(literals))


def _is_in(signature: Signature, known: Known) -> bool:
    one = known["signatures"].get(signature.id)
    return one is not None and tuple(map(tuple, one["stems"])) == signature.stems


@cache
def _known() -> Known:
    return json.loads(read_beside(_FILE))  # type: ignore[no-any-return]
