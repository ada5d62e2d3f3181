"""Draw the reports of saved runs again, in any form."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options
from diagnostics.cli.say import say, share_options, sharing_of

if TYPE_CHECKING:
    from diagnostics.catalogue import Catalogue
    from diagnostics.cli.saved import Saved
    from diagnostics.finding import Severity
    from diagnostics.report.record import Report


@click.command(short_help="Draw the report of a saved run again, in any form, offline.")
@click.argument("bundles", metavar="BUNDLE…", nargs=-1, required=True)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Target of which the latest run is meant; may be repeated. [default: the last run of all]",
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    show_default=True,
    help="Least severity for exit code 1.",
)
@share_options
@click.option("--plugin", "plugins", multiple=True, help="Pack that the run was made with.")
@output_options
@click.pass_context
def report(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Draw the report of a saved run again, in any form: the same to the byte, without network and login.

    BUNDLE is the file of a run, which every run names on stderr, or one of the words latest (the last diagnosis) and
    latest-clean (the last one in which all was well). Several become one report. A file of such a name is ./latest.
    The command was called replay before, and that name still works.

    \b
    Examples:
      ajo-doctor report latest --format markdown                 for the ticket
      ajo-doctor report latest --target production --output prod.md --output prod.json
      ajo-doctor report run.ajo-bundle --share

    Exit codes: those of the run (see ajo-doctor diagnose --help), of several the first that is there of 130, 1, 3;
    2 if a bundle cannot be read or a file cannot be written (all others are).
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.catalogue import load_catalogue
    from diagnostics.cli.outputs import Outputs, write_reports
    from diagnostics.cli.saved import read_saved
    from diagnostics.config import severity_named
    from diagnostics.exit_codes import of_several

    with told():
        sharing = sharing_of(values)
        outputs = Outputs.of(values)
        places = tuple(_places(values["bundles"], values["targets"], os.environ))
        catalogue = load_catalogue(values["plugins"])
        severity = severity_named(values["fail_on"])
        saved = [read_saved(place, catalogue) for place in places]
        drawn = [
            _of(each, catalogue, severity) for each in (sharing.saved(saved) if sharing else saved)
        ]
        write_reports(drawn, outputs)
    ctx.exit(of_several(each.exit_code for each in drawn))


def _places(
    bundles: tuple[str, ...], targets: tuple[str, ...], environ: Mapping[str, str]
) -> Iterator[Path]:
    """Name the files; of a word the one that it stands for, once for each target.

    Raises:
        ConfigError: if there is none, or no word that a target belongs to.
    """
    from diagnostics import state
    from diagnostics.errors import ConfigError

    if targets and not set(bundles) & set(state.WORDS):
        raise ConfigError(
            "a target is named, and no bundle is looked for", expected="latest or latest-clean"
        )
    for bundle in bundles:
        for target in (targets or (None,)) if bundle in state.WORDS else ():
            found = state.named(bundle, target, environ)
            if found is None:
                raise ConfigError(
                    f"no such run is kept: {bundle}{f' of target {target!r}' if target else ''}",
                    expected=f"a bundle in {state.folder(environ)}",
                    do="run `ajo-doctor diagnose`, or name the file of a bundle",
                )
            say(f"bundle: {found}")
            yield found
        if bundle not in state.WORDS:
            yield Path(bundle)


def _of(saved: Saved, catalogue: Catalogue, fail_on: Severity) -> Report:
    from diagnostics.cli.judged import judge
    from diagnostics.report.clean import clean

    if saved.recheck is None:
        return clean(judge(saved.run, catalogue, fail_on))
    from diagnostics.cli.verify_looks import report_of

    return report_of(saved.run, saved.recheck, catalogue, fail_on)
