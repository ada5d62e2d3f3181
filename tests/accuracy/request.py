"""One request that a run sends: which check stands on its answer, and what the run is without it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from urllib.parse import unquote

HOSTS = {
    "arm": "management.azure.com",
    "graph": "graph.microsoft.com",
    "entra": "login.microsoftonline.com",
    "cosmos": "cosmos-ajo.documents.azure.com",
    "keyvault": "kv-ajo.vault.azure.net",
    "ims": "ims-na1.adobelogin.com",
    "adobe": "platform.adobe.io",
    "adobestatus": "data.status.adobe.com",
    "logs": "api.loganalytics.io",
    "everything": "*",
}
RIGHTS_CHECK = ("doctor.caller_rights",)


class Weight(Enum):
    """What a run is without the answer."""

    DECIDES = "incomplete"
    OPTIONAL = "complete, and the optional check says that it did not see"
    # Read ahead to name the nearest miss of a *no*, or beside the model in force: a *yes* does not stand on it.
    IDLE = "complete"


@dataclass(frozen=True, slots=True)
class Request:
    """One request, whatever tenant, subscription or principal it names."""

    api: str  # a key of HOSTS
    end: str  # how the path ends; `*` stands for anything
    checks: tuple[str, ...]  # that must not say ok without it
    query: str = "*"  # pattern of the decoded query; of a sign-in the scope
    weight: Weight = Weight.DECIDES

    @property
    def verb(self) -> str:
        return "POST" if self.api in ("entra", "ims", "logs") else "GET"

    @property
    def host(self) -> str:
        return HOSTS[self.api]

    @property
    def name(self) -> str:
        more = f" {self.query}" if self.query != "*" else ""
        return f"{self.verb} …{self.end}{more}"

    def fits(self, verb: str, host: str, path: str, query: str) -> bool:
        return (
            (verb, host) == (self.verb, self.host)
            and fnmatchcase(path.lower(), f"*{self.end}".lower())
            and fnmatchcase(unquote(query).lower(), self.query.lower())
        )


def arm(end: str, *checks: str, query: str = "*", weight: Weight = Weight.DECIDES) -> Request:
    return Request("arm", end, checks, query, weight)


def graph(end: str, *checks: str) -> Request:
    return Request("graph", end, checks)


def token(scope: str, *checks: str) -> Request:
    return Request("entra", "/oauth2/v2.0/token", checks, f"scope={scope}/.default*")


def idle(request: Request) -> Request:
    return Request(request.api, request.end, (), request.query, Weight.IDLE)


def optional(end: str, query: str = "*") -> Request:
    return arm(end, *RIGHTS_CHECK, query=query, weight=Weight.OPTIONAL)
