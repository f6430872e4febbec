"""The pages on which a conclusion is begun, written, settled and decided, and on which conclusions are published."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, override

from django.db import transaction
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from majlis.events.conclusions import actions, forms, publish, queries, tables
from majlis.events.lifecycle import CANCELLED, CLOSED, DRAFT, REPORTED
from majlis.events.models import AgendaItem, Conclusion, ConclusionRevision, Meeting
from majlis.instruments.models import Version
from majlis.kernel.actor import Actor
from majlis.kit import phrases
from majlis.kit.action_page import ActionPage, ButtonAction
from majlis.kit.forms import ReasonForm
from majlis.kit.page import StrOrPromise
from majlis.kit.trails import heading


class ConclusionAction(ActionPage[Conclusion]):
    """An action on a conclusion. ``draft_only``: offered only while its text can be changed."""

    draft_only: ClassVar[bool] = False

    @override
    def get_target(self) -> Conclusion:
        return queries.get_conclusion(self.reader, self.kwargs["slug"], self.kwargs["number"])

    @cached_property
    def rights(self) -> tables.Rights:
        """What the reader may do with the conclusions of the meeting."""
        return tables.Rights.of(self.actor, self.target.item.meeting)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Conclusion) -> bool:
        return (target.state == DRAFT or not cls.draft_only) and super().is_offered(actor, target)

    @override
    def get_context_data(self) -> dict[str, Any]:
        shown = tables.shown_text(self.target)
        text = tables.text_html(shown.text, shown.language) if shown.text else ""
        return {
            **super().get_context_data(),
            "conclusion": self.target,
            "text": text,
            "waiting": self.waiting_links(),
        }

    def waiting_links(self) -> list[tuple[str, str]]:
        """The revisions that lie beside the text, each with the address where it is settled."""
        if not self.target.waits:  # type: ignore[attr-defined]
            return []
        rows = queries.waiting_revisions(self.target).order_by("number")
        return [
            (
                tables.revision_name(number),
                tables.address("settle_conclusion", self.target, revision=number),
            )
            for number in rows.values_list("number", flat=True)
        ]


class BeginConclusion(ActionPage[AgendaItem]):
    """Begin a conclusion at an item; who begins it has the pen."""

    verb = actions.begin_conclusion
    form_class = forms.BeginConclusionForm
    title = _("Begin a conclusion")
    done = _("The conclusion was created. You have the pen.")
    drafts = False

    @override
    def get_target(self) -> AgendaItem:
        return queries.get_item(self.reader, self.kwargs["slug"], self.kwargs["number"])

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"language": self.language}

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: AgendaItem) -> bool:
        is_open = target.withdrawn_at is None and target.meeting.state != CANCELLED
        return is_open and super().is_offered(actor, target)

    @override
    def do(self, data: dict[str, Any]) -> Conclusion:
        with transaction.atomic():
            conclusion: Conclusion = super().do(data)
            return actions.take_pen(self.actor, conclusion)

    @override
    def get_success_url(self, result: Conclusion) -> str:
        return tables.address("write_conclusion", result)


class TakePen(ConclusionAction, ButtonAction[Conclusion]):
    """Take the pen, and go on to the page where the text is written."""

    verb = actions.take_pen
    title = tables.TAKE_PEN
    done = _("You have the pen.")
    draft_only = True

    @override
    def get_cancel_url(self) -> str:
        return tables.address("write_conclusion", self.target)


class ReleasePen(ConclusionAction, ButtonAction[Conclusion]):
    """Put down the pen."""

    verb = actions.release_pen
    title = tables.RELEASE_PEN
    done = _("The pen is free.")
    draft_only = True


class WriteConclusion(ConclusionAction):
    """Write the text of a conclusion: for who has the pen, and for who wrote before somebody took it over."""

    template_name = "events/conclusions/write.html"
    verb = actions.save_conclusion
    form_class = forms.WriteConclusionForm
    title = tables.WRITE
    button = phrases.SAVE
    draft_only = True

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"text": self.target.draft_text, "base": self.target.revision}  # type: ignore[attr-defined]

    @property
    def has_pen(self) -> bool:
        """Whether the reader has the pen."""
        return self.actor.user is not None and self.target.pen_id == self.actor.user.pk

    @property
    def may_write(self) -> bool:
        """Whether the page has the form: the reader has the pen, sends words, or has some that were not sent."""
        drafts = getattr(self.sent_form, "drafts", ())
        is_sent = self.request.method == "POST" or bool(drafts)
        return self.has_pen or is_sent

    @override
    def get_context_data(self) -> dict[str, Any]:
        conclusion = self.target
        return {
            **super().get_context_data(),
            "may_write": self.may_write,
            "has_pen": self.has_pen,
            "pen": tables.pen_part(conclusion, self.actor, self.rights),
            "since": self.changes_since(),
        }

    def changes_since(self) -> SafeString | str:
        """What others saved since the revision from which the words of the form began."""
        value = str(self.sent_form.form["base"].value())
        is_number = value.isascii() and value.isdecimal() and len(value) < 10
        base = int(value) if is_number else 0
        if not base or base == self.target.revision or not self.may_write:
            return ""
        began = queries.revision_of(self.target, base)
        if began is None:
            return ""
        current = self.target.draft_text or ""  # type: ignore[attr-defined]
        return tables.redline_html(began.text, current, self.target.language)

    @override
    def get_done(self, result: ConclusionRevision) -> StrOrPromise:
        if self.is_unchanged:
            return _("This text is saved already.")
        number = {"number": result.number}
        if result.aside:
            return (
                _(
                    "Saved as revision %(number)s, beside the current text, which has other words. Compare them."
                )
                % number
            )
        if result.merged:
            message = _("Saved as revision {number}, merged with the changes saved before it.")
            url = f"{tables.address('conclusion_revisions', self.target)}?to={result.number}"
            return format_html(
                '{} <a href="{}">{}</a>',
                format_html(str(message), **number),
                url,
                pgettext("button", "Compare revisions"),
            )
        return _("Saved as revision %(number)s.") % number

    @override
    def get_success_url(self, result: ConclusionRevision) -> str:
        if result.aside and result.settled_at is None:
            return tables.address("settle_conclusion", self.target, revision=result.number)
        if self.has_pen:
            return tables.address("write_conclusion", self.target)
        return self.target.get_absolute_url()


class SettleConclusion(ActionPage[ConclusionRevision]):
    """Settle a revision that lies beside the text: both are shown, with their differences."""

    template_name = "events/conclusions/settle.html"
    verb = actions.settle_conclusion
    form_class = forms.SettleConclusionForm
    title = _("Settle the wording")
    done = _("The wording is settled.")
    conclusion: Conclusion

    @override
    def get_target(self) -> ConclusionRevision:
        self.conclusion = queries.get_conclusion(
            self.reader, self.kwargs["slug"], self.kwargs["number"]
        )
        return queries.get_revision(self.conclusion, self.kwargs["revision"])

    @override
    def get_object_above(self) -> Conclusion:
        return self.target.conclusion

    @override
    def get_lead(self) -> StrOrPromise:
        return heading(self.target.conclusion)

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: ConclusionRevision) -> bool:
        waits = target.aside and target.settled_at is None and target.conclusion.state == DRAFT
        return waits and super().is_offered(actor, target)

    @property
    def current_text(self) -> str:
        """The text of the conclusion now."""
        text: str = self.target.conclusion.draft_text or ""  # type: ignore[attr-defined]
        return text

    @override
    def get_initial(self) -> dict[str, Any]:
        revision = self.target.conclusion.revision
        return {"text": self.current_text, "base": revision}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        base, form = data["base"], forms.SettleConclusionForm
        if data["choice"] == form.OTHER:
            return {"base": base, "text": self.target.text}
        if data["choice"] == form.OWN:
            return {"base": base, "text": data["text"]}
        # The text that was shown as the current one, whatever was saved since.
        shown = queries.revision_of(self.target.conclusion, base)
        return {"base": base, "text": shown.text if shown is not None else self.current_text}

    @override
    def get_context_data(self) -> dict[str, Any]:
        conclusion, revision = self.target.conclusion, self.target
        rights = tables.Rights.of(self.actor, conclusion.item.meeting)
        current = queries.get_revision(conclusion, conclusion.revision)
        language = conclusion.language
        return {
            **super().get_context_data(),
            "is_settled": not revision.aside or revision.settled_at is not None,
            "versions": [
                (name, tables.revision_facts(each, rights), tables.text_html(each.text, language))
                for name, each in (
                    (pgettext("conclusion", "Current text"), current),
                    (pgettext("conclusion", "Other wording"), revision),
                )
            ],
            "differences": tables.redline_html(current.text, revision.text, language),
        }

    @override
    def get_done(self, result: ConclusionRevision) -> StrOrPromise:
        if result.aside:
            return _(
                "Another person saved the text. Your wording is shown beside it: compare again."
            )
        return super().get_done(result)

    @override
    def get_success_url(self, result: ConclusionRevision) -> str:
        conclusion = self.target.conclusion
        if result.aside:
            return tables.address("settle_conclusion", conclusion, revision=result.number)
        return conclusion.get_absolute_url()


# Decisions.


class DecisionAction(ConclusionAction):
    """A decision on the text that the page shows."""

    template_name = "events/conclusions/decide.html"
    form_class: ClassVar[type[BaseForm]] = forms.DecisionForm
    drafts = False

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"revision": self.target.revision}


class AgreeConclusion(DecisionAction):
    """Record that a conclusion was agreed."""

    verb = actions.agree_conclusion
    title = _("Record as agreed")
    done = _("The conclusion is agreed. Its text waits for translation.")


class AgreeConclusionWithStatements(DecisionAction):
    """Record that a conclusion was agreed with statements for the record."""

    verb = actions.agree_conclusion_with_statements
    form_class = forms.StatementsForm
    title = _("Record as agreed with statements")
    done = _("The conclusion is agreed with statements. Its text waits for translation.")

    @override
    def get_form_options(self) -> dict[str, Any]:
        statements = queries.statements_at(self.target.item)
        choices = tables.statement_choices(statements)
        return {**super().get_form_options(), "statements": choices}

    @override
    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        chosen = queries.statements_at(self.target.item).filter(pk__in=data["statements"])
        return {**data, "statements": list(chosen)}

    @override
    def get_context_data(self) -> dict[str, Any]:
        has_choices = self.sent_form.form.fields["statements"].choices  # type: ignore[attr-defined]
        return {**super().get_context_data(), "has_no_statements": not has_choices}


class DeclineConclusion(ConclusionAction):
    """Record that a conclusion was not agreed."""

    template_name = "events/conclusions/decide.html"
    verb = actions.decline_conclusion
    form_class = forms.DeclineConclusionForm
    title = _("Record as not agreed")
    done = _("The conclusion is recorded as not agreed.")


class ReopenConclusion(ConclusionAction):
    """Reopen a conclusion on which the meeting had decided."""

    template_name = "events/conclusions/decide.html"
    verb = actions.reopen_conclusion
    form_class = ReasonForm
    title = _("Reopen the conclusion")
    done = _("The conclusion is a draft again.")


# The text of all agreed conclusions.


class PublishConclusions(ActionPage[Meeting]):
    """Publish the agreed conclusions of a meeting as a text."""

    template_name = "events/conclusions/publish.html"
    verb = publish.publish_conclusions
    title = _("Publish the conclusions as a text")
    done = _("The conclusions are published as a text. Mandates found in it await review.")
    drafts = False

    @override
    def get_target(self) -> Meeting:
        return queries.get_meeting(self.reader, self.kwargs["slug"])

    @override
    @classmethod
    def is_offered(cls, actor: Actor, target: Meeting) -> bool:
        return target.state in (CLOSED, REPORTED) and super().is_offered(actor, target)

    @override
    def get_context_data(self) -> dict[str, Any]:
        conclusions = publish.agreed_conclusions(self.target)
        languages = publish.complete_languages(conclusions) if conclusions else []
        return {
            **super().get_context_data(),
            "conclusions": [
                (tables.short_name(each), each.get_absolute_url()) for each in conclusions
            ],
            "languages": languages,
            "published": publish.published_text(self.target),
        }

    @override
    def get_done(self, result: Version) -> StrOrPromise:
        if self.is_unchanged:
            return _("The text has all agreed conclusions already.")
        return super().get_done(result)

    @override
    def get_cancel_url(self) -> str:
        return reverse("events:meeting_conclusions", args=[self.target.slug])

    @override
    def get_success_url(self, result: Version) -> str:
        return result.get_absolute_url()
