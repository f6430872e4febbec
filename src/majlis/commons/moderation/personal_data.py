"""Export and erasure of the personal data of moderation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.commons.moderation.models import Case, Decision, ModeratorLanguage, Report
from majlis.kernel.models import User
from majlis.kernel.verbs import Act
from majlis.parties.accounts import personal_data_registry
from majlis.parties.accounts.personal_data_registry import PersonalDataKind, Rows


def report_rows(user: User) -> Rows:
    """The reports of the person."""
    return [
        {"at": each.at.isoformat(), "why": each.why, "words": each.words}
        for each in Report.objects.filter(by=user).order_by("pk")
    ]


def erase_reports(user: User, act: Act) -> int:
    """Erase the name and the words of reports; the reports stay for the statistics."""
    return Report.objects.filter(by=user).update(by=None, words="")


def appeal_rows(user: User) -> Rows:
    """The appeals of the person."""
    return [
        {"at": each.appealed_at.isoformat() if each.appealed_at else "", "words": each.appeal}
        for each in Case.objects.filter(writer=user).exclude(appeal="").order_by("pk")
    ]


def erase_appeals(user: User, act: Act) -> int:
    """Erase the words of appeals."""
    return Case.objects.filter(writer=user).exclude(appeal="").update(appeal="")


def decision_rows(user: User) -> Rows:
    """The decisions of the person as a moderator, and the languages that they read."""
    languages = ", ".join(
        ModeratorLanguage.objects.filter(user=user).values_list("language", flat=True)
    )
    return [
        {"at": each.at.isoformat(), "verb": each.verb, "words": each.words, "reads": languages}
        for each in Decision.objects.filter(by=user).order_by("pk")
    ]


def erase_decisions(user: User, act: Act) -> int:
    """Delete the languages that the moderator reads; decisions stay."""
    return ModeratorLanguage.objects.filter(user=user).delete()[0]


def register() -> None:
    """Register the kinds of personal data."""
    time, words = (
        pgettext_lazy("time of an entry", "Time"),
        pgettext_lazy("text of a contribution", "Text"),
    )
    personal_data_registry.register_kind(
        PersonalDataKind(
            "reports",
            _("Reports to content moderators"),
            report_rows,
            erase_reports,
            {"at": time, "why": pgettext_lazy("reason for an action", "Reason"), "words": words},
        )
    )
    personal_data_registry.register_kind(
        PersonalDataKind(
            "appeals",
            pgettext_lazy("personal data", "Appeals"),
            appeal_rows,
            erase_appeals,
            {"at": time, "words": words},
        )
    )
    personal_data_registry.register_kind(
        PersonalDataKind(
            "moderation",
            _("Decisions as a content moderator"),
            decision_rows,
            erase_decisions,
            {
                "at": time,
                "verb": pgettext_lazy("decision on a request", "Decision"),
                "words": words,
            },
            kept=_("Decisions are retained without your name because authors rely on them."),
        )
    )
