"""Error codes of Microsoft Entra ID's token service.

Sources, read 2026-11-23: Microsoft identity platform, error code reference; 500014, 7000229 and 1000901 from public
error reports. The page warns that programs should not depend on the codes: they are hints.
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Signature

_CLOCK = ("timedatectl", "status")

# codes, category, title, step, what to do, commands
_ROWS: tuple[tuple[str, str, str, str, str, tuple[tuple[str, ...], ...]], ...] = (
    (
        "7000112 70001",
        "entra_app_disabled",
        "The application is disabled in the tenant",
        "1",
        "Enable its service principal, after asking why it was disabled.",
        (w.SHOW_PRINCIPAL, w.ENABLE_PRINCIPAL),
    ),
    (
        "500014",
        "entra_resource_sp_disabled",
        "The service principal of the resource (such as Key Vault itself) is disabled in the tenant",
        "1",
        "Enable the service's own principal: every token for it is refused.",
        (w.ENABLE_PRINCIPAL,),
    ),
    (
        "7000229",
        "entra_sp_missing",
        "The application has no service principal in the tenant",
        "1",
        "Restore it from the deleted items, or create it; a new one has a new object id and no roles.",
        (w.LIST_DELETED_PRINCIPALS, w.CREATE_PRINCIPAL),
    ),
    (
        "700229",
        "entra_federated_token_unfit",
        "Only tokens of applications can be used as a federated credential",
        "1",
        "Present an application's token.",
        (),
    ),
    (
        "700016",
        "entra_app_not_found",
        "The application is not in this tenant",
        "1",
        "Check the tenant first; else restore the application or give consent.",
        (w.WHO_AM_I, w.LIST_DELETED_PRINCIPALS),
    ),
    (
        "500011",
        "entra_resource_not_found",
        "The resource has no principal in the tenant",
        "1",
        "Check the resource's address and the tenant; ask for the service's general scope.",
        (w.WHO_AM_I,),
    ),
    (
        "650052",
        "entra_resource_not_found",
        "The organisation has no principal for the service",
        "1",
        "Give consent, or create the service's principal.",
        (w.CREATE_PRINCIPAL,),
    ),
    (
        "7000215",
        "entra_secret_invalid",
        "The client secret is wrong (often its id was used instead of its value)",
        "1",
        "Use the secret's value; make a new one if it is lost.",
        (("az", "ad", "sp", "credential", "reset", "--id", "<application id>", "--append"),),
    ),
    (
        "7000222",
        "entra_secret_expired",
        "The client secret is expired",
        "1",
        "Make a new secret, or move to a managed identity.",
        (("az", "ad", "sp", "credential", "reset", "--id", "<application id>", "--append"),),
    ),
    (
        "700027 700030",
        "entra_certificate_invalid",
        "The client certificate does not fit the application",
        "1",
        "Compare the certificate's thumbprint and subject with the registered one.",
        (("az", "ad", "app", "credential", "list", "--id", "<application id>", "--cert"),),
    ),
    (
        "50012 700024",
        "entra_assertion_invalid",
        "The client assertion is not valid, or outside its time",
        "1",
        "Check the clock and the certificate.",
        (_CLOCK,),
    ),
    (
        "70021 700211 700212 700213 7002137 7002138",
        "entra_fic_mismatch",
        "No federated credential matches the presented token (issuer, subject, audience; letter case counts)",
        "1",
        "Correct the federated credential letter by letter.",
        (("az", "ad", "app", "federated-credential", "list", "--id", "<application id>"),),
    ),
    (
        "53003 530032 530035",
        "entra_conditional_access",
        "A Conditional Access or security policy blocks the sign-in",
        "1",
        "Find the policy in the sign-in logs and have its owner exclude the workload identity.",
        (),
    ),
    (
        "90002",
        "entra_tenant_not_found",
        "The tenant does not exist, or in another cloud",
        "0",
        "Check tenant id and cloud.",
        (w.LOGIN,),
    ),
    (
        "90038 900382",
        "entra_wrong_cloud",
        "The tenant lives in another national cloud",
        "0",
        "Set the cloud first.",
        (("az", "cloud", "set", "--name", "<cloud>"), w.LOGIN),
    ),
    (
        "65001 65002 90094",
        "entra_consent_missing",
        "Consent is missing",
        "1",
        "Have an administrator give consent.",
        (("az", "ad", "app", "permission", "admin-consent", "--id", "<application id>"),),
    ),
    (
        "50034 50057 50020 51004",
        "entra_user",
        "The user does not exist, is disabled, or belongs to another tenant (the operator's own login)",
        "0",
        "Sign in with another user or tenant; the account's identity is not concerned.",
        (w.LOGIN,),
    ),
    (
        "50076 50079 50158 53000 53001 53002",
        "entra_user_interaction",
        "The operator must sign in interactively (second factor, or a compliant device)",
        "0",
        "Sign in again; the account's identity is not concerned.",
        (w.LOGIN,),
    ),
    (
        "50105",
        "entra_assignment_required",
        "The application admits assigned users only",
        "1",
        "Assign the caller to the application.",
        (),
    ),
    (
        "700082 50173 70043",
        "entra_refresh_token",
        "The operator's login is too old or was revoked",
        "0",
        "Sign in again.",
        (w.LOGIN,),
    ),
    (
        "1000901",
        "entra_managed_identity_certificate",
        "The managed identity's certificate is not usable",
        "1",
        "Take the identity from the resource and assign it again.",
        (),
    ),
    (
        "90033 90024 50196",
        "entra_transient",
        "The token service is busy or the client loops",
        "-",
        "Try again later; look for a loop in the client.",
        (),
    ),
)


def _signature(
    code: str, row: tuple[str, str, str, str, str, tuple[tuple[str, ...], ...]]
) -> Signature:
    _, category, title, step, do, commands = row
    return Signature(
        id=f"entra.{code}",
        code=code,
        category=category,
        title=title,
        step=step,
        stems=((f"aadsts{code}",),),
        meaning=f"Microsoft Entra ID gave no token (AADSTS{code}): {title[:1].lower()}{title[1:]}.",
        look_at=(
            "Which application and tenant the text names: the account's identity, or your own login?",
        ),
        steps=(do,),
        commands=commands,
        source=w.ENTRA_PAGE,
    )


ENTRA: tuple[Signature, ...] = tuple(
    _signature(code, row) for row in _ROWS for code in row[0].split()
)
