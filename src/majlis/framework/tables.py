"""Tables, matrices and facts of the pages, drawn from rows. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.framework.measures import Measure
from majlis.framework.models import Agreement, Concept, Facilitation, Link, VerificationStatus
from majlis.framework.queries.concepts import ConceptView, TreeNode
from majlis.framework.queries.matrices import MatrixView
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said
from majlis.look import formats, parts
from majlis.look.templatetags.look import noted

# A code says nothing to a reader: slugs of our own are not shown.
SCHEMES_WITHOUT_CODES = ("agencies", "facilitation-roles", "facilitation-lists", "regions")


def concept_name(concept: Concept) -> Any:
    """The name of a concept in the reader's language, its code before it."""
    words = said(concept.say("title"))
    if concept.scheme.key in SCHEMES_WITHOUT_CODES:
        return words
    return format_html('<bdi dir="ltr">{}</bdi> {}', concept.code, words)


def target_links(link: Link) -> Any:
    """The codes of the targets that a cell names, each leading to its page; a dash where none is."""
    if not link.named:
        return "—"
    scheme = link.column.scheme.key
    links = (
        (reverse("framework:concept", kwargs={"scheme": scheme, "code": code}), code)
        for code in link.named
    )
    return format_html_join(" ", '<a href="{}"><bdi dir="ltr">{}</bdi></a>', links)


def verification_label(value: str) -> Any:
    """Whether something was verified, in words."""
    return VerificationStatus(value).label


def date_range(since: str, until: str) -> str:
    """From when until when, as far as it is known."""
    here = get_language() or "en"
    first, last = (formats.date(each, here) if each else "" for each in (since, until))
    if first and last and first != last:
        return _("%(since)s to %(until)s") % {"since": first, "until": last}
    if first and last:
        return first
    if first:
        return _("from %(since)s") % {"since": first}
    if last:
        return _("until %(until)s") % {"until": last}
    return _("dates not known")


def labels_table(view: ConceptView) -> parts.Table:
    """The names of a concept in six languages, with what each is worth."""
    columns = [parts.Column(_("Language")), parts.Column(pgettext("concept", "Name"))]
    if view.original:
        columns.append(parts.Column(_("Wording")))
    columns.append(parts.Column(_("Compared with the source")))
    rows = []
    for each in view.labels:
        language = LANGUAGES_BY_CODE[each.language]
        cells: list[Any] = [
            _in_language(each.language, language.name),
            _in_language(each.language, each.text) if each.text else "—",
        ]
        if view.original:
            cells.append(STATUS_LABELS[each.status]())
        cells.append(parts.Cell(verification_label(each.verified), note=noted(each.source)))
        rows.append(cells)
    return parts.Table(columns, rows, _("Names in the six official languages"))


