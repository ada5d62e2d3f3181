"""Write the packet that a provider's support asks for."""

from __future__ import annotations

from typing import Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.say import table_options


@click.command(short_help="Write the packet that Adobe's or Microsoft's support asks for.")
@click.argument("bundle", metavar="BUNDLE")
@click.option(
    "--for",
    "provider",
    type=click.Choice(["adobe", "microsoft"]),
    required=True,
    help="Whose support it is for: it decides which names stay.",
)
@click.option(
    "--output",
    metavar="FILE",
    help="A .zip, or a .md with the bundle beside it. [default: ajo-doctor-for-adobe.zip]",
)
@click.option(
    "--target",
    metavar="NAME",
    help="Whose run `latest` is. [default: the last run on this machine]",
)
@table_options
@click.option("--plugin", "plugins", multiple=True, help="Pack that the run was made with.")
def pack(**values: Any) -> None:  # noqa: ANN401 - the options above
    """Write the packet that a provider's support asks for: what they need under its own name, everything else under a pseudonym.

    BUNDLE is the file of a run, or latest or latest-clean. Adobe is told organization, sandbox, campaign, request ids, the application,
    its principal and the key; Microsoft is told account, subscription, key, principal and activity ids. What of it the run does not know is
    listed. With it go the report and the bundle, which gives the same report again. Nothing is sent: upload the file.

    \b
    Examples:
      ajo-doctor pack latest --for adobe                       ajo-doctor-for-adobe.zip
      ajo-doctor pack run.ajo-bundle --for microsoft --output case.zip
      ajo-doctor pack latest --for adobe --output case.md      for a field of a form; case.ajo-bundle beside it

    Exit codes: 0, or 2 if the bundle cannot be read, something is left that may not be shared, or a file cannot be written.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.packing import write_packet

    with told():
        write_packet(values)
