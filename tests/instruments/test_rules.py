"""Who may do which verb of the room: the secretariat all, whoever signed in proposes a concept, nobody more."""

from __future__ import annotations

import io
from typing import Any

import pytest

from majlis.instruments.acts import actions as acts_actions
from majlis.instruments.citations import actions as citations_actions
from majlis.instruments.imports import actions, publish, working_copy
from majlis.instruments.imports.read import read_file
from majlis.instruments.metadata import actions as metadata_actions
from majlis.instruments.models import Instrument, Provision, Series
from majlis.instruments.provisions import actions as provisions_actions
from majlis.instruments.publication.build import VersionFacts, create_language
from majlis.instruments.series import actions as series_actions
from majlis.instruments.tags import actions as tags_actions
from majlis.instruments.withdrawals import actions as withdrawals_actions
from majlis.kernel.models import User
from majlis.textkit.edit import Edit
from majlis.textkit.read import read_bytes
from tests.framework import factories
from tests.instruments.stored_texts import SYSTEM, stored_version
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
    return read_file(SYSTEM, actions.upload_import(SYSTEM, name="a.txt", stream=io.BytesIO(FILE)))


def last(of: Any) -> str:
    return list(working_copy.current_text(of).walk())[-1].id


def corrected() -> Any:
    found = imported()
    actions.correct_import(SYSTEM, found, edits=[Edit("kind", "recital_1", "operative")])
    return found


@pytest.mark.parametrize(
    ("verb", "state", "do"),
    [
        ("propose_version", "draft", lambda who, it: acts_actions.propose_version(who, it)),
        ("adopt_version", "proposed", lambda who, it: acts_actions.adopt_version(who, it)),
        (
            "bring_version_into_force",
            "adopted",
            lambda who, it: acts_actions.bring_version_into_force(who, it),
        ),
        ("supersede_version", "in_force", lambda who, it: acts_actions.supersede_version(who, it)),
        (
            "mark_version_not_adopted",
            "proposed",
            lambda who, it: acts_actions.mark_version_not_adopted(who, it),
        ),
        (
            "repropose_version",
            "not_adopted",
            lambda who, it: acts_actions.repropose_version(who, it),
        ),
        (
            "record_act",
            "draft",
            lambda who, it: acts_actions.record_act(who, it, kind="notes", words="A"),
        ),
        (
            "change_version",
            "draft",
            lambda who, it: metadata_actions.change_version(
                who, it, labels={"en": "Rev."}, reason="So."
            ),
        ),
    ],
)
def test_who_may_say_what_became_of_a_version(verb: str, state: str, do: Any, people: Any) -> None:
    granted, refused = people
    kept = stored_version(state=state)
    check_permissions(
        f"instruments.{verb}",
        kept,
        granted=granted,
        refused=refused,
        do=lambda who: do(who, kept),
    )


def test_who_may_correct_and_withdraw_an_act(people: Any) -> None:
    granted, refused = people
    act = acts_actions.record_act(SYSTEM, stored_version(), kind="notes", words="A meeting")
    check_permissions(
        "instruments.correct_act",
        act,
        granted=granted,
        refused=refused,
        do=lambda who: acts_actions.correct_act(
            who, act, reason="A slip.", words="Another meeting"
        ),
    )
    check_permissions(
        "instruments.withdraw_act",
        act,
        granted=granted,
        refused=refused,
        do=lambda who: acts_actions.withdraw_act(who, act, reason="It did not meet."),
    )


def test_who_may_take_back_what_was_published_wrongly(people: Any) -> None:
    granted, refused = people
    wrong = stored_version()
    stub = stored_version().instrument
    Instrument.objects.filter(pk=stub.pk).update(held=False, became=wrong.instrument)
    stub.refresh_from_db()
    french = read_bytes(
        "Résolution 1\n\n1. Décide d’attendre.".encode(), language="fr", name="a.txt"
    )
    create_language(wrong, french, VersionFacts())
    whole = imported()
    for each in publish.publish_import(SYSTEM, whole):
        withdrawals_actions.withdraw_version(SYSTEM, each, reason="Wrong.")
    for verb, target, do in (
        ("unresolve_stub", stub, lambda who: citations_actions.unresolve_stub(who, stub)),
        (
            "withdraw_language",
            wrong,
            lambda who: withdrawals_actions.withdraw_language(
                who, wrong, language="fr", reason="Wrong."
            ),
        ),
        (
            "withdraw_version",
            wrong,
            lambda who: withdrawals_actions.withdraw_version(who, wrong, reason="Wrong."),
        ),
        ("restore_version", wrong, lambda who: withdrawals_actions.restore_version(who, wrong)),
        ("reopen_import", whole, lambda who: actions.reopen_import(who, whole)),
    ):
        check_permissions(f"instruments.{verb}", target, granted=granted, refused=refused, do=do)


