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
        from majlis.commons.drafts import form_names
        from majlis.commons.search import registry as search
        from majlis.instruments import extension_points
        from majlis.kernel import record_kinds
        from majlis.look import menu
        from majlis.mandates import (  # noqa: F401
            importing,
            numbers,
            rules,
            searching,
            signals,
            telling_answers,
            telling_archive,
            telling_finding,
            telling_mandate,
            telling_quiet,
        )
        from majlis.mandates.queries.margin import asked_here
        from majlis.mandates.show.margin import draw

        record_kinds.register_kind("mandate", _("mandate"), _("mandates"), symbol=numbers.symbol)
        record_kinds.register_kind(
            "statement",
            _("progress statement"),
            _("progress statements"),
            symbol=numbers.statement_symbol,
        )
        telling_answers.tell()
        record_kinds.register_kind(
            "actor", pgettext_lazy("mandates", "actor"), pgettext_lazy("mandates", "actors")
        )
        record_kinds.register_kind(
            "review-set", pgettext_lazy("mandates", "review set"), _("review sets")
        )
        comments("review-set", Policy())
        telling_finding.tell()
        telling_quiet.tell()
        # mandate: beside texts, on pages of bodies, in search, comments, notices, the list of drafts
        extension_points.register_margin_note("mandates", asked_here, draw)
        menu.register_record_tool("mandates/of_record.html", order=6)
        search.register("mandate", words=searching.words, symbols=searching.symbols)
        search.register("actor", words=searching.actors)
        for kind in ("mandate", "actor"):
            comments(kind, Policy())
        telling_mandate.tell()
        for verb, name in telling_mandate.FORMS.items():
            form_names.register(f"mandates.{verb}", name)
        menu.register_entry(
            menu.MenuEntry("mandates:register", _("Mandates"), 20, also=("mandates:actors",))
        )
        importing.register_ours()
        telling_archive.tell()  # after what other subjects tell of
