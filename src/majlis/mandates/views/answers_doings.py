"""What may be done on the page of a deliverable: each by a form of its own, ``?do=name``."""

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
from majlis.mandates import actions
from majlis.mandates.forms import answers as forms
from majlis.mandates.models import Deliverable, Mandate

Words = str | Promise
Do = Callable[[Actor, Any, Any, HttpRequest], Any]


@dataclass(frozen=True)
class Doing:
    """Something that may be done on a page: ``?do=name``.

    ``page_url``: whether it is about the deliverable or mandate itself, a ``registration_step``, an ``download_response`` or a ``notice`` of it.
    ``also``: a second button, as for withdrawing: (verb, its words, what it does).
    """

    verb: str
    link: Words
    button: Words
    form: type[forms.AnswerForm]
    do: Do
    on: str = ""
    also: tuple[str, Words, Do] | None = None
    sessions: bool = False


def _meet(actor: Actor, it: Deliverable, form: Any, request: HttpRequest) -> None:
    given = form.given("title", "paragraphs", "date", "language", "partly", "reason")
    where = form.document(request)
    actions.meet(actor, it, **given, **where, reason_language=get_language() or "en")


def _correct_answer(actor: Actor, it: Any, form: Any, request: HttpRequest) -> None:
    given = form.given("title", "paragraphs", "date", "language") | form.document(request)
    actions.correct_answer(actor, it, reason=form.because, seen=form.seen, **given)


def _withdraw_answer(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    actions.withdraw_answer(actor, it, reason=form.because, seen=form.seen)


def _state(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    given = form.given("state", "reason")
    language = form.cleaned_data["language"] if given["reason"].strip() else ""
    actions.say_state(actor, it, seen=form.seen, **given, reason_language=language)


def _late(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    actions.answer_lateness(
        actor, it, seen=form.seen, **form.given("answer", "expected", "language")
    )


def _step_values(form: Any) -> dict[str, Any]:
    given: dict[str, Any] = form.given("does", "date", "words")
    position = form.cleaned_data["position"]
    given["position"] = None if position is None else position - 1
    given["actor"] = forms.actor_named(form.cleaned_data["actor"])
    return given | {"occasion": forms.occasion_of(form.cleaned_data["occasion"])}


def _add_step(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    actions.add_step(actor, it, **_step_values(form))


def _change_step(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    given = _step_values(form)
    if given["position"] is None:
        del given["position"]
    actions.change_step(actor, it, reason=form.because, seen=form.seen, **given)


def _withdraw_step(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    actions.withdraw_step(actor, it, reason=form.because, seen=form.seen)


def _done(actor: Actor, it: Any, form: Any, request: HttpRequest) -> None:
    given = form.given("done_on", "title") | form.document(request)
    actions.do_step(actor, it, seen=form.seen, **given)


def _delegate(actor: Actor, it: Any, form: Any, request: HttpRequest) -> None:
    data = form.cleaned_data
    to = forms.actor_named(data["to"], "to")
    assert to is not None  # the field is required
    where = form.document(request)
    actions.delegate(
        actor,
        it,
        to=to,
        by=where["record"],
        words=data["words"] or where["link"],
        reports_back=data["reports_back"],
        occasion=forms.occasion_of(data["occasion"]),
        date=data["date"],
        report_at=forms.occasion_of(data["report_at"]),
    )


def deliverable_values(form: Any) -> dict[str, Any]:
    """What was typed of a deliverable."""
    given: dict[str, Any] = form.given("kind", "due", "words")
    given["language"] = form.cleaned_data["language"]
    return given | {"occasion": forms.occasion_of(form.cleaned_data["occasion"])}


def _change(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    given = deliverable_values(form)
    actions.change_deliverable(actor, it, reason=form.because, seen=form.seen, **given)


def _withdraw(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    actions.withdraw_deliverable(actor, it, reason=form.because, seen=form.seen)


def _merge(actor: Actor, it: Any, form: Any, request: HttpRequest) -> None:
    slug, _slash, number = form.cleaned_data["into"].strip().partition("/")
    seen = Mandate.objects.visible_to(request.user).filter(slug__iexact=slug)
    rows = Deliverable.objects.filter(mandate__in=seen, withdrawn_at=None)
    number = number if number.isascii() and number.isdecimal() else "0"
    into = rows.filter(ordinal=int(number[:6])).select_related("mandate__record").first()
    if into is None:
        raise InvalidInput({"into": _("There is no such deliverable: write it as M-0412/2.")})
    where = form.document(request)
    actions.merge_deliverables(
        actor, it, into=into, by=where["record"], words=form.cleaned_data["words"] or where["link"]
    )


def _part(actor: Actor, it: Any, form: Any, _request: HttpRequest) -> None:
    actions.part_deliverable(actor, it, reason=form.because)


DOINGS: Mapping[str, Doing] = {
    "meet": Doing(
        "meet",
        gettext_lazy("Name a document that answers it"),
        gettext_lazy("It is answered by this document"),
        forms.MeetForm,
        _meet,
    ),
    "state": Doing(
        "say_state",
        gettext_lazy("Say how it stands"),
        gettext_lazy("Save"),
        forms.StateForm,
        _state,
    ),
    "late": Doing(
        "answer_lateness",
        gettext_lazy("Say why it is late"),
        gettext_lazy("Send the answer"),
        forms.LateForm,
        _late,
        "notice",
    ),
    "answer": Doing(
        "correct_answer",
        gettext_lazy("Correct what is said of a document"),
        gettext_lazy("Save the correction"),
        forms.MeetForm,
        _correct_answer,
        "answer",
        ("withdraw_answer", gettext_lazy("It does not answer it: withdraw"), _withdraw_answer),
    ),
    "add_step": Doing(
        "add_step",
        gettext_lazy("Add a step"),
        gettext_lazy("Add the step"),
        forms.StepForm,
        _add_step,
        sessions=True,
    ),
    "step": Doing(
        "change_step",
        gettext_lazy("Correct a step"),
        gettext_lazy("Save the correction"),
        forms.StepForm,
        _change_step,
        "step",
        ("withdraw_step", gettext_lazy("Withdraw the step"), _withdraw_step),
        sessions=True,
    ),
    "done": Doing(
        "do_step",
        gettext_lazy("Say that a step was taken"),
        gettext_lazy("Save"),
        forms.DoneForm,
        _done,
        "step",
    ),
    "delegate": Doing(
        "delegate",
        gettext_lazy("Have another take a step in its place"),
        gettext_lazy("Hand the step on"),
        forms.DelegateForm,
        _delegate,
        "step",
        sessions=True,
    ),
    "change": Doing(
        "change_deliverable",
        gettext_lazy("Correct what is due, and when"),
        gettext_lazy("Save the correction"),
        forms.DeliverableForm,
        _change,
        also=("withdraw_deliverable", gettext_lazy("Withdraw the deliverable"), _withdraw),
        sessions=True,
    ),
    "merge": Doing(
        "merge_deliverables",
        gettext_lazy("Merge it into another"),
        gettext_lazy("Merge it by this act"),
        forms.MergeForm,
        _merge,
    ),
    "part": Doing(
        "part_deliverable",
        gettext_lazy("Part it from the one that it was merged into"),
        gettext_lazy("Part it"),
        forms.ReasonForm,
        _part,
    ),
}
