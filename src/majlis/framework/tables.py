"""Tables, matrices and facts of the pages. No function here makes a query."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.framework.measures import Measure
from majlis.framework.models import Agreement, Concept, Facilitation, Link, VerificationStatus
from majlis.framework.queries.concepts import ConceptView, TreeNode
from majlis.framework.queries.matrices import MatrixView
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said as wording_html
from majlis.look import formats, parts
from majlis.look.templatetags.look import noted

# The codes of these schemes are our own slugs, which mean nothing to a reader.
SCHEMES_WITHOUT_CODES = ("agencies", "facilitation-roles", "facilitation-lists", "regions")


def concept_name(concept: Concept) -> str:
    """The code and the name of a concept, in the reader's language."""
    name = wording_html(concept.say("title"))
    if concept.scheme.key in SCHEMES_WITHOUT_CODES:
        return name
    return format_html('<bdi dir="ltr">{}</bdi> {}', concept.code, name)


def target_links(link: Link) -> str:
    """The codes of the targets of a cell, each a link; a dash where there is none."""
    if not link.named:
        return "—"
    scheme = link.column.scheme.key
    links = (
        (reverse("framework:concept", kwargs={"scheme": scheme, "code": code}), code)
        for code in link.named
    )
    return format_html_join(" ", '<a href="{}"><bdi dir="ltr">{}</bdi></a>', links)


def verification_label(value: str) -> StrOrPromise:
    """The label of a verification status."""
    return VerificationStatus(value).label


def date_range(since: str, until: str) -> str:
    """A sentence for a period of partial dates."""
    language = get_language() or "en"
    first, last = (formats.date(each, language) if each else "" for each in (since, until))
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
    """The names of a concept in six languages, with status and verification."""
    columns = [parts.Column(_("Language")), parts.Column(pgettext("concept", "Name"))]
    if view.original:
        columns.append(parts.Column(_("Wording")))
    columns.append(parts.Column(_("Compared with the source")))
    rows = []
    for label in view.labels:
        language = LANGUAGES_BY_CODE[label.language]
        cells: list[parts.Cell | StrOrPromise] = [
            _in_language(label.language, language.name),
            _in_language(label.language, label.text) if label.text else "—",
        ]
        if view.original:
            cells.append(STATUS_LABELS[label.status]())
        cells.append(parts.Cell(verification_label(label.verified), note=noted(label.source)))
        rows.append(cells)
    return parts.Table(columns, rows, _("Names in the six official languages"))


def _in_language(language: str, text: str) -> SafeString:
    """A text marked with its language."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', language, LANGUAGES_BY_CODE[language].direction, text
    )


STATUS_LABELS = {
    "authentic": lambda: _("original"),
    "translated": lambda: _("translated"),
    "lagging": lambda: _("the original has changed since"),
    "machine": lambda: _("machine translation"),
    "missing": lambda: _("not there yet"),
}


def links_table(view: ConceptView, links: Sequence[Link], caption: str) -> parts.Table:
    """The cells of a concept, each with the concept at the other end."""
    rows = []
    for link in links:
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


def state_badge(link: Link) -> StrOrPromise:
    """The state of a cell; a proposed one is marked as not counted."""
    if link.state == "proposed":
        return _("proposed, not counted")
    return link.get_state_display()


def facilitations_table(facilitations: Sequence[Facilitation], of_agency: bool) -> parts.Table:
    """The facilitators of a line by list; for an agency, the lines that it facilitates."""
    rows = [
        [
            parts.Cell(
                concept_name(facilitation.line if of_agency else facilitation.agency),
                _link_to(facilitation, of_agency),
            ),
            wording_html(facilitation.role.say("title")),
            parts.Cell(
                wording_html(facilitation.roster.say("title")),
                note=date_range(facilitation.since, facilitation.until),
            ),
            parts.Cell(verification_label(facilitation.verified), note=noted(facilitation.source)),
        ]
        for facilitation in facilitations
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


def _link_to(facilitation: Facilitation, of_agency: bool) -> str:
    return (facilitation.line if of_agency else facilitation.agency).get_absolute_url()


def matrix_head(concept: Concept) -> parts.MatrixHead:
    """The head of a column: the code, the name for screen readers, and both for narrow screens."""
    name = concept.say("title").text
    return parts.MatrixHead(
        concept.code, name, concept.get_absolute_url(), f"{concept.code} {name}"
    )


def matrix_table(view: MatrixView, measure: Measure) -> parts.MatrixTable:
    """A whole matrix as a table."""
    columns = [matrix_head(each) for each in view.columns]
    lines = []
    for row in view.rows:
        cells = []
        for column in view.columns:
            kind = view.kind(row, column)
            link = view.cells.get((row.pk, column.pk))
            count = view.counts.get((row.pk, column.pk), 0)
            cells.append(
                parts.MatrixCell(kind, count, link.get_absolute_url() if link is not None else "")
            )
        lines.append(
            parts.MatrixRow(parts.MatrixHead(concept_name(row), url=row.get_absolute_url()), cells)
        )
    caption = _("%(matrix)s: %(what)s") % {
        "matrix": view.matrix.say("title").text,
        "what": measure.name,
    }
    return parts.MatrixTable(caption, view.matrix.rows.say("title").text, columns, lines)


def cell_facts(link: Link) -> list[parts.Fact]:
    """The facts of a cell."""
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
    """The facts of a concept besides its names."""
    concept = view.concept
    facts = [
        parts.Fact(
            _("Scheme"),
            wording_html(concept.scheme.say("title")),
            concept.scheme.get_absolute_url(),
        )
    ]
    if concept.parent is not None:
        facts.append(
            parts.Fact(_("Under"), concept_name(concept.parent), concept.parent.get_absolute_url())
        )
    for system, value in view.notations:
        label = NOTATION_LABELS[system]() if system in NOTATION_LABELS else system
        facts.append(parts.Fact(label, value))
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


def scheme_trail(*steps: tuple[StrOrPromise, str] | StrOrPromise) -> list[parts.Link]:
    """The breadcrumb trail from the list of schemes; the last item is the page itself."""
    links = [parts.Link(_("Framework"), reverse("framework:schemes"))]
    links += [parts.Link(*(each if isinstance(each, tuple) else (each,))) for each in steps]
    return links


def tree_markup(nodes: Sequence[TreeNode]) -> SafeString:
    """Concepts as nested lists."""
    return format_html(
        '<ul class="bullets">{}</ul>',
        format_html_join("\n", "<li>{}</li>", ((_node(each),) for each in nodes)),
    )


def _node(node: TreeNode) -> SafeString:
    link = format_html(
        '<a href="{}">{}</a>', node.concept.get_absolute_url(), concept_name(node.concept)
    )
    return format_html("{}{}", link, tree_markup(node.children)) if node.children else link
