"""Forms of moderation."""

from __future__ import annotations

from typing import override

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.moderation.actions import MAX_LENGTH
from majlis.commons.moderation.lifecycle import OPEN_STATES
from majlis.commons.moderation.models import Decision, ReasonText, ReportReason
from majlis.commons.moderation.queries import OTHER_MODERATORS
from majlis.kit.filters import ListFilters
from majlis.kit.public_form import PublicForm
from majlis.look.forms import Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES

TEXTAREA = forms.Textarea(attrs={"rows": 4, "cols": 60, "dir": "auto"})


class DecisionForm(Form):
    """A decision, its reason and a message to the writer."""

    conditional = ("reason",)

    decision = forms.ChoiceField(
        label=pgettext_lazy("decision on a request", "Decision"), widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Reason given to the author"),
        required=False,
        help_text=_("Shown to the author in their own language. Not required for approval."),
        error_messages={"required": _("Select the reason to be given to the author.")},
    )
    words = forms.CharField(
        label=_("Message to the author"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXTAREA,
        help_text=_("Shown to the author without translation."),
    )

    def __init__(
        self, *sent: Sent, decisions: list[str], reasons: list[ReasonText], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        names = dict(Decision._meta.get_field("verb").choices or ())
        self.fields["decision"].choices = [(each, names[each]) for each in decisions]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", _("no reason selected")),
            *[(each.reason_id, each.name) for each in reasons],
        ]
        self.fields["reason"].required = "approve" not in decisions

    @override
    def clean(self) -> None:
        if self.cleaned_data.get("decision", "approve") != "approve":
            self.require_field("reason")


class ReportForm(PublicForm):
    """Why a reader reports a contribution."""

    conditional = ("words",)

    why = forms.ChoiceField(
        label=pgettext_lazy("reason for an action", "Reason"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=pgettext_lazy("field", "Explanation"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXTAREA,
    )


class AppealForm(Form):
    """Why the writer appeals against a decision."""

    words = forms.CharField(
        label=_("Grounds for appeal"),
        max_length=MAX_LENGTH,
        widget=TEXTAREA,
        help_text=_("Another content moderator will decide. You can appeal only once."),
    )


class LanguagesForm(Form):
    """The languages that a moderator reads."""

    languages = forms.MultipleChoiceField(
        label=_("Your reading languages"),
        choices=LANGUAGE_NAMES,
        widget=forms.CheckboxSelectMultiple,
    )


class QueueFilter(ListFilters):
    """The filters of the queue."""

    whose = forms.ChoiceField(
        label=pgettext_lazy("filter", "Content moderator"),
        choices=[
            ("", pgettext_lazy("content moderator", "you")),
            (OTHER_MODERATORS, _("other content moderators")),
        ],
        required=False,
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("language", "Language"),
        choices=[("", pgettext_lazy("filter", "All")), *LANGUAGE_NAMES],
        required=False,
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"),
        choices=[
            ("", _("contributions and appeals")),
            (OPEN_STATES[0], pgettext_lazy("filter", "contributions")),
            (OPEN_STATES[1], pgettext_lazy("filter", "appeals")),
        ],
        required=False,
    )
