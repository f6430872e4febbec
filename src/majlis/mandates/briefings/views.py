"""The pages of briefs: of an entity or delegation, for a handover, for the next meeting of a body."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from majlis.kernel.templatetags.majlis import said
from majlis.look import parts
from majlis.mandates.briefings import handover, meeting, queries, tables
from majlis.mandates.clauses import tables as clause_tables
from majlis.mandates.core.print import print_document
from majlis.mandates.core.representation import represents
from majlis.mandates.core.sessions import linked_meetings
from majlis.mandates.core.table import mandate_table
from majlis.mandates.models import Entity
from majlis.mandates.models.choices import LegalStatus
from majlis.mandates.register import coverage_tables, entity_filter
from majlis.mandates.register.pages import CoveredPage
from majlis.paper import write
from majlis.paper.blocks import Document
from majlis.parties.models import Organisation

MAX_CHANGES = 10
"""The most changes on the page for a successor."""


class BriefingPage(CoveredPage):
    """A page on what is asked of an entity, or of an organization in its own name and as a member of its kind."""

    @cached_property
    def subject(self) -> Entity | Organisation:
        """The entity or organization of the address. Raises Http404."""
        if "slug" in self.kwargs:
            try:
                return queries.get_entity(self.reader, self.kwargs["slug"])
            except Entity.DoesNotExist:
                raise Http404(self.kwargs["slug"]) from None
        organisations = Organisation.objects.visible_to(self.reader).with_wordings()
        organisation: Organisation = get_object_or_404(organisations, number=self.kwargs["number"])
        return organisation

    @cached_property
    def entities(self) -> list[Entity]:
        """The entities as which the subject is asked."""
        if isinstance(self.subject, Entity):
            return [self.subject]
        return entity_filter.entities_for_organisation(self.reader, self.subject)

    @property
    def subject_name(self) -> str:
        """The name of the subject."""
        return str(self.subject.say("title"))

    @override
    def get_trail(self) -> list[parts.Link]:
        return [
            parts.Link(self.subject_name, self.subject.get_absolute_url()),
            parts.Link(self.title),
        ]

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {**super().get_context_data(), "of": self.subject}


class PrintedBriefing(BriefingPage):
    """A page that can be printed on a sheet of paper."""

    file_name: str

    def get_document(self, address: str, coverage: str) -> Document:
        """The page as a document."""
        raise NotImplementedError

    def is_whole(self) -> bool:
        """Whether the reader asks for full lists of what the register does not list."""
        return self.request.GET.get("list") == "whole"

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("download") != "pdf":
            return self.render()
        address = request.build_absolute_uri(request.path)
        document = self.get_document(address, coverage_tables.coverage_line(self.reader))
        response = HttpResponse(print_document(write.pdf, document), content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, self.file_name)
        return response


class BriefPage(PrintedBriefing):
    """The brief of an entity or a delegation."""

    template_name = "mandates/briefings/brief.html"
    title = pgettext_lazy("page", "Brief")
    lead = _("Requests and commitments in texts in force, by force and by date.")
    file_name = "brief.pdf"

    @cached_property
    def brief(self) -> queries.Brief:
        """What is asked of the subject."""
        own = isinstance(self.subject, Entity)
        return queries.brief(
            self.reader, self.entities, self.language, own=own, whole=self.is_whole()
        )

    @override
    def get_title(self) -> str:
        return pgettext("page", "Brief: %(name)s") % {"name": self.subject_name}

    @override
    def get_document(self, address: str, coverage: str) -> Document:
        return tables.brief_document(self.get_title(), self.brief, address, coverage)

    @override
    def get_context_data(self) -> dict[str, Any]:
        brief = self.brief
        return {
            **super().get_context_data(),
            "actors": self.entities,
            "brief": brief,
            "asked": [tables.force_context(group) for group in brief.asked],
            "changed": tables.changes_table(brief.changed.rows) if brief.changed.rows else None,
            "more_changed": brief.changed.left,
            "comes": mandate_table(brief.comes.lines) if brief.comes.lines else None,
            "more_comes": brief.comes.left,
            "unled": brief.unled,
            "conditional": brief.conditional,
            "conditional_url": self.conditional_url(),
        }

    def conditional_url(self) -> str:
        """The register with the mandates of the subject whose texts are not yet in force."""
        filters = {"of": self.subject.record.address, "standing": LegalStatus.IF_ADOPTED}
        return f"{reverse('mandates:register')}?{urlencode(filters)}"


class HandoverPage(BriefingPage):
    """The handover page of an entity or an organization: overdue and coming mandates, changes, contacts."""

    template_name = "mandates/briefings/handover.html"
    title = pgettext_lazy("page", "Handover note")
    lead = _("For a successor: requests, due dates, open items and contact details.")

    def own_entities(self) -> list[Entity]:
        """The entities that are the subject itself, and not a group to which it belongs."""
        subject = self.subject
        if isinstance(subject, Entity):
            return [subject]
        own = [entity for entity in self.entities if entity.organisation_id == subject.pk]
        for entity in own:
            entity.organisation = subject
        return own

    @override
    def get_context_data(self) -> dict[str, Any]:
        own = self.own_entities()
        represented = [entity for entity in own if represents(self.reader, entity)]
        brief = handover.handover_brief(self.reader, self.entities, self.language, represented)
        changed = queries.recent_changes(
            self.reader, self.entities, self.language, limit=MAX_CHANGES
        )
        late, passed, soon = (brief.states[name].lines for name in ("late", "passed", "soon"))
        groups = [entity for entity in self.entities if entity not in own]
        return {
            **super().get_context_data(),
            "brief": f"{self.subject.get_absolute_url()}brief/",
            "count": brief.count,
            "late": mandate_table(late) if late else None,
            "passed": tables.past_due_table(passed, brief.until) if passed else None,
            "soon": mandate_table(soon) if soon else None,
            "more": {name: some.left for name, some in brief.states.items()},
            "said": mandate_table(brief.said) if brief.said else None,
            "unled": mandate_table(brief.unled.lines) if brief.unled.lines else None,
            "more_unled": brief.unled.left,
            "changed": tables.changes_table(changed.rows) if changed.rows else None,
            "more_changed": changed.left,
            "asked_as": [*own, *groups] if groups else [],
            "contacts": [(entity, entity.say("contact")) for entity in own],
        }


class ChecklistPage(PrintedBriefing):
    """The checklist of a body for its next meeting."""

    template_name = "mandates/briefings/meeting.html"
    title = pgettext_lazy("page", "Meeting checklist")
    file_name = "checklist.pdf"

    @cached_property
    def brief(self) -> meeting.MeetingBrief:
        """What lies before the body."""
        (entity,) = self.entities
        return meeting.meeting_brief(self.reader, entity, self.language, whole=self.is_whole())

    @override
    def get_document(self, address: str, coverage: str) -> Document:
        name = f"{self.title} · {self.subject_name}"
        return tables.meeting_document(name, self.brief, address, coverage)

    @override
    def get_context_data(self) -> dict[str, Any]:
        brief = self.brief
        session, when = tables.session_label(brief.session)
        context = {
            **super().get_context_data(),
            "session": session,
            "session_url": self.meeting_url(),
            "when": when,
            "clauses": [clause_tables.clause_context(row) for row in brief.clauses],
            "more_clauses": brief.more_clauses,
            "proposed": [
                parts.Link(said(version.say("title")), version.get_absolute_url())
                for version in brief.proposed
            ],
            "more_proposed": brief.more_proposed,
        }
        for name in ("now", "comes", "own", "commitments", "unled"):
            limited = getattr(brief, name)
            context[name] = mandate_table(limited.lines) if limited.lines else None
            context[f"more_{name}"] = limited.left
        context["more_comes"] = (
            brief.now.left + brief.comes.left
        )  # one list of the register has both
        return context

    def meeting_url(self) -> str:
        """The address of the meeting that the next session is; empty where the reader may see none."""
        session = self.brief.session
        linked = linked_meetings(self.reader, [session] if session is not None else [])
        return next((each.get_absolute_url() for each in linked.values()), "")
