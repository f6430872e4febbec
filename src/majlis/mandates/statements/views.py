"""Pages of statements, responses, resources and evaluations."""

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
from majlis.mandates.statements import actions, queries, tables
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


def annual_evaluation(request: HttpRequest, entity: str, year: int) -> HttpResponse:
    """Show how a body evaluated mandates in a year, grouped by lead."""
    entities = Entity.objects.visible_to(request.user).with_wordings()
    body = get_object_or_404(entities, slug=entity)
    if not 1900 <= year <= 2200:
        raise Http404(str(year))
    page = annual_evaluation_rows(
        request.user, body, year, page_language(), request.GET.get("page")
    )
    groups = [
        (name, [_evaluated_mandate(each) for each in rows_of_lead])
        for name, rows_of_lead in groupby(page.object_list, key=lambda each: each.of_called or "")
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
        "pages": parts.page_links(request, page),
        "years": [
            parts.Link(str(other), reverse("mandates:annual_evaluation", args=[entity, other]))
            for other in (year - 1, year + 1)
        ],
    }
    return render(request, "mandates/statements/annual.html", context)


def _evaluated_mandate(row: Any) -> tuple[Any, Any, Any, list[tables.EvaluationCard]]:
    """A mandate of the annual evaluation: itself, its text, its state, and the evaluations."""
    line = row.line
    evaluations = [tables.evaluation_card(each) for each in row.evaluations_]
    return (
        line.mandate,
        line_words.text_excerpt(line),
        line_words.phase_and_reply(line),
        evaluations,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a progress statement, for the lead; or of a response, for other addressees."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    may_publish = may(actor, "mandates.publish_statement", mandate)
    if request.GET.get("do") == "respond" or not may_publish:
        return _response_page(request, line, actor)
    drafted = DraftedForm(
        request,
        StatementForm,
        key="mandates.publish_statement",
        target=f"mandates.mandate:{mandate.pk}",
        send=_("Publish the statement"),
        occasions=session_choices(recent_sessions(page_language())),
        initial={"language": page_language()},
    )

    def publish(form: Any) -> str:
        values = _statement_values(form, request)
        language = form.cleaned_data["language"]
        statement = actions.publish_statement(actor, mandate, language=language, **values)
        confirm_saved(request)
        return statement.get_absolute_url()

    answer = drafted.answer(publish)
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": _("Say what was done"),
        "trail": mandate_trail(mandate, parts.Link(_("Say what was done"))),
        "send": _("Publish the statement"),
        **drafted.context(),
    }
    return answer or render(
        request, "mandates/statements/form.html", context, status=drafted.status
    )


