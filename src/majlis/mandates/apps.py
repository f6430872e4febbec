"""The mandates room as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MandatesConfig(AppConfig):
    """Mandates: the register, its reports and its reviews."""

    name = "majlis.mandates"
    label = "mandates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register record kinds, menu entries, search, comments, notifications and imports."""
        from majlis.commons.comments.policy import Policy
        from majlis.commons.comments.policy import register as comments
        from majlis.commons.search import registry as search
        from majlis.documents.core import extension_points as document_points
        from majlis.instruments import extension_points
        from majlis.kernel import record_kinds
        from majlis.kit import trails
        from majlis.look import menu, parts
        from majlis.mandates import audit_labels, page_trails, rules, signals  # noqa: F401
        from majlis.mandates import search as mandates_search
        from majlis.mandates.assignments import notifications as assignments_notifications
        from majlis.mandates.changes import notifications as changes_notifications
        from majlis.mandates.core import numbers
        from majlis.mandates.core.representation import (
            may_decide_leads,
            proposed_leads,
            reviewable_versions,
        )
        from majlis.mandates.decisions.tables import decision_links
        from majlis.mandates.deliverables import notifications as deliverables_notifications
        from majlis.mandates.extraction import queries as extraction_queries
        from majlis.mandates.inactivity import notifications as inactivity_notifications
        from majlis.mandates.models import RelatedPair, ReviewItem, ReviewSet
        from majlis.mandates.similarity.tables import pair_name
        from majlis.mandates.texts import panels
        from majlis.mandates.texts.margin import margin_json
        from majlis.mandates.texts.tables import draw_margin
        from majlis.mandates.transfer import imports

        record_kinds.register_kind(
            "mandate",
            pgettext_lazy("kind of record", "mandate"),
            pgettext_lazy("kind of record", "mandates"),
            symbol=numbers.mandate_symbol,
        )
        record_kinds.register_kind(
            "statement",
            pgettext_lazy("kind of record", "progress statement"),
            pgettext_lazy("kind of record", "progress statements"),
            symbol=numbers.statement_symbol,
        )
        deliverables_notifications.register_notifications()
        record_kinds.register_kind(
            "entity",
            pgettext_lazy("kind of record", "entity"),
            pgettext_lazy("kind of record", "entities"),
        )
        record_kinds.register_kind(
            "review-set",
            pgettext_lazy("kind of record", "review set"),
            pgettext_lazy("kind of record", "review sets"),
        )
        page_trails.register_trails()
        comments("review-set", Policy())
        panels.register_panels()
        inactivity_notifications.register_notifications()
        extension_points.register_margin_note("mandates", margin_json, draw_margin)
        menu.register_record_tool("mandates/register/body_links.html", order=6)
        document_points.register_decision_links(decision_links)
        search.register(
            "mandate",
            words=mandates_search.mandate_texts,
            symbols=mandates_search.mandate_symbols,
            notes=mandates_search.mandate_notes,
            suggested=search.Suggested("mandate", mandates_search.mandate_numbers),
            leads=True,
        )
        search.register("entity", words=mandates_search.entity_names)
        for kind in ("mandate", "entity"):
            comments(kind, Policy())
        assignments_notifications.register_notifications()
        menu.register_entry(
            menu.MenuEntry(
                "mandates:register",
                pgettext_lazy("page", "Mandates"),
                20,
                also=("mandates:entities",),
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "mandates:findings",
                _("Findings to check"),
                10,
                shown=lambda request: reviewable_versions(request.user) is not None,
                waiting=lambda request: extraction_queries.waiting_findings(request.user),
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "mandates:proposed_leads",
                pgettext_lazy("page", "Proposed leads"),
                15,
                shown=lambda request: may_decide_leads(request.user),
                waiting=lambda request: proposed_leads(request.user),
            )
        )
        review_sets = (pgettext_lazy("page", "Review sets"), "mandates:review_sets")
        trails.register_trail(
            ReviewSet,
            lambda review: [
                *trails.links_to([page_trails.REGISTER, review_sets]),
                trails.link_to(review),
            ],
        )
        trails.register_trail(ReviewItem, lambda item: trails.below(item.review, item))
        trails.register_trail(
            RelatedPair,
            lambda pair: [
                *trails.links_to([(pgettext_lazy("page", "Related mandates"), "mandates:related")]),
                parts.Link(pair_name(pair), pair.get_absolute_url()),
            ],
        )
        imports.register_import()
        changes_notifications.register_notifications()  # last, as it skips verbs that are registered already
