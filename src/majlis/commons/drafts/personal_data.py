"""Export and erasure of the personal data of drafts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.drafts.models import Draft
from majlis.commons.drafts.queries import excerpt
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows


def draft_rows(user: User) -> Rows:
    """The drafts of the person, with their values."""
    return [
        {
            "form": each.form,
            "target": each.target,
            "changed_at": each.changed_at.isoformat(),
            "begins": excerpt(each),
            "values": each.values,
        }
        for each in Draft.objects.filter(user=user).order_by("pk")
    ]


def erase_drafts(user: User, act: Act) -> int:
    """Delete the drafts of the person."""
    return Draft.objects.filter(user=user).delete()[0]


def register() -> None:
    """Register the personal data of drafts."""
    columns = {
        "form": pgettext_lazy("form", "Form"),
        "changed_at": pgettext_lazy("draft", "Date saved"),
        "begins": _("Beginning of the text"),
    }
    personal_data_registry.register_kind(
        PersonalDataKind(
            "drafts",
            pgettext_lazy("personal data", "Drafts"),
            draft_rows,
            erase_drafts,
            columns,
            correct="drafts:mine",
        )
    )
