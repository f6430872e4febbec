"""The Arabic lexicon: each verb is found in a sentence of ours, and the data are whole."""

from __future__ import annotations

import pytest

from majlis.textkit.citations import find_citations
from majlis.textkit.dates import find_dates
from majlis.textkit.lexicon import fold, lexicon
from majlis.textkit.openings import opening, opening_kind

LEX = lexicon("ar")

PREAMBULAR = [
    ("recalling", "إذ تشير إلى قراراتها بشأن الحدائق،"),
    ("recalling", "وإذ يشير أيضا إلى إعلان الميناء،"),
    ("recalling", "وإذ تستذكر ما جرى في المرفأ القديم،"),
    ("reaffirming", "وإذ تؤكد من جديد مبادئ ميثاق المد،"),
    ("reaffirming", "وإذ يؤكِّد أيضاً من جديد أن البحر للجميع،"),
    ("reaffirming", "وإذ تعيد أيضا تأكيد دور المراقبين،"),
    ("affirming", "وإذ تؤكد أن السدود تحمي الموانئ،"),
    ("reiterating", "وإذ تكرر النداء الموجه إلى المراقبين،"),
    ("reiterating", "وإذ يكرر تأكيد أهمية البوابات،"),
    ("recognizing", "وإذ تسلِّم بدور البستانيين،"),
    ("recognizing", "وإذ يدرك"),
    ("recognizing", "واعترافا منها بعمل المراقبين،"),
    ("acknowledging", "وإذ تقر بما أنجزه المراقبون،"),
    ("acknowledging", "وإذ تنوه بعمل فريق المصابيح،"),
    ("noting", "وإذ يلاحظ"),
    ("noting", "وإذ تلاحظ مع القلق ارتفاع المياه،"),
    ("taking_note", "وإذ تحيط علماً بتقرير الفريق،"),
    ("taking_note", "وإذ تحيط علما مع التقدير بإقفال السجل،"),
    ("taking_note", "وقد أحاطت علما بملاحظات الميناء،"),
    ("taking_into_account", "وإذ يأخذ في الاعتبار آراء المناطق،"),
    ("taking_into_account", "وإذ تراعي حالة المدرجات،"),
    ("considering", "وإذ يضع في اعتباره"),
    ("considering", "وإذ تضع في اعتبارها أن الملح يبلغ المدرجات،"),
    ("considering", "وإذ ترى أن السدود قديمة،"),
    ("having_considered", "وقد نظرت في التقرير عن المصابيح،"),
    ("having_considered", "وبعد النظر في المقترحات،"),
    ("having_received", "وقد تلقت سجل المد والجزر،"),
    ("having_received", "وبعد أن استمعت إلى بيان المراقبين،"),
    ("having_acted", "وقد عقدت اجتماعها في الرصيف القديم،"),
    ("bearing_in_mind", "وإذ تضع نصب عينيها حاجات الجزر،"),
    ("bearing_in_mind", "وإذ لا يغيب عن بالها وضع الموانئ الصغيرة،"),
    ("mindful", "وحرصا منها على سلامة القوارب،"),
    ("aware", "وإذ هي على علم بأن المد يعلو مرتين في اليوم،"),
    ("conscious", "ووعياً منها بهشاشة الكثبان،"),
    ("conscious", "وإذ تعي أهمية البذور،"),
    ("convinced", "واقتناعا منها بأن الأسيجة تحفظ الرمل،"),
    ("convinced", "وإذ هي مقتنعة بجدوى السجل،"),
    ("concerned", "وإذ يساورها بالغ القلق إزاء انهيار السدود،"),
    ("concerned", "وإذ يعرب عن قلقه لضياع البذور،"),
    ("concerned", "وإذ يقلقها تكرار العواصف،"),
    ("alarmed", "وإذ يثير جزعها عدد القوارب الغارقة،"),
    ("alarmed", "وإذ هالها ضياع المصابيح،"),
    ("guided", "وإذ تسترشد بمقاصد ميثاق المد،"),
    ("acting", "وإذ يتصرف بموجب الباب الرابع من ميثاق المد،"),
    ("determined", "وتصميما منها على حماية المدرجات،"),
    ("determined", "وإذ تعقد العزم على ترميم البوابات،"),
    ("determining", "وإذ يقرر أن حالة الميناء تهدد الجزر،"),
    ("emphasizing", "وإذ تؤكد أهمية الأسيجة،"),
    ("stressing", "وإذ تشدد على دور المناطق،"),
    ("underlining", "وإذ تبرز إسهام المراقبين،"),
    ("underlining", "وإذ يسلط الضوء على تدريب البستانيين،"),
    ("welcoming", "وإذ ترحب بإنشاء السجل،"),
    ("commending", "وإذ تشيد بعمل المراقبين،"),
    ("commending", "وإذ يثني على فريق المصابيح،"),
    ("appreciating", "وإذ تقدر معونة المناطق،"),
    ("appreciating", "وإذ تعرب عن عميق امتنانها للمانحين،"),
    ("paying_tribute", "وإذ تحيي ذكرى الطواقم المفقودة،"),
    ("congratulating", "وإذ تهنئ فريق المصابيح،"),
    ("condemning", "وإذ تدين سرقة المصابيح،"),
    ("deploring", "وإذ تستنكر ضياع السجلات،"),
    ("regretting", "وإذ تأسف لانطفاء المنارة،"),
    ("desiring", "ورغبة منها في تعزيز التعاون بين الموانئ،"),
    ("desiring", "وسعياً إلى صون الكثبان،"),
    ("believing", "وإيمانا منها بأن المسألة جديرة بالنظر،"),
    ("believing", "وإذ تعتقد أن الجسر متين،"),
    ("hoping", "وإذ تأمل في إنجاز الأعمال،"),
    ("hoping", "وإذ تتطلع إلى افتتاح المنتدى،"),
    ("confirming", "وإذ يؤكد صحة القوائم،"),
    ("declaring", "وإذ تعلن أن الميناء مفتوح،"),
    ("observing", "وإذ تشهد تراجع الرمال،"),
    ("referring", "واستنادا إلى المادة 4 من ميثاق المد،"),
    ("referring", "وعملا بالمادة 9 من ميثاق المد،"),
    ("supporting", "وإذ تؤيد جهود المناطق،"),
    ("rejecting", "وإذ ترفض إغلاق المرفأ،"),
    ("calling", "وإذ تهيب بالمراقبين أن يحرسوا البوابة،"),
    ("calling", "وإذ يشجع جهود البستانيين،"),
    ("expressing", "وإذ تعرب عن تضامنها مع الجزر،"),
    ("remaining", "وإذ لا تزال عاقدة العزم،"),
    ("remembering", "وإذ تولي أهمية كبيرة للبذور،"),
    ("whereas", "وحيث إن المد عال،"),
]

