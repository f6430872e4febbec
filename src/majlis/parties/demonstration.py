"""Fictional organizations, registrations and delegations for a demonstration, each marked as fictional.

``load_organisations()`` can be called repeatedly: existing rows stay. The accounts create the people of
the demonstration; ``scopes_by_person`` says for which of these records they hold their roles.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from majlis.kernel import clock
from majlis.kernel.actor import Actor
from majlis.kernel.models import Record, User
from majlis.parties.actions import body, delegation, member, office, registration
from majlis.parties.appointments import LinkTarget
from majlis.parties.lifecycle import INVITED, WAITING
from majlis.parties.models import Body, Delegation, Organisation, Registration
from majlis.parties.registration_answers import RegistrationAnswers

ACTOR = Actor.as_system("demonstration")
CONFERENCE, COUNCIL, WORKING_GROUP, DRAFTING_GROUP = (
    "demonstration-conference",
    "demonstration-council",
    "demonstration-working-group",
    "demonstration-drafting-group",
)
BODIES: dict[str, tuple[str, dict[str, str]]] = {
    CONFERENCE: (
        "conference",
        {
            "ar": "مؤتمر جماعة الجزر (خيالي)",
            "zh": "群岛共同体大会（虚构）",
            "en": "Conference of the Community of the Islands (fictional)",
            "fr": "Conférence de la Communauté des îles (fictive)",
            "ru": "Конференция Сообщества островов (вымышленная)",
            "es": "Conferencia de la Comunidad de las Islas (ficticia)",
        },
    ),
    COUNCIL: (
        "council",
        {
            "ar": "مجلس جماعة الجزر (خيالي)",
            "zh": "群岛共同体理事会（虚构）",
            "en": "Council of the Community of the Islands (fictional)",
            "fr": "Conseil de la Communauté des îles (fictif)",
            "ru": "Совет Сообщества островов (вымышленный)",
            "es": "Consejo de la Comunidad de las Islas (ficticio)",
        },
    ),
    WORKING_GROUP: (
        "working-group",
        {
            "ar": "فريق العمل المعني بالنفاذ إلى المعرفة (خيالي)",
            "zh": "知识获取工作组（虚构）",
            "en": "Working Group on Access to Knowledge (fictional)",
            "fr": "Groupe de travail sur l’accès au savoir (fictif)",
            "ru": "Рабочая группа по вопросам доступа к знаниям (вымышленная)",
            "es": "Grupo de Trabajo sobre el Acceso al Conocimiento (ficticio)",
        },
    ),
    DRAFTING_GROUP: (
        "working-group",
        {
            "ar": "فريق الصياغة التابع لفريق العمل (خيالي)",
            "zh": "工作组起草小组（虚构）",
            "en": "Drafting Group of the Working Group (fictional)",
            "fr": "Groupe de rédaction du Groupe de travail (fictif)",
            "ru": "Редакционная группа Рабочей группы (вымышленная)",
            "es": "Grupo de Redacción del Grupo de Trabajo (ficticio)",
        },
    ),
}
"""Slug -> type and names of the fictional bodies, each under the one before it."""
ABBREVIATIONS = {
    CONFERENCE: "CI-CONF",
    COUNCIL: "CI-C",
    WORKING_GROUP: "WG-AK",
    DRAFTING_GROUP: "WG-AK-DG",
}
"""Slug -> abbreviation of the fictional bodies, with which the symbols of their documents begin."""
DAYS = {
    "c1": -2185,
    "c2": -1095,
    "c3": 80,
    **{f"k{n}": day for n, day in enumerate((-2000, -1630, -1260, -890, -520, -150, 220), start=1)},
    **{f"w{n}": day for n, day in enumerate((-760, -600, -400, -215, -38, 45), start=1)},
    "prep": 40,
    "first-drafting": -12,
    "drafting": 0,
}
"""Days from today of the sessions of the Conference (c), the Council (k) and the Working Group (w).

