"""Template tags for components of pages, and filters that format numbers, dates and foreign text.

`{% load look %}` loads all of them. The page `/parts/` shows every component in every state.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.db.models import Model
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from majlis.look import date_phrases, formats, parts
from majlis.look.bidi import as_html
from majlis.look.bidi import isolate as isolate_text
from majlis.look.forms import AnyForm, FormError, form_errors
from majlis.look.languages import base_code, direction_of, name_of
from majlis.look.menu import registry
from majlis.look.parts import Content

register = template.Library()

UNDO_TAG = "undo "
"""How the tags of a message begin whose act a button undoes; the address of the form follows."""

type Figures = Sequence[parts.Figure]
type Bars = Sequence[parts.MeterBar]
FORCES = {
    "obliges": pgettext_lazy("force", "Obliges"),
    "requests": pgettext_lazy("force", "Requests"),
    "invites": pgettext_lazy("force", "Invites"),
    "encourages": pgettext_lazy("force", "Encourages"),
    "commits": pgettext_lazy("force", "Commitment"),
}
STATES = {
    "wait": pgettext_lazy("status of a mandate", "Not yet due"),
    "open": pgettext_lazy("status of a mandate", "Date to be set"),
    "soon": gettext_lazy("Due within 90 days"),
    "going": pgettext_lazy("status of a mandate", "Under way"),
    "met": pgettext_lazy("status of a mandate", "Reported done"),
    "late": pgettext_lazy("status of a mandate", "Overdue"),
    "would": pgettext_lazy("status of a mandate", "Proposed"),
    "ended": pgettext_lazy("status of a mandate", "Ended"),
}
# Phase of work -> class of its place in time, kind of its badge, and label.
PHASES = {
    "done": ("past", "met", pgettext_lazy("background work", "Done")),
    "running": ("now", "going", pgettext_lazy("background work", "In progress")),
    "waiting": ("undated", "wait", pgettext_lazy("background work", "Waiting")),
    "failed": ("failed", "late", pgettext_lazy("background work", "Failed")),
}
WORDINGS = {
    "authentic": pgettext_lazy("wording", "authentic"),
    "translated": pgettext_lazy("wording", "translated"),
    "machine": pgettext_lazy("wording", "machine translation, not yet checked"),
    "lagging": pgettext_lazy("wording", "outdated because the original has changed"),
    "missing": pgettext_lazy("wording", "not yet translated"),
}


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


# Values.


@register.filter
def number(value: formats.Number | None, decimals: int | None = None) -> str:
    """A number with the separators of the page's language; empty for None."""
    return "" if value is None else formats.number(value, page_language(), decimals)


@register.filter
def percent(value: formats.Number | None, decimals: int | None = None) -> str:
    """A percentage; empty for None."""
    return "" if value is None else formats.percent(value, page_language(), decimals)


@register.filter
def date(value: formats.Day | None) -> str:
    """A full or partial date in a `time` element; empty for None."""
    if not value:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        formats.machine_date(local_date(value)),
        formats.date(local_date(value), page_language()),
    )


@register.filter
def date_words(value: formats.Day | None) -> str:
    """A date without markup, for titles and attributes."""
    return formats.date(local_date(value), page_language()) if value else ""


def _dated_phrase(phrase: date_phrases.DatePhrase, value: formats.Day | None) -> str:
    if not value:
        return ""
    local = local_date(value)
    return format_html('<time datetime="{}">{}</time>', formats.machine_date(local), phrase(local))


@register.filter
def since(value: formats.Day | None) -> str:
    """The phrase "since 2027" for a full or partial date, in a `time` element; empty for None."""
    return _dated_phrase(date_phrases.since, value)


@register.filter
def until(value: formats.Day | None) -> str:
    """The phrase "until 2027" for a full or partial date, in a `time` element; empty for None."""
    return _dated_phrase(date_phrases.until, value)


