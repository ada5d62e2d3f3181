"""Draw the report of a saved run again."""

from __future__ import annotations

from pathlib import Path

import click

from diagnostics.cli.faults import told
from diagnostics.cli.options import output_options, write


@click.command(short_help="Draw the report of a saved run again, offline.")
@click.argument("bundle", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    show_default=True,
)
@click.option("--share", is_flag=True, help="Replace operators' names by pseudonyms.")
@click.option("--plugin", "plugins", multiple=True, help="Pack that the run was made with.")
@output_options
@click.pass_context
def replay(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    *,
    bundle: Path,
    fail_on: str,
    share: bool,
    plugins: tuple[str, ...],
    form: str,
    output: Path | None,
) -> None:
    """Draw the report of a saved run again: the same to the byte, without network and login.

    Every run says on stderr where its BUNDLE was kept.

    \b
    Examples:
      ajo-doctor replay ~/.local/state/ajo-doctor/production/20270131T031500.000000Z.ajo-bundle
      ajo-doctor replay run.ajo-bundle --format markdown --share

    Exit codes: those of the run (see ajo-doctor diagnose --help); 2 if the bundle cannot be read.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.catalogue import load_catalogue
    from diagnostics.cli.examine import is_colored
    from diagnostics.cli.running import judge
    from diagnostics.cli.saved import read_saved
    from diagnostics.cli.verify_looks import report_of
    from diagnostics.config import severity_named
    from diagnostics.report.clean import clean
    from diagnostics.report.present import present

    with told():
        catalogue = load_catalogue(plugins)
        saved = read_saved(bundle, catalogue)
        severity = severity_named(fail_on)
        if saved.recheck is None:
            report = clean(judge(saved.run, catalogue, severity), share=share)
        else:
            report = report_of(saved.run, saved.recheck, catalogue, severity, share=share)
    write(present((report,), form, color=is_colored(output)), output)
    ctx.exit(report.exit_code)
