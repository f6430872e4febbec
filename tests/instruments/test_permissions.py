"""Who may do which verb of the room: the secretariat all, whoever signed in proposes a concept, nobody more."""

from __future__ import annotations

import io
from typing import Any

import pytest

from majlis.instruments import actions, working
from majlis.instruments.models import Instrument, Provision, Series
from majlis.instruments.publishing import Facts, new_language
from majlis.instruments.reading import read
from majlis.kernel.models import User
from majlis.textkit.edit import Edit
from majlis.textkit.read import read_bytes
from tests.framework import factories
from tests.instruments.kept import SYSTEM, version
from tests.support.parties import organisation
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db
FILE = b"Resolution 5\n\nThe Council of Tides,\n\nNoting the tide,\n\n1. Decides to wait."


@pytest.fixture
def people() -> tuple[dict[str, User], dict[str, User | None]]:
    speaker = person()
    organisation(speaker)
    granted = {"the secretariat": person("secretariat")}
    refused: dict[str, User | None] = {
        "nobody": None,
        "somebody": person(),
        "who speaks for an organization": speaker,
        "a moderator": person("moderator"),
        "a translator": person("translator"),
        "an administrator": person("administrator"),
        "a closed account": person("secretariat", is_active=False),
    }
    return granted, refused


def imported() -> Any:
    return read(SYSTEM, actions.bring_in(SYSTEM, name="a.txt", stream=io.BytesIO(FILE)))


def last(of: Any) -> str:
    return list(working.now_of(of).walk())[-1].id


def corrected() -> Any:
    found = imported()
    actions.correct(SYSTEM, found, wanted=[Edit("kind", "recital_1", "operative")])
    return found


@pytest.mark.parametrize(
    ("verb", "state", "do"),
    [
        ("propose", "draft", lambda who, it: actions.propose(who, it)),
        ("adopt", "proposed", lambda who, it: actions.adopt(who, it)),
        ("bring_into_force", "adopted", lambda who, it: actions.bring_into_force(who, it)),
        ("supersede", "in_force", lambda who, it: actions.supersede(who, it)),
        ("not_adopt", "proposed", lambda who, it: actions.not_adopt(who, it)),
        ("take_up_again", "not_adopted", lambda who, it: actions.take_up_again(who, it)),
        ("note_act", "draft", lambda who, it: actions.note_act(who, it, kind="notes", words="A")),
        (
            "change_version",
            "draft",
            lambda who, it: actions.change_version(who, it, labels={"en": "Rev."}, reason="So."),
        ),
    ],
)
def test_who_may_say_what_became_of_a_version(verb: str, state: str, do: Any, people: Any) -> None:
    granted, refused = people
    kept = version(state=state)
    check_permissions(
        f"instruments.{verb}",
        kept,
        granted=granted,
        refused=refused,
        do=lambda who: do(who, kept),
    )


def test_who_may_correct_and_withdraw_an_act(people: Any) -> None:
    granted, refused = people
    act = actions.note_act(SYSTEM, version(), kind="notes", words="A meeting")
    check_permissions(
        "instruments.correct_act",
        act,
        granted=granted,
        refused=refused,
        do=lambda who: actions.correct_act(who, act, reason="A slip.", words="Another meeting"),
    )
    check_permissions(
        "instruments.withdraw_act",
        act,
        granted=granted,
        refused=refused,
        do=lambda who: actions.withdraw_act(who, act, reason="It did not meet."),
    )


def test_who_may_take_back_what_was_published_wrongly(people: Any) -> None:
    granted, refused = people
    wrong = version()
    stub = version().instrument
    Instrument.objects.filter(pk=stub.pk).update(held=False, became=wrong.instrument)
    stub.refresh_from_db()
    french = read_bytes(
        "Résolution 1\n\n1. Décide d’attendre.".encode(), language="fr", name="a.txt"
    )
    new_language(wrong, french, Facts())
    whole = imported()
    for each in actions.publish(SYSTEM, whole):
        actions.withdraw_version(SYSTEM, each, reason="Wrong.")
    for verb, target, do in (
        ("part_stub", stub, lambda who: actions.part_stub(who, stub)),
        (
            "withdraw_language",
            wrong,
            lambda who: actions.withdraw_language(who, wrong, language="fr", reason="Wrong."),
        ),
        (
            "withdraw_version",
            wrong,
            lambda who: actions.withdraw_version(who, wrong, reason="Wrong."),
        ),
        ("take_version_back_up", wrong, lambda who: actions.take_version_back_up(who, wrong)),
        ("reopen_import", whole, lambda who: actions.reopen_import(who, whole)),
    ):
        check_permissions(f"instruments.{verb}", target, granted=granted, refused=refused, do=do)


