"""The fictional documents: who submits what to which meeting, in which language, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from majlis.documents.models import Category, Purpose
from majlis.events.demonstration.items import LANGUAGES
from majlis.events.demonstration.meetings import (
    ACADEMY,
    FUND,
    LIBRARIES,
    LINKS,
    MINISTRY,
    NODES,
    POSTS,
    READERS,
)
from majlis.instruments.demonstration import REPORT
from majlis.parties.demonstration import (
    ABBREVIATIONS,
    COUNCIL,
    DAYS,
    DRAFTING_GROUP,
    SECRETARIAT_HOST,
    WORKING_GROUP,
)

SECRETARIAT = SECRETARIAT_HOST

FICTIONAL = {
    "ar": "(نص خيالي للعرض)",
    "zh": "（用于演示的虚构文本）",
    "en": "(Fictional text of a demonstration)",
    "fr": "(Texte fictif de démonstration)",
    "ru": "(Вымышленный текст для демонстрации)",
    "es": "(Texto ficticio de demostración)",
}
"""What each text says first."""
POSTED, ACCEPTED, SUBMITTED, RETURNED, DRAFT, WITHDRAWN, REFUSED = (
    "posted",
    "accepted",
    "submitted",
    "returned",
    "draft",
    "withdrawn",
    "refused",
)


@dataclass(frozen=True)
class FictionalDocument:
    """A document of a fictional meeting.

    ``before``: days before the meeting on which it is submitted; it is accepted a day later and posted the day after.
    ``by``: who submits it, for the organization of ``host``. ``titles``: in the order of
    ``LANGUAGES``, or in the language of the document only. ``fate``: what became of it. ``outcome``: at its item.
    ``as_word``: the text is sent as a Word file. ``asked``: hosts that are asked to co-sign; ``signed``: who signs.
    """

    key: str
    meeting: str
    item: str
    before: int
    language: str
    titles: tuple[str, ...]
    text: str
    by: str = "secretariat"
    host: str = ""
    purpose: str = Purpose.ACTION
    category: str = Category.CONTRIBUTION
    series: str | None = None
    abstract: str = ""
    action: str = ""
    header: dict[str, str] = field(default_factory=dict)
    fate: str = POSTED
    outcome: str = ""
    note: str = ""
    as_word: bool = False
    asked: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    reason: str = ""

    @property
    def title(self) -> str:
        """The title in the language of the document."""
        return (
            self.titles[LANGUAGES.index(self.language)] if len(self.titles) > 1 else self.titles[0]
        )

    @property
    def translated(self) -> dict[str, str]:
        """The titles in the other languages, where there are any."""
        pairs = zip(LANGUAGES, self.titles, strict=True) if len(self.titles) > 1 else ()
        return {code: title for code, title in pairs if code != self.language}

    @property
    def content(self) -> str:
        """The text, which says that it is fictional."""
        return f"{FICTIONAL[self.language]}\n\n{self.text}"


STATUS_TITLES = (
    "حالة طلبات المؤتمر والمجلس (وثيقة خيالية)",
    "大会和理事会各项要求的落实情况（虚构文件）",
    "Status of the requests of the Conference and the Council (fictional)",
    "État des demandes de la Conférence et du Conseil (document fictif)",
    "Ход выполнения поручений Конференции и Совета (вымышленный документ)",
    "Estado de las solicitudes de la Conferencia y del Consejo (documento ficticio)",
)
SURVEY_TITLES = (
    "الدراسة الاستقصائية لقاعات المطالعة: النتائج الأولية (وثيقة خيالية)",
    "阅览室调查：初步结果（虚构文件）",
    "Survey of the reading rooms: first results (fictional)",
    "Enquête sur les salles de lecture : premiers résultats (document fictif)",
    "Обследование читальных залов: первые результаты (вымышленный документ)",
    "Encuesta sobre las salas de lectura: primeros resultados (documento ficticio)",
)
REPAIR_TITLES = (
    "خطة الإصلاحات في الجزر الخارجية (وثيقة خيالية)",
    "外岛维修计划（虚构文件）",
    "Plan for repairs on the outer islands (fictional)",
    "Plan de réparation dans les îles extérieures (document fictif)",
    "План ремонта на дальних островах (вымышленный документ)",
    "Plan de reparaciones en las islas exteriores (documento ficticio)",
)
STATUS_TEXT = """1. The Secretariat keeps the register of all requests.

2. Most requests were answered in time. Some are overdue, and two had no reply.

3. Each lead was asked for the reasons of the delay:

a) too few people on the outer islands;

