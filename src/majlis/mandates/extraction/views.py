"""Pages of the review: versions with findings, the findings of a version, one finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, override
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from majlis.instruments.acts.action_pages import AdoptVersionByAct
from majlis.instruments.citations import format
from majlis.instruments.citations import names as text_names
from majlis.instruments.core.identifiers import split_symbol
from majlis.instruments.models import Provision, Version
from majlis.instruments.texts.wording import render_redline
from majlis.kernel.actor import Actor
from majlis.kernel.models import Reader
from majlis.kernel.verbs import may
from majlis.kernel.work import work_with
from majlis.kit.action_page import ButtonAction
from majlis.kit.columns import Column
from majlis.kit.detail_page import DetailPage
from majlis.kit.list_page import ListPage
from majlis.kit.work import work_steps
from majlis.look import formats, parts
from majlis.mandates.core import display
from majlis.mandates.core.next_meeting import next_meeting_of_finding
from majlis.mandates.core.representation import reviewable_versions
from majlis.mandates.extraction import actions, extract, gist, queries, tasks, undo
from majlis.mandates.extraction import tables as show
from majlis.mandates.extraction.clear_findings import (
    KnownNames,
    clear_findings,
    known_names,
    new_names,
)
from majlis.mandates.extraction.decision import SIMILAR as NEAR_ASKED
from majlis.mandates.extraction.decision import FindingDecision
from majlis.mandates.extraction.former_version import former_version_to_check
from majlis.mandates.extraction.keys import KEYS, are_keys_on
from majlis.mandates.extraction.progress import search_steps
from majlis.mandates.extraction.queries import VersionToReview
from majlis.mandates.lifecycle import ACCEPTED, WAITING
from majlis.mandates.models import Finding, Mandate

BEFORE, AFTER = 1, 2
"""Findings shown before and after the open one in the margin."""


def trail(*more: parts.Link) -> list[parts.Link]:
    """The breadcrumbs of a page of the review."""
    return [parts.Link(_("Findings to check"), reverse("mandates:findings")), *more]


class VersionList(ListPage[Version, VersionToReview]):
    """The versions with findings: how many wait, how many are decided."""

    template_name = "mandates/extraction/versions.html"
    base_template = "mandates/base.html"
    parents: ClassVar = ((pgettext_lazy("page", "Mandates"), "mandates:register"),)
    title = _("Findings to check")
    lead = _(
        "Findings extracted from published texts. They become public only after "
        "acceptance by a person."
    )
    paginate_by = 50
    columns = (
        Column(
            "text",
            pgettext_lazy("document", "Text"),
            lambda row: parts.Cell(
                text_names.full_version_name(row.version),
                show.findings_url(row.version),
                row.version.get_state_display(),
            ),
        ),
        Column(
            "wait", pgettext_lazy("findings", "Not yet checked"), lambda row: row.wait, number=True
        ),
        Column(
            "decided",
            pgettext_lazy("findings", "Checked"),
            lambda row: progress_text(row.found - row.wait, row.found),
        ),
    )
    empty = _("No findings yet. Texts are processed soon after publication.")
    counted = False

    @override
    def get_queryset(self) -> QuerySet[Version]:
        if reviewable_versions(self.reader) is None:
            raise Http404
        return queries.with_names(queries.versions_with_findings(self.reader, self.language))

    @override
    def get_rows(self, items: Sequence[Version]) -> list[VersionToReview]:
        return queries.versions_to_review(items)

    @override
    def get_context_data(self) -> dict[str, Any]:
        """With how far the search of texts for mandates is, since their findings are not in the list yet."""
        works = work_with(tasks.extract_findings_of_version)
        return {**super().get_context_data(), "steps": work_steps(self.actor, works)}


def progress_text(done: int, whole: int) -> str:
    """The share of findings that are decided, such as "12 of 23 decided"."""
    language = get_language() or "en"
    words = ngettext("%(done)s of %(whole)s checked", "%(done)s of %(whole)s checked", whole)
    return words % {
        "done": formats.number(done, language),
        "whole": formats.number(whole, language),
    }


def version_or_404(reader: Reader, key: int, language: str) -> Version:
    """A version that the reader may review. Raises Http404."""
    version = queries.version_to_review(reader, key, language)
    if version is None:
        raise Http404
    return version


class VersionAction(ButtonAction[Version]):
    """An action on the findings of a version."""

    @override
    def get_target(self) -> Version:
        return version_or_404(self.reader, self.kwargs["key"], self.language)

    @override
    def get_cancel_url(self) -> str:
        return show.findings_url(self.target)


class ExtractFindings(VersionAction):
    """Have the findings of a version extracted again, by a task."""

    verb = actions.extract_findings
    title = _("Extract findings again")
    done = _("Extraction will start shortly. Your decisions remain unchanged.")

    @override
    def do(self, data: dict[str, Any]) -> None:
        tasks.extract_findings_of_version.enqueue(self.target.pk)


class AcceptUnchangedFindings(VersionAction):
    """Accept the findings of a version whose text is unchanged since their mandate was accepted."""

    verb = actions.accept_unchanged_findings

    @override
    def get_done(self, result: list[Mandate]) -> str:
        words = ngettext(
            "%(count)s unchanged mandate accepted.",
            "%(count)s unchanged mandates accepted.",
            len(result),
        )
        return words % {"count": formats.number(len(result), self.language)}

    @override
    def get_undo_url(self, result: list[Mandate]) -> str:
        keys = undo.accepted_by(self.actor.user, self.target, [each.pk for each in result])
        return show.undo_url(self.target, keys)


class UndoDecisions(VersionAction):
    """Undo the reader's last decision, or those on a whole list; the button is in the message after it."""

    verb = undo.undo_decisions

    @cached_property
    def keys(self) -> list[int]:
        """The findings whose decisions are undone, as the address names them."""
        keys = self.request.GET.getlist("finding")
        # A number that is too large for the database is no key of a finding.
        return [int(each) for each in keys if each.isdecimal() and len(each) < 19]

    @override
    def do(self, data: dict[str, Any]) -> int:
        count: int = undo.undo_decisions(self.actor, self.target, keys=self.keys)
        return count

    @override
    def get_done(self, result: int) -> str:
        if result <= 1:  # 0: the finding was left for later, so it waits already
            return str(_("Undone. The finding waits for your decision.")) if self.keys else ""
        words = ngettext("Undone: %(count)s finding.", "Undone: %(count)s findings.", result)
        return words % {"count": formats.number(result, self.language)}

    @override
    def get_cancel_url(self) -> str:
        """The finding, or the list of them."""
        if len(self.keys) == 1:
            return reverse("mandates:finding", args=self.keys)
        return super().get_cancel_url()


