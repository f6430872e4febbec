"""Export and erasure of personal data in the outbox and in the queue of tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from majlis.site.models import Letter

if TYPE_CHECKING:
    from majlis.kernel.models import User
    from majlis.kernel.verbs import Act


def letters_of(user: User) -> QuerySet[Letter]:
    """The letters addressed to the user, the oldest first."""
    address = user.email.replace("\\", r"\\")
    for sign in ".+*?^$|()[]{}":
        address = address.replace(sign, f"\\{sign}")
    return Letter.objects.filter(recipients__iregex=rf"(?n)^{address}$").order_by("at", "pk")


def export_letters(user: User) -> list[dict[str, str]]:
    """The letters as plain values."""
    return [
        {"at": letter.at.isoformat(), "subject": letter.subject, "text": letter.text}
        for letter in letters_of(user)
    ]


def erase_letters(user: User, act: Act) -> int:
    """Delete the letters to the user; from letters to several people remove the user's address."""
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
    return changed + _delete_task_results(user)


def _delete_task_results(user: User) -> int:
    """Delete the results of finished tasks, such as sent mails, whose arguments contain the address."""
    from django_tasks_db.models import DBTaskResult

    results = DBTaskResult.objects.finished().annotate(given=Cast("args_kwargs", TextField()))
    removed, _tables = results.filter(given__icontains=user.email).delete()
    return int(removed)