@register.simple_tag
def period(first: formats.Day | None, last: formats.Day | None) -> str:
    """The phrase for a period between two dates, each of which may be missing; one date is a `time` element."""
    if first and last:
        return date_phrases.period(local_date(first), local_date(last))
    return since(first) or until(last)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A date and time in the reader's time zone, with the zone; empty for None."""
    if not value:
        return ""
    local = timezone.localtime(value)
    before, zone, after = formats.moment_parts(local, page_language())
    return format_html(
        '<time datetime="{}">{}<bdi dir="ltr">{}</bdi>{}</time>',
        formats.machine_date(local),
        # In Chinese the time follows the day without a space; this allows a line break.
        mark_safe(conditional_escape(before).replace("日", "日<wbr>")),
        zone,
        after,
    )


@register.filter
def moment_words(value: datetime.datetime | None) -> str:
    """A date and time without markup, for titles and attributes."""
    return formats.moment(timezone.localtime(value), page_language()) if value else ""


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the reader's language."""
    return name_of(code)


@register.filter
def sentences(text: str) -> str:
    """Sentences on lines of their own, as one line: Chinese sets no blank between them."""
    lines = [line.strip() for line in text.splitlines()]
    return mark_safe(formats.gap(page_language()).join(line for line in lines if line))


@register.simple_tag
def comma() -> str:
    """The separator of list items in the page's language."""
    return formats.list_separator(page_language())


@register.simple_tag
def clause_comma() -> str:
    """The comma between parts of a sentence in the page's language, which are no items of a list."""
    return formats.clause_separator(page_language())


def register_punctuation_tag(of: Callable[[str], str]) -> None:
    """Register a punctuation mark of the page's language as a tag, and as a filter that follows a label."""

    def after(label: object) -> SafeString:
        return format_html("{}{}", label, of(page_language())) if label else SafeString()

    register.simple_tag(lambda: of(page_language()), name=of.__name__)
    register.filter(of.__name__, after)


for each in (formats.stop, formats.question, formats.colon, formats.gap):
    register_punctuation_tag(each)


@register.simple_tag
def named(name: Content, value: Content) -> str:
    """A name, the colon of the page's language, and a value."""
    return format_html("{}{}{}", name, formats.colon(page_language()), value)


@register.simple_tag
def aside(words: Any, more: Any) -> str:
    """A text, followed by another one in the brackets of the page's language."""
    main, inside = (str(conditional_escape(each)) for each in (words, more))
    return mark_safe(formats.with_brackets(main, inside, page_language()))


def local_date(value: formats.Day) -> formats.Day:
    """The date of a moment in the reader's time zone; other values are returned unchanged."""
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@register.filter
def symbol(value: Content) -> str:
    """A document symbol, code or address, isolated and left to right in any context."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value else ""


@register.filter
def phrased(value: Any) -> str:
    """A title with line breaks after phrases; Chinese has no spaces, so they follow its particle."""
    words = conditional_escape(value or "")
    return (
        mark_safe(words.replace("的", "的<wbr>")) if base_code(page_language()) == "zh" else words
    )


@register.filter
def isolate(value: Content) -> str:
    """A text of unknown direction, isolated from the text beside it."""
    return format_html("<bdi>{}</bdi>", value) if value else ""


@register.filter
def isolated(text: str) -> SafeString:
    """A text as HTML, isolated if any of it has another direction than the page."""
    return as_html(isolate_text(text, page_language()))


def breakable(address: str) -> str:
    """A web address with optional line breaks after its slashes."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((each,) for each in address.split("/")))


@register.filter
def noted(value: Content, code: str = "en") -> str:
    """A source or a note, marked with its language, in which web addresses become links.

    The language is English by default. An empty code means that it is unknown; the first strong letter
    then decides the direction.
    """
    if not value:
        return ""
    pieces = []
    for word in str(value).split(" "):
        address = word.strip("();,")
        if address.startswith(("https://", "http://")):
            before, after = word.split(address, 1)
            link = '{}<a href="{}">{}</a>{}'
            pieces.append(format_html(link, before, address, breakable(address), after))
        else:
            pieces.append(conditional_escape(word))
    words = format_html_join(" ", "{}", ((each,) for each in pieces))
    if not code:
        return format_html('<span dir="auto">{}</span>', words)
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction_of(code), words)


