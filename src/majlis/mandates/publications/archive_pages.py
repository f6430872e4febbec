"""The pages of the archive, which work without the site, scripts or network."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template import Context
from django.template.base import Template
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.commons.notices.links import absolute_url
from majlis.instruments.citations import format
from majlis.kernel.languages import direction
from majlis.kit import archive
from majlis.look import formats
from majlis.mandates.core.rows import MandateRow
from majlis.mandates.models import Clause, Entity
from majlis.mandates.publications.pdf import (
    commitment_definition,
    mandate_facts,
    state_definitions,
)
from majlis.mandates.register.tables import disclaimer
from majlis.paper.runs import plain

_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)


@dataclass
class ArchivedText:
    """A text in the archive, with the articles of its mandates."""

    slug: str
    symbol: str
    articles: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The number of its mandates."""
        return len(self.articles)


def page_links() -> list[tuple[str, str]]:
    """The pages of a language: (file name, title)."""
    return [
        ("index.html", _("Register of mandates")),
        ("actors.html", pgettext("entity", "Entities")),
        ("clauses.html", pgettext("expiry, review or renewal", "Clauses")),
        ("coverage.html", _("Coverage and findings to check")),
        ("method.html", pgettext("page", "Counting method")),
        ("data.html", pgettext("archive", "Data")),
    ]


def render_page(place: str, title: str, content: str, edition: str) -> str:
    """A page; ``place`` is its path in the folder of its language."""
    return archive.render_page(
        place,
        title,
        content,
        of=_("Register of mandates"),
        links=page_links(),
        edition=edition,
        notice=disclaimer(),
    )


def mandate_article(
    line: MandateRow, wordings: Sequence[tuple[str, str]], day: datetime.date
) -> str:
    """A mandate as HTML: number, provision, full wording, and facts."""
    language = get_language() or "en"
    slug, place = line.mandate.slug, format.provision_reference(line.chain)
    code, text = wordings[0] if wordings else (language, "")
    quoted = format_html(
        '<blockquote lang="{}" dir="{}">{}</blockquote>', code, direction(code), text
    )
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(plain(value))}</dd>"
        for label, value in mandate_facts(line, language, day)
    )
    address = format_html(
        '<dt>{}</dt><dd><code dir="ltr">{}</code></dd>',
        pgettext("web address", "Web address"),
        absolute_url(f"/{language}/{line.mandate.record.address}/"),
    )
    return (
        f'<article id="{slug}"><h2><bdi>{slug}</bdi> · {conditional_escape(place)}</h2>'
        f"{quoted if text else ''}<dl>{facts}{address}</dl></article>"
    )


def entities_page(
    entities: Iterable[Entity], mandates_by_entity: dict[int, list[tuple[str, str]]]
) -> str:
    """The entities by name, each with links to its mandates: (number, slug of the text)."""
    comma = formats.list_separator(get_language() or "en")
    rows = []
    for entity in entities:
        links = comma.join(
            f'<a href="texts/{text}.html#{slug}"><bdi>{slug}</bdi></a>'
            for slug, text in mandates_by_entity.get(entity.pk, ())
        )
        rows.append(
            f"<dt><bdi>{escape(entity.say('title').text or entity.slug)}</bdi></dt><dd>{links or '—'}</dd>"
        )
    return f"<dl>{''.join(rows)}</dl>"


def clauses_page(clauses: Iterable[Clause], wordings: dict[int, dict[str, str]]) -> str:
    """The clauses, the next first, with the wording of each provision."""
    language = get_language() or "en"
    rows = []
    for clause in clauses:
        texts = wordings.get(clause.provision_id, {})
        code = language if language in texts else next(iter(texts), language)
        when = formats.date(clause.deadline, language) if clause.deadline else clause.occasion
        rows.append(
            f"<article><h2>{escape(Clause.Kind(clause.kind).label)} · {escape(when or '—')} · "
            f"<bdi>{escape(clause.version.instrument.symbol)}</bdi></h2>"
            f'<blockquote lang="{code}" dir="{direction(code)}">{escape(texts.get(code, ""))}</blockquote></article>'
        )
    return "".join(rows) or f"<p>{escape(_('No clauses in this edition.'))}</p>"


def figure_rows(counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """The rows of the figures: name, number, definition."""
    return [
        (
            pgettext("mandates", "In force"),
            counts.get("all", 0),
            _("mandates in texts in force, neither paused nor ended"),
        ),
        *(
            (name, counts.get(key, 0), what)
            for key, name, what in (*state_definitions(), commitment_definition())
        ),
    ]


def content_block(name: str, context_data: dict[str, Any]) -> SafeString:
    """The ``content`` block of a page of the site, with its links replaced by their text."""
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    extends = template.nodelist.get_nodes_by_type(ExtendsNode)[0]
    blocks: list[Any] = extends.nodelist.get_nodes_by_type(BlockNode)  # type: ignore[attr-defined]
    node = next(each for each in blocks if each.name == "content")
    context = Context(context_data)
    with context.render_context.push_state(template), context.bind_template(template):
        html = node.nodelist.render(context)
    return mark_safe(_LINK.sub(r"\1", html))
