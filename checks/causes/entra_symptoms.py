"""Which symptoms a broken identity accounts for."""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.cosmos import kinds as co
from checks.rbac import kinds as rb
from diagnostics import Case, Finding, Kind

# The service can get no token: the status, the data plane and the campaign's error all say so.
NO_TOKEN: tuple[Kind, ...] = (
    co.TOKEN_ACQUISITION,
    co.REVOKED_NO_REASON,
    co.POSSIBLY_REVOKED,
    co.WRITE_FORBIDDEN,
    co.DATA_OTHER,
    aj.CALL_FAILED,  # Adobe's page on executing campaigns: the caller sees a 500
)
# A principal that is not there any more also leaves its grants without an owner.
NO_PRINCIPAL: tuple[Kind, ...] = (*NO_TOKEN, rb.ACCESS_MISSING, rb.OLD_OBJECT_ID)


def message(case: Case, kind: Kind) -> str:
    """Give the sentence of the finding that is the thing itself; it names what was read."""
    return own(case, kind).message


def own(case: Case, kind: Kind) -> Finding:
    """Give the finding of that kind, which the cause requires."""
    return next((each for each in case.findings if each.kind == kind), case.findings[0])
