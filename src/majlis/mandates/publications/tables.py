"""What pages call an edition."""

from __future__ import annotations

from django.utils.translation import get_language, pgettext

from majlis.look import formats
from majlis.look.languages import name_of
from majlis.look.templatetags.look import number
from majlis.mandates.models import Edition


def edition_label(form: str, language: str, part: int = 0) -> str:
    """What an edition is: its form, language and part."""
    reader_language = get_language() or "en"
    pieces = [str(Edition.Form(form).label)]
    if language:
        pieces.append(name_of(language))
    if part:
        pieces.append(pgettext("edition", "part %(n)s") % {"n": number(part)})
    return f"{formats.list_separator(reader_language).join(pieces)} ({form.upper()})"