OPERATIVE = [
    ("decides", "تقرر أن تنشئ هيئة من سبعة مراقبين؛"),
    ("decides", "يقرر كذلك أن يبقي المسألة قيد نظره."),
    ("resolves", "يعقد العزم على ترميم المنارة؛"),
    ("instructs", "يكلف الأمين العام"),
    ("instructs", "يكلِّف كذلك مدير مكتب تنمية الاتصالات"),
    ("instructs", "توعز إلى الأمانة بأن تنشر السجل؛"),
    ("directs", "يوجه المراقبين إلى فتح البوابة؛"),
    ("demands", "يطالب بأن تفتح البوابة؛"),
    ("entrusts", "تعهد إلى الفريق بمهمة الحراسة؛"),
    ("authorizes", "يأذن للمراقبين بأن يغلقوا الجسر؛"),
    ("requests", "تطلب إلى الأمين العام أن يقدم تقريرا؛"),
    ("requests", "وتطلب أيضا إلى الهيئة أن تجتمع؛"),
    ("calls_upon", "تهيب بالدول الأعضاء أن تنشر السجل؛"),
    ("calls_upon", "يدعو إلى فتح البوابة فورا؛"),
    ("urges", "تحث الدول الأعضاء على النشر؛"),
    ("appeals", "تناشد المانحين أن يتبرعوا؛"),
    ("appeals", "توجه نداء عاجلا إلى المانحين؛"),
    ("invites", "تدعو برنامج الأمم المتحدة الإنمائي إلى المساعدة؛"),
    ("invites", "يدعو الدول الأعضاء وأعضاء القطاعات"),
    ("recommends", "توصي بأن يعقد المنتدى؛"),
    ("encourages", "تشجع جميع أصحاب المصلحة على التبرع؛"),
    ("reaffirms", "تؤكد من جديد أن البحر للجميع؛"),
    ("reaffirms", "تعيد أيضا تأكيد دور الموانئ؛"),
    ("affirms", "تؤكد أن الحدائق ملك للجميع؛"),
    ("reiterates", "تكرر دعمها للمراقبين؛"),
    ("recognizes", "تسلم بأن الملح يضر بالنبات؛"),
    ("acknowledges", "تقر بأهمية السدود؛"),
    ("recalls", "تشير إلى تقرير الفريق؛"),
    ("notes", "تلاحظ مع التقدير عمل المراقبين؛"),
    ("takes_note", "تحيط علماً بالتقرير؛"),
    ("takes_note", "تحيط علما مع التقدير بعمل الفريق؛"),
    ("takes_note", "وأخذ الفريق علما بالسجل."),
    ("welcomes", "ترحب بإنشاء السجل؛"),
    ("expresses", "تعرب عن تضامنها مع الجزر؛"),
    ("emphasizes", "تؤكد أهمية التدريب؛"),
    ("stresses", "تشدد على الحاجة إلى المصابيح؛"),
    ("underlines", "تبرز دور البستانيين؛"),
    ("condemns", "تدين سرقة المصابيح؛"),
    ("deplores", "تستنكر هدم السد؛"),
    ("regrets", "تأسف لتأخر الأعمال؛"),
    ("commends", "تشيد بالمراقبين؛"),
    ("commends", "تثني على عمل الهيئة؛"),
    ("congratulates", "تهنئ فريق المصابيح؛"),
    ("thanks", "تشكر المناطق الساحلية؛"),
    ("thanks", "تعرب عن تقديرها للمانحين؛"),
    ("endorses", "تؤيد التوصيات؛"),
    ("endorses", "تعتمد المبادئ التوجيهية؛"),
    ("confirms", "يؤكد صحة القوائم؛"),
    ("considers", "ترى أن السد متين؛"),
    ("declares", "تعلن السنة سنة للمنارات؛"),
    ("determines", "تحدد موعد المنتدى؛"),
    ("establishes", "تنشئ صندوقا للمصابيح؛"),
    ("supports", "تدعم عمل الموانئ؛"),
    ("looks_forward", "تتطلع إلى افتتاح المنتدى؛"),
    ("remains", "تبقي المسألة قيد نظرها."),
    ("remains", "يمدد ولاية الهيئة؛"),
    ("reminds", "تذكّر المناطق بواجب النشر؛"),
    ("rejects", "ترفض إغلاق المرفأ؛"),
    ("concerned", "يساورها بالغ القلق إزاء السدود؛"),
    ("concerned", "تولي عناية خاصة للجزر؛"),
]


