"""Texts that are not public: instruments, stubs, versions, series, files; beside public ones that lead to them."""

from __future__ import annotations

import io
from typing import Any

from majlis.framework.models import Concept
from majlis.instruments.citations.names import comparison_url
from majlis.instruments.citations.resolve import save_citations
from majlis.instruments.comparisons.queries import get_comparison as compared
from majlis.instruments.imports import actions, read
from majlis.instruments.models import (
    Act,
    Citation,
    Destination,
    Instrument,
    Provision,
    ProvisionWording,
    Series,
    Tag,
    Version,
    Withdrawal,
)
from majlis.instruments.texts.storage import save_language, save_provisions
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.kernel.records import create_record
from majlis.kernel.roles import is_secretariat
from majlis.parties.models import Body
from majlis.textkit.read import read_bytes
from tests.pages.private.secrets import SEARCH_WORD, PrivateRecords


def new_resolution(*words: str) -> Any:
    """A small resolution; the words stand in its title and in a paragraph."""
    said = " ".join(words)
    return read_bytes(
        f"""Resolution 9900

{SEARCH_WORD} {said}

The Council of Tides,

Recalling resolution 9911,

1. Decides to keep the lights {said};

2. Requests the Keeper to report.
""".encode(),
        name="planted.en.txt",
    )


def new_version(
    record: Record, instrument: Instrument, slug: str, *words: str, **more: Any
) -> Version:
    """A version with its provisions and what they cite."""
    last = instrument.versions.last()
    made = Version.objects.create(
        record=record,
        instrument=instrument,
        slug=slug,
        follows=last,
        position=last.position + 1 if last else 0,
        **{"state": "adopted", "date": "2031"} | more,
    )
    text = new_resolution(*words)
    save_language(made, text, "authentic", None)
    rows = dict(Provision.objects.filter(version=last).values_list("eid", "lineage_id"))
    save_provisions(made, text, "authentic", lineages=rows)
    save_citations(list(ProvisionWording.objects.filter(provision__version=made)), instrument)
    return made


def public_instrument(slug: str, **more: Any) -> Instrument:
    """A neighbour that everybody may see, without a version yet."""
    words = {"title": {"en": "A public neighbour"}}
    record = create_record("instrument", f"texts/{slug}", words, authentic="en")
    return Instrument.objects.create(record=record, slug=slug, kind="resolution", **more)


def public_version(of: Instrument, slug: str, **more: Any) -> Version:
    """A version of it that everybody may see."""
    words = {"title": {"en": "A public neighbour"}}
    record = create_record("version", f"texts/{of.slug}/{slug}", words, authentic="en")
    return new_version(record, of, slug, "for all", **more)


def note_addresses(private_records: PrivateRecords, version: Version) -> None:
    """Where a text and its version show, for ``ARGUMENTS_BY_URL_NAME``."""
    first = Provision.objects.filter(version=version, kind="operative")[0]
    private_records.things.setdefault("versions", []).append((version, first.eid))


def plant_instrument(private_records: PrivateRecords, hidden: Any) -> Record:
    """A text with a version, annexed to a public one, in a public series, cited, of a public concept.

    Beside it a stub that is hidden too, which a public text cites, and a public one that only the hidden text cites.
    """
    record, slug = hidden(private_records, "instrument", "texts/{slug}", "title")
    admitted = (record.access, record.circle)
    above = public_instrument("neighbour-above")
    shown = public_version(above, "2030")
    open_series = create_record("series", "series/neighbour", {"title": {"en": "A public series"}})
    series = Series.objects.create(record=open_series, slug="neighbour")
    kept = Instrument.objects.create(
        record=record,
        slug=slug,
        kind="resolution",
        body=Body.objects.get(slug="demonstration-council"),
        symbol=private_records.of(record, "symbol of a text"),
        keys=["R9922"],
        annexed_to=above,
        series=series,
        year=2031,
    )
    own, _slug = hidden(
        private_records, "version", f"texts/{slug}/2031", "title", "label", admitted=admitted
    )
    version = new_version(own, kept, "2031", private_records.of(record, "words of a text"))
    note_addresses(private_records, version)
    wording = ProvisionWording.objects.get(provision__version=shown, text__startswith="Requests")
    stub, place = hidden(private_records, "instrument", "texts/{slug}", "title")
    unheld = Instrument.objects.create(
        record=stub,
        slug=place,
        kind="resolution",
        symbol=private_records.of(stub, "symbol of a stub"),
        keys=["R9933"],
        held=False,
    )
    private_records.things["stubs"] = [unheld]
    for at, target in ((0, kept), (9, unheld)):
        Citation.objects.create(wording=wording, start=at, end=at + 8, value="x", target=target)
    became = public_instrument("neighbour-became", held=False, became=kept)
    concept = Concept.objects.get(scheme__key="action-lines", code="C2")
    Tag.objects.create(concept=concept, instrument=kept, state="confirmed", found="person")
    cited = Citation.objects.filter(wording__provision__version=version).first()
    assert cited is not None, "what the hidden text cites is a public stub"
    private_records.near += [
        above.get_absolute_url(),
        shown.get_absolute_url(),
        wording.provision.get_absolute_url(),
        became.get_absolute_url(),
        cited.target.get_absolute_url(),
        "/en/series/neighbour/",
        "/en/series/",
        concept.get_absolute_url(),
        "/en/bodies/demonstration-council/",
        f"/en/texts/?q={SEARCH_WORD}",
        "/en/texts/?concept=action-lines/C2",
        "/en/texts/?year=2031&body=demonstration-council",
        "/en/texts/neighbour-above/change/",
    ]
    return record


def plant_version(private_records: PrivateRecords, hidden: Any) -> Record:
    """A version between public ones of a public text: in force, a variant of one, with an act and a comparison.

    The text and one of its acts are of a body that is hidden, and a concept that is hidden is confirmed of it.
    """
    body = Body.objects.get(record=private_records.records[Body])
    text = public_instrument("neighbour-versions", body=body, symbol="9900")
    first = public_version(text, "2029", body=body)
    record, slug = hidden(
        private_records, "version", "texts/neighbour-versions/{slug}", "title", "label"
    )
    words = private_records.of(record, "words of a version")
    made = new_version(record, text, slug, words, state="in_force", variant_of=first)
    last = public_version(text, "2033", state="proposed")
    Act.objects.create(
        version=made,
        kind="adopts",
        words=private_records.of(record, "act"),
        source=private_records.of(record, "source of an act"),
    )
    Act.objects.create(version=first, kind="adopts", body=body)
    for old, new in ((first, made), (made, last)):
        compared(old, new, "en")
    Tag.objects.create(
        concept=Concept.objects.get(record=private_records.records[Concept]),
        instrument=text,
        state="confirmed",
        found="person",
    )
    note_addresses(private_records, made)
    private_records.things["pairs"] = [(first, made), (made, last)]
    pages = [text, first, last, *Provision.objects.filter(version=last)]
    private_records.near += [each.get_absolute_url() for each in pages]
    private_records.near += [
        f"{first.get_absolute_url()}acts/",
        f"{first.get_absolute_url()}change/",
        f"{text.get_absolute_url()}change/",
        f"{text.get_absolute_url()}concepts/",
        comparison_url(first, last),
        "/en/texts/?state=in_force",
    ]
    return record


def plant_versions(private_records: PrivateRecords, hidden: Any) -> Record:
    """One that stands, and one that was withdrawn."""
    plant_withdrawal(private_records, hidden)
    return plant_version(private_records, hidden)


def plant_withdrawal(private_records: PrivateRecords, hidden: Any) -> Record:
    """A version of a public text that was withdrawn: before, those saw it who may see it now."""
    text = public_instrument("neighbour-withdrawn", symbol="9955")
    record, slug = hidden(
        private_records, "version", "texts/neighbour-withdrawn/{slug}", "title", "label"
    )
    made = new_version(
        record, text, slug, private_records.of(record, "words of a withdrawn version")
    )
    Withdrawal.objects.create(
        record=record, version=made, access=record.access, circle=record.circle
    )
    last = public_version(text, "2034")
    note_addresses(private_records, made)
    private_records.near += [text.get_absolute_url(), last.get_absolute_url()]
    return record


def plant_series(private_records: PrivateRecords, hidden: Any) -> Record:
    """A series of public texts."""
    record, slug = hidden(private_records, "series", "series/{slug}", "title")
    kept = Series.objects.create(record=record, slug=slug)
    text = public_instrument("neighbour-series", series=kept)
    public_version(text, "2031")
    private_records.near += [text.get_absolute_url(), f"{text.get_absolute_url()}change/"]
    plant_import(private_records)
    return record


def plant_import(private_records: PrivateRecords) -> None:
    """A file that waits to become a version of a hidden text: its words are for the secretariat."""

    def may(user: Any) -> bool:
        return bool(is_secretariat.test(user))

    words = private_records.word("words of an import", may)
    said = f"Resolution 9944\n\nA title\n\nThe Council of Tides,\n\n1. Decides to keep {words}."
    officer = Actor.as_system("tests")
    made = actions.upload_import(
        officer,
        name=f"{private_records.word('name of an import', may)}.txt",
        stream=io.BytesIO(said.encode()),
    )
    made = read.read_file(officer, made)
    hidden_text = Instrument.objects.get(record=private_records.records[Instrument])
    Destination.objects.filter(of=made).update(
        published_as="version",
        instrument=hidden_text,
        version=private_records.things["pairs"][0][1],
    )
    private_records.things["imports"] = [made]
    private_records.files.append(made.file.sha256)
