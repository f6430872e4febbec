"""What the outbox holds on a person: exported with the rest of their data, and erased with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from majlis.site.models import Letter

if TYPE_CHECKING:
    from majlis.kernel.models import User
    from majlis.kernel.verbs import Act


def letters_of(user: User) -> QuerySet[Letter]:
    """The letters that would have gone to the person, oldest first."""
    address = user.email.replace("\\", r"\\")
    for sign in ".+*?^$|()[]{}":
        address = address.replace(sign, f"\\{sign}")
    return Letter.objects.filter(recipients__iregex=rf"(?n)^{address}$").order_by("at", "pk")


def export_letters(user: User) -> list[dict[str, Any]]:
    """The letters as plain values."""
    return [
        {"at": letter.at.isoformat(), "subject": letter.subject, "text": letter.text}
        for letter in letters_of(user)
    ]


def erase_letters(user: User, act: Act) -> int:
    """Remove the letters, or, where others would have got them too, the person's address."""
    changed = 0
    for letter in letters_of(user).select_for_update():
        lines = letter.recipients.splitlines()
        others = [line for line in lines if line.lower() != user.email.lower()]
        if others:
            letter.recipients = "\n".join(others)
            letter.save(update_fields=["recipients"])
        else:
            letter.delete()
        changed += 1
    return changed + _forget_tasks(user)


def _forget_tasks(user: User) -> int:
    """Remove what the queue still keeps of work that is done, such as a mail, and that names the address."""
    from django_tasks_db.models import DBTaskResult

    done = DBTaskResult.objects.finished().annotate(given=Cast("args_kwargs", TextField()))
    removed, _tables = done.filter(given__icontains=user.email).delete()
    return int(removed)
