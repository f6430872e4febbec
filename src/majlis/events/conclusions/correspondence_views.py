"""The pages of correspondence: the question and the replies, and what is done with them."""

from __future__ import annotations

from typing import Any, ClassVar, override

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.events.conclusions import correspondence, forms, queries, tables
from majlis.events.conclusions.action_views import DecisionAction
from majlis.events.conclusions.merge import tidy_text
from majlis.events.core import times
from majlis.events.lifecycle import OPEN
from majlis.events.models import Conclusion, Correspondence, CorrespondenceReply
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.verbs import may
from majlis.kit.action_page import ActionLink, ActionPage, action_links
from majlis.kit.detail_page import DetailPage
from majlis.kit.forms import ReasonForm
from majlis.kit.page import Page, StrOrPromise
from majlis.look import parts
from majlis.parties.models import Organisation


class SubmitConclusion(DecisionAction):
    """Submit a conclusion to the members of the body by correspondence."""

    verb = correspondence.submit_conclusion_to_correspondence
    form_class = forms.SubmitConclusionForm
    title = _("Submit to the members by correspondence")
    done = _("The conclusion was submitted. The focal points of the members have been notified.")
    drafts = True

    @override
    def get_form_options(self) -> dict[str, Any]:
        meeting = self.target.item.meeting
        zone = times.zone_or_utc(meeting.zone)
        return {
            **super().get_form_options(),
            "days": correspondence.required_days(meeting.body),
            "zone": times.zone_text(zone, [clock.now()]),
        }

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language, "rule": "simple"}

    @override
    def get_success_url(self, result: Correspondence) -> str:
        return tables.address("correspondence", self.target)


class CorrespondencePage(Page):
    """A page about the latest correspondence on a conclusion."""

    @cached_property
    def correspondence(self) -> Correspondence:
        """The correspondence. Raises Http404 where there was none."""
        conclusion = queries.get_conclusion(self.reader, self.kwargs["slug"], self.kwargs["number"])
        row = queries.latest_correspondence(conclusion)
        if row is None:
            raise Http404
        return row

    @override
    def get_object_above(self) -> Conclusion:
        return self.correspondence.conclusion


class CorrespondenceAction(CorrespondencePage, ActionPage[Correspondence]):
    """An action on a correspondence."""

    @override
    def get_target(self) -> Correspondence:
        return self.correspondence

    @override
    def get_cancel_url(self) -> str:
        return tables.address("correspondence", self.correspondence.conclusion)

    @override
    def get_lead(self) -> StrOrPromise:
        return str(self.correspondence.conclusion)


class CloseCorrespondence(CorrespondenceAction):
    """Count the replies after the closing date, and record the result."""

    template_name = "events/conclusions/close.html"
    verb = correspondence.close_correspondence
    title = _("Count the replies and record the result")
    done = _("The result of the correspondence is recorded.")

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Correspondence) -> bool:
        return target.closes_at <= clock.now() and super().is_offered(actor, target)

    @override
    def get_context_data(self) -> dict[str, Any]:
        members = queries.member_keys(self.target.conclusion.item.meeting.body)
        count = tables.counts_of(self.target, self.target.replies.all(), members)
        return {
            **super().get_context_data(),
            "figures": tables.count_figures(count),
            "method": tables.counting_method(self.target, count),
        }


class WithdrawCorrespondence(CorrespondenceAction):
    """Withdraw a correspondence before it is closed."""

    verb = correspondence.withdraw_correspondence
    form_class = ReasonForm
    title = _("Withdraw the correspondence")
    done = _("The correspondence is withdrawn. The conclusion is a draft again.")


class ReplyByCorrespondence(CorrespondencePage, ActionPage[CorrespondenceReply]):
    """The reply of a member organization, by its focal point."""

    template_name = "events/conclusions/reply.html"
    verb = correspondence.reply_by_correspondence
    form_class = forms.ReplyForm
    title = _("Reply by correspondence")
    done = _("The reply is recorded. You may change it until the closing date.")

    @override
    def get_target(self) -> CorrespondenceReply:
        organisations = Organisation.objects.visible_to(self.reader).with_wordings()
        organisation = organisations.filter(number=self.kwargs["organisation"]).first()
        if organisation is None:
            raise Http404
        row = self.correspondence.replies.filter(organisation=organisation).first()
        if row is None:
            row = CorrespondenceReply()
        row.correspondence, row.organisation = self.correspondence, organisation
        return row

    @override
    def get_object_above(self) -> Conclusion:
        return self.correspondence.conclusion

    @override
    def get_lead(self) -> StrOrPromise:
        return tables.name_html(self.target.organisation.say("title"))

    @override
    def get_draft_target(self) -> str:
        return f"{self.correspondence.pk}:{self.kwargs['organisation']}"

    @override
    def get_initial(self) -> dict[str, Any]:
        reply = self.target
        return {
            "answer": reply.answer,
            "statement": reply.statement,
            "language": reply.language or self.language,
            "seen": correspondence.reply_token(reply),
        }

    @override
    def get_context_data(self) -> dict[str, Any]:
        row = self.correspondence
        text = queries.submitted_text(row)
        return {
            **super().get_context_data(),
            "correspondence": row,
            "is_open": row.state == OPEN and clock.now() < row.closes_at,
            "closes": tables.closing_words(row),
            "question": tables.text_html(tidy_text(row.question), row.language),
            "text": tables.text_html(text, row.conclusion.language),
        }

    @override
    def get_cancel_url(self) -> str:
        return tables.address("correspondence", self.correspondence.conclusion)


class CorrespondenceDetail(CorrespondencePage, DetailPage[Conclusion]):
    """The correspondence on a conclusion: question, closing date, replies as members read them, result."""

    template_name = "events/conclusions/correspondence.html"
    title = pgettext_lazy("page", "Correspondence")
    actions: ClassVar = {
        "events:close_correspondence": CloseCorrespondence,
        "events:withdraw_correspondence": WithdrawCorrespondence,
    }

    @override
    def get_object(self) -> Conclusion:
        return self.correspondence.conclusion

    @override
    def get_facts(self) -> list[parts.Fact]:
        return tables.correspondence_facts(self.correspondence)

    @override
    def get_context_data(self) -> dict[str, Any]:
        row = self.correspondence
        replies = queries.replies_to(row)
        reads = may(self.actor, "events.see_replies", row)
        is_counted = row.members is not None
        members = queries.member_keys(row.conclusion.item.meeting.body)
        count = tables.counts_of(row, replies, members) if reads or is_counted else None
        own = queries.own_organisations(self.reader, members)
        return {
            **super().get_context_data(),
            "correspondence": row,
            "text": tables.text_html(queries.submitted_text(row), row.conclusion.language),
            "reads_replies": reads,
            "replies": [tables.reply_words(each) for each in replies] if reads else [],
            "reply_links": tables.reply_links(row, own, replies),
            "figures": tables.count_figures(count) if count else [],
            "method": tables.counting_method(row, count) if count else "",
            "result": tables.result_words(row),
        }

    @override
    def get_action_links(self) -> list[ActionLink]:
        return action_links(self.actions, self.actor, self.correspondence, self.kwargs)
