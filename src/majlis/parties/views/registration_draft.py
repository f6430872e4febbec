"""What was typed in the steps of a registration, kept in the session until it is sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majlis.look import parts
from majlis.parties.forms.registration import (
    ApplicantStep,
    CheckStep,
    EvidenceStep,
    NamesStep,
    OrganisationStep,
)
from majlis.parties.models import ParticipationForm as Shape
from majlis.parties.views.common import page_language

DRAFT_KEY = "parties.registration"
STEPS: dict[str, tuple[Any, Any]] = {
    "organisation": (gettext_lazy("The organization"), OrganisationStep),
    "names": (gettext_lazy("Other languages"), NamesStep),
    "evidence": (gettext_lazy("Evidence"), EvidenceStep),
    "you": (gettext_lazy("You"), ApplicantStep),
    "check": (gettext_lazy("Check and send"), CheckStep),
}
ORDER = list(STEPS)
# Of a field that says how long it may be, twice that is kept between the steps; of a choice, a code.
MAX_LENGTH = 100


def get_draft(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far: field -> value as typed, ``files`` held, ``edit_registration`` the registration."""
    kept: dict[str, Any] = request.session.get(DRAFT_KEY) or {"answers": {}, "files": []}
    return kept


def save_draft(request: HttpRequest, kept: dict[str, Any]) -> None:
    """Keep what was typed."""
    request.session[DRAFT_KEY] = kept


def initial_values(request: HttpRequest, answers: dict[str, Any]) -> dict[str, Any]:
    """The values with which a step begins: what was typed, else what is known of the reader."""
    known = {"form": Shape.ORGANISATION, "authentic": page_language(), "language": page_language()}
    user = request.user
    if user.is_authenticated:
        known |= {"applicant_name": user.name, "email": user.email, "language": user.language}
    return known | answers


def step_form(step: str, kept: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
    """The form of a step, which may depend on earlier answers."""
    if step == "names":
        kwargs["authentic"] = kept["answers"].get("authentic", "")
    if step == "evidence":
        kwargs["held"] = [tuple(each) for each in kept["files"]]
    if step == "check":
        kwargs["again"] = "again" in kept
    return STEPS[step][1](*args, **kwargs)


def typed_values(form: Any) -> dict[str, Any]:
    """What was typed into a form, right or wrong, so that it is there again when one comes back."""
    kept = {}
    for name, field in form.fields.items():
        if name in ("file", "remove"):
            continue
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        kept[name] = (
            [str(each)[:20] for each in value[:20]]
            if isinstance(value, list)
            else (str(value or "")[: max_length(field)])
        )
    return kept


def max_length(field: Any) -> int:
    """How many signs of a field are kept; more than it takes, so that what is a little long comes back."""
    return 2 * (getattr(field, "max_length", None) or 0) or MAX_LENGTH


def warn_too_long(form: Any, kept: dict[str, Any]) -> None:
    """Say at each field that is too long to be kept whole what is to be done before one leaves."""
    for name in [each for each in kept if isinstance(kept[each], str)]:
        field = form.fields[name]
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if len(str(value or "")) > len(kept[name]):
            form.add_error(
                name,
                _(
                    "All of it stands here, but only the first %(count)s signs are kept when you leave "
                    "this page: shorten it first."
                )
                % {"count": len(kept[name])},
            )


def step_links(step: str) -> list[parts.Step]:
    """The steps, as they stand."""
    at = ORDER.index(step)
    made = []
    for at_step, (name, (label, _form)) in enumerate(STEPS.items()):
        phase = "done" if at_step < at else "current" if at_step == at else "next"
        link = parts.Link(_("change"), reverse("parties:register_step", args=[name]))
        made.append(
            parts.Step(f"{at_step + 1} {label}", phase, link=link if at_step < at else None)
        )
    return made
