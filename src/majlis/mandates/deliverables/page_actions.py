"""The actions on the page of a deliverable; each has its own form at ``?do=name``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput
from majlis.mandates.core import forms
from majlis.mandates.deliverables import actions, merge, overdue, steps
from majlis.mandates.deliverables import forms as deliverables_forms
from majlis.mandates.models import Deliverable, Mandate

Text = str | Promise
Handler = Callable[[Actor, Any, Any, HttpRequest], Any]


@dataclass(frozen=True)
class PageAction:
    """An action on a page, at ``?do=name``.

    ``on``: empty if it is about the deliverable itself, else ``step``, ``answer`` or ``notice`` for
    one of its rows. ``also``: a second button, for withdrawing: (verb, label, handler).
    """

    verb: str
    link: Text
    button: Text
    form: type[forms.EditForm]
    do: Handler
    on: str = ""
    also: tuple[str, Text, Handler] | None = None
    sessions: bool = False


def _submit_document(
    actor: Actor, deliverable: Deliverable, form: Any, request: HttpRequest
) -> None:
    values = form.given("title", "paragraphs", "date", "language", "partly", "reason")
    document = form.document(request)
    actions.submit_document(
        actor, deliverable, **values, **document, reason_language=get_language() or "en"
    )


def _correct_submission(actor: Actor, submission: Any, form: Any, request: HttpRequest) -> None:
    values = form.given("title", "paragraphs", "date", "language") | form.document(request)
    actions.correct_submission(actor, submission, reason=form.because, seen=form.seen, **values)


def _withdraw_submission(actor: Actor, submission: Any, form: Any, _request: HttpRequest) -> None:
    actions.withdraw_submission(actor, submission, reason=form.because, seen=form.seen)


def _set_progress(actor: Actor, deliverable: Any, form: Any, _request: HttpRequest) -> None:
    values = form.given("state", "reason")
    language = form.cleaned_data["language"] if values["reason"].strip() else ""
    actions.set_progress(actor, deliverable, seen=form.seen, **values, reason_language=language)


def _explain_delay(actor: Actor, notice: Any, form: Any, _request: HttpRequest) -> None:
    overdue.explain_delay(
        actor, notice, seen=form.seen, **form.given("answer", "expected", "language")
    )


def _step_values(form: Any) -> dict[str, Any]:
    values: dict[str, Any] = form.given("task", "date", "act_words")
    position = form.cleaned_data["position"]
    values["position"] = None if position is None else position - 1
    values["entity"] = forms.entity_by_name(form.cleaned_data["entity"])
    return values | {"occasion": forms.chosen_session(form.cleaned_data["occasion"])}


def _add_step(actor: Actor, deliverable: Any, form: Any, _request: HttpRequest) -> None:
    steps.add_step(actor, deliverable, **_step_values(form))


def _change_step(actor: Actor, step: Any, form: Any, _request: HttpRequest) -> None:
    values = _step_values(form)
    if values["position"] is None:
        del values["position"]
    steps.change_step(actor, step, reason=form.because, seen=form.seen, **values)


def _withdraw_step(actor: Actor, step: Any, form: Any, _request: HttpRequest) -> None:
    steps.withdraw_step(actor, step, reason=form.because, seen=form.seen)


def _complete_step(actor: Actor, step: Any, form: Any, request: HttpRequest) -> None:
    values = form.given("done_on", "title") | form.document(request)
    steps.complete_step(actor, step, seen=form.seen, **values)


def _delegate_step(actor: Actor, step: Any, form: Any, request: HttpRequest) -> None:
    data = form.cleaned_data
    to = forms.entity_by_name(data["to"], "to")
    assert to is not None  # the field is required
    document = form.document(request)
    steps.delegate_step(
        actor,
        step,
        to=to,
        document=document["record"],
        words=data["words"] or document["link"],
        reports_back=data["reports_back"],
        occasion=forms.chosen_session(data["occasion"]),
        date=data["date"],
        report_at=forms.chosen_session(data["report_at"]),
    )


def deliverable_values(form: Any) -> dict[str, Any]:
    """The fields of a deliverable from a valid form."""
    values: dict[str, Any] = form.given("kind", "due", "words")
    values["language"] = form.cleaned_data["language"]
    return values | {"occasion": forms.chosen_session(form.cleaned_data["occasion"])}


def _change_deliverable(actor: Actor, deliverable: Any, form: Any, _request: HttpRequest) -> None:
    values = deliverable_values(form)
    actions.change_deliverable(actor, deliverable, reason=form.because, seen=form.seen, **values)


def _withdraw_deliverable(actor: Actor, deliverable: Any, form: Any, _request: HttpRequest) -> None:
    actions.withdraw_deliverable(actor, deliverable, reason=form.because, seen=form.seen)


def _merge_deliverables(actor: Actor, deliverable: Any, form: Any, request: HttpRequest) -> None:
    slug, _slash, number = form.cleaned_data["into"].strip().partition("/")
    visible = Mandate.objects.visible_to(request.user).filter(slug__iexact=slug)
    rows = Deliverable.objects.filter(mandate__in=visible, withdrawn_at=None)
    number = number if number.isascii() and number.isdecimal() else "0"
    into = rows.filter(ordinal=int(number[:6])).select_related("mandate__record").first()
    if into is None:
        raise InvalidInput({"into": _("There is no such deliverable: write it as M-0412/2.")})
    document = form.document(request)
    merge.merge_deliverables(
        actor,
        deliverable,
        into=into,
        by=document["record"],
        words=form.cleaned_data["words"] or document["link"],
    )


def _unmerge_deliverable(actor: Actor, deliverable: Any, form: Any, _request: HttpRequest) -> None:
    merge.unmerge_deliverable(actor, deliverable, reason=form.because)


PAGE_ACTIONS: Mapping[str, PageAction] = {
    "meet": PageAction(
        "submit_document",
        gettext_lazy("Name a document that answers it"),
        gettext_lazy("It is answered by this document"),
        deliverables_forms.SubmissionForm,
        _submit_document,
    ),
    "state": PageAction(
        "set_progress",
        gettext_lazy("Say how it stands"),
        gettext_lazy("Save"),
        deliverables_forms.ProgressForm,
        _set_progress,
    ),
    "late": PageAction(
        "explain_delay",
        gettext_lazy("Say why it is late"),
        gettext_lazy("Send the answer"),
        deliverables_forms.ExplanationForm,
        _explain_delay,
        "notice",
    ),
    "answer": PageAction(
        "correct_submission",
        gettext_lazy("Correct what is said of a document"),
        gettext_lazy("Save the correction"),
        deliverables_forms.SubmissionForm,
        _correct_submission,
        "answer",
        (
            "withdraw_submission",
            gettext_lazy("It does not answer it: withdraw"),
            _withdraw_submission,
        ),
    ),
    "add_step": PageAction(
        "add_step",
        gettext_lazy("Add a step"),
        gettext_lazy("Add the step"),
        deliverables_forms.StepForm,
        _add_step,
        sessions=True,
    ),
    "step": PageAction(
        "change_step",
        gettext_lazy("Correct a step"),
        gettext_lazy("Save the correction"),
        deliverables_forms.StepForm,
        _change_step,
        "step",
        ("withdraw_step", gettext_lazy("Withdraw the step"), _withdraw_step),
        sessions=True,
    ),
    "done": PageAction(
        "complete_step",
        gettext_lazy("Say that a step was taken"),
        gettext_lazy("Save"),
        deliverables_forms.StepCompletionForm,
        _complete_step,
        "step",
    ),
    "delegate": PageAction(
        "delegate_step",
        gettext_lazy("Have another take a step in its place"),
        gettext_lazy("Hand the step on"),
        deliverables_forms.DelegationForm,
        _delegate_step,
        "step",
        sessions=True,
    ),
    "change": PageAction(
        "change_deliverable",
        gettext_lazy("Correct what is due, and when"),
        gettext_lazy("Save the correction"),
        deliverables_forms.DeliverableForm,
        _change_deliverable,
        also=(
            "withdraw_deliverable",
            gettext_lazy("Withdraw the deliverable"),
            _withdraw_deliverable,
        ),
        sessions=True,
    ),
    "merge": PageAction(
        "merge_deliverables",
        gettext_lazy("Merge it into another"),
        gettext_lazy("Merge it by this act"),
        deliverables_forms.MergeForm,
        _merge_deliverables,
    ),
    "part": PageAction(
        "unmerge_deliverable",
        gettext_lazy("Part it from the one that it was merged into"),
        gettext_lazy("Part it"),
        deliverables_forms.ReasonForm,
        _unmerge_deliverable,
    ),
}
