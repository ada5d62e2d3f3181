"""Where reports go, in which form, and the writing itself; decided before the run, so that no run is made for nothing.

Imports little, and pathlib where there is a file: `lint` starts with it.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from diagnostics.cli.say import current, say
from diagnostics.errors import ConfigError
from diagnostics.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.report.plot_record import Picture
    from diagnostics.report.record import Report
    from diagnostics.report.triaged_record import TriageView

TEXT, MARKDOWN = "text", "markdown"
STDOUT = "-"
Extensions = Mapping[str, tuple[str, ...]]  # of each form that a command knows


@record(frozen=True, slots=True, kw_only=True)
class Output:
    """One place for a report."""

    form: str
    file: str | None = None  # None = stdout

    @property
    def is_colored(self) -> bool:
        """Tell whether headlines are printed in bold: on a terminal, unless NO_COLOR is set."""
        return self.file is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    @property
    def ascii_only(self) -> bool:
        """Tell whether block characters cannot be shown."""
        from diagnostics.report.plot_spark import can_draw

        return self.file is None and not can_draw(sys.stdout.encoding)


@record(frozen=True, slots=True, kw_only=True)
class Outputs:
    """All places for the reports of one run."""

    places: tuple[Output, ...] = (Output(form=TEXT),)
    max_size: int | None = None  # bytes of a report in Markdown

    @classmethod
    def of(cls, values: Mapping[str, Any], forms: Extensions | None = None) -> Outputs:
        """Read `--format`, `--output` and `--max-size`.

        Without a file the form is printed. One file beside a form that was given takes that form. Of several files each
        takes the form of its ending, or the form that was given where the ending says nothing; a given form that
        no file took is printed as well. `-` is stdout.

        Args:
            values: "form", a name or None; "output", file names or none; "max_size", where the command has it.
            forms: what the command can write. None = every form of a report.

        Raises:
            ConfigError: if an ending names no form, a folder is missing, a file is named twice, or the size is none.
        """
        files: tuple[str, ...] = tuple(values["output"] or ())
        _can_be_written(files)
        places = _places(files, values["form"], _of_reports() if forms is None else forms)
        size: str | None = values.get("max_size")
        return cls(places=places, max_size=None if size is None else _limit(size, places))

    @property
    def are_for_people(self) -> bool:
        """Tell whether text on stdout is all that was asked for, so that more may stand there."""
        return self.places == (Output(form=TEXT),)


PRINTED = Outputs()  # text on stdout, when nothing was asked for


def _places(files: tuple[str, ...], form: str | None, known: Extensions) -> tuple[Output, ...]:
    if len(files) == 1 and form:
        return (_place(files[0], form),)
    taken = [(file, _form_of(file, known)) for file in files]
    if form is None:
        _each_says_its_form(taken, known)
    places = tuple(_place(file, said or form or TEXT) for file, said in taken)
    is_left = all(said for _, said in taken)
    printed = (Output(form=form),) if form and is_left else ()
    return (*printed, *places) or PRINTED.places


def _limit(size: str, places: Iterable[Output]) -> int:
    """Read `--max-size`.

    Raises:
        ConfigError: if it is no size, or nothing is written that it could limit.
    """
    from diagnostics.report.sizes import bytes_of

    if not any(each.form == MARKDOWN for each in places):
        raise ConfigError(
            "only Markdown can be shortened",
            do="add --format markdown, or --output FILE.md",
            source="--max-size",
        )
    return bytes_of(size)


def _of_reports() -> Extensions:
    from diagnostics.report.present import FORMS

    return {name: each.extensions for name, each in FORMS.items()}


def _place(file: str, form: str) -> Output:
    return Output(form=form, file=None if file == STDOUT else file)


def _form_of(file: str, known: Extensions) -> str | None:
    """Give the form that a file's name asks for; None = its ending says nothing."""
    from pathlib import PurePath  # only here: it costs a tenth of the start

    ending = PurePath(file).suffix.lower()
    return next((name for name, endings in known.items() if ending in endings), None)


