"""Puts the pictures of a Markdown report beside it, since no ticket system shows a picture inside the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from diagnostics.cli.outputs import write_file
from diagnostics.errors import ConfigError
from diagnostics.report.escape import markdown
from diagnostics.report.plot_record import Picture


def with_pictures(
    text: str, file: str, pictures: Iterable[Sequence[Picture]], failed: list[ConfigError]
) -> str:
    """Write the pictures to files beside a Markdown report and name them at its end.

    Args:
        text: the report.
        file: where it will stand.
        pictures: of each of its runs; from the second on their files bear its number.
        failed: takes what could not be written; the report does not name it then.
    """
    parts: list[str] = []
    report = Path(file)
    for number, of_run in enumerate(pictures, 1):
        for picture in of_run:
            middle = f"-{number}" if number > 1 else ""
            place = report.with_name(f"{report.stem}{middle}-{picture.name}.svg")
            try:
                write_file(str(place), picture.svg, "picture")
            except ConfigError as error:
                failed.append(error)
                continue
            parts += [f"![{markdown(picture.text)}]({quote(place.name)})", ""]
    return "\n".join([text.rstrip("\n"), "", "## Pictures", "", *parts]) if parts else text
