"""Look at all targets of the configuration, as a scheduler does it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import network_options, output_options, token_option
from diagnostics.cli.say import say, share_options, sharing_of


@click.command(short_help="Look at all targets on a schedule; speak when something changed.")
@click.option("--once", is_flag=True, help="One round, then end: what a scheduler calls.")
@click.option("--all", "every", is_flag=True, help="All targets; so it is without --target.")
@click.option(
    "--target",
    "targets",
    metavar="NAME",
    multiple=True,
    help="Only this target (may be repeated).",
)
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    help="Configuration. [default: ./ajo-doctor.toml]",
)
@click.option(
    "--jitter",
    metavar="TIME",
    help="First wait a random time of at most so long: 30s, 5m.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(1, 3600),
    metavar="SECONDS",
    help="Limit for each target. [default: 60]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    help="Least severity for exit code 1. [default: warning]",
)
@share_options
@click.option("--no-save", is_flag=True, help="Keep neither bundles nor history, and tell nobody.")
@output_options
@network_options
@token_option
@click.pass_context
def watch(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Look at all targets of the configuration once: one line for each, one exit code. Reads only.

    For a scheduler: cron, a systemd timer, a CronJob. Targets share what is read. What goes wrong with one of them costs
    that one alone. While a round of the same configuration still runs, a second one ends at once.

    \b
    Examples:
      ajo-doctor watch --once                           what ./ajo-doctor.toml names
      ajo-doctor watch --once --config /etc/ajo-doctor.toml --jitter 1m
      ajo-doctor watch --once --target production --target staging
      ajo-doctor watch --once --output /var/lib/node_exporter/ajo.prom --output ajo.xml
      ajo-doctor report latest --target production      the whole report behind a line

    Exit codes: 0 all seen and well, 1 found something at or above --fail-on, 2 wrong usage or configuration,
    3 something needed could not be seen, or the last round still runs, 130 interrupted (what was read is kept and told).
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    if not values["once"]:
        raise click.UsageError(
            "say --once: the program does not stay, a scheduler calls it again (cron, systemd timer, CronJob)."
        )
    if values["every"] and values["targets"]:
        raise click.UsageError("--all and --target exclude each other.")
    with told():
        ctx.exit(_watch(values))


def _watch(values: dict[str, Any]) -> int:
    from diagnostics.cli.examine import Presentation
    from diagnostics.cli.outputs import Outputs
    from diagnostics.cli.telling import settings_for
    from diagnostics.cli.verify_times import span_of
    from diagnostics.cli.watch_plan import plan_watch
    from diagnostics.cli.watching import lock_of, wait_a_little, watch_once
    from diagnostics.exit_codes import INCOMPLETE
    from diagnostics.lock import Overlap, only_one

    environ = dict(os.environ)
    sharing = sharing_of(values)
    outputs = Outputs.of(values)
    jitter = span_of(values["jitter"], "--jitter") if values["jitter"] else None
    plan = plan_watch(values, environ, Path.cwd())
    shown = Presentation(
        outputs=outputs,
        sharing=sharing,
        save=not values["no_save"],
        say_where=False,
        history="watch",
        fail_on=plan.config.fail_on,
    )
    settings = settings_for(plan)
    if jitter:
        wait_a_little(jitter)
    try:
        with only_one(lock_of(plan, environ)):
            return watch_once(plan, shown, settings)
    except Overlap as other:
        say(
            f"ajo-doctor: the last round of this configuration still runs ({other.holder or 'it just began'});"
            " nothing was looked at"
        )
        return INCOMPLETE
