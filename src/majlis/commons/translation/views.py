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


def add_errors(form: Any, faulty: InvalidInput) -> None:
    """Put what a verb found faulty on the form, at its fields."""
    for name, words in faulty.faults.items():
        form.add_error(name if name in form.fields else None, words)


@login_required
def queue(request: HttpRequest) -> HttpResponseBase:
    """What waits to be translated into one language."""
    if not may_translate.test(request.user):
        raise PermissionDenied
    form = forms.QueueForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    mine = language_pairs_of(request.user)
    into = given.get("into") or (mine[0].target if mine else get_language() or "en")
    rows: Any = queries.waiting_wordings(request.user, into)
    if given.get("state"):
        rows = rows.filter(target_status=given["state"])
    if given.get("kind"):
        rows = rows.filter(record__kind=given["kind"])
    if given.get("q"):
        rows = rows.filter(text__icontains=given["q"])
    if downloads.requested_format(request):
        return downloads.download_response(request, queue_sheet(rows, into))
    paginator = Paginator(rows, PAGE_SIZE)
    shown = paginator.get_page(request.GET.get("page"))
    count = paginator.count
    return render(
        request,
        "translation/queue.html",
        {
            "form": forms.QueueForm(initial={**given, "into": into}),
            "into": LANGUAGES_BY_CODE[into],
            "chosen": parts.ListSummary(
                ngettext("%(count)s wording", "%(count)s wordings", count) % {"count": count},
                [
                    parts.ActiveFilter(
                        form.fields[name].label or "",
                        value,
                        parts.with_query(request, **{name: None, "page": None}),
                    )
                    for name, value in given.items()
                    if value and name != "into"
                ],
                [parts.Link(*each) for each in downloads.download_links(request)],
            ),
            "table": queue_table(request, list(shown.object_list), into),
            "cut": parts.PageLinks(
                shown.start_index(),
                shown.end_index(),
                count,
                parts.with_query(request, page=shown.previous_page_number())
                if shown.has_previous()
                else "",
                parts.with_query(request, page=shown.next_page_number())
                if shown.has_next()
                else "",
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
    """Words that nobody translates yet: the original, what is there, and the button to begin."""
    thing = get_object_or_404(Record.objects.visible_to(request.user).with_wordings(), pk=record)
    asked = actions.QueueItem(thing, field, source, target)
    words = actions.find_wording(thing, field, source)
    if (
        words is None
        or not words.text
        or target not in LANGUAGES_BY_CODE
        or not may_translate.test(request.user)
    ):
        return redirect("translation:queue")
    actor = Actor.of(request)
    due = forms.DueForm(None)
    if request.method == "POST":
        if "take" in request.POST:
            return redirect("translation:job", actions.take_job(actor, asked).pk)
        due = forms.DueForm(request.POST)
        if due.is_valid():
            try:
                actions.set_due_date(
                    actor, thing, field=field, target=target, on=due.cleaned_data["on"]
                )
            except InvalidInput as faulty:
                add_errors(due, faulty)
            else:
                messages.success(request, _("The due date is set."))
                return redirect(request.path)
    return render(
        request,
        "translation/queue_item.html",
        {
            "record": thing,
            "original": words,
            "there": actions.find_wording(thing, field, target),
            "source": LANGUAGES_BY_CODE[source],
            "target": LANGUAGES_BY_CODE[target],
            "may_take": may(actor, "translation.take_job", asked),
            "form": due if may(actor, "translation.set_due_date", thing) else None,
        },
    )


def visible_job(request: HttpRequest, key: int) -> Job:
    """A job on a record that the reader may see, for those who translate. Raises Http404."""
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
    """A translation: source beside target, and what helps in the margin."""
    it = visible_job(request, key)
    actor = Actor.of(request)
    form = forms.TranslationForm(
        request.POST if "text" in request.POST else None,
        initial={"text": it.text, "seen": it.changed_at.isoformat()},
        language=it.target,
    )
    remark = forms.RemarkForm(request.POST if "send_back" in request.POST else None)
    free = forms.FreeForm(request.POST if "free" in request.POST else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and not form.errors:
        answer = perform_action(request, actor, it, form, remark, free)
        if isinstance(answer, HttpResponse):
            return answer
        status = answer
    now = actions.find_wording(it.record, it.field, it.source)
    return render(
        request,
        "translation/job.html",
        {
            "job": it,
            "record": it.record,
            "form": form,
            "remark": remark,
            "free": free,
            "late": status in (WrongState.status, Refused.status),
            "source": LANGUAGES_BY_CODE[it.source],
            "target": LANGUAGES_BY_CODE[it.target],
            "changed": now is not None and now.text != it.source_text and now.text,
            "steps": steps(it),
            "offers": queries.memory_matches(request.user, it.source_text, it.source, it.target),
            "terms": queries.glossary_terms(it.source_text, it.source, it.target),
            "may_write": it.state == "taken" and may(actor, "translation.submit_job", it),
            "may_revise": it.state in ("submitted", "revising")
            and may(actor, "translation.accept_job", it),
            "may_withdraw": it.state == "submitted" and may(actor, "translation.withdraw_job", it),
            "may_release": may(actor, "translation.release_job", it),
            "may_free": it.holder_id not in (None, request.user.pk)
            and may(actor, "translation.free_job", it),
        },
        status=status,
    )


def perform_action(
    request: HttpRequest, actor: Actor, it: Job, form: Any, remark: Any, free: Any
) -> HttpResponse | int:
    """Do what the button that was pressed says; a status where the form has to be shown again.

    Where somebody else went on with the job meanwhile, what was typed stays on the page.
    """
    pressed = request.POST
    given: dict[str, Any] = (
        {name: form.cleaned_data[name] for name in ("text", "seen")} if form.is_bound else {}
    )
    after = redirect("translation:job", it.pk)
    try:
        if "withdraw" in pressed:
            actions.withdraw_job(actor, it)
            told = _("Withdrawn from revision: you can go on translating.")
        elif "free" in pressed and free.is_valid():
            actions.free_job(actor, it, reason=free.cleaned_data["reason"])
            told = _("Freed. Who held the translation is told.")
        elif "release" in pressed:
            actions.release_job(actor, it, **given)
            told = _("Given back to the queue. What you typed is kept with it.")
            after = redirect("translation:queue")
        elif not given:
            return InvalidInput.status
        elif "save" in pressed:
            actions.save_job(actor, it, **given)
            told = _("Kept. Readers do not see it yet.")
        elif "submit" in pressed:
            actions.submit_job(actor, it, **given)
            told = _("Handed in for revision.")
        elif "revise" in pressed:
            actions.revise_job(actor, it, **given)
            told = _("Kept. Readers do not see it yet.")
        elif "accept" in pressed:
            actions.accept_job(actor, it, **given)
            told = _("Accepted: readers see it from now on.")
            after = redirect("translation:queue")
        elif "send_back" in pressed and remark.is_valid():
            actions.send_back_job(actor, it, remark=remark.cleaned_data["remark"], **given)
            told = _("Sent back to the translator.")
            after = redirect("translation:queue")
        else:
            return InvalidInput.status
    except InvalidInput as faulty:
        it.refresh_from_db()
        at = {"remark": remark, "reason": free}
        add_errors(next((at[each] for each in faulty.faults if each in at), form), faulty)
        return faulty.status
    except (WrongState, Refused) as late:
        it.refresh_from_db()
        if form.is_bound:
            form.add_error(None, conflict_message(late, it, actor))
            form.show_again_as_of(it.changed_at)
            return late.status
        if isinstance(late, Refused):
            raise
        messages.error(request, str(late))
    else:
        messages.success(request, told)
    return after


def steps(it: Job) -> list[parts.Step]:
    """How far the job is."""
    order = ["taken", "submitted", "revising", "accepted"]
    if it.state not in order:
        return []
    here = order.index(it.state)
    return [
        parts.Step(
            dict(JOB.states)[state],
            "done" if place < here else "current" if place == here else "next",
        )
        for place, state in enumerate(order)
    ]


@login_required
def translators(request: HttpRequest) -> HttpResponseBase:
    """Who translates and revises from what into what, also as a file; the secretariat gives and ends pairs."""
    actor = Actor.of(request)
    if not may(actor, "translation.set_pair"):
        raise PermissionDenied
    form = forms.PairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = User.objects.filter(email__iexact=given["email"], is_active=True).first()
        if user is None:
            form.add_error(
                "email", _("Nobody here has this address. Ask the person to register first.")
            )
        else:
            try:
                actions.set_pair(
                    actor, user, role=given["role"], source=given["source"], target=given["target"]
                )
            except InvalidInput as faulty:
                add_errors(form, faulty)
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
    """End a language pair."""
    actions.end_pair(
        Actor.of(request), get_object_or_404(Pair.objects.select_related("user"), pk=key)
    )
    messages.success(request, _("The language pair is ended."))
    return redirect("translation:translators")
