"""One run: places every row of a file on a card and writes the results."""

import csv
import gc
import os
import sys
import tempfile
import time
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import isnan, nan
from pathlib import Path
from typing import TextIO

from leadfold import __version__
from leadfold.errors import BadFile
from leadfold.files.opening import OpenFile, open_file
from leadfold.testwash import exclusions, issues, report
from leadfold.testwash.audit import Audit, read_pairs
from leadfold.testwash.issues import Finding, IssuesFile
from leadfold.testwash.matcher import Matcher, Placed
from leadfold.testwash.prepare import SIZE, Batch, batches
from leadfold.testwash.row_checks import RowChecker

_SHOWN = 12  # ignored columns and lines that are listed
RESULT, ISSUES, REPORT = "clusters.csv", "issues.csv", "report.html"


@dataclass(slots=True)
class Outcomes:
    """The result of each row, in a few bytes; ``ids`` is empty if the file has no record ids."""

    cards: list[str] = field(default_factory=list)
    levels: "array[int]" = field(default_factory=lambda: array("b"))
    scores: "array[float]" = field(default_factory=lambda: array("d"))
    ids: list[str] = field(default_factory=list)

    def add(self, placed: Placed) -> None:
        """Add the result of the next row."""
        self.cards.append(placed.card)
        self.levels.append(placed.match.level or 0 if placed.match else 0)
        self.scores.append(placed.match.score if placed.match else nan)

    def rows(self) -> Iterator[tuple[str | int, str, int | str, float | str]]:
        """Yield id, card, level and score of each row, in the file's order."""
        ids: Iterator[str | int] = iter(self.ids or range(1, len(self.cards) + 1))
        results = zip(ids, self.cards, self.levels, self.scores, strict=True)
        for row, card, level, score in results:
            yield row, card, level or "", "" if isnan(score) else round(score, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of a run: lists of exclusions, the report's language, examples or none, the sheet."""

    suppress: Path | None = None
    deceased: Path | None = None
    language: str | None = None
    examples: bool = True
    sheet: str | None = None


_DEFAULTS = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run found."""

    rows: int
    customers: int
    score: int
    seconds: float
    fields: tuple[str, ...]
    out: Path
    no_records: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        """Return it as the command line prints it."""
        again = self.rows - self.customers
        share = 100 * again / self.rows if self.rows else 0.0
        sheet = f"Of the workbook, sheet {self.sheet} was read.\n" if self.sheet else ""
        lines = (
            f"Beside them, {self.no_records:,} lines are no records: {ISSUES} lists them.\n"
            if self.no_records
            else ""
        )
        return (
            f"{self.rows:,} rows are {self.customers:,} customers: {again:,} duplicates "
            f"({share:.1f} %), found in {self.seconds:.1f} s.\n"
            f"{lines}{sheet}They were told by {', '.join(self.fields)}.\n"
            f"Quality score: {self.score} of 100.\n"
            f"{self.out / RESULT} says which row is which customer, {ISSUES} beside it what is "
            f"wrong in each row.\n"
            f"Open {self.out / REPORT} in a browser."
        )


def default_out(path: Path) -> Path:
    """Return the folder for the results of a file: ``leads.csv.gz`` → ``leads-testwash``."""
    stem = Path(path.name.removesuffix(".gz")).stem
    return path.with_name(f"{stem}-testwash")


def wash(
    path: Path, country: str | None, out: Path | None, today: date, options: Options = _DEFAULTS
) -> Summary:
    """Place every row of a file and write ``clusters.csv``, ``issues.csv`` and ``report.html``.

    They go into the folder ``out``. Standard error shows the recognised columns and the progress.
    Raises ``BadFile``; then, as after Ctrl-C, no part of a result is left.
    """
    started = time.monotonic()
    out = out or default_out(path)
    texts = report.Texts.of(options.language or report.language_of(country))
    suppress, deceased = (
        exclusions.read(given, country, today) if given else None
        for given in (options.suppress, options.deceased)
    )
    with (
        open_file(path, country, today, options.sheet) as file,
        _folder(out),
        closing(IssuesFile(texts.kind, partial(report.reasons_of, texts=texts))) as issues_file,
    ):
        _tell_columns(file)
        matcher = Matcher()
        audit = Audit(issues_file, suppress=suppress, deceased=deceased)
        checker = RowChecker(country, today, suppress=suppress, deceased=deceased)
        with (
            closing(batches(file.table.pieces(SIZE), checker, country, today)) as prepared,
            _without_collector(),
        ):
            outcomes = place_all(file, prepared, matcher, audit)
        no_records = issues.of_lines(file.table.no_records, country, today)
        _tell_oddities(file, no_records)
        if not outcomes.cards:
            raise BadFile("the file has a header but no rows")
        matcher.settle()
        outcomes.cards = [matcher.final(card) for card in outcomes.cards]
        firsts = audit.finish(outcomes.cards)
        about = _about(path, country, today, file, no_records, audit, outcomes)
        pairs = audit.pairs() if options.examples else None
        shown = pairs and read_pairs(path, pairs, country, today, options.sheet)
        page = report.render(audit, pairs if shown is None else shown, about, texts)
        with (
            _written(out / RESULT) as clusters,
            _written(out / ISSUES) as findings,
            _written(out / REPORT) as html,
        ):
            _write_outcomes(clusters, outcomes)
            issues_file.write(findings, about.ids, firsts, no_records)
            html.write(page)
    return Summary(
        rows=len(outcomes.cards),
        customers=audit.counts.customers,
        score=audit.counts.score,
        seconds=time.monotonic() - started,
        fields=tuple(file.table.columns.places),
        out=out,
        no_records=len(no_records),
        sheet=_one_line(file.sheet.name) if file.sheet else "",
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Turn off the garbage collector: a million cards slow it down, and none is in a cycle."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _positions(places: Mapping[str, tuple[int, ...]]) -> set[int]:
    return {at for positions in places.values() for at in positions}


def _about(
    path: Path,
    country: str | None,
    today: date,
    file: OpenFile,
    no_records: Sequence[Finding],
    audit: Audit,
    outcomes: Outcomes,
) -> report.About:
    columns = file.table.columns
    of_record = sorted(_positions(audit.record_columns.places))
    used = {*of_record, *_positions(columns.places), columns.record_id}
    return report.About(
        file=path.name,
        country=country,
        today=today,
        columns={
            name: [columns.names[at] for at in places] for name, places in columns.places.items()
        },
        record_columns=[columns.names[at] for at in of_record],
        unused=[name for at, name in enumerate(columns.names) if name and at not in used],
        ids=outcomes.ids or range(1, len(outcomes.cards) + 1),
        version=__version__,
        no_records=no_records,
        sheet=file.sheet,
    )


def place_all(
    file: OpenFile, prepared: Iterable[Batch], matcher: Matcher, audit: Audit
) -> Outcomes:
    """Place every row of a file, with a progress bar where standard error is a terminal."""
    from tqdm import tqdm

    outcomes, number = Outcomes(), 0
    bar = tqdm(
        total=file.total,
        disable=None,  # unless standard error is a terminal
        leave=False,
        bar_format="{percentage:3.0f}%|{bar}| {postfix} [{elapsed}<{remaining}]",
    )
    with bar:
        for batch in prepared:
            audit.add_counts(batch.counts, batch.record_columns)
            for number, row in enumerate(batch.rows, number + 1):  # noqa: B020 (numbers go on from batch to batch)
                if row.own is not None and not outcomes.ids:
                    outcomes.ids = [str(before) for before in range(1, number)]
                if row.own is not None or outcomes.ids:
                    outcomes.ids.append(row.own or str(number))
                audit.add_row(number, row.found, row.source)
                placed = matcher.place(row.prepared)
                outcomes.add(placed)
                audit.add_placed(number, row.prepared.incoming.person, placed)
            if not bar.disable:
                rate = number / (bar.format_dict["elapsed"] or 1)
                bar.set_postfix_str(f"{number:,} rows, {rate:,.0f}/s", refresh=False)
                bar.update(file.done() - bar.n)
    return outcomes


def _tell_columns(file: OpenFile) -> None:
    columns, sheet = file.table.columns, file.sheet
    hidden = " (hidden)" if sheet and sheet.state == "hidden" else ""
    _tell(
        f"Read as {file.format}{f', sheet {sheet.name}{hidden}{sheet.others()}' if sheet else ''}."
    )
    if sheet and sheet.hidden_rows:
        _tell(f"{sheet.hidden_rows:,} rows of it are hidden, and are read as all others.")
    if not file.table.has_header:
        _tell("There is no header; what a column holds was told by its content.")
    for name, places in columns.places.items():
        _tell(f"  {name}: {', '.join(columns.names[at] for at in places)}")
    numbered = "the row's number" if columns.record_id is None else columns.names[columns.record_id]
    _tell(f"  record_id: {numbered}")
    ignored = [name or "(no name)" for name in columns.ignored]
    if ignored:
        more = f" and {len(ignored) - _SHOWN} more" if len(ignored) > _SHOWN else ""
        _tell(f"Not used: {', '.join(ignored[:_SHOWN])}{more}")


def _tell_oddities(file: OpenFile, no_records: Sequence[Finding]) -> None:
    if file.table.overlong:
        _tell(f"{file.table.overlong:,} rows have more values than the header; the rest is unread.")
    if no_records:
        _tell(f"{len(no_records):,} lines are no records:")
    for one in no_records[:_SHOWN]:
        _tell(f"  line {one.value} ({one.code})")
    if len(no_records) > _SHOWN:
        _tell(f"  and {len(no_records) - _SHOWN:,} more, in {ISSUES}")
    if file.unreadable():
        _tell(f"{file.unreadable():,} lines are no JSON objects; each is a row without values.")


def _tell(line: str) -> None:
    print(_one_line(line), file=sys.stderr)


def _one_line(text: str) -> str:
    """Return a text for a terminal: a name in a file may hold control characters, too."""
    return "".join(char if char.isprintable() else " " for char in text)


@contextmanager
def _folder(out: Path) -> Iterator[None]:
    """Make the folder for results; remove it again if a run that made it fails."""
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BadFile(f"the folder {out} cannot be made: {problem.strerror}") from problem
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):
                out.rmdir()
        raise


def _write_outcomes(file: TextIO, outcomes: Outcomes) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("record_id", "card_id", "level", "score"))
    writer.writerows(outcomes.rows())


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """Open a file for a result, which is written completely or not at all."""
    try:
        with _replacing(path) as file:
            yield file
    except OSError as problem:
        raise BadFile(f"{path} cannot be written: {problem.strerror}") from problem


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
