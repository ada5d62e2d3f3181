"""Whom a payload reaches: every address in it must be one of the configured test recipients, to the letter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from diagnostics.errors import ConfigError
from diagnostics.triggering.addresses import in_text, same
from diagnostics.triggering.payload import Json, Payload

# Where the address of a channel stands (messaging.yaml, recipientChannelData; messaging samples for push), read
# 2026-11-23. A campaign's channel that is not here takes its address from the profile.
_PLACES: dict[str, tuple[str, ...]] = {
    "email": ("emailAddress",),
    "sms": ("mobilePhoneNumber",),
    "push": ("pushInfo", "token"),
}
_PUSH_INFO = {"appID", "platform", "token"}
_LIST = "test_recipients of the target's configuration"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a payload reaches, by the place of each in the configured list."""

    recipients: int
    ordinals: tuple[int, ...]  # counted from 1; sorted, no duplicates


@dataclass(frozen=True, slots=True)
class _Part:
    """One text of a payload and where it stands."""

    place: str  # with our own names and numbers; the payload's own names only where they are documented
    name: str  # of the field
    text: str


def reach(payload: Payload, listed: Sequence[str], source: str) -> Reach:
    """Find whom a payload reaches.

    Args:
        payload: what is to be sent.
        listed: the configured test recipients.
        source: the file, for messages.

    Raises:
        ConfigError: for the first address that is none of them, by its place and without its value.
    """
    if not listed:
        raise ConfigError(
            "the target has no test recipients",
            expected='test_recipients = ["…"]: who alone may be sent a test message',
            do="add them to the target in the configuration; there is no other way to name them",
        )
    found: set[int] = set()
    for at, recipient in enumerate(payload.recipients):
        place = f"recipients[{at}]"
        found.add(_ordinal(str(recipient["userId"]), listed, f"{place}.userId", source))
        found |= _of_channels(recipient, listed, place, source)
        for name in ("type", "namespace", "mergePolicyName", "mergePolicySchema"):
            found |= _in_part(
                _Part(f"{place}.{name}", name, str(recipient.get(name, ""))), listed, source
            )
        for name in ("profile", "context"):
            for part in _parts(recipient.get(name, {}), f"{place}.{name}", name):
                found |= _in_part(part, listed, source)
    found |= _in_part(_Part("campaignId", "campaignId", payload.campaign), listed, source)
    return Reach(len(payload.recipients), tuple(sorted(found)))


def must_name_channels(payload: Payload, channels: Collection[str], source: str) -> None:
    """Refuse a payload that leaves the address of one of the campaign's channels to the profile.

    Args:
        payload: what is to be sent.
        channels: of the campaign, lower case.
        source: the file, for messages.

    Raises:
        ConfigError: with the first place that lacks one.
    """
    if not channels:
        raise ConfigError("the campaign does not say by which channel it sends", do=_NOT_SENT)
    for channel in sorted(channels):
        if channel not in _PLACES:
            raise ConfigError(
                f"the campaign sends by {ascii(channel)[:40]}, whose address only the profile knows",
                expected=f"a campaign that sends by {', '.join(sorted(_PLACES))} alone",
                do=_NOT_SENT,
            )
        for at, recipient in enumerate(payload.recipients):
            if not _at(recipient.get("channelData"), _PLACES[channel]):
                raise ConfigError(
                    f"recipients[{at}] has no address for the campaign's channel {channel}: "
                    "the profile would decide where it goes",
                    expected=f"channelData.{'.'.join(_PLACES[channel])} in every recipient",
                    do=_NOT_SENT,
                    source=source,
                )


_NOT_SENT = "nothing was sent"


def _at(value: Json, path: tuple[str, ...]) -> Json:
    for name in path:
        value = cast("Mapping[str, Json]", value).get(name) if isinstance(value, dict) else None
    return value


def _of_channels(
    recipient: Mapping[str, Json], listed: Sequence[str], place: str, source: str
) -> set[int]:
    """Hold `channelData` against the list: nothing may stand in it that is not known."""
    data = cast("Mapping[str, Json]", recipient.get("channelData", {}))
    found: set[int] = set()
    for name, value in data.items():
        here = f"{place}.channelData.{ascii(name)[1:-1][:40]}"
        if name == "pushInfo" and isinstance(value, dict):
            found |= _of_push(cast("Mapping[str, Json]", value), listed, here, source)
        elif name in ("emailAddress", "mobilePhoneNumber") and isinstance(value, str):
            found.add(_ordinal(value, listed, here, source))
        else:
            raise ConfigError(
                f"{here} is not a documented address",
                expected="emailAddress, mobilePhoneNumber as texts; pushInfo as an object",
                do="remove it; whom it would reach is not known",
                source=source,
            )
    if not found:
        raise ConfigError(
            f"{place} has no address in channelData: only the profile knows where it would go",
            expected="channelData with the address of a test recipient, whatever the type",
            source=source,
        )
    return found


def _of_push(info: Mapping[str, Json], listed: Sequence[str], place: str, source: str) -> set[int]:
    strange = sorted(set(info) - _PUSH_INFO)
    token = info.get("token")
    if strange or not isinstance(token, str):
        raise ConfigError(
            f"{place} is not a documented push address",
            expected="appID, platform and token, as texts",
            source=source,
        )
    found = {_ordinal(token, listed, f"{place}.token", source)}
    for name in ("appID", "platform"):
        for part in _parts(info.get(name, ""), f"{place}.{name}", name):
            found |= _in_part(part, listed, source)
    return found


def _parts(value: Json, place: str, name: str) -> Iterator[_Part]:
    """Give every text, number and name of a field below `value`."""
    if isinstance(value, dict):
        record = cast("Mapping[str, Json]", value)
        for at, (key, inside) in enumerate(record.items()):
            here = f"{place}.{key}" if _may_be_shown(key) else f"{place}.(field {at + 1})"
            yield _Part(f"{here} (its name)", "", key)
            yield from _parts(inside, here, key)
    elif isinstance(value, list):
        for at, inside in enumerate(cast("Sequence[Json]", value)):
            yield from _parts(inside, f"{place}[{at}]", name)
    elif isinstance(value, str):
        yield _Part(place, name, value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield _Part(place, name, str(value))


def _may_be_shown(name: str) -> bool:
    """Tell whether a name of a field may stand in a message: one that could be an address may not."""
    return len(name) <= 40 and name.isascii() and name.isidentifier()  # noqa: PLR2004


def _in_part(part: _Part, listed: Sequence[str], source: str) -> set[int]:
    return {_ordinal(word, listed, part.place, source) for word in in_text(part.text, part.name)}


def _ordinal(value: str, listed: Sequence[str], place: str, source: str) -> int:
    for number, entry in enumerate(listed, 1):
        if same(value, entry):
            return number
    raise ConfigError(
        f"{place} holds an address that is no test recipient, or looks like one",
        expected=f"an entry of {_LIST}, written the same",
        do="nothing was sent; change the payload, or add the recipient to the configuration",
        source=source,
    )
