"""Pages of imports: list, preview, corrections, destinations, publication."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.instruments import engine_messages
from majlis.instruments.core import trail
from majlis.instruments.core.forms import add_fault
from majlis.instruments.imports import (
    actions,
    preview,
    publish,
    queries,
    read,
    tables,
    undo,
    upload,
    working_copy,
)
from majlis.instruments.imports.forms import (
    CorrectionForm,
    DestinationForm,
    LanguageForm,
    RevisionForm,
    UploadForm,
)
from majlis.instruments.imports.queries import Preview
from majlis.instruments.lifecycle import IMPORT, PUBLISHED, READ, UNREADABLE
from majlis.instruments.models import Import
from majlis.instruments.texts.paging import part_number
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.textkit.views import has_revisions

PAGE_SIZE = 50
IMPORT_URL = "instruments:import"


def require_importer(request: HttpRequest) -> Actor:
    """Who reads, if they may bring texts in. Raises Refused."""
    actor = Actor.of(request)
    if not may(actor, "instruments.upload_import"):
        raise Refused()
    return actor


def _get_import(request: HttpRequest, key: int) -> Import:
    require_importer(request)
    found = queries.get_import(request.user, key)
    if found is None:
        raise Http404(key)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """All imports, and files brought in."""
    actor = require_importer(request)
    form, status = UploadForm(), 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            brought = upload.upload_files(actor, form.cleaned_data["files"])
            for name, why in brought.refused:
                form.add_error("files", f"{name}{formats.colon(get_language() or 'en')}{why}")
            _report_upload(request, brought)
            if brought.came and not brought.refused:
                one = len(brought.came) == 1
                return redirect(brought.came[0]) if one else redirect("instruments:imports")
        status = 422
    state = request.GET.get("state", "")
    state = state if state in IMPORT.states else ""
    page = Paginator(queries.import_list(request.user, state), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    counts = queries.state_counts(request.user)
    context = {
        "form": form,
        "table": tables.import_table(page),
        "cut": parts.page_links(request, page),
        "chosen": tables.chosen_state(request, counts, state),
        "states": tables.state_links(request, counts, state),
        "trail": trail.texts_trail(_("Bring texts in")),
    }
    return render(request, "instruments/imports/list.html", context, status=status)


def _report_upload(request: HttpRequest, brought: upload.UploadResult) -> None:
    """Say what came in where several files were brought at once, and which were there before."""
    count = len(brought.made)
    if count and len(brought.came) + len(brought.refused) > 1:
        words = ngettext("%(n)s file was brought in.", "%(n)s files were brought in.", count)
        messages.success(request, words % {"n": formats.number(count, get_language() or "en")})
    for each in brought.known:
        words = _("%(name)s was brought in before; it was not brought in twice.")
        messages.warning(request, words % {"name": each.name})


@require_safe
def import_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One import: waiting, unreadable with its reason, or the preview of what was read."""
    found = _get_import(request, key)
    if not found.now or found.state not in (READ, PUBLISHED):
        context = {"it": found, **preview.import_context(found)}
        if found.state == UNREADABLE and engine_messages.asks_for_language(found.fault):
            context["language"] = LanguageForm()
        return render(request, "instruments/imports/detail.html", context)
    return _preview(request, found)


