"""Export and erasure of the personal data of remarks."""

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
    """The remarks that the person wrote when signed in, and those with the e-mail address of the account."""
    return Remark.objects.filter(Q(writer=user) | Q(email__iexact=user.email)).order_by("pk")


def remark_rows(user: User) -> Rows:
    """The remarks of the person."""
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
    """Erase name and e-mail address, and the text of remarks that are not published."""
    erased_texts = remarks_of(user).filter(shown=False).update(text="", source="")
    return max(erased_texts, remarks_of(user).update(writer=None, name="", email=""))


def answer_rows(user: User) -> Rows:
    """The answers that the person wrote."""
    answers = Answer.objects.filter(by=user).select_related("remark")
    return [
        {"at": each.at.isoformat(), "number": each.remark.number, "text": each.text}
        for each in answers
    ]


def erase_answers(user: User, act: Act) -> int:
    """Erase the name; the answers belong to the secretariat and stay."""
    return Answer.objects.filter(by=user).update(by=None)


def register() -> None:
    """Register both kinds of personal data."""
    time, words = (
        pgettext_lazy("time of an entry", "Time"),
        pgettext_lazy("text of a contribution", "Text"),
    )
    number = pgettext_lazy("remark", "Number")
    personal_data_registry.register_kind(
        PersonalDataKind(
            "remarks",
            pgettext_lazy("personal data", "Your remarks"),
            remark_rows,
            erase_remarks,
            {"at": time, "number": number, "text": words},
            kept=_(
                "The log retains the number, page, dates and public text, without name or address."
            ),
        )
    )
    personal_data_registry.register_kind(
        PersonalDataKind(
            "remark_answers",
            _("Replies to remarks"),
            answer_rows,
            erase_answers,
            {"at": time, "number": number, "text": words},
            kept=_("Replies belong to the secretariat and are retained without your name."),
        )
    )
