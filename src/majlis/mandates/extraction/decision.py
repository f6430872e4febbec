"""The decision form of a finding: what its buttons do, also if another user decided meanwhile."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.commons.drafts import actions as drafts
from majlis.commons.drafts import location
from majlis.commons.drafts.forms import DraftedForm
from majlis.commons.drafts.models import Draft
from majlis.instruments.models import ProvisionWording
from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise
from majlis.kit.action_page import say_with_undo
from majlis.mandates.core import embeddings
from majlis.mandates.core.display import Context
from majlis.mandates.core.rows import JsonRow
from majlis.mandates.extraction import (
    actions,
    addressees,
    clauses,
    continuity,
    fields,
    gist,
    queries,
    suggestions,
)
from majlis.mandates.extraction import tables as show
from majlis.mandates.extraction.drafts import FINDING_FORM, target_of
from majlis.mandates.extraction.forms import LABELS, ClauseForm, CorrectSourceForm, FindingForm
from majlis.mandates.lifecycle import ACCEPTED, REJECTED, REPLACED, WAITING
from majlis.mandates.models import Addressee, Finding, MandateSource
from majlis.mandates.models.choices import FoundBy

DECISIONS = {"accept": ACCEPTED, "split": REPLACED, "reject": REJECTED, "later": WAITING}
"""What the buttons send -> the state of the finding after it."""
REPEAT_TIME = datetime.timedelta(minutes=1)
"""How long an equal form of the same person counts as the same one, sent twice."""
SIMILAR = "near"
"""Query parameter that requests suggestions from similar mandates. The model needs a moment, so not on every page."""

CONFIRMED_NAMES = f"{location.FIELD_PREFIX}new_name"
"""Form field with typed names that the user confirmed as new entities."""


class FindingDecision:
    """The decision of a user on a finding, on its page."""

    def __init__(
        self,
        request: HttpRequest,
        finding: Finding,
        wordings: Mapping[str, Mapping[str, ProvisionWording]],
        known: Mapping[str, str] | None = None,
    ) -> None:
        """``wordings``: id of a provision -> language -> wording, of the finding and of the provisions above it.

        ``known``: name of an entity -> its title, where they were read before.
        """
        self.known = known
        self.request, self.finding, self.wordings = request, finding, wordings
        self.actor = Actor.of(request)
        self.action = request.POST.get("do", "") if request.method == "POST" else ""
        self.is_clause = finding.kind != Finding.Kind.MANDATE
        self.source: MandateSource | None = None
        self.drafted: DraftedForm | None = None
        self.accepted_here: list[JsonRow] = []
        self.new_names: list[str] = []
        self.titles: dict[str, str] | None = None
        self.corrections: fields.Values = {}
        if finding.state == WAITING and not self.is_clause:
            self.accepted_here = getattr(finding, "standing", [])
            wording = wordings.get(finding.provision.eid, {}).get(finding.language)
            self.corrections = queries.corrections_before(finding, wording)
        # If another user decided meanwhile, the form still shows the error above what was typed.
        if finding.state == WAITING or self.action in DECISIONS:
            self.drafted = self._to_decide()
        elif finding.state == ACCEPTED and not self.is_clause and finding.mandate_id is not None:
            self.source = (
                MandateSource.objects.filter(mandate=finding.mandate_id, version=finding.version_id)
                .select_related("version__record", "version__instrument__body__record")
                .prefetch_related(
                    Prefetch("addressees", Addressee.objects.select_related("entity__record")),
                    "addressees__entity__record__wordings",
                )
                .first()
            )
            self.drafted = self._to_correct() if self.source else None

    @property
    def status(self) -> int:
        """The HTTP status of the page."""
        return self.drafted.status if self.drafted is not None else 200

    def _to_decide(self) -> DraftedForm:
        engine_fields = self.finding.extracted
        titles: dict[str, str] = {}
        options: dict[str, Any] = {}
        if self.is_clause:
            initial = {
                name: engine_fields.get(name) or "" for name in ("deadline", "occasion", "body")
            }
        else:
            values = self.values
            written_names = dict(
                zip(values["asked"], engine_fields.get("actor_words") or [""] * 99, strict=False)
            )
            names = [name for field in fields.NAME_FIELDS for name in values[field]]
            pairs = [(name, written_names.get(name, "")) for name in names]
            if pairs:
                titles = queries.entity_titles(
                    pairs, self.finding.language, get_language() or "en", self.known
                )
            initial = values | {
                field: "\n".join(titles[name] for name in values[field])
                for field in fields.NAME_FIELDS
            }
            self.titles = titles
            initial["to"] = str(self.finding.continues or self._existing_mandate() or "")
            if self.finding.state == WAITING and SIMILAR in self.request.GET:
                wordings = [each.get(self.finding.language) for each in self.wordings.values()]
                wording_by_provision = {
                    each.provision_id: each for each in wordings if each is not None
                }
                suggested = suggestions.suggest_fields(
                    self.finding, get_language() or "en", wording_by_provision
                )
                options = {"suggested": [show.suggestion_choice(each) for each in suggested]}
        return DraftedForm(
            self.request,
            ClauseForm if self.is_clause else FindingForm,
            key=FINDING_FORM,
            target=self.finding,
            initial=initial,
            user=self.request.user,
            shown=titles,
            **options,
        )

    def _existing_mandate(self) -> str:
        """The slug of a mandate with this text that was added without a finding; empty if none."""
        action = str(fields.fields_of_finding(self.finding.extracted)["action"])
        for mandate in self.accepted_here:
            same_language = mandate["language"] == self.finding.language
            if (
                not mandate["came"]
                and same_language
                and continuity.shared_words(mandate["action"], action) >= continuity.QUOTE_THRESHOLD
            ):
                return str(mandate["slug"])
        return ""

    def _to_correct(self) -> DraftedForm:
        source = self.source
        assert source is not None

        def current() -> fields.Values:
            fresh = (
                MandateSource.objects.filter(pk=source.pk)
                .prefetch_related("addressees__entity__record__wordings")
                .get()
                if self.request.method == "POST"
                else source
            )
            values = fields.fields_of_source(fresh)
            return values | {field: "\n".join(values[field]) for field in fields.NAME_FIELDS}

        return DraftedForm(
            self.request,
            CorrectSourceForm,
            key="mandates.correct_source",
            target=source,
            current=current,
            send=pgettext("button", "Save correction"),
        )

    def answer(self) -> HttpResponse | None:
        """The response to a submitted form; None if the page is to be shown."""
        if self.request.method != "POST" and "beside" not in self.request.GET:
            return None
        if self.action == "reopen":
            return self._reopen()
        if self.action in DECISIONS and self._is_repeated():
            return self._repeated()
        if self.drafted is None:
            return None
        if (
            self.source is None
            and self.action not in DECISIONS
            and "beside" not in self.request.GET
        ):
            return None
        if self.action == "later":
            return self._postpone()
        answer = self.drafted.answer(self._submit)
        if answer is None and self.status == 409 and self._is_repeated(fresh=True):
            return self._repeated()
        if answer is None and self.status == 409 and self.drafted.form.is_bound:
            self._save_draft()
        return answer

    def _is_repeated(self, *, fresh: bool = False) -> bool:
        """Whether the same person has just made the same decision: the form was sent twice.

        ``fresh``: read the finding again, which the first form may have decided meanwhile.
        """
        finding = self.finding
        if fresh:
            names = ["state", "decided_by", "decided_at", "mandate", "clause"]
            finding.refresh_from_db(fields=names)
        when = finding.decided_at
        return bool(
            finding.state != WAITING
            and DECISIONS.get(self.action) == finding.state
            and self.actor.user is not None
            and finding.decided_by_id == self.actor.user.pk
            and when is not None
            and when > clock.now() - REPEAT_TIME
        )

    def _repeated(self) -> HttpResponse:
        """Say what the first of two equal forms recorded, and go on."""
        if self.finding.state == ACCEPTED:
            self._say_accepted()
        elif self.finding.state == REJECTED:
            self._say(_("Finding rejected. Your reason is public."))
        return self._redirect_to_next()

    def _say(self, message: StrOrPromise) -> None:
        """Say what was decided, with a button that undoes it."""
        say_with_undo(self.request, message, show.undo_url(self.finding.version, [self.finding.pk]))

    def _submit(self, form: Any) -> HttpResponse:
        finding, actor = self.finding, self.actor
        if self.action == "reject":
            actions.reject_finding(
                actor,
                finding,
                reason=form.cleaned_data.get("reason") or "",
                language=form.cleaned_data.get("reason_language") or get_language() or "en",
            )
            self._say(_("Finding rejected. Your reason is public."))
        elif self.action == "split":
            first, _second = actions.split_finding(actor, finding, values=self._form_values(form))
            self._say(_("Finding split in two. Enter the request for each part."))
            return redirect("mandates:finding", first.pk)
        elif isinstance(form, CorrectSourceForm):
            assert self.source is not None
            self._confirm_new_names(form, fields.fields_of_source(self.source))
            actions.correct_source(
                actor, self.source, values=form.values(), reason=form.cleaned_data["reason"]
            )
            messages.success(self.request, _("The extracted data were corrected."))
            return redirect("mandates:finding", finding.pk)
        elif isinstance(form, ClauseForm):
            data = form.cleaned_data
            clause_values = {name: data[name] or "" for name in ("deadline", "occasion", "body")}
            clauses.accept_clause(actor, finding, mandate=data["mandate"], **clause_values)
            self._say(_("The clause was accepted."))
        else:
            self._confirm_new_names(form, fields.fields_of_finding(finding.extracted))
            to = form.cleaned_data["to"]
            finding.mandate = actions.accept_finding(
                actor, finding, values=form.values(), to=to, meant=form.meant_by()
            )
            self._say_accepted()
        return self._redirect_to_next()

    def _say_accepted(self) -> None:
        """Say as what the finding was accepted: the number with a link, who is asked, and what for."""
        mandate = self.finding.mandate
        if mandate is None:
            self._say(_("The clause was accepted."))
            return
        language = get_language() or "en"
        sources = list(mandate.sources.prefetch_related("addressees__entity__record__wordings"))
        source = next(each for each in sources if each.version_id == self.finding.version_id)
        message = (
            _("Accepted as %(mandate)s: %(request)s.")
            if len(sources) == 1
            else _("Accepted as a continuation of %(mandate)s: %(request)s.")
        )
        link = format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi></a>', mandate.get_absolute_url(), mandate.slug
        )
        request = show.request_summary(source, language)
        if request.endswith("…</span>"):
            message = message.rstrip(".。")
        self._say(
            format_html(
                conditional_escape(message)
                .replace("%(mandate)s", "{mandate}")
                .replace("%(request)s", "{request}"),
                mandate=link,
                request=request,
            )
        )

    def _confirm_new_names(
        self, form: FindingForm | CorrectSourceForm, known: fields.Values
    ) -> None:
        """Ask for confirmation before a typed name becomes a public entity. Raises InvalidInput by field."""
        known_names = {name for field in fields.NAME_FIELDS for name in known[field]}
        body, confirmed = (
            self.finding.version.instrument.body,
            self.request.POST.getlist(CONFIRMED_NAMES),
        )
        faults: dict[str, StrOrPromise] = {}
        for field, names in addressees.unknown_names(
            form.values(), known_names, self.actor.language, body
        ).items():
            self.new_names += names
            unconfirmed = [name for name in names if name not in confirmed]
            if unconfirmed:
                similar = queries.similar_names(self.request.user, unconfirmed, self.actor.language)
                faults[field] = show.new_names_question(unconfirmed, similar)
        if faults:
            raise InvalidInput(faults)

    def _form_values(self, form: BaseForm) -> fields.Values | None:
        return form.values() if isinstance(form, FindingForm) else None

    def _redirect_to_next(self) -> HttpResponse:
        """Redirect to the next waiting finding, else to the list."""
        key = queries.next_waiting(self.finding)
        if key is not None:
            return redirect("mandates:finding", key)
        return redirect("mandates:version_findings", self.finding.version_id)

    def _postpone(self) -> HttpResponse:
        """Save what was typed as a draft, and go to the next finding."""
        assert self.drafted is not None
        if self.drafted.form.has_changed():
            self._save_draft()
            self._say(_("Your entries are saved as a draft."))
        else:
            self._say(_("Finding left for later."))
        return self._redirect_to_next()

    def _save_draft(self) -> None:
        drafted = self.drafted
        assert drafted is not None
        draft = drafted.draft
        place = drafted.place.in_browser(drafted.browser)
        drafts.save_draft(
            self.actor,
            place,
            values={n: v for n, v in place.typed(self.request.POST).items() if n != "do"},
            key=draft.pk if draft else None,
            version=draft.version if draft else 0,
        )

    def _reopen(self) -> HttpResponse:
        try:
            actions.reopen_finding(self.actor, self.finding)
        except Fault as fault:
            messages.error(self.request, str(fault))
        return redirect("mandates:finding", self.finding.pk)

    def template_context(self, letters: Mapping[str, str]) -> Context:
        """The context of the template."""
        if self.drafted is None or self.source is not None:
            draft_context: Context = {"typed": self._typed_in_draft()}
        else:
            draft_context = {}
        if self.drafted is None:
            return draft_context
        form = self.drafted.form
        context = self.drafted.context(
            deciding=not isinstance(form, CorrectSourceForm),
            stands=reverse("mandates:finding", args=[self.finding.pk])
            if self.status == 409
            else "",
            fields=[
                self._field(form, name, letters)
                for name in form.fields
                if name not in REJECT_FIELDS
            ],
            reasons=[form[name] for name in REJECT_FIELDS if name in form.fields],
            near=self._may_suggest(),
            near_none=SIMILAR in self.request.GET and "meant" not in form.fields,
            standing=self.accepted_here,
            told=[(CONFIRMED_NAMES, name) for name in dict.fromkeys(self.new_names)],
        )
        return context | draft_context | {"opens": self._opens_fields()}

    @property
    def values(self) -> fields.Values:
        """The fields of the finding as the page sums them up: accepted, else as they were found."""
        if self.source is not None:
            return fields.fields_of_source(self.source)
        return fields.fields_of_finding(self.finding.extracted) | self.corrections

    def names_in_language(self) -> dict[str, str]:
        """The names of the entities of ``values`` in the reader's language."""
        if self.source is not None or self.is_clause:
            return {}
        if self.titles is None:
            pairs = [(name, "") for name in gist.all_names(self.values)]
            language = get_language() or "en"
            self.titles = queries.entity_titles(pairs, self.finding.language, language)
        return self.titles

    def _opens_fields(self) -> bool:
        """Whether the form is open: it has errors, a draft or suggestions, or a needed field is empty."""
        assert self.drafted is not None
        form, engine_fields = self.drafted.form, self.finding.extracted
        if self.is_clause:
            is_incomplete = not any(engine_fields.get(each) for each in ("deadline", "occasion"))
        else:
            is_incomplete = bool(gist.missing_fields(engine_fields, self.values))
        was_split = bool(engine_fields.get("split"))
        return bool(
            is_incomplete
            or was_split
            or form.errors
            or self.drafted.draft
            or SIMILAR in self.request.GET
        )

    def _may_suggest(self) -> bool:
        """Whether suggestions from similar mandates can be offered for fields that are empty."""
        can_decide = self.finding.state == WAITING and not self.is_clause
        already_suggested = SIMILAR in self.request.GET
        return bool(
            can_decide
            and not already_suggested
            and embeddings.method() == embeddings.MEANING
            and suggestions.missing_fields(self.finding.extracted)
        )

    def _typed_in_draft(self) -> list[tuple[StrOrPromise, str]]:
        """What the user had typed when another user decided first: pairs of field label and text."""
        browser = location.browser_key(self.request)
        drafts_of_user = Draft.objects.of(self.request.user, browser).filter(
            form=FINDING_FORM, target=target_of(self.finding)
        )
        draft = drafts_of_user.order_by("-changed_at", "-pk").first()
        if draft is None:
            return []
        labels = LABELS | {
            "reason": pgettext("reason for an action", "Reason"),
            "to": pgettext("finding", "Mandate continued by this finding"),
        }
        return [
            (labels[name], "\n".join(texts))
            for name, texts in draft.values.items()
            if name in labels and any(texts)
        ]

    def _field(self, form: BaseForm, name: str, letters: Mapping[str, str]) -> Context:
        """A field with its letter, and how its value was found."""
        found_by = ""
        engine_fields = self.finding.extracted
        if name in LABELS or self.is_clause:
            if self.source is not None:
                found_by = self.source.found_by.get(name, "")
            elif form.initial.get(name) and name != "to":
                by_person = engine_fields.get("by_hand") or name in engine_fields.get(
                    "by_person", ()
                )
                inferred = name in fields.inferred_fields(engine_fields)
                by_engine = FoundBy.INFERRED if inferred else FoundBy.RULE
                found_by = FoundBy.PERSON if by_person else by_engine
        elif name == "meant":
            found_by = FoundBy.MEANING
        letter = letters.get("clause" if self.is_clause and name == "deadline" else name, "")
        return {
            "field": form[name],
            "letter": letter,
            "by": FoundBy(found_by).label if found_by else "",
            "all": name in ("action", "deadline", "trigger", "to", "occasion", "meant"),
        }


REJECT_FIELDS = ("reason", "reason_language")
