"""Series as a line of time and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.lifecycle import ADOPTED, IN_FORCE, SUPERSEDED
from majlis.instruments.queries.compare import counts
from majlis.instruments.queries.series import Edition
from majlis.instruments.show.compared import summary
from majlis.instruments.show.versions import address_of, whole_name
from majlis.look import formats, parts
from majlis.look.templatetags.look import percent


def way(last: Any, of: str = "", then: Any = "") -> list[parts.Link]:
    """The way from the texts to a page: ``last``, or, with ``of`` the address of that, ``then`` under it."""
    links = [parts.Link(_("Texts"), reverse("instruments:texts"))]
    try:
        links.append(parts.Link(last, reverse(of) if of else ""))
    except NoReverseMatch:
        links.append(parts.Link(last))
    return [*links, parts.Link(then)] if then else links


def edition(each: Edition) -> parts.Moment:
    """An edition as a point of the line of time."""
    phase = "past" if each.version.state in (SUPERSEDED, ADOPTED) else "coming"
    if each.version.state == IN_FORCE:
        phase = "now"
    if not each.version.date:
        phase = "undated"
    return parts.Moment(
        whole_name(each.version),
        each.version.date or _("date not recorded"),
        phase,
        address_of(each.version),
        note=str(each.version.get_state_display()),
    )


def editions(found: Sequence[Edition]) -> parts.Table:
    """For each edition: what changed, the share of words and of mandates that stayed, years since, and how."""
    here = get_language() or "en"
    rows = []
    for each in found:
        kept = each.comparison
        years = each.years
        url = ""
        if each.before is not None:
            url = reverse("instruments:compare", args=[each.before.pk, each.version.pk])
        rows.append(
            [
                parts.Cell(whole_name(each.version), address_of(each.version)),
                parts.Cell(summary(counts(kept)) if kept else _("compare"), url)
                if each.before is not None
                else _("the first that is kept here"),
                percent(kept.similarity * 100) if kept else "—",
                percent(100 * kept.mandates_kept / kept.mandates)
                if kept and kept.mandates
                else "—",
                ngettext("%(n)s year", "%(n)s years", years) % {"n": formats.number(years, here)}
                if years is not None
                else "—",
                str(each.act.get_manner_display()) if each.act and each.act.manner else "—",
            ]
        )
    columns = [
        parts.Column(pgettext("of a text", "Version")),
        parts.Column(_("What changed")),
        parts.Column(_("Words unchanged")),
        parts.Column(_("Mandates unchanged")),
        parts.Column(_("Since the last")),
        parts.Column(pgettext("adoption", "How it was adopted")),
    ]
    return parts.Table(columns, rows, _("What changed from one to the next"))
