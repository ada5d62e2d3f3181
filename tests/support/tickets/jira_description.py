"""What a request to Jira must be like, written by hand.

Atlassian's own OpenAPI file is in no package registry, so this is its content in our words, cut to the operations that are
used. Sources, read 2026-11-29: "The Jira Cloud platform REST API", version 2 (developer.atlassian.com/cloud/jira/platform/
rest/v2): *Issue comments* (get, add, update), *Issue attachments* (settings, add: the header `X-Atlassian-Token: no-check`
and the form's field `file` are a must; delete), *Issues* (get), *Myself*, *Permissions* (get my permissions: `permissions`
is required); "Jira Data Center platform REST API" for the personal access token (Bearer), which Cloud does not know.
What it answers: 201 for an added comment, 200 for a changed one and for added files, 204 for a deleted one; 400, 401, 403,
404 and 413 as the pages list them.
"""

from __future__ import annotations

from typing import Any

KEY = {"name": "issueIdOrKey", "in": "path", "required": True, "schema": {"type": "string"}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def query(name: str, kind: str = "string", *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": {"type": kind}}


def answers(*statuses: int) -> dict[str, Any]:
    return {str(status): {"description": str(status)} for status in statuses}


BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["body"],
                "additionalProperties": False,
                "properties": {
                    "body": {"type": "string", "minLength": 1},
                    "visibility": {"type": "object"},
                    "properties": {"type": "array"},
                },
            }
        }
    },
}
FORM: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}
NO_CHECK = {
    "name": "X-Atlassian-Token",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "enum": ["no-check", "nocheck"]},
}
ISSUE = "/rest/api/2/issue/{issueIdOrKey}"
PATHS: dict[str, Any] = {
    "/rest/api/2/myself": {
        "get": {"parameters": [query("expand")], "responses": answers(200, 401)}
    },
    "/rest/api/2/mypermissions": {
        "get": {
            "parameters": [
                query("permissions", required=True),
                *map(query, ("projectKey", "projectId", "issueKey", "issueId", "commentId")),
            ],
            "responses": answers(200, 400, 401, 404),
        }
    },
    ISSUE: {
        "get": {
            "parameters": [KEY, *map(query, ("fields", "expand", "properties"))],
            "responses": answers(200, 401, 404),
        }
    },
    f"{ISSUE}/comment": {
        "get": {
            "parameters": [
                KEY,
                query("startAt", "integer"),
                query("maxResults", "integer"),
                query("orderBy"),
                query("expand"),
            ],
            "responses": answers(200, 400, 401, 404),
        },
        "post": {
            "parameters": [KEY, query("expand")],
            "requestBody": BODY,
            "responses": answers(201, 400, 401, 404, 413),
        },
    },
    f"{ISSUE}/comment/{{id}}": {
        "put": {
            "parameters": [KEY, ID, query("notifyUsers", "boolean"), query("expand")],
            "requestBody": BODY,
            "responses": answers(200, 400, 401, 404),
        }
    },
    f"{ISSUE}/attachments": {
        "post": {
            "parameters": [KEY, NO_CHECK],
            "requestBody": FORM,
            "responses": answers(200, 403, 404, 413),
        }
    },
    "/rest/api/2/attachment/meta": {"get": {"responses": answers(200, 401)}},
    "/rest/api/2/attachment/{id}": {
        "delete": {"parameters": [ID], "responses": answers(204, 403, 404)}
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "Jira, as far as it is used", "version": "2"},
    "paths": PATHS,
    "security": [{"basicAuth": []}, {"token": []}],
    "components": {
        "securitySchemes": {
            "basicAuth": {"type": "http", "scheme": "basic"},
            "token": {"type": "http", "scheme": "bearer"},
        }
    },
}
