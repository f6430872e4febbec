"""Pages of an instrument and a version, stubs, and the files of a version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majlis.framework.models import Concept
from majlis.instruments.citations import actions, format, names, tables
from majlis.instruments.citations.forms import StubForm
from majlis.instruments.citations.queries import CitingVersion, citing_versions
from majlis.instruments.core import trail
from majlis.instruments.core.forms import add_fault
from majlis.instruments.extension_points import sections
from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.texts import differences as texts_differences
from majlis.instruments.texts import files, queries, wording
from majlis.instruments.texts import tables as texts_tables
from majlis.instruments.texts.paging import part_links, requested_part
from majlis.instruments.texts.responses import get_instrument, withdrawn_response
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.look import parts


@require_safe
def instrument_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The version that stands today, or what is known of a text that is not held."""
    versions = queries.versions_at(request.user, slug, get_language() or "en")
    shown = queries.current_version(versions)
    if shown is not None:
        return text_page(request, versions, shown)
    answer = withdrawn_response(request, slug)
    if answer is not None:
        return answer
    found = get_instrument(request, slug)
    if found.became is not None and found.became.record.is_visible_to(request.user):
        return redirect(found.became, permanent=True)
    return stub_page(request, found)


def stub_page(
    request: HttpRequest, found: Instrument, form: StubForm | None = None
) -> HttpResponse:
    """What is known of a text that others cite and that is not kept."""
    citing_it, count = citing_versions(request.user, found, get_language() or "en")
    if form is None and not found.held:
        if may(Actor.of(request), "instruments.resolve_stub", found):
            form = StubForm(request.user)
        elif not count:  # its symbol would tell what a closed text cites
            raise Http404(found.slug)
    context = {
        "instrument": found,
        "trail": trail.texts_trail(names.instrument_symbol(found)),
        "cited_by": tables.citing_rows(citing_it),
        "cited_count": count,
        "form": form,
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "instruments/citations/stub.html", context, status=status)


