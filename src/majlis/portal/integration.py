"""Registers lower rooms with the registries of commons: search, notices, to-do items, comments.

A lower room may not import commons; the portal may import both. Higher rooms register themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from majlis.commons.comments.policy import Policy
from majlis.commons.comments.policy import register as register_comment_policy
from majlis.commons.notices import todo
from majlis.commons.notices.dispatch import followers
from majlis.commons.notices.events import no_audience
from majlis.commons.notices.events import register as register_event
from majlis.commons.notices.todo import TodoItem
from majlis.commons.search import registry as search_registry
from majlis.events.extension_points import register_meeting_section
from majlis.framework.models import Concept, Link
from majlis.kernel.models import Appointment, AuditEntry, Reader, Record, Redaction, User
from majlis.kernel.models.audit import RedactionQuerySet
from majlis.kernel.roles import is_secretariat
from majlis.kernel.rules import can_redact
from majlis.look import menu
from majlis.parties.models import Body, Delegation, Organisation, Registration
from majlis.parties.queries.registrations import (
    registrations_awaiting,
    registrations_to_decide,
)
from majlis.portal.follow_up import section as follow_up_section
from majlis.portal.queries import visible_redactions


def register_all() -> None:
    """Register everything; called once when the applications are ready."""
    register_search()
    register_notices()
    register_todo()
    register_comments()
    register_meeting_sections()


# Search


def register_search() -> None:
    """Register the searchable record kinds of lower rooms."""
    search_registry.register("scheme", body=("note",))
    search_registry.register(
        "concept", body=("description", "definition", "note"), symbols=concept_symbols
    )
    search_registry.register("matrix", body=("note",))
    search_registry.register("body", body=("mandate", "note"), symbols=body_symbols)
    search_registry.register("organisation", body=("short_name",), symbols=organisation_symbols)


def concept_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The codes of concepts, such as ``C2`` or ``SDG 4.b``, with their other notations."""
    concepts = Concept.objects.filter(record__in=records).select_related("scheme")
    symbols: dict[int, list[str]] = {}
    for concept in concepts.prefetch_related("notations"):
        own = [concept.code, f"{concept.scheme.key} {concept.code}".upper()]
        symbols[concept.record_id] = [
            *own,
            *(notation.value for notation in concept.notations.all()),
        ]
    return symbols


