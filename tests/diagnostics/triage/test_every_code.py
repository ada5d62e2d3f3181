"""Every code that Adobe's and Microsoft's pages list is explained offline; what they do not list, by its parts."""

from __future__ import annotations

import pytest

from diagnostics.triage.explain import explain_code, load_codes
from diagnostics.triage.unlisted import explain_unlisted
from tests.support.commands import run

JOURNEY = [
    "CJMRT-000013-401",
    "CJMRT-000071-400",
    "CJMRT-030012-422",
    "CJMRT-080605-400",
    "CJMRT-080608-400",
    "CJMRT-110001-500",
    "CJMRT-110100-500",
    "CJMRT-130004-400",
    "CJMRT-170016-400",
    "CJMRT-000032-409",
    "CJMPTS-1310-500",
    "CJMPTS-1410-500",
    "CJMPTS-1510-500",
    "CJMPTS-1023-500",
    "CJMPTS-1006-404",
    "CJMTL-010011-422",
    "CJMTL-010018-422",
    "CJMCMP-2050-400",
    "CJMCMP-6003-400",
    "CJMCMP-2003-400",
    "CJMCMP-3001-400",
    "CJMMAS-1149-400",
    "CJMMAS-2073-422",
    "CJMMAS-1300-500",
    "CJMMAS-1069-500",
    "CJMMAS-1603-403",
    "CJMMAS-2001-200",
    "CJMMAS-1732-500",
    "CJMOC-6100-400",
    "CJMOC-1001-403",
    "CJMOC-1215-403",
    "CJMOC-1200-404",
    "CJMOC-6104-429",
    "CJMCMP-2000-400",
    "CJMCMP-2025-400",
    "CJMCMP-2028-400",
    "CJMCMP-2031-400",
    "CJMCMP-2061-400",
    "CJMCMP-2060-200",
    "CJMCMP-2075-400",
    "MSG-000052-400",
]
GATEWAY = ["403010", "401013", "403000", "403003", "400003", "403025", "403027", "429050"]
IMS = ["invalid_client", "invalid_scope", "invalid_scopes"]
EXCLUSIONS = [
    "050301",
    "050302",
    "050002",
    "050101",
    "050102",
    "050105",
    "050107",
    "050103",
    "050106",
    "050108",
    "050030",
    "050031",
    "050020",
    "050021",
    "050024",
    "050026",
    "050083",
    "050109",
    "050104",
    "050153",
]
SUB_STATUSES = [
    "3",
    "1008",
    "1014",
    "3211",
    "4000",
    "4001",
    "4002",
    "4003",
    "4004",
    "4005",
    "4006",
    "4007",
    "4008",
    "4009",
    "4010",
    "4011",
    "4012",
    "4013",
    "4014",
    "4015",
    "4016",
    "4017",
    "4018",
    "4019",
    "5000",
    "5001",
    "5002",
    "5003",
    "5004",
    "5005",
    "5006",
    "5007",
    "5008",
    "5009",
    "5010",
    "5011",
    "5012",
    "5013",
    "5200",
    "5201",
    "5202",
    "5300",
    "5301",
    "5302",
    "5303",
    "5304",
    "5305",
    "5306",
    "5307",
    "5308",
    "5309",
    "5310",
    "5311",
    "5312",
    "5313",
    "5350",
    "5351",
    "5360",
    "5400",
    "5600",
]
ENTRA = [
    "7000112",
    "500014",
    "7000229",
    "700229",
    "700016",
    "70001",
    "500011",
    "650052",
    "7000215",
    "7000222",
    "700027",
    "700030",
    "50012",
    "700024",
    "70021",
    "700211",
    "700212",
    "700213",
    "7002137",
    "7002138",
    "53003",
    "530032",
    "530035",
    "90002",
    "90038",
    "900382",
    "65001",
    "65002",
    "90094",
    "50034",
    "50057",
    "50020",
    "51004",
    "50076",
    "50079",
    "50158",
    "53000",
    "53001",
    "53002",
    "50105",
    "700082",
    "50173",
    "70043",
    "1000901",
    "90033",
    "90024",
    "50196",
]
NAMES = [
    "ForbiddenByRbac",
    "ForbiddenByPolicy",
    "ForbiddenByFirewall",
    "ForbiddenByConnection",
    "KeyNotFound",
    "KeyDisabled",
    "AuthorizationFailed",
    "Authorization_RequestDenied",
    "PrincipalNotFound",
    "RoleAssignmentExists",
    "SubscriptionNotFound",
    "InvalidAuthenticationTokenTenant",
    "ScopeLocked",
    "ObjectIsDeletedButRecoverable",
    "AKV10000",
    "AKV10022",
    "AKV10032",
]


