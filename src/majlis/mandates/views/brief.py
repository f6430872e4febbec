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
from majlis.mandates.show import brief as show
from majlis.mandates.show import clauses as show_clauses
from majlis.mandates.show import reach as how_far
from majlis.mandates.show.lines import phase_of, table
from majlis.mandates.views.printed import printed
from majlis.paper import write
from majlis.parties.models import Organisation


def _actor(request: HttpRequest, slug: str) -> Actor:
    try:
        return queries.actor_of(request.user, slug)
    except Actor.DoesNotExist:
        raise Http404(slug) from None


def _way(actor: Actor, last: str) -> list[parts.Link]:
    return [parts.Link(str(actor.say("title")), actor.get_absolute_url()), parts.Link(last)]


@require_safe
def of_actor(request: HttpRequest, slug: str) -> HttpResponse:
    """The brief of an actor."""
    actor = _actor(request, slug)
    found = queries.brief(request.user, [actor], get_language() or "en")
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
    organisation = (
        Organisation.objects.visible_to(request.user).with_words().filter(number=number).first()
    )
    if organisation is None:
        raise Http404(str(number))
    actors = queries.actors_for(organisation)
    found = queries.brief(request.user, actors, get_language() or "en", own=False)
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
        answer = HttpResponse(
            printed(write.pdf, show.sheet_of_paper(name, found, address, how_far.of(request.user))),
            content_type="application/pdf",
        )
        answer["Content-Disposition"] = content_disposition_header(True, "brief.pdf")
        return answer
    about |= {
        "title": name,
        "actors": actors,
        "brief": found,
        "asked": [show.asked(each) for each in found.asked],
        "changed": show.changes(found.changed) if found.changed else None,
        "comes": table(found.comes) if found.comes else None,
        "reach": how_far.of(request.user),
        "unled": found.unled,
    }
    return render(request, "mandates/brief.html", about)


@require_safe
def first_day(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever takes over: what is owed and due, what is open, what changed, whom to ask."""
    actor = _actor(request, slug)
    found = queries.brief(request.user, [actor], get_language() or "en")
    rows = [line for part in found.asked for line in (*part.dated, *part.undated)]
    late = [line for line in rows if phase_of(line.mandate)[0] == "late"]
    soon = [line for line in rows if phase_of(line.mandate)[0] == "soon"]
    said, unled = queries.to_take_over(request.user, actor, get_language() or "en")
    about = {
        "actor": actor,
        "trail": _way(actor, _("First day")),
        "count": found.count,
        "late": table(late) if late else None,
        "soon": table(soon) if soon else None,
        "said": table(said) if said else None,
        "unled": table(unled) if unled else None,
        "changed": show.changes(found.changed[:10]) if found.changed else None,
        "contact": actor.say("contact"),
        "reach": how_far.of(request.user),
    }
    return render(request, "mandates/first_day.html", about)


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """What lies before a body at its next meeting."""
    actor = _actor(request, slug)
    found = queries.checklist(request.user, actor, get_language() or "en")
    about = {
        "actor": actor,
        "trail": _way(actor, _("Checklist")),
        "comes": table(found.comes) if found.comes else None,
        "own": table(found.own) if found.own else None,
        "clauses": [show_clauses.clause(each) for each in found.clauses],
        "proposed": [
            parts.Link(str(each.say("title")), each.get_absolute_url()) for each in found.proposed
        ],
        "unled": table(found.unled) if found.unled else None,
        "reach": how_far.of(request.user),
    }
    return render(request, "mandates/checklist.html", about)
