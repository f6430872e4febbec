"""Queries of the outbox."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from majlis.site.models import Letter


def outbox_letters(words: str = "") -> QuerySet[Letter]:
    """The letters with all words in address, subject or text."""
    letters = Letter.objects.all()
    for word in words.split():
        letters = letters.filter(
            Q(recipients__icontains=word) | Q(subject__icontains=word) | Q(text__icontains=word)
        )
    return letters
