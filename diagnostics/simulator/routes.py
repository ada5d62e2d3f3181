"""Every route of every simulated API, in the order in which they are tried."""

from __future__ import annotations

from diagnostics.simulator import (
    ajo_campaigns,
    ajo_health,
    arm_authorization,
    arm_cosmos,
    arm_events,
    arm_identity,
    arm_keyvault,
    arm_resources,
    arm_restorable,
    authorization_writes,
    cosmos,
    cosmos_writes,
    entra,
    group_writes,
    ims,
    keyvault,
    keyvault_writes,
    logs,
    msgraph,
    msgraph_credentials,
    msgraph_writes,
)
from diagnostics.simulator.http import Route

ROUTES: tuple[Route, ...] = (
    *entra.ROUTES,
    *msgraph.ROUTES,
    *msgraph_writes.ROUTES,
    *msgraph_credentials.ROUTES,
    *group_writes.ROUTES,
    *arm_authorization.ROUTES,
    *authorization_writes.ROUTES,
    *arm_restorable.ROUTES,
    *arm_cosmos.ROUTES,
    *cosmos_writes.ROUTES,
    *arm_identity.ROUTES,
    *arm_keyvault.ROUTES,
    *keyvault_writes.ROUTES,
    *arm_resources.ROUTES,
    *arm_events.ROUTES,
    *logs.ROUTES,
    *keyvault.ROUTES,
    *cosmos.ROUTES,
    *ims.ROUTES,
    *ajo_health.ROUTES,
    *ajo_campaigns.ROUTES,
)
