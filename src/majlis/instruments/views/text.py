"""A text to read: the page of an instrument and of a version, and the same as files."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majlis.framework.models import Concept
from majlis.instruments import actions, citing, files, show
from majlis.instruments.beside import sections
from majlis.instruments.forms.provision import StubForm
from majlis.instruments.models import Instrument, LanguageVersion, Version
from majlis.instruments.queries import text as queries
from majlis.instruments.queries import withdrawn
from majlis.instruments.queries.private import hide_bodies
from majlis.instruments.queries.provision import Citing, cited_by
from majlis.instruments.views.telling import tell
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused, WrongState
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.models.record import visibility_condition
from majlis.kernel.verbs import may
from majlis.look import formats, parts


def seen(request: HttpRequest, slug: str) -> Instrument:
    """The instrument at an address, if the reader may see it. Raises Http404."""
    found = Instrument.objects.visible_to(request.user).with_wordings()
    try:
        made: Instrument = found.select_related("body__record", "became").get(slug=slug)
    except Instrument.DoesNotExist:
        raise Http404(slug) from None
    hide_bodies(request.user, [made])
    return made


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The version that stands today, or what is known of a text that is not held."""
    versions = queries.versions_at(request.user, slug, get_language() or "en")
    shown = queries.current(versions)
    if shown is not None:
        return text(request, versions, shown)
    answer = gone(request, slug)
    if answer is not None:
        return answer
    found = seen(request, slug)
    if found.became is not None and found.became.record.is_visible_to(request.user):
        return redirect(found.became, permanent=True)
    return stub(request, found)


def stub(request: HttpRequest, found: Instrument, form: StubForm | None = None) -> HttpResponse:
    """What is known of a text that others cite and that is not kept."""
    citing_it, count = cited_by(request.user, found, get_language() or "en")
    if form is None and not found.held:
        if may(Actor.of(request), "instruments.resolve_stub", found):
            form = StubForm(request.user)
        elif not count:  # its symbol would tell what a closed text cites
            raise Http404(found.slug)
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
    if request.POST.get("do") == "part":
        return _part(request, found)
    if not may(Actor.of(request), "instruments.resolve_stub", found):
        raise Refused()
    form = StubForm(request.user, request.POST)
    if form.is_valid():
        try:
            actions.resolve_stub(
                Actor.of(request), found, instrument=form.cleaned_data["instrument"]
            )
        except InvalidInput as fault:
            tell(form, fault)
        else:
            messages.success(request, _("What cited it cites the text that is kept."))
            return redirect(form.cleaned_data["instrument"])
    return stub(request, found, form)


def _part(request: HttpRequest, found: Instrument) -> HttpResponse:
    """It is not the text that it was said to be."""
    try:
        actions.part_stub(Actor.of(request), found)
    except WrongState as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("What cited it cites it again."))
    return redirect(found)


@require_safe
def version(request: HttpRequest, slug: str, version: str) -> HttpResponseBase:
    """One version of a text."""
    versions = queries.versions_at(request.user, slug, get_language() or "en")
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        answer = gone(request, slug, version)
        if answer is None:
            raise Http404(version)
        return answer
    return text(request, versions, shown)


def gone(request: HttpRequest, slug: str, version: str = "") -> HttpResponse | None:
    """What to answer at the address of what was withdrawn; nothing where nothing was."""
    found = withdrawn.at(request.user, slug, version)
    if found is None:
        return None
    where = {"slug": slug, "version": found.version.slug}
    may_lift = may(Actor.of(request), "instruments.take_version_back_up", found.version)
    text_gone = withdrawn.at(request.user, slug) is not None
    about = {
        "heading": _("This version was withdrawn") if version else _("This text was withdrawn"),
        "withdrawn": found,
        "trail": show.way(_("Withdrawn")),
        "others": "" if text_gone else reverse("instruments:instrument", args=[slug]),
        "may_lift": may_lift,
        "lift": reverse("instruments:withdraw", kwargs=where),
        "history": reverse("history", args=[found.record.address]),
        "import": withdrawn.import_of(found.version) if may_lift else None,
    }
    return render(request, "instruments/withdrawn.html", about, status=410)


def text(request: HttpRequest, versions: list[Version], shown: Version) -> HttpResponse:
    """The text itself: a part of it, in one language or with another beside it."""
    asked = request.GET.get("in", "")
    languages = queries.languages_of(request.user, shown, get_language() or "en")
    here = queries.language_for(languages, asked or get_language() or "en")
    wanted = request.GET.get("beside", "")
    beside = next((each for each in languages if each.language == wanted != here.language), None)
    other = beside.language if beside else ""
    cut = queries.parts_of(shown, here.language, other)
    whole = request.GET.get("part") == "all"
    at = part_at(request, [each.eids for each in cut])
    rows = queries.rows_of(
        request.user,
        shown,
        None if whole else cut[at - 1],
        here.language,
        other,
        get_language() or "en",
    )
    about = {
        "here": here,
        "said_here": said_in(here),
        "said_beside": said_in(beside) if beside else "",
        "direction": direction(here.language),
        "beside": beside,
        "beside_direction": direction(other) if beside else "",
        "rows": [shown_row(row) for row in rows],
        "pages": part_links(request, at, len(cut), whole),
    }
    if request.headers.get("X-Part"):
        answer = render(request, "instruments/part.html", about)
    else:
        about |= frame(request, versions, shown, here, languages)
        answer = render(request, "instruments/text.html", about)
    patch_vary_headers(answer, ["X-Part"])
    return answer


