"""The revoked state of an account with a customer-managed key, by sub-status.

Sources, read 2026-11-23: status texts of API version 2023-09-15 of `Microsoft.DocumentDB/databaseAccounts`, the CMK
troubleshooting guide (causes and resolutions), the REST page on status codes, and the drivers' names of the numbers. The
text of 4018 was seen in public only in part; 4001, 4004, 4007, 4008, 4010 to 4014 and 4019 are known by number.
"""

from __future__ import annotations

from checks.signatures import wording as w
from diagnostics import Signature

REVOKED = "access to your account is currently revoked"
LINK = "cmk-troubleshooting-guide"


def numbered(code: str, *words: str) -> tuple[tuple[str, ...], ...]:
    """Give the literals of a sub-status: its words, its number in the text, its number beside the text."""
    in_text = f"({code})"
    return (
        *((one,) for one in words),
        (LINK, in_text),
        ("currently revoked", in_text),
        (f"substatus:{code}",),
    )


CMK: tuple[Signature, ...] = (
    Signature(
        id="cmk.4000",
        code="4000",
        category="cmk_token_acquisition",
        title="Access is revoked: Azure Cosmos DB gets no token for the account's default identity",
        step="1",
        stems=numbered(
            "4000",
            "unable to obtain the aad authentication token for the account's default identity",
            "unable to obtain the microsoft entra authentication token for the account's default identity",
            # Adobe's page in French, Japanese (two renderings), Chinese (two), Spanish, Portuguese, Dutch.
            "ne parvient pas à obtenir le jeton d'authentification AAD pour l'identité par défaut du compte",
            "アカウントの既定の ID の AAD 認証トークンを取得できない",
            "アカウントのデフォルト ID の AAD 認証トークンを取得できない",
            "无法获取帐户默认身份的AAD身份验证令牌",
            "無法取得帳戶預設身分的AAD驗證Token",
            "no puede obtener el token de autenticación AAD para la identidad predeterminada de la cuenta",
            "não pode obter o token de autenticação AAD para a identidade padrão da conta",
            "het AAD-verificatietoken voor de standaardidentiteit van de account niet kan verkrijgen",
        ),
        meaning="Azure Cosmos DB signs in as the account's default identity to reach the key, and Microsoft Entra ID"
        " gives it no token: the identity is disabled, deleted, changed, or blocked by a policy. Sources disagree:"
        " the guide and Adobe's page blame the identity, the REST page calls it a server-side issue and asks for a"
        " support request. So check the identity first, and open a request if all of it is healthy.",
        look_at=(
            "The service principal or managed identity: does it exist, is it enabled?",
            "Its application registration and federated credential, where a multi-tenant application is used.",
            "The Key Vault service's own principal in the tenant: a disabled one refuses every vault token.",
            "The tenant's audit log: who disabled or deleted it, and when.",
            "Sign-in logs of the identity: error 53003 shows a Conditional Access policy.",
        ),
        steps=(
            "Verify that the service principal or managed identity is enabled and not deleted.",
            "Check its permissions on Key Vault (and Cosmos DB, where the account is your own).",
            "Review the customer-managed-key configuration with the troubleshooting guide.",
            "Enable it again and test the campaign.",
            w.WAIT,
            w.ADOBE_WAIT,
        ),
        commands=(w.SHOW_PRINCIPAL, w.ENABLE_PRINCIPAL, w.LIST_DELETED_PRINCIPALS, w.STATUS),
        source=f"{w.GUIDE}; {w.REST_PAGE}; {w.ADOBE_PAGE}",
        kind="CO101",
    ),
    Signature(
        id="cmk.4002",
        code="4002",
        category="cmk_identity_unauthorized",
        title="Access is revoked: the default identity may not use the key",
        step="2",
        stems=numbered(
            "4002",
            "current default identity no longer has permission to the associated key vault key",
        ),
        meaning="Key Vault refuses the account's default identity: get, wrap or unwrap is missing, or the key is"
        " disabled or expired. A vault firewall without the bypass for trusted services looks the same from inside.",
        look_at=(
            "Is the key enabled and in date?",
            "Which permission model does the vault use, and what does the identity hold in that one?",
            "The vault's firewall: are trusted services let through?",
        ),
        steps=(
            "Check that the key is enabled and not expired.",
            "Give the default identity get, wrapKey and unwrapKey, or the role Key Vault Crypto Service Encryption"
            " User.",
            "Or make another identity that has them the default.",
            w.WAIT,
        ),
        commands=(w.SHOW_KEY, w.LIST_GRANTS, w.GRANT_KEY, w.SET_POLICY, w.STATUS),
        source=w.GUIDE,
        kind="CO102",
    ),
    Signature(
        id="cmk.4003",
        code="4003",
        category="cmk_key_not_found",
        title="Access is revoked: the key is not in the vault",
        step="3",
        stems=numbered("4003", "correspondent key is not found on the specified key vault"),
        meaning="The key that the account names was deleted, or never was in that vault.",
        look_at=(
            "Deleted keys of the vault and their purge date.",
            "keyVaultKeyUri of the account.",
        ),
        steps=("Restore the key.", w.WAIT),
        commands=(w.LIST_DELETED_KEYS, w.RECOVER_KEY, w.SHOW_KEY_URI, w.STATUS),
        source=w.GUIDE,
        kind="CO103",
    ),
    Signature(
        id="cmk.4005",
        code="4005",
        category="cmk_wrap_unwrap",
        title="Access is revoked: wrapping or unwrapping with the key fails",
        step="3",
        stems=numbered("4005", "azure cosmos db service is unable to wrap or unwrap the key"),
        meaning="The key is reached but does not unwrap: an old version was disabled or deleted too early after a"
        " rotation, or the key does not permit the operation.",
        look_at=(
            "All versions of the key: was an old one disabled recently?",
            "Its permitted operations.",
        ),
        steps=(
            "Restore a recently deleted vault or key.",
            "Enable old versions again that were disabled after a rotation.",
            w.WAIT,
        ),
        commands=(w.LIST_VERSIONS, w.ENABLE_VERSION, w.SHOW_KEY, w.STATUS),
        source=f"{w.GUIDE}; {w.REST_PAGE}",
        kind="CO108",
    ),
    Signature(
        id="cmk.4006",
        code="4006",
        category="cmk_invalid_key_uri",
        title="Access is revoked: the account's key URI is malformed",
        step="3",
        stems=numbered("4006", "key vault key uri does not follow the expected format"),
        meaning="keyVaultKeyUri is not of the form https://<vault>.vault.azure.net/keys/<key>.",
        look_at=("keyVaultKeyUri of the account.",),
        steps=("Correct the key URI; it needs no version.", w.WAIT),
        commands=(w.SHOW_KEY_URI, w.SET_KEY_URI, w.STATUS),
        source=w.GUIDE,
        kind="CO107",
    ),
    Signature(
        id="cmk.4009",
        code="4009",
        category="cmk_vault_dns",
        title="Access is revoked: the vault's name does not resolve",
        step="3",
        stems=numbered(
            "4009",
            "key vault dns name specified by the account's keyvaultkeyuri property could not be resolved",
        ),
        meaning="Name resolution finds no vault of that name: it was deleted, or the URI names a wrong one.",
        look_at=(
            "Does the vault exist, is it among the deleted ones?",
            "keyVaultKeyUri of the account.",
        ),
        steps=(
            "Restore the vault if it was deleted.",
            "Otherwise wait up to 2 hours, then support.",
        ),
        commands=(w.LIST_DELETED_VAULTS, w.RECOVER_VAULT, w.SHOW_KEY_URI, w.STATUS),
        source=w.GUIDE,
        kind="CO109",
    ),
    Signature(
        id="cmk.4012",
        code="4012",
        category="cmk_wrap_unwrap",
        title="Access is revoked: the key was rotated and no longer fits",
        step="3",
        stems=numbered("4012"),
        meaning="The service calls it CustomerKeyRotated: the key differs from the one the data was wrapped with (an"
        " inference from the name).",
        look_at=("All versions of the key: was an old one disabled recently?",),
        steps=("Enable the old version again.", w.WAIT),
        commands=(w.LIST_VERSIONS, w.ENABLE_VERSION, w.STATUS),
        source=w.DRIVERS,
        kind="CO108",
    ),
    Signature(
        id="cmk.4015",
        code="4015",
        category="cmk_undefined_identity",
        title="Access is revoked: the account's default identity is undefined",
        step="3",
        stems=numbered("4015", "azure cosmos db account has an undefined default identity"),
        meaning="defaultIdentity is none of the sorts that exist, as after some restores.",
        look_at=("defaultIdentity of the account.", "Which identities are attached to it."),
        steps=("Set a valid default identity that has the permissions on the vault.", w.WAIT),
        commands=(w.DEFAULT_IDENTITY, w.SET_DEFAULT_IDENTITY, w.STATUS),
        source=w.GUIDE,
        kind="CO106",
    ),
    Signature(
        id="cmk.4016",
        code="4016",
        category="cmk_outbound_blocked",
        title="Access is revoked: a network security perimeter blocks the way to the vault",
        step="3",
        stems=numbered(
            "4016", "access rules are blocking outbound requests to the azure key vault service"
        ),
        meaning="The account is in a network security perimeter whose outbound rules do not name the vault. The guide"
        " has no section on it.",
        look_at=("The perimeter that the account belongs to, and its outbound rules.",),
        steps=("Allow the vault's name in the perimeter's outbound rules (an inference).", w.WAIT),
        commands=(w.STATUS,),
        source=w.GUIDE,
        kind="CO110",
    ),
    Signature(
        id="cmk.4017",
        code="4017",
        category="cmk_vault_not_found",
        title="Access is revoked: the vault is not found",
        step="3",
        stems=numbered("4017", "correspondent azure key vault was not found"),
        meaning="The vault that the account names was deleted, or moved to another tenant.",
        look_at=("Deleted vaults of the subscription and their purge date.",),
        steps=("Restore the vault.", w.WAIT),
        commands=(w.LIST_DELETED_VAULTS, w.RECOVER_VAULT, w.STATUS),
        source=w.GUIDE,
        kind="CO104",
    ),
    Signature(
        id="cmk.4018",
        code="4018",
        category="cmk_key_disabled_or_expired",
        title="Access is revoked: the key is disabled or expired",
        step="3",
        stems=numbered("4018", "correspondent key is either disabled or expired"),
        meaning="The key is in the vault and out of use.",
        look_at=("The key: enabled, activation date, expiry.",),
        steps=(
            "Enable the key, or move its expiry.",
            "Rotate only after the account is back online.",
            w.WAIT,
        ),
        commands=(w.SHOW_KEY, w.ENABLE_KEY, w.MOVE_EXPIRY, w.STATUS),
        source=w.GUIDE,
        kind="CO105",
    ),
)
