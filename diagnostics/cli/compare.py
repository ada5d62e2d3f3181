"""Say what is different between two runs."""

from __future__ import annotations

from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options_of
from diagnostics.cli.say import share_options, sharing_of

FORMS = {"text": (".txt",), "markdown": (".md", ".markdown"), "json": (".json",)}


@click.command(short_help="Say what is different between two runs, in words, offline.")
@click.argument("before", metavar="A")
@click.argument("now", metavar="B")
@click.option(
    "--target",
    metavar="NAME",
    help="Whose runs `latest` and `latest-clean` are. [default: of the last run on this machine]",
)
@share_options
@click.option("--plugin", "plugins", multiple=True, help="Pack that the runs were made with.")
@output_options_of(tuple(FORMS))
@click.pass_context
def compare(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
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
    from diagnostics.cli.outputs import Outputs, write_all

    with told():
        sharing = sharing_of(values)
        outputs = Outputs.of(values, FORMS)
        words = (values["before"], values["now"])
        report = compare_bundles(words, values["target"], values["plugins"], sharing)
        write_all(outputs, lambda each: drawn(report, each.form))
    ctx.exit(report.exit_code)
