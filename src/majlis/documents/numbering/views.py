"""The page of the rules of a body for its documents, and the actions on them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from majlis.documents.core.body_rules import (
    header_fields,
    named,
    proposed_series,
    rules_of,
    series_name,
)
from majlis.documents.core.symbols import Symbol, SymbolForms
from majlis.documents.models import DocumentRules, HeaderField, LateRule, Series
from majlis.documents.numbering import actions, queries
from majlis.documents.numbering.forms import (
    HeaderFieldForm,
    RulesForm,
    SeriesForm,
    initial_texts,
    texts_by_language,
)
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.detail_page import DetailPage
from majlis.kit.page import StrOrPromise
from majlis.look import formats, parts
from majlis.look.templatetags.look import foreign, noted, symbol
from majlis.parties.models import Body

SAMPLE_MEETING = "40"
"""The number of a meeting in the examples of symbols."""
MAIN_SEGMENT = "MAIN"
"""What stands in an address for the main series, whose code is empty."""


class RulesAction(ActionPage[Body]):
    """An action on the rules of a body for its documents."""

    @override
    def get_target(self) -> Body:
        return get_object_or_404(queries.bodies_with_rules(self.reader), slug=self.kwargs["slug"])

    @override
    def get_cancel_url(self) -> str:
        return reverse("documents:document_rules", args=[self.target.slug])


class SetDocumentRules(RulesAction):
    """Change the symbols, the deadline and the limits of the documents of a body."""

    verb = actions.set_document_rules
    form_class = RulesForm
    title = _("Change rules for documents")
    button = phrases.SAVE_CHANGES

    @override
    def get_current(self) -> dict[str, Any]:
        rules = rules_of(self.get_target())
        return {
            **{name: getattr(rules, name) for name in actions.RULE_FIELDS},
            "aliases": "\n".join(rules.aliases),
        }


class SetSeries(RulesAction):
    """Change a series of documents."""

    verb = actions.set_series
    form_class = SeriesForm
    title = _("Change series of documents")
    button = phrases.SAVE_CHANGES

    @cached_property
    def series(self) -> Series:
        """The series of the page. Raises Http404 for a code that the body does not use."""
        code = self.kwargs["code"].upper()
        found = next(
            (
                each
                for each in proposed_series(self.target)
                if each.code == ("" if code == MAIN_SEGMENT else code)
            ),
            None,
        )
        if found is None:
            raise Http404
        return found

    @override
    def get_lead(self) -> StrOrPromise:
        return series_name(self.series, self.language)

    @override
    def get_draft_target(self) -> Model:
        # The usual series of a body that has none yet are no rows.
        return self.series if self.series.pk else self.target

    @override
    def get_current(self) -> dict[str, Any]:
        self.__dict__.pop("series", None)
        series = self.series
        return {
            **initial_texts("names", series.names),
            "for_information": series.for_information,
            "internal": series.internal,
            "position": series.position,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"code": self.series.code, "names": texts_by_language(data, "names"), **data}


class AddSeries(RulesAction):
    """Add a series of documents."""

    verb = actions.set_series
    form_class = SeriesForm
    form_key = "documents.set_series.new"
    title = _("Add a series of documents")
    done = _("The series was added.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"is_new": True}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"names": texts_by_language(data, "names"), **data}


class SetHeaderField(RulesAction):
    """Change a field in the header of documents."""

    verb = actions.set_header_field
    form_class = HeaderFieldForm
    title = _("Change header field")
    button = phrases.SAVE_CHANGES
    error_fields: ClassVar = {"names": "names_en"}

    @cached_property
    def field(self) -> HeaderField:
        """The field of the page. Raises Http404."""
        return get_object_or_404(HeaderField, body=self.target, key=self.kwargs["key"])

    @override
    def get_lead(self) -> StrOrPromise:
        return named(self.field.names, self.language).text

    @override
    def get_draft_target(self) -> HeaderField:
        return self.field

    @override
    def get_current(self) -> dict[str, Any]:
        self.__dict__.pop("field", None)
        field = self.field
        return {
            **initial_texts("names", field.names),
            **initial_texts("hints", field.hints),
            "required": field.required,
            "position": field.position,
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"key": self.kwargs["key"], **header_texts(data)}


class AddHeaderField(RulesAction):
    """Add a field to the header of documents."""

    verb = actions.set_header_field
    form_class = HeaderFieldForm
    form_key = "documents.set_header_field.new"
    title = _("Add a header field")
    done = _("The header field was added.")
    error_fields: ClassVar = {"names": "names_en"}

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"is_new": True}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return header_texts(data)


def header_texts(data: dict[str, Any]) -> dict[str, Any]:
    """The values of the form of a header field with names and hints by language."""
    names, hints = texts_by_language(data, "names"), texts_by_language(data, "hints")
    return {**data, "names": names, "hints": hints}


class RemoveHeaderField(RulesAction):
    """Remove a field from the header of documents."""

    verb = actions.remove_header_field
    title = _("Remove header field")

    @cached_property
    def field(self) -> HeaderField:
        """The field of the page. Raises Http404."""
        return get_object_or_404(HeaderField, body=self.target, key=self.kwargs["key"])

    @override
    def get_lead(self) -> StrOrPromise:
        return named(self.field.names, self.language).text

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"key": self.field.key}


class DocumentRulesPage(DetailPage[Body]):
    """The rules of a body for its documents: symbols, deadline, limits, series and header fields."""

    template_name = "documents/numbering/rules.html"
    title = pgettext_lazy("page", "Rules for documents")
    actions: ClassVar = {
        "documents:set_document_rules": SetDocumentRules,
        "documents:add_series": AddSeries,
        "documents:add_header_field": AddHeaderField,
    }

    @override
    def get_object(self) -> Body:
        return get_object_or_404(queries.bodies_with_rules(self.reader), slug=self.kwargs["slug"])

    @cached_property
    def rules(self) -> DocumentRules:
        """The rules of the body, or the defaults."""
        return rules_of(self.object)

    @override
    def get_facts(self) -> list[parts.Fact]:
        rules, language = self.rules, self.language
        forms = SymbolForms.of(rules)
        examples = [
            Symbol(SAMPLE_MEETING, 2),
            Symbol(SAMPLE_MEETING, 4, "INF"),
            Symbol(SAMPLE_MEETING, 2, "", "revision", 1),
        ]
        none = pgettext("limit", "none")
        return [
            parts.Fact(
                pgettext_lazy("symbol of a document", "Examples of symbols"),
                symbol_list([forms.format(each) for each in examples], language),
            ),
            *(
                [
                    parts.Fact(
                        _("Earlier names in symbols"),
                        symbol_list(rules.aliases, language),
                    )
                ]
                if rules.aliases
                else []
            ),
            parts.Fact(
                _("Deadline for contributions"),
                ngettext(
                    "%(n)s day before the meeting, unless the meeting sets another date",
                    "%(n)s days before the meeting, unless the meeting sets another date",
                    rules.deadline_days,
                )
                % {"n": formats.number(rules.deadline_days, language)},
            ),
            parts.Fact(_("Contributions after the deadline"), LateRule(rules.late_rule).label),
            parts.Fact(
                _("Words of a contribution at most"),
                formats.number(rules.word_limit, language) if rules.word_limit else none,
            ),
            parts.Fact(
                _("Characters of a title at most"),
                formats.number(rules.title_limit, language) if rules.title_limit else none,
            ),
            *(
                [parts.Fact(_("Source of the rules"), noted(rules.source, ""))]
                if rules.source
                else []
            ),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        body = self.object
        may_change = may(self.actor, "documents.set_series", body)
        return {
            **super().get_context_data(),
            "is_default": rules_are_default(body),
            "series": self.get_series_table(may_change=may_change),
            "header_fields": self.get_field_table(may_change=may_change),
        }

    def get_series_table(self, *, may_change: bool) -> parts.Table:
        """The series of the body."""
        rows: list[list[Any]] = []
        for each in proposed_series(self.object):
            segment = (each.code or MAIN_SEGMENT).lower()
            url = (
                reverse("documents:set_series", args=[self.object.slug, segment])
                if may_change
                else ""
            )
            rows.append(
                [
                    parts.Cell(series_name(each, self.language), url),
                    symbol(each.code) or "–",
                    pgettext("purpose of documents", "for information")
                    if each.for_information
                    else pgettext("purpose of documents", "for action"),
                    pgettext("who adds documents", "officers of the body")
                    if each.internal
                    else pgettext("who adds documents", "all who may submit"),
                ]
            )
        columns = [
            parts.Column(pgettext_lazy("series of documents", "Series")),
            parts.Column(pgettext_lazy("series of documents", "Code")),
            parts.Column(pgettext_lazy("document", "Purpose")),
            parts.Column(pgettext_lazy("series of documents", "Documents are added by")),
        ]
        return parts.Table(columns, rows, pgettext("documents", "Series"), headed=True)

    def get_field_table(self, *, may_change: bool) -> parts.Table:
        """The header fields of the body."""
        rows: list[list[Any]] = []
        for each in header_fields(self.object):
            name, hint = named(each.names, self.language), named(each.hints, self.language)
            args = [self.object.slug, each.key]
            url = reverse("documents:set_header_field", args=args) if may_change else ""
            required = (
                pgettext("header field", "required")
                if each.required
                else pgettext("header field", "optional")
            )
            row: list[Any] = [
                parts.Cell(name.text, url, "", name.language),
                parts.Cell(hint.text, "", "", hint.language) if hint.text else "–",
                required,
            ]
            if may_change:
                words = format_html(
                    '{}<span class="vh"> {}</span>',
                    pgettext("button", "Remove field"),
                    foreign(name.text, name.language),
                )
                row.append(parts.Cell(words, reverse("documents:remove_header_field", args=args)))
            rows.append(row)
        columns = [
            parts.Column(pgettext_lazy("document", "Header field")),
            parts.Column(pgettext_lazy("header field", "Hint")),
            parts.Column(pgettext_lazy("header field", "Required")),
            *([parts.Column(pgettext_lazy("column", "Action"))] if may_change else []),
        ]
        return parts.Table(columns, rows, pgettext("document", "Header fields"), headed=True)


def symbol_list(symbols: Iterable[str], language: str) -> str:
    """Symbols as HTML, each from left to right."""
    return format_html_join(
        formats.list_separator(language), "{}", ((symbol(each),) for each in symbols)
    )


def rules_are_default(body: Body) -> bool:
    """Whether a body has no rules of its own."""
    return rules_of(body)._state.adding
