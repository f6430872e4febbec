"""What was judged not to be a mandate; how members read a provision otherwise; and both beside the provision."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majlis.commons.drafts.forms import DraftedForm
from majlis.instruments.core.subqueries import chain_from
from majlis.instruments.models import Provision
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Fault
from majlis.kernel.languages import direction
from majlis.kernel.models import Record
from majlis.kernel.pagination import paginate
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.mandates import actions
from majlis.mandates.forms.finding import OfTextForm, OtherReadingForm
from majlis.mandates.lifecycle import REJECTED, WAITING
from majlis.mandates.models import Mandate, OtherReading
from majlis.mandates.queries import findings as queries
from majlis.mandates.rules.finding import OF_A_MEMBER
from majlis.mandates.show import finding as show
from majlis.parties.models import Organisation

A_PAGE = 25


@require_safe
def not_mandates(request: HttpRequest) -> HttpResponse:
    """What was judged not to be a mandate, each with its words, the reason, and how members read it otherwise."""
    here = get_language() or "en"
    form = OfTextForm(request.GET or None)
    of = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    page = paginate(queries.rejected(request.user, here, of), A_PAGE, request.GET.get("page"))
    rows: list[Any] = list(page.object_list)
    others = (
        queries.readings(request.user, [each.provision.lineage_id for each in rows], here)
        if rows
        else {}
    )
    about = {
        "form": form,
        "asked": of,
        "trail": [
            parts.Link(_("Mandates"), reverse("mandates:register")),
            parts.Link(_("What was judged not to be a mandate")),
        ],
        "rows": [_rejected(each, others.get(each.provision.lineage_id, [])) for each in rows],
        "cut": parts.page_links(request, page),
    }
    return render(request, "mandates/not.html", about)


def _rejected(found: Any, others: list[Any]) -> dict[str, Any]:
    version = found.version
    found.provision.version = version
    said = found.says or {}
    chain = chain_from(version, said["at"]) if said else [(found.provision, None)]
    language = said.get("language", "")
    return {
        "place": show.place_of(version, chain),
        "url": found.provision.get_absolute_url(),
        "words": said.get("text", ""),
        "language": language,
        "direction": direction(language) if language else "auto",
        **judged(found),
        "others": [other(each, found.version_id) for each in others],
    }


def judged(found: Any) -> dict[str, Any]:
    """Why it is no mandate, who said so and when."""
    return judgement(found.reason, found.reason_language, found.office, found.decided_at)


def judgement(reason: str, language: str, office: bool, when: Any) -> dict[str, Any]:
    """A reason with the role of who gave it."""
    return {
        "reason": reason,
        "reason_language": language,
        "reason_direction": direction(language or "en"),
        "by": show.office(office),
        "when": when,
    }


def other(reading: Any, version: int) -> dict[str, Any]:
    """How a member reads it; ``request_for``: the version that it is of, where that is not ``version``."""
    of = reading.version
    return {
        "pk": reading.pk,
        "member": reading.called,
        "url": reading.organisation.get_absolute_url(),
        "text": reading.text,
        "language": reading.language,
        "direction": direction(reading.language),
        "when": reading.made_at,
        "mandate": reading.of or "",
        "of": parts.Link(of.slug, of.get_absolute_url()) if of.pk != version else None,
    }


def at(said: str | None) -> Any:
    """A moment as the JSON of the database has it."""
    return datetime.datetime.fromisoformat(said) if said else None


def titled(titles: list[dict[str, str]]) -> str:
    """The title in the reader's language, else the first."""
    here = get_language() or "en"
    by_language = {each["language"]: each["text"] for each in reversed(titles)}
    return by_language.get(here) or (titles[0]["text"] if titles else "")


def beside_provision(request: HttpRequest, provision: Provision) -> dict[str, Any] | None:
    """Whether a provision is a mandate: what was accepted, what was judged, how members read it."""
    user: Any = request.user
    there: dict[str, list[dict[str, Any]]] = provision.mandates_here  # type: ignore[attr-defined]
    asked, found, readings = there["asked"], there["found"], there["others"]
    waiting = [each["pk"] for each in found if each["state"] == WAITING]
    known = user.is_authenticated
    decides = known and may(Actor.of(request), "mandates.add_by_hand", provision)
    held = (
        {each.scope_id for each in user.appointments_today() if each.role in OF_A_MEMBER}
        if known
        else set()
    )
    asks = provision.kind in ("operative", "preambular", "paragraph")
    if not (asked or found or readings or decides or asks):
        return None
    return {
        "provision": provision,
        "mandates": [_asked(each) for each in asked],
        "rejected": [
            judgement(e["reason"], e["reason_language"], e["office"], at(e["when"]))
            for e in found
            if e["state"] == REJECTED
        ],
        "undecided": bool(waiting),
        "waiting": waiting if decides else [],
        "others": [
            each
            | {
                "member": titled(each["titles"]),
                "url": Record(address=each["address"]).get_absolute_url(),
                "direction": direction(each["language"]),
                "when": at(each["when"]),
                "mine": each["organisation"] in held,
                "of": _of(provision.version_id, each),
            }
            for each in readings
        ],
        "add": decides,
        "member": bool(held),
    }


