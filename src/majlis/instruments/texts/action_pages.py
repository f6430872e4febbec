"""The bases of the pages with an action on a text or on a version of it."""

from __future__ import annotations

from typing import Any, override

from majlis.instruments.citations.names import full_version_name
from majlis.instruments.core.forms import ReaderForm
from majlis.instruments.models import Instrument, Version
from majlis.instruments.texts.responses import get_instrument, get_version
from majlis.kit.action_page import ActionPage, ButtonAction


class ReaderAction[Target](ActionPage[Target]):
    """An action whose form may offer what the reader may see."""

    @override
    def get_form_options(self) -> dict[str, Any]:
        return {"reader": self.reader} if issubclass(self.form_class, ReaderForm) else {}


class InstrumentAction(ReaderAction[Instrument]):
    """An action on a text."""

    template_name = "instruments/core/action.html"

    @override
    def get_target(self) -> Instrument:
        return get_instrument(self.reader, self.kwargs["slug"])


class InstrumentButton(ButtonAction[Instrument]):
    """An action on a text without a form."""

    @override
    def get_target(self) -> Instrument:
        return get_instrument(self.reader, self.kwargs["slug"])


class VersionAction(ReaderAction[Version]):
    """An action on a version of a text."""

    template_name = "instruments/core/action.html"

    @override
    def get_target(self) -> Version:
        return get_version(self.reader, self.kwargs["slug"], self.kwargs["version"])[0]

    @override
    def get_lead(self) -> str:
        return full_version_name(self.target)
