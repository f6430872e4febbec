"""Creates instruments, versions and languages from texts of the engine, for verbs that publish."""

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
    with_label,
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
from majlis.textkit.align.result import Difference as EngineDifference
from majlis.textkit.model import Text
from majlis.textkit.parts import JOINT, OwnText
from majlis.textkit.views import settled, view


@dataclass(frozen=True)
class VersionFacts:
    """The metadata of a version; ``authentic``: the body adopted or published this language."""

    kind: str = ""
    body: Body | None = None
    label: str = ""
    state: str = VERSION.initial
    date: str = ""
    authentic: bool = True
    file: StoredFile | None = None

    @property
    def status(self) -> str:
        """The status of the wordings."""
        return WordingStatus.AUTHENTIC if self.authentic else WordingStatus.TRANSLATED


def create_instrument(
    text: Text, facts: VersionFacts, *, annexed_to: Instrument | None = None
) -> Instrument:
    """Create the instrument for a text, without a version; a stub of the same symbol becomes it.

    Other stubs with one of its keys that clearly stand for it hand over their citations.
    """
    parsed = split_symbol(text.symbol)
    kind = kind_for(facts.kind or text.kind)
    keys = symbol_keys(text.symbol, kind, text.language)
    title = text.title or parsed.symbol
    # an annex has the body of its parent text
    body_words = text.body or (annexed_to.body_words if annexed_to is not None else "")
    values = {
        "kind": kind,
        "body": facts.body,
        "body_words": "" if facts.body else body_words[:200],
        "symbol": parsed.symbol[:120],
        "keys": keys,
        "annexed_to": annexed_to,
        "held": True,
    }
    candidates = (
        Instrument.objects.filter(keys__overlap=keys, held=False, became=None) if keys else []
    )
    stubs = [each for each in candidates if stub_stands_for(each, facts.body, keys, body_words)]
    instrument = next((each for each in stubs if each.keys[0] == keys[0]), None)
    above = annexed_to.record if annexed_to is not None else None
    if instrument is not None:
        for name, value in values.items():
            setattr(instrument, name, value)
        instrument.save()
        if above is not None:  # an annex has the access of its parent text
            instrument.record.access, instrument.record.circle = above.access, above.circle
            instrument.record.save(update_fields=["access", "circle"])
        set_wording(instrument.record, "title", text.language, title, WordingStatus.AUTHENTIC)
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
        instrument = Instrument.objects.create(record=record, slug=slug, **values)
    for each in stubs:
        if each.pk != instrument.pk:
            replace_stub(each, instrument)
            # Later citations by that symbol then lead to this text.
            instrument.keys = list(dict.fromkeys([*instrument.keys, *each.keys]))
            instrument.save(update_fields=["keys"])
    claim_citations(instrument)
    _replace_withdrawn(instrument)
    return instrument


def _replace_withdrawn(instrument: Instrument) -> None:
    """Move citations of a withdrawn text of the same symbol to this one."""
    own_key = instrument.keys[:1]
    if not own_key:
        return
    withdrawn = Instrument.objects.filter(keys__contains=own_key).exclude(record__withdrawal=None)
    same = [
        each.pk
        for each in withdrawn
        if each.keys[:1] == own_key and each.body_id in (None, instrument.body_id)
    ]
    if same:
        Citation.objects.filter(target__in=same).update(target=instrument)


def create_version(
    instrument: Instrument,
    text: Text,
    facts: VersionFacts,
    *,
    follows: Version | None = None,
    lineages: Mapping[str, int] | None = None,
    reconstructed_from: Version | None = None,
) -> Version:
    """Create a version of an instrument with its first language, without tracked changes.

    Its date decides its position. ``follows``: a version other than the one before it.
    """
    clean_text = settled_text(text)
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
    siblings = Version.objects.filter(instrument=instrument)
    last = siblings.aggregate(last=Max("position"))["last"]
    if follows is None and reconstructed_from is None:
        follows = siblings.filter(reconstructed_from=None, record__withdrawal=None).last()
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
        lineages = lineages_between(version.follows, behind, clean_text)
    save_language(version, clean_text, facts.status, facts.file)
    save_provisions(version, clean_text, facts.status, lineages=lineages)
    wordings = ProvisionWording.objects.filter(provision__version=version)
    save_citations(list(wordings.select_related("provision")), instrument)
    return version


