"""What an answer to a test call repeats of the call itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from diagnostics.redact import HIDDEN_ADDRESS, without_secrets
from diagnostics.triggering.payload import Payload


def without_recipients(text: str, payload: Payload) -> str:
    """Take out of an answer whatever it repeats of the payload's recipients: no value of theirs leaves the process."""
    values = sorted(set(_values(list(payload.recipients))), key=len, reverse=True)
    for value in values:
        for form in (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
            text = text.replace(form, HIDDEN_ADDRESS)
    return without_secrets(text)


_SHORTEST = 5  # of a value that is taken out: shorter ones stand in ordinary words


def _values(value: object) -> Sequence[str]:
    if isinstance(value, dict):
        record = cast("dict[str, object]", value)
        return [text for name, each in record.items() if name != "type" for text in _values(each)]
    if isinstance(value, list):
        return [text for each in cast("list[object]", value) for text in _values(each)]
    return [value] if isinstance(value, str) and len(value) >= _SHORTEST else []
