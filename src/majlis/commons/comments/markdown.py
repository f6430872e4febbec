"""From what people write to safe HTML: a small part of Markdown, and nothing else.

Emphasis, links, lists, quotations, code; no headings (they belong to the page), no images (nothing
is loaded from elsewhere), no HTML. What the parser makes is then cleaned once more.
"""

from __future__ import annotations

from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

ALLOWED_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
ALLOWED_SCHEMES = {"http", "https", "mailto"}


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 20})
    return parser.disable(
        ["heading", "lheading", "hr", "image", "html_block", "html_inline", "reference"]
    )


def render_markdown(text: str) -> SafeString:
    """The text as HTML that is safe to show, whatever the text is."""
    clean = nh3.clean(
        _parser().render(text.replace("\0", "")),
        tags=ALLOWED_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=ALLOWED_SCHEMES,
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(clean)  # just cleaned
