"""The page on which an action on a mandate is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import Record
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.menu import url_of
from majlis.mandates.assignments import forms
from majlis.mandates.assignments.page_actions import PAGE_ACTIONS, PageAction
from majlis.mandates.core.references import act_from_input
from majlis.mandates.core.rows import visible_mandate
from majlis.mandates.models import Alias, Assignment, Clause, Entity, Mandate

Cleaned = Mapping[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_action(request: HttpRequest, slug: str, do: str, key: str = "") -> HttpResponse:
    """The form for one action on a mandate, an assignment or an alias."""
    mandate, action = visible_mandate(request.user, slug), PAGE_ACTIONS.get(do)
    if mandate is None or action is None or (action.of is None) != (key == ""):
        raise Http404(do)
    target: Any = mandate
    if action.of is not None:
        rows: Any = action.of._base_manager.filter(mandate=mandate)
        target = rows.filter(pk=int(key)).first()
        if target is None:
            raise Http404(do)
        target.mandate = mandate
    actor = Actor.of(request)
    if not may(actor, f"mandates.{do}", target):
        raise Refused()
    drafted = DraftedForm(
        request,
        action.form,
        key=f"mandates.{do}",
        target=target,
        send=action.send,
        **_form_options(request, action, mandate, target),
    )

    def done(form: Any) -> HttpResponse:
        action.verb(actor, target, **_verb_values(request, form.cleaned_data))
        messages.success(request, _("It is recorded. The history of the mandate shows it."))
        return redirect(mandate)

    response = drafted.answer(done)
    if response is not None:
        return response
    context = drafted.context(
        mandate=mandate,
        heading=action.title,
        about=_target_label(target),
        trail=[
            parts.Link(_("Mandates"), url_of("mandates:register")),
            parts.Link(mandate.slug, mandate.get_absolute_url()),
            parts.Link(action.title),
        ],
        offered=_entity_names(request, mandate) if "entity" in action.form.base_fields else [],
    )
    return render(
        request, "mandates/assignments/mandate_action.html", context, status=drafted.status
    )


def _form_options(
    request: HttpRequest, action: PageAction, mandate: Mandate, target: Any
) -> dict[str, Any]:
    if issubclass(action.form, forms.MergeForm):
        return {"user": request.user}
    if issubclass(action.form, forms.LapseForm):
        version = mandate.source.version_id if mandate.source is not None else None
        applies = Q(mandate=None) | Q(mandate=mandate)
        clauses = Clause.objects.filter(applies, version=version).select_related("provision")
        return {"clauses": clauses}
    if issubclass(action.form, forms.CorrectAssignmentForm):
        by = target.words or (target.record.address if _can_see(request, target.record) else "")
        return {"initial": {"since": target.since, "by": by}}
    return {}


def _can_see(request: HttpRequest, record: Record | None) -> bool:
    return record is not None and record.is_visible_to(request.user)


def _verb_values(request: HttpRequest, cleaned: Cleaned) -> dict[str, Any]:
    """The values of a form as arguments of the verb."""
    values = dict(cleaned)
    if "by" in values:
        values["record"], values["words"] = act_from_input(values.pop("by"), request.user)
    if "proposed" in values:
        values["confirmed"] = not values.pop("proposed")
    return values


def _target_label(target: Any) -> str:
    """The assignment or the alias that is changed; empty for the mandate itself."""
    if isinstance(target, Assignment):
        return f"{target.entity} · {target.get_part_display()}"
    return f"{target.registry} · {target.value}" if isinstance(target, Alias) else ""


def _entity_names(request: HttpRequest, mandate: Mandate) -> list[str]:
    """Names to choose from: entities that the mandate's sources name, in the reader's language."""
    entities = Entity.objects.visible_to(request.user).filter(addressed_in__source__mandate=mandate)
    language = get_language() or "en"
    return sorted(each.say("title", language).text for each in entities.distinct().with_wordings())
