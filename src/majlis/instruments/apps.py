"""The Django application of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class InstrumentsConfig(AppConfig):
    """Application configuration: registers what the room adds to the site."""

    name = "majlis.instruments"
    label = "instruments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register record kinds, menu entry, search sources, comments and notifications."""
        from majlis.commons.comments.policy import Policy
        from majlis.commons.comments.policy import register as register_comments
        from majlis.commons.search import registry as search
        from majlis.instruments import audit_labels, extension_points, notifications, rules, signals  # noqa: F401
        from majlis.instruments import search as instruments_search
        from majlis.instruments.citations import format
        from majlis.instruments.imports import queries
        from majlis.instruments.tags import queries as tags_queries
        from majlis.instruments.tags import tasks as tags_tasks
        from majlis.instruments.tags.next_step import concepts_link
        from majlis.kernel import record_kinds
        from majlis.kernel.roles import is_secretariat
        from majlis.look import menu

        record_kinds.register_kind(
            "instrument",
            pgettext_lazy("kind of record", "text"),
            pgettext_lazy("kind of record", "texts"),
        )
        record_kinds.register_kind("version", _("version of a text"), _("versions of texts"))
        record_kinds.register_kind(
            "series", pgettext_lazy("texts", "series"), pgettext_lazy("texts, plural", "series")
        )
        menu.register_entry(
            menu.MenuEntry(
                "instruments:texts",
                pgettext_lazy("documents", "Texts"),
                10,
                also=("instruments:series_list",),
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "instruments:imports",
                pgettext_lazy("page", "Imported files"),
                20,
                shown=lambda request: bool(is_secretariat.test(request.user)),
                waiting=lambda request: queries.imports_to_process(request.user),
            )
        )
        menu.register_work_entry(
            menu.MenuEntry(
                "instruments:proposed_tags",
                pgettext_lazy("page", "Proposed concepts"),
                25,
                shown=lambda request: bool(is_secretariat.test(request.user)),
                waiting=lambda request: tags_queries.proposed_tags(request.user),
            )
        )
        menu.register_record_tool("instruments/text_list/record_section.html", order=5)
        search.register(
            "version",
            words=instruments_search.version_words,
            symbols=instruments_search.version_symbols,
            places=instruments_search.version_places,
            siblings=instruments_search.versions_of_texts,
            suggested=search.Suggested("text", instruments_search.text_symbols),
            leads=True,
        )
        search.register(
            "instrument",
            words=instruments_search.stub_words,
            symbols=instruments_search.stub_symbols,
            localize_title=format.localized_symbol,
        )
        for kind in ("version", "series"):
            register_comments(kind, Policy())
        notifications.register_notifications()
        register_trails()
        register_work()
        extension_points.register_next_step(tags_tasks.propose_concepts, concepts_link)


def register_trails() -> None:
    """Register the breadcrumbs of texts, their versions and series."""
    from majlis.instruments.citations.names import full_version_name, instrument_symbol
    from majlis.instruments.models import Instrument, Series, Version
    from majlis.kit import trails
    from majlis.look.parts import Link

    texts = (pgettext_lazy("documents", "Texts"), "instruments:texts")
    series = (pgettext_lazy("texts, plural", "Series"), "instruments:series_list")
    trails.register_trail(
        Instrument,
        lambda text: [
            *trails.links_to([texts]),
            Link(instrument_symbol(text), text.get_absolute_url()),
        ],
    )
    trails.register_trail(
        Version,
        lambda version: [
            *trails.links_to([texts]),
            Link(full_version_name(version), version.get_absolute_url()),
        ],
    )
    trails.register_trail(
        Series, lambda item: [*trails.links_to([texts, series]), trails.link_to(item)]
    )


def register_work() -> None:
    """Register what background work of the room is about."""
    from majlis.instruments.citations.links import visible_versions
    from majlis.instruments.imports.queries import import_list
    from majlis.instruments.models import Import, Instrument, Series, Version
    from majlis.kit import work

    work.register_subjects(
        Instrument,
        lambda reader, keys: (
            Instrument.objects.visible_to(reader).filter(pk__in=keys).with_wordings()
        ),
    )
    work.register_subjects(
        Version, lambda reader, keys: visible_versions(reader).filter(pk__in=keys)
    )
    work.register_subjects(
        Series,
        lambda reader, keys: Series.objects.visible_to(reader).filter(pk__in=keys).with_wordings(),
    )
    work.register_subjects(Import, lambda reader, keys: import_list(reader).filter(pk__in=keys))
