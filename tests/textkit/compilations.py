"""Volumes of decisions, composed: each layout in six languages, with what a reader must find in it.

The words are fictional. A layout says how the volume prints the number of a decision, its contents, its
annexes and its pages; what stands where is known from the composition itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language: each list has as many entries in each language."""

    resolution: str
    decision: str
    body: str
    sentence: str  # a decision in one sentence
    titles: tuple[str, ...]
    recitals: tuple[str, ...]
    operative: tuple[str, ...]
    annex: str
    annex_title: str
    annexed: tuple[str, ...]
    contents: str
    volume: str
    page: str
    declaration: str
    persons: str
    declared: tuple[str, ...]
    meeting: str
    report: str
    told: tuple[str, ...]
    section: str


WORDS = {
    "en": Words(
        "Resolution {}",
        "Decision {}",
        "The Conference of the Parties,",
        "The Conference of the Parties decides to hold its next session in Port Lira.",
        (
            "Lamps of the outer harbour",
            "Budget of the secretariat for 2034",
            "Wells and cisterns on the islands",
            "Rules on the ringing of bells",
            "Exchange of tide tables",
            "Repair of the long bridge",
            "Seeds kept in common",
            "Training of lighthouse keepers",
            "Registers of boats",
            "Dates and place of the next session",
        ),
        (
            "Recalling its earlier decisions on the matter,",
            "Noting with appreciation the work of the secretariat on this question,",
            "Recognizing that small harbours lack means,",
        ),
        (
            "Requests the secretariat to submit a report on the matter to the Conference of the Parties at its next session;",
            "Invites Parties to send their views on the draft to the secretariat by 30 June 2034;",
            "Takes note of the report of the secretariat;",
            "Decides to keep the matter under review.",
        ),
        "Annex",
        "Terms of reference of the working group",
        (
            "The working group shall consist of twelve members, chosen for two years.",
            "Requests for lamps are sent to the harbour master, who keeps a list of them.",
            "Notes of each meeting shall be published within four weeks.",
            "Members should meet at least twice a year, in person where they can.",
        ),
        "Contents",
        "Decisions adopted by the Conference of the Parties",
        "Page {}",
        "Port Lira Declaration",
        "We, the ministers of the harbours, gathered in Port Lira on 4 May 2033,",
        (
            "We commit to light every harbour by 2040.",
            "We request the Secretary-General to report on the lamps to the General Assembly at its next session.",
            "We recall the first meeting of the harbours.",
        ),
        "5th plenary meeting",
        "Report of the meeting of the harbours",
        (
            "The meeting was opened by the harbour master of Port Lira on 4 May 2033.",
            "Representatives of twelve harbours took part in the meeting and spoke in the general debate.",
            "The meeting adopted its agenda and its programme of work without changes.",
        ),
        "I. Opening of the meeting",
    ),
    "fr": Words(
        "Résolution {}",
        "Décision {}",
        "La Conférence des Parties,",
        "La Conférence des Parties décide de tenir sa prochaine session à Port Lira.",
        (
            "Lampes du port extérieur",
            "Budget du secrétariat pour 2034",
            "Puits et citernes des îles",
            "Règles relatives à la sonnerie des cloches",
            "Échange des tables des marées",
            "Réparation du long pont",
            "Semences gardées en commun",
            "Formation des gardiens de phare",
            "Registres des bateaux",
            "Dates et lieu de la prochaine session",
        ),
        (
            "Rappelant ses décisions antérieures sur la question,",
            "Prenant note avec satisfaction des travaux du secrétariat sur cette question,",
            "Considérant que les petits ports manquent de moyens,",
        ),
        (
            "Prie le secrétariat de présenter un rapport sur la question à la Conférence des Parties à sa prochaine session ;",
            "Invite les Parties à communiquer au secrétariat leurs vues sur le projet le 30 juin 2034 au plus tard ;",
            "Prend note du rapport du secrétariat ;",
            "Décide de rester saisie de la question.",
        ),
        "Annexe",
        "Mandat du groupe de travail",
        (
            "Le groupe de travail se compose de douze membres, choisis pour deux ans.",
            "Demandes et offres de lampes sont adressées au capitaine du port, qui en tient la liste.",
            "Notes et procès-verbaux des réunions sont publiés dans les quatre semaines.",
            "Les membres se réunissent au moins deux fois par an, en personne si possible.",
        ),
        "Table des matières",
        "Décisions adoptées par la Conférence des Parties",
        "Page {}",
        "Déclaration de Port Lira",
        "Nous, ministres des ports, réunis à Port Lira le 4 mai 2033,",
        (
            "Nous nous engageons à éclairer tous les ports d'ici à 2040.",
            "Nous prions le Secrétaire général de faire rapport sur les lampes à l'Assemblée générale à sa prochaine session.",
            "Nous rappelons la première réunion des ports.",
        ),
        "5e séance plénière",
        "Rapport de la réunion des ports",
        (
            "La réunion a été ouverte par le capitaine du port de Port Lira le 4 mai 2033.",
            "Les représentants de douze ports ont participé à la réunion et ont pris la parole dans le débat général.",
            "La réunion a adopté son ordre du jour et son programme de travail sans modification.",
        ),
        "I. Ouverture de la réunion",
    ),
    "es": Words(
        "Resolución {}",
        "Decisión {}",
        "La Conferencia de las Partes,",
        "La Conferencia de las Partes decide celebrar su próximo período de sesiones en Puerto Lira.",
        (
            "Lámparas del puerto exterior",
            "Presupuesto de la secretaría para 2034",
            "Pozos y cisternas de las islas",
            "Normas sobre el toque de campanas",
            "Intercambio de tablas de mareas",
            "Reparación del puente largo",
            "Semillas guardadas en común",
            "Formación de los fareros",
            "Registros de barcos",
            "Fecha y lugar del próximo período de sesiones",
        ),
        (
            "Recordando sus decisiones anteriores sobre la cuestión,",
            "Tomando nota con aprecio de la labor de la secretaría sobre esta cuestión,",
            "Reconociendo que los puertos pequeños carecen de medios,",
        ),
        (
            "Solicita a la secretaría que presente un informe sobre la cuestión a la Conferencia de las Partes en su próximo período de sesiones;",
            "Invita a las Partes a que envíen a la secretaría sus opiniones sobre el proyecto a más tardar el 30 de junio de 2034;",
            "Toma nota del informe de la secretaría;",
            "Decide seguir ocupándose de la cuestión.",
        ),
        "Anexo",
        "Mandato del grupo de trabajo",
        (
            "El grupo de trabajo estará integrado por doce miembros, elegidos por dos años.",
            "Solicitudes y ofertas de lámparas se envían al capitán del puerto, que lleva una lista de ellas.",
            "Notas y actas de las reuniones se publicarán en un plazo de cuatro semanas.",
            "Los miembros se reunirán al menos dos veces al año, en persona si es posible.",
        ),
        "Índice",
        "Decisiones adoptadas por la Conferencia de las Partes",
        "Página {}",
        "Declaración de Puerto Lira",
        "Nosotros, los ministros de los puertos, reunidos en Puerto Lira el 4 de mayo de 2033,",
        (
            "Nos comprometemos a iluminar todos los puertos para 2040.",
            "Solicitamos al Secretario General que presente un informe sobre las lámparas a la Asamblea General en su próximo período de sesiones.",
            "Recordamos la primera reunión de los puertos.",
        ),
        "Quinta sesión plenaria",
        "Informe de la reunión de los puertos",
        (
            "La reunión fue inaugurada por el capitán del puerto de Puerto Lira el 4 de mayo de 2033.",
            "Los representantes de doce puertos participaron en la reunión e intervinieron en el debate general.",
            "La reunión aprobó su programa y su programa de trabajo sin modificaciones.",
        ),
        "I. Apertura de la reunión",
    ),
    "ru": Words(
        "Резолюция {}",
        "Решение {}",
        "Конференция Сторон,",
        "Конференция Сторон постановляет провести свою следующую сессию в Порт-Лире.",
        (
            "Фонари внешней гавани",
            "Бюджет секретариата на 2034 год",
            "Колодцы и цистерны на островах",
            "Правила колокольного звона",
            "Обмен таблицами приливов",
            "Ремонт длинного моста",
            "Семена общего хранения",
            "Подготовка смотрителей маяков",
            "Реестры лодок",
            "Сроки и место проведения следующей сессии",
        ),
        (
            "ссылаясь на свои предыдущие решения по этому вопросу,",
            "отмечая с признательностью работу секретариата по этому вопросу,",
            "признавая, что малые гавани не имеют средств,",
        ),
        (
            "просит секретариат представить доклад по этому вопросу Конференции Сторон на ее следующей сессии;",
            "предлагает Сторонам направить в секретариат свои мнения о проекте до 30 июня 2034 года;",
            "принимает к сведению доклад секретариата;",
            "постановляет продолжить рассмотрение этого вопроса.",
        ),
        "Приложение",
        "Круг ведения рабочей группы",
        (
            "Рабочая группа состоит из двенадцати членов, избираемых на два года.",
            "Просьбы о фонарях направляются капитану порта, который ведет их список.",
            "Отчеты о каждом совещании публикуются в течение четырех недель.",
            "Члены группы собираются не реже двух раз в год, по возможности лично.",
        ),
        "Содержание",
        "Решения, принятые Конференцией Сторон",
        "Стр. {}",
        "Порт-Лирская декларация",
        "Мы, министры гаваней, собравшиеся в Порт-Лире 4 мая 2033 года,",
        (
            "Мы обязуемся осветить все гавани к 2040 году.",
            "Мы просим Генерального секретаря представить доклад о фонарях Генеральной Ассамблее на ее следующей сессии.",
            "Мы напоминаем о первом совещании гаваней.",
        ),
        "5-е пленарное заседание",
        "Доклад о работе совещания гаваней",
        (
            "Совещание открыл капитан порта Порт-Лира 4 мая 2033 года.",
            "Представители двенадцати гаваней участвовали в совещании и выступили в ходе общих прений.",
            "Совещание утвердило свою повестку дня и программу работы без изменений.",
        ),
        "I. Открытие совещания",
    ),
    "ar": Words(
        "القرار {}",
        "المقرر {}",
        "إن مؤتمر الأطراف،",
        "إن مؤتمر الأطراف يقرر أن يعقد دورته المقبلة في بورت ليرا.",
        (
            "مصابيح الميناء الخارجي",
            "ميزانية الأمانة لعام 2034",
            "الآبار والصهاريج في الجزر",
            "قواعد قرع الأجراس",
            "تبادل جداول المد والجزر",
            "إصلاح الجسر الطويل",
            "البذور المحفوظة معا",
            "تدريب حراس المنارات",
            "سجلات القوارب",
            "موعد الدورة المقبلة ومكانها",
        ),
        (
            "إذ يشير إلى مقرراته السابقة بشأن هذه المسألة،",
            "وإذ يلاحظ مع التقدير عمل الأمانة بشأن هذه المسألة،",
            "وإذ يدرك أن الموانئ الصغيرة تفتقر إلى الوسائل،",
        ),
        (
            "يطلب إلى الأمانة أن تقدم تقريرا عن المسألة إلى مؤتمر الأطراف في دورته المقبلة؛",
            "يدعو الأطراف إلى إرسال آرائها بشأن المشروع إلى الأمانة بحلول 30 حزيران/يونيه 2034؛",
            "يحيط علما بتقرير الأمانة؛",
            "يقرر أن يبقي المسألة قيد النظر.",
        ),
        "المرفق",
        "اختصاصات الفريق العامل",
        (
            "يتألف الفريق العامل من اثني عشر عضوا يختارون لمدة سنتين.",
            "ترسل طلبات المصابيح إلى مدير الميناء الذي يحتفظ بقائمة بها.",
            "تنشر محاضر كل اجتماع في غضون أربعة أسابيع.",
            "يجتمع الأعضاء مرتين في السنة على الأقل حضوريا حيثما أمكن.",
        ),
        "المحتويات",
        "المقررات التي اعتمدها مؤتمر الأطراف",
        "الصفحة {}",
        "إعلان بورت ليرا",
        "نحن، وزراء الموانئ، المجتمعين في بورت ليرا في 4 أيار/مايو 2033،",
        (
            "نلتزم بإنارة جميع الموانئ بحلول عام 2040.",
            "نطلب إلى الأمين العام أن يقدم تقريرا عن المصابيح إلى الجمعية العامة في دورتها المقبلة.",
            "نشير إلى الاجتماع الأول للموانئ.",
        ),
        "الجلسة العامة 5",
        "تقرير اجتماع الموانئ",
        (
            "افتتح مدير ميناء بورت ليرا الاجتماع في 4 أيار/مايو 2033.",
            "شارك ممثلو اثني عشر ميناء في الاجتماع وتكلموا في المناقشة العامة.",
            "أقر الاجتماع جدول أعماله وبرنامج عمله دون تعديل.",
        ),
        "أولا - افتتاح الاجتماع",
    ),
    "zh": Words(
        "第{}号决议",
        "第{}号决定",
        "缔约方会议，",
        "缔约方会议决定在利拉港举行下届会议。",
        (
            "外港的灯具",
            "秘书处2034年预算",
            "各岛屿的水井和蓄水池",
            "鸣钟规则",
            "潮汐表的交换",
            "长桥的修缮",
            "共同保存的种子",
            "灯塔看守人的培训",
            "船只登记册",
            "下届会议的日期和地点",
        ),
        (
            "回顾其以往关于这一问题的决定，",
            "赞赏地注意到秘书处就这一问题开展的工作，",
            "认识到小型港口缺乏手段，",
        ),
        (
            "请秘书处就这一问题向缔约方会议下届会议提交报告；",
            "邀请各缔约方在2034年6月30日之前将其对草案的意见送交秘书处；",
            "注意到秘书处的报告；",
            "决定继续审议这一问题。",
        ),
        "附件",
        "工作组的职权范围",
        (
            "工作组由十二名成员组成，任期两年。",
            "请求安装灯具的申请应送交港务长，由其登记造册。",
            "每次会议的记录应在四周内公布。",
            "成员每年至少举行两次会议，尽可能当面举行。",
        ),
        "目录",
        "缔约方会议通过的决定",
        "第{}页",
        "利拉港宣言",
        "我们，各港口的部长，于2033年5月4日聚集在利拉港，",
        (
            "我们承诺到2040年照亮每一个港口。",
            "我们请秘书长就灯具问题向大会下届会议提交报告。",
            "我们回顾各港口的第一次会议。",
        ),
        "第5次全体会议",
        "港口会议的报告",
        (
            "2033年5月4日，利拉港港务长宣布会议开幕。",
            "十二个港口的代表参加了会议，并在一般性辩论中发言。",
            "会议通过了议程和工作方案，未作改动。",
        ),
        "一、会议开幕",
    ),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a volume prints its decisions.

    ``number``: with ``{n}`` for the count of the decision, ``{k}`` for its Roman numeral. ``head``: the line
    of the decision, from ``kind`` (kind and number), ``number`` and ``title``; what stands on the next
    line is behind a line break. ``annex``: how many annexes each decision has, and ``joined`` whether the
    title stands on their line. ``close``: how the last paragraph of each ends.
    """

    name: str
    number: str = "{n}/CP.9"
    kind: str = "decision"
    head: str = "{kind}\n{title}"
    contents: str = ""  # "", "headed", "bare", "titles"
    annexes: int = 1
    annex_line: str = "{annex}\n{title}"
    annex_numbers: str = ""  # "", "roman", "digits"
    furniture: str = ""
    close: str = "."
    meeting: bool = False
    cover: bool = True
    report: bool = False
    held: bool = False  # the decisions stand in an annex of the report
    declaration: bool = False
    sentence: bool = False  # the last decision is one sentence
    apart: str = "\n\n"
    numbered: bool = True
    body: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """One decision as it must be found."""

    symbol: str
    title: str
    operative: tuple[str, ...]
    annexed: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Volume:
    """A composed file and what stands in it."""

    lines: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    declaration: bool = False

    def text(self, apart: str) -> str:
        """The file."""
        return apart.join(self.lines) + "\n"


ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

LAYOUTS = (
    Layout("cop"),
    Layout("cop_contents", contents="headed", furniture="FCCC/CP/2033/10/Add.1\n{page}"),
    Layout("cop_bare_contents", contents="bare", furniture="FCCC/CP/2033/10/Add.1", annexes=2, annex_numbers="roman"),
    Layout("unccd", number="{n}/COP.7", head="{kind}: {title}", close=","),
    Layout("unep", number="5/{n}", kind="resolution", contents="headed", close=";", declaration=True),
    Layout("unep_symbol", number="UNEP/EA.5/Res.{n}", kind="", head="{number}\n{title}", meeting=True),
    Layout("who", number="WHA76.{n}", kind="", head="{number} {title}", contents="bare", annex_line="{annex}: {title}", annex_numbers="roman"),
    Layout("who_alone", number="EB152({n})", kind="", head="{number}\n{title}", close="none", numbered=True),
    Layout("montreal", number="XV/{n}", head="{kind}: {title}", declaration=True, contents="titles"),
    Layout("cbd", number="IV/{n}.", kind="", head="{number} {title}", close="."),
    Layout("hrc", number="52/{n}.", kind="", head="{number} {title}", meeting=True, sentence=True),
    Layout("imo", number="A.111{n}(30)", kind="resolution", head="{kind}\n{title}", annex_line="{annex} {title}"),
    Layout("unesco", number="{n}", kind="", head="{number} {title}", annexes=0),
    Layout("yearly", number="{n}/2023", kind="resolution", head="{kind} {title}", annexes=2, annex_numbers="digits"),
    Layout("report", number="{n}/CP.9", report=True, contents="headed", declaration=True),
    Layout("report_held", number="5/{n}", kind="resolution", report=True, held=True, annexes=1),
    Layout("runs_on", number="{n}/CP.9", apart="\n", contents="bare", furniture="FCCC/CP/2033/10/Add.1\n{page}", close="none"),
    Layout("basel", number="BC-15/{n}", kind="", head="{number}: {title}", contents="headed"),
    Layout("african", number="CM/Dec.{n}(XL)", kind="", head="{number}\n{title}", close=";"),
    Layout("icao", number="A41-{n}", kind="resolution", head="{kind}: {title}", annex_line="{annex} {title}", annex_numbers="roman"),
)  # fmt: skip


def _kind(layout: Layout, words: Words, number: str) -> str:
    form = {"resolution": words.resolution, "decision": words.decision}.get(layout.kind, "{}")
    return form.format(number)


def symbol(layout: Layout, words: Words, place: int) -> str:
    """The number of a decision as it must be found."""
    number = layout.number.format(n=place, k=ROMAN[place]).rstrip(".")
    return _kind(layout, words, number)


def _annex_line(layout: Layout, words: Words, place: int) -> list[str]:
    number = {"roman": ROMAN[place], "digits": str(place)}.get(layout.annex_numbers, "")
    if layout.annexes < 2 and layout.annex_numbers == "":
        number = ""
    name = words.annex + (f" {number}" if number else "")
    if words is WORDS["zh"] and number:
        name = words.annex + ("", "一", "二", "三")[place]
    title = words.annex_title
    line = layout.annex_line
    if line == "{annex} {title}":
        name = name.upper()
    return line.format(annex=name, title=title).split("\n")


def compose(layout: Layout, language: str, count: int = 10) -> Volume:
    """The volume of a layout in a language, with ``count`` decisions."""
    words = WORDS[language]
    volume = Volume()
    out = volume.lines
    if layout.report:
        out.append(words.report)
    elif layout.cover:
        out.append(words.volume)
    heads = [
        layout.head.format(
            kind=_kind(layout, words, layout.number.format(n=n, k=ROMAN[n])),
            number=layout.number.format(n=n, k=ROMAN[n]),
            title=words.titles[n - 1],
        )
        for n in range(1, count + 1)
    ]
    if layout.contents:
        if layout.contents != "bare":
            out.append(words.contents)
        if layout.report:
            out.append(words.section)
        if layout.contents == "titles":
            out += [title for title in words.titles[:count]]
        else:
            out += [" ".join(head.split("\n")) for head in heads]
        if layout.declaration:
            out.append(words.declaration)
    if layout.report:
        out.append(words.section)
        out += [f"{n}. {told}" for n, told in enumerate(words.told, 1)]
    if layout.held:
        out += [words.annex + (" I" if language != "zh" else "一"), words.volume]
    for n, head in enumerate(heads, 1):
        out += head.split("\n")
        if layout.sentence and n == count:
            out.append(words.sentence)
            volume.expected.append(
                Expected(symbol(layout, words, n), words.titles[n - 1], (words.sentence,))
            )
            continue
        if layout.body:
            out.append(words.body)
        out += words.recitals
        asked = list(words.operative[: 2 + n % 3])
        mark = {"none": "", ",": "，" if language == "zh" else "،" if language == "ar" else ","}
        for at, sentence in enumerate(asked):
            bare = sentence.rstrip(".;；。؛ ")
            if at == len(asked) - 1:
                stop = "。" if language == "zh" else "."
                semi = (
                    sentence[-1]
                    if sentence[-1] in ";；؛"
                    else {"zh": "；", "ar": "؛"}.get(language, ";")
                )
                end = mark.get(layout.close, stop if layout.close == "." else semi)
                sentence = bare + end
            asked[at] = sentence
            out.append(f"{at + 1}. {sentence}" if layout.numbered else sentence)
            if at == 0 and layout.furniture:
                out += layout.furniture.format(page=words.page.format(n + 2)).split("\n")
        if layout.meeting:
            out.append(words.meeting)
        annexed: list[tuple[str, str]] = []
        if n % 2:
            for place in range(1, layout.annexes + 1):
                out += _annex_line(layout, words, place)
                for at, sentence in enumerate(words.annexed, 1):
                    out.append(f"{at}. {sentence}")
                    annexed.append((str(at), sentence))
                    if at == 2 and layout.furniture:
                        out += layout.furniture.format(page=words.page.format(n + 3)).split("\n")
        volume.expected.append(
            Expected(symbol(layout, words, n), words.titles[n - 1], tuple(asked), tuple(annexed))
        )
    if layout.declaration:
        volume.declaration = True
        out += [words.declaration, words.persons]
        out += [f"{at}. {sentence}" for at, sentence in enumerate(words.declared, 1)]
    if layout.held:
        out += [words.annex + (" II" if language != "zh" else "二")]
        out += list(words.told)
    return volume
