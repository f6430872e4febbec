"""The words of a provision as HTML: marks, verbs, links of citations, insertions and deletions."""

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
    """The words of a provision: its own verb marked, what it cites as links."""
    runs = parse_runs(wording.text, wording.runs)
    verb = verb_span(wording)
    cuts = sorted(
        [(each.start, each.end, each) for each in cites]
        + ([(*verb, None)] if verb and not any(_overlap(verb, each) for each in cites) else []),
        key=lambda cut: cut[0],
    )
    made: list[SafeString] = []
    at = 0
    for start, end, cited in cuts:
        if start < at:
            continue
        made.append(render_runs(cut_runs(runs, at, start) if start > at else ()))
        inside = render_runs(cut_runs(runs, start, end))
        if cited is None:
            made.append(format_html('<span class="verb">{}</span>', inside))
        else:
            made.append(format_html('<a href="{}">{}</a>', cited.target.get_absolute_url(), inside))
        at = end
    made.append(render_runs(cut_runs(runs, at)))
    return format_html_join("", "{}", ((each,) for each in made))


def _overlap(span: tuple[int, int], cited: Citation) -> bool:
    return span[0] < cited.end and cited.start < span[1]


def verb_span(wording: ProvisionWording) -> tuple[int, int] | None:
    """Where the provision's own verb stands in its words; nothing where a heading above it rules."""
    if wording.provision.kind not in ("preambular", "operative", "heading") or not wording.verb:
        return None
    found = opening(wording.text, wording.language)
    if found is None or not found.certain or found.end <= found.start:
        return None
    return (found.start, found.end)


def render_runs(runs: Iterable[Run]) -> SafeString:
    """Runs as HTML: bold, italic and the like."""
    made = []
    for run in runs:
        inside: str | SafeString = format_html("{}", run.text)
        for mark, tag in reversed(HTML_TAGS.items()):
            if mark in run.marks:
                inside = format_html("<{}>{}</{}>", _tag(tag), inside, _tag(tag))
        made.append(inside)
    return format_html_join("", "{}", ((each,) for each in made))


def _tag(name: str) -> SafeString:
    return SafeString(name)


LINE_BREAK = SafeString("<wbr>")


def render_deleted(text: str) -> SafeString:
    """Words that only the old text has; said for the ear too."""
    return format_html(
        '<del><span class="vh">[{}{}</span>{}<span class="vh">]</span></del>',
        pgettext("words", "deleted"),
        formats.colon(get_language() or "en"),
        text,
    )


def render_inserted(text: str) -> SafeString:
    """Words that only the new text has; said for the ear too."""
    return format_html(
        '<ins><span class="vh">[{}{}</span>{}<span class="vh">]</span></ins>',
        pgettext("words", "inserted"),
        formats.colon(get_language() or "en"),
        text,
    )


def render_redline(old: str, new: str) -> SafeString:
    """What made the one of the other, word by word; with words for the ear."""
    if not old or not new:
        return render_inserted(new) if new else render_deleted(old) if old else SafeString("")
    made: list[SafeString | str] = []
    before = ""
    for op, text in spans(old, new):
        if op == "=":
            made.append(format_html("{}", text))
        elif op == "-":
            made.append(render_deleted(text))
        else:
            made.append(
                format_html("{}{}", LINE_BREAK if before == "-" else "", render_inserted(text))
            )
        before = op
    return format_html_join("", "{}", ((each,) for each in made))
