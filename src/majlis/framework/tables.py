"""Columns, tables, matrices and facts of the pages. No function here makes a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.framework.measures import Measure
from majlis.framework.models import (
    Agreement,
    Concept,
    Facilitation,
    Link,
    Sourced,
    VerificationStatus,
)
from majlis.framework.queries.concepts import ConceptView, TreeNode
from majlis.framework.queries.matrices import MatrixView
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES, LANGUAGES_BY_CODE
from majlis.kernel.templatetags.majlis import said as wording_html
from majlis.kit.cells import by_title, record_link, title_in, title_text
from majlis.kit.columns import Column
from majlis.kit.trails import trail_to
from majlis.look import date_phrases, formats, parts
from majlis.look.templatetags.look import noted, symbol

# The codes of these schemes are our own slugs, which mean nothing to a reader.
SCHEMES_WITHOUT_CODES = ("agencies", "facilitation-roles", "facilitation-lists", "regions")


def concept_name(concept: Concept) -> str:
    """The code and the name of a concept, in the reader's language."""
    name = wording_html(concept.say("title"))
    if concept.scheme.key in SCHEMES_WITHOUT_CODES:
        return name
    return format_html('<bdi dir="ltr">{}</bdi> {}', concept.code, name)


def concept_trail(concept: Concept) -> list[parts.Link]:
    """The breadcrumbs to a concept."""
    link = parts.Link(concept_name(concept), concept.get_absolute_url())
    return [*trail_to(concept.scheme), link]


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


def date_range(since: str, until: str) -> StrOrPromise:
    """A sentence for a period of partial dates."""
    return date_phrases.period(since, until) or _("dates not known")


def labels_table(concept: Concept) -> parts.Table:
    """The names of a concept in six languages, with verification, and with status if one is the original."""
    wordings = concept.record.wordings.all()
    names = {each.language: each for each in wordings if each.field == "title"}
    marks = {each.language: each for each in concept.marks.all()}
    has_original = any(each.status == "authentic" for each in names.values())
    columns = [
        parts.Column(pgettext_lazy("language", "Language")),
        parts.Column(pgettext_lazy("concept", "Name")),
    ]
    if has_original:
        columns.append(parts.Column(pgettext_lazy("concept", "Translation status")))
    columns.append(parts.Column(pgettext_lazy("verification", "Verification status")))
    rows = []
    for code, language in LANGUAGE_CHOICES:
        name, mark = names.get(code), marks.get(code)
        cells: list[parts.Cell | StrOrPromise] = [
            _in_language(code, language),
            _in_language(code, name.text) if name and name.text else "—",
        ]
        if has_original:
            cells.append(STATUS_LABELS[str(name.status) if name else "missing"])
        verified = verification_label(mark.verified if mark else concept.verified)
        cells.append(parts.Cell(verified, note=noted(mark.source if mark else "")))
        rows.append(cells)
    return parts.Table(columns, rows, _("Names in the six official languages"))


def _in_language(language: str, text: str) -> SafeString:
    """A text marked with its language."""
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', language, LANGUAGES_BY_CODE[language].direction, text
    )


STATUS_LABELS = {
    "authentic": pgettext_lazy("wording", "original"),
    "translated": pgettext_lazy("wording", "translated"),
    "lagging": pgettext_lazy("wording", "outdated because the original has changed"),
    "machine": pgettext_lazy("wording", "machine translation"),
    "missing": _("not yet available"),
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
        parts.Column(pgettext_lazy("cell of a matrix", "Linked to")),
        parts.Column(pgettext_lazy("targets of a goal", "Targets")),
        parts.Column(_("Cell of the matrix")),
    ]
    return parts.Table(columns, rows, caption)


def links_tables(view: ConceptView, state: str) -> list[parts.Table]:
    """The cells of a concept in a state, as a table for every matrix."""
    by_matrix: dict[str, list[Link]] = {}
    for link in view.links:
        if link.state == state:
            by_matrix.setdefault(str(link.matrix), []).append(link)
    return [links_table(view, links, title) for title, links in by_matrix.items()]


