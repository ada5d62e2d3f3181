"""What the user asked to look at: parsed identifiers, nothing read yet."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from diagnostics.adobe_names import CampaignId, ClientId, Endpoint, ImsOrg, Region, SandboxName
from diagnostics.clouds import PUBLIC, Cloud
from diagnostics.names import AppId, KeyUri, ResourceId, SubscriptionId, TenantId
from diagnostics.records import record
from diagnostics.suppression import Suppression

WARN_DAYS = 30  # our choice: one monthly maintenance window ahead


class Topology(StrEnum):
    """Who owns the Cosmos DB account, and whether a customer's key is involved."""

    ADOBE_MANAGED = (
        "adobe-managed"  # Platform with customer-managed keys: Adobe's account, our vault
    )
    OWN_ACCOUNT = "own-account"  # middleware of our own in front of AJO
    NO_CUSTOMER_KEY = "no-customer-key"  # nothing of ours can cause a 4000


EVERY_TOPOLOGY = frozenset(Topology)
EVERY_TOPOLOGY_WITH_A_KEY = frozenset({Topology.ADOBE_MANAGED, Topology.OWN_ACCOUNT})


@record(frozen=True, slots=True)
class AcceptedUnknown:
    """An open question that the user lives with until a date."""

    check: str
    reason: str
    until: date  # the last day it holds


@record(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing to diagnose."""

    name: str
    cloud: Cloud = PUBLIC
    topology: Topology
    topology_reason: str  # "set in the configuration", or what it was concluded from
    tenant: TenantId | None = None  # the tenant of the vault
    account: ResourceId | None = None  # Microsoft.DocumentDB/databaseAccounts
    database: str | None = None
    container: str | None = None
    key_uri: KeyUri | None = None  # as configured; an account's own property goes before it
    vault: ResourceId | None = None  # spares one request when it is known
    subscription: SubscriptionId | None = None  # where the vault lives, if not the account's
    application: AppId | None = None  # Adobe's CMK application, in the adobe-managed topology
    ims_org: ImsOrg | None = None  # None = Adobe's side is not looked at
    client_id: ClientId | None = None  # of the Adobe credential, `x-api-key`
    sandbox: SandboxName | None = None
    campaign: CampaignId | None = None
    endpoint: Endpoint | None = None  # which the caller uses
    region: Region | None = (
        None  # of the customer-managed-key API; None = concluded from the sandbox
    )
    cmk_config: str | None = None  # name of the CMK configuration at Adobe; case-sensitive
    test_recipients: tuple[str, ...] = ()  # who alone may be sent a test message
    scopes: str | None = (
        None  # of the Adobe credential, comma-separated; None = those of Adobe's own sample
    )
    accepted_unknowns: tuple[AcceptedUnknown, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    warn_days: int = WARN_DAYS  # so many days before a known end it is a finding; 0 = never

    @property
    def vault_subscription(self) -> SubscriptionId | None:
        """Where to look for the vault: said, or that of the vault's id, or the account's."""
        if self.subscription:
            return self.subscription
        known = self.vault or self.account
        return known.subscription if known else None
