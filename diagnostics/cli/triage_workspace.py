"""`triage --workspace`: the workspace that holds the logs counts the errors; `--kql` prints the queries instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from diagnostics.clouds import CLOUDS, PUBLIC, Cloud, cloud_named
from diagnostics.errors import ConfigError
from diagnostics.triage.kql import Window, counting, not_searched
from diagnostics.triage.kql_ready import ready
from diagnostics.triage.kql_tables import SOURCES, Source, own_table
from diagnostics.triage.recognised import Signature

F = TypeVar("F", bound=Callable[..., Any])

_WORKSPACE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_USUAL = timedelta(hours=2)
MOST_GB = 50.0
WAIT_S = 180


def workspace_options(command: F) -> F:
    """Add what a search in a workspace needs; `--since` and `--until` are the command's own."""
    for option in (
        click.option(
            "--kql", is_flag=True, help="Print the queries, for the portal or Data Explorer."
        ),
        click.option(
            "--cloud",
            "cloud_name",
            type=click.Choice(list(CLOUDS)),
            default=PUBLIC.name,
            help="Cloud of the workspace.",
            show_default=True,
        ),
        click.option(
            "--most-gb",
            type=click.FloatRange(min=0, min_open=True),
            default=MOST_GB,
            show_default=True,
            help="Refuse to read more of the workspace than this.",
        ),
        click.option(
            "--table",
            "tables",
            multiple=True,
            metavar="TABLE:COLUMN",
            help="A table of your own and its text column, searched too.",
        ),
        click.option(
            "--workspace",
            metavar="ID",
            help="Search this Log Analytics workspace (its id, a GUID), not files.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceAsked:
    """What is searched, and how far it may go."""

    workspace: str  # empty = none, the queries are only printed
    window: Window
    sources: tuple[Source, ...]
    cloud: Cloud = PUBLIC
    most_bytes: float = MOST_GB * 1e9
    wait_s: int = WAIT_S
    environ: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    proxy: str | None = field(default=None, repr=False)
    ca: Path | None = None

    @classmethod
    def of(
        cls,
        values: Mapping[str, Any],
        since: datetime | None,
        until: datetime | None,
        environ: Mapping[str, str],
    ) -> WorkspaceAsked | None:
        """Read the options; None where neither a workspace nor the queries are asked for.

        Raises:
            ConfigError: if they cannot be used.
        """
        workspace: str = values["workspace"] or ""
        if not workspace and not values["kql"]:
            if values["tables"]:
                raise ConfigError("--table is for a workspace", do="give --workspace or --kql")
            return None
        if values["paths"]:
            raise ConfigError(
                "either files are searched or a workspace", do="leave one of them out"
            )
        if values["follow"]:
            raise ConfigError("--follow reads files", do="leave it out with --workspace")
        if workspace and not _WORKSPACE.fullmatch(workspace):
            raise ConfigError(
                f"{workspace!r} is no workspace id",
                expected="the Workspace ID of its overview page, a GUID",
                source="--workspace",
            )
        now = datetime.now(UTC)
        window = Window(since=since or (until or now) - _USUAL, until=until or now)
        if window.since >= window.until:
            raise ConfigError("the window is empty", do="give --since before --until")
        return cls(
            workspace=workspace,
            window=window,
            sources=(*SOURCES, *map(own_table, values["tables"])),
            cloud=cloud_named(values["cloud_name"]),
            most_bytes=values["most_gb"] * 1e9,
            environ=environ,
            proxy=values["proxy"],
            ca=values["ca"],
        )


def printed(asked: WorkspaceAsked, signatures: Sequence[Signature]) -> str:
    """Return the queries as one text to paste from: the counting one first, then those that are ready."""
    window = asked.window
    missed = not_searched(signatures)
    lines = [
        "// Known errors: per table, signature, account, vault, identity and minute. Paste one query at a time.",
        f"// Made by `ajo-doctor triage --kql` of {len(signatures)} signatures; from {window.since:%Y-%m-%d %H:%M} to"
        f" {window.until:%Y-%m-%d %H:%M} UTC: change both where TimeGenerated stands.",
        *(f"// Not looked for, since no index finds it: {each}" for each in missed),
        counting(asked.sources, signatures, window, asked.cloud),
    ]
    for query in ready(window):
        lines += [f"// {query.name}: {query.about}", query.text]
    return "\n".join(lines)
