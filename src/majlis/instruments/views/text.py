"""A text to read: the page of an instrument, of a version, of a provision; and the same as files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.instruments import files, show
from majlis.instruments.models import Instrument, LanguageVersion, Provision, Version
from majlis.instruments.queries import text as queries
from majlis.kernel.languages import BY_CODE
from majlis.look import parts


def seen(request: HttpRequest, slug: str) -> Instrument:
    """The instrument at an address, if the reader may see it. Raises Http404."""
    found = Instrument.objects.visible_to(request.user).with_words()
    try:
        made: Instrument = found.select_related("body__record", "became").get(slug=slug)
    except Instrument.DoesNotExist:
        raise Http404(slug) from None
    return made


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The version that stands today, or what is known of a text that is not held."""
    found = seen(request, slug)
    if found.became is not None:
        return redirect(found.became, permanent=True)
    versions = queries.versions_of(request.user, found)
    shown = queries.current(versions)
    if shown is None:
        return render(request, "instruments/stub.html", {"instrument": found})
    return text(request, found, versions, shown)


@require_safe
def version(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """One version of a text."""
    found = seen(request, slug)
    versions = queries.versions_of(request.user, found)
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        raise Http404(version)
    return text(request, found, versions, shown)


def text(
    request: HttpRequest, instrument: Instrument, versions: list[Version], shown: Version
) -> HttpResponse:
    """The text itself: a part of it, in one language or with another beside it."""
    languages = list(LanguageVersion.objects.filter(version=shown))
    there = {each.language: each for each in languages}
    here = queries.language_for(languages, request.GET.get("in") or get_language() or "en")
    beside = there.get(request.GET.get("beside", ""))
    if beside is here:
        beside = None
    all_parts = queries.parts_of(shown, here.language)
    whole = request.GET.get("part") == "all"
    at = part_number(request.GET.get("part", ""), len(all_parts))
    rows = queries.rows_of(
        request.user,
        shown,
        None if whole else all_parts[at - 1],
        here.language,
        beside.language if beside else "",
    )
    for each in (shown, *versions):
        each.instrument = instrument
    return render(
        request,
        "instruments/text.html",
        {
            "instrument": instrument,
            "version": shown,
            "name": show.name_of(shown),
            "steps": show.steps(versions, shown),
            "languages": languages,
            "here": here,
            "beside": beside,
            "rows": [shown_row(row) for row in rows],
            "pages": part_links(request, at, len(all_parts), whole),
            "files": file_links(shown, here.language),
        },
    )


def part_number(given: str, count: int) -> int:
    """Which part is asked for: 1 where the address says none that there is."""
    return min(int(given), count) if given.isascii() and given.isdecimal() and int(given) else 1


def shown_row(row: queries.Row) -> dict[str, Any]:
    """A provision for the template."""
    provision = row.provision
    words = row.here or row.beside
    return {
        "eid": provision.eid,
        "kind": provision.kind,
        "point": provision.level > 0 and provision.kind in ("operative", "preambular", "paragraph"),
        "label": words.label if words else "",
        "url": provision.get_absolute_url,
        "here": show.words(row.here, row.cites) if row.here else None,
        "beside": show.words(row.beside) if row.beside else None,
        "cites": {each.target_id: each.target for each in row.cites}.values(),
    }


def part_links(request: HttpRequest, at: int, count: int, whole: bool) -> dict[str, Any]:
    """Where one is in a long text, and the ways on."""
    if count == 1 or whole:
        return {}
    words = ngettext("Part %(at)s of %(count)s", "Part %(at)s of %(count)s", count)
    return {
        "words": words % {"at": at, "count": count},
        "before": parts.with_query(request, part=at - 1) if at > 1 else "",
        "after": parts.with_query(request, part=at + 1) if at < count else "",
        "whole": parts.with_query(request, part="all"),
    }


def file_links(shown: Version, language: str) -> list[parts.Link]:
    """The text as files."""
    return [
        parts.Link(form.label, files.address_of(shown, language, suffix))
        for suffix, form in files.FORMS.items()
    ]


@require_safe
def provision(request: HttpRequest, slug: str, version: str, eid: str) -> HttpResponse:
    """One provision: its words in all languages, and what became of it in other versions."""
    try:
        found = queries.provision_of(request.user, slug, version, eid)
    except Provision.DoesNotExist:
        raise Http404(eid) from None
    return render(request, "instruments/provision.html", {"provision": found})


@require_safe
def text_file(
    request: HttpRequest, slug: str, version: str, language: str, form: str
) -> HttpResponse:
    """A version in a language as a file."""
    found = Version.objects.visible_to(request.user).filter(
        instrument__in=Instrument.objects.visible_to(request.user), instrument__slug=slug
    )
    shown = found.select_related("instrument__record").filter(slug=version).first()
    if shown is None or form not in files.FORMS or language not in BY_CODE:
        raise Http404(_("There is no such file."))
    try:
        content = files.written(shown, language, form)
    except LanguageVersion.DoesNotExist:
        raise Http404(_("There is no such file.")) from None
    answer = HttpResponse(content, content_type=files.FORMS[form].media_type)
    name = f"{slug}-{version}.{language}.{form}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(form != "html", name))
    return answer
