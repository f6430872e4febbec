"""The registration of an organization, in short steps; the answers are kept in the session."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majlis.kernel.actor import Actor
from majlis.kernel.errors import Faulty
from majlis.kernel.guard import Flooded, Limit, place, spend
from majlis.kernel.languages import BY_CODE, CODES
from majlis.kernel.models import Status
from majlis.look import parts
from majlis.look.templatetags.look import isolate, symbol
from majlis.parties import actions, areas, kinds
from majlis.parties.answers import Answers
from majlis.parties.forms.registration import (
    CheckStep,
    EvidenceStep,
    NamesStep,
    WhoStep,
    YouStep,
)
from majlis.parties.models import Form as Shape
from majlis.parties.models import Registration
from majlis.parties.people import Opened
from majlis.parties.queries.organisations import likely_same
from majlis.parties.views.common import language, require

KEPT = "parties.registration"
STEPS: dict[str, tuple[Any, Any]] = {
    "organisation": (gettext_lazy("The organization"), WhoStep),
    "names": (gettext_lazy("Other languages"), NamesStep),
    "evidence": (gettext_lazy("Evidence"), EvidenceStep),
    "you": (gettext_lazy("You"), YouStep),
    "check": (gettext_lazy("Check and send"), CheckStep),
}
ORDER = list(STEPS)
FIELD_STEP = {
    "form": "organisation",
    "name": "organisation",
    "kind": "organisation",
    "area": "organisation",
    "file": "evidence",
    "applicant_name": "you",
    "email": "you",
}
# Of a field that says how long it may be, twice that is kept between the steps; of a choice, a code.
LONGEST = 100
# A person sends a handful of files, a flood sends many.
EVIDENCE = Limit("parties.evidence", 30, 3600)
SENDING = Limit("parties.register", 20, 3600)
# Five steps of each that may be sent, with errors on the way: each is kept in a session.
STEPPING = Limit("parties.register_step", 300, 3600)


def draft(request: HttpRequest) -> dict[str, Any]:
    """What was typed so far: field -> value as typed, ``files`` held, ``again`` the registration."""
    kept: dict[str, Any] = request.session.get(KEPT) or {"answers": {}, "files": []}
    return kept


def keep(request: HttpRequest, kept: dict[str, Any]) -> None:
    """Keep what was typed."""
    request.session[KEPT] = kept


def start_of(request: HttpRequest, answers: dict[str, Any]) -> dict[str, Any]:
    """The values with which a step begins: what was typed, else what is known of the reader."""
    known = {"form": Shape.ORGANISATION, "authentic": language(), "language": language()}
    user = request.user
    if user.is_authenticated:
        known |= {"applicant_name": user.name, "email": user.email, "language": user.language}
    return known | answers


def form_of(step: str, kept: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
    """The form of a step, which may depend on earlier answers."""
    if step == "names":
        kwargs["authentic"] = kept["answers"].get("authentic", "")
    if step == "evidence":
        kwargs["held"] = [tuple(each) for each in kept["files"]]
    if step == "check":
        kwargs["again"] = "again" in kept
    return STEPS[step][1](*args, **kwargs)


def typed(form: Any) -> dict[str, Any]:
    """What was typed into a form, right or wrong, so that it is there again when one comes back."""
    kept = {}
    for name, field in form.fields.items():
        if name in ("file", "remove"):
            continue
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        kept[name] = (
            [str(each)[:20] for each in value[:20]]
            if isinstance(value, list)
            else (str(value or "")[: longest(field)])
        )
    return kept


def longest(field: Any) -> int:
    """How many signs of a field are kept; more than it takes, so that what is a little long comes back."""
    return 2 * (getattr(field, "max_length", None) or 0) or LONGEST


def tell_of_cut(form: Any, kept: dict[str, Any]) -> None:
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


def across(step: str) -> list[parts.Step]:
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


def start(request: HttpRequest) -> HttpResponse:
    """What is asked for, and the way to the first step."""
    kept = draft(request)
    return render(request, "parties/register.html", {"begun": bool(kept["answers"])})


def step(request: HttpRequest, name: str) -> HttpResponse:
    """One step: what is typed is kept, right or wrong; on to the next where it is right."""
    if name not in STEPS:
        raise Http404
    if name == "check":
        return check(request)
    kept = draft(request)
    if request.method == "POST":
        form = form_of(name, kept, request.POST, request.FILES)
        good = form.is_valid()
        try:
            spend(STEPPING, place(request))
        except Flooded as flood:
            # Nothing is kept, so that a flood fills nothing; what was typed stands in the page.
            return _page(request, name, flooded(form, flood), kept, flood.status)
        answers = typed(form)
        tell_of_cut(form, answers)
        kept["answers"] = {**kept["answers"], **answers}
        if name == "evidence":
            try:
                good = _hold(request, form, kept) and good
            except Flooded as flood:
                keep(request, kept)
                form.add_error("file", str(flood))
                return _page(request, name, form, kept, flood.status)
        keep(request, kept)
        if good:
            following = ORDER[ORDER.index(name) + 1]
            return HttpResponseRedirect(reverse("parties:register_step", args=[following]))
        if name == "evidence":
            # The file that was good is held by now, and must be shown as such.
            form.held = [tuple(each) for each in kept["files"]]
    else:
        form = form_of(name, kept, initial=start_of(request, kept["answers"]))
    return _page(request, name, form, kept)


def _hold(request: HttpRequest, form: Any, kept: dict[str, Any]) -> bool:
    """Hold the file that came, and let go what was taken away; whether all of it could be done.

    Raises Flooded where too many files came from one place.
    """
    away = set(form.cleaned_data.get("remove") or [])
    kept["files"] = [each for each in kept["files"] if each[0] not in away]
    sent = form.cleaned_data.get("file")
    if not sent:
        return True
    spend(EVIDENCE, place(request))
    try:
        held = actions.hold_evidence(Actor.of(request), sent.name, sent)
    except Faulty as fault:
        form.add_error("file", str(fault.faults.get("file", fault)))
        return False
    if held.sha256 not in [each[0] for each in kept["files"]]:
        kept["files"] = [*kept["files"], [held.sha256, sent.name[:200]]]
    return True


def flooded(form: Any, flood: Flooded) -> Any:
    """The form with what was typed, and with when and how to go on."""
    form.add_error(None, str(flood))
    form.add_error(None, _("What you typed stands below. Leave this page open, and send it then."))
    return form


def _page(
    request: HttpRequest, name: str, form: Any, kept: dict[str, Any], status: int = 0
) -> HttpResponse:
    at = ORDER.index(name)
    context = {
        "form": form,
        "step": name,
        "label": STEPS[name][0],
        "steps": across(name),
        "back": reverse("parties:register_step", args=[ORDER[at - 1]]) if at else "",
        "files": [each[1] for each in kept["files"]],
        "again": kept.get("again"),
    }
    status = status or (422 if form.errors else 200)
    return render(request, "parties/register_step.html", context, status=status)


def answers_of(said: dict[str, Any], files: list[list[str]]) -> Answers:
    """The answers of a draft, as the verb takes them."""
    authentic = said.get("authentic", "")
    names = {code: said.get(f"name_{code}", "") for code in CODES if code != authentic}
    return Answers(
        names={**names, authentic: said.get("name", "")},
        authentic=authentic,
        files=tuple((sha256, name) for sha256, name in files),
        languages=tuple(code for code in said.get("languages", ()) if code in CODES),
        **{
            name: said.get(name, "")
            for name in [
                "kind",
                "form",
                "area",
                "website",
                "short_name",
                "evidence_note",
                "applicant_name",
                "function",
                "email",
                "language",
            ]
        },
    )


def looked_through(
    request: HttpRequest, kept: dict[str, Any]
) -> tuple[Answers, list[tuple[str, str]]]:
    """The answers of all steps, and what is still wrong with them: (step, sentence)."""
    said = dict(kept["answers"])
    found = []
    for name in ORDER[:-1]:
        form = form_of(name, kept, {**start_of(request, {}), **kept["answers"]}, {})
        for errors in form.errors.values():
            found += [(name, str(each)) for each in errors]
        said |= {key: value for key, value in form.cleaned_data.items() if key != "remove"}
    return answers_of(said, kept["files"]), found


def check(request: HttpRequest) -> HttpResponse:
    """All answers once more, organizations that may be the same, and the sending."""
    kept = draft(request)
    if not kept["answers"]:
        return HttpResponseRedirect(reverse("parties:register"))
    where = "" if request.user.is_authenticated else place(request)
    form = form_of("check", kept, request.POST if request.method == "POST" else None, where=where)
    given, wrong = looked_through(request, kept)
    failed = bool(wrong) and request.method == "POST"
    if request.method == "POST" and form.is_valid() and not wrong:
        try:
            return _send(request, kept, given, form.cleaned_data.get("words", ""))
        except Faulty as fault:
            wrong = [(FIELD_STEP.get(name, ORDER[0]), str(w)) for name, w in fault.faults.items()]
            failed = True
    context = {
        "form": form,
        "failed": failed,
        "steps": across("check"),
        "wrong": [(reverse("parties:register_step", args=[name]), words) for name, words in wrong],
        "groups": shown(given),
        "same": likely_same(request.user, given.names.values(), given.website),
        "again": kept.get("again"),
    }
    status = 422 if failed or form.errors else 200
    return render(request, "parties/register_check.html", context, status=status)


def _send(request: HttpRequest, kept: dict[str, Any], given: Answers, words: str) -> HttpResponse:
    actor = Actor.of(request)
    if "again" in kept:
        registration = get_object_or_404(Registration, pk=kept["again"])
        key = kept.get("key", "")
        target = Opened(registration, key) if key else registration
        actions.send_again(actor, target, given, words=words)
    else:
        spend(SENDING, place(request))
        registration = actions.register(actor, given)
    request.session.pop(KEPT, None)
    if registration.applicant_id and registration.applicant_id == getattr(request.user, "pk", None):
        return HttpResponseRedirect(registration.get_absolute_url())
    request.session["parties.sent"] = registration.email
    return HttpResponseRedirect(reverse("parties:register_sent"))


def shown(given: Answers) -> list[tuple[str, str, list[parts.Fact]]]:
    """The answers to look through: (step, its address, facts)."""
    fact = parts.Fact
    names = [fact(BY_CODE[code].name, text) for code, text in given.words["title"].items() if code]
    groups = [
        (
            "organisation",
            [
                fact(_("Who takes part"), dict(Shape.choices).get(given.form, given.form)),
                fact(_("Kind of organization"), kinds.name_of(given.kind)),
                fact(_("Country or area"), areas.name_of(given.area)),
                fact(_("Website"), symbol(given.website) or _("none")),
            ],
        ),
        ("names", [*names, fact(_("Short name or abbreviation"), given.short_name or _("none"))]),
        (
            "evidence",
            [
                *(fact(_("File"), isolate(name)) for _hash, name in given.files),
                fact(_("What the file shows"), given.evidence_note or _("none")),
            ],
        ),
        (
            "you",
            [
                fact(_("Your name"), isolate(given.applicant_name)),
                fact(_("Your e-mail address"), symbol(given.email)),
            ],
        ),
    ]
    return [
        (STEPS[name][0], reverse("parties:register_step", args=[name]), facts)
        for name, facts in groups
    ]


def sent(request: HttpRequest) -> HttpResponse:
    """It is sent; what comes next."""
    email = request.session.get("parties.sent", "")
    if not email:
        return HttpResponseRedirect(reverse("parties:register"))
    return render(request, "parties/register_sent.html", {"email": email})


def load(request: HttpRequest, registration: Registration, key: str = "") -> HttpResponse:
    """Take a registration that was asked about, or refused, back into the steps."""
    require(request, "parties.send_again", Opened(registration, key) if key else registration)
    words: dict[str, dict[str, str]] = {}
    authentic = language()
    for each in registration.record.wordings.all():
        words.setdefault(each.field, {})[each.language] = each.text
        if each.field == "title" and each.status == Status.AUTHENTIC:
            authentic = each.language
    title = words.get("title", {})
    said = {
        "name": title.get(authentic, ""),
        "authentic": authentic,
        **{f"name_{code}": text for code, text in title.items() if code != authentic},
        "short_name": next(iter(words.get("short_name", {}).values()), ""),
        **{
            name: getattr(registration, name)
            for name in [
                "form",
                "kind",
                "area",
                "website",
                "languages",
                "evidence_note",
                "applicant_name",
                "function",
                "email",
                "language",
            ]
        },
    }
    files = [
        [each.file.sha256, each.name]
        for each in registration.record.attachments.select_related("file").order_by("pk")
    ]
    kept = {"answers": said, "files": files, "again": registration.pk}
    keep(request, kept | ({"key": key} if key else {}))
    return HttpResponseRedirect(reverse("parties:register_step", args=[ORDER[0]]))
