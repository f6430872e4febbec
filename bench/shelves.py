"""Fills a database with many texts for measurements: rows written in bulk, words invented (see ``yearly``).

Series of editions, texts of several versions, one long text in two languages, citations of texts that are held and
of texts that are not, confirmed concepts, and comparisons that are kept: all that the pages of texts ask for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from yearly import NOUNS, THEMES, large_pair, yearly_pair

SIZES = (20, 30, 35, 40, 50)
"""Provisions of a text, each as often as the others."""
LONG = 700
STATES = ("adopted", "in_force", "superseded", "draft")


def fill(texts: int, sizes: Sequence[int] = SIZES) -> None:
    """Fill the tables with so many texts; ``sizes``: the numbers of provisions that a text may have."""
    from django.db import connection, transaction

    rng = random.Random(3)
    bodies = [_body(number) for number in range(12)]
    concepts = _concepts()
    stubs = _stubs(texts)
    series = [_series(number, bodies[number % 12]) for number in range(max(1, texts // 50))]
    for group in batched(range(texts), 150):
        with transaction.atomic():
            _texts(rng, group, bodies, concepts, stubs, series, sizes)
    with transaction.atomic():
        _long(bodies[0])
    _index()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _record(kind: str, address: str, title: str = "") -> Any:
    from majlis.kernel.records import create_record

    words = {"title": {"en": title, "fr": f"{title} (fr)"}} if title else {}
    return create_record(kind, address, words, authentic="en")


def _body(number: int) -> Any:
    from majlis.parties.models import Body

    title = f"Board of {NOUNS[number]} (fictional)"
    return Body.objects.create(
        record=_record("body", f"bodies/board-{number}", title), slug=f"board-{number}"
    )


def _series(number: int, body: Any) -> Any:
    from majlis.instruments.models import Series

    title = f"The resolutions on {NOUNS[number % len(NOUNS)]} {number}"
    record = _record("series", f"series/on-{number}", title)
    return Series.objects.create(record=record, slug=f"on-{number}", body=body, text_period="P1Y")


def _concepts() -> list[Any]:
    from majlis.framework.models import Concept, Scheme

    made = []
    for key, count in (("action-lines", 18), ("sdg-goals", 17)):
        scheme = Scheme.objects.create(record=_record("scheme", f"schemes/{key}", key), key=key)
        for number in range(1, count + 1):
            record = _record("concept", f"concepts/{key}/{number}", THEMES[number % len(THEMES)])
            made.append(Concept.objects.create(record=record, scheme=scheme, code=str(number)))
    return made


def _stubs(count: int) -> list[Any]:
    from majlis.instruments.citations.stubs import create_stubs

    keys = [f"resolution {20 + number // 90}/{number % 90}" for number in range(count)]
    return [each for group in batched(keys, 1000) for each in create_stubs(group)]


def _texts(
    rng: random.Random,
    numbers: Sequence[int],
    bodies: Sequence[Any],
    concepts: Sequence[Any],
    stubs: Sequence[Any],
    series: Sequence[Any],
    sizes: Sequence[int],
) -> None:
    """Texts, each fifth in two versions, each fifth of a series' years, each tenth with a second language."""
    from majlis.instruments.models import Instrument, Tag, Version
    from majlis.kernel.languages import sort_key
    from majlis.kernel.models import Record, Wording

    records: list[Any] = []
    versions: list[Any] = []
    pairs: list[tuple[Any, Any]] = []
    instruments, wordings, tags = [], [], []
    for number in numbers:
        year = 2000 + number % 30
        body = bodies[number % len(bodies)]
        title = f"{rng.choice(NOUNS).capitalize()} and {rng.choice(THEMES)} {number}"
        slug = f"tg-res-{number}"
        record = Record(kind="instrument", address=f"texts/{slug}")
        instrument = Instrument(
            record=record, slug=slug, kind="resolution" if number % 3 else "decision", body=body,
            symbol=f"TG/RES/12/{number}", keys=[f"TG/RES/12/{number}"], year=year,
            series=series[number % len(series)] if number % 5 == 0 else None,
        )  # fmt: skip
        instruments.append(instrument)
        records.append(record)
        pair = yearly_pair(rng.randrange(10**9), rng.choice(sizes))
        sides = (pair.old, pair.new) if number % 5 == 1 else (pair.old,)
        for place, text in enumerate(sides):
            own = Record(kind="version", address=f"texts/{slug}/{year + place}")
            records.append(own)
            state = STATES[number % 4] if len(sides) == 1 else ("superseded", "in_force")[place]
            version = Version(
                record=own, instrument=instrument, slug=str(year + place), state=state, body=body,
                date=f"{year + place}-05-{1 + number % 28:02}", position=place,
                follows=versions[-1] if place else None,
            )  # fmt: skip
            versions.append(version)
            pairs.append((version, text))
        for each in records[-1 - len(sides) :]:
            for language in ("en", "fr") if number % 10 == 0 else ("en",):
                words = title if language == "en" else f"{title} (fr)"
                key = sort_key(words, language)
                status = "authentic" if language == "en" else "translated"
                wordings.append(
                    Wording(
                        record=each, field="title", language=language, text=words, status=status,
                        sort_key=key,
                    )
                )  # fmt: skip
        for concept in rng.sample(list(concepts), 2):
            tags.append(
                Tag(instrument=instrument, concept=concept, state="confirmed", found="person")
            )
    Record.objects.bulk_create(records)
    Wording.objects.bulk_create(wordings)
    Instrument.objects.bulk_create(instruments)
    for first in (True, False):
        Version.objects.bulk_create([each for each in versions if (each.position == 0) == first])
    Tag.objects.bulk_create(tags)
    _provisions(rng, pairs, [*stubs, *instruments])


