"""How the page of a version is drawn: facts, acts, steps, variants, comparison links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations.names import (
    body_name,
    comparison_url,
    version_label,
    version_name,
    version_url,
)
from majlis.instruments.lifecycle import ADOPTED, IN_FORCE, NOT_ADOPTED, PROPOSED, SUPERSEDED
from majlis.instruments.models import Act, Instrument, LanguageVersion, Version
from majlis.instruments.models.version import ADOPTING_KINDS
from majlis.look import formats, parts
from majlis.look.bidi import filled, join_pieces, joined

STATE_PHASES = {IN_FORCE: "met", PROPOSED: "going", SUPERSEDED: "closed", NOT_ADOPTED: "closed"}


def version_trail(
    instrument: Instrument, version: Version, language_version: LanguageVersion
) -> list[parts.Link]:
    """The breadcrumb of a version: texts, body, the version."""
    links = [parts.Link(pgettext("documents", "Texts"), reverse("instruments:texts"))]
    if instrument.body is not None:
        body = instrument.body
        links.append(parts.Link(body.abbreviation or body_name(body), body.get_absolute_url()))
    links.append(
        parts.Link(
            format.short_name(
                version, language_version, version_label(version, language_version.language)
            )
        )
    )
    return links


def version_facts(version: Version) -> list[str]:
    """The lines under the title: the acts of bodies and their dates; else body and date."""
    acts = [act_line(each) for each in version.acts.all()]
    if lacks_adopting_act(version):
        acts.append(_("adoption decision not recorded"))
    if version.acts.all():
        return acts
    body = body_name(version.body) if version.body else version.instrument.body_words
    date = formats.date(version.date, get_language() or "en") if version.date else ""
    return [each for each in (body, date, *acts) if each]


def lacks_adopting_act(version: Version) -> bool:
    """Whether the version is in a state after adoption, without an adopting act."""
    if version.state not in (ADOPTED, IN_FORCE, SUPERSEDED) or version.reconstructed_from_id:
        return False
    return not any(each.kind in ADOPTING_KINDS for each in version.acts.all())


@dataclass(frozen=True)
class Variant:
    """The same version as another body adopted it: the body, the name, and links."""

    by: str
    name: str
    url: str
    compare: str


def variant_rows(versions: Sequence[Version], shown: Version) -> list[Variant]:
    """The variants of a version: see ``queries.variants_of``."""
    rows = []
    for variant in versions:
        old, new = sorted((variant, shown), key=lambda one: one.position)
        compare = comparison_url(old, new)
        rows.append(
            Variant(adopting_body(variant), version_name(variant), version_url(variant), compare)
        )
    return rows


def adopting_body(version: Version) -> str:
    """The name of the body that adopted a version; empty where it is unknown."""
    acts = [each for each in version.acts.all() if each.kind in ADOPTING_KINDS]
    name = body_name(acts[0].body) if acts and acts[0].body else acts[0].words if acts else ""
    return name or (body_name(version.body) if version.body else "")


def act_line(act: Act) -> str:
    """An act in a line: "adopts: General Conference, 14 October 2026, without a vote"."""
    language = get_language() or "en"
    pieces = [body_name(act.body) if act.body else act.words]
    if act.date:
        pieces.append(formats.date(act.date, language))
    if act.manner:
        pieces.append(str(act.get_manner_display()))
    if act.in_favour is not None:
        counts = (act.in_favour, act.against or 0, act.abstaining or 0)
        pieces.append("–".join(formats.number(each, language) for each in counts))
    if act.body and act.words:
        pieces.append(act.words)
    details = join_pieces(formats.clause_separator(language), filter(None, pieces))
    return joined(str(act.get_kind_display()), formats.colon(language), details)


def version_steps(versions: Sequence[Version], shown: Version) -> list[parts.Step]:
    """The versions of a text as steps, the version shown as the current one."""
    steps = []
    for version in versions:
        state = str(version.get_state_display())
        if version.variant_of_id is not None:
            state = formats.with_brackets(
                state, pgettext("version", "variant"), get_language() or "en"
            )
        if version.reconstructed_from_id is not None:
            state = pgettext("version", "reconstructed, not authentic")
        if version.pk == shown.pk:
            steps.append(parts.Step(version_name(version), "current", state))
            continue
        link = parts.Link(pgettext("verb", "read"), version_url(version))
        steps.append(parts.Step(version_name(version), "done", state, link))
    return steps


def compare_links(versions: Sequence[Version], shown: Version, language: str) -> list[parts.Link]:
    """Links to compare the version shown with the others, the one that it follows first."""
    others = sorted(
        (other for other in versions if other.pk != shown.pk),
        key=lambda other: (other.pk != shown.follows_id, other.position),
    )
    links = []
    for other in others:
        old, new = sorted((other, shown), key=lambda one: one.position)
        url = comparison_url(old, new)
        words = filled(_("Compare with %(version)s"), version=version_name(other))
        links.append(parts.Link(words, f"{url}?in={language}"))
    return links
