"""Customer-managed keys without a number: healthy, revoked without a reason, other dresses, refused updates.

Sources, read 2026-11-23: status texts of API version 2023-09-15; both troubleshooting guides of Azure Cosmos DB
(`cmk-troubleshooting-guide`, `troubleshoot-cmk`, cases 1.1 to 5.1).
"""

from __future__ import annotations

from checks.signatures import wording as w
from checks.signatures.cmk import REVOKED
from diagnostics import Certainty, Signature

_EVERYTHING = (
    "customerManagedKeyStatus of the account, if it is your own.",
    "The identity, its permissions, the vault, the key: in this order.",
)
_ALL_STEPS = (
    "Verify that the service principal or managed identity is enabled and not deleted.",
    "Check its permissions on Key Vault.",
    "Check vault, key and network rules.",
    w.WAIT,
)


def _dress(name: str, title: str, meaning: str, *stems: str) -> Signature:
    """Make the signature of a shape that a revoked account shares with ordinary failures."""
    return Signature(
        id=f"cmk.{name}",
        code="",
        category="ambiguous",
        title=title,
        step="3",
        stems=(stems,),
        certainty=Certainty.POSSIBLE,
        meaning=f"{meaning} The same answer has many other reasons, so it proves nothing alone.",
        look_at=_EVERYTHING,
        steps=("Find out first whether the account is revoked at all.", w.RETEST),
        commands=(w.STATUS,),
        source=w.CROSS_TENANT_GUIDE,
        kind="CO113",
    )


def _refused(name: str, category: str, title: str, do: str, *stems: tuple[str, ...]) -> Signature:
    """Make the signature of a change that Resource Manager refuses."""
    return Signature(
        id=f"cmk.{name}",
        code="",
        category=category,
        title=title,
        step="3",
        stems=stems,
        meaning=f"Resource Manager refuses a change of the account: {title[:1].lower()}{title[1:]}.",
        look_at=("The command that was run, and the values it sets.",),
        steps=(do,),
        commands=(w.DEFAULT_IDENTITY, w.SHOW_KEY_URI),
        source=w.CROSS_TENANT_GUIDE,
    )


