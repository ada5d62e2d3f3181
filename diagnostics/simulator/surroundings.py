"""What surrounds every world's vault and account: directories, people, the caller, subscriptions, roles."""

from __future__ import annotations

from diagnostics.clouds import PUBLIC
from diagnostics.simulator import directory, ids, resources, role_definitions, roles
from diagnostics.simulator.world import Doc, World

# Planted so that tests can search every output for them; invented, and secret only by rule.
CALLER_SECRET = "canary~client-secret~Q7z.5nQ8"  # noqa: S105 - invented
ACCOUNT_KEY = "canaryAccountKeyZm9yIHRlc3RzIG9ubHkgLSBub3QgYSBrZXk=="
APPLICATION_SECRET = "canary~application-secret~8mR2"  # noqa: S105 - invented
ADOBE_SECRET = "canary~p8e-adobe-secret~4kV9"  # noqa: S105 - invented
CANARIES = (CALLER_SECRET, ACCOUNT_KEY, APPLICATION_SECRET, ADOBE_SECRET)
# Microsoft's own applications, the same in every cloud. Source: first-party applications list on Microsoft Learn.
_ARM_APP = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
_GRAPH_APP = "00000003-0000-0000-c000-000000000000"
DOMAIN = "contoso.example"


def put_directories(world: World) -> None:
    """Store both directories with their people, groups, applications and first parties."""
    for tenant, name, domain in (
        (ids.TENANT, "contoso-ajo", DOMAIN),
        (ids.OTHER_TENANT, "fabrikam-sandbox", "fabrikam.example"),
    ):
        document: Doc = {"displayName": name, "x-domain": domain, "x-policies": []}
        world.put(f"entra:/tenants/{tenant}", document)
    _caller(world)
    _first_parties(world)
    _people(world)
    for oid, app_id, name in (
        (ids.BILLING_OID, ids.BILLING_APP, "billing-export"),
        (ids.REPORTS_OID, ids.REPORTS_APP, "reports-nightly"),
    ):
        world.put(directory.principal_key(oid), directory.service_principal(oid, app_id, name))
    world.put(
        directory.application_key(ids.BILLING_APP_OBJECT),
        directory.application(ids.BILLING_APP_OBJECT, ids.BILLING_APP, "billing-export"),
    )


def let_read_changes(world: World) -> None:
    """Let the caller read who changed what in the directory, which an ordinary login may not."""
    held = world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"]
    held += [each for each in ("AuditLog.Read.All", "Directory.Read.All") if each not in held]


def _caller(world: World) -> None:
    world.put("sim:/caller", {"client_id": ids.CALLER_APP})
    world.put(
        f"entra:/clients/{ids.CALLER_APP}",
        {
            "tenant": ids.TENANT,
            "secret": CALLER_SECRET,
            "object_id": ids.CALLER_OID,
            "roles": ["Application.Read.All", "GroupMember.Read.All"],
            "x-claims": {},
        },
    )
    app = directory.application(
        ids.CALLER_APP_OBJECT, ids.CALLER_APP, "ajo-doctor", multi_tenant=True
    )
    app["passwordCredentials"] = [directory.password("on call", issued=30, expires=-150)]
    world.put(directory.application_key(ids.CALLER_APP_OBJECT), app)
    for tenant, oid in (
        (ids.TENANT, ids.CALLER_OID),
        (ids.OTHER_TENANT, ids.OTHER_TENANT_CALLER_OID),
    ):
        principal = directory.service_principal(oid, ids.CALLER_APP, "ajo-doctor")
        world.put(directory.principal_key(oid, tenant), principal)


def _first_parties(world: World) -> None:
    """Put Microsoft's own applications into both directories, under other object ids in each."""
    cloud = world.cloud
    arm_names = [f"https://{cloud.arm}", cloud.arm_scope.removesuffix("/.default")]
    if cloud is PUBLIC:
        arm_names.append("https://management.core.windows.net")  # the name that `az` asks for
    for oid, app_id, name, names in (
        (ids.COSMOS_OID, cloud.cosmos_app_id, "Azure Cosmos DB", ["https://cosmos.azure.com"]),
        (ids.KEY_VAULT_OID, cloud.key_vault_app_id, "Azure Key Vault", [cloud.vault_resource]),
        (ids.ARM_OID, _ARM_APP, "Windows Azure Service Management API", arm_names),
        (ids.GRAPH_OID, _GRAPH_APP, "Microsoft Graph", [f"https://{cloud.graph}"]),
    ):
        for tenant, here in (
            (ids.TENANT, oid),
            (ids.OTHER_TENANT, oid.replace("-cccc-", "-ccdd-")),
        ):
            document = directory.service_principal(
                here, app_id, name, owner=ids.MICROSOFT_TENANT, names=list(dict.fromkeys(names))
            )
            world.put(directory.principal_key(here, tenant), document)


def _people(world: World) -> None:
    for oid, name, upn in (
        (ids.DANA, "Dana Ops", f"dana.ops@{DOMAIN}"),
        (ids.ROBIN, "Robin Night", f"robin.night@{DOMAIN}"),
    ):
        world.put(f"graph:/{ids.TENANT}/users/{oid}", directory.person(oid, name, upn))
    for oid, name, members in (
        (ids.ADMINS_GROUP, "platform-admins", [ids.DANA]),
        (ids.ONCALL_GROUP, "ajo-oncall", [ids.DANA, ids.ROBIN]),
        (ids.KEY_USERS_GROUP, "cmk-key-users", []),
    ):
        world.put(f"graph:/{ids.TENANT}/groups/{oid}", directory.group(oid, name, members))


def put_subscriptions(world: World) -> None:
    """Store both subscriptions with their built-in roles and the caller's own right to read."""
    for name, subscription_id, tenant, groups in (
        ("ajo-production", ids.SUBSCRIPTION, ids.TENANT, (ids.MANAGEMENT_GROUP,)),
        ("fabrikam-sandbox", ids.OTHER_SUBSCRIPTION, ids.OTHER_TENANT, ()),
    ):
        document = resources.subscription(name, subscription_id, tenant, groups=groups)
        world.put(f"/subscriptions/{subscription_id}", document)
        role_definitions.put_role_definitions(world, subscription_id)
    for group in (ids.VAULT_GROUP_ID, ids.ACCOUNT_GROUP_ID):
        world.put(group, resources.resource_group(group))
    resources.assign(world, ids.SUBSCRIPTION_ID, roles.READER, ids.CALLER_OID)
    resources.assign(
        world,
        f"/subscriptions/{ids.OTHER_SUBSCRIPTION}",
        roles.READER,
        ids.OTHER_TENANT_CALLER_OID,
    )
    resources.assign(world, ids.MANAGEMENT_GROUP_ID, roles.OWNER, ids.ADMINS_GROUP, kind="Group")
