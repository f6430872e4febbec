"""What the worker does for texts."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.tasks import task

from majlis.framework.models import Concept
from majlis.instruments import tagging
from majlis.instruments.actions import propose_tag
from majlis.instruments.models import Import, Instrument, Lineage, Series
from majlis.instruments.queries import series as queries
from majlis.instruments.reading import read
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
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
    """Propose concepts for a text that was published, and for its provisions."""
    found = Instrument.objects.filter(pk=instrument, held=True).first()
    if found is not None:
        _propose(found, tagging.proposals(found))


@task()
def propose_by_matrix(instrument: int) -> None:
    """Propose what the matrices link to the concepts that were confirmed for a text."""
    found = Instrument.objects.filter(pk=instrument, held=True).first()
    if found is not None:
        _propose(found, tagging.by_matrix(found))


def _propose(found: Instrument, proposals: Iterable[tagging.Proposal]) -> None:
    """Propose what nobody has proposed or declined yet."""
    there = set(found.tags.values_list("concept", "lineage"))
    wanted = [each for each in proposals if (each.concept, each.lineage) not in there]
    concepts = Concept.objects.in_bulk([each.concept for each in wanted])
    lineages = Lineage.objects.in_bulk([each.lineage for each in wanted if each.lineage])
    for each in wanted:
        propose_tag(
            Actor.as_system("concepts"),
            found,
            concept=concepts[each.concept],
            lineage=lineages[each.lineage] if each.lineage else None,
            found=each.found,
            score=each.score,
        )


@task()
def compare_series(series: int) -> None:
    """Compare the editions of a series, each with the one before, in every language that both are in."""
    found = Series.objects.filter(pk=series).first()
    if found is None:
        return
    versions = queries.versions_of(AnonymousUser(), found)
    for language in LANGUAGE_CODES:
        if any(said.language == language for each in versions for said in each.languages.all()):
            queries.editions(versions, language, make=True)
