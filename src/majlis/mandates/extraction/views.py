"""Pages of the review: texts with findings, the findings of a text, one finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.instruments.citations import format
from majlis.instruments.citations import names as text_names
from majlis.instruments.models import Provision
from majlis.instruments.texts.wording import render_redline
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput
from majlis.kernel.pagination import paginate
from majlis.kernel.verbs import may
from majlis.look import formats, parts
from majlis.mandates.extraction import actions, extract, queries, tasks
from majlis.mandates.extraction import tables as show
from majlis.mandates.extraction.decision import SIMILAR as NEAR_ASKED
from majlis.mandates.extraction.decision import FindingDecision
from majlis.mandates.lifecycle import ACCEPTED, WAITING
from majlis.mandates.models import Finding
from majlis.mandates.rules import reviewable_versions

PAGE_SIZE = 50
NEIGHBOURS = 8
"""Findings before and behind the open one that stand beside it."""


def trail(*more: parts.Link) -> list[parts.Link]:
    """The way to a page of the review."""
    return [parts.Link(_("Mandates to review"), reverse("mandates:findings")), *more]


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Texts in which the engine found something: how much waits, how much is decided."""
    if reviewable_versions(request.user) is None:
        raise Http404
    here = get_language() or "en"
    found = queries.versions_with_findings(request.user, here)
    page = paginate(queries.with_names(found), PAGE_SIZE, request.GET.get("page"))
    rows = []
    for each in page.object_list:
        done = each.found - each.wait
        rows.append(
            [
                parts.Cell(
                    text_names.full_version_name(each),
                    reverse("mandates:version_findings", args=[each.pk]),
                    str(each.get_state_display()),
                ),
                each.wait,
                progress_text(done, each.found),
            ]
        )
    columns = [
        parts.Column(_("Text")),
        parts.Column(_("Waiting"), number=True),
        parts.Column(pgettext("findings", "Decided")),
    ]
    context = {
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Mandates to review")),
        ],
        "table": parts.Table(columns, rows, _("Texts by what waits"), headed=True),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/extraction/versions.html", context)


def progress_text(done: int, whole: int) -> str:
    """How far it is: "12 of 23 decided"."""
    here = get_language() or "en"
    words = ngettext("%(done)s of %(whole)s decided", "%(done)s of %(whole)s decided", whole)
    return words % {"done": formats.number(done, here), "whole": formats.number(whole, here)}


def _get_version(request: HttpRequest, key: int) -> Any:
    version = queries.version_to_review(request.user, key, get_language() or "en")
    if version is None:
        raise Http404
    return version


@require_http_methods(["GET", "HEAD", "POST"])
def version_findings(request: HttpRequest, key: int) -> HttpResponse:
    """What was found in one version; what goes on unchanged can be accepted at once."""
    version = _get_version(request, key)
    actor = Actor.of(request)
    reads = may(actor, "mandates.extract_findings", version)
    if request.method == "POST" and request.POST.get("do") == "read" and reads:
        tasks.extract_findings_of_version.enqueue(version.pk)
        messages.success(request, _("The text is read soon. What you decided stays as it is."))
        return redirect("mandates:version_findings", version.pk)
    if request.method == "POST":
        return _accept_unchanged(request, actor, version)
    rows = queries.findings_of_version(version)
    groups = extract.with_details(rows)
    heads = [each for each, _details in groups if not extract.is_detail(each.found)]
    done = sum(each.state != WAITING for each in heads)
    continues = any(each.continues_id and each.state == WAITING for each in rows)
    same = len(actions.unchanged_findings(version)) if continues else 0
    name = text_names.full_version_name(version)
    context = {
        "version": version,
        "name": name,
        "trail": trail(parts.Link(name)),
        "groups": [
            {"it": show.finding_item(each), "details": [show.finding_item(one) for one in details]}
            for each, details in groups
        ],
        "done": done,
        "whole": len(heads),
        "progress": progress_text(done, len(heads)),
        "unchanged": same,
        "reads": reads,
        "first": next((each.pk for each in heads if each.state == WAITING), None),
    }
    return render(request, "mandates/extraction/version_findings.html", context)


