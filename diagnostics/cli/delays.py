"""Find where late mails lose their time."""

from __future__ import annotations

from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options_of
from diagnostics.cli.say import share_options, sharing_of

FORMS = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "json": (".json",),
}


@click.command(short_help="Find where late mails lose their time, from exports.")
@click.argument("data", metavar="DATA…", nargs=-1, required=True)
@click.option(
    "--caller-log",
    metavar="FILE",
    help="Your own log of accepted calls (executionId, createdAt): finds messages without feedback.",
)
@click.option(
    "--status-feed",
    metavar="FILE",
    help="Saved feed of Adobe's published incidents, held against the time of a delay.",
)
@click.option("--campaign", metavar="ID", help="Only messages of this campaign.")
@click.option(
    "--since",
    metavar="TIME",
    help="Only messages asked for since then: 2027-01-31, …T03:15Z, or 6h.",
)
@click.option("--until", metavar="TIME", help="Only messages asked for before then.")
@click.option(
    "--memory",
    metavar="SIZE",
    default="2GB",
    show_default=True,
    help="Memory that may be used; the rest goes to a temporary folder.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    show_default=True,
    help="Least severity for exit code 1.",
)
@share_options
@output_options_of(tuple(FORMS))
@click.pass_context
def delays(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Find where late mails lose their time: our configuration, Journey Optimizer, or downstream, and since when.

    DATA are exports of the feedback dataset (*AJO Message Feedback Event Dataset*; of high-throughput campaigns the one
    ending in *Non Profile*): Parquet, CSV or JSON lines, also .gz and .zst, nested or flattened, files, folders or
    patterns. Every column is optional; what its absence leaves open is said. Nothing is called, no login is needed. Of a
    recipient's address only the domain is read.

    \b
    Looked for, in this order:
      1. what was configured to wait: send-time optimisation, throttle rate, quiet hours, waves, retry window
      2. time inside Journey Optimizer, by component: requestTimestamp to firstAttemptTimestamp, processingNodes
      3. time downstream, by provider, outbound IP, campaign: firstAttemptTimestamp to sent, retries, hard bounces

    \b
    Examples:
      ajo-doctor delays feedback.parquet                         one export
      ajo-doctor delays exports/ --since 2027-01-31T03:00Z       a folder, and only since then
      ajo-doctor delays feedback.csv --caller-log calls.csv      which accepted calls have no feedback
      ajo-doctor delays feedback.parquet --format json --output late.json
      ajo-doctor diagnose --delays late.json                     join it with what is seen of key, token and campaign

    Exit codes: 0 no delay, 1 a delay at or above --fail-on, 2 wrong usage or nothing readable, 3 something was left out or
    cannot be told, 130 interrupted.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.delaying import Asking, delays_report, drawn
    from diagnostics.cli.outputs import Outputs, write_all
    from diagnostics.report.delays_plots import pictures

    with told():
        sharing = sharing_of(values)
        outputs = Outputs.of(values, FORMS)
        report = delays_report(
            Asking(
                paths=values["data"],
                caller_log=values["caller_log"],
                status_feed=values["status_feed"],
                campaign=values["campaign"],
                since=values["since"],
                until=values["until"],
                memory=values["memory"],
                fail_on=values["fail_on"],
            ),
            sharing,
        )
        write_all(outputs, lambda each: drawn(report, each), lambda: (pictures(report),))
    ctx.exit(report.exit_code)
