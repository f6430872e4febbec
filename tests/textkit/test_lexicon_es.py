"""The Spanish lexicon: each verb is found in a sentence of ours, and the data are whole."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.openings import opening, opening_kind

LEX = lexicon("es")

PREAMBULAR = [
    ("recalling", "Recordando sus resoluciones sobre los jardines,"),
    ("recalling", "Recordando también la Declaración del Puerto,"),
    ("reaffirming", "Reafirmando los principios de la Carta de las Mareas,"),
    ("affirming", "Afirmando que los diques protegen los puertos,"),
    ("reiterating", "Reiterando el llamamiento dirigido a los guardas,"),
    ("recognizing", "Reconociendo la función de los jardineros,"),
    ("recognizing", "reconociendo además"),
    ("acknowledging", "Reconociendo con gratitud la labor de los guardas,"),
    ("noting", "Observando con preocupación la subida de las aguas,"),
    ("noting", "Señalando que los diques envejecen,"),
    ("taking_note", "Tomando nota del informe del Grupo,"),
    ("taking_note", "Tomando también nota con aprecio del registro,"),
    ("taking_into_account", "teniendo en cuenta"),
    ("taking_into_account", "Teniendo debidamente en cuenta las opiniones de los distritos,"),
    ("considering", "considerando"),
    ("considering", "Considerando que la sal alcanza las terrazas,"),
    ("having_considered", "Habiendo examinado el informe sobre las lámparas,"),
    ("having_considered", "Habiendo estudiado también las propuestas,"),
    ("having_received", "Habiendo recibido el registro de las mareas,"),
    ("having_received", "Habiendo escuchado la declaración de los guardas,"),
    ("having_acted", "Habiendo celebrado su reunión en Muelle Viejo,"),
    ("bearing_in_mind", "Teniendo presentes las necesidades de las islas,"),
    ("bearing_in_mind", "Teniendo también presente la Declaración del Puerto,"),
    ("mindful", "Atenta a las necesidades de los jardineros,"),
    ("aware", "Sabiendo que la marea sube dos veces al día,"),
    ("conscious", "Consciente de la fragilidad de las dunas,"),
    ("convinced", "Firmemente convencida de que los setos retienen la arena,"),
    ("concerned", "Profundamente preocupada por la rotura de los diques,"),
    ("concerned", "Expresando su profunda preocupación por la pérdida de semillas,"),
    ("alarmed", "Alarmado por el número de naufragios,"),
    ("alarmed", "Consternada por la pérdida de las lámparas,"),
    ("guided", "Guiada por los propósitos de la Carta de las Mareas,"),
    ("guided", "Guiándose por los usos del puerto,"),
    ("acting", "Actuando en virtud del título IV de la Carta de las Mareas,"),
    ("determined", "Resuelta a proteger las terrazas,"),
    ("determining", "Determinando que la situación del puerto amenaza las islas,"),
    ("emphasizing", "Poniendo de relieve la importancia de los setos,"),
    ("emphasizing", "Haciendo hincapié en la formación,"),
    ("stressing", "Destacando la función de los distritos,"),
    ("underlining", "Subrayando la contribución de los guardas,"),
    ("welcoming", "Acogiendo con beneplácito la creación del registro,"),
    ("welcoming", "Acogiendo también con satisfacción el regalo de las lámparas,"),
    ("welcoming", "Celebrando la apertura del faro,"),
    ("commending", "Encomiando la labor de los guardas,"),
    ("appreciating", "Agradeciendo la ayuda de los distritos,"),
    ("appreciating", "Expresando su profundo agradecimiento a los donantes,"),
    ("paying_tribute", "Rindiendo homenaje a las tripulaciones,"),
    ("congratulating", "Felicitando al Grupo de las Lámparas,"),
    ("condemning", "Condenando el robo de las lámparas,"),
    ("deploring", "Deplorando la pérdida de los registros,"),
    ("regretting", "Lamentando que el faro esté apagado,"),
    ("desiring", "Deseosa de reforzar la cooperación entre los puertos,"),
    ("believing", "Estimando que la cuestión merece examen,"),
    ("hoping", "Esperando que las obras concluyan,"),
    ("hoping", "Expresando la esperanza de que el faro vuelva a encenderse,"),
    ("confirming", "Confirmando el acuerdo del puerto,"),
    ("declaring", "Declarando abierta la temporada de las mareas,"),
    ("observing", "Viendo que las lámparas se desgastan,"),
    ("referring", "Refiriéndose al capítulo II del registro,"),
    ("referring", "De conformidad con el reglamento del puerto,"),
    ("supporting", "Apoyando los esfuerzos de los distritos,"),
    ("rejecting", "Rechazando todo obstáculo al paso de los barcos,"),
    ("calling", "Exhortando a los capitanes a que reduzcan la velocidad,"),
    ("expressing", "Expresando su solidaridad con las islas,"),
    ("remaining", "Permaneciendo fiel a la paz de los puertos,"),
    ("remembering", "Respetando los usos de los pescadores,"),
    ("whereas", "Dado que el muelle amenaza ruina,"),
]

OPERATIVE = [
    ("decides", "Decide seguir ocupándose de la cuestión."),
    ("resolves", "resuelve"),
    ("resolves", "resuelve además"),
    ("instructs", "encarga al Secretario General"),
    ("instructs", "Da instrucciones al Grupo para que vele por las lámparas;"),
    ("directs", "Dispone que los capitanes reduzcan la velocidad;"),
    ("demands", "Exige que el paso quede libre;"),
    ("entrusts", "Encomienda al Grupo la custodia del registro;"),
    ("authorizes", "Autoriza al Grupo a abrir el faro;"),
    ("requests", "Solicita también al Secretario General que informe;"),
    ("requests", "Pide al Secretario General que abra el registro;"),
    ("calls_upon", "Exhorta a los Estados Miembros a que protejan las dunas;"),
    ("urges", "Insta encarecidamente a los puertos a que se ayuden;"),
    ("urges", "Pide encarecidamente a los distritos que actúen;"),
    ("appeals", "Hace un llamamiento urgente a los donantes;"),
    ("appeals", "Reitera su llamamiento a los capitanes;"),
    ("invites", "Invita a los Estados Miembros a que publiquen sus datos;"),
    ("invites", "invita además a los Miembros de Sector"),
    ("recommends", "Recomienda que se revisen las lámparas;"),
    ("encourages", "Alienta a los puertos a que se equipen;"),
    ("encourages", "Anima a los puertos a que se equipen;"),
    ("reaffirms", "Reafirma también su apego a los setos;"),
    ("affirms", "Afirma que el faro sirve a todos los barcos;"),
    ("reiterates", "Reitera la petición hecha a los distritos;"),
    ("recognizes", "Reconoce que las islas necesitan ayuda;"),
    ("acknowledges", "Reconoce con aprecio los esfuerzos de los guardas;"),
    ("recalls", "Recuerda la decisión tomada en Muelle Viejo;"),
    ("notes", "Observa con satisfacción que el registro está abierto;"),
    ("takes_note", "Toma nota con aprecio del informe;"),
    ("takes_note", "Toma también nota del informe;"),
    ("welcomes", "Acoge con beneplácito la apertura del faro;"),
    ("welcomes", "Acoge también con satisfacción el informe del Grupo;"),
    ("expresses", "Expresa su preocupación por la subida de las aguas;"),
    ("emphasizes", "Pone de relieve que los setos retienen la arena;"),
    ("emphasizes", "Hace hincapié en la formación;"),
    ("stresses", "Destaca la función de los guardas;"),
    ("underlines", "Subraya la parte de los distritos;"),
    ("underlines", "Señala a la atención de los puertos el problema de la sal;"),
    ("condemns", "Condena en los términos más enérgicos el robo de las lámparas;"),
    ("deplores", "Deplora la pérdida de los registros;"),
    ("regrets", "Lamenta que el faro esté apagado;"),
    ("commends", "Encomia la labor de los guardas;"),
    ("commends", "Rinde homenaje a las tripulaciones;"),
    ("congratulates", "Felicita al Grupo por sus trabajos;"),
    ("thanks", "Agradece a los donantes su ayuda;"),
    ("thanks", "Da las gracias a los guardas;"),
    ("thanks", "Expresa su profundo agradecimiento a los guardas;"),
    ("endorses", "Aprueba el plan de los diques;"),
    ("endorses", "Hace suyas las recomendaciones del Grupo;"),
    ("confirms", "Confirma el nombramiento de los guardas;"),
    ("considers", "Considera que las obras han concluido;"),
    ("declares", "Proclama el año de los faros;"),
    ("determines", "Fija la duración del mandato de los guardas;"),
    ("establishes", "Establece un grupo de siete guardas;"),
    ("supports", "Apoya la labor del Grupo de las Lámparas;"),
    ("looks_forward", "Aguarda con interés el próximo informe;"),
    ("remains", "Sigue ocupándose de la cuestión."),
    ("remains", "Prorroga el mandato del Grupo;"),
    ("reminds", "Recuerda a todos los capitanes que deben reducir la velocidad;"),
    ("rejects", "Rechaza todo obstáculo al paso;"),
    ("concerned", "Está profundamente preocupada por las tormentas;"),
]


@pytest.mark.parametrize(("key", "sentence"), PREAMBULAR)
def test_preambular_opening(key: str, sentence: str) -> None:
    found = opening(sentence, "es")
    assert found is not None and found.certain and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("preambular", key)
    assert opening_kind(sentence, "es") == "preambular"


@pytest.mark.parametrize(("key", "sentence"), OPERATIVE)
def test_operative_opening(key: str, sentence: str) -> None:
    found = opening(sentence, "es")
    assert found is not None and found.certain and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("operative", key)
    assert opening_kind(sentence, "es") == "operative"


def test_every_verb_has_a_sentence() -> None:
    assert {key for key, _ in PREAMBULAR} == set(LEX.data["preambular"])
    assert {key for key, _ in OPERATIVE} == set(LEX.data["operative"])


@pytest.mark.parametrize(
    "sentence",
    [
        "El guarda mira la compuerta en cada pleamar.",
        "Directrices para los guardas de la zona de mareas",
        "Los jardines de la zona de mareas",
        "que los faros siguen siendo el primer servicio;",
    ],
)
def test_no_opening(sentence: str) -> None:
    found = opening(sentence, "es")
    assert found is None or not found.certain


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("a más tardar el 1 de abril de 2038", "2038-04-01"),
        ("el 31 de diciembre de 2040", "2040-12-31"),
        ("en agosto de 2035", "2035-08"),
        ("del 14 de febrero de 2029", "2029-02-14"),
        ("para fines de 2036", "2036"),
        ("antes del año 2041", "2041"),
    ],
)
def test_dates(words: str, value: str) -> None:
    assert [found.value for found in find_dates(words, "es")] == [value]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("sus resoluciones 85/211, de 20 de diciembre de 2030, y 88/19, de 4 de noviembre de 2033",
         ["resolution 85/211", "resolution 88/19"]),
        ("la Resolución 812 (Rev. Muelle Viejo, 2030)", ["resolution 812 (2030)"]),
        ("el Acuerdo 77 del Consejo", ["decision 77"]),
        ("sus resoluciones 902 (2031) y 917 (2032)",
         ["resolution 902 (2031)", "resolution 917 (2032)"]),
    ],
)  # fmt: skip
def test_citations(words: str, values: list[str]) -> None:
    assert [found.value for found in find_citations(words, "es")] == values


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("pide al Secretario General", "Secretary-General"),
        ("encarga a la Secretaria General", "Secretary-General"),
        ("invita a los Estados Miembros", "Member States"),
        ("y a los Miembros de Sector", "Sector Members"),
        ("encarga al Consejo de la UIT", "ITU Council"),
        ("al Director de la Oficina de Desarrollo de las Telecomunicaciones",
         "Director of the Telecommunication Development Bureau"),
        ("los Directores de las demás Oficinas", "Directors of the Bureaux"),
        ("por conducto de las comisiones regionales", "Regional commissions"),
        ("todas las partes interesadas", "Stakeholders"),
        ("el Programa de las Naciones Unidas para el Desarrollo", "United Nations Development Programme"),
        ("a la Asamblea General", "General Assembly"),
        ("la UIT", "ITU"),
    ],
)  # fmt: skip
def test_actors(words: str, actor: str) -> None:
    folded = fold(words).text
    assert actor in [key for key, pattern in LEX.named("actors") if pattern.search(folded)]


def test_secretary_general_is_not_the_deputy() -> None:
    folded = fold("el Vicesecretario General").text
    found = [key for key, pattern in LEX.named("actors") if pattern.search(folded)]
    assert found == ["Deputy Secretary-General"]


@pytest.mark.parametrize(
    ("words", "period"),
    [("cada año", "P1Y"), ("cada dos años", "P2Y"), ("informes semestrales", "P6M"),
     ("cada 90 días", "PnD")],
)  # fmt: skip
def test_recurrence(words: str, period: str) -> None:
    assert [key for key, pattern in LEX.named("recurrence") if pattern.search(words)] == [period]
