"""The audit: written by verbs, and by nothing changed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from majlis.kernel import actions
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal, references, with_values
from majlis.kernel.errors import Faulty, WrongState
from majlis.kernel.models import AuditEntry, PersonalDatum
from tests.support.people import person
from tests.support.permissions import check_permissions

pytestmark = pytest.mark.django_db


def entry() -> AuditEntry:
    return AuditEntry.objects.create(verb="test.done", new={"name": personal("Amal")})


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


def test_a_redaction_empties_personal_values_and_takes_two_people() -> None:
    kept = entry()
    first, second = person("secretariat"), person("administrator")
    datum = PersonalDatum.objects.get(pk=next(iter(references(kept.new))))
    redaction = actions.propose_redaction(Actor(user=first), [datum], reason="Asked by the person.")
    assert with_values([kept])[0].shown_new == {"name": "Amal"}  # type: ignore[attr-defined]

    check_permissions(
        "kernel.confirm_redaction",
        redaction,
        granted={"another": second},
        refused={"who proposed": first, "anybody": None, "a person": person()},
        do=lambda actor: actions.confirm_redaction(actor, redaction),
    )
    kept.refresh_from_db()
    assert with_values([kept])[0].shown_new == {"name": None}  # type: ignore[attr-defined]
    datum.refresh_from_db()
    assert datum.value == ""
    with pytest.raises(WrongState):
        actions.confirm_redaction(Actor(user=second), redaction)


def test_proposing_a_redaction_needs_values_and_a_reason() -> None:
    officer = person("secretariat")
    with pytest.raises(Faulty) as told:
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
