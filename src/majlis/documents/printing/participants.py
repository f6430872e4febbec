"""The list of participants of a meeting as a printed document: by capacity and organization.

It names whom the rules of the body or their own consent name; the others are counted.
"""

from __future__ import annotations

from django.utils.translation import ngettext, npgettext

from majlis.documents.printing.lines import Line, Piece, in_own_language, line
from majlis.events.models import Meeting
from majlis.events.people.labels import CAPACITIES, NO_ORGANISATION
from majlis.events.people.queries import NamedPerson, OrganisationGroup, participant_groups
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import WordingStatus
from majlis.look import formats


class PrintedParticipants:
    """The list of participants of a meeting, in any language."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting

    @property
    def language(self) -> str:
        """The original language of the title of the meeting, else English."""
        titles = [each for each in self.meeting.record.wordings.all() if each.field == "title"]
        original = [each.language for each in titles if each.status == WordingStatus.AUTHENTIC]
        return original[0] if original else "en"

    @property
    def languages(self) -> list[str]:
        """All six: headings are translated, names of organizations stand in the language that they have."""
        return list(LANGUAGE_CODES)

    def is_empty(self) -> bool:
        """Whether nobody is confirmed."""
        return not participant_groups(self.meeting, language=self.language)

    def lines(self, language: str) -> list[Line]:
        """The list in a language, which must be active."""
        groups = participant_groups(self.meeting, language=language)
        total = sum(group.total for group in groups)
        words = npgettext("count", "%(n)s participant", "%(n)s participants", total)
        lines = [line(words % {"n": formats.number(total, language)})]
        for group in groups:
            head = f"{CAPACITIES[group.capacity]}{formats.colon(language)}"
            number = formats.number(group.total, language)
            below = [self._organisation(each, language) for each in group.organisations]
            lines.append(line(f"{head}{number}", kind="heading", below=below))
        return lines

    def _organisation(self, group: OrganisationGroup, language: str) -> Line:
        """An organization with the people whom the list names; the others as a number."""
        name = group.organisation
        pieces = in_own_language(name, language) if name.text else (Piece(str(NO_ORGANISATION)),)
        if group.unnamed:
            words = ngettext("%(n)s not named", "%(n)s not named", group.unnamed)
            unnamed = words % {"n": formats.number(group.unnamed, language)}
            pieces = (*pieces, Piece(formats.with_brackets("", unnamed, language)))
        return Line(pieces, below=[Line(person_pieces(each, language)) for each in group.people])


def person_pieces(person: NamedPerson, language: str) -> tuple[Piece, ...]:
    """A person in the list: the name, and the function in the organization."""
    if not person.function:
        return (Piece(person.name),)
    return (Piece(person.name), Piece(formats.clause_separator(language)), Piece(person.function))
