"""The pages of review sets: the list, one set, one mandate of a set."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.instruments.core.forms import add_fault
from majlis.instruments.texts.files import DOCX_MEDIA_TYPE
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused
from majlis.kernel.pagination import paginate
from majlis.kernel.templatetags.majlis import said
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.look.forms import Form
from majlis.look.templatetags.look import date, number
from majlis.mandates.core.form_handling import refresh_token
from majlis.mandates.core.print import print_document
from majlis.mandates.core.table import mandate_table as table_of_lines
from majlis.mandates.lifecycle import CLOSED, COLLECTING, FROZEN
from majlis.mandates.models import ReviewItem, ReviewSet
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.reviews import actions, queries
from majlis.mandates.reviews import tables as show
from majlis.mandates.reviews.forms import (
    AddMandatesForm,
    FreezeForm,
    OutcomeForm,
    ReopenForm,
    ReviewSetForm,
)
from majlis.mandates.reviews.queries import reviewable_bodies
from majlis.mandates.reviews.snapshot import changed_fields, outcome_token, snapshot_mandates
from majlis.mandates.reviews.tables import review_trail
from majlis.paper import write

PAGE_SIZE = 50
DOCUMENTS = {"docx": (DOCX_MEDIA_TYPE, write.docx), "pdf": ("application/pdf", write.pdf)}


@require_http_methods(["GET", "HEAD", "POST"])
def review_set_list(request: HttpRequest) -> HttpResponseBase:
    """The review sets; and one made."""
    here = get_language() or "en"
    form, status = None, 200
    if request.user.is_authenticated:
        bodies = reviewable_bodies(request)
        if may(Actor.of(request), "mandates.create_review_set", None) or bodies.exists():
            form = ReviewSetForm(bodies, here, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise Refused()
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            body = values.pop("body")
            try:
                made = actions.create_review_set(Actor.of(request), body, **values)
            except Fault as fault:
                status = add_fault(form, fault)
            else:
                messages.success(request, _("The set was made. Now put mandates into it."))
                return redirect(made)
    page = paginate(queries.review_sets(request.user), PAGE_SIZE, request.GET.get("page"))
    columns = [
        parts.Column(pgettext("mandates", "Review set")),
        parts.Column(_("Body")),
        parts.Column(_("Mandates"), number=True),
        parts.Column(_("With an outcome"), number=True),
        parts.Column(_("Frozen on")),
        parts.Column(pgettext("review set", "State")),
    ]
    rows = [
        [
            parts.Cell(said(each.say("title")), each.get_absolute_url()),
            said(each.body.say("title")) if each.body else "",
            number(each.mandates),
            number(each.decided),
            date(each.frozen_at) or "—",
            show.state_cell(each),
        ]
        for each in page
    ]
    total = page.paginator.count
    told = ngettext("%(n)s review set", "%(n)s review sets", total) % {
        "n": formats.number(total, here)
    }
    context = {
        "table": parts.Table(columns, rows, _("Review sets"), headed=True),
        "chosen": parts.ListSummary(told),
        "reach": how_far.coverage_line(request.user),
        "cut": parts.page_links(request, page),
        "form": form,
    }
    return render(request, "mandates/reviews/list.html", context, status=status)


def _get_or_404(request: HttpRequest, slug: str) -> ReviewSet:
    try:
        return queries.get_review_set(request.user, slug)
    except ReviewSet.DoesNotExist:
        raise Http404(slug) from None


@require_http_methods(["GET", "HEAD", "POST"])
def review_set_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A set: while it is collected the mandates as they stand, then as they stood."""
    found = _get_or_404(request, slug)
    actor = Actor.of(request)
    can = may(actor, "mandates.freeze_review_set", found)
    forms: dict[str, Form] = {}
    status = 200
    if can:
        sent = request.POST if request.method == "POST" else None
        do = request.POST.get("do", "") if sent is not None else ""
        forms = {
            "add": AddMandatesForm(sent if do == "add" else None),
            "freeze": FreezeForm(sent if do == "freeze" else None),
            "reopen": ReopenForm(sent if do == "reopen" else None),
        }
        if sent is not None:
            status = _perform(request, actor, found, forms, do)
            if status == 302:
                return redirect(found)
    elif request.method == "POST":
        raise Refused()
    here = get_language() or "en"
    items = list(queries.review_items(request.user, found))
    names = queries.entity_names(_entity_slugs(items), here) if found.state != COLLECTING else {}
    if downloads.requested_format(request) and found.state != COLLECTING:
        return downloads.download_response(request, queries.review_sheet(found, items, here))
    context: dict[str, Any] = {"review": found, "forms": forms, "can": can}
    context["reach"] = how_far.coverage_line(request.user)
    if can and found.query:
        context["filled"] = f"{reverse('mandates:register')}?{found.query}"
    context |= _set_context(request, found, items, names)
    return render(request, "mandates/reviews/detail.html", context, status=status)


def _entity_slugs(items: list[ReviewItem]) -> set[str]:
    roles = ("asked", "recipient", "via")
    found = {slug for each in items for role in roles for slug in each.kept.get(role, ())}
    return found | {each.kept["lead"] for each in items if each.kept.get("lead")}


