"""Builders of plain records: an account, its token, an answer of its data plane, a pasted error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from checks.cosmos.facts import DataPlaneAnswer, PastedItem, TokenForAccount
from diagnostics import Finding, TenantId, Unknown, Verdict
from tests.checks.keyvault.situations import NOW, TENANT, an_account

HOST = "cosmos-ajo.documents.azure.com"
CONFIRMED = "Access to the configured customer managed key confirmed."
GUIDE = "https://learn.microsoft.com/en-us/azure/cosmos-db/cmk-troubleshooting-guide"


def revoked_text(reason: str, code: int | None) -> str:
    number = f" ({code})" if code else ""
    return (
        f"Access to your account is currently revoked because {reason}; for more details about this error and how to"
        f" restore access to your account please visit {GUIDE}{number}."
    )


# Texts of the service's own enum of API version 2023-09-15; 4018 as seen in public.
REVOKED = {
    4000: "the Azure Cosmos DB service is unable to obtain the AAD authentication token for the account's default identity",
    4002: "the current default identity no longer has permission to the associated Key Vault key",
    4003: "the correspondent key is not found on the specified Key Vault",
    4005: "the Azure Cosmos DB service is unable to wrap or unwrap the key",
    4006: "the Azure Cosmos DB account's key vault key URI does not follow the expected format",
    4009: "the Azure Key Vault DNS name specified by the account's keyvaultkeyuri property could not be resolved",
    4015: "the Azure Cosmos DB account has an undefined default identity",
    4016: "the access rules are blocking outbound requests to the Azure Key Vault service",
    4017: "the correspondent Azure Key Vault was not found",
    4018: "the correspondent key is either disabled or expired.",
}
CODES = {
    4000: "CO101",
    4002: "CO102",
    4003: "CO103",
    4017: "CO104",
    4018: "CO105",
    4015: "CO106",
    4006: "CO107",
    4005: "CO108",
    4009: "CO109",
    4016: "CO110",
}
NO_REASON = f"Access to your account is currently revoked; for more details please visit {GUIDE}"
LEGACY = '{"Errors":["Request is blocked due to Customer Managed Key not being accessible."]}'

healthy = replace(an_account(), cmk_status=CONFIRMED)


def an_answer(
    status: int = 200, sub_status: int | None = None, message: str = ""
) -> DataPlaneAnswer:
    return DataPlaneAnswer(
        observed_at=NOW,
        endpoint=f"https://{HOST}/",
        status=status,
        sub_status=sub_status,
        message=message,
        activity_id="3b2a",
        skew_s=0.0,
    )


def a_token(**other: object) -> TokenForAccount:
    token = TokenForAccount(
        observed_at=NOW,
        account_scope=f"https://{HOST}/.default",
        account_scope_works=True,
        account_scope_error="",
        general_scope="https://cosmos.azure.com/.default",
        general_scope_works=None,
        general_scope_error="",
        audience=f"https://{HOST}",
        issuer=f"https://sts.windows.net/{TENANT}/",
        token_tenant=TenantId(str(TENANT)),
        skew_s=0.0,
    )
    return replace(token, **other)


def refused(code: str = "AADSTS500011", general: str | None = None) -> TokenForAccount:
    return a_token(
        account_scope_works=False,
        account_scope_error=code,
        account_scope_text="The resource principal was not found.",
        general_scope_works=False,
        general_scope_error=code if general is None else general,
        token_tenant=None,
        audience="",
        issuer="",
    )


def an_item(kind: str = "CO101", **other: object) -> PastedItem:
    item = PastedItem(
        signature_id="cmk.4000",
        code="4000",
        category="token-acquisition",
        certainty="certain",
        kind=kind,
        excerpt="Forbidden (403); Substatus: 4000",
        why="the number inside the text says 4000",
        http_status=403,
        account_host="",
        vault_host="",
    )
    return replace(item, **other)


def codes(verdicts: Iterable[Verdict]) -> list[str]:
    """Write findings as their code, open questions with a question mark."""
    said: list[str] = []
    for each in verdicts:
        assert isinstance(each, Finding | Unknown)
        said.append(each.kind.code + "?" * isinstance(each, Unknown))
    return said
