"""Which symptoms a broken identity accounts for."""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.cosmos import kinds as co
from checks.rbac import kinds as rb
from diagnostics import Kind

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
