"""The filters of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.look.forms import FilterForm
from majlis.mandates.kinds import Force, Kind, Progress, Standing
from majlis.mandates.queries import offered, register
from majlis.parties.models.body import is_partial_date

ANY = ("", pgettext_lazy("filter", "any"))
STANDINGS = (
    ("", Standing.BINDS.label),
    (str(Standing.WOULD), Standing.WOULD.label),
    (str(Standing.PAST), Standing.PAST.label),
    (register.ENDED, pgettext_lazy("mandates", "paused or ended")),
    (register.ALL, pgettext_lazy("mandates", "all, whether in force or not")),
)
STATES = (
    ("late", pgettext_lazy("mandates", "late")),
    ("soon", pgettext_lazy("mandates", "due within 90 days")),
    ("year", pgettext_lazy("mandates", "due within a year")),
    ("later", pgettext_lazy("mandates", "due after 90 days")),
    ("passed", pgettext_lazy("mandates", "date is past")),
    ("undated", pgettext_lazy("mandates", "no date, or date to be set")),
    ("nolead", _("no lead named")),
    *Progress.choices,
)
EXPIRES = (
    ("1", pgettext_lazy("mandates", "ends within a year")),
    ("2", pgettext_lazy("mandates", "ends within two years")),
    ("dated", pgettext_lazy("mandates", "ends on a date")),
    ("none", pgettext_lazy("mandates", "no end is said")),
)
_OF_SCHEME = "in-"


class RegisterForm(FilterForm):
    """By what mandates are found. A filter for each scheme of which a concept is confirmed of one."""

    q = forms.CharField(
        label=_("Words, number or symbol"), required=False, max_length=200,
    )  # fmt: skip
    actor = forms.ChoiceField(label=_("Who is asked"), required=False)
    recipient = forms.ChoiceField(label=pgettext_lazy("mandates", "For whom"), required=False)
    body = forms.ChoiceField(label=_("Body whose text asks"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("mandate", "State"), required=False, choices=[ANY, *STATES]
    )
    force = forms.ChoiceField(
        label=pgettext_lazy("mandate", "Force"), required=False, choices=[ANY, *Force.choices]
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("mandate", "What is to come of it"),
        required=False,
        choices=[ANY, *Kind.choices],
    )
    standing = forms.ChoiceField(
        label=pgettext_lazy("mandates", "Which mandates"), required=False, choices=STANDINGS
    )
    year = forms.ChoiceField(label=_("Year of the text"), required=False)
    occasion = forms.CharField(
        label=pgettext_lazy("mandates", "Occasion"), required=False, max_length=100
    )
    expires = forms.ChoiceField(
        label=pgettext_lazy("mandates", "End"), required=False, choices=[ANY, *EXPIRES]
    )
    before = forms.CharField(
        label=_("Ends before the end of"),
        help_text=_("A year, or a date such as 2027-06-30."),
        required=False,
        max_length=10,
        widget=forms.TextInput({"size": "10", "dir": "ltr"}),
    )
    lead = forms.CharField(label=_("Lead"), required=False, widget=forms.HiddenInput)
    concept = forms.CharField(label=_("Concept"), required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: Any, data: Any) -> None:
        super().__init__(data)
        self.offered = offered.offered(user)
        choices: dict[str, list[tuple[str, str]]] = {
            "actor": self.offered.actors,
            "recipient": self.offered.recipients,
            "body": self.offered.bodies,
            "year": [(each, each) for each in offered.years(user)],
        }
        for key, (title, concepts) in self.offered.schemes.items():
            name = _OF_SCHEME + key
            self.fields[name] = forms.ChoiceField(label=title, required=False)
            choices[name] = concepts
        for name, there in choices.items():
            field: Any = self.fields[name]
            field.choices = [ANY, *there]
        last = [name for name in self.fields if name.startswith(_OF_SCHEME)]
        first = ["q", "actor", "recipient", "body", "state", "force", "kind"]
        self.order_fields([*first, *last])

    def clean_before(self) -> str:
        """A year, a month or a day; what is none asks nothing, and says so."""
        value = str(self.cleaned_data["before"]).strip()
        if value and not is_partial_date(value):
            raise forms.ValidationError(_("Write a year, or a date such as 2027-06-30."))
        return value

    def wanted(self) -> dict[str, Any]:
        """What is asked; where a value is not offered, nothing is found."""
        self.is_valid()
        asked = dict(self.cleaned_data)
        asked["nothing"] = bool(self.errors)
        concepts = [asked.pop(name) for name in [*asked] if name.startswith(_OF_SCHEME)]
        given = str(asked.pop("concept", ""))
        asked["concepts"] = [each for each in (*concepts, given) if each]
        asked["language"] = get_language() or "en"
        return asked

    def on(self) -> list[tuple[str, str, str]]:
        """The filters that are on: name of the field, its label, the words for its value."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name) if name != "sort" else ""
            if name in self.errors:
                value = str(self.data.get(name, ""))[:200]
            if value:
                words = dict(self._choices(name)).get(value, value)
                found.append((name, str(field.label), str(words)))
        return found

    def _choices(self, name: str) -> list[tuple[str, str]]:
        if name == "lead":
            return self.offered.actors
        if name == "concept":
            return [each for _title, there in self.offered.schemes.values() for each in there]
        return list(getattr(self.fields[name], "choices", ()))
