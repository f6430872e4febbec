"""The pages of deliverables, of sessions and of conflicts between steps."""

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
from majlis.kernel.actor import Actor as Doer
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
    """A deliverable: by which steps it comes, what answers it; and the form that ``?do=`` asks for."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    it = _deliverable_or_404(request, mandate, number)
    name = request.GET.get("do", "")
    doing = PAGE_ACTIONS.get(name)
    form, status, of = None, 200, None
    kept: DraftedForm | None = None
    if doing is not None:
        of = _subject_of_action(doing, it, request.GET.get("of", ""))
        if not may(actor, f"mandates.{doing.verb}", of):
            raise Refused()
        kept = drafted_form(request, doing.verb, of, partial(_action_form, doing, of))
        if (both := compare_drafts(kept)) is not None:
            return both
        form = kept.form
        if request.method == "POST":
            do = doing.do
            if doing.also is not None and request.POST.get("press") == "also":
                do = doing.also[2]
                form.is_valid()
                if "why" in form.fields and not form.errors.get("why"):
                    form.errors.clear()  # what is written in the other fields does not matter
            status = apply_form(form, lambda: do(actor, of, form, request))
            if status == 302:
                kept.discard_sent_draft()
                confirm_saved(request)
                gone = doing.verb == "change_deliverable" and request.POST.get("press") == "also"
                return redirect(mandate if gone else request.path)
            it = _deliverable_or_404(request, mandate, number)
            refresh_token(
                form, _action_form(doing, _subject_of_action(doing, it, request.GET.get("of", "")))
            )
    elif request.method == "POST":
        raise Http404(name)
    shown = tables.deliverable_card(it, mandate)
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "shown": shown,
        "trail": mandate_trail(mandate, parts.Link(shown.title)),
        "form": form,
        "doing": doing,
        "drafted": kept,
        "offers": _offers(actor, it, shown, name) if doing is None or name == "late" else [],
        "step_offers": _step_offers(actor, it) if doing is None else [],
        "corrects": may(actor, "mandates.correct_submission", it),
        "owns": may(actor, "mandates.set_progress", it),
    }
    return render(request, "mandates/deliverables/deliverable.html", context, status=status)


def _deliverable_or_404(request: HttpRequest, mandate: Mandate, number: int) -> Any:
    rows = queries.deliverable_rows(request.user, mandate, page_language()).filter(ordinal=number)
    found = rows.first()
    if found is None:
        raise Http404(str(number))
    found.mandate = mandate
    return found


def _subject_of_action(doing: PageAction, it: Any, key: str) -> Any:
    """What a form is about: the deliverable, or a row of it. Raises Http404."""
    if not doing.on:
        return it
    of = {"step": it.steps, "answer": it.submissions, "notice": it.notices}[doing.on]
    rows = of.select_related("record") if doing.on != "notice" else _notices(it)
    if doing.on == "step":
        rows = rows.select_related("record", "entity__record", "entity__organisation__record")
    if key or doing.on != "notice":
        rows = rows.filter(
            pk=int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
        )
    found = rows.first()
    if found is None:
        raise Http404(key)
    found.deliverable = it
    return found


def _notices(it: Any) -> Any:
    """The notices of a deliverable: that to who leads now first, then the latest."""
    own = Case(When(entity=it.mandate.lead_id, waived=False, then=Value(0)), default=Value(1))
    rows = it.notices.select_related("entity__organisation__record", "entity__body__record")
    return rows.order_by(own, "-due", "-pk")


def _action_form(doing: PageAction, of: Any, data: Any = None) -> forms.EditForm:
    corrects = doing.on or doing.verb in ("set_progress", "change_deliverable")
    more: dict[str, Any] = {}
    if doing.sessions:
        kept = of.occasion_id if hasattr(of, "occasion_id") else None
        more["occasions"] = session_choices(recent_sessions(page_language(), kept))
    return doing.form(of if corrects else None, data, **more)


def _offers(actor: Actor, it: Any, shown: tables.DeliverableCard, beside: str) -> list[parts.Link]:
    """What the reader may do with the deliverable itself; and beside the form why it is late, what else answers the letter."""
    merged = it.merged_into_id is not None
    made = _explanation_offers(actor, it, shown) if beside != "late" else []
    for name, doing in PAGE_ACTIONS.items():
        if doing.on:
            continue
        if (name == "part") != merged and name in (
            "meet",
            "state",
            "merge",
            "part",
        ):
            continue
        if may(actor, f"mandates.{doing.verb}", it):
            made.append(parts.Link(doing.link, f"?do={name}#form"))
    return made


def _explanation_offers(actor: Actor, it: Any, shown: tables.DeliverableCard) -> list[parts.Link]:
    """Where who was told says why it is late, or corrects what it said; a former lead corrects its own answer alone."""
    if actor.user is None or not actor.user.appointments_today():
        return []
    made = []
    for each in _notices(it):
        now = shown.told is not None and each.pk == shown.told["pk"]
        if (now or each.answer) and may(actor, "mandates.explain_delay", each):
            words = PAGE_ACTIONS["late"].link if now else _("Correct the answer why it was late")
            made.append(parts.Link(words, f"?do=late&of={each.pk}#form"))
    return made


def _step_offers(actor: Actor, it: Any) -> list[tuple[parts.Step, list[parts.Link]]]:
    """Each step with what the reader may do with it."""
    rows = it.steps_
    found = []
    speaks = may(actor, "mandates.complete_step", it)
    office = may(actor, "mandates.change_step", it)
    mine = {each.pk: each for each in _steps_of(actor, it)} if not speaks else {}
    for n, row in enumerate(rows):
        links = []
        if speaks or row["pk"] in mine:
            links.append(parts.Link(_("say that it was taken"), f"?do=done&of={row['pk']}#form"))
        if office:
            links.append(parts.Link(pgettext("verb", "correct"), f"?do=step&of={row['pk']}#form"))
            if not row["on_behalf_of"] and not row["done_on"]:
                links.append(parts.Link(_("delegate"), f"?do=delegate&of={row['pk']}#form"))
        found.append((tables.step_part(row, n, rows), links))
    return found if any(links for _step, links in found) else []


def _steps_of(actor: Actor, it: Any) -> list[Any]:
    """The steps of actors for whom the person speaks."""
    if actor.user is None or not actor.user.appointments_today():
        return []
    rows = it.steps.select_related("entity__organisation__record", "entity__body__record")
    return [each for each in rows if may(actor, "mandates.complete_step", each)]


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All deliverables of a mandate; the secretariat adds one, or says that what it waits for has happened."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    office = may(actor, "mandates.add_deliverable", mandate)
    trigger = bool(mandate.source is not None and mandate.source.trigger)
    form: Any = None
    status = 200
    of = _chosen_occurrence(request, mandate) if office else None
    if office:
        data = request.POST if request.method == "POST" else None
        form = (
            deliverables_forms.ReasonForm(None, data)
            if of is not None
            else _new_form(trigger, data)
        )
    if request.method == "POST":
        if not office:
            raise Refused()
        status = apply_form(
            form,
            lambda: (
                actions.withdraw_occurrence(actor, of, reason=form.because)
                if of is not None
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
        "occurrences": _occurrence_rows(request, mandate, office) if trigger else [],
        "form": form,
        "form_heading": _("Say that it has happened") if trigger else _("Add a deliverable"),
        "button": _("It has happened") if trigger else _("Add the deliverable"),
    }
    if of is not None:
        context |= {"form_heading": _("It has not happened"), "button": _("Withdraw it")}
    return render(request, "mandates/deliverables/list.html", context, status=status)


def _chosen_occurrence(request: HttpRequest, mandate: Mandate) -> Any:
    """The occurrence that ``?of=`` names. Raises Http404."""
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    found = mandate.occurrences.filter(pk=number).first()
    if found is None:
        raise Http404(key)
    found.mandate = mandate
    return found


def _occurrence_rows(request: HttpRequest, mandate: Mandate, office: bool) -> list[dict[str, Any]]:
    """What has happened, with where it is withdrawn."""
    found = queries.occurrences_of(request.user, mandate, page_language())
    return [
        {
            "words": display.with_language(each["words"], each["language"]),
            "day": display.date_text(each["date"]),
            "document": display.document_link(each),
            "edit": f"?of={each['pk']}#form" if office else "",
        }
        for each in found
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
        given = form.given("words", "date", "language") | form.document(request)
        actions.record_occurrence(actor, mandate, **given)
    else:
        actions.add_deliverable(actor, mandate, **deliverable_values(form))


SESSIONS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def occasion_list(request: HttpRequest) -> HttpResponse:
    """Sessions of actors with their dates, which all read; the secretariat sets them."""
    doer = Doer.of(request)
    office = may(doer, "mandates.change_occasion", None)
    of, form, status = _chosen_occasion(request, office), None, 200
    if office:
        form = OccasionForm(of, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form is None:
            raise Refused()
        sent = form
        status = apply_form(sent, lambda: _save_occasion(doer, of, sent, request))
        if status == 302:
            confirm_saved(request)
            return redirect(request.path)
        refresh_token(sent, OccasionForm(_chosen_occasion(request, office)))
    page = paginate(
        queries.occasion_rows(page_language()), SESSIONS_A_PAGE, request.GET.get("page")
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
        "table": _occasion_table(page.object_list, office) if page.object_list else None,
        "nothing": _("No session is known yet."),
        "pages": parts.page_links(request, page),
        "links": [parts.Link(_("Chains out of order"), reverse("mandates:conflicts"))],
        "form": form,
        "form_heading": _("Correct a session") if of else _("Add a session"),
        "button": _("Save") if of else _("Add the session"),
        "also": _("Withdraw the session") if of else "",
    }
    return render(request, "mandates/deliverables/table.html", context, status=status)


def _chosen_occasion(request: HttpRequest, office: bool) -> Occasion | None:
    key = request.GET.get("of", "")
    if not key or not office:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = Occasion.objects.select_related("entity__record")
    return get_object_or_404(rows, pk=number)


def _save_occasion(doer: Doer, of: Occasion | None, form: Any, request: HttpRequest) -> None:
    given = form.given("year", "label", "date", "until", "source") | {"names": form.names()}
    if of is None:
        actor = entity_by_name(form.cleaned_data["entity"])
        assert actor is not None  # the field is required
        steps.add_occasion(doer, actor, **given)
    elif request.POST.get("press") == "also":
        steps.withdraw_occasion(doer, of, reason=form.because)
    else:
        steps.change_occasion(doer, of, reason=form.because, seen=form.seen, **given)


def _occasion_table(rows: Any, office: bool) -> parts.Table:
    columns = [
        parts.Column(pgettext("mandates", "Session")),
        parts.Column(_("Dates")),
        parts.Column(_("Source")),
    ]
    made = []
    for each in rows:
        dates = display.period_text(each.date, each.until)
        url = f"?of={each.pk}#form" if office else ""
        cells = [
            parts.Cell(display.session_name(each, each.called), url),
            dates or _("date to be set"),
            each.source,
        ]
        made.append(cells)
    return parts.Table(columns, made, _("Sessions"), headed=True)


def conflict_list(request: HttpRequest) -> HttpResponse:
    """Chains whose dated steps lie in the calendar the other way round."""
    rows = []
    for each in conflicts.all_conflicts(request.user, page_language()):
        mandate = each.deliverable.mandate
        url = tables.deliverable_url(mandate, each.deliverable)
        binds = mandate.legal_status == LegalStatus.IN_FORCE
        note = (
            mandate.slug if binds else f"{mandate.slug} · {LegalStatus(mandate.legal_status).label}"
        )
        rows.append(
            [
                parts.Cell(tables.deliverable_title(each.deliverable), url, note),
                conflict_text(each),
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
