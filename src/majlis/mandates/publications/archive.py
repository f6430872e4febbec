"""The archive: the whole public register in one ZIP that opens without Majlis."""

from __future__ import annotations

import datetime
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from majlis.instruments.citations import format
from majlis.kernel import clock, downloads
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE, direction
from majlis.look import formats, parts
from majlis.mandates.models import Edition
from majlis.mandates.publications import archive_data, queries
from majlis.mandates.publications import archive_pages as show
from majlis.mandates.publications.queries import edition_name, edition_url
from majlis.mandates.register import accuracy, columns, coverage_tables
from majlis.mandates.register import coverage as register_coverage
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.dashboard_tables import count_in_force
from majlis.mandates.register.tables import disclaimer
from majlis.mandates.statements import export

CHECKSUM_FILE = "SHA256SUMS.txt"
SHEETS: list[Callable[[datetime.date], downloads.Sheet]] = [
    lambda day: archive_data.entities_sheet(),
    lambda day: archive_data.clauses_sheet(),
    lambda day: export.implementation_sheet(queries.EVERYBODY, day),
    lambda day: register_coverage.coverage_sheet(
        register_coverage.by_body_and_year(queries.EVERYBODY)
    ),
    lambda day: accuracy.accuracy_sheet(accuracy.accuracy_rates(queries.EVERYBODY)),
]
"""Further lists that go in as CSV and JSON; each of what everybody may read. A room's other files add theirs."""


