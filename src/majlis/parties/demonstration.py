"""Fictional organizations, registrations and delegations for a demonstration, each marked as fictional.

``load_organisations()`` can be called repeatedly: existing rows stay. The accounts create the people of
the demonstration; ``scopes_by_role`` says for which of these records they hold their roles.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from majlis.kernel.actor import Actor
from majlis.kernel.models import Record, User
from majlis.parties.actions import body, delegation, member, office, registration
from majlis.parties.appointments import LinkTarget
from majlis.parties.lifecycle import INVITED, WAITING
from majlis.parties.models import Body, Delegation, Organisation, Registration
from majlis.parties.registration_answers import RegistrationAnswers

ACTOR = Actor.as_system("demonstration")
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
    admitted = [each for each in map(_admit, ORGANISATIONS) if each is not None]
    waiting = _submit_waiting()
    _make_delegations()
    _make_body()
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
    return Organisation.objects.filter(website_host=ORGANISATIONS[0].host).first()


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


def demonstration_body() -> Body | None:
    """The body of the demonstration's chair and member."""
    bodies = Body.objects.select_related("record")
    return bodies.filter(slug="demonstration-council").first()


def _make_body() -> None:
    """Create a fictional body, because fictional people must not hold offices of a real one."""
    council = body.load_body(
        ACTOR,
        "demonstration-council",
        words={
            "title": {
                "ar": "المجلس التجريبي (خيالي)",
                "zh": "演示理事会（虚构）",
                "en": "Demonstration Council (fictional)",
                "fr": "Conseil de démonstration (fictif)",
                "ru": "Демонстрационный совет (вымышленный)",
                "es": "Consejo de demostración (ficticio)",
            }
        },
        authentic="en",
        sort="council",
        verified="no",
        source="fictional, for the demonstration",
        position=1000,
    )
    organisation = first_organisation()
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
        since="2021",
        until="2024",
        source="fictional",
    )


def scopes_by_role() -> dict[str, Callable[[], Record | None]]:
    """Role -> function that gives the scope for which the demonstration's person holds that role."""

    def of_organisation() -> Record | None:
        organisation = first_organisation()
        return organisation.record if organisation else None

    def of_body() -> Record | None:
        council = demonstration_body()
        return council.record if council else None

    return {
        "focal_point": of_organisation,
        "delegate": of_organisation,
        "chair": of_body,
        "member": of_body,
    }
