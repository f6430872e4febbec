"""Verbs: rule, transaction, audit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import rules
from django.utils.translation import gettext as _

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused, WrongState
from majlis.kernel.lifecycle import LIFECYCLES, Lifecycle, Transition
from majlis.kernel.models import AuditEntry, Record
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.roles import is_secretariat
from majlis.kernel.verbs import VERB_NAMES, VERBS, Act, may, verb, verb_done
from tests.support.people import person
from tests.support.verb_coverage import checked_verbs

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import reference_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Any:
    reference_site.load_verbs()  # or one that is first imported now would be forgotten after the test
    monkeypatch.setattr("majlis.kernel.verbs.VERBS", {})
    rules.add_perm("test.make", is_secretariat)

    @verb("test.make")
    def make(act: Act, address: str, *, silent: bool = False, fail: bool = False) -> Record:
        """Make a record."""
        record = create_record("thing", address)
        if not silent:
            act.note(record, new={"address": address})
        if fail:
            raise WrongState()
        return record

    yield make
    rules.remove_perm("test.make")


def test_a_verb_asks_its_rule_and_writes_the_audit(make: Any) -> None:
    officer = person("secretariat")
    actor = Actor(user=officer)
    record = make(actor, "t/1")
    kept = AuditEntry.objects.get(verb="test.make")
    assert (kept.actor, kept.record, kept.request_id) == (officer, record, actor.request_id)
    for other in (Actor(), Actor(user=person())):
        with pytest.raises(Refused):
            make(other, "t/2")
    assert not Record.objects.filter(address="t/2").exists()


def test_the_system_acts_under_its_name(make: Any) -> None:
    make(Actor.as_system("the loader"), "t/1")
    assert AuditEntry.objects.get(verb="test.make").system == "the loader"


@pytest.mark.parametrize(
    ("options", "error"), [({"silent": True}, RuntimeError), ({"fail": True}, WrongState)]
)
def test_nothing_is_kept_of_a_verb_that_fails_or_says_nothing(
    make: Any, options: Any, error: Any
) -> None:
    with pytest.raises(error):
        make(Actor.as_system("test"), "t/1", **options)
    assert not Record.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_listens_to_verbs_is_part_of_them(make: Any) -> None:
    def refuse(act: Act, **_unused: Any) -> None:
        raise WrongState()

    verb_done.connect(refuse)
    try:
        with pytest.raises(WrongState):
            make(Actor.as_system("test"), "t/1")
    finally:
        verb_done.disconnect(refuse)
    assert not Record.objects.exists()


def test_every_verb_has_a_rule_a_name_and_a_test_and_every_transition_a_verb() -> None:
    tested = set().union(*map(checked_verbs, ROOT.glob("tests/**/test_*.py")))
    for name in reference_site.load_verbs():
        assert name in tested, f"no test checks with check_permissions who may do {name}"
        assert rules.perm_exists(name), f"the verb {name} has no rule"
        assert name in VERB_NAMES, f"the verb {name} has no name for histories"
    for each in LIFECYCLES.values():
        for step in each.transitions:
            assert step.verb in VERBS, f"{each.name}: no verb {step.verb}"


def test_a_verb_is_checked_only_where_its_full_name_is_given_to_the_check(tmp_path: Path) -> None:
    here = tmp_path / "test_some.py"
    here.write_text(
        """
@pytest.mark.parametrize(("verb", "do"), [("d", actions.e)])
def test_some(verb, do):
    "room.f"
    check_permissions("room.a", None)
    for name in ("b", "c"):
        check_permissions(f"room.{name}", None)
    check_permissions(f"other.{verb}", None)
    assert may(actor, "room.g")
"""
    )
    found = checked_verbs(here)
    assert found >= {"room.a", "room.b", "room.c", "other.d"}
    assert not found & {"room.d", "room.e", "room.f", "room.g", "other.b"}


def test_a_lifecycle_is_a_table_that_is_checked() -> None:
    with pytest.raises(ValueError, match="unknown states"):
        Lifecycle("test", {"draft": _("draft")}, (Transition("test.make", ("draft",), "lost"),))
    LIFECYCLES.pop("test", None)


def test_of_two_people_who_take_the_same_step_one_is_told() -> None:
    life = Lifecycle("test", {"public": "", "group": ""}, (Transition("x", ("public",), "group"),))
    LIFECYCLES.pop("test")
    record = create_record("thing", "t/1", access="public")
    again = Record.objects.get(pk=record.pk)
    Record.objects.filter(pk=record.pk).update(circle=get_or_create_circle("c"))
    assert life.move(record, "x", "access") == {
        "old": {"access": "public"},
        "new": {"access": "group"},
    }
    with pytest.raises(WrongState):
        life.move(again, "x", "access")
    assert "public --> group: x" in life.graph()


# What somebody may do who has not signed in, and without the secret of a link or the slip of a form.
ALLOWED_TO_ANYBODY = {
    "accounts.become_first_administrator",
    "accounts.become_administrator",
    "parties.upload_evidence",
    "parties.submit_registration",
    "remarks.submit_remark",
}


def test_nobody_unknown_and_nobody_whose_account_is_closed_may_do_anything_else() -> None:
    closed = person("secretariat", "administrator", "moderator", is_active=False)
    allowed = {name for name in reference_site.load_verbs() if may(Actor(), name)}
    assert allowed == ALLOWED_TO_ANYBODY
    assert not any(may(Actor(user=closed), name) for name in reference_site.load_verbs())
