"""Who may do the verbs of meetings, and what a history calls them."""

from __future__ import annotations

import rules
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events import lifecycle
from majlis.events.core.members import member_organisations, speaks_for_member
from majlis.events.models import (
    AgendaItem,
    Attendance,
    Conclusion,
    ConclusionRevision,
    Correspondence,
    CorrespondenceReply,
    Floor,
    ItemMaterial,
    Meeting,
    Participant,
    Sitting,
    SpeakingTurn,
)
from majlis.kernel.models import Access, Reader
from majlis.kernel.roles import is_secretariat, signed_in
from majlis.kernel.verbs import mark_confidential, register_verb_names
from majlis.parties.models import Body

type PartOfMeeting = (
    Body
    | Meeting
    | Sitting
    | AgendaItem
    | ItemMaterial
    | Conclusion
    | ConclusionRevision
    | Correspondence
    | CorrespondenceReply
    | Participant
    | Attendance
    | Floor
    | SpeakingTurn
)


def meeting_of(target: PartOfMeeting) -> Meeting | None:
    """The meeting that a target belongs to; None for a body."""
    if isinstance(target, Body):
        return None
    if isinstance(target, Meeting):
        return target
    if isinstance(target, Sitting | AgendaItem | Participant):
        return target.meeting
    if isinstance(target, ItemMaterial | Conclusion):
        return target.item.meeting
    if isinstance(target, ConclusionRevision | Correspondence):
        return target.conclusion.item.meeting
    if isinstance(target, CorrespondenceReply):
        return target.correspondence.conclusion.item.meeting
    return target.sitting.meeting


def body_of(target: PartOfMeeting) -> Body:
    """The body whose meeting the target belongs to."""
    if isinstance(target, Body):
        return target
    meeting = meeting_of(target)
    assert meeting is not None
    return meeting.body


@rules.predicate
def is_meeting_officer(user: Reader, target: PartOfMeeting | None) -> bool:
    """A rule: the user is chair or secretariat of the body of the meeting."""
    if target is None or not user.is_authenticated:
        return False
    record = body_of(target).record
    return bool(user.holds("chair", record) or user.holds("secretariat", record))


@rules.predicate
def may_see_meeting(user: Reader, target: PartOfMeeting | None) -> bool:
    """A rule: the user may see the meeting."""
    meeting = meeting_of(target) if target is not None else None
    if meeting is None:
        return False
    return meeting.record.access == Access.PUBLIC or bool(meeting.record.is_visible_to(user))


@rules.predicate
def is_participant(user: Reader, target: PartOfMeeting | None) -> bool:
    """A rule: the user is a confirmed participant of the meeting."""
    meeting = meeting_of(target) if target is not None else None
    if meeting is None or not user.is_authenticated:
        return False
    return meeting.participants.filter(user=user, state=lifecycle.CONFIRMED).exists()


@rules.predicate
def is_own_participation(user: Reader, target: Participant | None) -> bool:
    """A rule: the user is the participant.

    Who entered a registration for another person reads it as focal point or officer, not for ever.
    """
    return bool(
        isinstance(target, Participant) and user.is_authenticated and target.user_id == user.pk
    )


@rules.predicate
def is_focal_point_of_participant(user: Reader, target: Participant | None) -> bool:
    """A rule: the user is focal point of the organization of the participant."""
    return bool(
        isinstance(target, Participant)
        and user.is_authenticated
        and target.organisation is not None
        and user.holds("focal_point", target.organisation.record)
    )


@rules.predicate
def is_own_material(user: Reader, target: ItemMaterial | None) -> bool:
    """A rule: the user added this presentation, recording or statement."""
    return bool(
        isinstance(target, ItemMaterial) and user.is_authenticated and target.made_by_id == user.pk
    )


@rules.predicate
def is_own_turn(user: Reader, target: SpeakingTurn | None) -> bool:
    """A rule: the user asked for this turn of speech."""
    return bool(
        isinstance(target, SpeakingTurn)
        and user.is_authenticated
        and target.participant.user_id == user.pk
    )


@rules.predicate
def is_of_member(user: Reader, target: PartOfMeeting | None) -> bool:
    """A rule: the user is focal point or delegate of a member organization of the body of the meeting."""
    return target is not None and speaks_for_member(user, body_of(target))


@rules.predicate
def is_focal_point_of_replier(user: Reader, target: CorrespondenceReply | None) -> bool:
    """A rule: the user is focal point of the organization of the reply, which is a member of the body."""
    return bool(
        isinstance(target, CorrespondenceReply)
        and user.is_authenticated
        and user.holds("focal_point", target.organisation.record)
        and member_organisations(body_of(target)).filter(pk=target.organisation_id).exists()
    )


is_officer = is_secretariat | is_meeting_officer
is_in_the_meeting = (is_officer | is_participant) & may_see_meeting

