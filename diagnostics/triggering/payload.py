"""The payload of a test call: read strictly, so that what was looked at is what is sent."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from diagnostics.errors import ConfigError

Json = Any  # as the standard library gives it; every use is checked before it is trusted

LARGEST = (
    512 * 1024
)  # bytes; the context alone may have 200 KB (API-triggered campaigns, content, read 2026-11-23)
MOST_RECIPIENTS = 20  # messaging.yaml, recipients
_TOP = {"requestId", "campaignId", "recipients"}
_OF_AUDIENCE = {"audience", "schedule", "context"}
_RECIPIENT = {
    "type",
    "userId",
    "namespace",
    "channelData",
    "profile",
    "context",
    "mergePolicyName",
    "mergePolicySchema",
}
_SHAPE = '{"campaignId": "…", "recipients": [{"type": "aep", "userId": "…", "namespace": "email", "channelData": {…}}]}'


@dataclass(frozen=True, slots=True)
class Payload:
    """A payload whose shape is known; whom it reaches is not looked at yet."""

    campaign: str
    recipients: tuple[Mapping[str, Json], ...]  # 1 to 20
    request_id: str  # as it was given; it is replaced

    def body(self, request_id: str) -> bytes:
        """Write what is sent: what was read, with our own request id."""
        whole = {
            "requestId": request_id,
            "campaignId": self.campaign,
            "recipients": list(self.recipients),
        }
        return json.dumps(whole, allow_nan=False).encode("ascii")


def read_payload(text: str, source: str) -> Payload:
    """Read a payload.

    Args:
        text: JSON.
        source: the file, for messages.

    Raises:
        ConfigError: if it is no JSON, holds a name twice, or is not the payload of a call to named recipients.
    """
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise ConfigError(
            "the payload is too large", expected=f"at most {LARGEST // 1024} KB", source=source
        )
    whole = _parsed(text, source)
    _only(whole, _TOP, "the payload", source)
    campaign = _text(whole, "campaignId", "campaignId", source)
    request_id = whole.get("requestId", "")
    if not isinstance(request_id, str):
        raise ConfigError("requestId is not a text", source=source, field="requestId")
    return Payload(campaign, _recipients(whole, source), request_id)


def _parsed(text: str, source: str) -> Mapping[str, Json]:
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_finite)
    except json.JSONDecodeError as error:
        raise ConfigError(
            f"the payload is no JSON: {error.msg} (line {error.lineno}, column {error.colno})",
            expected=_SHAPE,
            source=source,
        ) from None
    except _RefusedError as error:
        raise ConfigError(f"the payload {error}", source=source) from None
    except (RecursionError, ValueError):
        raise ConfigError(
            "the payload cannot be read: it is nested too deep, or a number in it is too long",
            source=source,
        ) from None
    if not isinstance(value, dict):
        raise ConfigError("the payload is not a JSON object", expected=_SHAPE, source=source)
    record = cast("dict[str, Json]", value)
    if not _is_finite(record):
        raise ConfigError("the payload holds a number too large for JSON", source=source)
    return record


class _RefusedError(Exception):
    """What JSON's grammar allows, and two readers read differently."""


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise _RefusedError(
            f"holds a name twice in one object: {', '.join(ascii(name) for name in twice)[:120]}; "
            "which of both counts is not certain"
        )
    return made


def _finite(_: str) -> Json:
    raise _RefusedError("holds a number that JSON does not have (NaN or Infinity)")


def _is_finite(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    inside: Iterable[object] = (
        cast("dict[str, object]", value).values()
        if isinstance(value, dict)
        else cast("list[object]", value)
        if isinstance(value, list)
        else ()
    )
    return all(map(_is_finite, inside))


def _only(record: Mapping[str, Json], known: set[str], what: str, source: str) -> None:
    """Refuse fields that are not documented: where they lead is not known."""
    strange = sorted(set(record) - known)
    if not strange:
        return
    if what == "the payload" and set(strange) & _OF_AUDIENCE:
        raise ConfigError(
            f"the payload is one for an audience: it has {strange[0]!a}",
            expected=_SHAPE,
            do="a test call goes to named test recipients only; an audience is never triggered",
            source=source,
        )
    raise ConfigError(
        f"{what} has a field that is not documented: {ascii(strange[0])[:80]}",
        expected="one of " + ", ".join(sorted(known)),
        do="remove it; whom it would reach is not known",
        source=source,
    )


def _recipients(whole: Mapping[str, Json], source: str) -> tuple[Mapping[str, Json], ...]:
    listed = whole.get("recipients")
    entries: list[object] = cast("list[object]", listed) if isinstance(listed, list) else []
    if not 1 <= len(entries) <= MOST_RECIPIENTS:
        raise ConfigError(
            "recipients is not a list of named recipients",
            expected=f"1 to {MOST_RECIPIENTS} recipients",
            do="without recipients the profile store or an audience would decide who is written to",
            source=source,
            field="recipients",
        )
    made = tuple(
        _recipient(entry, f"recipients[{at}]", source) for at, entry in enumerate(entries)
    )
    users = [str(entry["userId"]).casefold() for entry in made]
    if len(set(users)) < len(users):
        raise ConfigError(
            "the same userId stands twice among the recipients",
            expected="each recipient once in a call",
            source=source,
            field="recipients",
        )
    return made


def _recipient(entry: object, place: str, source: str) -> Mapping[str, Json]:
    if not isinstance(entry, dict):
        raise ConfigError(f"{place} is not an object", expected=_SHAPE, source=source)
    record = cast("Mapping[str, Json]", entry)
    _only(record, _RECIPIENT, place, source)
    for name in ("type", "userId", "namespace"):
        _text(record, name, f"{place}.{name}", source)
    if record["type"] not in ("aep", "external"):
        raise ConfigError(
            f"{place}.type is neither aep nor external", expected="aep or external", source=source
        )
    for name in ("channelData", "profile", "context"):
        if not isinstance(record.get(name, {}), dict):
            raise ConfigError(f"{place}.{name} is not an object", source=source)
    return record


def _text(record: Mapping[str, Json], name: str, place: str, source: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{place} is missing or not a text", source=source, field=name)
    return value
