"""The parts of a page as template tags, and how numbers, dates and foreign words stand in it.

`{% load look %}` brings all of them. Every part is shown in every state on the page `/parts/`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majlis.look import formats, parts
from majlis.look.forms import form_errors
from majlis.look.languages import base_code, direction_of
from majlis.look.menu import registry

register = template.Library()

FORCES = {
    "obliges": pgettext_lazy("force", "Obliges"),
    "requests": pgettext_lazy("force", "Requests"),
    "invites": pgettext_lazy("force", "Invites"),
    "encourages": pgettext_lazy("force", "Encourages"),
}
STATES = {
    "wait": pgettext_lazy("state", "Not yet due"),
    "open": pgettext_lazy("state", "Date to be set"),
    "soon": pgettext_lazy("state", "Due soon"),
    "going": pgettext_lazy("state", "In progress"),
    "met": pgettext_lazy("state", "Answered"),
    "late": pgettext_lazy("state", "Late"),
    "would": pgettext_lazy("state", "Proposed"),
    "ended": pgettext_lazy("state", "Ended"),
}
WORDINGS = {
    "authentic": pgettext_lazy("wording", "authentic"),
    "translated": pgettext_lazy("wording", "translated"),
    "machine": pgettext_lazy("wording", "machine translation, read by nobody yet"),
    "lagging": pgettext_lazy("wording", "lagging: the original has changed since"),
    "missing": pgettext_lazy("wording", "not translated yet"),
}


def page_language() -> str:
    """The language of the page."""
    return get_language() or "en"


# Values.


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    """A number with the separators of the page's language; nothing for None."""
    return "" if value is None else formats.number(value, page_language(), decimals)


@register.filter
def percent(value: Any, decimals: int | None = None) -> str:
    """A share of a hundred; nothing for None."""
    return "" if value is None else formats.percent(value, page_language(), decimals)


@register.filter
def date(value: Any) -> str:
    """A date, whole or partial, in a `time` element; nothing for None."""
    if not value:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        formats.machine_date(local_date(value)),
        formats.date(local_date(value), page_language()),
    )


@register.filter
def date_words(value: Any) -> str:
    """A date without markup, for titles and attributes."""
    return formats.date(local_date(value), page_language()) if value else ""


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A time of a day in the reader's zone, which it names; nothing for None."""
    if not value:
        return ""
    local = timezone.localtime(value)
    before, zone, after = formats.moment_parts(local, page_language())
    return format_html(
        '<time datetime="{}">{}<bdi dir="ltr">{}</bdi>{}</time>',
        formats.machine_date(local),
        # Chinese writes the clock right after the day: a narrow place breaks the line there.
        mark_safe(conditional_escape(before).replace("日", "日<wbr>")),
        zone,
        after,
    )


@register.filter
def moment_words(value: datetime.datetime | None) -> str:
    """A time of a day without markup, for titles and attributes."""
    return formats.moment(timezone.localtime(value), page_language()) if value else ""


@register.simple_tag
def comma() -> str:
    """What stands between the things of a list."""
    return formats.list_separator(page_language())


def register_punctuation_tag(of: Callable[[str], str]) -> None:
    """Make a tag that sets a sign as the page's language does, and a filter that sets it after a label."""

    def after(label: object) -> SafeString:
        return format_html("{}{}", label, of(page_language())) if label else SafeString()

    register.simple_tag(lambda: of(page_language()), name=of.__name__)
    register.filter(of.__name__, after)


for each in (formats.question, formats.colon, formats.gap):
    register_punctuation_tag(each)


@register.simple_tag
def named(name: Any, value: Any) -> str:
    """A name, a colon as the page's language writes it, and what the name says."""
    return format_html("{}{}{}", name, formats.colon(page_language()), value)


@register.simple_tag
def aside(words: Any, more: Any) -> str:
    """Words, and more in brackets as the page's language writes them."""
    said, told = (str(conditional_escape(each)) for each in (words, more))
    return mark_safe(formats.with_brackets(said, told, page_language()))


