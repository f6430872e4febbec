"""Views of bodies: the list, one body, and the form to edit it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html_join
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.templatetags.look import date, noted, symbol
from majlis.parties import stakeholder_kinds
from majlis.parties.actions import body as body_actions
from majlis.parties.forms.organisation import BodyForm, SearchForm
from majlis.parties.labels import body_type_name, verified_name
from majlis.parties.models import Body, MembershipRule
from majlis.parties.queries import bodies as body_queries
from majlis.parties.views.common import (
    FormPage,
    active_filters,
    clean_query,
    filter_values,
    list_page,
    list_summary,
    message_and_redirect,
    page_language,
    require_permission,
    run_verb,
)


def body_list(request: HttpRequest) -> HttpResponseBase:
    """List all bodies."""
    form = SearchForm(clean_query(request))
    filters = filter_values(form)
    queryset = body_queries.bodies(request.user, words=filters["q"])
    if downloads.requested_format(request):
        return downloads.download_response(request, body_queries.bodies_sheet(queryset))
    page = list_page(request, queryset)
    total = page.paginator.count
    count = ngettext("%(n)s body", "%(n)s bodies", total) % {"n": total}
    context = {
        "filter": form,
        "table": parts.Table(
            [
                parts.Column(pgettext("organization", "Name")),
                parts.Column(pgettext("body", "Kind")),
                parts.Column(_("Part of")),
            ],
            [_row(body) for body in page],
            _("Bodies"),
            headed=True,
        ),
        "cut": parts.page_links(request, page),
        "chosen": list_summary(request, count, active_filters(request, form, ("q",))),
    }
    return render(request, "parties/bodies.html", context)


def _row(body: Body) -> list[Any]:
    title = body.say("title")
    return [
        parts.Cell(title.text, body.get_absolute_url(), body.abbreviation, title.language),
        body_type_name(body.sort),
        _link(body.parent) if body.parent else "",
    ]


def _link(body: Body) -> parts.Cell:
    title = body.say("title")
    return parts.Cell(title.text, body.get_absolute_url(), language=title.language)


def _get_body(request: HttpRequest, slug: str) -> Body:
    body: Body = get_object_or_404(body_queries.bodies(request.user), slug=slug)
    return body


def rule_name(body: Body) -> str:
    """The membership rule in words, with the kinds of organizations if the rule lists kinds."""
    label = str(MembershipRule(body.rule).label)
    if body.rule == MembershipRule.KINDS and body.kinds:
        names = " · ".join(stakeholder_kinds.kind_name(code) for code in body.kinds)
        return f"{label}{formats.colon(get_language() or '')}{names}"
    return label


def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one body: mandate, membership rule, other names, offices and members."""
    body = body_queries.get_body(request.user, slug)
    if body is None:
        raise Http404
    actor = Actor.of(request)
    parent, children = body_queries.parent_and_children(request.user, body)
    offices, members = body_queries.offices_and_members(request.user, body)
    body_queries.prefetch_wordings(
        body, *filter(None, [parent]), *children, *offices, *(m.organisation for m in members)
    )
    parent_link = _link(parent) if parent else None
    source = format_html_join(
        " · ",
        "{}",
        (
            (words,)
            for words in (verified_name(body.verified, page_language()), noted(body.source))
            if words
        ),
    )
    facts = [
        parts.Fact(pgettext("body", "Kind"), body_type_name(body.sort) or _("not recorded yet")),
        parts.Fact(_("Abbreviation"), symbol(body.abbreviation) or _("none")),
        *([parts.Fact(_("Part of"), parent_link.words, parent_link.url)] if parent_link else []),
        parts.Fact(_("Established"), date(body.established) or _("not recorded yet")),
        parts.Fact(
            _("Text that gives the mandate"),
            noted(body.mandate_reference, "") or _("not recorded yet"),
        ),
        parts.Fact(_("Who may be a member"), rule_name(body)),
        parts.Fact(_("Source of the name"), source or _("not recorded yet")),
    ]
    context = {
        "it": body,
        "facts": facts,
        "children": [_link(one) for one in children],
        "aliases": body.other_names,  # type: ignore[attr-defined]
        "offices": offices,
        "chairs": list(body_queries.role_holders(body, "chair")),
        "members": members,
        "may_change": may(actor, "parties.change_body", body),
        "may_name": may(actor, "parties.add_alias", body),
        "may_office": may(actor, "parties.make_office", body),
        "may_members": may(actor, "parties.see_members", body),
    }
    return render(request, "parties/body.html", context)


def change_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the mandate and the membership rule of a body."""
    body = _get_body(request, slug)
    require_permission(request, "parties.change_body", body)
    mandates = {
        one.language: one.text for one in body.record.wordings.all() if one.field == "mandate"
    }
    initial = {
        "mandate_reference": body.mandate_reference,
        "rule": body.rule,
        "kinds": body.kinds,
        "named": [one.number for one in body.named.all()],
        **{f"mandate_{code}": text for code, text in mandates.items()},
    }
    post = request.POST if request.method == "POST" else None
    form = BodyForm(post, initial=initial, reader=request.user)

    def act() -> None:
        data = dict(form.cleaned_data)
        words = {code: data.pop(f"mandate_{code}") for code in LANGUAGE_CODES}
        choices = form.fields["named"].queryset  # type: ignore[attr-defined]
        # Closed organizations are not among the choices of the form, but remain named.
        named = [*data.pop("named"), *body.named.exclude(pk__in=choices.values("pk"))]
        body_actions.change_body(
            Actor.of(request), body, words={"mandate": words}, named=named, **data
        )

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The changes are kept."), body.get_absolute_url())
    return FormPage(
        _("Change mandate and membership"),
        form,
        _("Keep the changes"),
        body.get_absolute_url(),
        lead=body.say("title").text,
        of=body,
    ).render(request)
