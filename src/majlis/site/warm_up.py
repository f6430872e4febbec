"""Loads what pages need, once, before processes are forked: they share it, and no visitor waits for it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import reverse
from django.utils import translation


def load_languages() -> None:
    """Load the messages and the addresses of all languages."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")  # the messages are read with the first one that is asked for
            reverse("background_work")


def load_templates() -> None:
    """Compile the templates of the site's own rooms."""
    for folder in map(Path, get_app_template_dirs("templates")):
        if "majlis" in folder.parts:
            for path in folder.rglob("*.html"):
                try:
                    get_template(str(path.relative_to(folder)))
                except (TemplateDoesNotExist, TemplateSyntaxError):
                    continue  # the page that needs it will say so
