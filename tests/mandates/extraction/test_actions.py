"""What the engine finds waits for a person; accepted, it is a mandate; rejected, it stays visible with the reason."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from majlis.commons.drafts.actions import save_draft
from majlis.commons.drafts.location import DraftLocation
from majlis.commons.drafts.models import Draft
from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish
from majlis.instruments.imports import read as imports_read
from majlis.instruments.lifecycle import PROPOSED
from majlis.instruments.models import Provision, Version
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.models import Access, AuditEntry, Circle, Record
from majlis.kernel.verbs import CONFIDENTIAL_VERBS
from majlis.mandates.extraction import actions, clauses, extract
from majlis.mandates.extraction import tasks as tasks_of_the_room
from majlis.mandates.extraction.clear_findings import clear_findings
from majlis.mandates.extraction.drafts import FINDING_FORM, target_of
from majlis.mandates.extraction.fields import clean_fields, fields_of_finding
from majlis.mandates.extraction.queries import findings_of_version
from majlis.mandates.models import Clause, Finding, Mandate, MandateSource
from tests.instruments import published_texts
from tests.mandates import factories
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def read(version: Version) -> list[Finding]:
    """The findings of a version, once the engine has read it."""
    actions.extract_findings(SYSTEM, version)
    return list(Finding.objects.filter(version=version, state="waiting"))


def officer() -> Actor:
    return Actor(user=person("secretariat", name="First Officer"))


def at(rows: list[Finding], start: str) -> Finding:
    return next(each for each in rows if each.extracted.get("action", "").startswith(start))


class AtOnce:
    """The task, done before the verb ends."""

    task = tasks_of_the_room.extract_findings_of_version

    def enqueue(self, version: int) -> None:
        """Do it."""
        self.task.func(version)


def test_a_text_that_is_published_is_read_by_the_worker_and_nothing_of_it_is_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("majlis.mandates.extraction.tasks.extract_findings_of_version", AtOnce())
    name = "lighthouses.2031.ar.txt"
    kept = imports_actions.upload_import(
        SYSTEM, name=name, stream=io.BytesIO((SAMPLES / name).read_bytes())
    )
    published = publish.publish_import(SYSTEM, imports_read.read_file(SYSTEM, kept))
    found = Finding.objects.filter(version__in=published)
    assert {each.language for each in found} == {"ar"}
    assert found.count() >= 12
    former = Version.objects.filter(reconstructed_from__in=published)
    assert former and Finding.objects.filter(version__in=former).exists()
    assert not Mandate.objects.exists()
    records = [each.record for each in published]
    entries = AuditEntry.objects.filter(verb="mandates.extract_findings", record__in=records)
    assert entries and "mandates.extract_findings" in CONFIDENTIAL_VERBS


def test_reading_it_again_changes_nothing() -> None:
    version = factories.text()
    rows = read(version)
    actions.reject_finding(officer(), at(rows, "paint"), reason="Of no weight.", language="en")
    before = list(Finding.objects.order_by("pk").values())
    assert read(version) and list(Finding.objects.order_by("pk").values()) == before


def test_what_another_engine_finds_takes_the_place_of_what_waits_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = factories.text()
    rows = read(version)
    accepted, waiting = at(rows, "report"), at(rows, "paint")
    actions.accept_finding(officer(), accepted)
    real = extract.extract_language

    def other(version: Version, language: str) -> Any:
        found = real(version, language)
        return {
            eid: [extract.ExtractedItem(e.kind, e.extracted | {"occasion": "once"}) for e in items]
            for eid, items in found.items()
        }

    monkeypatch.setattr(extract, "extract_language", other)
    monkeypatch.setattr(extract, "VERSION", "next")
    actions.extract_findings(SYSTEM, version)
    states = dict(Finding.objects.values_list("pk", "state"))
    assert (states[accepted.pk], states[waiting.pk]) == ("accepted", "replaced")
    new = Finding.objects.get(provision=waiting.provision, state="waiting")
    assert (new.extracted["occasion"], new.engine) == ("once", "next")
    assert not Finding.objects.filter(provision=accepted.provision, state="waiting").exists()


def test_accepted_as_found_it_is_a_mandate_with_its_words_and_who_is_asked() -> None:
    version = factories.text()
    finding = at(read(version), "report")
    mandate = actions.accept_finding(officer(), finding)
    source = mandate.source
    assert source is not None and (mandate.legal_status, mandate.force) == ("in_force", "requests")
    assert (source.kind, source.recurrence, source.change) == ("report", "P1Y", "new")
    words = source.provision.wordings.get(language="en").text
    assert {field: words[start:end] for field, (start, end) in source.witness.items()}["asked"]
    assert set(source.found_by.values()) == {"rule"} and source.engine
    assert [str(each.entity) for each in source.addressees.filter(role="asked")] == ["Keeper"]
    lead = mandate.assignments.get()
    assert (str(lead.entity), lead.part, lead.state) == ("Keeper", "lead", "proposed")
    finding.refresh_from_db()
    assert (finding.state, finding.mandate, finding.corrected) == ("accepted", mandate, [])


def test_what_a_person_changed_says_so() -> None:
    finding = at(read(factories.text()), "report")
    values = fields_of_finding(finding.extracted) | {
        "force": "invites",
        "asked": ["Watch of the Tides"],
    }
    mandate = actions.accept_finding(officer(), finding, values=values)
    source = mandate.source
    assert source is not None
    assert {field for field, by in source.found_by.items() if by == "person"} == {"force", "asked"}
    finding.refresh_from_db()
    assert finding.corrected == ["force", "asked"]
    assert "asked" not in source.witness  # these words do not stand in the provision


def test_values_that_no_mandate_can_have_are_refused_by_field() -> None:
    finding = at(read(factories.text()), "report")
    wrong = fields_of_finding(finding.extracted) | {
        "deadline": "soon",
        "recurrence": "now and then",
    }
    with pytest.raises(InvalidInput) as refused:
        actions.accept_finding(officer(), finding, values=wrong)
    assert set(refused.value.faults) == {"deadline", "recurrence"}
    assert not Mandate.objects.exists()


def test_the_second_of_two_who_decide_at_once_is_told_who_was_first() -> None:
    finding = at(read(factories.text()), "report")
    stale = Finding.objects.get(pk=finding.pk)
    mandate = actions.accept_finding(officer(), finding)
    with pytest.raises(WrongState) as told:
        actions.reject_finding(
            Actor(user=person("secretariat")), stale, reason="No.", language="en"
        )
    assert "First Officer" in str(told.value) and mandate.slug in str(told.value)
    assert Mandate.objects.count() == 1


def test_one_finding_becomes_two_at_the_same_provision() -> None:
    finding = at(read(factories.text()), "report")
    first, second = actions.split_finding(officer(), finding)
    for each, action in ((first, "to report"), (second, "to watch")):
        actions.accept_finding(
            officer(), each, values=fields_of_finding(each.extracted) | {"action": action}
        )
    kept = MandateSource.objects.order_by("pk").values_list("provision", "action")
    assert list(kept) == [(finding.provision_id, "to report"), (finding.provision_id, "to watch")]
    assert Mandate.objects.count() == 2


def test_a_rejection_needs_a_reason_and_can_be_taken_back() -> None:
    finding = at(read(factories.text()), "paint")
    with pytest.raises(InvalidInput):
        actions.reject_finding(officer(), finding, reason=" ", language="en")
    actions.reject_finding(officer(), finding, reason="Of no weight.", language="en")
    assert (finding.state, finding.reason) == ("rejected", "Of no weight.")
    actions.reopen_finding(officer(), finding)
    assert (finding.state, finding.reason) == ("waiting", "")
    assert AuditEntry.objects.get(verb="mandates.reopen_finding").reason == "Of no weight."


def test_the_next_version_goes_on_the_same_mandates_at_one_press() -> None:
    first = factories.text()
    rows = read(first)
    values = fields_of_finding(at(rows, "report").extracted) | {"occasion": "at its session"}
    kept = actions.accept_finding(officer(), at(rows, "report"), values=values)
    changed = actions.accept_finding(officer(), at(rows, "paint"))
    words = factories.TEXT.replace("paint their boats", "paint their boats and nets")
    second = factories.text(of=first, words=words)
    _match(first, second)
    goes = {each.continues: each for each in read(second)}
    assert set(goes) >= {kept, changed}
    done = actions.accept_unchanged_findings(officer(), second)
    assert [each.pk for each in done] == [kept.pk]
    kept.refresh_from_db()
    assert kept.source is not None and kept.source.version == second
    assert (kept.source.change, kept.source.occasion) == ("kept", "at its session")
    actions.accept_finding(officer(), goes[changed], to=changed)
    assert changed.sources.get(version=second).change == "changed"
    assert Mandate.objects.count() == 2
    noted = AuditEntry.objects.filter(verb="mandates.accept_unchanged_findings").order_by("pk")
    assert [each.record for each in noted] == [kept.record, second.record]
    assert noted[1].new == {"continues": [kept.slug]}


def test_an_earlier_version_accepted_later_is_the_one_in_which_it_is_new() -> None:
    """Whatever the order of acceptance, and also where only the later version gets its date afterwards."""
    first = factories.text("superseded", date="2024")
    second = factories.text("proposed", of=first, words=factories.TEXT.replace("boats", "nets"))
    _match(first, second)
    mandate = actions.accept_finding(officer(), at(read(second), "paint"))
    earlier = next(each for each in read(first) if each.continues == mandate)
    actions.accept_finding(officer(), earlier, to=mandate)

    def changes() -> list[str]:
        rows = mandate.sources.order_by("version__position")
        return list(rows.values_list("change", flat=True))

    assert changes() == ["new", "changed"]
    acts_actions.adopt_version(SYSTEM, second, date="2021")
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.position < first.position
    assert changes() == ["new", "changed"]


def test_what_a_person_corrected_stays_corrected_when_it_goes_on_unchanged() -> None:
    first = factories.text()
    rows = read(first)
    found = fields_of_finding(at(rows, "report").extracted)
    crew = ["Crew of the lamps"]
    actions.accept_finding(
        officer(), at(rows, "report"), values=found | {"asked": crew, "occasion": "so"}
    )
    actions.accept_finding(officer(), at(rows, "paint"))
    second = factories.text(of=first)
    _match(first, second)
    read(second)
    assert len(actions.accept_unchanged_findings(officer(), second)) == 2
    renewed = {
        each.extracted["action"][:5]: each for each in second.findings.filter(state="accepted")
    }
    assert set(renewed["repor"].corrected) == {"asked", "occasion"}
    assert renewed["paint"].corrected == []
    source = MandateSource.objects.get(version=second, mandate=renewed["repor"].mandate)
    assert (source.found_by["asked"], source.found_by["force"]) == ("person", "rule")
    assert [str(each.entity) for each in source.addressees.filter(role="asked")] == crew


def test_what_a_person_has_begun_to_edit_is_not_accepted_with_others() -> None:
    first = factories.text()
    rows = read(first)
    for words in ("report", "paint"):
        actions.accept_finding(officer(), at(rows, words))
    other = factories.text()
    edited = at(read(other), "paint")

    def clear() -> list[Finding]:
        return clear_findings(other, findings_of_version(other), former_waits=False)

    assert edited in clear()
    begin_to_edit(edited)
    assert clear() and edited not in clear()
    second = factories.text(of=first)
    _match(first, second)
    edited = at(read(second), "paint")
    begin_to_edit(edited)
    (mandate,) = actions.accept_unchanged_findings(officer(), second)
    assert mandate.source is not None and mandate.source.action.startswith("report")
    assert Draft.objects.filter(target=target_of(edited)).exists()


def begin_to_edit(finding: Finding) -> None:
    """Save a draft of the decision, as its page does while somebody types."""
    editor = officer()
    assert editor.user is not None
    place = DraftLocation(FINDING_FORM, target_of(finding), "/", editor.user.pk, is_signed=True)
    save_draft(editor, place, values={"occasion": ["when the tide is low"]}, key=None, version=0)


DETAILED = """Resolution {number}

Lights of the coast

The Council of Tides,

1. Requests the Keeper to report on the tide to the Council, and in particular:

(a) to list the harbours without lamps;

(b) to name one person in each harbour;

2. Invites the harbours to paint their boats.
"""


def test_a_request_of_which_a_detail_changed_is_not_unchanged() -> None:
    first = factories.text(words=DETAILED)
    for finding in read(first):
        if not extract.is_detail(finding.extracted):
            actions.accept_finding(officer(), finding)
    second = factories.text(of=first, words=DETAILED.replace("one person", "two persons"))
    _match(first, second)
    goes = [each for each in read(second) if not extract.is_detail(each.extracted)]
    assert len(goes) == 2 and all(each.continues for each in goes)
    (kept,) = actions.accept_unchanged_findings(officer(), second)
    assert kept.source is not None and kept.source.action.startswith("paint")
    (left,) = (each for each in goes if each.continues != kept)
    mandate = actions.accept_finding(officer(), left, to=left.continues)
    assert mandate.sources.get(version=second).change == "changed"


def _match(first: Version, second: Version) -> None:
    """Give the provisions of the second version the lineages of the first, in their order."""
    pairs = zip(first.provisions.all(), second.provisions.all(), strict=True)
    for old, new in pairs:
        Provision.objects.filter(pk=new.pk).update(lineage=old.lineage_id)


def test_what_a_recital_quotes_goes_under_the_quoted_text_and_counts_once() -> None:
    quoting = """{symbol}

Lights

The Council of Tides,

Recalling Resolution 3 (2020), in which it requested the Secretary-General to report on the tide every year,

1. Decides to keep the lights;
"""
    one = published_texts.published_text(quoting.format(symbol="Resolution 101 (2031)"))
    quoted = next(each for each in read(one) if each.extracted.get("quoted"))
    mandate = actions.accept_finding(officer(), quoted)
    assert not mandate.instrument.held and mandate.instrument.symbol.endswith("3")
    two = published_texts.published_text(quoting.format(symbol="Resolution 102 (2032)"))
    again = next(each for each in read(two) if each.extracted.get("quoted"))
    assert again.continues == mandate
    actions.accept_finding(officer(), again, to=mandate)
    assert mandate.sources.count() == 2 and Mandate.objects.count() == 1


def test_a_mandate_said_twice_in_one_version_counts_once() -> None:
    rows = read(factories.text())
    mandate = actions.accept_finding(officer(), at(rows, "report"))
    actions.accept_finding(officer(), at(rows, "paint"), to=mandate)
    assert mandate.sources.count() == 1
    assert mandate.findings.count() == 2


CLAUSE = """Resolution {number}

Lights of the coast

The Council of Tides,

1. Requests the Keeper to report on the tide to the Council every year;

2. Decides that the mandate of the Working Group shall expire on 31 December 2033.
"""


def test_a_clause_is_of_the_whole_version_or_of_one_mandate() -> None:
    version = factories.text(words=CLAUSE)
    rows = read(version)
    clause = next(each for each in rows if each.kind != "mandate")
    mandate = actions.accept_finding(officer(), at(rows, "report"))
    kept = clauses.accept_clause(officer(), clause, deadline="2033-12-31")
    assert (kept.kind, kept.deadline, kept.mandate) == ("expiry", "2033-12-31", None)
    mandate.refresh_from_db()
    assert mandate.expires == "2033-12-31"
    assert Clause.objects.get().provision.wordings.get().text[kept.start : kept.end]


def test_a_person_finds_what_the_engine_did_not() -> None:
    version = factories.text()
    read(version)
    welcome = Provision.objects.get(version=version, wordings__text__startswith="Welcomes")
    finding = actions.add_finding(officer(), welcome)
    values = clean_fields(
        {"force": "encourages", "kind": "action", "asked": ["Keeper"], "action": "look"}
    )
    mandate = actions.accept_finding(officer(), finding, values=values)
    assert mandate.source is not None
    assert set(mandate.source.found_by.values()) == {"person"} and mandate.source.engine == ""


def test_an_accepted_reading_is_corrected_with_a_reason() -> None:
    mandate = actions.accept_finding(officer(), at(read(factories.text()), "report"))
    source = mandate.source
    assert source is not None
    values: dict[str, Any] = {"force": "obliges", "kind": "report", "asked": ["Keeper", "Crew"]}
    with pytest.raises(InvalidInput):
        actions.correct_source(officer(), source, values=values, reason="")
    actions.correct_source(officer(), source, values=values, reason="A slip.")
    mandate.refresh_from_db()
    assert mandate.force == "obliges"
    assert mandate.source is not None and mandate.source.found_by["force"] == "person"
    assert mandate.source.addressees.filter(role="asked").count() == 2
    entry = AuditEntry.objects.get(verb="mandates.correct_source")
    assert entry.reason == "A slip." and entry.old["force"] == "requests"


def test_when_a_version_comes_into_force_its_mandates_bind() -> None:
    version = factories.text("adopted")
    mandate = actions.accept_finding(officer(), at(read(version), "report"))
    assert mandate.legal_status == "if_adopted"
    acts_actions.bring_version_into_force(SYSTEM, version)
    mandate.refresh_from_db()
    assert mandate.legal_status == "in_force"


def test_who_looks_at_a_finding_is_seen_for_a_while_and_locks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from majlis.mandates.extraction import actions as module

    finding = at(read(factories.text()), "report")
    one, other = officer(), Actor(user=person("secretariat"))
    actions.open_finding(one, finding)
    actions.open_finding(other, finding)
    finding.refresh_from_db()
    assert module.current_viewer(finding) == one.user
    monkeypatch.setattr(module, "OPEN_TIME", -module.OPEN_TIME)
    assert module.current_viewer(finding) is None
    actions.accept_finding(other, finding)


def test_words_of_witness_stand_within_the_words() -> None:
    for name in ("lighthouses-resolution-27.2031.en.txt", "tidal-gardens.2026.ar.txt"):
        kept = imports_actions.upload_import(
            SYSTEM, name=name, stream=io.BytesIO((SAMPLES / name).read_bytes())
        )
        version = publish.publish_import(SYSTEM, imports_read.read_file(SYSTEM, kept))[0]
        rows = read(version)
        assert rows
        for each in rows:
            if each.kind == "mandate":
                actions.accept_finding(SYSTEM, each)
        for source in MandateSource.objects.filter(version=version):
            for field, (start, end) in source.witness.items():
                eid = source.witness_of.get(field, source.provision.eid)
                words = Provision.objects.get(version=version, eid=eid).wordings.get(
                    language=source.language
                )
                assert 0 <= start < end <= len(words.text), (field, source.provision.eid)


@pytest.mark.slow
def test_the_seed_gives_findings_that_can_all_be_accepted_as_they_are(shared: Path) -> None:
    seed = next(each for each in sorted((shared / "seed").glob("*.ar.txt")))
    kept = imports_actions.upload_import(
        SYSTEM, name=seed.name, stream=io.BytesIO(seed.read_bytes())
    )
    published = publish.publish_import(SYSTEM, imports_read.read_file(SYSTEM, kept))
    rows = [each for version in published for each in read(version) if each.kind == "mandate"]
    assert len(rows) >= 20
    for each in rows:
        actions.accept_finding(SYSTEM, each)
    assert not Finding.objects.filter(kind="mandate", state="waiting").exists()


def test_nobody_takes_over_a_mandate_of_another_text() -> None:
    other, finding = factories.mandate(), at(read(factories.text()), "report")
    with pytest.raises(InvalidInput) as fault:
        actions.accept_finding(officer(), finding, to=other)
    assert set(fault.value.faults) == {"to"}
    other.refresh_from_db()
    assert other.sources.count() == 1 and other.source is not None


def test_what_was_ended_is_taken_up_again_before_more_is_asked_of_it() -> None:
    first = factories.text()
    kept = actions.accept_finding(officer(), at(read(first), "report"))
    Mandate.objects.filter(pk=kept.pk).update(lifecycle_state="completed")
    second = factories.text(of=first)
    _match(first, second)
    finding = at(read(second), "report")
    assert finding.continues is None
    with pytest.raises(InvalidInput) as fault:
        actions.accept_finding(officer(), finding, to=kept)
    assert set(fault.value.faults) == {"to"}
    # It ended after it was proposed: one press leaves it for a person.
    Finding.objects.filter(pk=finding.pk).update(continues=kept)
    assert actions.accept_unchanged_findings(officer(), second) == []


def test_the_open_history_of_a_mandate_names_no_closed_version() -> None:
    first = factories.text()
    it = actions.accept_finding(officer(), at(read(first), "report"))
    closed = factories.text(PROPOSED, of=first)
    _match(first, closed)
    Record.objects.filter(pk=closed.record_id).update(
        access=Access.MEMBERS, circle=Circle.objects.create(code="test")
    )
    finding = at(read(Version.objects.get(pk=closed.pk)), "report")
    actions.accept_finding(officer(), finding, to=it)
    source = it.sources.get(version=closed)
    actions.correct_source(
        officer(),
        source,
        values=fields_of_finding(finding.extracted) | {"occasion": "hushed"},
        reason="So.",
    )
    told = [(each.old, each.new) for each in AuditEntry.objects.filter(record=it.record_id)]
    assert it.record.access == Access.PUBLIC
    assert closed.record.address not in str(told) and "hushed" not in str(told)


def test_names_are_read_in_the_house_of_the_text() -> None:
    house = published_texts.body("house", "The House")
    factories.entity("Chief", lexicon=["Chief"])
    own = factories.entity("Chief of the House", lexicon=["Chief @ house"])
    version = factories.text()
    version.instrument.body = house
    version.instrument.save()
    found = at(read(version), "report")
    it = actions.accept_finding(officer(), found)
    source = it.sources.get()
    actions.correct_source(
        officer(),
        source,
        values=fields_of_finding(found.extracted) | {"asked": ["Chief"]},
        reason="So.",
    )
    assert [each.entity for each in source.addressees.filter(role="asked")] == [own]
