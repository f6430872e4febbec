"""Bringing texts in: files, what was read in them, corrections, what becomes of each text, publishing."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.instruments import actions, previewing, reading
from majlis.instruments.forms.imports import (
    BringForm,
    ChangeForm,
    CorrectForm,
    DestinationForm,
    LanguageForm,
)
from majlis.instruments.lifecycle import IMPORT, READ
from majlis.instruments.models import Import
from majlis.instruments.queries import imports as queries
from majlis.instruments.queries.imports import Preview
from majlis.instruments.views.text import part_number
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Faulty, Refused
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.forms import Form
from majlis.textkit.model import Provision
from majlis.textkit.views import has_revisions

A_PAGE = 50
HERE = "instruments:import"


def require(request: HttpRequest) -> Actor:
    """Who reads, if they may bring texts in. Raises Refused."""
    actor = Actor.of(request)
    if not may(actor, "instruments.bring_in"):
        raise Refused()
    return actor


def _found(request: HttpRequest, key: int) -> Import:
    require(request)
    found = queries.imports(request.user).filter(pk=key).first()
    if found is None:
        raise Http404(key)
    return found


def _told(form: Form, fault: Faulty) -> None:
    for field, words in fault.faults.items():
        form.add_error(field if field in form.fields else None, str(words))


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """All imports, and files brought in."""
    actor = require(request)
    form, status = BringForm(), 200
    if request.method == "POST":
        form = BringForm(request.POST, request.FILES)
        if form.is_valid():
            made, refused = reading.bring_all(actor, form.cleaned_data["files"])
            for name, why in refused:
                form.add_error("files", f"{name}: {why}")
            if made and not refused:
                return redirect(made[0]) if len(made) == 1 else redirect("instruments:imports")
        status = 422
    state = request.GET.get("state", "")
    state = state if state in IMPORT.states else ""
    page = Paginator(queries.imports(request.user, state), A_PAGE).get_page(request.GET.get("page"))
    about = {
        "form": form,
        "table": previewing.table(page),
        "cut": parts.pages(request, page),
        "chosen": previewing.chosen(request, queries.counts(request.user), state),
    }
    return render(request, "instruments/imports.html", about, status=status)


@require_safe
def one_import(request: HttpRequest, key: int) -> HttpResponse:
    """One import: waiting, unreadable with its reason, or the preview of what was read."""
    found = _found(request, key)
    if not found.now or found.state not in (READ, "published"):
        return render(request, "instruments/import.html", {"it": found, **previewing.about(found)})
    return _preview(request, found)


def _preview(
    request: HttpRequest,
    found: Import,
    *,
    correct: CorrectForm | None = None,
    change: ChangeForm | None = None,
    fault: Fault | None = None,
    at: str = "",
) -> HttpResponse:
    """The preview, with the forms for one provision where one is to be corrected."""
    seen = queries.preview(found)
    at = at or request.GET.get("at", "")
    chosen = _provision(seen, at) if found.state == READ else None
    page = seen.page_of(at) if at else part_number(request.GET.get("part", ""), seen.parts)
    if chosen is not None:
        correct = correct or CorrectForm(chosen, seen.text)
        if any(run.revision for run in chosen.runs):
            change = change or ChangeForm(chosen)
    status = 200
    if fault is not None:
        messages.error(request, str(fault))
        status = fault.status
    elif (correct is not None and correct.errors) or (change is not None and change.errors):
        status = 422
    about = {
        "it": found,
        **previewing.about(found, seen, request.user),
        "rows": previewing.rows(found, seen.part(page), seen.text),
        "pages": previewing.page_links(found, page, seen.parts),
        "at": chosen.id if chosen is not None else "",
        "starts": chosen is not None and any(part.root == chosen.id for part in seen.text.parts),
        "correct": correct,
        "change": change,
        "language": LanguageForm(initial={"language": seen.text.language}),
        "form": correct if correct is not None and correct.errors else change,
        "open": found.state == READ,
    }
    return render(request, "instruments/preview.html", about, status=status)


def _provision(seen: Preview, eid: str) -> Provision | None:
    return next((row.provision for row in seen.rows if row.provision.id == eid), None)


def _seen(request: HttpRequest) -> int | None:
    given = request.POST.get("seen", "")
    return int(given) if given.isascii() and given.isdecimal() else None


@require_POST
def correct(request: HttpRequest, key: int) -> HttpResponse:
    """Correct one provision of what was read."""
    found = _found(request, key)
    at, do = request.POST.get("at", ""), request.POST.get("do", "")
    seen = queries.preview(found)
    provision = _provision(seen, at)
    if provision is None:
        fault = Fault(
            _("What you wanted to correct is not there any more."),
            _("Somebody corrected this text meanwhile: look at it as it stands now."),
        )
        return _preview(request, found, fault=fault)
    changes = do == "change"
    form = (
        ChangeForm(provision, request.POST)
        if changes
        else CorrectForm(provision, seen.text, request.POST)
    )
    wanted = []
    if form.is_valid():
        wanted = form.wanted() if isinstance(form, ChangeForm) else form.wanted(do)
    if form.errors:
        return _preview(
            request,
            found,
            correct=None if changes else form,  # type: ignore[arg-type]
            change=form if changes else None,  # type: ignore[arg-type]
            at=at,
        )
    try:
        row = actions.correct(Actor.of(request), found, wanted=wanted, seen=_seen(request))
    except Fault as refused:
        return _preview(request, found, fault=previewing.spoken_fault(refused), at=at)
    return redirect(previewing.address(row, previewing.near(row, seen, at)))


@require_POST
def step(request: HttpRequest, key: int) -> HttpResponse:
    """Undo, redo, read in another language, set aside, take up again."""
    found = _found(request, key)
    actor, do = Actor.of(request), request.POST.get("do", "")
    try:
        if do == "undo":
            actions.undo(actor, found)
        elif do == "redo":
            actions.redo(actor, found)
        elif do == "language":
            form = LanguageForm(request.POST)
            language = form.cleaned_data["language"] if form.is_valid() else ""
            actions.choose_language(actor, found, language=language)
        elif do == "aside":
            actions.set_import_aside(actor, found, reason=request.POST.get("reason", "")[:2000])
            messages.success(request, _("The import was set aside. The file is kept."))
        elif do == "again":
            reading.again(actor, found)
        else:
            raise Fault(
                _("The site did not understand what was asked."), _("Go back and try once more.")
            )
    except Fault as refused:
        messages.error(request, str(previewing.spoken_fault(refused)))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def destination(request: HttpRequest, key: int) -> HttpResponse:
    """What becomes of one text of a file."""
    found = _found(request, key)
    root = request.GET.get("text", "")
    row = found.destinations.filter(root=root).first()
    if row is None or found.state != READ:
        raise Http404(root)
    own = queries.preview(found).owns[root]
    choices = queries.choices(request.user, row)
    changed = has_revisions(own.text)
    form, status = DestinationForm(row, own.text, choices, changed=changed), 200
    if request.method == "POST":
        form = DestinationForm(row, own.text, choices, changed=changed, data=request.POST)
        if form.is_valid():
            try:
                described = form.described(root, own.text)
                actions.destine(
                    Actor.of(request), found, root=root, described=described, **form.given()
                )
            except Faulty as fault:
                _told(form, fault)
            else:
                messages.success(request, _("What becomes of the text was kept."))
                return redirect(found)
        status = 422
    about = {
        "it": found,
        "form": form,
        "name": previewing.name_of(own.text),
        "trail": previewing.trail(found, previewing.name_of(own.text)),
    }
    return render(request, "instruments/destination.html", about, status=status)


@require_POST
def publish(request: HttpRequest, key: int) -> HttpResponse:
    """Publish what was decided: all of it, or nothing."""
    found = _found(request, key)
    try:
        made = actions.publish(Actor.of(request), found)
    except Fault as refused:
        return _preview(request, found, fault=refused)
    messages.success(request, _("The texts are published."))
    return redirect(made[0] if len(made) == 1 else reverse(HERE, args=[found.pk]))
