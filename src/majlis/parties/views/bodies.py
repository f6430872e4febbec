"""Pages of bodies: the list, one body, and the form to edit it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.db.models import QuerySet
from django.http import Http404
from django.utils.html import format_html_join
from django.utils.translation import get_language, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import may
from majlis.kit import phrases
from majlis.kit.cells import record_link, title_columns, title_text
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, noted, symbol
from majlis.parties import stakeholder_kinds
from majlis.parties.actions import body as body_actions
from majlis.parties.forms.organisation import BodyForm, SearchForm
from majlis.parties.labels import body_type_name, verified_name
from majlis.parties.models import Body, MembershipRule
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.aliases import AddAlias
from majlis.parties.views.body_actions import BodyAction
from majlis.parties.views.offices import MakeOffice


class BodyList(ListPage[Body, Body]):
    """All bodies of the process."""

    title = pgettext_lazy("page", "Bodies")
    lead = _(
        "Bodies that decide, report or receive reports, with the verification status of each name."
    )
    columns = (
        Column("code", pgettext_lazy("body", "Code"), value=lambda body: body.slug),
        Column(
            "name",
            pgettext_lazy("organization", "Name"),
            lambda body: record_link(body, body.abbreviation),
            title_text,
        ),
        *title_columns(),
        Column(
            "abbreviation",
            pgettext_lazy("body", "Abbreviation"),
            value=lambda body: body.abbreviation,
        ),
        Column(
            "kind",
            pgettext_lazy("body", "Kind"),
            lambda body: body_type_name(body.sort),
            lambda body: body.sort,
        ),
        Column(
            "parent",
            pgettext_lazy("body", "Parent body"),
            lambda body: record_link(body.parent) if body.parent else "",
            lambda body: body.parent.slug if body.parent else "",
            meaning=_("code of the parent body"),
        ),
        Column(
            "established",
            _("Date of establishment"),
            value=lambda body: body.established,
            meaning=_("a year, a month or a full date"),
        ),
        Column(
            "verified",
            pgettext_lazy("comparison with the source", "Verification"),
            value=lambda body: body.verified,
            meaning=_("yes, partly or no, then any language that differs (for example, ar=partly)"),
        ),
        Column("source", _("Source of the name"), value=lambda body: body.source),
    )
    filter_form = SearchForm
    file_name = "bodies"
    links = ((_("Offices and roles"), "parties:roles"),)
    no_match = _("No matching bodies.")
    show_all = _("Show all bodies")

    @override
    def get_queryset(self) -> QuerySet[Body]:
        return body_queries.bodies(self.reader, words=self.filters["q"])

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of bodies", "%(n)s body", "%(n)s bodies", total)


def rule_name(body: Body) -> str:
    """The membership rule in words, with the kinds of organizations if the rule lists kinds."""
    label = str(MembershipRule(body.rule).label)
    if body.rule == MembershipRule.KINDS and body.kinds:
        names = " · ".join(stakeholder_kinds.kind_name(code) for code in body.kinds)
        return f"{label}{formats.colon(get_language() or '')}{names}"
    return label


class ChangeBody(BodyAction):
    """Edit the mandate and the membership rule of a body."""

    verb = body_actions.change_body
    form_class = BodyForm
    title = _("Change mandate and membership")
    button = phrases.SAVE_CHANGES

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader}

    @override
    def get_current(self) -> dict[str, Any]:
        body = self.target
        wordings = body.record.wordings.filter(field="mandate")
        return {
            "mandate_reference": body.mandate_reference,
            "rule": body.rule,
            "kinds": body.kinds,
            "named": [organisation.number for organisation in body.named.all()],
            **{f"mandate_{wording.language}": wording.text for wording in wordings},
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        texts = {code: data.pop(f"mandate_{code}") for code in LANGUAGE_CODES}
        # Closed organizations are not among the choices of the form, but remain named.
        choices = self.sent_form.form.fields["named"].queryset  # type: ignore[attr-defined]
        named = [*data.pop("named"), *self.target.named.exclude(pk__in=choices.values("pk"))]
        return {"words": {"mandate": texts}, "named": named, **data}


class BodyDetail(DetailPage[Body]):
    """One body: mandate, membership rule, other names, offices and members."""

    template_name = "parties/body.html"
    actions: ClassVar = {
        "parties:change_body": ChangeBody,
        "parties:add_alias": AddAlias,
        "parties:make_office": MakeOffice,
    }

    @override
    def get_object(self) -> Body:
        body = body_queries.get_body(self.reader, self.kwargs["slug"])
        if body is None:
            raise Http404
        return body

    @override
    def get_facts(self) -> list[parts.Fact]:
        body, parent = self.object, self.relatives[0]
        missing = _("not yet recorded")
        source = format_html_join(
            " · ",
            "{}",
            (
                (text,)
                for text in (verified_name(body.verified, self.language), noted(body.source))
                if text
            ),
        )
        return [
            parts.Fact(pgettext("body", "Kind"), body_type_name(body.sort) or missing),
            parts.Fact(
                pgettext_lazy("body", "Abbreviation"),
                symbol(body.abbreviation) or pgettext_lazy("value", "not provided"),
            ),
            *(
                [
                    parts.Fact(
                        pgettext_lazy("body", "Parent body"),
                        title_text(parent),
                        parent.get_absolute_url(),
                    )
                ]
                if parent
                else []
            ),
            parts.Fact(_("Date of establishment"), date(body.established) or missing),
            parts.Fact(
                _("Text establishing the mandate"), noted(body.mandate_reference, "") or missing
            ),
            parts.Fact(pgettext_lazy("body", "Membership rule"), rule_name(body)),
            parts.Fact(_("Source of the name"), source or missing),
        ]

    @cached_property
    def relatives(self) -> tuple[Body | None, list[Body]]:
        """The body above, and the bodies below."""
        return body_queries.parent_and_children(self.reader, self.object)

    @override
    def get_context_data(self) -> dict[str, Any]:
        body, (parent, children) = self.object, self.relatives
        offices, members = body_queries.offices_and_members(self.reader, body)
        body_queries.prefetch_wordings(
            body,
            *filter(None, [parent]),
            *children,
            *offices,
            *(membership.organisation for membership in members),
        )
        return {
            **super().get_context_data(),
            "children": [record_link(child) for child in children],
            "aliases": body.other_names,  # type: ignore[attr-defined]
            "offices": offices,
            "chairs": list(body_queries.role_holders(body, "chair")),
            "members": members,
            "may_name": may(self.actor, "parties.add_alias", body),
            "may_members": may(self.actor, "parties.see_members", body),
        }
