"""Pages of the actions on statements, responses, resources and evaluations."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db.models import Model, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.verbs import may
from majlis.mandates.core.pages import (
    Correction,
    MandateAction,
    MandatePage,
    MandatePartAction,
    Withdrawal,
)
from majlis.mandates.core.representation import addressees_of, represented_organisations, represents
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
from majlis.mandates.statements.queries import StatementRow
from majlis.parties.models import Organisation


class StatementFormAction[Part: Model](MandatePartAction[Part]):
    """An action with the form of a progress statement."""

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        host = self.request.get_host()
        return data | {"evidence": forms.parse_evidence(data["evidence"], self.reader, host)}


class PublishStatement(StatementFormAction[Mandate], MandateAction):
    """Publish a progress statement, in the name of the lead."""

    verb = actions.publish_statement
    form_class = forms.PublishStatementForm
    title = pgettext_lazy("progress statement", "Publish statement")

    @override
    def get_success_url(self, result: Statement) -> str:
        return result.get_absolute_url()


class StatementPage(MandatePage):
    """A page about the statement whose number is in the address."""

    @cached_property
    def statement(self) -> StatementRow:
        """The statement with its texts and evidence. Raises Http404."""
        rows = queries.statement_rows(self.reader, self.mandate, self.language)
        statement = get_object_or_404(rows, ordinal=self.kwargs["number"])
        statement.mandate = self.mandate
        return statement


class StatementAction(StatementPage, MandatePartAction[Statement]):
    """An action on a statement."""

    back = "statement"

    @override
    def get_target(self) -> Statement:
        return self.statement

    @override
    def get_object_above(self) -> Statement:
        return self.statement

    @override
    def get_subject(self) -> str:
        return tables.statement_title(self.statement)


class CorrectStatement(Correction[Statement], StatementFormAction[Statement], StatementAction):
    """Correct a statement, in the language in which it was made."""

    verb = actions.correct_statement
    form_class = forms.CorrectStatementForm
    title = pgettext_lazy("progress statement", "Correct statement")

    @override
    def get_current(self) -> dict[str, Any]:
        prefetch_related_objects([self.target], "record__wordings", "evidence__record")
        wordings = sorted(
            self.target.record.wordings.all(), key=lambda each: (each.status, each.pk), reverse=True
        )
        texts = {each.field: each.text for each in wordings if each.text}
        return super().get_current() | {
            "text": texts.get("text", ""),
            "reason": texts.get("reason", ""),
            "evidence": forms.evidence_lines(self.target),
        }

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        values = super().get_arguments(data)
        return values | {"evidence": values["evidence"] + forms.private_evidence(self.target)}


class WithdrawStatement(Withdrawal[Statement], StatementAction):
    """Withdraw a statement."""

    verb = actions.withdraw_statement
    title = pgettext_lazy("progress statement", "Withdraw statement")

    @override
    def get_success_url(self, result: Statement) -> str:
        return self.mandate.get_absolute_url()


class PublishResponse(MandateAction):
    """Publish what an addressee does about a mandate; offered also to those who publish statements."""

    verb = actions.publish_response
    form_class = forms.PublishResponseForm
    title = pgettext_lazy("response", "Publish response")
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

    rows = "responses"
    named = ("organisation", "entity")

    @override
    def get_subject(self) -> str:
        return str(self.target.organisation or self.target.entity)


class CorrectResponse(Correction[Response], ResponseAction):
    """Correct a response."""

    verb = actions.correct_response
    form_class = forms.CorrectResponseForm
    title = pgettext_lazy("response", "Correct response")


class WithdrawResponse(Withdrawal[Response], ResponseAction):
    """Withdraw a response."""

    verb = actions.withdraw_response
    title = pgettext_lazy("response", "Withdraw response")


class AddResource(MandateAction):
    """Add what a document says about resources."""

    verb = actions.add_resource
    form_class = forms.ResourceForm
    title = _("Add statement on resources")
    back = "resources"


class ResourceAction(MandatePartAction[Resource]):
    """An action on a published statement on resources."""

    rows = "resources"
    back = "resources"


class ChangeResource(Correction[Resource], ResourceAction):
    """Correct what a document says about resources."""

    verb = actions.change_resource
    form_class = forms.ChangeResourceForm
    title = _("Correct statement on resources")


class WithdrawResource(Withdrawal[Resource], ResourceAction):
    """Withdraw a statement on resources that was recorded by mistake."""

    verb = actions.withdraw_resource
    title = _("Withdraw statement on resources")


def evaluation_values(data: dict[str, Any]) -> dict[str, Any]:
    """The values of an evaluation; without ``evaluated`` if that was left empty, so that the verb chooses the lead."""
    evaluated = data.pop("evaluated")
    return data if evaluated is None else data | {"evaluated": evaluated}


class AddEvaluation(MandateAction):
    """Add an evaluation."""

    verb = actions.add_evaluation
    form_class = forms.AddEvaluationForm
    title = pgettext_lazy("evaluation", "Add evaluation")
    back = "evaluations"

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return evaluation_values(super().get_arguments(data))


class EvaluationAction(MandatePartAction[Evaluation]):
    """An action on an evaluation."""

    rows = "evaluations"
    back = "evaluations"
    named = ("evaluator", "evaluated")
    related = ("record", "evaluator__organisation__record", "evaluator__body__record")

    @override
    def get_subject(self) -> str:
        evaluator = self.target.evaluator or self.target.evaluator_name
        return f"{evaluator} · {self.target.year}"


class CorrectEvaluation(Correction[Evaluation], EvaluationAction):
    """Correct an evaluation."""

    verb = actions.correct_evaluation
    form_class = forms.CorrectEvaluationForm
    title = pgettext_lazy("evaluation", "Correct evaluation")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        return evaluation_values(super().get_arguments(data))


class WithdrawEvaluation(Withdrawal[Evaluation], EvaluationAction):
    """Withdraw an evaluation that was added by mistake."""

    verb = actions.withdraw_evaluation
    title = pgettext_lazy("evaluation", "Withdraw evaluation")
