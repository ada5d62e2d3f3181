"""What a lock forbids: deletion, or every change, of its scope and of all below it.

Source: Azure Resource Manager, "Lock your resources" (levels, inheritance, that role assignments cannot be deleted under
a lock), read 2026-11-24; the body of the refusal from public error reports.
"""

from __future__ import annotations

from diagnostics.simulator.access import folded
from diagnostics.simulator.callers import arm_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.world import World

_LOCKS = "/providers/microsoft.authorization/locks/"


def refused(world: World, request: Request) -> Answer | None:
    """Refuse a change that a lock forbids; None = go on. Locks themselves may always be changed."""
    path = folded(request.path)
    if request.method not in ("DELETE", "PUT", "PATCH") or _LOCKS in f"{path}/":
        return None
    verb = "delete" if request.method == "DELETE" else "write"
    holding = [
        key.partition(_LOCKS)[0]
        for key, document in world.documents.items()
        if _LOCKS in key
        and f"{path}/".startswith(f"{key.partition(_LOCKS)[0]}/")
        and (verb == "delete" or text(props(document), "level").lower() == "readonly")
    ]
    if not holding:
        return None
    named = ",".join(f"'{scope}'" for scope in sorted(holding))
    return arm_error(
        409,
        "ScopeLocked",
        f"The scope '{request.path}' cannot perform {verb} operation because following scope(s) are locked: {named}."
        " Please remove the lock and try again.",
    )
