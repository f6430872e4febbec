"""What the tests of the look share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.test import override_settings
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


@pytest.fixture(scope="module", autouse=True)
def site_settings() -> Iterator[None]:
    """A site with a process, an account corner and a search; its templates are read once a module."""
    locmem = ("django.template.loaders.locmem.Loader", {"account.html": ACCOUNT_TEMPLATE})
    loaders = [locmem, "django.template.loaders.app_directories.Loader"]
    engine = configured.TEMPLATES[0]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    options = {**engine["OPTIONS"], "loaders": cached}
    with override_settings(
        ROOT_URLCONF="tests.look.urls",
        MAJLIS_PROCESS=lambda: PROCESS[get_language() or "en"],
        MAJLIS_PROCESS_BRIEF="",
        TEMPLATES=[{**engine, "OPTIONS": options, "APP_DIRS": False}],
    ):
        yield


@pytest.fixture(autouse=True)
def site_with_menu(monkeypatch: pytest.MonkeyPatch) -> menu.Registry:
    """What the rooms of that site hang into its pages."""
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
