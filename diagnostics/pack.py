"""What a package of knowledge offers: the object behind an entry point of the group `ajo_doctor.checks`."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from diagnostics.changes.rule import Tracing
from diagnostics.check import Check
from diagnostics.diagnosis.cause import Cause
from diagnostics.records import record
from diagnostics.requests.lint import Lint
from diagnostics.triage.recognised import Signature


@record(frozen=True, slots=True, kw_only=True)
class Pack:
    """Checks, causes, signatures and rules for requests that belong together."""

    name: str
    checks: tuple[Check[Any], ...] = ()  # sorted by id
    causes: tuple[Cause, ...] = ()  # sorted by id; repairs hang on their causes
    signatures: tuple[Signature, ...] = ()  # sorted by id
    lints: tuple[Lint, ...] = ()  # sorted by id; rules for requests, looked at by `lint`
    tracing: Tracing = field(default_factory=Tracing)  # which changes explain which of the causes
    runbooks: str = "runbooks"  # the import package that holds one page a kind
