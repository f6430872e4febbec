"""Template tags for texts of a body or concept, concepts of a provision, and names."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.framework.models import Concept
from majlis.instruments.acts.action_pages import AdoptVersionByAct, BringVersionIntoForce
from majlis.instruments.citations import names
from majlis.instruments.models import Instrument, Provision, Version
from majlis.instruments.tags import queries as tags_queries
from majlis.instruments.text_list import queries
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.kit.action_page import action_links
from majlis.look import bidi, formats, parts

register = template.Library()
SHOWN = 5


@register.simple_tag(takes_context=True)
def texts_of(context: template.Context, record: Record) -> dict[str, list[Instrument] | int | str]:
    """The newest texts of a body or concept, their number, and the URL of all; empty for other records."""
    request = context.get("request")
    if request is None or record.kind not in ("body", "concept"):
        return {}
    words = record.address.split("/")
    filters = {"body": words[-1]} if record.kind == "body" else {"concept": "/".join(words[-2:])}
    matching = queries.find_texts(request.user, filters)
    texts = queries.with_titles(matching, SHOWN)
    if not texts:
        return {}
    return {
        "texts": texts,
        "count": texts[0].among,
        "url": f"{reverse('instruments:texts')}?{urlencode(filters)}",
    }


@register.filter
def pieces(name: str) -> SafeString:
    """A name inside a ``bdi``, with bidi isolates around its parts where needed."""
    return bidi.as_html(name)


@register.filter
def symbol_of(instrument: Instrument, longest: int = 0) -> str:
    """The symbol of a text in the reader's language, or its title, of at most ``longest`` characters."""
    return names.instrument_symbol(instrument, longest)


@register.simple_tag
def texts_cited(instruments: Sequence[Instrument]) -> SafeString:
    """Texts as items of a list; those that are not held say so."""
    absent = format_html(
        '<span class="quiet">{}</span>',
        formats.with_brackets("", _("not held in Majlis"), get_language() or "en"),
    )
    return format_html_join(
        "\n",
        '<li><a href="{}"><bdi>{}</bdi></a>{}</li>',
        (
            (
                each.get_absolute_url(),
                names.instrument_symbol(each, names.EXCERPT_LENGTH),
                "" if each.held else absent,
            )
            for each in instruments
        ),
    )


@register.inclusion_tag("instruments/tags/concepts.html", takes_context=True)
def concepts_of_provision(
    context: template.Context, provision: Provision
) -> dict[str, list[Concept] | str | HttpRequest | None]:
    """The confirmed concepts of one provision, in any version."""
    request = context.get("request")
    slug = provision.version.instrument.slug
    return {
        "concepts": [
            each.concept
            for each in tags_queries.confirmed_tags_of_provision(request.user, provision)
        ]
        if request is not None
        else [],
        "url": f"{reverse('instruments:tags', args=[slug])}?{urlencode({'of': provision.eid})}",
        "request": request,
    }


@register.simple_tag(takes_context=True)
def work_on(context: template.Context, version: Version) -> list[parts.Link]:
    """Links to the pages that edit a version and its text, for users who may; first the step that comes next."""
    request = context.get("request")
    if request is None or not may(Actor.of(request), "instruments.change_version", version):
        return []
    next_steps = {
        "instruments:adopt_version_by_act": AdoptVersionByAct,
        "instruments:bring_version_into_force": BringVersionIntoForce,
    }
    kwargs = {"slug": version.instrument.slug, "version": version.slug}
    text_args, version_args = [version.instrument.slug], [version.instrument.slug, version.slug]
    return [
        *(
            parts.Link(link.label, link.url)
            for link in action_links(next_steps, Actor.of(request), version, kwargs)
        ),
        parts.Link(_("Decisions and status"), reverse("instruments:acts", args=version_args)),
        parts.Link(
            _("Correct details of the version"),
            reverse("instruments:change_version", args=version_args),
        ),
        parts.Link(
            _("Correct details of the text"),
            reverse("instruments:change_instrument", args=text_args),
        ),
        parts.Link(
            _("Withdraw version or language version"),
            reverse("instruments:withdraw_version", args=version_args),
        ),
        parts.Link(
            _("Import another version or language version"),
            f"{reverse('instruments:upload_imports')}?{urlencode({'of': version.instrument.slug})}",
        ),
    ]