def test_who_may_tie_versions_and_provisions(people: Any) -> None:
    granted, refused = people
    first = stored_version()
    second = stored_version(first.instrument)
    check_permissions(
        "instruments.mark_variant",
        second,
        granted=granted,
        refused=refused,
        do=lambda who: metadata_actions.mark_variant(who, second, of=first),
    )
    one = Provision.objects.filter(version=second, kind="operative")[0]
    check_permissions(
        "instruments.match_provision",
        one,
        granted=granted,
        refused=refused,
        do=lambda who: provisions_actions.match_provision(who, one, other=None, reason="Another."),
    )


def test_who_may_correct_what_is_known_of_texts(people: Any) -> None:
    granted, refused = people
    text = stored_version().instrument
    stub = stored_version().instrument
    Instrument.objects.filter(pk=stub.pk).update(held=False)
    stub.refresh_from_db()
    series: list[Series] = []
    for verb, target, do in (
        (
            "change_instrument",
            text,
            lambda who: metadata_actions.change_instrument(
                who, text, titles={"fr": "Feux"}, reason="So."
            ),
        ),
        (
            "resolve_stub",
            stub,
            lambda who: citations_actions.resolve_stub(who, stub, instrument=text),
        ),
        (
            "create_series",
            None,
            lambda who: series.append(series_actions.create_series(who, titles={"en": "Lights"})),
        ),
        (
            "change_series",
            None,
            lambda who: series_actions.change_series(who, a_series(series), titles={"en": "Tides"}),
        ),
        (
            "set_series",
            text,
            lambda who: series_actions.set_series(who, text, series=a_series(series)),
        ),
    ):
        check_permissions(f"instruments.{verb}", target, granted=granted, refused=refused, do=do)


def a_series(made: list[Series]) -> Series:
    return made[0]


def test_who_may_bring_texts_in(people: Any) -> None:
    granted, refused = people
    check_permissions(
        "instruments.upload_import",
        None,
        granted=granted,
        refused=refused,
        do=lambda who: actions.upload_import(who, name="b.txt", stream=io.BytesIO(FILE + b" ")),
    )
    for verb in ("read_import", "mark_import_unreadable"):
        waiting = actions.upload_import(
            SYSTEM, name="c.txt", stream=io.BytesIO(FILE + verb.encode())
        )
        check_permissions(f"instruments.{verb}", waiting, granted=granted, refused=refused)
    own = corrected()
    for verb, do in (
        ("undo_correction", lambda who: actions.undo_correction(who, own)),
        ("redo_correction", lambda who: actions.redo_correction(who, own)),
        (
            "correct_import",
            lambda who: actions.correct_import(who, own, edits=[Edit("label", last(own), "2.")]),
        ),
        ("set_import_language", None),
        ("set_destination", lambda who: publish.set_destination(who, own, root="", date="2031")),
        ("set_import_aside", lambda who: actions.set_import_aside(who, own)),
        ("resume_import", lambda who: actions.resume_import(who, own)),
    ):
        check_permissions(f"instruments.{verb}", own, granted=granted, refused=refused, do=do)
    whole = read_file(
        SYSTEM, actions.upload_import(SYSTEM, name="d.txt", stream=io.BytesIO(FILE + b"\n"))
    )
    check_permissions(
        "instruments.publish_import",
        whole,
        granted=granted,
        refused=refused,
        do=lambda who: publish.publish_import(who, whole),
    )


def test_whoever_signed_in_proposes_a_concept_and_the_secretariat_decides(people: Any) -> None:
    granted, refused = people
    everybody = granted | {who: user for who, user in refused.items() if user and user.is_active}
    nobody = {who: user for who, user in refused.items() if who not in everybody}
    text = stored_version().instrument
    concept = factories.concept(factories.scheme("lines"), "x1")
    check_permissions(
        "instruments.propose_tag",
        text,
        granted=everybody,
        refused=nobody,
        do=lambda who: tags_actions.propose_tag(who, text, concept=concept),
    )
    tag = text.tags.get()
    for verb, do in (
        ("confirm_tag", lambda who: tags_actions.confirm_tag(who, tag)),
        ("decline_tag", lambda who: tags_actions.decline_tag(who, tag)),
    ):
        check_permissions(f"instruments.{verb}", tag, granted=granted, refused=refused, do=do)
