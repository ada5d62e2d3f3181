"""What requests over the wire leave behind: each write of a known caller becomes a happening, refused ones too."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import history
from diagnostics.simulator.callers import address, caller_of, claims_in
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.history import Actor, Call, Change, Happening
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.world import Doc, World

_READING = ("GET", "HEAD")
_LOGGED = ("arm", "graph", "keyvault")
# Questions that are posted.
_ASKING = ("/checkmembergroups", "/getmembergroups", "/getbyids", "/resources", "/$batch")
_OPERATIONS = "sim:/operations/"


def answered(world: World, api: str, request: Request, answer: Callable[[], Answer]) -> Answer:
    """Answer a request, and keep what it changed.

    Args:
        world: where.
        api: which service is asked.
        request: by whom, and for what.
        answer: does it.
    """
    if not _is_writing(api, request):
        return answer()
    claims = claims_in(world, request)
    if claims is None:
        return answer()
    before = history.snapshot(world)
    running = {key for key, _ in world.under(_OPERATIONS)}
    given = answer()
    caller = caller_of(claims)
    is_app = "upn" not in claims and "scp" not in claims
    actor = Actor(
        object_id=caller.object_id,
        name=_display_name(world, caller.tenant, caller.object_id) if is_app else caller.name,
        app_id=caller.app_id,
        is_app=is_app,
        tenant=caller.tenant,
        address=address(world),
    )
    promised = _promised(world, running)
    call = Call(
        api=api,
        method=request.method,
        path=request.path,
        status=given.status,
        agent=request.headers.get("user-agent", ""),
        request_id=request.headers.get("x-ms-client-request-id", ""),
        host=request.host,
        body=(request.json() or None) if api == "arm" else None,
        due=max((float(each["due"]) for each in promised), default=None),
    )
    changes = (*history.difference(before, world), *_to_come(before, promised))
    history.note(world, [Happening(at=server_now(world), actor=actor, call=call, changes=changes)])
    return given


def _is_writing(api: str, request: Request) -> bool:
    return (
        api in _LOGGED
        and request.method not in _READING
        and not request.path.lower().endswith(_ASKING)
    )


def _display_name(world: World, tenant: str, object_id: str) -> str:
    principal = world.get(f"graph:/{tenant}/serviceprincipals/{object_id}")
    return text(principal, "displayName") or object_id


def _promised(world: World, running: set[str]) -> list[Doc]:
    """Return the long-running operations that the request began."""
    return [each for key, each in world.under(_OPERATIONS) if key not in running]


def _to_come(before: World, operations: list[Doc]) -> list[Change]:
    """Return what they will change: its asker is its doer, whenever it ends."""
    return [
        Change(key=resource, before=before.get(resource), after=dict(part(each, "after")))
        for each in operations
        if each.get("after")
        for resource in (text(each, "resource").lower(),)
    ]
