"""The page on which one such action is taken."""

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
from majlis.kernel.actor import Actor as Doer
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
    """The form for one change, and what comes of it."""
    mandate, wanted = visible_mandate(request.user, slug), PAGE_ACTIONS.get(do)
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
        **_form_options(request, wanted, mandate, target),
    )

    def done(form: Any) -> HttpResponse:
        wanted.verb(doer, target, **_verb_values(request, form.cleaned_data))
        messages.success(request, _("It is recorded. The history of the mandate shows it."))
        return redirect(mandate)

    answer = drafted.answer(done)
    if answer is not None:
        return answer
    context = drafted.context(
        mandate=mandate,
        heading=wanted.title,
        about=_target_label(target),
        trail=[
            parts.Link(_("Mandates"), url_of("mandates:register")),
            parts.Link(mandate.slug, mandate.get_absolute_url()),
            parts.Link(wanted.title),
        ],
        offered=_entity_names(request, mandate) if "entity" in wanted.form.base_fields else [],
    )
    return render(
        request, "mandates/assignments/mandate_action.html", context, status=drafted.status
    )


def _form_options(
    request: HttpRequest, wanted: PageAction, mandate: Mandate, target: Any
) -> dict[str, Any]:
    if issubclass(wanted.form, forms.MergeForm):
        return {"user": request.user}
    if issubclass(wanted.form, forms.LapseForm):
        version = mandate.source.version_id if mandate.source is not None else None
        of = Q(mandate=None) | Q(mandate=mandate)
        found = Clause.objects.filter(of, version=version).select_related("provision")
        return {"clauses": found}
    if issubclass(wanted.form, forms.CorrectAssignmentForm):
        by = target.words or (target.record.address if _can_see(request, target.record) else "")
        return {"initial": {"since": target.since, "by": by}}
    return {}


def _can_see(request: HttpRequest, record: Record | None) -> bool:
    return record is not None and record.is_visible_to(request.user)


def _verb_values(request: HttpRequest, cleaned: Cleaned) -> dict[str, Any]:
    """What a form says, as the verb wants it."""
    given = dict(cleaned)
    if "by" in given:
        given["record"], given["words"] = act_from_input(given.pop("by"), request.user)
    if "proposed" in given:
        given["confirmed"] = not given.pop("proposed")
    return given


def _target_label(target: Any) -> str:
    """Of whom or of what it is, where it is not the mandate itself."""
    if isinstance(target, Assignment):
        return f"{target.entity} · {target.get_part_display()}"
    return f"{target.registry} · {target.value}" if isinstance(target, Alias) else ""


def _entity_names(request: HttpRequest, mandate: Mandate) -> list[str]:
    """Names to choose from: those whom the texts name, in the reader's language."""
    found = Entity.objects.visible_to(request.user).filter(addressed_in__source__mandate=mandate)
    here = get_language() or "en"
    return sorted(each.say("title", here).text for each in found.distinct().with_wordings())
