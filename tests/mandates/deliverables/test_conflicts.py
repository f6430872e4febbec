"""The chain of the seed on the pages: a report that a body agrees after another has received it, and who bridged that.

The seed and the dates of its sessions are in the domain pack, not here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import translation

from majlis.instruments.imports import actions as imports_actions
from majlis.instruments.imports import publish, read
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.look import formats
from majlis.mandates.assignments import lifecycle_actions
from majlis.mandates.deliverables import actions as deliverables_actions
from majlis.mandates.deliverables import steps as deliverables_steps
from majlis.mandates.extraction import actions
from majlis.mandates.models import Addressee, Deliverable, Entity, Finding, Mandate, Occasion, Step
from tests.support.tasks import DUMMY_TASKS

pytestmark = pytest.mark.django_db
SYSTEM = Actor.as_system("tests")
NAME = "council-report-wsis-sdg.ar.txt"
AT = "para_3__"
COUNCIL_2024, CSTD_2025, COUNCIL_2025, GROUP = "M045", "M057", "M060", "M048"
PAGE = "/{}/mandates/conflicts/"


@pytest.fixture(scope="module")
def published(
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[list[Version]]:
    """The texts of the seed, brought in and published as an officer does: once, and taken away after all tests."""
    path = shared / "seed" / NAME
    if not path.is_file():
        pytest.skip("the seed text is not in the domain pack")
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MAJLIS_FILES=files, TASKS=DUMMY_TASKS),
        translation.override("en"),
        transaction.atomic(),
    ):
        kept = imports_actions.upload_import(
            SYSTEM, name=path.name, stream=io.BytesIO(path.read_bytes())
        )
        yield publish.publish_import(SYSTEM, read.read_file(SYSTEM, kept))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def days(shared: Path) -> dict[str, tuple[str, str]]:
    """Key of a milestone -> its first and last day."""
    path = shared / "data" / "milestones.tsv"
    if not path.is_file():
        pytest.skip("the dates of the sessions are not in the domain pack")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    return {row[0]: (row[1], row[2]) for row in rows}


def accepted(version: Version, eid: str, recipient: str = "") -> Mandate:
    """What was found at a provision, for this recipient where it is said, accepted as it was found."""
    found = Finding.objects.filter(version=version, provision__eid=eid, state="waiting")
    (one,) = (
        each for each in found if not recipient or recipient in each.extracted.get("recipients", ())
    )
    return actions.accept_finding(SYSTEM, one)


def named(mandate: Mandate, role: str) -> Entity:
    return Addressee.objects.get(source=mandate.source, role=role).entity


@dataclass
class Chain:
    """The report on its way, the step that the Council was to take, and the account of who acted in its place."""

    report: Deliverable
    agree: Step
    group: Entity
    council_2025: Occasion
    account: Mandate
    days: dict[str, tuple[str, str]]

    def delegate(self) -> None:
        """The Council of 2024 lets its working group agree in its place, which tells it the year after."""
        since, until = self.days[GROUP]
        meeting = deliverables_steps.add_occasion(
            SYSTEM, self.group, year=2024, label="41", date=since, until=until
        )
        deliverables_steps.delegate_step(
            SYSTEM,
            self.agree,
            to=self.group,
            words="Council 2024",
            occasion=meeting,
            report_at=self.council_2025,
        )
        deliverables_actions.add_deliverable(
            SYSTEM, self.account, kind="report", occasion=self.council_2025, language="ar"
        )


@pytest.fixture(scope="module")
def made(published: list[Version], days: dict[str, tuple[str, str]]) -> Chain:
    """Drafted, considered by the Council of 2024, agreed by the Council, received by the Commission and the Assembly."""
    (version,) = (each for each in published if each.instrument.kind == "report")
    actions.extract_findings(SYSTEM, version)
    to_council = accepted(version, f"{AT}point_3-14", "ITU Council")
    to_commission = accepted(
        version, f"{AT}point_3-14", "Commission on Science and Technology for Development"
    )
    to_assembly = accepted(version, f"{AT}point_3-14", "General Assembly")
    account = accepted(version, f"{AT}point_3-15__point_3-15-2")
    council, commission = (named(one, "recipient") for one in (to_council, to_commission))

    def session(entity: Entity, key: str) -> Occasion:
        since, until = days[key]
        return deliverables_steps.add_occasion(
            SYSTEM, entity, year=int(since[:4]), date=since, until=until
        )

    first, second = session(council, COUNCIL_2024), session(council, COUNCIL_2025)
    receives = session(commission, CSTD_2025)
    report = deliverables_actions.add_deliverable(
        SYSTEM, to_commission, kind="report", occasion=receives, language="ar"
    )
    steps = [
        deliverables_steps.add_step(SYSTEM, report, entity=entity, task=task, occasion=occasion)
        for entity, task, occasion in (
            (named(to_commission, "asked"), "draft", None),
            (council, "consider", first),
            (council, "agree", second),
            (commission, "receive", receives),
            (named(to_assembly, "recipient"), "receive", None),
        )
    ]
    return Chain(report, steps[2], named(account, "asked"), second, account, days)


@pytest.fixture
def chain(made: Chain) -> Chain:
    """The chain as it was made, whatever another test did to it."""
    return replace(
        made,
        report=Deliverable.objects.get(pk=made.report.pk),
        agree=Step.objects.get(pk=made.agree.pk),
        group=Entity.objects.get(pk=made.group.pk),
        council_2025=Occasion.objects.get(pk=made.council_2025.pk),
        account=Mandate.objects.get(pk=made.account.pk),
    )


def page(language: str, url: str = PAGE) -> str:
    answer = Client().get(url.format(language))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_the_seed_names_the_agreeing_body_after_the_receiving_one(
    days: dict[str, tuple[str, str]],
) -> None:
    """Else there would be no conflict to flag."""
    assert days[COUNCIL_2024][1] < days[GROUP][0] < days[CSTD_2025][0]
    assert days[CSTD_2025][1] < days[COUNCIL_2025][0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_chain_is_flagged_and_says_why_with_both_dates(chain: Chain, language: str) -> None:
    said = page(language)
    assert chain.report.mandate.slug in said
    for key in (COUNCIL_2025, CSTD_2025):
        assert formats.date(chain.days[key][0], language) in said
    assert formats.date(chain.days[COUNCIL_2024][0], language) not in said
    of_report = page(language, f"/{{}}/mandates/{chain.report.mandate.slug}/")
    assert formats.date(chain.days[COUNCIL_2025][0], language) in of_report


def test_the_words_say_which_step_stands_before_which(chain: Chain) -> None:
    said = page("en")
    assert "“Agree” should precede “Receive” but is dated later" in said
    assert "Conflict resolved by delegation" not in said
    # The text that asks for it is a report that was issued: nothing of it binds yet.
    assert "in force if adopted" in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_recorded_delegation_bridges_it(chain: Chain, language: str) -> None:
    chain.delegate()
    said = page(language)
    for key in (COUNCIL_2025, CSTD_2025, GROUP):
        assert formats.date(chain.days[key][0], language) in said
    assert str(chain.group.say("title", language)) in said


def test_what_bridges_it_is_said_and_it_is_flagged_no_longer(chain: Chain) -> None:
    chain.delegate()
    said = page("en")
    assert "Otherwise, “Agree” would follow “Receive”" in said
    assert "should precede" not in said
    council = str(named(chain.account, "recipient").say("title", "en"))
    of_report = page("en", f"/{{}}/mandates/{chain.report.mandate.slug}/")
    assert "Delegated (Council 2024)" in of_report
    assert "in place of" in of_report and council in of_report
    assert "The entity reports back" in of_report
    assert formats.date(chain.days[COUNCIL_2025][0], "en") in of_report


def test_the_account_to_the_council_is_a_deliverable_of_its_own(chain: Chain) -> None:
    chain.delegate()
    chain.account.refresh_from_db()
    assert chain.account.due is not None
    assert chain.account.due.isoformat() == chain.days[COUNCIL_2025][0]
    (account,) = chain.account.deliverables.all()
    assert account.pk != chain.report.pk
    of_account = page("en", f"/{{}}/mandates/{chain.account.slug}/")
    assert formats.date(chain.days[COUNCIL_2025][0], "en") in of_account


@pytest.fixture
def ended(published: list[Version]) -> Any:
    """The item that the revision takes out, accepted from the text before, and the version that leaves it out."""
    (version,) = (each for each in published if each.instrument.kind == "resolution")
    before = Version.objects.get(reconstructed_from=version)
    actions.extract_findings(SYSTEM, before)
    (finding,) = (
        each
        for each in Finding.objects.filter(version=before, kind=Finding.Kind.MANDATE)
        if (each.extracted.get("recurrence"), each.extracted.get("deliverable"))
        == ("P1Y", "report")
        and each.extracted.get("recipients") == ["ITU Council"]
    )
    assert finding.provision.eid == "instructs__para_7"  # line 151: paragraph 7 of what was before
    return actions.accept_finding(SYSTEM, finding), version


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_the_revision_takes_out_is_shown_as_ended(ended: Any, language: str) -> None:
    it, version = ended
    in_force = page(language, "/{}/mandates/")
    assert it.slug not in in_force
    assert it.slug not in page(language, "/{}/mandates/?standing=ended")
    assert 'class="state ended"' in page(language, f"/{{}}/mandates/{it.slug}/")
    lifecycle_actions.lapse_mandate(
        SYSTEM,
        it,
        text="حُذفت هذه الفقرة.",
        language="ar",
        date="2024",
        record=version.record,
    )
    assert it.slug in page(language, "/{}/mandates/?standing=ended")
    shown = page(language, f"/{{}}/mandates/{it.slug}/")
    assert 'class="state ended"' in shown
    assert "حُذفت هذه الفقرة." in shown
    assert 'id="ends"' in shown
    assert it.slug not in page(language, "/{}/mandates/")
