"""The world that a recording presupposes: who asked, and everything an exchange names that no exchange before it made.

The documents are the recorded ones, loaded where they lie. What the service concludes from others is left out of them
(`customerManagedKeyStatus`), so that the simulator has to conclude it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from diagnostics.simulator import directory, ids, resources, role_definitions, roles
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.http import path_of
from diagnostics.simulator.propagation import KEY as PROPAGATION
from diagnostics.simulator.world import Doc, World
from tests.support.differing import Names
from tests.support.recorded import Exchange

RIGHTS = ["Application.ReadWrite.All", "Group.Read.All", "User.Read.All"]
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_TENANTS = (
    rf'"(?:tenantId|appOwnerOrganizationId)": "({_GUID})"',
    rf"in the directory ({_GUID})",
    rf"login\.microsoftonline\.com/({_GUID})",
)
_CALLERS = (
    rf'"accessPolicies": \[{{[^]]*?"objectId": "({_GUID})"',
    rf'"updatedBy": "({_GUID})"',
    rf"with object id '({_GUID})'",
)
_NAMES = (r'"createdBy": "([^"@]+@[^"]+)"', r"The client '([^']+)'")
_KINDS = {"serviceprincipal": "serviceprincipals", "user": "users", "group": "groups"}
_CONCLUDED = ("customerManagedKeyStatus",)
# What is Azure's own, or follows from what is there: the simulator must know it by itself.
_OURS = r"/roleDefinitions|/locations/[^/]+/restorableDatabaseAccounts"


class Presupposed:
    """A world that grows with its recording."""

    def __init__(self, played: Sequence[Exchange], names: Names) -> None:
        self._played = played
        self._names = names
        said = "\n".join(
            json.dumps([each.url, each.sent, each.answer, each.headers]) for each in played
        )
        self.tenant = _first(_TENANTS, said) or ids.TENANT
        self.caller = _first(_CALLERS, said) or ids.CALLER_OID
        self.caller_name = _first(_NAMES, said)
        self.world = self._empty(said)
        names.heard(f"{self.tenant} {self.caller} {' '.join(_subscriptions(said))}")

    def _empty(self, said: str) -> World:
        """Return a world with nothing but places, Microsoft's own applications and an owner who asks."""
        world = World("recorded")
        world.put(PROPAGATION, {"factor": 1e12})  # what takes half an hour takes no time
        world.put("sim:/caller", {"client_id": ids.CALLER_APP})
        client: Doc = {
            "tenant": self.tenant,
            "secret": "recorded",
            "object_id": self.caller,
            "roles": RIGHTS,
        }
        world.put(f"entra:/clients/{ids.CALLER_APP}", client)
        world.put(f"entra:/tenants/{self.tenant}", {"displayName": "recorded", "x-domain": ""})
        self._put_applications(world, said)
        missing = re.findall(rf"The subscription '({_GUID})' could not be found", said)
        for subscription in sorted(set(_subscriptions(said)) - set(missing)):
            self._put_subscription(world, subscription, said)
        return world

    def _put_applications(self, world: World, said: str) -> None:
        """Put Microsoft's own applications, and the one that asks: some recordings name it by its object id alone."""
        cloud = world.cloud
        cosmos = rf'"objectId": "({_GUID})"[^{{}}]*?"appId": "{cloud.cosmos_app_id}"'
        for oid, app, name in (
            (
                _first((cosmos,), said) or ids.COSMOS_OID,
                cloud.cosmos_app_id,
                "https://cosmos.azure.com",
            ),
            (ids.KEY_VAULT_OID, cloud.key_vault_app_id, cloud.vault_resource),
            (ids.ARM_OID, ids.ARM_OID, f"https://{cloud.arm}"),
            (ids.GRAPH_OID, ids.GRAPH_OID, f"https://{cloud.graph}"),
            (self.caller, ids.CALLER_APP, ""),
        ):
            principal = directory.service_principal(
                oid, app, name, owner=ids.MICROSOFT_TENANT, names=[name] if name else []
            )
            world.put(directory.principal_key(oid, self.tenant), principal)

    def _put_subscription(self, world: World, subscription: str, said: str) -> None:
        place = f"/subscriptions/{subscription}"
        world.put(place, resources.subscription("recorded", subscription, self.tenant, groups=()))
        role_definitions.put_role_definitions(world, subscription)
        for group in set(re.findall(rf"{place}/resourceGroups/([^/\"?]+)", said, re.IGNORECASE)):
            name = f"{place}/resourceGroups/{group}"
            world.put(name, resources.resource_group(name))
        if not re.search(r'"code": "AuthorizationFailed"', said):
            resources.assign(world, place, roles.OWNER, self.caller, "User")

    def before(self, exchange: Exchange) -> None:
        """Put what the exchange takes for granted, unless it is there."""
        if (
            "/Microsoft.Authorization/roleAssignments/" in exchange.url
            or "/sqlRoleAssignments/" in exchange.url
        ):
            self._before_granting(exchange)
        if exchange.status >= 400 or not isinstance(exchange.answer, dict):
            return
        is_reading = exchange.method == "GET" or exchange.url.endswith("/getByIds")
        if is_reading and urlsplit(exchange.url).netloc == self.world.cloud.graph:
            for entry in exchange.answer.get("value", [exchange.answer]):
                self._put_object(entry, path_of(urlsplit(exchange.url).path))
        elif is_reading and "/operationsStatus/" in exchange.url:
            self._put_operation(exchange)
        elif is_reading and not re.search(_OURS, exchange.url):
            for entry in exchange.answer.get("value", [exchange.answer]):
                if str(entry.get("id", "")).startswith("/"):
                    self._put(entry["id"], self._whole(entry))

    def after_unserved(self, exchange: Exchange) -> None:
        """Let a write that the simulator does not offer have its effect."""
        path = self._here(path_of(urlsplit(exchange.url).path))
        if exchange.method == "PUT" and re.search(r"/databaseAccounts/[^/]+$", path):
            self._put(path, self._later(exchange))
        elif exchange.method == "POST" and path.endswith("/applications"):
            self._put_object(exchange.answer, "/applications")
        elif exchange.method == "DELETE" and re.search(r"/vaults/[^/]+$", path):
            self._delete_vault(path, exchange)

    def _whole(self, entry: Doc) -> Doc:
        """Return all that the recording says of a resource: some lists show only its name and place."""
        answers = (each.answer for each in self._played if isinstance(each.answer, dict))
        whole = (
            each for each in answers if each.get("id") == entry["id"] and "properties" in each
        )
        return entry if "properties" in entry else next(whole, entry)

    def _later(self, exchange: Exchange) -> Doc:
        """Return what the recording goes on to say of the resource: its state once the write was done."""
        found = [
            each.answer
            for each in self._played
            if each.number > exchange.number
            and urlsplit(each.url).path == urlsplit(exchange.url).path
            and isinstance(each.answer, dict)
            and "properties" in each.answer
        ]
        return found[0]

    def _delete_vault(self, path: str, exchange: Exchange) -> None:
        vault = self.world.remove(path) or self._recorded(self._later(exchange))
        name, location = vault["name"], vault["location"]
        provider = f"{'/'.join(path.split('/')[:3])}/providers/Microsoft.KeyVault"
        record = {
            "id": f"{provider}/locations/{location}/deletedVaults/{name}",
            "name": name,
            "type": "Microsoft.KeyVault/deletedVaults",
            "properties": {
                "vaultId": path,
                "location": location,
                "tags": {},
                "deletionDate": days_ago(0),
                "scheduledPurgeDate": days_ago(-7),
            },
            "x-document": vault,
            "x-children": {},
        }
        self.world.put(str(record["id"]), record)

    def _before_granting(self, exchange: Exchange) -> None:
        fields = (exchange.sent or {}).get("properties") or {}
        code = ((exchange.answer or {}).get("error") or {}).get("code", "")
        if not fields or code in ("PrincipalNotFound", "SubscriptionNotFound"):
            return
        principal = self._here(fields["principalId"])
        kind = _KINDS[fields.get("principalType", "ServicePrincipal").lower()]
        self._put(f"graph:/{self.tenant}/{kind}/{principal}", {"id": principal})
        role = fields["roleDefinitionId"]
        if "/Microsoft.Authorization/" in role:
            guid = role.rpartition("/")[2]
            if self.world.get(role) is None:
                role_definitions.put_role_definition(
                    self.world, guid, guid, [], subscription_id=role.split("/")[2]
                )
            if code == "RoleAssignmentExists":
                scope = path_of(urlsplit(exchange.url).path).partition(
                    "/providers/Microsoft.Authorization/"
                )[0]
                resources.assign(self.world, scope, guid, principal)

    def _put_operation(self, exchange: Exchange) -> None:
        name = path_of(urlsplit(exchange.url).path).rpartition("/")[2]
        key = f"sim:/operations/{name}"
        begun, due = {"Enqueued": (4e9, 5e9), "Dequeued": (-5e9, 5e9)}.get(
            exchange.answer["status"], (0.0, 0.0)
        )
        self.world.put(key, {"resource": "", "begun": begun, "due": due, "after": {}})

    def _put_object(self, entry: Doc, path: str) -> None:
        named = str(entry.get("@odata.type", "")).rpartition(".")[2].lower()
        kind = (
            f"{named}s"
            if named
            else path.strip("/").split("/")[1 if path.startswith("/v1.0") else 0]
        )
        if "id" in entry:
            bare = {name: value for name, value in entry.items() if not name.startswith("@odata.")}
            self._put(f"graph:/{self.tenant}/{kind}/{entry['id']}", bare)

    def _put(self, key: str, document: Doc) -> None:
        key = self._here(key)
        if self.world.get(key) is None:
            self.world.put(key, self._recorded(document))

    def _recorded(self, document: Doc) -> Doc:
        shown: Doc = json.loads(self._here(json.dumps(document)))
        fields = shown.get("properties")
        if isinstance(fields, dict):
            for name in _CONCLUDED:
                fields.pop(name, None)
        return copy.deepcopy(shown)

    def _here(self, text: str) -> str:
        return self._names.here(text)


def _first(patterns: Sequence[str], text: str) -> str:
    found: Iterator[Any] = (
        match[1] for pattern in patterns for match in re.finditer(pattern, text)
    )
    return str(next(found, ""))


def _subscriptions(said: str) -> list[str]:
    return re.findall(rf"/subscriptions/({_GUID})", said)
