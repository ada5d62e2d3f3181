"""Everybody who may name a thing in the cloud writes into our report: a world that tries, in every format."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markdown_it import MarkdownIt

import diagnostics
from diagnostics.cli.running import Plan
from diagnostics.report import escape
from diagnostics.report.present import present
from diagnostics.report.top import ROWS, rows_of, top
from diagnostics.simulator import wire
from diagnostics.simulator.world import Doc, World
from diagnostics.triage.recognise import recognise
from tests.support import powershell as pwsh
from tests.support.examined import Examined, examined, the_catalogue

HIDDEN = (
    "\x1b[2J\x1b]0;owned\x07\x9b31m\u202egnp.exe\u2066\u200b\ufeff\u2028\u0085\U000e0041\ue000"
)
PAINTING = "a" + "\u0301" * 40 + "\u3164\ufe0f\u2800"
MARKUP = (
    "**bold** __under__ ~~gone~~ [link](https://evil.example) ![x](https://evil.example/i.png)"
    " <script>alert(1)</script><img src=x onerror=y> &lt;b&gt; <!-- --> https://evil.example/a www.evil.example"
    " @everyone `code` ```fence``` $x$ \\*"
)
BLOCKS = "\r\n\r\n# heading\n\n* item\n1. first\n> quote\n\n---\n```sh\nrm -rf ~\n```\n| a | b |\n|---|---|\n    four"
SHELL = " $(touch owned)`touch owned`;touch owned|&\"'\\' 'x'\u2019;calc;\u2018 %PATH% !! ${IFS} {0} -rf"
EVIL = HIDDEN + MARKUP + BLOCKS + SHELL + PAINTING
FROM_THE_WORLD = "fromtheworld " + EVIL  # the pasted text of these runs is EVIL alone
LONG = EVIL + " " + "w" * 3000 + "\u6f22" * 300
# Fields in which anybody may write anything; what Azure parses as an identifier keeps its form.
FREE = {
    "displayName",
    "appDisplayName",
    "description",
    "roleName",
    "denyAssignmentName",
    "givenName",
    "surname",
    "hint",
    "createdBy",
    "lastModifiedBy",
    "location",
    "locationName",
    "quotaId",
    "disabledByMicrosoftStatus",
    "condition",
    "publisherDomain",
}
SCENARIOS = [
    "service-principal-disabled",
    "service-principal-soft-deleted@adobe-managed",
    "disabled-by-microsoft",
    "federated-credential-wrong-issuer",
    "denied-by-assignment",
    "role-on-another-vault",
    "conditional-role",
    "cosmos-data-role-on-database",
    "vault-soft-deleted",
    "credential-expired",
    "status-of-a-new-kind",
    "unexpected-answer",
]


def poison(text: str) -> Callable[[World], None]:
    def change(world: World) -> None:
        for key, document in world.documents.items():
            if not key.startswith("sim:"):
                spoil(document, text)
            if "tags" in document:
                document["tags"] = {text[:200]: text, "owner": text}
        if "federated-credential-wrong-issuer" in world.faults:
            for _, application in world.under("graph:/"):
                for credential in application.get("x-federatedIdentityCredentials", ()):
                    credential["issuer"] = text
        for key, document in world.under("sim:/status/"):
            world.put(key, {**document, "text": text} if document.get("text") else document)
        for _, document in world.under("sim:/wire/"):
            error = {"code": text, "message": text, "innererror": {"request-id": text}}
            document |= {"what": "status", "status": 418, "body": {"error": error}}

    return change


def spoil(value: object, text: str) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in FREE and isinstance(inner, str):
                value[name] = text
            else:
                spoil(inner, text)
    elif isinstance(value, list):
        for inner in value:
            spoil(inner, text)


def pasting(noise: str) -> Callable[[Plan], Plan]:
    """An error text with noise in and around words that are known."""
    text = (
        f'{noise} Forbidden (403); Substatus: 4000; ActivityId: {noise}; Reason: ("Access to your account is currently'
        " revoked because the Azure Cosmos DB service is unable to obtain the AAD authentication token for the"
        f" account's default identity {noise}"
    )

    def prepare(plan: Plan) -> Plan:
        return replace(plan, pasted=recognise(text, the_catalogue().signatures))

    return prepare


@cache
def calm(name: str) -> Examined:
    return examined(name, prepare=pasting(""))


@cache
def hostile(name: str, text: str = FROM_THE_WORLD) -> Examined:
    return examined(name, change=poison(text), prepare=pasting(EVIL))


def plain_of(name: str) -> dict[str, str]:
    report = hostile(name).report
    return {form: present((report,), form) for form in ("text", "markdown", "json")}


LEFT_OPEN = re.compile(r"\$\{(\w+):\?\}")


def commands(value: object) -> Iterator[Doc]:
    if isinstance(value, dict):
        if set(value) == {"argv", "sh", "powershell"}:
            yield value
        for inner in value.values():
            yield from commands(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from commands(inner)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_diagnosis_is_the_same_whatever_things_are_called(name: str) -> None:
    said, expected = (
        [ranked.cause.id for ranked in seen.judged.diagnosis.causes]
        for seen in (hostile(name), calm(name))
    )
    assert said == expected
    assert all(outcome.status.value != "crashed" for outcome in hostile(name).judged.outcomes)


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_moves_hides_or_reorders_text(name: str) -> None:
    for form, drawn in plain_of(name).items():
        shown = drawn
        kinds = {unicodedata.category(char) for char in shown.replace("\n", "")}
        assert not kinds & {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}, form
        assert not {"\u3164", "\ufe0f", "\u2800"} & set(shown), form
        for each in commands(json.loads(plain_of(name)["json"])):
            shown = shown.replace(each["sh"], "").replace(each["powershell"], "")
        assert "\u0301" * 3 not in shown, form


def test_the_hostile_text_did_reach_the_reports() -> None:
    """Else the tests here would pass for nothing."""
    reached = [name for name in SCENARIOS if "fromtheworld" in plain_of(name)["text"]]
    assert reached == SCENARIOS
    in_commands = [
        name
        for name in SCENARIOS
        for command in commands(json.loads(plain_of(name)["json"]))
        if any("touch owned" in word for word in command["argv"])
    ]
    assert in_commands


@pytest.mark.parametrize("name", SCENARIOS)
def test_markdown_shows_hostile_text_and_does_nothing_with_it(name: str) -> None:
    ours = structure(present((calm(name).report,), "markdown"))
    seen = structure(plain_of(name)["markdown"])
    assert ours["forbidden"] == []
    assert seen["forbidden"] == []
    # Headings are ours alone, a name cannot open one; the first holds the sentence, names and all.
    assert set(seen["headings"][1:]) <= set(ours["headings"])
    assert not [fence for fence in seen["fences"] if fence.startswith("rm -rf")]


def structure(text: str) -> dict[str, list[str]]:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found: dict[str, list[str]] = {"forbidden": [], "headings": [], "fences": []}
    tokens = reader.parse(text)
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            found["headings"].append(tokens[at + 1].content)
        if token.type == "fence":
            found["fences"].append(token.content)
        for each in [token, *(token.children or [])]:
            if each.type in (
                "html_block",
                "html_inline",
                "link_open",
                "image",
                "s_open",
                "em_open",
            ):
                found["forbidden"].append(f"{each.type}: {token.content}")
            if each.type in ("code_block", "blockquote_open", "hr"):
                found["forbidden"].append(f"{each.type}: {token.content}")
        found["forbidden"] += bold_strangers(token.children or [])
        found["forbidden"] += links_of_github(token.children or [])
    return found


def bold_strangers(inline: list[Any]) -> list[str]:
    bold = [inline[at + 1].content for at, each in enumerate(inline) if each.type == "strong_open"]
    return [f"bold: {text}" for text in bold if "bold" in text or "under" in text]


def links_of_github(inline: list[Any]) -> list[str]:
    """What GitHub would make of rendered text: an address or a mention; within code it makes nothing."""
    texts = [each.content for each in inline if each.type == "text"]
    return [text for text in texts if "://evil" in text or "www." in text or "@everyone" in text]


@pytest.mark.parametrize("name", SCENARIOS)
def test_json_keeps_to_its_schema(name: str) -> None:
    schema = Path(diagnostics.__file__).with_name("report") / "report.schema.json"
    jsonschema.validate(
        json.loads(plain_of(name)["json"]), json.loads(schema.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_command_gives_its_argument_list_in_both_shells(name: str, tmp_path: Path) -> None:
    found = list(commands(json.loads(plain_of(name)["json"])))
    # What a person sets first is set to its own place in the list of arguments.
    left_open = {each: f"<{each}>" for each in LEFT_OPEN.findall(json.dumps(found))}
    script = "\n".join(
        f"az() {{ printf '%s\\0' az \"$@\"; }}; {each['sh']}; printf '\\001\\0'" for each in found
    )
    done = subprocess.run(
        ["sh", "-c", script],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C.UTF-8", **left_open},
        check=True,
    )
    got = done.stdout.decode().split("\x01\0")[:-1]
    assert [words.split("\0")[:-1] for words in got] == [each["argv"] for each in found]
    assert list(tmp_path.iterdir()) == []
    for each in found:
        for given in pwsh.given(pwsh.filled(each["powershell"], left_open)):
            assert given == each["argv"]


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("text", [EVIL, LONG], ids=["evil", "long"])
def test_the_first_page_stays_a_page(name: str, text: str) -> None:
    lines = top(hostile(name, text).report)
    commands_rows = rows_of([line for line in lines if line.startswith("  az ")])
    assert rows_of(lines) - max(0, commands_rows - 8) <= ROWS
    assert any(line.startswith(("BROKEN", "WARNING", "NOT ALL SEEN")) for line in lines)


def test_what_is_shown_of_a_name_says_what_stood_there() -> None:
    report = hostile("service-principal-disabled").report
    shown = " ".join(present((report,), "text").split())
    assert " ".join(escape.plain(MARKUP + BLOCKS).split()) in shown


def test_a_hostile_wire_is_an_open_question() -> None:
    def change(world: World) -> None:
        details = {"status": 400, "body": {"error": {"code": EVIL, "message": EVIL}}}
        wire.fail(world, "evil", "status", host=world.cloud.graph, details=details)

    seen = examined("healthy@own-account", change=change)
    shown = present((seen.report,), "text")
    assert seen.report.exit_code == 3
    assert "\x1b" not in shown
    assert "\u202e" not in shown
