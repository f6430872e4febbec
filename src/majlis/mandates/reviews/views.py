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

from majlis.instruments.texts.files import DOCX_MEDIA_TYPE
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused
from majlis.kernel.pagination import paginate
from majlis.kernel.templatetags.majlis import said as wording_html
from majlis.kernel.verbs import may
from majlis.kit.sent_form import add_fault
from majlis.look import formats, parts
from majlis.look.forms import Form
from majlis.look.templatetags.look import date, number
from majlis.mandates.core.form_handling import refresh_token
from majlis.mandates.core.print import print_document
from majlis.mandates.core.table import mandate_table as table_of_lines
from majlis.mandates.lifecycle import CLOSED, COLLECTING, FROZEN
from majlis.mandates.models import ReviewItem, ReviewSet
from majlis.mandates.register import coverage_tables
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
    """The list of review sets, and the form for a new one."""
    language = get_language() or "en"
    form, status = None, 200
    if request.user.is_authenticated:
        bodies = reviewable_bodies(request)
        if may(Actor.of(request), "mandates.create_review_set", None) or bodies.exists():
            form = ReviewSetForm(
                bodies, language, request.POST if request.method == "POST" else None
            )
    if request.method == "POST":
        if form is None:
            raise Refused()
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            body = values.pop("body")
            try:
                review = actions.create_review_set(Actor.of(request), body, **values)
            except Fault as fault:
                status = add_fault(form, fault)
            else:
                messages.success(request, _("The set was made. Now put mandates into it."))
                return redirect(review)
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
            parts.Cell(wording_html(each.say("title")), each.get_absolute_url()),
            wording_html(each.body.say("title")) if each.body else "",
            number(each.mandates),
            number(each.decided),
            date(each.frozen_at) or "—",
            show.state_cell(each),
        ]
        for each in page
    ]
    total = page.paginator.count
    summary = ngettext("%(n)s review set", "%(n)s review sets", total) % {
        "n": formats.number(total, language)
    }
    context = {
        "table": parts.Table(columns, rows, _("Review sets"), headed=True),
        "chosen": parts.ListSummary(summary),
        "reach": coverage_tables.coverage_line(request.user),
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
    """A review set: the present mandates until it is frozen, then their snapshots."""
    review = _get_or_404(request, slug)
    actor = Actor.of(request)
    may_edit = may(actor, "mandates.freeze_review_set", review)
    forms: dict[str, Form] = {}
    status = 200
    if may_edit:
        data = request.POST if request.method == "POST" else None
        action = request.POST.get("do", "") if data is not None else ""
        forms = {
            "add": AddMandatesForm(data if action == "add" else None),
            "freeze": FreezeForm(data if action == "freeze" else None),
            "reopen": ReopenForm(data if action == "reopen" else None),
        }
        if data is not None:
            status = _perform(request, actor, review, forms, action)
            if status == 302:
                return redirect(review)
    elif request.method == "POST":
        raise Refused()
    language = get_language() or "en"
    items = list(queries.review_items(request.user, review))
    names = (
        queries.entity_names(_entity_slugs(items), language) if review.state != COLLECTING else {}
    )
    if downloads.requested_format(request) and review.state != COLLECTING:
        return downloads.download_response(request, queries.review_sheet(review, items, language))
    context: dict[str, Any] = {"review": review, "forms": forms, "can": may_edit}
    context["reach"] = coverage_tables.coverage_line(request.user)
    if may_edit and review.query:
        context["filled"] = f"{reverse('mandates:register')}?{review.query}"
    context |= _set_context(request, review, items, names)
    return render(request, "mandates/reviews/detail.html", context, status=status)


def _entity_slugs(items: list[ReviewItem]) -> set[str]:
    roles = ("asked", "recipient", "via")
    slugs = {slug for each in items for role in roles for slug in each.snapshot.get(role, ())}
    return slugs | {each.snapshot["lead"] for each in items if each.snapshot.get("lead")}


def _set_context(
    request: HttpRequest, review: ReviewSet, items: list[ReviewItem], names: dict[str, str]
) -> dict[str, Any]:
    language = get_language() or "en"
    total = len(items)
    summary = ngettext("%(n)s mandate", "%(n)s mandates", total) % {
        "n": formats.number(total, language)
    }
    context: dict[str, Any] = {
        "state": show.state_cell(review),
        "trail": review_trail(parts.Link(review.say("title").text)),
        "collecting": review.state == COLLECTING,
        "frozen": review.state == FROZEN,
        "closed": review.state == CLOSED,
        "left": sum(1 for each in items if not each.outcome),
    }
    if review.state == COLLECTING:
        pairs = queries.items_with_rows(items, language)
        lines = [line for _item, line in pairs]
        return context | {
            "table": table_of_lines(lines) if lines else None,
            "items": items,
            "chosen": parts.ListSummary(summary),
        }

    def url(item: ReviewItem) -> str:
        return reverse("mandates:review_item", args=[review.slug, item.mandate.slug])

    files = [
        parts.Link(form.upper(), reverse("mandates:review_set_file", args=[review.slug, form]))
        for form in DOCUMENTS
    ]
    data = [parts.Link(label, link) for label, link in downloads.download_links(request)]
    return context | {
        "table": show.snapshot_table(review, items, names, url) if items else None,
        "chosen": parts.ListSummary(summary, (), [*files, *data]),
    }


def _perform(
    request: HttpRequest, actor: Actor, review: ReviewSet, forms: dict[str, Form], action: str
) -> int:
    """Perform an action of the page; return 302, or the status of an error on the form."""
    form = forms.get(action)
    if form is not None and not form.is_valid():
        return 422
    try:
        if action == "add":
            _add_mandates(request, actor, review, forms["add"])
        elif action == "take":
            mandates, _unknown = queries.mandates_in_text(
                request.user, request.POST.get("mandate", "")
            )
            for mandate in mandates:
                actions.remove_review_item(actor, review, mandate=mandate)
        elif action == "freeze":
            members_only = forms["freeze"].cleaned_data["members_only"]
            actions.freeze_review_set(actor, review, members_only=members_only)
            messages.success(request, _("The set is frozen: it shows how each mandate stood now."))
        elif action == "close":
            actions.close_review_set(actor, review)
            messages.success(request, _("The review is closed."))
        elif action == "reopen":
            actions.reopen_review_set(actor, review, reason=forms["reopen"].cleaned_data["reason"])
        else:
            raise Http404(action)
    except Fault as fault:
        if form is None:
            messages.error(request, str(fault))
            return 302
        return add_fault(form, fault)
    return 302


def _add_mandates(request: HttpRequest, actor: Actor, review: ReviewSet, form: Form) -> None:
    rows, unknown = queries.mandates_in_text(request.user, form.cleaned_data["which"])
    items = actions.add_review_items(actor, review, mandates=rows)
    message = ngettext(
        "%(n)s mandate was put into the set.", "%(n)s mandates were put into the set.", len(items)
    )
    messages.success(request, message % {"n": len(items)})
    if unknown:
        messages.warning(
            request,
            _("Not found, so left out: %(words)s") % {"words": " ".join(unknown)[:300]},
        )


@require_safe
def review_set_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """A frozen set as a document for a meeting."""
    review = _get_or_404(request, slug)
    if form not in DOCUMENTS or review.state == COLLECTING:
        raise Http404(form)
    items = list(queries.review_items(request.user, review))
    names = queries.entity_names(_entity_slugs(items), get_language() or "en")
    address = request.build_absolute_uri(review.get_absolute_url())
    media_type, writer = DOCUMENTS[form]
    response = HttpResponse(
        print_document(writer, show.review_document(review, items, names, address)),
        content_type=media_type,
    )
    response["Content-Disposition"] = content_disposition_header(True, f"{review.slug}.{form}")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def review_item_page(request: HttpRequest, slug: str, mandate: str) -> HttpResponse:
    """One mandate of a frozen set: the snapshot, what changed since, and the outcome."""
    review = _get_or_404(request, slug)
    item = queries.review_items(request.user, review).filter(Q(mandate__slug=mandate)).first()
    if item is None or review.state == COLLECTING:
        raise Http404(mandate)
    actor = Actor.of(request)
    item.review = review
    may_record = may(actor, "mandates.record_review_outcome", item) and review.state == FROZEN
    form, status = None, 200
    language = get_language() or "en"
    if may_record:
        initial = {name: getattr(item, name) for name in ("outcome", "text", "words", "date")}
        initial |= {"language": item.language or language, "seen": outcome_token(item)}
        form = OutcomeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if form is None:
            raise Refused()
        status = _record_outcome(request, actor, item, form)
        if status == 302:
            return redirect(review)
        refresh_token(form, OutcomeForm(initial=initial))
    present = snapshot_mandates([item.mandate])[item.mandate_id]
    names = queries.entity_names(_entity_slugs([item]), language)
    text, wording_language = show.snapshot_wording(item.snapshot, language)
    context = {
        "review": review,
        "item": item,
        "form": form,
        "text": text,
        "language": wording_language,
        "symbol": show.text_symbol(item.snapshot, language),
        "facts": show.snapshot_facts(item.snapshot, names),
        "changed": show.changed_field_names(changed_fields(item.snapshot, present)),
        "outcome": show.outcome_label(item),
        "trail": review_trail(
            parts.Link(review.say("title").text, review.get_absolute_url()),
            parts.Link(item.mandate.slug),
        ),
    }
    return render(request, "mandates/reviews/item.html", context, status=status)


def _record_outcome(request: HttpRequest, actor: Actor, item: ReviewItem, form: Form) -> int:
    if not form.is_valid():
        return 422
    try:
        actions.record_review_outcome(actor, item, **form.cleaned_data)
    except Fault as fault:
        return add_fault(form, fault)
    messages.success(request, _("The outcome was recorded."))
    return 302
