"""What the engine finds waits for a person; accepted, it is a mandate; rejected, it stays visible with the reason."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

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
from majlis.mandates import actions, findings
from majlis.mandates import tasks as tasks_of_the_room
from majlis.mandates.models import Asking, Clause, Finding, Mandate
from majlis.mandates.values import of_found, tidy
from tests.instruments import published_texts
from tests.mandates import made
from tests.support.people import person

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def read(version: Version) -> list[Finding]:
    """The findings of a version, once the engine has read it."""
    actions.find(SYSTEM, version)
    return list(Finding.objects.filter(version=version, state="waiting"))


def officer() -> Actor:
    return Actor(user=person("secretariat", name="First Officer"))


def at(rows: list[Finding], start: str) -> Finding:
    return next(each for each in rows if each.found.get("action", "").startswith(start))


class AtOnce:
    """The task, done before the verb ends."""

    task = tasks_of_the_room.find_in

    def enqueue(self, version: int) -> None:
        """Do it."""
        self.task.func(version)


def test_a_text_that_is_published_is_read_by_the_worker_and_nothing_of_it_is_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("majlis.mandates.tasks.find_in", AtOnce())
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
    entries = AuditEntry.objects.filter(verb="mandates.find", record__in=records)
    assert entries and "mandates.find" in CONFIDENTIAL_VERBS


def test_reading_it_again_changes_nothing() -> None:
    version = made.text()
    rows = read(version)
    actions.reject(officer(), at(rows, "paint"), reason="Of no weight.", language="en")
    before = list(Finding.objects.order_by("pk").values())
    assert read(version) and list(Finding.objects.order_by("pk").values()) == before


def test_what_another_engine_finds_takes_the_place_of_what_waits_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = made.text()
    rows = read(version)
    accepted, waiting = at(rows, "report"), at(rows, "paint")
    actions.accept(officer(), accepted)
    real = findings.found_in

    def other(version: Version, language: str) -> Any:
        found = real(version, language)
        return {
            eid: [findings.Item(e.sort, e.found | {"occasion": "once"}) for e in items]
            for eid, items in found.items()
        }

    monkeypatch.setattr(findings, "found_in", other)
    monkeypatch.setattr(findings, "VERSION", "next")
    actions.find(SYSTEM, version)
    states = dict(Finding.objects.values_list("pk", "state"))
    assert (states[accepted.pk], states[waiting.pk]) == ("accepted", "replaced")
    new = Finding.objects.get(provision=waiting.provision, state="waiting")
    assert (new.found["occasion"], new.engine) == ("once", "next")
    assert not Finding.objects.filter(provision=accepted.provision, state="waiting").exists()


def test_accepted_as_found_it_is_a_mandate_with_its_words_and_who_is_asked() -> None:
    version = made.text()
    finding = at(read(version), "report")
    mandate = actions.accept(officer(), finding)
    asking = mandate.asking
    assert asking is not None and (mandate.standing, mandate.force) == ("binds", "requests")
    assert (asking.kind, asking.recurrence, asking.change) == ("report", "P1Y", "new")
    words = asking.provision.wordings.get(language="en").text
    assert {field: words[start:end] for field, (start, end) in asking.witness.items()}["asked"]
    assert set(asking.by.values()) == {"rule"} and asking.engine
    assert [str(each.actor) for each in asking.named.filter(role="asked")] == ["Keeper"]
    lead = mandate.assignments.get()
    assert (str(lead.actor), lead.part, lead.state) == ("Keeper", "lead", "proposed")
    finding.refresh_from_db()
    assert (finding.state, finding.mandate, finding.corrected) == ("accepted", mandate, [])


def test_what_a_person_changed_says_so() -> None:
    finding = at(read(made.text()), "report")
    values = of_found(finding.found) | {"force": "invites", "asked": ["Watch of the Tides"]}
    mandate = actions.accept(officer(), finding, values=values)
    asking = mandate.asking
    assert asking is not None
    assert {field for field, by in asking.by.items() if by == "person"} == {"force", "asked"}
    finding.refresh_from_db()
    assert finding.corrected == ["force", "asked"]
    assert "asked" not in asking.witness  # these words do not stand in the provision


def test_values_that_no_mandate_can_have_are_refused_by_field() -> None:
    finding = at(read(made.text()), "report")
    wrong = of_found(finding.found) | {"deadline": "soon", "recurrence": "now and then"}
    with pytest.raises(InvalidInput) as refused:
        actions.accept(officer(), finding, values=wrong)
    assert set(refused.value.faults) == {"deadline", "recurrence"}
    assert not Mandate.objects.exists()


def test_the_second_of_two_who_decide_at_once_is_told_who_was_first() -> None:
    finding = at(read(made.text()), "report")
    stale = Finding.objects.get(pk=finding.pk)
    mandate = actions.accept(officer(), finding)
    with pytest.raises(WrongState) as told:
        actions.reject(Actor(user=person("secretariat")), stale, reason="No.", language="en")
    assert "First Officer" in str(told.value) and mandate.slug in str(told.value)
    assert Mandate.objects.count() == 1


def test_one_finding_becomes_two_at_the_same_provision() -> None:
    finding = at(read(made.text()), "report")
    first, second = actions.split(officer(), finding)
    for each, action in ((first, "to report"), (second, "to watch")):
        actions.accept(officer(), each, values=of_found(each.found) | {"action": action})
    kept = Asking.objects.order_by("pk").values_list("provision", "action")
    assert list(kept) == [(finding.provision_id, "to report"), (finding.provision_id, "to watch")]
    assert Mandate.objects.count() == 2


def test_a_rejection_needs_a_reason_and_can_be_taken_back() -> None:
    finding = at(read(made.text()), "paint")
    with pytest.raises(InvalidInput):
        actions.reject(officer(), finding, reason=" ", language="en")
    actions.reject(officer(), finding, reason="Of no weight.", language="en")
    assert (finding.state, finding.reason) == ("rejected", "Of no weight.")
    actions.reopen(officer(), finding)
    assert (finding.state, finding.reason) == ("waiting", "")
    assert AuditEntry.objects.get(verb="mandates.reopen").reason == "Of no weight."


def test_the_next_version_goes_on_the_same_mandates_at_one_press() -> None:
    first = made.text()
    rows = read(first)
    values = of_found(at(rows, "report").found) | {"occasion": "at its session"}
    kept = actions.accept(officer(), at(rows, "report"), values=values)
    changed = actions.accept(officer(), at(rows, "paint"))
    words = made.TEXT.replace("paint their boats", "paint their boats and nets")
    second = made.text(of=first, words=words)
    _match(first, second)
    goes = {each.goes_on: each for each in read(second)}
    assert set(goes) >= {kept, changed}
    done = actions.accept_unchanged(officer(), second)
    assert [each.pk for each in done] == [kept.pk]
    kept.refresh_from_db()
    assert kept.asking is not None and kept.asking.version == second
    assert (kept.asking.change, kept.asking.occasion) == ("kept", "at its session")
    actions.accept(officer(), goes[changed], to=changed)
    assert changed.askings.get(version=second).change == "changed"
    assert Mandate.objects.count() == 2
    noted = AuditEntry.objects.filter(verb="mandates.accept_unchanged").order_by("pk")
    assert [each.record for each in noted] == [kept.record, second.record]
    assert noted[1].new == {"goes_on": [kept.slug]}


def test_what_a_person_corrected_stays_corrected_when_it_goes_on_unchanged() -> None:
    first = made.text()
    rows = read(first)
    found = of_found(at(rows, "report").found)
    crew = ["Crew of the lamps"]
    actions.accept(officer(), at(rows, "report"), values=found | {"asked": crew, "occasion": "so"})
    actions.accept(officer(), at(rows, "paint"))
    second = made.text(of=first)
    _match(first, second)
    read(second)
    assert len(actions.accept_unchanged(officer(), second)) == 2
    renewed = {each.found["action"][:5]: each for each in second.findings.filter(state="accepted")}
    assert set(renewed["repor"].corrected) == {"asked", "occasion"}
    assert renewed["paint"].corrected == []
    asking = Asking.objects.get(version=second, mandate=renewed["repor"].mandate)
    assert (asking.by["asked"], asking.by["force"]) == ("person", "rule")
    assert [str(each.actor) for each in asking.named.filter(role="asked")] == crew


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
    quoted = next(each for each in read(one) if each.found.get("quoted"))
    mandate = actions.accept(officer(), quoted)
    assert not mandate.instrument.held and mandate.instrument.symbol.endswith("3")
    two = published_texts.published_text(quoting.format(symbol="Resolution 102 (2032)"))
    again = next(each for each in read(two) if each.found.get("quoted"))
    assert again.goes_on == mandate
    actions.accept(officer(), again, to=mandate)
    assert mandate.askings.count() == 2 and Mandate.objects.count() == 1


def test_a_mandate_said_twice_in_one_version_counts_once() -> None:
    rows = read(made.text())
    mandate = actions.accept(officer(), at(rows, "report"))
    actions.accept(officer(), at(rows, "paint"), to=mandate)
    assert mandate.askings.count() == 1
    assert mandate.findings.count() == 2


CLAUSE = """Resolution {number}

