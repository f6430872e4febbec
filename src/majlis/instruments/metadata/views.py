"""Pages that correct the metadata of an instrument and of a version."""

from __future__ import annotations

from functools import cached_property
from typing import Any, override

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majlis.instruments.citations.names import version_name
from majlis.instruments.core.editing import lock_instrument
from majlis.instruments.core.forms import changed_fields, changed_wordings, current_wordings
from majlis.instruments.core.visibility import hide_bodies
from majlis.instruments.metadata import actions
from majlis.instruments.metadata.forms import InstrumentForm, VersionForm
from majlis.instruments.models import Instrument, Series, Version
from majlis.instruments.series.actions import set_series
from majlis.instruments.texts.action_pages import InstrumentAction, VersionAction
from majlis.instruments.texts.responses import get_version


class ChangeInstrument(InstrumentAction):
    """Correct the metadata of a text: kind, symbol, body, titles, series."""

    template_name = "instruments/metadata/change_instrument.html"
    verb = actions.change_instrument
    form_class = InstrumentForm
    title = _("Correct details of the text")
    button = pgettext_lazy("button", "Save correction")
    done = _("Text details corrected.")

    @override
    def get_current(self) -> dict[str, Any]:
        text = self.target
        hide_bodies(self.reader, [text])
        series = Series.objects.visible_to(self.reader).filter(pk=text.series_id).first()
        return {
            **current_wordings(text, "title"),
            **{name: getattr(text, name) for name in ("kind", "symbol", "body_words")},
            "body": text.body_id,
            "series": series.pk if series else None,
        }

    @override
    def do(self, data: dict[str, Any]) -> Instrument:
        current, reason = self.get_current(), data["reason"]
        with transaction.atomic():
            actions.change_instrument(
                self.actor,
                self.target,
                titles=changed_wordings(current, data, "title"),
                reason=reason,
                **changed_fields(current, data, actions.INSTRUMENT_FIELDS),
            )
            if changed_fields(current, data, ["series"]):
                if current["series"]:  # a move must start at a series that the user sees
                    set_series(self.actor, self.target, series=None, reason=reason)
                set_series(self.actor, self.target, series=data["series"], reason=reason)
        return self.target

    @override
    def get_context_data(self) -> dict[str, Any]:
        stubs = Instrument.objects.visible_to(self.reader).with_wordings()
        return {**super().get_context_data(), "became": stubs.filter(became=self.target)}


class ChangeVersion(VersionAction):
    """Correct the metadata of a version: labels, date, body, state, variant."""

    verb = actions.change_version
    form_class = VersionForm
    title = _("Correct details of the version")
    button = pgettext_lazy("button", "Save correction")
    done = _("Version details corrected.")

    @override
    def get_target(self) -> Version:
        version, versions = get_version(self.reader, self.kwargs["slug"], self.kwargs["version"])
        self.others = {
            each.slug: each
            for each in versions
            if each.pk != version.pk and each.reconstructed_from_id is None
        }
        return version

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the versions that it may be a variant of, by slug."""
        return {slug: str(version_name(each)) for slug, each in self.others.items()}

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader, "others": self.names}

    @override
    def lock(self) -> None:
        lock_instrument(self.target.instrument_id)

    @override
    def get_current(self) -> dict[str, Any]:
        version = self.target
        hide_bodies(self.reader, [version])
        variant_of = version.variant_of.slug if version.variant_of else ""
        return {
            **current_wordings(version, "label"),
            "date": version.date,
            "body": version.body_id,
            "state": version.state,
            "variant_of": variant_of if variant_of in self.others else "",
        }

    @override
    def do(self, data: dict[str, Any]) -> Version:
        current, reason = self.get_current(), data["reason"]
        with transaction.atomic():
            if changed_fields(current, data, ["variant_of"]):
                of = self.others.get(data["variant_of"])
                actions.mark_variant(self.actor, self.target, of=of, reason=reason)
            return actions.change_version(
                self.actor,
                self.target,
                labels=changed_wordings(current, data, "label"),
                reason=reason,
                **changed_fields(current, data, ("date", "body", "state")),
            )
