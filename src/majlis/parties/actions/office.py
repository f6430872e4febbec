"""Verbs of offices and their holders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal_reference
from majlis.kernel.editing import note_changes
from majlis.kernel.errors import InvalidInput, StrOrPromise
from majlis.kernel.json_types import JSON
from majlis.kernel.models import User, WordingStatus
from majlis.kernel.numbering import next_number
from majlis.kernel.records import correct_wordings, create_record
from majlis.kernel.verbs import Act, verb
from majlis.look.templatetags.look import comma, date_words
from majlis.parties.actions.dates import NO_DATE, check_dates
from majlis.parties.appointments import find_account, lock_row, same_address
from majlis.parties.models import Body, Holding, Office
from majlis.parties.models.body import is_after

NO_NAME = _("Enter the name of the office.")
NOT_ORIGINAL = _("Enter the name in the selected language.")
NO_HOLDER = _("Enter the name of the office holder.")
NO_ACCOUNT = _("No active account has this address. Correct the address or leave the field blank.")


@verb("parties.make_office")
def make_office(
    act: Act, body: Body, *, words: Mapping[str, str], authentic: str = "", is_chair: bool = False
) -> Office:
    """Add an office to a body, named in one or more languages. Raises InvalidInput without a name.

    ``words`` is language -> name; ``authentic`` is the language of the original name, if it is known.
    """
    words = {code: text.strip() for code, text in words.items() if text.strip()}
    if not words:
        raise InvalidInput({"title": NO_NAME})
    if authentic and authentic not in words:
        raise InvalidInput({f"title_{authentic}": NOT_ORIGINAL})
    slug = f"{body.slug}-{next_number('office')}"
    record = create_record("office", f"offices/{slug}", {"title": words}, authentic=authentic)
    office = Office.objects.create(
        record=record, body=body, slug=slug, is_chair=is_chair, position=body.offices.count()
    )
    act.note(office, new={"title": dict(words), "body": body.pk})
    return office


@verb("parties.change_office")
def change_office(
    act: Act, target: Office, *, words: Mapping[str, str], is_chair: bool | None = None
) -> Office:
    """Change the names of an office, or whether it is that of the chair; the original keeps its language.

    An empty text removes the name in that language. Raises InvalidInput if no name would be left.
    """
    office = lock_row(Office, target)
    wordings = {each.language: each for each in office.record.wordings.filter(field="title")}
    original = next((c for c, one in wordings.items() if one.status == WordingStatus.AUTHENTIC), "")
    after = {code: one.text for code, one in wordings.items()}
    after |= {code: text.strip() for code, text in words.items() if text.strip() or code in after}
    if not any(after.values()):
        raise InvalidInput({"title": NO_NAME})
    if original and not after[original]:
        raise InvalidInput({f"title_{original}": NOT_ORIGINAL})
    old, new = correct_wordings(office.record, "title", after)
    if is_chair is not None and is_chair != office.is_chair:
        old["is_chair"], new["is_chair"] = office.is_chair, is_chair
        office.is_chair = is_chair
        office.save(update_fields=["is_chair"])
    note_changes(act, office, old, new)
    return office


@verb("parties.end_office")
def end_office(act: Act, target: Office, *, until: str, reason: str = "") -> Office:
    """Record the last day of an office itself, and end the terms of its present holders on that day.

    Another date corrects the recorded one, an empty date removes it. Raises InvalidInput for an invalid
    date, if there is no date to remove, or if a holder is recorded after it.
    """
    office = lock_row(Office, target)
    if not (until or office.until):
        raise InvalidInput({"until": NO_DATE})
    check_dates("", until)
    if office.until == until:
        act.unchanged()
        return office
    holdings = list(office.holdings.order_by("since", "pk"))
    later = [each for each in holdings if until and _ends_after(each, until)]
    if later:
        raise InvalidInput({"until": str(HELD_LATER) % {"names": comma().join(map(str, later))}})
    old, office.until = office.until, until
    office.save(update_fields=["until"])
    act.note(office, old={"until": old}, new={"until": until}, reason=reason.strip())
    for each in holdings:
        if until and not each.until:
            end_holding(act.actor, each, until=until, reason=reason)
    return office


HELD_LATER = _("Holders after this date: %(names)s. Enter a later date or end their terms first.")


def _ends_after(holding: Holding, until: str) -> bool:
    return is_after(holding.since, until) or is_after(holding.until, until)


def _check_within_office(office: Office, since: str, until: str) -> None:
    """Raise InvalidInput by field if a term would last beyond the end of the office."""
    end = office.until
    late_fields = [
        field for field, day in (("since", since), ("until", until)) if end and is_after(day, end)
    ]
    if end and not until:
        late_fields.append("until")
    message = _("End of the office: %(date)s. Enter that date or an earlier one.")
    if late_fields:
        raise InvalidInput({late_fields[0]: str(message) % {"date": date_words(end)}})


@verb("parties.record_holder")
def record_holder(
    act: Act,
    office: Office,
    *,
    name: str,
    since: str = "",
    until: str = "",
    source: str = "",
    user: User | None = None,
    email: str = "",
) -> Holding:
    """Record a present or former holder of an office, with dates and source.

    ``email`` is the address of the holder's account, in place of ``user``. Raises InvalidInput by field,
    also if the same person is recorded from the same date with other facts.
    """
    if not name.strip():
        raise InvalidInput({"name": NO_HOLDER})
    check_dates(since, until)
    office = lock_row(Office, office)
    _check_within_office(office, since, until)
    if email.strip():
        user = find_account(email)
        if user is None:
            raise InvalidInput({"email": NO_ACCOUNT})
    facts = {"until": until, "source": source.strip(), "user": user}
    holding, created = office.holdings.get_or_create(name=name.strip(), since=since, defaults=facts)
    if not created:
        if any(getattr(holding, field) != each for field, each in facts.items()):
            raise InvalidInput(
                {
                    "name": _(
                        "This person is already recorded. End the term, or enter another start date."
                    )
                }
            )
        act.unchanged()
        return holding
    act.note(
        holding,
        record=office.record,
        new={
            "name": personal_reference(name.strip(), user),
            "since": since,
            "until": until,
            "source": source.strip(),
        },
    )
    return holding


@verb("parties.end_holding")
def end_holding(act: Act, target: Holding, *, until: str, reason: str = "") -> Holding:
    """Record the end of a holder's term; the holder stays on record. Raises InvalidInput by field."""
    office, holding = _locked_holding(target)
    if not until:
        raise InvalidInput({"until": NO_DATE})
    check_dates(holding.since, until)
    _check_within_office(office, holding.since, until)
    if holding.until == until:
        act.unchanged()
        return holding
    old, holding.until = holding.until, until
    holding.save(update_fields=["until"])
    act.note(
        holding,
        record=office.record,
        old={"until": old},
        new={"name": personal_reference(holding.name, holding.user), "until": until},
        reason=reason.strip(),
    )
    return holding


