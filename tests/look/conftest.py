"""What the tests of the look share."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import get_language

from majlis.look import menu
from majlis.site.catalogues import compile_stale

# The longest names that a menu, a process and an account corner are likely to have.
MENU = {
    "ar": ("أين وصل التنفيذ", "النصوص", "الولايات", "الاجتماعات", "المصفوفة", "التقويم"),
    "zh": ("执行情况", "案文", "任务授权", "会议", "矩阵", "日历"),
    "en": ("Where it stands", "Texts", "Mandates", "Meetings", "Matrix", "Calendar"),
    "fr": ("Où en est-on", "Textes", "Mandats", "Réunions", "Matrice", "Calendrier"),
    "ru": ("Ход выполнения", "Тексты", "Мандаты", "Совещания", "Матрица", "Календарь"),
    "es": ("Estado actual", "Textos", "Mandatos", "Reuniones", "Matriz", "Calendario"),
}
PROCESS = {
    "ar": "متابعة مؤتمر الأطراف المعني بحدائق المد والجزر وما يتصل بها من موانئ",
    "zh": "潮汐花园缔约方大会及相关港口的后续行动",
    "en": "Follow-up of the Conference of the Parties on Tidal Gardens and their Harbours",
    "fr": "Suivi de la Conférence des Parties sur les jardins des marées et leurs ports",
    "ru": "Последующая деятельность в связи с Конференцией сторон по приливным садам",
    "es": "Seguimiento de la Conferencia de las Partes sobre los Jardines de Marea",
}
ACCOUNT = {
    "ar": "تسجيل الدخول",
    "zh": "登录",
    "en": "Sign in",
    "fr": "Se connecter",
    "ru": "Войти",
    "es": "Iniciar sesión",
}


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """The words of the pages, compiled where they changed."""
    compile_stale()


@pytest.fixture(autouse=True)
def site_with_menu(settings: Any, monkeypatch: pytest.MonkeyPatch) -> menu.Registry:
    """A site with a menu, a process, an account corner and a search."""
    settings.ROOT_URLCONF = "tests.look.urls"
    settings.MAJLIS_PROCESS = lambda: PROCESS[get_language() or "en"]
    settings.MAJLIS_PROCESS_BRIEF = ""
    account = {
        "OPTIONS": {
            **settings.TEMPLATES[0]["OPTIONS"],
            "loaders": [
                ("django.template.loaders.locmem.Loader", {"account.html": ACCOUNT_TEMPLATE}),
                "django.template.loaders.app_directories.Loader",
            ],
        },
        "APP_DIRS": False,
    }
    settings.TEMPLATES = [{**settings.TEMPLATES[0], **account}]
    registry = menu.Registry()
    monkeypatch.setattr(menu, "registry", registry)
    names = ("home", "texts", "mandates", "meetings", "matrix", "calendar")
    for place, name in enumerate(names):
        menu.register_entry(menu.MenuEntry(name, TranslatedLabel(place), place))
    menu.register_footer_entry(menu.MenuEntry("look:parts", "Parts", 1))
    menu.set_account_template("account.html")
    return registry


class TranslatedLabel:
    """A label of the menu in the language of the page."""

    def __init__(self, place: int) -> None:
        self.place = place

    def __str__(self) -> str:
        return MENU[get_language() or "en"][self.place]


ACCOUNT_TEMPLATE = "".join(
    f'{{% if look.language.code == "{code}" %}}<a href="#main">{words}</a>{{% endif %}}'
    for code, words in ACCOUNT.items()
)
