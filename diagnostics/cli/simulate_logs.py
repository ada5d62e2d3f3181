"""Write logs of a simulated environment in which something breaks at a known minute."""

from __future__ import annotations

from pathlib import Path

import click

from diagnostics.cli.faults import told


@click.command(short_help="Write logs in which a simulated environment breaks.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--world", "file", type=click.Path(dir_okay=False, path_type=Path), help="World file (JSON)."
)
@click.option("--base", metavar="NAME", help="Base world. [default: own-account]")
@click.option(
    "--fault", "faults", multiple=True, metavar="ID", help="What breaks (may be repeated)."
)
@click.option("--at", metavar="TIME", help="When it breaks. [default: 2026-11-23T08:15:00Z]")
@click.option("--until", metavar="TIME", help="When it is repaired. [default: never]")
@click.option("--from", "begin", metavar="TIME", help="First instant. [default: an hour before]")
@click.option("--to", "end", metavar="TIME", help="Last instant. [default: an hour after]")
@click.option("--size", default="20MB", show_default=True, help="Of all files together.")
@click.option(
    "--hits",
    type=click.FloatRange(0, 0.2),
    default=0.001,
    show_default=True,
    metavar="SHARE",
    help="Records with an error, for each line.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same bytes.")
@click.option("--gzip", "is_packed", is_flag=True, help="Pack every file (.gz).")
@click.option(
    "--hits-out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A line of JSON for every error: file, offset, line, what, when.",
)
def simulate_logs(**given: object) -> None:
    """Write logs of a simulated environment in which something breaks at a known minute.

    The errors in them follow from the world: what its data plane, its vault, its directory and Adobe answer after the
    fault. FOLDER gets several files of several shapes and truth.json, which says what is in them: the onset, the last
    good use of the key, and each error's count, first, last, accounts, vaults and identities. Without a fault the
    logs are harmless. An offset counts unpacked bytes.

    \b
    Examples:
      ajo-doctor simulate-logs logs --fault service-principal-disabled
      ajo-doctor simulate-logs logs --base adobe-managed --fault key-disabled --at 2026-11-23T08:15:00Z --until 2026-11-23T08:55:00Z
      ajo-doctor simulate-logs logs --fault key-access-missing --size 1GB --seed 7 --hits-out hits.jsonl
      ajo-doctor simulate --list     names worlds and faults

    Exit codes: 0 written, 2 wrong usage or world file, 130 interrupted (truth.json fits what was
    written; after a second Ctrl-C there is none).
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.simulated_logs import Asked, run

    with told():
        run(Asked(**given))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
