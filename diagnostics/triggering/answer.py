"""What an answer to a test call says, whoever gave it: Journey Optimizer, the gateway before it, or another machine.

Shapes: messaging.yaml (202 and the problem), Adobe Experience Platform troubleshooting (the gateway's `error_code`),
campaigns-retrieve.yaml (`errorCode` in a chain); read 2026-11-23.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from diagnostics.redact import HIDDEN_ADDRESS, without_secrets
from diagnostics.triggering.payload import Json, Payload

_PROBLEMS = "ns.adobe.com/aep/errors/"
_LONGEST_ID, _LONGEST = 80, 300


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of an answer by which it is told who gave it; empty = not said."""

    execution_id: str = ""
    gateway_code: str = ""
    problem: str = ""
    message: str = ""


def read_answer(text: str) -> Said:
    """Read an answer's body, in any of its documented shapes; a body that is none gives nothing."""
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return Said()
    if not isinstance(value, dict):
        return Said()
    record = cast("dict[str, Json]", value)
    return Said(
        execution_id=_line(record.get("executionId"), _LONGEST_ID),
        gateway_code=_line(record.get("error_code"), _LONGEST_ID),
        problem=_problem(record.get("type")),
        message=_line(
            next(
                (
                    record[name]
                    for name in ("message", "detail", "title")
                    if isinstance(record.get(name), str)
                ),
                "",
            ),
            _LONGEST,
        ),
    )


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
        record = cast("dict[str, Json]", value)
        return [text for name, each in record.items() if name != "type" for text in _values(each)]
    if isinstance(value, list):
        return [text for each in cast("list[object]", value) for text in _values(each)]
    return [value] if isinstance(value, str) and len(value) >= _SHORTEST else []


def _problem(value: object) -> str:
    text = value if isinstance(value, str) else ""
    _, found, code = text.partition(_PROBLEMS)
    return _line(code, _LONGEST_ID) if found else ""


def _line(value: object, most: int) -> str:
    text = " ".join(str(value).split()) if isinstance(value, str | int) else ""
    shown = "".join(char for char in text if char.isprintable())
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