@pytest.mark.parametrize(("key", "sentence"), PREAMBULAR)
def test_preambular_opening(key: str, sentence: str) -> None:
    found = opening(sentence, "ar")
    assert found is not None and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("preambular", key)
    assert opening_kind(sentence, "ar") == "preambular"


@pytest.mark.parametrize(("key", "sentence"), OPERATIVE)
def test_operative_opening(key: str, sentence: str) -> None:
    found = opening(sentence, "ar")
    assert found is not None and found.verb is not None
    assert (found.verb.part, found.verb.key) == ("operative", key)
    assert opening_kind(sentence, "ar") == "operative"


def test_every_verb_has_a_sentence() -> None:
    assert {key for key, _ in PREAMBULAR} == set(LEX.table("preambular"))
    assert {key for key, _ in OPERATIVE} == set(LEX.table("operative"))


@pytest.mark.parametrize(
    "sentence",
    [
        "الماء والملح",
        "أن المنارات تبقى أول خدمة؛",
        "بإعداد تقرير نهائي عن المصابيح؛",
        "تنفيذ أعمال الترميم؛",
        "تيسير وصول القوارب؛",
        "القرار 812 بشأن الإشارات؛",
        "متابعة أعمال الفريق؛",
    ],
)
def test_no_opening(sentence: str) -> None:
    found = opening(sentence, "ar")
    assert found is None or not found.certain


