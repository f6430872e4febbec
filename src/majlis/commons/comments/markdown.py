"""Renders a subset of Markdown as safe HTML.

Emphasis, links, lists, quotations and code are allowed. Headings (they belong to the page), images
(nothing is loaded from other sites) and HTML are not. The output of the parser is sanitised as
well.
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
    """The text as HTML that is safe to display, whatever the input."""
    clean = nh3.clean(
        _parser().render(text.replace("\0", "")),
        tags=ALLOWED_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=ALLOWED_SCHEMES,
        link_rel="nofollow ugc noopener",
    )
    return mark_safe(clean)  # sanitised above
