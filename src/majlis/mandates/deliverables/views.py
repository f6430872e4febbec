"""Pages of deliverables, of sessions, and of conflicts between steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.pagination import paginate
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates.core import display, forms
from majlis.mandates.core import table as line_words
from majlis.mandates.core.form_handling import (
    apply_form,
    compare_drafts,
    confirm_saved,
    drafted_form,
    mandate_or_404,
    mandate_trail,
    page_language,
    refresh_token,
    session_choices,
)
from majlis.mandates.core.forms import entity_by_name
from majlis.mandates.deliverables import actions, conflicts, queries, steps, tables
from majlis.mandates.deliverables import forms as deliverables_forms
from majlis.mandates.deliverables.forms import OccasionForm
from majlis.mandates.deliverables.page_actions import PAGE_ACTIONS, PageAction, deliverable_values
from majlis.mandates.deliverables.queries import recent_sessions
from majlis.mandates.deliverables.tables import conflict_text
from majlis.mandates.models import Mandate, Occasion
from majlis.mandates.models.choices import LegalStatus


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a deliverable with its steps and documents, and the form of the action in ``?do=``."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    deliverable = _deliverable_or_404(request, mandate, number)
    name = request.GET.get("do", "")
    action = PAGE_ACTIONS.get(name)
    form, status, target = None, 200, None
    drafted: DraftedForm | None = None
    if action is not None:
        target = _target_of_action(action, deliverable, request.GET.get("of", ""))
        if not may(actor, f"mandates.{action.verb}", target):
            raise Refused()
        drafted = drafted_form(request, action.verb, target, partial(_action_form, action, target))
        if (comparison := compare_drafts(drafted)) is not None:
            return comparison
        form = drafted.form
        if request.method == "POST":
            handler = action.do
            if action.also is not None and request.POST.get("press") == "also":
                handler = action.also[2]
                form.is_valid()
                if "why" in form.fields and not form.errors.get("why"):
                    form.errors.clear()  # withdrawing needs only the reason
            status = apply_form(form, lambda: handler(actor, target, form, request))
            if status == 302:
                drafted.discard_sent_draft()
                confirm_saved(request)
                withdrawn = (
                    action.verb == "change_deliverable" and request.POST.get("press") == "also"
                )
                return redirect(mandate if withdrawn else request.path)
            deliverable = _deliverable_or_404(request, mandate, number)
            refresh_token(
                form,
                _action_form(
                    action, _target_of_action(action, deliverable, request.GET.get("of", ""))
                ),
            )
    elif request.method == "POST":
        raise Http404(name)
    card = tables.deliverable_card(deliverable, mandate)
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "shown": card,
        "trail": mandate_trail(mandate, parts.Link(card.title)),
        "form": form,
        "doing": action,
        "drafted": drafted,
        "offers": _action_links(actor, deliverable, card, name)
        if action is None or name == "late"
        else [],
        "step_offers": _step_links(actor, deliverable) if action is None else [],
        "corrects": may(actor, "mandates.correct_submission", deliverable),
        "owns": may(actor, "mandates.set_progress", deliverable),
    }
    return render(request, "mandates/deliverables/deliverable.html", context, status=status)


def _deliverable_or_404(request: HttpRequest, mandate: Mandate, number: int) -> Any:
    rows = queries.deliverable_rows(request.user, mandate, page_language()).filter(ordinal=number)
    deliverable = rows.first()
    if deliverable is None:
        raise Http404(str(number))
    deliverable.mandate = mandate
    return deliverable


def _target_of_action(action: PageAction, deliverable: Any, key: str) -> Any:
    """The object of an action: the deliverable, or one of its rows. Raises Http404."""
    if not action.on:
        return deliverable
    related = {
        "step": deliverable.steps,
        "answer": deliverable.submissions,
        "notice": deliverable.notices,
    }[action.on]
    rows = related.select_related("record") if action.on != "notice" else _notices(deliverable)
    if action.on == "step":
        rows = rows.select_related("record", "entity__record", "entity__organisation__record")
    if key or action.on != "notice":
        rows = rows.filter(
            pk=int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
        )
    row = rows.first()
    if row is None:
        raise Http404(key)
    row.deliverable = deliverable
    return row


def _notices(deliverable: Any) -> Any:
    """The notices of a deliverable: those to the current lead first, then the latest."""
    lead_first = Case(
        When(entity=deliverable.mandate.lead_id, waived=False, then=Value(0)), default=Value(1)
    )
    rows = deliverable.notices.select_related(
        "entity__organisation__record", "entity__body__record"
    )
    return rows.order_by(lead_first, "-due", "-pk")


def _action_form(action: PageAction, target: Any, data: Any = None) -> forms.EditForm:
    corrects = action.on or action.verb in ("set_progress", "change_deliverable")
    options: dict[str, Any] = {}
    if action.sessions:
        selected = target.occasion_id if hasattr(target, "occasion_id") else None
        options["occasions"] = session_choices(recent_sessions(page_language(), selected))
    return action.form(target if corrects else None, data, **options)


def _action_links(
    actor: Actor, deliverable: Any, card: tables.DeliverableCard, current: str
) -> list[parts.Link]:
    """Links to the actions that the user may perform on the deliverable. ``current``: the open action."""
    merged = deliverable.merged_into_id is not None
    links = _explanation_links(actor, deliverable, card) if current != "late" else []
    for name, action in PAGE_ACTIONS.items():
        if action.on:
            continue
        if (name == "part") != merged and name in (
            "meet",
            "state",
            "merge",
            "part",
        ):
            continue
        if may(actor, f"mandates.{action.verb}", deliverable):
            links.append(parts.Link(action.link, f"?do={name}#form"))
    return links


def _explanation_links(
    actor: Actor, deliverable: Any, card: tables.DeliverableCard
) -> list[parts.Link]:
    """Links to explain a delay; a former lead may only correct its own explanation."""
    if actor.user is None or not actor.user.appointments_today():
        return []
    links = []
    for notice in _notices(deliverable):
        is_current = card.told is not None and notice.pk == card.told["pk"]
        if (is_current or notice.answer) and may(actor, "mandates.explain_delay", notice):
            label = (
                PAGE_ACTIONS["late"].link if is_current else _("Correct the answer why it was late")
            )
            links.append(parts.Link(label, f"?do=late&of={notice.pk}#form"))
    return links


def _step_links(actor: Actor, deliverable: Any) -> list[tuple[parts.Step, list[parts.Link]]]:
    """Each step with links to the actions that the user may perform on it."""
    rows = deliverable.steps_
    steps_with_links = []
    may_complete = may(actor, "mandates.complete_step", deliverable)
    may_change = may(actor, "mandates.change_step", deliverable)
    own_steps = (
        {each.pk: each for each in _steps_of(actor, deliverable)} if not may_complete else {}
    )
    for index, row in enumerate(rows):
        links = []
        if may_complete or row["pk"] in own_steps:
            links.append(parts.Link(_("say that it was taken"), f"?do=done&of={row['pk']}#form"))
        if may_change:
            links.append(parts.Link(pgettext("verb", "correct"), f"?do=step&of={row['pk']}#form"))
            if not row["on_behalf_of"] and not row["done_on"]:
                links.append(parts.Link(_("delegate"), f"?do=delegate&of={row['pk']}#form"))
        steps_with_links.append((tables.step_part(row, index, rows), links))
    return steps_with_links if any(links for _step, links in steps_with_links) else []


def _steps_of(actor: Actor, deliverable: Any) -> list[Any]:
    """The steps of entities that the user represents."""
    if actor.user is None or not actor.user.appointments_today():
        return []
    rows = deliverable.steps.select_related("entity__organisation__record", "entity__body__record")
    return [each for each in rows if may(actor, "mandates.complete_step", each)]


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the deliverables of a mandate; the secretariat adds one, or records an occurrence of the trigger."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    may_edit = may(actor, "mandates.add_deliverable", mandate)
    trigger = bool(mandate.source is not None and mandate.source.trigger)
    form: Any = None
    status = 200
    occurrence = _chosen_occurrence(request, mandate) if may_edit else None
    if may_edit:
        data = request.POST if request.method == "POST" else None
        form = (
            deliverables_forms.ReasonForm(None, data)
            if occurrence is not None
            else _new_form(trigger, data)
        )
    if request.method == "POST":
        if not may_edit:
            raise Refused()
        status = apply_form(
            form,
            lambda: (
                actions.withdraw_occurrence(actor, occurrence, reason=form.because)
                if occurrence is not None
                else _add_from_form(actor, mandate, trigger, form, request)
            ),
        )
        if status == 302:
            confirm_saved(request)
            return redirect(request.path)
    rows = queries.deliverable_rows(request.user, mandate, page_language())
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": _("Deliverables"),
        "trail": mandate_trail(mandate, parts.Link(_("Deliverables"))),
        "deliverables": [tables.deliverable_card(each, mandate) for each in rows],
        "occurrences": _occurrence_rows(request, mandate, may_edit) if trigger else [],
        "form": form,
        "form_heading": _("Say that it has happened") if trigger else _("Add a deliverable"),
        "button": _("It has happened") if trigger else _("Add the deliverable"),
    }
    if occurrence is not None:
        context |= {"form_heading": _("It has not happened"), "button": _("Withdraw it")}
    return render(request, "mandates/deliverables/list.html", context, status=status)


def _chosen_occurrence(request: HttpRequest, mandate: Mandate) -> Any:
    """The occurrence in ``?of=``, or None. Raises Http404."""
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    occurrence = mandate.occurrences.filter(pk=number).first()
    if occurrence is None:
        raise Http404(key)
    occurrence.mandate = mandate
    return occurrence


def _occurrence_rows(
    request: HttpRequest, mandate: Mandate, may_edit: bool
) -> list[dict[str, Any]]:
    """The occurrences of the trigger, with links to withdraw them."""
    occurrences = queries.occurrences_of(request.user, mandate, page_language())
    return [
        {
            "words": display.with_language(each["words"], each["language"]),
            "day": display.date_text(each["date"]),
            "document": display.document_link(each),
            "edit": f"?of={each['pk']}#form" if may_edit else "",
        }
        for each in occurrences
    ]


def _new_form(trigger: bool, data: Any) -> forms.EditForm:
    if trigger:
        return deliverables_forms.OccurrenceForm(None, data)
    return deliverables_forms.DeliverableForm(
        None, data, occasions=session_choices(recent_sessions(page_language()))
    )


def _add_from_form(
    actor: Actor, mandate: Mandate, trigger: bool, form: Any, request: HttpRequest
) -> None:
    if trigger:
        values = form.given("words", "date", "language") | form.document(request)
        actions.record_occurrence(actor, mandate, **values)
    else:
        actions.add_deliverable(actor, mandate, **deliverable_values(form))


SESSIONS_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def occasion_list(request: HttpRequest) -> HttpResponse:
    """List the sessions of entities with their dates; the secretariat edits them."""
    actor = Actor.of(request)
    may_edit = may(actor, "mandates.change_occasion", None)
    occasion, form, status = _chosen_occasion(request, may_edit), None, 200
    if may_edit:
        form = OccasionForm(occasion, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise Refused()
        bound_form = form
        status = apply_form(
            bound_form, lambda: _save_occasion(actor, occasion, bound_form, request)
        )
        if status == 302:
            confirm_saved(request)
            return redirect(request.path)
        refresh_token(bound_form, OccasionForm(_chosen_occasion(request, may_edit)))
    page = paginate(
        queries.occasion_rows(page_language()), SESSIONS_PER_PAGE, request.GET.get("page")
    )
    context = {
        "heading": _("Sessions and their dates"),
        "lede": _(
            "What is due for a session is dated once the session is. Until then it reads “date to be set”, and is never late."
        ),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Sessions and their dates")),
        ],
        "table": _occasion_table(page.object_list, may_edit) if page.object_list else None,
        "nothing": _("No session is known yet."),
        "pages": parts.page_links(request, page),
        "links": [parts.Link(_("Chains out of order"), reverse("mandates:conflicts"))],
        "form": form,
        "form_heading": _("Correct a session") if occasion else _("Add a session"),
        "button": _("Save") if occasion else _("Add the session"),
        "also": _("Withdraw the session") if occasion else "",
    }
    return render(request, "mandates/deliverables/table.html", context, status=status)


def _chosen_occasion(request: HttpRequest, may_edit: bool) -> Occasion | None:
    key = request.GET.get("of", "")
    if not key or not may_edit:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = Occasion.objects.select_related("entity__record")
    return get_object_or_404(rows, pk=number)


def _save_occasion(
    actor: Actor, occasion: Occasion | None, form: Any, request: HttpRequest
) -> None:
    values = form.given("year", "label", "date", "until", "source") | {"names": form.names()}
    if occasion is None:
        entity = entity_by_name(form.cleaned_data["entity"])
        assert entity is not None  # the field is required
        steps.add_occasion(actor, entity, **values)
    elif request.POST.get("press") == "also":
        steps.withdraw_occasion(actor, occasion, reason=form.because)
    else:
        steps.change_occasion(actor, occasion, reason=form.because, seen=form.seen, **values)


def _occasion_table(rows: Any, may_edit: bool) -> parts.Table:
    columns = [
        parts.Column(pgettext("mandates", "Session")),
        parts.Column(_("Dates")),
        parts.Column(_("Source")),
    ]
    table_rows = []
    for occasion in rows:
        dates = display.period_text(occasion.date, occasion.until)
        url = f"?of={occasion.pk}#form" if may_edit else ""
        cells = [
            parts.Cell(display.session_name(occasion, occasion.called), url),
            dates or _("date to be set"),
            occasion.source,
        ]
        table_rows.append(cells)
    return parts.Table(columns, table_rows, _("Sessions"), headed=True)


def conflict_list(request: HttpRequest) -> HttpResponse:
    """List deliverables with steps whose dates contradict their order."""
    rows = []
    for conflict in conflicts.all_conflicts(request.user, page_language()):
        mandate = conflict.deliverable.mandate
        url = tables.deliverable_url(mandate, conflict.deliverable)
        in_force = mandate.legal_status == LegalStatus.IN_FORCE
        note = (
            mandate.slug
            if in_force
            else f"{mandate.slug} · {LegalStatus(mandate.legal_status).label}"
        )
        rows.append(
            [
                parts.Cell(tables.deliverable_title(conflict.deliverable), url, note),
                conflict_text(conflict),
            ]
        )
    columns = [parts.Column(_("Deliverable")), parts.Column(_("What stands against what"))]
    context = {
        "heading": _("Chains out of order"),
        "lede": _(
            "Steps of a deliverable whose dates lie in the calendar the other way round than the text has them. Nobody is to blame: sessions have their dates. Where a body let another act in its place, the chain is bridged."
        ),
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Sessions and their dates"), reverse("mandates:occasions")),
            parts.Link(_("Chains out of order")),
        ],
        "table": parts.Table(columns, rows, _("Chains"), headed=True) if rows else None,
        "nothing": _("No chain is out of order, as far as its steps are dated."),
    }
    return render(request, "mandates/deliverables/table.html", context)
