"""Are there 1 to 20 different recipients, each whole and of a type that the endpoint takes?"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import (
    HIGH,
    endpoint,
    is_token_call,
    is_variable,
    shown,
    type_of,
)
from diagnostics import Beside, Lint, Remark, Request

MOST = 20
_REQUIRED = ("type", "userId", "namespace")
_TYPES: dict[str, type] = {
    "type": str, "userId": str, "namespace": str, "channelData": dict, "profile": dict, "context": dict,
    "mergePolicyName": str, "mergePolicySchema": str,
}  # fmt: skip
_AEP_ONLY = ("mergePolicyName", "mergePolicySchema")
# One @, something before it, and behind it labels with a full stop between. Source of lengths: RFC 5321, 4.5.3.1.
_ADDRESS = re.compile(
    r"[^\s@<>,;]{1,64}@(?=.{4,255}\Z)(?:[^\s@.<>,;]{1,63}\.)+[^\s@.<>,;\d]{2,63}"
)


def judge(request: Request, beside: Beside) -> Iterator[Remark]:
    """Hold each recipient against the schema, and all of them against each other; values are never said."""
    listed = request.body.get("recipients") if isinstance(request.body, dict) else None
    if is_token_call(request) or not isinstance(listed, list):
        return
    if not 1 <= len(listed) <= MOST:
        yield Remark(
            k.RECIPIENT_COUNT,
            ("recipients",),
            f"There are {len(listed)} recipients; a call takes 1 to {MOST}.",
        )
    is_high = endpoint(request, beside) == HIGH
    first: dict[str, int] = {}
    for number, each in enumerate(listed):
        path = ("recipients", number)
        if not isinstance(each, dict):
            yield Remark(
                k.FIELD_TYPE, path, f"{shown(path)} is {type_of(each)}; a recipient is an object."
            )
            continue
        yield from _recipient(path, each)
        yield from _type(path, each.get("type"), is_high=is_high)
        yield from _repeated(path, each.get("userId"), first, number)
        yield from _addresses(path, each)


def _recipient(path: tuple[str, int], each: dict[str, Any]) -> Iterator[Remark]:
    for name in _REQUIRED:
        if name not in each or each[name] == "":
            yield Remark(k.FIELD_MISSING, path, f"{shown((*path, name))} is missing or empty.")
    for name, value in each.items():
        wanted, place = _TYPES.get(name), (*path, name)
        if wanted is None:
            yield Remark(k.FIELD_UNKNOWN, place, f"{shown(place)} is none of the API's fields.")
        elif not isinstance(value, wanted):
            message = f"{shown(place)} is {type_of(value)}; the API takes {type_of(wanted())}."
            yield Remark(k.FIELD_TYPE, place, message)
        elif name in _AEP_ONLY and each.get("type") == "external":
            yield Remark(
                k.FIELD_UNFIT,
                place,
                f"{shown(place)} belongs to recipients of the type aep alone.",
            )


def _type(path: tuple[str, int], value: object, *, is_high: bool) -> Iterator[Remark]:
    place = (*path, "type")
    if not isinstance(value, str) or not value or is_variable(value):
        return
    if value not in ("aep", "external"):
        yield Remark(k.RECIPIENT_TYPE, place, f"{shown(place)} is neither aep nor external.")
    elif is_high and value != "external":
        yield Remark(
            k.RECIPIENT_TYPE,
            place,
            f"{shown(place)} is aep; high throughput takes external alone.",
        )


def _repeated(
    path: tuple[str, int], value: object, first: dict[str, int], number: int
) -> Iterator[Remark]:
    if not isinstance(value, str) or not value or is_variable(value):
        return
    if value in first:
        before = shown(("recipients", first[value], "userId"))
        place = (*path, "userId")
        yield Remark(
            k.RECIPIENT_TWICE,
            place,
            f"{shown(place)} is the same as {before}; each may stand once in a call.",
        )
    first.setdefault(value, number)


def _addresses(path: tuple[str, int], each: dict[str, Any]) -> Iterator[Remark]:
    channel, namespace = each.get("channelData"), each.get("namespace")
    if isinstance(channel, dict) and channel.get("emailAddress") is not None:
        yield from _address((*path, "channelData", "emailAddress"), channel["emailAddress"])
    if (
        isinstance(namespace, str)
        and namespace.lower() == "email"
        and isinstance(each.get("userId"), str)
    ):
        yield from _address((*path, "userId"), each["userId"])


def _address(place: tuple[str | int, ...], value: object) -> Iterator[Remark]:
    if not isinstance(value, str):
        yield Remark(
            k.FIELD_TYPE, place, f"{shown(place)} is {type_of(value)}; the API takes a string."
        )
    elif value and not is_variable(value) and not _ADDRESS.fullmatch(value):
        yield Remark(k.ADDRESS, place, f"{shown(place)} does not look like an e-mail address.")


LINT = Lint(
    id="ajo.payload.recipients",
    title="The recipients are 1 to 20, different, whole and of the endpoint's type",
    kinds=(
        k.FIELD_MISSING, k.FIELD_TYPE, k.RECIPIENT_COUNT, k.RECIPIENT_TWICE, k.RECIPIENT_TYPE, k.FIELD_UNFIT,
        k.FIELD_UNKNOWN, k.ADDRESS,
    ),
    judge=judge,
)  # fmt: skip
