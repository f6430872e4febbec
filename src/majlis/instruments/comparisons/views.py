"""Pages and files that compare two versions."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import extension_points
from majlis.instruments.citations import names
from majlis.instruments.citations.forms import TEXT_NOT_FOUND, TextLookupForm
from majlis.instruments.comparisons import queries, redlines, tables
from majlis.instruments.comparisons.changes import (
    ChangeLinks,
    anchors,
    drawn_rows,
    shows_changes_only,
)
from majlis.instruments.models import Comparison, Version
from majlis.instruments.texts import withdrawn
from majlis.instruments.texts.paging import part_links, requested_part
from majlis.instruments.texts.queries import (
    choose_language,
    current_version,
    in_time_order,
    versions_of,
)
from majlis.instruments.texts.responses import get_instrument, withdrawn_response
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.look import parts

# Few comparisons of a reader are new; a crawler requests every pair.
COMPARISON_LIMIT = RateLimit("instruments.compared", 60, 3600)


def _versions(request: HttpRequest, pair: dict[str, str]) -> tuple[Version, Version]:
    try:
        return queries.versions_at(request.user, **pair)
    except Version.DoesNotExist:
        raise Http404(str(pair)) from None


def _withdrawn(request: HttpRequest, pair: dict[str, str]) -> HttpResponse:
    """The response where one of the two versions was withdrawn. Raises Http404."""
    text = pair["slug"]
    for slug, version in ((text, pair["version"]), (pair.get("other_text", text), pair["other"])):
        response = withdrawn_response(request, slug, version)
        if response is not None:
            return response
    raise Http404(str(pair))


def _withdrawn_at(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The response for a version that is not visible. Raises Http404."""
    response = withdrawn_response(request, slug, version)
    if response is None:
        raise Http404(version)
    return response


def _spend_limit(request: HttpRequest) -> None:
    """Count a comparison by an anonymous user, as it is expensive. Raises TooManyRequests."""
    if not request.user.is_authenticated:
        count_request(COMPARISON_LIMIT, client_key(request))


def _comparison(request: HttpRequest, old: Version, new: Version, language: str) -> Comparison:
    """The comparison of two versions, stored or computed now. Raises TooManyRequests."""
    comparison = queries.stored_comparison(old, new, language)
    if comparison is None:
        _spend_limit(request)
        comparison = queries.save_comparison(
            old, new, language, queries.compare_now(old, new, language)
        )
    comparison.old, comparison.new = old, new
    return comparison


@require_safe
def compare_versions(request: HttpRequest, **pair: str) -> HttpResponseBase:
    """The comparison of two versions, provision by provision and word by word."""
    try:
        before, after = _versions(request, pair)
    except Http404:
        return _withdrawn(request, pair)
    if pair.get("other_text") == pair["slug"]:
        return _moved(request, names.comparison_url(before, after))
    context: dict[str, Any] = {
        "old": before,
        "new": after,
        "old_name": names.full_version_name(before),
        "new_name": names.full_version_name(after),
        "old_url": names.version_url(before),
        "new_url": names.version_url(after),
        "trail": [
            parts.Link(pgettext("documents", "Texts"), reverse("instruments:texts")),
            parts.Link(names.full_version_name(after), names.version_url(after)),
            parts.Link(pgettext("comparison of versions", "Comparison")),
        ],
    }
    spoken = queries.languages_of_both(before, after)
    common = spoken.common
    if not common:
        return render(request, "instruments/comparisons/no_common_language.html", context)
    requested, reader_language = request.GET.get("in", ""), get_language() or "en"
    language_version = choose_language(common, requested or reader_language)
    is_common = requested in {each.language for each in common}
    wanted = requested if requested in LANGUAGES_BY_CODE and not is_common else reader_language
    context |= {
        "here": language_version,
        "languages": common,
        "direction": direction(language_version.language),
        "missing": ""
        if wanted in {each.language for each in common}
        else tables.missing_language_note(
            language_version.language,
            wanted,
            earlier=wanted in spoken.old,
            later=wanted in spoken.new,
        ),
    }
    more = bool(request.headers.get("X-Part"))
    context |= _comparison_context(
        request, _comparison(request, before, after, language_version.language), continued=more
    )
    if not more:
        address = request.build_absolute_uri(names.comparison_url(before, after))
        context |= {
            "beside_it": extension_points.sections("compare", request, (before, after)),
            "citation": tables.comparison_citation(before, after, address),
        }
    response = render(
        request,
        "instruments/comparisons/part.html" if more else "instruments/comparisons/comparison.html",
        context,
    )
    patch_vary_headers(response, ["X-Part"])
    return response