def body_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The abbreviations of bodies, former ones too."""
    return {
        each.record_id: [
            name for name in (each.abbreviation, *(a.label for a in each.aliases.all())) if name
        ]
        for each in Body.objects.filter(record__in=records).prefetch_related("aliases")
    }


def organisation_symbols(records: Sequence[Record]) -> Mapping[int, Sequence[str]]:
    """The short names of organizations, in all languages."""
    return {
        record.pk: [each.text for each in record.wordings.all() if each.field == "short_name"]
        for record in records
    }


# Notices


def register_notices() -> None:
    """Register the notices on verbs of lower rooms."""
    for verb, sentence in (
        ("framework.propose_link", _("{actor} proposed a matrix cell: {record}.")),
        ("framework.accept_link", _("{actor} accepted a matrix cell: {record}.")),
        ("framework.withdraw_link", _("{actor} withdrew a matrix cell: {record}.")),
        ("framework.correct_link", _("{actor} corrected a matrix cell: {record}.")),
    ):
        register_event(verb, sentence=sentence, audience=followers_of_row_and_column, public=True)
    register_event(
        "framework.correct_label",
        sentence=_("{actor} corrected the name of {record}."),
        public=True,
    )
    register_event(
        "parties.admit_registration",
        sentence=_("{record} was admitted."),
        audience=applicant_and_followers,
        public=True,
        urgent=True,
        only=concerns_organisation,
    )
    register_event(
        "parties.refuse_registration",
        sentence=_("The registration of {record} was refused."),
        audience=applicant_of,
        urgent=True,
    )
    register_event(
        "parties.ask_applicant",
        sentence=_("The secretariat has a question about the registration of {record}."),
        audience=applicant_of,
        urgent=True,
    )
    register_event(
        "parties.submit_registration",
        sentence=_("{record} applied for registration."),
        queue="registrations",
    )
    register_event(
        "parties.resubmit_registration",
        sentence=_("{record} resubmitted its registration."),
        queue="registrations",
    )
    for verb, sentence in (
        ("parties.request_delegation", _("{actor} requested to become a delegate of {record}.")),
        (
            "parties.accept_invitation",
            _("{actor} accepted the invitation to serve as a delegate of {record}."),
        ),
    ):
        register_event(verb, sentence=sentence, audience=focal_points_of, followers=False)
    for verb, sentence in (
        ("parties.confirm_delegate", _("You were confirmed as a delegate of {record}.")),
        (
            "parties.decline_delegate",
            _("Your request to become a delegate of {record} was declined."),
        ),
        ("parties.end_delegation", _("Your role as a delegate of {record} has ended.")),
    ):
        register_event(verb, sentence=sentence, audience=delegate_of, followers=False, urgent=True)
    for verb, sentence, queue in (
        (
            "kernel.propose_redaction",
            _("{actor} proposed to erase personal data from the history of {record}."),
            "redactions",
        ),
        (
            "kernel.withdraw_redaction",
            _("{actor} withdrew the proposal to erase personal data from the history of {record}."),
            "redactions",
        ),
        (
            "kernel.confirm_redaction",
            _("{actor} confirmed your proposal and erased the personal data."),
            "",
        ),
        (
            "kernel.decline_redaction",
            _("{actor} declined the proposal to erase personal data."),
            "",
        ),
    ):
        register_event(
            verb,
            sentence=sentence,
            audience=no_audience if queue else proposer_of,
            values=redaction_key,
            address=redaction_address,
            queue=queue,
            followers=False,
        )


def followers_of_row_and_column(entry: AuditEntry) -> Iterable[User]:
    """The followers of the row or the column of the cell."""
    link = (
        Link.objects.select_related("row__record", "column__record")
        .filter(pk=entry.record_id)
        .first()
    )
    if link is None:
        return ()
    return (followers(link.row.record) | followers(link.column.record)).distinct()


def _target_of[M: Model](entry: AuditEntry, model: type[M]) -> M | None:
    """The instance that an entry is about, if it is of this model."""
    label, _colon, key = entry.target.partition(":")
    rows = model._default_manager.filter(pk=key)
    return rows.first() if label == model._meta.label_lower else None


def concerns_organisation(entry: AuditEntry) -> bool:
    """Whether an entry is of the organization: its admission also has one of the registration, for the history."""
    return entry.target.startswith(f"{Organisation._meta.label_lower}:")


def applicant_and_followers(entry: AuditEntry) -> Iterator[User]:
    """The applicant of the admitted organization, and the followers of the registration."""
    yield from applicant_of(entry)
    registration = Registration.objects.filter(organisation=entry.record_id).first()
    if registration is not None:
        yield from followers(registration.record)


def applicant_of(entry: AuditEntry) -> Iterator[User]:
    """The applicant of the registration, if they have an account."""
    registration = _target_of(entry, Registration)
    if registration is None:
        organisation = _target_of(entry, Organisation)
        registration = (
            Registration.objects.filter(organisation=organisation).first() if organisation else None
        )
    if registration is not None and registration.applicant is not None:
        yield registration.applicant


def focal_points_of(entry: AuditEntry) -> Iterable[User]:
    """The focal points of the organization."""
    appointments = Appointment.objects.today().filter(role="focal_point", scope=entry.record)
    return User.objects.filter(appointments__in=appointments)


def delegate_of(entry: AuditEntry) -> Iterator[User]:
    """The user of the delegation."""
    delegation = _target_of(entry, Delegation)
    if delegation is not None and delegation.user is not None:
        yield delegation.user


def proposer_of(entry: AuditEntry) -> Iterator[User]:
    """The user who proposed the redaction."""
    redaction = _target_of(entry, Redaction)
    if redaction is not None and redaction.proposed_by is not None:
        yield redaction.proposed_by


def redaction_key(entry: AuditEntry) -> Mapping[str, int]:
    """The key of the redaction, for the address of its page."""
    return {"redaction": int(entry.target.partition(":")[2])}


def redaction_address(values: Mapping[str, int]) -> str:
    """The page of the redaction."""
    return reverse("redaction", args=[values["redaction"]])


# To-do items


def register_todo() -> None:
    """Register the to-do items of lower rooms."""
    todo.register_rows(
        registrations_to_decide,
        sentence=registrations_sentence,
        url_name="parties:registrations",
        code="registrations",
        name=_("registrations awaiting a decision"),
        may=lambda user: bool(is_secretariat.test(user)),
    )
    todo.register_rows(
        waiting_redactions,
        sentence=redactions_sentence,
        url_name="redactions",
        code="redactions",
        name=_("proposals to erase personal data"),
        may=lambda user: bool(can_redact.test(user)),
    )
    menu.register_work_entry(
        menu.MenuEntry(
            "redactions",
            _("Proposals to erase personal data"),
            820,
            shown=lambda request: bool(can_redact.test(request.user)),
            waiting=lambda request: (
                waiting_redactions(request.user) if request.user.is_authenticated else None
            ),
        )
    )
    todo.register(own_registrations)
    todo.register(delegates_to_confirm, may=lambda user: holds_role_anywhere(user, "focal_point"))
    todo.register(
        cells_to_accept, may=lambda user: holds_role_anywhere(user, "action_line_focal_point")
    )


def holds_role_anywhere(user: Reader, role: str) -> bool:
    """Whether the user has the role for any scope; no query of its own."""
    return user.is_authenticated and any(each.role == role for each in user.appointments_today())


def registrations_sentence(count: int) -> str:
    """How many registrations await the secretariat."""
    message = ngettext(
        "%(count)s registration awaiting a decision",
        "%(count)s registrations awaiting a decision",
        count,
    )
    return message % {"count": count}


def waiting_redactions(user: User) -> RedactionQuerySet:
    """The redactions of others that the user can confirm or decline."""
    return visible_redactions(user).waiting().exclude(proposed_by=user)


def redactions_sentence(count: int) -> str:
    """How many redactions await the user."""
    message = ngettext(
        "%(count)s proposal to erase personal data",
        "%(count)s proposals to erase personal data",
        count,
    )
    return message % {"count": count}


def own_registrations(user: User) -> Iterator[TodoItem]:
    """The user's registrations on which the secretariat has a question."""
    for each in registrations_awaiting(user).filter(state="asked"):
        yield TodoItem(
            _("The secretariat has a question about your registration"), each.get_absolute_url()
        )


