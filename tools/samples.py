"""Writes the sample Word file: ``python tools/samples.py [FOLDER]``.

The file is the resolution of 2024 (samples/tidal-gardens.2024.en.txt) as two people revised it for
2026. It is built part by part, without our own writer, so that it tests our reader. In the words below
``{+so+}`` was inserted and ``{-so-}`` deleted. The conference and its gardens are invented.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

NAME = "tidal-gardens.2026.en.docx"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
INSERTED = 'w:author="Drafting group" w:date="2026-03-02T09:30:00Z"'
DELETED = 'w:author="Secretariat" w:date="2026-03-03T16:05:00Z"'

# A paragraph is its list level ("" outside the list), the revision of its mark, and its words.
PARAGRAPHS: tuple[tuple[str, str, str], ...] = (
    ("", "", "Conference of the Parties on Tidal Gardens"),
    ("", "", "Resolution 3/4{+ (revised in 2026)+}"),
    ("title", "", "Care of tidal gardens"),
    ("", "", "The Conference of the Parties,"),
    ("", "", "Recalling its resolution 1/2, by which it opened the register of tidal gardens,"),
    (
        "",
        "",
        (
            "Noting with concern that salt water has reached {-eleven-}{+nineteen+} gardens since the "
            "register was opened,"
        ),
    ),
    (
        "",
        "+",
        (
            "{+Welcoming the seed ship that the harbours of Lira and Onsa have sailed together since "
            "the spring of 2024,+}"
        ),
    ),
    (
        "",
        "",
        (
            "Having considered the report of the Secretary-General on the exchange of seeds between "
            "harbours,"
        ),
    ),
    (
        "1",
        "",
        (
            "Decides to keep the register of tidal gardens open to every harbour that wishes to enter "
            "one;"
        ),
    ),
    (
        "1",
        "",
        (
            "Requests the Secretary-General to publish a map of the gardens in the register by "
            "{-30 June 2025-}{+31 March 2027+};"
        ),
    ),
    (
        "1",
        "+",
        (
            "{+Requests the Secretary-General to hold a consultation of harbours on the price of sea "
            "walls before 1 October 2026;+}"
        ),
    ),
    (
        "1",
        "",
        "Invites Member States to share the seeds of plants that bear salt, and in particular:",
    ),
    ("a", "", "To keep a list of the seeds that they can give;"),
    (
        "a",
        "",
        (
            "To {-name one person who answers questions about them-}{+send a copy of that list to the "
            "secretariat every year+};"
        ),
    ),
    ("1", "", "{-Encourages-}{+Urges+} harbours to teach children the care of a garden;"),
    (
        "1",
        "-",
        "{-Invites harbours to paint the gates of their gardens in one colour;-}",
    ),
    (
        "1",
        "",
        (
            "Requests the Secretary-General to submit a report on the implementation of the present "
            "resolution to the Conference of the Parties at its {-fourth-}{+fifth+} session;"
        ),
    ),
    ("1", "", "Decides to review the register at its sixth session."),
)
LEVELS = {"1": 0, "a": 1}


def document() -> str:
    """The main part: every paragraph with its tracked changes."""
    counter = iter(range(1, 1000))

    def revision(op: str) -> str:
        return f'w:id="{next(counter)}" {INSERTED if op == "+" else DELETED}'

    def run(op: str, words: str) -> str:
        tag = "w:delText" if op == "-" else "w:t"
        inner = f'<w:r><{tag} xml:space="preserve">{escape(words)}</{tag}></w:r>'
        if not op:
            return inner
        around = "w:ins" if op == "+" else "w:del"
        return f"<{around} {revision(op)}>{inner}</{around}>"

    def paragraph(place: str, mark: str, words: str) -> str:
        properties = ""
        if place == "title":
            properties += '<w:pStyle w:val="Title"/>'
        if place in LEVELS:
            properties += (
                f'<w:numPr><w:ilvl w:val="{LEVELS[place]}"/><w:numId w:val="1"/></w:numPr>'
            )
        if mark:
            around = "w:ins" if mark == "+" else "w:del"
            properties += f"<w:rPr><{around} {revision(mark)}/></w:rPr>"
        pieces = re.findall(r"\{([+-])(.*?)\1\}|([^{]+)", words)
        runs = "".join(run(op, changed or plain) for op, changed, plain in pieces)
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    body = "".join(paragraph(*entry) for entry in PARAGRAPHS)
    return f'<w:document xmlns:w="{WORDS}"><w:body>{body}<w:sectPr/></w:body></w:document>'


def numbering() -> str:
    """The numbering part: 1., 2., 3. and under them (a), (b), (c)."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shape}"/></w:lvl>'
        for depth, form, shape in ((0, "decimal", "%1."), (1, "lowerLetter", "(%2)"))
    )
    return (
        f'<w:numbering xmlns:w="{WORDS}"><w:abstractNum w:abstractNumId="0">{levels}'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def parts() -> dict[str, str]:
    """Every part of the package by its name."""
    kinds = {"document": "document.main", "numbering": "numbering", "styles": "styles"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{overrides}</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/>'
            "</Relationships>"
        ),
        "word/document.xml": document(),
        "word/numbering.xml": numbering(),
        "word/styles.xml": (
            f'<w:styles xmlns:w="{WORDS}"><w:style w:type="paragraph" w:default="1" '
            'w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" '
            'w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>'
            "</w:styles>"
        ),
    }


def write(folder: Path) -> Path:
    """Write the sample into a folder; the same bytes every time. Returns its path."""
    path = folder / NAME
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts().items():
            entry = zipfile.ZipInfo(name, (2026, 3, 3, 16, 5, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return path


if __name__ == "__main__":
    print(write(Path(sys.argv[1] if len(sys.argv) > 1 else "samples")))
