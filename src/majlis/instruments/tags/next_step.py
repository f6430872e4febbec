"""What a person does after concepts were proposed for published texts."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from majlis.instruments.models import Version
from majlis.instruments.tags import queries
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.look import formats, parts


def concepts_link(request: HttpRequest, versions: Sequence[Version]) -> parts.Link | None:
    """The link to the proposed concepts of the texts of these versions; None without any, or who may not decide."""
    if not may(Actor.of(request), "instruments.confirm_tag"):
        return None
    instruments = {each.instrument_id: each.instrument for each in versions}
    count = queries.proposed_tags(request.user).filter(instrument__in=instruments).count()
    if not count:
        return None
    label = ngettext(
        "Check %(count)s proposed concept", "Check %(count)s proposed concepts", count
    ) % {"count": formats.number(count, get_language() or "en")}
    if len(instruments) > 1:
        return parts.Link(label, reverse("instruments:proposed_tags"))
    (instrument,) = instruments.values()
    return parts.Link(label, reverse("instruments:tags", args=[instrument.slug]))
