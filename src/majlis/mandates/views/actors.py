"""Those who are asked: the list, the page of each, and what may be changed of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.instruments.texts.queries import load_words
from majlis.kernel import clock, downloads
from majlis.kernel.actor import Actor as Doer
from majlis.kernel.errors import Refused
from majlis.kernel.models import Access
from majlis.kernel.pagination import paginate
from majlis.kernel.templatetags.majlis import said, words
from majlis.kernel.verbs import may
from majlis.look import formats, menu, parts
from majlis.mandates import actions
from majlis.mandates.forms import actors as forms
from majlis.mandates.forms import filters
from majlis.mandates.kinds import Force
from majlis.mandates.models import Actor
from majlis.mandates.queries import actors as queries
from majlis.mandates.queries.answers_yearly import years_of
from majlis.mandates.show import lines
from majlis.mandates.show import reach as how_far
from majlis.parties.models import Body

A_PAGE = 50


def register_with(actor: Actor, **wanted: str) -> str:
    """The register with what this actor is asked; nothing where there is no register yet."""
    url = menu.url_of("mandates:register")
    return f"{url}?{urlencode({'actor': actor.slug} | wanted)}" if url else ""


@require_safe
def actors(request: HttpRequest) -> HttpResponseBase:
    """The list, in the order of names."""
    here = get_language() or "en"
    form = forms.ActorsForm(request.GET)
    wanted = form.wanted()
    found = queries.actors(
        request.user,
        wanted.get("q", ""),
        wanted.get("sort", ""),
        here,
        nothing=wanted["nothing"],
    )
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.sheet(request.user, found[: downloads.MAX_ROWS], here)
        )
    page = paginate(found.with_wordings(), A_PAGE, request.GET.get("page"))
    there = queries.counts(request.user, page.object_list)
    total = page.paginator.count
    told = ngettext("%(n)s actor", "%(n)s actors", total) % {"n": formats.number(total, here)}
    links = [parts.Link(*each) for each in downloads.download_links(request)]
    return render(
        request,
        "mandates/actors.html",
        {
            "filter": form,
            "chosen": parts.ListSummary(told, filters.shown(request, form), links),
            "table": _table([_row(each, *there.get(each.pk, (0, 0))) for each in page.object_list]),
            "cut": parts.page_links(request, page),
            "reach": how_far.of(request.user),
        },
    )


def _table(rows: list[list[Any]]) -> parts.Table:
    columns = [
        parts.Column(pgettext("mandates", "Actor")),
        parts.Column(_("Mandates in force"), number=True),
        parts.Column(_("No lead named"), number=True),
    ]
    return parts.Table(columns, rows, pgettext("mandates", "Actors"), headed=True)


def _row(actor: Actor, asked: int, unled: int) -> list[Any]:
    here = get_language() or "en"
    return [
        parts.Cell(said(actor.say("title")), actor.get_absolute_url(), actor.get_sort_display()),
        parts.Cell(formats.number(asked, here), register_with(actor) if asked else ""),
        parts.Cell(
            formats.number(unled, here), register_with(actor, state="nolead") if unled else ""
        ),
    ]


def _seen(request: HttpRequest, slug: str) -> Actor:
    """The actor at an address. Raises Http404."""
    rows = Actor.objects.visible_to(request.user).select_related("record")
    rows = rows.annotate(leads_on=queries.leads_on(request.user))
    near = ("parent__record", "body__record", "organisation__record", "became__record")
    found: Actor | None = rows.select_related(*near).filter(slug=slug).first()
    if found is None:
        raise Http404(slug)
    for name in ("parent", "organisation", "became"):
        near_it = getattr(found, name)
        if near_it is None or near_it.record.access == Access.PUBLIC:
            continue
        if not near_it.record.is_visible_to(request.user):
            if name == "became":
                raise Http404(slug)
            setattr(found, name, None)
    beside = (found.parent, found.body, found.organisation)
    load_words([found.record, *(each.record for each in beside if each is not None)])
    return found


@require_safe
def actor(request: HttpRequest, slug: str) -> HttpResponse:
    """What an actor is asked, by force, dated and undated apart; and whom to ask there."""
    found = _seen(request, slug)
    if found.became is not None:
        return redirect(found.became, permanent=True)
    here = get_language() or "en"
    asked = queries.asked_of(request.user, found, here, Force.values)
    children = list(
        found.children.visible_to(request.user)
        .filter(became=None)
        .with_wordings()
        .order_by_wording("title", here)
    )
    doer = Doer.of(request)
    about = {
        "actor": found,
        "trail": [
            parts.Link(_("Mandates"), menu.url_of("mandates:register")),
            parts.Link(pgettext("mandates", "Actors"), reverse("mandates:actors")),
            parts.Link(words(found)),
        ],
        "facts": _facts(found),
        "counts": _counts(found, asked),
        "groups": [_group(found, each) for each in asked.groups],
        "unled": lines.table(asked.unled, _("No lead named")) if asked.unled else None,
        "without_lead": asked.without_lead,
        "unled_url": register_with(found, state="nolead"),
        "children": [
            parts.Cell(said(each.say("title")), each.get_absolute_url()) for each in children
        ],
        "reach": how_far.of(request.user),
        "contact": found.say("contact"),
        "evaluations": _evaluations(request, found),
        "leads_on": getattr(found, "leads_on", None),
        "doable": [
            parts.Link(title, reverse("mandates:change_actor", args=[found.slug, name]))
            for name, (_verb, _form, title) in changes().items()
            if doer.user is not None and may(doer, f"mandates.{name}", found)
        ],
    }
    return render(request, "mandates/actor.html", about)


def _facts(actor: Actor) -> list[parts.Fact]:
    made = [parts.Fact(pgettext("actor", "Kind"), actor.get_sort_display())]
    if actor.parent is not None:
        made.append(
            parts.Fact(
                pgettext("actor", "Part of"), _name(actor.parent), actor.parent.get_absolute_url()
            )
        )
    if actor.body is not None and actor.body.record.access == Access.PUBLIC:
        url = actor.body.get_absolute_url()
        made.append(parts.Fact(_("Its own page"), words(actor.body), url))
    if actor.organisation is not None:
        url = actor.organisation.get_absolute_url()
        made.append(parts.Fact(_("Its own page"), words(actor.organisation), url))
    return made


def _evaluations(request: HttpRequest, actor: Actor) -> list[parts.Link]:
    """Its yearly evaluations: those that there are, and of a body that of this year too."""
    years = set(years_of(request.user, actor))
    if actor.body_id is not None:
        years.add(clock.today().year)
    return [
        parts.Link(
            _("Evaluation, %(year)s") % {"year": year},
            reverse("mandates:yearly", args=[actor.slug, year]),
        )
        for year in sorted(years, reverse=True)
    ]


def _name(actor: Actor) -> SafeString | str:
    return words(actor)


def _counts(actor: Actor, asked: queries.Asked) -> parts.Table | None:
    """How much it is asked with each force; each number opens its list."""
    here = get_language() or "en"
    if not asked.groups:
        return None

    def cell(count: int, **wanted: str) -> parts.Cell:
        return parts.Cell(
            formats.number(count, here), register_with(actor, **wanted) if count else ""
        )

    columns = [
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("Mandates in force"), number=True),
        parts.Column(_("due within a year"), number=True),
        parts.Column(_("no date set yet"), number=True),
        parts.Column(_("No lead named"), number=True),
    ]
    rows = [
        [
            lines.force(each.force),
            cell(each.total, force=each.force),
            cell(each.year, force=each.force, state="year"),
            cell(each.undated, force=each.force, state="undated"),
            cell(each.unled, force=each.force, state="nolead"),
        ]
        for each in asked.groups
    ]
    return parts.Table(columns, rows, _("What it is asked, by force"), headed=True)


def _group(actor: Actor, group: queries.Group) -> dict[str, Any]:
    """The first mandates of one force: those with a date, then those without one."""
    return {
        "force": Force(group.force).label,
        "key": group.force,
        "tables": [
            (name, lines.table(group.first[undated], f"{Force(group.force).label} · {name}"))
            for undated, name in (
                (False, _("With a date, or answered")),
                (True, _("No date set yet")),
            )
            if group.first.get(undated)
        ],
        "all": register_with(actor, force=group.force),
        "total": group.total,
    }


def changes() -> dict[str, tuple[Any, type[Any], str]]:
    """What may be changed of an actor: verb -> the function, its form, its title."""
    return {
        "change_actor": (actions.change_actor, forms.ActorForm, _("Correct who it is")),
        "check_contact": (
            actions.check_contact,
            forms.ContactForm,
            _("Whom to ask: checked today"),
        ),
        "join_actors": (
            actions.join_actors,
            forms.JoinForm,
            _("It is the same as another actor"),
        ),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, do: str) -> HttpResponse:
    """One thing about an actor changed."""
    found, wanted = _seen(request, slug), changes().get(do)
    if wanted is None or found.became is not None:
        raise Http404(do)
    verb, form, title = wanted
    doer = Doer.of(request)
    if not may(doer, f"mandates.{do}", found):
        raise Refused()
    options: dict[str, Any] = {}
    if form is forms.ActorForm:
        bodies = Body.objects.visible_to(request.user).with_wordings()
        options = {"bodies": bodies, "current": lambda: _stands(found)}
    elif form is forms.ContactForm:
        options = {
            "current": lambda: {"contact_url": found.contact_url} | forms.stands(found, "contact")
        }
    drafted = DraftedForm(
        request, form, key=f"mandates.{do}", target=found, send=_("Save"), **options
    )

    def done(form: Any) -> HttpResponse:
        result = verb(doer, found, **_given(do, form.cleaned_data))
        messages.success(request, _("It is recorded. The history of the actor shows it."))
        return redirect(result)

    answer = drafted.answer(done)
    if answer is not None:
        return answer
    trail = [
        parts.Link(pgettext("mandates", "Actors"), reverse("mandates:actors")),
        parts.Link(words(found), found.get_absolute_url()),
        parts.Link(title),
    ]
    about = drafted.context(actor=found, heading=title, trail=trail)
    return render(request, "mandates/change_actor.html", about, status=drafted.status)


def _stands(actor: Actor) -> dict[str, Any]:
    """The actor as it stands, for its form."""
    return {
        "sort": actor.sort,
        "parent": actor.parent.slug if actor.parent else "",
        "body": actor.body_id,
        "organisation": actor.organisation.number if actor.organisation else None,
    } | forms.stands(actor, "title")


def _given(do: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What a form says, as the verb wants it."""
    if do == "change_actor":
        names = ("sort", "body", "organisation", "reason")
        given = {name: cleaned[name] for name in names}
        return given | {
            "parent": cleaned["parent"] or None,
            "words": {"title": forms.given(cleaned, "title")},
        }
    if do == "check_contact":
        return {
            "words": forms.given(cleaned, "contact"),
            "contact_url": cleaned["contact_url"],
        }
    return cleaned


@require_safe
def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the page of a body as one that texts ask; where no text does yet, to what its own texts ask."""
    body = Body.objects.visible_to(request.user).filter(slug=slug).first()
    if body is None:
        raise Http404(slug)
    found = (
        Actor.objects.visible_to(request.user).select_related("record").filter(body=body).first()
    )
    if found is not None:
        return redirect(found)
    return redirect(f"{reverse('mandates:register')}?{urlencode({'body': slug})}")
