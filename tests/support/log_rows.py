"""Records that hold known errors, in the dresses in which logs wear them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from diagnostics.triage.recognised import Signature

_NUMBERS = {"substatus:": "Substatus: {}; ActivityId: 1", "aadsts": "AADSTS{}: refused."}


def texts(signatures: Sequence[Signature]) -> Iterator[str]:
    """Write each alternative of each signature as a sentence, with a status where it wants one."""
    for signature in signatures:
        status = f" Forbidden ({signature.needs_status})" if signature.needs_status else ""
        for stems in signature.stems:
            yield "Failed: " + ", ".join(map(_written, stems)) + status + "."


def _written(literal: str) -> str:
    for prefix, form in _NUMBERS.items():
        if literal.startswith(prefix) and literal.removeprefix(prefix).isdigit():
            return form.format(literal.removeprefix(prefix))
    return literal


def dressed(text: str) -> tuple[str, ...]:
    """Return a text plain, as JSON, as JSON inside JSON, and as .NET escapes it."""
    once = json.dumps({"level": "error", "message": text})
    dotnet = text.replace("'", "\\u0027").replace('"', "\\u0022")
    return (
        f"2026-11-28T10:00:00Z ERROR {text}",
        once,
        json.dumps({"log": once}),
        f'{{"error":"{dotnet}"}}',
    )
