"""Titles of the agenda items of the fictional meetings, in the six languages."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The languages of the wordings below, in this order."""

TITLES = {
    "opening": (
        "افتتاح الاجتماع وإقرار جدول الأعمال",
        "会议开幕和通过议程",
        "Opening of the meeting and adoption of the agenda",
        "Ouverture de la réunion et adoption de l’ordre du jour",
        "Открытие собрания и утверждение повестки дня",
        "Apertura de la reunión y aprobación del orden del día",
    ),
    "status": (
        "متابعة طلبات المؤتمر والمجلس",
        "大会和理事会各项要求的落实情况",
        "Follow-up to the requests of the Conference and the Council",
        "Suite donnée aux demandes de la Conférence et du Conseil",
        "Выполнение поручений Конференции и Совета",
        "Seguimiento de las solicitudes de la Conferencia y del Consejo",
    ),
    "rooms": (
        "قاعات المطالعة والتدريب",
        "阅览室与培训",
        "Reading rooms and training",
        "Salles de lecture et formation",
        "Читальные залы и обучение",
        "Salas de lectura y capacitación",
    ),
    "links": (
        "توصيل الجزر",
        "岛屿连通",
        "Connection of the islands",
        "Connexion des îles",
        "Подключение островов",
        "Conexión de las islas",
    ),
    "contributions": (
        "مساهمات الأعضاء والمراقبين",
        "成员和观察员的文稿",
        "Contributions of members and observers",
        "Contributions des membres et des observateurs",
        "Вклады членов и наблюдателей",
        "Contribuciones de los miembros y los observadores",
    ),
    "review": (
        "استعراض الإعلان",
        "审查《宣言》",
        "Review of the Declaration",
        "Examen de la Déclaration",
        "Обзор Декларации",
        "Examen de la Declaración",
    ),
    "languages": (
        "استخدام اللغات في قاعات المطالعة",
        "阅览室的语言使用",
        "Use of languages in the reading rooms",
        "Emploi des langues dans les salles de lecture",
        "Использование языков в читальных залах",
        "Uso de los idiomas en las salas de lectura",
    ),
    "report": (
        "التقرير المقدم إلى المجلس",
        "提交理事会的报告",
        "Report to the Council",
        "Rapport au Conseil",
        "Доклад Совету",
        "Informe al Consejo",
    ),
    "other": (
        "موعد الاجتماع المقبل وما يستجد من أعمال",
        "下次会议日期和其他事项",
        "Date of the next meeting and other business",
        "Date de la prochaine réunion et questions diverses",
        "Дата следующего собрания и прочие вопросы",
        "Fecha de la próxima reunión y otros asuntos",
    ),
    "group": (
        "تقرير فريق العمل المعني بالنفاذ إلى المعرفة",
        "知识获取工作组的报告",
        "Report of the Working Group on Access to Knowledge",
        "Rapport du Groupe de travail sur l’accès au savoir",
        "Доклад Рабочей группы по вопросам доступа к знаниям",
        "Informe del Grupo de Trabajo sobre el Acceso al Conocimiento",
    ),
    "skills": (
        "المهارات الرقمية",
        "数字技能",
        "Digital skills",
        "Compétences numériques",
        "Цифровые навыки",
        "Competencias digitales",
    ),
    "preparation": (
        "التحضير للدورة الثالثة للمؤتمر",
        "大会第三届会议的筹备工作",
        "Preparation of the third session of the Conference",
        "Préparation de la troisième session de la Conférence",
        "Подготовка к третьей сессии Конференции",
        "Preparación de la tercera reunión de la Conferencia",
    ),
    "draft": (
        "مشروع مراجعة القرار 1",
        "第1号决议修订草案",
        "Draft revision of Resolution 1",
        "Projet de révision de la Résolution 1",
        "Проект пересмотра Резолюции 1",
        "Proyecto de revisión de la Resolución 1",
    ),
    "preamble": (
        "الديباجة",
        "序言部分",
        "Preamble",
        "Préambule",
        "Преамбула",
        "Preámbulo",
    ),
    "operative": (
        "فقرات المنطوق",
        "执行部分",
        "Operative part",
        "Dispositif",
        "Постановляющая часть",
        "Parte dispositiva",
    ),
}
"""What an item is called here -> its titles, in the order of ``LANGUAGES``."""
NOTES = {
    "status": (
        "يُدعى الاجتماع إلى الإحاطة علماً بحالة الطلبات وإلى ذكر الطلبات المتأخرة منها.",
        "请会议注意各项要求的落实情况，并指出逾期的要求。",
        "The meeting is invited to note the status of the requests, and to name those that are overdue.",
        "La réunion est invitée à prendre note de l’état d’avancement des demandes et à indiquer celles qui sont en retard.",
        "Собранию предлагается принять к сведению ход выполнения поручений и указать просроченные.",
        "Se invita a la reunión a tomar nota del estado de las solicitudes y a señalar las que están atrasadas.",
    ),
}
"""What an item is called here -> the note at it, in the order of ``LANGUAGES``."""


@dataclass(frozen=True)
class FictionalItem:
    """An item of a fictional agenda.

    ``key``: of its titles. ``sitting``: the number of the sitting at which it is taken up, from 1; 0 for none.
    ``outcome``: what came of it, where no conclusion says it. ``standing``: it is on each agenda of the body.
    ``presenting``: hosts of the organizations that present it; ``presenter``: a fictional person who does.
    ``has_note``: the note of ``NOTES`` stands at it.
    """

    key: str
    sitting: int = 0
    outcome: str = ""
    standing: bool = False
    presenting: tuple[str, ...] = ()
    presenter: str = ""
    has_note: bool = False
    below: tuple[FictionalItem, ...] = ()

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """The wordings as the verb takes them."""
        words = {"title": by_language(TITLES[self.key])}
        return words | ({"note": by_language(NOTES[self.key])} if self.has_note else {})


def by_language(wordings: tuple[str, ...]) -> dict[str, str]:
    """Wordings in the order of ``LANGUAGES`` by their language."""
    return dict(zip(LANGUAGES, wordings, strict=True))
