"""Puts the pictures of a Markdown report beside it, since no ticket system shows a picture inside the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from diagnostics.errors import ConfigError
from diagnostics.report.escape import markdown
from diagnostics.report.plot_record import Picture


def with_pictures(
    text: str, form: str, output: Path | None, draw: Callable[[], Sequence[Picture]]
) -> str:
    """Write the pictures to files beside a Markdown report and name them at its end; give the text.

    Raises:
        ConfigError: if one cannot be written.
    """
    if form != "markdown" or output is None or not (pictures := draw()):
        return text
    parts = [text.rstrip("\n"), "", "## Pictures", ""]
    for picture in pictures:
        place = output.with_name(f"{output.stem}-{picture.name}.svg")
        try:
            place.write_text(picture.svg, encoding="utf-8")
        except OSError as error:
            raise ConfigError(
                f"the picture cannot be written: {error.strerror}",
                source=str(place),
                do="choose another --output",
            ) from None
        parts += [f"![{markdown(picture.text)}]({quote(place.name)})", ""]
    return "\n".join(parts)
