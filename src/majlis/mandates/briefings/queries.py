"""The brief of an entity or a delegation: its mandates, those it receives, and recent changes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from majlis.kernel import clock
from majlis.kernel.models import Reader
from majlis.mandates.changes import dropped
from majlis.mandates.changes.dropped import RECENT_DAYS
from majlis.mandates.core.due_order import by_due
from majlis.mandates.core.rows import MandateRow, mandate_rows, with_row_data
from majlis.mandates.lifecycle import ACTIVE
from majlis.mandates.models import Addressee, Entity, LifecycleEvent, Mandate, MandateSource
from majlis.mandates.models.choices import OPEN_PROGRESS, Force, LegalStatus

MAX_ROWS = 60
"""The most mandates under each heading of a brief; the register has the others."""


@dataclass
class ForceGroup:
    """The mandates of one force: those with a date by their date, then those without.

    At most MAX_ROWS are listed; ``count`` is the number of all.
    """

    force: str
    count: int = 0
    dated: list[MandateRow] = field(default_factory=list)
    undated: list[MandateRow] = field(default_factory=list)

    @property
    def left(self) -> int:
        """The number of rows that are not listed."""
        return self.count - len(self.dated) - len(self.undated)


@dataclass
class LimitedList:
    """The first rows of a list, and its full length."""

    lines: list[MandateRow] = field(default_factory=list)
    count: int = 0

    @property
    def left(self) -> int:
        """The number of rows that are not listed."""
        return self.count - len(self.lines)


@dataclass
class RecentChanges:
    """The latest changes, each (line, kind of change, day), and the number of all."""

    rows: list[tuple[MandateRow, str, datetime.date]] = field(default_factory=list)
    count: int = 0

    @property
    def left(self) -> int:
        """The number of rows that are not listed."""
        return self.count - len(self.rows)


@dataclass
class Brief:
    """The content of a brief.

    ``unled``: the number of mandates without a lead. ``conditional``: the number of mandates of texts
    that are not yet in force.
    """

    asked: list[ForceGroup]
    comes: LimitedList = field(default_factory=LimitedList)
    changed: RecentChanges = field(default_factory=RecentChanges)
    unled: int = 0
    conditional: int = 0

    @property
    def count(self) -> int:
        """The number of mandates of the entity."""
        return sum(each.count for each in self.asked)


def get_entity(user: Reader, slug: str) -> Entity:
    """An entity that the user may see, with its wordings. Raises Entity.DoesNotExist."""
    entity: Entity = (
        Entity.objects.visible_to(user)
        .with_wordings()
        .select_related("body__record", "organisation__record", "parent__record")
        .get(slug=slug)
    )
    return entity


def binding_mandates(user: Reader) -> QuerySet[Mandate]:
    """The active mandates in force that the user may see."""
    return Mandate.objects.visible_to(user).filter(
        legal_status=LegalStatus.IN_FORCE, lifecycle_state=ACTIVE
    )


def mandates_of_entities(user: Reader, actors: Sequence[Entity]) -> QuerySet[Mandate]:
    """The mandates that address or are led by one of these entities, the first due first."""
    mandates = binding_mandates(user).filter(addressed_to_or_led_by(actors))
    return mandates.order_by(*by_due())


def addressed_to_or_led_by(actors: Sequence[Entity]) -> Q:
    """Condition: the mandate addresses or is led by one of these entities."""
    keys = [each.pk for each in actors]
    addressees = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity__in=keys)
    return Q(source__in=addressees.values("source")) | Q(lead__in=keys)


def count_conditional(user: Reader, actors: Sequence[Entity]) -> int:
    """The number of mandates of these entities that apply only if their texts enter into force."""
    mandates = Mandate.objects.visible_to(user).filter(addressed_to_or_led_by(actors))
    return mandates.filter(legal_status=LegalStatus.IF_ADOPTED, lifecycle_state=ACTIVE).count()


def limited_list(mandates: QuerySet[Mandate], language: str) -> LimitedList:
    """The first MAX_ROWS of an ordered queryset of mandates, with their number; one query."""
    annotated = with_row_data(mandates.select_related("record"), language)
    rows = list(annotated.annotate(among=Window(Count("pk")))[:MAX_ROWS])
    return LimitedList(mandate_rows(rows), rows[0].among if rows else 0)


def brief(
    user: Reader, actors: Sequence[Entity], language: str, *, own: bool = True, whole: bool = False
) -> Brief:
    """The brief of these entities: up to MAX_ROWS mandates of each force, and their numbers.

    ``own``: the brief is that of an entity, which also receives mandates. ``whole``: with all
    recent changes. Six queries.
    """
    mandates = mandates_of_entities(user, actors)
    counted = (
        mandates.order_by()
        .values("force")
        .annotate(all=Count("pk"), unled=Count("pk", filter=Q(lead=None)))
    )
    counts = {each["force"]: each for each in counted}
    by_force = {
        force: ForceGroup(force, counts[force]["all"]) for force in Force.values if force in counts
    }
    ranked = mandates.annotate(
        at=Window(RowNumber(), partition_by=F("force"), order_by=by_due())
    ).filter(at__lte=MAX_ROWS)
    shown = Mandate.objects.filter(pk__in=ranked.order_by().values("pk")).order_by(*by_due())
    for line in mandate_rows(with_row_data(shown.select_related("record"), language)):
        group = by_force[line.mandate.force]
        dated = line.mandate.due or line.mandate.progress not in OPEN_PROGRESS
        (group.dated if dated else group.undated).append(line)
    result = Brief(list(by_force.values()))
    result.unled = sum(each["unled"] for each in counts.values())
    result.conditional = count_conditional(user, actors)
    result.changed = recent_changes(user, actors, language, limit=None if whole else MAX_ROWS)
    if own:
        result.comes = received_list(user, actors, language)
    return result


def received_list(user: Reader, actors: Sequence[Entity], language: str) -> LimitedList:
    """The list of the mandates that these entities receive from others, the first due first."""
    return limited_list(mandates_received_by(user, actors), language)


def mandates_received_by(user: Reader, actors: Sequence[Entity]) -> QuerySet[Mandate]:
    """The mandates of which these entities are recipients, the first due first."""
    recipients = Addressee.objects.filter(
        role=Addressee.Role.RECIPIENT, entity__in=[each.pk for each in actors]
    )
    mandates = binding_mandates(user).filter(source__in=recipients.values("source"))
    return mandates.order_by(*by_due())


def recent_changes(
    user: Reader,
    actors: Sequence[Entity],
    language: str,
    today: datetime.date | None = None,
    limit: int | None = MAX_ROWS,
) -> RecentChanges:
    """New, changed, ended and dropped mandates of these entities in the last RECENT_DAYS days.

    The latest first. A change has the date of its version where that is known, and not the day of
    acceptance. Two queries.
    """
    today = today or clock.today()
    since, until = today - datetime.timedelta(days=RECENT_DAYS), today + datetime.timedelta(days=1)
    keys = [each.pk for each in actors]
    addressed = Addressee.objects.filter(role=Addressee.Role.ADDRESSEE, entity__in=keys).values(
        "source"
    )
    condition = Q(source__in=addressed) | Q(lead__in=keys)
    mandates = (
        Mandate.objects.visible_to(user)
        .filter(condition)
        .exclude(legal_status=LegalStatus.IF_ADOPTED)
    )
    sources = MandateSource.objects.filter(
        dropped.date_within("version__date", "accepted_at", since, until),
        mandate__in=mandates.order_by().values("pk"),
        mandate__source=F("pk"),
    ).exclude(change=MandateSource.Change.KEPT)
    ended = LifecycleEvent.objects.filter(
        mandate__in=mandates.order_by().values("pk"), made_at__gte=clock.start_of_day(since)
    )
    empty_date = Value("", output_field=CharField())
    dropped_rows = dropped.possibly_dropped(user, condition, since, until)
    rows = sources.order_by().values_list("mandate", "change", "version__date", "accepted_at")
    rows = rows.union(
        ended.order_by().values_list("mandate", "kind", empty_date, "made_at"),
        dropped_rows.values_list("pk", dropped.DROPPED_VALUE, "left_on", "left_made"),
        all=True,
    ).order_by()
    news = [
        (key, what, dropped.change_day(version_date, clock.date_of(moment)))
        for key, what, version_date, moment in rows
    ]
    news = [each for each in news if since <= each[2] < until]
    news.sort(key=lambda each: (each[2], each[0]), reverse=True)
    shown = Mandate.objects.filter(pk__in=[each[0] for each in news[:limit]]).order_by("number")
    read = mandate_rows(with_row_data(shown.select_related("record"), language)) if news else []
    by_key = {line.mandate.pk: line for line in read}
    return RecentChanges([(by_key[key], what, day) for key, what, day in news[:limit]], len(news))
