"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MandatesConfig(AppConfig):
    """Mandates: who owes what to whom, and what came of it."""

    name = "majlis.mandates"
    label = "mandates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds of records known, its place in the menu, and what of it is searched."""
        from majlis.commons.comments.policy import Policy
        from majlis.commons.comments.policy import register as comments
        from majlis.kernel import kinds
        from majlis.mandates import numbers, rules, signals, telling_answers, telling_finding  # noqa: F401

        kinds.register("mandate", _("mandate"), _("mandates"), symbol=numbers.symbol)
        kinds.register(
            "statement",
            _("progress statement"),
            _("progress statements"),
            symbol=numbers.statement_symbol,
        )
        telling_answers.tell()
        kinds.register(
            "actor", pgettext_lazy("mandates", "actor"), pgettext_lazy("mandates", "actors")
        )
        kinds.register("review-set", pgettext_lazy("mandates", "review set"), _("review sets"))
        comments("review-set", Policy())
        telling_finding.tell()
