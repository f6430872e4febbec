"""The fictional meetings: their agendas, people, sittings, conclusions and what was said for the record."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from majlis.events.demonstration.items import FictionalItem
from majlis.events.models import Capacity, Gender, MajorityRule, Outcome
from majlis.parties.demonstration import (
    CONFERENCE,
    CONNECTIVITY_OFFICE_HOST,
    COUNCIL,
    DRAFTING_GROUP,
    LIBRARY_OFFICE_HOST,
    ORGANISATIONS,
    WORKING_GROUP,
)

READERS, MINISTRY, _LETTERS, _FERRY, ACADEMY, NODES, FUND = (each.host for each in ORGANISATIONS)
POSTS = "posts.example.org"
LIBRARIES, LINKS = LIBRARY_OFFICE_HOST, CONNECTIVITY_OFFICE_HOST
GROUP_MEMBERS = (READERS, MINISTRY, POSTS, ACADEMY, NODES, LIBRARIES)
"""Hosts of the organizations that are members of the Working Group and of its Drafting Group."""
ROOM, REMOTE = "room", "remote"


@dataclass(frozen=True)
class FictionalPlace:
    """An invented town, and the country and the time zone in which it would lie: no country has such a town.

    ``names``: in the order of the languages of wordings.
    """

    names: tuple[str, ...]
    area: str
    zone: str


PORT_LIRA = FictionalPlace(
    (
        "بورت ليرا، قاعة الآداب (مكان خيالي)",
        "利拉港，文苑厅（虚构地点）",
        "Port Lira, Hall of Letters (fictional place)",
        "Port Lira, salle des lettres (lieu fictif)",
        "Порт-Лира, Зал словесности (вымышленное место)",
        "Puerto Lira, Sala de las Letras (lugar ficticio)",
    ),
    "052",
    "America/Barbados",
)
PORT_MIRA = FictionalPlace(
    (
        "بورت ميرا، دار المجلس (مكان خيالي)",
        "米拉港，理事会大厦（虚构地点）",
        "Port Mira, House of the Council (fictional place)",
        "Port Mira, maison du Conseil (lieu fictif)",
        "Порт-Мира, Дом Совета (вымышленное место)",
        "Puerto Mira, Casa del Consejo (lugar ficticio)",
    ),
    "480",
    "Indian/Mauritius",
)
PORT_SELA = FictionalPlace(
    (
        "بورت سيلا، غرفة المسودات (مكان خيالي)",
        "塞拉港，起草室（虚构地点）",
        "Port Sela, Room of Drafts (fictional place)",
        "Port Sela, salle des brouillons (lieu fictif)",
        "Порт-Села, Комната черновиков (вымышленное место)",
        "Puerto Sela, Sala de los Borradores (lugar ficticio)",
    ),
    "678",
    "Africa/Sao_Tome",
)


@dataclass(frozen=True)
class FictionalParticipant:
    """Somebody who takes part: a fictional person of the accounts, or one without an account by ``name``.

    ``host``: of the organization for which they speak. ``fate``: what the secretariat or the person did with a
    registration that was not simply confirmed.
    """

    slug: str = ""
    name: str = ""
    host: str = ""
    capacity: str = Capacity.OBSERVER
    mode: str = ROOM
    gender: str = ""
    function: str = ""
    needs: str = ""
    listed: bool = True
    fate: str = ""

    @property
    def key(self) -> str:
        """What the person is called here."""
        return self.slug or self.name


WAITS, DECLINED, WITHDRAWN = "waits", "declined", "withdrawn"
CHAIR = FictionalParticipant("chair", capacity=Capacity.CHAIR, gender=Gender.MAN)
SECRETARY = FictionalParticipant("secretariat", capacity=Capacity.SECRETARIAT, gender=Gender.WOMAN)
FAY = FictionalParticipant(
    "focal_point", host=READERS, capacity=Capacity.MEMBER, mode=REMOTE, gender=Gender.WOMAN
)
NOUR = FictionalParticipant(
    "delegate", host=READERS, capacity=Capacity.MEMBER, function="Librarian (fictional)"
)
LIBBY = FictionalParticipant(
    "library_office", host=LIBRARIES, capacity=Capacity.MEMBER, gender=Gender.WOMAN
)
CONNIE = FictionalParticipant(
    "connectivity_office", host=LINKS, mode=REMOTE, gender=Gender.WOMAN, listed=False
)
ELENA = FictionalParticipant("regional_office", mode=REMOTE, gender=Gender.WOMAN)
TERESA = FictionalParticipant(
    "task_force", mode=REMOTE, gender=Gender.WOMAN, needs="Fictional: captions in Spanish."
)
EDWIN = FictionalParticipant("expert", capacity=Capacity.EXPERT, function="Statistics (fictional)")
PAUL = FictionalParticipant(
    name="Paul Exemple (personnage fictif)", host=POSTS, capacity=Capacity.MEMBER, gender=Gender.MAN
)
WEN = FictionalParticipant(
    name="黎文（虚构人物）", host=ACADEMY, capacity=Capacity.MEMBER, mode=REMOTE
)
IRINA = FictionalParticipant(
    name="Ирина Пример (вымышленное лицо)",
    host=NODES,
    capacity=Capacity.MEMBER,
    mode=REMOTE,
    gender=Gender.WOMAN,
)
HUDA = FictionalParticipant(
    name="هدى مثال (شخصية خيالية)", host=MINISTRY, capacity=Capacity.MEMBER, gender=Gender.WOMAN
)
MARINA = FictionalParticipant(name="Marina Example (fictional)", host=FUND)
FEW = (CHAIR, PAUL, HUDA)
DELEGATES = (
    ("Ada Example (fictional)", READERS, Gender.WOMAN, ROOM),
    ("Bruno Ejemplo (persona ficticia)", READERS, Gender.MAN, ROOM),
    ("Carmen Ejemplo (persona ficticia)", READERS, Gender.WOMAN, REMOTE),
    ("سلمى مثال (شخصية خيالية)", MINISTRY, Gender.WOMAN, ROOM),
    ("طارق مثال (شخصية خيالية)", MINISTRY, Gender.MAN, ROOM),
    ("ليلى مثال (شخصية خيالية)", MINISTRY, Gender.WOMAN, ROOM),
    ("Denise Exemple (personnage fictif)", POSTS, Gender.WOMAN, ROOM),
    ("Émile Exemple (personnage fictif)", POSTS, Gender.MAN, ROOM),
    ("Gaëlle Exemple (personnage fictif)", POSTS, Gender.WOMAN, REMOTE),
    ("陈雨（虚构人物）", ACADEMY, Gender.WOMAN, ROOM),
    ("王海（虚构人物）", ACADEMY, Gender.MAN, ROOM),
    ("赵岚（虚构人物）", ACADEMY, "", ROOM),
    ("Анна Пример (вымышленное лицо)", NODES, Gender.WOMAN, ROOM),
    ("Борис Пример (вымышленное лицо)", NODES, Gender.MAN, ROOM),
    ("Вера Пример (вымышленное лицо)", NODES, Gender.WOMAN, REMOTE),
    ("Hana Example (fictional)", LIBRARIES, Gender.WOMAN, ROOM),
    ("Ivan Example (fictional)", LIBRARIES, Gender.MAN, ROOM),
    ("Joan Example (fictional)", LIBRARIES, "", ROOM),
    ("Kofi Example (fictional)", LIBRARIES, Gender.MAN, ROOM),
    ("Lena Example (fictional)", READERS, Gender.WOMAN, ROOM),
)
"""Name, host, gender and mode of further delegates of members: with the others, as many as the report counts."""


@dataclass(frozen=True)
class FictionalSpeech:
    """A turn of speech on an item: who spoke, and for how many seconds."""

    item: str
    who: FictionalParticipant
    seconds: int


@dataclass(frozen=True)
class FictionalStatement:
    """A presentation or a statement for the record at an item, by an organization."""

    item: str
    host: str
    language: str
    title: str
    text: str = ""
    link: str = ""
    kind: str = "statement"


@dataclass(frozen=True)
class FictionalConclusion:
    """A conclusion at an item: the texts as they were saved one after the other, and what was decided.

    ``paragraph``: of the report of the meeting that has the text, from 1; the last of ``texts`` is that then, in six
    languages. ``decision``: ``agreed``, ``statements`` (those at its item), ``declined``, or empty while it is written.
    ``rule`` and ``days``: it is decided by correspondence within so many days; ``replies``: who replies, the host
    of the member, the answer and a statement. ``translations``: language -> the agreed text.
    """

    item: str
    texts: tuple[str, ...] = ()
    decision: str = ""
    paragraph: int = 0
    rule: str = ""
    days: int = 0
    replies: tuple[tuple[str, str, str, str], ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FictionalMeeting:
    """A meeting of a fictional body.

    ``key``: its day in ``DAYS``. ``sittings``: the day of the meeting, from 0, and the hour at which each begins; it
    lasts three hours. ``prepared``, ``convened``: days before its first day. ``reported``: the day, from its first, on
    which it was reported, and where: by no document of this site. ``copied``: the meeting of which the agenda is copied.
    ``reason``: why the notice is short. ``due``: days before the meeting on which contributions are due, where it
    says so itself.
    """

    key: str
    body: str
    number: int
    items: tuple[FictionalItem, ...]
    place: FictionalPlace = PORT_LIRA
    sittings: tuple[tuple[int, int], ...] = ((0, 10),)
    prepared: int = 70
    convened: int = 50
    people: tuple[FictionalParticipant, ...] = ()
    registered: int = 25
    speeches: tuple[FictionalSpeech, ...] = ()
    statements: tuple[FictionalStatement, ...] = ()
    conclusions: tuple[FictionalConclusion, ...] = ()
    reported: tuple[int, str] = (0, "")
    copied: str = ""
    is_draft: bool = False
    is_held: bool = True
    reason: str = ""
    due: int = 0


HOURS = {
    "ar": "يطلب فريق العمل إلى مدير مكتب المكتبات أن ينشر ساعات عمل جميع قاعات المطالعة في صفحة واحدة.",
    "zh": "工作组要求图书馆办公室主任在一个网页上公布所有阅览室的开放时间。",
    "fr": "Le Groupe de travail prie le Directeur du Bureau des bibliothèques de publier sur une même page les heures "
    "d’ouverture de toutes les salles de lecture.",
    "ru": "Рабочая группа просит Директора Бюро библиотек опубликовать на одной странице часы работы всех читальных залов.",
    "es": "El Grupo de Trabajo pide al Director de la Oficina de Bibliotecas que publique en una sola página el horario "
    "de todas las salas de lectura.",
}
BOOK_LANGUAGES = {
    "ar": "يدعو فريق العمل الدول الأعضاء إلى إبلاغ الأمانة باللغات التي توجد بها كتب في كل قاعة مطالعة.",
    "zh": "工作组请各成员国向秘书处通报每个阅览室藏书的语言。",
    "fr": "Le Groupe de travail invite les États Membres à indiquer au Secrétariat les langues dans lesquelles chaque "
    "salle de lecture possède des livres.",
    "ru": "Рабочая группа предлагает государствам-членам сообщить Секретариату, на каких языках имеются книги в каждом "
    "читальном зале.",
    "es": "El Grupo de Trabajo invita a los Estados Miembros a que informen a la Secretaría de los idiomas en que cada "
    "sala de lectura tiene libros.",
}
LENDING = {
    "ar": "يشجع فريق العمل الأوساط الأكاديمية على دراسة مدى تواتر إعارة الكتب باللغات القليلة الانتشار.",
    "zh": "工作组鼓励学术界研究小语种图书的借阅频率。",
    "fr": "Le Groupe de travail encourage les milieux universitaires à étudier la fréquence des prêts de livres dans les "
    "langues peu répandues.",
    "ru": "Рабочая группа призывает академические круги изучить, как часто выдаются книги на малых языках.",
    "es": "El Grupo de Trabajo alienta a las instituciones académicas a que estudien con qué frecuencia se prestan "
    "libros en lenguas minoritarias.",
}
OPENING = FictionalItem("opening", 1, Outcome.AGREED, standing=True)
OTHER = FictionalItem("other", 1, Outcome.NOTED, standing=True)


def early_meeting(number: int, *, reported: tuple[int, str] = (0, "")) -> FictionalMeeting:
    """One of the first meetings, of which little is on record."""
    status = FictionalItem("status", 1, Outcome.NOTED, standing=True)
    return FictionalMeeting(
        key=f"w{number}",
        body=WORKING_GROUP,
        number=number + 4,
        items=(OPENING, status, OTHER),
        people=FEW,
        reported=reported,
    )


MEETINGS = (
    early_meeting(1, reported=(150, "Fictional report to the fifth session of the Council")),
    early_meeting(2, reported=(60, "Fictional report to the fifth session of the Council")),
    early_meeting(3),
    FictionalMeeting(
        key="w4",
        body=WORKING_GROUP,
        number=8,
        items=(
            OPENING,
            FictionalItem(
                "status",
                1,
                Outcome.NOTED,
                standing=True,
                below=(
                    FictionalItem("rooms", 1, presenting=(LIBRARIES,)),
                    FictionalItem("links", 1, Outcome.NOTED, presenting=(LINKS,)),
                ),
            ),
            FictionalItem("languages", 2),
            FictionalItem("report", 2, Outcome.AGREED),
            FictionalItem("other", 2, Outcome.NOTED, standing=True),
        ),
        sittings=((0, 10), (0, 14)),
        people=(CHAIR, SECRETARY, NOUR, LIBBY, PAUL, WEN, HUDA),
        speeches=(
            FictionalSpeech("rooms", LIBBY, 170),
            FictionalSpeech("rooms", HUDA, 125),
            FictionalSpeech("languages", WEN, 150),
        ),
        conclusions=(
            FictionalConclusion(
                "rooms",
                (
                    (
                        "The Working Group requests the Director of the Library Office to publish the opening hours "
                        "of all reading rooms on one page."
                    ),
                ),
                "agreed",
                translations=HOURS,
            ),
            FictionalConclusion(
                "rooms",
                ("The Working Group recommends that reading rooms open every evening.",),
                "declined",
            ),
            FictionalConclusion(
                "languages",
                (
                    (
                        "The Working Group invites Member States to name the languages in which each reading room "
                        "has books."
                    ),
                    (
                        "The Working Group invites Member States to inform the Secretariat of the languages in which "
                        "each reading room has books."
                    ),
                ),
                "agreed",
                translations=BOOK_LANGUAGES,
            ),
            FictionalConclusion(
                "report",
                (
                    "The Working Group encourages academia to study how often books in small languages are lent.",
                ),
                rule=MajorityRule.SIMPLE,
                translations=LENDING,
                days=20,
                replies=(
                    ("focal_point", READERS, "agree", ""),
                    ("library_office", LIBRARIES, "abstain", ""),
                ),
            ),
        ),
    ),
    FictionalMeeting(
        key="k6",
        body=COUNCIL,
        number=6,
        place=PORT_MIRA,
        items=(
            OPENING,
            FictionalItem("group", 1, Outcome.AGREED, presenter="chair"),
            FictionalItem("skills", 2, Outcome.AGREED),
            FictionalItem("preparation", 2, Outcome.AGREED),
        ),
        sittings=((0, 10), (1, 10)),
        people=(
            CHAIR,
            SECRETARY,
            FAY,
            FictionalParticipant("member", capacity=Capacity.MEMBER, gender=Gender.MAN),
            FictionalParticipant(name=PAUL.name, host=POSTS, gender=Gender.MAN),
            FictionalParticipant(name=HUDA.name, host=MINISTRY, gender=Gender.WOMAN, mode=REMOTE),
        ),
        speeches=(FictionalSpeech("group", CHAIR, 240),),
    ),
    FictionalMeeting(
        key="w5",
        body=WORKING_GROUP,
        number=9,
        items=(
            OPENING,
            FictionalItem(
                "status",
                1,
                standing=True,
                has_note=True,
                below=(
                    FictionalItem("rooms", 1, presenting=(LIBRARIES,)),
                    FictionalItem("links", 1, presenting=(LINKS,)),
                ),
            ),
            FictionalItem("contributions", 2, Outcome.CONSIDERED, standing=True),
            FictionalItem(
                "review", 2, below=(FictionalItem("languages", 2, Outcome.CARRIED_OVER),)
            ),
            FictionalItem("other", 2, standing=True),
        ),
        sittings=((0, 10), (0, 14)),
        people=(
            CHAIR,
            SECRETARY,
            FAY,
            NOUR,
            LIBBY,
            CONNIE,
            ELENA,
            TERESA,
            EDWIN,
            PAUL,
            WEN,
            IRINA,
            HUDA,
            MARINA,
            *(
                FictionalParticipant(
                    name=name, host=host, capacity=Capacity.MEMBER, mode=mode, gender=gender
                )
                for name, host, gender, mode in DELEGATES
            ),
        ),
        speeches=(
            FictionalSpeech("rooms", LIBBY, 175),
            FictionalSpeech("rooms", NOUR, 90),
            FictionalSpeech("links", CONNIE, 118),
            FictionalSpeech("links", IRINA, 160),
            FictionalSpeech("review", FAY, 145),
        ),
        statements=(
            FictionalStatement(
                "rooms",
                LIBRARIES,
                "en",
                "Courses in the reading rooms (fictional slides)",
                link="https://example.org/fictional/slides/courses",
                kind="presentation",
            ),
            FictionalStatement(
                "links",
                NODES,
                "ru",
                "Заявление Ассоциации открытых узлов (вымышленное)",
                "Ассоциация присоединяется к выводу. Она отмечает, что на дальних островах ремонт длится дольше десяти дней.",
            ),
            FictionalStatement(
                "links",
                POSTS,
                "fr",
                "Déclaration du Ministère des postes (fictive)",
                "Le Ministère s’associe à la conclusion. Il rappelle que les bateaux postaux peuvent transporter les pièces.",
            ),
            FictionalStatement(
                "contributions",
                READERS,
                "en",
                "Recording of the second sitting (fictional)",
                link="https://example.org/fictional/recordings/second-sitting",
                kind="recording",
            ),
        ),
        conclusions=(
            FictionalConclusion(
                "status",
                (
                    "The Working Group invites the Secretary-General to publish the reasons for each delay.",
                ),
                "agreed",
                paragraph=1,
            ),
            FictionalConclusion("links", decision="statements", paragraph=2),
            FictionalConclusion("rooms", decision="agreed", paragraph=3),
            FictionalConclusion("review", decision="agreed", paragraph=4),
            FictionalConclusion("status", decision="agreed", paragraph=5),
            FictionalConclusion("other", decision="agreed", paragraph=6),
            FictionalConclusion("review", decision="agreed", paragraph=7),
        ),
    ),
    FictionalMeeting(
        key="w6",
        body=WORKING_GROUP,
        number=10,
        items=(FictionalItem("report", 3),),
        copied="w5",
        sittings=((0, 10), (0, 14), (1, 10), (1, 14)),
        prepared=69,
        convened=67,
        registered=55,
        people=(
            CHAIR,
            SECRETARY,
            FAY,
            FictionalParticipant(
                "delegate", host=READERS, capacity=Capacity.MEMBER, mode=REMOTE, fate=WAITS
            ),
            LIBBY,
            CONNIE,
            TERESA,
            EDWIN,
            PAUL,
            HUDA,
            FictionalParticipant("moderator", fate=DECLINED),
            FictionalParticipant("regional_office", mode=REMOTE, fate=WITHDRAWN),
            FictionalParticipant("action_line_focal_point", mode=REMOTE, fate=WAITS),
        ),
        is_held=False,
    ),
    FictionalMeeting(
        key="k7",
        body=COUNCIL,
        number=7,
        place=PORT_MIRA,
        items=(OPENING, FictionalItem("group", 1), FictionalItem("preparation", 2)),
        sittings=((0, 10), (1, 10)),
        prepared=272,
        convened=270,
        is_held=False,
    ),
    FictionalMeeting(
        key="c3",
        body=CONFERENCE,
        number=3,
        items=(OPENING, FictionalItem("review"), FictionalItem("draft")),
        sittings=(),
        prepared=86,
        is_draft=True,
        is_held=False,
    ),
)
"""The meetings in the order of their preparation; those of the Drafting Group follow."""

FIRST_DRAFTING = FictionalMeeting(
    key="first-drafting",
    body=DRAFTING_GROUP,
    number=1,
    place=PORT_SELA,
    items=(
        OPENING,
        FictionalItem("draft", 1, Outcome.CONSIDERED, presenter="chair"),
        OTHER,
    ),
    prepared=30,
    convened=28,
    registered=8,
    people=(CHAIR, LIBBY, WEN, HUDA),
    conclusions=(
        FictionalConclusion(
            "draft",
            (
                "The Drafting Group agrees to name the repairs on the outer islands in the operative part.",
            ),
            rule=MajorityRule.NO_OBJECTION,
            days=30,
            replies=(
                (
                    "library_office",
                    LIBRARIES,
                    "agree",
                    "Fictional statement: the repairs concern the reading rooms too.",
                ),
            ),
        ),
    ),
)
"""A meeting of which a conclusion is being decided by correspondence."""

DRAFTING = FictionalMeeting(
    key="drafting",
    body=DRAFTING_GROUP,
    number=2,
    place=PORT_SELA,
    items=(
        dataclasses.replace(OPENING, sitting=0),
        FictionalItem(
            "draft",
            presenter="chair",
            below=(FictionalItem("preamble"), FictionalItem("operative", 1)),
        ),
        FictionalItem("other", 1),
    ),
    sittings=((1, 10),),
    prepared=5,
    convened=4,
    registered=2,
    people=(CHAIR, SECRETARY, FAY, NOUR, LIBBY, CONNIE, WEN, HUDA),
    reason="The drafts of the Conference were published late, and the translators need the text this week (fictional).",
    is_held=False,
    due=1,
)
"""The meeting that goes on today; its sitting of today is added as it begins."""
SPOKEN = (
    FictionalSpeech("preamble", LIBBY, 172),
    FictionalSpeech("preamble", WEN, 101),
)
"""What was said today; the second speaker still has the floor, and the clock is paused."""
WAITING_SPEAKERS = (HUDA, CONNIE, FAY)
PEN_HOLDER = CHAIR
WRITTEN = FictionalConclusion(
    "preamble",
    (
        "The Drafting Group agrees to name the reading rooms in the preamble.",
        (
            "The Drafting Group agrees to name the reading rooms in the preamble, and to ask the Working Group whether the "
            "schools belong there too."
        ),
    ),
)
CLOSED_DAYS = (
    (-100, "fr", "Journée des bibliothécaires (fictive)"),
    (20, "en", "Day of the Islands (fictional)"),
    (41, "es", "Día de la Lectura (ficticio)"),
)
"""Day from today, language and name of days on which the organization does not work."""
SITTING = datetime.timedelta(hours=3)
