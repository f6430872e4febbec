"""Personal data in documents: printed lists of participants, from which a name goes with the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.documents.printing.actions import follow_names
from majlis.documents.printing.named import lists_naming
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows, register_kind


def register_personal_data() -> None:
    """Register the printed lists with the accounts; after the participation in meetings, which is erased first."""
    register_kind(
        PersonalDataKind(
            "printed_lists",
            _("Printed lists of participants"),
            printed_lists,
            erase_from_lists,
            {
                "document": pgettext_lazy("kind of record", "document"),
                "meeting": pgettext_lazy("meeting of a body", "Meeting"),
            },
            records=("document", "meeting"),
            kept=_("Files that others have downloaded cannot be changed."),
        )
    )


def printed_lists(user: User) -> Rows:
    """The printed lists that name the person."""
    return [
        {"document": each.record.address, "meeting": each.meeting.record.address}
        for each in lists_naming(user)
        if each.versions.filter(files__words__icontains=user.name).exists()
    ]


def erase_from_lists(user: User, act: Act) -> int:
    """Print the lists again that name the person; return how many lists were looked at."""
    documents = list(lists_naming(user))
    for each in documents:
        follow_names(each.meeting)
    return len(documents)
