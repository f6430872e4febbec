"""What was foreseen follows what is asked now: moved, withdrawn, or kept as it was asked before.

Helpers of the verb ``foresee``, to be called inside it.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from majlis.kernel import clock
from majlis.kernel.verbs import Act
from majlis.mandates.actions.answers_late import spare
from majlis.mandates.actions.answers_parted import part_all
from majlis.mandates.foreseeing import Wanted, after, asked_since, recipient_of, sessions_of
from majlis.mandates.keeping import changed, plain, said_of
from majlis.mandates.kinds import OPEN, Kind, Standing
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Actor, Asking, Deliverable, Mandate, Named, Occasion, Step

FIELDS = ("kind", "occasion", "due", "language", "words")
HANDED_IN = (
    Kind.REPORT,
    Kind.BRIEFING,
    Kind.UPDATE,
    Kind.DATASET,
    Kind.ROADMAP,
    Kind.DOCUMENT,
)
"""Kinds that go from who drafts them to who receives them."""
Needed = dict[str, Wanted]


def binds(mandate: Mandate) -> bool:
    """Whether something is asked by it today. Where not, what was foreseen stays as it was."""
    return mandate.standing == Standing.BINDS and mandate.life == ACTIVE


def asked_otherwise(mandate: Mandate, there: list[Deliverable]) -> bool:
    """Whether some of what a rule made is of another asking than the one that counts."""
    return any(
        each.asking_id != mandate.asking_id
        for each in there
        if each.yields and not each.former and each.withdrawn_at is None
    )


def at_sessions(act: Act, mandate: Mandate, there: list[Deliverable], needed: Needed) -> None:
    """Give what was made for a year to a session of it that was named since, so that none is made twice."""
    live = [each for each in there if each.yields and not each.former]
    held = {each.yields for each in live}
    for each in live:
        year = each.yields[:4]
        if each.yields in needed or not year.isdecimal():
            continue
        free = [want for key, want in needed.items() if key[:4] == year and key not in held]
        at = next(
            (one for one in free if one.occasion and one.occasion.pk == each.occasion_id), None
        )
        if at is None and each.yields == year and free:
            at = free[0]
        if at is None:
            continue
        before, held = each.occasion, held | {at.key}
        old = {"deliverable": each.ordinal, "yields": each.yields, "occasion": plain(before)}
        each.yields, each.made_as = at.key, at.made_as
        if before is not None and at.occasion is not None:
            each.occasion = at.occasion
            each.steps.filter(occasion=before).update(occasion=at.occasion)
        each.save(update_fields=["yields", "made_as", "occasion"])
        act.note(mandate, old=old, new={"yields": at.key, "occasion": plain(each.occasion)})


def fit(act: Act, mandate: Mandate, there: list[Deliverable], needed: Needed) -> None:
    """Make what nobody has touched as it is asked now; keep the rest with what was said of it."""
    this_year = str(clock.today().year)
    for each in [one for one in there if one.yields and not one.former]:
        now, corrected = needed.get(each.yields), each.asking_id == mandate.asking_id
        same = now is not None and each.made_as in ("", now.made_as)
        past = now is None and each.yields[:4].isdecimal() and each.yields[:4] < this_year
        if each.foreseen and now is not None:
            _move(act, mandate, each, now)
        elif each.withdrawn_at is not None:
            continue
        elif each.foreseen and not past:
            _withdraw(act, mandate, each)
        elif same or past or (corrected and each.state not in OPEN):
            # What was answered is not asked again because it had been misread.
            _keep(each, mandate, now.made_as if now is not None else each.made_as)
        else:
            _leave(act, mandate, each)


def without_asking(act: Act, mandate: Mandate, there: list[Deliverable]) -> None:
    """Of what a rule made of an acceptance that was taken back, nothing is asked, though no other asks it today."""
    for each in there:
        if each.yields and each.asking_id is None and not each.former and not each.withdrawn_at:
            (_withdraw if each.foreseen else _leave)(act, mandate, each)


def _move(act: Act, mandate: Mandate, each: Deliverable, now: Wanted) -> None:
    fits = {"kind": now.kind, "due": now.due, "words": now.words, "occasion": session_for(now)}
    differs = changed(each, fits, fits)
    if each.withdrawn_at is not None:
        differs["withdrawn_at"] = None
    old = {name: plain(getattr(each, name)) for name in differs}
    anew = bool(differs) or each.asking_id != mandate.asking_id
    if not anew and each.made_as == now.made_as:
        return
    if {"due", "occasion"} & set(differs):
        spare([each])
    asking = mandate.asking
    assert asking is not None  # else nothing is needed
    more = {"asking": asking, "made_as": now.made_as, "language": asking.language}
    for name, value in (differs | more).items():
        setattr(each, name, value)
    each.save(update_fields=[*differs, *more])
    if now.kind in HANDED_IN and anew:
        each.steps.all().delete()
        way(each, asking, now.year)
    if differs:
        act.note(
            mandate,
            old={"deliverable": each.ordinal} | old,
            new={name: plain(value) for name, value in differs.items()},
            reason=_("The text asks it otherwise now."),
        )


def _withdraw(act: Act, mandate: Mandate, each: Deliverable) -> None:
    """It stays ``check_languages``: where a text asks it again, it is there again under its number."""
    each.withdrawn_at = timezone.now()
    each.save(update_fields=["withdrawn_at"])
    act.note(
        mandate,
        old={"deliverable": each.ordinal} | said_of(each, FIELDS),
        new={"withdrawn": True},
        reason=_("The text asks it no longer."),
    )


def _keep(each: Deliverable, mandate: Mandate, made_as: str) -> None:
    if (each.asking_id, each.made_as) != (mandate.asking_id, made_as):
        each.asking, each.made_as = mandate.asking, made_as
        each.save(update_fields=["asking", "made_as"])


def _leave(act: Act, mandate: Mandate, each: Deliverable) -> None:
    each.former = True
    each.save(update_fields=["former"])
    act.note(
        mandate,
        old={"deliverable": each.ordinal} | said_of(each, FIELDS),
        new={"former": True},
        reason=_("The text asks it otherwise now."),
    )
    if each.state in OPEN:  # what was answered goes on to answer both
        part_all(act, each, _("The text asks it otherwise now."))


def session_for(of: Wanted) -> Occasion | None:
    """The session at which something that is wanted is due; made where it is known by its year alone."""
    if of.occasion is not None or of.of is None or of.year is None:
        return of.occasion
    return session_of(of.of, of.year)


def session_of(actor: Actor, year: int, since: str = "") -> Occasion | None:
    """The session of an actor in a year, the first where it has several; made without a date where none is known.

    ``since``: as much as is known of the day of the text; None where all sessions of the year had begun before.
    """
    known = sessions_of(actor, year)
    if known:
        return next(iter(after(known, since)), None)
    return Occasion.objects.get_or_create(actor=actor, year=year, label="")[0]


def way(deliverable: Deliverable, asking: Asking, year: int | None) -> None:
    """The way as the text names it: who is asked drafts, through whom it goes considers, for whom it is receives."""
    named: dict[str, list[Actor]] = {}
    for each in asking.named.select_related("actor"):
        named.setdefault(each.role, []).append(each.actor)
    steps = [(Step.Does.DRAFT, one) for one in named.get(Named.Role.ASKED, [])[:1]]
    steps += [(Step.Does.CONSIDER, one) for one in named.get(Named.Role.VIA, [])]
    steps += [(Step.Does.RECEIVE, one) for one in named.get(Named.Role.RECIPIENT, [])]
    first, since = recipient_of(asking), asked_since(asking)
    for position, (does, actor) in enumerate(steps):
        occasion: Any = None
        if does != Step.Does.DRAFT and year is not None:
            occasion = (
                deliverable.occasion
                if first is not None and actor.pk == first.pk
                else session_of(actor, year, since)
            )
        Step.objects.create(
            deliverable=deliverable, position=position, actor=actor, does=does, occasion=occasion
        )