b) spare parts that come by boat once a month."""

DOCUMENTS = (
    FictionalDocument(
        "w4-status", "w4", "status", 14, "en", STATUS_TITLES, STATUS_TEXT,
        host=SECRETARIAT, category=Category.OTHER, outcome="noted",
    ),
    FictionalDocument(
        "w4-hours", "w4", "rooms", 22, "en",
        ("Opening hours of the reading rooms (fictional)",),
        "1. Readers do not know when a room is open.\n\n2. We propose one page with the hours of all rooms.",
        by="focal_point", host=READERS, outcome="agreed",
        action="To request the Library Office to publish the opening hours.",
    ),
    FictionalDocument(
        "w4-languages", "w4", "languages", 20, "zh",
        ("阅览室藏书的语言（虚构文件）",),
        "1. 许多阅览室只有一种语言的图书。\n\n2. 学院建议各成员国说明每个阅览室藏书的语言。",
        host=ACADEMY, outcome="considered",
    ),
    FictionalDocument(
        "w4-lending", "w4", "languages", 18, "ru",
        ("Выдача книг на малых языках (вымышленный документ)",),
        "1. Ассоциация собрала сведения о выдаче книг в трёх залах.\n\n2. Книги на малых языках выдают реже.",
        host=NODES, purpose=Purpose.INFORMATION, outcome="noted",
    ),
    FictionalDocument(
        "w5-status", "w5", "status", 30, "en", STATUS_TITLES, STATUS_TEXT,
        host=SECRETARIAT, category=Category.OTHER, outcome="noted", as_word=True,
        note="Fictional note: the reasons for each delay will be published.",
    ),
    FictionalDocument(
        "w5-evenings", "w5", "contributions", 24, "en",
        (
            "قاعات المطالعة في المساء (وثيقة خيالية)",
            "阅览室晚间开放（虚构文件）",
            "Reading rooms in the evening (fictional)",
            "Les salles de lecture en soirée (document fictif)",
            "Читальные залы в вечернее время (вымышленный документ)",
            "Las salas de lectura por la tarde (documento ficticio)",
        ),
        "1. People who work by day cannot use the reading rooms.\n\n2. We propose that each room open on two evenings a week.",
        by="focal_point", host=READERS, outcome="not_agreed",
        abstract="The network proposes that reading rooms open in the evening too (fictional).",
        action="To recommend that reading rooms open in the evening.",
        header={"objective": "More readers who work by day (fictional)."},
    ),
    FictionalDocument(
        "w5-repairs", "w5", "links", 22, "fr", REPAIR_TITLES,
        "1. Quarante îles sont connectées.\n\n2. Les réparations durent plus de dix jours dans les îles extérieures.\n\n"
        "3. Le Bureau propose de former deux personnes sur chaque île.",
        by="connectivity_office", host=LINKS, outcome="agreed_with_statements",
        asked=(POSTS, LIBRARIES), signed=("library_office",),
    ),
    FictionalDocument(
        "w5-languages", "w5", "languages", 21, "ar",
        ("لغات الكتب في قاعات المطالعة (وثيقة خيالية)",),
        "1. لا توجد كتب باللغة العربية إلا في ثلاث قاعات.\n\n2. نقترح أن تُذكر لغات الكتب في صفحة كل قاعة.",
        by="delegate", host=READERS, outcome="carried_over",
    ),
    FictionalDocument(
        "w5-boats", "w5", "links", 6, "fr",
        ("Transport des pièces par les bateaux postaux (document fictif)",),
        "1. Les bateaux postaux passent chaque semaine.\n\n2. Ils peuvent transporter les pièces de rechange.",
        host=POSTS, purpose=Purpose.INFORMATION, outcome="noted",
        reason="The boats had been late (fictional).",
    ),
    FictionalDocument(
        "k6-skills", "k6", "skills", 25, "en",
        ("Training in the reading rooms: figures (fictional)",),
        "1. Four thousand adults were trained.\n\n2. Half of them were women.",
        by="library_office", host=LIBRARIES, purpose=Purpose.INFORMATION, outcome="noted",
    ),
    FictionalDocument(
        "w6-survey", "w6", "rooms", 60, "en", SURVEY_TITLES,
        "1. The Office asked all reading rooms how many people they serve.\n\n2. Sixty rooms replied:\n\n"
        "a) most are open on three days a week;\n\nb) ten have no computer.\n\n3. The full results will follow.",
        by="library_office", host=LIBRARIES, asked=(LINKS, READERS), signed=("connectivity_office",),
        abstract="Sixty reading rooms replied to the survey (fictional).",
        action="To note the first results.",
        header={"objective": "To know which rooms lack computers (fictional)."},
    ),
    FictionalDocument(
        "w6-academy", "w6", "languages", 58, "zh",
        ("关于小语种图书借阅情况的研究（虚构文件）",),
        "1. 学院统计了十个阅览室的借阅情况。\n\n2. 小语种图书的借阅量增加了一倍。",
        host=ACADEMY, purpose=Purpose.INFORMATION,
    ),
    FictionalDocument(
        "w6-reading", "w6", "contributions", 57, "en",
        ("Reading aloud for people with low vision (fictional)",),
        "1. Volunteers read aloud in four rooms.\n\n2. We propose a list of volunteers for each island.",
        by="focal_point", host=READERS,
    ),
    FictionalDocument(
        "w6-fund", "w6", "contributions", 56, "es",
        ("Libros para las islas sin escuela (documento ficticio)",),
        "1. El Fondo ofrece quinientos libros.\n\n2. Pide que se indiquen las islas sin escuela.",
        host=FUND, fate=WITHDRAWN, reason="Fictional: the fund will send a new text.",
    ),
    FictionalDocument(
        "w6-posts", "w6", "links", 54, "fr",
        ("Calendrier des bateaux postaux (document fictif)",),
        "1. Le Ministère propose de publier le calendrier des bateaux.",
        host=POSTS, fate=ACCEPTED,
    ),
    FictionalDocument(
        "w6-repairs", "w6", "links", 53, "fr", REPAIR_TITLES,
        "1. Le Bureau présente le plan demandé par le Groupe de travail.",
        by="connectivity_office", host=LINKS, fate=RETURNED,
        reason="Fictional: please add the dates of the repairs on each island.",
    ),
    FictionalDocument(
        "w6-arabic", "w6", "languages", 50, "ar",
        ("كتب جديدة باللغة العربية (وثيقة خيالية)",),
        "1. وصلت مئتا كتاب إلى ثلاث قاعات.\n\n2. نقترح تبادل الكتب بين الجزر.",
        by="delegate", host=READERS, fate=SUBMITTED,
    ),
    FictionalDocument(
        "w6-ministry", "w6", "status", 50, "ar",
        ("تقرير عن المكتبات الرقمية (وثيقة خيالية)",),
        "1. يصف هذا التقرير عمل الوزارة.",
        host=MINISTRY, fate=REFUSED, reason="Fictional: the report concerns another group.",
    ),
    FictionalDocument(
        "w6-draft", "w6", "contributions", 48, "en",
        ("Reading rooms on ships (fictional)",),
        "1. Ships stay in each port for a day.",
        by="focal_point", host=READERS, fate=DRAFT,
    ),
    FictionalDocument(
        "drafting-preamble", "drafting", "preamble", 4, "en",
        ("Preamble: text of the secretariat (fictional)",),
        "The Conference,\n\nrecalling\n\na) the Declaration;\n\nb) the reading rooms of the islands,",
        host=SECRETARIAT, category=Category.WORKING, series="DT",
    ),
    FictionalDocument(
        "drafting-operative", "drafting", "operative", 4, "fr",
        ("Dispositif : proposition du Bureau de la connectivité (document fictif)",),
        "1. Il est proposé d’ajouter les réparations au dispositif.",
        by="connectivity_office", host=LINKS,
    ),
)  # fmt: skip
"""The documents in the order of their meetings."""
REVISED, REVISION = (
    "w5-evenings",
    (
        "1. People who work by day cannot use the reading rooms.\n\n"
        "2. We propose that each room open on one evening a week, and that members say which."
    ),
)
"""The document that is revised before its meeting, and its new text."""
WAITING_ADDENDUM = (
    "w6-survey",
    "1. Five more rooms replied.\n\n2. Two of them have no computer.",
)
"""The document of which an addendum waits to be checked, and its text."""
TRANSLATION = (
    "w5-evenings",
    "fr",
    (
        "1. Les personnes qui travaillent le jour ne peuvent pas utiliser les salles de lecture.\n\n"
        "2. Nous proposons que chaque salle ouvre deux soirs par semaine."
    ),
)
"""The document that was translated, the language, and the text."""


@dataclass(frozen=True)
class FictionalReport:
    """A report of the Working Group on its ``meetings`` to the meeting ``to`` of the Council.

    ``drafted``: the day from today; it is posted two days later. ``text``: name of the text that it submits; without
    one, it submits the published conclusions.
    """

    meetings: tuple[str, ...]
    to: str
    drafted: int
    action: str
    text: str = ""


REPORTS = (
    FictionalReport(
        ("w3", "w4"),
        "k6",
        DAYS["k6"] - 30,
        "The Council is invited to note this report, and to endorse the conclusions of the eighth meeting (fictional).",
    ),
    FictionalReport(
        ("w5",),
        "k7",
        DAYS["w5"] + 4,
        "The Council is invited to note this report, and to endorse the conclusions of the ninth meeting (fictional).",
        text=REPORT.name,
    ),
)
GROUP_SYMBOLS = {
    WORKING_GROUP: (ABBREVIATIONS[WORKING_GROUP], ["WGAK"]),
    COUNCIL: (ABBREVIATIONS[COUNCIL], []),
    DRAFTING_GROUP: (ABBREVIATIONS[DRAFTING_GROUP], []),
}
"""Body -> the first part of its symbols, and earlier ones."""
OBJECTIVE = (
    "الهدف",
    "目标",
    "Objective",
    "Objectif",
    "Цель",
    "Objetivo",
)
"""The names of the header field of the Working Group."""
OBJECTIVE_HINT = (
    "الغرض من المساهمة في جملة واحدة.",
    "用一句话说明文稿的目的。",
    "What the contribution is for, in one sentence.",
    "Le but de la contribution, en une phrase.",
    "Цель вклада в одном предложении.",
    "La finalidad de la contribución, en una frase.",
)
"""What stands below that field."""
INFORMATION_SERIES = (
    "وثائق للعلم",
    "供参考的文件",
    "Documents for information",
    "Documents pour information",
    "Документы для информации",
    "Documentos de información",
)
"""The names of the series of documents for information."""
