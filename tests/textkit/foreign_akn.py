"""Fictional Akoma Ntoso documents as others mark them."""

from __future__ import annotations

from majlis.textkit.model import Provision, Text

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
META = """<meta><identification source="#x"><FRBRWork>
<FRBRthis value="/akn/un/statement/deliberation/unsc/{date}/12-2031/!main"/>
<FRBRuri value="/akn/un/statement/deliberation/unsc/{date}/12-2031"/>
<FRBRdate date="{date}" name="adoption"/><FRBRauthor href="sc"/><FRBRcountry value="un"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="{language}"/></FRBRExpression></identification></meta>"""
COVER = """<coverPage><p><docNumber>S/TG/12 (2031)</docNumber></p>
<p><img src="x.png"/><docAuthority>Council of Tides</docAuthority></p>
<p xml:space="preserve">
        <docTitle>\t\tResolution 12 (2031)</docTitle>
      </p>
<p><docTitle>Adopted at its <inline>9th meeting</inline>, on<docDate date="{date}">4 May 2031</docDate></docTitle></p>
</coverPage>"""


def akn(
    preamble: str = "",
    body: str = "",
    rest: str = "",
    *,
    language: str = "eng",
    date: str = "2031-05-04",
    ns: str = NS,
    cover: str = COVER,
    document: str = 'statement name="resolution"',
) -> bytes:
    """A fictional document around a preamble and a body."""
    space = f' xmlns="{ns}"' if ns else ""
    front = f"<preamble>{preamble}</preamble>" if preamble else ""
    meta = META.format(date=date, language=language)
    return (
        f"<akomaNtoso{space}><{document}>{meta}{cover.format(date=date)}{front}"
        f"<mainBody>{body}</mainBody>{rest}</{document.split()[0]}></akomaNtoso>"
    ).encode()


def recital(words: str) -> str:
    """A recital as the UN marks it."""
    return f'<container name="r"><p xml:space="preserve">\t{words}</p></container>'


def para(num: str, words: str, **more: str) -> str:
    """A paragraph with its number, if it has one."""
    attributes = "".join(f' {key.rstrip("_")}="{value}"' for key, value in more.items())
    label = f"<num>{num}</num>" if num else ""
    return f"<paragraph{attributes}>{label}<content><p>\n  {words}\n </p></content></paragraph>"


def kinds(text: Text) -> list[tuple[str, str, str]]:
    """Kind, label and words of each provision after the cover."""
    return [(p.kind, p.label, p.text) for p in text.walk() if p.kind not in ("front", "title")]


def by_text(text: Text, start: str) -> Provision:
    """The provision whose words begin so."""
    return next(p for p in text.walk() if p.text.startswith(start))


FORMULA = '<formula name="enactingFormula"><p><span class="italic">The Council of Tides</span>,</p></formula>'
ITU = """<recitals><intro><p><i>considering</i></p></intro>
<recital><p>a) that gardens grow;</p></recital><recital><num>b)</num><p>that tides turn,</p></recital></recitals>"""


def verb_heading(name: str, *paragraphs: str) -> str:
    """A heading that carries the verb, with the paragraphs under it."""
    return (
        f'<hcontainer name="x"><heading><i>{name}</i></heading>{"".join(paragraphs)}</hcontainer>'
    )
