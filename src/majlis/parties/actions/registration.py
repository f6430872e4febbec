"""Verbs of registrations: evidence, submission, questions and the decision."""

from __future__ import annotations

from typing import IO

from django.utils.translation import gettext_lazy as _

from majlis.kernel import clock, files
from majlis.kernel.audit import personal_reference
from majlis.kernel.errors import InvalidInput
from majlis.kernel.json_types import JSON
from majlis.kernel.models import (
    Access,
    Admission,
    Attachment,
    Circle,
    Record,
    StoredFile,
    User,
    Wording,
    WordingStatus,
)
from majlis.kernel.numbering import next_number
from majlis.kernel.records import create_record, get_or_create_circle, set_wording
from majlis.kernel.verbs import Act, verb
from majlis.parties import mail
from majlis.parties.appointments import (
    Linked,
    LinkTarget,
    discard_unproven_password,
    get_or_create_person,
    grant_role,
    lock_row,
    same_address,
    subject_of,
)
from majlis.parties.decision_reasons import QUESTIONS, REFUSALS
from majlis.parties.lifecycle import REGISTRATION, UNCONFIRMED, WAITING
from majlis.parties.models import Exchange, Organisation, Registration
from majlis.parties.registration_answers import RegistrationAnswers

PROFILE_FIELDS = ("form", "kind", "area", "website", "languages")


@verb("parties.upload_evidence")
def upload_evidence(act: Act, name: str, stream: IO[bytes]) -> StoredFile:
    """Store a file for the draft of a registration. Raises InvalidInput for the field ``file``."""
    stored = files.store_file(stream)
    act.note(stored, new={"sha256": stored.sha256, "size": stored.size})
    return stored


@verb("parties.submit_registration")
def submit_registration(act: Act, answers: RegistrationAnswers) -> Registration:
    """Submit a registration. Raises InvalidInput by field.

    If the applicant is signed in and gives the address of the account, it goes to the secretariat at
    once; otherwise the applicant must first confirm the address by a mailed link.
    """
    if faults := answers.faults():
        raise InvalidInput(faults)
    user = act.actor.user
    address_confirmed = user is not None and same_address(user.email, answers.email)
    number = next_number("registration")
    admissions: list[dict[str, str | User | None]] = [{"role": "secretariat"}]
    if address_confirmed:
        admissions.append({"user": user})
    record = create_record(
        "registration",
        f"registrations/{number}",
        answers.words,
        authentic=answers.authentic,
        access=Access.PRIVATE,
        circle=get_or_create_circle(f"registration:{number}", *admissions),
    )
    registration = Registration(
        record=record,
        number=number,
        state=WAITING if address_confirmed else UNCONFIRMED,
        applicant=user if address_confirmed else None,
        email_confirmed_at=clock.now() if address_confirmed else None,
    )
    _set_answers(registration, answers)
    if not address_confirmed:
        _mail_applicant(registration, "confirm")
    act.note(registration, new=_audit_values(registration, answers))
    return registration


def _set_answers(registration: Registration, answers: RegistrationAnswers) -> None:
    for name in (*PROFILE_FIELDS, "evidence_note", "applicant_name", "function", "language"):
        value = getattr(answers, name)
        setattr(registration, name, list(value) if isinstance(value, tuple) else value)
    registration.email = registration.email or answers.email.strip().lower()
    registration.save()
    for sha256, name in answers.files:
        stored = StoredFile.objects.get(sha256=sha256)
        Attachment.objects.get_or_create(record=registration.record, file=stored, name=name[:200])


def _audit_values(registration: Registration, answers: RegistrationAnswers) -> dict[str, JSON]:
    return {
        "state": registration.state,
        **{name: getattr(registration, name) for name in PROFILE_FIELDS},
        "title": answers.words["title"],
        "files": [sha256 for sha256, _name in answers.files],
        "applicant": personal_reference(answers.applicant_name, registration.applicant),
        "email": personal_reference(registration.email, registration.applicant),
    }


def _mail_applicant(registration: Registration, template: str) -> None:
    """Send the applicant, who may have no account, a mail about the registration."""
    language = registration.language
    token = mail.make_token("registration", registration)
    title = registration.record.wordings.filter(field="title").order_by("status").first()
    exchange = registration.exchanges.last()
    mail.enqueue_mail(
        template,
        registration.email,
        language,
        name=registration.applicant_name,
        organisation=title.text if title else "",
        number=registration.number,
        reason=exchange.reason if exchange else "",
        words=exchange.words if exchange else "",
        link=mail.page_url("parties:registration_link", language, token),
    )


@verb("parties.confirm_registration_address")
def confirm_registration_address(act: Act, target: LinkTarget[Registration]) -> Registration:
    """Confirm the applicant's address by the mailed link. Raises WrongState if it was confirmed before.

    The open account with that address, if there is one, becomes the applicant.
    """
    registration = lock_row(Registration, target.thing)
    moved = REGISTRATION.move(registration, "parties.confirm_registration_address")
    registration.email_confirmed_at = clock.now()
    user = User.objects.filter(email__iexact=registration.email, is_active=True).first()
    if user is not None:
        _make_applicant(registration, discard_unproven_password(user))
    registration.save(update_fields=["email_confirmed_at", "applicant"])
    act.note(registration, **moved)
    return registration


def _make_applicant(registration: Registration, user: User) -> None:
    registration.applicant = user
    circle = registration.record.circle
    if isinstance(circle, Circle):
        Admission.objects.get_or_create(circle=circle, user=user)


