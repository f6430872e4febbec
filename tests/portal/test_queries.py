"""How often lists ask the database: as often for many rows as for few.

Other lists are in tests/framework/test_views.py, tests/parties/test_pages.py and, with the queue of the
moderators, in tests/commons/test_pages.py. The marks of a transaction are no questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from majlis.commons.search import registry
from majlis.commons.search.index import index_records
from majlis.commons.translation.models import Pair
from majlis.kernel import actions, record_kinds
from majlis.kernel.actor import Actor
from majlis.kernel.audit import personal_reference
from majlis.kernel.models import AuditEntry, PersonalDatum, Record, User
from majlis.kernel.records import create_record
from tests.commons.helpers import client_for, make_record
from tests.support.people import person

pytestmark = pytest.mark.django_db
KIND, FEW, MANY = "portal_leaf", 2, 12
AddRows = Callable[[Record, User, int], None]


@pytest.fixture(autouse=True)
def register_kind() -> Iterator[None]:
    """A kind that is searched."""
    record_kinds.register_kind(KIND, "leaf", "leaves")
    registry.register(KIND)
    yield
    record_kinds.RECORD_KINDS.pop(KIND)
    registry.SOURCES.pop(KIND)


def add_people(_record: Record, _user: User, many: int) -> None:
    """People with two roles each, one of them for a record."""
    for _each in range(many):
        person("expert", ("delegate", make_record()), name=f"Seen {many}")


def add_redactions(_record: Record, user: User, many: int) -> None:
    """Proposals about as many records, each by somebody else."""
    for each in range(many):
        about, name = make_record(), personal_reference(f"Seen {each}")
        AuditEntry.objects.create(verb="parties.admit_member", record=about, new={"member": name})
        data = list(PersonalDatum.objects.filter(pk=name["personal"]))
        by = Actor(user=person("secretariat"))
        actions.propose_redaction(by, data, reason="Seen, asked for.", record=about)


def add_entries(record: Record, _user: User, many: int) -> None:
    """Entries by different people, with names, and with records that are spoken of."""
    for each in range(many):
        for new in (
            {"member": personal_reference(f"Seen {each}")},
            {"scope": make_record().address},
        ):
            by = person("secretariat", name="Seen here")
            AuditEntry.objects.create(
                verb="accounts.appoint_person", actor=by, record=record, new=new
            )


def add_records(_record: Record, _user: User, many: int) -> None:
    """Records that a search finds."""
    made = [
        create_record(
            KIND,
            f"leaves/{many}-{each}",
            {"title": {"en": f"Seen leaf {each}", "fr": f"Feuille {each}"}},
            authentic="en",
        ).pk
        for each in range(many)
    ]
    index_records(Record.objects.filter(pk__in=made).with_wordings())


def add_untranslated(_record: Record, user: User, many: int) -> None:
    """Words that nobody translated."""
    Pair.objects.get_or_create(user=user, role="translator", source="en", target="ar")
    for each in range(many):
        words = {"title": {"en": f"Seen words {each}."}}
        create_record("thing", f"things/{many}-{each}", words, authentic="en")


PAGES: list[tuple[str, str, AddRows]] = [
    ("administrator", "account/people/?q=Seen", add_people),
    ("administrator", "redactions/", add_redactions),
    ("administrator", "{record}/history/", add_entries),
    ("administrator", "{record}/history/redact/", add_entries),
    ("", "search/?q=leaf", add_records),
    ("administrator", "search/?q=leaf", add_records),
    ("translator", "translation/?into=ar&state=missing", add_untranslated),
]


@pytest.mark.parametrize(
    ("role", "path", "fill"), PAGES, ids=[f"{path}-{role}" for role, path, _fill in PAGES]
)
def test_a_list_asks_as_little_of_many_rows_as_of_few(role: str, path: str, fill: AddRows) -> None:
    record, user = make_record(), person(*filter(None, [role]))
    counted, shown = [], []
    for many in (FEW, MANY):
        fill(record, user, many)
        client = client_for(User.objects.get(pk=user.pk) if role else None)
        address = f"/en/{path.format(record=record.address)}"
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200
        told = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"][:20]]
        counted.append(len(told))
        shown.append(answer.content.decode().count("Seen"))
    assert shown[1] >= shown[0] + MANY // 2, "the rows are not on the page"
    assert counted[1] <= counted[0] <= 12, told
