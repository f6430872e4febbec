"""The wording of a provision as HTML: formatting, verbs, citation links, redlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from majlis.instruments.models import Citation, ProvisionWording
from majlis.instruments.texts.storage import parse_runs
from majlis.look import formats
from majlis.textkit.carry import HTML_TAGS
from majlis.textkit.compare.words import spans
from majlis.textkit.model import Run, cut_runs
from majlis.textkit.openings import opening


def render_wording(wording: ProvisionWording, cites: Sequence[Citation] = ()) -> SafeString:
    """The wording of a provision, its own verb marked, its citations as links."""
    runs = parse_runs(wording.text, wording.runs)
    verb = verb_span(wording)
    cuts = sorted(
        [(each.start, each.end, each) for each in cites]
        + ([(*verb, None)] if verb and not any(_overlap(verb, each) for each in cites) else []),
        key=lambda cut: cut[0],
    )
    pieces: list[SafeString] = []
    at = 0
    for start, end, citation in cuts:
        if start < at:
            continue
        pieces.append(render_runs(cut_runs(runs, at, start) if start > at else ()))
        inside = render_runs(cut_runs(runs, start, end))
        if citation is None:
            pieces.append(format_html('<span class="verb">{}</span>', inside))
        else:
            pieces.append(
                format_html('<a href="{}">{}</a>', citation.target.get_absolute_url(), inside)
            )
        at = end
    pieces.append(render_runs(cut_runs(runs, at)))
    return format_html_join("", "{}", ((each,) for each in pieces))


def _overlap(span: tuple[int, int], cited: Citation) -> bool:
    return span[0] < cited.end and cited.start < span[1]


def verb_span(wording: ProvisionWording) -> tuple[int, int] | None:
    """The span of the provision's own verb; None where it has none, as under a heading that has the verb."""
    if wording.provision.kind not in ("preambular", "operative", "heading") or not wording.verb:
        return None
    start_verb = opening(wording.text, wording.language)
    if start_verb is None or not start_verb.certain or start_verb.end <= start_verb.start:
        return None
    return (start_verb.start, start_verb.end)


def render_runs(runs: Iterable[Run]) -> SafeString:
    """Runs as HTML: bold, italic and the like."""
    pieces = []
    for run in runs:
        inside: str | SafeString = format_html("{}", run.text)
        for mark, tag in reversed(HTML_TAGS.items()):
            if mark in run.marks:
                inside = format_html("<{}>{}</{}>", _tag(tag), inside, _tag(tag))
        pieces.append(inside)
    return format_html_join("", "{}", ((each,) for each in pieces))


def _tag(name: str) -> SafeString:
    return SafeString(name)


LINE_BREAK = SafeString("<wbr>")


def render_deleted(text: str) -> SafeString:
    """Text that only the old version has, labelled for screen readers."""
    return format_html(
        '<del><span class="vh">[{}{}</span>{}<span class="vh">]</span></del>',
        pgettext("change in a text", "deleted"),
        formats.colon(get_language() or "en"),
        text,
    )


def render_inserted(text: str) -> SafeString:
    """Text that only the new version has, labelled for screen readers."""
    return format_html(
        '<ins><span class="vh">[{}{}</span>{}<span class="vh">]</span></ins>',
        pgettext("change in a text", "inserted"),
        formats.colon(get_language() or "en"),
        text,
    )


def render_redline(old: str, new: str) -> SafeString:
    """The word-by-word changes from old to new, labelled for screen readers."""
    if not old or not new:
        return render_inserted(new) if new else render_deleted(old) if old else SafeString("")
    pieces: list[SafeString | str] = []
    previous_op = ""
    for op, text in spans(old, new):
        if op == "=":
            pieces.append(format_html("{}", text))
        elif op == "-":
            pieces.append(render_deleted(text))
        else:
            pieces.append(
                format_html("{}{}", LINE_BREAK if previous_op == "-" else "", render_inserted(text))
            )
        previous_op = op
    return format_html_join("", "{}", ((each,) for each in pieces))
