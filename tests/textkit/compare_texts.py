"""An invented resolution in two yearly versions and three languages, and which paragraph became which.

A line is one provision; what stands before the bar is its label. A paragraph without a label that ends
in a comma is preambular, any other one a heading. ``PAIRS`` are places in reading order, old and new.
"""

from __future__ import annotations

from majlis.textkit.model import Kind, Provision, Run, Text

ENGLISH_OLD = """
|14/7. Light and water in tidal gardens
|The Conference of the Parties,
|Recalling its resolutions 11/2 of 4 March 2019 and 13/5 of 9 March 2021 on tidal gardens,
|Recalling also the Charter of Estuaries, in particular its article 12 on free passage of eels,
|Noting with appreciation the work of the Keeper-General in drawing the first atlas of salt meadows,
|Deeply concerned that one garden in three lost its sluice keepers during the winter storms,
|Recognizing that lanterns along the channels save lives and allow night markets to prosper,
|Access to fresh water
1.|Welcomes the report of the Keeper-General on the state of the cisterns;
2.|Requests the Keeper-General to submit to the Conference at its fifteenth session a report on the implementation of the present resolution;
3.|Requests the Keeper-General to convene, within existing resources, a meeting of experts on the price of rainwater;
4.|Invites member gardens to share their experience in the desalination of wells, and to publish the tariffs that islanders pay for drinking water, with due regard to households headed by widows;
5.|Encourages the Tide Fund to give priority to small atolls when it awards grants for cisterns;
6.|Calls upon member gardens to open their harbour schools to the children of migrant boat-builders;
|Light
7.|Urges all wardens to replace lamp oil made of seal fat by oil pressed from seeds;
8.|Also urges wardens to train apprentices in the care of lenses;
9.|Decides to establish a register of fog horns, to be kept by the secretariat;
10.|Takes note of the offer of the city of Velmora to host the museum of buoys;
|Follow-up
11.|Stresses the need for adequate, predictable and voluntary funding of the regional nurseries;
12.|Decides to include in the provisional agenda of its fifteenth session the item entitled “Light and water”.
"""

ENGLISH_NEW = """
|15/9. Light and water in tidal gardens
|The Conference of the Parties,
|Recalling its resolutions 11/2 of 4 March 2019, 13/5 of 9 March 2021 and 14/7 of 3 March 2022 on tidal gardens,
|Recalling also the Charter of Estuaries, in particular its article 12 on free passage of eels,
|Welcoming the second atlas of salt meadows, which the Keeper-General issued with the guild of surveyors,
|Expressing grave alarm at the loss of sluice keepers to winter storms in almost half of the gardens,
|Mindful that a plague of shipworm has reached the northern piers,
|Recognizing that lanterns along the channels save lives and allow night markets to prosper,
|Access to fresh water
1.|Takes note with appreciation of the report of the Keeper-General on the state of the cisterns;
2.|Encourages the Tide Fund to give priority to small atolls and to river mouths when it awards grants for cisterns;
3.|Invites member gardens to share their experience in the desalination of wells;
4.|Also invites member gardens to publish the tariffs that islanders pay for drinking water, with due regard to households headed by widows;
5.|Calls upon member gardens to admit the children of migrant boat-builders to harbour schools free of charge, and in this regard welcomes the pledge of eleven gardens to print primers in their languages;
6.|Requests the Keeper-General to prepare an inventory of shipworm damage, in consultation with the guild of carpenters;
|Light
7.|Urges all wardens to replace lamp oil made of seal fat by oil pressed from seeds and to train apprentices in the care of lenses;
8.|Notes the establishment of the register of fog horns, and requests the secretariat to add bells and gongs to it before the sixteenth session;
|Follow-up
9.|Requests the Keeper-General to submit to the Conference at its sixteenth session a report on the implementation of the present resolution;
10.|Stresses the need for adequate, predictable and voluntary funding of the regional nurseries;
11.|Decides to include in the provisional agenda of its sixteenth session the item entitled “Light and water”.
"""

ENGLISH_PAIRS = frozenset(
    {
        (0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 7), (7, 8), (8, 9), (9, 19), (11, 11),
        (11, 12), (12, 10), (13, 13), (14, 15), (15, 16), (16, 16), (17, 17), (19, 18), (20, 20),
        (21, 21),
    }
)  # fmt: skip

ARABIC_OLD = """
|إن مؤتمر الأطراف،
|إذ يشير إلى قراره 13/5 المؤرخ 9 آذار/مارس 2021 بشأن حدائق المد والجزر،
|وإذ يساوره بالغ القلق لأن ثلث الحدائق فقد حراس السدود في عواصف الشتاء،
1.|يطلب إلى أمين الحدائق أن يقدم إلى المؤتمر في دورته الخامسة عشرة تقريرا عن تنفيذ هذا القرار؛
2.|يدعو الحدائق الأعضاء إلى تبادل خبراتها في تحلية مياه الآبار، وإلى نشر التعريفات التي يدفعها سكان الجزر مقابل مياه الشرب؛
3.|يشجع صندوق المد على إعطاء الأولوية للجزر المرجانية الصغيرة عند تقديم المنح لبناء الصهاريج؛
4.|يحث جميع الحراس على الاستعاضة عن زيت المصابيح المستخرج من دهن الفقمة بزيت معصور من البذور؛
5.|يحث الحراس أيضا على تدريب المتمرنين على العناية بالعدسات؛
6.|يقرر إنشاء سجل لأبواق الضباب تتولى الأمانة حفظه؛
7.|يحيط علما بعرض مدينة فيلمورا استضافة متحف العوامات؛
"""

