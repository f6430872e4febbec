"""Verbs of printing: the agenda and the list of participants as numbered documents of a meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.documents.core.body_rules import ADMINISTRATIVE, MAIN
from majlis.documents.models import Category, Document
from majlis.documents.printing.agenda import PrintedAgenda
from majlis.documents.printing.editions import print_edition
from majlis.documents.printing.named import names_others, remove_earlier_lists, remove_lists
from majlis.documents.printing.participants import PrintedParticipants
from majlis.events.lifecycle import CANCELLED, DRAFT
from majlis.events.models import Meeting
from majlis.kernel.actor import Actor
from majlis.kernel.errors import WrongState
from majlis.kernel.verbs import Act, verb


def _locked(meeting: Meeting) -> Meeting:
    """The current meeting, locked: one edition is printed at a time. Raises WrongState for a cancelled one."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related(
        "record", "body__record", "body__document_rules"
    )
    locked: Meeting = rows.get(pk=meeting.pk)
    if locked.state == CANCELLED:
        raise WrongState(
            _("This meeting has been cancelled."), _("No document can be printed for it.")
        )
    return locked


@verb("documents.print_agenda")
def print_agenda(act: Act, meeting: Meeting, /, *, series: str = MAIN) -> Document:
    """Print the agenda of a meeting as a document, or as a revision of it where it has changed.

    ``series``: the code of the series in which the first one is numbered. Raises InvalidInput for a series that
    the body does not have, and WrongState for an agenda without items.
    """
    meeting = _locked(meeting)
    agenda = PrintedAgenda(meeting)
    if agenda.is_empty():
        raise WrongState(_("The agenda has no items."), _("Add items, then print the agenda."))
    return print_edition(act, meeting, agenda, Category.AGENDA, series)


@verb("documents.print_participants")
def print_participants(act: Act, meeting: Meeting, /, *, series: str = ADMINISTRATIVE) -> Document:
    """Print the list of participants of a meeting as a document, or as a revision of it where it has changed.

    It names whom the rules of the body or their consent name. Earlier lists lose their text, as they may name
    somebody who is no longer named. Raises InvalidInput as ``print_agenda``, and WrongState for a meeting that is not
    convened or has no confirmed participant.
    """
    meeting = _locked(meeting)
    if meeting.state == DRAFT:
        raise WrongState(_("This meeting is not convened yet."), _("Convene the meeting first."))
    participants = PrintedParticipants(meeting)
    if participants.is_empty():
        raise WrongState(
            _("No participant is confirmed yet."), _("Confirm registrations, then print the list.")
        )
    document = print_edition(act, meeting, participants, Category.PARTICIPANTS, series)
    if act.entries:
        remove_earlier_lists(document)
    return document


def follow_names(meeting: Meeting) -> None:
    """Print the list of participants again, by the site itself, where it names somebody who is no longer to be named.

    Call it inside a verb that changes who takes part in the meeting or consents to be named.
    """
    if not names_others(meeting):
        return
    if PrintedParticipants(meeting).is_empty() or meeting.state == CANCELLED:
        remove_lists(meeting)
    else:
        print_participants(Actor.as_system("documents"), meeting)
