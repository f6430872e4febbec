"""Forms of the translation queue."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.translation.models import ROLES, Job
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, WrongState
from majlis.kernel.languages import direction
from majlis.kernel.record_kinds import RECORD_KINDS
from majlis.kit.filters import ListFilters
from majlis.look.forms import DateField, Form, Initial, Sent
from majlis.look.languages import LANGUAGE_NAMES


def conflict_message(error: Fault, job: Job, actor: Actor) -> str:
    """The message for a person whose text could not be saved because the job has changed."""
    if isinstance(error, WrongState):
        return str(error)
    if job.holder_id is not None and job.holder_id != actor.person.pk:
        return str(
            _("Another person is now working on this translation. Your text is shown below.")
        )
    return str(_("This action is no longer available. Your text is shown below."))


QUEUE_STATES = (
    ("", _("all texts awaiting translation")),
    ("missing", pgettext_lazy("wording", "not yet translated")),
    ("lagging", pgettext_lazy("wording", "outdated because the original has changed")),
    ("machine", pgettext_lazy("wording", "machine translation")),
)


class QueueFilter(ListFilters):
    """Filters of the queue. The language is always set, so it is not shown among the active ones."""

    hidden_names: ClassVar = ("sort", "into")

    into = forms.ChoiceField(
        label=pgettext_lazy("translation", "Target language"),
        choices=LANGUAGE_NAMES,
        required=False,
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("status of a record", "Status"), choices=QUEUE_STATES, required=False
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("kind of a record", "Kind"),
        required=False,
        choices=lambda: [
            ("", pgettext_lazy("filter", "All")),
            *((each.code, each.plural) for each in RECORD_KINDS.values()),
        ],
    )
    q = forms.CharField(label=_("Text of the original"), required=False, max_length=100)


# For a form without a valid ``seen``: it is older than every job, so the conflict check fails.
NEVER_SEEN = datetime.datetime.min.replace(tzinfo=datetime.UTC)


class TranslationForm(Form):
    """The text of the translation, with its language and direction, and the last change of the job."""

    # Which fields are required depends on the button, so none is marked as optional.
    mark_optional = False

    text = forms.CharField(
        label=pgettext_lazy("translated text", "Translation"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    seen = forms.Field(widget=forms.HiddenInput, required=False)

    def __init__(self, *sent: Sent, language: str = "", initial: Initial = None) -> None:
        super().__init__(*sent, initial=initial)
        if language:
            self.fields["text"].widget.attrs.update(lang=language, dir=direction(language))

    def clean_seen(self) -> datetime.datetime:
        """The last change of the job when the page was shown; ``NEVER_SEEN`` if it is not valid."""
        try:
            seen = datetime.datetime.fromisoformat(self.cleaned_data["seen"] or "")
        except ValueError:
            return NEVER_SEEN
        return seen if seen.tzinfo else NEVER_SEEN

    def show_again_as_of(self, seen: datetime.datetime) -> None:
        """Keep the text typed, and set ``seen`` to the current version, which the page now shows."""
        self.data = {"text": self.data["text"], "seen": seen.isoformat()}


class RemarkForm(Form):
    """The reviser's remark to the translator."""

    mark_optional = False

    remark = forms.CharField(
        label=pgettext_lazy("translation", "Requested changes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FreeForm(Form):
    """The reason for which a job is released from its holder."""

    reason = forms.CharField(
        label=pgettext_lazy("reason for an action", "Reason"),
        max_length=500,
        help_text=_(
            "The person assigned is notified and can read this reason. Do not enter names."
        ),
        error_messages={"required": _("Enter a reason. The person assigned will read it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DueForm(Form):
    """The due date of a translation."""

    on = DateField(label=pgettext_lazy("due date", "Due date"), required=False)


class PairForm(Form):
    """A person, a role and a language pair."""

    email = forms.EmailField(label=_("Email address of the person"))
    role = forms.ChoiceField(label=pgettext_lazy("role", "Role"), choices=ROLES)
    source = forms.ChoiceField(
        label=pgettext_lazy("translation", "Source language"), choices=LANGUAGE_NAMES
    )
    target = forms.ChoiceField(
        label=pgettext_lazy("translation", "Target language"), choices=LANGUAGE_NAMES
    )
