"""What the drafts keep about a person: to be handed out, and to be erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from majlis.commons.drafts.models import Draft
from majlis.commons.drafts.queries import begins
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import own_data
from majlis.parties.accounts.own_data import Holding, Rows


def drafts(user: User) -> Rows:
    """All drafts of the person, with what was typed."""
    return [
        {
            "form": each.form,
            "target": each.target,
            "changed_at": each.changed_at.isoformat(),
            "begins": begins(each.values),
            "values": each.values,
        }
        for each in Draft.objects.filter(user=user).order_by("pk")
    ]


def erase(user: User, act: Act) -> int:
    """Forget them."""
    return Draft.objects.filter(user=user).delete()[0]


def register() -> None:
    """Make them known to the room that hands out and erases."""
    columns = {"form": _("Form"), "changed_at": _("Saved"), "begins": _("Begins with")}
    own_data.register(Holding("drafts", _("Drafts"), drafts, erase, columns, correct="drafts:mine"))