def _each_says_its_form(taken: Sequence[tuple[str, str | None]], known: Extensions) -> None:
    silent = [file for file, said in taken if said is None and file != STDOUT]
    if silent:
        endings = (f"{' or '.join(each)} ({name})" for name, each in known.items() if each)
        raise ConfigError(
            f"the ending of this name says no form: {silent[0]}",
            expected=", ".join(endings),
            do="end the name with one of these, or give --format",
            source="--output",
        )


def _can_be_written(files: tuple[str, ...]) -> None:
    """Refuse before the run what would only fail after it.

    Raises:
        ConfigError: with the file's name.
    """
    from pathlib import Path

    places: set[Path | str] = set()
    for file in files:
        place = Path(file)
        known = file if file == STDOUT else place.resolve()
        if known in places:
            raise ConfigError(f"this is named twice: {file}", source="--output")
        places.add(known)
        if file != STDOUT and not place.parent.is_dir():
            raise ConfigError(f"there is no folder {str(place.parent)!r}", source="--output")
        if file != STDOUT and place.is_dir():
            raise ConfigError(f"this is a folder: {file}", source="--output")


def write_reports(reports: Sequence[Report], outputs: Outputs) -> None:
    """Draw the reports of one run and write them to every place.

    Raises:
        ConfigError: if a file cannot be written; all others are. If something is left that may not be shared; then
            nothing is written.
    """
    from diagnostics.report.present import Paper, present

    def drawn(output: Output) -> str:
        paper = Paper(
            color=output.is_colored, ascii_only=output.ascii_only, max_size=outputs.max_size
        )
        return present(reports, output.form, paper)

    if sharing := current():
        # Looked at before anything is written: what is left stands in the report itself.
        left = sharing.checked([drawn(each) for each in outputs.places])
        reports = sharing.noted(reports, left)
    # What goes into a field of a ticket has no files beside it, and no room for their names.
    searches = () if outputs.max_size else [each.triage for each in reports]
    _write(outputs, drawn, lambda: _pictures(searches))


def _pictures(searches: Sequence[TriageView | None]) -> list[tuple[Picture, ...]]:
    if not any(searches):
        return []
    from diagnostics.report.triaged_plots import pictures

    return [pictures(each) for each in searches]


def write_all(
    outputs: Outputs,
    draw: Callable[[Output], str],
    pictures: Callable[[], Iterable[Sequence[Picture]]] = tuple,
) -> None:
    """Write to every place, whatever becomes of the others.

    Args:
        outputs: the places.
        draw: draws what goes to one of them.
        pictures: of each report, for the files that can have them beside.

    Raises:
        ConfigError: if a file cannot be written; it says which and why. If something is left that may not be shared.
    """
    if sharing := current():
        sharing.checked([draw(each) for each in outputs.places])
    _write(outputs, draw, pictures)


def _write(
    outputs: Outputs,
    draw: Callable[[Output], str],
    pictures: Callable[[], Iterable[Sequence[Picture]]],
) -> None:
    failed: list[ConfigError] = []
    for output in outputs.places:
        text = draw(output)
        if output.file is None:
            print_out(text)
            continue
        if output.form == MARKDOWN:
            from diagnostics.cli.pictures import with_pictures

            text = with_pictures(text, output.file, pictures(), failed)
        try:
            write_file(output.file, text, "report")
        except ConfigError as error:
            failed.append(error)
    if failed:
        raise failed[0] if len(failed) == 1 else ConfigError("\n".join(map(str, failed)))


def write_file(file: str, text: str, what: str) -> None:
    """Write one file and say so.

    Raises:
        ConfigError: if it cannot be written.
    """
    from diagnostics.cli.whole_file import write_whole

    try:
        write_whole(file, text)
    except OSError as error:
        raise ConfigError(
            f"the {what} cannot be written: {error.strerror}",
            source=file,
            do="choose another --output; `ajo-doctor report` draws the report of a kept bundle again",
        ) from None
    say(f"{what} written to {file}")


def print_out(text: str) -> None:
    """Print; a reader that has seen enough (`| head`) does not change how the run ended."""
    try:
        click.echo(text, nl=False, color=True)
    except OSError as error:
        # Windows calls a closed pipe an invalid argument.
        if error.errno not in (errno.EPIPE, errno.EINVAL):
            raise
        forget_stdout()


def forget_stdout() -> None:
    """Let what is still to be printed go nowhere, so that the interpreter's last flush does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
