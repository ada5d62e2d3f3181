"""Hold a request against Adobe's rules before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from diagnostics.cli.say import say, share_options, sharing_of

if TYPE_CHECKING:
    from diagnostics.report.linted import Linted, UnreadView

# Names and their endings; the last two are for a terminal's log.
_FORMS = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "json": (".json",),
    "annotations": (),
    "github": (),
}


@click.command(short_help="Check a request (cURL, HAR, JSON) before it is sent.")
@click.argument("requests", metavar="FILE|-", nargs=-1, required=True)
@click.option(
    "--endpoint",
    type=click.Choice(["unitary", "highthroughput", "audience"]),
    help="Endpoint of a bare payload. [default: what the address or the campaign says]",
)
@click.option(
    "--campaign",
    metavar="ID|FILE",
    help="Campaign to hold the request against: its id (read from Adobe, one GET), or a saved answer of the campaign API.",
)
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    help="Configuration: its target's Adobe side, and the packs it lists. [default: none; with --campaign ID"
    " ./ajo-doctor.toml]",
)
@click.option("--target", metavar="NAME", help="Target of the configuration.")
@click.option("--ims-org", metavar="TEXT", help="IMS organization, ...@AdobeOrg, of the campaign.")
@click.option("--client-id", metavar="TEXT", help="Client id of the Adobe credential.")
@click.option(
    "--sandbox", metavar="TEXT", help="Sandbox of the campaign, its name, not its title."
)
@click.option(
    "--scopes", metavar="TEXT", help="Scopes of the Adobe credential, with commas between."
)
@click.option(
    "--token-file",
    metavar="FILE|-",
    help="Access token for Adobe; - reads stdin. [default: AJO_DOCTOR_ADOBE_TOKEN]",
)
@click.option(
    "--proxy", metavar="URL", help="Proxy for the request to Adobe. [default: HTTPS_PROXY]"
)
@click.option(
    "--ca",
    type=click.Path(exists=True, dir_okay=False),
    help="PEM file of a further certificate authority, added to the system's.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    help="Least severity for exit code 1.",
    show_default=True,
)
@share_options
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    help="Form of the report; annotations are file:line:column lines, github workflow commands. [default: text]",
)
@click.option(
    "--output",
    metavar="FILE",
    multiple=True,
    help="Write to a file, in the form that its ending names; may be repeated; - is stdout.",
)
@click.pass_context
def lint(ctx: click.Context, /, **values: Any) -> None:  # noqa: ANN401 - the options above
    """Check a request to the campaign API before it is sent. Offline: nothing is called and no login is needed,
    unless --campaign names a live campaign.

    Give a cURL command as the campaign's screen shows it (sh, cmd or PowerShell quoting), a HAR, or the JSON payload:
    files, or - for stdin. Endpoint, host, headers, recipients, context, addresses, ids, the client's time limit and
    secrets in the text are looked at. Findings name line, column and field, and no recipient's data.

    With --campaign ID the request is also held against the campaign as Adobe has it now: one GET, with the token or
    secret that `diagnose` takes. What could not be read is told, and the rules that need it as not applied.

    \b
    Examples:
      ajo-doctor lint request.sh                           a cURL command from the campaign's screen
      ajo-doctor lint -                                    paste it, then Ctrl-D
      ajo-doctor lint --endpoint unitary payload.json      the JSON alone
      ajo-doctor lint --campaign 4f1c… request.sh          held against the live campaign as well
      ajo-doctor lint --campaign campaign.json call.har    held against a saved answer instead
      ajo-doctor lint --config ours.toml request.sh        with the rules of the packs that it lists
      ajo-doctor lint --format github payloads/*.json      annotations in a workflow; requestIds are compared

    Exit codes: 0 nothing found at or above --fail-on, 1 something found, 2 no text is such a request or an option is
    wrong, 3 nothing found, but a file was not read or a rule not applied, 130 interrupted.
    """  # noqa: D205, D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.faults import told
    from diagnostics.cli.linting import linted
    from diagnostics.cli.outputs import Outputs, write_all

    with told():
        sharing = sharing_of(values)
        outputs = Outputs.of(values, _FORMS)
        result = linted(values)
        if sharing:
            (result,) = sharing.all((result,))
        for unread in result.unread:
            _warn(unread)
        write_all(outputs, lambda each: _drawn(result, each.form))
    ctx.exit(result.exit_code)


def _warn(unread: UnreadView) -> None:
    """Say on stderr too what was left out, for whoever keeps only the report."""
    from diagnostics.report.escape import plain
    from diagnostics.report.linted import place

    say(f"ajo-doctor: not read: {plain(place(unread))}: {plain(unread.problem)}")


def _drawn(result: Linted, form: str) -> str:
    if form in ("markdown", "json"):
        from diagnostics.report import linted_forms

        return linted_forms.as_json(result) if form == "json" else linted_forms.as_markdown(result)
    if form in ("annotations", "github"):
        from diagnostics.report import linted_lines

        return (
            linted_lines.github(result)
            if form == "github"
            else linted_lines.compiler_lines(result)
        )
    from diagnostics.report.linted import text

    return text(result)
