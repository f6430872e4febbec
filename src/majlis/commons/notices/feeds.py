"""Atom feeds: of everything public, of one record, of one person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom, queries, sentences
from majlis.commons.notices.links import active_language, feed_owner
from majlis.commons.notices.sentences import EventSentence, event_sentence
from majlis.kernel.models import Record


def _entry(told: EventSentence, page: str) -> atom.Entry:
    return atom.Entry(
        key=f"/events/{told.event.pk}", title=told.words, link=told.url or page, at=told.at
    )


@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may read about, in the language of the address."""
    page = f"/{active_language()}/"
    entries = [
        _entry(event_sentence(each), page) for each in queries.public_events()[: atom.MAX_ENTRIES]
    ]
    return atom.feed_response(request, _("Majlis: what is new"), page, entries)


@require_safe
def record_feed(request: HttpRequest, address: str) -> HttpResponse:
    """The public events of a record that everybody may see; others do not exist here."""
    record = get_object_or_404(Record.objects.visible_to(None).with_wordings(), address=address)
    page = record.get_absolute_url()
    entries = [
        _entry(event_sentence(each), page) for each in queries.events_of(record)[: atom.MAX_ENTRIES]
    ]
    return atom.feed_response(request, str(record), page, entries)


@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The notices of the person whose secret address this is."""
    user = feed_owner(token)
    if user is None:
        raise Http404
    page = reverse("notices:mine")
    mine = sentences.notice_sentences(queries.notices_of(user)[: atom.MAX_ENTRIES])
    entries = [_entry(each, page) for each in mine]
    answer = atom.feed_response(request, _("Majlis: my notices"), page, entries)
    answer["Cache-Control"] = "private"
    answer["X-Robots-Tag"] = "noindex"
    return answer
