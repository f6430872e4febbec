"""A text to read: the page of an instrument and of a version, and the same as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majlis.instruments import actions, citing, files, show
from majlis.instruments.forms.provision import StubForm
from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.queries import text as queries
from majlis.instruments.queries.private import hide_bodies
from majlis.instruments.queries.provision import cited_by
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Faulty, Refused
from majlis.kernel.languages import BY_CODE, direction
from majlis.kernel.verbs import may
from majlis.look import parts


def seen(request: HttpRequest, slug: str) -> Instrument:
    """The instrument at an address, if the reader may see it. Raises Http404."""
    found = Instrument.objects.visible_to(request.user).with_words()
    try:
        made: Instrument = found.select_related("body__record", "became").get(slug=slug)
    except Instrument.DoesNotExist:
        raise Http404(slug) from None
    hide_bodies(request.user, [made])
    return made


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The version that stands today, or what is known of a text that is not held."""
    found = seen(request, slug)
    if found.became is not None and found.became.record.is_visible_to(request.user):
        return redirect(found.became, permanent=True)
    versions = queries.versions_of(request.user, found)
    shown = queries.current(versions)
    if shown is None:
        return stub(request, found)
    return text(request, found, versions, shown)


def stub(request: HttpRequest, found: Instrument, form: StubForm | None = None) -> HttpResponse:
    """What is known of a text that others cite and that is not kept."""
    citing_it, count = cited_by(request.user, found)
    if (
        form is None
        and not found.held
        and may(Actor.of(request), "instruments.resolve_stub", found)
    ):
        form = StubForm(request.user)
    about = {
        "instrument": found,
        "trail": show.way(show.symbol_of(found)),
        "cited_by": show.cited_by(citing_it),
        "cited_count": count,
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "instruments/stub.html", about, status=status)


@require_POST
def resolve(request: HttpRequest, slug: str) -> HttpResponse:
    """A text that others cite is one that is kept: which."""
    found = seen(request, slug)
    if not may(Actor.of(request), "instruments.resolve_stub", found):
        raise Refused()
    form = StubForm(request.user, request.POST)
    if form.is_valid():
        try:
            actions.resolve_stub(
                Actor.of(request), found, instrument=form.cleaned_data["instrument"]
            )
        except Faulty as fault:
            for name, words in fault.faults.items():
                form.add_error(name if name in form.fields else None, str(words))
        else:
            messages.success(request, _("What cited it cites the text that is kept."))
            return redirect(form.cleaned_data["instrument"])
    return stub(request, found, form)


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
    about = {
        "instrument": instrument,
        "version": shown,
        "name": citing.short(shown, here, show.label_in(shown, here.language)),
        "trail": show.trail(instrument, shown, here),
        "phase": show.PHASES.get(shown.state, "wait"),
        "told": show.told(shown),
        "variants": show.variants(versions, shown),
        "steps": show.steps(versions, shown) if len(versions) > 1 else [],
        "compare": show.compare_links(versions, shown, here.language),
        "languages": languages,
        "here": here,
        "direction": direction(here.language),
        "beside": beside,
        "beside_direction": direction(beside.language) if beside else "",
        "asked_in": request.GET.get("in", ""),
        "rows": [shown_row(row) for row in rows],
        "pages": part_links(request, at, len(all_parts), whole),
        "files": file_links(shown, here.language),
    }
    if request.headers.get("X-Part"):
        return render(request, "instruments/part.html", about)
    about |= margins(request, instrument, shown, here)
    return render(request, "instruments/text.html", about)


def margins(
    request: HttpRequest, instrument: Instrument, shown: Version, here: LanguageVersion
) -> dict[str, Any]:
    """What stands under a text: what cites it, how it is cited, what became of the languages."""
    citing_it, count = cited_by(request.user, instrument)
    return {
        "cited_by": show.cited_by(citing_it),
        "cited_count": count,
        "citation": citing.citation(
            shown,
            here,
            address=request.build_absolute_uri(shown.get_absolute_url()),
            label=show.label_in(shown, here.language),
        ),
        "differences": show.differences(queries.differences_of(shown)),
    }


def part_number(given: str, count: int) -> int:
    """Which part is asked for: 1 where the address says none that there is."""
    return min(int(given), count) if given.isascii() and given.isdecimal() and int(given) else 1


def shown_row(row: queries.Row) -> dict[str, Any]:
    """A provision for the template."""
    provision = row.provision
    words = row.here or row.beside
    return {
        "eid": provision.eid,
        "name": citing.place(provision, words.label if words else ""),
        "strong": provision.kind in ("title", "heading", "annex"),
        "point": provision.level > 0 and provision.kind in ("operative", "preambular", "paragraph"),
        "label": words.label if words else "",
        "url": provision.get_absolute_url(),
        "here": show.words(row.here, row.cites) if row.here else None,
        "beside": show.words(row.beside) if row.beside else None,
        "stubs": [
            each for each in {c.target_id: c.target for c in row.cites}.values() if not each.held
        ],
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
