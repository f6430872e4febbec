"""The form by which the decision of a body on a document is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.models import TransmittedText
from majlis.events.models import Outcome
from majlis.instruments.acts.forms import MOST_VOTES
from majlis.instruments.models import ActKind, Manner
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.kernel.errors import StrOrPromise
from majlis.look.forms import DateField, Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES

NO_DECISION = pgettext_lazy("decision by a body", "no decision on this text")
KIND, IN_FORCE = "kind_", "in_force_"
"""What the names of the fields of a text begin with; the key of its version follows."""
DECISIONS = (
    (Outcome.NOTED, Outcome.NOTED.label),
    (Outcome.AGREED, Outcome.AGREED.label),
    (Outcome.AGREED_WITH_STATEMENTS, Outcome.AGREED_WITH_STATEMENTS.label),
    (Outcome.NOT_AGREED, Outcome.NOT_AGREED.label),
    (Outcome.CONSIDERED, Outcome.CONSIDERED.label),
)


class DecisionForm(Form):
    """What came of a document, of the texts that it submits, and of the deliverables that it answers.

    ``texts``: the submitted texts with their names; ``deliverables``: (key, label) of those that may be answered.
    """

    conditional = ("note_language",)

    outcome = forms.ChoiceField(
        label=pgettext_lazy("decision by a body", "Decision on the document"), choices=DECISIONS
    )
    date = DateField(label=pgettext_lazy("decision by a body", "Date of the decision"))
    manner = forms.ChoiceField(
        label=pgettext_lazy("adoption", "Manner of adoption"),
        choices=[("", pgettext_lazy("manner of adoption", "not known")), *Manner.choices],
        required=False,
    )
    in_favour = forms.IntegerField(
        label=pgettext_lazy("vote", "In favour"), required=False, min_value=0, max_value=MOST_VOTES
    )
    against = forms.IntegerField(
        label=pgettext_lazy("vote", "Against"), required=False, min_value=0, max_value=MOST_VOTES
    )
    abstaining = forms.IntegerField(
        label=pgettext_lazy("vote", "Abstaining"), required=False, min_value=0, max_value=MOST_VOTES
    )
    answered = forms.MultipleChoiceField(
        label=_("Deliverables that the document answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The steps of the body in the selected deliverables are completed."),
    )
    note = forms.CharField(
        label=pgettext_lazy("decision by a body", "Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    note_language = forms.ChoiceField(
        label=pgettext_lazy("decision by a body", "Language of the note"),
        choices=LANGUAGE_NAMES,
        required=False,
    )

    def __init__(
        self,
        *sent: Sent,
        texts: Sequence[tuple[TransmittedText, StrOrPromise]],
        deliverables: Sequence[tuple[int, StrOrPromise]],
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, initial=initial)
        self.texts = [text for text, _name in texts]
        for text, name in texts:
            kinds = [("", NO_DECISION), *((kind, kind.label) for kind in ActKind)]
            self.fields[f"{KIND}{text.version_id}"] = forms.ChoiceField(
                label=str(name), choices=kinds, required=False, initial=text.requested
            )
            self.fields[f"{IN_FORCE}{text.version_id}"] = forms.BooleanField(
                label=_("This text enters into force on the date of the decision"), required=False
            )
        answered = self.fields["answered"]
        assert isinstance(answered, forms.MultipleChoiceField)
        answered.choices = list(deliverables)
        if not deliverables:
            del self.fields["answered"]
        names = [name for name in self.fields if name.startswith((KIND, IN_FORCE))]
        self.order_fields(["outcome", "date", *names])

    @override
    def clean(self) -> None:
        values = self.cleaned_data
        votes = [values.get(name) is not None for name in ("in_favour", "against", "abstaining")]
        if values.get("manner") != Manner.VOTE and any(votes):
            self.add_error("manner", _("Select “by a vote”, or leave the vote counts blank."))
        elif any(votes) and not votes[0]:
            message = _("Enter the number of votes in favour, or leave all vote counts blank.")
            self.add_error("in_favour", message)
        for text in self.texts:
            kind = values.get(f"{KIND}{text.version_id}")
            if values.get(f"{IN_FORCE}{text.version_id}") and kind not in ADOPTING_KINDS:
                message = _("A text enters into force only if it is adopted, endorsed or approved.")
                self.add_error(f"{IN_FORCE}{text.version_id}", message)

    def decision(self) -> dict[str, Any]:
        """The arguments of the verb."""
        values = dict(self.cleaned_data)
        kinds = {text.version_id: values.pop(f"{KIND}{text.version_id}") for text in self.texts}
        in_force = [
            text.version_id for text in self.texts if values.pop(f"{IN_FORCE}{text.version_id}")
        ]
        answered = [int(key) for key in values.pop("answered", ())]
        return values | {"kinds": kinds, "in_force": in_force, "answered": answered}
