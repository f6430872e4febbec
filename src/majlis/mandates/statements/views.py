"""The pages of statements, responses, published resources and evaluations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.commons.drafts.forms import DraftedForm
from majlis.kernel.actor import Actor
from majlis.kernel.editing import version_token
from majlis.kernel.errors import Refused
from majlis.kernel.verbs import may
from majlis.look import parts
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
from majlis.mandates.core.forms import chosen_session, entity_by_name
from majlis.mandates.core.representation import addressees_of, represented_organisations, represents
from majlis.mandates.deliverables.queries import recent_sessions
from majlis.mandates.models import Addressee, Entity, Mandate, Response, Statement
from majlis.mandates.statements import actions, queries
from majlis.mandates.statements import tables as show
from majlis.mandates.statements import tables as statements_tables
from majlis.mandates.statements.actions import STATEMENT_FIELDS
from majlis.mandates.statements.annual import annual_evaluation_rows
from majlis.mandates.statements.forms import (
    EvaluationForm,
    ResourceForm,
    ResponseForm,
    StatementForm,
    evidence_lines,
    parse_evidence,
    private_evidence,
)
from majlis.parties.models import Organisation


def annual_evaluation(request: HttpRequest, actor: str, year: int) -> HttpResponse:
    """How a body evaluates in a year what was done, actor by actor, in the order of their names."""
    rows = Entity.objects.visible_to(request.user).with_wordings()
    body = get_object_or_404(rows, slug=actor)
    if not 1900 <= year <= 2200:
        raise Http404(str(year))
    found = annual_evaluation_rows(
        request.user, body, year, page_language(), request.GET.get("page")
    )
    groups = [
        (name, [_evaluated_mandate(each) for each in several])
        for name, several in groupby(found.object_list, key=lambda each: each.of_called or "")
    ]
    context = {
        "heading": _("Evaluation by %(body)s, %(year)s") % {"body": body, "year": year},
        "body": body,
        "year": year,
        "trail": [
            parts.Link(str(body), body.get_absolute_url()),
            parts.Link(_("Evaluation, %(year)s") % {"year": year}),
        ],
        "groups": groups,
        "pages": parts.page_links(request, found),
        "years": [
            parts.Link(str(other), reverse("mandates:annual_evaluation", args=[actor, other]))
            for other in (year - 1, year + 1)
        ],
    }
    return render(request, "mandates/statements/annual.html", context)


def _evaluated_mandate(row: Any) -> tuple[Any, Any, Any, list[statements_tables.EvaluationCard]]:
    """A mandate of the yearly evaluation: itself, its words, its state, what the body says."""
    line = row.line
    judged = [statements_tables.evaluation_card(each) for each in row.evaluations_]
    return line.mandate, line_words.text_excerpt(line), line_words.phase_and_reply(line), judged


@require_http_methods(["GET", "HEAD", "POST"])
def add_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """A progress statement of who leads; for those who are asked and do not lead, a response."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    owns = may(actor, "mandates.publish_statement", mandate)
    if request.GET.get("do") == "respond" or not owns:
        return _response_page(request, line, actor)
    saying = DraftedForm(
        request,
        StatementForm,
        key="mandates.publish_statement",
        target=f"mandates.mandate:{mandate.pk}",
        send=_("Publish the statement"),
        occasions=session_choices(recent_sessions(page_language())),
        initial={"language": page_language()},
    )

    def do(form: Any) -> str:
        given = _statement_values(form, request)
        language = form.cleaned_data["language"]
        made = actions.publish_statement(actor, mandate, language=language, **given)
        confirm_saved(request)
        return made.get_absolute_url()

    answer = saying.answer(do)
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": _("Say what was done"),
        "trail": mandate_trail(mandate, parts.Link(_("Say what was done"))),
        "send": _("Publish the statement"),
        **saying.context(),
    }
    return answer or render(request, "mandates/statements/form.html", context, status=saying.status)


def _statement_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    data = form.cleaned_data
    given = {name: data[name] for name in STATEMENT_FIELDS if name in data}
    return given | {
        "text": data["text"],
        "reason": data["reason"],
        "reviewed_at": chosen_session(data["reviewed_at"]),
        "evidence": parse_evidence(data["evidence"], request.user, request.get_host()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def statement_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A progress statement at its permanent address; who made it corrects or withdraws it there."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    found: Any = (
        queries.statement_rows(request.user, mandate, page_language())
        .filter(ordinal=number)
        .first()
    )
    if found is None:
        return _withdrawn_statement(request, line, number)
    found.mandate = mandate
    form: Any = None
    kept, status = None, 200
    if may(actor, "mandates.correct_statement", found):
        kept = drafted_form(request, "correct_statement", found, partial(_correction_form, found))
        if (both := compare_drafts(kept)) is not None:
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
                given["evidence"] += private_evidence(found)
                actions.correct_statement(actor, found, why=why, seen=seen, **given)

        status = apply_form(sent, do)
        if status == 302:
            kept.discard_sent_draft()
            confirm_saved(request)
            return redirect(mandate if withdraws else request.path)
        refresh_token(sent, _correction_form(Statement.objects.get(pk=found.pk)))
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": _("Progress statement %(number)s") % {"number": number},
        "trail": mandate_trail(
            mandate, parts.Link(_("Progress statement %(number)s") % {"number": number})
        ),
        "said": show.statement_card(found, mandate),
        "made_at": found.made_at,
        "record": found.record,
        "form": form,
        "drafted": kept,
        "form_heading": _("Correct or withdraw it"),
        "button": _("Save the correction"),
        "also": _("Withdraw the statement"),
    }
    return render(request, "mandates/statements/statement.html", context, status=status)


