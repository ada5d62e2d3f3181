from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.causes import cosmos_caller as caller_causes
from checks.repairs import cosmos_caller, cosmos_network, cosmos_support
from diagnostics import CLOUDS, Cause
from tests.checks.cosmos.repairing import (
    COSMOS_APP,
    FIREWALL,
    LOGIN_APP,
    a_case,
    a_login,
    commands,
    full,
)
from tests.checks.cosmos.situations import an_answer, refused
from tests.checks.keyvault.situations import TENANT

# --- the firewall ---


@pytest.mark.parametrize(
    ("message", "address"),
    [
        (FIREWALL.format("198.51.100.9"), "198.51.100.9"),
        (
            "Request originated from client IP {198.51.100.9} through public internet.",
            "198.51.100.9",
        ),
        (FIREWALL.format("2001:db8::7"), "2001:db8::7"),
        (FIREWALL.format("999.1.1.1"), "<caller_address>"),
        ("blocked by your Cosmos DB account firewall settings", "<caller_address>"),
    ],
)
def test_the_address_that_the_gateway_saw_joins_the_list(message: str, address: str) -> None:
    facts = replace(full, ip_rules=("203.0.113.7", "192.0.2.0/24"))
    (step,) = cosmos_network.let_in(a_case(facts, an_answer(403, 0, message))).steps
    assert step.argv[-1] == f"203.0.113.7,192.0.2.0/24,{address}"
    assert step.undo[-1] == "203.0.113.7,192.0.2.0/24"
    assert "15 minutes" in step.wait


@given(st.text(max_size=60))
def test_no_words_of_the_gateway_reach_a_command_but_an_address(words: str) -> None:
    message = f"Request originated from IP {words} through public internet"
    (step,) = cosmos_network.let_in(a_case(an_answer(403, 0, message))).steps
    value = step.argv[-1]
    assert value == "<caller_address>" or set(value) <= set("0123456789abcdef.:")


def test_where_this_login_came_in_the_rules_are_read_before_they_are_changed() -> None:
    facts = replace(full, ip_rules=("203.0.113.7",))
    look, change = cosmos_network.let_in(a_case(facts, an_answer(200, None, ""))).steps
    assert look.argv[:3] == ("az", "cosmosdb", "show")
    assert not any("<" in word for word in look.argv)
    assert "update" in change.argv


def test_an_account_that_keeps_nobody_out_gets_no_list_which_would_shut_out_everybody_else() -> (
    None
):
    facts = replace(full, ip_rules=(), has_virtual_network_filter=False)
    _, ask = cosmos_network.let_in(a_case(facts, an_answer(200, None, ""))).steps
    assert ask.argv == ()
    assert "perimeter" in ask.purpose
    unread = replace(facts, has_virtual_network_filter=None)
    assert cosmos_network.let_in(a_case(unread)).steps[-1].argv


@pytest.mark.parametrize("state", ["Disabled", "SecuredByPerimeter"])
def test_where_addresses_count_for_nothing_none_is_added(state: str) -> None:
    (step,) = cosmos_network.let_in(a_case(replace(full, public_network_access=state))).steps
    assert step.argv == ()
    assert state in step.purpose


# --- the token ---


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("AADSTS500011", f"az ad sp create --id {COSMOS_APP}"),
        ("AADSTS650052", f"az ad sp create --id {COSMOS_APP}"),
        ("AADSTS500014", f"az ad sp update --id {COSMOS_APP} --set accountEnabled=true"),
        ("AADSTS7000112", f"az ad sp update --id {LOGIN_APP} --set accountEnabled=true"),
    ],
)
def test_the_code_of_the_refusal_chooses_the_command(code: str, expected: str) -> None:
    first, ask = commands(cosmos_caller.get_token(a_case(refused(code))))
    assert first == expected
    assert ask.startswith(
        "az account get-access-token --scope https://cosmos-ajo.documents.azure.com/"
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AADSTS53003", "Conditional Access policy"),
        ("AADSTS7000222", "valid secret"),
        ("AADSTS90002", "tenant and cloud"),
        ("AADSTS65001", "consent"),
    ],
)
def test_what_no_command_mends_is_said_in_words_and_asked_again(code: str, words: str) -> None:
    by_hand, ask = cosmos_caller.get_token(a_case(refused(code))).steps
    assert words in by_hand.purpose
    assert not by_hand.argv
    assert "get-access-token" in ask.argv


@pytest.mark.parametrize("code", ["", "AADSTS999999"])
def test_a_code_that_is_not_known_is_only_asked_again(code: str) -> None:
    assert len(cosmos_caller.get_token(a_case(refused(code))).steps) == 1


def test_a_login_that_ended_is_made_anew() -> None:
    assert commands(cosmos_caller.get_token(a_case(refused("AADSTS700082"))))[0].startswith(
        "az login"
    )


def test_a_users_program_is_not_enabled_for_him() -> None:
    case = a_case(refused("AADSTS7000112"), a_login(is_user=True))
    assert not any("ad sp update" in line for line in commands(cosmos_caller.get_token(case)))


def test_a_token_that_the_data_plane_refuses_is_asked_for_anew() -> None:
    first = commands(cosmos_caller.get_token(a_case(an_answer(401, 5013))))[0]
    assert first == f"az login --tenant {TENANT}"


@pytest.mark.parametrize("cause", caller_causes.CAUSES, ids=lambda cause: cause.id)
def test_no_token_is_ever_printed(cause: Cause) -> None:
    for line in commands(cause.repair(a_case(refused(), kinds=cause.requires))):
        if "get-access-token" in line:
            assert "--query {tenant:tenant,expiresOn:expiresOn}" in line


def test_another_cloud_has_other_hosts() -> None:
    case = a_case()
    case = replace(case, target=replace(case.target, cloud=CLOUDS["usgov"]))
    assert "documents.azure.us" in commands(cosmos_caller.ask_for_account(case))[0]
    assert "graph.microsoft.us" in commands(cosmos_support.read_sign_ins(case))[0]
