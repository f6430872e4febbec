"""Personal data of the accounts themselves."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.kernel import clock
from majlis.kernel.audit import with_personal_values
from majlis.kernel.errors import StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import (
    Admission,
    Appointment,
    AuditEntry,
    PersonalDatum,
    Record,
    Redaction,
    User,
)
from majlis.kernel.models.people import today
from majlis.kernel.roles import ROLES
from majlis.kernel.verbs import Act, verb_name
from majlis.look.languages import name_of
from majlis.look.templatetags import look
from majlis.parties.accounts import personal_data_registry, time_zones
from majlis.parties.accounts.models import OneTimeLink, Session
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows


def iso_utc(moment: datetime | None) -> str | None:
    """A moment as ISO text in the default time zone, which is UTC."""
    return moment.astimezone(timezone.get_default_timezone()).isoformat() if moment else None


def moment_text(text: str) -> str:
    """A moment formatted for a page, in the reader's time zone."""
    return look.moment(datetime.fromisoformat(text))


def date_text(text: str) -> str:
    """A date formatted for a page."""
    return look.date(date.fromisoformat(text))


def role_name(code: str) -> StrOrPromise:
    """The name of a role."""
    return ROLES[code][0] if code in ROLES else code


def second_step_name(code: str) -> StrOrPromise:
    """The name of a kind of second step."""
    return SECOND_STEP_NAMES.get(code, code)


def language_name(code: str) -> StrOrPromise:
    """The name of a language in the reader's language."""
    return name_of(code)


SECOND_STEP_NAMES = {
    "totp": pgettext_lazy("two-step sign-in", "Authenticator"),
    "recovery_codes": pgettext_lazy("two-step sign-in", "Recovery codes"),
    "webauthn": pgettext_lazy("two-step sign-in", "Passkey"),
}


def profile(user: User) -> Rows:
    """The account itself."""
    return [
        {
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "time_zone": user.time_zone,
            "created_at": iso_utc(user.created_at),
            "last_sign_in": iso_utc(user.last_login),
        }
    ]


def erase_profile(user: User, act: Act) -> int:
    """Erase and close the account; its address is replaced by an invalid one."""
    user.name = ""
    user.email = f"erased-{user.pk}-{secrets.token_hex(8)}@erased.invalid"
    user.time_zone = "UTC"
    user.is_active = False
    user.erased_at = clock.now()
    user.last_login = None
    user.set_unusable_password()
    user.save()
    return 1


def addresses(user: User) -> Rows:
    """The e-mail addresses, including unconfirmed ones."""
    return [
        {"email": each.email, "confirmed": each.verified, "primary": each.primary}
        for each in EmailAddress.objects.filter(user=user).order_by("pk")
    ]


def erase_addresses(user: User, act: Act) -> int:
    """Delete the e-mail addresses."""
    return int(EmailAddress.objects.filter(user=user).delete()[0])


def roles(user: User) -> Rows:
    """The roles, with their dates."""
    return [
        {
            "role": each.role,
            "scope": each.scope.address if each.scope else "",
            "since": each.since.isoformat(),
            "until": each.until.isoformat() if each.until else None,
        }
        for each in Appointment.objects.filter(user=user).select_related("scope").order_by("pk")
    ]


def end_roles(user: User, act: Act) -> int:
    """End all roles, which stay on record; delete those that have not begun."""
    Admission.objects.filter(user=user).delete()
    now = today()
    ended = 0
    for appointment in Appointment.objects.filter(user=user).exclude(until__lt=now):
        ended += 1
        if appointment.since > now:
            appointment.delete()
        else:
            appointment.until = max(now - timedelta(days=1), appointment.since)
            appointment.save(update_fields=["until"])
    user.clear_appointment_cache()
    return ended


def sessions(user: User) -> Rows:
    """The open sessions."""
    sessions = Session.objects.filter(user=user, expire_date__gt=clock.now())
    return [{"ends_at": iso_utc(each.expire_date)} for each in sessions.order_by("expire_date")]


def end_sessions(user: User, act: Act) -> int:
    """Sign the person out everywhere."""
    return Session.objects.filter(user=user).delete()[0]


def second_steps(user: User) -> Rows:
    """The second steps and passkeys, without their secrets."""
    return [
        {
            "kind": each.type,
            "name": each.data.get("name", ""),
            "added_at": iso_utc(each.created_at),
            "last_used_at": iso_utc(each.last_used_at),
        }
        for each in Authenticator.objects.filter(user=user).order_by("pk")
    ]


def erase_second_steps(user: User, act: Act) -> int:
    """Delete the second steps and passkeys."""
    return int(Authenticator.objects.filter(user=user).delete()[0])


def own_sign_ins(user: User) -> Rows:
    """The accounts at organizations by which the person signs in."""
    return [
        {"provider": each.provider, "identifier": each.uid, "told_by_it": each.extra_data}
        for each in SocialAccount.objects.filter(user=user).order_by("pk")
    ]


def erase_own_sign_ins(user: User, act: Act) -> int:
    """Delete the accounts at organizations, and one-time links."""
    OneTimeLink.objects.filter(user=user).delete()
    return int(SocialAccount.objects.filter(user=user).delete()[0])


