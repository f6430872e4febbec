"""Queries of the outbox."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from majlis.site.models import Letter

ORDERS = {
    "-at": ("-at", "-pk"),
    "at": ("at", "pk"),
    "to": ("recipients", "-at"),
    "-to": ("-recipients", "-at"),
}


def outbox_letters(words: str = "", order: str = "-at") -> QuerySet[Letter]:
    """The letters with all words in address, subject or text; the newest first by default."""
    letters = Letter.objects.order_by(*ORDERS.get(order, ORDERS["-at"]))
    for word in words.split():
        letters = letters.filter(
            Q(recipients__icontains=word) | Q(subject__icontains=word) | Q(text__icontains=word)
        )
    return letters