def _provisions(rng: random.Random, pairs: Sequence[tuple[Any, Any]], cited: Sequence[Any]) -> None:
    from majlis.instruments.models import (
        Citation,
        LanguageVersion,
        Lineage,
        Provision,
        ProvisionWording,
    )
    from majlis.instruments.texts.storage import build_wording

    rows, wordings, citations, languages = [], [], [], []
    found = [list(text.walk()) for _version, text in pairs]
    lineages = iter(Lineage.objects.bulk_create([Lineage() for each in found for _one in each]))
    before: dict[str, int] = {}
    for (version, text), provisions in zip(pairs, found, strict=True):
        codes = ("en", "fr") if version.instrument.slug[-1] == "0" else ("en",)
        languages += [
            LanguageVersion(version=version, language=code, status="authentic", kind=text.kind)
            for code in codes
        ]
        earlier = before if version.follows_id else {}
        before = {}
        for position, each in enumerate(provisions):
            fresh = next(lineages).pk
            row = Provision(
                version=version, eid=each.id, kind=each.kind, position=position,
                lineage_id=earlier.get(each.id, fresh),
            )  # fmt: skip
            before[each.id] = row.lineage_id
            rows.append(row)
            own = [build_wording(row, each, code, "authentic") for code in codes]
            wordings += own
            if rng.random() < 0.25:
                target = rng.choice(cited)
                citations += [
                    Citation(
                        wording=one,
                        version=version,
                        start=0,
                        end=5,
                        value=target.symbol,
                        target=target,
                    )
                    for one in own
                ]
    LanguageVersion.objects.bulk_create(languages)
    Provision.objects.bulk_create(rows, batch_size=2_000)
    ProvisionWording.objects.bulk_create(wordings, batch_size=2_000)
    Citation.objects.bulk_create(citations, batch_size=2_000)


def _long(body: Any) -> None:
    """One text of LONG provisions in two versions and two languages."""
    from dataclasses import replace

    from majlis.instruments.publication.build import (
        VersionFacts,
        create_instrument,
        create_language,
        create_version,
    )

    old, new = large_pair(1, LONG)
    old, new = (
        replace(each, symbol="TG/RES/99/1", title="The long one", kind="resolution")
        for each in (old, new)
    )
    made = create_instrument(old, VersionFacts(body=body))
    first = create_version(made, old, VersionFacts(body=body, state="superseded", date="2030"))
    second = create_version(
        made, new, VersionFacts(body=body, state="in_force", date="2031"), follows=first
    )
    create_language(second, replace(new, language="fr"), VersionFacts(body=body))


def _index() -> None:
    from majlis.commons.search.index import index_records
    from majlis.kernel.models import Record

    keys = Record.objects.filter(kind__in=("version", "instrument", "series", "body", "concept"))
    for group in batched(keys.values_list("pk", flat=True).order_by("pk"), 500):
        index_records(Record.objects.filter(pk__in=group).with_wordings())


def pages(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Kind of a page and its address, ``count`` times: all kinds in turn, each time another one of them."""
    from django.db.models import F

    from majlis.instruments.models import Instrument, Provision, Series, Version

    texts = list(Instrument.objects.filter(held=True).values_list("slug", flat=True))
    stubs = list(Instrument.objects.filter(held=False).values_list("slug", flat=True)[:2000])
    series = list(Series.objects.values_list("slug", flat=True))
    eids = list(
        Provision.objects.filter(pk__in=rng.sample(range(1, 20_000), 1000)).values_list(
            "version__instrument__slug", "version__slug", "eid"
        )
    )
    follows = list(
        Version.objects.filter(follows__instrument=F("instrument")).values_list(
            "instrument__slug", "follows__slug", "slug"
        )[:40]
    )
    kinds: list[tuple[str, Any]] = [
        ("text", lambda: f"texts/{rng.choice(texts)}/"),
        ("text, two languages", lambda: f"texts/tg-res-{10 * rng.randrange(5)}/?beside=fr"),
        ("long text", lambda: f"texts/tg-res-99-1/?part={rng.randint(1, 8)}"),
        ("provision", lambda: "texts/{}/{}/p/{}/".format(*rng.choice(eids))),
        ("comparison", lambda: "texts/{}/{}/compare/{}/".format(*rng.choice(follows))),
        ("stub", lambda: f"texts/{rng.choice(stubs)}/"),
        ("series", lambda: f"series/{rng.choice(series)}/"),
        ("all series", lambda: "series/"),
        ("library", lambda: f"texts/?page={rng.randint(1, 40)}"),
        ("library by body", lambda: f"texts/?body=board-{rng.randrange(12)}"),
        ("library by year", lambda: f"texts/?year={2000 + rng.randrange(30)}"),
        ("library by state", lambda: f"texts/?state={rng.choice(STATES)}"),
        ("library by kind", lambda: "texts/?kind=decision"),
        ("library by language", lambda: "texts/?language=fr"),
        ("library by concept", lambda: f"texts/?concept=action-lines/{rng.randint(1, 18)}"),
        ("library by words", lambda: f"texts/?q={rng.choice(NOUNS).split()[0]}"),
        ("library by symbol", lambda: f"texts/?q=TG/RES/12/{rng.randrange(3000)}&sort=symbol"),
        ("coverage", lambda: f"texts/coverage/?page={rng.randint(1, 10)}"),
        ("body", lambda: f"bodies/board-{rng.randrange(12)}/"),
        ("search", lambda: f"search/?q={rng.choice(NOUNS).split()[-1]}"),
        ("sign-in", lambda: "account/sign-in/"),
    ]
    for number in range(count):
        kind, address = kinds[number % len(kinds)]
        yield kind, f"/{('en', 'fr', 'ar')[number // len(kinds) % 3]}/{address()}"
