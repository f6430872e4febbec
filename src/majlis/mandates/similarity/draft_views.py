"""The page that compares a draft with the register; it saves nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from majlis.instruments import engine_messages
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.models import Version
from majlis.instruments.texts.files import DOCX_MEDIA_TYPE
from majlis.kernel.errors import Fault
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.limited_process import ReadersBusy
from majlis.kernel.rate_limits import RateLimit, TooManyRequests, client_key, count_request
from majlis.look import parts
from majlis.mandates.core import table as mandate_tables
from majlis.mandates.similarity import draft as similarity_draft
from majlis.mandates.similarity import draft_report, draft_versions, nearest, tables
from majlis.mandates.similarity.draft import Draft
from majlis.mandates.similarity.forms import DraftForm, ReportForm, serialized_draft
from majlis.paper import write
from majlis.paper.errors import PaperError
from majlis.textkit.errors import TextError

# How many drafts a visitor and an account may check in an hour, because each may take seconds of a processor.
CHECK_LIMIT = RateLimit("mandates.checked", 40, 3600)
MEMBER_CHECK_LIMIT = RateLimit("mandates.checked_by_member", 120, 3600)
REPORT_LABELS = {
    "pdf": gettext_lazy("Download note as PDF"),
    "docx": gettext_lazy("Download note as Word"),
}
REPORT_FORMATS = {"pdf": ("application/pdf", write.pdf), "docx": (DOCX_MEDIA_TYPE, write.docx)}


@require_http_methods(["GET", "HEAD", "POST"])
def check_draft(request: HttpRequest) -> HttpResponse:
    """Compare text, a file or a proposed version (``?version=``) with the register."""
    if request.method != "POST":
        key = request.GET.get("version", "")
        if key:
            return _version_page(request, key)
        return _draft_page(request, DraftForm())
    report_format = request.POST.get("note", "")
    if report_format:
        report_form = ReportForm(request.POST)
        if report_format not in REPORT_FORMATS or not report_form.is_valid():
            raise Fault(
                _("The comparison could not be read."),
                _("Check the draft again. Majlis keeps no copy of your draft."),
            )
        _count_check(request)
        return _report_file(
            _compare_draft(request, report_form.cleaned_data["draft"]), report_format
        )
    form = DraftForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draft_page(request, form, status=422)
    try:
        # Before the file is read: what cannot be read costs as much as what can.
        _count_check(request)
        draft = _read_draft(form, _bounds(request))
    except (TooManyRequests, ReadersBusy) as fault:
        # On the form, so that what was typed is not lost.
        form.add_error(None, str(fault))
        response = _draft_page(request, form, status=fault.status)
        if isinstance(fault, ReadersBusy):
            response.headers["Retry-After"] = str(fault.retry_after)
        return response
    if draft is None:
        return _draft_page(request, form, status=422)
    return _draft_page(request, form, _compare_draft(request, draft))


def _bounds(request: HttpRequest) -> similarity_draft.DraftBounds:
    """How long a draft of this reader may be, and what reading it may cost."""
    is_visitor = not request.user.is_authenticated
    return similarity_draft.VISITOR_BOUNDS if is_visitor else similarity_draft.MEMBER_BOUNDS


def _count_check(request: HttpRequest) -> None:
    """Count one comparison of a visitor or of an account. Raises TooManyRequests."""
    is_visitor = not request.user.is_authenticated
    count_request(CHECK_LIMIT if is_visitor else MEMBER_CHECK_LIMIT, client_key(request))


def _read_draft(form: DraftForm, bounds: similarity_draft.DraftBounds) -> Draft | None:
    """The draft that was sent; None, with an error at its field, if it cannot be read. Raises ReadersBusy."""
    data = form.cleaned_data
    file, language = data["file"], data["language"]
    try:
        if file:
            draft = similarity_draft.draft_from_file(file.read(), file.name, language, bounds)
        else:
            draft = similarity_draft.draft_from_text(data["words"], language, bounds)
    except TextError as fault:
        messages = [engine_messages.translate_message(fault.problem)]
        if engine_messages.asks_for_language(fault.mend):
            messages.append(_("Select the language of the draft below."))
        elif fault.mend:
            messages.append(engine_messages.translate_message(fault.mend))
        form.add_error("file" if file else "words", " ".join(messages))
        return None
    if not draft.paragraphs:
        form.add_error(
            "file" if file else "words",
            _("No paragraph in the draft can be compared. Enter full sentences."),
        )
        return None
    return draft


def _compare_draft(request: HttpRequest, draft: Draft, **more: Any) -> draft_report.CheckedDraft:
    """Compare a draft with the register."""
    texts = [
        nearest.ComparisonText(draft.language, each.compared_text, each.lineage, each.addressees)
        for each in draft.paragraphs
    ]
    nearest_by_paragraph = nearest.nearest_mandates(texts, request.user, tables.page_language())
    return draft_report.CheckedDraft(
        draft, nearest_by_paragraph, nearest.comparison_scope(request.user), **more
    )


def _version_page(request: HttpRequest, key: str) -> HttpResponse:
    """Compare a saved version as a draft. Raises Http404."""
    is_key = key.isascii() and key.isdecimal() and len(key) < 18
    version = (
        draft_versions.version_as_draft(request.user, int(key), tables.page_language())
        if is_key
        else None
    )
    requested = request.GET.get("in", "")
    language = (
        draft_versions.draft_language(version, requested or tables.page_language())
        if version is not None
        else ""
    )
    if version is None or not language:
        raise Http404(key)
    _count_check(request)
    bounds = _bounds(request)
    draft = similarity_draft.draft_from_version(version, language, bounds.paragraphs)
    ending = draft_versions.dropped_mandates(request.user, version, tables.page_language())
    checked = _compare_draft(request, draft, ending=ending, name=full_version_name(version))
    if (report_format := request.GET.get("note", "")) in REPORT_FORMATS:
        return _report_file(checked, report_format)
    lineages = {each.lineage for each in draft.paragraphs if each.lineage is not None}
    continued = draft_versions.continued_mandates(request.user, lineages)
    return _draft_page(request, None, checked, version=version, continued=continued)


def _report_file(checked: draft_report.CheckedDraft, report_format: str) -> HttpResponse:
    media_type, writer = REPORT_FORMATS[report_format]
    try:
        content = writer(draft_report.report_document(checked))
    except PaperError:  # a character that no typeface has
        raise Fault(
            _("The draft contains a character that cannot be printed."),
            _("Download the note as Word, or remove the character and check the draft again."),
        ) from None
    response = HttpResponse(content, content_type=media_type)
    name = f"draft-checked.{tables.page_language()}.{report_format}"
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["Cache-Control"] = "no-store"
    return response


def _draft_page(
    request: HttpRequest,
    form: DraftForm | None,
    checked: draft_report.CheckedDraft | None = None,
    *,
    version: Version | None = None,
    continued: dict[int, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "trail": [
            parts.Link(pgettext("page", "Mandates"), reverse("mandates:register")),
            parts.Link(_("Check a draft")),
        ],
        "most": _bounds(request).paragraphs,
        "characters": _bounds(request).characters,
    }
    if checked is None:
        context["proposed"] = [
            (each.pk, str(full_version_name(each)))
            for each in draft_versions.proposed_versions(request.user, tables.page_language())
        ]
    else:
        context |= _comparison_context(checked, continued or {}, version)
        context["trail"] = [
            parts.Link(_("Check a draft"), reverse("mandates:check_draft")),
            parts.Link(checked.name or pgettext("check of a draft", "Results")),
        ]
    if version is not None:
        context["version"] = {"name": full_version_name(version), "url": version.get_absolute_url()}
        context["notes"] = [
            parts.Link(REPORT_LABELS[each], parts.with_query(request, note=each))
            for each in REPORT_FORMATS
        ]
    elif checked is not None:
        context["again"] = serialized_draft(checked.draft)
    response = render(request, "mandates/similarity/draft.html", context, status=status)
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


def _comparison_context(
    checked: draft_report.CheckedDraft, continued: dict[int, Any], version: Version | None
) -> dict[str, Any]:
    draft = checked.draft
    return {
        "checked": True,
        "summary": draft_report.comparison_summary(checked),
        "left": draft_report.omission_note(draft),
        "preparing": tables.preparation_note(checked.compared),
        "language": LANGUAGES_BY_CODE[draft.language],
        "direction": direction(draft.language),
        "paragraphs": [
            {
                "n": number,
                "label": paragraph.label,
                "words": paragraph.words,
                "asks": paragraph.asks,
                "going_on": continued.get(paragraph.lineage or 0, ()),
                "table": tables.nearest_table(
                    nearest.similar, draft.language, _("Similar mandates in the register")
                )
                if nearest.similar
                else None,
                "below": len(nearest.below),
                "table_below": tables.nearest_table(
                    nearest.below, draft.language, _("Nearest mandates below the limit")
                )
                if nearest.below
                else None,
            }
            for number, (paragraph, nearest) in enumerate(
                zip(draft.paragraphs, checked.nearest, strict=True), 1
            )
        ],
        "none_similar": tables.no_similar_mandate_text(checked.compared),
        "follows": version is not None and version.follows_id is not None,
        "ending": mandate_tables.mandate_table(
            checked.ending, _("Mandates in the previous version only")
        )
        if checked.ending
        else None,
        "with_what": tables.scope_text(checked.compared),
        "by_what": tables.method_text(checked.compared),
    }
