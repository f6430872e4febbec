"""Pages of entities: list, detail page, changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.instruments.texts.queries import load_words
from majlis.kernel import clock, downloads
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Refused
from majlis.kernel.models import Access
from majlis.kernel.pagination import paginate
from majlis.kernel.templatetags.majlis import said, words
from majlis.kernel.verbs import may
from majlis.kit import filters
from majlis.look import formats, menu, parts
from majlis.mandates.core import table
from majlis.mandates.entities import actions, forms, queries
from majlis.mandates.entities.queries import evaluation_years
from majlis.mandates.models import Entity
from majlis.mandates.models.choices import Force
from majlis.mandates.register import coverage_tables
from majlis.parties.models import Body

PAGE_SIZE = 50


def entity_register_url(entity: Entity, **filter_values: str) -> str:
    """The register filtered to the mandates of an entity; empty where the register has no page yet."""
    url = menu.url_of("mandates:register")
    return f"{url}?{urlencode({'entity': entity.slug} | filter_values)}" if url else ""


@require_safe
def entities(request: HttpRequest) -> HttpResponseBase:
    """The list of entities, sorted by name."""
    language = get_language() or "en"
    form = forms.EntityFilters(request.GET)
    filter_values = form.filter_values()
    matches = queries.find_entities(
        request.user,
        filter_values.get("q", ""),
        filter_values.get("kind", ""),
        language,
        nothing=filter_values["nothing"],
    )
    if downloads.requested_format(request):
        return downloads.download_response(
            request, queries.entity_sheet(request.user, matches[: downloads.MAX_ROWS], language)
        )
    page = paginate(matches.with_wordings(), PAGE_SIZE, request.GET.get("page"))
    counts = queries.mandate_counts(request.user, page.object_list)
    total = page.paginator.count
    count_text = ngettext("%(n)s actor", "%(n)s actors", total) % {
        "n": formats.number(total, language)
    }
    links = [parts.Link(*each) for each in downloads.download_links(request)]
    return render(
        request,
        "mandates/entities/entities.html",
        {
            "filter": form,
            "chosen": parts.ListSummary(count_text, filters.active_filters(request, form), links),
            "table": _table(
                [_entity_cells(each, *counts.get(each.pk, (0, 0))) for each in page.object_list]
            ),
            "cut": parts.page_links(request, page),
            "reach": coverage_tables.coverage_line(request.user),
        },
    )


def _table(rows: list[list[Any]]) -> parts.Table:
    columns = [
        parts.Column(pgettext("mandates", "Actor")),
        parts.Column(_("Mandates in force"), number=True),
        parts.Column(_("No lead named"), number=True),
    ]
    return parts.Table(columns, rows, pgettext("mandates", "Actors"), headed=True)


def _entity_cells(entity: Entity, mandates: int, unled: int) -> list[Any]:
    language = get_language() or "en"
    return [
        parts.Cell(said(entity.say("title")), entity.get_absolute_url(), entity.get_kind_display()),
        parts.Cell(
            formats.number(mandates, language), entity_register_url(entity) if mandates else ""
        ),
        parts.Cell(
            formats.number(unled, language),
            entity_register_url(entity, state="nolead") if unled else "",
        ),
    ]


def _get_entity(request: HttpRequest, slug: str) -> Entity:
    """The entity at an address, with its wordings, if the reader may see it. Raises Http404."""
    rows = Entity.objects.visible_to(request.user).select_related("record")
    rows = rows.annotate(leads_on=queries.lead_counts(request.user))
    related_records = (
        "parent__record",
        "body__record",
        "organisation__record",
        "merged_into__record",
    )
    entity: Entity | None = rows.select_related(*related_records).filter(slug=slug).first()
    if entity is None:
        raise Http404(slug)
    for name in ("parent", "organisation", "merged_into"):
        related = getattr(entity, name)
        if related is None or related.record.access == Access.PUBLIC:
            continue
        if not related.record.is_visible_to(request.user):
            if name == "merged_into":
                raise Http404(slug)
            setattr(entity, name, None)
    titled = (entity.parent, entity.body, entity.organisation)
    load_words([entity.record, *(each.record for each in titled if each is not None)])
    return entity


@require_safe
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an entity: its mandates by force, dated and undated apart, and its contact."""
    entity = _get_entity(request, slug)
    if entity.merged_into is not None:
        return redirect(entity.merged_into, permanent=True)
    language = get_language() or "en"
    mandates = queries.mandates_of_entity(request.user, entity, language, Force.values)
    children = list(
        entity.children.visible_to(request.user)
        .filter(merged_into=None)
        .with_wordings()
        .order_by_wording("title", language)
    )
    actor = Actor.of(request)
    context = {
        "entity": entity,
        "trail": [
            parts.Link(_("Mandates"), menu.url_of("mandates:register")),
            parts.Link(pgettext("mandates", "Actors"), reverse("mandates:entities")),
            parts.Link(words(entity)),
        ],
        "facts": _facts(entity),
        "counts": _counts_table(entity, mandates),
        "groups": [_group_context(entity, each) for each in mandates.groups],
        "unled": table.mandate_table(mandates.unled, _("No lead named"))
        if mandates.unled
        else None,
        "without_lead": mandates.without_lead,
        "unled_url": entity_register_url(entity, state="nolead"),
        "children": [
            parts.Cell(said(each.say("title")), each.get_absolute_url()) for each in children
        ],
        "reach": coverage_tables.coverage_line(request.user),
        "contact": entity.say("contact"),
        "evaluations": _evaluations(request, entity),
        "leads_on": getattr(entity, "leads_on", None),
        "doable": [
            parts.Link(title, reverse("mandates:change_entity", args=[entity.slug, name]))
            for name, (_verb, _form, title) in entity_changes().items()
            if actor.user is not None and may(actor, f"mandates.{name}", entity)
        ],
    }
    return render(request, "mandates/entities/entity.html", context)


