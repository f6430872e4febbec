"""A page on which one verb is done: its form, button, message, and where it leads, from a declaration.

::

    class ChangeBody(BodyAction):
        verb = actions.change_body
        form_class = BodyForm
        title = _("Change mandate and membership")

        def get_current(self) -> dict[str, Any]:
            return {"rule": self.target.rule, "kinds": self.target.kinds}

    path("bodies/<slug:slug>/change/", ChangeBody.as_view(), name="change_body")

``BodyAction`` extends ``ActionPage[Body]`` with ``get_target``, which all actions on a body share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, ClassVar, override

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault, Refused
from majlis.kernel.lifecycle import is_possible
from majlis.kernel.rate_limits import RateLimit, client_key, count_request
from majlis.kernel.verbs import collected_acts, key_of, may, verb_name
from majlis.kit import hooks, phrases
from majlis.kit.page import Page, StrOrPromise
from majlis.kit.sent_form import SentForm
from majlis.kit.trails import heading
from majlis.look import formats
from majlis.look.forms import Form
from majlis.look.templatetags.look import UNDO_TAG


class ActionPage[Target](Page):
    """A page with the form of one verb. Subclasses declare it; see the module.

    - ``verb(actor, target, **arguments)``: the arguments are what ``get_arguments`` makes of the form. For a
      verb without a target see ``CreateAction``.
    - ``button``: the label of the button, if it is not the title. ``done``: the message after it; by default
      what a history calls the verb that was done, and empty for no message.
    - ``undo``: the name of the address of the action that undoes it, which the message links to.
    - ``error_fields``: arguments of the verb whose fields have other names.
    - ``drafts``: whether what is typed is saved as a draft; not for passwords and codes.
    - ``form_key``: the name of the form among drafts, where another page has a form of the same verb.
    - ``state_field``: the field of the target that the lifecycle of the verb moves.
    - ``rate_limit``: how often one client may send the form.

    An action is refused to everybody whom the rule of its verb refuses. Pages link to it if the lifecycle
    of its verb allows it in the state of the target: see ``is_offered``. Errors of the verb are shown at
    the fields, and what was typed stays. An action that ``sends_mail`` says after ``done_unsent`` where the
    mail waits, if the site sends none. Another person's change since the form was opened is detected
    by ``get_current``: the page then shows both versions.
    """

    template_name = "kit/action.html"
    verb: ClassVar[Callable[..., Any]]
    form_class: ClassVar[type[forms.BaseForm]] = Form
    button: StrOrPromise = ""
    done: StrOrPromise | None = None
    sends_mail: ClassVar[bool] = False
    done_unsent: StrOrPromise = ""
    undo: ClassVar[str] = ""
    error_fields: ClassVar[Mapping[str, str]] = {}
    drafts: ClassVar[bool] = True
    form_key: ClassVar[str] = ""
    state_field: ClassVar[str] = "state"
    rate_limit: ClassVar[RateLimit | None] = None
    is_unchanged = False
    """Whether the verb found nothing to change."""
    done_verb = ""
    """The verb that was done: that of the page, or the one that its form chose."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "verb" in cls.__dict__:
            # A function on a class becomes a method; a verb takes no page.
            cls.verb = staticmethod(cls.__dict__["verb"])

    # What a page declares by methods.

    def get_target(self) -> Target:
        """The object of the verb that the reader may see; None for a verb without one. Raises Http404."""
        raise NotImplementedError

    def get_form_options(self) -> dict[str, Any]:
        """Further arguments of the form."""
        return {}

    def get_initial(self) -> dict[str, Any]:
        """Suggested values of a new form."""
        return {}

    def get_current(self) -> dict[str, Any] | None:
        """The present values of the object that the form edits; None if it edits none."""
        return None

    def lock(self) -> None:
        """Lock rows that the verb locks before its target; the page locks the target to compare its values."""

    def get_draft_target(self) -> Model | str:
        """The object that the form is about, or a text that identifies it among drafts."""
        return self.target if isinstance(self.target, Model) else ""

    def get_arguments(self, data: dict[str, Any]) -> dict[str, Any]:
        """The arguments of the verb after its target, from the cleaned values of the form."""
        return data

    def get_button(self) -> StrOrPromise:
        """The label of the button; by default the title."""
        return self.button or self.get_title()

    def get_done(self, result: Any) -> StrOrPromise:
        """The message after the verb; empty for none. ``result`` is what the verb returned."""
        if self.is_unchanged:
            return phrases.UNCHANGED
        if self.done is not None:
            return self.done
        return (
            f"{verb_name(self.done_verb or self.verb_key())}{formats.stop(self.language).rstrip()}"
        )

    def get_success_url(self, result: Any) -> str:
        """The address to go to after the verb; by default the page from which the reader came."""
        return self.get_cancel_url()

    def get_undo_url(self, result: Any) -> str:
        """The address to which the button "Undo" in the message sends its form; empty for no button."""
        return ""

    def get_cancel_url(self) -> str:
        """The address of the page from which the reader came: by default the object above, or the last of ``parents``."""
        above = self.get_object_above()
        if above is None:
            return reverse(self.parents[-1][1])
        address: str = above.get_absolute_url()  # type: ignore[attr-defined]
        return address

    @classmethod
    def is_offered(cls, actor: Actor, target: Target) -> bool:
        """Whether pages link to the action: the rule of the verb allows it, in the state of the target."""
        key, state = cls.verb_key(), getattr(target, cls.state_field, None)
        return (state is None or is_possible(key, state)) and may(actor, key, target)

    @classmethod
    def verb_key(cls) -> str:
        """The name of the verb: ``"room.verb"``."""
        return key_of(cls.verb)

    def is_allowed(self) -> bool:
        """Whether the reader may open the page. Override where the form chooses the object of the verb."""
        return may(self.actor, self.verb_key(), self.target)

    # How it is done.

    @cached_property
    def target(self) -> Target:
        """The object of the verb."""
        return self.get_target()

    @override
    def get_object_above(self) -> Model | None:
        return self.target if isinstance(self.target, Model) else None

    @override
    def get_lead(self) -> StrOrPromise:
        return self.lead or (heading(self.target) if isinstance(self.target, Model) else "")

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed():
            raise Refused()
        if self.rate_limit is not None and request.method == "POST":
            count_request(self.rate_limit, client_key(request))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sent_form(self) -> SentForm:
        """The form of the request; with drafts if it has fields and ``drafts`` is set."""
        form_type = hooks.form_type() if self.drafts and self.form_class.base_fields else SentForm  # type: ignore[attr-defined]
        opened = self.get_current()
        # Read once when the form is opened, and anew each time after that.
        known = [] if opened is None else [opened]
        return form_type(
            self.request,
            self.form_class,
            key=self.form_key or self.verb_key(),
            target=self.get_draft_target(),
            current=(lambda: known.pop() if known else self.get_current() or {})
            if opened is not None
            else None,
            lock=self.lock,
            send=self.get_button(),
            error_fields=self.error_fields,
            initial=self.get_initial(),
            **self.get_form_options(),
        )

    @override
    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "cancel_url": self.get_cancel_url(),
            **self.sent_form.context(),
        }

    @override
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.sent_form.answer(self.run) or self.render(status=self.sent_form.status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do the verb, or show the errors."""
        return self.get(request, *args, **kwargs)

    def run(self, form: forms.BaseForm) -> HttpResponse:
        """Do the verb with a valid form; say so, and redirect. Raises the errors of the verb."""
        return self.do_and_finish(dict(form.cleaned_data))

    def do_and_finish(self, data: dict[str, Any]) -> HttpResponse:
        """Do the verb with these values; say whether it changed something, and redirect."""
        with collected_acts() as acts:
            result = self.do(data)
        self.is_unchanged = bool(acts) and not any(act.entries for act in acts)
        # A verb ends after those that it calls.
        self.done_verb = acts[-1].verb if acts else ""
        return self.finish(result)

    def do(self, data: dict[str, Any]) -> Any:
        """Do the verb with the values of the form; return its result. Override where the form chooses the verb."""
        targets = () if self.target is None else (self.target,)
        return self.verb(self.actor, *targets, **self.get_arguments(data))

    def finish(self, result: Any) -> HttpResponse:
        """Show the message of success, and redirect."""
        done = self.get_done(result)
        if self.sends_mail and (note := hooks.mail_note(self.request)):
            gap = formats.gap(self.language)
            done = format_html("{}{}{}", self.done_unsent, gap, note) if self.done_unsent else note
        if done:
            if self.undo and not self.is_unchanged:
                done = with_undo(done, reverse(self.undo, kwargs=self.kwargs))
            if (undo_url := self.get_undo_url(result)) and not self.is_unchanged:
                say_with_undo(self.request, str(done), undo_url)
            else:
                show = messages.info if self.is_unchanged else messages.success
                show(self.request, str(done))
        return redirect(self.get_success_url(result))


def with_undo(message: StrOrPromise, url: str) -> SafeString:
    """A message with a link to the page that undoes it."""
    return format_html('{} <a href="{}">{}</a>', message, url, phrases.UNDO)


def say_with_undo(request: HttpRequest, message: StrOrPromise, url: str) -> None:
    """Show a message with a button that undoes at once what it says; the button sends a form to ``url``."""
    messages.success(request, format_html("{}", message), extra_tags=f"{UNDO_TAG}{url}")


class CreateAction(ActionPage[None]):
    """A verb that makes something new, and so has no target."""

    @override
    def get_target(self) -> None:
        return None


class ButtonAction[Target](ActionPage[Target]):
    """A verb without a form, done by a button of another page. An error is a message on that page.

    Its address leads to that page, after a sign-in or a change of the language too. A visitor who has
    not signed in is led to the sign-in, and from there back to the page with the button.
    """

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in ("GET", "HEAD"):
            return redirect(self.get_cancel_url())
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused:
            if self.reader.is_authenticated:
                raise
            return redirect_to_login(self.get_cancel_url())

    @override
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return self.do_and_finish({})
        except Refused:
            raise
        except Fault as fault:
            messages.error(request, str(fault))
            return redirect(self.get_cancel_url())


def button_view(
    page: Callable[..., str],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Decorate a view that only buttons of a page call: its address leads to that page by GET.

    So for who reloads it, signs in on the way or changes the language. ``page`` gives the address of the
    page from the arguments of the view. For a verb of its own, declare a ``ButtonAction``.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in ("GET", "HEAD"):
                return redirect(page(*args, **kwargs))
            if request.method != "POST":
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            return view(request, *args, **kwargs)

        return inner

    return decorate


@dataclass(frozen=True)
class ActionLink:
    """A link to the page of an action, or its button if it has no page."""

    label: StrOrPromise
    url: str
    is_button: bool = False


def action_links[Target](
    actions: Mapping[str, type[ActionPage[Target]]],
    actor: Actor,
    target: Target,
    kwargs: dict[str, Any],
) -> list[ActionLink]:
    """Links to the actions that the person may do on the target: name of the address -> page."""
    return [
        ActionLink(action.title, reverse(name, kwargs=kwargs), issubclass(action, ButtonAction))
        for name, action in actions.items()
        if action.is_offered(actor, target)
    ]
