"""The archive: the whole register as everybody may read it, in one ZIP that opens without Majlis."""

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
from majlis.mandates import datasheet
from majlis.mandates.models import Edition
from majlis.mandates.printing import address, named
from majlis.mandates.queries import editions as queries
from majlis.mandates.queries import packed, rates, reach, register
from majlis.mandates.show import came
from majlis.mandates.show import packed as show
from majlis.mandates.show import reach as how_far
from majlis.mandates.show.calendar import notice
from majlis.mandates.show.standing import in_force
from majlis.mandates.views import coverage

SUMS = "SHA256SUMS.txt"
SHEETS: list[Callable[[datetime.date], downloads.Sheet]] = [
    lambda day: packed.actors_sheet(),
    lambda day: packed.clauses_sheet(),
    lambda day: came.sheet(queries.EVERYBODY, day),
    lambda day: reach.sheet(reach.by_body_and_year(queries.EVERYBODY)),
    lambda day: rates.sheet(rates.rates(queries.EVERYBODY)),
]
"""Further lists that go in as CSV and JSON; each of what everybody may read. A room's other files add theirs."""


class Pack:
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
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(self.sums, key=_by_name))
        self.put(SUMS, [lines])
        self.zip.close()


def _by_name(each: tuple[str, str]) -> str:
    return each[1]


def pack(stream: IO[bytes], day: datetime.date | None = None) -> int:
    """Write the archive of a day; how many mandates are in it."""
    day = day or clock.today()
    made = Pack(stream, day)
    css = files("majlis.mandates").joinpath("static", "mandates", "packed.css")
    made.put("style.css", [css.read_bytes()])
    with translation.override("en"):
        _data(made, day)
    counts = {code: _language(made, code, day) for code in LANGUAGE_CODES}
    titles = [
        (code, LANGUAGES_BY_CODE[code].name, direction(code), _title(code))
        for code in LANGUAGE_CODES
    ]
    made.put("index.html", [render_to_string("mandates/packed/first.html", {"languages": titles})])
    made.put("README.txt", _readme(day, counts["en"]))
    made.end()
    return counts["en"]


def _title(code: str) -> str:
    with translation.override(code):
        return _("Register of mandates")


def edition(day: datetime.date, language: str) -> str:
    """What an archive is called."""
    return _("Edition of %(date)s") % {"date": formats.date(day, language)}


def _readme(day: datetime.date, count: int) -> Iterator[str]:
    yield "Majlis\n\n"
    for code in LANGUAGE_CODES:
        with translation.override(code):
            yield f"[{LANGUAGES_BY_CODE[code].name}]\n{_title(code)}{formats.list_separator(code)}{edition(day, code)}\n"
            yield f"{all_of(count)}\n"
            yield f"{how_far.line(reach.reach(queries.EVERYBODY))}\n"
            yield (
                _("Open index.html in a browser. The files in the folder data are for programs.")
                + "\n"
            )
            yield f"{notice()}\n\n"


def all_of(count: int) -> str:
    """How many mandates the archive has."""
    told = ngettext(
        "%(n)s mandate in all, with those not in force and ended",
        "%(n)s mandates in all, with those not in force and ended",
        count,
    )
    return told % {"n": formats.number(count, translation.get_language() or "en")}


def _data(made: Pack, day: datetime.date) -> None:
    def rows() -> downloads.Sheet:
        wanted = {"standing": register.ALL, "sort": "number"}
        return datasheet.sheet(register.found(queries.EVERYBODY, wanted, day), day)

    made.put("data/register.csv", downloads.as_csv(rows()))
    made.put("data/register.json", downloads.as_json(rows()))
    made.put("data/register.xlsx", [downloads.as_xlsx(rows())])
    for make in SHEETS:
        made.put(f"data/{make(day).name}.csv", downloads.as_csv(make(day)))
        made.put(f"data/{make(day).name}.json", downloads.as_json(make(day)))
    made.put("data/provisions.json", packed.provisions_json())
    made.put("data/dictionary.json", [json.dumps(_dictionary(day), ensure_ascii=False, indent=1)])


