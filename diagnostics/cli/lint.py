"""Hold a request against Adobe's rules before it is sent."""

from __future__ import annotations

import os

import click

_FORMATS = ("text", "markdown", "json", "annotations", "github")


@click.command(short_help="Check a request (cURL, HAR, JSON) before it is sent, offline.")
@click.argument("requests", metavar="FILE|-", nargs=-1, required=True)
@click.option(
    "--endpoint",
    type=click.Choice(["unitary", "highthroughput", "audience"]),
    help="Endpoint of a bare payload. [default: what the address or the campaign says]",
)
@click.option(
    "--campaign",
    metavar="FILE",
    help="Saved answer of the campaign API to hold the request against.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    help="Least severity for exit code 1.",
    show_default=True,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="Form of the report; annotations are file:line:column lines, github workflow commands.",
    show_default=True,
)
@click.option("--output", metavar="FILE", help="Write the report to a file.")
@click.pass_context
def lint(  # noqa: PLR0913, PLR0917 - the options above
    ctx: click.Context,
    requests: tuple[str, ...],
    endpoint: str | None,
    campaign: str | None,
    fail_on: str,
    form: str,
    output: str | None,
) -> None:
    """Check a request to the campaign API before it is sent: offline, nothing is called, no login is needed.

    Give a cURL command as the campaign's screen shows it (sh, cmd or PowerShell quoting), a HAR, or the JSON payload:
    files, or - for stdin. Endpoint, host, headers, recipients, context, addresses, ids, the client's time limit and
    secrets in the text are looked at. Findings name line, column and field, and no recipient's data.

    \b
    Examples:
      ajo-doctor lint request.sh                           a cURL command from the campaign's screen
      ajo-doctor lint -                                    paste it, then Ctrl-D
      ajo-doctor lint --endpoint unitary payload.json      the JSON alone
      ajo-doctor lint --campaign campaign.json call.har    held against the saved campaign as well
      ajo-doctor lint --format github payloads/*.json      annotations in a workflow; requestIds are compared

    Exit codes: 0 nothing found at or above --fail-on, 1 something found, 2 the text is no such request.
    """  # noqa: D301 - \b is click's mark for "do not wrap"
    from diagnostics.cli.faults import told
    from diagnostics.cli.linting import linted

    with told():
        result = linted(requests, endpoint=endpoint, campaign=campaign, fail_on=fail_on)
        _write(_drawn(result, form), output)
    ctx.exit(result.exit_code)


def _drawn(result: object, form: str) -> str:
    from diagnostics.report import linted

    assert isinstance(result, linted.Linted)  # noqa: S101 - loaded only now, so the signature cannot say it
    if form in ("markdown", "json"):
        from diagnostics.report import linted_forms

        return linted_forms.as_json(result) if form == "json" else linted_forms.as_markdown(result)
    if form == "annotations":
        return linted.compiler_lines(result)
    return linted.github(result) if form == "github" else linted.text(result)


def _write(text: str, output: str | None) -> None:
    from pathlib import Path

    from diagnostics.errors import ConfigError

    if output is not None and not os.path.isdir(os.path.dirname(output) or "."):  # noqa: PTH112, PTH120
        raise ConfigError("the folder of this file does not exist", source="--output")
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"the report cannot be written: {error.strerror}", source="--output"
        ) from None
    click.echo(f"report written to {output}", err=True)
