"""Finds held instruments by a symbol or by the address of a page."""

from __future__ import annotations

import re

from django.db.models import Q

from majlis.instruments.core.identifiers import lookup_keys
from majlis.instruments.models import Instrument
from majlis.kernel.languages import LANGUAGE_CODES
from majlis.kernel.models import Reader
from majlis.textkit.citations import find_citations

_TEXT_URL = re.compile(r"(?:^|/)texts/([-\w]+)")


def instruments_named(user: Reader, words: str) -> list[Instrument]:
    """Held texts with this address or symbol in any language; at most two."""
    held = Instrument.objects.visible_to(user).filter(held=True)
    words = words.strip()
    url = _TEXT_URL.search(words)
    if url is not None:
        return list(held.filter(slug=url[1]))
    keys = {
        key
        for code in LANGUAGE_CODES
        for each in find_citations(words, code)
        for key in lookup_keys(each.value)
    }
    exact = list(held.filter(Q(symbol__iexact=words) | Q(keys__contains=[words]))[:2])
    return exact or list(held.filter(keys__overlap=sorted(keys))[:2])
