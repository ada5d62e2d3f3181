"""Faults of which no log of changes tells, by nature: why, and by which words a report says where it would stand.

What the words name was judged by hand, from the fault and not from the report: a log of changes by its name in reports, or
what else keeps it. A report that names another is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.simulator.faults import FAULTS, HARMLESS

# With the colon before it, so that no other log stands beside it.
_ACTIVITY, _ENTRA, _VAULT, _ADOBE = (
    ": the activity log would show",
    ": the Entra audit would show",
    ": the vault audit would show",
    ": the Adobe audit would show",
)
# Of a service that gives no reason, or a text that may mean anything: whatever is on the way may have been changed.
_ANY = ": the Entra audit or the activity log or the vault audit would show"
# Of one that gets no token: the principal stands in the first, its identity and the account in the second.
_TOKEN = ": the Entra audit or the activity log would show"
_CONSOLES = "Developer Console and Admin Console; their own logs show it"
_CALLER = "the caller's own repository shows who changed it"
_SIGNS_IN = "the caller's own repository shows who changed that"
_CLOCK = "the caller's own clock, token or code"
_AT_MICROSOFT = "its status page and Resource Health show it"
_SUPPORT_OF_ADOBE = "Adobe's status page and support know"
_WRITTEN_HERE = "the configuration here names the wrong one: its own repository"


@dataclass(frozen=True)
class Untold:
    """Why no log tells it, and what a report names instead."""

    why: str
    words: str


def _all(why: str, **words: str) -> dict[str, Untold]:
    return {name.replace("_", "-"): Untold(why, said) for name, said in words.items()}


UNTOLD = {
    **_all(
        "it is how this login signs in, or what the configuration says of it",
        configured_tenant_differs="it is this login that looks at another tenant",
        login_in_wrong_tenant="it is this login that looks at another tenant",
        subscription_not_visible="that subscription's Activity Log",
    ),
    **_all(
        "it is a provider's doing, inside its services",
        disabled_by_microsoft="Microsoft's message to the owner",
        general_scope_only=_SIGNS_IN,
        wrong_audience=_SIGNS_IN,
        wrong_issuer=_SIGNS_IN,
        data_plane_account_unknown="Resource Health shows that",
        entra_outage=_AT_MICROSOFT,
        key_vault_outage=_AT_MICROSOFT,
        revoked_without_reason=_ANY,
        revoked_without_own_key="stand in Adobe's own logs, which no customer reads",
        ajo_unhealthy=_SUPPORT_OF_ADOBE,
        provider_incident=_SUPPORT_OF_ADOBE,
        cmk_config_failed="it failed inside Adobe: Adobe's support",
    ),
    **_all(
        "a date that passes by itself; it was set before any log that is kept begins",
        credential_expired="the Entra audit of the day it was made",
        credential_expiring="the Entra audit of the day it was made",
        key_expired=_VAULT,
        role_ending=_ACTIVITY,
        adobe_token_expired="expires by itself",
    ),
    **_all("the resolver's doing", vault_name_unresolved="who runs the resolver"),
    **_all(
        "so since it was made: the service lets nobody switch it off",
        soft_delete_off=_ACTIVITY,
        purge_protection_off=_ACTIVITY,
    ),
    **_all("a clock", clock_skew=_CLOCK, clock_ahead=_CLOCK),
    **_all(
        "what was repaired is no part of the world any more; only what lags behind is",
        still_propagating=_TOKEN,
        repaired_nothing_heard=_TOKEN,
        status_stale=_TOKEN,
        stale_token=_CLOCK,
        caches_of_adobe=_ENTRA,
    ),
    **_all(
        "changed in Adobe's Developer Console or Admin Console, whose logs are others",
        adobe_secret_deleted=_CONSOLES,
        adobe_client_unknown=_CONSOLES,
        adobe_scope_wrong=_CONSOLES,
        gateway_refuses=_CONSOLES,
        adobe_profile_missing=_CONSOLES,
        adobe_role_missing=_CONSOLES,
    ),
    **_all("Adobe ended it", adobe_credential_jwt="Adobe itself ended this sort of credential"),
    **_all(
        "it is how the call is made",
        adobe_org_wrong=_CALLER,
        adobe_token_of_stage=_CALLER,
        adobe_token_unfit=_CONSOLES,
        adobe_gateway_quota=_CALLER,
        local_auth_off="the caller began to use them: its own repository",
    ),
    **_all("it lies in another sandbox, and always did", campaign_missing=_ADOBE),
    **_all("nobody did anything, which is the fault", campaign_draft="nobody has activated"),
    **_all(
        "the world has no channel configurations that somebody could edit",
        validation_open="the Adobe audit shows 2 changes that may be it",
    ),
    **_all("a bounce suppresses by itself", test_recipient_suppressed="suppression list says why"),
    **_all(
        "what Adobe keeps never changed: the configuration names another",
        registration_differs=_WRITTEN_HERE,
        region_differs=_WRITTEN_HERE,
    ),
}
# A text that a program wrote, with no change behind it that the world knows: the logs in which such changes stand are named.
PASTED = _all(
    "a text that a program wrote, with no change behind it that the world knows",
    write_forbidden=_ANY,
    possibly_revoked=_ANY,
    data_explorer_refused=_ANY,
    mongo_connection_failed=_ANY,
    log_says_internal=_AT_MICROSOFT,
    log_says_key_vault_fault=_AT_MICROSOFT,
    log_says_uri_variant="stands in Adobe's own logs, which no customer reads",
    log_says_key_rotated=_VAULT,
    log_says_throttled_revoked=_ANY,
    log_says_failed_inside=_SUPPORT_OF_ADOBE,
    log_says_not_yet_valid=_CLOCK,
    log_says_wrong_issuer=_SIGNS_IN,
    log_says_wrong_audience=_SIGNS_IN,
    log_says_role_missing=_ACTIVITY,
    log_says_perimeter=_ACTIVITY,
    log_says_no_account="Resource Health shows that",
)
REASONS = {
    name: each.why
    for name, each in {**UNTOLD, **PASTED}.items()
    if name in FAULTS and name not in HARMLESS
}
# In the adobe-managed topology, in Adobe's own directory and subscription, whose logs no customer reads.
AT_ADOBE = {
    "user-assigned-identity-deleted",
    "user-assigned-identity-recreated",
    "identity-not-attached",
    "application-registration-missing",
    "federated-credential-missing",
    "federated-credential-wrong-issuer",
    "federated-credential-wrong-subject",
    "federated-credential-wrong-audience",
    "federated-credential-letter-case",
    "default-identity-undefined",
    "key-uri-malformed",
    "key-uri-names-no-key",
    "perimeter-blocks-outbound",
}
