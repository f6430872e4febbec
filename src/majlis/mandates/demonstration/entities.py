"""The fictional entities of a demonstration, and their sessions."""

from __future__ import annotations

from dataclasses import dataclass

from majlis.kernel.actor import Actor
from majlis.mandates.core.addressees import BODY_SEPARATOR
from majlis.mandates.deliverables import steps
from majlis.mandates.entities import actions
from majlis.mandates.models import Entity, EntityKind
from majlis.parties.demonstration import (
    BODIES,
    CONFERENCE,
    CONNECTIVITY_OFFICE_HOST,
    COUNCIL,
    DAYS,
    LIBRARY_OFFICE_HOST,
    WORKING_GROUP,
    demonstration_body,
    demonstration_date,
    last_day,
    organisation_of_host,
)

SYSTEM = Actor.as_system("demonstration")
NAME_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@dataclass(frozen=True)
class FictionalEntity:
    """A fictional entity: its kind, what the texts call it, and its names in six languages.

    ``body``: slug of a body; ``host``: of the organization that it is; ``kinds``: of the organizations
    that form a group. ``within``: the words denote it only in the texts of the fictional bodies.
    """

    kind: EntityKind
    lexicon: tuple[str, ...]
    names: tuple[str, ...]
    body: str = ""
    host: str = ""
    kinds: tuple[str, ...] = ()
    within: bool = True


SECRETARY_GENERAL, SECRETARIAT = "islands-secretary-general", "islands-secretariat"
LIBRARIES, CONNECTIVITY = "islands-library-office", "islands-connectivity-office"
OFFICES, MEMBERS, FUND = "islands-offices", "islands-member-states", "islands-fund"
SOCIETY, ACADEMIA, BUSINESS = "islands-civil-society", "islands-academia", "islands-private-sector"
ENTITIES = {
    **{
        slug: FictionalEntity(EntityKind.BODY, lexicon, tuple(BODIES[slug][1].values()), body=slug)
        for slug, lexicon in (
            (CONFERENCE, ("Conference",)),
            (COUNCIL, ("Council", "المجلس")),
            (WORKING_GROUP, ("Working group", "Working Group on Access to Knowledge")),
        )
    },
    SECRETARY_GENERAL: FictionalEntity(
        EntityKind.OFFICE,
        ("Secretary-General",),
        (
            "الأمين العام لجماعة الجزر (خيالي)",
            "群岛共同体秘书长（虚构）",
            "Secretary-General of the Community of the Islands (fictional)",
            "Secrétaire général de la Communauté des îles (fictif)",
            "Генеральный секретарь Сообщества островов (вымышленный)",
            "Secretario General de la Comunidad de las Islas (ficticio)",
        ),
    ),
    SECRETARIAT: FictionalEntity(
        EntityKind.OFFICE,
        ("Secretariat",),
        (
            "أمانة جماعة الجزر (خيالية)",
            "群岛共同体秘书处（虚构）",
            "Secretariat of the Community of the Islands (fictional)",
            "Secrétariat de la Communauté des îles (fictif)",
            "Секретариат Сообщества островов (вымышленный)",
            "Secretaría de la Comunidad de las Islas (ficticia)",
        ),
    ),
    LIBRARIES: FictionalEntity(
        EntityKind.OFFICE,
        ("Director of the Library Office",),
        (
            "مدير مكتب المكتبات (خيالي)",
            "图书馆办公室主任（虚构）",
            "Director of the Library Office (fictional)",
            "Directeur du Bureau des bibliothèques (fictif)",
            "Директор Бюро библиотек (вымышленный)",
            "Director de la Oficina de Bibliotecas (ficticio)",
        ),
        host=LIBRARY_OFFICE_HOST,
        within=False,
    ),
    CONNECTIVITY: FictionalEntity(
        EntityKind.OFFICE,
        ("Director of the Connectivity Office", "مدير مكتب التوصيلية"),
        (
            "مدير مكتب التوصيلية (خيالي)",
            "连通性办公室主任（虚构）",
            "Director of the Connectivity Office (fictional)",
            "Directeur du Bureau de la connectivité (fictif)",
            "Директор Бюро по вопросам подключения (вымышленный)",
            "Director de la Oficina de Conectividad (ficticio)",
        ),
        host=CONNECTIVITY_OFFICE_HOST,
        within=False,
    ),
    OFFICES: FictionalEntity(
        EntityKind.GROUP,
        ("Directors of the Offices",),
        (
            "مديرا المكتبين (خياليان)",
            "各办公室主任（虚构）",
            "Directors of the Offices (fictional)",
            "Directeurs des Bureaux (fictifs)",
            "Директора бюро (вымышленные)",
            "Directores de las Oficinas (ficticios)",
        ),
        within=False,
    ),
    MEMBERS: FictionalEntity(
        EntityKind.GROUP,
        ("Member States",),
        (
            "الدول الأعضاء في جماعة الجزر (خيالية)",
            "群岛共同体成员国（虚构）",
            "Member States of the Community of the Islands (fictional)",
            "États membres de la Communauté des îles (fictifs)",
            "Государства — члены Сообщества островов (вымышленные)",
            "Estados Miembros de la Comunidad de las Islas (ficticios)",
        ),
        kinds=("government",),
    ),
    FUND: FictionalEntity(
        EntityKind.BODY,
        ("Fund",),
        (
            "صندوق النفاذ إلى المعرفة (خيالي)",
            "知识获取基金（虚构）",
            "Fund for Access to Knowledge (fictional)",
            "Fonds pour l’accès au savoir (fictif)",
            "Фонд доступа к знаниям (вымышленный)",
            "Fondo para el Acceso al Conocimiento (ficticio)",
        ),
    ),
    SOCIETY: FictionalEntity(
        EntityKind.GROUP,
        ("Civil society",),
        (
            "المجتمع المدني في الجزر (خيالي)",
            "群岛民间社会（虚构）",
            "Civil society of the islands (fictional)",
            "Société civile des îles (fictive)",
            "Гражданское общество островов (вымышленное)",
            "Sociedad civil de las islas (ficticia)",
        ),
        kinds=("civil-society",),
    ),
    ACADEMIA: FictionalEntity(
        EntityKind.GROUP,
        ("Academia",),
        (
            "الأوساط الأكاديمية في الجزر (خيالية)",
            "群岛学术界（虚构）",
            "Academia of the islands (fictional)",
            "Milieux universitaires des îles (fictifs)",
            "Академические круги островов (вымышленные)",
            "Instituciones académicas de las islas (ficticias)",
        ),
        kinds=("academia",),
    ),
    BUSINESS: FictionalEntity(
        EntityKind.GROUP,
        ("Private sector",),
        (
            "القطاع الخاص في الجزر (خيالي)",
            "群岛私营部门（虚构）",
            "Private sector of the islands (fictional)",
            "Secteur privé des îles (fictif)",
            "Частный сектор островов (вымышленный)",
            "Sector privado de las islas (ficticio)",
        ),
        kinds=("business",),
    ),
}
SESSION_NAMES = {
    CONFERENCE: ("الدورة {} للمؤتمر", "大会第{}届会议", "Conference, session {}", "Conférence, session {}",
                 "Конференция, сессия {}", "Conferencia, reunión {}"),
    COUNCIL: ("الدورة {} للمجلس", "理事会第{}届会议", "Council, session {}", "Conseil, session {}",
              "Совет, сессия {}", "Consejo, reunión {}"),
    WORKING_GROUP: ("الاجتماع {} لفريق العمل", "工作组第{}次会议", "Working Group, meeting {}",
                    "Groupe de travail, réunion {}", "Рабочая группа, собрание {}", "Grupo de Trabajo, reunión {}"),
}  # fmt: skip
SESSION_LABELS = {CONFERENCE: "session {}", COUNCIL: "session {}", WORKING_GROUP: "meeting {}"}
SESSIONS = {CONFERENCE: "c", COUNCIL: "k", WORKING_GROUP: "w"}
FIRST_MEETING = 5  # the number of the first meeting of the Working Group that is known here


