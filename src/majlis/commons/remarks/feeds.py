"""How a remark is drawn as an entry of the Atom feed."""

from __future__ import annotations

from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from majlis.commons.notices.atom import Entry
from majlis.commons.remarks.queries import VisibleRemark


def feed_entry(each: VisibleRemark) -> Entry:
    """A remark in the feed that everybody can read."""
    remark, answer = each.remark, each.answer
    html = format_html("<p>{}</p><p>{}</p>", each.page.name, remark.get_why_display() or each.state)
    if each.is_text_visible:
        html += format_html('<blockquote dir="auto">{}</blockquote>', _paragraphs(remark.text))
    if answer is not None:
        html += format_html("<p>{}</p>{}", answer.get_outcome_display(), _paragraphs(answer.text))
    return Entry(
        key=f"/remarks/{remark.number}",
        title=f"{each.title} · {each.page.name} · {each.state}",
        link=remark.get_absolute_url(),
        at=remark.made_at,
        html=html,
        changed_at=answer.at if answer else remark.closed_at,
    )


def _paragraphs(text: str) -> str:
    return mark_safe(linebreaks(text, autoescape=True))
