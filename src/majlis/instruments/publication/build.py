"""Instruments, versions and languages created from texts of the engine; for the verbs that publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, Max, Q

from majlis.instruments.citations.resolve import save_citations
from majlis.instruments.citations.stubs import claim_citations, replace_stub, stub_stands_for
from majlis.instruments.core.identifiers import (
    fallback_stem,
    split_symbol,
    symbol_keys,
    unique_slug,
    version_slug,
)
from majlis.instruments.lifecycle import SUPERSEDED, VERSION
from majlis.instruments.models import (
    Citation,
    Difference,
    Instrument,
    LanguageVersion,
    Lineage,
    Provision,
    ProvisionWording,
    Version,
)
from majlis.instruments.models.choices import kind_for
from majlis.instruments.provisions.lineage import lineages_between, lineages_of_reconstruction
from majlis.instruments.provisions.realign import difference_rows
from majlis.instruments.publication.ordering import place_version
from majlis.instruments.texts.queries import current_version
from majlis.instruments.texts.storage import (
    build_wording,
    load_text,
    save_language,
    save_provisions,
    settled_text,
)
from majlis.kernel.models import Access, StoredFile, WordingStatus
from majlis.kernel.records import create_record, set_wording
from majlis.parties.models import Body
from majlis.textkit.align import align
from majlis.textkit.align.result import Difference as Apart
from majlis.textkit.model import Text
from majlis.textkit.parts import JOINT, OwnText
from majlis.textkit.views import settled, view


@dataclass(frozen=True)
class VersionFacts:
    """What is said of a version beside its words. ``authentic``: the language is one that was adopted."""

    kind: str = ""
    body: Body | None = None
    label: str = ""
    state: str = VERSION.initial
    date: str = ""
    authentic: bool = True
    file: StoredFile | None = None

    @property
    def status(self) -> str:
        """The status of the words."""
        return WordingStatus.AUTHENTIC if self.authentic else WordingStatus.TRANSLATED


def create_instrument(
    text: Text, facts: VersionFacts, *, annexed_to: Instrument | None = None
) -> Instrument:
    """The instrument for a text, without a version yet; a stub of the same symbol becomes it.

    Other stubs that go by one of its keys, and were meant as far as anybody can tell, hand over who cites them.
    """
    named = split_symbol(text.symbol)
    kind = kind_for(facts.kind or text.kind)
    keys = symbol_keys(text.symbol, kind, text.language)
    title = text.title or named.symbol
    values = {
        "kind": kind,
        "body": facts.body,
        "body_words": "" if facts.body else text.body[:200],
        "symbol": named.symbol[:120],
        "keys": keys,
        "annexed_to": annexed_to,
        "held": True,
    }
    found = Instrument.objects.filter(keys__overlap=keys, held=False, became=None) if keys else []
    stubs = [each for each in found if stub_stands_for(each, facts.body, keys, text.body)]
    made = next((each for each in stubs if each.keys[0] == keys[0]), None)
    above = annexed_to.record if annexed_to is not None else None
    if made is not None:
        for name, value in values.items():
            setattr(made, name, value)
        made.save()
        if above is not None:  # what is annexed to a closed text is closed
            made.record.access, made.record.circle = above.access, above.circle
            made.record.save(update_fields=["access", "circle"])
        set_wording(made.record, "title", text.language, title, WordingStatus.AUTHENTIC)
    else:
        body = (facts.body.abbreviation or facts.body.slug) if facts.body else ""
        key = keys[0] if keys else ""
        slug = unique_slug(
            key,
            title,
            body,
            lambda tried: Instrument.objects.filter(slug=tried).exists(),
            other=fallback_stem(
                kind,
                body or text.body,
                facts.date or text.date or facts.label,
                annexed_to.slug if annexed_to else "",
            ),
        )
        words = {"title": {text.language: title}}
        record = create_record(
            "instrument",
            f"texts/{slug}",
            words,
            authentic=text.language,
            access=above.access if above is not None else Access.PUBLIC,
            circle=above.circle if above is not None else None,
        )
        made = Instrument.objects.create(record=record, slug=slug, **values)
    for each in stubs:
        if each.pk != made.pk:
            replace_stub(each, made)
            # Whoever cites it by that symbol from now on means this text too.
            made.keys = list(dict.fromkeys([*made.keys, *each.keys]))
            made.save(update_fields=["keys"])
    claim_citations(made)
    _replace_withdrawn(made)
    return made


def _replace_withdrawn(made: Instrument) -> None:
    """What cites a text of the same symbol that was withdrawn, and is led nowhere, cites this one."""
    own = made.keys[:1]
    if not own:
        return
    gone = Instrument.objects.filter(keys__contains=own).exclude(record__withdrawal=None)
    same = [
        each.pk for each in gone if each.keys[:1] == own and each.body_id in (None, made.body_id)
    ]
    if same:
        Citation.objects.filter(target__in=same).update(target=made)


def create_version(
    instrument: Instrument,
    text: Text,
    facts: VersionFacts,
    *,
    follows: Version | None = None,
    lineages: Mapping[str, int] | None = None,
    reconstructed_from: Version | None = None,
) -> Version:
    """A version of an instrument with its first language; ``version_arguments`` as it is to be read, without changes.

    It gets its place among the others by its date. ``is_following``: another version than the one before it.
    """
    kept = settled_text(text)
    label = facts.label or split_symbol(text.symbol).label
    slug = version_slug(
        label,
        facts.date,
        lambda tried: Version.objects.filter(instrument=instrument, slug=tried).exists(),
    )
    if reconstructed_from is not None:
        slug = f"before-{reconstructed_from.slug}"
    words = {"title": {text.language: text.title}, "label": {text.language: label}}
    record = create_record(
        "version",
        f"texts/{instrument.slug}/{slug}",
        words,
        authentic=text.language,
        access=instrument.record.access,
        circle=instrument.record.circle,
    )
    there = Version.objects.filter(instrument=instrument)
    last = there.aggregate(last=Max("position"))["last"]
    if follows is None and reconstructed_from is None:
        follows = there.filter(reconstructed_from=None, record__withdrawal=None).last()
    version = Version.objects.create(
        record=record,
        instrument=instrument,
        slug=slug,
        state=facts.state,
        body=facts.body,
        date=facts.date,
        follows=follows,
        reconstructed_from=reconstructed_from,
        position=0 if last is None else last + 1,
    )
    if lineages is None:
        behind = place_version(version)
        lineages = lineages_between(version.follows, behind, kept)
    save_language(version, kept, facts.status, facts.file)
    save_provisions(version, kept, facts.status, lineages=lineages)
    wordings = ProvisionWording.objects.filter(provision__version=version)
    save_citations(list(wordings.select_related("provision")), instrument)
    return version


def create_former_version(
    version: Version, text: Text, facts: VersionFacts, label: str = ""
) -> Version:
    """What the changes in ``version_arguments`` leave out, as the version before: reconstructed, not authentic.

    ``zone_label``: its own; that of the revision is not its.
    """
    named = split_symbol(text.symbol)
    symbol = text.symbol.replace(named.label, label) if named.label and label else named.symbol
    old = replace(settled(view(text, "reject")), symbol=symbol)
    made = create_version(
        version.instrument,
        old,
        VersionFacts(
            kind=facts.kind,
            body=facts.body,
            label=label,
            state=SUPERSEDED,
            authentic=False,
            file=facts.file,
        ),
        lineages=lineages_of_reconstruction(version, text),
        reconstructed_from=version,
    )
    behind = version.instrument.versions.filter(position__gte=version.position)
    behind.update(position=F("position") + 1)
    Version.objects.filter(pk=made.pk).update(follows=version.follows_id, position=version.position)
    Version.objects.filter(pk=version.pk).update(follows=made)
    version.refresh_from_db()
    made.refresh_from_db()
    return made


def create_language(version: Version, text: Text, facts: VersionFacts) -> LanguageVersion:
    """Another language of a version: its words stand beside those that are there; what differs is kept.

    It is aligned with the first authentic language. What only this language has gets a place behind
    what stands before it there.
    """
    kept = settled_text(text)
    against = version.languages.order_by("status", "pk")[0].language
    base = load_text(version, against)
    found = align(base, kept)
    rows = {each.eid: each for each in Provision.objects.filter(version=version)}
    partner = {b: a for a, b, _score in found.pairs if a and b}
    said = save_language(version, kept, facts.status, facts.file)
    made = _provisions_by_id(version, kept, partner, rows)
    wordings = [
        build_wording(made[each.id], each, kept.language, facts.status) for each in kept.walk()
    ]
    ProvisionWording.objects.bulk_create(wordings, batch_size=2_000)
    Difference.objects.bulk_create(
        reportable_differences(
            version,
            found.differences,
            (base, kept),
            made,
            rows,
            annexes=version.instrument.annexes.exists(),
        )
    )
    for field in ("title", "label"):
        words = text.title if field == "title" else facts.label or split_symbol(text.symbol).label
        if words:
            set_wording(version.record, field, kept.language, words)
            if field == "title" and _gives_title(version, kept.language):
                set_wording(version.instrument.record, field, kept.language, words)
    save_citations(wordings, version.instrument)
    return said


def link_annex_heading(version: Version, own: OwnText, annexed: Instrument) -> None:
    """Have the heading of an annex, which stays in the text that it is annexed to, lead to the text that it became."""
    eid = own.root.removeprefix(f"{own.within}{JOINT}") if own.within else own.root
    wordings = ProvisionWording.objects.filter(
        provision__version=version, provision__eid=eid, language=own.text.language
    ).exclude(text="")
    for each in wordings:
        Citation.objects.filter(wording=each).delete()
        Citation.objects.create(
            wording=each,
            version=version,
            start=0,
            end=len(each.text),
            value=(annexed.symbol or each.text)[:120],
            target=annexed,
        )


def reportable_differences(
    version: Version,
    found: Iterable[Apart],
    texts: tuple[Text, Text],
    here: Mapping[str, Provision],
    there: Mapping[str, Provision],
    *,
    annexes: bool,
) -> list[Difference]:
    """The rows of where a language is out of step, not saved, without what says nothing to a reader.

    ``latest_texts``: the one that it was aligned with, and itself; ``stored_comparison`` and ``page_language``: their provisions. The heading of an
    annex that is a text of its own (``annexes``: there are such) says nothing where only one language has it: what
    languages that text is in is told there.
    """
    heads = {each.id for text in texts for each in text.walk() if each.children}
    rows = difference_rows(version, (texts[1].language, texts[0].language), found, here, there)
    return [
        each
        for each in rows
        if not annexes
        or each.kind != "missing"
        or (alone := each.provision or each.other) is None
        or alone.kind != "annex"
        or alone.eid in heads
    ]


def _gives_title(version: Version, language: str) -> bool:
    """Whether the title of this version is that of the text in a language: it has none, or the version is that of today.

    Whoever may see the text, and not this version, does not read its title there.
    """
    above = version.instrument.record
    there = version.instrument.versions.filter(
        Q(record__access=Access.PUBLIC)
        | Q(record__access=above.access, record__circle=above.circle)
    )
    seen = list(there)
    if version not in seen:
        return False
    titled = above.wordings.filter(field="title", language=language).exclude(text="").exists()
    return not titled or current_version(seen) == version


def _provisions_by_id(
    version: Version, text: Text, partner: Mapping[str, str], rows: dict[str, Provision]
) -> dict[str, Provision]:
    """For each id of the text the provision that it is, made where only this language has it."""
    made: dict[str, Provision] = {}
    parents = text.parents()
    order = sorted(rows.values(), key=lambda row: row.position)
    fresh: list[Provision] = []
    last: Provision | None = None
    for each in text.walk():
        if each.id in partner:
            last = made[each.id] = rows[partner[each.id]]
            continue
        above = made.get(parents[each.id] or "")
        eid = each.id
        while eid in rows:
            eid += f"-{text.language}"
        row = Provision(
            version=version,
            lineage=Lineage.objects.create(),
            eid=eid,
            kind=each.kind,
            parent=above,
            level=above.level + 1 if above else 0,
            position=0,
        )
        order.insert(order.index(last) + 1 if last is not None else 0, row)
        rows[eid] = last = made[each.id] = row
        fresh.append(row)
    if fresh:
        for position, row in enumerate(order):
            row.position = position
        for row in fresh:
            row.save(force_insert=True)
        Provision.objects.bulk_update(
            [row for row in order if row not in fresh], ["position"], batch_size=2_000
        )
    return made
