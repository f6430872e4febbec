"""The pages of briefs: of an entity or delegation, for a handover, for the next meeting of a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majlis.look import parts
from majlis.mandates.briefings import handover, meeting, queries
from majlis.mandates.briefings import tables as show
from majlis.mandates.clauses import tables as show_clauses
from majlis.mandates.core.print import print_document
from majlis.mandates.core.representation import represents
from majlis.mandates.core.table import mandate_table
from majlis.mandates.models import Entity
from majlis.mandates.register import coverage_tables, entity_filter
from majlis.paper import write
from majlis.paper.blocks import Document
from majlis.parties.models import Organisation

MAX_CHANGES = 10
"""The most changes on the page for a successor."""


def _get_entity_or_404(request: HttpRequest, slug: str) -> Entity:
    try:
        return queries.get_entity(request.user, slug)
    except Entity.DoesNotExist:
        raise Http404(slug) from None


def _get_organisation_or_404(request: HttpRequest, number: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).with_wordings()
    organisation: Organisation | None = rows.filter(number=number).first()
    if organisation is None:
        raise Http404(str(number))
    return organisation


def _trail(entity: Entity, last: str) -> list[parts.Link]:
    return [parts.Link(str(entity.say("title")), entity.get_absolute_url()), parts.Link(last)]


def _wants_whole_list(request: HttpRequest) -> bool:
    """Whether the reader asks for full lists of what the register does not list."""
    return request.GET.get("list") == "whole"


@require_safe
def entity_brief(request: HttpRequest, slug: str) -> HttpResponse:
    """The brief of an entity."""
    entity = _get_entity_or_404(request, slug)
    brief = queries.brief(
        request.user, [entity], get_language() or "en", whole=_wants_whole_list(request)
    )
    return _brief_response(
        request,
        str(entity.say("title")),
        brief,
        [entity],
        {"trail": _trail(entity, _("Brief")), "of": entity},
    )


@require_safe
def delegation_brief(request: HttpRequest, number: int) -> HttpResponse:
    """The brief of a delegation: its mandates in its own name and as a member of its kind."""
    organisation = _get_organisation_or_404(request, number)
    actors = entity_filter.entities_for_organisation(request.user, organisation)
    language, whole = get_language() or "en", _wants_whole_list(request)
    brief = queries.brief(request.user, actors, language, own=False, whole=whole)
    title = str(organisation.say("title"))
    trail = [parts.Link(title, organisation.get_absolute_url()), parts.Link(_("Brief"))]
    return _brief_response(request, title, brief, actors, {"trail": trail, "of": organisation})


def _brief_response(
    request: HttpRequest,
    title: str,
    brief: queries.Brief,
    actors: Sequence[Entity],
    context: dict[str, Any],
) -> HttpResponse:
    name = _("Brief: %(name)s") % {"name": title}
    if request.GET.get("download") == "pdf":
        address = request.build_absolute_uri(request.path)
        document = show.brief_document(
            name, brief, address, coverage_tables.coverage_line(request.user)
        )
        return _pdf_response(document, "brief.pdf")
    context |= {
        "title": name,
        "actors": actors,
        "brief": brief,
        "asked": [show.force_context(each) for each in brief.asked],
        "changed": show.changes_table(brief.changed.rows) if brief.changed.rows else None,
        "more_changed": brief.changed.left,
        "comes": mandate_table(brief.comes.lines) if brief.comes.lines else None,
        "more_comes": brief.comes.left,
        "reach": coverage_tables.coverage_line(request.user),
        "unled": brief.unled,
    }
    return render(request, "mandates/briefings/brief.html", context)


def _pdf_response(document: Document, name: str) -> HttpResponse:
    response = HttpResponse(print_document(write.pdf, document), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_safe
def handover_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The handover page of an entity: overdue and coming mandates, changes, contacts."""
    entity = _get_entity_or_404(request, slug)
    context = {"of": entity, "trail": _trail(entity, _("First day")), "own": [entity]}
    return _handover_response(request, [entity], context)


@require_safe
def delegation_handover_page(request: HttpRequest, number: int) -> HttpResponse:
    """The handover page of a delegation or another organization, in its own name and as a member of its kind."""
    organisation = _get_organisation_or_404(request, number)
    actors = entity_filter.entities_for_organisation(request.user, organisation)
    title = str(organisation.say("title"))
    trail = [parts.Link(title, organisation.get_absolute_url()), parts.Link(_("First day"))]
    own = [each for each in actors if each.organisation_id == organisation.pk]
    for each in own:
        each.organisation = organisation
    context = {"of": organisation, "trail": trail, "own": own}
    return _handover_response(request, actors, context)


def _handover_response(
    request: HttpRequest, actors: Sequence[Entity], context: dict[str, Any]
) -> HttpResponse:
    language = get_language() or "en"
    represented = [each for each in context["own"] if represents(request.user, each)]
    brief = handover.handover_brief(request.user, actors, language, represented)
    changed = queries.recent_changes(request.user, actors, language, limit=MAX_CHANGES)
    states = {name: some for name, some in brief.states.items() if some.lines}
    others = [each for each in actors if each not in context["own"]]
    context |= {
        "brief": f"{context['of'].get_absolute_url()}brief/",
        "count": brief.count,
        "late": mandate_table(states["late"].lines) if "late" in states else None,
        "passed": show.past_due_table(states["passed"].lines, brief.until)
        if "passed" in states
        else None,
        "soon": mandate_table(states["soon"].lines) if "soon" in states else None,
        "more": {name: some.left for name, some in brief.states.items()},
        "said": mandate_table(brief.said) if brief.said else None,
        "unled": mandate_table(brief.unled.lines) if brief.unled.lines else None,
        "more_unled": brief.unled.left,
        "changed": show.changes_table(changed.rows) if changed.rows else None,
        "more_changed": changed.left,
        "asked_as": [*context["own"], *others] if others else [],
        "contacts": [(each, each.say("contact")) for each in context["own"]],
        "reach": coverage_tables.coverage_line(request.user),
    }
    return render(request, "mandates/briefings/handover.html", context)


@require_safe
def meeting_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The checklist of a body for its next meeting."""
    entity = _get_entity_or_404(request, slug)
    language, whole = get_language() or "en", _wants_whole_list(request)
    brief = meeting.meeting_brief(request.user, entity, language, whole=whole)
    if request.GET.get("download") == "pdf":
        address = request.build_absolute_uri(request.path)
        name = f"{_('Checklist')} · {entity.say('title')}"
        document = show.meeting_document(
            name, brief, address, coverage_tables.coverage_line(request.user)
        )
        return _pdf_response(document, "checklist.pdf")
    session, when = show.session_label(brief.session)
    context = {
        "entity": entity,
        "trail": _trail(entity, _("Checklist")),
        "session": session,
        "when": when,
        "clauses": [show_clauses.clause_context(each) for each in brief.clauses],
        "more_clauses": brief.more_clauses,
        "proposed": [
            parts.Link(str(each.say("title")), each.get_absolute_url()) for each in brief.proposed
        ],
        "more_proposed": brief.more_proposed,
        "reach": coverage_tables.coverage_line(request.user),
    }
    for name in ("now", "comes", "own", "unled"):
        limited = getattr(brief, name)
        context |= {
            name: mandate_table(limited.lines) if limited.lines else None,
            f"more_{name}": limited.left,
        }
    context["more_comes"] = brief.now.left + brief.comes.left  # one list of the register has both
    return render(request, "mandates/briefings/meeting.html", context)
