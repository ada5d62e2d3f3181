"""The data itself, and texts that the reference has no sample of."""

from __future__ import annotations

import re

import pytest

from checks import PACK
from checks.signatures import SIGNATURES
from diagnostics import Certainty
from diagnostics.triage.normalise import stem
from diagnostics.triage.recognise import recognise

KINDS = {kind.code for check in PACK.checks for kind in check.kinds}


def signs(text: str) -> list[str]:
    return [item.signature_id for item in recognise(text, SIGNATURES)]


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda one: one.id)
def test_a_signature_is_complete(signature) -> None:  # noqa: ANN001
    assert signature.stems
    assert all(stem(literal) for group in signature.stems for literal in group)
    assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", signature.id)
    assert signature.step in ("0", "1", "2", "3", "4", "-")
    for text in (signature.title, signature.meaning, signature.source):
        assert text
    assert "read 20" in signature.source or signature.source.endswith(("2023-11-15", "reports"))
    assert signature.look_at
    assert signature.steps
    assert all(argv[0] in ("az", "timedatectl") for argv in signature.commands)
    assert not signature.kind or signature.kind in KINDS


def test_signatures_are_sorted_and_named_once() -> None:
    names = [signature.id for signature in SIGNATURES]
    assert names == sorted(set(names))


def test_every_signature_is_in_the_pack() -> None:
    assert PACK.signatures == SIGNATURES


@pytest.mark.parametrize(
    "signature", [one for one in SIGNATURES if not one.unless], ids=lambda one: one.id
)
def test_each_of_its_literals_alone_is_recognised(signature) -> None:  # noqa: ANN001
    status = f"HTTP {signature.needs_status}: " if signature.needs_status else ""
    for group in signature.stems:
        assert signature.id in signs(status + " … ".join(group) + " … "), group


REASONS = {
    "4001": "the Azure Active Directory service is unavailable",
    "4004": "the Azure Key Vault service is unavailable",
    "4008": "of an internal error",
    "4009": "the Azure Key Vault DNS name specified by the account's keyvaultkeyuri property could not be resolved",
    "4012": "the key was rotated",
    "4018": "the correspondent key is either disabled or expired",
}


@pytest.mark.parametrize(("code", "reason"), REASONS.items())
def test_a_status_text_gives_its_number(code: str, reason: str) -> None:
    text = f"Access to your account is currently revoked because {reason}; please visit https://x/cmk-troubleshooting-guide ({code})."
    (item,) = recognise(text, SIGNATURES)
    assert (item.code, item.certainty) == (code, Certainty.CERTAIN)


def test_a_reason_that_nobody_knows_is_revoked_all_the_same() -> None:
    text = "Access to your account is currently revoked because of the moon (4099)."
    (item,) = recognise(text, SIGNATURES)
    assert (item.signature_id, item.code, item.kind) == ("cmk.revoked", "4099", "CO111")


TRANSLATED = {
    "ja": "Azure Cosmos DB サービスがアカウントの既定の ID の AAD 認証トークンを取得できないため、アカウントへのアクセスは現在取り消されています",
    "ja older": "_Azure Cosmos DB サービスがアカウントのデフォルト ID の AAD 認証トークンを取得できないので、アカウントへのアクセスは現在取り消されています」_",
    "zh-Hans": "由于Azure Cosmos DB服务无法获取帐户默认身份的AAD身份验证令牌\uff0c因此对您帐户的访问当前被撤销",
    "zh-Hant": "「對您帳戶的存取權目前已撤銷\uff0c因為Azure Cosmos DB服務無法取得帳戶預設身分的AAD驗證Token」",
    "fr": "L&#39;accès à votre compte est actuellement révoqué, car le service Azure Cosmos DB ne parvient pas à obtenir "
    "le jeton d\u2019authentification AAD pour l\u2019identité par défaut du compte",
    "es": "El acceso a su cuenta está revocado actualmente porque el servicio de Azure Cosmos DB no puede obtener el "
    "token de autenticación AAD para la identidad predeterminada de la cuenta",
    "pt": "O acesso à sua conta está revogado no momento porque o serviço Azure Cosmos DB não pode obter o token de "
    "autenticação AAD para a identidade padrão da conta",
    "nl": "De toegang tot uw rekening wordt momenteel ingetrokken omdat de Azure Cosmos DB-service het "
    "AAD-verificatietoken voor de standaardidentiteit van de account niet kan verkrijgen",
    "de": "„Access to your account is currently revoked because the Azure Cosmos DB service is unable to obtain the "
    "AAD authentication token for the account&#39;s default identity“",
}


