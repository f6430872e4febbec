"""Pages of the actions on statements, responses, resources and evaluations."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majlis.kernel.verbs import may
from majlis.mandates.core.forms import document_address, session_choices
from majlis.mandates.core.pages import MandateAction, MandatePage, MandatePartAction, Withdrawal
from majlis.mandates.core.representation import addressees_of, represented_organisations, represents
from majlis.mandates.deliverables.queries import recent_sessions
from majlis.mandates.models import (
    Addressee,
    Entity,
    Evaluation,
    Mandate,
    Resource,
    Response,
    Statement,
)
from majlis.mandates.statements import actions, forms, queries, tables
from majlis.parties.models import Organisation


class StatementFormAction[Part: Model](MandatePartAction[Part]):
    """An action with the form of a progress statement."""

    @override
    def get_form_options(self) -> dict[str, Any]:
        selected = self.target.reviewed_at_id if isinstance(self.target, Statement) else None
        return {"sessions": session_choices(recent_sessions(self.language, selected))}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        host = self.request.get_host()
        return data | {"evidence": forms.parse_evidence(data["evidence"], self.reader, host)}


class PublishStatement(StatementFormAction[Mandate], MandateAction):
    """Publish a progress statement, in the name of the lead."""

    verb = actions.publish_statement
    form_class = forms.PublishStatementForm
    title = _("Say what was done")
    button = _("Publish the statement")

    @override
    def get_success_url(self, result: Statement) -> str:
        return result.get_absolute_url()


class StatementPage(MandatePage):
    """A page about the statement whose number is in the address."""

    @cached_property
    def statement(self) -> Statement:
        """The statement with its texts and evidence. Raises Http404."""
        rows = queries.statement_rows(self.reader, self.mandate, self.language)
        statement: Statement = get_object_or_404(rows, ordinal=self.kwargs["number"])
        statement.mandate = self.mandate
        return statement


class StatementAction(StatementPage, MandatePartAction[Statement]):
    """An action on a statement."""

    @override
    def get_target(self) -> Statement:
        return self.statement

    @override
    def get_object_above(self) -> Statement:
        return self.statement

    @override
    def get_subject(self) -> str:
        return tables.statement_title(self.statement)


class CorrectStatement(StatementFormAction[Statement], StatementAction):
    """Correct a statement."""

    verb = actions.correct_statement
    form_class = forms.CorrectStatementForm
    title = _("Correct the statement")
    button = _("Save the correction")

    @override
    def get_current(self) -> dict[str, Any]:
        statement = self.target
        language = actions.original_language(statement)
        fields = {name: getattr(statement, name) for name in actions.STATEMENT_FIELDS}
        texts = {name: statement.say(name, language).text for name in ("text", "reason")}
        return {
            **fields,
            **texts,
            "reviewed_at": statement.reviewed_at_id,
            "evidence": forms.evidence_lines(statement),
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        values = super().get_arguments(data)
        return values | {"evidence": values["evidence"] + forms.private_evidence(self.target)}


class WithdrawStatement(Withdrawal[Statement], StatementAction):
    """Withdraw a statement."""

    verb = actions.withdraw_statement
    title = _("Withdraw the statement")

    @override
    def get_success_url(self, result: Statement) -> str:
        return self.mandate.get_absolute_url()


class PublishResponse(MandateAction):
    """Publish what an addressee does about a mandate; offered also to those who publish statements."""

    verb = actions.publish_response
    form_class = forms.PublishResponseForm
    title = _("Say what you do about it")
    button = _("Publish the response")
    template_name = "mandates/statements/respond.html"

    @cached_property
    def parties(self) -> dict[str, Organisation | Entity]:
        """The parties for which the user may respond: organizations, and entities among the addressees."""
        person = self.actor.person
        organisations = Organisation.objects.filter(pk__in=represented_organisations(person))
        parties: dict[str, Organisation | Entity] = {
            f"o{organisation.pk}": organisation for organisation in organisations.with_wordings()
        }
        is_secretariat = may(self.actor, "mandates.add_deliverable", self.mandate)
        for entity in addressees_of(self.mandate, Addressee.Role.ADDRESSEE):
            if is_secretariat or represents(person, entity):
                parties[f"a{entity.pk}"] = entity
        return parties

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"parties": [(key, str(party)) for key, party in self.parties.items()]}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        party = self.parties[data.pop("who")]
        name = "organisation" if isinstance(party, Organisation) else "entity"
        return super().get_arguments(data) | {name: party}


class ResponseAction(MandatePartAction[Response]):
    """An action on a response."""

    @override
    def get_target(self) -> Response:
        rows = Response.objects.select_related(
            "record", "organisation__record", "entity__record", "mandate__record"
        )
        return get_object_or_404(rows, mandate=self.mandate, pk=self.kwargs["key"])

    @override
    def get_subject(self) -> str:
        return str(self.target.organisation or self.target.entity)


class CorrectResponse(ResponseAction):
    """Correct a response."""

    verb = actions.correct_response
    form_class = forms.CorrectResponseForm
    title = _("Correct the response")
    button = _("Save the correction")

    @override
    def get_current(self) -> dict[str, Any]:
        response = self.target
        return {
            "text": response.text,
            "language": response.language,
            "document": document_address(response.record, response.link),
            "date": response.date,
        }


class WithdrawResponse(Withdrawal[Response], ResponseAction):
    """Withdraw a response."""

    verb = actions.withdraw_response
    title = _("Withdraw the response")


class ResourcesPage(MandatePage):
    """A page below the list of what documents say about the resources of a mandate."""

    def get_cancel_url(self) -> str:
        """The list."""
        return reverse("mandates:resources", kwargs={"slug": self.mandate.slug})


class AddResource(ResourcesPage, MandateAction):
    """Add what a document says about resources."""

    verb = actions.add_resource
    form_class = forms.ResourceForm
    title = _("Add a statement on resources")
    button = _("Add it")


class ResourceAction(ResourcesPage, MandatePartAction[Resource]):
    """An action on a published statement on resources."""

    @override
    def get_target(self) -> Resource:
        rows = Resource.objects.select_related("record", "mandate__record")
        return get_object_or_404(rows, mandate=self.mandate, pk=self.kwargs["key"])


class ChangeResource(ResourceAction):
    """Correct what a document says about resources."""

    verb = actions.change_resource
    form_class = forms.ChangeResourceForm
    title = _("Correct a statement on resources")
    button = _("Save the correction")

    @override
    def get_current(self) -> dict[str, Any]:
        resource = self.target
        fields = ("kind", "amount", "currency", "year", "year_to", "funding", "words", "title")
        return {name: getattr(resource, name) for name in (*fields, "language")} | {
            "document": document_address(resource.record, resource.link)
        }


class WithdrawResource(Withdrawal[Resource], ResourceAction):
    """Withdraw a statement on resources that was recorded by mistake."""

    verb = actions.withdraw_resource
    title = _("Withdraw a statement on resources")


class EvaluationsPage(MandatePage):
    """A page below the list of the evaluations of a mandate."""

    def get_cancel_url(self) -> str:
        """The list."""
        return reverse("mandates:evaluations", kwargs={"slug": self.mandate.slug})


def evaluation_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of an evaluation; without ``evaluated`` if that was left empty, so that the verb chooses the lead."""
    evaluated = data.pop("evaluated")
    return data if evaluated is None else data | {"evaluated": evaluated}


