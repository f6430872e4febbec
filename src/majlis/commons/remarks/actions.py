"""Verbs of the remarks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.commons.remarks import mail
from majlis.commons.remarks.lifecycle import REMARK
from majlis.commons.remarks.models import Answer, Outcome, Remark, WithholdingReason
from majlis.commons.remarks.page_reference import page_of_address, site_address
from majlis.kernel import clock
from majlis.kernel.errors import InvalidInput, StrOrPromise, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE
from majlis.kernel.numbering import next_number
from majlis.kernel.verbs import Act, verb

MAX_LENGTH = 4000
MAX_SOURCE_LENGTH = 1000
MAX_NAME_LENGTH = 200
# How long name and address stay after the answer, so that a corrected answer still reaches its reader.
PERSONAL_DATA_DAYS = 30


@dataclass(frozen=True)
class RemarkInput:
    """What a reader says: about which address of this site, in which language, and how to tell them."""

    text: str
    language: str
    address: str = ""
    source: str = ""
    name: str = ""
    email: str = ""


def _plain(text: str) -> str:
    # Line ends as browsers send them are one sign here; a text holds no null.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _validate_text(
    faults: dict[str, StrOrPromise], name: str, text: str, most: int = MAX_LENGTH
) -> str:
    text = _plain(text)
    if len(text) > most:
        words = _("This is longer than %(most)s characters: shorten it.")
        faults[name] = str(words) % {"most": most}
    return text


def _validate_language(faults: dict[str, StrOrPromise], code: str) -> str:
    if code not in LANGUAGES_BY_CODE:
        faults["language"] = _("Choose the language in which it is written.")
    return code


def _validated(said: RemarkInput) -> RemarkInput:
    faults: dict[str, StrOrPromise] = {}
    text = _validate_text(faults, "text", said.text)
    if not text:
        faults["text"] = _("Nothing is written: say what is wrong or missing.")
    address = site_address(said.address)
    if address is None:
        faults["address"] = _(
            "This is no address of this site. Copy it from the page, or empty it."
        )
    source = _validate_text(faults, "source", said.source, MAX_SOURCE_LENGTH)
    name = " ".join(_validate_text(faults, "name", said.name, MAX_NAME_LENGTH).split())
    email = _plain(said.email).lower()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        faults["email"] = _("This is no e-mail address: write it like name@example.org.")
    language = _validate_language(faults, said.language)
    if faults:
        raise InvalidInput(faults)
    return RemarkInput(text, language, address or "", source, name, email)


@verb("remarks.submit_remark")
def submit_remark(act: Act, said: RemarkInput) -> Remark:
    """Say that something on a page is wrong or missing; nobody need sign in. Raises InvalidInput.

    Its text is seen by the office alone until somebody of it has looked. Of a person who has signed in
    neither name nor address are kept: they are told on their page.
    """
    said = _validated(said)
    writer = act.actor.user
    page = page_of_address(said.address, act.actor.person)
    remark = Remark.objects.create(
        number=next_number("remark"),
        address=page.address,
        record=page.record,
        place=page.place,
        language=said.language,
        text=said.text,
        source=said.source,
        writer=writer,
        name="" if writer else said.name,
        email="" if writer else said.email,
        due=clock.today() + datetime.timedelta(days=settings.MAJLIS_REMARK_DAYS),
    )
    new = {"number": remark.number, "state": remark.state, "due": remark.due.isoformat()}
    act.note(remark, new=new | {"language": remark.language}, record=remark.record)
    return remark


def _locked(remark: Remark) -> Remark:
    """The remark as it stands, for this transaction alone."""
    return Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)


@verb("remarks.publish_remark")
def publish_remark(act: Act, remark: Remark) -> None:
    """Show the text before there is an answer, or again after it was withheld. Raises WrongState."""
    kept = _locked(remark)
    if kept.state == "waiting" and kept.shown:
        act.unchanged()
        return
    if not kept.text:
        raise WrongState(_("The text of this remark is no longer kept."))
    moved = REMARK.move(kept, "remarks.publish_remark")
    old = {**moved["old"], "shown": kept.shown}
    kept.shown, kept.closed_at, kept.why, kept.why_words = True, None, "", ""
    kept.save(update_fields=["shown", "closed_at", "why", "why_words"])
    act.note(kept, old=old, new={**moved["new"], "shown": True}, record=kept.record)
    remark.refresh_from_db()


def _record_answer(act: Act, remark: Remark, outcome: str, language: str, text: str) -> Answer:
    """What both answers do. Raises InvalidInput, WrongState."""
    faults: dict[str, StrOrPromise] = {}
    text = _validate_text(faults, "text", text)
    if not text:
        faults["text"] = _("The answer is empty: say what was done, or why nothing was.")
    if outcome not in Outcome.values:
        faults["outcome"] = _("Nothing is chosen. Choose what came of it.")
    _validate_language(faults, language)
    if faults:
        raise InvalidInput(faults)
    moved = REMARK.move(remark, act.verb)
    made = Answer.objects.create(
        remark=remark, outcome=outcome, language=language, text=text, by=act.actor.user
    )
    remark.shown = True
    remark.save(update_fields=["shown"])
    new: dict[str, Any] = {**moved["new"], "answer": made.pk, "outcome": outcome}
    act.note(remark, old=moved["old"], new=new, record=remark.record)
    mail.enqueue_mail(remark)
    return made


@verb("remarks.answer_remark")
def answer_remark(act: Act, remark: Remark, *, outcome: str, language: str, text: str) -> Answer:
    """Answer a remark: the answer is public at once, and so is the text. Raises InvalidInput, WrongState."""
    kept = _locked(remark)
    kept.closed_at = timezone.now()
    made = _record_answer(act, kept, outcome, language, text)
    kept.save(update_fields=["closed_at"])
    remark.refresh_from_db()
    return made


@verb("remarks.correct_answer")
def correct_answer(act: Act, remark: Remark, *, outcome: str, language: str, text: str) -> None:
    """Answer again what was answered; the answer before stays readable. Raises InvalidInput, WrongState."""
    kept = _locked(remark)
    last = kept.answers.last()
    same = last and (last.outcome, last.language, last.text) == (outcome, language, _plain(text))
    if same and kept.state == "answered":
        act.unchanged()
        return
    _record_answer(act, kept, outcome, language, text)
    remark.refresh_from_db()


@verb("remarks.withhold_remark")
def withhold_remark(
    act: Act, remark: Remark, *, why: str, words: str = "", language: str = "en"
) -> None:
    """Do not show the text, for a reason that everybody reads; number, page and dates stay.

    Raises InvalidInput, WrongState.
    """
    faults: dict[str, StrOrPromise] = {}
    words = _validate_text(faults, "words", words)
    if why not in WithholdingReason.values:
        faults["why"] = _("Nothing is chosen. Choose why the text is not shown.")
    _validate_language(faults, language)
    if faults:
        raise InvalidInput(faults)
    kept = _locked(remark)
    moved = REMARK.move(kept, "remarks.withhold_remark")
    kept.shown, kept.closed_at, kept.emptied_at = False, timezone.now(), None
    kept.why, kept.why_words, kept.why_language = why, words, language
    kept.save(
        update_fields=["shown", "closed_at", "emptied_at", "why", "why_words", "why_language"]
    )
    act.note(kept, **moved, record=kept.record, reason=why)
    mail.enqueue_mail(kept)
    remark.refresh_from_db()


@verb("remarks.erase_personal_data")
def erase_personal_data(act: Act, remark: Remark) -> None:
    """Forget who said it; of what was withheld, the text too. The clock does so after some days."""
    kept = _locked(remark)
    gone = {"name": "", "email": ""}
    if kept.state == "withheld":
        gone |= {"text": "", "source": ""}
    changed = [name for name in gone if getattr(kept, name)]
    Remark.objects.filter(pk=kept.pk).update(**gone, emptied_at=timezone.now())
    act.note(kept, new={"emptied": changed}, record=kept.record)
    remark.refresh_from_db()
