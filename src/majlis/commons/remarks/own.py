"""What the remarks keep about a person: to be handed out, and to be erased."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.remarks.models import Answer, Remark
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import own_data
from majlis.parties.accounts.own_data import Holding, Rows


def of(user: User) -> QuerySet[Remark]:
    """What the person wrote when signed in, and what bears the address of their account."""
    return Remark.objects.filter(Q(writer=user) | Q(email__iexact=user.email)).order_by("pk")


def remarks(user: User) -> Rows:
    """What the person said is wrong or missing."""
    return [
        {
            "at": each.made_at.isoformat(),
            "number": each.number,
            "page": each.address,
            "text": each.text,
            "source": each.source,
            "name": each.name,
            "email": each.email,
            "state": each.state,
        }
        for each in of(user)
    ]


def erase(user: User, act: Act) -> int:
    """Take name and address away; of what waits or is withheld the words too."""
    hidden = of(user).filter(shown=False).update(text="", source="")
    return max(hidden, of(user).update(writer=None, name="", email=""))


def answers(user: User) -> Rows:
    """What the person answered."""
    found = Answer.objects.filter(by=user).select_related("remark")
    return [
        {"at": each.at.isoformat(), "number": each.remark.number, "text": each.text}
        for each in found
    ]


def erase_answers(user: User, act: Act) -> int:
    """Take the name away; what was answered is the secretariat's."""
    return Answer.objects.filter(by=user).update(by=None)


def register() -> None:
    """Make them known to the room that hands out and erases."""
    time, words = _("Time"), pgettext_lazy("text", "Words")
    number = pgettext_lazy("remark", "Number")
    own_data.register(
        Holding(
            "remarks",
            _("What you said is wrong or missing"),
            remarks,
            erase,
            {"at": time, "number": number, "text": words},
            kept=_(
                "Others rely on the public log. So number, page and dates stay, and the words that "
                "were shown, without your name and address."
            ),
        )
    )
    own_data.register(
        Holding(
            "remark_answers",
            _("Answers to remarks"),
            answers,
            erase_answers,
            {"at": time, "number": number, "text": words},
            kept=_("Answers are the secretariat's. So they stay, without your name."),
        )
    )
