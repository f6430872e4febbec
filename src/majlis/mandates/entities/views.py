"""Pages of entities: list, detail page, changes."""

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
from majlis.mandates.core import filters, table
from majlis.mandates.entities import actions, forms, queries
from majlis.mandates.entities.queries import evaluation_years
from majlis.mandates.models import Entity
from majlis.mandates.models.choices import Force
from majlis.mandates.register import coverage_tables as how_far
from majlis.parties.models import Body

PAGE_SIZE = 50


def register_with(entity: Entity, **wanted: str) -> str:
    """The register with what this entity is asked; nothing where there is no register yet."""
    url = menu.url_of("mandates:register")
    return f"{url}?{urlencode({'entity': entity.slug} | wanted)}" if url else ""


@require_safe
def entities(request: HttpRequest) -> HttpResponseBase:
    """The list, in the order of names."""
    here = get_language() or "en"
    form = forms.EntityFilters(request.GET)
    wanted = form.wanted()
    found = queries.find_entities(
        request.user,
        wanted.get("q", ""),
        wanted.get("kind", ""),
        here,
        nothing=wanted["nothing"],
    )
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.entity_sheet(request.user, found[: downloads.MAX_ROWS], here)
        )
    page = paginate(found.with_wordings(), PAGE_SIZE, request.GET.get("page"))
    there = queries.mandate_counts(request.user, page.object_list)
    total = page.paginator.count
    told = ngettext("%(n)s actor", "%(n)s actors", total) % {"n": formats.number(total, here)}
    links = [parts.Link(*each) for each in downloads.download_links(request)]
    return render(
        request,
        "mandates/entities/entities.html",
        {
            "filter": form,
            "chosen": parts.ListSummary(told, filters.active_filters(request, form), links),
            "table": _table(
                [_entity_cells(each, *there.get(each.pk, (0, 0))) for each in page.object_list]
            ),
            "cut": parts.page_links(request, page),
            "reach": how_far.coverage_line(request.user),
        },
    )


def _table(rows: list[list[Any]]) -> parts.Table:
    columns = [
        parts.Column(pgettext("mandates", "Actor")),
        parts.Column(_("Mandates in force"), number=True),
        parts.Column(_("No lead named"), number=True),
    ]
    return parts.Table(columns, rows, pgettext("mandates", "Actors"), headed=True)


def _entity_cells(entity: Entity, asked: int, unled: int) -> list[Any]:
    here = get_language() or "en"
    return [
        parts.Cell(said(entity.say("title")), entity.get_absolute_url(), entity.get_kind_display()),
        parts.Cell(formats.number(asked, here), register_with(entity) if asked else ""),
        parts.Cell(
            formats.number(unled, here), register_with(entity, state="nolead") if unled else ""
        ),
    ]


def _get_entity(request: HttpRequest, slug: str) -> Entity:
    """The entity at an address. Raises Http404."""
    rows = Entity.objects.visible_to(request.user).select_related("record")
    rows = rows.annotate(leads_on=queries.lead_counts(request.user))
    near = ("parent__record", "body__record", "organisation__record", "merged_into__record")
    found: Entity | None = rows.select_related(*near).filter(slug=slug).first()
    if found is None:
        raise Http404(slug)
    for name in ("parent", "organisation", "merged_into"):
        near_it = getattr(found, name)
        if near_it is None or near_it.record.access == Access.PUBLIC:
            continue
        if not near_it.record.is_visible_to(request.user):
            if name == "merged_into":
                raise Http404(slug)
            setattr(found, name, None)
    beside = (found.parent, found.body, found.organisation)
    load_words([found.record, *(each.record for each in beside if each is not None)])
    return found


@require_safe
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """What an entity is asked, by force, dated and undated apart; and whom to ask there."""
    found = _get_entity(request, slug)
    if found.merged_into is not None:
        return redirect(found.merged_into, permanent=True)
    here = get_language() or "en"
    asked = queries.mandates_of_entity(request.user, found, here, Force.values)
    children = list(
        found.children.visible_to(request.user)
        .filter(merged_into=None)
        .with_wordings()
        .order_by_wording("title", here)
    )
    doer = Doer.of(request)
    context = {
        "entity": found,
        "trail": [
            parts.Link(_("Mandates"), menu.url_of("mandates:register")),
            parts.Link(pgettext("mandates", "Actors"), reverse("mandates:entities")),
            parts.Link(words(found)),
        ],
        "facts": _facts(found),
        "counts": _counts_table(found, asked),
        "groups": [_group_context(found, each) for each in asked.groups],
        "unled": table.mandate_table(asked.unled, _("No lead named")) if asked.unled else None,
        "without_lead": asked.without_lead,
        "unled_url": register_with(found, state="nolead"),
        "children": [
            parts.Cell(said(each.say("title")), each.get_absolute_url()) for each in children
        ],
        "reach": how_far.coverage_line(request.user),
        "contact": found.say("contact"),
        "evaluations": _evaluations(request, found),
        "leads_on": getattr(found, "leads_on", None),
        "doable": [
            parts.Link(title, reverse("mandates:change_entity", args=[found.slug, name]))
            for name, (_verb, _form, title) in entity_changes().items()
            if doer.user is not None and may(doer, f"mandates.{name}", found)
        ],
    }
    return render(request, "mandates/entities/entity.html", context)