def test_second_verb() -> None:
    match = LEX.infinitives.match(fold("تكليف الأمين العام").text)
    assert match is not None
    assert LEX.verb_of(match).key == "instructs"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("بحلول 1 نيسان/أبريل 2038", "2038-04-01"),
        ("بحلول ١ نيسان/أبريل ٢٠٣٨", "2038-04-01"),
        ("في 30 سبتمبر 2035", "2035-09-30"),
        ("في 9 آذار / مارس 2037", "2037-03-09"),
        ("في 20 كانون الأول 2030", "2030-12-20"),
        ("في كانون الثاني/يناير 2031", "2031-01"),
        ("حزيران/يونيه 2031", "2031-06"),
        ("من 27 إلى 31 مايو 2034", "2034-05-27/2034-05-31"),
        ("في 14 و15 أيار/مايو 2034", "2034-05-14/2034-05-15"),
        ("لعام 2036", "2036"),
        ("للفترة 2034-2037", "2034/2037"),
        ("في 3 مايو", "--05-03"),
    ],
)
def test_dates(words: str, value: str) -> None:
    assert [found.value for found in find_dates(words, "ar")] == [value]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("القرار 812 (المراجَع في الرصيف القديم، 2030)", ["resolution 812 (2030)"]),
        ("وقراري المجلس 941 (المعدّل في 2033) و942 (المعدّل في 2033)",
         ["resolution 941 (2033)", "resolution 942 (2033)"]),
        ("قراريها 85/211 المؤرخ 20 كانون الأول/ديسمبر 2030 و 88/19 المؤرخ 4 تشرين الثاني/نوفمبر 2033",
         ["resolution 85/211", "resolution 88/19"]),
        ("عملا بالقرار 407/91", ["resolution 91/407"]),
        ("إلى قراراته 2942 (2032) و 2943 (2032) و 2950 (2033)",
         ["resolution 2942 (2032)", "resolution 2943 (2032)", "resolution 2950 (2033)"]),
        ("المقرر 77 لمجلس الاتحاد", ["decision 77"]),
        ("قرار الجمعية العامة للأمم المتحدة 91/12 بشأن المد", ["resolution 91/12"]),
        ("القرار A/RES/91/12", ["A/RES/91/12"]),
    ],
)  # fmt: skip
def test_citations(words: str, values: list[str]) -> None:
    assert [found.value for found in find_citations(words, "ar")] == values


