"""The lists that can be taken away as a file: on each, a row that would be a formula, and one that is hidden.

``SHOWN`` stands in a row that the reader of the list sees; ``HIDDEN`` in one of the same table that
this reader does not see.
"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.utils import timezone

from majlis.commons.comments.models import Comment
from majlis.commons.drafts.models import Draft
from majlis.commons.imports import actions as imports
from majlis.commons.imports.registry import TARGETS
from majlis.commons.moderation.lifecycle import OPEN_STATES
from majlis.commons.moderation.models import Case
from majlis.commons.remarks import actions as remarks
from majlis.commons.search.index import index_records
from majlis.commons.translation.models import Pair
from majlis.kernel import actions as kernel
from majlis.kernel import audit
from majlis.kernel.actor import Actor
from majlis.kernel.models import Access, Appointment, AuditEntry, PersonalDatum, Record
from majlis.kernel.records import create_record, get_or_create_circle
from majlis.kernel.verbs import CONFIDENTIAL_VERBS
from majlis.parties.models import Body, Office
from majlis.site.mail import OutboxBackend
from tests.pages.conftest import World
from tests.pages.page_kinds import PageKind, action_line
from tests.support.people import person

SHOWN, HIDDEN = "=ZQ7(1)", "XJ9K"

LISTS = [
    PageKind("accounts:people", who="administrator", query="?q=ZQ7"),
    PageKind("moderation:queue", who="moderator"),
    PageKind("search", query="?q=ZQ7"),
    PageKind("history", action_line),
    PageKind("comments:list", action_line),
    PageKind("remarks:log"),
    PageKind("imports:list", who="secretariat"),
    PageKind("translation:translators", who="secretariat"),
    PageKind("drafts:mine", who="delegate"),
    PageKind("redactions", who="administrator"),
    PageKind("parties:roles"),
    PageKind("outbox", query="?q=ZQ7"),
]
# Lists of numbers, which hold no words of anybody; ``test_numbers_are_taken_away_as_the_page_shows_them`` compares
# their files with the page. ``of`` in the address tells a second list of a page from the first.
NUMBER_LISTS = [
    PageKind("moderation:statistics", who="moderator", query="?days=90"),
    PageKind("parties:roles", query="?of=roles"),
]
# Who may not open the list gets no file of it either.
PRIVATE_LISTS = (
    "accounts:people",
    "moderation:queue",
    "moderation:statistics",
    "imports:list",
    "translation:translators",
    "redactions",
)


def plant_rows(world: World) -> None:
    """On each list a row that its reader sees, and one that is not for this reader."""
    seen = Record.objects.get(address="concepts/action-lines/C2")
    alone = person(name=f"{HIDDEN} alone")
    secret = create_record(
        "concept",
        "concepts/taken-secret",
        {"title": {"en": f"ZQ7 {HIDDEN}"}},
        authentic="en",
        access=Access.PRIVATE,
        circle=get_or_create_circle("taken", {"user": alone}),
    )
    found = create_record("concept", "concepts/taken", {"title": {"en": SHOWN}}, authentic="en")
    index_records(Record.objects.filter(pk__in=[secret.pk, found.pk]).with_wordings())
    named = person(name=SHOWN)
    write_comment(seen, SHOWN, "shown", named)
    write_comment(seen, HIDDEN, "waiting", alone)
    write_comment(secret, HIDDEN, "shown", alone)
    write_remark(SHOWN, shown=True)
    write_remark(HIDDEN, shown=False)
    AuditEntry.objects.create(verb="framework.correct_label", record=seen, reason=SHOWN, new={})
    for verb in sorted(CONFIDENTIAL_VERBS)[:1]:
        AuditEntry.objects.create(verb=verb, record=seen, reason=HIDDEN, new={"a": HIDDEN})
    Pair.objects.create(user=named, role="translator", source="en", target="ar")
    Pair.objects.create(
        user=alone, role="translator", source="en", target="ar", until=timezone.localdate()
    )
    for user, words in ((world.people["delegate"], SHOWN), (alone, HIDDEN)):
        Draft.objects.create(
            user=user,
            form="comments.post_comment",
            page="/en/",
            values={"a": [words]},
            expires_at=timezone.now() + timedelta(days=1),
        )
    import_table(world, SHOWN, HIDDEN)
    propose_redaction(world, seen, SHOWN)
    propose_redaction(world, secret, HIDDEN)
    body = Body.objects.get(slug="demonstration-council")
    Office.objects.filter(body=body)[0].holdings.create(name=SHOWN)
    Office.objects.create(record=secret, body=body, slug="taken").holdings.create(name=HIDDEN)
    OutboxBackend(alias="default").send_messages(
        [
            EmailMessage(words, "-", "a@example.org", ["b@example.org"])
            for words in (SHOWN, f"Not found {HIDDEN}")
        ]
    )


def number_cells(page: PageKind) -> list[str]:
    """Cells of a row that the file of a list of numbers holds, side by side."""
    if page.url_name == "moderation:statistics":
        waiting = Case.objects.filter(language="en", state__in=OPEN_STATES).count()
        assert waiting
        return ["90", "en", str(waiting)]
    held = Appointment.objects.today().filter(role="moderator").values("user").distinct().count()
    assert held
    return ["moderator", "مشرف على المحتوى", str(held)]


def write_comment(record: Record, text: str, state: str, writer: Any) -> None:
    """A comment; of one that is shown, a case before the moderators."""
    made = Comment.objects.create(
        record=record, writer=writer, language="en", text=text, state=state
    )
    if state == "shown":
        Case.objects.create(
            kind="comment", item=made.pk, record=record, writer=writer, language="en"
        )


def write_remark(text: str, *, shown: bool) -> None:
    """A remark that somebody of the office has looked at, or nobody."""
    made = remarks.submit_remark(Actor(), remarks.RemarkInput(text, "en"))
    if shown:
        remarks.publish_remark(Actor.as_system("tests"), made)


def import_table(world: World, own: str, other: str) -> None:
    """A table that the secretariat brought in, and one of another person's."""
    for user, name in ((world.people["secretariat"], own), (person("secretariat"), other)):
        imports.upload_table(
            Actor(user=user),
            TARGETS["concept-names"],
            stream=io.BytesIO(b"scheme,code,language,name,source\nx,y,z,,\n"),
            name=f"{name}.csv",
        )


def propose_redaction(world: World, record: Record, reason: str) -> None:
    """A proposal to empty a personal value in the history of a record."""
    AuditEntry.objects.create(
        verb="parties.admit_member",
        record=record,
        new={"member": audit.personal_reference(f"-{reason}")},
    )
    datum = PersonalDatum.objects.get(value=f"-{reason}")
    kernel.propose_redaction(Actor.as_system("tests"), [datum], reason=reason, record=record)
