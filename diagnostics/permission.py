"""What a login must be allowed to do before a question can be answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Permission:
    """One right, in the words of the service that grants it."""

    api: str  # "arm" · "graph" · "keyvault" · "cosmos" · "policy" (access policies of a vault) · "adobe"
    name: str  # action, data action, Graph permission, or operations on keys ("get update")
    granted_by: str  # the smallest built-in role or consent that carries it
    scope: str = ""  # ARM path, vault or account it is needed at; empty = the whole tenant

    def at(self, scope: str) -> Permission:
        """Return the same right, needed at one place."""
        return Permission(self.api, self.name, self.granted_by, scope)

    def __str__(self) -> str:
        """Give the right, where it is needed and which role carries it."""
        where = f" at {self.scope}" if self.scope else ""
        sorts = {
            "keyvault": "data action ",
            "cosmos": "Cosmos DB data action ",
            "adobe": "Adobe permission ",
        }
        sort = sorts.get(self.api, "")
        return f"{sort}{self.name}{where} (granted by {self.granted_by})"
