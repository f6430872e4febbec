"""What is in, and what waits; and how the register decides and counts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments.models.choices import InstrumentKind
from majlis.kernel import downloads
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, number, percent
from majlis.mandates.queries import rates as rated
from majlis.mandates.queries import reach as queries
from majlis.mandates.queries.register import ALL, NO_BODY
from majlis.mandates.show import reach as show
from majlis.parties.models import Body


@require_safe
def coverage(request: HttpRequest) -> HttpResponseBase:
    """What is in, by body and year: texts, mandates that a person accepted, findings that wait."""
    rows = queries.by_body_and_year(request.user)
    if downloads.requested_format(request):
        return downloads.download_response(request, queries.sheet(rows))
    about = {
        "line": show.line(queries.reach(request.user)),
        "chosen": parts.ListSummary("", (), links(request)),
        "table": table(rows),
        "stubs": stubs_table(queries.stubs_by_body(request.user)),
    }
    return render(request, "mandates/coverage.html", about)


def links(request: HttpRequest) -> list[parts.Link]:
    """The ways to take the page away as a file."""
    return [parts.Link(label, url) for label, url in downloads.download_links(request)]


def table(found: list[queries.Row]) -> parts.Table:
    """What is in and what waits, by body and year."""
    comma = formats.list_separator(get_language() or "en")
    listed = reverse("mandates:register")
    rows: list[list[Any]] = []
    for each in found:
        query = f"?standing={ALL}&body={each.body.slug if each.body else NO_BODY}"
        query += f"&year={each.year}" if each.year else ""
        exact = not each.closed and each.year != ""
        rows.append(
            [
                said(each.body.say("title")) if each.body else _("Texts of no body that is here"),
                each.year or "—",
                number(each.texts),
                comma.join(str(InstrumentKind(kind).label) for kind in each.kinds),
                comma.join(LANGUAGES_BY_CODE[code].name for code in each.languages),
                date(each.until) or "—",
                parts.Cell(number(each.mandates), listed + query if exact else ""),
                number(each.waiting),
            ]
        )
    columns = [
        parts.Column(_("Body")),
        parts.Column(_("Year"), number=True),
        parts.Column(_("Texts"), number=True),
        parts.Column(_("Kinds")),
        parts.Column(_("Languages")),
        parts.Column(_("The latest of")),
        parts.Column(pgettext("mandates", "Mandates"), number=True),
        parts.Column(pgettext("mandates", "Findings that wait"), number=True),
    ]
    return parts.Table(columns, rows, _("What is in, and what waits"), headed=True)


def stubs_table(found: list[tuple[Body | None, int]]) -> parts.Table | None:
    """The texts that are cited and not kept, by body; nothing where there is none."""
    rows = [
        [
            said(body.say("title")) if body else _("Texts of no body that is here"),
            number(count),
        ]
        for body, count in found
    ]
    columns = [parts.Column(_("Body")), parts.Column(_("Texts"), number=True)]
    caption = _("Cited, and not kept here")
    return parts.Table(columns, rows, caption, headed=True) if rows else None


@require_safe
def method(request: HttpRequest) -> HttpResponseBase:
    """What is a mandate, how a date becomes due or late, what each figure counts, how often the engine is right."""
    found = rated.rates(request.user)
    if downloads.requested_format(request):
        return downloads.download_response(request, rated.sheet(found))
    about = method_about(found)
    about["chosen"] = parts.ListSummary("", (), links(request))
    return render(request, "mandates/method.html", about)


def method_about(found: list[rated.Rate]) -> dict[str, Any]:
    """What the page of the method tells."""
    return {
        "rates": _rates(found),
        "few": number(rated.FEWEST),
        "chosen": parts.ListSummary("", (), ()),
        "days": number(getattr(settings, "MAJLIS_DAYS_TO_ANSWER", 20)),
    }


def _rates(found: list[rated.Rate]) -> parts.Table:
    few = _("too few to say")
    rows = [
        [
            LANGUAGES_BY_CODE[each.language].name,
            each.engine or "—",
            number(each.among),
            *(
                percent(each.share(part), 0) if each.enough else few
                for part in (each.accepted, each.corrected, each.rejected)
            ),
            few if each.missed is None else percent(each.missed, 0),
        ]
        for each in found
    ]
    columns = [
        parts.Column(_("Language")),
        parts.Column(_("Engine")),
        parts.Column(pgettext("findings", "Decided"), number=True),
        parts.Column(pgettext("findings", "Accepted as found"), number=True),
        parts.Column(pgettext("findings", "Accepted with a correction"), number=True),
        parts.Column(pgettext("findings", "Rejected"), number=True),
        parts.Column(_("Added by a person, of all that were accepted"), number=True),
    ]
    return parts.Table(columns, rows, _("How often the engine is right"), headed=True)