``prep``: the preparatory meeting that a text announces. ``first-drafting``, ``drafting``: the meetings of the Drafting
Group, of which the second goes on today.
"""
LASTING = {"c": 4, "k": 2, "w": 1, "w6": 2, "first-drafting": 1, "drafting": 2}
"""How many days the sessions of ``DAYS`` last, by their key or by its letter."""


def demonstration_date(moment: str | int) -> datetime.date:
    """The date of a session, or of a day counted from today."""
    days = moment if isinstance(moment, int) else DAYS[moment]
    return clock.date_of(timezone.now()) + datetime.timedelta(days=days)


def last_day(session: str) -> int:
    """The last day of a session, counted from today."""
    return DAYS[session] + LASTING.get(session, LASTING.get(session[0], 1)) - 1


def iso_date(moment: str | int) -> str:
    """The same date in ISO 8601."""
    return demonstration_date(moment).isoformat()


LETTER = (
    "This letter is fictional. It was written for a demonstration, and shows that the fictional "
    "organization exists and that the fictional person who sends it may act for it.\n"
)


@dataclass(frozen=True)
class FictionalOrganisation:
    """A fictional organization: kind, area, host, original language, applicant, and names.

    Some lack names in some of the six languages, which gives the translation queue entries to show.
    """

    kind: str
    area: str
    host: str
    authentic: str
    applicant: str
    names: dict[str, str]


ORGANISATIONS = (
    FictionalOrganisation(
        "civil-society",
        "604",
        "readers.example.org",
        "es",
        "Lucía Ejemplo (persona ficticia)",
        {
            "ar": "شبكة القراء المفتوحة (منظمة خيالية)",
            "zh": "开放读者网络（虚构组织）",
            "en": "Open Readers Network (fictional)",
            "fr": "Réseau des lecteurs ouverts (organisation fictive)",
            "ru": "Открытая сеть читателей (вымышленная организация)",
            "es": "Red Abierta de Lectores (organización ficticia)",
        },
    ),
    FictionalOrganisation(
        "government",
        "400",
        "ministry.example.org",
        "ar",
        "هدى مثال (شخصية خيالية)",
        {
            "ar": "وزارة المكتبات الرقمية (جهة خيالية)",
            "zh": "数字图书馆部（虚构机构）",
            "en": "Ministry of Digital Libraries (fictional)",
            "fr": "Ministère des bibliothèques numériques (organisme fictif)",
            "ru": "Министерство цифровых библиотек (вымышленное ведомство)",
            "es": "Ministerio de Bibliotecas Digitales (entidad ficticia)",
        },
    ),
    FictionalOrganisation(
        "international",
        "756",
        "letters.example.org",
        "fr",
        "Camille Exemple (personne fictive)",
        {
            "ar": "المكتب الدولي للحروف (منظمة خيالية)",
            "zh": "国际文字局（虚构组织）",
            "en": "International Bureau of Letters (fictional)",
            "fr": "Bureau international des lettres (organisation fictive)",
            "ru": "Международное бюро письменности (вымышленная организация)",
            "es": "Oficina Internacional de las Letras (organización ficticia)",
        },
    ),
    FictionalOrganisation(
        "business",
        "404",
        "ferry.example.org",
        "en",
        "Robin Example (fictional)",
        {
            "zh": "渡轮图书公司（虚构企业）",
            "en": "Ferry Books Company (fictional)",
            "fr": "Compagnie des livres du bac (entreprise fictive)",
            "ru": "Компания «Книги на пароме» (вымышленная)",
            "es": "Compañía de Libros del Transbordador (empresa ficticia)",
        },
    ),
    FictionalOrganisation(
        "academia",
        "156",
        "academy.example.org",
        "zh",
        "黎文（虚构人物）",
        {
            "ar": "أكاديمية النصوص المفتوحة (مؤسسة خيالية)",
            "zh": "开放文本学院（虚构院校）",
            "en": "Academy of Open Texts (fictional)",
            "fr": "Académie des textes ouverts (établissement fictif)",
            "ru": "Академия открытых текстов (вымышленное учреждение)",
            "es": "Academia de Textos Abiertos (institución ficticia)",
        },
    ),
    FictionalOrganisation(
        "technical",
        "398",
        "nodes.example.org",
        "ru",
        "Ирина Пример (вымышленное лицо)",
        {
            "ar": "جمعية العقد المفتوحة (منظمة خيالية)",
            "zh": "开放节点协会（虚构组织）",
            "en": "Association of Open Nodes (fictional)",
            "fr": "Association des nœuds ouverts (organisation fictive)",
            "ru": "Ассоциация открытых узлов (вымышленная организация)",
            "es": "Asociación de Nodos Abiertos (organización ficticia)",
        },
    ),
    FictionalOrganisation(
        "other",
        "242",
        "island.example.org",
        "en",
        "Marina Example (fictional)",
        {
            "en": "Island Reading Fund (fictional)",
            "fr": "Fonds de lecture des îles (organisme fictif)",
            "ru": "Островной фонд чтения (вымышленная организация)",
            "es": "Fondo de Lectura de las Islas (entidad ficticia)",
        },
    ),
)
LIBRARY_OFFICE_HOST, CONNECTIVITY_OFFICE_HOST = "libraries.example.org", "links.example.org"
SECRETARIAT_HOST = "secretariat.example.org"
OFFICES = (
    FictionalOrganisation(
        "international",
        "242",
        LIBRARY_OFFICE_HOST,
        "en",
        "Libby Example (fictional)",
        {
            "ar": "مكتب المكتبات التابع لجماعة الجزر (خيالي)",
            "zh": "群岛共同体图书馆办公室（虚构）",
            "en": "Library Office of the Community of the Islands (fictional)",
            "fr": "Bureau des bibliothèques de la Communauté des îles (fictif)",
            "ru": "Бюро библиотек Сообщества островов (вымышленное)",
            "es": "Oficina de Bibliotecas de la Comunidad de las Islas (ficticia)",
        },
    ),
    FictionalOrganisation(
        "international",
        "242",
        CONNECTIVITY_OFFICE_HOST,
        "fr",
        "Connie Exemple (personnage fictif)",
        {
            "ar": "مكتب التوصيلية التابع لجماعة الجزر (خيالي)",
            "zh": "群岛共同体连通性办公室（虚构）",
            "en": "Connectivity Office of the Community of the Islands (fictional)",
            "fr": "Bureau de la connectivité de la Communauté des îles (fictif)",
            "ru": "Бюро по вопросам подключения Сообщества островов (вымышленное)",
            "es": "Oficina de Conectividad de la Comunidad de las Islas (ficticia)",
        },
    ),
    FictionalOrganisation(
        "international",
        "242",
        SECRETARIAT_HOST,
        "en",
        "Sela Example (fictional)",
        {
            "ar": "أمانة جماعة الجزر (خيالية)",
            "zh": "群岛共同体秘书处（虚构）",
            "en": "Secretariat of the Community of the Islands (fictional)",
            "fr": "Secrétariat de la Communauté des îles (fictif)",
            "ru": "Секретариат Сообщества островов (вымышленный)",
            "es": "Secretaría de la Comunidad de las Islas (ficticia)",
        },
    ),
    FictionalOrganisation(
        "government",
        "480",
        "posts.example.org",
        "fr",
        "Paul Exemple (personnage fictif)",
        {
            "ar": "وزارة البريد في الجزر الشمالية (جهة خيالية)",
            "zh": "北部群岛邮政部（虚构机构）",
            "en": "Ministry of Posts of the Northern Islands (fictional)",
            "fr": "Ministère des postes des îles du Nord (organisme fictif)",
            "ru": "Министерство почты Северных островов (вымышленное ведомство)",
            "es": "Ministerio de Correos de las Islas del Norte (entidad ficticia)",
        },
    ),
)
"""Organizations that lead mandates, respond to them, or submit documents to meetings."""
WAITING_REGISTRATION = FictionalOrganisation(
    "civil-society",
    "788",
    "waiting.example.org",
    "ar",
    "ياسين مثال (شخصية خيالية)",
    {
        "ar": "جمعية قاعات المطالعة (جمعية خيالية)",
        "fr": "Association des salles de lecture (association fictive)",
    },
)


def load_organisations() -> dict[str, int]:
    """Create what is missing; return the numbers of new organizations and registrations.

    Raises RuntimeError outside a demonstration, because a real site must not get fictional organizations.
    """
    if not settings.MAJLIS_DEMO:
        raise RuntimeError("fictional organizations are for demonstrations only")
    admitted = [each for each in map(_admit, (*ORGANISATIONS, *OFFICES)) if each is not None]
    waiting = _submit_waiting()
    _make_delegations()
    _make_bodies()
    return {"organisations": len(admitted), "registrations": int(waiting is not None)}


def _answers(fiction: FictionalOrganisation) -> RegistrationAnswers:
    stored = registration.upload_evidence(ACTOR, "letter.txt", io.BytesIO(LETTER.encode()))
    return RegistrationAnswers(
        names=fiction.names,
        authentic=fiction.authentic,
        kind=fiction.kind,
        area=fiction.area,
        website=f"https://{fiction.host}/",
        languages=(fiction.authentic,),
        files=((stored.sha256, "letter.txt"),),
        applicant_name=fiction.applicant,
        email=f"focal-point@{fiction.host}",
        language=fiction.authentic,
    )


def _existing(fiction: FictionalOrganisation) -> Registration | None:
    return Registration.objects.filter(website_host=fiction.host).first()


def _admit(fiction: FictionalOrganisation) -> Organisation | None:
    if _existing(fiction) is not None:
        return None
    sent = registration.submit_registration(ACTOR, _answers(fiction))
    _confirm_address(sent)
    return registration.admit_registration(ACTOR, sent)


def _confirm_address(sent: Registration) -> None:
    confirmed = registration.confirm_registration_address(ACTOR, LinkTarget(sent, sent.link_key))
    sent.state = confirmed.state


def _submit_waiting() -> Registration | None:
    if _existing(WAITING_REGISTRATION) is not None:
        return None
    sent = registration.submit_registration(ACTOR, _answers(WAITING_REGISTRATION))
    _confirm_address(sent)
    assert sent.state == WAITING
    return sent


def first_organisation() -> Organisation | None:
    """The organization of the demonstration's focal point and delegate."""
    return organisation_of_host(ORGANISATIONS[0].host)