def delegates_to_confirm(user: User) -> Iterator[TodoItem]:
    """The requests to represent an organization of which the user is focal point."""
    scopes = [each.scope_id for each in user.appointments_today() if each.role == "focal_point"]
    delegations = Delegation.objects.filter(organisation__in=scopes, state="asked").select_related(
        "organisation"
    )
    for each in delegations[:20]:
        url = reverse("parties:delegation", args=[each.organisation.number])
        yield TodoItem(_("New request to become a delegate of your organization"), url)


def cells_to_accept(user: User) -> Iterator[TodoItem]:
    """The proposed cells of action lines of which the user is focal point."""
    mine = [
        each.scope_id
        for each in user.appointments_today()
        if each.role == "action_line_focal_point"
    ]
    links = Link.objects.visible_to(user).filter(row__in=mine, state="proposed").with_wordings()
    for each in links.select_related("record")[:20]:
        yield TodoItem(_("Matrix cell proposed for your action line"), each.get_absolute_url())


def register_comments() -> None:
    """Allow comments on record kinds of lower rooms; they are published at once and moderated later."""
    for kind in ("concept", "link", "matrix"):
        register_comment_policy(kind, Policy())


# Meetings


def register_meeting_sections() -> None:
    """Register the section of a meeting's page that leads to its follow-up."""
    register_meeting_section(follow_up_section.TEMPLATE, follow_up_section.meeting_section)
