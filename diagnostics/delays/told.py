"""The answer of `delays` as one JSON file, and what a diagnosis takes from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from diagnostics.codec import decode, encode
from diagnostics.delays.record import Answer, Delay
from diagnostics.errors import ConfigError
from diagnostics.redact import redacted
from diagnostics.version import __version__

FORMAT = "ajo-doctor delays"
SCHEMA = 1  # rises when a field of a record is added, removed or changes its meaning
_EXPECTED = "what `ajo-doctor delays DATA --format json` wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaysTold:
    """What a check gets of an answer."""

    verdict: str  # "ours", "AJO", "downstream", "no delay" or "cannot tell"
    who: str
    sentence: str
    delays: tuple[Delay, ...]


def told_of(answer: Answer) -> DelaysTold:
    """Take from an answer what a diagnosis needs."""
    return DelaysTold(
        verdict=answer.verdict, who=answer.who, sentence=answer.sentence, delays=answer.delays
    )


def write_answer(answer: Answer, exit_code: int) -> str:
    """Write an answer: ASCII only, redacted, the same answer gives the same bytes."""
    body = {
        "format": FORMAT,
        "schema": SCHEMA,
        "version": __version__,
        "exit_code": exit_code,
        "answer": encode(redacted(answer)),
    }
    return json.dumps(body, indent=1, allow_nan=False) + "\n"


def read_answer(text: str, source: str) -> Answer:
    """Read an answer again.

    Raises:
        ConfigError: if the text is none, or of another version.
    """
    try:
        opened: object = json.loads(text)
    except (ValueError, RecursionError):
        raise ConfigError("this is not JSON", expected=_EXPECTED, source=source) from None
    body = cast("dict[str, Any]", opened) if isinstance(opened, dict) else {}
    if body.get("format") != FORMAT:
        raise ConfigError("this is no answer of `delays`", expected=_EXPECTED, source=source)
    if body.get("schema") != SCHEMA:
        raise ConfigError(
            f"this answer has schema {body.get('schema')!r}, written by version {body.get('version')!r}",
            expected=f"schema {SCHEMA}",
            do="run `ajo-doctor delays` again",
            source=source,
        )
    try:
        answer: Answer = decode(Answer, body.get("answer"), {})
    except ConfigError as error:
        raise error.at(source=source) from None
    return answer