def _accept_unchanged(request: HttpRequest, actor: Actor, version: Any) -> HttpResponse:
    try:
        made = actions.accept_unchanged_findings(actor, version)
    except Fault as fault:
        messages.error(request, str(fault))
    else:
        count = formats.number(len(made), get_language() or "en")
        words = ngettext(
            "%(count)s mandate goes on unchanged and was accepted.",
            "%(count)s mandates go on unchanged and were accepted.",
            len(made),
        )
        messages.success(request, words % {"count": count})
    return redirect("mandates:version_findings", version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """One finding: its words with the witness marked, and the form to decide on it."""
    found = queries.finding_to_review(request.user, key)
    if found is None:
        raise Http404
    chain, words = queries.provisions_above(found)
    deciding = FindingDecision(request, found, words)
    answer = deciding.answer()
    if answer is not None:
        return answer
    if request.method == "GET" and found.state == WAITING and NEAR_ASKED not in request.GET:
        actions.open_finding(Actor.of(request), found)
    here = get_language() or "en"
    of = show.field_letters(found.found)
    said = show.finding_text(words, found, of)
    name = format.localized_symbol(found.version.instrument.symbol, here) or found.version.slug
    list_url = reverse("mandates:version_findings", args=[found.version_id])
    place = format.provision_reference(
        [(each, words.get(each.eid, {}).get(found.language)) for each in chain]
    )
    rows = queries.findings_of_version(found.version)
    context = {
        "it": found,
        "name": name,
        "place": place,
        "trail": trail(parts.Link(name, list_url), parts.Link(place)),
        "above": show.texts_above(chain, words, found, of),
        "said": said,
        "others": len(words.get(found.provision.eid, {})) - 1,
        "dial": show.DIALS.get(found.state, "ended"),
        "looking": _other_viewer(request, found),
        "list_url": list_url,
        "changed": _text_changes(found, words),
        "take_back": _revoke_url(request, found, deciding),
        **_queue(rows, found),
        **deciding.about(of),
    }
    return render(request, "mandates/extraction/finding.html", context, status=deciding.status)


def _revoke_url(request: HttpRequest, found: Finding, deciding: FindingDecision) -> str:
    """Where what was accepted wrongly is taken back; nothing where that is not so or not the person's to do."""
    of, verb = (
        ("clause", "mandates.revoke_clause")
        if found.clause
        else ("source", "mandates.revoke_acceptance")
    )
    target = found.clause or deciding.source
    if found.state != ACCEPTED or target is None or not may(Actor.of(request), verb, found):
        return ""
    return reverse("mandates:revoke", args=[of, target.pk])


def _other_viewer(request: HttpRequest, found: Finding) -> Any:
    """Another person who looks at it now."""
    other = actions.current_viewer(found)
    return other if other is not None and other != request.user else None


def _text_changes(found: Finding, words: Mapping[str, Mapping[str, Any]]) -> Any:
    """What changed in its words since the mandate that it goes on was accepted; empty where nothing did."""
    if found.continues is None or found.state != WAITING:
        return ""
    wording = words.get(found.provision.eid, {}).get(found.language)
    was = queries.former_text(found)
    if wording is None or not was or was.split() == wording.text.split():
        return ""
    return render_redline(was, wording.text)


def _queue(rows: Sequence[Any], found: Finding) -> dict[str, Any]:
    """What stands beside an open finding: those near it, and how far the text is."""
    heads = [each for each in rows if not extract.is_detail(each.found)]
    shown = [each for each in rows if each.pk == found.pk or not extract.is_detail(each.found)]
    at = next((n for n, each in enumerate(shown) if each.pk == found.pk), 0)
    done = sum(each.state != WAITING for each in heads)
    near = shown[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
    return {
        "queue": [show.finding_item(each, found.pk) for each in near],
        "done": done,
        "whole": len(heads),
        "progress": progress_text(done, len(heads)),
    }


@require_POST
def add_finding(request: HttpRequest, key: int) -> HttpResponse:
    """A person found that a provision asks for something."""
    rows = Provision.objects.visible_to(request.user).filter(
        pk=key, version__record__withdrawal=None
    )
    provision = rows.select_related(
        "version__record", "version__body__record", "version__instrument__body__record"
    ).first()
    if provision is None or not may(Actor.of(request), "mandates.add_finding", provision):
        raise Http404
    try:
        made = actions.add_finding(Actor.of(request), provision)
    except InvalidInput as fault:
        messages.error(request, str(fault))
        return redirect(provision)
    return redirect("mandates:finding", made.pk)
