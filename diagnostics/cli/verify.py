"""Look again after a repair: was it effective?"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import flags_of, how_options, what_options


@click.command(
    short_help="Look again after a repair: was it effective? (read-only, but for --trigger)"
)
@click.argument(
    "baseline",
    metavar="[BUNDLE]",
    required=False,
    type=click.Path(dir_okay=False, path_type=Path),
)
@what_options("Error text from after the repair, or the bundle that `triage` kept; - reads stdin.")
@click.option(
    "--wait",
    metavar="TIME",
    help="Look again until it is decided, at most so long: 2h, 90m, 30s.",
)
@click.option(
    "--repaired-at",
    metavar="TIME",
    help="When it was repaired: 14:05 (today, local) or 2026-01-31T14:05Z. [default: first seen repaired]",
)
@click.option(
    "--trigger",
    metavar="PAYLOAD|-",
    help="Send ONE real message to test recipients: the campaign's JSON payload; - reads stdin.",
)
@click.option("--yes", is_flag=True, help="Send it without asking again.")
@how_options(
    deadline="Limit of one look. [default: 60]", no_save="Keep no bundle and no time of repair."
)
@click.pass_context
def verify(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Look again after a repair: was it effective? Reads only, but for --trigger, which sends one real message.

    Compares with the last `diagnose` of the target, or with BUNDLE, and asks again only what that found broken or
    could not see, and what hangs on it. Without options it takes ./ajo-doctor.toml, else the last run on this machine.

    \b
    Answers with one of:
      repaired                   the proof stands in the report: before and now
      not yet effective          repaired, its effect is still to come: by when, and when to escalate
      still broken               the same cause
      something else is broken   what the repair uncovered, with its own commands
      repaired here              the effect shows only elsewhere: a call, the vault's audit log, Adobe
      cannot tell                what must be seen could not be seen, with what would help

    \b
    Examples:
      ajo-doctor verify                              once, against the last run
      ajo-doctor verify --wait 2h                    until it is decided; Ctrl-C reports, and it can be started again
      ajo-doctor verify --repaired-at 14:05          the clock starts there
      ajo-doctor verify run.ajo-bundle --format json
      ajo-doctor verify --trigger payload.json       one test message, to test_recipients of the configuration alone

    Exit codes: 0 repaired, or nothing to verify; 1 still broken, something else broken, or not yet effective;
    2 wrong usage or configuration, or no run to compare with; 3 cannot tell, or the effect is not visible from here;
    130 interrupted (the report of what was seen is printed all the same).
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.error_text import read_error
    from diagnostics.cli.outputs import Outputs
    from diagnostics.cli.say import sharing_of
    from diagnostics.cli.trigger import confirm, prepare, read_trigger, send
    from diagnostics.cli.verify_looks import Shown, verify_all
    from diagnostics.cli.verify_plan import plan_verification
    from diagnostics.cli.verify_times import instant_of, span_of

    with told():
        sharing = sharing_of(values)
        outputs = Outputs.of(values)
        payload = read_trigger(values)
        error = read_error(values["error"])
        wait = span_of(values["wait"]) if values["wait"] is not None else None
        repaired_at = instant_of(values["repaired_at"]) if values["repaired_at"] else None
        work = plan_verification(values, flags_of(values), dict(os.environ), Path.cwd(), error)
        shown = Shown(
            outputs=outputs,
            sharing=sharing,
            save=not values["no_save"],
            bundle=values["bundle"],
        )
        if payload:
            call = prepare(payload, values["trigger"], work.plan.config.targets)
            confirm(call, yes=values["yes"])
            acting = partial(send, call, catalogue=work.plan.catalogue)
            work = replace(work, plan=replace(work.plan, acting=acting))
        ctx.exit(verify_all(work, shown, wait=wait, repaired_at=repaired_at))
