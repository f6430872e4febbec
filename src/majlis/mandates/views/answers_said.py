"""What is said of a mandate by those who act on it: progress statements, responses."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates import actions
from majlis.mandates.actions.answers_said import FIELDS as STATEMENT_FIELDS
from majlis.mandates.forms.answers import occasion_of
from majlis.mandates.forms.answers_said import (
    ResponseForm,
    StatementForm,
    closed_evidence,
    evidence_lines,
    evidence_of,
)
from majlis.mandates.keeping import stamp
from majlis.mandates.models import Mandate, Named, Response, Statement
from majlis.mandates.queries import answers as queries
from majlis.mandates.queries.answers_forms import sessions
from majlis.mandates.rules import answers as rules
from majlis.mandates.rules.people import represents
from majlis.mandates.show import answers_said as show
from majlis.mandates.show import lines as line_words
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
from majlis.parties.models import Organisation


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, slug: str) -> HttpResponse:
    """A progress statement of who leads; for those who are asked and do not lead, a response."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    owns = may(actor, "mandates.state", mandate)
    if request.GET.get("do") == "respond" or not owns:
        return _respond(request, line, actor)
    saying = DraftedForm(
        request,
        StatementForm,
        key="mandates.state",
        target=f"mandates.mandate:{mandate.pk}",
        send=_("Publish the statement"),
        occasions=choices(sessions(here())),
        initial={"language": here()},
    )

    def do(form: Any) -> str:
        given = _statement_values(form, request)
        language = form.cleaned_data["language"]
        made = actions.state(actor, mandate, language=language, **given)
        say_kept(request)
        return made.get_absolute_url()

    answer = saying.answer(do)
    about = {
        "line": line,
        "mandate": mandate,
        "words": line_words.words(line),
        "heading": _("Say what was done"),
        "trail": way(mandate, parts.Link(_("Say what was done"))),
        "send": _("Publish the statement"),
        **saying.context(),
    }
    return answer or render(request, "mandates/answers_say.html", about, status=saying.status)


