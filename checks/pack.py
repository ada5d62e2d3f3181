"""The built-in pack: every check, cause and signature, complete and sorted, by hand."""

from __future__ import annotations

from dataclasses import replace

from checks.ajo import (
    campaign,
    campaign_window,
    cmk_config,
    cmk_registration,
    delivery_settings,
    endpoint,
    failed_call,
    gateway,
    provider_status,
    sandbox,
    test_recipients,
    validation,
)
from checks.ajo import signed_in as adobe_signed_in
from checks.ajo.payload import LINTS
from checks.audit import activity_log, directory
from checks.audit import adobe as adobe_audit
from checks.audit import vault as vault_audit
from checks.causes import (
    ajo_adobe,
    ajo_campaign,
    ajo_gateway,
    cosmos_account,
    cosmos_caller,
    cosmos_revoked,
    delivery,
    entra_federation,
    entra_identity,
    entra_key_vault_principal,
    entra_principal,
    keyvault_key_absence,
    keyvault_key_state,
    keyvault_network,
    keyvault_protection,
    keyvault_vault_absence,
    place_login,
    rbac_data_roles,
    rbac_key_roles,
    rbac_permission_model,
)
from checks.cosmos import account, data_plane, key_uri, pasted_error, token
from checks.delivery import delays
from checks.doctor import caller_rights, signed_in
from checks.entra import (
    cmk_application,
    credentials_in_date,
    default_principal,
    federated_credential,
    key_vault_principal,
    principal_usable,
    registration,
    right_place,
    user_assigned_identity,
    workload_policy,
)
from checks.keyvault import configured_key, key, vault, vault_name, vault_network
from checks.rbac import cosmos_data_role, key_access, role_schedules
from checks.repairs.inputs import asking
from checks.signatures import SIGNATURES
from checks.traces.table import TRACING
from diagnostics import Pack

PACK = Pack(
    name="builtin",
    checks=(
        campaign.CHECK,
        campaign_window.CHECK,
        cmk_config.CHECK,
        cmk_registration.CHECK,
        delivery_settings.CHECK,
        endpoint.CHECK,
        failed_call.CHECK,
        gateway.CHECK,
        provider_status.CHECK,
        sandbox.CHECK,
        adobe_signed_in.CHECK,
        test_recipients.CHECK,
        validation.CHECK,
        activity_log.CHECK,
        adobe_audit.CHECK,
        directory.CHECK,
        vault_audit.CHECK,
        account.CHECK,
        data_plane.CHECK,
        key_uri.CHECK,
        pasted_error.CHECK,
        token.CHECK,
        delays.CHECK,
        caller_rights.CHECK,
        signed_in.CHECK,
        cmk_application.CHECK,
        credentials_in_date.CHECK,
        default_principal.CHECK,
        federated_credential.CHECK,
        key_vault_principal.CHECK,
        principal_usable.CHECK,
        registration.CHECK,
        right_place.CHECK,
        user_assigned_identity.CHECK,
        workload_policy.CHECK,
        configured_key.CHECK,
        key.CHECK,
        vault.CHECK,
        vault_name.CHECK,
        vault_network.CHECK,
        cosmos_data_role.CHECK,
        key_access.CHECK,
        role_schedules.CHECK,
    ),
    causes=tuple(
        replace(delivery.explaining_delays(cause), repair=asking(cause.repair))
        for cause in (
            *ajo_adobe.CAUSES,
            *ajo_campaign.CAUSES,
            *ajo_gateway.CAUSES,
            *cosmos_account.CAUSES,
            *cosmos_caller.CAUSES,
            *cosmos_revoked.CAUSES,
            *delivery.CAUSES,
            *entra_federation.CAUSES,
            *entra_identity.CAUSES,
            *entra_key_vault_principal.CAUSES,
            *entra_principal.CAUSES,
            *keyvault_key_absence.CAUSES,
            *keyvault_key_state.CAUSES,
            *keyvault_network.CAUSES,
            *keyvault_protection.CAUSES,
            *keyvault_vault_absence.CAUSES,
            *place_login.CAUSES,
            *rbac_data_roles.CAUSES,
            *rbac_key_roles.CAUSES,
            *rbac_permission_model.CAUSES,
        )
    ),
    signatures=SIGNATURES,
    lints=LINTS,
    tracing=TRACING,
)
