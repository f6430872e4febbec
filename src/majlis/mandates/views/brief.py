"""One page for a delegation, an entity or a body: what is asked of it; for its successor; for its next meeting."""

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
from majlis.mandates.models import Actor
from majlis.mandates.queries import brief as queries
from majlis.mandates.queries import checklist as lists
from majlis.mandates.queries import first_day as days
from majlis.mandates.rules.people import represents
from majlis.mandates.show import brief as show
from majlis.mandates.show import clauses as show_clauses
from majlis.mandates.show import reach as how_far
from majlis.mandates.show.lines import table
from majlis.mandates.views.printed import printed
from majlis.paper import write
from majlis.paper.blocks import Document
from majlis.parties.models import Organisation

LATEST = 10
"""Changes that the page for a successor names."""


def _actor(request: HttpRequest, slug: str) -> Actor:
    try:
        return queries.actor_of(request.user, slug)
    except Actor.DoesNotExist:
        raise Http404(slug) from None


def _organisation(request: HttpRequest, number: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).with_words()
    found: Organisation | None = rows.filter(number=number).first()
    if found is None:
        raise Http404(str(number))
    return found


def _way(actor: Actor, last: str) -> list[parts.Link]:
    return [parts.Link(str(actor.say("title")), actor.get_absolute_url()), parts.Link(last)]


def _whole(request: HttpRequest) -> bool:
    """Whether all is asked for of what has no list of its own in the register."""
    return request.GET.get("list") == "whole"


@require_safe
def of_actor(request: HttpRequest, slug: str) -> HttpResponse:
    """The brief of an actor."""
    actor = _actor(request, slug)
    found = queries.brief(request.user, [actor], get_language() or "en", whole=_whole(request))
    return _answer(
        request,
        str(actor.say("title")),
        found,
        [actor],
        {"trail": _way(actor, _("Brief")), "of": actor},
    )


@require_safe
def of_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """The brief of a delegation: what is asked of it in its own name, and as one of its kind."""
    organisation = _organisation(request, number)
    actors = queries.actors_for(request.user, organisation)
    here, whole = get_language() or "en", _whole(request)
    found = queries.brief(request.user, actors, here, own=False, whole=whole)
    title = str(organisation.say("title"))
    trail = [parts.Link(title, organisation.get_absolute_url()), parts.Link(_("Brief"))]
    return _answer(request, title, found, actors, {"trail": trail, "of": organisation})


def _answer(
    request: HttpRequest,
    title: str,
    found: queries.Brief,
    actors: Sequence[Actor],
    about: dict[str, Any],
) -> HttpResponse:
    name = _("Brief: %(name)s") % {"name": title}
    if request.GET.get("download") == "pdf":
        address = request.build_absolute_uri(request.path)
        sheet = show.sheet_of_paper(name, found, address, how_far.of(request.user))
        return _on_paper(sheet, "brief.pdf")
    about |= {
        "title": name,
        "actors": actors,
        "brief": found,
        "asked": [show.asked(each) for each in found.asked],
        "changed": show.changes(found.changed.rows) if found.changed.rows else None,
        "more_changed": found.changed.left,
        "comes": table(found.comes.lines) if found.comes.lines else None,
        "more_comes": found.comes.left,
        "reach": how_far.of(request.user),
        "unled": found.unled,
    }
    return render(request, "mandates/brief.html", about)


def _on_paper(sheet: Document, name: str) -> HttpResponse:
    answer = HttpResponse(printed(write.pdf, sheet), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer


@require_safe
def first_day(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever takes over: what is owed and due, what is open, what changed, whom to ask."""
    actor = _actor(request, slug)
    about = {"of": actor, "trail": _way(actor, _("First day")), "own": [actor]}
    return _first_day(request, [actor], about)


@require_safe
def first_day_of_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """The same for a delegation or any other organization: in its own name, and as one of its kind."""
    organisation = _organisation(request, number)
    actors = queries.actors_for(request.user, organisation)
    title = str(organisation.say("title"))
    trail = [parts.Link(title, organisation.get_absolute_url()), parts.Link(_("First day"))]
    own = [each for each in actors if each.organisation_id == organisation.pk]
    for each in own:
        each.organisation = organisation
    about = {"of": organisation, "trail": trail, "own": own}
    return _first_day(request, actors, about)


def _first_day(
    request: HttpRequest, actors: Sequence[Actor], about: dict[str, Any]
) -> HttpResponse:
    here = get_language() or "en"
    mine = [each for each in about["own"] if represents(request.user, each)]
    found = days.first_day(request.user, actors, here, mine)
    changed = queries.changed(request.user, actors, here, most=LATEST)
    states = {name: some for name, some in found.states.items() if some.lines}
    others = [each for each in actors if each not in about["own"]]
    about |= {
        "brief": f"{about['of'].get_absolute_url()}brief/",
        "count": found.count,
        "late": table(states["late"].lines) if "late" in states else None,
        "passed": show.passed(states["passed"].lines, found.until) if "passed" in states else None,
        "soon": table(states["soon"].lines) if "soon" in states else None,
        "more": {name: some.left for name, some in found.states.items()},
        "said": table(found.said) if found.said else None,
        "unled": table(found.unled.lines) if found.unled.lines else None,
        "more_unled": found.unled.left,
        "changed": show.changes(changed.rows) if changed.rows else None,
        "more_changed": changed.left,
        "asked_as": [*about["own"], *others] if others else [],
        "contacts": [(each, each.say("contact")) for each in about["own"]],
        "reach": how_far.of(request.user),
    }
    return render(request, "mandates/first_day.html", about)


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies before a body at its next meeting."""
    actor = _actor(request, slug)
    here, whole = get_language() or "en", _whole(request)
    found = lists.checklist(request.user, actor, here, whole=whole)
    if request.GET.get("download") == "pdf":
        address = request.build_absolute_uri(request.path)
        name = f"{_('Checklist')} · {actor.say('title')}"
        sheet = show.sheet_of_checklist(name, found, address, how_far.of(request.user))
        return _on_paper(sheet, "checklist.pdf")
    session, when = show.session_words(found.session)
    about = {
        "actor": actor,
        "trail": _way(actor, _("Checklist")),
        "session": session,
        "when": when,
        "clauses": [show_clauses.clause(each) for each in found.clauses],
        "more_clauses": found.more_clauses,
        "proposed": [
            parts.Link(str(each.say("title")), each.get_absolute_url()) for each in found.proposed
        ],
        "more_proposed": found.more_proposed,
        "reach": how_far.of(request.user),
    }
    for name in ("now", "comes", "own", "unled"):
        some = getattr(found, name)
        about |= {name: table(some.lines) if some.lines else None, f"more_{name}": some.left}
    about["more_comes"] = found.now.left + found.comes.left  # one list of the register has both
    return render(request, "mandates/checklist.html", about)
