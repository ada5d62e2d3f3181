"""What `--error` gives: a text, or the bundle of a search through logs, whose errors are taken over with their counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from diagnostics.catalogue import Catalogue
from diagnostics.cli.faults import read_bytes, text_of
from diagnostics.errors import ConfigError
from diagnostics.triage.recognised import Recognised

_GZIP = b"\x1f\x8b"  # every bundle begins so, and no text does


@dataclass(frozen=True, slots=True)
class ErrorText:
    """An error text; empty = none was given."""

    text: str = ""
    source: str = ""
    bundle: bytes = field(default=b"", repr=False)

    def __bool__(self) -> bool:
        """Tell whether anything was given."""
        return bool(self.text or self.bundle)

    def recognised(self, catalogue: Catalogue) -> tuple[Recognised, ...]:
        """Recognise the errors of the text, or take those of the bundle.

        Raises:
            ConfigError: if the bundle cannot be read.
        """
        if not self.bundle:
            from diagnostics.triage.recognise import recognise

            return recognise(self.text, catalogue.signatures) if self.text else ()
        from diagnostics.bundle import load

        try:
            return load(self.bundle, catalogue).pasted
        except ConfigError as error:
            raise error.at(source=self.source) from None

    def words(self, catalogue: Catalogue) -> str:
        """Give a text that names what the errors name: hosts, and what stands around each error."""
        if not self.bundle:
            return self.text
        items = self.recognised(catalogue)
        return "\n".join(f"{item.account_host} {item.vault_host} {item.excerpt}" for item in items)


def read_error(source: str | None) -> ErrorText:
    """Read what `--error` names; `-` is stdin, None nothing.

    Raises:
        ConfigError: if it does not exist, is neither text nor bundle, or is empty.
    """
    if not source:
        return ErrorText()
    data = read_bytes(source, "--error")
    name = "--error" if source == "-" else source
    if data.startswith(_GZIP):
        return ErrorText(source=name, bundle=data)
    return ErrorText(text=text_of(data, name), source=name)
