"""The personal data that remarks hold: handed out to the person on request, and erased."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.remarks.models import Answer, Remark
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows


def remarks_of(user: User) -> QuerySet[Remark]:
    """What the person wrote when signed in, and what bears the address of their account."""
    return Remark.objects.filter(Q(writer=user) | Q(email__iexact=user.email)).order_by("pk")


def remark_rows(user: User) -> Rows:
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
        for each in remarks_of(user)
    ]


def erase_remarks(user: User, act: Act) -> int:
    """Take name and address away; of what waits or is withheld the words too."""
    hidden = remarks_of(user).filter(shown=False).update(text="", source="")
    return max(hidden, remarks_of(user).update(writer=None, name="", email=""))


def answer_rows(user: User) -> Rows:
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
    personal_data_registry.register_kind(
        PersonalDataKind(
            "remarks",
            _("What you said is wrong or missing"),
            remark_rows,
            erase_remarks,
            {"at": time, "number": number, "text": words},
            kept=_(
                "Others rely on the public log. So number, page and dates stay, and the words that "
                "were shown, without your name and address."
            ),
        )
    )
    personal_data_registry.register_kind(
        PersonalDataKind(
            "remark_answers",
            _("Answers to remarks"),
            answer_rows,
            erase_answers,
            {"at": time, "number": number, "text": words},
            kept=_("Answers are the secretariat's. So they stay, without your name."),
        )
    )