RULES = {
    # Rules of a body, and days on which the organization does not work.
    "events.set_meeting_rules": is_secretariat,
    "events.add_closed_day": is_secretariat,
    "events.remove_closed_day": is_secretariat,
    # Meetings and sittings.
    "events.create_meeting": is_officer,
    "events.change_meeting": is_officer,
    "events.convene_meeting": is_officer,
    "events.open_meeting": is_officer,
    "events.close_meeting": is_officer,
    "events.reopen_meeting": is_officer,
    "events.report_meeting": is_officer,
    "events.cancel_meeting": is_officer,
    "events.add_sitting": is_officer,
    "events.change_sitting": is_officer,
    "events.remove_sitting": is_officer,
    # Agenda.
    "events.copy_agenda": is_officer,
    "events.add_item": is_officer,
    "events.change_item": is_officer,
    "events.move_item": is_officer,
    "events.withdraw_item": is_officer,
    "events.restore_item": is_officer,
    "events.set_item_outcome": is_officer,
    "events.add_material": is_in_the_meeting,
    "events.withdraw_material": is_own_material | is_officer,
    "events.restore_material": is_own_material | is_officer,
    "events.notify_agenda_changes": rules.always_deny,
    # Participants.
    "events.register_participant": signed_in & may_see_meeting,
    "events.change_participant": is_own_participation | is_focal_point_of_participant | is_officer,
    "events.confirm_participant": is_focal_point_of_participant | is_officer,
    "events.decline_participant": is_focal_point_of_participant | is_officer,
    "events.withdraw_participant": is_own_participation
    | is_focal_point_of_participant
    | is_officer,
    "events.record_attendance": is_officer,
    "events.remove_attendance": is_officer,
    # For the system only: at a sign-in, and by a periodic task.
    "events.link_participant": rules.always_deny,
    "events.erase_access_needs": rules.always_deny,
    # Permissions to read, which are not verbs.
    "events.see_participants": is_officer,
    "events.see_participant": is_own_participation | is_focal_point_of_participant | is_officer,
    # The floor.
    "events.open_sitting": is_officer,
    "events.suspend_sitting": is_officer,
    "events.close_sitting": is_officer,
    "events.reopen_sitting": is_officer,
    "events.set_item_in_hand": is_officer,
    "events.set_document_in_hand": is_officer,
    "events.open_speakers_list": is_officer,
    "events.close_speakers_list": is_officer,
    "events.ask_for_floor": is_in_the_meeting,
    "events.withdraw_floor_request": is_own_turn | is_officer,
    "events.give_floor": is_officer,
    "events.pause_speech": is_officer,
    "events.resume_speech": is_officer,
    "events.end_speech": is_own_turn | is_officer,
    "events.return_to_list": is_officer,
    # Conclusions.
    "events.begin_conclusion": is_officer,
    "events.take_pen": is_in_the_meeting,
    "events.release_pen": is_in_the_meeting,
    "events.save_conclusion": is_in_the_meeting,
    "events.settle_conclusion": is_in_the_meeting,
    "events.agree_conclusion": is_officer,
    "events.agree_conclusion_with_statements": is_officer,
    "events.decline_conclusion": is_officer,
    "events.reopen_conclusion": is_officer,
    "events.publish_conclusions": is_officer,
    # Correspondence. ``see_replies`` is a permission to read, not a verb.
    "events.submit_conclusion_to_correspondence": is_officer,
    "events.reply_by_correspondence": may_see_meeting & is_focal_point_of_replier,
    "events.close_correspondence": is_officer,
    "events.withdraw_correspondence": is_officer,
    "events.see_replies": may_see_meeting & (is_officer | is_of_member | is_participant),
    # Imports of past meetings.
    "events.import_meeting": is_secretariat,
    "events.import_item": is_secretariat,
    "events.import_conclusion": is_secretariat,
}
for name, rule in RULES.items():
    rules.add_perm(name, rule)

