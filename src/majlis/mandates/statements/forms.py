"""Forms of statements, responses, published resources and evaluations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.editing import resolve_document
from majlis.kernel.errors import InvalidInput
from majlis.kernel.models import Reader
from majlis.look.forms import Form
from majlis.look.languages import LANGUAGE_NAMES
from majlis.mandates.core.forms import (
    EntityField,
    PartialDateField,
    ReasonField,
    SessionField,
    SessionsForm,
    document_field,
    language_field,
    text_field,
    title_field,
    year_field,
)
from majlis.mandates.models import Resource, Statement
from majlis.mandates.models.choices import Progress


class StatementForm(SessionsForm):
    """A progress statement."""

    conditional = ("reason", "evidence")

    period_from = PartialDateField(
        pgettext_lazy("period", "From"),
        _("Enter a year, month or day: 2027, 2027-06 or 2027-06-30."),
    )
    period_to = PartialDateField(
        pgettext_lazy("period", "To"), _("For a single year, enter the same year in both fields.")
    )
    text = text_field(
        pgettext_lazy("statement", "Action taken"),
        _("A few sentences are enough."),
        required=True,
        rows=6,
        most=10_000,
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Status"),
        choices=[each for each in Progress.choices if each[0] != Progress.NO_INFORMATION],
        widget=forms.RadioSelect,
    )
    reason = text_field(_("Reason, if partly done, not done or not applicable"), rows=2, most=3000)
    evidence = text_field(
        pgettext_lazy("supporting documents", "Evidence"),
        _("One document per line: title, then address. Required if reported done."),
        rows=3,
    )
    reviewed_at = SessionField(_("Session of the review"))
    reviewed_words = forms.CharField(
        label=_("Meeting of the review, if not listed"), required=False, max_length=200
    )
    reviewed_on = PartialDateField(_("Date of the review"))


class PublishStatementForm(StatementForm):
    """A new progress statement, in the language in which it is written."""

    language = language_field()
    field_order = ("period_from", "period_to", "text", "language")


class CorrectStatementForm(StatementForm):
    """The correction of a statement, in its original language."""

    why = ReasonField()


def parse_evidence(lines: str, user: Reader, host: str) -> list[dict[str, Any]]:
    """The documents in a text with one per line, its address last.

    Raises InvalidInput if a line has no address, or one that cannot be resolved.
    """
    evidence = []
    for line in filter(None, (each.strip() for each in lines.splitlines())):
        title, _space, address = line.rpartition(" ")
        if "/" not in address:
            raise InvalidInput(
                {"evidence": _("Enter the address at the end of each line: https://…")}
            )
        try:
            document = resolve_document(address, user, host)
        except InvalidInput as fault:
            raise InvalidInput({"evidence": fault.faults["document"]}) from None
        evidence.append(document | {"title": title.strip() or _host(address)})
    return evidence


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def private_evidence(statement: Statement) -> list[dict[str, Any]]:
    """The documents of a statement that are not public; the form does not show them, but keeps them."""
    rows = statement.evidence.select_related("record").filter(record__isnull=False)
    private = rows.exclude(record__access="public")
    return [{"record": each.record, "link": "", "title": each.title} for each in private]


def evidence_lines(statement: Statement) -> str:
    """The public documents of a statement as text for the form, one per line."""
    lines = []
    for document in statement.evidence.all():
        if document.record is not None and document.record.access != "public":
            continue  # see private_evidence
        address = document.record.get_absolute_url() if document.record else document.link
        lines.append(f"{document.title} {address}".strip())
    return "\n".join(lines)


class ResponseForm(Form):
    """A response of an addressee."""

    text = text_field(_("Text of the response"), required=True, rows=5)
    language = language_field()
    document = document_field()
    date = PartialDateField(pgettext_lazy("response", "Date"))


class PublishResponseForm(ResponseForm):
    """A new response, for one of the ``parties`` that the user represents: (key, name)."""

    who = forms.ChoiceField(label=pgettext_lazy("response", "On behalf of"))
    field_order = ("who",)

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = list(parties)


class CorrectResponseForm(ResponseForm):
    """The correction of a response."""

    reason = ReasonField()


class ResourceForm(Form):
    """What a document says about resources."""

    conditional = ("document", "title", "amount", "words", "currency", "year")

    document = document_field()
    kind = forms.ChoiceField(label=_("Kind of statement"), choices=Resource.Kind.choices)
    amount = forms.DecimalField(
        label=pgettext_lazy("statement on resources", "Amount"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        help_text=_("As stated in the document; no estimates or shares of a larger sum."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    currency = forms.CharField(
        label=pgettext_lazy("amount of money", "Currency"),
        required=False,
        max_length=3,
        help_text=_("Three-letter code, such as CHF."),
    )
    year = year_field(_("Year or first year"), required=False)
    year_to = year_field(pgettext_lazy("period of an amount", "Final year"), required=False)
    funding = forms.ChoiceField(
        label=_("Kind of funding"), choices=Resource.Funding.choices, initial="unsaid"
    )
    words = text_field(_("Text of the statement in the document"), rows=2)
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_NAMES)
    title = title_field()

    def clean_currency(self) -> str:
        """The currency in capital letters."""
        return str(self.cleaned_data["currency"]).upper()


class ChangeResourceForm(ResourceForm):
    """The correction of what a document says about resources."""

    reason = ReasonField()


class EvaluationForm(Form):
    """An evaluation."""

    conditional = ("evaluator", "evaluator_name", "text", "document")

    evaluator = EntityField(pgettext_lazy("evaluation", "Evaluator"), required=False)
    evaluator_name = forms.CharField(
        label=_("Name of the evaluator, if not listed"), required=False, max_length=200
    )
    evaluated = EntityField(
        pgettext_lazy("evaluation", "Evaluated entity"),
        _("Leave blank if the lead entity was evaluated."),
        required=False,
    )
    year = year_field(pgettext_lazy("year", "Year"))
    text = text_field(_("Content of the evaluation"), rows=5)
    language = language_field()
    document = document_field()
    title = title_field()


class AddEvaluationForm(EvaluationForm):
    """A new evaluation, that of the lead or of others."""

    own = forms.BooleanField(label=_("Self-evaluation by the lead entity"), required=False)
    field_order = ("own",)


class CorrectEvaluationForm(EvaluationForm):
    """The correction of an evaluation."""

    reason = ReasonField()
