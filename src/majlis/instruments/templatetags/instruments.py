"""What the room says on pages of other rooms: the texts of a body, of a concept."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from majlis.framework.models import Concept
from majlis.instruments.models import Instrument, Version
from majlis.instruments.queries import library, tags
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.look import parts

register = template.Library()
SHOWN = 5


@register.simple_tag(takes_context=True)
def texts_of(context: Any, record: Any) -> dict[str, Any]:
    """The newest texts of a body or a concept, how many there are, and where all are; empty for other records."""
    request = context.get("request")
    if request is None or record.kind not in ("body", "concept"):
        return {}
    if record.kind == "body":
        slug = record.address.rsplit("/", 1)[-1]
        found = library.texts(request.user, {"body": slug}, "en")
        texts, count = list(found.with_words()[:SHOWN]), found.count()
        query = f"?body={slug}"
    else:
        concept = Concept.objects.select_related("scheme").get(pk=record.pk)
        texts, count = tags.texts_of(request.user, concept, SHOWN)
        query = f"?concept={concept.scheme.key}/{concept.code}"
    if not count:
        return {}
    return {"texts": texts, "count": count, "url": f"{reverse('instruments:texts')}{query}"}


@register.simple_tag(takes_context=True)
def concepts_of(context: Any, instrument: Instrument) -> list[Concept]:
    """The concepts that a person has confirmed for a text."""
    request = context.get("request")
    return tags.confirmed(request.user, instrument) if request is not None else []


@register.simple_tag(takes_context=True)
def work_on(context: Any, version: Version) -> list[parts.Link]:
    """The ways for who may work on a version: acts and state, what is known of it and of its text, concepts."""
    request = context.get("request")
    if request is None or not may(Actor.of(request), "instruments.change_version", version):
        return []
    text, one = [version.instrument.slug], [version.instrument.slug, version.slug]
    return [
        parts.Link(_("Acts and state"), reverse("instruments:acts", args=one)),
        parts.Link(
            _("What is known of the version"), reverse("instruments:change_version", args=one)
        ),
        parts.Link(_("What is known of the text"), reverse("instruments:change", args=text)),
        parts.Link(_("Concepts"), reverse("instruments:tags", args=text)),
    ]