def create_former_version(
    version: Version, text: Text, facts: VersionFacts, label: str = ""
) -> Version:
    """Create the version that the tracked changes in ``text`` revise: reconstructed, not authentic.

    ``label`` is its own label; the label of the revision does not apply to it.
    """
    old = replace(settled(view(text, "reject")), symbol=with_label(text.symbol, label))
    former = create_version(
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
    Version.objects.filter(pk=former.pk).update(
        follows=version.follows_id, position=version.position
    )
    Version.objects.filter(pk=version.pk).update(follows=former)
    version.refresh_from_db()
    former.refresh_from_db()
    return former


def create_language(version: Version, text: Text, facts: VersionFacts) -> LanguageVersion:
    """Add a language to a version: its wordings, and the differences from the first authentic language.

    The text is aligned with that language. A provision that only this language has is placed after
    the one that precedes it there.
    """
    clean_text = settled_text(text)
    against = version.languages.order_by("status", "pk")[0].language
    base = load_text(version, against)
    alignment = align(base, clean_text)
    rows = {each.eid: each for each in Provision.objects.filter(version=version)}
    partner = {b: a for a, b, _score in alignment.pairs if a and b}
    language_version = save_language(version, clean_text, facts.status, facts.file)
    provisions = _provisions_by_id(version, clean_text, partner, rows)
    wordings = [
        build_wording(provisions[each.id], each, clean_text.language, facts.status)
        for each in clean_text.walk()
    ]
    ProvisionWording.objects.bulk_create(wordings, batch_size=2_000)
    Difference.objects.bulk_create(
        reportable_differences(
            version,
            alignment.differences,
            (base, clean_text),
            provisions,
            rows,
            annexes=version.instrument.annexes.exists(),
        )
    )
    for field in ("title", "label"):
        words = text.title if field == "title" else facts.label or split_symbol(text.symbol).label
        if words:
            set_wording(version.record, field, clean_text.language, words)
            if field == "title" and _gives_title(version, clean_text.language):
                set_wording(version.instrument.record, field, clean_text.language, words)
    save_citations(wordings, version.instrument)
    return language_version


def link_annex_heading(version: Version, own: OwnText, annexed: Instrument) -> None:
    """Make the heading of an annex, in its parent text, a citation of the annex's instrument."""
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
    differences: Iterable[EngineDifference],
    texts: tuple[Text, Text],
    own_provisions: Mapping[str, Provision],
    other_provisions: Mapping[str, Provision],
    *,
    annexes: bool,
) -> list[Difference]:
    """The unsaved Differences of a language, without those that tell a reader nothing.

    ``texts`` are the text that it was aligned with, and itself; ``own_provisions`` are the
    provisions of the language, ``other_provisions`` those of the other. With ``annexes``, the
    heading of an annex that is a text of its own is skipped where only one language has it: the
    annex shows its own languages.
    """
    with_children = {each.id for text in texts for each in text.walk() if each.children}
    rows = difference_rows(
        version,
        (texts[1].language, texts[0].language),
        differences,
        own_provisions,
        other_provisions,
    )
    return [
        each
        for each in rows
        if not annexes
        or each.kind != "missing"
        or (provision := each.provision or each.other) is None
        or provision.kind != "annex"
        or provision.eid in with_children
    ]


def _gives_title(version: Version, language: str) -> bool:
    """Whether the version's title becomes the text's in a language: it has none, or the version is current.

    Not where readers of the text may not see the version.
    """
    record = version.instrument.record
    visible = version.instrument.versions.filter(
        Q(record__access=Access.PUBLIC)
        | Q(record__access=record.access, record__circle=record.circle)
    )
    versions = list(visible)
    if version not in versions:
        return False
    titled = record.wordings.filter(field="title", language=language).exclude(text="").exists()
    return not titled or current_version(versions) == version


def _provisions_by_id(
    version: Version, text: Text, partner: Mapping[str, str], rows: dict[str, Provision]
) -> dict[str, Provision]:
    """The provision for each id of the text, created where only this language has it."""
    by_id: dict[str, Provision] = {}
    parents = text.parents()
    order = sorted(rows.values(), key=lambda row: row.position)
    added: list[Provision] = []
    last: Provision | None = None
    for each in text.walk():
        if each.id in partner:
            last = by_id[each.id] = rows[partner[each.id]]
            continue
        above = by_id.get(parents[each.id] or "")
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
        rows[eid] = last = by_id[each.id] = row
        added.append(row)
    if added:
        for position, row in enumerate(order):
            row.position = position
        for row in added:
            row.save(force_insert=True)
        Provision.objects.bulk_update(
            [row for row in order if row not in added], ["position"], batch_size=2_000
        )
    return by_id