def _statement_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    data = form.cleaned_data
    given = {name: data[name] for name in STATEMENT_FIELDS if name in data}
    return given | {
        "text": data["text"],
        "reason": data["reason"],
        "reviewed_at": occasion_of(data["reviewed_at"]),
        "evidence": evidence_of(data["evidence"], request.user, request.get_host()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A progress statement at its permanent address; who made it corrects or withdraws it there."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    found: Any = queries.statements(request.user, mandate, here()).filter(ordinal=number).first()
    if found is None:
        return _withdrawn(request, line, number)
    found.mandate = mandate
    form: Any = None
    kept, status = None, 200
    if may(actor, "mandates.correct_statement", found):
        kept = drafted(request, "correct_statement", found, partial(_correction, found))
        if (both := two_drafts(kept)) is not None:
            return both
        form = kept.form
    if request.method == "POST":
        if kept is None:
            raise Refused()
        sent = form
        withdraws = request.POST.get("press") == "also"

        def do() -> None:
            why, seen = sent.cleaned_data["why"], sent.cleaned_data["seen"]
            if withdraws:
                actions.withdraw_statement(actor, found, reason=why, seen=seen)
            else:
                given = _statement_values(sent, request)
                given["evidence"] += closed_evidence(found)
                actions.correct_statement(actor, found, why=why, seen=seen, **given)

        status = taken(sent, do)
        if status == 302:
            kept.discard_sent_draft()
            say_kept(request)
            return redirect(mandate if withdraws else request.path)
        freshen(sent, _correction(Statement.objects.get(pk=found.pk)))
    about = {
        "line": line,
        "mandate": mandate,
        "words": line_words.words(line),
        "heading": _("Progress statement %(number)s") % {"number": number},
        "trail": way(mandate, parts.Link(_("Progress statement %(number)s") % {"number": number})),
        "said": show.statement(found, mandate),
        "made_at": found.made_at,
        "record": found.record,
        "form": form,
        "drafted": kept,
        "form_heading": _("Correct or withdraw it"),
        "button": _("Save the correction"),
        "also": _("Withdraw the statement"),
    }
    return render(request, "mandates/answers_statement.html", about, status=status)


def _withdrawn(request: HttpRequest, line: Any, number: int) -> HttpResponse:
    """That a statement was withdrawn: its address stays, its words are in the history. Raises Http404."""
    rows = Statement.objects.visible_to(request.user).filter(mandate=line.mandate, ordinal=number)
    found = rows.select_related("record").first()
    if found is None:
        raise Http404(str(number))
    name = _("Progress statement %(number)s") % {"number": number}
    about = {
        "line": line,
        "mandate": line.mandate,
        "words": line_words.words(line),
        "heading": name,
        "trail": way(line.mandate, parts.Link(name)),
        "withdrawn": found.withdrawn_at,
        "record": found.record,
    }
    return render(request, "mandates/answers_statement.html", about, status=410)


def _correction(found: Any, data: Any = None) -> StatementForm:
    text, reason = (_original(found, name) for name in ("text", "reason"))
    initial = {name: getattr(found, name) for name in STATEMENT_FIELDS} | {
        "reviewed_at": found.reviewed_at_id,
        "text": text,
        "reason": reason,
        "evidence": evidence_lines(found),
        "seen": stamp(found, STATEMENT_FIELDS),
    }
    kept = choices(sessions(here(), found.reviewed_at_id))
    return StatementForm(data, initial=initial, occasions=kept, corrects=True)


def _original(found: Statement, name: str) -> str:
    """The words of a statement as they were written, and not a translation of them."""
    words = [each for each in found.record.wordings.all() if each.field == name and each.text]
    return min(words, key=lambda each: (each.status, each.pk)).text if words else ""


def _respond(request: HttpRequest, line: Any, actor: Actor) -> HttpResponse:
    """The form of a response, for whom the person may respond; ``?of=`` corrects one."""
    mandate = line.mandate
    of = _response(request, mandate)
    verb = "respond" if of is None else "correct_response"
    if not may(actor, f"mandates.{verb}", of or mandate):
        raise Refused()
    offered = _names(actor, mandate) if of is None else {}
    labels = [(key, str(who)) for key, who in offered.items()]
    target: Any = of if of is not None else f"mandates.mandate:{mandate.pk}"
    kept = drafted(request, verb, target, partial(ResponseForm, of, who=labels))
    if (both := two_drafts(kept)) is not None:
        return both
    form: Any = kept.form
    status = 200
    if request.method == "POST":
        sent = form
        withdraws = of is not None and request.POST.get("press") == "also"

        def do() -> None:
            if of is None:
                given = sent.given("text", "language", "date") | sent.document(request)
                actions.respond(actor, mandate, **_by(offered, sent), **given)
            elif withdraws:
                actions.withdraw_response(actor, of, reason=sent.because, seen=sent.seen)
            else:
                given = sent.given("text", "language", "date") | sent.document(request)
                actions.correct_response(actor, of, reason=sent.because, seen=sent.seen, **given)

        status = taken(sent, do)
        if status == 302:
            kept.discard_sent_draft()
            say_kept(request)
            return redirect(mandate)
        if of is not None:
            freshen(sent, ResponseForm(_response(request, mandate)))
    about = {
        "line": line,
        "mandate": mandate,
        "words": line_words.words(line),
        "heading": _("Say what you do about it"),
        "lede": _(
            "Nothing is owed by who was invited: what you write stands beside the mandate, and its absence is never counted."
        ),
        "trail": way(mandate, parts.Link(_("Say what you do about it"))),
        "form": form,
        "drafted": kept,
        "button": _("Publish the response") if of is None else _("Save the correction"),
        "also": "" if of is None else _("Withdraw the response"),
    }
    return render(request, "mandates/answers_list.html", about, status=status)


def _response(request: HttpRequest, mandate: Mandate) -> Response | None:
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = mandate.responses.select_related("record", "organisation__record", "actor__record")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(key)
    return found


def _names(actor: Actor, mandate: Mandate) -> dict[str, Organisation | Any]:
    """For whom the person may respond: their organizations, and the actors for which they speak."""
    mine = rules.spoken_for(actor.person)
    found: dict[str, Any] = {
        f"o{each.pk}": each for each in Organisation.objects.filter(pk__in=mine).with_wordings()
    }
    office = may(actor, "mandates.add_deliverable", mandate)
    for each in rules.asked_of(mandate, Named.Role.ASKED):
        if office or represents(actor.person, each):
            found[f"a{each.pk}"] = each
    return found


def _by(offered: dict[str, Any], form: Any) -> dict[str, Any]:
    who = offered[form.cleaned_data["who"]]
    return {"organisation": who} if isinstance(who, Organisation) else {"actor": who}
