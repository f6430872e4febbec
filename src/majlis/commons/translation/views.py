"""Pages of the translation queue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from majlis.commons.translation import actions, forms, queries
from majlis.commons.translation.forms import conflict_message
from majlis.commons.translation.lifecycle import JOB, OPEN_STATES
from majlis.commons.translation.models import Job, Pair
from majlis.commons.translation.rules import language_pairs_of, may_translate
from majlis.commons.translation.tables import queue_sheet, queue_table
from majlis.kernel import downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.models import Record, User
from majlis.kernel.verbs import may
from majlis.look import parts

PAGE_SIZE = 25


def add_errors(form: Any, error: InvalidInput) -> None:
    """Add the errors of a verb to the fields of a form."""
    for name, message in error.faults.items():
        form.add_error(name if name in form.fields else None, message)


@login_required
def queue(request: HttpRequest) -> HttpResponseBase:
    """The wordings that wait for translation into one language, as a page and as a file."""
    if not may_translate.test(request.user):
        raise PermissionDenied
    form = forms.QueueForm(request.GET or None)
    filters = form.cleaned_data if form.is_valid() else {}
    pairs = language_pairs_of(request.user)
    into = filters.get("into") or (pairs[0].target if pairs else get_language() or "en")
    rows: Any = queries.waiting_wordings(request.user, into)
    if filters.get("state"):
        rows = rows.filter(target_status=filters["state"])
    if filters.get("kind"):
        rows = rows.filter(record__kind=filters["kind"])
    if filters.get("q"):
        rows = rows.filter(text__icontains=filters["q"])
    if downloads.requested_format(request):
        return downloads.download_response(request, queue_sheet(rows, into))
    paginator = Paginator(rows, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    count = paginator.count
    return render(
        request,
        "translation/queue.html",
        {
            "form": forms.QueueForm(initial={**filters, "into": into}),
            "into": LANGUAGES_BY_CODE[into],
            "chosen": parts.ListSummary(
                ngettext("%(count)s wording", "%(count)s wordings", count) % {"count": count},
                [
                    parts.ActiveFilter(
                        form.fields[name].label or "",
                        value,
                        parts.with_query(request, **{name: None, "page": None}),
                    )
                    for name, value in filters.items()
                    if value and name != "into"
                ],
                [parts.Link(*each) for each in downloads.download_links(request)],
            ),
            "table": queue_table(request, list(page.object_list), into),
            "cut": parts.PageLinks(
                page.start_index(),
                page.end_index(),
                count,
                parts.with_query(request, page=page.previous_page_number())
                if page.has_previous()
                else "",
                parts.with_query(request, page=page.next_page_number()) if page.has_next() else "",
            ),
            "jobs": list(
                Job.objects.filter(
                    Q(translator_id=request.user.pk, state__in=OPEN_STATES)
                    | Q(reviser_id=request.user.pk, state="revising")
                )
                .select_related("record")
                .order_by("-changed_at")[:20]
            ),
        },
    )


@login_required
def queue_item(
    request: HttpRequest, record: int, field: str, source: str, target: str
) -> HttpResponse:
    """An item that is not taken: the original, the current translation and the button to start."""
    visible_record = get_object_or_404(
        Record.objects.visible_to(request.user).with_wordings(), pk=record
    )
    item = actions.QueueItem(visible_record, field, source, target)
    original = actions.find_wording(visible_record, field, source)
    if (
        original is None
        or not original.text
        or target not in LANGUAGES_BY_CODE
        or not may_translate.test(request.user)
    ):
        return redirect("translation:queue")
    actor = Actor.of(request)
    due_form = forms.DueForm(None)
    if request.method == "POST":
        if "take" in request.POST:
            return redirect("translation:job", actions.take_job(actor, item).pk)
        due_form = forms.DueForm(request.POST)
        if due_form.is_valid():
            try:
                actions.set_due_date(
                    actor,
                    visible_record,
                    field=field,
                    target=target,
                    on=due_form.cleaned_data["on"],
                )
            except InvalidInput as error:
                add_errors(due_form, error)
            else:
                messages.success(request, _("The due date is set."))
                return redirect(request.path)
    return render(
        request,
        "translation/queue_item.html",
        {
            "record": visible_record,
            "original": original,
            "there": actions.find_wording(visible_record, field, target),
            "source": LANGUAGES_BY_CODE[source],
            "target": LANGUAGES_BY_CODE[target],
            "may_take": may(actor, "translation.take_job", item),
            "form": due_form if may(actor, "translation.set_due_date", visible_record) else None,
        },
    )


def visible_job(request: HttpRequest, key: int) -> Job:
    """A job on a record that the reader may see. Raises PermissionDenied and Http404."""
    if not may_translate.test(request.user):
        raise PermissionDenied
    return get_object_or_404(
        Job.objects.filter(record__in=Record.objects.visible_to(request.user)).select_related(
            "record", "translator", "reviser"
        ),
        pk=key,
    )


@login_required
def job(request: HttpRequest, key: int) -> HttpResponse:
    """A translation job: original and translation side by side, with memory matches and terms."""
    translation_job = visible_job(request, key)
    actor = Actor.of(request)
    form = forms.TranslationForm(
        request.POST if "text" in request.POST else None,
        initial={"text": translation_job.text, "seen": translation_job.changed_at.isoformat()},
        language=translation_job.target,
    )
    remark_form = forms.RemarkForm(request.POST if "send_back" in request.POST else None)
    free_form = forms.FreeForm(request.POST if "free" in request.POST else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and not form.errors:
        response = perform_action(request, actor, translation_job, form, remark_form, free_form)
        if isinstance(response, HttpResponse):
            return response
        status = response
    original = actions.find_wording(
        translation_job.record, translation_job.field, translation_job.source
    )
    return render(
        request,
        "translation/job.html",
        {
            "job": translation_job,
            "record": translation_job.record,
            "form": form,
            "remark": remark_form,
            "free": free_form,
            "late": status in (WrongState.status, Refused.status),
            "source": LANGUAGES_BY_CODE[translation_job.source],
            "target": LANGUAGES_BY_CODE[translation_job.target],
            "changed": original is not None
            and original.text != translation_job.source_text
            and original.text,
            "steps": steps(translation_job),
            "offers": queries.memory_matches(
                request.user,
                translation_job.source_text,
                translation_job.source,
                translation_job.target,
            ),
            "terms": queries.glossary_terms(
                translation_job.source_text, translation_job.source, translation_job.target
            ),
            "may_write": translation_job.state == "taken"
            and may(actor, "translation.submit_job", translation_job),
            "may_revise": translation_job.state in ("submitted", "revising")
            and may(actor, "translation.accept_job", translation_job),
            "may_withdraw": translation_job.state == "submitted"
            and may(actor, "translation.withdraw_job", translation_job),
            "may_release": may(actor, "translation.release_job", translation_job),
            "may_free": translation_job.holder_id not in (None, request.user.pk)
            and may(actor, "translation.free_job", translation_job),
        },
        status=status,
    )


def perform_action(
    request: HttpRequest,
    actor: Actor,
    translation_job: Job,
    form: Any,
    remark_form: Any,
    free_form: Any,
) -> HttpResponse | int:
    """Do the action of the button pressed; return a redirect, or a status if the form must be shown again.

    If another person has changed the job, the text typed stays in the form.
    """
    posted = request.POST
    content: dict[str, Any] = (
        {name: form.cleaned_data[name] for name in ("text", "seen")} if form.is_bound else {}
    )
    response = redirect("translation:job", translation_job.pk)
    try:
        if "withdraw" in posted:
            actions.withdraw_job(actor, translation_job)
            message = _("Withdrawn from revision: you can go on translating.")
        elif "free" in posted and free_form.is_valid():
            actions.free_job(actor, translation_job, reason=free_form.cleaned_data["reason"])
            message = _("Freed. Who held the translation is told.")
        elif "release" in posted:
            actions.release_job(actor, translation_job, **content)
            message = _("Given back to the queue. What you typed is kept with it.")
            response = redirect("translation:queue")
        elif not content:
            return InvalidInput.status
        elif "save" in posted:
            actions.save_job(actor, translation_job, **content)
            message = _("Kept. Readers do not see it yet.")
        elif "submit" in posted:
            actions.submit_job(actor, translation_job, **content)
            message = _("Handed in for revision.")
        elif "revise" in posted:
            actions.revise_job(actor, translation_job, **content)
            message = _("Kept. Readers do not see it yet.")
        elif "accept" in posted:
            actions.accept_job(actor, translation_job, **content)
            message = _("Accepted: readers see it from now on.")
            response = redirect("translation:queue")
        elif "send_back" in posted and remark_form.is_valid():
            actions.send_back_job(
                actor, translation_job, remark=remark_form.cleaned_data["remark"], **content
            )
            message = _("Sent back to the translator.")
            response = redirect("translation:queue")
        else:
            return InvalidInput.status
    except InvalidInput as error:
        translation_job.refresh_from_db()
        forms_by_field = {"remark": remark_form, "reason": free_form}
        add_errors(
            next((forms_by_field[each] for each in error.faults if each in forms_by_field), form),
            error,
        )
        return error.status
    except (WrongState, Refused) as conflict:
        translation_job.refresh_from_db()
        if form.is_bound:
            form.add_error(None, conflict_message(conflict, translation_job, actor))
            form.show_again_as_of(translation_job.changed_at)
            return conflict.status
        if isinstance(conflict, Refused):
            raise
        messages.error(request, str(conflict))
    else:
        messages.success(request, message)
    return response


def steps(translation_job: Job) -> list[parts.Step]:
    """The steps of a job for the progress bar; empty for a released one."""
    order = ["taken", "submitted", "revising", "accepted"]
    if translation_job.state not in order:
        return []
    current = order.index(translation_job.state)
    return [
        parts.Step(
            dict(JOB.states)[state],
            "done" if place < current else "current" if place == current else "next",
        )
        for place, state in enumerate(order)
    ]


@login_required
def translators(request: HttpRequest) -> HttpResponseBase:
    """The valid language pairs, as a page and as a file, and the form that assigns one."""
    actor = Actor.of(request)
    if not may(actor, "translation.set_pair"):
        raise PermissionDenied
    form = forms.PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pair_data = form.cleaned_data
        user = User.objects.filter(email__iexact=pair_data["email"], is_active=True).first()
        if user is None:
            form.add_error(
                "email", _("Nobody here has this address. Ask the person to register first.")
            )
        else:
            try:
                actions.set_pair(
                    actor,
                    user,
                    role=pair_data["role"],
                    source=pair_data["source"],
                    target=pair_data["target"],
                )
            except InvalidInput as error:
                add_errors(form, error)
            else:
                messages.success(request, _("The language pair is given."))
                return redirect("translation:translators")
    pairs = (
        Pair.objects.filter(until__isnull=True)
        .select_related("user")
        .order_by("source", "target", "role", "pk")
    )
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.translators_sheet(pairs[: downloads.MAX_ROWS])
        )
    chosen = parts.ListSummary(
        "", (), [parts.Link(*each) for each in downloads.download_links(request)]
    )
    context = {"form": form, "pairs": pairs, "chosen": chosen}
    return render(request, "translation/translators.html", context)


@login_required
@require_POST
def end_pair(request: HttpRequest, key: int) -> HttpResponse:
    """End a language pair, then show the list of pairs."""
    actions.end_pair(
        Actor.of(request), get_object_or_404(Pair.objects.select_related("user"), pk=key)
    )
    messages.success(request, _("The language pair is ended."))
    return redirect("translation:translators")
