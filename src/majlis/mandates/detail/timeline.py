"""A mandate through the versions of its text: new, unchanged, changed, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from majlis.instruments.citations import format
from majlis.instruments.citations import names as texts
from majlis.instruments.comparisons.tables import missing_language_note
from majlis.instruments.core.subqueries import chain_from
from majlis.instruments.models import Instrument, Version
from majlis.instruments.texts.wording import render_redline
from majlis.kernel.languages import direction
from majlis.look import formats, parts
from majlis.look.bidi import filled, joined
from majlis.mandates.core.progress import EFFECTIVE_STATES
from majlis.mandates.detail.queries import MandatePage, VersionStep
from majlis.mandates.models import MandateSource
from majlis.mandates.models.choices import LegalStatus


def version_label(version: Version, among: Instrument) -> str:
    """The name of a version; for a version of another text, with the symbol of that text."""
    language = get_language() or "en"
    name = texts.version_name(version)
    if version.instrument_id == among.pk or version.instrument.pk == among.pk:
        return name
    return formats.with_brackets(texts.instrument_symbol(version.instrument), name, language)


def timeline_moments(read: MandatePage) -> list[parts.TimelineEntry]:
    """The versions, each with what it changed, the earliest first."""
    entries: list[parts.TimelineEntry] = []
    previous: VersionStep | None = None
    current = read.source.version_id if read.source is not None else None
    is_past = True
    for step in read.steps:
        is_current = step.asked is not None and step.version.pk == current
        phase = "now" if is_current else "past" if is_past else "coming"
        is_past = is_past and not is_current
        entries.append(_moment(read, step, previous, phase))
        if step.asked is not None:
            previous = step
    return entries


def _moment(
    read: MandatePage, step: VersionStep, previous: VersionStep | None, phase: str
) -> parts.TimelineEntry:
    version = step.version
    when = version_label(version, read.mandate.instrument)
    if version.date:
        when = joined(formats.date(version.date, get_language() or "en"), " · ", when)
    if step.asked is None:
        return parts.TimelineEntry(
            _not_in_version(step),
            when,
            phase,
            texts.version_url(version),
            note=_version_state(version),
        )
    change, comparison_url = _change_in_version(step, previous)
    note = format_html("{}", _version_state(version))
    if comparison_url:
        note = format_html(
            '{} · <a href="{}">{}</a>', note, comparison_url, _("View full comparison")
        )
    return parts.TimelineEntry(change, when, phase, note=note)


def _version_state(version: Version) -> str:
    return str(version.get_state_display())


def _not_in_version(step: VersionStep) -> str:
    """The sentence for a version without a source of the mandate."""
    if step.there:
        return _(
            "This version contains the paragraph, which has not yet been checked for mandates."
        )
    if step.version.state in EFFECTIVE_STATES:
        return _("Omitted; the mandate ended with this version.")
    return _("Omitted; the mandate would end with this version.")


def _change_in_version(step: VersionStep, previous: VersionStep | None) -> tuple[SafeString, str]:
    """The change of the wording by a version, and the address of the whole comparison."""
    assert step.asked is not None  # the caller has checked this
    language = next(
        (
            each
            for each in (get_language() or "en", *sorted(step.words))
            if each in step.words and (previous is None or each in previous.words)
        ),
        "",
    )
    wording = step.words.get(language)
    place = (
        format.provision_reference(chain_from(step.version, wording.at))  # type: ignore[attr-defined]
        if wording
        else ""
    )
    if step.asked["quoted"]:
        return _with_provision_link(
            pgettext("mandate in a version", "Quoted: %(place)s"), place, step
        ), ""
    if previous is None or step.asked["change"] == MandateSource.Change.NEW:
        return _with_provision_link(
            pgettext("mandate in a version", "New: %(place)s"), place, step
        ), ""
    old_wording = previous.words.get(language)
    url = ""
    if step.words and previous.version.instrument_id == step.version.instrument_id:
        compare = texts.comparison_url(previous.version, step.version)
        eid = next(iter(step.words.values())).provision.eid
        url = f"{compare}?{urlencode({'at': eid})}#{eid}"
    if wording is None or old_wording is None or old_wording.text == wording.text:
        return _with_provision_link(
            pgettext("mandate in a version", "Unchanged: %(place)s"), place, step
        ), url
    intro = pgettext("mandate", "Changed") + formats.colon(get_language() or "en")
    redline = render_redline(old_wording.text, wording.text)
    shown = format_html(
        '{}<span class="serif" lang="{}" dir="{}">{}</span>',
        intro,
        language,
        direction(language),
        redline,
    )
    reader_language = get_language() or "en"
    missing = missing_language_note(
        language,
        reader_language,
        earlier=reader_language in previous.words,
        later=reader_language in step.words,
    )
    if missing:
        shown = format_html('{}<br><span class="small quiet">{}</span>', shown, missing)
    return shown, url


def _with_provision_link(sentence: str, place: str, step: VersionStep) -> SafeString:
    """A sentence in which the place is a link to the provision."""
    first = next(iter(step.words.values()), None)
    if first is None:
        return format_html("{}", sentence % {"place": _("a paragraph not accessible to you")})
    link = format_html('<a href="{}">{}</a>', first.provision.get_absolute_url(), place)
    before, _sign, after = sentence.partition("%(place)s")
    return format_html("{}{}{}", before, link, after)


def status_notes(read: MandatePage) -> list[str]:
    """Notes that a reader must see first.

    That the mandate is only proposed, that it is no longer in force, or that a proposed version
    would end it.
    """
    mandate = read.mandate
    current = read.line.version
    name = version_label(current, mandate.instrument) if current.pk else ""
    later = _steps_after(read.steps, current.pk)
    dropping = [each for each in later if each.asked is None and not each.there]
    if mandate.legal_status == LegalStatus.IF_ADOPTED:
        sentence = _("This request would be a mandate if this version were in force: %(version)s.")
        return [filled(sentence, version=name), _("The request is not yet binding.")]
    if mandate.legal_status == LegalStatus.PAST:
        ended = next((each for each in dropping if each.version.state in EFFECTIVE_STATES), None)
        if ended is not None:
            sentence = _(
                "The mandate is omitted from the version in force; it ended with %(version)s."
            )
            ended_by = version_label(ended.version, mandate.instrument)
            return [filled(sentence, version=ended_by)]
        sentence = _("No longer in force; the request appears only in %(version)s.")
        return [filled(sentence, version=name)]
    proposed_to_drop = [
        each for each in dropping if each.version.state not in (*EFFECTIVE_STATES, "not_adopted")
    ]
    sentence = _("The mandate would end on adoption of %(version)s, which omits it.")
    return [
        filled(sentence, version=version_label(each.version, mandate.instrument))
        for each in proposed_to_drop
    ]


def _steps_after(steps: Sequence[VersionStep], key: int | None) -> list[VersionStep]:
    keys = [each.version.pk for each in steps]
    return list(steps[keys.index(key) + 1 :]) if key in keys else []