def audit_entries(user: User) -> Rows:
    """The audit entries of the person."""
    own = AuditEntry.objects.filter(actor=user)
    entries = with_personal_values(list(own.order_by("pk")))
    records = Record.objects.filter(pk__in=own.values("record"))
    addresses = dict(records.values_list("pk", "address"))
    hidden = set(addresses.values()) - personal_data_registry.visible_addresses(
        user, addresses.values()
    )
    return [
        {
            "at": iso_utc(each.at),
            "verb": each.verb,
            "target": each.target,
            "record": addresses.get(each.record_id or 0, ""),
            "old": _hide_addresses(hidden, getattr(each, "shown_old", {})),
            "new": _hide_addresses(hidden, getattr(each, "shown_new", {})),
            "reason": each.reason,
        }
        for each in entries
    ]


def _hide_addresses(hidden: Collection[str], values: Mapping[str, JSON]) -> dict[str, JSON]:
    """The values of an entry, with the addresses of hidden records replaced."""
    return {
        key: str(personal_data_registry.NOT_VISIBLE)
        if isinstance(value, str) and value in hidden
        else value
        for key, value in values.items()
    }


def personal_values(user: User) -> Rows:
    """The personal values to which audit entries refer."""
    data = PersonalDatum.objects.filter(subject=user, redaction__isnull=True)
    return [{"value": each.value} for each in data.order_by("pk")]


def erase_personal_values(user: User, act: Act) -> int:
    """Erase the personal values by a redaction that the person proposes and the system confirms."""
    data = PersonalDatum.objects.filter(subject=user, redaction__isnull=True)
    if not data.exists():
        return 0
    redaction = Redaction.objects.create(
        reason="own data erased", proposed_by=user, confirmed_at=clock.now()
    )
    redaction.asked_for.set(data)
    return data.update(value="", redaction=redaction)


AUDIT_REASON = _(
    "Entries are retained without your name because decisions of others depend on them."
)

KINDS = (
    PersonalDataKind(
        "profile",
        pgettext_lazy("account", "Profile"),
        profile,
        erase_profile,
        {
            "name": pgettext_lazy("person", "Name"),
            "email": pgettext_lazy("email", "Email address"),
            "language": pgettext_lazy("language", "Language"),
            "time_zone": pgettext_lazy("account", "Time zone"),
            "created_at": pgettext_lazy("account", "Created on"),
            "last_sign_in": pgettext_lazy("account", "Last sign-in"),
        },
        shown={
            "name": look.isolate,
            "email": look.isolate,
            "time_zone": time_zones.zone_label,
            "language": language_name,
            "created_at": moment_text,
            "last_sign_in": moment_text,
        },
        correct="accounts:profile",
    ),
    PersonalDataKind(
        "email_addresses",
        pgettext_lazy("account", "Email addresses"),
        addresses,
        erase_addresses,
        {
            "email": pgettext_lazy("email", "Email address"),
            "confirmed": pgettext_lazy("email address", "Confirmed"),
            "primary": pgettext_lazy("email address", "In use"),
        },
        shown={"email": look.isolate},
        correct="account_email",
    ),
    PersonalDataKind(
        "roles",
        pgettext_lazy("roles of a person", "Roles"),
        roles,
        end_roles,
        {
            "role": pgettext_lazy("role", "Role"),
            "scope": _("Scope of the role"),
            "since": pgettext_lazy("period", "Start date"),
            "until": pgettext_lazy("period", "End date"),
        },
        shown={"role": role_name, "since": date_text, "until": date_text},
        records=("scope",),
        kept=_(
            "Roles and their dates are retained without your name because decisions depend on them."
        ),
    ),
    PersonalDataKind(
        "sessions",
        pgettext_lazy("signed-in session", "Active sessions"),
        sessions,
        end_sessions,
        {"ends_at": pgettext_lazy("signed-in session", "Ends on")},
        shown={"ends_at": moment_text},
    ),
    PersonalDataKind(
        "second_steps",
        _("Two-step sign-in and passkeys"),
        second_steps,
        erase_second_steps,
        {
            "kind": pgettext_lazy("kind of a record", "Kind"),
            "name": pgettext_lazy("person", "Name"),
            "added_at": pgettext_lazy("passkey", "Added on"),
            "last_used_at": pgettext_lazy("passkey", "Last used on"),
        },
        shown={
            "name": look.isolate,
            "kind": second_step_name,
            "added_at": moment_text,
            "last_used_at": moment_text,
        },
        correct="mfa_index",
    ),
    PersonalDataKind(
        "own_sign_ins",
        _("Sign-in with your organization"),
        own_sign_ins,
        erase_own_sign_ins,
        {
            "provider": pgettext_lazy("organization", "Organization"),
            "identifier": _("Identifier at the organization"),
        },
        shown={"provider": look.symbol, "identifier": look.symbol},
        correct="socialaccount_connections",
    ),
    PersonalDataKind(
        "acts",
        pgettext_lazy("personal data", "Your actions"),
        audit_entries,
        columns={
            "at": pgettext_lazy("time of an entry", "Time"),
            "verb": pgettext_lazy("personal data", "Action"),
            "record": pgettext_lazy("record", "Record"),
        },
        shown={"at": moment_text, "verb": verb_name},
        records=("record",),
        kept=AUDIT_REASON,
    ),
    PersonalDataKind(
        "personal_values",
        _("Personal data in the audit log"),
        personal_values,
        erase_personal_values,
        {"value": pgettext_lazy("personal data", "Value")},
        shown={"value": look.isolate},
    ),
)


def register_personal_data() -> None:
    """Register the kinds of personal data of the accounts."""
    for kind in KINDS:
        personal_data_registry.register_kind(kind)
