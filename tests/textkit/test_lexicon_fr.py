"""The French lexicon: each verb is found in a sentence of ours, and the data are whole."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.openings import opening, opening_kind

LEX = lexicon("fr")

PREAMBULAR = [
    ("recalling", "Rappelant ses résolutions sur les jardins,"),
    ("recalling", "Rappelant également la Déclaration du port,"),
    ("reaffirming", "Réaffirmant les principes de la Charte des marées,"),
    ("reaffirming", "Affirmant de nouveau que la mer est à tous,"),
    ("affirming", "Affirmant que les digues protègent les ports,"),
    ("reiterating", "Réitérant l’appel lancé aux gardiens,"),
    ("recognizing", "Reconnaissant le rôle des jardiniers,"),
    ("recognizing", "reconnaissant en outre"),
    ("acknowledging", "Mesurant le travail accompli par les gardiens,"),
    ("noting", "Notant avec préoccupation la hausse des eaux,"),
    ("noting", "Constatant que les digues vieillissent,"),
    ("taking_note", "Prenant également note du rapport du Groupe,"),
    ("taking_note", "Prenant acte de la clôture du registre,"),
    ("taking_note", "Ayant pris note des observations du port,"),
    ("taking_into_account", "tenant compte"),
    ("taking_into_account", "Tenant dûment compte des avis des districts,"),
    ("taking_into_account", "Compte tenu de l’état des terrasses,"),
    ("considering", "considérant"),
    ("considering", "Considérant que le sel gagne les terrasses,"),
    ("having_considered", "Ayant examiné le rapport sur les lampes,"),
    ("having_considered", "Ayant également étudié les propositions,"),
    ("having_received", "Ayant reçu le registre des marées,"),
    ("having_received", "Ayant entendu la déclaration des gardiens,"),
    ("having_acted", "Ayant tenu sa réunion au Vieux-Quai,"),
    ("having_acted", "Ayant désigné sept gardiens,"),
    ("bearing_in_mind", "Ayant à l’esprit les besoins des îles,"),
    ("bearing_in_mind", "Gardant également à l'esprit la Déclaration du port,"),
    ("bearing_in_mind", "Ne perdant pas de vue les petits ports,"),
    ("mindful", "Attentive aux besoins des jardiniers,"),
    ("aware", "Sachant que la marée monte deux fois par jour,"),
    ("conscious", "Consciente de la fragilité des dunes,"),
    ("conscious", "Conscient de la fragilité des dunes,"),
    ("convinced", "Fermement convaincue que les haies retiennent le sable,"),
    ("concerned", "Profondément préoccupée par la rupture des digues,"),
    ("concerned", "S’inquiétant de la perte des semences,"),
    ("concerned", "Se déclarant gravement préoccupé par les tempêtes,"),
    ("concerned", "Exprimant sa vive inquiétude devant la montée des eaux,"),
    ("alarmed", "Alarmée par le nombre de naufrages,"),
    ("alarmed", "Profondément troublé par la perte des lampes,"),
    ("guided", "Guidée par les buts de la Charte des marées,"),
    ("guided", "S’inspirant des usages du port,"),
    ("acting", "Agissant en vertu du titre IV de la Charte des marées,"),
    ("determined", "Résolue à protéger les terrasses,"),
    ("determining", "Considérant que la situation du port menace les îles,"),
    ("emphasizing", "Soulignant l’importance des haies,"),
    ("stressing", "Insistant sur le rôle des districts,"),
    ("stressing", "Mettant l’accent sur la formation,"),
    ("underlining", "Mettant en relief l’apport des gardiens,"),
    ("welcoming", "Se félicitant de la création du registre,"),
    ("welcoming", "Accueillant avec satisfaction le don des lampes,"),
    ("commending", "Saluant l’action des gardiens,"),
    ("appreciating", "Sachant gré aux districts de leur aide,"),
    ("appreciating", "Exprimant sa profonde gratitude aux donateurs,"),
    ("paying_tribute", "Rendant hommage aux équipages disparus,"),
    ("congratulating", "Félicitant le Groupe des lampes,"),
    ("condemning", "Condamnant le vol des lampes,"),
    ("deploring", "Déplorant la perte des registres,"),
    ("regretting", "Regrettant que le phare soit éteint,"),
    ("desiring", "Désireuse de renforcer la coopération entre les ports,"),
    ("desiring", "Soucieux de préserver les dunes,"),
    ("believing", "Estimant que la question mérite examen,"),
    ("hoping", "Espérant que les travaux seront achevés,"),
    ("hoping", "Exprimant l’espoir que le phare sera rallumé,"),
    ("confirming", "Confirmant l’accord conclu au port,"),
    ("declaring", "Déclarant ouverte la saison des marées,"),
    ("observing", "Observant que les lampes s’usent,"),
    ("referring", "Se référant au chapitre II du registre,"),
    ("referring", "Conformément au règlement du port,"),
    ("supporting", "Appuyant les efforts des districts,"),
    ("rejecting", "Rejetant toute entrave au passage des bateaux,"),
    ("calling", "Demandant aux capitaines de ralentir,"),
    ("expressing", "Exprimant sa solidarité avec les îles,"),
    ("remaining", "Demeurant attachée à la paix des ports,"),
    ("remembering", "Respectant les usages des pêcheurs,"),
    ("whereas", "Attendu que le quai menace ruine,"),
]

OPERATIVE = [
    ("decides", "Décide de rester saisie de la question."),
    ("decides", "décide en outre"),
    ("resolves", "Prend la résolution de planter des haies ;"),
    ("instructs", "charge le Secrétaire général"),
    ("instructs", "Donne pour mandat au Groupe de veiller sur les lampes ;"),
    ("directs", "Prescrit aux capitaines de ralentir ;"),
    ("demands", "Exige que le passage soit libre ;"),
    ("demands", "Insiste pour que les digues soient réparées ;"),
    ("entrusts", "Confie au Groupe la garde du registre ;"),
    ("authorizes", "Autorise le Groupe à ouvrir le phare ;"),
    ("requests", "Prie également le Secrétaire général de faire rapport ;"),
    ("requests", "Demande au Secrétaire général d’ouvrir le registre ;"),
    ("calls_upon", "Demande aux États Membres de protéger les dunes ;"),
    ("calls_upon", "Appelle les parties à rouvrir le chenal ;"),
    ("urges", "Demande instamment aux ports de s’entraider ;"),
    ("urges", "Prie de nouveau instamment les districts d’agir ;"),
    ("urges", "Engage vivement les capitaines à ralentir ;"),
    ("urges", "Exhorte les parties à rouvrir le chenal ;"),
    ("appeals", "Lance un appel pressant aux donateurs ;"),
    ("appeals", "Renouvelle son appel aux capitaines ;"),
    ("invites", "Invite les États Membres à publier leurs relevés ;"),
    ("invites", "invite en outre les Membres de Secteur"),
    ("recommends", "Recommande que les lampes soient vérifiées ;"),
    ("encourages", "Encourage les ports à s’équiper ;"),
    ("encourages", "Engage les ports à s’équiper ;"),
    ("reaffirms", "Réaffirme également son attachement aux haies ;"),
    ("reaffirms", "Affirme de nouveau que la mer est à tous ;"),
    ("affirms", "Affirme que le phare sert tous les bateaux ;"),
    ("reiterates", "Réitère la demande faite aux districts ;"),
    ("recognizes", "Reconnaît que les îles ont besoin d’aide ;"),
    ("acknowledges", "Est consciente des efforts des gardiens ;"),
    ("recalls", "Rappelle la décision prise au Vieux-Quai ;"),
    ("notes", "Note avec satisfaction que le registre est ouvert ;"),
    ("takes_note", "Prend note avec satisfaction du rapport ;"),
    ("takes_note", "Prend également acte du rapport ;"),
    ("welcomes", "Se félicite de l’ouverture du phare ;"),
    ("welcomes", "Accueille avec satisfaction le rapport du Groupe ;"),
    ("expresses", "Exprime sa préoccupation devant la montée des eaux ;"),
    ("expresses", "Se déclare profondément préoccupée par l’état des digues ;"),
    ("emphasizes", "Souligne que les haies retiennent le sable ;"),
    ("stresses", "Insiste sur le rôle des gardiens ;"),
    ("underlines", "Appelle l’attention des ports sur le sel ;"),
    ("underlines", "Met en relief la part des districts ;"),
    ("condemns", "Condamne dans les termes les plus fermes le vol des lampes ;"),
    ("deplores", "Déplore la perte des registres ;"),
    ("regrets", "Regrette que le phare soit éteint ;"),
    ("commends", "Salue l’action des gardiens ;"),
    ("commends", "Rend hommage aux équipages ;"),
    ("congratulates", "Félicite le Groupe de ses travaux ;"),
    ("thanks", "Remercie les donateurs ;"),
    ("thanks", "Exprime sa profonde gratitude aux gardiens ;"),
    ("endorses", "Approuve le plan des digues ;"),
    ("endorses", "Fait siennes les recommandations du Groupe ;"),
    ("endorses", "Convient de se réunir au port ;"),
    ("confirms", "Confirme la nomination des gardiens ;"),
    ("considers", "Considère que les travaux sont achevés ;"),
    ("declares", "Proclame l’année des phares ;"),
    ("determines", "Fixe la durée du mandat des gardiens ;"),
    ("establishes", "Crée un groupe de sept gardiens ;"),
    ("supports", "Appuie l’action du Groupe des lampes ;"),
    ("looks_forward", "Attend avec intérêt le prochain rapport ;"),
    ("remains", "Demeure saisie de la question."),
    ("remains", "Proroge le mandat du Groupe ;"),
    ("reminds", "Rappelle à tous les capitaines qu’ils doivent ralentir ;"),
    ("rejects", "Rejette toute entrave au passage ;"),
    ("concerned", "S’inquiète de l’état des digues ;"),
    ("concerned", "Est vivement préoccupée par les tempêtes ;"),
]


@pytest.mark.parametrize(("key", "sentence"), PREAMBULAR)
def test_preambular_opening(key: str, sentence: str) -> None:
    found = opening(sentence, "fr")
    assert found is not None and found.certain and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("preambular", key)
    assert opening_kind(sentence, "fr") == "preambular"


@pytest.mark.parametrize(("key", "sentence"), OPERATIVE)
def test_operative_opening(key: str, sentence: str) -> None:
    found = opening(sentence, "fr")
    assert found is not None and found.certain and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("operative", key)
    assert opening_kind(sentence, "fr") == "operative"


def test_every_verb_has_a_sentence() -> None:
    assert {key for key, _ in PREAMBULAR} == set(LEX.data["preambular"])
    assert {key for key, _ in OPERATIVE} == set(LEX.data["operative"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Le gardien regarde la vanne à chaque marée haute.",
        "Lignes directrices à l’intention des gardiens de l’estran",
        "Les jardins de l’estran",
        "que les phares demeurent le premier service ;",
    ],
)
def test_no_opening(sentence: str) -> None:
    found = opening(sentence, "fr")
    assert found is None or not found.certain


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("d’ici au 1er avril 2038", "2038-04-01"),
        ("le 31 décembre 2040", "2040-12-31"),
        ("en août 2035", "2035-08"),
        ("du 14 février 2029", "2029-02-14"),
        ("d’ici à la fin de 2036", "2036"),
        ("avant l’année 2041", "2041"),
    ],
)
def test_dates(words: str, value: str) -> None:
    assert [found.value for found in find_dates(words, "fr")] == [value]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("ses résolutions 85/211 du 20 décembre 2030 et 88/19 du 4 novembre 2033",
         ["resolution 85/211", "resolution 88/19"]),
        ("la Résolution 812 (Rév. Vieux-Quai, 2030)", ["resolution 812 (2030)"]),
        ("la Décision 77 du Conseil", ["decision 77"]),
        ("ses résolutions 902 (2031) et 917 (2032)",
         ["resolution 902 (2031)", "resolution 917 (2032)"]),
    ],
)  # fmt: skip
def test_citations(words: str, values: list[str]) -> None:
    assert [found.value for found in find_citations(words, "fr")] == values


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("prie le Secrétaire général", "Secretary-General"),
        ("charge la Secrétaire générale", "Secretary-General"),
        ("invite les États Membres", "Member States"),
        ("et les Membres de Secteur", "Sector Members"),
        ("charge le Conseil de l’UIT", "ITU Council"),
        ("au Directeur du Bureau de développement des télécommunications",
         "Director of the Telecommunication Development Bureau"),
        ("les Directeurs des autres Bureaux", "Directors of the Bureaux"),
        ("par l’intermédiaire des commissions régionales", "Regional commissions"),
        ("toutes les parties prenantes", "Stakeholders"),
        ("le Programme des Nations Unies pour le développement", "United Nations Development Programme"),
        ("à l’Assemblée générale", "General Assembly"),
        ("l’UIT", "ITU"),
    ],
)  # fmt: skip
def test_actors(words: str, actor: str) -> None:
    folded = fold(words).text
    assert actor in [key for key, pattern in LEX.named("actors") if pattern.search(folded)]


def test_secretary_general_is_not_the_deputy() -> None:
    folded = fold("le Vice-Secrétaire général").text
    found = [key for key, pattern in LEX.named("actors") if pattern.search(folded)]
    assert found == ["Deputy Secretary-General"]


@pytest.mark.parametrize(
    ("words", "period"),
    [("chaque année", "P1Y"), ("tous les deux ans", "P2Y"), ("des rapports semestriels", "P6M"),
     ("tous les 90 jours", "PnD")],
)  # fmt: skip
def test_recurrence(words: str, period: str) -> None:
    assert [key for key, pattern in LEX.named("recurrence") if pattern.search(words)] == [period]