def organisation_of_host(host: str) -> Organisation | None:
    """The fictional organization with this web site."""
    return Organisation.objects.select_related("record").filter(website_host=host).first()


def _make_delegations() -> None:
    """Create a request that awaits the focal point, and an invitation."""
    organisation = first_organisation()
    if organisation is None or Delegation.objects.filter(organisation=organisation).exists():
        return
    user = User.objects.filter(email="expert@example.org").first()
    if user is None:
        user = User.objects.create_user("asks@example.org", name="Ivo Example (fictional)")
    delegation.request_delegation(Actor(user=user), organisation, function="Librarian (fictional)")
    organisation.delegations.create(
        email="invited@example.org", name="Ines Ejemplo (persona ficticia)", state=INVITED
    )


def demonstration_body(slug: str = COUNCIL) -> Body | None:
    """A body of the demonstration, by default that of its chair and member."""
    return Body.objects.select_related("record").filter(slug=slug).first()


def _make_bodies() -> None:
    """Create the fictional bodies, because fictional people must not hold offices of a real one."""
    parent: Body | None = None
    for position, (slug, (sort, names)) in enumerate(BODIES.items()):
        parent = body.load_body(
            ACTOR,
            slug,
            words={"title": names},
            parent=parent,
            authentic="en",
            sort=sort,
            abbreviation=ABBREVIATIONS[slug],
            verified="no",
            source="fictional, for the demonstration",
            position=1000 + position,
        )
    council = demonstration_body()
    organisation = first_organisation()
    assert council is not None
    if organisation is not None:
        member.admit_member(ACTOR, council, organisation=organisation)
    if council.offices.exists():
        return
    chair = office.make_office(
        ACTOR,
        council,
        words={
            "ar": "الرئيس",
            "zh": "主席",
            "en": "Chair",
            "fr": "Président",
            "ru": "Председатель",
            "es": "Presidente",
        },
        authentic="en",
        is_chair=True,
    )
    office.record_holder(
        ACTOR,
        chair,
        name="Otto Example (fictional)",
        since=iso_date("k1"),
        until=iso_date("k4"),
        source="fictional",
    )
    office.record_holder(
        ACTOR,
        chair,
        name="Clément Exemple (personnage fictif)",
        since=iso_date("k4"),
        source="fictional",
    )


def scopes_by_person() -> dict[str, Callable[[], Record | None]]:
    """Person -> function that gives the scope for which that person holds the role."""

    def of_organisation(host: str) -> Callable[[], Record | None]:
        def find() -> Record | None:
            organisation = organisation_of_host(host)
            return organisation.record if organisation else None

        return find

    def of_body() -> Record | None:
        council = demonstration_body()
        return council.record if council else None

    first = of_organisation(ORGANISATIONS[0].host)
    return {
        "focal_point": first,
        "delegate": first,
        "library_office": of_organisation(LIBRARY_OFFICE_HOST),
        "connectivity_office": of_organisation(CONNECTIVITY_OFFICE_HOST),
        "chair": of_body,
        "member": of_body,
    }
