"""The command to go on with, filled with what the logs name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostics.triage.recognised import Recognised
from diagnostics.triage.triaged import Access, Command, GoOn, LookedBack, Turn

MOST_ACCOUNTS = 3
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# How Key Vault names its caller, and Entra ID the application that it refuses.
_APPLICATION = re.compile(
    rf"(?:\bappid\W{{1,6}}|\bapplication(?: with identifier)? ['\"]?)({_GUID})", re.IGNORECASE
)
_KEY = re.compile(
    r"https://[a-z0-9-]{3,24}\.(?:vault|managedhsm)\.[a-z0-9.-]{5,40}/keys/[0-9A-Za-z-]{1,127}",
    re.IGNORECASE,
)
_ACCOUNT_ID = re.compile(
    rf"/subscriptions/{_GUID}/resourcegroups/[\w.()-]{{1,90}}/providers/microsoft\.documentdb/databaseaccounts/[a-z0-9-]{{3,50}}",
    re.IGNORECASE,
)
_BY_HAND = "<name of the key>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the logs name of the things that `diagnose` looks at; empty = not named."""

    accounts: tuple[
        str, ...
    ] = ()  # resource id where one is named, else host; what weighs most first
    key_uri: str = ""
    vault: str = ""  # host
    application: str = ""


def named_in(evidence: Iterable[Recognised], looked_back: LookedBack) -> Named:
    """Collect what the errors and the vault's audit records name."""
    items = tuple(evidence)
    excerpts = [item.excerpt for item in items]
    # Whom the vault serves as before is somebody else.
    lost = (turn for turn in looked_back.turns if turn.first_refused or not turn.good_after)
    turn = next(lost, None)
    key_uri = _key_of(turn) or next(_found(_KEY, excerpts), "")
    vaults = (item.vault_host for item in items if item.vault_host)
    return Named(
        accounts=tuple(_accounts(items)),
        key_uri=key_uri,
        vault=next(vaults, turn.vault if turn else ""),
        application=_application_of(turn) or next(_found(_APPLICATION, excerpts), ""),
    )


def go_on(named: Named, kept: str | None) -> GoOn:
    """Make the commands.

    Args:
        named: what the logs name.
        kept: file that holds this search, to be evidence of the diagnosis; None = none was kept.
    """
    text = ("--error", kept) if kept else ()
    if named.accounts:
        return _by_account(named, text)
    if named.key_uri and named.application:
        key = ("--key-uri", named.key_uri, "--application", named.application)
        return GoOn(
            commands=(
                Command(purpose="Look at the key that they name:", argv=(*_DIAGNOSE, *key, *text)),
            )
        )
    if named.key_uri:
        return _by_key(named, text)
    if named.vault:
        return _by_vault(named, text)
    return GoOn(
        commands=(
            Command(purpose="With the targets of ajo-doctor.toml:", argv=(*_DIAGNOSE, *text)),
        ),
        notes=(
            "The logs name neither an account nor a key: without a configuration add --account, or --key-uri and --application.",
        ),
    )


_DIAGNOSE = ("ajo-doctor", "diagnose")


def _by_account(named: Named, text: tuple[str, ...]) -> GoOn:
    """Name the account; whose it is, the login decides, so what is needed if it is Adobe's stands beside it."""
    key = (
        *(("--key-uri", named.key_uri) if named.key_uri else ()),
        *(("--application", named.application) if named.application else ()),
    )
    shown = named.accounts[:MOST_ACCOUNTS]
    commands = tuple(
        Command(
            purpose=f"Look at {_short(account)}:",
            argv=(
                *_DIAGNOSE,
                "--account",
                account,
                *(() if account.startswith("/") else key),
                *text,
            ),
        )
        for account in shown
    )
    notes: list[str] = []
    more = len(named.accounts) - len(shown)
    if more:
        notes.append(f"{more} more account{'s' * (more > 1)} stand in the table.")
    if not key and not all(account.startswith("/") for account in shown):
        notes.append(
            "If the account is Adobe's, this login finds none of that name: then give --key-uri and --application instead."
        )
    return GoOn(commands=commands, notes=tuple(notes))


def _by_key(named: Named, text: tuple[str, ...]) -> GoOn:
    return GoOn(
        commands=(
            Command(
                purpose="Find Adobe's application beside the key that they name, and write ajo-doctor.toml:",
                argv=("ajo-doctor", "init", "--key-uri", named.key_uri),
            ),
            Command(purpose="Then look at both:", argv=(*_DIAGNOSE, *text)),
        )
    )


def _by_vault(named: Named, text: tuple[str, ...]) -> GoOn:
    key = f"https://{named.vault}/keys/{_BY_HAND}"
    application = named.application or "<client id of Adobe's application>"
    return GoOn(
        commands=(
            Command(
                purpose=f"The logs name the vault {named.vault} and no key of it: put yours in place of <…>:",
                argv=(*_DIAGNOSE, "--key-uri", key, "--application", application, *text),
            ),
        )
    )


def _accounts(items: Iterable[Recognised]) -> Iterator[str]:
    """Give each account once: by its resource id if one text names it, else by its host."""
    ids: dict[str, str] = {}
    hosts: dict[str, str] = {}
    for item in items:
        for found in _found(_ACCOUNT_ID, [item.excerpt]):
            ids.setdefault(found.rpartition("/")[2].lower(), found)
        if item.account_host:
            hosts.setdefault(item.account_host.partition(".")[0], item.account_host)
    for name, host in hosts.items():
        if not any(
            name.startswith(f"{other}-") for other in hosts
        ):  # a region's host is no other account
            yield ids.pop(name, host)
    yield from ids.values()


def _found(pattern: re.Pattern[str], texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for match in pattern.finditer(text):
            yield match[pattern.groups]


def _accesses(turn: Turn | None) -> Iterator[Access]:
    for each in (turn.first_refused, turn.last_good, turn.good_after) if turn else ():
        if each:
            yield each


def _key_of(turn: Turn | None) -> str:
    return next((each.key_uri for each in _accesses(turn) if each.key_uri), "")


def _application_of(turn: Turn | None) -> str:
    return next((each.application for each in _accesses(turn) if each.application), "")


def _short(account: str) -> str:
    return account.rpartition("/")[2] if account.startswith("/") else account