def _columns(day: datetime.date) -> list[tuple[str, str, Sequence[downloads.Field]]]:
    """(file, title, columns) of each list that goes in; nothing of the rows is read."""
    made: list[tuple[str, str, Sequence[downloads.Field]]] = [
        ("register", _("Register of mandates"), datasheet.FIELDS)
    ]
    for make in SHEETS:
        sheet = make(day)
        made.append((sheet.name, str(sheet.title), sheet.fields))
    return made


def _dictionary(day: datetime.date) -> list[dict[str, Any]]:
    columns = [(file, each) for file, _title, fields in _columns(day) for each in fields]
    made: list[dict[str, Any]] = [
        {"file": file, "key": each.key, "label": {}, "meaning": {}} for file, each in columns
    ]
    for code in LANGUAGE_CODES:
        with translation.override(code):
            for row, (_file, each) in zip(made, columns, strict=True):
                row["label"][code], row["meaning"][code] = str(each.label), str(each.meaning)
    return made


def _language(made: Pack, code: str, day: datetime.date) -> int:
    with translation.override(code):
        shelves: dict[str, show.Shelf] = {}
        asked: dict[int, list[tuple[str, str]]] = {}
        for line, words in queries.lines_by_text(code, register.ALL, day):
            text = line.version.instrument
            symbol = format.localized_symbol(text.symbol, code) or str(text)
            shelf = shelves.setdefault(text.slug, show.Shelf(text.slug, symbol))
            shelf.articles.append(show.article(line, words, day))
            for each in line.actors("asked"):
                asked.setdefault(each.pk, []).append((line.mandate.slug, text.slug))
        count = sum(each.count for each in shelves.values())
        told = edition(day, code)

        def put(place: str, title: str, content: str) -> None:
            made.put(f"{code}/{place}", [show.page(place, title, content, told)])

        for shelf in shelves.values():
            put(f"texts/{shelf.slug}.html", shelf.symbol, "\n".join(shelf.articles))
        titles = dict(show.ways())
        pages = {
            "index.html": _index(code, day, list(shelves.values()), count),
            "actors.html": show.actors(packed.actors(code), asked),
            "clauses.html": show.clauses(packed.clauses(), packed.words_of_clauses()),
            "coverage.html": _coverage(),
            "method.html": _method(),
            "data.html": _files(),
        }
        for place, content in pages.items():
            put(place, titles[place], content)
        return count


def _index(code: str, day: datetime.date, shelves: list[show.Shelf], count: int) -> str:
    counts = register.parts_of(queries.EVERYBODY, day)
    about = {
        "in_force": in_force(counts.get("all", 0)),
        "all": all_of(count),
        "reach": how_far.line(reach.reach(queries.EVERYBODY)),
        "cited": formats.list_separator(code).join([_title(code), edition(day, code), "Majlis"]),
        "address": address(named("", day), Edition.Form.ZIP, code),
        "figures": show.figures(counts),
        "texts": shelves,
    }
    return render_to_string("mandates/packed/index.html", about)


def _coverage() -> str:
    rows = reach.by_body_and_year(queries.EVERYBODY)
    about = {
        "line": how_far.line(reach.reach(queries.EVERYBODY)),
        "table": coverage.table(rows),
        "stubs": coverage.stubs_table(reach.stubs_by_body(queries.EVERYBODY)),
        "chosen": parts.ListSummary("", (), ()),
    }
    return show.block_of("mandates/coverage.html", about)


def _method() -> str:
    return show.block_of(
        "mandates/method.html", coverage.method_about(rates.rates(queries.EVERYBODY))
    )


def _files() -> str:
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
    about = {
        "files": [*named_files, (SUMS, pgettext("archive", "hashes"))],
        "columns": _columns(today),
    }
    return render_to_string("mandates/packed/data.html", about)