CMK_OTHER: tuple[Signature, ...] = (
    Signature(
        id="cmk.healthy",
        harmless=True,
        code="",
        category="cmk_healthy",
        title="The account reaches its key: this is no error",
        step="-",
        stems=(("access to the configured customer managed key confirmed",),),
        meaning="The healthy text of customerManagedKeyStatus. If calls still fail, the reason is elsewhere, or a"
        " repair has not spread yet.",
        look_at=("The failing call's own error text.",),
        steps=("If calls failed until just now: wait up to 1 hour and test again.",),
        commands=(w.STATUS,),
        source="Microsoft.DocumentDB API 2023-09-15, CustomerManagedKeyStatus; recorded answers of 2023-11-15",
    ),
    Signature(
        id="cmk.revoked",
        code="",
        category="cmk_revoked_generic",
        title="Access to the account is revoked, and no reason is given",
        step="3",
        stems=((REVOKED,),),
        unless=(
            "authentication token for the account's default identity",
            "no longer has permission to the associated key vault key",
            "correspondent key is",
            "correspondent azure key vault was not found",
            "unable to wrap or unwrap the key",
            "does not follow the expected format",
            "could not be resolved",
            "has an undefined default identity",
            "blocking outbound requests to the azure key vault",
        ),
        meaning="The account cannot use its key any more and blocks its data; which step failed is not said.",
        look_at=_EVERYTHING,
        steps=_ALL_STEPS,
        commands=(w.STATUS, w.SHOW_PRINCIPAL, w.LIST_GRANTS, w.SHOW_KEY),
        source=w.GUIDE,
        kind="CO111",
    ),
    Signature(
        id="cmk.not-accessible",
        code="",
        category="cmk_revoked_generic",
        title="Access to the account is revoked (older wording), and no reason is given",
        step="3",
        stems=(("request is blocked due to customer managed key not being accessible",),),
        meaning="What the data plane of the NoSQL, Table and Gremlin APIs says of a revoked account in older versions:"
        " neither the word revoked nor a number.",
        look_at=_EVERYTHING,
        steps=_ALL_STEPS,
        commands=(w.STATUS, w.SHOW_PRINCIPAL, w.LIST_GRANTS, w.SHOW_KEY),
        source=w.CROSS_TENANT_GUIDE,
        kind="CO111",
    ),
    Signature(
        id="cmk.update-blocked",
        code="",
        category="cmk_update_blocked",
        title="The account is revoked, so it refuses this change",
        step="3",
        stems=(
            (
                "no update is allowed on database account with customer managed key in revoked status",
            ),
        ),
        meaning=f"The account cannot use its key. {w.ONLY_IDENTITY_UPDATES} One page of Microsoft allows deletion"
        " alone.",
        look_at=_EVERYTHING,
        steps=("Repair the access to the key first, then repeat the change.", *_ALL_STEPS),
        commands=(w.STATUS, w.SET_DEFAULT_IDENTITY),
        source=w.CROSS_TENANT_GUIDE,
        kind="CO111",
    ),
    Signature(
        id="cmk.synapse-link",
        code="",
        category="cmk_identity_unauthorized",
        title="The analytical store cannot unwrap: access to the vault or key is lost",
        step="2",
        stems=(("the key vault key is not found to unwrap the encryption key",),),
        meaning="Synapse Link reads the account's analytical store, and Key Vault does not give it the key.",
        look_at=(
            "The default identity's permissions on the vault.",
            "The key: is it there and enabled?",
        ),
        steps=_ALL_STEPS,
        commands=(w.STATUS, w.LIST_GRANTS, w.SHOW_KEY),
        source=w.CROSS_TENANT_GUIDE,
        kind="CO102",
    ),
    Signature(
        id="cmk.vault-unreachable",
        code="",
        category="cmk_vault_unreachable",
        title="Resource Manager cannot reach the vault for the account",
        step="3",
        stems=(("error contacting the azure key vault resource. please try again",),),
        meaning="Creating or changing the account failed: the vault's URI is not in the tenant, or the application in"
        " FederatedClientId is missing or deleted.",
        look_at=(
            "The multi-tenant application in FederatedClientId, and its service principal in the vault's tenant.",
            "The vault's URI and tenant.",
        ),
        steps=("Restore the application, or correct the URI.", "Try the change again."),
        commands=(w.DEFAULT_IDENTITY, w.SHOW_PRINCIPAL),
        source=w.CROSS_TENANT_GUIDE,
    ),
    _refused(
        "key-uri-refused",
        "cmk_invalid_key_uri",
        "The key URI that was given is not valid",
        "Give https://<vault>.vault.azure.net/keys/<key>, without a version.",
        ("provided keyvaultkeyuri", "is invalid"),
    ),
    _refused(
        "key-uri-unchangeable",
        "cmk_update_blocked",
        "The key URI cannot be changed with this API version, or on an account without a customer-managed key",
        "Use API version 2019-12-12 or later.",
        ("updating keyvaultkeyuri is not supported",),
    ),
    _refused(
        "cross-tenant",
        "cmk_cross_tenant",
        "A key in another tenant needs a user-assigned default identity",
        "Attach a user-assigned identity and make it the default, with &FederatedClientId=<application id>.",
        ("cross-tenant cmk is not supported with system assigned identities",),
        ("cross-tenant cmk is not supported with first party identities",),
    ),
    _refused(
        "system-at-creation",
        "cmk_update_blocked",
        "The system-assigned identity cannot be the default while the account is created",
        "Create the account with another default identity, then change it.",
        ("cannot set systemassignedidentity as the default identity during provision",),
    ),
    _refused(
        "tenant-change",
        "cmk_cross_tenant",
        "The new vault is in another tenant than the old one",
        "Use a vault in the same tenant.",
        ("the tenant for the new key vault", "does not match the one in the old key vault"),
    ),
    _refused(
        "first-party-refused",
        "cmk_update_blocked",
        "Continuous backup and Synapse Link need another default identity than the first-party one",
        "Make a user-assigned or system-assigned identity the default first.",
        ("setting non-fpi default identity is required for dedicated storage account features",),
    ),
    _dress(
        "cassandra-401",
        "Ambiguous: the Data Explorer's 401, which a revoked Cassandra account also gives",
        "The Data Explorer shows this for a revoked account with the Cassandra API.",
        "readystate:4",
        "status:401",
        "statustext:error",
    ),
    _dress(
        "mongo-500",
        "Ambiguous: a failed MongoDB connection, which a revoked account also gives",
        "The MongoDB API answers 500 with this text while the account is revoked.",
        "error querying documents: an exception occurred while opening a connection to the server",
    ),
    _dress(
        "timed-out-408",
        "Ambiguous: a write timed out (408), which a revoked account also gives",
        "Creating or changing data in a revoked account times out with 408.",
        "request timed out.",
    ),
)