def local_date(value: Any) -> Any:
    """A date of a moment is told in the reader's zone."""
    if isinstance(value, datetime.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@register.filter
def symbol(value: Any) -> str:
    """A symbol of a document, a code, an address: left to right wherever it stands, never broken."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value else ""


@register.filter
def phrased(value: Any) -> str:
    """A title whose lines end where phrases do: Chinese has no spaces, so its particle ends them."""
    words = conditional_escape(value or "")
    return (
        mark_safe(words.replace("的", "的<wbr>")) if base_code(page_language()) == "zh" else words
    )


@register.filter
def isolate(value: Any) -> str:
    """A name of unknown writing: it turns nothing round that stands beside it."""
    return format_html("<bdi>{}</bdi>", value) if value else ""


def breakable(address: str) -> str:
    """A web address that a narrow screen may break after each of its parts."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((each,) for each in address.split("/")))


@register.filter
def noted(value: Any, code: str = "en") -> str:
    """A source or a note, in the language in which it is kept; a web address becomes a link.

    Kept in English unless told otherwise; with an empty code nobody knows the language, and the
    words run as their own first letter does.
    """
    if not value:
        return ""
    made = []
    for word in str(value).split(" "):
        address = word.strip("();,")
        if address.startswith(("https://", "http://")):
            before, after = word.split(address, 1)
            link = '{}<a href="{}">{}</a>{}'
            made.append(format_html(link, before, address, breakable(address), after))
        else:
            made.append(conditional_escape(word))
    words = format_html_join(" ", "{}", ((each,) for each in made))
    if not code:
        return format_html('<span dir="auto">{}</span>', words)
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction_of(code), words)


@register.filter
def foreign(value: Any, code: str) -> str:
    """Words in another language than the page's: with their language and direction, isolated.

    In the language of the page they stay as they are.
    """
    if not value or not code or base_code(code) == base_code(page_language()):
        return str(conditional_escape(value or ""))
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction_of(code), value)


