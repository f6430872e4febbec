"""What the page of the acts on a version reads."""

from __future__ import annotations

from django.db.models import Q

from majlis.instruments.models import ProvisionWording, Version

ENTRY_INTO_FORCE = {
    "ar": r"\m(?:س?[يت]دخل) .{0,40}حيز (?:النفاذ|التنفيذ)|\m(?:[يت]بدأ) (?:نفاذ|سريان)",
    "zh": r"(?:起|日|时|即|开始)生效",
    "en": r"\m(?:(?:shall|will|to) (?:enter|come) into (?:force|effect)|(?:enters|comes) into (?:force|effect)"
    r"|(?:shall|will) take effect|takes effect)\M",
    "fr": r"\m(?:entre|entrera|entreront|entrent) en vigueur\M|\m(?:prend|prendra) effet\M",
    "ru": r"\m(?:вступает|вступят|вступают|вступит) в силу\M",
    "es": r"\m(?:entra|entrará|entrarán|entran) en vigor\M|\m(?:surte|surtirá) efecto\M",
}
"""Patterns of PostgreSQL for a sentence that says when a text enters into force, by language."""


def states_entry_into_force(version: Version) -> bool:
    """Whether the text of a version itself says when it enters into force."""
    stated = Q()
    for language, pattern in ENTRY_INTO_FORCE.items():
        stated |= Q(language=language, text__iregex=pattern)
    return ProvisionWording.objects.filter(stated, provision__version=version).exists()
