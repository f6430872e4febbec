"""The audit: written by verbs, and by nothing changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from majlis.kernel import actions
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_keys, personal_reference, with_personal_values
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.models import Access, AuditEntry, PersonalDatum, Redaction
from majlis.kernel.records import create_record, get_or_create_circle
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def entry() -> AuditEntry:
    return AuditEntry.objects.create(verb="test.done", new={"name": personal_reference("Amal")})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kernel_auditentry SET verb = 'other'",
        "DELETE FROM kernel_auditentry",
        "TRUNCATE kernel_auditentry",
        "TRUNCATE kernel_record, kernel_auditentry CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_audit(change: str) -> None:
    kept = entry()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert AuditEntry.objects.get(pk=kept.pk).verb == "test.done"


def test_the_applications_role_can_neither_change_the_audit_nor_take_the_guard_off() -> None:
    kept = entry()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE audit_probe")
        cursor.execute("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO audit_probe")
        for change in (
            "UPDATE kernel_auditentry SET verb = 'other'",
            "DELETE FROM kernel_auditentry",
            "TRUNCATE kernel_auditentry",
            "ALTER TABLE kernel_auditentry DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_is_append_only ON kernel_auditentry",
            "DROP TABLE kernel_auditentry CASCADE",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute("SET LOCAL ROLE audit_probe")
                cursor.execute(change)
    assert AuditEntry.objects.get(pk=kept.pk).verb == "test.done"


CHOSEN = """
INSERT INTO kernel_auditentry (id, at, system, verb, target, old, new, reason, request_id)
VALUES (%s, %s, '', 'test.forged', '', '{}', '{}', '', '') RETURNING id, at
"""


def insert_entry(number: int, moment: datetime) -> tuple[int, datetime]:
    """The number and the moment that the database gives to an entry with these."""
    with connection.cursor() as cursor:
        cursor.execute(CHOSEN, [number, moment])
        row: tuple[int, datetime] = cursor.fetchone()
    return row


@pytest.mark.parametrize(
    "moment", [datetime(2001, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)]
)
def test_the_database_numbers_and_dates_what_the_applications_role_adds(moment: datetime) -> None:
    kept = entry()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE audit_probe")
        cursor.execute("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO audit_probe")
        cursor.execute("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO audit_probe")
        cursor.execute("SET LOCAL ROLE audit_probe")
    forged = insert_entry(kept.pk + 1_000_000, moment)
    earlier = insert_entry(0, moment)
    # As verbs write it, which learn the number from the database.
    written = AuditEntry.objects.create(verb="test.done")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert kept.pk < forged[0] < earlier[0] < written.pk < kept.pk + 100
    for at in (forged[1], earlier[1], written.at):
        assert abs(at - timezone.now()) < timedelta(minutes=5)


def test_a_restore_by_the_owner_keeps_numbers_and_moments() -> None:
    moment = datetime(2001, 1, 1, tzinfo=UTC)
    assert insert_entry(1_000_000, moment) == (1_000_000, moment)


def test_a_redaction_empties_personal_values_and_takes_two_people() -> None:
    kept = entry()
    first, second = person("secretariat"), person("administrator")
    datum = PersonalDatum.objects.get(pk=next(iter(personal_keys(kept.new))))
    redaction = actions.propose_redaction(Actor(user=first), [datum], reason="Asked by the person.")
    assert with_personal_values([kept])[0].shown_new == {"name": "Amal"}  # type: ignore[attr-defined]

    check_permissions(
        "kernel.confirm_redaction",
        redaction,
        granted={"another": second},
        refused={"who proposed": first, "anybody": None, "a person": person()},
        do=lambda actor: actions.confirm_redaction(actor, redaction),
    )
    kept.refresh_from_db()
    assert with_personal_values([kept])[0].shown_new == {"name": None}  # type: ignore[attr-defined]
    datum.refresh_from_db()
    assert datum.value == ""
    with pytest.raises(WrongState):
        actions.confirm_redaction(Actor(user=second), redaction)


def test_a_second_person_declines_with_a_reason_and_nothing_goes() -> None:
    kept = entry()
    first, second = person("administrator"), person("secretariat")
    datum = PersonalDatum.objects.get(pk=next(iter(personal_keys(kept.new))))
    redaction = actions.propose_redaction(Actor(user=first), [datum], reason="Asked.")
    with pytest.raises(InvalidInput) as told:
        actions.decline_redaction(Actor(user=second), redaction, reason=" ")
    assert set(told.value.faults) == {"reason"}
    check_permissions(
        "kernel.decline_redaction",
        redaction,
        granted={"another": second},
        refused={
            "who proposed": first,
            "anybody": None,
            "a person": person(),
            "who left": person("administrator", is_active=False),
        },
        do=lambda actor: actions.decline_redaction(actor, redaction, reason="Still needed."),
    )
    assert with_personal_values([kept])[0].shown_new == {"name": "Amal"}  # type: ignore[attr-defined]
    for late in (
        lambda: actions.confirm_redaction(Actor(user=second), redaction),
        lambda: actions.decline_redaction(Actor(user=second), redaction, reason="Twice."),
    ):
        with pytest.raises(WrongState):
            late()
    # What was declined can be proposed again, and what waits cannot.
    actions.propose_redaction(Actor(user=second), [datum], reason="Asked again.")
    with pytest.raises(InvalidInput):
        actions.propose_redaction(Actor(user=first), [datum], reason="Asked a third time.")


def test_who_proposed_withdraws_before_somebody_decides() -> None:
    kept = entry()
    first, second = person("administrator"), person("secretariat")
    datum = PersonalDatum.objects.get(pk=next(iter(personal_keys(kept.new))))
    redaction = actions.propose_redaction(Actor(user=first), [datum], reason="Asked.")
    check_permissions(
        "kernel.withdraw_redaction",
        redaction,
        granted={"who proposed": first},
        refused={"another": second, "anybody": None, "a person": person()},
        do=lambda actor: actions.withdraw_redaction(actor, redaction, reason="A mistake."),
    )
    redaction.refresh_from_db()
    assert not redaction.waits and redaction.withdrawn_why == "A mistake."
    assert with_personal_values([kept])[0].shown_new == {"name": "Amal"}  # type: ignore[attr-defined]
    told = AuditEntry.objects.get(verb="kernel.withdraw_redaction")
    assert (told.actor, told.reason, told.new) == (first, "A mistake.", {"kept": [datum.pk]})
    for late in (
        lambda: actions.confirm_redaction(Actor(user=second), redaction),
        lambda: actions.decline_redaction(Actor(user=second), redaction, reason="Late."),
        lambda: actions.withdraw_redaction(Actor(user=first), redaction),
    ):
        with pytest.raises(WrongState):
            late()
    # What was withdrawn can be proposed again; what was decided cannot be withdrawn.
    again = actions.propose_redaction(Actor(user=first), [datum], reason="Asked again.")
    actions.confirm_redaction(Actor(user=second), again)
    with pytest.raises(WrongState):
        actions.withdraw_redaction(Actor(user=first), again)


def test_who_left_the_office_withdraws_nothing() -> None:
    first = person("secretariat")
    datum = PersonalDatum.objects.create(value="Amal")
    redaction = actions.propose_redaction(Actor(user=first), [datum], reason="Asked.")
    first.appointments.update(since="2020-01-01", until="2020-01-02")
    first.clear_appointment_cache()
    with pytest.raises(Refused):
        actions.withdraw_redaction(Actor(user=first), redaction)


def test_a_redaction_is_of_one_history_that_both_people_see() -> None:
    owner, first, second = person("secretariat"), person("secretariat"), person("secretariat")
    admitted = get_or_create_circle("two of three", {"user": owner}, {"user": first})
    record = create_record("thing", "things/1", access=Access.PRIVATE, circle=admitted)
    here, elsewhere = personal_reference("Amal"), personal_reference("Badr")
    AuditEntry.objects.create(verb="test.done", record=record, new={"deep": [{"name": here}]})
    AuditEntry.objects.create(verb="test.done", new={"name": elsewhere})
    data = list(PersonalDatum.objects.filter(pk__in=[*here.values(), *elsewhere.values()]))
    with pytest.raises(Refused):
        actions.propose_redaction(Actor(user=second), data, reason="Asked.", record=record)
    redaction = actions.propose_redaction(Actor(user=first), data, reason="Asked.", record=record)
    assert [each.value for each in redaction.asked_for.all()] == ["Amal"]
    for name in ("kernel.confirm_redaction", "kernel.decline_redaction"):
        check_permissions(
            name, redaction, granted={"sees": owner}, refused={"does not see": second}
        )
    admitted.admissions.filter(user=first).delete()
    with pytest.raises(Refused):
        actions.withdraw_redaction(Actor(user=first), redaction)


def test_what_was_emptied_meanwhile_keeps_the_reason_for_which_it_was() -> None:
    kept = entry()
    datum = PersonalDatum.objects.get(pk=next(iter(personal_keys(kept.new))))
    redaction = actions.propose_redaction(
        Actor(user=person("secretariat")), [datum], reason="Asked."
    )
    earlier = Redaction.objects.create(reason="Sooner.", confirmed_at=timezone.now())
    PersonalDatum.objects.filter(pk=datum.pk).update(value="", redaction=earlier)
    actions.confirm_redaction(Actor(user=person("administrator")), redaction)
    datum.refresh_from_db()
    assert datum.redaction == earlier
    assert AuditEntry.objects.get(verb="kernel.confirm_redaction").new == {"emptied": []}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("Amal", "She is called AMAL."),
        ("Li", "li asked"),
        ("王", "王女士的要求"),
        ("أمل", "وأمل طلبت"),
    ],
)
def test_the_reason_must_not_keep_what_is_to_go(value: str, reason: str) -> None:
    datum = PersonalDatum.objects.create(value=value)
    with pytest.raises(InvalidInput) as told:
        actions.propose_redaction(Actor(user=person("secretariat")), [datum], reason=reason)
    assert set(told.value.faults) == {"reason"}
    assert not Redaction.objects.exists()


def test_no_reason_to_keep_or_to_withdraw_repeats_the_value_either() -> None:
    first, second = Actor(user=person("secretariat")), Actor(user=person("secretariat"))
    datum = PersonalDatum.objects.create(value="Amal")
    redaction = actions.propose_redaction(first, [datum], reason="Asked.")
    for do in (
        lambda: actions.decline_redaction(second, redaction, reason="Amal is needed."),
        lambda: actions.withdraw_redaction(first, redaction, reason="Amal asked not to."),
    ):
        with pytest.raises(InvalidInput) as told:
            do()
        assert set(told.value.faults) == {"reason"}
    redaction.refresh_from_db()
    assert redaction.waits


def test_a_short_value_within_a_longer_word_is_no_repetition() -> None:
    datum = PersonalDatum.objects.create(value="Li")
    officer = Actor(user=person("secretariat"))
    assert actions.propose_redaction(officer, [datum], reason="Listed by mistake.").waits


def test_proposing_a_redaction_needs_values_and_a_reason() -> None:
    officer = person("secretariat")
    with pytest.raises(InvalidInput) as told:
        actions.propose_redaction(Actor(user=officer), [], reason=" ")
    assert set(told.value.faults) == {"", "reason"}
    datum = PersonalDatum.objects.create(value="Amal")
    check_permissions(
        "kernel.propose_redaction",
        None,
        granted={"secretariat": officer, "administrator": person("administrator")},
        refused={
            "anybody": None,
            "a person": person(),
            "who left": person("secretariat", is_active=False),
        },
        do=lambda actor: actions.propose_redaction(actor, [datum], reason="Asked."),
    )
