from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.keyvault.facts import VaultFacts, VaultReach
from checks.keyvault.vault_network import ADOBE_STATIC_ADDRESS, CHECK, judge
from diagnostics import Finding
from tests.checks.keyvault.situations import NOW, VAULT, a_vault, seen

OURS = VaultReach(
    observed_at=NOW,
    host="kv-ajo.vault.azure.net",
    callers=("Azure Cosmos DB",),
    static_address=None,
)
ADOBES = VaultReach(
    observed_at=NOW,
    host="kv-ajo.vault.azure.net",
    callers=("Azure Cosmos DB", "Adobe's monitoring"),
    static_address=ADOBE_STATIC_ADDRESS,
)


def judged(vault: VaultFacts, reach: VaultReach = OURS) -> list[Finding]:
    verdicts = list(judge(reach, seen(vault)))
    assert all(isinstance(each, Finding) for each in verdicts)
    return verdicts  # type: ignore[return-value]


def rules(action: str = "Deny", bypass: str = "AzureServices", *addresses: str) -> dict:
    return {
        "has_network_acls": True,
        "default_action": action,
        "bypass": bypass,
        "ip_rules": addresses,
    }


OFF = {"public_network_access": "Disabled"}


@pytest.mark.parametrize(
    ("situation", "vault", "own", "adobe"),
    [
        ("no rules at all", a_vault(), [], []),
        ("nothing said about public access", a_vault(public_network_access=""), [], []),
        ("open", a_vault(**rules("Allow", "None")), [], []),
        (
            "firewall with bypass and Adobe's address",
            a_vault(**rules("Deny", "AzureServices", "203.0.113.0/24", ADOBE_STATIC_ADDRESS)),
            [],
            [],
        ),
        ("Adobe's address inside a range", a_vault(**rules("Deny", "", "20.88.0.0/16")), [], []),
        ("firewall with bypass only", a_vault(**rules()), [], ["KV210"]),
        ("words in another case", a_vault(**rules("deny", "azureservices")), [], ["KV210"]),
        ("bypass not said is on", a_vault(**rules("Deny", "")), [], ["KV210"]),
        ("a rule that is no address", a_vault(**rules("Deny", "", "any")), [], ["KV210"]),
        (
            "firewall without bypass, Adobe named",
            a_vault(**rules("Deny", "None", f"{ADOBE_STATIC_ADDRESS}/32")),
            ["KV205"],
            ["KV205"],
        ),
        (
            "firewall without bypass, nobody named",
            a_vault(**rules("Deny", "None")),
            ["KV205"],
            ["KV205", "KV210"],
        ),
        ("public access off with bypass", a_vault(**OFF, **rules()), [], ["KV210"]),
        (
            "public access off: rules do not count",
            a_vault(**OFF, **rules("Deny", "AzureServices", ADOBE_STATIC_ADDRESS)),
            [],
            ["KV210"],
        ),
        (
            "public access off without bypass",
            a_vault(**OFF, **rules("Allow", "None")),
            ["KV214"],
            ["KV214", "KV210"],
        ),
        (
            "private endpoints only",
            a_vault(**OFF, **rules("Deny", "None"), private_endpoints=2),
            ["KV206"],
            ["KV206", "KV210"],
        ),
        (
            "private endpoints beside an open door",
            a_vault(private_endpoints=1),
            [],
            [],
        ),
        (
            "perimeter",
            a_vault(public_network_access="SecuredByPerimeter", **rules("Deny", "None")),
            ["KV207"],
            ["KV207"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_network_rules(
    situation: str, vault: VaultFacts, own: list[str], adobe: list[str]
) -> None:
    assert [each.kind.code for each in judged(vault)] == own, situation
    assert [each.kind.code for each in judged(vault, ADOBES)] == adobe, situation


def test_the_finding_shows_every_rule_that_decides() -> None:
    (finding,) = judged(a_vault(**OFF, **rules("Deny", "None"), private_endpoints=2))
    assert "through its 2 private endpoints only" in finding.message
    assert finding.subject == str(VAULT)
    assert any("publicNetworkAccess = Disabled" in line for line in finding.evidence)
    assert any("bypass = None" in line for line in finding.evidence)


def test_adobe_s_address_stands_in_the_finding() -> None:
    (finding,) = judged(a_vault(**rules()), ADOBES)
    assert "20.88.123.53" in finding.message


WORDS = st.sampled_from(["", "Enabled", "Disabled", "SecuredByPerimeter", "disabled", "Odd"])


@given(
    access=WORDS,
    action=st.sampled_from(["", "Allow", "Deny", "Odd"]),
    bypass=st.sampled_from(["", "AzureServices", "None"]),
    addresses=st.lists(st.sampled_from(["20.88.123.53", "10.0.0.0/8", "::1", "x"]), max_size=3),
    endpoints=st.integers(0, 2),
)
def test_whoever_is_let_in_by_the_bypass_is_never_called_shut_out(
    access: str, action: str, bypass: str, addresses: list[str], endpoints: int
) -> None:
    vault = a_vault(
        public_network_access=access,
        private_endpoints=endpoints,
        **rules(action, bypass, *addresses),
    )
    found = {each.kind.code for each in judged(vault, ADOBES)}
    assert found <= {kind.code for kind in CHECK.kinds}
    if bypass != "None":
        assert not found & {"KV205", "KV206", "KV214"}
    assert len(found & {"KV205", "KV206", "KV207", "KV214"}) <= 1