def _set_context(
    request: HttpRequest, found: ReviewSet, items: list[ReviewItem], names: dict[str, str]
) -> dict[str, Any]:
    here = get_language() or "en"
    total = len(items)
    told = ngettext("%(n)s mandate", "%(n)s mandates", total) % {"n": formats.number(total, here)}
    made: dict[str, Any] = {
        "state": show.state_cell(found),
        "trail": review_trail(parts.Link(found.say("title").text)),
        "collecting": found.state == COLLECTING,
        "frozen": found.state == FROZEN,
        "closed": found.state == CLOSED,
        "left": sum(1 for each in items if not each.outcome),
    }
    if found.state == COLLECTING:
        pairs = queries.items_with_rows(items, here)
        lines = [line for _item, line in pairs]
        return made | {
            "table": table_of_lines(lines) if lines else None,
            "items": items,
            "chosen": parts.ListSummary(told),
        }

    def url(item: ReviewItem) -> str:
        return reverse("mandates:review_item", args=[found.slug, item.mandate.slug])

    files = [
        parts.Link(form.upper(), reverse("mandates:review_set_file", args=[found.slug, form]))
        for form in DOCUMENTS
    ]
    data = [parts.Link(label, link) for label, link in downloads.download_links(request)]
    return made | {
        "table": show.snapshot_table(found, items, names, url) if items else None,
        "chosen": parts.ListSummary(told, (), [*files, *data]),
    }


def _perform(
    request: HttpRequest, actor: Actor, found: ReviewSet, forms: dict[str, Form], do: str
) -> int:
    """Do what was asked; 302, or the status that says what was wrong, told on the form or above the page."""
    form = forms.get(do)
    if form is not None and not form.is_valid():
        return 422
    try:
        if do == "add":
            _add_mandates(request, actor, found, forms["add"])
        elif do == "take":
            taken, _unknown = queries.mandates_in_text(
                request.user, request.POST.get("mandate", "")
            )
            for each in taken:
                actions.remove_review_item(actor, found, mandate=each)
        elif do == "freeze":
            only = forms["freeze"].cleaned_data["members_only"]
            actions.freeze_review_set(actor, found, members_only=only)
            messages.success(request, _("The set is frozen: it shows how each mandate stood now."))
        elif do == "close":
            actions.close_review_set(actor, found)
            messages.success(request, _("The review is closed."))
        elif do == "reopen":
            actions.reopen_review_set(actor, found, reason=forms["reopen"].cleaned_data["reason"])
        else:
            raise Http404(do)
    except Fault as fault:
        if form is None:
            messages.error(request, str(fault))
            return 302
        return add_fault(form, fault)
    return 302


def _add_mandates(request: HttpRequest, actor: Actor, found: ReviewSet, form: Form) -> None:
    rows, unknown = queries.mandates_in_text(request.user, form.cleaned_data["which"])
    made = actions.add_review_items(actor, found, mandates=rows)
    words = ngettext(
        "%(n)s mandate was put into the set.", "%(n)s mandates were put into the set.", len(made)
    )
    messages.success(request, words % {"n": len(made)})
    if unknown:
        messages.warning(
            request,
            _("Not found, so left out: %(words)s") % {"words": " ".join(unknown)[:300]},
        )


@require_safe
def review_set_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """A frozen set as a document for a meeting."""
    found = _get_or_404(request, slug)
    if form not in DOCUMENTS or found.state == COLLECTING:
        raise Http404(form)
    items = list(queries.review_items(request.user, found))
    names = queries.entity_names(_entity_slugs(items), get_language() or "en")
    address = request.build_absolute_uri(found.get_absolute_url())
    media_type, writer = DOCUMENTS[form]
    answer = HttpResponse(
        print_document(writer, show.review_document(found, items, names, address)),
        content_type=media_type,
    )
    answer["Content-Disposition"] = content_disposition_header(True, f"{found.slug}.{form}")
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def review_item_page(request: HttpRequest, slug: str, mandate: str) -> HttpResponse:
    """A mandate of a frozen set: how it stood, what changed since, and what was decided."""
    found = _get_or_404(request, slug)
    one = queries.review_items(request.user, found).filter(Q(mandate__slug=mandate)).first()
    if one is None or found.state == COLLECTING:
        raise Http404(mandate)
    actor = Actor.of(request)
    one.review = found
    can = may(actor, "mandates.record_review_outcome", one) and found.state == FROZEN
    form, status = None, 200
    here = get_language() or "en"
    if can:
        initial = {name: getattr(one, name) for name in ("outcome", "text", "words", "date")}
        initial |= {"language": one.language or here, "seen": outcome_token(one)}
        form = OutcomeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if form is None:
            raise Refused()
        status = _record_outcome(request, actor, one, form)
        if status == 302:
            return redirect(found)
        refresh_token(form, OutcomeForm(initial=initial))
    now = snapshot_mandates([one.mandate])[one.mandate_id]
    names = queries.entity_names(_entity_slugs([one]), here)
    text, language = show.snapshot_wording(one.kept, here)
    context = {
        "review": found,
        "item": one,
        "form": form,
        "text": text,
        "language": language,
        "symbol": show.text_symbol(one.kept, here),
        "facts": show.snapshot_facts(one.kept, names),
        "changed": show.changed_field_names(changed_fields(one.kept, now)),
        "outcome": show.outcome_label(one),
        "trail": review_trail(
            parts.Link(found.say("title").text, found.get_absolute_url()),
            parts.Link(one.mandate.slug),
        ),
    }
    return render(request, "mandates/reviews/item.html", context, status=status)


def _record_outcome(request: HttpRequest, actor: Actor, one: ReviewItem, form: Form) -> int:
    if not form.is_valid():
        return 422
    try:
        actions.record_review_outcome(actor, one, **form.cleaned_data)
    except Fault as fault:
        return add_fault(form, fault)
    messages.success(request, _("The outcome was recorded."))
    return 302
