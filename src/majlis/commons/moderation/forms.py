"""Forms of moderation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Reason that the writer is told"),
        required=False,
        help_text=_("The writer reads it in their own language. Approval needs none."),
    )
    words = forms.CharField(
        label=_("Words of your own to the writer"),
        required=False,
        max_length=MAX_LENGTH,
        widget=TEXTAREA,
        help_text=_("They are shown in the language in which you write them."),
    )

    def __init__(
        self, *sent: Sent, decisions: list[str], reasons: list[ReasonText], initial: Initial = None
    ) -> None:
        super().__init__(*sent, initial=initial)
        names = dict(Decision._meta.get_field("verb").choices or ())
        self.fields["decision"].choices = [(each, names[each]) for each in decisions]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", _("no reason chosen")),
            *[(each.reason_id, each.name) for each in reasons],
        ]


class ReportForm(PublicForm):
    """Why a reader reports a contribution."""

    why = forms.ChoiceField(label=_("Why"), choices=ReportReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=MAX_LENGTH, widget=TEXTAREA
    )


class AppealForm(Form):
    """Why the writer appeals against a decision."""

    words = forms.CharField(
        label=_("Why the decision is wrong"),
        max_length=MAX_LENGTH,
        widget=TEXTAREA,
        help_text=_("Another moderator than the one who decided reads it. You can appeal once."),
    )


class LanguagesForm(Form):
    """The languages that a moderator reads."""

    languages = forms.MultipleChoiceField(
        label=_("Languages that you read"),
        choices=LANGUAGE_NAMES,
        widget=forms.CheckboxSelectMultiple,
    )


class QueueFilter(ListFilters):
    """The filters of the queue."""

    whose = forms.ChoiceField(
        label=_("For whom"),
        choices=[("", _("for you")), (OTHER_MODERATORS, _("for other moderators"))],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("all languages")), *LANGUAGE_NAMES], required=False
    )
    state = forms.ChoiceField(
        label=_("What waits"),
        choices=[
            ("", _("everything")),
            (OPEN_STATES[0], _("contributions")),
            (OPEN_STATES[1], _("appeals")),
        ],
        required=False,
    )