def _facts(entity: Entity) -> list[parts.Fact]:
    made = [parts.Fact(pgettext("actor", "Kind"), entity.get_kind_display())]
    if entity.parent is not None:
        made.append(
            parts.Fact(
                pgettext("actor", "Part of"),
                _entity_name(entity.parent),
                entity.parent.get_absolute_url(),
            )
        )
    if entity.body is not None and entity.body.record.access == Access.PUBLIC:
        url = entity.body.get_absolute_url()
        made.append(parts.Fact(_("Its own page"), words(entity.body), url))
    if entity.organisation is not None:
        url = entity.organisation.get_absolute_url()
        made.append(parts.Fact(_("Its own page"), words(entity.organisation), url))
    return made


def _evaluations(request: HttpRequest, entity: Entity) -> list[parts.Link]:
    """Its yearly evaluations: those that there are, and of a body that of this year too."""
    years = set(evaluation_years(request.user, entity))
    if entity.body_id is not None:
        years.add(clock.today().year)
    return [
        parts.Link(
            _("Evaluation, %(year)s") % {"year": year},
            reverse("mandates:annual_evaluation", args=[entity.slug, year]),
        )
        for year in sorted(years, reverse=True)
    ]


def _entity_name(entity: Entity) -> SafeString | str:
    return words(entity)


def _counts_table(entity: Entity, asked: queries.EntityMandates) -> parts.Table | None:
    """How much it is asked with each force; each number opens its list."""
    here = get_language() or "en"
    if not asked.groups:
        return None

    def cell(count: int, **wanted: str) -> parts.Cell:
        return parts.Cell(
            formats.number(count, here), register_with(entity, **wanted) if count else ""
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
            table.force_label(each.force),
            cell(each.total, force=each.force),
            cell(each.year, force=each.force, state="year"),
            cell(each.undated, force=each.force, state="undated"),
            cell(each.unled, force=each.force, state="nolead"),
        ]
        for each in asked.groups
    ]
    return parts.Table(columns, rows, _("What it is asked, by force"), headed=True)


def _group_context(entity: Entity, group: queries.ForceGroup) -> dict[str, Any]:
    """The first mandates of one force: those with a date, then those without one."""
    return {
        "force": Force(group.force).label,
        "key": group.force,
        "tables": [
            (
                name,
                table.mandate_table(group.first[undated], f"{Force(group.force).label} · {name}"),
            )
            for undated, name in (
                (False, _("With a date, or answered")),
                (True, _("No date set yet")),
            )
            if group.first.get(undated)
        ],
        "all": register_with(entity, force=group.force),
        "total": group.total,
    }


def entity_changes() -> dict[str, tuple[Any, type[Any], str]]:
    """What may be changed of an entity: verb -> the function, its form, its title."""
    return {
        "change_entity": (actions.change_entity, forms.EntityForm, _("Correct who it is")),
        "check_contact": (
            actions.check_contact,
            forms.ContactForm,
            _("Whom to ask: checked today"),
        ),
        "merge_entities": (
            actions.merge_entities,
            forms.MergeForm,
            _("It is the same as another actor"),
        ),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, do: str) -> HttpResponse:
    """One thing about an entity changed."""
    found, wanted = _get_entity(request, slug), entity_changes().get(do)
    if wanted is None or found.merged_into is not None:
        raise Http404(do)
    verb, form, title = wanted
    doer = Doer.of(request)
    if not may(doer, f"mandates.{do}", found):
        raise Refused()
    options: dict[str, Any] = {}
    if form is forms.EntityForm:
        bodies = Body.objects.visible_to(request.user).with_wordings()
        options = {"bodies": bodies, "current": lambda: _initial(found)}
    elif form is forms.ContactForm:
        options = {
            "current": lambda: (
                {"contact_url": found.contact_url} | forms.current_wordings(found, "contact")
            )
        }
    drafted = DraftedForm(
        request, form, key=f"mandates.{do}", target=found, send=_("Save"), **options
    )

    def done(form: Any) -> HttpResponse:
        result = verb(doer, found, **_verb_values(do, form.cleaned_data))
        messages.success(request, _("It is recorded. The history of the actor shows it."))
        return redirect(result)

    answer = drafted.answer(done)
    if answer is not None:
        return answer
    trail = [
        parts.Link(pgettext("mandates", "Actors"), reverse("mandates:entities")),
        parts.Link(words(found), found.get_absolute_url()),
        parts.Link(title),
    ]
    context = drafted.context(entity=found, heading=title, trail=trail)
    return render(request, "mandates/entities/change.html", context, status=drafted.status)


def _initial(entity: Entity) -> dict[str, Any]:
    """The entity as it stands, for its form."""
    return {
        "kind": entity.kind,
        "parent": entity.parent.slug if entity.parent else "",
        "body": entity.body_id,
        "organisation": entity.organisation.number if entity.organisation else None,
    } | forms.current_wordings(entity, "title")


def _verb_values(do: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """What a form says, as the verb wants it."""
    if do == "change_entity":
        names = ("kind", "body", "organisation", "reason")
        given = {name: cleaned[name] for name in names}
        return given | {
            "parent": cleaned["parent"] or None,
            "words": {"title": forms.wordings_of_field(cleaned, "title")},
        }
    if do == "check_contact":
        return {
            "words": forms.wordings_of_field(cleaned, "contact"),
            "contact_url": cleaned["contact_url"],
        }
    return cleaned


@require_safe
def body_mandates(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the page of a body as one that texts ask; where no text does yet, to what its own texts ask."""
    body = Body.objects.visible_to(request.user).filter(slug=slug).first()
    if body is None:
        raise Http404(slug)
    found = (
        Entity.objects.visible_to(request.user).select_related("record").filter(body=body).first()
    )
    if found is not None:
        return redirect(found)
    return redirect(f"{reverse('mandates:register')}?{urlencode({'body': slug})}")