class VersionFindings(DetailPage[Version]):
    """The findings of a version; those with unchanged text can be accepted at once."""

    template_name = "mandates/extraction/version_findings.html"
    base_template = "mandates/base.html"

    @override
    def get_object(self) -> Version:
        return version_or_404(self.reader, self.kwargs["key"], self.language)

    @override
    def get_title(self) -> str:
        return text_names.full_version_name(self.object)

    @override
    def get_trail(self) -> list[parts.Link]:
        return trail(parts.Link(self.get_title()))

    @override
    def get_context_data(self) -> dict[str, Any]:
        version = self.object
        rows = queries.findings_of_version(version)
        grouped = extract.with_details(rows)
        heads = [head for head, _details in grouped if not extract.is_detail(head.extracted)]
        waiting = [head for head in heads if head.state == WAITING]
        done = len(heads) - len(waiting)
        continues = any(row.continues_id and row.state == WAITING for row in rows)
        former = former_version_to_check(self.reader, version) if waiting else None
        groups, quotations = (
            [
                {
                    "it": show.finding_item(head),
                    "details": [show.finding_item(detail) for detail in details],
                }
                for head, details in grouped
                if queries.is_quotation(head) is quoted
            ]
            for quoted in (False, True)
        )
        return {
            **super().get_context_data(),
            "steps": search_steps(self.actor, version),
            "groups": groups,
            "quotations": quotations,
            "former": former,
            "former_url": show.findings_url(former.version) if former else "",
            "clear": len(clear_findings(version, waiting, former_waits=former is not None)),
            "next_steps": self.next_steps() if heads and not waiting else [],
            "done": done,
            "whole": len(heads),
            "progress": progress_text(done, len(heads)),
            "unchanged": len(actions.unchanged_findings(version)) if continues else 0,
            "keys_on": are_keys_on(self.request),
            "reads": ExtractFindings.is_offered(self.actor, version),
            "first": min(waiting, key=queries.is_quotation).pk if waiting else None,
        }

    def next_steps(self) -> list[parts.Link]:
        """What comes after all findings are decided: the next version, the adoption, and the mandates."""
        version, steps = self.object, []
        later = queries.later_version_to_check(self.reader, version)
        if later is not None:
            url = reverse("mandates:version_findings", args=[later])
            steps.append(parts.Link(pgettext("button", "Check next version"), url))
        kwargs = {"slug": version.instrument.slug, "version": version.slug}
        if AdoptVersionByAct.is_offered(self.actor, version):
            url = reverse("instruments:adopt_version_by_act", kwargs=kwargs)
            steps.append(parts.Link(_("Record the adoption"), url))
        count = queries.mandate_count(self.reader, version.instrument)
        if count:
            label = ngettext("Show %(count)s mandate", "Show %(count)s mandates", count)
            words = label % {"count": formats.number(count, self.language)}
            query = urlencode({"text": version.instrument.slug, "standing": "all"})
            steps.append(parts.Link(words, f"{reverse('mandates:register')}?{query}"))
        return steps


