"""The page of a provision."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majlis.instruments import extension_points
from majlis.instruments.citations import format, names
from majlis.instruments.core.forms import add_fault
from majlis.instruments.models import LanguageVersion, Provision, Version
from majlis.instruments.provisions import actions, queries
from majlis.instruments.provisions import tables as provisions_tables
from majlis.instruments.provisions.forms import MatchForm, RealignForm
from majlis.instruments.texts import tables, wording
from majlis.instruments.texts.queries import choose_language, load_words
from majlis.instruments.texts.responses import withdrawn_response
from majlis.kernel.actor import Actor
from majlis.kernel.errors import InvalidInput, Refused
from majlis.kernel.languages import direction
from majlis.kernel.verbs import may
from majlis.look import parts
from majlis.look.forms import Form

CORRECTION_VERBS = ("match_provision", "realign_provision")


@require_http_methods(["GET", "HEAD", "POST"])
def provision_detail(request: HttpRequest, slug: str, version: str, eid: str) -> HttpResponse:
    """One provision: its words in all languages, and what became of it in other versions.

    Who may correct it is led to a form for one thing at a time (``?correct=``).
    """
    try:
        found = queries.provision_at(request.user, slug, version, eid)
    except Provision.DoesNotExist:
        answer = withdrawn_response(request, slug, version)
        if answer is None:
            raise Http404(eid) from None
        return answer
    asked = request.POST.get("do", "") if request.method == "POST" else request.GET.get("correct")
    can = [
        each for each in CORRECTION_VERBS if may(Actor.of(request), f"instruments.{each}", found)
    ]
    if request.method == "POST" and asked not in can:
        if asked in CORRECTION_VERBS:
            raise Refused()
        raise Http404(asked)
    page = ProvisionPage(request, found, asked if asked in can else "")
    if request.method == "POST" and page.form is not None:
        gone_to = apply_correction(request, found, page.form, page.at)
        if gone_to is not None:
            return redirect(gone_to)
    status = 422 if page.form is not None and page.form.is_bound else 200
    context = page.about() | {
        "can": can,
        "beside": extension_points.sections("provision", request, found),
    }
    return render(request, "instruments/provisions/detail.html", context, status=status)


PROVISION_URL = re.compile(r"/texts/([^/]+)/([^/]+)/p/(.+?)/?$")


def provision_at_url(request: HttpRequest, link: str) -> Provision | None:
    """The provision that a permanent link leads to, in whatever language, if the reader may see it."""
    try:
        found = PROVISION_URL.search(unquote(urlsplit(link).path))
    except ValueError:
        return None
    if found is None or "\x00" in found[0]:
        return None
    try:
        return queries.provision_at(request.user, *found.groups())
    except Provision.DoesNotExist:
        return None


def apply_correction(
    request: HttpRequest, found: Provision, form: Form, what: str
) -> Provision | None:
    """Do what the form says; gives where the reader goes on, or nothing where it is sent back."""
    if not form.is_valid():
        return None
    actor, reason = Actor.of(request), form.cleaned_data["reason"]
    try:
        if isinstance(form, RealignForm):
            language = form.cleaned_data["language"]
            to = actions.realign_provision(
                actor, found, language=language, to=form.chosen(), reason=reason
            )
            messages.success(request, _("The words stand here now."))
            return to
        assert isinstance(form, MatchForm)
        actions.match_provision(actor, found, other=form.chosen(), reason=reason)
    except InvalidInput as fault:
        add_fault(form, fault)
        return None
    messages.success(request, _("Which provision it goes on was corrected."))
    return found


class ProvisionPage:
    """What the page of a provision shows, read at once."""

    def __init__(self, request: HttpRequest, found: Provision, at: str) -> None:
        self.request, self.found, self.at = request, found, at
        self.here = get_language() or "en"
        version = found.version
        self.read = queries.provision_detail(request.user, found, self.here)
        near = (
            queries.match_candidates(request.user, found, self.here)
            if at == "match_provision"
            else []
        )
        others = [*(step.version for step in self.read.history), *(each for each, _words in near)]
        self.languages = self.read_languages(others)
        self.said = choose_language(self.languages, self.here)
        self.cites = list(
            {
                one.target_id: one.target for each in self.read.cites.values() for one in each
            }.values()
        )
        bodies = (version.body, version.instrument.body)
        load_words(
            [
                version.record,
                *(each.record for each in others),
                *(
                    each.instrument.record
                    for each in (version, *others)
                    if not each.instrument.symbol
                ),
                *(each.record for each in bodies if each),
                *(each.record for each in self.cites if not each.symbol),
            ]
        )
        self.form = self.form_for(near)

    def read_languages(self, others: list[Version]) -> list[LanguageVersion]:
        """The languages of the version; those of other texts learn their symbols in the reader's language."""
        version = self.found.version
        named = [each for each in others if each.instrument_id != version.instrument_id]
        rows = LanguageVersion.objects.filter(
            Q(version=version) | Q(version__in=named, language=self.here)
        )
        symbols = {each.version_id: each.symbol for each in rows if each.language == self.here}
        for each in named:
            each.symbol_here = symbols.get(each.pk)
        return [each for each in rows if each.version_id == version.pk]

    def form_for(self, near: queries.NearbyWordings) -> Form | None:
        """The form that the reader asked for; none where there is nothing to choose."""
        data = self.request.POST if self.request.method == "POST" else None
        if self.at == "match_provision":
            return MatchForm(
                near, self.found, data, lambda link: provision_at_url(self.request, link)
            )
        if self.at == "realign_provision" and self.read.wordings:
            own = {each.language for each in self.read.wordings}
            names = min(own, key=lambda each: (each != self.here, each))
            return RealignForm(
                self.read.wordings, queries.nearby_provisions(self.found, names), data
            )
        return None

    def about(self) -> dict[str, Any]:
        """What the template asks for."""
        found, read, said = self.found, self.read, self.said
        version = found.version
        chain = [(each, read.above[each.pk].get(said.language)) for each in read.chain]
        place = format.provision_reference(chain)
        label = names.version_label(version, said.language)
        name = format.short_name(version, said, label)
        back = reverse("instruments:version", args=[version.instrument.slug, version.slug])
        where = urlencode({"in": said.language, "at": found.eid})
        return {
            "provision": found,
            "version": version,
            "name": name,
            "trail": [
                parts.Link(_("Texts"), reverse("instruments:texts")),
                parts.Link(name, back),
                parts.Link(place),
            ],
            "place": place,
            "phase": tables.STATE_PHASES.get(version.state, "wait"),
            "wordings": [self.worded(each) for each in read.wordings],
            "back": f"{back}?{where}#{found.eid}",
            "under": [
                {
                    "name": format.provision_name(each.provision, each.label),
                    "url": each.provision.get_absolute_url(),
                    "begin": names.excerpt(each.text),
                    "language": each.language,
                    "direction": direction(each.language),
                }
                for each in read.under
            ],
            "history": provisions_tables.history_table(read.history, found)
            if len(read.history) > 1
            else None,
            "cites": self.cites,
            "citation": format.format_citation(
                version,
                said,
                address=self.request.build_absolute_uri(found.get_absolute_url()),
                label=label,
                provision=place,
            ),
            "matched": found.get_matched_display(),
            "several": len(self.languages) > 1,
            "form": self.form,
            "asked": self.at,
        }

    def worded(self, each: Any) -> dict[str, Any]:
        """The words in one language, under those above it."""
        return {
            "language": each.language,
            "name": each.get_language_display(),
            "direction": direction(each.language),
            "status": each.get_status_display(),
            "label": each.label,
            "words": wording.render_wording(each, self.read.cites[each.language]),
            "above": [
                words.text
                for one in self.read.chain[:-1]
                if (words := self.read.above[one.pk].get(each.language)) is not None
                and one.kind not in ("title", "annex")
                and words.text
            ],
        }
