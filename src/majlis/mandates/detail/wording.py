"""The wording of a provision, with the passages marked that support the fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from majlis.instruments.models import Provision, ProvisionWording
from majlis.instruments.texts import wording as texts
from majlis.instruments.texts.storage import parse_runs
from majlis.mandates.models import MandateSource
from majlis.textkit.model import cut_runs

Span = tuple[int, int]


def field_spans(source: MandateSource, provision: Provision, own: Provision) -> list[Span]:
    """The passages of a provision that support fields of a source; ``own``: the provision of the source."""
    spans = []
    for name, span in source.witness.items():
        other_eid = source.witness_of.get(name)
        if (other_eid or own.eid) == provision.eid and len(span) == 2:
            spans.append((int(span[0]), int(span[1])))
    return merged_spans(spans)


def merged_spans(spans: Iterable[Sequence[int]]) -> list[Span]:
    """The spans in order; spans that touch or overlap are merged."""
    merged: list[Span] = []
    for start, end in sorted((each[0], each[1]) for each in spans):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def highlighted(wording: ProvisionWording, spans: Sequence[Span]) -> SafeString:
    """The wording of a provision with these passages in ``<mark>``."""
    runs = parse_runs(wording.text, wording.runs)
    pieces: list[SafeString] = []
    position, length = 0, len(wording.text)
    for start, end in spans:
        if end > length:
            continue
        if start > position:
            pieces.append(texts.render_runs(cut_runs(runs, position, start)))
        pieces.append(format_html("<mark>{}</mark>", texts.render_runs(cut_runs(runs, start, end))))
        position = end
    pieces.append(texts.render_runs(cut_runs(runs, position)))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def chosen_language(languages: Mapping[str, ProvisionWording], *preferred: str) -> str:
    """The first of the preferred languages that exists, else the most authoritative one."""
    for language in preferred:
        if language in languages:
            return language
    fallback = min(languages.values(), key=lambda one: (one.status, one.pk), default=None)
    return fallback.language if fallback is not None else ""
