"""Put the names back into what was shared."""

from __future__ import annotations

import os
from typing import Any

import click

from diagnostics.cli.faults import told


@click.command(short_help="Put the names back into what was shared with --share.")
@click.argument("source", metavar="[FILE|-]", default="-")
@click.option(
    "--share-map",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Private table of names that it was shared with. [default: in the state folder]",
)
@click.option("--output", metavar="FILE", help="Write to this file. [default: stdout]")
def unshare(**values: Any) -> None:  # noqa: ANN401 - the options above
    """Put the names back into what was shared with --share: a report, or an answer that speaks of principal-3.

    Reads any text from FILE or stdin, in any form. The table of names stays on the machine that shared; without it nobody can do
    this. A pseudonym that the table does not know stays, and is counted on stderr. Nothing is called.

    \b
    Examples:
      ajo-doctor unshare answer.txt                        what support wrote back
      pbpaste | ajo-doctor unshare                         from the clipboard
      ajo-doctor unshare report.md --output report-with-names.md
      ajo-doctor unshare --share-map customer-a.json report.json

    Exit codes: 0, or 2 if the text or the table cannot be read.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from pathlib import Path

    from diagnostics.cli.faults import read_text
    from diagnostics.cli.outputs import print_out, write_file
    from diagnostics.errors import ConfigError
    from diagnostics.share import map as kept_map
    from diagnostics.share.back import unshared

    with told():
        given: str | None = values["share_map"]
        place = Path(given) if given else kept_map.place_of(os.environ)
        if not place.exists():
            raise ConfigError(
                "there is no table of names",
                do="name the one that was shared with: --share-map FILE",
                source=str(place),
            )
        text = read_text(values["source"], "unshare", expected="a text that was shared")
        done, unknown = unshared(text, kept_map.read(place))
        if unknown:
            names = "name is" if unknown == 1 else "names are"
            click.echo(
                f"ajo-doctor: {unknown} {names} not in this table; was another --share-map used?",
                err=True,
            )
        if values["output"]:
            write_file(values["output"], done, "text")
        else:
            print_out(done)