def state_badge(link: Link) -> StrOrPromise:
    """The state of a cell; a proposed one is marked as not counted."""
    if link.state == "proposed":
        return _("proposed, not counted")
    return link.get_state_display()


def facilitations_table(view: ConceptView) -> parts.Table | None:
    """The facilitators of a line by list; for an agency, the lines that it facilitates; None without any."""
    if not view.facilitations:
        return None
    of_agency = view.facilitations[0].agency_id == view.concept.pk
    rows = []
    for facilitation in view.facilitations:
        other = facilitation.line if of_agency else facilitation.agency
        rows.append(
            [
                parts.Cell(concept_name(other), other.get_absolute_url()),
                wording_html(facilitation.role.say("title")),
                parts.Cell(
                    wording_html(facilitation.roster.say("title")),
                    note=date_range(facilitation.since, facilitation.until),
                ),
                parts.Cell(
                    verification_label(facilitation.verified), note=noted(facilitation.source)
                ),
            ]
        )
    columns = [
        parts.Column(
            pgettext_lazy("WSIS action line", "Action line")
            if of_agency
            else pgettext_lazy("facilitation", "Agency")
        ),
        parts.Column(pgettext_lazy("role", "Role")),
        parts.Column(pgettext_lazy("facilitation", "Source list")),
        parts.Column(pgettext_lazy("verification", "Verification status")),
    ]
    return parts.Table(
        columns, rows, _("Roles by source list. The lists differ; none takes precedence.")
    )


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
    caption = pgettext_lazy("title of a table", "%(matrix)s: %(what)s") % {
        "matrix": view.matrix.say("title").text,
        "what": measure.name,
    }
    return parts.MatrixTable(caption, view.matrix.rows.say("title").text, columns, lines)


def cell_facts(link: Link) -> list[parts.Fact]:
    """The facts of a cell."""
    return [
        parts.Fact(pgettext_lazy("status of a record", "Status"), state_badge(link)),
        parts.Fact(pgettext_lazy("targets of a goal", "Targets"), target_links(link)),
        parts.Fact(pgettext_lazy("source of information", "Source"), noted(link.source)),
        parts.Fact(
            pgettext_lazy("verification", "Verification status"), verification_label(link.verified)
        ),
        parts.Fact(_("Lists containing the cell"), Agreement(link.agreement).label),
        *note_facts(link),
    ]


def concept_facts(view: ConceptView) -> list[parts.Fact]:
    """The facts of a concept besides its names."""
    concept = view.concept
    facts = [
        parts.Fact(
            pgettext_lazy("scheme of concepts", "Scheme"),
            wording_html(concept.scheme.say("title")),
            concept.scheme.get_absolute_url(),
        )
    ]
    if concept.parent is not None:
        facts.append(
            parts.Fact(
                pgettext_lazy("concept", "Parent concept"),
                concept_name(concept.parent),
                concept.parent.get_absolute_url(),
            )
        )
    facts += [
        parts.Fact(NOTATION_LABELS.get(each.system, each.system), each.value)
        for each in sorted(concept.notations.all(), key=attrgetter("system"))
    ]
    facts += [
        parts.Fact(
            measure.name, formats.number(count, get_language() or "en"), url if count else ""
        )
        for measure, count, url in view.counts
    ]
    facts.append(
        parts.Fact(pgettext_lazy("source of information", "Source"), noted(concept.source))
    )
    return [*facts, *note_facts(concept)]


def note_facts(item: Sourced) -> list[parts.Fact]:
    """The note of a concept or a cell, if it has one."""
    return [parts.Fact(pgettext_lazy("concept", "Note"), noted(item.note))] if item.note else []


NOTATION_LABELS = {
    "alpha2": _("Two-letter code (ISO 3166-1)"),
    "alpha3": _("Three-letter code (ISO 3166-1)"),
    "abbreviation": pgettext_lazy("concept", "Abbreviation"),
}


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


SOURCE_COLUMNS = (
    Column[Sourced](
        "source", pgettext_lazy("source of information", "Source"), value=attrgetter("source")
    ),
    Column[Sourced]("note", pgettext_lazy("concept", "Note"), value=attrgetter("note")),
)
VERIFIED_COLUMN = Column[Sourced](
    "verified", pgettext_lazy("concept", "Verified"), value=attrgetter("verified")
)