def _named(table: str, words: str) -> set[str]:
    """The names whose longest match in the words no longer one contains."""
    folded = fold(words).text
    spans = [(m.span(), key) for key, p in LEX.named(table) for m in p.finditer(folded)]
    return {
        key
        for (start, end), key in spans
        if not any(s <= start and end <= e and e - s > end - start for (s, e), _ in spans)
    }


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("والأمين العام", "Secretary-General"),
        ("الأمينة العامة", "Secretary-General"),
        ("للأمين العام", "Secretary-General"),
        ("نائب الأمين العام", "Deputy Secretary-General"),
        ("بالدول الأعضاء", "Member States"),
        ("جميع الدول الأعضاء", "Member States"),
        ("إلى جميع الدول", "States"),
        ("وأعضاء القطاعات", "Sector Members"),
        ("الأعضاء", "Members"),
        ("والهيئات الأكاديمية", "Academia"),
        ("إلى المجلس", "ITU Council"),
        ("للمجلس", "ITU Council"),
        ("مجلس الاتحاد", "ITU Council"),
        ("المجلس الاقتصادي والاجتماعي", "Economic and Social Council"),
        ("لمجلس الأمن", "Security Council"),
        ("مجلس حقوق الإنسان", "Human Rights Council"),
        ("ومديري المكاتب", "Directors of the Bureaux"),
        ("مدير مكتب تنمية الاتصالات", "Director of the Telecommunication Development Bureau"),
        ("مدير مكتب تقييس الاتصالات", "Director of the Telecommunication Standardization Bureau"),
        ("مدير مكتب الاتصالات الراديوية", "Director of the Radiocommunication Bureau"),
        ("الجمعية العامة", "General Assembly"),
        ("لمؤتمر المندوبين المفوضين", "ITU Plenipotentiary Conference"),
        ("برنامج الأمم المتحدة الإنمائي", "United Nations Development Programme"),
        ("جميع أصحاب المصلحة", "Stakeholders"),
        ("المكاتب الإقليمية", "Regional offices"),
        ("اللجان الإقليمية", "Regional commissions"),
        ("من الأمانة", "Secretariat"),
        ("الاتحاد", "ITU"),
        ("المجتمع المدني", "Civil society"),
        ("القطاع الخاص", "Private sector"),
    ],
)
def test_actors(words: str, actor: str) -> None:
    assert _named("actors", words) == {actor}


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("تقريرا سنويا", "P1Y"),
        ("على أساس سنوي", "P1Y"),
        ("كل سنتين", "P2Y"),
        ("كل أربع سنوات", "P4Y"),
        ("تقارير نصف سنوية", "P6M"),
        ("كل ستة أشهر", "P6M"),
        ("تقريرا ربع سنوي", "P3M"),
        ("إحاطة شهرية", "P1M"),
        ("كل شهرين", "P2M"),
    ],
)
def test_recurrence(words: str, period: str) -> None:
    assert _named("recurrence", words) == {period}


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("طُلب من الأمانة أن تنشر السجل", "requests"),
        ("طلب الفريق من الأمانة أن تنشر السجل", "requests"),
        ("يُدعى الأعضاء إلى المشاركة", "invites"),
        ("ودُعي الأعضاء إلى المشاركة", "invites"),
        ("والدول مدعوة إلى المشاركة", "invites"),
        ("ويشجَّع الأعضاء على النشر", "encourages"),
        ("وشجع الفريق المكاتب على النشر", "encourages"),
    ],
)
def test_what_conclusions_ask(words: str, key: str) -> None:
    folded = fold(words).text
    assert LEX.compile(LEX.table("operative")[key]["passive"]).search(folded)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("annex", "الملحق"),
        ("annex", "الملحق A"),
        ("annex", "المرفق الأول"),
        ("annex", "التذييل 2"),
        ("meeting", "الجلسة العامة 71"),
        ("meeting", "الملحقات: 1"),
        ("front", "الجمعية العامة"),
        ("front", "الدورة الحادية والتسعون"),
        ("front", "قرار اتخذته الجمعية العامة في 9 آذار/مارس 2037"),
        ("section", "القسم الثاني"),
    ],
)
def test_lines(key: str, words: str) -> None:
    assert LEX.pattern("lines", key, start=True).match(fold(words).text)