@require_safe
def compare_by_keys(
    request: HttpRequest, old: int, new: int, language: str = "", form: str = ""
) -> HttpResponse:
    """Redirect a former address, by keys of versions, to the permanent one with the same query."""
    try:
        before, after = queries.versions_between(request.user, old, new)
    except Version.DoesNotExist:
        version = withdrawn.withdrawal_among(request.user, old, new)
        if version is None:
            raise Http404(f"{old} {new}") from None
        return _withdrawn_at(request, version.instrument.slug, version.slug)
    url = names.comparison_url(before, after)
    if form:
        url = names.pair_url(
            "instruments:compare_file", before, after, language=language, form=form
        )
    return _moved(request, url)


def _moved(request: HttpRequest, url: str) -> HttpResponse:
    """A permanent redirect with the query of the request."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url, permanent=True)


def _comparison_context(
    request: HttpRequest, comparison: Comparison, *, continued: bool
) -> dict[str, Any]:
    """The context of a comparison: the requested part, and links; ``continued``: it follows another on its page."""
    outlines = queries.ComparedOutlines(comparison)
    listed = queries.listed_changes(comparison)
    changed = queries.changes_in_context(listed, outlines)
    only_changes = shows_changes_only(request, listed, changed)
    text_parts = queries.parts_of_changes(changed if only_changes else listed, outlines)
    at = requested_part(request, [anchors(each) for each in text_parts])
    whole = request.GET.get("part") == "all"
    shown = [each for one in text_parts for each in one] if whole else text_parts[at - 1]
    part_of = {each.number: n for n, one in enumerate(text_parts, 1) for each in one}
    links = ChangeLinks(request, listed, outlines, shown, {} if whole else part_of)
    files = "instruments:compare_file"
    return {
        "summary": tables.change_summary(queries.change_counts(comparison)),
        "similarity": int(comparison.similarity * 100),  # 100 only where nothing changed
        "rows": drawn_rows(request, comparison, shown, links, continued=continued),
        "first_change": links.url(1),
        "only": only_changes,
        "pages": part_links(request, at, len(text_parts), whole),
        "views": {
            "all": parts.with_query(request, only="none", part=None, at=None),
            "changed": parts.with_query(request, only="changed", part=None, at=None),
        },
        "files": [
            parts.Link(
                form.label,
                names.pair_url(
                    files,
                    comparison.old,
                    comparison.new,
                    language=comparison.language,
                    form=suffix,
                ),
            )
            for suffix, form in redlines.REDLINE_FORMATS.items()
        ],
    }


@require_safe
def compare_with(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """Choose another text by symbol or address, and redirect to its comparison with a version."""
    try:
        versions = versions_of(request.user, get_instrument(request.user, slug))
    except Http404:  # the text may have been withdrawn with its version
        versions = []
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        return _withdrawn_at(request, slug, version)
    form = TextLookupForm(request.GET if "text" in request.GET else None, reader=request.user)
    if form.is_valid():
        other = current_version(versions_of(request.user, form.cleaned_data["text"]))
        if other is not None:
            old, new = _in_order(shown, other)
            url = names.comparison_url(old, new)
            language = request.GET.get("in", "")
            return redirect(f"{url}?in={language}" if language in LANGUAGES_BY_CODE else url)
        form.add_error("text", TEXT_NOT_FOUND)
    context = {
        "name": names.full_version_name(shown),
        "back": names.version_url(shown),
        "form": form,
        "language": request.GET.get("in", ""),
        "trail": [
            parts.Link(pgettext("documents", "Texts"), reverse("instruments:texts")),
            parts.Link(names.full_version_name(shown), names.version_url(shown)),
            parts.Link(pgettext("comparison of versions", "Comparison")),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "instruments/comparisons/choose.html", context, status=status)


def _in_order(version: Version, other: Version) -> list[Version]:
    """Two versions, the earlier first: by position in one text, else by date."""
    if version.instrument_id == other.instrument_id:
        return sorted((version, other), key=lambda each: each.position)
    return in_time_order([version, other])


@require_safe
def compare_file(request: HttpRequest, language: str, form: str, **pair: str) -> HttpResponse:
    """The comparison as a file."""
    try:
        before, after = _versions(request, pair)
    except Http404:
        return _withdrawn(request, pair)
    common = {each.language for each in queries.common_languages(before, after)}
    if form not in redlines.REDLINE_FORMATS or language not in common:
        raise Http404(_("File not found."))
    _spend_limit(request)
    file_format = redlines.REDLINE_FORMATS[form]
    content = file_format.write(queries.compare_now(before, after, language))
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type=file_format.media_type)
    name = f"{after.instrument.slug}-{before.slug}-{after.slug}.{language}.{form}"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
