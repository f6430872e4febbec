"""One thing about a mandate changed: who leads, that it ended, what another registry calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import Refused
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.forms import Form
from majlis.look.menu import url_of
from majlis.mandates import actions
from majlis.mandates.forms import change as forms
from majlis.mandates.lifecycle import ASSIGNMENT, LIFE
from majlis.mandates.models import Actor, Alias, Assignment, Clause, Mandate
from majlis.mandates.named import act_named
from majlis.mandates.queries.mandate import seen

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What can be done: the form, its title and button, the verb, and of what it is: the mandate or a part of it."""

    verb: Callable[..., Any]
    form: type[Form]
    title: str | Promise
    send: str | Promise
    of: type[Assignment | Alias] | None = None


ENDS = ("complete", "merge", "replace", "pause", "lapse", "revive")
CHANGES: dict[str, Change] = {
    "assign": Change(
        actions.assign,
        forms.AssignForm,
        gettext_lazy("Name a lead or a contributor"),
        gettext_lazy("Name it"),
    ),
    "propose_contributor": Change(
        actions.propose_contributor,
        forms.ContributorForm,
        gettext_lazy("Propose a contributor"),
        gettext_lazy("Propose it"),
    ),
    "confirm_assignment": Change(
        actions.confirm_assignment,
        forms.ConfirmForm,
        gettext_lazy("Confirm what was proposed"),
        gettext_lazy("Confirm it"),
        Assignment,
    ),
    "decline_assignment": Change(
        actions.decline_assignment,
        forms.ReasonForm,
        gettext_lazy("Decline what was proposed"),
        gettext_lazy("Decline it"),
        Assignment,
    ),
    "change_assignment": Change(
        actions.change_assignment,
        forms.CorrectForm,
        gettext_lazy("Correct since when and by what act"),
        gettext_lazy("Save the correction"),
        Assignment,
    ),
    "end_assignment": Change(
        actions.end_assignment,
        forms.EndForm,
        gettext_lazy("It leads or contributes no longer"),
        gettext_lazy("Record the end"),
        Assignment,
    ),
    "complete": Change(
        actions.complete,
        forms.ClosingForm,
        gettext_lazy("Completed, with a closing record"),
        gettext_lazy("Record that it is completed"),
    ),
    "merge": Change(
        actions.merge,
        forms.IntoForm,
        gettext_lazy("Merged into another mandate"),
        gettext_lazy("Record that it is merged"),
    ),
    "replace": Change(
        actions.replace,
        forms.IntoForm,
        gettext_lazy("Replaced by another mandate"),
        gettext_lazy("Record that it is replaced"),
    ),
    "pause": Change(
        actions.pause,
        forms.EndingForm,
        gettext_lazy("Paused"),
        gettext_lazy("Record the pause"),
    ),
    "lapse": Change(
        actions.lapse,
        forms.LapseForm,
        gettext_lazy("Lapsed, by a clause or an act"),
        gettext_lazy("Record that it lapsed"),
    ),
    "revive": Change(
        actions.revive,
        forms.EndingForm,
        gettext_lazy("Taken up again"),
        gettext_lazy("Record that it is taken up again"),
    ),
    "add_alias": Change(
        actions.add_alias,
        forms.AliasForm,
        gettext_lazy("Number of another registry"),
        gettext_lazy("Add the number"),
    ),
    "withdraw_alias": Change(
        actions.withdraw_alias,
        forms.ReasonForm,
        gettext_lazy("Withdraw the number of another registry"),
        gettext_lazy("Withdraw the number"),
        Alias,
    ),
}


def possible(doer: Doer, mandate: Mandate) -> list[str]:
    """What the person may do with the mandate itself, in its state."""
    from_here = LIFE.verbs_from(mandate.life)
    return [
        name
        for name, each in CHANGES.items()
        if each.of is None
        and (name not in ENDS or f"mandates.{name}" in from_here)
        and may(doer, f"mandates.{name}", mandate)
        and not (name == "propose_contributor" and may(doer, "mandates.assign", mandate))
    ]


