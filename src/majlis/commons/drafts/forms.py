"""A form that can be a draft: what a view of any room uses.

::

    def edit(request, address):
        concept = get_object_or_404(Concept.objects.visible_to(request.user), ...)
        drafted = DraftedForm(
            request, ConceptForm, key="framework.edit", target=concept,
            current=lambda: {"title": ..., "note": ...},
        )
        answer = drafted.answer(lambda form: actions.edit(Actor.of(request), concept, **form.cleaned_data))
        return answer or render(request, "framework/edit.html", drafted.context(), status=drafted.status)

and in the template, in the place of a form of its own::

    {% translate "Keep the changes" as send %}{% include "drafts/form.html" with send=send %}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, WrongState
from majlis.kernel.rate_limits import TooManyRequests

Submit = Callable[[Any], Any]


class DraftedForm:
    """A form of a view, with the drafts of it.

    - ``key`` names the form (``"room.form"``; its name for people: ``places.register``).
    - ``target`` is the thing that is edited, or a word for it, or "" for something new.
    - ``current()`` gives the values of that thing as they stand; without it, two editors cannot be
      told apart, so give it whenever a thing is edited that others may edit.
    - ``page_text``: where the form stands, where that is not the path of the request alone (``?do=``).
    - ``do`` of ``download_response`` does the verb and returns where to go: an address, a thing with a page, or
      a response. Where it raises InvalidInput, the faults stand at the fields.
    """

    def __init__(
        self,
        request: HttpRequest,
        form: Callable[..., forms.BaseForm],
        *,
        key: str,
        target: models.Model | str = "",
        current: Callable[[], Mapping[str, Any]] | None = None,
        send: str | Promise = "",
        page: str = "",
        **options: Any,
    ) -> None:
        self.request, self.key, self.current, self.options = request, key, current, options
        self.form_class, self.send = form, send or _("Send")
        self.thing = target if isinstance(target, models.Model) else None
        self.target = (
            f"{target._meta.label_lower}:{target.pk}"
            if isinstance(target, models.Model)
            else str(target)
        )
        self.page = (page or request.path)[:500]
        self.status = 200
        self.browser = location.browser_key(request)
        self.actor = Actor.of(request)
        self.form = (
            self._opened_form() if request.method != "POST" else self._sent_form(request.POST)
        )

    # What is there.

    @cached_property
    def drafts(self) -> list[Draft]:
        """The drafts of this form that the reader has, the latest first."""
        mine = Draft.objects.of(self.request.user, self.browser)
        found = mine.filter(form=self.key, target=self.target)
        return list(found.order_by("-changed_at", "-pk")[:10])

    @cached_property
    def draft(self) -> Draft | None:
        """The draft that the window goes on with: the one asked for, else the latest."""
        asked = self.request.GET.get("draft", "")
        if self.request.method == "POST":
            asked = self.request.POST.get(ID_FIELD, "") or "new"
        if not asked:
            return self.drafts[0] if self.drafts else None
        return next((each for each in self.drafts if str(each.pk) == asked), None)

    @property
    def others(self) -> list[Draft]:
        """Drafts beside the one that is open."""
        return [each for each in self.drafts if each != self.draft]

    @cached_property
    def blank(self) -> forms.BaseForm:
        """The form with the thing as it stands."""
        options = dict(self.options)
        if self.current is not None:
            options["initial"] = {**options.get("initial", {}), **self.current()}
        return self.form_class(**options)

    def _current_values(self) -> dict[str, list[str]]:
        """The thing as it stands, raw."""
        self.__dict__.pop("blank", None)
        return merge.raw_values(
            self.blank, {name: self.blank[name].value() for name in self.blank.fields}
        )

    @cached_property
    def place(self) -> DraftLocation:
        """Where this form's drafts belong; the marks are of the moment in which it was opened."""
        sent = location.read_token(self.request.POST.get(TOKEN_FIELD, ""))
        if self.request.method == "POST":
            # Without its slip nobody knows what the person has seen: then both texts are shown.
            known = sent is not None and (sent.form, sent.target) == (self.key, self.target)
            marks = sent.marks if sent is not None and known else None
        elif self.draft is not None:
            marks = self.draft.marks
        else:
            marks = merge.fingerprints(self.blank, self._current_values()) if self.current else None
        user = self.actor.user
        return DraftLocation(
            self.key,
            self.target,
            self.page,
            user.pk if user else None,
            self.browser,
            merge.unsaved_fields(self.blank),
            marks,
        )

    # The form as it was opened, and as it was sent.

    def _opened_form(self) -> forms.BaseForm:
        if self.draft is None:
            return self.blank
        data = QueryDict(mutable=True)
        for name, texts in self.draft.values.items():
            data.setlist(name, texts)
        left_out = set(merge.unsaved_fields(self.blank))
        typed = {
            name: field.widget.value_from_datadict(data, {}, self.blank.add_prefix(name))
            for name, field in self.blank.fields.items()
            if self.blank.add_prefix(name) not in left_out
        }
        options = dict(self.options)
        options["initial"] = {**self.blank.initial, **typed}
        return self.form_class(**options)

    def _sent_form(self, data: QueryDict) -> forms.BaseForm:
        options = {**self.options, "initial": self.blank.initial}
        return self.form_class(data, self.request.FILES, **options)

    def answer(self, do: Submit) -> HttpResponse | None:
        """The answer to the request, or None where the page with the form is to be shown."""
        beside = self.request.POST.get(OTHER_DRAFT_FIELD) or self.request.GET.get("beside")
        other = next((each for each in self.drafts if str(each.pk) == beside), None)
        if other is not None and self.draft is not None and other != self.draft:
            return self._compare_drafts(other)
        if self.request.method != "POST":
            return None
        if RESOLVE_FIELD in self.request.POST:
            data = self._chosen_values(self.place.typed(self.request.POST), self._current_values())
            if data is None:
                return self._compare_texts(
                    self.place.typed(self.request.POST), self._current_values()
                )
            self.form = self._sent_form(data)
        if not self.form.is_valid():
            self.status = 422
            return None
        try:
            return self._submit(do)
        except (
            TooManyRequests,
            WrongState,
        ) as fault:  # too many, or too late: what was typed stays
            self.form.add_error(None, str(fault))
            self.status = fault.status
            return None
        except InvalidInput as fault:
            for field, words in fault.faults.items():
                self.form.add_error(field if field in self.form.fields else None, str(words))
            self.status = 422
            return None

    def _submit(self, do: Submit) -> HttpResponse:
        """Do it, unless the thing has changed since the form was opened; all or nothing."""
        with transaction.atomic():
            if self.thing is not None and self.current is not None:
                type(self.thing)._base_manager.select_for_update().get(pk=self.thing.pk)
                self.thing.refresh_from_db()
                stands = self._current_values()
                typed = self.place.typed(self.form.data)  # type: ignore[arg-type]
                if self.place.marks != merge.fingerprints(self.blank, stands):
                    return self._compare_texts(typed, stands)
            went = do(self.form)
            self.discard_sent_draft()
        if isinstance(went, HttpResponse):
            return went
        return redirect(went if went is not None else self.page)

    def discard_sent_draft(self) -> None:
        """Discard the draft that was sent, unless another window has put something else into it."""
        draft = self.draft
        if draft is None:
            return
        typed = self.place.typed(self.form.data)  # type: ignore[arg-type]
        if str(draft.version) == self.request.POST.get(VERSION_FIELD) or draft.values == typed:
            actions.discard_draft(self.actor, actions.OwnedDraft(draft, self.browser))

    # Two texts.

    def _chosen_values(self, mine: merge.RawValues, theirs: merge.RawValues) -> QueryDict | None:
        """One text of the two as chosen; None where a choice is missing."""
        choices = {}
        given = self.request.POST
        for each in merge.differences(self.blank, None, mine, theirs):
            choice = given.get(CHOICE_PREFIX + each.name, "")
            if choice not in ("mine", "theirs", "merged"):
                return None
            choices[each.name] = (choice, given.get(MERGED_PREFIX + each.name, ""))
        return merge.merged_data(self.blank, choices, mine, theirs)

    def _compare_texts(
        self, mine: merge.RawValues, theirs: merge.RawValues, *, beside: Draft | None = None
    ) -> HttpResponse:
        """The page that shows both texts and lets the person choose or join them."""
        began = self.place.marks if beside is None else None
        left_out = RESOLVE_FIELD in self.request.POST
        place = self.place
        if beside is None:
            # Who sends the choice has seen the thing as it stands now.
            place = DraftLocation(
                **{**place.__dict__, "marks": merge.fingerprints(self.blank, theirs)}
            )
        context = {
            "differences": merge.differences(self.blank, began, mine, theirs),
            "typed": [(name, text) for name, texts in mine.items() for text in texts],
            "slip": place.token(),
            "draft": self.draft,
            "beside": beside,
            "failed": left_out,
            "chosen": {
                name.removeprefix(CHOICE_PREFIX): value
                for name, value in self.request.POST.items()
                if name.startswith(CHOICE_PREFIX)
            },
        }
        status = 200 if beside is not None and self.request.method != "POST" else 409
        return render(self.request, "drafts/compare.html", context, status=status)

    def _compare_drafts(self, other: Draft) -> HttpResponse:
        """Compare two drafts of one's own, and make one of them."""
        draft = self.draft
        assert draft is not None
        if self.request.method != "POST":
            return self._compare_texts(draft.values, other.values, beside=other)
        data = self._chosen_values(draft.values, other.values)
        if data is None:
            return self._compare_texts(draft.values, other.values, beside=other)
        place = self.place.in_browser(self.browser)
        if draft.user_id is None:
            place = DraftLocation(**{**place.__dict__, "user_id": None})
        with transaction.atomic():
            kept = actions.save_draft(
                self.actor,
                place,
                values=place.typed(data),
                key=draft.pk,
                version=draft.version,
            )
            actions.discard_draft(self.actor, actions.OwnedDraft(other, self.browser))
        return redirect(draft_url(self.page, draft=kept.draft.pk))

    # For the template.

    def context(self, **more: Any) -> dict[str, Any]:
        """What ``drafts/form.html`` needs, and ``form``."""
        return {"form": self.form, "drafted": self, "send": self.send, **more}

    @property
    def without(self) -> str:
        """The form without its draft."""
        return draft_url(self.page, draft="new")

    @property
    def comparisons(self) -> list[tuple[Draft, str]]:
        """The other drafts of the form, each with the page that shows it beside the one that is open."""
        key = self.draft.pk if self.draft is not None else "new"
        return [(each, draft_url(self.page, draft=key, beside=each.pk)) for each in self.others]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The hidden fields: where the draft belongs, and which one the window goes on with."""
        sent = self.request.POST
        key = sent.get(ID_FIELD, "") if sent else str(self.draft.pk) if self.draft else ""
        version = (
            sent.get(VERSION_FIELD, "") if sent else str(self.draft.version) if self.draft else ""
        )
        return [(TOKEN_FIELD, self.place.token()), (ID_FIELD, key), (VERSION_FIELD, version)]