def load_entities() -> None:
    """Create the fictional entities; those that exist stay."""
    for slug, fiction in ENTITIES.items():
        actions.load_entity(
            SYSTEM,
            slug,
            words={"title": dict(zip(NAME_LANGUAGES, fiction.names, strict=True))},
            kind=fiction.kind,
            lexicon=[
                f"{name}{BODY_SEPARATOR}{CONFERENCE}" if fiction.within else name
                for name in fiction.lexicon
            ],
            body=demonstration_body(fiction.body) if fiction.body else None,
            organisation=organisation_of_host(fiction.host) if fiction.host else None,
            organisation_kinds=list(fiction.kinds),
        )


def load_sessions() -> None:
    """Add the sessions of the fictional bodies, past and coming."""
    for slug, prefix in SESSIONS.items():
        entity = Entity.objects.get(slug=slug)
        for key in (each for each in DAYS if each.rstrip("0123456789") == prefix):
            number = int(key[1:]) + (FIRST_MEETING - 1 if slug == WORKING_GROUP else 0)
            date = demonstration_date(key)
            names = zip(NAME_LANGUAGES, SESSION_NAMES[slug], strict=True)
            steps.add_occasion(
                SYSTEM,
                entity,
                year=date.year,
                label=SESSION_LABELS[slug].format(number),
                names={code: name.format(number) for code, name in names},
                date=date.isoformat(),
                until=demonstration_date(last_day(key)).isoformat(),
                source="fictional",
            )