def _locked_holding(target: Holding) -> tuple[Office, Holding]:
    """Lock the office, then the holding; this order in all verbs prevents deadlocks."""
    office = lock_row(Office, target.office)
    return office, lock_row(Holding, target)


@verb("parties.correct_holding")
def correct_holding(
    act: Act,
    target: Holding,
    *,
    name: str,
    email: str,
    since: str,
    until: str,
    source: str,
    reason: str,
) -> Holding:
    """Correct the record of a holder: name, account, dates, source; the audit keeps the previous values.

    ``email`` is the address of the holder's account; empty, the record belongs to no account. An empty
    ``until`` means that the office is still held.

    Raises InvalidInput by field: without a name or a reason, for invalid dates, for an address without
    an account, or if that name is recorded from that date already.
    """
    office, holding = _locked_holding(target)
    before = holding.facts()
    # An account that has been closed stays linked.
    same = holding.user is not None and same_address(email, holding.user.email)
    user = holding.user if same else find_account(email)
    faults: dict[str, StrOrPromise] = {}
    if not name.strip():
        faults["name"] = NO_HOLDER
    if email.strip() and user is None:
        faults["email"] = NO_ACCOUNT
    if not reason.strip():
        faults["reason"] = _("Enter the reason: describe the error and cite the evidence.")
    if faults:
        raise InvalidInput(faults)
    check_dates(since, until)
    _check_within_office(office, since, until)
    after: dict[str, str | int | None] = {
        "name": name.strip(),
        "since": since,
        "until": until,
        "source": source.strip(),
        "user": user.pk if user else None,
    }
    changed = [field for field in after if after[field] != before[field]]
    if not changed:
        act.unchanged()
        return holding
    if office.holdings.filter(name=name.strip(), since=since).exclude(pk=holding.pk).exists():
        raise InvalidInput(
            {"name": _("This person is already recorded from this date. Correct that entry.")}
        )
    old = _audit_values(holding, changed)
    holding.name, holding.since, holding.until = name.strip(), since, until
    holding.source, holding.user = source.strip(), user
    holding.save(update_fields=changed)
    new = _audit_values(holding, changed)
    if "name" not in changed:
        # The audit entry names the holder, as end_holding does.
        new["name"] = personal_reference(holding.name, holding.user)
    act.note(holding, record=office.record, old=old, new=new, reason=reason.strip())
    return holding


def _audit_values(holding: Holding, fields: Iterable[str]) -> dict[str, JSON]:
    """The given fields of a holding for the audit: name and address of the account by reference."""
    values: dict[str, JSON] = {
        field: value for field, value in holding.facts().items() if field in fields
    }
    if "name" in values:
        values["name"] = personal_reference(holding.name, holding.user)
    if values.pop("user", None) is not None and holding.user:
        values["email"] = personal_reference(holding.user.email, holding.user)
    return values
