"""The room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstrumentsConfig(AppConfig):
    """Instruments, versions, provisions, wordings."""

    name = "majlis.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds of records known, its place in the menu, and what of it is searched."""
        from majlis.commons.comments.policy import Policy
        from majlis.commons.comments.policy import register as comments
        from majlis.commons.search import registry as search
        from majlis.instruments import citing, rules, searching, signals, telling  # noqa: F401
        from majlis.kernel import record_kinds
        from majlis.look import menu

        record_kinds.register_kind("instrument", _("text"), _("texts"))
        record_kinds.register_kind("version", _("version of a text"), _("versions of texts"))
        record_kinds.register_kind(
            "series", pgettext_lazy("texts", "series"), pgettext_lazy("texts, plural", "series")
        )
        menu.register_entry(
            menu.MenuEntry("instruments:texts", _("Texts"), 10, also=("instruments:all_series",))
        )
        menu.register_record_tool("instruments/of_record.html", order=5)
        search.register("version", words=searching.words, symbols=searching.symbols)
        search.register(
            "instrument",
            words=searching.stub_words,
            symbols=searching.cited,
            called=citing.symbol_in,
        )
        for kind in ("version", "series"):
            comments(kind, Policy())
        telling.tell()