def _withdrawn_statement(request: HttpRequest, line: Any, number: int) -> HttpResponse:
    """That a statement was withdrawn: its address stays, its words are in the history. Raises Http404."""
    rows = Statement.objects.visible_to(request.user).filter(mandate=line.mandate, ordinal=number)
    found = rows.select_related("record").first()
    if found is None:
        raise Http404(str(number))
    name = _("Progress statement %(number)s") % {"number": number}
    context = {
        "line": line,
        "mandate": line.mandate,
        "words": line_words.text_excerpt(line),
        "heading": name,
        "trail": mandate_trail(line.mandate, parts.Link(name)),
        "withdrawn": found.withdrawn_at,
        "record": found.record,
    }
    return render(request, "mandates/statements/statement.html", context, status=410)


def _correction_form(found: Any, data: Any = None) -> StatementForm:
    text, reason = (_original_text(found, name) for name in ("text", "reason"))
    initial = {name: getattr(found, name) for name in STATEMENT_FIELDS} | {
        "reviewed_at": found.reviewed_at_id,
        "text": text,
        "reason": reason,
        "evidence": evidence_lines(found),
        "seen": version_token(found, STATEMENT_FIELDS),
    }
    kept = session_choices(recent_sessions(page_language(), found.reviewed_at_id))
    return StatementForm(data, initial=initial, occasions=kept, corrects=True)


def _original_text(found: Statement, name: str) -> str:
    """The words of a statement as they were written, and not a translation of them."""
    words = [each for each in found.record.wordings.all() if each.field == name and each.text]
    return min(words, key=lambda each: (each.status, each.pk)).text if words else ""


def _response_page(request: HttpRequest, line: Any, actor: Actor) -> HttpResponse:
    """The form of a response, for whom the person may respond; ``?of=`` corrects one."""
    mandate = line.mandate
    of = _chosen_response(request, mandate)
    verb = "publish_response" if of is None else "correct_response"
    if not may(actor, f"mandates.{verb}", of or mandate):
        raise Refused()
    offered = _response_parties(actor, mandate) if of is None else {}
    labels = [(key, str(who)) for key, who in offered.items()]
    target: Any = of if of is not None else f"mandates.mandate:{mandate.pk}"
    kept = drafted_form(request, verb, target, partial(ResponseForm, of, who=labels))
    if (both := compare_drafts(kept)) is not None:
        return both
    form: Any = kept.form
    status = 200
    if request.method == "POST":
        sent = form
        withdraws = of is not None and request.POST.get("press") == "also"

        def do() -> None:
            if of is None:
                given = sent.given("text", "language", "date") | sent.document(request)
                actions.publish_response(actor, mandate, **_response_party(offered, sent), **given)
            elif withdraws:
                actions.withdraw_response(actor, of, reason=sent.because, seen=sent.seen)
            else:
                given = sent.given("text", "language", "date") | sent.document(request)
                actions.correct_response(actor, of, reason=sent.because, seen=sent.seen, **given)

        status = apply_form(sent, do)
        if status == 302:
            kept.discard_sent_draft()
            confirm_saved(request)
            return redirect(mandate)
        if of is not None:
            refresh_token(sent, ResponseForm(_chosen_response(request, mandate)))
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": _("Say what you do about it"),
        "lede": _(
            "Nothing is owed by who was invited: what you write stands beside the mandate, and its absence is never counted."
        ),
        "trail": mandate_trail(mandate, parts.Link(_("Say what you do about it"))),
        "form": form,
        "drafted": kept,
        "button": _("Publish the response") if of is None else _("Save the correction"),
        "also": "" if of is None else _("Withdraw the response"),
    }
    return render(request, "mandates/deliverables/list.html", context, status=status)


def _chosen_response(request: HttpRequest, mandate: Mandate) -> Response | None:
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = mandate.responses.select_related("record", "organisation__record", "entity__record")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(key)
    return found