class AddFinding(ButtonAction[Provision]):
    """Add a finding by hand at a provision."""

    verb = actions.add_finding
    done = ""

    @override
    def get_target(self) -> Provision:
        provision = queries.visible_provision(self.reader, self.kwargs["key"])
        if provision is None or not self.is_offered(self.actor, provision):
            raise Http404
        return provision

    @override
    def get_success_url(self, result: Finding) -> str:
        return reverse("mandates:finding", args=[result.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, key: int) -> HttpResponse:
    """Show one finding with its witness marked, and the form to decide on it."""
    finding = queries.finding_to_review(request.user, key)
    if finding is None:
        raise Http404
    texts = queries.texts_of_finding(finding)
    chain, words = texts.chain, texts.words
    # A decision leads to another page; it needs no queue.
    queue = ReviewQueue.of(finding) if request.method != "POST" else None
    known = queue.known.titles if queue is not None and finding.state == WAITING else None
    deciding = FindingDecision(request, finding, words, known)
    answer = deciding.answer()
    if answer is not None:
        return answer
    if request.method == "GET" and finding.state == WAITING and NEAR_ASKED not in request.GET:
        actions.open_finding(Actor.of(request), finding)
    language = get_language() or "en"
    letters = show.field_letters(finding.extracted)
    text = show.finding_text(words, finding, letters)
    symbol = split_symbol(finding.version.symbol_here or "").symbol
    symbol = symbol or format.localized_symbol(finding.version.instrument.symbol, language)
    name = symbol or text_names.full_version_name(finding.version)
    list_url = reverse("mandates:version_findings", args=[finding.version_id])
    place = format.provision_reference(
        [(each, words.get(each.eid, {}).get(finding.language)) for each in chain]
    )
    queue = queue or ReviewQueue.of(finding)
    values, titles = deciding.values, deciding.names_in_language()
    if deciding.is_clause:
        line = gist.clause_gist(finding, letters)
    else:
        line = gist.gist(values, letters, finding.language, titles)
    context = {
        "it": finding,
        "name": name,
        "place": place,
        "trail": trail(parts.Link(name, list_url), parts.Link(place)),
        "above": show.texts_above(chain, words, finding, letters),
        "said": text,
        "gist": line,
        "doubts": []
        if finding.state != WAITING or deciding.is_clause
        else gist.doubts(
            finding.extracted,
            values,
            [titles.get(each, each) for each in new_names(finding, queue.known)],
        ),
        "neighbours": [
            show.MarkedText(each.label, format_html("{}", each.text), each.language)
            for each in texts.neighbours
        ],
        "others": len(words.get(finding.provision.eid, {})) - 1,
        "dial": show.DIALS.get(finding.state, "ended"),
        "looking": _other_viewer(request, finding),
        "session": _next_session(finding, language),
        "list_url": list_url,
        "changed": _text_changes(finding, words),
        "take_back": _revoke_url(request, finding, deciding),
        "keys": KEYS,
        "keys_on": are_keys_on(request),
        "next": request.path,
        **queue.context(),
        **deciding.template_context(letters),
    }
    return render(request, "mandates/extraction/finding.html", context, status=deciding.status)


def _revoke_url(request: HttpRequest, finding: Finding, deciding: FindingDecision) -> str:
    """The address where an acceptance is revoked; empty if the user may not or nothing was accepted."""
    verb = "revoke_clause" if finding.clause else "revoke_acceptance"
    target = finding.clause or deciding.source
    allowed = may(Actor.of(request), f"mandates.{verb}", finding)
    if finding.state != ACCEPTED or target is None or not allowed:
        return ""
    return reverse(f"mandates:{verb}", args=[target.pk])


def _next_session(finding: Finding, language: str) -> str:
    """The next session for which a finding asks, with its date; empty where it asks for none, or none is known."""
    following = next_meeting_of_finding(finding)
    if following is None or following.occasion is None:
        return ""
    occasion = following.occasion
    name = display.session_name(occasion, following.entity.say("title", language).text)
    if not occasion.date:
        return display.date_to_be_set(name)
    return formats.clause_separator(language).join([name, display.date_text(occasion.date)])


def _other_viewer(request: HttpRequest, finding: Finding) -> Any:
    """Another user who has the finding open now, or None."""
    other = actions.current_viewer(finding)
    return other if other is not None and other != request.user else None


def _text_changes(finding: Finding, words: Mapping[str, Mapping[str, Any]]) -> Any:
    """The redline of the text since its mandate was accepted; empty if nothing changed."""
    if finding.continues is None or finding.state != WAITING:
        return ""
    wording = words.get(finding.provision.eid, {}).get(finding.language)
    former = queries.former_text(finding)
    if wording is None or not former or former.split() == wording.text.split():
        return ""
    return render_redline(former, wording.text)


@dataclass(frozen=True)
class ReviewQueue:
    """The findings of a text around the open one, how many are decided, and which are clear."""

    finding: Finding
    rows: Sequence[Finding]
    """All findings that are no details, and the open one; the operative part first, then quotations."""
    known: KnownNames
    """Read only where the open finding waits, as the number of clear ones."""
    clear: int

    @classmethod
    def of(cls, finding: Finding) -> ReviewQueue:
        """The queue of a finding that was read for review."""
        version = finding.version
        rows = [
            each
            for each in queries.findings_of_version(version)
            if each.pk == finding.pk or not extract.is_detail(each.extracted)
        ]
        rows.sort(key=queries.is_quotation)
        waiting = [each for each in rows if each.state == WAITING]
        if finding.state != WAITING:
            return cls(finding, rows, KnownNames(set(), {}), 0)
        known = known_names(version, [finding, *waiting])
        former_waits = bool(getattr(finding, "former_waits", False))
        clear = clear_findings(version, waiting, former_waits=former_waits, known=known)
        return cls(finding, rows, known, len(clear))

    def context(self) -> dict[str, Any]:
        """The context of the margin and of the decision bar."""
        heads = [each for each in self.rows if not extract.is_detail(each.extracted)]
        done = sum(each.state != WAITING for each in heads)
        quotations = [each for each in self.rows if queries.is_quotation(each)]
        operative = [each for each in self.rows if not queries.is_quotation(each)]
        place = self.position
        return {
            "queue": self._items(operative),
            "quotations": self._items(quotations),
            "operative_count": len(operative),
            "quotation_count": len(quotations),
            "in_quotations": queries.is_quotation(self.finding),
            "previous": self.rows[place - 1].pk if place else None,
            "following": self.rows[place + 1].pk if place + 1 < len(self.rows) else None,
            "clear": self.clear,
            "done": done,
            "whole": len(heads),
            "progress": progress_text(done, len(heads)),
        }

    @property
    def position(self) -> int:
        """The place of the open finding in the queue."""
        return next((n for n, row in enumerate(self.rows) if row.pk == self.finding.pk), 0)

    def _items(self, rows: Sequence[Finding]) -> list[dict[str, Any]]:
        """The rows around the open finding, or the first ones where it is not among them."""
        place = next((n for n, row in enumerate(rows) if row.pk == self.finding.pk), 0)
        first = max(0, place - BEFORE)
        return [show.queue_item(each, self.finding.pk) for each in rows[first : place + AFTER + 1]]
