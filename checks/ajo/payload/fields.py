"""Does the payload have the fields that its endpoint takes, each of its type?"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import AUDIENCE, endpoint, is_token_call, shown, type_of
from diagnostics import Beside, Lint, Node, Remark, Request

_TYPES: dict[str, type] = {
    "requestId": str, "campaignId": str, "recipients": list, "audience": dict, "context": dict, "schedule": dict,
}  # fmt: skip
_REQUIRED = {
    True: ("campaignId",),
    False: ("requestId", "campaignId", "recipients"),
}  # by: is it an audience
_UNFIT = {True: ("recipients",), False: ("audience", "context", "schedule")}
_INSTANT = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"


def judge(request: Request, beside: Beside) -> Iterator[Remark]:
    """Hold the payload's own fields against the schema of its endpoint."""
    if is_token_call(request):
        return
    if request.payload is None:
        yield Remark(
            k.BODY_MISSING, request.at, "The call sends no payload; the API needs a JSON object."
        )
        return
    body = request.body
    yield from _twice(request)
    if not isinstance(body, dict):
        yield Remark(k.FIELD_TYPE, (), f"The payload is {type_of(body)}; the API takes an object.")
        return
    is_audience = endpoint(request, beside) == AUDIENCE
    for name in _REQUIRED[is_audience]:
        if name not in body:
            yield Remark(k.FIELD_MISSING, (), f"{name} is missing.")
    for name, value in body.items():
        yield from _field(name, value, is_audience=is_audience)
    yield from _inside(body)


def _field(name: str, value: object, *, is_audience: bool) -> Iterator[Remark]:
    wanted = _TYPES.get(name)
    if wanted is None:
        from difflib import get_close_matches

        near = get_close_matches(name, _TYPES, n=1)
        hint = f" Is {near[0]} meant?" if near else ""
        yield Remark(
            k.FIELD_UNKNOWN, (name,), f"{shown((name,))} is none of the API's fields.{hint}"
        )
    elif not isinstance(value, wanted):
        yield Remark(
            k.FIELD_TYPE,
            (name,),
            f"{name} is {type_of(value)}; the API takes {type_of(wanted())}.",
        )
    elif isinstance(value, str) and not value.strip():
        yield Remark(k.FIELD_MISSING, (name,), f"{name} is empty.")
    elif name in _UNFIT[is_audience]:
        where = "the endpoints for named recipients" if is_audience else "the audience endpoint"
        yield Remark(k.FIELD_UNFIT, (name,), f"{name} belongs to {where}, and not to this one.")


def _inside(body: dict[str, Any]) -> Iterator[Remark]:
    audience, schedule = body.get("audience"), body.get("schedule")
    if isinstance(audience, dict) and not isinstance(audience.get("id"), str):
        yield Remark(k.FIELD_MISSING, ("audience",), "audience.id is missing or no string.")
    if isinstance(schedule, dict) and "executeAt" in schedule:
        at = schedule["executeAt"]
        if not isinstance(at, str) or not re.fullmatch(_INSTANT, at):
            yield Remark(
                k.FIELD_TYPE,
                ("schedule", "executeAt"),
                "schedule.executeAt is no instant such as 2026-12-01T09:00:00Z.",
            )


def _twice(request: Request) -> Iterator[Remark]:
    """Find keys that stand twice: only the last counts, and no reader says so."""
    assert request.payload is not None  # noqa: S101 - the caller has looked
    if not request.payload.has_twice:
        return
    open_nodes: list[tuple[Node, tuple[str | int, ...]]] = [(request.payload.root, ())]
    while open_nodes:
        node, path = open_nodes.pop()
        for key, at in node.twice:
            place = shown((*path, key))
            yield Remark(
                k.KEY_TWICE,
                request.payload.mapped.origin(at),
                f"{place} stands twice; the last one counts.",
            )
        open_nodes += [(child, (*path, name)) for name, child in node.members.items()]
        open_nodes += [(child, (*path, number)) for number, child in enumerate(node.items)]


LINT = Lint(
    id="ajo.payload.fields",
    title="The payload has the fields of its endpoint",
    kinds=(
        k.BODY_MISSING,
        k.FIELD_MISSING,
        k.FIELD_TYPE,
        k.FIELD_UNFIT,
        k.FIELD_UNKNOWN,
        k.KEY_TWICE,
    ),
    judge=judge,
)
