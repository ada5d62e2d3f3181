"""Every recorded exchange, asked again: the simulator answers as the real service did, or the difference stands here with its reason.

A recording is one sequence in one world: what it creates is there for what follows, by the simulator's own writes. Status, error
code, every field, type and value are compared; identifiers and instants by what they stand for.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.support.differing import Names, differences, shape_differences
from tests.support.recorded import REFEREE, Exchange, recordings
from tests.support.replaying import Played, asked_here, is_served, replay

pytestmark = REFEREE
ALL = [each for recording in recordings() for each in asked_here(recording)]


class Unserved(NamedTuple):
    request: str  # pattern of "METHOD host/path"
    reason: str


class Difference(NamedTuple):
    request: str
    field: str
    reason: str


UNSERVED = (
    Unserved(r"\S+ graph\.windows\.net/.*", "Azure AD Graph: retired in favour of Microsoft Graph; nothing here asks it"),
    Unserved(r"GET graph\S+/me", "whoever asks the simulator is an application: it has no /me"),
    Unserved(r"POST graph\S+/applications", "registering an application: no repair needs it"),
    Unserved(r"PUT \S+/databaseAccounts/[^/]+", "creating or restoring an account: no repair needs it, and no program of this project may"),
    Unserved(r"(PUT|GET) \S+/sqlDatabases/\S+", "databases and containers: nobody here reads or makes them"),
    Unserved(r"GET \S+/restorableSqlResources", "restoring an account from its backups is Microsoft's procedure, not one of ours"),
    Unserved(r"GET \S+/(cassandraKeyspaces|gremlinDatabases|mongodbDatabases)/\S+", "other APIs than NoSQL: such an account is refused before it is looked into"),
    Unserved(r"\S+ \S+\.vault\.azure\.net/(deleted)?(secrets|certificates)/\S+", "secrets and certificates: a customer-managed key is a key"),
    Unserved(r"DELETE \S+\.vault\.azure\.net/deletedkeys/\S+", "purging a key: the opposite of a repair"),
    Unserved(r"DELETE \S+/Microsoft\.KeyVault/vaults/[^/]+", "deleting a vault: the opposite of a repair; the fault vault-soft-deleted does it"),
    Unserved(r"POST \S+/deletedVaults/[^/]+/purge", "purging a vault: the opposite of a repair; the fault vault-gone does it"),
    Unserved(r"GET \S+/Microsoft\.(Classic)?Storage/storageAccounts/[^/]+", "another provider; the refusal itself is compared in test_referee_refusals"),
    Unserved(r"GET \S+/policyDefinitions/\S+", "another provider"),
)  # fmt: skip

_VAULT = r"\S+/Microsoft\.KeyVault/vaults/[^/]+"
_NEW_VAULT = "a new vault's name takes some seconds to be known; here it is known at once"
_2018 = "an api-version of 2018 does not show it; no client here asks for one"
DIFFERENCES = (
    Difference(rf"PUT {_VAULT}", "properties.provisioningState", _NEW_VAULT),
    Difference(rf"GET {_VAULT}", "properties.provisioningState", _NEW_VAULT),
    Difference(rf"PUT {_VAULT}", "properties.vaultUri", "only while the name is being registered the address lacks its last slash"),
    Difference(rf"\S+ {_VAULT}000002", "properties.enableSoftDelete", _2018),
    Difference(rf"\S+ {_VAULT}000002", "properties.publicNetworkAccess", _2018),
    Difference(rf"\S+ {_VAULT}000002", "systemData", _2018),
    Difference(r"POST \S+/keys/[^/]+/create", "header www-authenticate", "login.windows.net: the older name of the same authority; the simulator names the newer one, which most recordings have"),
    Difference(r"GET \S+/sqlRoleAssignments/75c9a001\S+", "status", "a role assignment takes seconds until it can be read; here it can be read at once"),
    Difference(r"GET \S+/roleDefinitions", "value[].properties.description", "Azure's prose about a role: nobody here reads it"),
    Difference(r"GET \S+/resources", "nextLink", "the list may lead to a page without entries; here a link leads to something"),
    Difference(r"GET \S+/deletedVaults", "nextLink", "65 entries were recorded, of which 10 were kept: the rest is not here to be linked to"),
    Difference(r"POST \S+/directoryObjects/getByIds", "value[].servicePrincipalNames[]", "a managed identity's second name is a hash whose source is unknown; length and form are the same"),
    Difference(r"POST \S+/servicePrincipals", "servicePrincipalNames[]", "only the answer to the creation lists the application's id first; later answers are the same"),
)  # fmt: skip


def asked(exchange: Exchange) -> str:
    place = urlsplit(exchange.url)
    return f"{exchange.method} {place.netloc}{place.path}"


def played(exchange: Exchange) -> Played:
    return replay(exchange.recording).played[exchange.number]


def reasons(exchange: Exchange, field: str) -> list[str]:
    return [
        each.reason
        for each in DIFFERENCES
        if each.field == field and re.fullmatch(each.request, asked(exchange), re.IGNORECASE)
    ]


@pytest.mark.parametrize("exchange", [each for each in ALL if is_served(each)], ids=str)
def test_the_answer_is_the_recorded_one(exchange: Exchange) -> None:
    found = played(exchange).found
    assert {name: what for name, what in found.items() if not reasons(exchange, name)} == {}


@pytest.mark.parametrize("exchange", [each for each in ALL if not is_served(each)], ids=str)
def test_what_is_not_served_is_listed_with_its_reason(exchange: Exchange) -> None:
    listed = [each.reason for each in UNSERVED if re.fullmatch(each.request, asked(exchange))]
    assert len(listed) == 1, f"{asked(exchange)}: served by no route, and {listed or 'not listed'}"


def test_every_listed_request_was_recorded() -> None:
    texts = [asked(each) for each in ALL if not is_served(each)]
    idle = [
        each for each in UNSERVED if not any(re.fullmatch(each.request, text) for text in texts)
    ]
    assert idle == []


def test_every_listed_difference_is_there() -> None:
    found = [(asked(each), name) for each in ALL if is_served(each) for name in played(each).found]
    idle = [
        each
        for each in DIFFERENCES
        if not any(
            each.field == name and re.fullmatch(each.request, text, re.IGNORECASE)
            for text, name in found
        )
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "Enqueued", "more": 1}, "more"),
        ({}, "status"),
        ({"status": 1}, "status"),
        ({"status": "Dequeued"}, "status"),
    ],
)
def test_a_difference_would_be_seen(change: dict[str, object], field: str) -> None:
    exchange = next(each for each in ALL if each.answer == {"status": "Enqueued"})
    assert list(differences(exchange.answer, change, Names())) == [field]
    other_type = shape_differences(exchange.answer, change)
    assert (list(other_type) == [field]) is (
        field != "status" or change.get("status") != "Dequeued"
    )


def test_an_identifier_stands_for_the_same_thing_from_then_on() -> None:
    names, other = Names(), "00000000-0000-0000-0000-00000000000b"
    real = {"id": "00000000-0000-0000-0000-00000000000a"}
    assert differences(real, {"id": other}, names) == {}
    assert differences(real, {"id": other[:-1] + "c"}, names) != {}
    known = Names()
    known.heard(json.dumps(real))
    assert differences(real, {"id": other}, known) != {}
