"""Brings files of any form into the one form that all questions are asked of, and says what could not be read.

Parquet stays where it is and is read column by column; text is parsed once and kept as Parquet in the engine's own folder,
without addresses. What does not hold what its name says is left out and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from diagnostics.delays.believe import believed
from diagnostics.delays.columns import TELLING, Leaf, Mapped, mapped
from diagnostics.delays.engine import Engine
from diagnostics.delays.files import Form, NoRows, Source, recognised, salvaged
from diagnostics.delays.keep import kept, unread
from diagnostics.delays.normal import COLUMNS, literal, selected
from diagnostics.delays.record import Remark
from diagnostics.delays.remarks import left_out
from diagnostics.delays.tables import table

_EXPECTED = (
    "an export of the feedback dataset, with timestamp and messageDeliveryfeedback.feedbackStatus"
)
_ALL_SQL = ", ".join(f"count({name})" for name, _ in COLUMNS)


@dataclass(frozen=True, slots=True)
class Part:
    """Files that one statement reads."""

    select: str  # in the one form, with `{files}` where the files stand
    files: tuple[str, ...]

    @property
    def sql(self) -> str:
        """The statement."""
        return self.select.replace("{files}", ", ".join(literal(each) for each in self.files))


@dataclass(slots=True)
class Loaded:
    """What was opened."""

    parts: list[Part] = field(default_factory=list[Part])
    remarks: list[Remark] = field(default_factory=list[Remark])
    columns: dict[str, str] = field(
        default_factory=dict[str, str]
    )  # by field, as the file calls it
    assumed_utc: bool = False

    @property
    def selects(self) -> list[str]:
        """The statements, in the one form."""
        return [part.sql for part in self.parts]

    def knows(self, found: Mapped) -> None:
        """Remember which columns there are."""
        for name, leaves in found.fields.items():
            self.columns.setdefault(name, leaves[0].shown)
        if found.nodes:
            first = next(iter(found.nodes[min(found.nodes)].values()))
            self.columns.setdefault("nodes", first.shown)


def load(paths: tuple[str, ...], engine: Engine) -> Loaded:
    """Open all files; what cannot be opened becomes a remark."""
    loaded = Loaded()
    same: dict[tuple[str, tuple[Leaf, ...]], list[str]] = {}
    for number, path in enumerate(paths):
        opened = _opened(path, number, engine, loaded)
        if opened:
            select, leaves, file = opened
            same.setdefault((select, leaves), []).append(file)
    loaded.parts += [Part(select, tuple(files)) for (select, _), files in same.items()]
    return loaded


def without_damaged(loaded: Loaded, engine: Engine) -> bool:
    """Leave files out that open and cannot be read to their end; tell whether there were any."""
    import duckdb

    sound: list[Part] = []
    is_any = False
    for part in loaded.parts:
        files: list[str] = []
        for each in part.files:
            try:
                engine.rows(f"SELECT {_ALL_SQL} FROM ({Part(part.select, (each,)).sql})")
                files.append(each)
            except duckdb.OutOfMemoryException:
                raise
            except duckdb.Error as error:
                is_any = True
                loaded.remarks.append(_broken(each, error))
        if files:
            sound.append(Part(part.select, tuple(files)))
    loaded.parts = sound
    return is_any


Opened = tuple[str, tuple[Leaf, ...], str]  # select, columns, file


def _opened(path: str, number: int, engine: Engine, loaded: Loaded) -> Opened | None:
    import duckdb

    try:
        return _whole_or_salvaged(recognised(path), number, engine, loaded)
    except NoRows as error:
        loaded.remarks.append(left_out(path, f"{error}.", f"give {_EXPECTED}"))
    except OSError as error:
        text = f"the file cannot be read: {error.strerror}."
        loaded.remarks.append(left_out(path, text, "check its permissions"))
    except duckdb.Error as error:
        loaded.remarks.append(_broken(path, error))
    return None


def _whole_or_salvaged(source: Source, number: int, engine: Engine, loaded: Loaded) -> Opened:
    """Read a file; of a gzip stream that is cut off or damaged, what stands before that."""
    import duckdb

    before = len(loaded.remarks)
    try:
        return _read(source, number, engine, loaded)
    except duckdb.Error:
        if source.packed != "gzip":
            raise
    del loaded.remarks[before:]
    to = engine.folder / f"salvaged_{number}"
    lines = salvaged(source, to)
    if lines < 2 and source.form is Form.CSV:  # noqa: PLR2004 - a header and one row
        raise NoRows("the gzip stream is cut off or damaged at its beginning")
    text = (
        f"the gzip stream is cut off or damaged; the {lines} whole lines before that are answered."
    )
    loaded.remarks.append(
        left_out(source.path, text, "copy or export the file again", line=lines + 1)
    )
    again = replace(source, path=str(to), packed="", shown=source.path)
    return _read(again, f"{number}_again", engine, loaded)


def _broken(path: str, error: Exception) -> Remark:
    """Say what DuckDB found, without any of the file's content."""
    text = str(error)
    known = {
        "No magic bytes": "the file is cut off: a Parquet file ends with its index, and this one does not",
        "magic bytes": "this is not a whole Parquet file",
        "maximum_object_size": "a line is longer than 64 MB",
        "ZSTD": "the zstd stream is cut off or damaged",
        "GZIP": "the gzip stream is cut off or damaged",
        "Out of Memory": "the memory given is too little for it",
    }
    said = next(
        (said for part, said in known.items() if part.lower() in text.lower()),
        f"the file is damaged ({type(error).__name__})",
    )
    return left_out(path, f"{said}.", "export it again, or copy it whole")


def _read(source: Source, number: int | str, engine: Engine, loaded: Loaded) -> Opened:
    opened = table(source, engine, number)
    found = mapped(opened.leaves)
    if not any(name in found.fields for name in TELLING):
        seen = ", ".join(leaf.shown for leaf in opened.leaves[:5])
        raise NoRows(
            f"no column of the feedback dataset is in it (its first columns: {seen[:120]})"
        )
    loaded.remarks += [
        Remark(path=source.name, line=1, text=f"{note}.", do="", left_out=True)
        for note in opened.notes
    ]
    belief = believed(opened, found, engine)
    loaded.remarks += belief.remarks
    loaded.assumed_utc |= belief.assumed_utc
    loaded.knows(belief.fit)
    inner = selected(belief.fit, belief.styles)
    if source.form is Form.PARQUET:
        loaded.remarks += unread(opened, belief, engine)
        return f"SELECT {inner} FROM read_parquet([{{files}}])", opened.leaves, source.path
    file, remarks = kept(opened, inner, number, engine, belief)
    loaded.remarks += remarks
    return "SELECT * FROM read_parquet([{files}])", (), str(file)
