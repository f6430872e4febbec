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
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kernel.models import Reader
from majlis.look.forms import Form
from majlis.mandates.core.forms import (
    EditForm,
    date_field,
    entity_field,
    language_field,
    reason_field,
    session_field,
    text_field,
    title_field,
    year_field,
)
from majlis.mandates.models import Resource
from majlis.mandates.models.choices import Progress
from majlis.mandates.statements.actions import EVALUATION_FIELDS, RESOURCE_FIELDS, RESPONSE_FIELDS


class StatementForm(Form):
    """A progress statement. ``occasions``: sessions that may have reviewed it; ``corrects`` adds the reason."""

    period_from = date_field(
        pgettext_lazy("period", "From"), _("As 2031, or 2031-05, or 2031-05-17.")
    )
    period_to = date_field(pgettext_lazy("period", "To"), _("The same where it is one year."))
    text = text_field(
        _("What was done"), _("A few sentences are enough."), required=True, rows=6, most=10_000
    )
    language = language_field()
    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=[each for each in Progress.choices if each[0] != Progress.NO_INFORMATION],
        widget=forms.RadioSelect,
    )
    reason = text_field(
        _("Why, where it is answered partly, not answered or not applicable"), rows=2, most=3000
    )
    evidence = text_field(
        _("Evidence"),
        _(
            "One document a line: how it is called, and at the end its address. Needed where it is answered."
        ),
        rows=3,
    )
    reviewed_words = forms.CharField(
        label=_("Or at which other meeting"), required=False, max_length=200
    )
    reviewed_on = date_field(_("When it was reviewed"))

    def __init__(
        self,
        *args: Any,
        occasions: Iterable[tuple[Any, Any]] = (),
        corrects: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["reviewed_at"] = session_field(_("At which session it was reviewed"), occasions)
        if corrects:
            self.fields["why"] = reason_field()
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
            del self.fields["language"]
        self.order_fields(
            [
                *("period_from", "period_to", "text", "language", "state", "reason", "evidence"),
                *("reviewed_at", "reviewed_words", "reviewed_on", "why"),
            ]
        )


def parse_evidence(lines: str, user: Reader, host: str) -> list[dict[str, Any]]:
    """The documents in a text with one per line, its address last.

    Raises InvalidInput if a line has no address, or one that cannot be resolved.
    """
    evidence = []
    for line in filter(None, (each.strip() for each in lines.splitlines())):
        title, _space, address = line.rpartition(" ")
        if "/" not in address:
            raise InvalidInput(
                {"evidence": _("Write the address at the end of each line: https://…")}
            )
        try:
            document = resolve_document(address, user, host)
        except InvalidInput as fault:
            raise InvalidInput({"evidence": fault.faults["document"]}) from None
        evidence.append(document | {"title": title.strip() or _host(address)})
    return evidence


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def private_evidence(statement: Any) -> list[dict[str, Any]]:
    """The documents of a statement that are not public; the form does not show them, but keeps them."""
    rows = statement.evidence.select_related("record").filter(record__isnull=False)
    private = rows.exclude(record__access="public")
    return [{"record": each.record, "link": "", "title": each.title} for each in private]


def evidence_lines(statement: Any) -> str:
    """The public documents of a statement as text for the form, one per line."""
    lines = []
    for document in statement.evidence.select_related("record"):
        if document.record is not None and document.record.access != "public":
            continue  # see private_evidence
        address = document.record.get_absolute_url() if document.record else document.link
        lines.append(f"{document.title} {address}".strip())
    return "\n".join(lines)


class ResponseForm(EditForm):
    """A response of an addressee."""

    token_fields = RESPONSE_FIELDS
    shows = ("text", "date")
    asks_reason = True
    where = True

    text = text_field(_("What you do about it"), required=True, rows=5)
    language = language_field()
    date = date_field(pgettext_lazy("response", "Date"))

    def __init__(
        self, instance: Any = None, data: Any = None, /, who: Any = (), **more: Any
    ) -> None:
        super().__init__(instance, data, **more)
        if instance is None:
            self.add("who", forms.ChoiceField(label=_("For whom you respond"), choices=list(who)))
        self.order_fields(["who", "text", "language", "document"])


class ResourceForm(EditForm):
    """What a document says about resources."""

    token_fields = RESOURCE_FIELDS
    shows = ("kind", "amount", "currency", "year", "year_to", "funding", "words", "title")
    asks_reason = True
    where = True

    kind = forms.ChoiceField(label=_("Kind of statement"), choices=Resource.Kind.choices)
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        help_text=_("As the document has it; never an estimate, and no share of a larger sum."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3, help_text=_("In three letters: CHF.")
    )
    year = year_field(_("Year, or the first year"), required=False)
    year_to = year_field(_("Last year"), required=False)
    funding = forms.ChoiceField(
        label=_("Kind of funding"), choices=Resource.Funding.choices, initial="unsaid"
    )
    words = text_field(_("Words of the document"), rows=2)
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_CHOICES)
    title = title_field()


class EvaluationForm(EditForm):
    """An evaluation."""

    token_fields = EVALUATION_FIELDS
    shows = ("evaluator_name", "year", "text", "title")
    asks_reason = True
    where = True

    own = forms.BooleanField(
        label=_("This is the evaluation of who leads, of its own work"), required=False
    )
    evaluator = entity_field(_("Who evaluated"), required=False)
    evaluator_name = forms.CharField(
        label=_("Or who else, in words"), required=False, max_length=200
    )
    evaluated = entity_field(
        _("Whose work"), required=False, hint=_("Who leads on the mandate, if left empty.")
    )
    year = year_field(_("Year"))
    text = text_field(_("What the evaluation says"), rows=5)
    language = language_field()
    title = title_field()

    def __init__(self, instance: Any = None, data: Any = None, /, **initial: Any) -> None:
        if instance is not None:
            entities = {
                name: str(getattr(instance, name) or "") for name in ("evaluator", "evaluated")
            }
            initial = entities | initial
        super().__init__(instance, data, **initial)
        if instance is not None:
            del self.fields["own"]
        self.order_fields(
            [
                "own",
                "evaluator",
                "evaluator_name",
                "evaluated",
                "year",
                "text",
                "language",
                "document",
                "title",
            ]
        )
