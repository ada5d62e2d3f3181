"""A Jira of one project: tickets, comments, files, rights and limits. Its answers are those that the description's sources show."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from tests.support.tickets.web import Asked, Says

TOKEN, USER = "canary-jira-token-5d21", "kim@contoso.example"
ALL = (
    *("BROWSE_PROJECTS", "ADD_COMMENTS", "EDIT_OWN_COMMENTS"),
    *("CREATE_ATTACHMENTS", "DELETE_OWN_ATTACHMENTS"),
)
KIM = {"accountId": "5b10", "name": "kim", "key": "kim", "displayName": "Kim Doe"}
LEE = {"accountId": "5b11", "name": "lee", "key": "lee", "displayName": "Lee Roe"}
_NO_ISSUE = "Issue does not exist or you do not have permission to see it."
_PAGE = 50  # comments; what Jira gives at most unless asked for more


@dataclass
class Jira:
    """The state, and what it answers."""

    base: str = ""  # of the address that people use
    keys: set[str] = field(default_factory=lambda: {"OPS-42"})
    title: str = "Campaign calls answer 500"
    status: str = "In Progress"
    project_type: str = "software"
    comments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)  # of the files, by id
    rights: set[str] = field(default_factory=lambda: set(ALL))
    user: str | None = USER  # None = a personal access token
    files_enabled: bool = True
    largest_file: int = 10_485_760
    largest_comment: int = 32_767
    _next: int = 10_000

    def answer(self, asked: Asked) -> Says:
        if not self._is_signed_in(asked.headers.get("authorization", "")):
            return Says(401, {"errorMessages": ["You are not authenticated."], "errors": {}})
        for pattern, verb, route in _ROUTES:
            found = re.fullmatch(pattern, asked.path)
            if found and asked.verb == verb:
                return route(self, asked, *found.groups())
        return Says(404, {"errorMessages": [f"no route: {asked.verb} {asked.path}"]})

    def write(self, text: str, who: dict[str, str] = KIM) -> dict[str, Any]:
        """A comment, as if somebody wrote it in the browser."""
        made = {
            "self": f"{self.base}/rest/api/2/comment/{self._number()}",
            "id": str(self._next),
            "author": who,
            "updateAuthor": who,
            "body": text,
            "created": "2026-11-29T00:03:00.000+0000",
            "updated": "2026-11-29T00:03:00.000+0000",
        }
        self.comments.append(made)
        return made

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _is_signed_in(self, header: str) -> bool:
        if self.user is None:
            return header == f"Bearer {TOKEN}"
        packed = base64.b64encode(f"{self.user}:{TOKEN}".encode()).decode()
        return header == f"Basic {packed}"

    def get_myself(self, _: Asked) -> Says:
        return Says(200, KIM | {"emailAddress": USER, "active": True})

    def get_rights(self, asked: Asked) -> Says:
        if asked.given.get("issueKey", "OPS-42") not in self.keys:
            return Says(404, {"errorMessages": [_NO_ISSUE], "errors": {}})
        known = {
            name: {"key": name, "name": name.title(), "havePermission": name in self.rights}
            for name in asked.given["permissions"].split(",")
        }
        return Says(200, {"permissions": known})

    def get_issue(self, _: Asked, key: str) -> Says:
        if key not in self.keys or "BROWSE_PROJECTS" not in self.rights:
            return Says(404, {"errorMessages": [_NO_ISSUE], "errors": {}})
        fields = {
            "summary": self.title,
            "status": {"name": self.status, "statusCategory": {"key": "indeterminate"}},
            "attachment": self.files,
            "project": {"key": "OPS", "projectTypeKey": self.project_type},
        }
        return Says(200, {"id": "10002", "key": key, "fields": fields})

    def get_comments(self, asked: Asked, _: str) -> Says:
        start = int(asked.given.get("startAt", 0))
        size = min(int(asked.given.get("maxResults", _PAGE)), 100)
        page = self.comments[start : start + size]
        whole = {"startAt": start, "maxResults": size, "total": len(self.comments)}
        return Says(200, whole | {"comments": page})

    def post_comment(self, asked: Asked, _: str) -> Says:
        if "ADD_COMMENTS" not in self.rights:
            reason = "You do not have the permission to comment on this issue."
            return Says(400, {"errorMessages": [reason], "errors": {}})
        return self._too_long(asked) or Says(201, self.write(asked.json["body"]))

    def _too_long(self, asked: Asked) -> Says | None:
        if len(asked.json["body"]) <= self.largest_comment:
            return None
        said = f"The entered text is too long. It exceeds the allowed limit of {self.largest_comment:,} characters."
        return Says(400, {"errorMessages": [], "errors": {"comment": said}})

    def put_comment(self, asked: Asked, _: str, number: str) -> Says:
        found = next((each for each in self.comments if each["id"] == number), None)
        if found is None:
            return Says(404, {"errorMessages": [f"Can not find a comment for the id: {number}."]})
        if "EDIT_OWN_COMMENTS" not in self.rights or found["author"] != KIM:
            said = f"You do not have the permission to edit the comment with id: {number}."
            return Says(400, {"errorMessages": [said], "errors": {}})
        if refused := self._too_long(asked):
            return refused
        found["body"] = asked.json["body"]
        return Says(200, found)

    def get_settings(self, _: Asked) -> Says:
        return Says(200, {"enabled": self.files_enabled, "uploadLimit": self.largest_file})

    def post_file(self, asked: Asked, _: str) -> Says:
        if "CREATE_ATTACHMENTS" not in self.rights or not self.files_enabled:
            said = "You do not have permission to create attachments for this issue."
            return Says(403, {"errorMessages": [said], "errors": {}})
        made: list[dict[str, Any]] = []
        for name, data in _files(asked):
            if len(data) > self.largest_file:
                said = f"The file {name} is larger than {self.largest_file} bytes."
                return Says(413, {"errorMessages": [said], "errors": {}})
            number = str(self._number())
            made.append(
                {"id": number, "filename": name, "author": KIM, "size": len(data)}
                | {"mimeType": "text/html", "created": "2026-11-29T00:03:00.000+0000"}
            )
            self.data[number] = data
        self.files += made
        return Says(200, made)

    def delete_file(self, _: Asked, number: str) -> Says:
        found = next((each for each in self.files if each["id"] == number), None)
        if found is None:
            said = f"The attachment with id '{number}' does not exist"
            return Says(404, {"errorMessages": [said], "errors": {}})
        if "DELETE_OWN_ATTACHMENTS" not in self.rights:
            return Says(403, {"errorMessages": ["You may not delete it."], "errors": {}})
        self.files.remove(found)
        del self.data[number]
        return Says(204)


def _files(asked: Asked) -> list[tuple[str, bytes]]:
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + asked.body).get_payload()
    assert isinstance(parts, list)
    return [(str(part.get_filename()), bytes(part.get_payload(decode=True))) for part in parts]  # type: ignore[union-attr, arg-type]


_KEY, _ID = r"([^/]+)", r"(\d+)"
_ISSUE = rf"/rest/api/2/issue/{_KEY}"
_ROUTES: tuple[tuple[str, str, Callable[..., Says]], ...] = (
    (r"/rest/api/2/myself", "GET", Jira.get_myself),
    (r"/rest/api/2/mypermissions", "GET", Jira.get_rights),
    (_ISSUE, "GET", Jira.get_issue),
    (rf"{_ISSUE}/comment", "GET", Jira.get_comments),
    (rf"{_ISSUE}/comment", "POST", Jira.post_comment),
    (rf"{_ISSUE}/comment/{_ID}", "PUT", Jira.put_comment),
    (r"/rest/api/2/attachment/meta", "GET", Jira.get_settings),
    (rf"{_ISSUE}/attachments", "POST", Jira.post_file),
    (rf"/rest/api/2/attachment/{_ID}", "DELETE", Jira.delete_file),
)
