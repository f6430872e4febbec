"""Verbs of remarks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.remarks import mail
from majlis.commons.remarks.lifecycle import REMARK
from majlis.commons.remarks.models import Answer, Outcome, Remark, WithholdingReason
from majlis.commons.remarks.page_reference import page_of_address, site_address
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.json_types import JSON
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.numbering import next_number
from majlis.kernel.verbs import Act, verb

MAX_LENGTH = 4000
MAX_SOURCE_LENGTH = 1000
MAX_NAME_LENGTH = 200


@dataclass(frozen=True)
class RemarkInput:
    """The content of a remark form: text, language, address of the page, source, and contact of the reader."""

    text: str
    language: str
    address: str = ""
    source: str = ""
    name: str = ""
    email: str = ""


def _plain(text: str) -> str:
    # Browsers send CRLF line ends; PostgreSQL does not store NUL characters.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _validate_text(
    faults: dict[str, StrOrPromise], name: str, text: str, limit: int = MAX_LENGTH
) -> str:
    text = _plain(text)
    if len(text) > limit:
        message = _("This text is too long. Use at most %(most)s characters.")
        faults[name] = str(message) % {"most": limit}
    return text


def _validate_language(faults: dict[str, StrOrPromise], code: str) -> str:
    if code not in LANGUAGES_BY_CODE:
        faults["language"] = pgettext_lazy("entry in a form", "Select the language of the text.")
    return code


def _validated(given: RemarkInput) -> RemarkInput:
    faults: dict[str, StrOrPromise] = {}
    text = _validate_text(faults, "text", given.text)
    if not text:
        faults["text"] = _("Describe the error or omission.")
    address = site_address(given.address)
    if address is None:
        faults["address"] = _(
            "Invalid address. Enter the address of a Majlis page, or leave the field blank."
        )
    source = _validate_text(faults, "source", given.source, MAX_SOURCE_LENGTH)
    name = " ".join(_validate_text(faults, "name", given.name, MAX_NAME_LENGTH).split())
    email = _plain(given.email).lower()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        faults["email"] = _("Invalid email address. Enter an address such as name@example.org.")
    language = _validate_language(faults, given.language)
    if faults:
        raise InvalidInput(faults)
    return RemarkInput(text, language, address or "", source, name, email)


@verb("remarks.submit_remark")
def submit_remark(act: Act, given: RemarkInput) -> Remark:
    """Report that something on a page is wrong or missing; no account is needed. Raises InvalidInput.

    The text is visible to the secretariat only until it is published. Of a reader with an account,
    name and e-mail address are not stored: they get a notice.
    """
    given = _validated(given)
    writer = act.actor.user
    page = page_of_address(given.address, act.actor.person)
    remark = Remark.objects.create(
        number=next_number("remark"),
        address=page.address,
        record=page.record,
        place=page.place,
        language=given.language,
        text=given.text,
        source=given.source,
        writer=writer,
        name="" if writer else given.name,
        email="" if writer else given.email,
        due=clock.today() + datetime.timedelta(days=settings.MAJLIS_REMARK_DAYS),
    )
    new: dict[str, str | int] = {"number": remark.number, "state": remark.state}
    new |= {"due": remark.due.isoformat(), "language": remark.language}
    act.note(remark, new=new, record=remark.record)
    return remark


def _locked(remark: Remark) -> Remark:
    """The current row of the remark, locked until the end of the transaction."""
    return Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)


@verb("remarks.publish_remark")
def publish_remark(act: Act, remark: Remark) -> None:
    """Publish the text before the answer, or again after it was withheld. Raises WrongState."""
    locked = _locked(remark)
    if locked.state == "waiting" and locked.shown:
        act.unchanged()
        return
    if not locked.text:
        raise WrongState(_("The text of this remark is no longer held in Majlis."))
    change = REMARK.move(locked, "remarks.publish_remark")
    old = {**change["old"], "shown": locked.shown}
    locked.shown, locked.closed_at, locked.why, locked.why_words = True, None, "", ""
    locked.save(update_fields=["shown", "closed_at", "why", "why_words"])
    act.note(locked, old=old, new={**change["new"], "shown": True}, record=locked.record)
    remark.refresh_from_db()


def _record_answer(act: Act, remark: Remark, outcome: str, language: str, text: str) -> Answer:
    """Save an answer, for both verbs. Raises InvalidInput, WrongState."""
    faults: dict[str, StrOrPromise] = {}
    text = _validate_text(faults, "text", text)
    if not text:
        faults["text"] = _("Enter a reply stating what was done or why no action was taken.")
    if outcome not in Outcome.values:
        faults["outcome"] = _("Select an outcome.")
    _validate_language(faults, language)
    if faults:
        raise InvalidInput(faults)
    change = REMARK.move(remark, act.verb)
    answer = Answer.objects.create(
        remark=remark, outcome=outcome, language=language, text=text, by=act.actor.user
    )
    remark.shown = True
    remark.save(update_fields=["shown"])
    new: dict[str, JSON] = {**change["new"], "answer": answer.pk, "outcome": outcome}
    act.note(remark, old=change["old"], new=new, record=remark.record)
    mail.enqueue_mail(remark)
    return answer


@verb("remarks.answer_remark")
def answer_remark(act: Act, remark: Remark, *, outcome: str, language: str, text: str) -> Answer:
    """Answer a remark; the answer and the text are published at once. Raises InvalidInput, WrongState."""
    locked = _locked(remark)
    locked.closed_at = clock.now()
    answer = _record_answer(act, locked, outcome, language, text)
    locked.save(update_fields=["closed_at"])
    remark.refresh_from_db()
    return answer


@verb("remarks.correct_answer")
def correct_answer(act: Act, remark: Remark, *, outcome: str, language: str, text: str) -> None:
    """Add a corrected answer; the earlier answer stays visible. Raises InvalidInput, WrongState."""
    locked = _locked(remark)
    latest = locked.answers.last()
    is_same = latest and (latest.outcome, latest.language, latest.text) == (
        outcome,
        language,
        _plain(text),
    )
    if is_same and locked.state == "answered":
        act.unchanged()
        return
    _record_answer(act, locked, outcome, language, text)
    remark.refresh_from_db()


@verb("remarks.withhold_remark")
def withhold_remark(
    act: Act, remark: Remark, *, why: str, words: str = "", language: str = "en"
) -> None:
    """Withhold the text, for a public reason; number, page and dates stay in the log.

    Raises InvalidInput, WrongState.
    """
    faults: dict[str, StrOrPromise] = {}
    words = _validate_text(faults, "words", words)
    if why not in WithholdingReason.values:
        faults["why"] = _("Select the reason for withholding the text.")
    _validate_language(faults, language)
    if faults:
        raise InvalidInput(faults)
    locked = _locked(remark)
    change = REMARK.move(locked, "remarks.withhold_remark")
    locked.shown, locked.closed_at, locked.emptied_at = False, clock.now(), None
    locked.why, locked.why_words, locked.why_language = why, words, language
    locked.save(
        update_fields=["shown", "closed_at", "emptied_at", "why", "why_words", "why_language"]
    )
    act.note(locked, **change, record=locked.record, reason=why)
    mail.enqueue_mail(locked)
    remark.refresh_from_db()


@verb("remarks.erase_personal_data")
def erase_personal_data(act: Act, remark: Remark) -> None:
    """Erase name and e-mail address, and the text of a withheld remark; a periodic task does this."""
    locked = _locked(remark)
    erased = {"name": "", "email": ""}
    if locked.state == "withheld":
        erased |= {"text": "", "source": ""}
    erased_fields = [name for name in erased if getattr(locked, name)]
    Remark.objects.filter(pk=locked.pk).update(**erased, emptied_at=clock.now())
    act.note(locked, new={"emptied": erased_fields}, record=locked.record)
    remark.refresh_from_db()