def possible_with(doer: Doer, mandate: Mandate, state: str) -> list[str]:
    """What the person may do with somebody who leads or contributes, in that state."""
    steps = [each.removeprefix("mandates.") for each in ASSIGNMENT.verbs_from(state)]
    wanted = [*steps, "change_assignment"] if steps else []
    return [each for each in wanted if may(doer, f"mandates.{each}", mandate)]


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, do: str, key: str = "") -> HttpResponse:
    """The form for one change, and what comes of it."""
    mandate, wanted = seen(request.user, slug), CHANGES.get(do)
    if mandate is None or wanted is None or (wanted.of is None) != (key == ""):
        raise Http404(do)
    target: Any = mandate
    if wanted.of is not None:
        rows: Any = wanted.of._base_manager.filter(mandate=mandate)
        target = rows.filter(pk=int(key)).first()
        if target is None:
            raise Http404(do)
        target.mandate = mandate
    doer = Doer.of(request)
    if not may(doer, f"mandates.{do}", target):
        raise Refused()
    drafted = DraftedForm(
        request,
        wanted.form,
        key=f"mandates.{do}",
        target=target,
        send=wanted.send,
        **_options(request, wanted, mandate, target),
    )

    def done(form: Any) -> HttpResponse:
        wanted.verb(doer, target, **_given(request, form.cleaned_data))
        messages.success(request, _("It is recorded. The history of the mandate shows it."))
        return redirect(mandate)

    answer = drafted.answer(done)
    if answer is not None:
        return answer
    about = drafted.context(
        mandate=mandate,
        heading=wanted.title,
        about=_of(target),
        trail=[
            parts.Link(_("Mandates"), url_of("mandates:register")),
            parts.Link(mandate.slug, mandate.get_absolute_url()),
            parts.Link(wanted.title),
        ],
        offered=_offered(request, mandate) if "actor" in wanted.form.base_fields else [],
    )
    return render(request, "mandates/change.html", about, status=drafted.status)


def _options(request: HttpRequest, wanted: Change, mandate: Mandate, target: Any) -> dict[str, Any]:
    if issubclass(wanted.form, forms.IntoForm):
        return {"user": request.user}
    if issubclass(wanted.form, forms.LapseForm):
        version = mandate.asking.version_id if mandate.asking is not None else None
        of = Q(mandate=None) | Q(mandate=mandate)
        found = Clause.objects.filter(of, version=version).select_related("provision")
        return {"clauses": found}
    if issubclass(wanted.form, forms.CorrectForm):
        by = target.words or (target.record.address if _shows(request, target.record) else "")
        return {"initial": {"since": target.since, "by": by}}
    return {}


def _shows(request: HttpRequest, record: Record | None) -> bool:
    return record is not None and record.is_visible_to(request.user)


def _given(request: HttpRequest, cleaned: Given) -> dict[str, Any]:
    """What a form says, as the verb wants it."""
    given = dict(cleaned)
    if "by" in given:
        given["record"], given["words"] = act_named(given.pop("by"), request.user)
    if "proposed" in given:
        given["confirmed"] = not given.pop("proposed")
    return given


def _of(target: Any) -> str:
    """Of whom or of what it is, where it is not the mandate itself."""
    if isinstance(target, Assignment):
        return f"{target.actor} · {target.get_part_display()}"
    return f"{target.registry} · {target.value}" if isinstance(target, Alias) else ""


def _offered(request: HttpRequest, mandate: Mandate) -> list[str]:
    """Names to choose from: those whom the texts name, in the reader's language."""
    found = Actor.objects.visible_to(request.user).filter(named__asking__mandate=mandate)
    here = get_language() or "en"
    return sorted(each.say("title", here).text for each in found.distinct().with_wordings())
