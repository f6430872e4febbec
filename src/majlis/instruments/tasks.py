"""What the worker does for texts."""

from __future__ import annotations

from django.tasks import task

from majlis.framework.models import Concept
from majlis.instruments.actions import propose_tag
from majlis.instruments.models import Import, Instrument, Lineage
from majlis.instruments.reading import read
from majlis.instruments.tagging import proposals
from majlis.kernel.actor import Actor
from majlis.kernel.models import User


@task()
def read_later(imported: int, user: int | None) -> None:
    """Read the file of an import that waits; nothing where somebody did it meanwhile."""
    found = Import.objects.select_related("file").filter(pk=imported, state="waiting").first()
    person = User.objects.filter(pk=user).first() if user is not None else None
    if found is not None:
        actor = (
            Actor(user=person, language=person.language) if person else Actor.as_system("reader")
        )
        read(actor, found)


@task()
def propose_concepts(instrument: int) -> None:
    """Propose concepts for a text that was published."""
    found = Instrument.objects.filter(pk=instrument, held=True).first()
    if found is None:
        return
    actor = Actor.as_system("concepts")
    concepts = {each.pk: each for each in Concept.objects.all()}
    for each in proposals(found):
        propose_tag(
            actor,
            found,
            concept=concepts[each.concept],
            lineage=Lineage.objects.get(pk=each.lineage) if each.lineage else None,
            found=each.found,
            score=each.score,
        )
