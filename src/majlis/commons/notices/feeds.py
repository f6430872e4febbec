"""Atom feeds: of everything public, of one record, of one person."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.commons.notices import queries
from majlis.commons.notices.links import absolute, here, read_feed
from majlis.commons.notices.sentences import Told, told
from majlis.kernel.models import Record

LONGEST = 50


def _atom(title: str, page: str, request: HttpRequest, entries: Iterable[Told]) -> HttpResponse:
    feed = Atom1Feed(
        title=title,
        link=absolute(page),
        description="",
        language=here(),
        feed_url=absolute(request.path),
    )
    for each in entries:
        feed.add_item(
            title=each.words,
            link=absolute(each.url or page),
            description="",
            unique_id=absolute(f"/events/{each.event.pk}"),
            updateddate=each.at,
            pubdate=each.at,
        )
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(answer, "utf-8")
    return answer


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """What everybody may read about, in the language of the address."""
    entries = [told(each) for each in queries.public_events()[:LONGEST]]
    return _atom(_("Majlis: what is new"), f"/{here()}/", request, entries)


@require_safe
def of_record(request: HttpRequest, address: str) -> HttpResponse:
    """The public events of a record that everybody may see; others do not exist here."""
    record = get_object_or_404(Record.objects.visible_to(None).with_words(), address=address)
    entries = [told(each) for each in queries.events_of(record)[:LONGEST]]
    return _atom(str(record), record.get_absolute_url(), request, entries)


@require_safe
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The notices of the person whose secret address this is."""
    user = read_feed(token)
    if user is None:
        raise Http404
    entries = queries.read_out(queries.notices_of(user)[:LONGEST])
    answer = _atom(_("Majlis: my notices"), reverse("notices:mine"), request, entries)
    answer["Cache-Control"] = "private"
    answer["X-Robots-Tag"] = "noindex"
    return answer
