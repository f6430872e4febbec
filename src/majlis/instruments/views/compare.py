"""Two versions compared: as a page, as Word with tracked changes, as PDF, as data."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import beside, redlines, show
from majlis.instruments.forms.finding import NOT_KEPT, WhichForm
from majlis.instruments.models import Comparison, Version
from majlis.instruments.queries import compare as queries
from majlis.instruments.queries import withdrawn
from majlis.instruments.queries.series import in_time
from majlis.instruments.queries.text import current, language_for, versions_of
from majlis.instruments.views.text import gone, part_at, part_links, seen
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.look import parts

# A reader looks at a few comparisons that nobody has looked at yet; a flood asks for every pair there is.
COMPARED = RateLimit("instruments.compared", 60, 3600)


def _versions(request: HttpRequest, old: int, new: int) -> tuple[Version, Version]:
    try:
        return queries.versions_between(request.user, old, new)
    except Version.DoesNotExist:
        raise Http404(f"{old} {new}") from None


def _gone(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What to answer where one of the two was withdrawn. Raises Http404."""
    found = withdrawn.among(request.user, old, new)
    if found is None:
        raise Http404(f"{old} {new}")
    return _at(request, found.instrument.slug, found.slug)


def _at(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """What to answer at the address of a version that is not shown. Raises Http404."""
    answer = gone(request, slug, version)
    if answer is None:
        raise Http404(version)
    return answer


def _spend(request: HttpRequest) -> None:
    """Comparing costs time: who has not signed in has it done so many times. Raises TooManyRequests."""
    if not request.user.is_authenticated:
        count_request(COMPARED, client_key(request))


def _between(request: HttpRequest, old: Version, new: Version, language: str) -> Comparison:
    """What lies between the two, kept or made now. Raises TooManyRequests."""
    found = queries.there(old, new, language)
    if found is None:
        _spend(request)
        found = queries.keep(old, new, language, queries.compared(old, new, language))
    found.old, found.new = old, new
    return found


@require_safe
def compare(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """What lies between two versions, provision by provision and word by word."""
    try:
        before, after = _versions(request, old, new)
    except Http404:
        return _gone(request, old, new)
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
    about |= {"here": here, "languages": common, "direction": direction(here.language)}
    about |= _shown(request, _between(request, before, after, here.language))
    part = bool(request.headers.get("X-Part"))
    if not part:
        about["beside_it"] = beside.sections("compare", request, (before, after))
    answer = render(
        request, "instruments/compared.html" if part else "instruments/compare.html", about
    )
    patch_vary_headers(answer, ["X-Part"])
    return answer


def _shown(request: HttpRequest, comparison: Comparison) -> dict[str, Any]:
    """What a page shows of a comparison: the part that is asked for, and the ways on."""
    only = request.GET.get("only") == "changed"
    cut = queries.parts_of(comparison, only)
    at = part_at(request, [{eid for item in each for eid in item[2]} for each in cut])
    whole = request.GET.get("part") == "all"
    chosen = [item for each in cut for item in each] if whole else cut[at - 1]
    pair = [comparison.old_id, comparison.new_id, comparison.language]
    return {
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
            parts.Link(form.label, reverse("instruments:compare_file", args=[*pair, suffix]))
            for suffix, form in redlines.FORMS.items()
        ],
    }


@require_safe
def compare_with(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A version and another text, named by its symbol or address: the way to what lies between them."""
    try:
        versions = versions_of(request.user, seen(request, slug))
    except Http404:  # the text may have been withdrawn with it
        versions = []
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        return _at(request, slug, version)
    form = WhichForm(request.user, request.GET if "text" in request.GET else None)
    if form.is_valid():
        other = current(versions_of(request.user, form.cleaned_data["text"]))
        if other is not None:
            old, new = _in_order(shown, other)
            where = reverse("instruments:compare", args=[old.pk, new.pk])
            said = request.GET.get("in", "")
            return redirect(f"{where}?in={said}" if said in LANGUAGES_BY_CODE else where)
        form.add_error("text", NOT_KEPT)
    about = {
        "name": show.whole_name(shown),
        "back": show.address_of(shown),
        "form": form,
        "language": request.GET.get("in", ""),
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(show.whole_name(shown), show.address_of(shown)),
            parts.Link(_("Comparison")),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "instruments/compare_with.html", about, status=status)


def _in_order(one: Version, other: Version) -> list[Version]:
    """Two versions, the earlier first: as their text has them, else by date as far as it is known."""
    if one.instrument_id == other.instrument_id:
        return sorted((one, other), key=lambda each: each.position)
    return in_time([one, other])


@require_safe
def compare_file(
    request: HttpRequest, old: int, new: int, language: str, form: str
) -> HttpResponse:
    """The comparison as a file."""
    try:
        before, after = _versions(request, old, new)
    except Http404:
        return _gone(request, old, new)
    common = {each.language for each in queries.common_languages(before, after)}
    if form not in redlines.FORMS or language not in common:
        raise Http404(_("There is no such file."))
    _spend(request)
    made = redlines.FORMS[form]
    content = made.write(queries.compared(before, after, language))
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    answer = HttpResponse(content, content_type=made.media_type)
    name = f"{after.instrument.slug}-{before.slug}-{after.slug}.{language}.{form}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer
