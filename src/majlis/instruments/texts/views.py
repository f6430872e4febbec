"""Pages of an instrument and a version, stubs, and the files of a version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, override

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.framework.models import Concept
from majlis.instruments.citations import actions, format, names, tables
from majlis.instruments.citations.forms import StubForm
from majlis.instruments.citations.queries import CitingVersion, citing_versions
from majlis.instruments.core import trail
from majlis.instruments.extension_points import sections
from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.texts import differences as texts_differences
from majlis.instruments.texts import files, queries, wording
from majlis.instruments.texts import tables as texts_tables
from majlis.instruments.texts.action_pages import InstrumentAction, InstrumentButton
from majlis.instruments.texts.find import find_context, requested_words
from majlis.instruments.texts.front import FrontLine, fold_front
from majlis.instruments.texts.outline import Outline, contents, without_gaps
from majlis.instruments.texts.paging import part_links, requested_part
from majlis.instruments.texts.responses import get_instrument, withdrawn_response
from majlis.kernel.actor import Actor
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.languages import name_of


@require_safe
def instrument_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The current version of a text, or the page of a stub."""
    versions = queries.versions_at(request.user, slug, get_language() or "en")
    shown = queries.current_version(versions)
    if shown is not None:
        return text_page(request, versions, shown)
    response = withdrawn_response(request, slug)
    if response is not None:
        return response
    instrument = get_instrument(request.user, slug)
    if instrument.became is not None and instrument.became.record.is_visible_to(request.user):
        return redirect(instrument.became, permanent=True)
    return stub_page(request, instrument)


def stub_page(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    """The page of a text that others cite and that the site does not hold."""
    citing, count = citing_versions(request.user, instrument, get_language() or "en")
    may_resolve = may(Actor.of(request), "instruments.resolve_stub", instrument)
    if not instrument.held and not may_resolve and not count:
        raise Http404(instrument.slug)  # its symbol would disclose what a closed text cites
    context = {
        "instrument": instrument,
        "trail": trail.texts_trail(names.instrument_symbol(instrument)),
        "cited_by": tables.citing_rows(citing),
        "cited_count": count,
        "may_resolve": may_resolve,
    }
    return render(request, "instruments/citations/stub.html", context)


class ResolveStub(InstrumentAction):
    """Resolve a stub to a held text."""

    verb = actions.resolve_stub
    form_class = StubForm
    title = _("Match with a text held in Majlis")
    done = _("Match saved. Citations now refer to the text held in Majlis.")

    @override
    def get_lead(self) -> str:
        return names.instrument_symbol(self.target)

    @override
    def get_success_url(self, result: Instrument) -> str:
        return result.get_absolute_url()


class UnresolveStub(InstrumentButton):
    """Undo the resolution of a stub."""

    verb = actions.unresolve_stub
    done = _("Match undone. Citations again refer to the text not held in Majlis.")


@require_safe
def version_detail(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """One version of a text."""
    versions = queries.versions_at(request.user, slug, get_language() or "en")
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        response = withdrawn_response(request, slug, version)
        if response is None:
            raise Http404(version)
        return response
    return text_page(request, versions, shown)


def text_page(request: HttpRequest, versions: list[Version], shown: Version) -> HttpResponse:
    """A part of the text of a version, in one language or in two side by side."""
    requested = request.GET.get("in", "")
    languages = queries.languages_of(request.user, shown, get_language() or "en")
    language_version = queries.choose_language(languages, requested or get_language() or "en")
    requested_beside = request.GET.get("beside", "")
    beside = next(
        (
            each
            for each in languages
            if each.language == requested_beside != language_version.language
        ),
        None,
    )
    other = beside.language if beside else ""
    find = requested_words(request)
    lines = queries.lines_of([shown], language_version.language, other, whole=bool(find))
    outline = Outline(lines[shown.pk])
    text_parts = queries.parts_of(outline.lines)
    whole = request.GET.get("part") == "all"
    at = requested_part(request, [each.eids for each in text_parts])
    more = bool(request.headers.get("X-Part"))
    rows = queries.rows_of(
        request.user,
        shown,
        None if whole else text_parts[at - 1],
        language_version.language,
        other,
        get_language() or "en",
    )
    drawn = draw_rows(rows, outline, continued=more)
    context = {
        "here": language_version,
        "said_here": language_line(language_version),
        "said_beside": language_line(beside) if beside else "",
        "direction": direction(language_version.language),
        "beside": beside,
        "beside_direction": direction(other) if beside else "",
        "rows": drawn,
        "segments": fold_front(drawn, front_line, first=whole or at == 1),
        "pages": part_links(request, at, len(text_parts), whole),
    }
    if more:
        response = render(request, "instruments/texts/part.html", context)
    else:
        shown_part = None if whole else text_parts[at - 1]
        context |= {
            "contents": contents(outline, part_addresses(request, text_parts, shown_part)),
            "headings": len(outline.headings()),
            **find_context(request, find, language_version, outline),
        }
        context |= text_context(request, versions, shown, language_version, languages)
        response = render(request, "instruments/texts/detail.html", context)
    patch_vary_headers(response, ["X-Part"])
    return response


def text_context(
    request: HttpRequest,
    versions: list[Version],
    shown: Version,
    language_version: LanguageVersion,
    languages: list[LanguageVersion],
) -> dict[str, Any]:
    """The context around a text: facts, links, citations, citing texts."""
    instrument = shown.instrument
    concepts: list[Concept] = shown.concepts  # type: ignore[attr-defined]
    variants = queries.variants_of(versions, shown)
    citing, count = citing_versions(request.user, instrument, get_language() or "en")
    cites = queries.texts_cited_in(language_version)
    _load_wordings(request, versions, shown, cites, citing)
    label = names.version_label(shown, language_version.language)
    return {
        "instrument": instrument,
        "version": shown,
        "name": format.short_name(shown, language_version, label),
        "trail": texts_tables.version_trail(instrument, shown, language_version),
        "phase": texts_tables.STATE_PHASES.get(shown.state, "wait"),
        "told": texts_tables.version_facts(shown),
        "variants": texts_tables.variant_rows(variants, shown),
        "steps": texts_tables.version_steps(versions, shown) if len(versions) > 1 else [],
        "compare": texts_tables.compare_links(versions, shown, language_version.language),
        "compare_with": reverse("instruments:compare_with", args=[instrument.slug, shown.slug]),
        "languages": languages,
        "files": file_links(shown, language_version.language),
        **_annexes(shown),
        "cites": cites,
        "concepts": concepts,
        "concepts_url": reverse("instruments:tags", args=[instrument.slug]),
        "cited_by": tables.citing_rows(citing),
        "cited_count": count,
        "citation": format.format_citation(
            shown,
            language_version,
            address=request.build_absolute_uri(shown.get_absolute_url()),
            label=label,
        ),
        **_differences(request, shown, languages),
        "beside_it": sections("version", request, shown),
    }


def _load_wordings(
    request: HttpRequest,
    versions: list[Version],
    shown: Version,
    cites: Sequence[Instrument],
    citing: Sequence[CitingVersion],
) -> None:
    """Load the wordings of all records around a text, in one query."""
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
            *(i.record for each in citing if not (i := each.version.instrument).symbol),
        ]
    )


