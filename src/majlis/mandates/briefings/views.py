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
from majlis.mandates.briefings import handover as days
from majlis.mandates.briefings import meeting as lists
from majlis.mandates.briefings import queries
from majlis.mandates.briefings import tables as show
from majlis.mandates.clauses import tables as show_clauses
from majlis.mandates.core.print import print_document
from majlis.mandates.core.representation import represents
from majlis.mandates.core.table import mandate_table
from majlis.mandates.models import Entity
from majlis.mandates.register import coverage_tables as how_far
from majlis.mandates.register import entity_filter
from majlis.paper import write
from majlis.paper.blocks import Document
from majlis.parties.models import Organisation

MAX_CHANGES = 10
"""Changes that the page for a successor names."""


def _get_entity_or_404(request: HttpRequest, slug: str) -> Entity:
    try:
        return queries.get_entity(request.user, slug)
    except Entity.DoesNotExist:
        raise Http404(slug) from None


def _get_organisation_or_404(request: HttpRequest, number: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).with_wordings()
    found: Organisation | None = rows.filter(number=number).first()
    if found is None:
        raise Http404(str(number))
    return found


def _trail(entity: Entity, last: str) -> list[parts.Link]:
    return [parts.Link(str(entity.say("title")), entity.get_absolute_url()), parts.Link(last)]


def _wants_whole_list(request: HttpRequest) -> bool:
    """Whether all is asked for of what has no list of its own in the register."""
    return request.GET.get("list") == "whole"


@require_safe
def entity_brief(request: HttpRequest, slug: str) -> HttpResponse:
    """The brief of an entity."""
    entity = _get_entity_or_404(request, slug)
    found = queries.brief(
        request.user, [entity], get_language() or "en", whole=_wants_whole_list(request)
    )
    return _brief_response(
        request,
        str(entity.say("title")),
        found,
        [entity],
        {"trail": _trail(entity, _("Brief")), "of": entity},
    )


@require_safe
def delegation_brief(request: HttpRequest, number: int) -> HttpResponse:
    """The brief of a delegation: what is asked of it in its own name, and as one of its kind."""
    organisation = _get_organisation_or_404(request, number)
    actors = entity_filter.entities_for_organisation(request.user, organisation)
    here, whole = get_language() or "en", _wants_whole_list(request)
    found = queries.brief(request.user, actors, here, own=False, whole=whole)
    title = str(organisation.say("title"))
    trail = [parts.Link(title, organisation.get_absolute_url()), parts.Link(_("Brief"))]
    return _brief_response(request, title, found, actors, {"trail": trail, "of": organisation})


def _brief_response(
    request: HttpRequest,
    title: str,
    found: queries.Brief,
    actors: Sequence[Entity],
    about: dict[str, Any],
) -> HttpResponse:
    name = _("Brief: %(name)s") % {"name": title}
    if request.GET.get("download") == "pdf":
        address = request.build_absolute_uri(request.path)
        sheet = show.brief_document(name, found, address, how_far.coverage_line(request.user))
        return _pdf_response(sheet, "brief.pdf")
    about |= {
        "title": name,
        "actors": actors,
        "brief": found,
        "asked": [show.force_context(each) for each in found.asked],
        "changed": show.changes_table(found.changed.rows) if found.changed.rows else None,
        "more_changed": found.changed.left,
        "comes": mandate_table(found.comes.lines) if found.comes.lines else None,
        "more_comes": found.comes.left,
        "reach": how_far.coverage_line(request.user),
        "unled": found.unled,
    }
    return render(request, "mandates/briefings/brief.html", about)


def _pdf_response(sheet: Document, name: str) -> HttpResponse:
    answer = HttpResponse(print_document(write.pdf, sheet), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_safe
def handover_page(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever takes over: what is owed and due, what is open, what changed, whom to ask."""
    entity = _get_entity_or_404(request, slug)
    context = {"of": entity, "trail": _trail(entity, _("First day")), "own": [entity]}
    return _handover_response(request, [entity], context)


@require_safe
def delegation_handover_page(request: HttpRequest, number: int) -> HttpResponse:
    """The same for a delegation or any other organization: in its own name, and as one of its kind."""
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
    request: HttpRequest, actors: Sequence[Entity], about: dict[str, Any]
) -> HttpResponse:
    here = get_language() or "en"
    mine = [each for each in about["own"] if represents(request.user, each)]
    found = days.handover_brief(request.user, actors, here, mine)
    changed = queries.recent_changes(request.user, actors, here, most=MAX_CHANGES)
    states = {name: some for name, some in found.states.items() if some.lines}
    others = [each for each in actors if each not in about["own"]]
    about |= {
        "brief": f"{about['of'].get_absolute_url()}brief/",
        "count": found.count,
        "late": mandate_table(states["late"].lines) if "late" in states else None,
        "passed": show.past_due_table(states["passed"].lines, found.until)
        if "passed" in states
        else None,
        "soon": mandate_table(states["soon"].lines) if "soon" in states else None,
        "more": {name: some.left for name, some in found.states.items()},
        "said": mandate_table(found.said) if found.said else None,
        "unled": mandate_table(found.unled.lines) if found.unled.lines else None,
        "more_unled": found.unled.left,
        "changed": show.changes_table(changed.rows) if changed.rows else None,
        "more_changed": changed.left,
        "asked_as": [*about["own"], *others] if others else [],
        "contacts": [(each, each.say("contact")) for each in about["own"]],
        "reach": how_far.coverage_line(request.user),
    }
    return render(request, "mandates/briefings/handover.html", about)


@require_safe
def meeting_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies before a body at its next meeting."""
    entity = _get_entity_or_404(request, slug)
    here, whole = get_language() or "en", _wants_whole_list(request)
    found = lists.meeting_brief(request.user, entity, here, whole=whole)
    if request.GET.get("download") == "pdf":
        address = request.build_absolute_uri(request.path)
        name = f"{_('Checklist')} · {entity.say('title')}"
        sheet = show.meeting_document(name, found, address, how_far.coverage_line(request.user))
        return _pdf_response(sheet, "checklist.pdf")
    session, when = show.session_label(found.session)
    context = {
        "entity": entity,
        "trail": _trail(entity, _("Checklist")),
        "session": session,
        "when": when,
        "clauses": [show_clauses.clause_context(each) for each in found.clauses],
        "more_clauses": found.more_clauses,
        "proposed": [
            parts.Link(str(each.say("title")), each.get_absolute_url()) for each in found.proposed
        ],
        "more_proposed": found.more_proposed,
        "reach": how_far.coverage_line(request.user),
    }
    for name in ("now", "comes", "own", "unled"):
        some = getattr(found, name)
        context |= {
            name: mandate_table(some.lines) if some.lines else None,
            f"more_{name}": some.left,
        }
    context["more_comes"] = found.now.left + found.comes.left  # one list of the register has both
    return render(request, "mandates/briefings/meeting.html", context)
