"""The words of the provision, with the passages marked that support the fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from majlis.instruments.models import Provision, ProvisionWording
from majlis.instruments.texts import wording as texts
from majlis.instruments.texts.storage import parse_runs
from majlis.textkit.model import cut_runs

Span = tuple[int, int]


def field_spans(source: Any, provision: Provision, own: Provision) -> list[Span]:
    """Where the words of a provision bear out fields of an source; ``own_patterns``: the provision that asks."""
    found = []
    for name, span in source.witness.items():
        elsewhere = source.witness_of.get(name)
        if (elsewhere or own.eid) == provision.eid and len(span) == 2:
            found.append((int(span[0]), int(span[1])))
    return merged_spans(found)


def merged_spans(spans: Iterable[Sequence[int]]) -> list[Span]:
    """Spans in order; those that meet are one."""
    made: list[Span] = []
    for start, end in sorted((each[0], each[1]) for each in spans):
        if end <= start:
            continue
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def highlighted(wording: ProvisionWording, spans: Sequence[Span]) -> SafeString:
    """The words of a provision with these stretches marked."""
    runs = parse_runs(wording.text, wording.runs)
    made: list[SafeString] = []
    at, length = 0, len(wording.text)
    for start, end in spans:
        if end > length:
            continue
        if start > at:
            made.append(texts.render_runs(cut_runs(runs, at, start)))
        made.append(format_html("<mark>{}</mark>", texts.render_runs(cut_runs(runs, start, end))))
        at = end
    made.append(texts.render_runs(cut_runs(runs, at)))
    return format_html_join("", "{}", ((each,) for each in made))


def chosen_language(languages: Mapping[str, ProvisionWording], *wanted: str) -> str:
    """The language to read: the first of those wanted that there is, else what is worth most."""
    for each in wanted:
        if each in languages:
            return each
    best = min(languages.values(), key=lambda one: (one.status, one.pk), default=None)
    return best.language if best is not None else ""
