"""Pages of imports: list, preview, corrections, destinations, publication."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, override

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext, npgettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.instruments import engine_messages
from majlis.instruments.citations.names import EXCERPT_LENGTH, instrument_symbol
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
from majlis.instruments.imports.body_detection import unlisted_body
from majlis.instruments.imports.forms import (
    CorrectionForm,
    DestinationForm,
    ImportFilters,
    LanguageForm,
    NewBodyForm,
    RevisionForm,
    UploadForm,
    provision_edits,
)
from majlis.instruments.imports.queries import Preview
from majlis.instruments.imports.tables import COLUMNS, FILES_TITLE, ImportRow
from majlis.instruments.lifecycle import PUBLISHED, READ, UNREADABLE, WAITING
from majlis.instruments.models import Import, Instrument
from majlis.instruments.texts.paging import part_number
from majlis.kernel import files
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, Refused, WrongState
from majlis.kernel.verbs import may
from majlis.kernel.work import work_of
from majlis.kit.action_page import CreateAction, button_view
from majlis.kit.list_page import ListPage
from majlis.kit.sent_form import add_fault
from majlis.kit.work import work_steps
from majlis.look import formats
from majlis.look.bidi import filled
from majlis.parties.actions import body as body_actions
from majlis.textkit.model import Text
from majlis.textkit.views import has_revisions


def require_importer(request: HttpRequest) -> Actor:
    """The actor of the request, if they may import texts. Raises Refused."""
    actor = Actor.of(request)
    if not may(actor, "instruments.upload_import"):
        raise Refused()
    return actor


def _import_url(key: int) -> str:
    return reverse("instruments:import", args=[key])


def _get_import(request: HttpRequest, key: int) -> Import:
    require_importer(request)
    imported = queries.get_import(request.user, key)
    if imported is None:
        raise Http404(key)
    return imported


class UploadImports(CreateAction):
    """Upload files, each of which becomes an import."""

    verb = actions.upload_import
    form_class = UploadForm
    title = pgettext_lazy("button", "Import texts")
    drafts = False
    parents = (
        (pgettext_lazy("documents", "Texts"), "instruments:texts"),
        (FILES_TITLE, "instruments:imports"),
    )

    @cached_property
    def of_text(self) -> Instrument | None:
        """The text, named in the address, of which the files are other versions or languages."""
        held = Instrument.objects.visible_to(self.reader).filter(held=True).with_wordings()
        found: Instrument | None = held.filter(slug=self.request.GET.get("of", "")[:100]).first()
        return found

    @override
    def get_lead(self) -> str:
        if self.of_text is None:
            return ""
        message = gettext("New version or language version of: %(text)s")
        return filled(message, text=instrument_symbol(self.of_text, EXCERPT_LENGTH))

    @override
    def run(self, form: BaseForm) -> HttpResponse:
        result = upload.upload_files(self.actor, form.cleaned_data["files"], self.of_text)
        for name, why in result.refused:
            form.add_error("files", f"{name}{formats.colon(self.language)}{why}")
        self.report(result)
        if result.refused:  # what came in stays
            return self.render(status=422)
        one = len(result.imports) == 1
        return redirect(result.imports[0]) if one else redirect("instruments:imports")

    def report(self, result: upload.UploadResult) -> None:
        """Add messages: the number of imported files, and the files that were known."""
        count = len(result.made)
        if count and len(result.imports) + len(result.refused) > 1:
            words = ngettext("%(n)s file imported.", "%(n)s files imported.", count)
            messages.success(self.request, words % {"n": formats.number(count, self.language)})
        for imported in result.known:
            words = gettext("%(name)s has already been imported. It was not imported again.")
            messages.warning(self.request, words % {"name": imported.name})


class ImportList(ListPage[Import, ImportRow]):
    """The imports, the newest first."""

    template_name = "instruments/imports/list.html"
    permission = "instruments.upload_import"
    title = FILES_TITLE
    lead = _("Check the preview of each file and correct the text before publication.")
    parents = ((pgettext_lazy("documents", "Texts"), "instruments:texts"),)
    paginate_by = 50
    columns = COLUMNS
    filter_form = ImportFilters
    empty = _("No imported files yet.")

    @override
    def get_queryset(self) -> QuerySet[Import]:
        return queries.import_list(self.reader, self.filters["state"])

    @override
    def get_rows(self, items: Sequence[Import]) -> list[ImportRow]:
        return tables.import_rows(items)

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of files", "%(n)s file", "%(n)s files", total)

    @override
    def get_context_data(self) -> dict[str, Any]:
        counts = queries.state_counts(self.reader)
        states = tables.state_links(self.request, counts, self.filters["state"])
        return {**super().get_context_data(), "states": states}


@require_safe
def import_detail(request: HttpRequest, key: int) -> HttpResponse:
    """One import: waiting, unreadable with its fault, or its preview."""
    imported = _get_import(request, key)
    if not imported.now or imported.state not in (READ, PUBLISHED):
        context = {"it": imported, **preview.import_context(imported)}
        if imported.state == WAITING:
            context["steps"] = work_steps(Actor.of(request), work_of(imported))
        if imported.state == UNREADABLE and engine_messages.asks_for_language(imported.fault):
            context["language"] = LanguageForm()
        return render(request, "instruments/imports/detail.html", context)
    return _preview(request, imported)


@require_safe
def import_file(request: HttpRequest, key: int) -> FileResponse:
    """The uploaded file, as a download that browsers never display."""
    imported = _get_import(request, key)
    stored = files.open_file(imported.file.sha256)
    response = FileResponse(stored, content_type=imported.file.media_type)
    disposition = content_disposition_header(True, imported.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _preview(
    request: HttpRequest,
    imported: Import,
    *,
    correct: CorrectionForm | None = None,
    change: RevisionForm | None = None,
    fault: Fault | None = None,
    typed: dict[str, str] | None = None,
    at: str = "",
) -> HttpResponse:
    """The preview, with the forms of the provision that is open for correction."""
    preview_text = queries.read_preview(imported)
    at = at or request.GET.get("at", "")
    open_row = preview_text.row_of(at) if imported.state == READ else None
    page = (
        preview_text.page_of(at)
        if at
        else part_number(request.GET.get("part", ""), preview_text.parts)
    )
    language = LanguageForm(initial={"language": preview_text.text.language})
    if open_row is not None:
        correct = correct or CorrectionForm(open_row.provision, preview_text.text)
        change = change or RevisionForm(open_row.provision)
    # While a passage is open, each button of the page sends what was typed in it.
    sender = "corrections" if open_row is None else "passage"
    language.send_with(sender)
    status = 200
    invalid = next((form for form in (correct, change) if form is not None and form.errors), None)
    if fault is not None:
        if open_row is None:
            messages.error(request, str(fault))
        status = fault.status
    elif invalid is not None:
        status = 422
    context = {
        "it": imported,
        **preview.import_context(imported, preview_text, request.user),
        "segments": preview.preview_segments(
            imported, preview_text.part(page), preview_text.text, at=at, first=page == 1
        ),
        "pages": preview.page_links(imported, page, preview_text.parts),
        **preview.open_provision_context(imported, preview_text, open_row, page),
        "correct": correct,
        "change": change,
        "refused": str(fault) if fault is not None and open_row is not None else "",
        "failed": fault is not None,
        "typed": typed,
        "language": language,
        "sender": sender,
        "form": invalid,
        "open": imported.state == READ,
    }
    return render(request, "instruments/imports/preview.html", context, status=status)


def _seen_token(request: HttpRequest) -> int | None:
    value = request.POST.get("seen", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else None


def _already_closed(request: HttpRequest, imported: Import) -> HttpResponse:
    """Redirect with an error where an import is no longer open to corrections."""
    messages.error(request, str(WrongState()))
    return redirect(imported)


@button_view(_import_url)
def correct_provision(request: HttpRequest, key: int) -> HttpResponse:
    """Correct one provision of an import."""
    imported = _get_import(request, key)
    if imported.state != READ:
        return _already_closed(request, imported)
    at, action = request.POST.get("at", ""), request.POST.get("do", "")
    before = queries.read_preview(imported)
    row = before.row_of(at)
    if row is None or _seen_token(request) != working_copy.correction_token(imported):
        return _changed_meanwhile(request, imported, before)
    correct = CorrectionForm(row.provision, before.text, request.POST)
    change = RevisionForm(row.provision, request.POST)
    edits = provision_edits(action, correct, change)
    if correct.errors or change.errors:
        return _preview(request, imported, correct=correct, change=change, at=at)
    try:
        after = actions.correct_import(
            Actor.of(request), imported, edits=edits, seen=_seen_token(request)
        )
    except WrongState:
        return _changed_meanwhile(
            request, Import.objects.get(pk=imported.pk), queries.read_preview(imported)
        )
    except Fault as refused:
        fault = preview.translate_fault(refused)
        return _preview(request, imported, correct=correct, change=change, fault=fault, at=at)
    here = preview.follow_provision(after, before, edits, at)
    if action == "next":
        here = preview.next_doubtful(queries.read_preview(after), here) or here
    return redirect(preview.provision_url(after, here))


def _unsaved_passage(request: HttpRequest, imported: Import) -> HttpResponse | None:
    """The preview with what the user typed for a passage, where another button was pressed; else None.

    The buttons of the page send the form of the open passage with them, so that nothing typed is lost.
    """
    at = request.POST.get("at", "")
    if not at or imported.state != READ:
        return None
    current = queries.read_preview(imported)
    row = current.row_of(at)
    if row is None:
        return None
    correct = CorrectionForm(row.provision, current.text, request.POST)
    change = RevisionForm(row.provision, request.POST)
    if not (correct.is_pending or change.is_pending):
        return None
    fault = WrongState(
        _("The changes to this passage have not been saved."),
        _("Save them, or leave the passage unchanged. Then select the button again."),
    )
    return _preview(request, imported, correct=correct, change=change, fault=fault, at=at)


def _changed_meanwhile(request: HttpRequest, imported: Import, current: Preview) -> HttpResponse:
    """The preview with a conflict error; what the user typed stays in the form."""
    if imported.state != READ:
        return _already_closed(request, imported)
    fault = WrongState(
        _("Another user has corrected this text. Your change was not saved."),
        _("Check the current text, then repeat your change if needed."),
    )
    row = current.row_of_words(request.POST.get("words", ""), request.POST.get("at", ""))
    if row is None:
        typed = preview.typed_values(request.POST)
        return _preview(request, imported, fault=fault, typed=typed, at=request.POST.get("at", ""))
    return _preview(
        request,
        imported,
        correct=CorrectionForm(row.provision, current.text, request.POST),
        change=RevisionForm(row.provision, request.POST),
        fault=fault,
        at=row.provision.id,
    )


@button_view(_import_url)
def import_action(request: HttpRequest, key: int) -> HttpResponse:
    """Undo, redo, read in another language, leave a text out, set aside, resume, reopen."""
    imported = _get_import(request, key)
    actor, action, seen = Actor.of(request), request.POST.get("do", ""), _seen_token(request)
    url = imported.get_absolute_url()
    if (unsaved := _unsaved_passage(request, imported)) is not None:
        return unsaved
    try:
        if action in ("undo", "redo"):
            step = undo.next_step(imported, action)
            after = read.undo_or_redo(actor, imported, action, seen=seen)
            url = preview.provision_url(after, step.landing(after))
        elif action == "language":
            form = LanguageForm(request.POST)
            language = form.cleaned_data["language"] if form.is_valid() else ""
            if imported.state == UNREADABLE:
                read.read_in_language(actor, imported, language=language)
            else:
                read.change_language(actor, imported, language=language, seen=seen)
        elif "leave_out" in request.POST or "include" in request.POST:
            selected = "include" in request.POST
            value = request.POST["include" if selected else "leave_out"]
            token, _gap, root = value.partition(" ")
            publish.select_text(actor, imported, root, selected=selected, seen=token)
            url = f"{url}#texts"
        elif action == "aside":
            actions.set_import_aside(actor, imported, reason=request.POST.get("reason", "")[:2000])
            messages.success(request, gettext("Import discarded. The file has been retained."))
        elif action == "again":
            upload.resume_and_read(actor, imported)
        elif action == "reopen":
            actions.reopen_import(actor, imported)
            messages.success(request, pgettext("import of a text", "Import reopened."))
        else:
            raise Fault(_("The request could not be processed."), _("Go back and try again."))
    except Fault as refused:
        messages.error(request, str(preview.translate_fault(refused)))
    return redirect(url)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_destination(request: HttpRequest, key: int) -> HttpResponse:
    """The destination of one text of a file."""
    imported = _get_import(request, key)
    root = request.GET.get("text", "")
    row = next((each for each in imported.destinations.all() if each.root == root), None)
    if row is None and request.method == "POST":
        return _already_closed(request, imported)
    if row is None or imported.state not in (READ, PUBLISHED):
        raise Http404(root)
    if imported.state != READ:
        return _already_closed(request, imported)
    text = queries.read_preview(imported).owns[root].text
    sent: QueryDict = request.POST
    action = sent.get("do", "")
    find = sent.get("find", "").replace("\x00", "")[:200]
    choices, status = queries.target_choices(request.user, row, text, find), 200
    new_body = NewBodyForm(
        choices,
        language=text.language,
        name=unlisted_body(text) if row.body is None else "",
        data=sent if action == "body" else None,
    )
    if action == "body":
        sent, status = _add_body(request, new_body, text)
        choices = queries.target_choices(request.user, row, text, find)
    changed = has_revisions(text)
    form = DestinationForm(
        row, text, choices, changed=changed, data=sent if request.method == "POST" else None
    )
    if action in ("find", "body"):
        form.clear_errors()
    elif request.method == "POST" and form.is_valid():
        try:
            described = form.description_edit(root, text)
            publish.set_destination(
                Actor.of(request),
                imported,
                root=root,
                described=described,
                seen=form.cleaned_data["seen"],
                **form.verb_arguments(),
            )
        except InvalidInput as fault:
            add_fault(form, fault)
        except WrongState as fault:
            form.add_error(None, str(fault))
            # With the current token, the user can send the form again.
            form.data = request.POST.copy()
            form.data["seen"], status = working_copy.decision_token(imported, root), fault.status
        except Fault as refused:
            messages.error(request, str(preview.translate_fault(refused)))
            return redirect(imported)
        else:
            messages.success(request, gettext("Publication settings saved."))
            return redirect(imported)
    name = preview.text_name(text)
    context = {
        "it": imported,
        "form": form,
        "new_body": new_body,
        "name": name,
        "trail": preview.import_trail(imported, name),
        "language": text.language,
    }
    status = 422 if status == 200 and form.errors else status
    return render(request, "instruments/imports/destination.html", context, status=status)


def _add_body(request: HttpRequest, form: NewBodyForm, text: Text) -> tuple[QueryDict, int]:
    """Add the body; gives what was sent for the text, with that body selected, and the status."""
    sent = request.POST.copy()
    if not form.is_valid():
        return sent, 422
    try:
        body = body_actions.add_body(
            Actor.of(request),
            title=form.cleaned_data["title"],
            language=text.language,
            abbreviation=form.cleaned_data["abbreviation"],
            parent=form.cleaned_data["parent"],
            source=text.symbol or text.title,
        )
    except InvalidInput as fault:
        return sent, add_fault(form, fault)
    sent["body"] = str(body.pk)
    messages.success(request, gettext("Body added and selected. Save the publication settings."))
    return sent, 200


@button_view(_import_url)
def publish_page(request: HttpRequest, key: int) -> HttpResponse:
    """Publish all texts of an import."""
    imported = _get_import(request, key)
    if imported.state != READ:
        return _already_closed(request, imported)
    if (unsaved := _unsaved_passage(request, imported)) is not None:
        return unsaved
    seen = request.POST.get("decided", "") or request.POST.get("seen", "")
    try:
        publish.publish_import(Actor.of(request), imported, seen=seen)
    except Fault as refused:
        return _preview(request, imported, fault=preview.translate_fault(refused))
    messages.success(request, pgettext("import of a text", "Texts published."))
    return redirect("instruments:import_progress", key)