ARABIC_NEW = """
|إن مؤتمر الأطراف،
|إذ يشير إلى قراريه 13/5 المؤرخ 9 آذار/مارس 2021 و14/7 المؤرخ 3 آذار/مارس 2022 بشأن حدائق المد والجزر،
|وإذ يعرب عن جزعه الشديد إزاء فقدان حراس السدود بسبب عواصف الشتاء في نحو نصف الحدائق،
1.|يشجع صندوق المد على إعطاء الأولوية للجزر المرجانية الصغيرة ومصاب الأنهار عند تقديم المنح لبناء الصهاريج؛
2.|يدعو الحدائق الأعضاء إلى تبادل خبراتها في تحلية مياه الآبار؛
3.|يدعو أيضا الحدائق الأعضاء إلى نشر التعريفات التي يدفعها سكان الجزر مقابل مياه الشرب؛
4.|يَحُثّ جميع الحراس على الاستعاضة عن زيت المصابيح المستخرج من دهن الفقمة بزيت معصور من البذور وعلى تدريب المتمرنين على العناية بالعدسات؛
5.|يلاحظ إنشاء سجل أبواق الضباب، ويطلب إلى الأمانة أن تضيف إليه الأجراس قبل الدورة السادسة عشرة؛
6.|يطلب إلى أمين الحدائق أن يعد جردا لأضرار دودة السفن بالتشاور مع نقابة النجارين؛
7.|يطلب إلى أمين الحدائق أن يقدم إلى المؤتمر في دورته السادسة عشرة تقريرا عن تنفيذ هذا القرار؛
"""

ARABIC_PAIRS = frozenset(
    {(0, 0), (1, 1), (2, 2), (3, 9), (4, 4), (4, 5), (5, 3), (6, 6), (7, 6), (8, 7)}
)

CHINESE_OLD = """
|缔约方会议，
|回顾其2021年3月9日关于潮汐花园的第13/5号决议，
|深为关切三分之一的花园在冬季风暴中失去了水闸看守人，
1.|请总看守人在会议第十五届会议上提交一份关于本决议执行情况的报告；
2.|邀请各成员花园交流淡化井水方面的经验，并公布岛民为饮用水支付的费率；
3.|鼓励潮汐基金在发放蓄水池赠款时优先考虑小环礁；
4.|敦促所有看守人用种子榨取的油取代海豹脂肪制成的灯油；
5.|又敦促看守人培训学徒养护透镜；
6.|决定设立雾号登记册，由秘书处保管；
7.|注意到维尔莫拉市提出愿意承办浮标博物馆；
"""

CHINESE_NEW = """
|缔约方会议，
|回顾其2021年3月9日第13/5号和2022年3月3日第14/7号关于潮汐花园的决议，
|表示严重震惊的是，近一半的花园因冬季风暴而失去水闸看守人，
1.|鼓励潮汐基金在发放蓄水池赠款时优先考虑小环礁和河口；
2.|邀请各成员花园交流淡化井水方面的经验；
3.|又邀请各成员花园公布岛民为饮用水支付的费率；
4.|敦促所有看守人用种子榨取的油取代海豹脂肪制成的灯油，并培训学徒养护透镜；
5.|注意到已设立雾号登记册，并请秘书处在第十六届会议之前将钟和锣列入其中；
6.|请总看守人与木匠行会协商，编制船蛆损害清单；
7.|请总看守人在会议第十六届会议上提交一份关于本决议执行情况的报告；
"""

CHINESE_PAIRS = ARABIC_PAIRS

VERSIONS = {
    "en": (ENGLISH_OLD, ENGLISH_NEW, ENGLISH_PAIRS),
    "ar": (ARABIC_OLD, ARABIC_NEW, ARABIC_PAIRS),
    "zh": (CHINESE_OLD, CHINESE_NEW, CHINESE_PAIRS),
}


def text_of(lines: str, language: str = "en") -> Text:
    """The lines as a text."""
    provisions = []
    for line in lines.strip().splitlines():
        label, _, words = line.partition("|")
        kind: Kind = "heading"
        if label:
            kind = "operative"
        elif words.endswith((",", "،", "，")):
            kind = "preambular"
        provisions.append(
            Provision(
                id=f"{kind}_{label.rstrip('.') or len(provisions)}",
                kind=kind,
                runs=(Run(words),),
                label=label,
                number=label.rstrip("."),
            )
        )
    return Text(tuple(provisions), language=language)
