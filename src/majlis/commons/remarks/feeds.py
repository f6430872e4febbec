"""Entries of the Atom feed of remarks."""

from __future__ import annotations

from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from majlis.commons.notices.atom import Entry
from majlis.commons.remarks.queries import VisibleRemark


def feed_entry(visible: VisibleRemark) -> Entry:
    """A remark as an entry of the public feed."""
    remark, answer = visible.remark, visible.answer
    html = format_html(
        "<p>{}</p><p>{}</p>", visible.page.name, remark.get_why_display() or visible.state
    )
    if visible.is_text_visible:
        html += format_html('<blockquote dir="auto">{}</blockquote>', _paragraphs(remark.text))
    if answer is not None:
        html += format_html("<p>{}</p>{}", answer.get_outcome_display(), _paragraphs(answer.text))
    return Entry(
        key=f"/remarks/{remark.number}",
        title=f"{remark} · {visible.page.name} · {visible.state}",
        link=remark.get_absolute_url(),
        at=remark.made_at,
        html=html,
        changed_at=answer.at if answer else remark.closed_at,
    )


def _paragraphs(text: str) -> str:
    return mark_safe(linebreaks(text, autoescape=True))
