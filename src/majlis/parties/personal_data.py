"""Personal data of parties: registrations, delegations, successions, memberships, offices."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows, register_kind
from majlis.parties.lifecycle import ASKED, DELEGATION, INVITED, REGISTRATION, SUCCESSION
from majlis.parties.models import (
    Delegation,
    Exchange,
    Holding,
    NamedMember,
    Registration,
    Succession,
)


def register_personal_data() -> None:
    """Register the kinds of personal data with the accounts."""
    columns = {
        "organisation": pgettext_lazy("organization", "Organization"),
        "state": pgettext_lazy("status of a record", "Status"),
        "name": pgettext_lazy("person", "Name"),
        "function": pgettext_lazy("person", "Position"),
    }
    stays = _("The organization’s record, with its names and files, is retained without your name.")
    register_kind(
        PersonalDataKind(
            "registrations",
            _("Registrations of organizations"),
            registrations,
            erase_registrations,
            columns,
            kept=stays,
        )
    )
    register_kind(
        PersonalDataKind(
            "delegations",
            pgettext_lazy("delegates of an organization", "Delegations"),
            delegations,
            erase_delegations,
            columns,
        )
    )
    register_kind(
        PersonalDataKind(
            "successions",
            _("Nominations as focal point"),
            successions,
            erase_successions,
            {
                "organisation": pgettext_lazy("organization", "Organization"),
                "state": pgettext_lazy("status of a record", "Status"),
            },
        )
    )
    register_kind(
        PersonalDataKind(
            "named_members",
            _("Individual memberships without an account"),
            named_members,
            erase_named_members,
            {
                "body": pgettext_lazy("intergovernmental body", "Body"),
                "since": pgettext_lazy("period", "Start date"),
                "until": pgettext_lazy("period", "End date"),
            },
        )
    )
    register_kind(
        PersonalDataKind(
            "offices",
            pgettext_lazy("position", "Offices held"),
            offices,
            columns={
                "office": pgettext_lazy("position", "Office"),
                "since": pgettext_lazy("period", "Start date"),
                "until": pgettext_lazy("period", "End date"),
            },
            kept=_("Names of office holders are retained because their offices are public."),
        )
    )


def _has_address_of(user: User) -> Q:
    """A condition: rows with the e-mail address of the account."""
    return Q(email__iexact=user.email)


def registrations(user: User) -> Rows:
    """The registrations that the person submitted."""
    rows = Registration.objects.filter(Q(applicant=user) | _has_address_of(user)).with_wordings()
    return [
        {
            "number": each.number,
            "organisation": each.say("title").text,
            "state": str(REGISTRATION.states[each.state]),
            "name": each.applicant_name,
            "function": each.function,
            "email": each.email,
            "note": each.evidence_note,
            "sent": each.sent_at.isoformat(),
            "said": "\n".join(one.words for one in each.exchanges.all() if one.by_id == user.pk),
        }
        for each in rows.order_by("number").prefetch_related("exchanges")
    ]


def delegations(user: User) -> Rows:
    """The delegations of the person, in any state."""
    delegations = Delegation.objects.filter(Q(user=user) | _has_address_of(user)).order_by("pk")
    rows = delegations.select_related("organisation__record").prefetch_related(
        "organisation__record__wordings"
    )
    return [
        {
            "organisation": each.organisation.say("title").text,
            "state": str(DELEGATION.states[each.state]),
            "name": each.name,
            "function": each.function,
            "email": each.email,
            "reason": each.reason,
            "made": each.made_at.isoformat(),
            "settled": each.settled_at.isoformat() if each.settled_at else None,
        }
        for each in rows
    ]


def successions(user: User) -> Rows:
    """The nominations of the person as a focal point."""
    successions = Succession.objects.filter(Q(successor=user) | _has_address_of(user)).order_by(
        "pk"
    )
    rows = successions.select_related("organisation__record").prefetch_related(
        "organisation__record__wordings"
    )
    return [
        {
            "organisation": each.organisation.say("title").text,
            "state": str(SUCCESSION.states[each.state]),
            "name": each.name,
            "email": each.email,
            "made": each.made_at.isoformat(),
        }
        for each in rows
    ]


def named_members(user: User) -> Rows:
    """The memberships in bodies that were recorded with the person's address, without an account."""
    rows = NamedMember.objects.filter(_has_address_of(user)).select_related("body__record")
    return [
        {
            "body": each.body.say("title").text,
            "name": each.name,
            "email": each.email,
            "since": each.since.isoformat(),
            "until": each.until.isoformat() if each.until else None,
            "source": each.source,
        }
        for each in rows.order_by("pk").prefetch_related("body__record__wordings")
    ]


def offices(user: User) -> Rows:
    """The public offices, present and former, that are linked to the account."""
    rows = Holding.objects.filter(user=user).select_related("office__record")
    return [
        {
            "office": each.office.say("title").text,
            "name": each.name,
            "since": each.since,
            "until": each.until,
        }
        for each in rows.order_by("pk").prefetch_related("office__record__wordings")
    ]


def erase_registrations(user: User, act: Act) -> int:
    """Erase name, function and address; the organization, its names and its files stay."""
    rows = Registration.objects.filter(Q(applicant=user) | _has_address_of(user))
    Exchange.objects.filter(registration__in=rows, by=user).update(words="")
    return rows.update(applicant_name="", function="", email="", evidence_note="")


def erase_delegations(user: User, act: Act) -> int:
    """Erase name, function and address; withdraw requests and invitations without an answer."""
    rows = Delegation.objects.filter(Q(user=user) | _has_address_of(user))
    rows.filter(state__in=(ASKED, INVITED)).update(state="withdrawn")
    return rows.update(name="", function="", email="", reason="")


def erase_successions(user: User, act: Act) -> int:
    """Erase name and address; withdraw nominations without an answer."""
    rows = Succession.objects.filter(Q(successor=user) | _has_address_of(user))
    rows.filter(state="proposed").update(state="withdrawn")
    return rows.update(name="", email="")


def erase_named_members(user: User, act: Act) -> int:
    """Erase name and address; end present memberships."""
    rows = NamedMember.objects.filter(_has_address_of(user))
    rows.filter(until__isnull=True).update(until=clock.now().date())
    return rows.update(name="", email="", source="")