class ArchiveWriter:
    """A ZIP under work, which knows the hash of each file in it."""

    def __init__(self, stream: IO[bytes], day: datetime.date) -> None:
        self.zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.at = (day.year, day.month, day.day, 0, 0, 0)
        self.sums: list[tuple[str, str]] = []

    def put(self, name: str, chunks: Iterable[str | bytes]) -> None:
        """Write a file, piece by piece."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(name, self.at)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
        with self.zip.open(info, "w", force_zip64=True) as file:
            for chunk in chunks:
                data = chunk.encode() if isinstance(chunk, str) else chunk
                digest.update(data)
                file.write(data)
        self.sums.append((digest.hexdigest(), name))

    def end(self) -> None:
        """Write the list of hashes, as sha256sum reads it."""
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(self.sums, key=_file_name))
        self.put(CHECKSUM_FILE, [lines])
        self.zip.close()


def _file_name(each: tuple[str, str]) -> str:
    return each[1]


def write_archive(stream: IO[bytes], day: datetime.date | None = None) -> int:
    """Write the archive of a day; how many mandates are in it."""
    day = day or clock.today()
    made = ArchiveWriter(stream, day)
    css = files("majlis.mandates").joinpath("static", "mandates", "archive.css")
    made.put("style.css", [css.read_bytes()])
    with translation.override("en"):
        _write_data(made, day)
    counts = {code: _write_language(made, code, day) for code in LANGUAGE_CODES}
    titles = [
        (code, LANGUAGES_BY_CODE[code].name, direction(code), _archive_title(code))
        for code in LANGUAGE_CODES
    ]
    made.put(
        "index.html",
        [render_to_string("mandates/publications/archive/languages.html", {"languages": titles})],
    )
    made.put("README.txt", _readme(day, counts["en"]))
    made.end()
    return counts["en"]


def _archive_title(code: str) -> str:
    with translation.override(code):
        return _("Register of mandates")


def edition_title(day: datetime.date, language: str) -> str:
    """What an archive is called."""
    return _("Edition of %(date)s") % {"date": formats.date(day, language)}


def _readme(day: datetime.date, count: int) -> Iterator[str]:
    yield "Majlis\n\n"
    for code in LANGUAGE_CODES:
        with translation.override(code):
            yield f"[{LANGUAGES_BY_CODE[code].name}]\n{_archive_title(code)}{formats.list_separator(code)}{edition_title(day, code)}\n"
            yield f"{count_sentence(count)}\n"
            yield f"{how_far.coverage_sentence(register_coverage.register_coverage(queries.EVERYBODY))}\n"
            yield (
                _("Open index.html in a browser. The files in the folder data are for programs.")
                + "\n"
            )
            yield f"{disclaimer()}\n\n"


def count_sentence(count: int) -> str:
    """How many mandates the archive has."""
    told = ngettext(
        "%(n)s mandate in all, with those not in force and ended",
        "%(n)s mandates in all, with those not in force and ended",
        count,
    )
    return told % {"n": formats.number(count, translation.get_language() or "en")}


def _write_data(made: ArchiveWriter, day: datetime.date) -> None:
    def rows() -> downloads.Sheet:
        wanted = {"standing": register_queries.ALL, "sort": "number"}
        return columns.register_sheet(
            register_queries.find_mandates(queries.EVERYBODY, wanted, day), day
        )

    made.put("data/register.csv", downloads.as_csv(rows()))
    made.put("data/register.json", downloads.as_json(rows()))
    made.put("data/register.xlsx", [downloads.as_xlsx(rows())])
    for make in SHEETS:
        made.put(f"data/{make(day).name}.csv", downloads.as_csv(make(day)))
        made.put(f"data/{make(day).name}.json", downloads.as_json(make(day)))
    made.put("data/provisions.json", archive_data.provisions_json())
    made.put(
        "data/dictionary.json", [json.dumps(_data_dictionary(day), ensure_ascii=False, indent=1)]
    )


def _sheet_columns(day: datetime.date) -> list[tuple[str, str, Sequence[downloads.Field]]]:
    """(file, title, columns) of each list that goes in; nothing of the rows is read."""
    made: list[tuple[str, str, Sequence[downloads.Field]]] = [
        ("register", _("Register of mandates"), columns.FIELDS)
    ]
    for make in SHEETS:
        sheet = make(day)
        made.append((sheet.name, str(sheet.title), sheet.fields))
    return made


def _data_dictionary(day: datetime.date) -> list[dict[str, Any]]:
    columns = [(file, each) for file, _title, fields in _sheet_columns(day) for each in fields]
    made: list[dict[str, Any]] = [
        {"file": file, "key": each.key, "label": {}, "meaning": {}} for file, each in columns
    ]
    for code in LANGUAGE_CODES:
        with translation.override(code):
            for row, (_file, each) in zip(made, columns, strict=True):
                row["label"][code], row["meaning"][code] = str(each.label), str(each.meaning)
    return made


def _write_language(made: ArchiveWriter, code: str, day: datetime.date) -> int:
    with translation.override(code):
        shelves: dict[str, show.ArchivedText] = {}
        asked: dict[int, list[tuple[str, str]]] = {}
        for line, words in queries.rows_by_text(code, register_queries.ALL, day):
            text = line.version.instrument
            symbol = format.localized_symbol(text.symbol, code) or str(text)
            shelf = shelves.setdefault(text.slug, show.ArchivedText(text.slug, symbol))
            shelf.articles.append(show.mandate_article(line, words, day))
            for each in line.actors("asked"):
                asked.setdefault(each.pk, []).append((line.mandate.slug, text.slug))
        count = sum(each.count for each in shelves.values())
        told = edition_title(day, code)

        def put(place: str, title: str, content: str) -> None:
            made.put(f"{code}/{place}", [show.render_page(place, title, content, told)])

        for shelf in shelves.values():
            put(f"texts/{shelf.slug}.html", shelf.symbol, "\n".join(shelf.articles))
        titles = dict(show.page_links())
        pages = {
            "index.html": _index_page(code, day, list(shelves.values()), count),
            "actors.html": show.entities_page(archive_data.archived_entities(code), asked),
            "clauses.html": show.clauses_page(
                archive_data.archived_clauses(), archive_data.clause_wordings()
            ),
            "coverage.html": _coverage_page(),
            "method.html": _method_page(),
            "data.html": _files_page(),
        }
        for place, content in pages.items():
            put(place, titles[place], content)
        return count


def _index_page(code: str, day: datetime.date, shelves: list[show.ArchivedText], count: int) -> str:
    counts = register_queries.state_counts(queries.EVERYBODY, day)
    context = {
        "in_force": count_in_force(counts.get("all", 0)),
        "all": count_sentence(count),
        "reach": how_far.coverage_sentence(register_coverage.register_coverage(queries.EVERYBODY)),
        "cited": formats.list_separator(code).join(
            [_archive_title(code), edition_title(day, code), "Majlis"]
        ),
        "address": edition_url(edition_name("", day), Edition.Form.ZIP, code),
        "figures": show.figure_rows(counts),
        "texts": shelves,
    }
    return render_to_string("mandates/publications/archive/index.html", context)


def _coverage_page() -> str:
    rows = register_coverage.by_body_and_year(queries.EVERYBODY)
    context = {
        "line": how_far.coverage_sentence(register_coverage.register_coverage(queries.EVERYBODY)),
        "table": coverage_tables.coverage_table(rows),
        "stubs": coverage_tables.stubs_table(register_coverage.stubs_by_body(queries.EVERYBODY)),
        "chosen": parts.ListSummary("", (), ()),
    }
    return show.content_block("mandates/register/coverage.html", context)


def _method_page() -> str:
    return show.content_block(
        "mandates/register/method.html",
        coverage_tables.method_context(accuracy.accuracy_rates(queries.EVERYBODY)),
    )


def _files_page() -> str:
    same = _("Register of mandates")
    named_files = [
        ("data/register.csv", same),
        ("data/register.json", same),
        ("data/register.xlsx", same),
        (
            "data/provisions.json",
            _("the provisions that ask, with those above them, in all languages"),
        ),
        ("data/dictionary.json", _("what each column means, in all languages")),
    ]
    today = clock.today()
    for make in SHEETS:
        sheet = make(today)
        named_files += [(f"data/{sheet.name}.{form}", str(sheet.title)) for form in ("csv", "json")]
    context = {
        "files": [*named_files, (CHECKSUM_FILE, pgettext("archive", "hashes"))],
        "columns": _sheet_columns(today),
    }
    return render_to_string("mandates/publications/archive/data.html", context)
