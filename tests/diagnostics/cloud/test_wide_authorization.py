"""Role assignments read once a subscription answer what the same lists read at each scope answer."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.cloud.ports import CallerActions
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.cloud.wide_authorization import Whole, assignable_at, held_at
from diagnostics.document import Document
from diagnostics.errors import LookError
from diagnostics.evidence import Seen
from diagnostics.names import ObjectId, ResourceId
from diagnostics.simulator import access, ids, resources, role_definitions, roles
from diagnostics.simulator.faults.timed_roles import given_until
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving

PLACES = (
    ids.MANAGEMENT_GROUP_ID,
    ids.SUBSCRIPTION_ID,
    ids.VAULT_GROUP_ID,
    ids.ACCOUNT_GROUP_ID,
    ids.VAULT_ID,
    ids.OTHER_VAULT_ID,
    ids.KEY_ID,
    ids.OTHER_KEY_ID,
    ids.ACCOUNT_ID,
)
ASKED = (ids.KEY_ID, ids.VAULT_ID, ids.OTHER_VAULT_ID, ids.ACCOUNT_ID, ids.OTHER_KEY_ID)
GONE = ids.VAULT_ID.replace(ids.VAULT, "kv-gone")
MINE = (ids.VAULT_ID, ids.OTHER_VAULT_ID, ids.ACCOUNT_ID, ids.IDENTITY_ID, GONE)
PRINCIPALS = (
    ids.CALLER_OID,
    ids.IDENTITY_OID,
    ids.REPORTS_OID,
    ids.ADMINS_GROUP,
    ids.ONCALL_GROUP,
    ids.DANA,
)
GIVEN = (roles.OWNER, roles.READER, roles.CRYPTO_SERVICE_ENCRYPTION_USER)
_WORLDS = st.fixed_dictionaries(
    {
        "assigned": st.lists(
            st.tuples(
                st.sampled_from(PLACES), st.sampled_from(GIVEN), st.sampled_from(PRINCIPALS)
            ),
            max_size=8,
        ),
        "custom": st.lists(
            st.lists(st.sampled_from(PLACES), min_size=1, max_size=2, unique=True), max_size=4
        ),
        "denied": st.lists(st.sampled_from(PLACES[1:]), max_size=3, unique=True),
        "reader_at": st.sampled_from((ids.SUBSCRIPTION_ID, ids.VAULT_GROUP_ID, ids.VAULT_ID)),
    }
)


def a_world(drawn: dict[str, Any]) -> World:
    world = make_world(SCENARIOS["healthy@own-account"])
    for key, document in list(world.under("/")):
        if "/roleassignments/" in key and document["properties"]["principalId"] == ids.CALLER_OID:
            world.remove(key)
    resources.assign(world, drawn["reader_at"], roles.READER, ids.CALLER_OID)
    for number, (scope, role, principal) in enumerate(drawn["assigned"]):
        grant = resources.assign(world, scope, role, principal)
        if number % 2:
            given_until(world, world.need(grant), 9)
    for number, scopes in enumerate(drawn["custom"]):
        guid = str(uuid.UUID(int=number + 1))
        key = role_definitions.put_role_definition(world, guid, f"own {number}", [], custom=True)
        world.need(key)["properties"]["assignableScopes"] = scopes
    for scope in drawn["denied"]:
        deny(world, scope)
    return world


def deny(world: World, scope: str) -> None:
    key = f"{scope}/providers/Microsoft.Authorization/denyAssignments/{uuid.uuid5(uuid.NAMESPACE_URL, scope)}"
    everybody = {"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}
    block = {"actions": [], "notActions": [], "dataActions": ["*"], "notDataActions": []}
    fields = {"scope": scope, "permissions": [block], "principals": [everybody]}
    world.put(key, {"id": key, "properties": fields})


async def answers(options: SessionOptions, scopes: Sequence[str]) -> dict[str, object]:
    async with Session(options) as session:
        rbac = session.look(None, Seen()).authorization  # type: ignore[arg-type]
        asked: dict[str, Any] = {}
        for scope in scopes:
            asked[f"assigned {scope}"] = rbac.role_assignments(scope)
            asked[f"roles {scope}"] = rbac.role_definitions(scope)
            asked[f"denied {scope}"] = rbac.deny_assignments(scope)
            asked[f"running {scope}"] = rbac.running_roles(scope)
            for one in (ids.IDENTITY_OID, ids.DANA):
                mine = rbac.role_assignments(scope, assigned_to=ObjectId(one))
                asked[f"assigned {scope} to {one}"] = mine
        for resource in MINE:
            asked[f"mine {resource}"] = rbac.caller_actions(ResourceId.parse(resource))
        said = await asyncio.gather(*asked.values(), return_exceptions=True)
    return {name: plainly(answer) for name, answer in zip(asked, said, strict=True)}


def plainly(answer: object) -> object:
    """What an answer says, whatever the order of its entries."""
    if isinstance(answer, LookError):
        return type(answer).__name__, answer.status, [each.name for each in answer.permissions]
    if isinstance(answer, CallerActions):
        return answer.scope, sorted(repr(rights_in(block)) for block in answer.permissions)
    assert isinstance(answer, tuple), answer
    return sorted(repr(entry.data) for entry in answer)


def rights_in(block: Document) -> list[tuple[str, ...]]:
    return [
        block.texts(name) or ()
        for name in ("actions", "notActions", "dataActions", "notDataActions")
    ]


def options_of(simulator: Simulator) -> SessionOptions:
    environ = {**simulator.environ(), "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    return SessionOptions(environ=environ, proxy=simulator.proxy_url, ca=simulator.ca_file)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_WORLDS)
def test_once_a_subscription_says_what_every_scope_says(drawn: dict[str, Any]) -> None:
    with serving(a_world(drawn)) as simulator:
        options = options_of(simulator)
        narrow = asyncio.run(answers(options, ASKED))
        wide = asyncio.run(answers(replace(options, is_wide=True), ASKED))
        assert simulator.crashes == []
    assert wide == narrow


def test_five_scopes_cost_the_lists_of_one_subscription() -> None:
    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        options = options_of(simulator)
        simulator.log.clear()
        asyncio.run(answers(options, ASKED))
        narrow = [entry.path for entry in simulator.log if "Authorization" in entry.path]
        simulator.log.clear()
        asyncio.run(answers(replace(options, is_wide=True), ASKED))
        wide = [entry.path for entry in simulator.log if "Authorization" in entry.path]
    # Assignments, roles, denials, what runs, and the assignments of three principals; wide lists are turned in pages. What
    # no list shows is asked at its own place.
    own = f"{GONE}/providers/Microsoft.Authorization/permissions".lower()
    assert len(narrow) >= 6 * len(ASKED)
    assert len({*wide}) == 5
    assert all(
        path.lower() == own or path.startswith(f"{ids.SUBSCRIPTION_ID}/providers/")
        for path in wide
    )


def test_a_refused_subscription_is_asked_scope_by_scope() -> None:
    drawn = {"assigned": [], "custom": [], "denied": [], "reader_at": ids.VAULT_ID}
    with serving(a_world(drawn)) as simulator:
        options = replace(options_of(simulator), is_wide=True)
        said = asyncio.run(answers(options, (ids.VAULT_ID, ids.ACCOUNT_ID)))
    assert isinstance(said[f"assigned {ids.VAULT_ID}"], list)
    kind, status, _ = said[f"assigned {ids.ACCOUNT_ID}"]  # type: ignore[misc]
    assert (kind, status) == ("Denied", 403)


def entry(*scopes: str) -> Document:
    return document({"scope": scopes[0], "assignableScopes": list(scopes)})


def document(fields: dict[str, Any]) -> Document:
    return Document({"properties": fields}, "a test", datetime(2026, 11, 23, tzinfo=UTC))


def test_what_does_not_say_where_it_holds_is_not_taken_apart() -> None:
    whole = ids.SUBSCRIPTION_ID
    assert Whole.of((document({}),), whole, held_at) is None
    assert Whole.of((document({}),), whole, assignable_at) is None
    assert Whole.of((document({"assignableScopes": []}),), whole, assignable_at) is None
    # Such a role may be listed for the group below, and its management group be another's.
    both = entry(ids.MANAGEMENT_GROUP_ID, ids.VAULT_GROUP_ID)
    assert Whole.of((both,), whole, assignable_at) is None


_CASES = st.sampled_from((str, str.lower, str.upper))


@given(
    st.lists(st.tuples(st.sampled_from((*PLACES, "/")), _CASES), max_size=12),
    st.sampled_from(ASKED),
    _CASES,
)
def test_a_list_is_cut_as_the_service_cuts_it(
    held: list[tuple[str, Any]], asked: str, case: Any
) -> None:
    world = build("own-account")
    entries = tuple(entry(cased(scope)) for scope, cased in held)
    whole = Whole.of(entries, ids.SUBSCRIPTION_ID, held_at)
    assert whole is not None
    wanted = [
        one for one in entries if access.covers(world, str(one.text("properties.scope")), asked)
    ]
    assert list(whole.holding(case(asked))) == wanted
