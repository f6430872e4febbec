"""Documents for the tests, one for each of three scripts: every kind of block, all of it fictional."""

from __future__ import annotations

from majlis.paper.blocks import (
    Chart,
    Column,
    Contents,
    Cover,
    Document,
    Footnote,
    Heading,
    Item,
    Items,
    Link,
    Note,
    Number,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Series,
    Symbol,
    Table,
)


def arabic() -> Document:
    """Two pages in Arabic."""
    return Document(
        "ar",
        "تقرير الواحة عن متابعة الالتزامات",
        (
            Heading(1, "ما أُنجز", anchor="done"),
            Paragraph(
                (
                    "أُعد هذا التقرير عملا بالقرار ",
                    Symbol("OASIS/70/125"),
                    "، وهو يعرض ",
                    Run("ما تحقق فعلا", strong=True),
                    " في عام 2026",
                    Footnote(("انظر الوثيقة ", Symbol("D/26/4(2)"), "، الفقرة 12.")),
                    "؛ ويشير إلى ",
                    Run("Oasis Summit (second phase)", language="en"),
                    " وإلى ",
                    Number(12345.5),
                    " كيلومترا من الألياف، أي بفارق ",
                    Number(-3),
                    " في المائة عما كان مقررا",
                    Footnote("الأرقام خيالية."),
                    "؛ «ولا يزال الباب مفتوحا».",
                )
            ),
            Items(
                (
                    Item(
                        "توصيل المدارس؛",
                        Items(
                            (
                                Item("في القرى؛"),
                                Item(
                                    "في الجزر:",
                                    Items((Item("الشرقية؛"), Item("الغربية؛")), "numbered"),
                                ),
                                Item(
                                    (
                                        "في المدن الكبيرة التي يزيد عدد سكانها على ",
                                        Number(100000),
                                        " نسمة؛",
                                    )
                                ),
                            ),
                            "numbered",
                        ),
                    ),
                    Item("بناء القدرات؛"),
                    Item("حماية البيانات."),
                ),
                "numbered",
            ),
            Items((Item("بند أول"), Item("بند ثان")), "bulleted"),
            Heading(2, "ما بقي"),
            Paragraph(("انظر ", Link("ما أُنجز", "#done"), "، ثم سل الأمانة.")),
            Note("البيانات الواردة هنا خيالية."),
            Quote("نؤكد من جديد التزامنا.", source=("الوثيقة ", Symbol("D/1"))),
            PageBreak(),
            Heading(1, "الأرقام"),
            Table(
                "المشاريع بحسب المنطقة",
                (
                    Column("المنطقة", width=1.5),
                    Column("عدد المشاريع", "number"),
                    Column("التغير", "number"),
                    Column("الرمز", "centre"),
                ),
                (
                    ("الوادي", (Number(1234),), (Number(-17.5, 1),), (Symbol("V-1"),)),
                    (
                        "الجبل",
                        (Number(88),),
                        (Number(2.5, 1), Footnote("تقدير.")),
                        (Symbol("M-2"),),
                    ),
                    ("الساحل", (Number(12345),), (Number(0, 1),), (Symbol("S-3/A"),)),
                ),
            ),
            Chart(
                "columns",
                "المشاريع بحسب السنة",
                "يرتفع عدد المشاريع المنجزة من 10 في عام 2023 إلى 40 في عام 2026.",
                "السنة",
                ("2023", "2024", "2025", "2026"),
                (
                    Series("المنجزة", (10, 15, 22, 40)),
                    Series("الجارية", (5, None, 30, 12)),
                    Series("الفارق", (3, 8, -4, 6)),
                ),
                unit="عدد المشاريع",
            ),
        ),
    )