def _of(version: int, reading: dict[str, Any]) -> parts.Link | None:
    """Of which version a reading is, where that is not the one that is read."""
    if reading["version"] == version:
        return None
    url = Record(address=reading["version_address"]).get_absolute_url()
    return parts.Link(reading["version_slug"], url)


def may_withdraw(request: HttpRequest, reading: OtherReading) -> bool:
    """Whether the person speaks for the member whose reading it is."""
    return may(Actor.of(request), "mandates.withdraw_other_reading", reading)


def _asked(asking: dict[str, Any]) -> dict[str, Any]:
    own = {f: span for f, span in asking["witness"].items() if f not in asking["witness_of"]}
    return {
        "slug": asking["slug"],
        "url": Record(address=asking["address"]).get_absolute_url(),
        "force": asking["force"],
        "words": show.marked(asking["words"] or "", own),
        "language": asking["language"],
        "direction": direction(asking["language"]),
        "found": show.found_by(asking["by"]),
        "by": show.office(asking["office"]),
        "when": at(asking["when"]),
        "quoted": asking["quoted"],
    }


def beside_version(request: HttpRequest, version: Any) -> dict[str, Any] | None:
    """How many findings of a text wait, for who decides on them."""
    count = getattr(version, "findings_waiting", 0)
    if not count or not may(Actor.of(request), "mandates.accept", version):
        return None
    return {"count": count, "url": reverse("mandates:review_version", args=[version.pk])}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read_otherwise(request: HttpRequest, key: int) -> HttpResponse:
    """A member states how it reads a provision."""
    user: Any = request.user
    rows = Provision.objects.visible_to(user).filter(pk=key, version__record__withdrawal=None)
    provision = rows.select_related("version__record", "version__instrument__record").first()
    held = [each for each in user.appointments_today() if each.role in OF_A_MEMBER]
    if provision is None or not held:
        raise Http404
    found = Organisation.objects.filter(record__in=[each.scope_id for each in held])
    members = {str(each.pk): each for each in found.with_wordings()}
    mandate: Mandate | None = None
    asked = request.GET.get("mandate", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:
        own = Mandate.objects.visible_to(user).filter(lineage=provision.lineage_id)
        mandate = own.filter(number=int(asked)).first()
    drafted = DraftedForm(
        request,
        OtherReadingForm,
        key="mandates.other_reading",
        target=provision,
        send=_("Put it beside the provision"),
        members=[(key, str(each)) for key, each in members.items()],
        initial={
            "language": get_language() or "en",
            "organisation": next(iter(members), ""),
        },
    )

    def do(form: Any) -> HttpResponse:
        data = form.cleaned_data
        actions.other_reading(
            Actor.of(request),
            members[data["organisation"]],
            provision=provision,
            mandate=mandate,
            text=data["text"],
            language=data["language"],
        )
        messages.success(request, _("Your reading stands beside the provision."))
        return redirect(f"{provision.get_absolute_url()}#mandate")

    answer = drafted.answer(do)
    if answer is not None:
        return answer
    words = list(provision.wordings.exclude(text=""))
    here = get_language() or "en"
    said = min(words, key=lambda each: (each.language != here, each.status, each.pk), default=None)
    about = {
        "provision": provision,
        "mandate": mandate,
        "said": said,
        "direction": direction(said.language) if said else "auto",
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(_("The provision"), provision.get_absolute_url()),
            parts.Link(_("Another reading")),
        ],
    }
    return render(
        request, "mandates/read_otherwise.html", drafted.context(**about), status=drafted.status
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """A member takes its reading back."""
    reading = OtherReading.objects.select_related(
        "organisation__record", "mandate__record", "version__record"
    ).filter(pk=key)
    found = reading.first()
    if found is None or not may_withdraw(request, found):
        raise Http404
    try:
        actions.withdraw_other_reading(Actor.of(request), found)
    except Fault as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Your reading was withdrawn."))
    at = Provision.objects.visible_to(request.user).filter(lineage=found.lineage_id)
    place = at.select_related("version__instrument").order_by("-version__position", "-pk").first()
    return redirect(place.get_absolute_url() if place else reverse("mandates:not"))
