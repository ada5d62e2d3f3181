"""Serve a simulated environment to other programs."""

from __future__ import annotations

from pathlib import Path

import click

from diagnostics.cli.faults import told


@click.command(short_help="Serve a simulated environment to az, SDKs or curl.")
@click.option(
    "--world", "file", type=click.Path(dir_okay=False, path_type=Path), help="World file (JSON)."
)
@click.option("--base", metavar="NAME", help="Base world. [default: own-account]")
@click.option(
    "--fault", "faults", multiple=True, metavar="ID", help="Apply this fault (may be repeated)."
)
@click.option(
    "--fault-at", metavar="TIME", help="When it happened, for the logs. [default: 40 minutes ago]"
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port of the proxy. [default: any free one]",
)
@click.option(
    "--latency-ms", type=click.IntRange(0, 60000), default=0, help="Added to every request."
)
@click.option("--list", "show_list", is_flag=True, help="List base worlds and faults.")
def simulate(  # noqa: PLR0913 - one for each option
    *,
    file: Path | None,
    base: str | None,
    faults: tuple[str, ...],
    fault_at: str | None,
    port: int,
    latency_ms: int,
    show_list: bool,
) -> None:
    """Serve a simulated environment to az, SDKs or curl, until Ctrl-C.

    It prints the lines that point a shell at it, for sh and PowerShell, and the lines that undo them. Nothing leaves this
    machine: its proxy connects to the simulator only. The logs of its services (Activity Log, directory audit, vault audit where
    it is collected, Adobe's audit) tell what the faults changed and what is changed while it runs.

    \b
    Examples:
      ajo-doctor simulate --fault service-principal-disabled
      ajo-doctor simulate --base adobe-managed --fault key-disabled --fault purge-protection-off
      ajo-doctor simulate --world world.json --port 8443

    Exit codes: 0 stopped, 2 wrong usage or world file.

    \b
    A world file names a base world, faults, and documents that are added or (null) removed:
      {"schema": 1, "base": "own-account", "faults": ["key-disabled"], "documents": {}}
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.serving import listing, serve, world_of
    from diagnostics.cli.simulated_time import instant

    with told():
        if show_list:
            click.echo(listing())
            return
        at = instant(fault_at, "--fault-at") if fault_at else None
        serve(world_of(file, base, faults, at), port=port, latency_s=latency_ms / 1000)