@pytest.mark.parametrize("text", TRANSLATED.values(), ids=TRANSLATED.keys())
def test_adobes_page_is_recognised_in_its_languages(text: str) -> None:
    (item,) = recognise(text, SIGNATURES)
    assert (item.signature_id, item.kind) == ("cmk.4000", "CO101")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("StatusCode: 410, Substatus: 1008", []),
        ("Forbidden (403); Substatus: 1008", ["cosmos.1008"]),
        ("Forbidden (403); Substatus: 3", ["cosmos.3"]),
        ("Gone (410); Substatus: 3", []),
        ("(401) Substatus: 5013", ["cosmos.5013"]),
        ("(429) Substatus: 3211", ["cosmos.3211"]),
        ("Forbidden (403); Substatus: 5307", ["cosmos.5307"]),
    ],
)
def test_a_number_means_what_it_means_with_its_status(text: str, expected: list[str]) -> None:
    assert signs(text) == expected


def test_a_revoked_token_is_not_a_revoked_key() -> None:
    (item,) = recognise("Unauthorized (401); Substatus: 5013; the token was revoked", SIGNATURES)
    assert item.kind == ""


FIREWALL = (
    "Request originated from client IP 198.51.100.7 through public internet. This is blocked by your Cosmos DB account "
    "firewall settings.",
    "Request originated from IP 198.51.100.7 through public internet. This is blocked by your Cosmos DB account firewall "
    "settings. More info: https://aka.ms/cosmosdb-tsg-forbidden Sub Status: 0",
    "Request originated from client VNET through service endpoint. This is blocked by your Cosmos DB account firewall "
    "settings.",
)


@pytest.mark.parametrize("text", FIREWALL)
def test_the_firewall_speaks_in_several_forms(text: str) -> None:
    (item,) = recognise(text, SIGNATURES)
    assert (item.signature_id, item.certainty) == ("cosmos.firewall", Certainty.CERTAIN)


def test_journey_optimizers_500_around_a_lost_key_leads_to_the_key() -> None:
    text = (
        '{"type":"https://ns.adobe.com/aep/errors/CJMRT-110100-500","title":"Internal Server Error","status":500,'
        '"detail":"Response status code does not indicate success: Forbidden (403); Substatus: 4000; Reason: '
        '({\\"code\\":\\"Forbidden\\",\\"message\\":\\"Access to your account is currently revoked because the Azure '
        "Cosmos DB service is unable to obtain the AAD authentication token for the account's default identity (4000)."
        '\\"})"}'
    )
    found = recognise(text, SIGNATURES)
    assert [item.signature_id for item in found] == ["cmk.4000", "ajo.cjmrt-110100-500"]
    assert found[0].http_status == 403


def test_the_gateways_own_refusals_are_told_from_journey_optimizers() -> None:
    assert signs('{"error_code":"401013","message":"Oauth token is not valid"}') == [
        "gateway.401013"
    ]
    assert signs('{\\"error_code\\": \\"403003\\", \\"message\\": \\"Api Key is invalid\\"}') == [
        "gateway.403003"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "HTTP 500 Internal Server Error",
        "Database account creation failed: the resource group does not exist",
        "403 Forbidden",
        "the campaign ended in 4000 ms (4000)",
        "Access was revoked by the administrator",
        "AADSTS7000112345: not a code of anybody",
        "request timed out after 30 s",
        "status:401",
        '{"id":"4018","name":"x"}',
    ],
)
def test_ordinary_text_matches_nothing(text: str) -> None:
    assert signs(text) == []