@pytest.mark.parametrize(
    "code",
    [
        *JOURNEY, *GATEWAY, *IMS, *EXCLUSIONS, *SUB_STATUSES, *ENTRA,
        *(f"AADSTS{each}" for each in ENTRA), *NAMES,
    ],
)  # fmt: skip
def test_a_listed_code_is_explained_with_its_source(code: str) -> None:
    found = explain_code(code)
    assert found is not None
    assert found.title
    assert found.meaning
    assert found.steps
    assert "read 20" in found.source or "reports" in found.source
    assert "not listed" not in found.title


@pytest.mark.parametrize("code", EXCLUSIONS)
@pytest.mark.parametrize("wrapped", ["CJMRT-{}-422", "CJMRT-{}", "cjmrt-{}-400"])
def test_six_digits_mean_the_same_bare_and_wrapped(code: str, wrapped: str) -> None:
    assert explain_code(wrapped.format(code)) == explain_code(code)


@pytest.mark.parametrize(
    "service", ["CJMRT", "CJMPTS", "CJMMAS", "CJMCMP", "CJMTL", "CJMRPS", "CJMOC", "MSG"]
)
def test_an_unlisted_code_of_a_known_service_is_explained_by_its_parts(service: str) -> None:
    code = f"{service}-999999-404"
    assert explain_code(code) is None
    found = explain_unlisted(f" {code.lower()}. ")
    assert found is not None
    assert found.code == code
    assert "not listed" in found.title
    for part in (service, "999999", "404", "no page"):
        assert part in found.meaning
    assert found.source


@pytest.mark.parametrize(
    ("code", "shown", "words"),
    [
        ("403999", "403999", "gateway"),
        ("050999", "050999", "exclusion"),
        ("CJMRT-050999-422", "CJMRT-050999-422", "runtime"),
        ("AADSTS999999", "AADSTS999999", "Entra"),
        ("4099", "4099", "customer-managed key"),
        ("5399", "5399", "caller"),
        ("HTTP 500", "500", "fault behind the API"),
        ("404", "404", "not there"),
    ],
)
def test_other_families_and_bare_statuses(code: str, shown: str, words: str) -> None:
    found = explain_unlisted(code)
    assert found is not None
    assert found.code == shown
    assert words in found.title


@pytest.mark.parametrize(
    "code", ["", "9999", "nonsense", "CJMXX-1-400", "AADSTS1", "KV999", "{number}"]
)
def test_what_belongs_to_no_family_stays_unknown(code: str) -> None:
    assert explain_unlisted(code) is None


def test_no_brace_is_left_in_what_is_said() -> None:
    for family in load_codes()["families"]:
        for text in (family["shown"], family["meaning"], *family["steps"]):
            assert "{" not in text.format(number="1", http="2")


def test_the_command_says_unlisted_and_ends_well() -> None:
    said = run("explain", "CJMRT-999999-404")
    assert said.code == 0
    assert "not listed" in said.out
    assert run("explain", "CJMRT-050030-422").out == run("explain", "050030").out
    assert run("explain", "77777777").code == 1