@require_safe
def import_file(request: HttpRequest, key: int) -> FileResponse:
    """The file as it came, for who brings texts in: to be saved, never shown in the browser."""
    found = _get_import(request, key)
    stored = files.file_path(found.file.sha256).open("rb")
    response = FileResponse(stored, content_type=found.file.media_type)
    disposition = content_disposition_header(True, found.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _preview(
    request: HttpRequest,
    found: Import,
    *,
    correct: CorrectionForm | None = None,
    change: RevisionForm | None = None,
    fault: Fault | None = None,
    typed: dict[str, str] | None = None,
    at: str = "",
) -> HttpResponse:
    """The preview, with the forms for one provision where one is to be corrected."""
    seen = queries.read_preview(found)
    at = at or request.GET.get("at", "")
    chosen = seen.row_of(at) if found.state == READ else None
    page = seen.page_of(at) if at else part_number(request.GET.get("part", ""), seen.parts)
    if chosen is not None:
        correct = correct or CorrectionForm(chosen.provision, seen.text)
        change = change or RevisionForm(chosen.provision)
    status = 200
    wrong = next((form for form in (correct, change) if form is not None and form.errors), None)
    if fault is not None:
        if chosen is None:
            messages.error(request, str(fault))
        status = fault.status
    elif wrong is not None:
        status = 422
    context = {
        "it": found,
        **preview.import_context(found, seen, request.user),
        "rows": preview.preview_rows(found, seen.part(page), seen.text),
        "pages": preview.page_links(found, page, seen.parts),
        **preview.open_provision_context(found, seen, chosen, page),
        "correct": correct,
        "change": change,
        "refused": str(fault) if fault is not None and chosen is not None else "",
        "failed": fault is not None,
        "typed": typed,
        "language": LanguageForm(initial={"language": seen.text.language}),
        "form": wrong,
        "open": found.state == READ,
    }
    return render(request, "instruments/imports/preview.html", context, status=status)


def _seen_token(request: HttpRequest) -> int | None:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


def _already_closed(request: HttpRequest, found: Import) -> HttpResponse:
    """What to answer where an import is not open to corrections any more."""
    messages.error(request, str(WrongState()))
    return redirect(found)


@require_POST
def correct_provision(request: HttpRequest, key: int) -> HttpResponse:
    """Correct one provision of what was read."""
    found = _get_import(request, key)
    if found.state != READ:
        return _already_closed(request, found)
    at, do = request.POST.get("at", ""), request.POST.get("do", "")
    seen = queries.read_preview(found)
    row = seen.row_of(at)
    if row is None or _seen_token(request) != working_copy.correction_token(found):
        return _changed_meanwhile(request, found, seen)
    if do in REVISION_ACTIONS:
        change = RevisionForm(row.provision, request.POST)
        wanted = change.wanted(do) if change.is_valid() else []
        if change.errors:
            return _preview(request, found, change=change, at=at)
    else:
        form = CorrectionForm(row.provision, seen.text, request.POST)
        wanted = form.wanted(do) if form.is_valid() else []
        if form.errors:
            return _preview(request, found, correct=form, at=at)
    try:
        after = actions.correct_import(
            Actor.of(request), found, wanted=wanted, seen=_seen_token(request)
        )
    except WrongState:
        return _changed_meanwhile(
            request, Import.objects.get(pk=found.pk), queries.read_preview(found)
        )
    except Fault as refused:
        return _preview(request, found, fault=preview.translate_fault(refused), at=at)
    return redirect(preview.provision_url(after, preview.follow_provision(after, seen, wanted, at)))


REVISION_ACTIONS = ("change", "swap")


def _changed_meanwhile(request: HttpRequest, found: Import, seen: Preview) -> HttpResponse:
    """Tell an officer that another was quicker; what was typed stands in the form where its words are now."""
    if found.state != READ:
        return _already_closed(request, found)
    fault = WrongState(
        _("Somebody corrected this text meanwhile, so nothing of yours was done yet."),
        _("Look at it as it stands now, and do it again where it is still wanted."),
    )
    row = seen.row_of_words(request.POST.get("words", ""), request.POST.get("at", ""))
    if row is None:
        typed = preview.typed_values(request.POST)
        return _preview(request, found, fault=fault, typed=typed, at=request.POST.get("at", ""))
    changes = request.POST.get("do", "") in REVISION_ACTIONS
    return _preview(
        request,
        found,
        correct=None if changes else CorrectionForm(row.provision, seen.text, request.POST),
        change=RevisionForm(row.provision, request.POST) if changes else None,
        fault=fault,
        at=row.provision.id,
    )


@require_POST
def import_action(request: HttpRequest, key: int) -> HttpResponse:
    """Undo, redo, read in another language, set aside, take up again."""
    found = _get_import(request, key)
    actor, do, seen = Actor.of(request), request.POST.get("do", ""), _seen_token(request)
    where = found.get_absolute_url()
    try:
        if do in ("undo", "redo"):
            step = undo.next_step(found, do)
            after = read.undo_or_redo(actor, found, do, seen=seen)
            where = preview.provision_url(after, step.landing(after))
        elif do == "language":
            form = LanguageForm(request.POST)
            language = form.cleaned_data["language"] if form.is_valid() else ""
            if found.state == UNREADABLE:
                read.read_in_language(actor, found, language=language)
            else:
                read.change_language(actor, found, language=language, seen=seen)
        elif do == "aside":
            actions.set_import_aside(actor, found, reason=request.POST.get("reason", "")[:2000])
            messages.success(request, _("The import was set aside. The file is kept."))
        elif do == "again":
            upload.resume_and_read(actor, found)
        elif do == "reopen":
            actions.reopen_import(actor, found)
            messages.success(request, _("The import is open again."))
        else:
            raise Fault(
                _("The site did not understand what was asked."), _("Go back and try once more.")
            )
    except Fault as refused:
        messages.error(request, str(preview.translate_fault(refused)))
    return redirect(where)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_destination(request: HttpRequest, key: int) -> HttpResponse:
    """What becomes of one text of a file."""
    found = _get_import(request, key)
    root = request.GET.get("text", "")
    row = next((each for each in found.destinations.all() if each.root == root), None)
    if row is None and request.method == "POST":
        return _already_closed(request, found)
    if row is None or found.state not in (READ, PUBLISHED):
        raise Http404(root)
    if found.state != READ:
        return _already_closed(request, found)
    own = queries.read_preview(found).owns[root]
    find = request.POST.get("find", "").replace("\x00", "")[:200]
    choices = queries.target_choices(request.user, row, own.text, find)
    changed = has_revisions(own.text)
    form, status = DestinationForm(row, own.text, choices, changed=changed), 200
    if request.method == "POST":
        form = DestinationForm(row, own.text, choices, changed=changed, data=request.POST)
        if request.POST.get("do") == "find":
            form.only_find()
        elif form.is_valid():
            try:
                described = form.described(root, own.text)
                publish.set_destination(
                    Actor.of(request),
                    found,
                    root=root,
                    described=described,
                    seen=form.cleaned_data["seen"],
                    **form.given(),
                )
            except InvalidInput as fault:
                add_fault(form, fault)
            except WrongState as fault:
                form.add_error(None, str(fault))
                # What was typed stays, beside how it stands now: sent once more, it is done.
                form.data = request.POST.copy()
                form.data["seen"], status = working_copy.decision_token(found, root), fault.status
            except Fault as refused:
                messages.error(request, str(preview.translate_fault(refused)))
                return redirect(found)
            else:
                messages.success(request, _("What becomes of the text was kept."))
                return redirect(found)
        status = 422 if status == 200 and form.errors else status
    name = preview.text_name(own.text)
    context = {
        "it": found,
        "form": form,
        "name": name,
        "trail": preview.import_trail(found, name),
        "language": own.text.language,
    }
    return render(request, "instruments/imports/destination.html", context, status=status)


@require_POST
def publish_page(request: HttpRequest, key: int) -> HttpResponse:
    """Publish what was decided: all of it, or nothing."""
    found = _get_import(request, key)
    if found.state != READ:
        return _already_closed(request, found)
    try:
        made = publish.publish_import(Actor.of(request), found, seen=request.POST.get("seen", ""))
    except Fault as refused:
        return _preview(request, found, fault=preview.translate_fault(refused))
    messages.success(request, _("The texts are published."))
    return redirect(made[0] if len(made) == 1 else reverse(IMPORT_URL, args=[found.pk]))