def _annexes(shown: Version) -> dict[str, Any]:
    """The text that this one is annexed to, and its own annexes."""
    kin: list[Instrument] = shown.kin  # type: ignore[attr-defined]
    above = shown.instrument.annexed_to_id
    return {
        "annexed_to": [each for each in kin if each.pk == above],
        "annexes": [each for each in kin if each.pk != above],
    }


def _differences(
    request: HttpRequest, shown: Version, languages: Sequence[LanguageVersion]
) -> dict[str, Any]:
    """The differences between the languages."""
    whole = request.GET.get("differ") == "all"
    rows, count = queries.differences_of(shown, whole) if len(languages) > 1 else ([], 0)
    return {
        "differences": texts_differences.difference_rows(rows),
        "differences_count": count,
        "all_differences": parts.with_query(request, differ="all"),
    }


def language_line(language: LanguageVersion) -> str:
    """A language and the authenticity of its wording."""
    return f"{name_of(language.language)} · {language.get_status_display()}"


def front_line(row: dict[str, Any]) -> FrontLine:
    """What the folds of the front matter ask of a drawn row."""
    return FrontLine(row["kind"], row["words"], row["language"] or "en")


def part_addresses(
    request: HttpRequest, text_parts: Sequence[queries.TextPart], shown: queries.TextPart | None
) -> dict[str, str]:
    """The query for the part of each provision that is not in the part ``shown``; None: the whole text is."""
    return {
        eid: parts.with_query(request, part=None, at=eid, find=None)
        for each in text_parts
        if shown not in (None, each)
        for eid in each.eids
    }


def draw_rows(
    rows: Sequence[queries.ProvisionRow], outline: Outline, *, continued: bool
) -> list[dict[str, Any]]:
    """The provisions for the template; ``continued``: they follow the rows of the part before on its page."""
    eids = [row.provision.eid for row in rows]
    names_of, levels, here = outline.names(eids), outline.levels(), set(eids)
    if not continued:
        levels = without_gaps((eid, level) for eid, level in levels.items() if eid in here)
    return [
        provision_row(row, names_of.get(row.provision.eid, ""), levels.get(row.provision.eid, 0))
        for row in rows
    ]


def provision_row(row: queries.ProvisionRow, name: str, level: int) -> dict[str, Any]:
    """A provision for the template, with its name and its level if it is a heading."""
    provision = row.provision
    words = row.here or row.beside
    label = words.label if words else ""
    other = row.beside.label if row.here and row.beside else ""
    return {
        "eid": provision.eid,
        "kind": provision.kind,
        "words": words.text if words else "",
        "link": gettext("Permanent link to %(place)s") % {"place": name},
        "strong": provision.kind in ("title", "heading", "annex"),
        # One heading a row, in the first of the two languages that has it.
        "here_level": level if row.here else 0,
        "beside_level": 0 if row.here else level,
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
    """Links to the text as files."""
    return [
        parts.Link(form.label, files.file_url(shown, language, suffix))
        for suffix, form in files.FILE_FORMATS.items()
    ]


@require_safe
def text_file(
    request: HttpRequest, slug: str, version: str, language: str, form: str
) -> HttpResponse:
    """A version in one language as a file."""
    visible = Version.objects.visible_to(request.user).filter(
        visibility_condition(request.user, "instrument__record__"),
        instrument__slug=slug,
        slug=version,
        record__withdrawal=None,
    )
    shown = visible.select_related("instrument__record").first()
    if shown is None and (response := withdrawn_response(request, slug, version)) is not None:
        return response
    if shown is None or form not in files.FILE_FORMATS or language not in LANGUAGES_BY_CODE:
        raise Http404(_("File not found."))
    try:
        content = files.render_file(shown, language, form)
    except LanguageVersion.DoesNotExist:
        raise Http404(_("File not found.")) from None
    response = HttpResponse(content, content_type=files.FILE_FORMATS[form].media_type)
    name = f"{slug}-{version}.{language}.{form}"
    response.headers["Content-Disposition"] = str(content_disposition_header(form != "html", name))
    return response
