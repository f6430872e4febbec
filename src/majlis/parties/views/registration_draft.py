"""The draft of a registration, stored in the session until it is submitted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from majlis.look import parts
from majlis.parties.forms.registration import (
    ApplicantStep,
    CheckStep,
    EvidenceStep,
    NamesStep,
    OrganisationStep,
)
from majlis.parties.models import ParticipationForm as Shape

DRAFT_KEY = "parties.registration"
STEPS: dict[str, tuple[Any, Any]] = {
    "organisation": (pgettext_lazy("step of a registration", "Organization"), OrganisationStep),
    "names": (pgettext_lazy("step of a registration", "Other languages"), NamesStep),
    "evidence": (pgettext_lazy("supporting documents", "Evidence"), EvidenceStep),
    "you": (pgettext_lazy("registration", "Applicant"), ApplicantStep),
    "check": (gettext_lazy("Check and submit"), CheckStep),
}
ORDER = list(STEPS)
# Maximum length of a stored value without a max_length of its field, as of the code of a choice.
MAX_LENGTH = 100


def get_draft(request: HttpRequest) -> dict[str, Any]:
    """The draft: ``answers`` (field -> typed value), ``files`` ([SHA-256, name]), and, for a resubmission,
    ``again`` (the primary key of the registration) and ``key`` (the secret of a mailed link).
    """
    draft: dict[str, Any] = request.session.get(DRAFT_KEY) or {"answers": {}, "files": []}
    return draft


def save_draft(request: HttpRequest, draft: dict[str, Any]) -> None:
    """Store the draft in the session."""
    request.session[DRAFT_KEY] = draft


def initial_values(request: HttpRequest, answers: dict[str, Any]) -> dict[str, Any]:
    """The initial values of a step: typed answers, else what the account of the reader says."""
    language = get_language() or "en"
    values = {"form": Shape.ORGANISATION, "authentic": language, "language": language}
    user = request.user
    if user.is_authenticated:
        values |= {"applicant_name": user.name, "email": user.email, "language": user.language}
    return values | answers


def step_form(step: str, draft: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
    """The form of a step, built with the earlier answers that it depends on."""
    if step == "names":
        kwargs["authentic"] = draft["answers"].get("authentic", "")
    if step == "evidence":
        kwargs["held"] = [tuple(each) for each in draft["files"]]
    if step == "check":
        kwargs["again"] = "again" in draft
    return STEPS[step][1](*args, **kwargs)


def typed_values(form: Any) -> dict[str, Any]:
    """The typed values of a form, valid or not, shortened to what the session may store."""
    values = {}
    for name, field in form.fields.items():
        if name in ("file", "remove"):
            continue
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        values[name] = (
            [str(each)[:20] for each in value[:20]]
            if isinstance(value, list)
            else (str(value or "")[: max_length(field)])
        )
    return values


def max_length(field: Any) -> int:
    """How many characters of a field are stored: twice what it accepts, to keep slightly long texts."""
    return 2 * (getattr(field, "max_length", None) or 0) or MAX_LENGTH


def warn_too_long(form: Any, stored: dict[str, Any]) -> None:
    """Add an error to each field whose stored value is shorter than the typed one."""
    for name in [name for name, value in stored.items() if isinstance(value, str)]:
        field = form.fields[name]
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if len(str(value or "")) > len(stored[name]):
            form.add_error(
                name,
                _("Only the first %(count)s characters are saved when you leave. Shorten the text.")
                % {"count": len(stored[name])},
            )


def step_links(step: str) -> list[parts.Step]:
    """The steps with their progress; finished ones have a link back."""
    current = ORDER.index(step)
    steps = []
    for index, (name, (label, _form)) in enumerate(STEPS.items()):
        phase = "done" if index < current else "current" if index == current else "next"
        link = parts.Link(
            pgettext("button", "Change"), reverse("parties:register_step", args=[name])
        )
        steps.append(
            parts.Step(f"{index + 1} {label}", phase, link=link if index < current else None)
        )
    return steps
