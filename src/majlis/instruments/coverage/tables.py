"""The tables of the coverage page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import names
from majlis.instruments.coverage import queries
from majlis.instruments.models import Instrument
from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number


def coverage_table(coverage: Sequence[queries.BodyCoverage]) -> parts.Table:
    """The held texts by body."""
    separator = formats.list_separator(get_language() or "en")
    kinds = dict(InstrumentKind.choices)
    rows = [
        [
            parts.Cell(
                said(each.body.say("title")) if each.body else _("Texts of no body that is here"),
                f"{reverse('instruments:texts')}?body={each.body.slug}" if each.body else "",
            ),
            number(each.texts),
            number(each.versions),
            separator.join(LANGUAGES_BY_CODE[code].name for code in each.languages),
            separator.join(str(kinds[kind]) for kind in each.kinds),
            number(each.years),
            date(each.first) or "—",
            date(each.last) or "—",
        ]
        for each in coverage
    ]
    columns = [
        parts.Column(_("Body")),
        parts.Column(_("Texts"), number=True),
        parts.Column(_("Versions"), number=True),
        parts.Column(_("Languages")),
        parts.Column(pgettext("instruments", "Kinds")),
        parts.Column(_("Years"), number=True),
        parts.Column(_("The earliest of")),
        parts.Column(_("The latest of")),
    ]
    return parts.Table(columns, rows, _("What is in"), headed=True)


def stub_table(stubs: Sequence[Instrument]) -> parts.Table:
    """The cited texts that are not held, with the number of citing texts."""
    rows = [
        [
            parts.Cell(names.instrument_symbol(each), each.get_absolute_url()),
            each.get_kind_display(),
            number(each.citing),
        ]
        for each in stubs
    ]
    columns = [
        parts.Column(pgettext("library", "Text")),
        parts.Column(pgettext("instrument", "Kind")),
        parts.Column(_("Texts that cite it"), number=True),
    ]
    return parts.Table(columns, rows, _("Cited, and not kept here"), headed=True)
