"""Atom feeds: of everything public, of one record, of one person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom, queries
from majlis.commons.notices.links import here, read_feed
from majlis.commons.notices.sentences import Told, told
from majlis.kernel.models import Record


def _entry(told: Told, page: str) -> atom.Entry:
    return atom.Entry(
        key=f"/events/{told.event.pk}", title=told.words, link=told.url or page, at=told.at
    )


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What everybody may read about, in the language of the address."""
    page = f"/{here()}/"
    entries = [_entry(told(each), page) for each in queries.public_events()[: atom.LONGEST]]
    return atom.answer(request, _("Majlis: what is new"), page, entries)


@require_safe
def of_record(request: HttpRequest, address: str) -> HttpResponse:
    """The public events of a record that everybody may see; others do not exist here."""
    record = get_object_or_404(Record.objects.visible_to(None).with_wordings(), address=address)
    page = record.get_absolute_url()
    entries = [_entry(told(each), page) for each in queries.events_of(record)[: atom.LONGEST]]
    return atom.answer(request, str(record), page, entries)


@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The notices of the person whose secret address this is."""
    user = read_feed(token)
    if user is None:
        raise Http404
    page = reverse("notices:mine")
    mine = queries.read_out(queries.notices_of(user)[: atom.LONGEST])
    entries = [_entry(each, page) for each in mine]
    answer = atom.answer(request, _("Majlis: my notices"), page, entries)
    answer["Cache-Control"] = "private"
    answer["X-Robots-Tag"] = "noindex"
    return answer
