"""Forms of conclusions and of correspondence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, override

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.lifecycle import CONCLUSION
from majlis.events.models import MajorityRule, ReplyAnswer
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.languages import LANGUAGE_CHOICES
from majlis.kit.filters import ListFilters
from majlis.look.forms import DateField, Form, Initial, Sent

ANY = ("", pgettext_lazy("filter", "All"))
type Choices = Iterable[tuple[str, StrOrPromise]]


def text_area(rows: int) -> forms.Textarea:
    """A field for a text of several lines, in its own direction."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ShownRevision(forms.HiddenInput):
    """The number of the revision that the page shows, also where the form is shown again after an error."""

    def __init__(self, revision: int) -> None:
        super().__init__()
        self.revision = revision

    @override
    def format_value(self, value: Any) -> str:
        return str(self.revision)


class DecisionForm(Form):
    """A decision on the text that the page shows."""

    revision = forms.IntegerField(min_value=0, required=False)

    def __init__(self, *sent: Sent, revision: int = 0, initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        self.fields["revision"].widget = ShownRevision(revision)


class BeginConclusionForm(Form):
    """A new conclusion."""

    language = forms.ChoiceField(
        label=_("Language of drafting"),
        choices=LANGUAGE_CHOICES,
        help_text=_(
            "The conclusion is written in this language, and translated once it is agreed."
        ),
    )


class WriteConclusionForm(Form):
    """The text of a conclusion, and the revision from which its writer began."""

    text = forms.CharField(
        label=pgettext_lazy("conclusion", "Text"),
        widget=text_area(14),
        help_text=_("Begin a new line for each paragraph."),
    )
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean_base(self) -> int:
        """The number of the revision; 0 for a text that begins with nothing."""
        return int(self.cleaned_data["base"] or 0)


class SettleConclusionForm(WriteConclusionForm):
    """Which of two wordings becomes the text, or what both become together."""

    CURRENT, OTHER, OWN = "current", "other", "own"

    field_order = ("choice", "text", "base")
    conditional = ("text",)
    choice = forms.ChoiceField(
        label=pgettext_lazy("conclusion", "Wording to use"),
        choices=[
            (CURRENT, _("The current text")),
            (OTHER, _("The other wording")),
            (OWN, _("The text entered below")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=pgettext_lazy("conclusion", "Combined text"),
        required=False,
        widget=text_area(14),
        help_text=_("Used only if you select it above."),
    )

    @override
    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("choice") == self.OWN:
            self.require_field("text")
        return self.cleaned_data


class StatementsForm(DecisionForm):
    """The statements for the record with which a conclusion is agreed."""

    statements = forms.MultipleChoiceField(
        label=_("Statements for the record"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *sent: Sent,
        statements: Choices = (),
        revision: int = 0,
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, revision=revision, initial=initial)
        self.fields["statements"].choices = list(statements)  # type: ignore[attr-defined]


class DeclineConclusionForm(Form):
    """Why a conclusion was not agreed."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=5000,
        required=False,
        widget=text_area(3),
        help_text=_("Shown in the history, for example which words were disputed."),
    )


class SubmitConclusionForm(DecisionForm):
    """What the members are asked by correspondence, and by when they reply."""

    question = forms.CharField(
        label=pgettext_lazy("correspondence", "Question"),
        max_length=2000,
        widget=text_area(3),
        help_text=_("For example: does your organization agree to this conclusion?"),
    )
    language = forms.ChoiceField(label=_("Language of the question"), choices=LANGUAGE_CHOICES)
    rule = forms.ChoiceField(
        label=_("The conclusion is agreed if"),
        choices=MajorityRule.choices,
        widget=forms.RadioSelect,
    )
    closes_on = DateField(label=_("Last day for replies"))
    notice_reason = forms.CharField(
        label=_("Reason for a short period"),
        max_length=1000,
        required=False,
        widget=text_area(2),
    )
    conditional = ("notice_reason",)

    def __init__(
        self,
        *sent: Sent,
        revision: int = 0,
        days: int = 0,
        zone: str = "",
        initial: Initial = None,
    ) -> None:
        super().__init__(*sent, revision=revision, initial=initial)
        closing = _("Replies are accepted until the end of this day in the zone %(zone)s.")
        self.fields["closes_on"].help_text = closing % {"zone": zone}
        reason = _(
            "Required if members have less time than the rule (days: %(days)s). It is published."
        )
        self.fields["notice_reason"].help_text = reason % {"days": days}


class ReplyForm(Form):
    """The reply of a member organization by correspondence."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("meeting", "Your organization"),
        choices=ReplyAnswer.choices,
        widget=forms.RadioSelect,
    )
    statement = forms.CharField(
        label=_("Statement for the record"),
        max_length=10_000,
        required=False,
        widget=text_area(6),
    )
    language = forms.ChoiceField(
        label=_("Language of the statement"), choices=LANGUAGE_CHOICES, required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ConclusionFilters(ListFilters):
    """The filters of the list of conclusions."""

    q = forms.CharField(
        label=pgettext_lazy("conclusion", "Words in the text"), required=False, max_length=200
    )
    body = forms.ChoiceField(label=pgettext_lazy("intergovernmental body", "Body"), required=False)
    meeting = forms.ChoiceField(label=pgettext_lazy("filter", "Meeting"), required=False)
    state = forms.ChoiceField(
        label=pgettext_lazy("conclusion", "Status"),
        required=False,
        choices=[ANY, *CONCLUSION.choices],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict, *, bodies: Choices = (), meetings: Choices | None = ()
    ) -> None:
        super().__init__(data)
        if meetings is None:  # the list of one meeting
            del self.fields["body"], self.fields["meeting"]
            return
        self.fields["body"].choices = [ANY, *bodies]  # type: ignore[attr-defined]
        self.fields["meeting"].choices = [ANY, *meetings]  # type: ignore[attr-defined]
