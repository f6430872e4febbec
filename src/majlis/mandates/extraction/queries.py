"""What the review reads: texts with waiting findings, findings of a text, one finding."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left

from majlis.instruments.core.subqueries import chain_from, chain_json, symbol_subquery
from majlis.instruments.models import Provision, ProvisionWording, Version
from majlis.kernel.models.record import visibility_condition
from majlis.mandates.core.audiences import decided_by_secretariat
from majlis.mandates.core.rows import entity_title
from majlis.mandates.extraction.extract import IS_HEAD
from majlis.mandates.lifecycle import REJECTED, REPLACED, WAITING
from majlis.mandates.models import AlternativeReading, Entity, Finding, Mandate, MandateSource
from majlis.mandates.rules import reviewable_versions

TEXT_LENGTH = 160
"""Signs of the words of a finding in a list."""


def versions_with_findings(user: Any, language: str) -> QuerySet[Version]:
    """The texts in which something was found and that are the person's to review: what waits, first."""
    mine = reviewable_versions(user)
    if mine is None:
        return Version.objects.none()
    counted = Q(findings__in=Finding.objects.filter(IS_HEAD).exclude(state=REPLACED))
    found: Any = (
        Version.objects.visible_to(user)
        .filter(mine, visibility_condition(user, "instrument__record__"), record__withdrawal=None)
        .annotate(
            found=Count("findings", filter=counted),
            wait=Count("findings", filter=counted & Q(findings__state=WAITING)),
            symbol_here=symbol_subquery(language, version=OuterRef("pk")),
            done=Case(When(wait=0, then=Value(1)), default=Value(0)),
        )
        .filter(found__gt=0)
    )
    ordered: QuerySet[Version] = found.order_by("done", "instrument", "position", "pk")
    return ordered


def with_names(found: QuerySet[Version]) -> QuerySet[Version]:
    """Read versions with what they and their texts are called."""
    return found.select_related("record", "instrument__record").prefetch_related(
        "record__wordings", "instrument__record__wordings"
    )


def waiting_count(user: Any) -> int:
    """How many findings wait for the person, details left out."""
    mine = reviewable_versions(user)
    if mine is None:
        return 0
    shown = Version.objects.visible_to(user).filter(mine, record__withdrawal=None)
    return Finding.objects.filter(IS_HEAD, state=WAITING, version__in=shown).count()


def version_to_review(user: Any, key: int, language: str) -> Version | None:
    """A version that is the person's to review."""
    mine = reviewable_versions(user)
    if mine is None:
        return None
    shown: Any = Version.objects.visible_to(user).filter(
        mine, visibility_condition(user, "instrument__record__"), record__withdrawal=None, pk=key
    )
    named: Any = with_names(shown).select_related("body__record", "instrument__body__record")
    found: Version | None = named.annotate(
        symbol_here=symbol_subquery(language, version=OuterRef("pk"))
    ).first()
    return found


def findings_of_version(version: Version) -> list[Any]:
    """All findings of a version in reading order, with the beginning of their words and their place."""
    said = ProvisionWording.objects.filter(
        provision=OuterRef("provision"), language=OuterRef("language")
    )
    words = said.annotate(at=chain_json()).values(
        json=JSONObject(text=Left("text", TEXT_LENGTH + 1), at=F("at"))
    )
    rows: Any = (
        Finding.objects.filter(version=version)
        .exclude(state=REPLACED)
        .select_related("provision", "mandate", "open_by")
        .annotate(says=Subquery(words[:1]))
        .order_by("provision__position", "part", "pk")
    )
    found = list(rows)
    for each in found:
        each.version = version
        each.chain = chain_from(version, each.says["at"]) if each.says else []
        each.words = each.says["text"] if each.says else ""
    return found


def finding_to_review(user: Any, key: int) -> Finding | None:
    """A finding that is the person's to review, with all that belongs to it."""
    mine = reviewable_versions(user)
    if mine is None:
        return None
    shown = Version.objects.visible_to(user).filter(mine, record__withdrawal=None)
    before = ProvisionWording.objects.filter(
        provision=OuterRef("continues__source__provision"), language=OuterRef("language")
    )
    found: Finding | None = (
        Finding.objects.filter(pk=key, version__in=shown)
        .select_related(
            "provision__parent__parent__parent__parent",
            "version__record",
            "version__body__record",
            "version__instrument__record",
            "version__instrument__body__record",
            "continues__source",
            "mandate__record",
            "clause",
            "open_by",
            "decided_by",
        )
        .annotate(former=Subquery(before.values("text")[:1]), standing=_accepted_at_provision(user))
        .first()
    )
    return found


