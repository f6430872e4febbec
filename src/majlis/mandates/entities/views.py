"""Pages of entities: list, detail page, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, override
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import (
    get_language,
    gettext,
    npgettext,
    pgettext,
    pgettext_lazy,
)
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majlis.instruments.texts.queries import load_words
from majlis.kernel import clock
from majlis.kernel.models import Access, Reader
from majlis.kernel.templatetags.majlis import words
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage
from majlis.kit.cells import record_link, title_text
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.look import formats, menu, parts
from majlis.look.templatetags.look import FORCES
from majlis.mandates.core import table
from majlis.mandates.core.forms import wordings_of_field
from majlis.mandates.core.representation import may_decide_leads
from majlis.mandates.entities import actions, forms, queries
from majlis.mandates.models import Entity
from majlis.mandates.models.choices import Force, LegalStatus
from majlis.mandates.register import coverage_tables
from majlis.mandates.register.pages import CoveredList
from majlis.parties.models import Body


def entity_register_url(entity: Entity, **filter_values: str) -> str:
    """The register filtered to the mandates of an entity; empty where the register has no page yet."""
    url = menu.url_of("mandates:register")
    return f"{url}?{urlencode({'entity': entity.slug} | filter_values)}" if url else ""


@dataclass(frozen=True)
class EntityRow:
    """An entity with the number of mandates in force addressed to it, and of those without a lead."""

    entity: Entity
    mandates: int
    unled: int


def register_cell(entity: Entity, count: int, **filter_values: str) -> parts.Cell:
    """A number of mandates of an entity, with a link to them in the register."""
    url = entity_register_url(entity, **filter_values) if count else ""
    return parts.Cell(formats.number(count, get_language() or "en"), url)


class EntityList(CoveredList[Entity, EntityRow]):
    """The list of entities, sorted by name."""

    paginate_by = 50
    title = pgettext_lazy("entity", "Entities")
    lead = _(
        "Addressees of texts (bodies, offices and groups of organizations), in alphabetical order."
    )
    columns = (
        Column("key", pgettext_lazy("entity", "Identifier"), value=lambda row: row.entity.slug),
        Column(
            "actor",
            pgettext_lazy("entity", "Entity"),
            lambda row: record_link(row.entity, row.entity.get_kind_display()),
        ),
        Column("name", pgettext_lazy("entity", "Name"), value=lambda row: title_text(row.entity)),
        Column("kind", pgettext_lazy("entity", "Kind"), value=lambda row: row.entity.kind),
        Column(
            "asked",
            _("Mandates in force"),
            lambda row: register_cell(row.entity, row.mandates),
            lambda row: row.mandates,
            number=True,
        ),
        Column(
            "no_lead",
            _("No lead named"),
            lambda row: register_cell(row.entity, row.unled, state="nolead"),
            lambda row: row.unled,
            number=True,
        ),
        Column(
            "contact",
            pgettext_lazy("entity", "Contact details"),
            value=lambda row: row.entity.contact_url or row.entity.say("contact").text,
        ),
        Column(
            "checked",
            _("Contact checked on"),
            value=lambda row: row.entity.contact_checked,
        ),
        Column(
            "address",
            pgettext_lazy("web address", "Web address"),
            value=lambda row: row.entity.record.address,
        ),
    )
    filter_form = forms.EntityFilters
    file_name = "actors"
    no_match = _("No matching entities. Use fewer words or remove a filter.")
    show_all = _("Show all entities")
    empty = _("No entities yet.")

    @override
    def get_queryset(self) -> QuerySet[Entity]:
        found = queries.find_entities(
            self.reader, self.filters["q"], self.filters["kind"], self.language
        )
        return found.with_wordings()

    @override
    def get_rows(self, items: Sequence[Entity]) -> list[EntityRow]:
        counts = queries.mandate_counts(self.reader, items)
        return [EntityRow(each, *counts.get(each.pk, (0, 0))) for each in items]

    @override
    def get_count(self, total: int) -> str:
        return npgettext("number of entities", "%(n)s entity", "%(n)s entities", total)


def entity_or_404(reader: Reader, slug: str) -> Entity:
    """The entity at an address, with its wordings, if the reader may see it. Raises Http404."""
    rows = Entity.objects.visible_to(reader).select_related("record")
    rows = rows.annotate(
        leads_on=queries.lead_counts(reader), conditional=queries.conditional_counts(reader)
    )
    if may_decide_leads(reader):
        rows = rows.annotate(proposed_leads=queries.proposed_lead_count(reader))
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
        if not related.record.is_visible_to(reader):
            if name == "merged_into":
                raise Http404(slug)
            setattr(entity, name, None)
    titled = (entity.parent, entity.body, entity.organisation)
    load_words([entity.record, *(each.record for each in titled if each is not None)])
    return entity


class EntityAction(ActionPage[Entity]):
    """An action on an entity that was not merged into another."""

    base_template = "mandates/base.html"

    @override
    def get_target(self) -> Entity:
        entity = entity_or_404(self.reader, self.kwargs["slug"])
        if entity.merged_into is not None:
            raise Http404(entity.slug)
        return entity

    @override
    def get_success_url(self, result: Entity) -> str:
        return result.get_absolute_url()


class ChangeEntity(EntityAction):
    """Correct the names, the kind and the place of an entity."""

    verb = actions.change_entity
    form_class = forms.EntityForm
    title = _("Correct details of the entity")
    button = phrases.SAVE_CORRECTION

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"bodies": Body.objects.visible_to(self.reader).with_wordings()}

    @override
    def get_current(self) -> dict[str, Any]:
        entity = self.target
        return {
            "kind": entity.kind,
            "parent": entity.parent.slug if entity.parent else "",
            "body": entity.body_id,
            "organisation": entity.organisation.number if entity.organisation else None,
        } | forms.current_wordings(entity, "title")

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        names = ("kind", "parent", "body", "organisation", "reason")
        words = {"title": wordings_of_field(data, "title")}
        return {"words": words, **{name: data[name] for name in names}}


class CheckContact(EntityAction):
    """Record whom to ask, as checked today."""

    verb = actions.check_contact
    form_class = forms.ContactForm
    title = _("Confirm contact details")

    @override
    def get_current(self) -> dict[str, Any]:
        contact = forms.current_wordings(self.target, "contact")
        return {"contact_url": self.target.contact_url, **contact}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        words = wordings_of_field(data, "contact")
        return {"words": words, "contact_url": data["contact_url"]}


class MergeEntities(EntityAction):
    """Merge an entity into another."""

    verb = actions.merge_entities
    form_class = forms.MergeForm
    title = _("Merge into another entity")


def entity_facts(entity: Entity) -> list[parts.Fact]:
    """The kind of an entity, what it is part of, and its own page."""
    facts = [parts.Fact(pgettext("entity", "Kind"), entity.get_kind_display())]
    if entity.parent is not None:
        facts.append(
            parts.Fact(
                pgettext("entity", "Part of"),
                words(entity.parent),
                entity.parent.get_absolute_url(),
            )
        )
    if entity.body is not None and entity.body.record.access == Access.PUBLIC:
        url = entity.body.get_absolute_url()
        facts.append(parts.Fact(_("Page in Majlis"), words(entity.body), url))
    if entity.organisation is not None:
        url = entity.organisation.get_absolute_url()
        facts.append(parts.Fact(_("Page in Majlis"), words(entity.organisation), url))
    return facts


def evaluation_links(reader: Reader, entity: Entity) -> list[parts.Link]:
    """Links to its annual evaluations; of a body, also to that of this year."""
    years = set(queries.evaluation_years(reader, entity))
    if entity.body_id is not None:
        years.add(clock.today().year)
    return [
        parts.Link(
            pgettext("page", "Evaluation, %(year)s") % {"year": year},
            reverse("mandates:annual_evaluation", args=[entity.slug, year]),
        )
        for year in sorted(years, reverse=True)
    ]


def counts_table(entity: Entity, mandates: queries.EntityMandates) -> parts.Table | None:
    """The number of its mandates with each force; each number links to its list."""
    if not mandates.groups:
        return None
    columns = [
        parts.Column(pgettext("mandate", "Force")),
        parts.Column(_("Mandates in force"), number=True),
        parts.Column(_("Due within a year"), number=True),
        parts.Column(_("No date set yet"), number=True),
        parts.Column(_("No lead named"), number=True),
    ]
    rows = [
        [
            table.force_label(group.force),
            register_cell(entity, group.total, force=group.force),
            register_cell(entity, group.year, force=group.force, state="year"),
            register_cell(entity, group.undated, force=group.force, state="undated"),
            register_cell(entity, group.unled, force=group.force, state="nolead"),
        ]
        for group in mandates.groups
    ]
    caption = _("Requests and commitments of this entity, by force")
    return parts.Table(columns, rows, caption, headed=True)


def _group_context(entity: Entity, group: queries.ForceGroup) -> dict[str, Any]:
    """The first mandates of one force: those with a date, then those without one."""
    return {
        "force": FORCES[group.force],
        "key": group.force,
        "tables": [
            (
                name,
                table.mandate_table(group.first[undated], f"{Force(group.force).label} · {name}"),
            )
            for undated, name in (
                (False, _("With a date, or closed")),
                (True, _("No date set yet")),
            )
            if group.first.get(undated)
        ],
        "all": entity_register_url(entity, force=group.force),
        "total": group.total,
    }


class EntityDetail(DetailPage[Entity]):
    """One entity: its mandates by force, dated and undated apart, and its contact."""

    template_name = "mandates/entities/entity.html"
    base_template = "mandates/base.html"
    actions: ClassVar = {
        "mandates:change_entity": ChangeEntity,
        "mandates:check_contact": CheckContact,
        "mandates:merge_entities": MergeEntities,
    }

    @override
    def get_object(self) -> Entity:
        return entity_or_404(self.reader, self.kwargs["slug"])

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.merged_into is not None:
            return redirect(self.object.merged_into, permanent=True)
        return super().get(request, *args, **kwargs)

    @override
    def get_title(self) -> str:
        return words(self.object)

    @override
    def get_context_data(self) -> dict[str, Any]:
        entity = self.object
        mandates = queries.mandates_of_entity(self.reader, entity, self.language, Force.values)
        children = entity.children.visible_to(self.reader).filter(merged_into=None)
        ordered = children.with_wordings().order_by_wording("title", self.language)
        unled = table.mandate_table(mandates.unled, gettext("No lead named"))
        return {
            **super().get_context_data(),
            "glance": entity_facts(entity),
            "counts": counts_table(entity, mandates),
            "groups": [_group_context(entity, each) for each in mandates.groups],
            "unled": unled if mandates.unled else None,
            "without_lead": mandates.without_lead,
            "unled_url": entity_register_url(entity, state="nolead"),
            "conditional_url": entity_register_url(entity, standing=LegalStatus.IF_ADOPTED),
            "children": [record_link(each) for each in ordered],
            "reach": coverage_tables.coverage_line(self.reader),
            "contact": entity.say("contact"),
            "evaluations": evaluation_links(self.reader, entity),
        }


@require_safe
def body_mandates(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect to a body's page as an entity; where it has none, to the mandates of its own texts."""
    body = get_object_or_404(Body.objects.visible_to(request.user), slug=slug)
    entities = Entity.objects.visible_to(request.user).select_related("record")
    entity = entities.filter(body=body).first()
    if entity is not None:
        return redirect(entity)
    return redirect(f"{reverse('mandates:register')}?{urlencode({'body': slug})}")