def _response_parties(actor: Actor, mandate: Mandate) -> dict[str, Organisation | Any]:
    """For whom the person may respond: their organizations, and the actors for which they speak."""
    mine = represented_organisations(actor.person)
    found: dict[str, Any] = {
        f"o{each.pk}": each for each in Organisation.objects.filter(pk__in=mine).with_wordings()
    }
    office = may(actor, "mandates.add_deliverable", mandate)
    for each in addressees_of(mandate, Addressee.Role.ADDRESSEE):
        if office or represents(actor.person, each):
            found[f"a{each.pk}"] = each
    return found


def _response_party(offered: dict[str, Any], form: Any) -> dict[str, Any]:
    who = offered[form.cleaned_data["who"]]
    return {"organisation": who} if isinstance(who, Organisation) else {"entity": who}


@dataclass(frozen=True)
class EditableList:
    """A list of a mandate with a form to add a row, and ``?of=`` to correct or withdraw one."""

    form: Any
    values: Callable[[Any, HttpRequest], dict[str, Any]]
    rows: str
    add: Callable[..., Any]
    correct: Callable[..., Any]
    withdraw: Callable[..., Any]
    template: str


def _resource_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    names = (
        "kind",
        "amount",
        "currency",
        "year",
        "year_to",
        "funding",
        "words",
        "language",
        "title",
    )
    given: dict[str, Any] = form.given(*names)
    where: dict[str, Any] = form.document(request)
    return given | {"currency": given["currency"].upper()} | where


def _evaluation_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = form.given("own", "evaluator_name", "year", "text", "language", "title")
    data = form.cleaned_data
    given["by"] = entity_by_name(data["by"], "by")
    of = entity_by_name(data["of"], "of")
    if of is not None:
        given["of"] = of
    where: dict[str, Any] = form.document(request)
    return given | where


RESOURCE_LIST = EditableList(
    ResourceForm,
    _resource_values,
    "resources",
    actions.add_resource,
    actions.change_resource,
    actions.withdraw_resource,
    "mandates/statements/resources.html",
)
EVALUATION_LIST = EditableList(
    EvaluationForm,
    _evaluation_values,
    "evaluations",
    actions.add_evaluation,
    actions.correct_evaluation,
    actions.withdraw_evaluation,
    "mandates/statements/evaluations.html",
)


@require_http_methods(["GET", "HEAD", "POST"])
def resource_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What documents say of the resources of a mandate; or that no figure was published."""
    return _list_page(request, slug, RESOURCE_LIST, _("Published statements on resources"))


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Evaluations of a mandate: of who leads, and of others, apart."""
    return _list_page(request, slug, EVALUATION_LIST, _("Evaluations"))


def _list_page(request: HttpRequest, slug: str, kept: EditableList, heading: str) -> HttpResponse:
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    of = _chosen_row(request, mandate, kept)
    verb = (kept.add if of is None else kept.correct).__name__
    allowed = may(actor, f"mandates.{verb}", of or mandate)
    if of is not None and not allowed:
        raise Refused()
    draft, form, status = None, None, 200
    if allowed:
        target: Any = of if of is not None else f"mandates.mandate:{mandate.pk}"
        draft = drafted_form(request, verb, target, partial(kept.form, of))
        if (both := compare_drafts(draft)) is not None:
            return both
        form = draft.form
    if request.method == "POST":
        if draft is None:
            raise Refused()
        sent: Any = form
        also = of is not None and request.POST.get("press") == "also"

        def do() -> None:
            if of is None:
                kept.add(actor, mandate, **kept.values(sent, request))
                return
            stale = {"reason": sent.because, "seen": sent.seen}
            if also:
                kept.withdraw(actor, of, **stale)
            else:
                given = kept.values(sent, request)
                kept.correct(actor, of, **stale, **given)

        status = apply_form(sent, do)
        if status == 302:
            draft.discard_sent_draft()
            confirm_saved(request)
            return redirect(request.path)
        if of is not None:
            refresh_token(sent, kept.form(_chosen_row(request, mandate, kept)))
    found = queries.implementation_of(request.user, mandate, page_language())
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": heading,
        "trail": mandate_trail(mandate, parts.Link(heading)),
        **show.statement_sections(found, mandate),
        "table": show.resource_table(found.resources, mandate, edits=allowed),
        "edits": allowed,
        "form": form,
        "drafted": draft,
        "form_heading": _("Correct it") if of else _("Add one"),
        "button": _("Save the correction") if of else _("Add it"),
        "also": _("Withdraw it") if of else "",
    }
    return render(request, kept.template, context, status=status)


def _chosen_row(request: HttpRequest, mandate: Mandate, kept: EditableList) -> Any:
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = getattr(mandate, kept.rows).select_related("record")
    if kept.rows == "evaluations":
        rows = rows.select_related(
            "record", "by__organisation__record", "by__body__record", "by__record", "of__record"
        )
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(key)
    return found