@verb("parties.resubmit_registration")
def resubmit_registration(
    act: Act, target: Linked[Registration], answers: RegistrationAnswers, *, words: str = ""
) -> Registration:
    """Resubmit a registration with new answers, after a question or a refusal; the address stays.

    Raises InvalidInput by field, WrongState unless the registration was questioned or refused.
    """
    if faults := answers.faults():
        raise InvalidInput(faults)
    registration = lock_row(Registration, subject_of(target))
    moved = REGISTRATION.move(registration, "parties.resubmit_registration")
    registration.decided_at = None
    _set_answers(registration, answers)
    for field, texts in answers.words.items():
        _replace_wordings(registration.record, field, texts, answers.authentic)
    _add_exchange(act, registration, Exchange.Kind.ANSWER, "", words)
    new = _audit_values(registration, answers) | moved["new"]
    act.note(registration, old=moved["old"], new=new)
    return registration


def _replace_wordings(record: Record, field: str, texts: dict[str, str], authentic: str) -> None:
    """Set the texts of a field, and delete those in other languages."""
    Wording.objects.filter(record=record, field=field).exclude(language__in=texts).delete()
    for language in sorted(texts, key=lambda each: each != authentic):
        status = WordingStatus.AUTHENTIC if language == authentic else WordingStatus.TRANSLATED
        set_wording(record, field, language, texts[language], status)


def _add_exchange(act: Act, registration: Registration, kind: str, reason: str, words: str) -> None:
    """Store a message between secretariat and applicant, unless it is empty."""
    if reason or words.strip():
        registration.exchanges.create(
            kind=kind,
            reason=reason,
            words=words.strip(),
            by=act.actor.user,
            language=act.actor.language,
        )


@verb("parties.ask_applicant")
def ask_applicant(
    act: Act, registration: Registration, *, reason: str = "", words: str = ""
) -> Registration:
    """Ask the applicant a question: a standard sentence, own words, or both.

    ``reason`` is a code of ``QUESTIONS``. Raises InvalidInput without either, WrongState.
    """
    if reason not in ("", *QUESTIONS) or not (reason or words.strip()):
        raise InvalidInput({"words": _("Select a standard question or enter your own.")})
    moved = REGISTRATION.move(registration, "parties.ask_applicant")
    _add_exchange(act, registration, Exchange.Kind.QUESTION, reason, words)
    if registration.applicant_id is None:
        _mail_applicant(registration, "question")
    act.note(registration, **moved, reason=reason or words.strip())
    return registration


@verb("parties.refuse_registration")
def refuse_registration(
    act: Act, registration: Registration, *, reason: str = "", words: str = ""
) -> Registration:
    """Refuse a registration with a reason; standard sentences reach applicants in their language.

    ``reason`` is a code of ``REFUSALS``. Raises InvalidInput without a reason or words, WrongState.
    """
    if reason not in ("", *REFUSALS) or not (reason or words.strip()):
        raise InvalidInput({"words": _("Select a standard reason or enter your own.")})
    moved = REGISTRATION.move(registration, "parties.refuse_registration")
    registration.decided_at = clock.now()
    registration.save(update_fields=["decided_at"])
    _add_exchange(act, registration, Exchange.Kind.REFUSAL, reason, words)
    if registration.applicant_id is None:
        _mail_applicant(registration, "refused")
    act.note(registration, **moved, reason=reason or words.strip())
    return registration


@verb("parties.admit_registration")
def admit_registration(act: Act, registration: Registration, *, words: str = "") -> Organisation:
    """Admit a registration: create the organization, with the applicant as focal point. Raises WrongState.

    An applicant without an account gets one, under the confirmed address.
    """
    moved = REGISTRATION.move(registration, "parties.admit_registration")
    registration.refresh_from_db()
    organisation = _create_organisation(registration)
    had_account = registration.applicant is not None
    user = registration.applicant or get_or_create_person(
        registration.email, registration.applicant_name, registration.language
    )
    _make_applicant(registration, user)
    registration.organisation = organisation
    registration.decided_at = clock.now()
    registration.save(update_fields=["organisation", "applicant", "decided_at"])
    grant_role(user, "focal_point", organisation.record)
    _add_exchange(act, registration, Exchange.Kind.ADMISSION, "", words)
    if not had_account:
        _mail_applicant(registration, "admitted")
    act.note(registration, **moved)
    act.note(
        organisation,
        new={"number": organisation.number, "focal_point": personal_reference(str(user), user)},
    )
    return organisation


def _create_organisation(registration: Registration) -> Organisation:
    """Create the organization of a registration, with its names."""
    number = next_number("organisation")
    wordings = list(registration.record.wordings.all())
    words: dict[str, dict[str, str]] = {}
    for each in wordings:
        words.setdefault(each.field, {})[each.language] = each.text
    authentic = next(
        (each.language for each in wordings if each.status == WordingStatus.AUTHENTIC), ""
    )
    record = create_record("organisation", f"organisations/{number}", words, authentic=authentic)
    organisation = Organisation(record=record, number=number)
    for name in PROFILE_FIELDS:
        setattr(organisation, name, getattr(registration, name))
    organisation.save()
    return organisation


@verb("parties.withdraw_registration")
def withdraw_registration(act: Act, target: Linked[Registration]) -> Registration:
    """Withdraw one's own registration before it is decided. Raises WrongState."""
    registration: Registration = subject_of(target)
    act.note(registration, **REGISTRATION.move(registration, "parties.withdraw_registration"))
    return registration
