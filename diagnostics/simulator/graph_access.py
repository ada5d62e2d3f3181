"""Who asks Microsoft Graph, and whether its token lets it: the service's own 401 and 403.

Sources: recorded `Authorization_RequestDenied` of azure-cli; the 401 texts from general knowledge; which permission answers
which request from the Graph v1.0 reference, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from diagnostics.simulator.callers import claims_in
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.tokens import is_expired, new_id
from diagnostics.simulator.world import World

READ_APPLICATIONS = (
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
WRITE_APPLICATIONS = ("Application.ReadWrite.All", "Directory.ReadWrite.All")
ENABLE_PRINCIPALS = (*WRITE_APPLICATIONS, "Application.ReadWrite.OwnedBy")
READ_GROUPS = (
    "GroupMember.Read.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "GroupMember.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
READ_SIGN_INS = ("AuditLog.Read.All",)
WRITE_MEMBERS = (
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
)
READ_USERS = (
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
)
# Directory roles (`wids`) of people that read applications and groups, by template id.
# Source: Microsoft Entra built-in roles.
_READING_ROLES = frozenset(
    {
        "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",  # Directory Readers
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451",  # Global Reader
        "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
        "158c047a-c907-4556-b7ef-446551a6b5f7",  # Cloud Application Administrator
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",  # Application Administrator
        "fdd7a751-b60b-444a-984c-02652fe8fa1c",  # Groups Administrator
        "194ae4cb-b126-40b2-bd5b-6091b380977d",  # Security Administrator
    }
)
_WRITING_ROLES = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",
        "158c047a-c907-4556-b7ef-446551a6b5f7",
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    }
)
_SIGN_IN_ROLES = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",
        "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
        "194ae4cb-b126-40b2-bd5b-6091b380977d",
        "4a5d8f65-41da-4de4-8968-e035b65339cf",  # Reports Reader
    }
)
_GROUP_WRITING_ROLES = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",
        "fdd7a751-b60b-444a-984c-02652fe8fa1c",
    }
)


def graph_error(
    world: World, request: Request, status: int, code: str, message: str, **headers: str
) -> Answer:
    """Answer as Microsoft Graph refuses."""
    identifier = new_id()
    client = request.headers.get("client-request-id", identifier)
    return Answer(
        status=status,
        body={
            "error": {
                "code": code,
                "message": message,
                "innerError": {
                    "date": server_now(world).strftime("%Y-%m-%dT%H:%M:%S"),
                    "request-id": identifier,
                    "client-request-id": client,
                },
            }
        },
        headers={"request-id": identifier, "client-request-id": client, **headers},
    )


def not_found(world: World, request: Request, name: str) -> Answer:
    """Answer that an object is not there."""
    return graph_error(
        world,
        request,
        404,
        "Request_ResourceNotFound",
        f"Resource '{name}' does not exist or one of its queried reference-property objects are not present.",
    )


def require(
    world: World, request: Request, permissions: Iterable[str]
) -> tuple[str, Answer | None]:
    """Return the tenant that the caller sees, and a refusal unless it holds one of the permissions."""
    claims = claims_in(world, request)
    problem = _unusable(world, claims)
    if problem:
        message = "Access token is empty." if "authorization" not in request.headers else problem
        return "", graph_error(world, request, 401, "InvalidAuthenticationToken", message)
    tenant = str((claims or {}).get("tid", "")).lower()
    if may(claims or {}, permissions):
        return tenant, None
    return tenant, graph_error(
        world,
        request,
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    )


def may(claims: dict[str, Any], permissions: Iterable[str]) -> bool:
    """Tell whether a token carries one of the permissions, or a person's role that includes them."""
    wanted = frozenset(permissions)
    held = {*_texts(claims.get("roles")), *str(claims.get("scp", "")).split()}
    if held & wanted:
        return True
    if wanted == frozenset(READ_SIGN_INS):
        return bool(_SIGN_IN_ROLES & {*_texts(claims.get("wids"))})
    writes = not any(".Read." in each or ".ReadBasic." in each for each in wanted)
    writing = _GROUP_WRITING_ROLES if "Group.ReadWrite.All" in wanted else _WRITING_ROLES
    roles = writing if writes else _READING_ROLES
    return bool(roles & {*_texts(claims.get("wids"))})


def _unusable(world: World, claims: dict[str, Any] | None) -> str:
    if claims is None:
        return "Access token validation failure. Invalid signature."
    audience = str(claims.get("aud", "")).rstrip("/").lower()
    if audience not in (f"https://{world.cloud.graph}", "00000003-0000-0000-c000-000000000000"):
        return "Access token validation failure. Invalid audience."
    return "Lifetime validation failed, the token is expired." if is_expired(world, claims) else ""


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