@register.filter
def shown(value: Any, code: str = "") -> str:
    """What a cell holds: numbers and dates as they are written, words in the language they are in."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return date(value)
    return foreign(value, code)


@register.filter
def marks(text: str, spans: Iterable[parts.MarkedSpan]) -> str:
    """A text whose spans bear witness; a span with a letter carries the letter of its field."""
    return format_html_join("", "{}", ((marked_run(run),) for run in parts.text_runs(text, spans)))


def marked_run(run: parts.TextRun) -> str | SafeString:
    """A stretch of a text, marked if it bears witness."""
    if not run.marked:
        return run.text
    if run.letter:
        return format_html('<mark class="wit">{}<sup>{}</sup></mark>', run.text, run.letter)
    return format_html("<mark>{}</mark>", run.text)


# Badges.


@register.simple_tag
def force(kind: str, words: Any = "") -> str:
    """How strongly a mandate asks: obliges, requests, invites, encourages."""
    return format_html('<span class="force {}">{}</span>', kind, words or FORCES[kind])


@register.simple_tag
def state(kind: str, words: Any = "") -> str:
    """Where a thing stands: wait, open, soon, going, met, late, would, ended; with its word."""
    return format_html('<span class="state {}">{}</span>', kind, words or STATES[kind])


@register.simple_tag
def wording(kind: str, words: Any = "") -> str:
    """What a wording is worth: authentic, translated, machine, lagging, missing."""
    return format_html('<span class="wording {}">{}</span>', kind, words or WORDINGS[kind])


@register.simple_tag
def tag(words: Any, url: str = "") -> str:
    """A concept that a record carries; it leads to the concept."""
    if url:
        return format_html('<a class="tag" href="{}">{}</a>', url, words)
    return format_html('<span class="tag">{}</span>', words)


# Parts.


@register.inclusion_tag("look/parts/rows.html")
def rows(table: parts.Table) -> dict[str, Any]:
    """A list of records."""
    return {"table": table}


@register.inclusion_tag("look/parts/list_summary.html")
def chosen(what: parts.ListSummary) -> dict[str, Any]:
    """What stands above a list: count, filters, downloads."""
    return {"chosen": what}


@register.inclusion_tag("look/parts/pages.html")
def pages(cut: parts.PageLinks) -> dict[str, Any]:
    """Where a list is cut; nothing if it is whole."""
    return {"cut": cut}


@register.inclusion_tag("look/parts/progress.html")
def stand(figures: Sequence[parts.Figure]) -> dict[str, Any]:
    """Where it stands: a meter, and each figure with its word. At most one a page."""
    return {
        "figures": figures,
        "bars": parts.meter_bars(figures),
        "total": sum(figure.value for figure in figures),
    }


@register.inclusion_tag("look/parts/meter.html")
def meter(figures: Sequence[parts.Figure], thin: bool = True) -> dict[str, Any]:
    """A bar that repeats figures which stand beside it; hidden from the ear."""
    total = sum(figure.value for figure in figures)
    return {"bars": parts.meter_bars(figures), "total": total, "thin": thin}


@register.inclusion_tag("look/parts/timeline.html")
def timeline(moments: Sequence[parts.TimelineEntry]) -> dict[str, Any]:
    """What comes, or what has been."""
    return {"moments": moments}


@register.inclusion_tag("look/parts/steps.html")
def steps(across: Sequence[parts.Step], label: Any = "") -> dict[str, Any]:
    """Steps across: pages of a form, stages of a report, versions of a text."""
    return {"steps": across, "label": label or _("Steps")}


@register.inclusion_tag("look/parts/facts.html")
def facts(properties: Sequence[parts.Fact]) -> dict[str, Any]:
    """Properties of a record; at most ten."""
    return {"facts": properties}


@register.inclusion_tag("look/parts/note_list.html")
def notes(entries: Sequence[parts.Cell]) -> dict[str, Any]:
    """A short list in a margin: each with a second line."""
    return {"entries": entries}


@register.inclusion_tag("look/parts/trail.html")
def trail(way: Sequence[parts.Link]) -> dict[str, Any]:
    """Where the page stands; the last has no address."""
    return {"way": way}


@register.inclusion_tag("look/parts/trail.html")
def way(*pairs: Any) -> dict[str, Any]:
    """A trail from pairs of an address and words; words alone at the end are the page itself."""
    links = [parts.Link(words, url) for url, words in zip(pairs[::2], pairs[1::2], strict=False)]
    if len(pairs) % 2:
        links.append(parts.Link(pairs[-1]))
    return {"way": links}


@register.inclusion_tag("look/parts/matrix.html")
def matrix(grid: parts.MatrixTable) -> dict[str, Any]:
    """A matrix: the number first, then its density."""
    return {"grid": grid}


@register.inclusion_tag("look/parts/empty.html")
def empty(why: Any, label: Any = "", url: str = "") -> dict[str, Any]:
    """Nothing to show: why, and the one thing to do."""
    return {"why": why, "label": label, "url": url}


@register.inclusion_tag("look/parts/errors.html")
def errors(*forms: Any) -> dict[str, Any]:
    """What is wrong with one or more forms, each with a link to its field. `{{ form }}` has it too."""
    return {"faults": [fault for form in forms for fault in form_errors(form)]}


@register.simple_block_tag
def fold(content: str, name: Any) -> str:
    """Filters or a queue: open beside the list, a summary to open above it on a phone."""
    return format_html(
        '<details class="fold"><summary>{name}</summary><h2>{name}</h2>{content}</details>',
        name=name,
        content=mark_safe(content),  # what the template rendered
    )


@register.simple_block_tag
def quote(content: str, language: str = "") -> str:
    """Words of a text. A `footer` inside says where they stand."""
    foreign_words = language and base_code(language) != base_code(page_language())
    attributes = (
        format_html(' lang="{}" dir="{}"', language, direction_of(language))
        if foreign_words
        else ""
    )
    return format_html(
        '<blockquote class="quote"{}>{}</blockquote>',
        attributes,
        mark_safe(content),  # what the template rendered
    )


@register.simple_tag(takes_context=True)
def tools(context: Any, record: Any) -> str:
    """What higher rooms offer on the page of a record, one part after the other."""
    names = sorted(registry.tools, key=lambda name: (registry.tools[name], name))
    engine = context.template.engine
    with context.push(record=record):
        return format_html_join(
            "", "{}", ((engine.get_template(name).render(context),) for name in names)
        )
