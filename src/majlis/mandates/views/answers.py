"""The pages of deliverables: their steps, what answers them, and all that may be said of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Case, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates import actions
from majlis.mandates.forms import answers as forms
from majlis.mandates.models import Mandate
from majlis.mandates.queries import answers as queries
from majlis.mandates.queries.answers_forms import sessions
from majlis.mandates.show import answers as show
from majlis.mandates.show import lines as line_words
from majlis.mandates.views.answers_doings import DOINGS, Doing, deliverable_values
from majlis.mandates.views.answers_taken import (
    choices,
    drafted,
    freshen,
    here,
    mandate_or_404,
    say_kept,
    taken,
    two_drafts,
    way,
)


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A deliverable: by which steps it comes, what answers it; and the form that ``?do=`` asks for."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    it = _one(request, mandate, number)
    name = request.GET.get("do", "")
    doing = DOINGS.get(name)
    form, status, of = None, 200, None
    kept: DraftedForm | None = None
    if doing is not None:
        of = _about(doing, it, request.GET.get("of", ""))
        if not may(actor, f"mandates.{doing.verb}", of):
            raise Refused()
        kept = drafted(request, doing.verb, of, partial(_form, doing, of))
        if (both := two_drafts(kept)) is not None:
            return both
        form = kept.form
        if request.method == "POST":
            do = doing.do
            if doing.also is not None and request.POST.get("press") == "also":
                do = doing.also[2]
                form.is_valid()
                if "why" in form.fields and not form.errors.get("why"):
                    form.errors.clear()  # what is written in the other fields does not matter
            status = taken(form, lambda: do(actor, of, form, request))
            if status == 302:
                kept.discard_sent_draft()
                say_kept(request)
                gone = doing.verb == "change_deliverable" and request.POST.get("press") == "also"
                return redirect(mandate if gone else request.path)
            it = _one(request, mandate, number)
            freshen(form, _form(doing, _about(doing, it, request.GET.get("of", ""))))
    elif request.method == "POST":
        raise Http404(name)
    shown = show.deliverable(it, mandate)
    about = {
        "line": line,
        "mandate": mandate,
        "words": line_words.words(line),
        "shown": shown,
        "trail": way(mandate, parts.Link(shown.title)),
        "form": form,
        "doing": doing,
        "drafted": kept,
        "offers": _offers(actor, it, shown, name) if doing is None or name == "late" else [],
        "step_offers": _step_offers(actor, it) if doing is None else [],
        "corrects": may(actor, "mandates.correct_answer", it),
        "owns": may(actor, "mandates.say_state", it),
    }
    return render(request, "mandates/answers_deliverable.html", about, status=status)


def _one(request: HttpRequest, mandate: Mandate, number: int) -> Any:
    rows = queries.deliverables(request.user, mandate, here()).filter(ordinal=number)
    found = rows.first()
    if found is None:
        raise Http404(str(number))
    found.mandate = mandate
    return found


def _about(doing: Doing, it: Any, key: str) -> Any:
    """What a form is about: the deliverable, or a row of it. Raises Http404."""
    if not doing.on:
        return it
    of = {"step": it.steps, "answer": it.answers, "notice": it.notices}[doing.on]
    rows = of.select_related("record") if doing.on != "notice" else _notices(it)
    if doing.on == "step":
        rows = rows.select_related("record", "actor__record", "actor__organisation__record")
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
    own = Case(When(actor=it.mandate.lead_id, spared=False, then=Value(0)), default=Value(1))
    rows = it.notices.select_related("actor__organisation__record", "actor__body__record")
    return rows.order_by(own, "-due", "-pk")


def _form(doing: Doing, of: Any, data: Any = None) -> forms.AnswerForm:
    corrects = doing.on or doing.verb in ("say_state", "change_deliverable")
    more: dict[str, Any] = {}
    if doing.sessions:
        kept = of.occasion_id if hasattr(of, "occasion_id") else None
        more["occasions"] = choices(sessions(here(), kept))
    return doing.form(of if corrects else None, data, **more)


def _offers(actor: Actor, it: Any, shown: show.Shown, beside: str) -> list[parts.Link]:
    """What the reader may do with the deliverable itself; and beside the form why it is late, what else answers the letter."""
    merged = it.merged_into_id is not None
    made = _late_offers(actor, it, shown) if beside != "late" else []
    for name, doing in DOINGS.items():
        if doing.on:
            continue
        if (name == "part") != merged and name in ("meet", "state", "merge", "part"):
            continue
        if may(actor, f"mandates.{doing.verb}", it):
            made.append(parts.Link(doing.link, f"?do={name}#form"))
    return made


def _late_offers(actor: Actor, it: Any, shown: show.Shown) -> list[parts.Link]:
    """Where who was told says why it is late, or corrects what it said; a former lead corrects its own answer alone."""
    if actor.user is None or not actor.user.appointments_today():
        return []
    made = []
    for each in _notices(it):
        now = shown.told is not None and each.pk == shown.told["pk"]
        if (now or each.answer) and may(actor, "mandates.answer_lateness", each):
            words = DOINGS["late"].link if now else _("Correct the answer why it was late")
            made.append(parts.Link(words, f"?do=late&of={each.pk}#form"))
    return made


def _step_offers(actor: Actor, it: Any) -> list[tuple[parts.Step, list[parts.Link]]]:
    """Each step with what the reader may do with it."""
    rows = it.steps_
    found = []
    speaks = may(actor, "mandates.do_step", it)
    office = may(actor, "mandates.change_step", it)
    mine = {each.pk: each for each in _steps_of(actor, it)} if not speaks else {}
    for n, row in enumerate(rows):
        links = []
        if speaks or row["pk"] in mine:
            links.append(parts.Link(_("say that it was taken"), f"?do=done&of={row['pk']}#form"))
        if office:
            links.append(parts.Link(pgettext("verb", "correct"), f"?do=step&of={row['pk']}#form"))
            if not row["in_place_of"] and not row["done_on"]:
                links.append(parts.Link(_("delegate"), f"?do=delegate&of={row['pk']}#form"))
        found.append((show.step(row, n, rows), links))
    return found if any(links for _step, links in found) else []


def _steps_of(actor: Actor, it: Any) -> list[Any]:
    """The steps of actors for whom the person speaks."""
    if actor.user is None or not actor.user.appointments_today():
        return []
    rows = it.steps.select_related("actor__organisation__record", "actor__body__record")
    return [each for each in rows if may(actor, "mandates.do_step", each)]


@require_http_methods(["GET", "HEAD", "POST"])
def deliverables(request: HttpRequest, slug: str) -> HttpResponse:
    """All deliverables of a mandate; the secretariat adds one, or says that what it waits for has happened."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    office = may(actor, "mandates.add_deliverable", mandate)
    trigger = bool(mandate.asking is not None and mandate.asking.trigger)
    form: Any = None
    status = 200
    of = _occurrence(request, mandate) if office else None
    if office:
        data = request.POST if request.method == "POST" else None
        form = forms.ReasonForm(None, data) if of is not None else _new(trigger, data)
    if request.method == "POST":
        if not office:
            raise Refused()
        status = taken(
            form,
            lambda: (
                actions.withdraw_occurrence(actor, of, reason=form.because)
                if of is not None
                else _add(actor, mandate, trigger, form, request)
            ),
        )
        if status == 302:
            say_kept(request)
            return redirect(request.path)
    rows = queries.deliverables(request.user, mandate, here())
    about = {
        "line": line,
        "mandate": mandate,
        "words": line_words.words(line),
        "heading": _("Deliverables"),
        "trail": way(mandate, parts.Link(_("Deliverables"))),
        "deliverables": [show.deliverable(each, mandate) for each in rows],
        "occurrences": _happened(request, mandate, office) if trigger else [],
        "form": form,
        "form_heading": _("Say that it has happened") if trigger else _("Add a deliverable"),
        "button": _("It has happened") if trigger else _("Add the deliverable"),
    }
    if of is not None:
        about |= {"form_heading": _("It has not happened"), "button": _("Withdraw it")}
    return render(request, "mandates/answers_list.html", about, status=status)


def _occurrence(request: HttpRequest, mandate: Mandate) -> Any:
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


def _happened(request: HttpRequest, mandate: Mandate, office: bool) -> list[dict[str, Any]]:
    """What has happened, with where it is withdrawn."""
    found = queries.came_of(request.user, mandate, here()).occurrences
    return [
        {
            "words": show.in_its_language(each["words"], each["language"]),
            "day": show.day(each["date"]),
            "document": show.document(each),
            "edit": f"?of={each['pk']}#form" if office else "",
        }
        for each in found
    ]


def _new(trigger: bool, data: Any) -> forms.AnswerForm:
    if trigger:
        return forms.OccurrenceForm(None, data)
    return forms.DeliverableForm(None, data, occasions=choices(sessions(here())))


def _add(actor: Actor, mandate: Mandate, trigger: bool, form: Any, request: HttpRequest) -> None:
    if trigger:
        given = form.given("words", "date", "language") | form.document(request)
        actions.record_occurrence(actor, mandate, **given)
    else:
        actions.add_deliverable(actor, mandate, **deliverable_values(form))
