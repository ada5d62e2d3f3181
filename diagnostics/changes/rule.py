"""Which changes explain which causes: data that a pack of knowledge brings along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from enum import StrEnum

from diagnostics.changes.change import ChangeLog, Thing
from diagnostics.changes.described import Described
from diagnostics.evidence import Seen
from diagnostics.records import record
from diagnostics.targets import Target


class Link(StrEnum):
    """What stands on the way from the caller to the key, and may have been changed."""

    PRINCIPAL = "the principal that must reach the key"
    GROUP = "a group of that principal"
    VAULT_SERVICE = "Key Vault's own principal"
    APPLICATION = "the application behind the principal"
    IDENTITY = "the managed identity"
    KEY = "the key"
    VAULT = "the vault"
    KEY_SCOPE = "the key, the vault or what they lie in"  # where a role or a refusal holds
    ACCOUNT = "the account"
    CALLER = "the caller"
    CAMPAIGN = "the campaign"
    SANDBOX = "the sandbox"
    CMK_CONFIG = "the set-up of the key at Adobe"
    ADOBE_CREDENTIAL = "the Adobe credential"


OnPath = Mapping[
    Link, frozenset[str]
]  # identifiers in lower case, in every spelling that logs use


class Fate(StrEnum):
    """How the difference of two runs shows a change."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    CHANGED = "changed"


@record(frozen=True, slots=True, kw_only=True)
class Becomes:
    """The direction of a value that breaks something.

    Names and values are compared without case, and without what is neither letter nor digit.
    """

    name: str  # how the property's name ends: "accountenabled" fits "properties.AccountEnabled"
    to: tuple[str, ...] = ()  # what it becomes; empty = whatever it becomes
    lacks: tuple[str, ...] = ()  # words of which the new value lacks one


@record(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sort of change that explains a cause."""

    log: ChangeLog  # where it is written down
    thing: Thing
    operations: tuple[
        str, ...
    ]  # as the log calls them, in lower case; `*` stands for anything, as in a shell
    why: str  # what it did: "it switched off the principal that must reach the key"
    fate: Fate = Fate.CHANGED
    becomes: tuple[Becomes, ...] = ()  # any of them; empty = the operation is the direction
    about: tuple[Link, ...] = ()  # it must touch one of them; empty = whatever it touches
    whom: tuple[Link, ...] = ()  # and concern one of them, where the log says whom it concerns
    undone_by: tuple[str, ...] = ()  # operations that take it back
    is_under_way: bool = False  # it is one that has not ended


def _somebody(_seen: Seen) -> str:
    return ""


def _any_of_them(_seen: Seen) -> Trace | None:
    return None


@record(frozen=True, slots=True, kw_only=True)
class Trace:
    """What a cause leaves in logs."""

    cause: str  # its id
    rules: tuple[Rule, ...] = ()
    untraced: str = ""  # why no log shows what brought it about; one of the two is given
    is_symptom: bool = (
        False  # the cause only says what follows: then a change may explain it, no more
    )
    beyond: str = ""  # what else may be behind it, and what would show that: "or the name …"
    unless: Callable[[Seen], str] = (
        _somebody  # why nobody did it, from what was read; empty = somebody may have
    )
    narrower: Callable[[Seen], Trace | None] = (
        _any_of_them  # the trace of what was read to be behind a symptom; None = nothing says what
    )

    def of(self, seen: Seen) -> Trace:
        """Give the trace as it stands in one run: that of the reason that was read, or none where nobody did it."""
        why = self.unless(seen) if self.rules else ""
        if why:
            return replace(self, rules=(), untraced=why)
        told = self.narrower(seen)
        return replace(told, cause=self.cause, is_symptom=self.is_symptom) if told else self


@record(frozen=True, slots=True, kw_only=True)
class LogHelp:
    """How one log is read, and made to be there."""

    log: ChangeLog
    shows: str  # what stands in it
    do: str  # how to read or collect it: a command or a permission


@record(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What of a cause stands in logs of somebody else."""

    says: str  # whose logs, as a sentence without capital and full stop
    logs: frozenset[ChangeLog] = (
        frozenset()
    )  # that show nothing of it here, whatever the login may read


def _nowhere_else(_target: Target, _trace: Trace) -> Elsewhere | None:
    return None


def _nothing(_target: Target, _seen: Seen) -> OnPath:
    return {}


def _no_help(_target: Target, _seen: Seen) -> tuple[LogHelp, ...]:
    return ()


@record(frozen=True, slots=True, kw_only=True)
class Tracing:
    """What a pack knows of changes."""

    traces: tuple[Trace, ...] = ()  # sorted by cause
    on_path: Callable[[Target, Seen], OnPath] = _nothing  # what this target's way leads over
    logs: Callable[[Target, Seen], tuple[LogHelp, ...]] = _no_help
    elsewhere: Callable[[Target, Trace], Elsewhere | None] = _nowhere_else
    described: tuple[Described, ...] = ()  # how the difference of two runs speaks of evidence
    fleeting: frozenset[str] = field(
        default_factory=frozenset[str]
    )  # "Record.field" that differs from run to run without meaning anything