@register.filter
def foreign(value: Any, code: str) -> str:
    """A text in another language than the page's, isolated and marked with language and direction.

    A text in the language of the page is returned unchanged.
    """
    if not value or not code or base_code(code) == base_code(page_language()):
        return str(conditional_escape(value or ""))
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction_of(code), value)


@register.filter
def shown(value: Content, code: str = "") -> str:
    """The value of a cell: numbers and dates formatted, text marked with its language."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return date(value)
    return foreign(value, code)


@register.filter
def marks(text: str, spans: Iterable[parts.MarkedSpan]) -> str:
    """A text with its evidence marked; a span with a letter shows the letter of its field."""
    return format_html_join("", "{}", ((marked_run(run),) for run in parts.text_runs(text, spans)))


def marked_run(run: parts.TextRun) -> str | SafeString:
    """A part of a text, in a `mark` element if it is evidence."""
    if not run.marked:
        return run.text
    if run.letter:
        return format_html('<mark class="wit">{}<sup>{}</sup></mark>', run.text, run.letter)
    return format_html("<mark>{}</mark>", run.text)


# Badges.


@register.simple_tag
def force(kind: str, words: Content = "") -> str:
    """The badge of a mandate's force: obliges, requests, invites, encourages, commitment."""
    return format_html('<span class="force {}">{}</span>', kind, words or FORCES[kind])


@register.simple_tag
def state(kind: str, words: Content = "") -> str:
    """The badge of a status: wait, open, soon, going, met, late, would, ended; with its label."""
    return format_html('<span class="state {}">{}</span>', kind, words or STATES[kind])


@register.simple_tag
def wording(kind: str, words: Content = "") -> str:
    """The badge of a wording's status: authentic, translated, machine, lagging, missing."""
    return format_html('<span class="wording {}">{}</span>', kind, words or WORDINGS[kind])


@register.simple_tag
def tag(words: Content, url: str = "") -> str:
    """A concept of a record, with a link to the concept."""
    if url:
        return format_html('<a class="tag" href="{}">{}</a>', url, words)
    return format_html('<span class="tag">{}</span>', words)


# Parts.


@register.inclusion_tag("look/parts/rows.html")
def rows(table: parts.Table) -> dict[str, parts.Table]:
    """A table of records."""
    return {"table": table}


@register.inclusion_tag("look/parts/list_summary.html")
def chosen(what: parts.ListSummary) -> dict[str, parts.ListSummary]:
    """The summary above a list: count, filters, downloads."""
    return {"chosen": what}


@register.inclusion_tag("look/parts/pages.html")
def pages(cut: parts.PageLinks) -> dict[str, parts.PageLinks]:
    """The links between the pages of a list; empty for a single page."""
    return {"cut": cut}


@register.inclusion_tag("look/parts/progress.html")
def stand(figures: Figures) -> dict[str, Figures | Bars | int]:
    """The progress: a meter, and each figure with its label. At most one per page."""
    return {
        "figures": figures,
        "bars": parts.meter_bars(figures),
        "total": sum(figure.value for figure in figures),
    }


@register.inclusion_tag("look/parts/years.html")
def years(what: parts.YearBars) -> dict[str, parts.YearBars]:
    """Years as upright bars, in the colours of `stand`; the same numbers as a table, folded."""
    return {"years": what}


@register.inclusion_tag("look/parts/meter.html")
def meter(figures: Figures, thin: bool = True) -> dict[str, Bars | int]:
    """A bar for figures that stand beside it; hidden from screen readers."""
    total = sum(figure.value for figure in figures)
    return {"bars": parts.meter_bars(figures), "total": total, "thin": thin}


@register.inclusion_tag("look/parts/timeline.html")
def timeline(moments: Sequence[parts.TimelineEntry]) -> dict[str, Sequence[parts.TimelineEntry]]:
    """A timeline of past or coming entries."""
    return {"moments": moments}


@register.inclusion_tag("look/parts/steps.html")
def steps(
    across: Sequence[parts.Step], label: Content = ""
) -> dict[str, Sequence[parts.Step] | Content]:
    """Steps in a row: pages of a form, stages of a report, versions of a text."""
    return {"steps": across, "label": label or pgettext_lazy("steps of a process", "Steps")}


@register.inclusion_tag("look/parts/pen.html", takes_context=True)
def pen(context: Context, held: parts.Pen) -> dict[str, Any]:
    """Who writes a text now, at the end of its quotation, with the button to take the pen over."""
    return {"pen": held, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("look/parts/course.html", takes_context=True)
def course(context: Context, works: Sequence[parts.WorkStep]) -> dict[str, Any]:
    """Work that goes on behind a page, and how far it is. The page is loaded again by a link, never by a timer."""
    request = context.get("request")
    return {
        "steps": [(step, *PHASES[step.phase]) for step in works],
        "goes_on": any(step.phase in ("running", "waiting") for step in works),
        "now": timezone.now(),
        "here": request.get_full_path() if request is not None else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("look/parts/facts.html")
def facts(properties: Sequence[parts.Fact]) -> dict[str, Sequence[parts.Fact]]:
    """The properties of a record; at most ten. Numbers are written as the language of the page does."""
    return {
        "facts": [
            replace(fact, words=number(fact.words)) if isinstance(fact.words, int | float) else fact
            for fact in properties
        ]
    }


@register.inclusion_tag("look/parts/note_list.html")
def notes(entries: Sequence[parts.Cell]) -> dict[str, Sequence[parts.Cell]]:
    """A short list in the side column, each entry with a second line."""
    return {"entries": entries}


@register.inclusion_tag("look/parts/trail.html")
def trail(way: Sequence[parts.Link]) -> dict[str, Sequence[parts.Link]]:
    """The breadcrumb of the page; the last link has no address."""
    return {"way": way}


@register.inclusion_tag("look/parts/trail.html")
def way(*pairs: Any) -> dict[str, Sequence[parts.Link]]:
    """A breadcrumb from pairs of an address and a label; a single label at the end is the page itself."""
    links = [parts.Link(words, url) for url, words in zip(pairs[::2], pairs[1::2], strict=False)]
    if len(pairs) % 2:
        links.append(parts.Link(pairs[-1]))
    return {"way": links}


@register.inclusion_tag("look/parts/matrix.html")
def matrix(grid: parts.MatrixTable) -> dict[str, parts.MatrixTable]:
    """A matrix with the number and the density of each cell."""
    return {"grid": grid}


@register.inclusion_tag("look/parts/empty.html")
def empty(why: Content, label: Content = "", url: str = "") -> dict[str, Content]:
    """An empty state: the reason, and one action."""
    return {"why": why, "label": label, "url": url}


@register.filter
def undo_url(message: Message) -> str:
    """The address to which the button "Undo" in a message sends its form; empty without one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO_TAG) if tags.startswith(UNDO_TAG) else ""


@register.inclusion_tag("look/parts/errors.html")
def errors(*forms: AnyForm) -> dict[str, Sequence[FormError] | bool]:
    """The errors of one or more forms, each with a link to its field. `{{ form }}` includes them too."""
    faults = [fault for form in forms for fault in form_errors(form)]
    return {
        "faults": faults,
        "in_fields": any(fault.id for fault in faults),
        "has_focus": all(getattr(form, "focus_errors", True) for form in forms),
    }


@register.simple_block_tag
def quote(content: str, language: str = "") -> str:
    """A quotation. A `footer` inside names its source."""
    foreign_words = language and base_code(language) != base_code(page_language())
    attributes = (
        format_html(' lang="{}" dir="{}"', language, direction_of(language))
        if foreign_words
        else ""
    )
    return format_html(
        '<blockquote class="quote"{}>{}</blockquote>',
        attributes,
        mark_safe(content),  # already rendered by the template
    )


@register.simple_tag(takes_context=True)
def tools(context: Any, record: Model) -> str:
    """The tools of a record that higher rooms registered, in order."""
    names = sorted(registry.tools, key=lambda name: (registry.tools[name], name))
    engine = context.template.engine
    with context.push(record=record):
        return format_html_join(
            "", "{}", ((engine.get_template(name).render(context),) for name in names)
        )
