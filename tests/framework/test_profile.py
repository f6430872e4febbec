"""Loading a profile: whole, once, and never over what a person corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from majlis.framework import actions
from majlis.framework.actions import CellContent
from majlis.framework.models import Concept, Facilitation, LabelMark, Link, Notation, Scheme
from majlis.framework.profile import load_profile
from majlis.framework.profile_reader import ProfileError
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import AuditEntry, Record
from tests.framework.test_profile_reader import concept_row, write_profile
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def test_the_profile_is_loaded_with_permanent_addresses() -> None:
    loaded = load_profile("wsis")
    assert loaded.made["cells"] == 136 + 44
    c2 = Concept.objects.get(record__address="concepts/action-lines/C2")
    assert str(c2.say("title", "en")) == "Information and communication infrastructure"
    assert str(c2.say("title", "ar")) == "البنية التحتية للمعلومات والاتصالات"
    assert {each.language: each.verified for each in c2.marks.all()} == {"ar": "yes", "en": "yes"}
    assert Concept.objects.get(scheme__key="action-lines", code="C7-egov").parent.code == "C7"
    assert Notation.objects.get(concept__code="012", system="alpha3").value == "DZA"
    assert Record.objects.filter(address="matrices/wsis-sdg/C2/9").exists()
    cell = Link.objects.get(record__address="matrices/wsis-sdg/C2/9")
    assert sorted(each.code for each in cell.targets.all()) == ["9.1", "9.a", "9.c"]
    assert Facilitation.objects.filter(line__code="C2", agency__code="itu").count() == 4


def test_who_may_load_a_profile(tmp_path: Path) -> None:
    write_profile(tmp_path, concept_row("red"))
    check_permissions(
        "framework.load_profile",
        None,
        granted={"an administrator": person("administrator")},
        refused={
            "nobody": None,
            "somebody": person(),
            "the secretariat": person("secretariat"),
            "a closed account": person("administrator", is_active=False),
        },
        do=lambda actor: load_profile("small", tmp_path, actor),
    )


def test_loading_again_changes_nothing_and_writes_no_entry(
    django_assert_max_num_queries: Any,
) -> None:
    load_profile("wsis")
    entries, changed = AuditEntry.objects.count(), Record.objects.latest("changed_at").changed_at
    with django_assert_max_num_queries(100):
        again = load_profile("wsis")
    assert not again.has_changes
    assert again.lines() == ["nothing to change"]
    assert AuditEntry.objects.count() == entries
    assert Record.objects.latest("changed_at").changed_at == changed


def test_a_corrected_cell_stays_and_is_named(tmp_path: Path) -> None:
    load_profile("wsis")
    cell = Link.objects.get(record__address="matrices/wsis-sdg/C2/9")
    secretary = Actor(user=person("secretariat"))
    given = CellContent([], "Because it does.", "en", "a fictional decision", "yes")
    actions.correct_link(secretary, cell, given)
    again = load_profile("wsis")
    cell.refresh_from_db()
    assert again.kept == ["matrices/wsis-sdg/C2/9"]
    assert (cell.source, cell.verified, cell.targets.count()) == ("a fictional decision", "yes", 0)


def test_an_accepted_and_a_withdrawn_cell_stay() -> None:
    load_profile("wsis")
    secretary = Actor(user=person("secretariat"))
    proposed = Link.objects.filter(matrix__key="wsis-gdc").first()
    cell = Link.objects.get(record__address="matrices/wsis-sdg/C2/9")
    actions.accept_link(secretary, proposed)
    actions.withdraw_link(secretary, cell, reason="a test")
    again = load_profile("wsis")
    assert set(again.kept) == {proposed.record.address, cell.record.address}
    assert Link.objects.get(pk=proposed.pk).state == "accepted"
    assert Link.objects.get(pk=cell.pk).state == "withdrawn"


def test_a_corrected_name_stays_and_the_others_follow_the_file(tmp_path: Path) -> None:
    write_profile(tmp_path, concept_row("red"), concept_row("blue"))
    load_profile("small", tmp_path)
    red = Concept.objects.get(code="red")
    actions.correct_label(
        Actor(user=person("secretariat")),
        red,
        language="fr",
        text="Rouge",
        source="a fictional dictionary",
        verified="yes",
    )
    table = tmp_path / "small" / "colours.tsv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("red ", "crimson "), encoding="utf-8"
    )
    again = load_profile("small", tmp_path)
    red = Concept.objects.get(code="red")
    assert again.kept == ["concepts/colours/red (fr)"]
    assert str(red.say("title", "fr")) == "Rouge"
    assert str(red.say("title", "es")) == "crimson es"
    assert LabelMark.objects.get(concept=red, language="fr").verified == "yes"


def test_a_changed_file_changes_what_nobody_touched(tmp_path: Path) -> None:
    write_profile(tmp_path, concept_row("red"), concept_row("blue"))
    load_profile("small", tmp_path)
    table = tmp_path / "small" / "colours.tsv"
    head = table.read_text(encoding="utf-8").splitlines()[0]
    rows = [
        head,
        concept_row("blue"),
        concept_row("red", "blue", "no en=yes", "a better list"),
        concept_row("green"),
    ]
    table.write_text("\n".join(rows), encoding="utf-8")
    again = load_profile("small", tmp_path)
    assert (again.made, again.changed, again.kept) == ({"concepts": 1}, {"concepts": 2}, [])
    red = Concept.objects.get(code="red")
    assert (red.parent.code, red.source, red.position) == ("blue", "a better list", 1)
    assert [each.language for each in red.marks.all()] == ["en"]


def test_a_wrong_file_changes_nothing(tmp_path: Path) -> None:
    write_profile(tmp_path, concept_row("red"), concept_row("red"))
    with pytest.raises(ProfileError):
        load_profile("small", tmp_path)
    assert not Scheme.objects.exists()


def test_the_load_is_audited_once_and_only_an_administrator_may(tmp_path: Path) -> None:
    write_profile(tmp_path, concept_row("red"))
    load_profile("small", tmp_path)
    entry = AuditEntry.objects.get()
    assert (entry.system, entry.verb) == ("profile", "framework.load_profile")
    assert entry.new["made"] == {"schemes": 1, "concepts": 1}


def test_the_command_loads_and_tells(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_profile", verbosity=1)
    assert "9 schemes created" in capsys.readouterr().out
    call_command("load_profile", verbosity=0)
    assert capsys.readouterr().out == ""
    with pytest.raises(CommandError, match="nowhere/profile.toml"):
        call_command("load_profile", "nowhere")


def test_names_sort_by_their_language() -> None:
    load_profile("wsis")
    scheme = Scheme.objects.get(key="sdg")
    for code in LANGUAGE_CODES:
        found = Concept.objects.filter(scheme=scheme, parent=None).order_by_wording("title", code)
        assert found.count() == 17
    french = Concept.objects.filter(scheme__key="m49", kind="area").order_by_wording("title", "fr")
    names = [str(each.say("title", "fr")) for each in french.with_wordings()]
    assert names.index("Égypte") < names.index("El Salvador") < names.index("Estonie")