def _facts(entity: Entity) -> list[parts.Fact]:
    facts = [parts.Fact(pgettext("actor", "Kind"), entity.get_kind_display())]
    if entity.parent is not None:
        facts.append(
            parts.Fact(
                pgettext("actor", "Part of"),
                words(entity.parent),
                entity.parent.get_absolute_url(),
            )
        )
    if entity.body is not None and entity.body.record.access == Access.PUBLIC:
        url = entity.body.get_absolute_url()
        facts.append(parts.Fact(_("Its own page"), words(entity.body), url))
    if entity.organisation is not None:
        url = entity.organisation.get_absolute_url()
        facts.append(parts.Fact(_("Its own page"), words(entity.organisation), url))
    return facts


def _evaluations(request: HttpRequest, entity: Entity) -> list[parts.Link]:
    """Links to its annual evaluations; of a body, also to that of this year."""
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


def _counts_table(entity: Entity, mandates: queries.EntityMandates) -> parts.Table | None:
    """The number of its mandates with each force; each number links to its list."""
    language = get_language() or "en"
    if not mandates.groups:
        return None

    def cell(count: int, **filter_values: str) -> parts.Cell:
        return parts.Cell(
            formats.number(count, language),
            entity_register_url(entity, **filter_values) if count else "",
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
            table.force_label(group.force),
            cell(group.total, force=group.force),
            cell(group.year, force=group.force, state="year"),
            cell(group.undated, force=group.force, state="undated"),
            cell(group.unled, force=group.force, state="nolead"),
        ]
        for group in mandates.groups
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
        "all": entity_register_url(entity, force=group.force),
        "total": group.total,
    }


def entity_changes() -> dict[str, tuple[Any, type[Any], str]]:
    """The changes that can be made to an entity: name of the verb -> verb, form, title."""
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
    """The form for one change to an entity."""
    entity, entry = _get_entity(request, slug), entity_changes().get(do)
    if entry is None or entity.merged_into is not None:
        raise Http404(do)
    verb, form, title = entry
    actor = Actor.of(request)
    if not may(actor, f"mandates.{do}", entity):
        raise Refused()
    options: dict[str, Any] = {}
    if form is forms.EntityForm:
        bodies = Body.objects.visible_to(request.user).with_wordings()
        options = {"bodies": bodies, "current": lambda: _initial(entity)}
    elif form is forms.ContactForm:
        options = {
            "current": lambda: (
                {"contact_url": entity.contact_url} | forms.current_wordings(entity, "contact")
            )
        }
    drafted = DraftedForm(
        request, form, key=f"mandates.{do}", target=entity, send=_("Save"), **options
    )

    def done(form: Any) -> HttpResponse:
        result = verb(actor, entity, **_verb_values(do, form.cleaned_data))
        messages.success(request, _("It is recorded. The history of the actor shows it."))
        return redirect(result)

    response = drafted.answer(done)
    if response is not None:
        return response
    trail = [
        parts.Link(pgettext("mandates", "Actors"), reverse("mandates:entities")),
        parts.Link(words(entity), entity.get_absolute_url()),
        parts.Link(title),
    ]
    context = drafted.context(entity=entity, heading=title, trail=trail)
    return render(request, "mandates/entities/change.html", context, status=drafted.status)


def _initial(entity: Entity) -> dict[str, Any]:
    """The present values of an entity, for its form."""
    return {
        "kind": entity.kind,
        "parent": entity.parent.slug if entity.parent else "",
        "body": entity.body_id,
        "organisation": entity.organisation.number if entity.organisation else None,
    } | forms.current_wordings(entity, "title")


def _verb_values(do: str, cleaned: dict[str, Any]) -> dict[str, Any]:
    """The values of a form as arguments of the verb."""
    if do == "change_entity":
        names = ("kind", "body", "organisation", "reason")
        values = {name: cleaned[name] for name in names}
        return values | {
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
    """Redirect to a body's page as an entity; where it has none, to the mandates of its own texts."""
    body = Body.objects.visible_to(request.user).filter(slug=slug).first()
    if body is None:
        raise Http404(slug)
    entity = (
        Entity.objects.visible_to(request.user).select_related("record").filter(body=body).first()
    )
    if entity is not None:
        return redirect(entity)
    return redirect(f"{reverse('mandates:register')}?{urlencode({'body': slug})}")