Lights of the coast

The Council of Tides,

1. Requests the Keeper to report on the tide to the Council every year;

2. Decides that the mandate of the Working Group shall expire on 31 December 2033.
"""


def test_a_clause_is_of_the_whole_version_or_of_one_mandate() -> None:
    version = made.text(words=CLAUSE)
    rows = read(version)
    clause = next(each for each in rows if each.sort != "mandate")
    mandate = actions.accept(officer(), at(rows, "report"))
    kept = actions.accept_clause(officer(), clause, deadline="2033-12-31")
    assert (kept.kind, kept.deadline, kept.mandate) == ("expiry", "2033-12-31", None)
    mandate.refresh_from_db()
    assert mandate.expires == "2033-12-31"
    assert Clause.objects.get().provision.wordings.get().text[kept.start : kept.end]


def test_a_person_finds_what_the_engine_did_not() -> None:
    version = made.text()
    read(version)
    welcome = Provision.objects.get(version=version, wordings__text__startswith="Welcomes")
    finding = actions.add_by_hand(officer(), welcome)
    values = tidy({"force": "encourages", "kind": "action", "asked": ["Keeper"], "action": "look"})
    mandate = actions.accept(officer(), finding, values=values)
    assert mandate.asking is not None
    assert set(mandate.asking.by.values()) == {"person"} and mandate.asking.engine == ""


def test_an_accepted_reading_is_corrected_with_a_reason() -> None:
    mandate = actions.accept(officer(), at(read(made.text()), "report"))
    asking = mandate.asking
    assert asking is not None
    values: dict[str, Any] = {"force": "obliges", "kind": "report", "asked": ["Keeper", "Crew"]}
    with pytest.raises(InvalidInput):
        actions.correct_asking(officer(), asking, values=values, reason="")
    actions.correct_asking(officer(), asking, values=values, reason="A slip.")
    mandate.refresh_from_db()
    assert mandate.force == "obliges"
    assert mandate.asking is not None and mandate.asking.by["force"] == "person"
    assert mandate.asking.named.filter(role="asked").count() == 2
    entry = AuditEntry.objects.get(verb="mandates.correct_asking")
    assert entry.reason == "A slip." and entry.old["force"] == "requests"


def test_when_a_version_comes_into_force_its_mandates_bind() -> None:
    version = made.text("adopted")
    mandate = actions.accept(officer(), at(read(version), "report"))
    assert mandate.standing == "would"
    acts_actions.bring_version_into_force(SYSTEM, version)
    mandate.refresh_from_db()
    assert mandate.standing == "binds"


def test_who_looks_at_a_finding_is_seen_for_a_while_and_locks_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from majlis.mandates.actions import finding as module

    finding = at(read(made.text()), "report")
    one, other = officer(), Actor(user=person("secretariat"))
    actions.open_finding(one, finding)
    actions.open_finding(other, finding)
    finding.refresh_from_db()
    assert module.looked_at_by(finding) == one.user
    monkeypatch.setattr(module, "OPEN_FOR", -module.OPEN_FOR)
    assert module.looked_at_by(finding) is None
    actions.accept(other, finding)


def test_words_of_witness_stand_within_the_words() -> None:
    for name in ("lighthouses-resolution-27.2031.en.txt", "tidal-gardens.2026.ar.txt"):
        kept = imports_actions.upload_import(
            SYSTEM, name=name, stream=io.BytesIO((SAMPLES / name).read_bytes())
        )
        version = publish.publish_import(SYSTEM, imports_read.read_file(SYSTEM, kept))[0]
        rows = read(version)
        assert rows
        for each in rows:
            if each.sort == "mandate":
                actions.accept(SYSTEM, each)
        for asking in Asking.objects.filter(version=version):
            for field, (start, end) in asking.witness.items():
                eid = asking.witness_of.get(field, asking.provision.eid)
                words = Provision.objects.get(version=version, eid=eid).wordings.get(
                    language=asking.language
                )
                assert 0 <= start < end <= len(words.text), (field, asking.provision.eid)


@pytest.mark.slow
def test_the_seed_gives_findings_that_can_all_be_accepted_as_they_are(shared: Path) -> None:
    seed = next(each for each in sorted((shared / "seed").glob("*.ar.txt")))
    kept = imports_actions.upload_import(
        SYSTEM, name=seed.name, stream=io.BytesIO(seed.read_bytes())
    )
    published = publish.publish_import(SYSTEM, imports_read.read_file(SYSTEM, kept))
    rows = [each for version in published for each in read(version) if each.sort == "mandate"]
    assert len(rows) >= 20
    for each in rows:
        actions.accept(SYSTEM, each)
    assert not Finding.objects.filter(sort="mandate", state="waiting").exists()


def test_nobody_takes_over_a_mandate_of_another_text() -> None:
    other, finding = made.mandate(), at(read(made.text()), "report")
    with pytest.raises(InvalidInput) as fault:
        actions.accept(officer(), finding, to=other)
    assert set(fault.value.faults) == {"to"}
    other.refresh_from_db()
    assert other.askings.count() == 1 and other.asking is not None


def test_what_was_ended_is_taken_up_again_before_more_is_asked_of_it() -> None:
    first = made.text()
    kept = actions.accept(officer(), at(read(first), "report"))
    Mandate.objects.filter(pk=kept.pk).update(life="completed")
    second = made.text(of=first)
    _match(first, second)
    finding = at(read(second), "report")
    assert finding.goes_on is None
    with pytest.raises(InvalidInput) as fault:
        actions.accept(officer(), finding, to=kept)
    assert set(fault.value.faults) == {"to"}
    # It ended after it was proposed: one press leaves it for a person.
    Finding.objects.filter(pk=finding.pk).update(goes_on=kept)
    assert actions.accept_unchanged(officer(), second) == []


def test_the_open_history_of_a_mandate_names_no_closed_version() -> None:
    first = made.text()
    it = actions.accept(officer(), at(read(first), "report"))
    closed = made.text(PROPOSED, of=first)
    _match(first, closed)
    Record.objects.filter(pk=closed.record_id).update(
        access=Access.MEMBERS, circle=Circle.objects.create(code="test")
    )
    finding = at(read(Version.objects.get(pk=closed.pk)), "report")
    actions.accept(officer(), finding, to=it)
    asking = it.askings.get(version=closed)
    actions.correct_asking(
        officer(), asking, values=of_found(finding.found) | {"occasion": "hushed"}, reason="So."
    )
    told = [(each.old, each.new) for each in AuditEntry.objects.filter(record=it.record_id)]
    assert it.record.access == Access.PUBLIC
    assert closed.record.address not in str(told) and "hushed" not in str(told)


def test_names_are_read_in_the_house_of_the_text() -> None:
    house = published_texts.body("house", "The House")
    made.actor("Chief", lexicon=["Chief"])
    own = made.actor("Chief of the House", lexicon=["Chief @ house"])
    version = made.text()
    version.instrument.body = house
    version.instrument.save()
    found = at(read(version), "report")
    it = actions.accept(officer(), found)
    asking = it.askings.get()
    actions.correct_asking(
        officer(), asking, values=of_found(found.found) | {"asked": ["Chief"]}, reason="So."
    )
    assert [each.actor for each in asking.named.filter(role="asked")] == [own]
