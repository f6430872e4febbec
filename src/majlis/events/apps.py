"""The Django application of the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EventsConfig(AppConfig):
    """Application configuration: registers what the room adds to the site."""

    name = "majlis.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register kinds of records."""
        from majlis.kernel import record_kinds

        record_kinds.register_kind(
            "meeting",
            pgettext_lazy("kind of record", "meeting"),
            pgettext_lazy("kind of record", "meetings"),
        )
        record_kinds.register_kind(
            "agenda_item",
            pgettext_lazy("kind of record", "agenda item"),
            pgettext_lazy("kind of record", "agenda items"),
        )
        record_kinds.register_kind(
            "conclusion",
            pgettext_lazy("kind of record", "conclusion"),
            pgettext_lazy("kind of record", "conclusions"),
        )
        register_meetings()
        register_agenda()
        register_conclusions()
        register_people()
        register_floor()
        register_imports()


def register_meetings() -> None:
    """Register the menu, search, breadcrumbs, comments and notifications of meetings, and links from a body."""
    from majlis.commons.comments.policy import Policy
    from majlis.commons.comments.policy import register as comments
    from majlis.commons.search import registry
    from majlis.events import audit_labels, rules  # noqa: F401
    from majlis.events.meetings import notifications
    from majlis.events.models import Meeting
    from majlis.events.search import meeting_symbols
    from majlis.kit import trails
    from majlis.look import menu

    title = pgettext_lazy("page", "Meetings")
    # The documents of meetings have no entry of their own: the menu has no room for one in French and Spanish.
    also = ("events:closed_days", "documents:documents")
    menu.register_entry(menu.MenuEntry("events:meetings", title, 30, also=also))
    menu.register_record_tool("events/meetings/body_links.html", order=5)
    registry.register("meeting", body=("place", "note"), symbols=meeting_symbols)
    trails.register_list(Meeting, title, "events:meetings")
    comments("meeting", Policy())
    notifications.register_notifications()


def register_agenda() -> None:
    """Register search, breadcrumbs and notifications of the items of agendas."""
    from majlis.commons.search import registry
    from majlis.events import audit_labels, rules  # noqa: F401
    from majlis.events.agenda import notifications
    from majlis.events.agenda.tables import title_html
    from majlis.events.models import AgendaItem
    from majlis.kit import trails
    from majlis.look.parts import Link

    registry.register("agenda_item", body=("note",))
    trails.register_trail(
        AgendaItem,
        lambda item: [
            *trails.trail_to(item.meeting),
            Link(title_html(item), item.get_absolute_url()),
        ],
    )
    notifications.register_notifications()


def register_conclusions() -> None:
    """Register search, breadcrumbs, notifications and to-do items of conclusions."""
    from majlis.commons.search import registry
    from majlis.events import extension_points
    from majlis.events.conclusions import notifications
    from majlis.events.conclusions.tables import meeting_section, short_name
    from majlis.events.models import Conclusion
    from majlis.kit import trails
    from majlis.look.parts import Link

    registry.register("conclusion", body=("text",))
    extension_points.register_meeting_section(
        "events/conclusions/meeting_section.html", meeting_section
    )
    trails.register_trail(
        Conclusion,
        lambda conclusion: [
            *trails.trail_to(conclusion.item.meeting),
            Link(short_name(conclusion), conclusion.get_absolute_url()),
        ],
    )
    notifications.register_notifications()


def register_people() -> None:
    """Register personal data, notifications and to-do items of participants, and what follows a sign-in."""
    from majlis.events import personal_data, signals  # noqa: F401
    from majlis.events.people import notifications, queries
    from majlis.look import menu

    personal_data.register_personal_data()
    notifications.register_notifications()
    # Registrations have a page for each meeting; the tasks of the reader list these pages.
    menu.register_work_entry(
        menu.MenuEntry(
            "notices:todo",
            pgettext_lazy("page", "Registrations for meetings"),
            32,
            shown=lambda request: queries.decides_on_registrations(request.user),
            waiting=lambda request: (
                queries.registrations_to_decide(request.user)
                if request.user.is_authenticated
                else None
            ),
        )
    )


def register_floor() -> None:
    """Register the live page of meetings: what is sent to followers, and after which verbs."""
    from majlis.commons.live import channels
    from majlis.events.floor.region import meeting_fragment
    from majlis.events.floor.signals import publish_meetings
    from majlis.kernel.verbs import verb_done

    channels.register("meeting", fragment=meeting_fragment)
    verb_done.connect(publish_meetings, dispatch_uid="events.publish_meetings")


def register_imports() -> None:
    """Register the imports of past meetings, their agenda items and their conclusions."""
    from majlis.events.transfer import imports

    imports.register_imports()