class AddEvaluation(EvaluationsPage, MandateAction):
    """Add an evaluation."""

    verb = actions.add_evaluation
    form_class = forms.AddEvaluationForm
    title = _("Add an evaluation")
    button = _("Add it")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return evaluation_values(super().get_arguments(data))


class EvaluationAction(EvaluationsPage, MandatePartAction[Evaluation]):
    """An action on an evaluation."""

    @override
    def get_target(self) -> Evaluation:
        rows = Evaluation.objects.select_related(
            "record",
            "mandate__record",
            "evaluator__organisation__record",
            "evaluator__body__record",
            "evaluator__record",
            "evaluated__record",
        )
        return get_object_or_404(rows, mandate=self.mandate, pk=self.kwargs["key"])

    @override
    def get_subject(self) -> str:
        evaluator = self.target.evaluator or self.target.evaluator_name
        return f"{evaluator} · {self.target.year}"


class CorrectEvaluation(EvaluationAction):
    """Correct an evaluation."""

    verb = actions.correct_evaluation
    form_class = forms.CorrectEvaluationForm
    title = _("Correct an evaluation")
    button = _("Save the correction")

    @override
    def get_current(self) -> dict[str, Any]:
        evaluation = self.target
        fields = ("evaluator_name", "year", "text", "language", "title")
        return {name: getattr(evaluation, name) for name in fields} | {
            "evaluator": str(evaluation.evaluator or ""),
            "evaluated": str(evaluation.evaluated or ""),
            "document": document_address(evaluation.record, evaluation.link),
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return evaluation_values(super().get_arguments(data))


class WithdrawEvaluation(Withdrawal[Evaluation], EvaluationAction):
    """Withdraw an evaluation that was added by mistake."""

    verb = actions.withdraw_evaluation
    title = _("Withdraw an evaluation")
