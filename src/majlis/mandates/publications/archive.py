"""The archive: the whole public register in one ZIP file that opens without Majlis."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from majlis.instruments.citations.names import instrument_symbol
from majlis.kernel import clock, downloads
from majlis.kernel.languages import LANGUAGE_CODES, LANGUAGES_BY_CODE
from majlis.kit.archive import CHECKSUM_FILE, ArchiveWriter
from majlis.kit.columns import file_sheet, page_table
from majlis.look import formats, parts
from majlis.mandates.models import Edition
from majlis.mandates.publications import archive_data, queries
from majlis.mandates.publications import archive_pages as show
from majlis.mandates.publications.queries import edition_name, edition_url
from majlis.mandates.register import accuracy, columns, coverage_tables
from majlis.mandates.register import coverage as register_coverage
from majlis.mandates.register import queries as register_queries
from majlis.mandates.register.dashboard_tables import count_in_force
from majlis.mandates.register.tables import disclaimer
from majlis.mandates.statements import export

SHEETS: tuple[Callable[[datetime.date], downloads.Sheet], ...] = (
    lambda day: archive_data.entities_sheet(),
    lambda day: archive_data.clauses_sheet(),
    lambda day: export.implementation_sheet(AnonymousUser(), day),
    lambda day: file_sheet(
        "mandates-coverage",
        _("Coverage and findings to check"),
        coverage_tables.COVERAGE_COLUMNS,
        register_coverage.by_body_and_year(AnonymousUser()),
    ),
    lambda day: file_sheet(
        "mandates-rates",
        _("Accuracy of extraction"),
        coverage_tables.ACCURACY_COLUMNS,
        accuracy.accuracy_rates(AnonymousUser()),
    ),
)
"""Further lists that are written as CSV and JSON, each limited to public data."""


def write_archive(stream: IO[bytes], day: datetime.date | None = None) -> int:
    """Write the archive of a day; return the number of mandates in it."""
    day = day or clock.today()
    writer = ArchiveWriter(stream, day)
    writer.put_style()
    with translation.override("en"):
        _write_data(writer, day)
    counts = {code: _write_language(writer, code, day) for code in LANGUAGE_CODES}
    writer.put_languages(lambda: _("Register of mandates"))
    writer.put("README.txt", _readme(day, counts["en"]))
    writer.end()
    return counts["en"]


def _archive_title(code: str) -> str:
    with translation.override(code):
        return _("Register of mandates")


def edition_title(day: datetime.date, language: str) -> str:
    """The title of an edition."""
    return _("Edition of %(date)s") % {"date": formats.date(day, language)}


def _readme(day: datetime.date, count: int) -> Iterator[str]:
    yield "Majlis\n\n"
    for code in LANGUAGE_CODES:
        with translation.override(code):
            yield f"[{LANGUAGES_BY_CODE[code].name}]\n{_archive_title(code)}{formats.list_separator(code)}{edition_title(day, code)}\n"
            yield f"{count_sentence(count)}\n"
            yield f"{coverage_tables.coverage_sentence(register_coverage.register_coverage(AnonymousUser()))}\n"
            yield (
                _("Open index.html in a browser. The folder “data” holds machine-readable files.")
                + "\n"
            )
            yield f"{disclaimer()}\n\n"


def count_sentence(count: int) -> str:
    """A sentence with the number of mandates in the archive."""
    message = ngettext(
        "%(n)s mandate in all, including those ended or not in force",
        "%(n)s mandates in all, including those ended or not in force",
        count,
    )
    return message % {"n": formats.number(count, translation.get_language() or "en")}


def _write_data(writer: ArchiveWriter, day: datetime.date) -> None:
    def rows() -> downloads.Sheet:
        filters = {"standing": register_queries.ALL, "sort": "number"}
        return columns.register_sheet(
            register_queries.find_mandates(AnonymousUser(), filters, day), day
        )

    writer.put("data/register.csv", downloads.as_csv(rows()))
    writer.put("data/register.json", downloads.as_json(rows()))
    writer.put("data/register.xlsx", [downloads.as_xlsx(rows())])
    for build in SHEETS:
        writer.put(f"data/{build(day).name}.csv", downloads.as_csv(build(day)))
        writer.put(f"data/{build(day).name}.json", downloads.as_json(build(day)))
    writer.put("data/provisions.json", archive_data.provisions_json())
    writer.put(
        "data/dictionary.json", [json.dumps(_data_dictionary(day), ensure_ascii=False, indent=1)]
    )


def _sheet_columns(day: datetime.date) -> list[tuple[str, str, Sequence[downloads.Field]]]:
    """(file, title, columns) of each list; reads no rows."""
    result: list[tuple[str, str, Sequence[downloads.Field]]] = [
        ("register", _("Register of mandates"), columns.FIELDS)
    ]
    for build in SHEETS:
        sheet = build(day)
        result.append((sheet.name, str(sheet.title), sheet.fields))
    return result


def _data_dictionary(day: datetime.date) -> list[dict[str, Any]]:
    columns = [(file, column) for file, _title, fields in _sheet_columns(day) for column in fields]
    entries: list[dict[str, Any]] = [
        {"file": file, "key": column.key, "label": {}, "meaning": {}} for file, column in columns
    ]
    for code in LANGUAGE_CODES:
        with translation.override(code):
            for row, (_file, column) in zip(entries, columns, strict=True):
                row["label"][code], row["meaning"][code] = str(column.label), str(column.meaning)
    return entries


def _write_language(writer: ArchiveWriter, code: str, day: datetime.date) -> int:
    with translation.override(code):
        texts: dict[str, show.ArchivedText] = {}
        mandates_by_entity: dict[int, list[tuple[str, str]]] = {}
        for line, wordings in queries.rows_by_text(code, register_queries.ALL, day):
            text = line.version.instrument
            symbol = instrument_symbol(text)
            archived_text = texts.setdefault(text.slug, show.ArchivedText(text.slug, symbol))
            archived_text.articles.append(show.mandate_article(line, wordings, day))
            for entity in line.entities_with_role("asked"):
                mandates_by_entity.setdefault(entity.pk, []).append((line.mandate.slug, text.slug))
        count = sum(text.count for text in texts.values())
        title_of_edition = edition_title(day, code)

        def put(place: str, title: str, content: str) -> None:
            writer.put(
                f"{code}/{place}", [show.render_page(place, title, content, title_of_edition)]
            )

        for archived_text in texts.values():
            put(
                f"texts/{archived_text.slug}.html",
                str(archived_text.symbol),
                "\n".join(archived_text.articles),
            )
        titles = dict(show.page_links())
        pages = {
            "index.html": _index_page(code, day, list(texts.values()), count),
            "actors.html": show.entities_page(
                archive_data.archived_entities(code), mandates_by_entity
            ),
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


def _index_page(code: str, day: datetime.date, texts: list[show.ArchivedText], count: int) -> str:
    counts = register_queries.state_counts(AnonymousUser(), day)
    context = {
        "in_force": count_in_force(counts.get("all", 0)),
        "all": count_sentence(count),
        "reach": coverage_tables.coverage_sentence(
            register_coverage.register_coverage(AnonymousUser())
        ),
        "cited": formats.list_separator(code).join(
            [_archive_title(code), edition_title(day, code), "Majlis"]
        ),
        "address": edition_url(edition_name("", day), Edition.Form.ZIP, code),
        "figures": show.figure_rows(counts),
        "texts": texts,
    }
    return render_to_string("mandates/publications/archive/index.html", context)


def _coverage_page() -> str:
    rows = register_coverage.by_body_and_year(AnonymousUser())
    title = _("Coverage and findings to check")
    context = {
        "reach": coverage_tables.coverage_sentence(
            register_coverage.register_coverage(AnonymousUser())
        ),
        "table": page_table(coverage_tables.COVERAGE_COLUMNS, rows, title),
        "stubs": coverage_tables.stubs_table(register_coverage.stubs_by_body(AnonymousUser())),
        "summary": parts.ListSummary("", (), ()),
    }
    return show.content_block("mandates/register/coverage.html", context)


def _method_page() -> str:
    rates = accuracy.accuracy_rates(AnonymousUser())
    title = _("Accuracy of extraction")
    context = {
        **coverage_tables.method_context(),
        "table": page_table(coverage_tables.ACCURACY_COLUMNS, rates, title),
        "summary": parts.ListSummary("", (), ()),
    }
    return show.content_block("mandates/register/method.html", context)


def _files_page() -> str:
    register_title = _("Register of mandates")
    named_files = [
        ("data/register.csv", register_title),
        ("data/register.json", register_title),
        ("data/register.xlsx", register_title),
        (
            "data/provisions.json",
            _(
                "provisions with requests and the higher provisions containing them, in all "
                "languages"
            ),
        ),
        ("data/dictionary.json", _("meaning of each column, in all languages")),
    ]
    today = clock.today()
    for build in SHEETS:
        sheet = build(today)
        named_files += [(f"data/{sheet.name}.{form}", str(sheet.title)) for form in ("csv", "json")]
    context = {
        "files": [*named_files, (CHECKSUM_FILE, pgettext("archive", "checksums"))],
        "columns": _sheet_columns(today),
    }
    return render_to_string("mandates/publications/archive/data.html", context)
