"""Forms with drafts, for the views of all rooms.

::

    def edit(request, key):
        comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=key)
        drafted = DraftedForm(
            request, CommentForm, key="comments.edit_comment", target=comment,
            current=lambda: {"text": comment.text, "language": comment.language},
        )
        answer = drafted.answer(
            lambda form: actions.edit_comment(Actor.of(request), comment, **form.cleaned_data)
        )
        return answer or render(request, "comments/edit.html", drafted.context(), status=drafted.status)

The template includes the form::

    {% translate "Keep the changes" as send %}{% include "drafts/form.html" with send=send %}
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, override

from django import forms
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from majlis.commons.drafts import actions, location, merge
from majlis.commons.drafts.location import (
    CHOICE_PREFIX,
    ID_FIELD,
    MERGED_PREFIX,
    OTHER_DRAFT_FIELD,
    RESOLVE_FIELD,
    TOKEN_FIELD,
    VERSION_FIELD,
    DraftLocation,
)
from majlis.commons.drafts.models import Draft, draft_url
from majlis.kit.sent_form import SentForm, Submit


class DraftedForm(SentForm):
    """A form of a view together with its drafts; see ``SentForm`` for the arguments.

    Pass ``current`` whenever several people may edit the object: without it, concurrent changes cannot
    be detected.
    """

    template_name = "drafts/form.html"

    # The drafts and the current values.

    @cached_property
    def browser(self) -> str:
        """The key of the browser, by which it owns the drafts of a visitor without an account."""
        return location.browser_key(self.request)

    @cached_property
    def drafts(self) -> list[Draft]:
        """The reader's drafts of this form, newest first, at most ten."""
        own = Draft.objects.of(self.request.user, self.browser)
        matching = own.filter(form=self.key, target=self.target)
        return list(matching.order_by("-changed_at", "-pk")[:10])

    @cached_property
    def draft(self) -> Draft | None:
        """The draft that is open: the one that the request names, otherwise the newest."""
        requested = self.request.GET.get("draft", "")
        if self.request.method == "POST":
            requested = self.request.POST.get(ID_FIELD, "") or "new"
        if not requested:
            return self.drafts[0] if self.drafts else None
        return next((each for each in self.drafts if str(each.pk) == requested), None)

    @property
    def others(self) -> list[Draft]:
        """The drafts besides the open one."""
        return [each for each in self.drafts if each != self.draft]

    @cached_property
    def initial_form(self) -> forms.BaseForm:
        """The unbound form with the current values of the object."""
        return super().opened_form()

    def _current_values(self) -> dict[str, list[str]]:
        """The current values of the object, as a browser would send them."""
        self.__dict__.pop("initial_form", None)
        return self._opened_values()

    def _opened_values(self) -> dict[str, list[str]]:
        """The values of the form as it was opened, as a browser would send them."""
        return merge.raw_values(
            self.initial_form,
            {name: self.initial_form[name].value() for name in self.initial_form.fields},
        )

    @cached_property
    def place(self) -> DraftLocation:
        """The location of the drafts; its ``marks`` are the fingerprints of when the form was opened."""
        posted = location.read_token(self.request.POST.get(TOKEN_FIELD, ""))
        if self.request.method == "POST":
            # Without a valid token the values that the person has seen are unknown: show both versions.
            is_valid = posted is not None and (posted.form, posted.target) == (
                self.key,
                self.target,
            )
            marks = posted.marks if posted is not None and is_valid else None
        elif self.draft is not None:
            marks = self.draft.marks
        else:
            marks = (
                merge.fingerprints(self.initial_form, self._opened_values())
                if self.current
                else None
            )
        user = self.actor.user
        return DraftLocation(
            self.key,
            self.target,
            self.page,
            user.pk if user else None,
            self.browser,
            merge.unsaved_fields(self.initial_form),
            marks,
        )

    # The form as opened, and as sent.

    @override
    def opened_form(self) -> forms.BaseForm:
        if self.draft is None:
            return self.initial_form
        data = QueryDict(mutable=True)
        for name, texts in self.draft.values.items():
            data.setlist(name, texts)
        unsaved = set(merge.unsaved_fields(self.initial_form))
        typed = {
            name: field.widget.value_from_datadict(data, {}, self.initial_form.add_prefix(name))
            for name, field in self.initial_form.fields.items()
            if self.initial_form.add_prefix(name) not in unsaved
        }
        return self.make_form(**{**self.options, "initial": {**self.initial_form.initial, **typed}})

    @override
    def sent_form(self, data: QueryDict) -> forms.BaseForm:
        options = {**self.options, "initial": self.initial_form.initial}
        return self.make_form(data, self.request.FILES, **options)

    @override
    def answer(self, submit: Submit) -> HttpResponse | None:
        other_key = self.request.POST.get(OTHER_DRAFT_FIELD) or self.request.GET.get("beside")
        other = next((each for each in self.drafts if str(each.pk) == other_key), None)
        if other is not None and self.draft is not None and other != self.draft:
            return self._compare_drafts(other)
        if RESOLVE_FIELD in self.request.POST:
            data = self._chosen_values(self.place.typed(self.request.POST), self._current_values())
            if data is None:
                typed, current = self.place.typed(self.request.POST), self._current_values()
                return self._compare_texts(typed, current, choice_missing=True)
            self.form = self.sent_form(data)
        return super().answer(submit)

    @override
    def submit(self, submit: Submit) -> HttpResponse:
        """Call ``submit`` and discard the draft in one transaction; compare instead if the object was changed."""
        with transaction.atomic():
            if self.instance is not None and self.current is not None:
                if self.lock is not None:
                    self.lock()
                self.instance.__class__._base_manager.select_for_update().get(pk=self.instance.pk)
                self.instance.refresh_from_db()
                current = self._current_values()
                typed = self.place.typed(self.form.data)  # type: ignore[arg-type]
                if self.place.marks != merge.fingerprints(self.initial_form, current):
                    return self._compare_texts(typed, current)
            response = super().submit(submit)
            self.discard_sent_draft()
        return response

    def discard_sent_draft(self) -> None:
        """Discard the draft that was sent, unless another window has saved other values in it."""
        draft = self.draft
        if draft is None:
            return
        typed = self.place.typed(self.form.data)  # type: ignore[arg-type]
        if str(draft.version) == self.request.POST.get(VERSION_FIELD) or draft.values == typed:
            actions.discard_draft(self.actor, actions.OwnedDraft(draft, self.browser))

    # Comparison of two versions.

    def _chosen_values(self, mine: merge.RawValues, theirs: merge.RawValues) -> QueryDict | None:
        """The merged values by the choices in the request; None if a choice is missing."""
        choices = {}
        posted = self.request.POST
        for difference in merge.differences(self.initial_form, None, mine, theirs):
            choice = posted.get(CHOICE_PREFIX + difference.name, "")
            if choice not in ("mine", "theirs", "merged"):
                return None
            choices[difference.name] = (choice, posted.get(MERGED_PREFIX + difference.name, ""))
        return merge.merged_data(self.initial_form, choices, mine, theirs)

    def _compare_texts(
        self,
        mine: merge.RawValues,
        theirs: merge.RawValues,
        *,
        beside: Draft | None = None,
        choice_missing: bool = False,
    ) -> HttpResponse:
        """The page that compares both versions; the person chooses one, or merges them, field by field.

        Where a choice is missing, it shows those that were made, and suggests none.
        """
        base = self.place.marks if beside is None else None
        place, posted = self.place, self.request.POST
        found = [
            replace(
                each,
                suggested=posted.get(CHOICE_PREFIX + each.name, "")
                if choice_missing
                else each.suggested,
                third=posted.get(MERGED_PREFIX + each.name, each.third),
            )
            for each in merge.differences(self.initial_form, base, mine, theirs)
        ]
        if beside is None:
            # With this page, the person has seen the current values of the object.
            place = DraftLocation(
                **{**place.__dict__, "marks": merge.fingerprints(self.initial_form, theirs)}
            )
        context = {
            "differences": found,
            "typed": [(name, text) for name, texts in mine.items() for text in texts],
            "slip": place.token(),
            "draft": self.draft,
            "beside": beside,
            "failed": choice_missing,
        }
        status = 200 if beside is not None and self.request.method != "POST" else 409
        return render(self.request, "drafts/compare.html", context, status=status)

    def _compare_drafts(self, other: Draft) -> HttpResponse:
        """Compare two drafts of the same person, and merge them."""
        draft = self.draft
        assert draft is not None
        if self.request.method != "POST":
            return self._compare_texts(draft.values, other.values, beside=other)
        data = self._chosen_values(draft.values, other.values)
        if data is None:
            return self._compare_texts(
                draft.values, other.values, beside=other, choice_missing=True
            )
        place = self.place.in_browser(self.browser)
        if draft.user_id is None:
            place = DraftLocation(**{**place.__dict__, "user_id": None})
        with transaction.atomic():
            saved = actions.save_draft(
                self.actor,
                place,
                values=place.typed(data),
                key=draft.pk,
                version=draft.version,
            )
            actions.discard_draft(self.actor, actions.OwnedDraft(other, self.browser))
        return redirect(draft_url(self.page, draft=saved.draft.pk))

    # For the template.

    @override
    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(drafted=self, **more)

    @property
    def without(self) -> str:
        """The URL of the form without a draft."""
        return draft_url(self.page, draft="new")

    @property
    def comparisons(self) -> list[tuple[Draft, str]]:
        """The other drafts of the form, each with the URL of its comparison with the open one."""
        key = self.draft.pk if self.draft is not None else "new"
        return [(each, draft_url(self.page, draft=key, beside=each.pk)) for each in self.others]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields: token, key and version of the draft."""
        posted = self.request.POST
        key = posted.get(ID_FIELD, "") if posted else str(self.draft.pk) if self.draft else ""
        version = (
            posted.get(VERSION_FIELD, "")
            if posted
            else str(self.draft.version)
            if self.draft
            else ""
        )
        return [(TOKEN_FIELD, self.place.token()), (ID_FIELD, key), (VERSION_FIELD, version)]
