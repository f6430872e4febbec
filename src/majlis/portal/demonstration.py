"""What a demonstration shows beyond its people: organizations, language pairs, something that waits."""

from __future__ import annotations

from majlis.commons.translation import actions as translation
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record
from majlis.parties import demonstration as parties
from majlis.parties.accounts import demonstration as people

# For which record the fictional holder of a role holds it: the kind, and the address it begins with.
SCOPES = {
    "chair": ("body", "bodies/cwg-wsis-sdg"),
    "member": ("body", "bodies/cwg-wsis-sdg"),
    "action_line_focal_point": ("concept", "concepts/action-lines/C2"),
    "regional_office": ("concept", "concepts/wsis-regions/"),
    "focal_point": ("organisation", "organisations/"),
    "delegate": ("organisation", "organisations/"),
}
PAIRS = (
    ("translator", "translator", "en", "ar"),
    ("translator", "translator", "fr", "ar"),
    ("reviser", "reviser", "en", "ar"),
    ("reviser", "reviser", "en", "zh"),
)


def first(kind: str, address: str) -> Record | None:
    """The first record of a kind whose address begins so."""
    return Record.objects.filter(kind=kind, address__startswith=address).order_by("pk").first()


def load_parties() -> None:
    """Organizations, and for which records people hold their roles."""
    parties.load()
    for role, (kind, address) in SCOPES.items():
        people.scope(role, lambda kind=kind, address=address: first(kind, address))


def load_rest() -> None:
    """What needs people: who translates from what into what."""
    actor = Actor.as_system("demonstration")
    for figure, role, source, target in PAIRS:
        user = people.person(figure)
        if user is not None:
            translation.set_pair(actor, user, role=role, source=source, target=target)
