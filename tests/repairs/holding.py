"""A login that holds what a plan names and nothing else: made in the world from the plan's data, and taken out again."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.simulator import directory, ids, key_state, resources, roles
from diagnostics.simulator.reading import entries, props, text
from diagnostics.simulator.world import Doc, World
from tests.repairs.reading import Right

_SPACE = uuid.UUID("5b0b3f0e-6f5e-4c57-9a58-7d3f7e1c9a11")
# Template ids, Microsoft Entra built-in roles reference, read 2026-11-24.
DIRECTORY_ROLES = {
    "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
    "Groups Administrator": "fdd7a751-b60b-444a-984c-02652fe8fa1c",
    "Security Administrator": "194ae4cb-b126-40b2-bd5b-6091b380977d",
    "Directory Readers": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
    "Reports Reader": "4a5d8f65-41da-4de4-8968-e035b65339cf",
}
_ROLE_IDS = {role.name: guid for guid, role in roles.BUILT_IN.items()}


@dataclass(frozen=True, slots=True)
class Login:
    """A service principal for one set of directory roles; its token says them, so each set has its own."""

    directory_roles: tuple[str, ...]

    @property
    def client_id(self) -> str:
        return str(uuid.uuid5(_SPACE, f"client {self.directory_roles}"))

    @property
    def object_id(self) -> str:
        return str(uuid.uuid5(_SPACE, f"object {self.directory_roles}"))

    @property
    def secret(self) -> str:
        return f"of {self.client_id}"


class NotNamed(ValueError):
    """The plan does not say what the login must hold."""


def login_for(rights: Iterable[Right]) -> Login:
    """Choose the login for the directory roles that are named.

    Raises:
        NotNamed: if a right of the directory has no role behind it.
    """
    wanted = {each.role for each in rights if each.api == "graph"}
    unknown = wanted - set(DIRECTORY_ROLES)
    if unknown:
        raise NotNamed(f"no directory role of Entra: {', '.join(sorted(unknown))}")
    return Login(tuple(sorted(wanted)))


def put_login(world: World, login: Login) -> None:
    """Let a world know the login, without any right in Azure."""
    wids = [DIRECTORY_ROLES[name] for name in login.directory_roles]
    world.put(
        f"entra:/clients/{login.client_id}",
        {
            "tenant": ids.TENANT,
            "secret": login.secret,
            "object_id": login.object_id,
            "roles": [],
            "x-claims": {"wids": wids} if wids else {},
        },
    )
    principal = directory.service_principal(login.object_id, login.client_id, "on-call")
    world.put(directory.principal_key(login.object_id), principal)


def hold(world: World, login: Login, rights: Iterable[Right], place: str = "") -> None:
    """Give a login the roles and policies that are named, at the scopes that are named.

    Args:
        world: where.
        login: who.
        rights: what.
        place: the scope that the command names, for a right whose scope the report could not know.

    Raises:
        NotNamed: if a right has no role, or no scope.
    """
    put_login(world, login)
    for right in rights:
        if right.api in ("arm", "keyvault"):
            _assign(world, login, right, place)
        elif right.api == "policy":
            _policy(world, login, right)
        elif right.api == "cosmos":
            raise NotNamed(f"no command of a plan reads data: {right.name}")


def _assign(world: World, login: Login, right: Right, place: str) -> None:
    if right.role not in _ROLE_IDS:
        raise NotNamed(f"no built-in role that the simulator knows: {right.role!r}")
    scope = right.scope or place
    if not scope:
        raise NotNamed(f"no scope for {right.name} ({right.role})")
    resources.assign(world, scope, _ROLE_IDS[right.role], login.object_id)


def _policy(world: World, login: Login, right: Right) -> None:
    vault = world.get(right.scope)
    if vault is None:
        raise NotNamed(f"no vault at {right.scope!r}")
    policy = resources.access_policy(login.object_id, right.name.split())
    entries(props(vault), "accessPolicies").append(policy)


def place_of(world: World, argv: Sequence[str], values: Mapping[str, str]) -> str:
    """Return the scope that a command names, with the blanks filled in; empty = none."""
    words = dict(itertools.pairwise(argv))
    given = {name: _filled(word, values) for name, word in words.items() if name.startswith("--")}
    host = f"{given.get('--vault-name', '')}.{world.cloud.vault_suffix}"
    vault = text(key_state.find_vault(world, host), "id")
    group = given.get("--resource-group")
    group_id = f"{ids.SUBSCRIPTION_ID}/resourceGroups/{group}" if group else ""
    return given.get("--scope", "") or vault or group_id


def _filled(word: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        word = word.replace(f"<{name}>", value)
    return word


def let_go(world: World, login: Login) -> None:
    """Take every right in Azure away again, so that a diagnosis sees the plan's changes alone."""
    for key, document in list(world.documents.items()):
        if "/roleassignments/" in key and _is_of(document, login):
            world.remove(key)
        elif "/providers/microsoft.keyvault/vaults/" in key and "accessPolicies" in props(
            document
        ):
            policies = entries(props(document), "accessPolicies")
            policies[:] = [each for each in policies if each["objectId"] != login.object_id]


def _is_of(document: Doc, login: Login) -> bool:
    return bool(props(document).get("principalId") == login.object_id)


def see_subscription(world: World, login: Login) -> None:
    """Let the sign-in list the subscription."""
    resources.assign(world, ids.SUBSCRIPTION_ID, roles.READER, login.object_id)
