"""Write feedback rows of a simulated environment in which messages get late at a known minute."""

from __future__ import annotations

from pathlib import Path

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import in_a_folder


@click.command(short_help="Write feedback data in which messages get late.")
@click.argument(
    "path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), required=False
)
@click.option(
    "--world", "file", type=click.Path(dir_okay=False, path_type=Path), help="World file (JSON)."
)
@click.option("--base", metavar="NAME", help="Base world. [default: own-account]")
@click.option(
    "--fault", "faults", multiple=True, metavar="ID", help="What breaks (may be repeated)."
)
@click.option(
    "--incident",
    "incidents",
    multiple=True,
    metavar="KIND[:WHERE][@FROM/TO]",
    help="What makes messages late (may be repeated).",
)
@click.option("--at", metavar="TIME", help="When it begins. [default: 2026-11-23T08:15:00Z]")
@click.option("--until", metavar="TIME", help="When it ends. [default: never]")
@click.option("--from", "begin", metavar="TIME", help="First instant. [default: an hour before]")
@click.option("--to", "end", metavar="TIME", help="Last instant. [default: an hour after]")
@click.option(
    "--rows",
    type=click.IntRange(100, 1_000_000_000),
    default=100_000,
    show_default=True,
    help="About so many.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same rows.")
@click.option(
    "--caller-log",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=in_a_folder,
    help="Write the caller's log too: each call and its executionId.",
)
@click.option(
    "--without", multiple=True, metavar="FIELD", help="Leave a field out, as older exports do."
)
@click.option(
    "--heads",
    type=click.Choice(["dots", "underscores"]),
    default="dots",
    show_default=True,
    help="How CSV joins the parts of a column's name.",
)
@click.option("--memory", default="1GB", show_default=True, help="DuckDB's limit.")
@click.option("--list", "show_list", is_flag=True, help="List incidents and where they can be.")
def simulate_delays(*, show_list: bool, **given: object) -> None:
    """Write feedback rows of a simulated environment in which messages get late at a known minute.

    FILE ends with .parquet, .csv or .jsonl and gets rows of Journey Optimizer's Message Feedback Event Dataset, nested,
    or in CSV with flat columns. FILE.truth.json says what is in it: each incident, where, from when to when, and whose it
    is. A fault of the world shows where it touches messages: with the profile store revoked there are no new ones
    from its minute on, which is the minute of the logs that `simulate-logs` writes. Needs the extra `delays`.

    \b
    Examples:
      ajo-doctor simulate-delays mails.parquet --incident provider-slow
      ajo-doctor simulate-delays mails.csv --incident component-slow:HERALD --until 2026-11-23T08:45:00Z
      ajo-doctor simulate-delays mails.jsonl --base adobe-managed --fault key-disabled --caller-log calls.jsonl
      ajo-doctor simulate-delays mails.parquet --rows 50000000 --from 2026-11-23T00:00:00Z --to 2026-11-24T00:00:00Z \\
        --incident ip-blocked:192.0.2.11@2026-11-23T09:00:00Z/2026-11-23T10:30:00Z

    Exit codes: 0 written, 2 wrong usage or world file, 130 interrupted.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.simulated_delays import Asked, listing, run

    if show_list:
        click.echo(listing())
        return
    if given["path"] is None:
        raise click.UsageError("Missing argument 'FILE'.")
    with told():
        run(Asked(**given))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