def provisions_above(
    found: Finding,
) -> tuple[list[Provision], dict[str, dict[str, ProvisionWording]]]:
    """The provisions above one and itself; and id of a provision -> language -> its words, with those that bear witness."""
    chain = [found.provision]
    while chain[0].parent is not None:
        chain.insert(0, chain[0].parent)
    wanted = [each.pk for each in chain]
    eids = set((found.found.get("witness_of") or {}).values())
    rows = ProvisionWording.objects.filter(
        Q(provision__in=wanted) | Q(provision__version=found.version_id, provision__eid__in=eids)
    ).select_related("provision")
    words: dict[str, dict[str, ProvisionWording]] = {}
    for each in rows.order_by("provision__position", "status", "pk"):
        words.setdefault(each.provision.eid, {})[each.language] = each
    return chain, words


def entity_titles(found: Iterable[tuple[str, str]], text: str, language: str) -> dict[str, str]:
    """Names as the engine gives them -> as the reader is shown them: the entity's own, else the words of the text."""
    given = dict(found)
    known = Entity.objects.filter(lexicon__overlap=list(given)).annotate(
        called=entity_title("pk", language)
    )
    shown = {
        name: (written if written and text != "en" else name) for name, written in given.items()
    }
    if given:
        for each in known:
            shown |= {name: each.called for name in each.lexicon if name in given and each.called}
    return shown


def _accepted_at_provision(user: Any) -> ArraySubquery:
    """What was accepted at the provision of the finding outside; ``publication_context``: whether by another finding there."""
    there = Finding.objects.filter(mandate=OuterRef("mandate"), provision=OuterRef("provision"))
    rows = MandateSource.objects.filter(
        visibility_condition(user, "mandate__record__"), provision=OuterRef("provision")
    )
    made = JSONObject(
        slug=F("mandate__slug"), action=F("action"), language=F("language"), came=Exists(there)
    )
    return ArraySubquery(rows.order_by("mandate__number").values(json=made))


def similar_names(user: Any, names: Iterable[str], language: str) -> list[str]:
    """Names of actors in a language that are written nearly as these are, the nearest first."""
    known = Entity.objects.visible_to(user).annotate(called=entity_title("pk", language))
    titles = [title for title in known.values_list("called", flat=True) if title]
    plain = {title.casefold(): title for title in titles}
    near = [get_close_matches(name.casefold(), plain, n=3, cutoff=0.75) for name in names]
    return list(dict.fromkeys(plain[each] for found in near for each in found))


def former_text(found: Any) -> str:
    """The words in which the mandate that a finding goes on stood before, in the same language; read with it."""
    return found.former or ""


def next_waiting(found: Finding) -> int | None:
    """The finding of the version that waits after this one, else the first that waits; details left out."""
    rows = Finding.objects.filter(IS_HEAD, version=found.version_id, state=WAITING)
    here = (found.provision.position, found.part, found.pk)
    keys = list(
        rows.exclude(pk=found.pk)
        .order_by("provision__position", "part", "pk")
        .values_list("provision__position", "part", "pk")
    )
    after = [key for key in keys if key > here] or keys
    return after[0][2] if after else None


def _provision_text(provision: str, language: str) -> QuerySet[Any, Any]:
    here = Case(When(language=language, then=Value(0)), default=Value(1))
    said = ProvisionWording.objects.filter(provision=OuterRef(provision)).exclude(text="")
    made = said.annotate(at=chain_json()).order_by(here, "status", "pk")
    return made.values(json=JSONObject(text=F("text"), language=F("language"), at=F("at")))[:1]


def rejected_findings(user: Any, language: str, of: str = "") -> QuerySet[Finding]:
    """What was judged not to be a mandate, the latest first; ``request_for``: in texts of that symbol or title."""
    found = Finding.objects.filter(
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        state=REJECTED,
        version__record__withdrawal=None,
    )
    for word in of.split():
        found = found.filter(
            Q(version__instrument__symbol__icontains=word)
            | Q(version__instrument__record__wordings__text__icontains=word)
        )
    rows = found.distinct() if of else found
    return (
        rows.select_related("provision", "version__record", "version__instrument__record")
        .annotate(
            says=Subquery(_provision_text("provision", language)),
            office=decided_by_secretariat("decided_by"),
        )
        .order_by("-decided_at", "-pk")
    )


def alternative_readings(user: Any, lineages: Iterable[int], language: str) -> dict[int, list[Any]]:
    """Lineage -> how members that the user may see read it otherwise, with their names, and ``request_for``: the mandate."""
    found = AlternativeReading.objects.filter(
        visibility_condition(user, "organisation__record__"),
        visibility_condition(user, "version__record__"),
        visibility_condition(user, "version__instrument__record__"),
        lineage__in=set(lineages),
        withdrawn_at=None,
    )
    of = Mandate.objects.visible_to(user).filter(pk=OuterRef("mandate"))
    rows: Any = found.select_related("organisation__record", "version__record").annotate(
        called=entity_title("organisation", language), of=Subquery(of.values("slug")[:1])
    )
    made: dict[int, list[Any]] = {}
    for each in rows.order_by("pk"):
        made.setdefault(each.lineage_id, []).append(each)
    return made
