"""Each service's rights stand in that service's own form, and in no other."""

from __future__ import annotations

from diagnostics.cloud.adobe_ports import CAMPAIGN_READ, CMK_READ
from diagnostics.cloud.ports import ACCOUNT_READ, APPLICATION_READ
from diagnostics.least import adobe_permissions, azure_role, cosmos_role, graph_permissions


def test_adobes_permissions_are_no_rights_in_azure() -> None:
    rights = (ACCOUNT_READ, APPLICATION_READ, CAMPAIGN_READ, CMK_READ)
    assert adobe_permissions(rights) == ["View Campaigns", "Manage Customer Managed Key"]
    role = azure_role(rights, "/subscriptions/s")
    assert (role["Actions"], role["DataActions"]) == ([ACCOUNT_READ.name], [])
    assert graph_permissions(rights) == [APPLICATION_READ.name]
    assert cosmos_role(rights) is None