def chinese() -> Document:
    """Three pages in Chinese, one of them a cover."""
    return Document(
        "zh",
        "绿洲承诺落实情况报告",
        (
            Contents(2),
            Heading(1, "已完成的工作"),
            Paragraph(
                (
                    "本报告根据第",
                    Symbol("OASIS/70/125"),
                    "号决议编写，介绍2026年",
                    Run("实际取得的进展", strong=True),
                    "。",
                    Footnote("见第12段；数据均为虚构。"),
                    "“绿洲峰会”（",
                    Run("Oasis Summit", language="en", emphasis=True),
                    "）铺设光缆",
                    Number(12345.5),
                    "公里，比计划",
                    Run("少", emphasis=True),
                    "百分之三。",
                )
            ),
            Items(
                (
                    Item(
                        "连接学校：",
                        Items(
                            (
                                Item("乡村；"),
                                Item("岛屿：", Items((Item("东岛；"), Item("西岛；")), "numbered")),
                            ),
                            "numbered",
                        ),
                    ),
                    Item("能力建设；"),
                    Item("数据保护。"),
                ),
                "numbered",
            ),
            Items((Item("一项；"), Item("另一项。")), "bulleted"),
            Note("此处数据均为虚构。"),
            Quote("我们重申我们的承诺。", source="《绿洲宣言》，第一段"),
            PageBreak(),
            Heading(2, "数字"),
            Table(
                "各地区项目",
                (Column("地区", width=1.5), Column("项目数", "number"), Column("编号", "centre")),
                (
                    ("河谷", (Number(1234),), (Symbol("V-1"),)),
                    ("山区", (Number(88), Footnote("估计数。")), (Symbol("M-2"),)),
                ),
            ),
            Chart(
                "line",
                "历年项目",
                "已完成项目从2023年的10个增加到2026年的40个。",
                "年份",
                ("2023年", "2024年", "2025年", "2026年"),
                (Series("已完成", (10, 15, 22, 40)), Series("进行中", (5, None, 30, 12))),
                unit="项目数",
            ),
        ),
        Cover("第三届会议", "OASIS/26/4", ("2026年6月30日，绿洲市", "虚构秘书处")),
    )


def russian() -> Document:
    """Two pages in Russian."""
    return Document(
        "ru",
        "Доклад Оазиса о выполнении обязательств",
        (
            Heading(1, "Что сделано"),
            Paragraph(
                (
                    "Настоящий доклад подготовлен во исполнение резолюции ",
                    Symbol("OASIS/70/125"),
                    "; в нём показано, ",
                    Run("что на деле достигнуто", strong=True),
                    " в 2026 году",
                    Footnote(("См. документ ", Symbol("D/26/4(2)"), ", пункт 12.")),
                    ". На встрече «Оазис» (",
                    Run("Oasis Summit", language="en", emphasis=True),
                    ") названо ",
                    Number(12345.5),
                    " км линий связи, то есть на ",
                    Number(-3),
                    " процента от плана; ",
                    Run("данные вымышлены", emphasis=True),
                    ".",
                )
            ),
            Items(
                (
                    Item(
                        "подключение школ:",
                        Items(
                            (
                                Item("в сёлах;"),
                                Item(
                                    "на островах:",
                                    Items(
                                        (Item("восточных;"), Item("западных;")),
                                        "numbered",
                                    ),
                                ),
                            ),
                            "numbered",
                        ),
                    ),
                    Item("развитие потенциала;"),
                    Item("защита данных."),
                ),
                "numbered",
                start=9,
            ),
            Items((Item("одно;"), Item("другое.")), "bulleted"),
            Heading(2, "Что осталось"),
            Paragraph(("Подробнее: ", Link("страница Оазиса", "https://oasis.example/"), ".")),
            Note("Приведённые здесь данные вымышлены.", head="Внимание"),
            Quote("Мы подтверждаем наши обязательства.", source="Заявление Оазиса, пункт 1"),
            PageBreak(),
            Table(
                "Проекты по районам",
                (Column("Район", width=1.5), Column("Проекты", "number"), Column("Код", "end")),
                (
                    ("Долина", (Number(12345),), (Symbol("V-1"),)),
                    ("Горы", (Number(88), Footnote("Оценка.")), (Symbol("M-2"),)),
                ),
            ),
            Chart(
                "bars",
                "Проекты по видам работ",
                "Больше всего завершённых проектов в области связи: 40.",
                "Вид работ",
                ("Связь", "Обучение преподавателей сельских школ", "Защита данных"),
                (Series("Завершены", (40, 22, 15)), Series("Ведутся", (12, None, 5))),
                unit="число проектов",
            ),
        ),
        running_head="Оазис: доклад",
    )


ALL = {"ar": arabic, "zh": chinese, "ru": russian}
