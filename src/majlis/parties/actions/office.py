"""Verbs of offices: what they are, and who holds or held them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal
from majlis.kernel.errors import Faulty
from majlis.kernel.models import User
from majlis.kernel.numbering import allot
from majlis.kernel.records import new_record
from majlis.kernel.verbs import Act, verb
from majlis.parties.actions.dates import NO_DATE, check_dates
from majlis.parties.models import Body, Holding, Office


@verb("parties.make_office")
def make_office(
    act: Act, body: Body, *, words: Mapping[str, str], authentic: str = "", is_chair: bool = False
) -> Office:
    """Make an office of a body, named in one or more languages. Raises Faulty without a name."""
    if not any(text.strip() for text in words.values()):
        raise Faulty({"title": _("The name is missing: write what the office is called.")})
    slug = f"{body.slug}-{allot('office')}"
    record = new_record("office", f"offices/{slug}", {"title": words}, authentic=authentic)
    office = Office.objects.create(
        record=record, body=body, slug=slug, is_chair=is_chair, position=body.offices.count()
    )
    act.note(office, new={"title": dict(words), "body": body.pk})
    return office


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
) -> Holding:
    """Record who holds or held an office, from when until when. Raises Faulty by field."""
    if not name.strip():
        raise Faulty({"name": _("The name is missing: write who held the office.")})
    check_dates(since, until)
    holding, made = office.holdings.get_or_create(
        name=name.strip(), since=since, defaults={"until": until, "source": source, "user": user}
    )
    if not made:
        act.unchanged()
        return holding
    act.note(
        holding,
        record=office.record,
        new={"name": personal(name.strip(), user), "since": since, "until": until},
    )
    return holding


@verb("parties.end_holding")
def end_holding(act: Act, holding: Holding, *, until: str) -> Holding:
    """Record until when an office was held. Raises Faulty where that is no date."""
    if not until:
        raise Faulty({"until": NO_DATE})
    check_dates(holding.since, until)
    old, holding.until = holding.until, until
    holding.save(update_fields=["until"])
    act.note(holding, record=holding.office.record, old={"until": old}, new={"until": until})
    return holding