@require_POST
def resolve_stub_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A text that others cite is one that is kept: which."""
    found = get_instrument(request, slug)
    if request.POST.get("do") == "part":
        return _unresolve(request, found)
    if not may(Actor.of(request), "instruments.resolve_stub", found):
        raise Refused()
    form = StubForm(request.user, request.POST)
    if form.is_valid():
        try:
            actions.resolve_stub(
                Actor.of(request), found, instrument=form.cleaned_data["instrument"]
            )
        except InvalidInput as fault:
            add_fault(form, fault)
        else:
            messages.success(request, _("What cited it cites the text that is kept."))
            return redirect(form.cleaned_data["instrument"])
    return stub_page(request, found, form)


def _unresolve(request: HttpRequest, found: Instrument) -> HttpResponse:
    """It is not the text that it was said to be."""
    try:
        actions.unresolve_stub(Actor.of(request), found)
    except WrongState as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("What cited it cites it again."))
    return redirect(found)


@require_safe
def version_detail(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """One version of a text."""
    versions = queries.versions_at(request.user, slug, get_language() or "en")
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        answer = withdrawn_response(request, slug, version)
        if answer is None:
            raise Http404(version)
        return answer
    return text_page(request, versions, shown)


def text_page(request: HttpRequest, versions: list[Version], shown: Version) -> HttpResponse:
    """The text itself: a part of it, in one language or with another beside it."""
    asked = request.GET.get("in", "")
    languages = queries.languages_of(request.user, shown, get_language() or "en")
    here = queries.choose_language(languages, asked or get_language() or "en")
    wanted = request.GET.get("beside", "")
    beside = next((each for each in languages if each.language == wanted != here.language), None)
    other = beside.language if beside else ""
    cut = queries.parts_of(shown, here.language, other)
    whole = request.GET.get("part") == "all"
    at = requested_part(request, [each.eids for each in cut])
    rows = queries.rows_of(
        request.user,
        shown,
        None if whole else cut[at - 1],
        here.language,
        other,
        get_language() or "en",
    )
    context = {
        "here": here,
        "said_here": language_line(here),
        "said_beside": language_line(beside) if beside else "",
        "direction": direction(here.language),
        "beside": beside,
        "beside_direction": direction(other) if beside else "",
        "rows": [provision_row(row) for row in rows],
        "pages": part_links(request, at, len(cut), whole),
    }
    if request.headers.get("X-Part"):
        answer = render(request, "instruments/texts/part.html", context)
    else:
        context |= text_context(request, versions, shown, here, languages)
        answer = render(request, "instruments/texts/detail.html", context)
    patch_vary_headers(answer, ["X-Part"])
    return answer


def text_context(
    request: HttpRequest,
    versions: list[Version],
    shown: Version,
    here: Any,
    languages: list[LanguageVersion],
) -> dict[str, Any]:
    """What stands around a text: what it is, the ways on, what it cites and what cites it."""
    found = shown.instrument
    concepts: list[Concept] = shown.concepts  # type: ignore[attr-defined]
    variants = queries.variants_of(versions, shown)
    citing_it, count = citing_versions(request.user, found, get_language() or "en")
    cites = queries.texts_cited_in(here)
    _read_words(request, versions, shown, cites, citing_it)
    label = names.version_label(shown, here.language)
    return {
        "instrument": found,
        "version": shown,
        "name": format.short_name(shown, here, label),
        "trail": texts_tables.version_trail(found, shown, here),
        "phase": texts_tables.STATE_PHASES.get(shown.state, "wait"),
        "told": texts_tables.version_facts(shown),
        "variants": texts_tables.variant_rows(variants, shown),
        "steps": texts_tables.version_steps(versions, shown) if len(versions) > 1 else [],
        "compare": texts_tables.compare_links(versions, shown, here.language),
        "compare_with": reverse("instruments:compare_with", args=[found.slug, shown.slug]),
        "languages": languages,
        "files": file_links(shown, here.language),
        **_annexes(shown),
        "cites": cites,
        "concepts": concepts,
        "concepts_url": reverse("instruments:tags", args=[found.slug]),
        "cited_by": tables.citing_rows(citing_it),
        "cited_count": count,
        "citation": format.format_citation(
            shown,
            here,
            address=request.build_absolute_uri(shown.get_absolute_url()),
            label=label,
        ),
        **_differences(request, shown, languages),
        "beside_it": sections("version", request, shown),
    }


def _read_words(
    request: HttpRequest,
    versions: list[Version],
    shown: Version,
    cites: Sequence[Instrument],
    citing_it: Sequence[CitingVersion],
) -> None:
    """Read the names of all that stands around a text, at once."""
    acts = queries.load_acts(request.user, [shown, *queries.variants_of(versions, shown)])
    kin: list[Instrument] = shown.kin  # type: ignore[attr-defined]
    concepts: list[Concept] = shown.concepts  # type: ignore[attr-defined]
    queries.load_words(
        [
            *(each.record for each in versions),
            shown.instrument.record,
            *(each.record for each in (shown.instrument.body, shown.body) if each),
            *(each.body.record for each in acts if each.body),
            *(each.record for each in kin),
            *(each.record for each in concepts),
            *(each.record for each in cites if not each.symbol),
            *(i.record for each in citing_it if not (i := each.version.instrument).symbol),
        ]
    )


def _annexes(shown: Version) -> dict[str, Any]:
    """The text that this one is annexed to, and those that are annexed to it."""
    kin: list[Instrument] = shown.kin  # type: ignore[attr-defined]
    above = shown.instrument.annexed_to_id
    return {
        "annexed_to": [each for each in kin if each.pk == above],
        "annexes": [each for each in kin if each.pk != above],
    }


def _differences(
    request: HttpRequest, shown: Version, languages: Sequence[LanguageVersion]
) -> dict[str, Any]:
    """Where the languages differ."""
    whole = request.GET.get("differ") == "all"
    apart, differences = queries.differences_of(shown, whole) if len(languages) > 1 else ([], 0)
    return {
        "differences": texts_differences.difference_rows(apart),
        "differences_count": differences,
        "all_differences": parts.with_query(request, differ="all"),
    }


def language_line(language: LanguageVersion) -> str:
    """Which language it is, and what its words are worth."""
    return f"{language.get_language_display()} · {language.get_status_display()}"


def provision_row(row: queries.ProvisionRow) -> dict[str, Any]:
    """A provision for the template."""
    provision = row.provision
    words = row.here or row.beside
    label = words.label if words else ""
    name = format.provision_name(provision, label)
    other = row.beside.label if row.here and row.beside else ""
    return {
        "eid": provision.eid,
        "link": _("Permanent link to %(place)s") % {"place": name},
        "strong": provision.kind in ("title", "heading", "annex"),
        "point": provision.level > 0 and provision.kind in ("operative", "preambular", "paragraph"),
        "label": label,
        "language": words.language if words else "",
        "direction": direction(words.language) if words else "",
        "beside_label": other if format.bare_label(other) != format.bare_label(label) else "",
        "url": provision.get_absolute_url(),
        "here": wording.render_wording(row.here, row.cites) if row.here else None,
        "beside": wording.render_wording(row.beside) if row.beside else None,
        "notes": row.notes,
        "stubs": [
            each for each in {c.target_id: c.target for c in row.cites}.values() if not each.held
        ],
    }


def file_links(shown: Version, language: str) -> list[parts.Link]:
    """The text as files."""
    return [
        parts.Link(form.label, files.file_url(shown, language, suffix))
        for suffix, form in files.FILE_FORMATS.items()
    ]


@require_safe
def text_file(
    request: HttpRequest, slug: str, version: str, language: str, form: str
) -> HttpResponse:
    """A version in a language as a file."""
    found = Version.objects.visible_to(request.user).filter(
        visibility_condition(request.user, "instrument__record__"),
        instrument__slug=slug,
        slug=version,
        record__withdrawal=None,
    )
    shown = found.select_related("instrument__record").first()
    if shown is None and (answer := withdrawn_response(request, slug, version)) is not None:
        return answer
    if shown is None or form not in files.FILE_FORMATS or language not in LANGUAGES_BY_CODE:
        raise Http404(_("There is no such file."))
    try:
        content = files.render_file(shown, language, form)
    except LanguageVersion.DoesNotExist:
        raise Http404(_("There is no such file.")) from None
    answer = HttpResponse(content, content_type=files.FILE_FORMATS[form].media_type)
    name = f"{slug}-{version}.{language}.{form}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(form != "html", name))
    return answer