def _in_language(language: str, words: str) -> Any:
    """Words in their language; long ones are broken like any others."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', language, LANGUAGES_BY_CODE[language].direction, words
    )


STATUS_LABELS = {
    "authentic": lambda: _("original"),
    "translated": lambda: _("translated"),
    "lagging": lambda: _("the original has changed since"),
    "machine": lambda: _("machine translation"),
    "missing": lambda: _("not there yet"),
}


def links_table(view: ConceptView, found: Sequence[Link], caption: str) -> parts.Table:
    """The cells in which a concept stands, seen from it."""
    rows = []
    for link in found:
        other = link.column if link.row_id == view.concept.pk else link.row
        rows.append(
            [
                parts.Cell(concept_name(other), other.get_absolute_url()),
                target_links(link),
                parts.Cell(
                    state_badge(link),
                    link.get_absolute_url(),
                    note=verification_label(link.verified),
                ),
            ]
        )
    columns = [
        parts.Column(_("Linked to")),
        parts.Column(_("Targets named")),
        parts.Column(_("Cell of the matrix")),
    ]
    return parts.Table(columns, rows, caption)


def state_badge(link: Link) -> Any:
    """Where a cell stands; what is proposed says that it does not count."""
    if link.state == "proposed":
        return _("proposed, not counted")
    return link.get_state_display()


def facilitations_table(found: Sequence[Facilitation], of_agency: bool) -> parts.Table:
    """Who facilitates a line, by which list; or, for an agency, which lines it facilitates."""
    rows = [
        [
            parts.Cell(
                concept_name(each.line if of_agency else each.agency), _link_to(each, of_agency)
            ),
            said(each.role.say("title")),
            parts.Cell(said(each.roster.say("title")), note=date_range(each.since, each.until)),
            parts.Cell(verification_label(each.verified), note=noted(each.source)),
        ]
        for each in found
    ]
    columns = [
        parts.Column(_("Action line") if of_agency else _("Agency")),
        parts.Column(_("Role")),
        parts.Column(_("According to")),
        parts.Column(_("Compared with the source")),
    ]
    return parts.Table(
        columns, rows, _("Roles by list; lists differ, and none is taken as the only one")
    )


def _link_to(each: Facilitation, of_agency: bool) -> str:
    return (each.line if of_agency else each.agency).get_absolute_url()


def matrix_head(concept: Concept) -> parts.MatrixHead:
    """The head of a column: the code, the name for the ear, and both where rows become cards."""
    words = concept.say("title").text
    return parts.MatrixHead(
        concept.code, words, concept.get_absolute_url(), f"{concept.code} {words}"
    )


def matrix_table(crossed: MatrixView, measure: Measure) -> parts.MatrixTable:
    """A whole matrix."""
    columns = [matrix_head(each) for each in crossed.columns]
    lines = []
    for row in crossed.rows:
        cells = []
        for column in crossed.columns:
            kind = crossed.kind(row, column)
            link = crossed.cells.get((row.pk, column.pk))
            count = crossed.counts.get((row.pk, column.pk), 0)
            cells.append(
                parts.MatrixCell(kind, count, link.get_absolute_url() if link is not None else "")
            )
        lines.append(
            parts.MatrixRow(parts.MatrixHead(concept_name(row), url=row.get_absolute_url()), cells)
        )
    caption = _("%(matrix)s: %(what)s") % {
        "matrix": crossed.matrix.say("title").text,
        "what": measure.name,
    }
    return parts.MatrixTable(caption, crossed.matrix.rows.say("title").text, columns, lines)


def cell_facts(link: Link) -> list[parts.Fact]:
    """What is known of a cell."""
    facts = [
        parts.Fact(_("State"), state_badge(link)),
        parts.Fact(_("Targets named"), target_links(link)),
        parts.Fact(_("Source"), noted(link.source)),
        parts.Fact(_("Compared with the source"), verification_label(link.verified)),
        parts.Fact(_("In which lists"), Agreement(link.agreement).label),
    ]
    if link.note:
        facts.append(parts.Fact(_("Note"), noted(link.note)))
    return facts


def concept_facts(view: ConceptView) -> list[parts.Fact]:
    """What is known of a concept beside its names."""
    concept = view.concept
    facts = [
        parts.Fact(
            _("Scheme"), said(concept.scheme.say("title")), concept.scheme.get_absolute_url()
        )
    ]
    if concept.parent is not None:
        facts.append(
            parts.Fact(_("Under"), concept_name(concept.parent), concept.parent.get_absolute_url())
        )
    for system, value in view.notations:
        words = NOTATION_LABELS[system]() if system in NOTATION_LABELS else system
        facts.append(parts.Fact(words, value))
    facts += [
        parts.Fact(
            measure.name, formats.number(count, get_language() or "en"), url if count else ""
        )
        for measure, count, url in view.counts
    ]
    facts.append(parts.Fact(_("Source"), noted(concept.source)))
    if concept.note:
        facts.append(parts.Fact(_("Note"), noted(concept.note)))
    return facts


NOTATION_LABELS = {
    "alpha2": lambda: _("ISO 3166-1, two letters"),
    "alpha3": lambda: _("ISO 3166-1, three letters"),
    "abbreviation": lambda: pgettext("concept", "Abbreviation"),
}


def scheme_trail(*things: Any) -> list[parts.Link]:
    """The way to a page, from the list of schemes; the last is the page itself."""
    way = [parts.Link(_("Framework"), reverse("framework:schemes"))]
    way += [parts.Link(words, url) for words, url in things[:-1]]
    way.append(parts.Link(things[-1]))
    return way


def tree_markup(nodes: Sequence[TreeNode]) -> Any:
    """Concepts as nested lists."""
    return format_html(
        '<ul class="bullets">{}</ul>',
        format_html_join("\n", "<li>{}</li>", ((_node(each),) for each in nodes)),
    )


def _node(node: TreeNode) -> Any:
    link = format_html(
        '<a href="{}">{}</a>', node.concept.get_absolute_url(), concept_name(node.concept)
    )
    return format_html("{}{}", link, tree_markup(node.children)) if node.children else link
