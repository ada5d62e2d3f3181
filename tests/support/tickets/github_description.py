"""GitHub's published description of its API, from npm, cut to what `attach` uses; it judges requests and this server's answers."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from tests.support.npm import GITHUB

_FILE = GITHUB.place / "generated" / "api.github.com.json"
_COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments"
USED = {
    "/user": ("get",),
    "/repos/{owner}/{repo}": ("get",),
    "/repos/{owner}/{repo}/issues/{issue_number}": ("get",),
    _COMMENTS: ("get", "post"),
    "/repos/{owner}/{repo}/issues/comments/{comment_id}": ("patch",),
}


@cache
def document(origin: str) -> dict[str, Any]:
    """Return the description of the used operations, as if this address served them."""
    whole = _whole()
    paths = {
        path: {
            key: value
            for key, value in whole["paths"][path].items()
            if key in methods or key == "parameters"
        }
        for path, methods in USED.items()
    }
    components: dict[str, dict[str, Any]] = {}
    for section, name in _named(whole, paths):
        components.setdefault(section, {})[name] = whole["components"][section][name]
    head = {key: whole[key] for key in ("openapi", "info")}
    return head | {"servers": [{"url": origin}], "paths": paths, "components": components}


@cache
def example(name: str) -> dict[str, Any]:
    """Return a published example of a document, to be changed in a copy."""
    return cast("dict[str, Any]", copy.deepcopy(_whole()["components"]["examples"][name]["value"]))


@cache
def _whole() -> dict[str, Any]:
    GITHUB.wanted()
    return cast("dict[str, Any]", json.loads(_FILE.read_bytes()))


def _named(whole: dict[str, Any], given: object) -> Iterator[tuple[str, str]]:
    """Find every component that something refers to, and what those refer to."""
    seen: set[str] = set()
    rest: list[object] = [given]
    while rest:
        each = rest.pop()
        if isinstance(each, list):
            rest += each
        elif isinstance(each, dict):
            target = each.get("$ref")
            if isinstance(target, str) and target not in seen:
                seen.add(target)
                _, _, section, name = target.split("/")
                yield section, name
                rest.append(whole["components"][section][name])
            rest += each.values()
