"""Say what is different between two runs."""

from __future__ import annotations

from pathlib import Path

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options, write


@click.command(short_help="Say what is different between two runs, in words, offline.")
@click.argument("before", metavar="A")
@click.argument("now", metavar="B")
@click.option(
    "--target",
    metavar="NAME",
    help="Whose runs `latest` and `latest-clean` are. [default: of the last run on this machine]",
)
@click.option("--share", is_flag=True, help="Replace operators' names by pseudonyms.")
@click.option("--plugin", "plugins", multiple=True, help="Pack that the runs were made with.")
@output_options
@click.pass_context
def compare(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    before: str,
    now: str,
    target: str | None,
    share: bool,
    plugins: tuple[str, ...],
    form: str,
    output: Path | None,
) -> None:
    """Say what is different between two runs: what vanished, was switched, came, went, or cannot be seen any more.

    A and B are bundles, or `latest-clean` and `latest`: the last run in which all was well, and the last one.
    Without network and login. What one of the two runs did not ask is "not seen", never "vanished".

    \b
    Examples:
      ajo-doctor compare latest-clean latest                since it last was well
      ajo-doctor compare latest-clean latest --target production
      ajo-doctor compare monday.ajo-bundle today.ajo-bundle --format markdown

    Exit codes: 0 nothing got worse, 1 something did, 2 wrong usage, or a bundle that cannot be read,
    3 nothing got worse as far as it was seen, but something that was seen in A was not seen in B.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.comparing import compare_bundles, drawn

    with told():
        report = compare_bundles((before, now), target, plugins, share=share)
    write(drawn(report, form), output)
    ctx.exit(report.exit_code)