def test_who_may_tie_versions_and_provisions(people: Any) -> None:
    granted, refused = people
    first = version()
    second = version(first.instrument)
    check_permissions(
        "instruments.mark_variant",
        second,
        granted=granted,
        refused=refused,
        do=lambda who: actions.mark_variant(who, second, of=first),
    )
    one = Provision.objects.filter(version=second, kind="operative")[0]
    check_permissions(
        "instruments.match",
        one,
        granted=granted,
        refused=refused,
        do=lambda who: actions.match(who, one, other=None, reason="Another."),
    )


def test_who_may_correct_what_is_known_of_texts(people: Any) -> None:
    granted, refused = people
    text = version().instrument
    stub = version().instrument
    Instrument.objects.filter(pk=stub.pk).update(held=False)
    stub.refresh_from_db()
    series: list[Series] = []
    for verb, target, do in (
        (
            "change_instrument",
            text,
            lambda who: actions.change_instrument(who, text, titles={"fr": "Feux"}, reason="So."),
        ),
        ("resolve_stub", stub, lambda who: actions.resolve_stub(who, stub, instrument=text)),
        (
            "make_series",
            None,
            lambda who: series.append(actions.make_series(who, titles={"en": "Lights"})),
        ),
        (
            "change_series",
            None,
            lambda who: actions.change_series(who, a_series(series), titles={"en": "Tides"}),
        ),
        (
            "put_in_series",
            text,
            lambda who: actions.put_in_series(who, text, series=a_series(series)),
        ),
    ):
        check_permissions(f"instruments.{verb}", target, granted=granted, refused=refused, do=do)


def a_series(made: list[Series]) -> Series:
    return made[0]


def test_who_may_bring_texts_in(people: Any) -> None:
    granted, refused = people
    check_permissions(
        "instruments.bring_in",
        None,
        granted=granted,
        refused=refused,
        do=lambda who: actions.bring_in(who, name="b.txt", stream=io.BytesIO(FILE + b" ")),
    )
    for verb in ("read_import", "refuse_import"):
        waiting = actions.bring_in(SYSTEM, name="c.txt", stream=io.BytesIO(FILE + verb.encode()))
        check_permissions(f"instruments.{verb}", waiting, granted=granted, refused=refused)
    own = corrected()
    for verb, do in (
        ("undo", lambda who: actions.undo(who, own)),
        ("redo", lambda who: actions.redo(who, own)),
        (
            "correct",
            lambda who: actions.correct(who, own, wanted=[Edit("label", last(own), "2.")]),
        ),
        ("choose_language", None),
        ("destine", lambda who: actions.destine(who, own, root="", date="2031")),
        ("set_import_aside", lambda who: actions.set_import_aside(who, own)),
        ("take_import_up_again", lambda who: actions.take_import_up_again(who, own)),
    ):
        check_permissions(f"instruments.{verb}", own, granted=granted, refused=refused, do=do)
    whole = read(SYSTEM, actions.bring_in(SYSTEM, name="d.txt", stream=io.BytesIO(FILE + b"\n")))
    check_permissions(
        "instruments.publish",
        whole,
        granted=granted,
        refused=refused,
        do=lambda who: actions.publish(who, whole),
    )


def test_whoever_signed_in_proposes_a_concept_and_the_secretariat_decides(people: Any) -> None:
    granted, refused = people
    everybody = granted | {who: user for who, user in refused.items() if user and user.is_active}
    nobody = {who: user for who, user in refused.items() if who not in everybody}
    text = version().instrument
    concept = factories.concept(factories.scheme("lines"), "x1")
    check_permissions(
        "instruments.propose_tag",
        text,
        granted=everybody,
        refused=nobody,
        do=lambda who: actions.propose_tag(who, text, concept=concept),
    )
    tag = text.tags.get()
    for verb, do in (
        ("confirm_tag", lambda who: actions.confirm_tag(who, tag)),
        ("decline_tag", lambda who: actions.decline_tag(who, tag)),
    ):
        check_permissions(f"instruments.{verb}", tag, granted=granted, refused=refused, do=do)
