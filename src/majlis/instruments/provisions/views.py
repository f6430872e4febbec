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
from majlis.kernel.renames import current_action
from majlis.kernel.verbs import may
from majlis.kit.sent_form import add_fault
from majlis.look import parts
from majlis.look.forms import Form

CORRECTION_VERBS = ("match_provision", "realign_provision")


@require_http_methods(["GET", "HEAD", "POST"])
def provision_detail(request: HttpRequest, slug: str, version: str, eid: str) -> HttpResponse:
    """A provision: its wording in all languages, and its history in other versions.

    A user who may correct it gets the form of one correction at a time (``?correct=``).
    """
    try:
        provision = queries.provision_at(request.user, slug, version, eid)
    except Provision.DoesNotExist:
        response = withdrawn_response(request, slug, version)
        if response is None:
            raise Http404(eid) from None
        return response
    requested = (
        request.POST.get("do", "") if request.method == "POST" else request.GET.get("correct", "")
    )
    requested = current_action("instruments", requested)
    allowed = [
        each
        for each in CORRECTION_VERBS
        if may(Actor.of(request), f"instruments.{each}", provision)
    ]
    if request.method == "POST" and requested not in allowed:
        if requested in CORRECTION_VERBS:
            raise Refused()
        raise Http404(requested)
    page = ProvisionPage(request, provision, requested if requested in allowed else "")
    if request.method == "POST" and page.form is not None:
        target = apply_correction(request, provision, page.form)
        if target is not None:
            return redirect(target)
    status = 422 if page.form is not None and page.form.is_bound else 200
    context = page.context() | {
        "can": allowed,
        "beside": extension_points.sections("provision", request, provision),
    }
    return render(request, "instruments/provisions/detail.html", context, status=status)


PROVISION_URL = re.compile(r"/texts/([^/]+)/([^/]+)/p/(.+?)/?$")


def provision_at_url(request: HttpRequest, link: str) -> Provision | None:
    """The provision of a permanent link in any language, if the reader may see it; else None."""
    try:
        match = PROVISION_URL.search(unquote(urlsplit(link).path))
    except ValueError:
        return None
    if match is None or "\x00" in match[0]:
        return None
    try:
        return queries.provision_at(request.user, *match.groups())
    except Provision.DoesNotExist:
        return None


def apply_correction(request: HttpRequest, provision: Provision, form: Form) -> Provision | None:
    """Apply the form; gives the provision to go to, or None where the form has errors."""
    if not form.is_valid():
        return None
    actor, reason = Actor.of(request), form.cleaned_data["reason"]
    try:
        if isinstance(form, RealignForm):
            language = form.cleaned_data["language"]
            to = actions.realign_provision(
                actor, provision, language=language, to=form.chosen(), reason=reason
            )
            messages.success(request, _("The words stand here now."))
            return to
        assert isinstance(form, MatchForm)
        actions.match_provision(actor, provision, other=form.chosen(), reason=reason)
    except InvalidInput as fault:
        add_fault(form, fault)
        return None
    messages.success(request, _("Which provision it goes on was corrected."))
    return provision


class ProvisionPage:
    """The data of the page of a provision."""

    def __init__(self, request: HttpRequest, provision: Provision, correction: str) -> None:
        self.request, self.provision, self.correction = request, provision, correction
        self.language = get_language() or "en"
        version = provision.version
        self.read = queries.provision_detail(request.user, provision, self.language)
        near = (
            queries.match_candidates(request.user, provision, self.language)
            if correction == "match_provision"
            else []
        )
        others = [*(step.version for step in self.read.history), *(each for each, _words in near)]
        self.languages = self.read_languages(others)
        self.language_version = choose_language(self.languages, self.language)
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
        self.form = self.build_form(near)

    def read_languages(self, others: list[Version]) -> list[LanguageVersion]:
        """The languages of the version; also sets the symbols of other texts' versions in the reader's language."""
        version = self.provision.version
        named = [each for each in others if each.instrument_id != version.instrument_id]
        rows = LanguageVersion.objects.filter(
            Q(version=version) | Q(version__in=named, language=self.language)
        )
        symbols = {each.version_id: each.symbol for each in rows if each.language == self.language}
        for each in named:
            each.symbol_here = symbols.get(each.pk)
        return [each for each in rows if each.version_id == version.pk]

    def build_form(self, near: queries.NearbyWordings) -> Form | None:
        """The requested form; None where there is nothing to choose."""
        data = self.request.POST if self.request.method == "POST" else None
        if self.correction == "match_provision":
            return MatchForm(
                near, self.provision, data, lambda link: provision_at_url(self.request, link)
            )
        if self.correction == "realign_provision" and self.read.wordings:
            own = {each.language for each in self.read.wordings}
            shown_first = min(own, key=lambda each: (each != self.language, each))
            return RealignForm(
                self.read.wordings, queries.nearby_provisions(self.provision, shown_first), data
            )
        return None

    def context(self) -> dict[str, Any]:
        """The context of the template."""
        provision, read, language_version = self.provision, self.read, self.language_version
        version = provision.version
        language = language_version.language
        chain = [(each, read.above[each.pk].get(language)) for each in read.chain]
        place = format.provision_reference(chain)
        label = names.version_label(version, language)
        name = format.short_name(version, language_version, label)
        back = reverse("instruments:version", args=[version.instrument.slug, version.slug])
        query = urlencode({"in": language, "at": provision.eid})
        return {
            "provision": provision,
            "version": version,
            "name": name,
            "trail": [
                parts.Link(_("Texts"), reverse("instruments:texts")),
                parts.Link(name, back),
                parts.Link(place),
            ],
            "place": place,
            "phase": tables.STATE_PHASES.get(version.state, "wait"),
            "wordings": [self.wording_context(each) for each in read.wordings],
            "back": f"{back}?{query}#{provision.eid}",
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
            "history": provisions_tables.history_table(read.history, provision)
            if len(read.history) > 1
            else None,
            "cites": self.cites,
            "citation": format.format_citation(
                version,
                language_version,
                address=self.request.build_absolute_uri(provision.get_absolute_url()),
                label=label,
                provision=place,
            ),
            "matched": provision.get_matched_display(),
            "several": len(self.languages) > 1,
            "form": self.form,
            "asked": self.correction,
        }

    def wording_context(self, each: Any) -> dict[str, Any]:
        """A wording with the wordings above it, for the template."""
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
