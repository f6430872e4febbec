"""The review: texts in which something was found, the findings of a text, and one finding to decide on."""

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
from majlis.mandates import actions, findings, tasks
from majlis.mandates.lifecycle import ACCEPTED, WAITING
from majlis.mandates.models import Finding
from majlis.mandates.queries import findings as queries
from majlis.mandates.rules.finding import queue_of
from majlis.mandates.show import finding as show
from majlis.mandates.views.deciding import NEAR as NEAR_ASKED
from majlis.mandates.views.deciding import Deciding

A_PAGE = 50
NEAR = 8
"""Findings before and behind the open one that stand beside it."""


def way(*more: parts.Link) -> list[parts.Link]:
    """The way to a page of the review."""
    return [parts.Link(_("Mandates to review"), reverse("mandates:review")), *more]


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Texts in which the engine found something: how much waits, how much is decided."""
    if queue_of(request.user) is None:
        raise Http404
    here = get_language() or "en"
    found = queries.versions(request.user, here)
    page = paginate(queries.with_names(found), A_PAGE, request.GET.get("page"))
    rows = []
    for each in page.object_list:
        done = each.found - each.wait
        rows.append(
            [
                parts.Cell(
                    text_names.full_version_name(each),
                    reverse("mandates:review_version", args=[each.pk]),
                    str(each.get_state_display()),
                ),
                each.wait,
                progress(done, each.found),
            ]
        )
    columns = [
        parts.Column(_("Text")),
        parts.Column(_("Waiting"), number=True),
        parts.Column(pgettext("findings", "Decided")),
    ]
    about = {
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("Mandates to review")),
        ],
        "table": parts.Table(columns, rows, _("Texts by what waits"), headed=True),
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/review.html", about)


def progress(done: int, whole: int) -> str:
    """How far it is: "12 of 23 decided"."""
    here = get_language() or "en"
    words = ngettext("%(done)s of %(whole)s decided", "%(done)s of %(whole)s decided", whole)
    return words % {"done": formats.number(done, here), "whole": formats.number(whole, here)}


def _version(request: HttpRequest, key: int) -> Any:
    version = queries.version_for(request.user, key, get_language() or "en")
    if version is None:
        raise Http404
    return version


@require_http_methods(["GET", "HEAD", "POST"])
def review_version(request: HttpRequest, key: int) -> HttpResponse:
    """What was found in one version; what goes on unchanged can be accepted at once."""
    version = _version(request, key)
    actor = Actor.of(request)
    reads = may(actor, "mandates.find", version)
    if request.method == "POST" and request.POST.get("do") == "read" and reads:
        tasks.find_in.enqueue(version.pk)
        messages.success(request, _("The text is read soon. What you decided stays as it is."))
        return redirect("mandates:review_version", version.pk)
    if request.method == "POST":
        return _all_unchanged(request, actor, version)
    rows = queries.of_version(version)
    groups = findings.with_details(rows)
    heads = [each for each, _details in groups if not findings.is_detail(each.found)]
    done = sum(each.state != WAITING for each in heads)
    goes_on = any(each.goes_on_id and each.state == WAITING for each in rows)
    same = len(actions.unchanged(version)) if goes_on else 0
    name = text_names.full_version_name(version)
    about = {
        "version": version,
        "name": name,
        "trail": way(parts.Link(name)),
        "groups": [
            {"it": show.item(each), "details": [show.item(one) for one in details]}
            for each, details in groups
        ],
        "done": done,
        "whole": len(heads),
        "progress": progress(done, len(heads)),
        "unchanged": same,
        "reads": reads,
        "first": next((each.pk for each in heads if each.state == WAITING), None),
    }
    return render(request, "mandates/review_version.html", about)


def _all_unchanged(request: HttpRequest, actor: Actor, version: Any) -> HttpResponse:
    try:
        made = actions.accept_unchanged(actor, version)
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
    return redirect("mandates:review_version", version.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """One finding: its words with the witness marked, and the form to decide on it."""
    found = queries.finding(request.user, key)
    if found is None:
        raise Http404
    chain, words = queries.around(found)
    deciding = Deciding(request, found, words)
    answer = deciding.answer()
    if answer is not None:
        return answer
    if request.method == "GET" and found.state == WAITING and NEAR_ASKED not in request.GET:
        actions.open_finding(Actor.of(request), found)
    here = get_language() or "en"
    of = show.letters(found.found)
    said = show.own(words, found, of)
    name = format.localized_symbol(found.version.instrument.symbol, here) or found.version.slug
    list_url = reverse("mandates:review_version", args=[found.version_id])
    place = format.provision_reference(
        [(each, words.get(each.eid, {}).get(found.language)) for each in chain]
    )
    rows = queries.of_version(found.version)
    about = {
        "it": found,
        "name": name,
        "place": place,
        "trail": way(parts.Link(name, list_url), parts.Link(place)),
        "above": show.above(chain, words, found, of),
        "said": said,
        "others": len(words.get(found.provision.eid, {})) - 1,
        "dial": show.DIALS.get(found.state, "ended"),
        "looking": _looking(request, found),
        "list_url": list_url,
        "changed": _changed(found, words),
        "take_back": _take_back(request, found, deciding),
        **_queue(rows, found),
        **deciding.about(of),
    }
    return render(request, "mandates/finding.html", about, status=deciding.status)


def _take_back(request: HttpRequest, found: Finding, deciding: Deciding) -> str:
    """Where what was accepted wrongly is taken back; nothing where that is not so or not the person's to do."""
    of, verb = (
        ("clause", "mandates.take_back_clause")
        if found.clause
        else ("asking", "mandates.take_back")
    )
    target = found.clause or deciding.asking
    if found.state != ACCEPTED or target is None or not may(Actor.of(request), verb, found):
        return ""
    return reverse("mandates:take_back", args=[of, target.pk])


def _looking(request: HttpRequest, found: Finding) -> Any:
    """Another person who looks at it now."""
    other = actions.looked_at_by(found)
    return other if other is not None and other != request.user else None


def _changed(found: Finding, words: Mapping[str, Mapping[str, Any]]) -> Any:
    """What changed in its words since the mandate that it goes on was accepted; empty where nothing did."""
    if found.goes_on is None or found.state != WAITING:
        return ""
    wording = words.get(found.provision.eid, {}).get(found.language)
    was = queries.former(found)
    if wording is None or not was or was.split() == wording.text.split():
        return ""
    return render_redline(was, wording.text)


def _queue(rows: Sequence[Any], found: Finding) -> dict[str, Any]:
    """What stands beside an open finding: those near it, and how far the text is."""
    heads = [each for each in rows if not findings.is_detail(each.found)]
    shown = [each for each in rows if each.pk == found.pk or not findings.is_detail(each.found)]
    at = next((n for n, each in enumerate(shown) if each.pk == found.pk), 0)
    done = sum(each.state != WAITING for each in heads)
    near = shown[max(0, at - NEAR) : at + NEAR + 1]
    return {
        "queue": [show.item(each, found.pk) for each in near],
        "done": done,
        "whole": len(heads),
        "progress": progress(done, len(heads)),
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
    if provision is None or not may(Actor.of(request), "mandates.add_by_hand", provision):
        raise Http404
    try:
        made = actions.add_by_hand(Actor.of(request), provision)
    except InvalidInput as fault:
        messages.error(request, str(fault))
        return redirect(provision)
    return redirect("mandates:finding", made.pk)