register_verb_names(
    {
        "events.set_meeting_rules": pgettext_lazy("history entry", "Rules for meetings changed"),
        "events.add_closed_day": pgettext_lazy("history entry", "Non-working day added"),
        "events.remove_closed_day": pgettext_lazy("history entry", "Non-working day removed"),
        "events.create_meeting": pgettext_lazy("history entry", "Meeting created"),
        "events.change_meeting": pgettext_lazy("history entry", "Meeting changed"),
        "events.convene_meeting": pgettext_lazy("history entry", "Meeting convened"),
        "events.open_meeting": pgettext_lazy("history entry", "Meeting opened"),
        "events.close_meeting": pgettext_lazy("history entry", "Meeting closed"),
        "events.reopen_meeting": pgettext_lazy("history entry", "Meeting reopened"),
        "events.report_meeting": pgettext_lazy("history entry", "Meeting reported"),
        "events.cancel_meeting": pgettext_lazy("history entry", "Meeting cancelled"),
        "events.add_sitting": pgettext_lazy("history entry", "Sitting added"),
        "events.change_sitting": pgettext_lazy("history entry", "Sitting changed"),
        "events.remove_sitting": pgettext_lazy("history entry", "Sitting removed"),
        "events.copy_agenda": pgettext_lazy("history entry", "Agenda copied"),
        "events.add_item": pgettext_lazy("history entry", "Agenda item added"),
        "events.change_item": pgettext_lazy("history entry", "Agenda item changed"),
        "events.move_item": pgettext_lazy("history entry", "Agenda item moved"),
        "events.withdraw_item": pgettext_lazy("history entry", "Agenda item withdrawn"),
        "events.restore_item": pgettext_lazy("history entry", "Agenda item restored"),
        "events.set_item_outcome": pgettext_lazy("history entry", "Outcome of the item recorded"),
        "events.add_material": pgettext_lazy("history entry", "Material added"),
        "events.withdraw_material": pgettext_lazy("history entry", "Material withdrawn"),
        "events.restore_material": pgettext_lazy("history entry", "Material restored"),
        "events.notify_agenda_changes": pgettext_lazy(
            "history entry", "Participants notified of changes in the agenda"
        ),
        "events.register_participant": pgettext_lazy("history entry", "Participant registered"),
        "events.change_participant": pgettext_lazy("history entry", "Registration changed"),
        "events.confirm_participant": pgettext_lazy("history entry", "Participant confirmed"),
        "events.decline_participant": pgettext_lazy("history entry", "Participant declined"),
        "events.withdraw_participant": pgettext_lazy("history entry", "Participation withdrawn"),
        "events.record_attendance": pgettext_lazy("history entry", "Attendance recorded"),
        "events.remove_attendance": pgettext_lazy("history entry", "Attendance removed"),
        "events.link_participant": _("Registration connected with an account"),
        "events.erase_access_needs": _("Access needs of participants erased"),
        "events.open_sitting": pgettext_lazy("history entry", "Sitting opened"),
        "events.suspend_sitting": pgettext_lazy("history entry", "Sitting suspended"),
        "events.close_sitting": pgettext_lazy("history entry", "Sitting closed"),
        "events.reopen_sitting": pgettext_lazy("history entry", "Sitting reopened"),
        "events.set_item_in_hand": pgettext_lazy("history entry", "Item under discussion set"),
        "events.set_document_in_hand": pgettext_lazy(
            "history entry", "Document under discussion set"
        ),
        "events.open_speakers_list": pgettext_lazy("history entry", "List of speakers opened"),
        "events.close_speakers_list": pgettext_lazy("history entry", "List of speakers closed"),
        "events.ask_for_floor": pgettext_lazy("history entry", "Floor requested"),
        "events.withdraw_floor_request": pgettext_lazy(
            "history entry", "Request for the floor withdrawn"
        ),
        "events.give_floor": pgettext_lazy("history entry", "Floor given"),
        "events.pause_speech": pgettext_lazy("history entry", "Speaking time paused"),
        "events.resume_speech": pgettext_lazy("history entry", "Speaking time resumed"),
        "events.end_speech": pgettext_lazy("history entry", "Speech ended"),
        "events.return_to_list": pgettext_lazy(
            "history entry", "Speaker returned to the list of speakers"
        ),
        "events.begin_conclusion": pgettext_lazy("history entry", "Conclusion begun"),
        "events.take_pen": pgettext_lazy("history entry", "Pen taken over"),
        "events.release_pen": pgettext_lazy("history entry", "Pen released"),
        "events.save_conclusion": pgettext_lazy("history entry", "Conclusion saved"),
        "events.settle_conclusion": pgettext_lazy("history entry", "Two wordings merged"),
        "events.agree_conclusion": pgettext_lazy("history entry", "Conclusion agreed"),
        "events.agree_conclusion_with_statements": pgettext_lazy(
            "history entry", "Conclusion agreed with statements"
        ),
        "events.decline_conclusion": pgettext_lazy("history entry", "Conclusion not agreed"),
        "events.reopen_conclusion": pgettext_lazy("history entry", "Conclusion reopened"),
        "events.publish_conclusions": pgettext_lazy(
            "history entry", "Conclusions published as a text"
        ),
        "events.submit_conclusion_to_correspondence": pgettext_lazy(
            "history entry", "Conclusion submitted to the members by correspondence"
        ),
        "events.reply_by_correspondence": pgettext_lazy(
            "history entry", "Reply by correspondence recorded"
        ),
        "events.close_correspondence": pgettext_lazy("history entry", "Correspondence closed"),
        "events.withdraw_correspondence": pgettext_lazy(
            "history entry", "Correspondence withdrawn"
        ),
        "events.import_meeting": pgettext_lazy("history entry", "Meeting imported"),
        "events.import_item": pgettext_lazy("history entry", "Agenda item imported"),
        "events.import_conclusion": pgettext_lazy("history entry", "Conclusion imported"),
    }
)
# Who registers for a meeting is known to those concerned; the list of participants names who may be named.
mark_confidential(
    *(name for name in RULES if name.endswith(("_participant", "_attendance"))),
)
# Who writes at a meeting is known to those in it; replies are known to the members.
mark_confidential(
    "events.take_pen",
    "events.release_pen",
    "events.save_conclusion",
    "events.settle_conclusion",
    "events.reply_by_correspondence",
)
