"""Runs of which every name is a canary, in every sort of field and text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checks.ajo.facts import CampaignFacts, GatewayAnswer, SandboxFacts
from checks.cosmos.facts import AccountFacts
from checks.entra.facts import FederatedCredential, FederatedCredentials, Presence, PrincipalFacts
from checks.keyvault.facts import KeyFacts, KeyVersion, VaultFacts
from diagnostics.adobe_names import CampaignId, ClientId, ImsOrg, SandboxName
from diagnostics.changes.change import Change, ChangeLog, Thing, Value
from diagnostics.names import AppId, KeyUri, ObjectId, ResourceId, SubscriptionId, TenantId
from diagnostics.outcome import LedgerEntry, Reading, Run
from diagnostics.rights import SignIn
from diagnostics.targets import Target, Topology
from diagnostics.triage.recognised import Certainty, Logged, Recognised
from tests.scenarios.test_hostile import EVIL, MARKUP
from tests.support.canary_grants import grants, rights
from tests.support.flock import NOW, Flock


def a_run(flock: Flock, size: int) -> Run:
    """A run with about so many canaries, in every field that can name something, and in texts that repeat the names."""
    target = _target(flock)
    evidence = [_account(flock), _principal(flock), _key(flock), *_adobe(flock)]
    evidence += [_vault(flock, size // 40), grants(flock, size // 16), rights(flock, size // 40)]
    evidence += [_federated(flock, size // 80)]
    pasted = tuple(_pasted(flock) for _ in range(size // 26))
    known = f"{target.name} {target.database} {target.key_uri.name if target.key_uri else ''}"
    again = replace(pasted[0], excerpt=f"{known}: {MARKUP}") if pasted else None
    return Run(
        target=target,
        started_at=NOW,
        finished_at=NOW,
        readings=tuple(
            Reading(check=f"canary.{at}", evidence=each) for at, each in enumerate(evidence)
        ),
        pasted=(*pasted, again) if again else pasted,
        ledger=tuple(entry(flock) for _ in range(size // 40)),
        environment=(("configuration", f"/home/{flock.word()}/{flock.word()}.toml"),),
    )


def _target(flock: Flock) -> Target:
    return Target(
        name=flock.word(),
        topology=Topology.OWN_ACCOUNT,
        topology_reason=f"key_uri of {flock.host()}",
        tenant=TenantId(flock.guid()),
        account=ResourceId.parse(flock.path("Microsoft.DocumentDB/databaseAccounts")),
        database=flock.word(),
        container=flock.word(),
        key_uri=KeyUri(f"{flock.word()}.vault.azure.net", flock.word(), flock.digest()),
        vault=ResourceId.parse(flock.path()),
        subscription=SubscriptionId(flock.guid()),
        application=AppId(flock.guid()),
        ims_org=ImsOrg(flock.org()),
        client_id=ClientId(flock.digest()),
        sandbox=SandboxName(flock.word()),
        campaign=CampaignId(flock.guid()),
        cmk_config=flock.word(),
    )


def _account(flock: Flock) -> AccountFacts:
    vault = flock.word()
    return AccountFacts(
        observed_at=NOW,
        account=ResourceId.parse(flock.path("Microsoft.DocumentDB/databaseAccounts")),
        exists=True,
        kind="GlobalDocumentDB",
        capabilities=(),
        endpoint=f"https://{flock.word()}.documents.azure.com:443/",
        provisioning_state="Succeeded",
        key_uri_text=f"https://{vault}.vault.azure.net/keys/{flock.word()}/{flock.digest()}",
        key_uri=None,
        default_identity_text=f"UserAssignedIdentity={flock.path('Microsoft.ManagedIdentity/userAssignedIdentities')}",
        default_identity=None,
        cmk_status=f"The vault {vault} of {flock.person()} is gone",
        identity_type="UserAssigned",
        system_principal_id=ObjectId(flock.guid()),
        tenant=TenantId(flock.guid()),
        attached=(),
        public_network_access="Enabled",
        ip_rules=(flock.v4(), f"{flock.v4()}/24", flock.v6()),
        network_acl_bypass="None",
        has_virtual_network_filter=False,
        local_auth_disabled=None,
    )


def _principal(flock: Flock) -> PrincipalFacts:
    return PrincipalFacts(
        observed_at=NOW,
        presence=Presence.PRESENT,
        object_id=ObjectId(flock.guid()),
        app_id=AppId(flock.guid()),
        display_name=f"{flock.word()} {EVIL}",
        account_enabled=True,
        is_disabled=False,
        disabled_by_microsoft=None,
        principal_type="Application",
        owner_tenant=TenantId(flock.guid()),
        credentials=(),
        deleted_at=None,
        deleted_not_read=f"GET https://graph.microsoft.com/v1.0/directory/{flock.guid()} was refused",
    )


def _key(flock: Flock) -> KeyFacts:
    version = KeyVersion(
        version=flock.digest(),
        enabled=True,
        not_before=None,
        expires_on=None,
        created_on=None,
        updated_on=None,
    )
    return KeyFacts(
        observed_at=NOW,
        key_uri=KeyUri(f"{flock.word()}.vault.azure.net", flock.word()),
        presence=Presence.PRESENT,
        current=version,
        versions=(version, replace(version, version=flock.digest())),
        key_type="RSA",
        key_size=3072,
        operations=("wrapKey",),
        deleted_at=None,
        purge_at=None,
        key=ResourceId.parse(f"{flock.path()}/keys/{flock.word()}"),
    )


def _adobe(flock: Flock) -> list[object]:
    campaign = flock.guid()
    return [
        CampaignFacts(
            observed_at=NOW,
            campaign=campaign,
            sandbox=flock.word(),
            exists=True,
            is_denied=False,
            name=f"{flock.word()} <b>{MARKUP}</b>",
            live_version=flock.guid(),
        ),
        SandboxFacts(
            observed_at=NOW,
            name=flock.word(),
            is_listed=True,
            is_denied=False,
            listed=tuple(flock.word() for _ in range(4)),
            state="active",
            region="va7",
        ),
        GatewayAnswer(
            observed_at=NOW,
            endpoint=f"GET https://platform.adobe.io/x?org={flock.org()}",
            status=403,
            error_code="403003",
            problem="",
            message=f"{flock.org()} may not use {campaign}",
            request_id=flock.digest(),
            retry_after_s=None,
            is_json=True,
            org=flock.org(),
            client=flock.word(),
        ),
    ]


def _vault(flock: Flock, rules: int) -> VaultFacts:
    return VaultFacts(
        observed_at=NOW,
        host=f"{flock.word()}.vault.azure.net",
        presence=Presence.PRESENT,
        vault=ResourceId.parse(flock.path()),
        tenant=TenantId(flock.guid()),
        location="westeurope",
        uses_rbac=True,
        access_policies=(),
        soft_delete=True,
        purge_protection=True,
        public_network_access="Enabled",
        has_network_acls=True,
        default_action="Deny",
        bypass="AzureServices",
        ip_rules=tuple(flock.v4() if at % 2 else flock.v6() for at in range(rules)),
        virtual_networks=0,
        private_endpoints=0,
        deleted_at=None,
        purge_at=None,
    )


def _federated(flock: Flock, credentials: int) -> FederatedCredentials:
    return FederatedCredentials(
        observed_at=NOW,
        app_id=AppId(flock.guid()),
        application=ObjectId(flock.guid()),
        identity=ResourceId.parse(flock.path("Microsoft.ManagedIdentity/userAssignedIdentities")),
        issuer=f"https://login.microsoftonline.com/{flock.guid()}/v2.0",
        subject=None,
        audience="api://AzureADTokenExchange",
        credentials=tuple(
            FederatedCredential(
                id=flock.guid(),
                name=flock.word(),
                issuer=f"https://{flock.host()}/{flock.guid()}",
                subject=flock.guid(),
                audiences=(flock.guid(),),
            )
            for _ in range(credentials)
        ),
    )


def _pasted(flock: Flock) -> Recognised:
    account = f"{flock.word()}.documents.azure.com"
    said = (
        f"{account} asked {flock.v4()} and {flock.v6()} for {flock.path()} as {flock.guid()},"
        f" {flock.person()} of {flock.org()} at {flock.host()}: {flock.secret()}"
        f" | https://{flock.word()}.vault.azure.net/keys/{flock.word()}/{flock.digest()} {MARKUP}"
    )
    return Recognised(
        signature_id="cmk.4000",
        code="4000",
        category="token-acquisition",
        certainty=Certainty.CERTAIN,
        kind="CO101",
        excerpt=said,
        why="the words",
        account_host=account,
        vault_host=f"{flock.word()}.vault.azure.net",
        activity_id=flock.guid(),
        logged=Logged(
            count=3,
            first=NOW,
            last=NOW,
            where=f"/var/{flock.word()}/{flock.word()}.log:12",
        ),
    )


def entry(flock: Flock) -> LedgerEntry:
    """One request."""
    where = f"https://management.azure.com{flock.path()}?api-version=1&$filter=principalId%20eq%20'{flock.guid()}'"
    return LedgerEntry(
        verb="GET",
        url=where,
        api="Azure Resource Manager",
        status=200,
        duration_ms=1,
        request_id=flock.guid(),
    )


def changes(flock: Flock, count: int) -> tuple[Change, ...]:
    """Changes as logs tell them, each with names in all that can hold one."""
    return tuple(
        Change(
            at=NOW,
            log=ChangeLog.ENTRA,
            operation="Update service principal",
            thing=Thing.PRINCIPAL,
            subject=flock.guid(),
            concerns=(flock.path(), flock.guid()),
            who=flock.person(),
            values=(Value(name="x", before=flock.path(), after=f"{flock.v4()}, {flock.host()}"),),
            event=flock.guid(),
        )
        for _ in range(count)
    )


def sign_in(flock: Flock) -> SignIn:
    """Who is signed in."""
    return SignIn(
        observed_at=NOW,
        credential="Azure CLI",
        passed_over=(("environment", f"{flock.guid()} was refused"),),
        tenant=TenantId(flock.guid()),
        object_id=ObjectId(flock.guid()),
        app_id=None,
        user_name=flock.person(),
        is_user=True,
        is_guest=False,
    )


def texts_of(tree: object) -> Iterator[str]:
    """Every text of a JSON tree, keys left out."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for each in tree.values():
            yield from texts_of(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from texts_of(each)
