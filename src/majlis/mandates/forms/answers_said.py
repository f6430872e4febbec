"""What people fill in of progress statements, responses, resources, evaluations and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel.errors import InvalidInput
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.look.forms import Form, with_brackets_lazy
from majlis.mandates.actions.answers_said import RESPONSE_FIELDS
from majlis.mandates.actions.answers_sourced import EVALUATION_FIELDS
from majlis.mandates.actions.answers_sourced import FIELDS as RESOURCE_FIELDS
from majlis.mandates.actions.answers_steps import OCCASION_FIELDS
from majlis.mandates.forms.answers import (
    AnswerForm,
    a_date,
    a_language,
    a_title,
    an_actor,
    an_occasion,
    why,
    words,
)
from majlis.mandates.keeping import document
from majlis.mandates.kinds import Progress
from majlis.mandates.models import Resource


def a_year(label: Any, required: bool = True) -> forms.IntegerField:
    """A field for a year."""
    return forms.IntegerField(label=label, required=required, min_value=1900, max_value=2200)


class StatementForm(Form):
    """A progress statement. ``occasions``: at which it may have been reviewed; ``corrects`` asks for the reason."""

    period_from = a_date(pgettext_lazy("period", "From"), _("As 2031, or 2031-05, or 2031-05-17."))
    period_to = a_date(pgettext_lazy("period", "To"), _("The same where it is one year."))
    text = words(
        _("What was done"), _("A few sentences are enough."), required=True, rows=6, most=10_000
    )
    language = a_language()
    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=[each for each in Progress.choices if each[0] != Progress.NO_INFORMATION],
        widget=forms.RadioSelect,
    )
    reason = words(
        _("Why, where it is answered partly, not answered or not applicable"), rows=2, most=3000
    )
    evidence = words(
        _("Evidence"),
        _(
            "One document a line: how it is called, and at the end its address. Needed where it is answered."
        ),
        rows=3,
    )
    reviewed_words = forms.CharField(
        label=_("Or at which other meeting"), required=False, max_length=200
    )
    reviewed_on = a_date(_("When it was reviewed"))

    def __init__(
        self,
        *args: Any,
        occasions: Iterable[tuple[Any, Any]] = (),
        corrects: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["reviewed_at"] = an_occasion(_("At which session it was reviewed"), occasions)
        if corrects:
            self.fields["why"] = why()
            self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
            del self.fields["language"]
        self.order_fields(
            [
                *("period_from", "period_to", "text", "language", "state", "reason", "evidence"),
                *("reviewed_at", "reviewed_words", "reviewed_on", "why"),
            ]
        )


def evidence_of(lines: str, user: Any, host: str) -> list[dict[str, Any]]:
    """The documents that are named, one a line, the address last. Raises InvalidInput where a line has none."""
    found = []
    for line in filter(None, (each.strip() for each in lines.splitlines())):
        title, _space, address = line.rpartition(" ")
        if "/" not in address:
            raise InvalidInput(
                {"evidence": _("Write the address at the end of each line: https://…")}
            )
        try:
            where = document(address, user, host)
        except InvalidInput as fault:
            raise InvalidInput({"evidence": fault.faults["document"]}) from None
        found.append(where | {"title": title.strip() or _host(address)})
    return found


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def closed_evidence(statement: Any) -> list[dict[str, Any]]:
    """The documents of a statement that are not public: a form does not tell where they are, and keeps them."""
    rows = statement.evidence.select_related("record").filter(record__isnull=False)
    found = rows.exclude(record__access="public")
    return [{"record": each.record, "link": "", "title": each.title} for each in found]


def evidence_lines(statement: Any) -> str:
    """The documents of a statement, one a line, as they are typed."""
    made = []
    for each in statement.evidence.select_related("record"):
        if each.record is not None and each.record.access != "public":
            continue  # see closed_evidence
        where = each.record.get_absolute_url() if each.record else each.link
        made.append(f"{each.title} {where}".strip())
    return "\n".join(made)


class ResponseForm(AnswerForm):
    """What somebody responds who was asked."""

    of_fields = RESPONSE_FIELDS
    shows = ("text", "date")
    asks_why = True
    where = True

    text = words(_("What you do about it"), required=True, rows=5)
    language = a_language()
    date = a_date(pgettext_lazy("response", "Date"))

    def __init__(self, of: Any = None, data: Any = None, /, who: Any = (), **more: Any) -> None:
        super().__init__(of, data, **more)
        if of is None:
            self.add("who", forms.ChoiceField(label=_("For whom you respond"), choices=list(who)))
        self.order_fields(["who", "text", "language", "document"])


class ResourceForm(AnswerForm):
    """What a document says of resources."""

    of_fields = RESOURCE_FIELDS
    shows = ("sort", "amount", "currency", "year", "year_to", "funding", "words", "title")
    asks_why = True
    where = True

    sort = forms.ChoiceField(label=_("Kind of statement"), choices=Resource.Sort.choices)
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
    year = a_year(_("Year, or the first year"), required=False)
    year_to = a_year(_("Last year"), required=False)
    funding = forms.ChoiceField(
        label=_("Kind of funding"), choices=Resource.Funding.choices, initial="unsaid"
    )
    words = words(_("Words of the document"), rows=2)
    language = forms.ChoiceField(label=_("Language of the document"), choices=LANGUAGE_CHOICES)
    title = a_title()


class EvaluationForm(AnswerForm):
    """How what was done is judged."""

    of_fields = EVALUATION_FIELDS
    shows = ("by_words", "year", "text", "title")
    asks_why = True
    where = True

    own = forms.BooleanField(
        label=_("This is the evaluation of who leads, of its own work"), required=False
    )
    by = an_actor(_("Who evaluated"), required=False)
    by_words = forms.CharField(label=_("Or who else, in words"), required=False, max_length=200)
    of = an_actor(
        _("Whose work"), required=False, hint=_("Who leads on the mandate, if left empty.")
    )
    year = a_year(_("Year"))
    text = words(_("What the evaluation says"), rows=5)
    language = a_language()
    title = a_title()

    def __init__(self, of: Any = None, data: Any = None, /, **more: Any) -> None:
        if of is not None:
            named = {name: str(getattr(of, name) or "") for name in ("by", "of")}
            more = named | more
        super().__init__(of, data, **more)
        if of is not None:
            del self.fields["own"]
        self.order_fields(
            ["own", "by", "by_words", "of", "year", "text", "language", "document", "title"]
        )


class OccasionForm(AnswerForm):
    """A session, and when it is."""

    of_fields = OCCASION_FIELDS
    shows = ("year", "label", "date", "until", "source")

    year = a_year(_("Year"))
    label = forms.CharField(
        label=_("Which of that year"),
        required=False,
        max_length=120,
        help_text=_("Only where there are several: 41st meeting."),
    )
    date = a_date(
        _("First day"), _("As 2031-05-17, or 2031-05; empty while the date is to be set.")
    )
    until = a_date(_("Last day"))
    source = words(_("Source"), _("Where the date is written."), rows=2, most=1000)

    def __init__(self, of: Any = None, data: Any = None, /, **more: Any) -> None:
        names = of.names if of is not None else {}
        more |= {f"name_{code}": names.get(code, "") for code, _name in LANGUAGE_CHOICES}
        super().__init__(of, data, **more)
        if of is None:
            self.add("actor", an_actor(_("Whose session")))
        for code, name in LANGUAGE_CHOICES:
            self.add(
                f"name_{code}",
                forms.CharField(
                    label=with_brackets_lazy(_("Name of the session"), name),
                    required=False,
                    max_length=120,
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                ),
            )
        if of is not None:
            self.add("why", words(pgettext_lazy("correction", "Reason"), rows=2))
            self.fields["why"].help_text = _("Needed where it had another date already.")
        self.order_fields(["actor", "year", "label", "date", "until", "source"])

    def names(self) -> dict[str, str]:
        """How it is called, by language. Call it after ``is_valid()``."""
        typed = {
            code: self.cleaned_data[f"name_{code}"].strip() for code, _name in LANGUAGE_CHOICES
        }
        return {code: name for code, name in typed.items() if name}
