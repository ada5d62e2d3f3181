"""What a search through logs was asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.cli.outputs import Outputs
from diagnostics.cli.say import sharing_of
from diagnostics.cli.triage_workspace import WorkspaceAsked
from diagnostics.errors import ConfigError
from diagnostics.triage.since import instant_before
from diagnostics.triage.tally import Window

if TYPE_CHECKING:
    from diagnostics.cli.sharing import Sharing


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for."""

    paths: tuple[str, ...]
    window: Window
    follow: bool
    fail_on: str
    save: bool
    bundle: Path | None
    sharing: Sharing | None
    outputs: Outputs
    workspace: WorkspaceAsked | None = None  # searched instead of files
    kql: bool = False  # only print its queries
    plugins: tuple[str, ...] = ()  # packs whose errors are looked for, too

    @property
    def inputs(self) -> tuple[str, ...]:
        """Name what is searched."""
        return (f"workspace {self.workspace.workspace}",) if self.workspace else self.paths

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Asked:
        """Read the options.

        Raises:
            ConfigError: if they cannot be used.
        """
        sharing = sharing_of(values)
        outputs = _outputs(values)
        paths: tuple[str, ...] = values["paths"]
        if not (paths or values["workspace"] or values["kql"]):
            raise ConfigError(
                "there is nothing to search",
                expected="files, folders or patterns, - for stdin, or --workspace",
                do="`ajo-doctor triage --help` shows examples",
            )
        if paths.count("-") > 1:
            raise ConfigError("stdin can be read once", do="give the others as files")
        now = datetime.now(UTC)
        since, until = (
            instant_before(values[name], now, f"--{name}") if values[name] else None
            for name in ("since", "until")
        )
        if since and until and since > until:
            raise ConfigError("--since lies after --until", do="exchange them")
        return cls(
            paths=paths,
            window=Window(since=since, until=until),
            follow=values["follow"],
            fail_on=values["fail_on"],
            save=not values["no_save"],
            bundle=values["bundle"],
            sharing=sharing,
            outputs=outputs,
            workspace=WorkspaceAsked.of(values, since, until, os.environ),
            kql=values["kql"],
            plugins=values["plugins"],
        )


def _outputs(values: Mapping[str, Any]) -> Outputs:
    if not values["kql"]:
        return Outputs.of(values)
    if values["form"] not in (None, "text"):
        raise ConfigError("queries have no form but text", do="leave it out", source="--format")
    return Outputs.of({**values, "form": "text"}, {})  # whatever the file is called
