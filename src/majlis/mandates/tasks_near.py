"""What the worker does to find what is related."""

from __future__ import annotations

from django.tasks import task

from majlis.mandates import likening, relating


@task()
def keep_related() -> None:
    """Read the words of mandates that are new or asked in other words, and propose their pairs."""
    changed = relating.keep_meanings(relating.stale())
    if changed:
        relating.relate(changed)


@task()
def relate_all() -> None:
    """Read again what has changed of the words of all mandates, in whatever language, and compare all with all."""
    relating.keep_meanings()
    relating.relate()


@task()
def liken() -> int:
    """Compare documents that answer with those that answered before them, some at a time; how many were compared."""
    return likening.keep()