def _statement_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    data = form.cleaned_data
    values = {name: data[name] for name in STATEMENT_FIELDS if name in data}
    return values | {
        "text": data["text"],
        "reason": data["reason"],
        "reviewed_at": chosen_session(data["reviewed_at"]),
        "evidence": parse_evidence(data["evidence"], request.user, request.get_host()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def statement_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a progress statement at its permanent address, with the form to correct or withdraw it."""
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    statement: Any = (
        queries.statement_rows(request.user, mandate, page_language())
        .filter(ordinal=number)
        .first()
    )
    if statement is None:
        return _withdrawn_statement(request, line, number)
    statement.mandate = mandate
    form: Any = None
    drafted, status = None, 200
    if may(actor, "mandates.correct_statement", statement):
        drafted = drafted_form(
            request, "correct_statement", statement, partial(_correction_form, statement)
        )
        if (comparison := compare_drafts(drafted)) is not None:
            return comparison
        form = drafted.form
    if request.method == "POST":
        if drafted is None:
            raise Refused()
        bound_form = form
        withdraws = request.POST.get("press") == "also"

        def save() -> None:
            reason, seen = bound_form.cleaned_data["why"], bound_form.cleaned_data["seen"]
            if withdraws:
                actions.withdraw_statement(actor, statement, reason=reason, seen=seen)
            else:
                values = _statement_values(bound_form, request)
                values["evidence"] += private_evidence(statement)
                actions.correct_statement(actor, statement, why=reason, seen=seen, **values)

        status = apply_form(bound_form, save)
        if status == 302:
            drafted.discard_sent_draft()
            confirm_saved(request)
            return redirect(mandate if withdraws else request.path)
        refresh_token(bound_form, _correction_form(Statement.objects.get(pk=statement.pk)))
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": _("Progress statement %(number)s") % {"number": number},
        "trail": mandate_trail(
            mandate, parts.Link(_("Progress statement %(number)s") % {"number": number})
        ),
        "said": tables.statement_card(statement, mandate),
        "made_at": statement.made_at,
        "record": statement.record,
        "form": form,
        "drafted": drafted,
        "form_heading": _("Correct or withdraw it"),
        "button": _("Save the correction"),
        "also": _("Withdraw the statement"),
    }
    return render(request, "mandates/statements/statement.html", context, status=status)


def _withdrawn_statement(request: HttpRequest, line: Any, number: int) -> HttpResponse:
    """Show that a statement was withdrawn (410); its text is in the history. Raises Http404."""
    rows = Statement.objects.visible_to(request.user).filter(mandate=line.mandate, ordinal=number)
    statement = rows.select_related("record").first()
    if statement is None:
        raise Http404(str(number))
    name = _("Progress statement %(number)s") % {"number": number}
    context = {
        "line": line,
        "mandate": line.mandate,
        "words": line_words.text_excerpt(line),
        "heading": name,
        "trail": mandate_trail(line.mandate, parts.Link(name)),
        "withdrawn": statement.withdrawn_at,
        "record": statement.record,
    }
    return render(request, "mandates/statements/statement.html", context, status=410)


def _correction_form(statement: Any, data: Any = None) -> StatementForm:
    text, reason = (_original_text(statement, name) for name in ("text", "reason"))
    initial = {name: getattr(statement, name) for name in STATEMENT_FIELDS} | {
        "reviewed_at": statement.reviewed_at_id,
        "text": text,
        "reason": reason,
        "evidence": evidence_lines(statement),
        "seen": version_token(statement, STATEMENT_FIELDS),
    }
    sessions = session_choices(recent_sessions(page_language(), statement.reviewed_at_id))
    return StatementForm(data, initial=initial, occasions=sessions, corrects=True)


def _original_text(statement: Statement, name: str) -> str:
    """The text of a field in the original language, not a translation."""
    wordings = [
        each for each in statement.record.wordings.all() if each.field == name and each.text
    ]
    return min(wordings, key=lambda each: (each.status, each.pk)).text if wordings else ""


def _response_page(request: HttpRequest, line: Any, actor: Actor) -> HttpResponse:
    """The form of a response, for the parties that the user represents; ``?of=`` corrects one."""
    mandate = line.mandate
    response = _chosen_response(request, mandate)
    verb = "publish_response" if response is None else "correct_response"
    if not may(actor, f"mandates.{verb}", response or mandate):
        raise Refused()
    parties_by_key = _response_parties(actor, mandate) if response is None else {}
    labels = [(key, str(party)) for key, party in parties_by_key.items()]
    target: Any = response if response is not None else f"mandates.mandate:{mandate.pk}"
    drafted = drafted_form(request, verb, target, partial(ResponseForm, response, who=labels))
    if (comparison := compare_drafts(drafted)) is not None:
        return comparison
    form: Any = drafted.form
    status = 200
    if request.method == "POST":
        bound_form = form
        withdraws = response is not None and request.POST.get("press") == "also"

        def save() -> None:
            if response is None:
                values = bound_form.given("text", "language", "date") | bound_form.document(request)
                actions.publish_response(
                    actor, mandate, **_response_party(parties_by_key, bound_form), **values
                )
            elif withdraws:
                actions.withdraw_response(
                    actor, response, reason=bound_form.because, seen=bound_form.seen
                )
            else:
                values = bound_form.given("text", "language", "date") | bound_form.document(request)
                actions.correct_response(
                    actor, response, reason=bound_form.because, seen=bound_form.seen, **values
                )

        status = apply_form(bound_form, save)
        if status == 302:
            drafted.discard_sent_draft()
            confirm_saved(request)
            return redirect(mandate)
        if response is not None:
            refresh_token(bound_form, ResponseForm(_chosen_response(request, mandate)))
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
        "drafted": drafted,
        "button": _("Publish the response") if response is None else _("Save the correction"),
        "also": "" if response is None else _("Withdraw the response"),
    }
    return render(request, "mandates/deliverables/list.html", context, status=status)


def _chosen_response(request: HttpRequest, mandate: Mandate) -> Response | None:
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = mandate.responses.select_related("record", "organisation__record", "entity__record")
    response = rows.filter(pk=number).first()
    if response is None:
        raise Http404(key)
    return response


def _response_parties(actor: Actor, mandate: Mandate) -> dict[str, Organisation | Any]:
    """The parties for which the user may respond: organizations, and entities among the addressees."""
    organisations = represented_organisations(actor.person)
    parties_by_key: dict[str, Any] = {
        f"o{organisation.pk}": organisation
        for organisation in Organisation.objects.filter(pk__in=organisations).with_wordings()
    }
    is_secretariat = may(actor, "mandates.add_deliverable", mandate)
    for entity in addressees_of(mandate, Addressee.Role.ADDRESSEE):
        if is_secretariat or represents(actor.person, entity):
            parties_by_key[f"a{entity.pk}"] = entity
    return parties_by_key


def _response_party(parties_by_key: dict[str, Any], form: Any) -> dict[str, Any]:
    party = parties_by_key[form.cleaned_data["who"]]
    return {"organisation": party} if isinstance(party, Organisation) else {"entity": party}


@dataclass(frozen=True)
class EditableList:
    """A list of a mandate's rows with a form to add one; ``?of=`` corrects or withdraws one.

    ``rows`` is the name of the related manager of the mandate.
    """

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
    values: dict[str, Any] = form.given(*names)
    document: dict[str, Any] = form.document(request)
    return values | {"currency": values["currency"].upper()} | document


def _evaluation_values(form: Any, request: HttpRequest) -> dict[str, Any]:
    values: dict[str, Any] = form.given(
        "own", "evaluator_name", "year", "text", "language", "title"
    )
    data = form.cleaned_data
    values["evaluator"] = entity_by_name(data["evaluator"], "evaluator")
    evaluated = entity_by_name(data["evaluated"], "evaluated")
    if evaluated is not None:
        values["evaluated"] = evaluated
    document: dict[str, Any] = form.document(request)
    return values | document


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
    """List what documents say about the resources of a mandate."""
    return _list_page(request, slug, RESOURCE_LIST, _("Published statements on resources"))


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the evaluations of a mandate, the lead's own apart from others."""
    return _list_page(request, slug, EVALUATION_LIST, _("Evaluations"))


def _list_page(
    request: HttpRequest, slug: str, editable: EditableList, heading: str
) -> HttpResponse:
    line = mandate_or_404(request, slug)
    mandate, actor = line.mandate, Actor.of(request)
    row = _chosen_row(request, mandate, editable)
    verb = (editable.add if row is None else editable.correct).__name__
    allowed = may(actor, f"mandates.{verb}", row or mandate)
    if row is not None and not allowed:
        raise Refused()
    draft, form, status = None, None, 200
    if allowed:
        target: Any = row if row is not None else f"mandates.mandate:{mandate.pk}"
        draft = drafted_form(request, verb, target, partial(editable.form, row))
        if (comparison := compare_drafts(draft)) is not None:
            return comparison
        form = draft.form
    if request.method == "POST":
        if draft is None:
            raise Refused()
        bound_form: Any = form
        withdraws = row is not None and request.POST.get("press") == "also"

        def save() -> None:
            if row is None:
                editable.add(actor, mandate, **editable.values(bound_form, request))
                return
            reason_and_token = {"reason": bound_form.because, "seen": bound_form.seen}
            if withdraws:
                editable.withdraw(actor, row, **reason_and_token)
            else:
                values = editable.values(bound_form, request)
                editable.correct(actor, row, **reason_and_token, **values)

        status = apply_form(bound_form, save)
        if status == 302:
            draft.discard_sent_draft()
            confirm_saved(request)
            return redirect(request.path)
        if row is not None:
            refresh_token(bound_form, editable.form(_chosen_row(request, mandate, editable)))
    implementation = queries.implementation_of(request.user, mandate, page_language())
    context = {
        "line": line,
        "mandate": mandate,
        "words": line_words.text_excerpt(line),
        "heading": heading,
        "trail": mandate_trail(mandate, parts.Link(heading)),
        **tables.statement_sections(implementation, mandate),
        "table": tables.resource_table(implementation.resources, mandate, edits=allowed),
        "edits": allowed,
        "form": form,
        "drafted": draft,
        "form_heading": _("Correct it") if row else _("Add one"),
        "button": _("Save the correction") if row else _("Add it"),
        "also": _("Withdraw it") if row else "",
    }
    return render(request, editable.template, context, status=status)


def _chosen_row(request: HttpRequest, mandate: Mandate, editable: EditableList) -> Any:
    key = request.GET.get("of", "")
    if not key:
        return None
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 18 else 0
    rows = getattr(mandate, editable.rows).select_related("record")
    if editable.rows == "evaluations":
        rows = rows.select_related(
            "record",
            "evaluator__organisation__record",
            "evaluator__body__record",
            "evaluator__record",
            "evaluated__record",
        )
    row = rows.filter(pk=number).first()
    if row is None:
        raise Http404(key)
    return row
