"""Bodies: the list, one body, and what may be changed of it."""

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
from majlis.parties.actions import body as actions_body
from majlis.parties.forms.organisation import BodyForm, SearchForm
from majlis.parties.labels import body_type_name, verified_name
from majlis.parties.models import Body, MembershipRule
from majlis.parties.queries import bodies as ask
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
    """All bodies."""
    form = SearchForm(clean_query(request))
    chosen = filter_values(form)
    found = ask.bodies(request.user, words=chosen["q"])
    if downloads.requested_format(request):
        return downloads.download_response(request, ask.bodies_sheet(found))
    page = list_page(request, found)
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
            [_row(each) for each in page],
            _("Bodies"),
            headed=True,
        ),
        "cut": parts.page_links(request, page),
        "chosen": list_summary(request, count, active_filters(request, form, ("q",))),
    }
    return render(request, "parties/bodies.html", context)


def _row(each: Body) -> list[Any]:
    said = each.say("title")
    return [
        parts.Cell(said.text, each.get_absolute_url(), each.abbreviation, said.language),
        body_type_name(each.sort),
        _link(each.parent) if each.parent else "",
    ]


def _link(each: Body) -> parts.Cell:
    said = each.say("title")
    return parts.Cell(said.text, each.get_absolute_url(), language=said.language)


def _get_body(request: HttpRequest, slug: str) -> Body:
    found: Body = get_object_or_404(ask.bodies(request.user), slug=slug)
    return found


def rule_name(each: Body) -> str:
    """Who may be a member, in words; with the kinds, where the rule names kinds."""
    words = str(MembershipRule(each.rule).label)
    if each.rule == MembershipRule.KINDS and each.kinds:
        names = " · ".join(stakeholder_kinds.kind_name(code) for code in each.kinds)
        return f"{words}{formats.colon(get_language() or '')}{names}"
    return words


def body_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One body: what it is for, who may be a member, what it was called, who holds office."""
    each = ask.get_body(request.user, slug)
    if each is None:
        raise Http404
    actor = Actor.of(request)
    above, below = ask.parent_and_children(request.user, each)
    offices, members = ask.offices_and_members(request.user, each)
    ask.prefetch_wordings(
        each, *filter(None, [above]), *below, *offices, *(m.organisation for m in members)
    )
    parent = _link(above) if above else None
    source = format_html_join(
        " · ",
        "{}",
        (
            (words,)
            for words in (verified_name(each.verified, page_language()), noted(each.source))
            if words
        ),
    )
    facts = [
        parts.Fact(pgettext("body", "Kind"), body_type_name(each.sort) or _("not recorded yet")),
        parts.Fact(_("Abbreviation"), symbol(each.abbreviation) or _("none")),
        *([parts.Fact(_("Part of"), parent.words, parent.url)] if parent else []),
        parts.Fact(_("Established"), date(each.established) or _("not recorded yet")),
        parts.Fact(
            _("Text that gives the mandate"),
            noted(each.mandate_reference, "") or _("not recorded yet"),
        ),
        parts.Fact(_("Who may be a member"), rule_name(each)),
        parts.Fact(_("Source of the name"), source or _("not recorded yet")),
    ]
    context = {
        "it": each,
        "facts": facts,
        "children": [_link(one) for one in below],
        "aliases": each.other_names,  # type: ignore[attr-defined]
        "offices": offices,
        "chairs": list(ask.role_holders(each, "chair")),
        "members": members,
        "may_change": may(actor, "parties.change_body", each),
        "may_name": may(actor, "parties.add_alias", each),
        "may_office": may(actor, "parties.make_office", each),
        "may_members": may(actor, "parties.see_members", each),
    }
    return render(request, "parties/body.html", context)


def change_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Change mandate and membership rule."""
    each = _get_body(request, slug)
    require_permission(request, "parties.change_body", each)
    mandates = {
        one.language: one.text for one in each.record.wordings.all() if one.field == "mandate"
    }
    first = {
        "mandate_reference": each.mandate_reference,
        "rule": each.rule,
        "kinds": each.kinds,
        "named": [one.number for one in each.named.all()],
        **{f"mandate_{code}": text for code, text in mandates.items()},
    }
    given = request.POST if request.method == "POST" else None
    form = BodyForm(given, initial=first, reader=request.user)

    def act() -> None:
        said = dict(form.cleaned_data)
        words = {code: said.pop(f"mandate_{code}") for code in LANGUAGE_CODES}
        offered = form.fields["named"].queryset  # type: ignore[attr-defined]
        # Those that the form did not offer, as they have left, stay named.
        named = [*said.pop("named"), *each.named.exclude(pk__in=offered.values("pk"))]
        actions_body.change_body(Actor.of(request), each, words={"mandate": words}, named=named, **said)

    if request.method == "POST" and run_verb(form, act):
        return message_and_redirect(request, _("The changes are kept."), each.get_absolute_url())
    return FormPage(
        _("Change mandate and membership"),
        form,
        _("Keep the changes"),
        each.get_absolute_url(),
        lead=each.say("title").text,
        of=each,
    ).render(request)
