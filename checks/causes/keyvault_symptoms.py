"""Which symptoms a lost key accounts for, and the shape of a cause that was seen itself.

Source: Azure Cosmos DB troubleshooting guide for customer-managed keys, both pages, and the REST status-code page, read
2026-11-23. The guide names several codes for one state (a disabled key: 4018, older accounts 4002), so a cause explains
each of them. The revoked state without a number, and the shapes in which other APIs show it, fit every one.
"""

from __future__ import annotations

from collections.abc import Callable

from checks.ajo import kinds as aj
from checks.causes.hiding import REVOKED
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from diagnostics import Case, Cause, Hidden, Kind, Repair

_ANY_REVOCATION: tuple[Kind, ...] = (
    co.REVOKED_NO_REASON,
    co.POSSIBLY_REVOKED,
    co.WRITE_FORBIDDEN,
    aj.CALL_FAILED,  # what a caller sees of it, at the most
)
KEY_OUT_OF_USE = (co.KEY_DISABLED_OR_EXPIRED, co.IDENTITY_UNAUTHORIZED, *_ANY_REVOCATION)
CANNOT_WRAP = (co.UNWRAP_FAILED, *_ANY_REVOCATION)
KEY_ABSENT = (co.KEY_NOT_FOUND, co.UNWRAP_FAILED, *_ANY_REVOCATION)
VAULT_ABSENT = (co.VAULT_NOT_FOUND, co.VAULT_DNS, co.UNWRAP_FAILED, *_ANY_REVOCATION)
NAME_UNRESOLVED = (co.VAULT_DNS, *_ANY_REVOCATION)
NO_TOKEN_FOR_VAULT = (co.TOKEN_ACQUISITION, co.IDENTITY_UNAUTHORIZED, *_ANY_REVOCATION)
# 4002 is an inference from ForbiddenByFirewall; 4004 stands for a vault that is unreachable to the service.
SHUT_OUT = (co.IDENTITY_UNAUTHORIZED, co.REVOKED_SERVICE_SIDE, *_ANY_REVOCATION)
NONE: tuple[Kind, ...] = ()


def seen(
    kind: Kind,
    explains: tuple[Kind, ...],
    repair: Callable[[Case], Repair],
    *,
    hides: tuple[Hidden, ...] = (),
    overturned_by: tuple[str, ...] = (),
    unsure: str = "",
) -> Cause:
    """Make the cause whose thing itself was found.

    Args:
        kind: the finding that is the thing itself.
        explains: symptoms it accounts for besides.
        repair: builds the plan.
        hides: what can only be seen after the repair.
        overturned_by: ids of checks whose open question could change it.
        unsure: why the confidence is not high; empty = it is.
    """
    return cause_of(
        kind,
        repair,
        explains=explains,
        hides=(*hides, *REVOKED) if co.POSSIBLY_REVOKED in explains else hides,
        overturned_by=overturned_by,
        unsure=unsure,
    )
