"""Verbs of bodies: what they are, who is a member, who held office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majlis.kernel.audit import personal
from majlis.kernel.errors import Faulty, WrongState
from majlis.kernel.languages import known
from majlis.kernel.models import Admission, Appointment, Circle, Record, Status, User
from majlis.kernel.numbering import allot
from majlis.kernel.records import circle, new_record, set_words
from majlis.kernel.verbs import Act, verb
from majlis.parties.models import Body, BodyAlias, Holding, Office, Organisation
from majlis.parties.models.body import Rule, is_partial_date
from majlis.parties.people import appoint, locked, relieve

FIELDS = [
    "sort",
    "abbreviation",
    "established",
    "mandate_reference",
    "rule",
    "kinds",
    "position",
    "source",
    "verified",
]


def circle_of(body: Body) -> Circle:
    """The circle of the members of a body, made where it does not exist yet.

    It admits members and chairs, those who work for the body, the secretariat, and focal points and
    delegates of member organizations.
    """
    return circle(
        f"body:{body.slug}",
        *({"role": role, "scope": body.record} for role in ("member", "chair", "secretariat")),
        {"role": "secretariat"},
    )


def _set(body: Body, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for name in FIELDS:
        if name in values and getattr(body, name) != values[name]:
            old[name], new[name] = getattr(body, name), values[name]
            setattr(body, name, values[name])
    return old, new


def _reword(
    record: Record, words: Mapping[str, Mapping[str, str]], authentic: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for field, texts in words.items():
        for language, text in texts.items():
            status = Status.AUTHENTIC if language == authentic else Status.TRANSLATED
            changed = set_words(record, field, language, text, status) if text else {}
            old |= changed.get("old", {})
            new |= changed.get("new", {})
    return old, new


@verb("parties.load_body")
def load_body(
    act: Act,
    /,
    slug: str,
    *,
    words: Mapping[str, Mapping[str, str]],
    parent: Body | None = None,
    authentic: str = "",
    **values: Any,
) -> Body:
    """Make a body, or bring it to what is given; again with the same is no change. Raises Faulty."""
    _check_dates(values.get("established", ""), "")
    body: Body | None = Body.objects.select_related("record").filter(slug=slug).first()
    if body is None:
        record = new_record("body", f"bodies/{slug}", words, authentic=authentic)
        body = Body(record=record, slug=slug, parent=parent)
        _set(body, values)
        body.save(force_insert=True)
        circle_of(body)
        act.note(body, new={"title": dict(words.get("title", {}))})
        return body
    old, new = _set(body, values)
    if body.parent_id != (parent.pk if parent else None):
        old["parent"], new["parent"] = body.parent_id, parent.pk if parent else None
        body.parent = parent
    reworded = _reword(body.record, words, authentic)
    old, new = old | reworded[0], new | reworded[1]
    if new:
        body.save()
        act.note(body, old=old, new=new)
    else:
        act.unchanged()
    return body


@verb("parties.change_body")
def change_body(
    act: Act,
    /,
    body: Body,
    *,
    words: Mapping[str, Mapping[str, str]],
    named: list[Organisation] | None = None,
    **values: Any,
) -> Body:
    """Change mandate, words or membership rule of a body. Raises Faulty by field."""
    faults = {}
    if values.get("rule", body.rule) not in Rule.values:
        faults["rule"] = _("Who may be a member is missing: choose a rule.")
    if values.get("rule", body.rule) == Rule.KINDS and not values.get("kinds", body.kinds):
        faults["kinds"] = _("The rule names no kind of organization: choose one or more.")
    if faults:
        raise Faulty(faults)
    old, new = _set(body, values)
    reworded = _reword(body.record, words, "")
    old, new = old | reworded[0], new | reworded[1]
    if named is not None:
        before, after = set(body.named.values_list("pk", flat=True)), {each.pk for each in named}
        if before != after:
            body.named.set(named)
            old["named"], new["named"] = sorted(before), sorted(after)
    body.save()
    if new:
        act.note(body, old=old, new=new)
    else:
        act.unchanged()
    return body


@verb("parties.add_alias")
def add_alias(
    act: Act,
    /,
    body: Body,
    *,
    label: str,
    language: str = "",
    since: str = "",
    until: str = "",
    **values: str,
) -> BodyAlias:
    """Record what a body is or was also called; again with other facts corrects it. Raises Faulty."""
    if not label.strip():
        raise Faulty({"label": _("The name is missing: write what the body was called.")})
    _check_dates(since, until)
    alias, made = BodyAlias.objects.get_or_create(
        body=body, label=label.strip(), language=known(language) or "", since=since
    )
    wanted = {"until": until, **values}
    changed = {name: each for name, each in wanted.items() if getattr(alias, name) != each}
    if not (made or changed):
        act.unchanged()
        return alias
    old = {name: getattr(alias, name) for name in changed}
    for name, each in changed.items():
        setattr(alias, name, each)
    alias.save()
    act.note(alias, record=body.record, old=old, new={"label": alias.label, **changed})
    return alias


def _check_dates(since: str, until: str) -> None:
    faults = {}
    for name, value in (("since", since), ("until", until)):
        if value and not is_partial_date(value):
            faults[name] = _("This is no date: write it like 2026, 2026-04 or 2026-04-17.")
    if not faults and since and until and until < since[: len(until)]:
        faults["until"] = _("The end lies before the beginning: check both dates.")
    if faults:
        raise Faulty(faults)


def may_be_member(organisation: Organisation, body: Body) -> bool:
    """Whether the membership rule of the body lets the organization be a member."""
    if organisation.state == "closed":
        return False
    if body.rule == Rule.KINDS:
        return organisation.kind in body.kinds
    if body.rule == Rule.NAMED:
        return body.named.filter(pk=organisation.pk).exists()
    return True


@verb("parties.admit_member")
def admit_member(
    act: Act, target: Body, *, organisation: Organisation | None = None, user: User | None = None
) -> Body:
    """Make an organization, or a person, a member from today. Raises Faulty where the rule forbids it."""
    body = locked(Body, target)
    kept = circle_of(body)
    if organisation is None:
        if user is None:
            raise Faulty(
                {"organisation": _("Nobody is named: choose an organization or a person.")}
            )
        appoint(user, "member", body.record)
        act.note(body, new={"member": personal(str(user), user)})
        return body
    if not may_be_member(organisation, body):
        raise Faulty(
            {
                "organisation": _(
                    "The membership rule of this body does not admit this organization."
                )
            }
        )
    if body.memberships.filter(organisation=organisation, until__isnull=True).exists():
        act.unchanged()
        return body
    body.memberships.create(organisation=organisation, since=timezone.now().date())
    for role in ("focal_point", "delegate"):
        Admission.objects.get_or_create(circle=kept, role=role, scope=organisation.record)
    act.note(body, new={"member": organisation.pk})
    return body


@verb("parties.end_membership")
def end_membership(
    act: Act, target: Body, *, organisation: Organisation | None = None, user: User | None = None
) -> Body:
    """End a membership now. Raises WrongState where there is none."""
    body = locked(Body, target)
    if organisation is None:
        held = Appointment.objects.today().filter(role="member", scope=body.record, user=user)
        if user is None or not held:
            raise WrongState()
        for each in held:
            relieve(each)
        act.note(body, old={"member": personal(str(user), user)})
        return body
    rows = body.memberships.filter(organisation=organisation, until__isnull=True)
    if not rows.update(until=timezone.now().date()):
        raise WrongState()
    Admission.objects.filter(circle=circle_of(body), scope=organisation.record).delete()
    act.note(body, old={"member": organisation.pk})
    return body


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
    _check_dates(since, until)
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
        raise Faulty({"until": _("This is no date: write it like 2026, 2026-04 or 2026-04-17.")})
    _check_dates(holding.since, until)
    old, holding.until = holding.until, until
    holding.save(update_fields=["until"])
    act.note(holding, record=holding.office.record, old={"until": old}, new={"until": until})
    return holding
