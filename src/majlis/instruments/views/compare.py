"""Two versions compared: as a page, as Word with tracked changes, as PDF, as data."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import redlines, show
from majlis.instruments.models import Version
from majlis.instruments.queries import compare as queries
from majlis.instruments.queries.text import language_for
from majlis.instruments.views.text import part_at, part_links
from majlis.kernel.languages import direction
from majlis.look import parts


def _versions(request: HttpRequest, old: int, new: int) -> tuple[Version, Version]:
    try:
        return queries.versions_between(request.user, old, new)
    except Version.DoesNotExist:
        raise Http404(f"{old} {new}") from None


@require_safe
def compare(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What lies between two versions, provision by provision and word by word."""
    before, after = _versions(request, old, new)
    common = queries.common_languages(before, after)
    about: dict[str, Any] = {
        "old": before,
        "new": after,
        "old_name": show.whole_name(before),
        "new_name": show.whole_name(after),
        "old_url": show.address_of(before),
        "new_url": show.address_of(after),
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(show.whole_name(after), show.address_of(after)),
            parts.Link(_("Comparison")),
        ],
    }
    if not common:
        return render(request, "instruments/apart.html", about)
    here = language_for(common, request.GET.get("in") or get_language() or "en")
    comparison = queries.kept(before, after, here.language)
    comparison.old, comparison.new = before, after
    only = request.GET.get("only") == "changed"
    cut = queries.parts_of(comparison, only)
    at = part_at(request, [{eid for item in each for eid in item[2]} for each in cut])
    whole = request.GET.get("part") == "all"
    chosen = [item for each in cut for item in each] if whole else cut[at - 1]
    about |= {
        "here": here,
        "languages": common,
        "direction": direction(here.language),
        "summary": show.summary(queries.counts(comparison)),
        "similarity": int(comparison.similarity * 100),  # 100 only where nothing changed
        "rows": [show.compared(item) for item in queries.items_of(comparison, chosen)],
        "only": only,
        "pages": part_links(request, at, len(cut), whole),
        "views": {
            "all": parts.with_query(request, only=None, part=None, at=None),
            "changed": parts.with_query(request, only="changed", part=None, at=None),
        },
        "files": [
            parts.Link(
                form.label,
                reverse("instruments:compare_file", args=[old, new, here.language, suffix]),
            )
            for suffix, form in redlines.FORMS.items()
        ],
    }
    part = bool(request.headers.get("X-Part"))
    answer = render(
        request, "instruments/compared.html" if part else "instruments/compare.html", about
    )
    patch_vary_headers(answer, ["X-Part"])
    return answer


@require_safe
def compare_file(
    request: HttpRequest, old: int, new: int, language: str, form: str
) -> HttpResponse:
    """The comparison as a file."""
    before, after = _versions(request, old, new)
    common = {each.language for each in queries.common_languages(before, after)}
    if form not in redlines.FORMS or language not in common:
        raise Http404(_("There is no such file."))
    made = redlines.FORMS[form]
    content = made.write(queries.compared(before, after, language))
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    answer = HttpResponse(content, content_type=made.media_type)
    name = f"{after.instrument.slug}-{before.slug}-{after.slug}.{language}.{form}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer
