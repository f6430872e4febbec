"""Conclusions in each state, for the tests of all pages."""

from __future__ import annotations

import datetime
from typing import Any

from majlis.events.conclusions import actions, correspondence
from majlis.events.models import ItemMaterial, MajorityRule, MaterialKind, Meeting
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import User
from majlis.parties.models import Membership, Organisation
from tests.events import factories

TEXT = "The group requests the secretariat to publish the list.\n\nIt invites members to comment."


def plant(meeting: Meeting, writer: User, member: Organisation) -> dict[str, Any]:
    """A disputed conclusion whose pen ``writer`` has, an agreed one, and one that members decide by correspondence."""
    item = factories.item(meeting, "Fictional conclusions")
    ItemMaterial.objects.create(
        item=item,
        kind=MaterialKind.STATEMENT,
        title="A fictional statement",
        language="en",
        text="For the record.",
    )
    Membership.objects.create(body=meeting.body, organisation=member, since=clock.today())
    officer, delegate = Actor(user=factories.officer(meeting)), Actor(user=writer)
    written = []
    for _each in range(3):
        conclusion = factories.conclusion(item)
        actions.save_conclusion(officer, conclusion, base=0, text=TEXT)
        written.append(conclusion)
    disputed, agreed, submitted = written
    actions.save_conclusion(officer, disputed, base=1, text=TEXT.replace("list", "table"))
    actions.save_conclusion(delegate, disputed, base=1, text=TEXT.replace("list", "annex"))
    actions.take_pen(delegate, disputed)
    actions.agree_conclusion_with_statements(officer, agreed, statements=list(item.materials.all()))
    correspondence.submit_conclusion_to_correspondence(
        officer,
        submitted,
        question="Does your organization agree?",
        language="en",
        rule=MajorityRule.TWO_THIRDS,
        closes_on=clock.today() + datetime.timedelta(days=20),
    )
    for each in written:
        each.refresh_from_db()
    return {
        "disputed_conclusion": disputed,
        "agreed_conclusion": agreed,
        "submitted_conclusion": submitted,
        "member_organisation": member,
    }
