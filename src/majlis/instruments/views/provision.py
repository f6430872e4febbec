"""One provision: its words in all languages, its way through versions; and which other it goes on, corrected."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import actions, citing, show
from majlis.instruments.forms.provision import MatchForm
from majlis.instruments.models import LanguageVersion, Provision
from majlis.instruments.queries import provision as queries
from majlis.instruments.queries.text import language_for
from majlis.kernel.actor import Actor
from majlis.kernel.errors import Faulty
from majlis.kernel.languages import direction
from majlis.kernel.verbs import may
from majlis.look import parts


@require_http_methods(["GET", "HEAD", "POST"])
def provision(request: HttpRequest, slug: str, version: str, eid: str) -> HttpResponse:
    """One provision: its words in all languages, and what became of it in other versions."""
    try:
        found = queries.provision_of(request.user, slug, version, eid)
    except Provision.DoesNotExist:
        raise Http404(eid) from None
    here = get_language() or "en"
    form, status = None, 200
    if may(Actor.of(request), "instruments.match", found):
        near = queries.candidates(request.user, found, here)
        form = MatchForm(near, found, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            if _matched(request, found, form):
                return redirect(found.get_absolute_url())
            status = 422
    elif request.method == "POST":
        actions.match(Actor.of(request), found, other=None, reason="")  # refused, and audited
    return render(request, "instruments/provision.html", about(request, found, form), status=status)


def _matched(request: HttpRequest, found: Provision, form: MatchForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.match(
            Actor.of(request), found, other=form.chosen(), reason=form.cleaned_data["reason"]
        )
    except Faulty as fault:
        for field, words in fault.faults.items():
            form.add_error(field if field in form.fields else None, str(words))
        return False
    messages.success(request, _("Which provision it goes on was corrected."))
    return True


def about(request: HttpRequest, found: Provision, form: MatchForm | None) -> dict[str, Any]:
    """What the page shows."""
    here = get_language() or "en"
    version = found.version
    version.instrument = found.version.instrument
    languages = list(LanguageVersion.objects.filter(version=version))
    said = language_for(languages, here)
    read = queries.read(request.user, found, here)
    chain = [(each, read.above[each.pk].get(said.language)) for each in read.chain]
    place = citing.place_among(chain)
    label = show.label_in(version, said.language)
    own = read.above[found.pk]
    seen = {each.target_id: each.target for one in own.values() for each in one.seen}  # type: ignore[attr-defined]
    back = reverse("instruments:version", args=[version.instrument.slug, version.slug])
    return {
        "provision": found,
        "version": version,
        "name": citing.short(version, said, label),
        "trail": [
            parts.Link(_("Texts"), reverse("instruments:texts")),
            parts.Link(citing.short(version, said, label), back),
            parts.Link(place),
        ],
        "place": place,
        "phase": show.PHASES.get(version.state, "wait"),
        "wordings": [
            {
                "language": each.language,
                "name": each.get_language_display(),
                "direction": direction(each.language),
                "status": each.get_status_display(),
                "label": each.label,
                "words": show.words(each, each.seen),  # type: ignore[attr-defined]
                "above": " ".join(
                    words.text
                    for one in read.chain[:-1]
                    if (words := read.above[one.pk].get(each.language)) is not None
                    and one.kind not in ("title", "annex")
                ),
            }
            for each in read.wordings
        ],
        "back": f"{back}?in={said.language}&part=all#{found.eid}",
        "under": [
            parts.Link(citing.place(each, ""), each.get_absolute_url()) for each in read.under
        ],
        "history": show.history(read.history, found) if len(read.history) > 1 else None,
        "cites": list(seen.values()),
        "citation": citing.citation(
            version,
            said,
            address=request.build_absolute_uri(found.get_absolute_url()),
            label=label,
            provision=place,
        ),
        "matched": found.get_matched_display(),
        "form": form,
    }