def verified_in(code: str) -> Callable[[Concept], str]:
    """A function that gives the verification of the name of a concept in a language."""
    return lambda concept: next(
        (str(mark.verified) for mark in concept.marks.all() if mark.language == code),
        concept.verified,
    )


CONCEPT_COLUMNS: Sequence[Column[Concept]] = (
    Column("name", pgettext_lazy("concept", "Name"), record_link, sort=by_title),
    Column(
        "code",
        pgettext_lazy("concept", "Code"),
        lambda concept: symbol(concept.code),
        attrgetter("code"),
        sort=("code_key",),
    ),
    Column(
        "parent",
        pgettext_lazy("concept", "Parent concept"),
        value=lambda concept: concept.parent.code if concept.parent is not None else "",
    ),
    Column("kind", pgettext_lazy("concept", "Kind"), value=attrgetter("kind")),
    Column(
        "other_codes",
        pgettext_lazy("concept", "Other codes"),
        value=lambda concept: " ".join(each.value for each in concept.notations.all()),
    ),
    *(Column(f"name_{code}", name, value=title_in(code)) for code, name in LANGUAGE_CHOICES),
    *(
        Column(
            f"verified_{code}",
            name,
            value=verified_in(code),
            meaning=_("name verified in this language: yes, partly or no"),
        )
        for code, name in LANGUAGE_CHOICES
    ),
    Column(
        "verified",
        pgettext_lazy("verification", "Verification status"),
        lambda concept: verification_label(concept.verified),
    ),
    Column(
        "official",
        pgettext_lazy("concept", "Official wording"),
        value=lambda concept: "yes" if concept.official else "no",
    ),
    *SOURCE_COLUMNS,
)
"""The columns of the list of a scheme."""
LINK_COLUMNS: Sequence[Column[Link]] = (
    Column("row", pgettext_lazy("table or matrix", "Row"), value=attrgetter("row.code")),
    Column("row_name", _("Name of the row"), value=lambda link: title_text(link.row)),
    Column("column", pgettext_lazy("table or matrix", "Column"), value=attrgetter("column.code")),
    Column("column_name", _("Name of the column"), value=lambda link: title_text(link.column)),
    Column(
        "targets",
        pgettext_lazy("targets of a goal", "Targets"),
        value=lambda link: " ".join(link.named),
    ),
    Column("state", pgettext_lazy("status of a record", "Status"), value=attrgetter("state")),
    Column("agreement", _("Lists containing the cell"), value=attrgetter("agreement")),
    Column(
        "rationale",
        pgettext_lazy("cell of a matrix", "Reason"),
        value=lambda link: link.say("rationale").text,
    ),
    Column(
        "rationale_language",
        _("Language of the reason"),
        value=lambda link: link.say("rationale").language,
    ),
    VERIFIED_COLUMN,
    *SOURCE_COLUMNS,
)
"""The columns of the files of a matrix; ``state`` tells accepted, proposed and withdrawn cells apart."""
FACILITATION_COLUMNS: Sequence[Column[Facilitation]] = (
    Column("line", pgettext_lazy("concept", "Code"), value=attrgetter("line.code")),
    Column(
        "line_name",
        pgettext_lazy("WSIS action line", "Action line"),
        value=lambda entry: title_text(entry.line),
    ),
    Column("agency", pgettext_lazy("facilitation", "Agency"), value=attrgetter("agency.code")),
    Column("agency_name", _("Name of the agency"), value=lambda entry: title_text(entry.agency)),
    Column("role", pgettext_lazy("role", "Role"), value=lambda entry: title_text(entry.role)),
    Column(
        "list",
        pgettext_lazy("facilitation", "Source list"),
        value=lambda entry: title_text(entry.roster),
    ),
    Column("since", pgettext_lazy("facilitation", "From"), value=attrgetter("since")),
    Column("until", pgettext_lazy("facilitation", "Until"), value=attrgetter("until")),
    VERIFIED_COLUMN,
    *SOURCE_COLUMNS,
)
"""The columns of the files of facilitators, with the roles of each line by list."""
