"""Pages of the review: versions with findings, the findings of a version, one finding."""

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
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.extraction import actions, extract, queries, tasks
from majlis.mandates.extraction import tables as show
from majlis.mandates.extraction.decision import SIMILAR as NEAR_ASKED
from majlis.mandates.extraction.decision import FindingDecision
from majlis.mandates.lifecycle import ACCEPTED, WAITING
from majlis.mandates.models import Finding

PAGE_SIZE = 50
NEIGHBOURS = 8
"""Findings shown before and after the open one in the side column."""


def trail(*more: parts.Link) -> list[parts.Link]:
    """The breadcrumbs of a page of the review."""
    return [parts.Link(_("Mandates to review"), reverse("mandates:findings")), *more]


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions with findings: how many wait, how many are decided."""
    if reviewable_versions(request.user) is None:
        raise Http404
    language = get_language() or "en"
    found_versions = queries.versions_with_findings(request.user, language)
    page = paginate(queries.with_names(found_versions), PAGE_SIZE, request.GET.get("page"))
    rows = []
    for version in page.object_list:
        done = version.found - version.wait
        rows.append(
            [
                parts.Cell(
                    text_names.full_version_name(version),
                    reverse("mandates:version_findings", args=[version.pk]),
                    str(version.get_state_display()),
                ),
                version.wait,
                progress_text(done, version.found),
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
    """The share of findings that are decided, such as "12 of 23 decided"."""
    language = get_language() or "en"
    words = ngettext("%(done)s of %(whole)s decided", "%(done)s of %(whole)s decided", whole)
    return words % {
        "done": formats.number(done, language),
        "whole": formats.number(whole, language),
    }


def _get_version(request: HttpRequest, key: int) -> Any:
    version = queries.version_to_review(request.user, key, get_language() or "en")
    if version is None:
        raise Http404
    return version


@require_http_methods(["GET", "HEAD", "POST"])
def version_findings(request: HttpRequest, key: int) -> HttpResponse:
    """List the findings of a version; those with unchanged text can be accepted at once."""
    version = _get_version(request, key)
    actor = Actor.of(request)
    may_extract = may(actor, "mandates.extract_findings", version)
    if request.method == "POST" and request.POST.get("do") == "read" and may_extract:
        tasks.extract_findings_of_version.enqueue(version.pk)
        messages.success(request, _("The text is read soon. What you decided stays as it is."))
        return redirect("mandates:version_findings", version.pk)
    if request.method == "POST":
        return _accept_unchanged(request, actor, version)
    rows = queries.findings_of_version(version)
    groups = extract.with_details(rows)
    heads = [each for each, _details in groups if not extract.is_detail(each.extracted)]
    done = sum(each.state != WAITING for each in heads)
    continues = any(each.continues_id and each.state == WAITING for each in rows)
    unchanged_count = len(actions.unchanged_findings(version)) if continues else 0
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
        "unchanged": unchanged_count,
        "reads": may_extract,
        "first": next((each.pk for each in heads if each.state == WAITING), None),
    }
    return render(request, "mandates/extraction/version_findings.html", context)


def _accept_unchanged(request: HttpRequest, actor: Actor, version: Any) -> HttpResponse:
    try:
        mandates = actions.accept_unchanged_findings(actor, version)
    except Fault as fault:
        messages.error(request, str(fault))
    else:
        count = formats.number(len(mandates), get_language() or "en")
        words = ngettext(
            "%(count)s mandate goes on unchanged and was accepted.",
            "%(count)s mandates go on unchanged and were accepted.",
            len(mandates),
        )
        messages.success(request, words % {"count": count})
    return redirect("mandates:version_findings", version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """Show one finding with its witness marked, and the form to decide on it."""
    finding = queries.finding_to_review(request.user, key)
    if finding is None:
        raise Http404
    chain, words = queries.provisions_above(finding)
    deciding = FindingDecision(request, finding, words)
    answer = deciding.answer()
    if answer is not None:
        return answer
    if request.method == "GET" and finding.state == WAITING and NEAR_ASKED not in request.GET:
        actions.open_finding(Actor.of(request), finding)
    language = get_language() or "en"
    letters = show.field_letters(finding.extracted)
    text = show.finding_text(words, finding, letters)
    name = (
        format.localized_symbol(finding.version.instrument.symbol, language) or finding.version.slug
    )
    list_url = reverse("mandates:version_findings", args=[finding.version_id])
    place = format.provision_reference(
        [(each, words.get(each.eid, {}).get(finding.language)) for each in chain]
    )
    rows = queries.findings_of_version(finding.version)
    context = {
        "it": finding,
        "name": name,
        "place": place,
        "trail": trail(parts.Link(name, list_url), parts.Link(place)),
        "above": show.texts_above(chain, words, finding, letters),
        "said": text,
        "others": len(words.get(finding.provision.eid, {})) - 1,
        "dial": show.DIALS.get(finding.state, "ended"),
        "looking": _other_viewer(request, finding),
        "list_url": list_url,
        "changed": _text_changes(finding, words),
        "take_back": _revoke_url(request, finding, deciding),
        **_queue(rows, finding),
        **deciding.template_context(letters),
    }
    return render(request, "mandates/extraction/finding.html", context, status=deciding.status)


def _revoke_url(request: HttpRequest, finding: Finding, deciding: FindingDecision) -> str:
    """The address where an acceptance is revoked; empty if the user may not or nothing was accepted."""
    target_name, verb = (
        ("clause", "mandates.revoke_clause")
        if finding.clause
        else ("source", "mandates.revoke_acceptance")
    )
    target = finding.clause or deciding.source
    if finding.state != ACCEPTED or target is None or not may(Actor.of(request), verb, finding):
        return ""
    return reverse("mandates:revoke", args=[target_name, target.pk])


def _other_viewer(request: HttpRequest, finding: Finding) -> Any:
    """Another user who has the finding open now, or None."""
    other = actions.current_viewer(finding)
    return other if other is not None and other != request.user else None


def _text_changes(finding: Finding, words: Mapping[str, Mapping[str, Any]]) -> Any:
    """The redline of the text since its mandate was accepted; empty if nothing changed."""
    if finding.continues is None or finding.state != WAITING:
        return ""
    wording = words.get(finding.provision.eid, {}).get(finding.language)
    former = queries.former_text(finding)
    if wording is None or not former or former.split() == wording.text.split():
        return ""
    return render_redline(former, wording.text)


def _queue(rows: Sequence[Any], finding: Finding) -> dict[str, Any]:
    """The context of the side column: neighbouring findings, and how many are decided."""
    heads = [each for each in rows if not extract.is_detail(each.extracted)]
    listed = [
        each for each in rows if each.pk == finding.pk or not extract.is_detail(each.extracted)
    ]
    position = next((n for n, each in enumerate(listed) if each.pk == finding.pk), 0)
    done = sum(each.state != WAITING for each in heads)
    neighbours = listed[max(0, position - NEIGHBOURS) : position + NEIGHBOURS + 1]
    return {
        "queue": [show.finding_item(each, finding.pk) for each in neighbours],
        "done": done,
        "whole": len(heads),
        "progress": progress_text(done, len(heads)),
    }


@require_POST
def add_finding(request: HttpRequest, key: int) -> HttpResponse:
    """Add a finding by hand at a provision."""
    rows = Provision.objects.visible_to(request.user).filter(
        pk=key, version__record__withdrawal=None
    )
    provision = rows.select_related(
        "version__record", "version__body__record", "version__instrument__body__record"
    ).first()
    if provision is None or not may(Actor.of(request), "mandates.add_finding", provision):
        raise Http404
    try:
        finding = actions.add_finding(Actor.of(request), provision)
    except InvalidInput as fault:
        messages.error(request, str(fault))
        return redirect(provision)
    return redirect("mandates:finding", finding.pk)
