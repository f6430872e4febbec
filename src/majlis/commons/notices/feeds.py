"""Atom feeds: all public events, the events of one record, and the notices of one person."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import atom, queries, sentences
from majlis.commons.notices.links import active_language, feed_owner
from majlis.commons.notices.sentences import EventSentence, event_sentence
from majlis.kernel.models import Record


def _entry(sentence: EventSentence, page: str) -> atom.Entry:
    return atom.Entry(
        key=f"/events/{sentence.event.pk}",
        title=sentence.words,
        link=sentence.url or page,
        at=sentence.at,
    )


@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """The public events, in the language of the URL."""
    page = f"/{active_language()}/"
    entries = [
        _entry(event_sentence(each), page) for each in queries.public_events()[: atom.MAX_ENTRIES]
    ]
    return atom.feed_response(request, _("Majlis: recent changes"), page, entries)


@require_safe
def record_feed(request: HttpRequest, address: str) -> HttpResponse:
    """The public events of a public record; a 404 for other records."""
    record = get_object_or_404(
        Record.objects.visible_to(AnonymousUser()).with_wordings(), address=address
    )
    page = record.get_absolute_url()
    entries = [
        _entry(event_sentence(each), page) for each in queries.events_of(record)[: atom.MAX_ENTRIES]
    ]
    return atom.feed_response(request, str(record), page, entries)


@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The notices of the person to whom the secret URL belongs."""
    user = feed_owner(token)
    if user is None:
        raise Http404
    page = reverse("notices:mine")
    own_sentences = sentences.notice_sentences(queries.notices_of(user)[: atom.MAX_ENTRIES])
    entries = [_entry(each, page) for each in own_sentences]
    response = atom.feed_response(request, _("Majlis: my notifications"), page, entries)
    response["Cache-Control"] = "private"
    response["X-Robots-Tag"] = "noindex"
    return response
