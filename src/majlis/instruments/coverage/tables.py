"""The columns of the coverage page."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.instruments.citations import names
from majlis.instruments.coverage.queries import BodyCoverage
from majlis.instruments.models import Instrument
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.templatetags.majlis import said
from majlis.kit.columns import Column
from majlis.look import formats, parts
from majlis.look.languages import name_of
from majlis.look.templatetags.look import date, number

KIND_NAMES = dict(InstrumentKind.choices)


def body_cell(row: BodyCoverage) -> parts.Cell:
    """The body, with a link to its texts."""
    if row.body is None:
        return parts.Cell(_("Body not listed"))
    url = f"{reverse('instruments:texts')}?body={row.body.slug}"
    return parts.Cell(said(row.body.say("title")), url)


def joined(labels: Iterable[str]) -> str:
    """A list in the reader's language."""
    return formats.list_separator(get_language() or "en").join(labels)


COVERAGE: tuple[Column[BodyCoverage], ...] = (
    Column(
        "body",
        pgettext_lazy("intergovernmental body", "Body"),
        body_cell,
        lambda row: row.body.slug if row.body else "",
    ),
    Column(
        "texts",
        pgettext_lazy("documents", "Texts"),
        lambda row: number(row.texts),
        lambda row: row.texts,
        number=True,
    ),
    Column(
        "versions",
        pgettext_lazy("of a text", "Versions"),
        lambda row: number(row.versions),
        lambda row: row.versions,
        number=True,
    ),
    Column(
        "languages",
        pgettext_lazy("languages of a text", "Languages"),
        lambda row: joined(name_of(code) for code in row.languages),
        lambda row: " ".join(row.languages),
        meaning=pgettext_lazy("meaning of a column", "codes"),
    ),
    Column(
        "kinds",
        pgettext_lazy("instruments", "Kinds"),
        lambda row: joined(str(KIND_NAMES[kind]) for kind in row.kinds),
        lambda row: "; ".join(row.kinds),
        meaning=pgettext_lazy("meaning of a column", "codes"),
    ),
    Column(
        "years",
        pgettext_lazy("column of a table", "Years"),
        lambda row: number(row.years),
        lambda row: row.years,
        number=True,
        meaning=_("number of years from which versions are held"),
    ),
    Column(
        "first",
        pgettext_lazy("column of a table", "Date of earliest text"),
        lambda row: date(row.first) or "—",
        lambda row: row.first,
    ),
    Column(
        "last", _("Date of latest text"), lambda row: date(row.last) or "—", lambda row: row.last
    ),
)
STUBS: tuple[Column[Instrument], ...] = (
    Column(
        "address",
        pgettext_lazy("web address", "Web address"),
        value=lambda stub: stub.record.address,
    ),
    Column(
        "text",
        pgettext_lazy("document", "Text"),
        lambda stub: parts.Cell(names.instrument_symbol(stub), stub.get_absolute_url()),
    ),
    Column("symbol", pgettext_lazy("symbol of a text", "Symbol"), value=lambda stub: stub.symbol),
    Column(
        "body",
        pgettext_lazy("intergovernmental body", "Body"),
        value=lambda stub: stub.body.slug if stub.body else stub.body_words,
        meaning=_("code of the body; its name where it is not listed"),
    ),
    Column(
        "kind",
        pgettext_lazy("instrument", "Kind"),
        lambda stub: stub.get_kind_display(),
        lambda stub: stub.kind,
    ),
    Column(
        "citing",
        pgettext_lazy("citations of a text", "Citing texts"),
        lambda stub: number(stub.citing),
        lambda stub: stub.citing,
        number=True,
    ),
)