def frame(
    request: HttpRequest,
    versions: list[Version],
    shown: Version,
    here: Any,
    languages: list[LanguageVersion],
) -> dict[str, Any]:
    """What stands around a text: what it is, the ways on, what it cites and what cites it."""
    found = shown.instrument
    concepts: list[Concept] = shown.concepts  # type: ignore[attr-defined]
    variants = queries.akin(versions, shown)
    citing_it, count = cited_by(request.user, found, get_language() or "en")
    cites = queries.cited_in(here)
    _read_words(request, versions, shown, cites, citing_it)
    label = show.label_in(shown, here.language)
    return {
        "instrument": found,
        "version": shown,
        "name": citing.short(shown, here, label),
        "trail": show.trail(found, shown, here),
        "phase": show.PHASES.get(shown.state, "wait"),
        "told": show.told(shown),
        "variants": show.variants(variants, shown),
        "steps": show.steps(versions, shown) if len(versions) > 1 else [],
        "compare": show.compare_links(versions, shown, here.language),
        "compare_with": reverse("instruments:compare_with", args=[found.slug, shown.slug]),
        "languages": languages,
        "files": file_links(shown, here.language),
        **_annexes(shown),
        "cites": cites,
        "concepts": concepts,
        "concepts_url": reverse("instruments:tags", args=[found.slug]),
        "cited_by": show.cited_by(citing_it),
        "cited_count": count,
        "citation": citing.citation(
            shown,
            here,
            address=request.build_absolute_uri(shown.get_absolute_url()),
            label=label,
        ),
        **_apart(request, shown, languages),
        "beside_it": sections("version", request, shown),
    }


def _read_words(
    request: HttpRequest,
    versions: list[Version],
    shown: Version,
    cites: Sequence[Instrument],
    citing_it: Sequence[Citing],
) -> None:
    """Read the names of all that stands around a text, at once."""
    acts = queries.read_acts(request.user, [shown, *queries.akin(versions, shown)])
    kin: list[Instrument] = shown.kin  # type: ignore[attr-defined]
    concepts: list[Concept] = shown.concepts  # type: ignore[attr-defined]
    queries.read_words(
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


def _apart(
    request: HttpRequest, shown: Version, languages: Sequence[LanguageVersion]
) -> dict[str, Any]:
    """Where the languages differ."""
    whole = request.GET.get("differ") == "all"
    apart, differences = queries.differences_of(shown, whole) if len(languages) > 1 else ([], 0)
    return {
        "differences": show.differences(apart),
        "differences_count": differences,
        "all_differences": parts.with_query(request, differ="all"),
    }


def said_in(language: LanguageVersion) -> str:
    """Which language it is, and what its words are worth."""
    return f"{language.get_language_display()} · {language.get_status_display()}"


def part_number(given: str, count: int) -> int:
    """Which part is asked for: 1 where the address says none that there is."""
    good = given.isascii() and given.isdecimal() and len(given) < 10 and int(given)
    return min(int(given), count) if good else 1


def part_at(request: HttpRequest, held: Sequence[Container[str]]) -> int:
    """Which part is asked for, by its number or by a provision (``deliver_at``) that it holds."""
    at = request.GET.get("at", "")
    if at and "part" not in request.GET:
        return next((number for number, eids in enumerate(held, 1) if at in eids), 1)
    return part_number(request.GET.get("part", ""), len(held))


def shown_row(row: queries.Row) -> dict[str, Any]:
    """A provision for the template."""
    provision = row.provision
    words = row.here or row.beside
    label = words.label if words else ""
    name = citing.place(provision, label)
    other = row.beside.label if row.here and row.beside else ""
    return {
        "eid": provision.eid,
        "link": _("Permanent link to %(place)s") % {"place": name},
        "strong": provision.kind in ("title", "heading", "annex"),
        "point": provision.level > 0 and provision.kind in ("operative", "preambular", "paragraph"),
        "label": label,
        "language": words.language if words else "",
        "direction": direction(words.language) if words else "",
        "beside_label": other if citing.bare(other) != citing.bare(label) else "",
        "url": provision.get_absolute_url(),
        "here": show.words(row.here, row.cites) if row.here else None,
        "beside": show.words(row.beside) if row.beside else None,
        "notes": row.notes,
        "stubs": [
            each for each in {c.target_id: c.target for c in row.cites}.values() if not each.held
        ],
    }


def part_links(request: HttpRequest, at: int, count: int, whole: bool) -> dict[str, Any]:
    """Where one is in a long text, and the ways on."""
    if count == 1:
        return {}
    if whole:
        return {"parts": parts.with_query(request, part=None, at=None)}
    words = ngettext("Part %(at)s of %(count)s", "Part %(at)s of %(count)s", count)
    here = get_language() or "en"
    return {
        "words": words % {"at": formats.number(at, here), "count": formats.number(count, here)},
        "before": parts.with_query(request, part=at - 1, at=None) if at > 1 else "",
        "after": parts.with_query(request, part=at + 1, at=None) if at < count else "",
        "whole": parts.with_query(request, part="all", at=None),
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
        visibility_condition(request.user, "instrument__record__"),
        instrument__slug=slug,
        slug=version,
        record__withdrawal=None,
    )
    shown = found.select_related("instrument__record").first()
    if shown is None and (answer := gone(request, slug, version)) is not None:
        return answer
    if shown is None or form not in files.FORMS or language not in LANGUAGES_BY_CODE:
        raise Http404(_("There is no such file."))
    try:
        content = files.written(shown, language, form)
    except LanguageVersion.DoesNotExist:
        raise Http404(_("There is no such file.")) from None
    answer = HttpResponse(content, content_type=files.FORMS[form].media_type)
    name = f"{slug}-{version}.{language}.{form}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(form != "html", name))
    return answer
