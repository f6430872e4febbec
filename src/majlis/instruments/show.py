"""How texts are shown: words with their verb and citations marked, versions as steps, states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majlis.instruments.lifecycle import IN_FORCE, NOT_ADOPTED, PROPOSED, SUPERSEDED
from majlis.instruments.models import Citation, LanguageVersion, ProvisionWording, Version
from majlis.instruments.store import runs_from
from majlis.look import parts
from majlis.textkit.carry import HTML_TAGS
from majlis.textkit.model import Run, cut_runs
from majlis.textkit.openings import opening

PHASES = {IN_FORCE: "met", PROPOSED: "going", SUPERSEDED: "closed", NOT_ADOPTED: "closed"}


def address_of(version: Version) -> str:
    """The page of a version."""
    return reverse("instruments:version", args=[version.instrument.slug, version.slug])


def name_of(version: Version) -> str:
    """What a version goes by beside its text: its label, else its year, else its place."""
    label = version.say("label").text or version.date[:4]
    if version.reconstructed_from_id is not None:
        return label or pgettext("version", "the text before")
    return label or version.slug


def words(wording: ProvisionWording, cites: Sequence[Citation] = ()) -> SafeString:
    """The words of a provision: its own verb marked, what it cites as links."""
    runs = runs_from(wording.text, wording.runs)
    verb = verb_span(wording)
    cuts = sorted(
        [(each.start, each.end, each) for each in cites]
        + ([(*verb, None)] if verb and not any(_meet(verb, each) for each in cites) else []),
        key=lambda cut: cut[0],
    )
    made: list[SafeString] = []
    at = 0
    for start, end, cited in cuts:
        if start < at:
            continue
        made.append(marked(cut_runs(runs, at, start) if start > at else ()))
        inside = marked(cut_runs(runs, start, end))
        if cited is None:
            made.append(format_html('<span class="verb">{}</span>', inside))
        else:
            made.append(format_html('<a href="{}">{}</a>', cited.target.get_absolute_url(), inside))
        at = end
    made.append(marked(cut_runs(runs, at)))
    return format_html_join("", "{}", ((each,) for each in made))


def _meet(span: tuple[int, int], cited: Citation) -> bool:
    return span[0] < cited.end and cited.start < span[1]


def verb_span(wording: ProvisionWording) -> tuple[int, int] | None:
    """Where the provision's own verb stands in its words; nothing where a heading above it rules."""
    if wording.provision.kind not in ("preambular", "operative", "heading") or not wording.verb:
        return None
    found = opening(wording.text, wording.language)
    if found is None or not found.certain or found.end <= found.start:
        return None
    return (found.start, found.end)


def marked(runs: Iterable[Run]) -> SafeString:
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


def steps(versions: Sequence[Version], shown: Version) -> list[parts.Step]:
    """The versions of a text as steps; the one that is read stands out."""
    made = []
    for each in versions:
        state = each.get_state_display()
        if each.reconstructed_from_id is not None:
            state = pgettext("version", "reconstructed, not authentic")
        if each.pk == shown.pk:
            made.append(parts.Step(name_of(each), "current", state))
            continue
        link = parts.Link(_("read"), address_of(each))
        made.append(parts.Step(name_of(each), "done", state, link))
    return made


def languages(found: Sequence[LanguageVersion]) -> list[str]:
    """The languages of a version with their status, for a line of its facts."""
    return [f"{each.get_language_display()} ({each.get_status_display()})" for each in found]
