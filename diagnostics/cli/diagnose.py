"""Find out what is broken and how to repair it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import flags_of, how_options, what_options


@click.command(short_help="Find out what is broken and how to repair it (read-only).")
@what_options(
    "Error text from a log or an answer, or the bundle that `triage` kept; - reads stdin."
)
@click.option(
    "--only",
    multiple=True,
    metavar="CHECK",
    help="Run only this check and what it needs (may be repeated).",
)
@click.option(
    "--delays",
    metavar="FILE",
    help="Answer of `ajo-doctor delays … --format json`; its delays join the causes.",
)
@click.option(
    "--skip", multiple=True, metavar="CHECK", help="Leave this check out (may be repeated)."
)
@how_options(
    deadline="Limit of the whole run. [default: 60]", no_save="Keep no bundle of this run."
)
@click.pass_context
def diagnose(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Find out what is broken and how to repair it. Reads only; nothing in Azure or Adobe is changed.

    \b
    Examples:
      ajo-doctor diagnose                              what ./ajo-doctor.toml names
      ajo-doctor diagnose --account /subscriptions/…   without a configuration
      ajo-doctor diagnose --account cosmos-ajo.documents.azure.com    its host, looked up by name
      ajo-doctor diagnose --error -                    an error text, no login needed: paste, Ctrl-D
      ajo-doctor diagnose --delays late.json           why mails are late, with everything else that is seen
      ajo-doctor diagnose --all --format json          every target of the configuration, for a machine

    Exit codes: 0 all seen and well, 1 found something at or above --fail-on, 2 wrong usage or configuration,
    3 something needed could not be seen, 130 interrupted (the report of what was read is printed all the same).
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.account_by_host import with_account
    from diagnostics.cli.delays_given import delays_of
    from diagnostics.cli.error_text import read_error
    from diagnostics.cli.examine import Presentation, examine
    from diagnostics.cli.outputs import Outputs
    from diagnostics.cli.plan import plan_of
    from diagnostics.cli.say import say, sharing_of

    with told():
        sharing = sharing_of(values)
        outputs = Outputs.of(values)
        text = read_error(values["error"])
        delays = delays_of(values["delays"]) if values["delays"] else None
        environ = dict(os.environ)
        flags = with_account(flags_of(values), environ, values)
        plan, fail_on = plan_of(values, flags, environ, Path.cwd(), text, delays)
        if text and not plan.pasted:
            say(
                "ajo-doctor: nothing in the error text is known; give more of it: status, sub-status, message"
            )
        shown = Presentation(
            outputs=outputs,
            sharing=sharing,
            save=not values["no_save"],
            bundle=values["bundle"],
            since_clean=True,
            history="" if plan.offline else "diagnose",
        )
        ctx.exit(examine(plan, replace(shown, fail_on=fail_on)))
