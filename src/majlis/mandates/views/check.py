"""Check a draft: what of the register is near its paragraphs. A page that keeps nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import engine_messages
from majlis.instruments.citations.names import full_version_name
from majlis.instruments.models import Version
from majlis.instruments.texts.files import DOCX_MEDIA_TYPE
from majlis.kernel.errors import Fault
from majlis.kernel.languages import LANGUAGES_BY_CODE, direction
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.look import parts
from majlis.mandates import checking, noting
from majlis.mandates.checking import Draft
from majlis.mandates.forms.near import CheckForm, NoteForm, written
from majlis.mandates.queries import drafts
from majlis.mandates.queries import near as queries
from majlis.mandates.show import lines as lines_shown
from majlis.mandates.show import near as shown
from majlis.paper import write
from majlis.paper.errors import PaperError
from majlis.textkit.errors import TextError

# The model takes a moment for each paragraph: who has not signed in has so many drafts checked an hour.
CHECKED = RateLimit("mandates.checked", 40, 3600)
NOTES = {"pdf": ("application/pdf", write.pdf), "docx": (DOCX_MEDIA_TYPE, write.docx)}


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Words, a file or a proposed version (``?version=``) against the register."""
    if request.method != "POST":
        key = request.GET.get("version", "")
        if key:
            return _version(request, key)
        return _page(request, CheckForm())
    note = request.POST.get("note", "")
    if note:
        again = NoteForm(request.POST)
        if note not in NOTES or not again.is_valid():
            raise Fault(
                _("This page is not as it was sent."), _("Check the draft again: nothing was kept.")
            )
        return _file(_checked(request, again.cleaned_data["draft"]), note)
    form = CheckForm(request.POST, request.FILES)
    draft = _read(form) if form.is_valid() else None
    if draft is None:
        return _page(request, form, status=422)
    return _page(request, form, _checked(request, draft))


def _read(form: CheckForm) -> Draft | None:
    """The draft that was sent; None, and told at its field, where it cannot be read."""
    given = form.cleaned_data
    file = given["file"]
    try:
        if file:
            draft = checking.from_file(file.read(), file.name, given["language"])
        else:
            draft = checking.pasted(given["words"], given["language"])
    except TextError as fault:
        words = [engine_messages.translate_message(fault.problem)]
        if engine_messages.asks_for_language(fault.mend):
            words.append(_("Choose its language below, to have it read all the same."))
        elif fault.mend:
            words.append(engine_messages.translate_message(fault.mend))
        form.add_error("file" if file else "words", " ".join(words))
        return None
    if not draft.paragraphs:
        form.add_error(
            "file" if file else "words", _("No paragraph was found in it that could be compared.")
        )
        return None
    return draft


def _checked(request: HttpRequest, draft: Draft, **more: Any) -> noting.Checked:
    """A draft compared with the register. Raises TooManyRequests."""
    if not request.user.is_authenticated:
        count_request(CHECKED, client_key(request))
    asked = [queries.Asked(draft.language, each.asked, each.lineage) for each in draft.paragraphs]
    near = queries.nearest(asked, request.user, shown.here())
    return noting.Checked(draft, near, queries.compared(request.user), **more)


def _version(request: HttpRequest, key: str) -> HttpResponse:
    """A version that is kept, as a draft. Raises Http404."""
    good = key.isascii() and key.isdecimal() and len(key) < 18
    version = drafts.version_at(request.user, int(key), shown.here()) if good else None
    wanted = request.GET.get("in", "")
    language = drafts.language_of(version, wanted or shown.here()) if version is not None else ""
    if version is None or not language:
        raise Http404(key)
    draft = checking.from_version(version, language)
    ending = drafts.ending(request.user, version, shown.here())
    checked = _checked(request, draft, ending=ending, name=full_version_name(version))
    if (note := request.GET.get("note", "")) in NOTES:
        return _file(checked, note)
    own = {each.lineage for each in draft.paragraphs if each.lineage is not None}
    going_on = drafts.going_on(request.user, own)
    return _page(request, None, checked, version=version, going_on=going_on)


def _file(checked: noting.Checked, note: str) -> HttpResponse:
    media_type, writer = NOTES[note]
    try:
        content = writer(noting.document(checked))
    except PaperError:  # a sign in the draft that no typeface has
        raise Fault(
            _("The draft has a sign that cannot be printed."),
            _("Take the note as Word, or leave the sign out and check the draft again."),
        ) from None
    answer = HttpResponse(content, content_type=media_type)
    name = f"draft-checked.{shown.here()}.{note}"
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(
    request: HttpRequest,
    form: CheckForm | None,
    checked: noting.Checked | None = None,
    *,
    version: Version | None = None,
    going_on: dict[int, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    about: dict[str, Any] = {
        "form": form,
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Check a draft")),
        ],
        "most": checking.MOST,
    }
    if checked is None:
        about["proposed"] = [
            (each.pk, full_version_name(each))
            for each in drafts.proposed(request.user, shown.here())
        ]
    else:
        about |= _result(checked, going_on or {}, version)
        about["trail"] = [
            parts.Link(_("Check a draft"), reverse("mandates:check")),
            parts.Link(checked.name or _("What was found")),
        ]
    if version is not None:
        about["version"] = {"name": full_version_name(version), "url": version.get_absolute_url()}
        about["notes"] = [
            parts.Link(label.upper(), parts.with_query(request, note=label)) for label in NOTES
        ]
    elif checked is not None:
        about["again"] = written(checked.draft)
    answer = render(request, "mandates/check.html", about, status=status)
    if request.method == "POST":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _result(
    checked: noting.Checked, going_on: dict[int, Any], version: Version | None
) -> dict[str, Any]:
    draft = checked.draft
    return {
        "checked": True,
        "summary": noting.summary(checked),
        "left": noting.left_out(draft),
        "preparing": shown.preparing(checked.compared),
        "language": LANGUAGES_BY_CODE[draft.language],
        "direction": direction(draft.language),
        "paragraphs": [
            {
                "n": n,
                "label": each.label,
                "words": each.words,
                "asks": each.asks,
                "going_on": going_on.get(each.lineage or 0, ()),
                "table": shown.near_table(some) if some else None,
            }
            for n, (each, some) in enumerate(zip(draft.paragraphs, checked.near, strict=True), 1)
        ],
        "follows": version is not None and version.follows_id is not None,
        "ending": lines_shown.table(checked.ending, _("In the version before, and not in this one"))
        if checked.ending
        else None,
        "with_what": shown.with_what(checked.compared),
        "by_what": shown.by_what(checked.compared),
    }
