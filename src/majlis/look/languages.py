"""The six languages with their own names and those in the reader's language; the direction of any language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Language:
    """One of the six languages: code, own name, and direction (`ltr` or `rtl`)."""

    code: str
    name: str
    direction: str


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ar", "العربية", "rtl"),
        Language("zh", "中文", "ltr"),
        Language("en", "English", "ltr"),
        Language("fr", "Français", "ltr"),
        Language("ru", "Русский", "ltr"),
        Language("es", "Español", "ltr"),
    )
}

NAMES: dict[str, Promise] = {
    "ar": pgettext_lazy("language", "Arabic"),
    "zh": pgettext_lazy("language", "Chinese"),
    "en": pgettext_lazy("language", "English"),
    "fr": pgettext_lazy("language", "French"),
    "ru": pgettext_lazy("language", "Russian"),
    "es": pgettext_lazy("language", "Spanish"),
}
"""The names of the six languages in the reader's language, as they are written within a sentence."""
LANGUAGE_NAMES = tuple(NAMES.items())
"""Choices of a form: codes with names in the reader's language."""

DEFAULT = "en"
RIGHT_TO_LEFT = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"}


def base_code(code: str | None) -> str:
    """The primary part of a language code, in lower case: `zh-Hans` gives `zh`."""
    return (code or DEFAULT).replace("_", "-").split("-")[0].lower()


def language_of(code: str | None) -> Language:
    """The language of a code; English for any code outside the six."""
    return LANGUAGES.get(base_code(code), LANGUAGES[DEFAULT])


def name_of(code: str | None) -> str:
    """The name of a language in the reader's language; a code outside the six is returned as it is."""
    return str(NAMES.get(base_code(code), code or ""))


def direction_of(code: str | None) -> str:
    """`rtl` or `ltr`, for any language, including those outside the six."""
    return "rtl" if base_code(code) in RIGHT_TO_LEFT else "ltr"
