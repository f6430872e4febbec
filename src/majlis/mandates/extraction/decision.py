"""The decision form of a finding: what its buttons do, and what happens when somebody was faster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majlis.commons.drafts import actions as drafts
from majlis.commons.drafts import location
from majlis.commons.drafts.forms import DraftedForm
from majlis.commons.drafts.models import Draft
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, InvalidInput, StrOrPromise
from majlis.look.forms import Form
from majlis.mandates.core import embeddings
from majlis.mandates.extraction import (
    actions,
    addressees,
    clauses,
    continuity,
    fields,
    queries,
    suggestions,
)
from majlis.mandates.extraction import tables as show
from majlis.mandates.extraction.forms import LABELS, ClauseForm, CorrectSourceForm, FindingForm
from majlis.mandates.lifecycle import ACCEPTED, WAITING
from majlis.mandates.models import Addressee, Finding, MandateSource
from majlis.mandates.models.choices import FoundBy

DECISIONS = ("accept", "split", "reject", "later")
SIMILAR = "near"
"""In the address: what mandates near by meaning say is asked for. It costs the model a moment, so not on every page."""


CONFIRMED_NAMES = f"{location.FIELD_PREFIX}new_name"
"""In the form: typed names of which the person was told that nobody is known by them."""


class FindingDecision:
    """What a person does with a finding on its page."""

    def __init__(
        self, request: HttpRequest, found: Finding, words: Mapping[str, Mapping[str, Any]]
    ) -> None:
        """``plain_snippet``: id of a provision -> language -> its words, of the finding and of those above it."""
        self.request, self.found, self.words = request, found, words
        self.actor = Actor.of(request)
        self.do = request.POST.get("do", "") if request.method == "POST" else ""
        self.is_clause = found.kind != Finding.Kind.MANDATE
        self.source: MandateSource | None = None
        self.drafted: DraftedForm | None = None
        self.standing: list[dict[str, Any]] = []
        self.new: list[str] = []
        if found.state == WAITING and not self.is_clause:
            self.standing = getattr(found, "standing", [])
        # Who decides on what somebody decided meanwhile is told so, over what was typed.
        if found.state == WAITING or self.do in DECISIONS:
            self.drafted = self._to_decide()
        elif found.state == ACCEPTED and not self.is_clause and found.mandate_id is not None:
            self.source = (
                MandateSource.objects.filter(mandate=found.mandate_id, version=found.version_id)
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
        """The status of the page."""
        return self.drafted.status if self.drafted is not None else 200

    def _to_decide(self) -> DraftedForm:
        found = self.found.found
        shown: dict[str, str] = {}
        options: dict[str, Any] = {}
        if self.is_clause:
            initial = {name: found.get(name) or "" for name in ("deadline", "occasion", "body")}
        else:
            read = fields.fields_of_finding(found)
            written = dict(zip(read["asked"], found.get("actor_words") or [""] * 99, strict=False))
            every = [name for field in fields.NAME_FIELDS for name in read[field]]
            pairs = [(name, written.get(name, "")) for name in every]
            if pairs:
                shown = queries.entity_titles(pairs, self.found.language, get_language() or "en")
            initial = read | {
                field: "\n".join(shown[name] for name in read[field])
                for field in fields.NAME_FIELDS
            }
            initial["to"] = str(self.found.continues or self._stands_already() or "")
            if self.found.state == WAITING and SIMILAR in self.request.GET:
                own = [each.get(self.found.language) for each in self.words.values()]
                said = {each.provision_id: each for each in own if each is not None}
                found_near = suggestions.suggest_fields(self.found, get_language() or "en", said)
                options = {"suggested": [show.suggestion_choice(each) for each in found_near]}
        return DraftedForm(
            self.request,
            ClauseForm if self.is_clause else FindingForm,
            key="mandates.finding",
            target=self.found,
            initial=initial,
            user=self.request.user,
            shown=shown,
            **options,
        )

    def _stands_already(self) -> str:
        """The mandate that another way than the queue brought in with these words."""
        said = fields.fields_of_finding(self.found.found)["action"]
        for each in self.standing:
            same = each["language"] == self.found.language
            if (
                not each["came"]
                and same
                and continuity.shared_words(each["action"], said) >= continuity.QUOTE_THRESHOLD
            ):
                return str(each["slug"])
        return ""

    def _to_correct(self) -> DraftedForm:
        source = self.source
        assert source is not None

        def current() -> Mapping[str, Any]:
            now = (
                MandateSource.objects.filter(pk=source.pk)
                .prefetch_related("addressees__entity__record__wordings")
                .get()
                if self.request.method == "POST"
                else source
            )
            read = fields.fields_of_source(now)
            return read | {field: "\n".join(read[field]) for field in fields.NAME_FIELDS}

        return DraftedForm(
            self.request,
            CorrectSourceForm,
            key="mandates.correct_source",
            target=source,
            current=current,
            send=_("Save the correction"),
        )

    def answer(self) -> HttpResponse | None:
        """The answer to what was sent; None where the page is to be shown."""
        if self.request.method != "POST" and "beside" not in self.request.GET:
            return None
        if self.do == "reopen":
            return self._reopened()
        if self.drafted is None:
            return None
        if self.source is None and self.do not in DECISIONS and "beside" not in self.request.GET:
            return None
        if self.do == "later":
            return self._later()
        answer = self.drafted.answer(self._done)
        if answer is None and self.status == 409 and self.drafted.form.is_bound:
            self._keep()
        return answer

    def _done(self, form: Any) -> HttpResponse:
        found, actor = self.found, self.actor
        if self.do == "reject":
            actions.reject_finding(
                actor,
                found,
                reason=form.cleaned_data.get("reason") or "",
                language=form.cleaned_data.get("reason_language") or get_language() or "en",
            )
            messages.success(self.request, _("Kept as no mandate, with your reason."))
        elif self.do == "split":
            first, _second = actions.split_finding(actor, found, values=self._typed(form))
            messages.success(self.request, _("There are two now: say of each what it asks."))
            return redirect("mandates:finding", first.pk)
        elif isinstance(form, CorrectSourceForm):
            assert self.source is not None
            self._ask_of_new(form, fields.fields_of_source(self.source))
            actions.correct_source(
                actor, self.source, values=form.values(), reason=form.cleaned_data["reason"]
            )
            messages.success(self.request, _("The reading was corrected."))
            return redirect("mandates:finding", found.pk)
        elif isinstance(form, ClauseForm):
            data = form.cleaned_data
            wanted = {name: data[name] or "" for name in ("deadline", "occasion", "body")}
            clauses.accept_clause(actor, found, mandate=data["mandate"], **wanted)
            messages.success(self.request, _("The clause was accepted."))
        else:
            self._ask_of_new(form, fields.fields_of_finding(found.found))
            to = form.cleaned_data["to"]
            made = actions.accept_finding(
                actor, found, values=form.values(), to=to, meant=form.meant_by()
            )
            words = _("%(mandate)s goes on.") if to else _("Accepted as %(mandate)s.")
            messages.success(self.request, words % {"mandate": made.slug})
        return self._next()

    def _ask_of_new(self, form: Any, known: Mapping[str, Any]) -> None:
        """Before a typed name becomes a public entity, say so and ask once more. Raises InvalidInput by field."""
        there = {name for field in fields.NAME_FIELDS for name in known[field]}
        body, told = self.found.version.instrument.body, self.request.POST.getlist(CONFIRMED_NAMES)
        faults: dict[str, StrOrPromise] = {}
        for field, names in addressees.unknown_names(
            form.values(), there, self.actor.language, body
        ).items():
            self.new += names
            asked = [name for name in names if name not in told]
            if asked:
                near = queries.similar_names(self.request.user, asked, self.actor.language)
                faults[field] = show.new_names_question(asked, near)
        if faults:
            raise InvalidInput(faults)

    def _typed(self, form: Any) -> dict[str, Any] | None:
        return form.values() if isinstance(form, FindingForm) else None

    def _next(self) -> HttpResponse:
        """On to what waits next."""
        key = queries.next_waiting(self.found)
        if key is not None:
            return redirect("mandates:finding", key)
        return redirect("mandates:version_findings", self.found.version_id)

    def _later(self) -> HttpResponse:
        """On to the next one; what was typed is kept as a draft."""
        assert self.drafted is not None
        if self.drafted.form.has_changed():
            self._keep()
            messages.success(self.request, _("What you typed is kept as your draft."))
        return self._next()

    def _keep(self) -> None:
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

    def _reopened(self) -> HttpResponse:
        try:
            actions.reopen_finding(self.actor, self.found)
        except Fault as fault:
            messages.error(self.request, str(fault))
        return redirect("mandates:finding", self.found.pk)

    def about(self, letters: Mapping[str, str]) -> dict[str, Any]:
        """What the template asks for."""
        if self.drafted is None or self.source is not None:
            typed = {"typed": self._typed_before()}
        else:
            typed = {}
        if self.drafted is None:
            return typed
        form: Any = self.drafted.form
        made = self.drafted.context(
            deciding=not isinstance(form, CorrectSourceForm),
            stands=reverse("mandates:finding", args=[self.found.pk]) if self.status == 409 else "",
            fields=[
                self._field(form, name, letters)
                for name in form.fields
                if name not in REJECT_FIELDS
            ],
            reasons=[form[name] for name in REJECT_FIELDS if name in form.fields],
            near=self._may_look_near(),
            near_none=SIMILAR in self.request.GET and "meant" not in form.fields,
            standing=self.standing,
            told=[(CONFIRMED_NAMES, name) for name in dict.fromkeys(self.new)],
        )
        return made | typed

    def _may_look_near(self) -> bool:
        """Whether something is left unsaid of which a mandate near this one may be asked."""
        open_to = self.found.state == WAITING and not self.is_clause
        asked = SIMILAR in self.request.GET
        return bool(
            open_to
            and not asked
            and embeddings.method() == embeddings.MEANING
            and suggestions.missing_fields(self.found.found)
        )

    def _typed_before(self) -> list[tuple[Any, str]]:
        """What the person had typed when somebody else was faster: name of the field, words."""
        browser = location.browser_key(self.request)
        mine = Draft.objects.of(self.request.user, browser).filter(
            form="mandates.finding", target=f"{self.found._meta.label_lower}:{self.found.pk}"
        )
        draft = mine.order_by("-changed_at", "-pk").first()
        if draft is None:
            return []
        labels = LABELS | {"reason": _("Reason"), "to": _("Goes on mandate")}
        return [
            (labels[name], "\n".join(texts))
            for name, texts in draft.values.items()
            if name in labels and any(texts)
        ]

    def _field(self, form: Form, name: str, letters: Mapping[str, str]) -> dict[str, Any]:
        """A field with its letter, and how it was found."""
        by = ""
        found = self.found.found
        if name in LABELS or self.is_clause:
            if self.source is not None:
                by = self.source.by.get(name, "")
            elif form.initial.get(name) and name != "to":
                hand = found.get("by_hand") or name in found.get("by_person", ())
                by = FoundBy.PERSON if hand else FoundBy.RULE
        elif name == "meant":
            by = FoundBy.MEANING
        letter = letters.get("clause" if self.is_clause and name == "deadline" else name, "")
        return {
            "field": form[name],
            "letter": letter,
            "by": FoundBy(by).label if by else "",
            "all": name in ("action", "deadline", "trigger", "to", "occasion", "meant"),
        }


REJECT_FIELDS = ("reason", "reason_language")
