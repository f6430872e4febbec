"""What an Akoma Ntoso file says about itself: language, kind, body, symbol, title, date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from majlis.textkit.akn_names import body_of, language_of
from majlis.textkit.xmlsafe import Element, local_name, text_of

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DUMMY = "0001-01-01"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# /akn/un/statement/deliberation/<body>/<date>/<number>/<language>@
_IRI = re.compile(
    r"/akn/[^/]+/(?P<type>[^/]+)(?:/(?P<subtype>[a-z-]+))?/(?P<body>[a-z][^/]*)/(?P<date>\d[^/]*)/"
)
_EXPRESSION = re.compile(r"/([a-z]{2,3})(?:-[A-Za-z]+)?[@:]")


@dataclass(slots=True)
class Meta:
    """Empty where the file does not say."""

    language: str = ""
    kind: str = ""
    body: str = ""
    symbol: str = ""
    title: str = ""
    date: str = ""


def read_meta(document: Element) -> Meta:
    """The metadata of one document element (statement, act, doc, ...)."""
    found = Meta(kind=_kind(document))
    meta = _child(document, "meta")
    front = [e for name in ("coverPage", "preface") if (e := _child(document, name)) is not None]
    iri = ""
    if meta is not None:
        iri = _first(meta, "FRBRuri", "value") or _first(meta, "FRBRthis", "value")
        found.language = language_of(_first(meta, "FRBRlanguage", "language"))
    found.language = found.language or _language(document, meta)
    match = _IRI.search(iri + "/")
    codes = [match["body"]] if match else []
    if meta is not None:
        codes += [e.get("href", "").rsplit("/", 1)[-1] for e in meta.iter("{*}FRBRauthor")]
    found.body = next((body for code in codes if (body := body_of(code))), "")
    if not found.body and meta is not None:
        found.body = _organization(meta)
    found.symbol = _symbol(meta, front)
    found.date = _date(meta, front)
    found.title = _title(front)
    return found


def _kind(document: Element) -> str:
    """``name`` of the element (resolution, decision, ...), or the element itself."""
    name = (document.get("name") or "").strip()
    if name:
        return name
    tag = local_name(document)
    return "text" if tag in ("doc", "statement", "akomaNtoso") else tag


def _child(element: Element, tag: str) -> Element | None:
    return next((child for child in element if local_name(child) == tag), None)


def _first(element: Element, tag: str, attribute: str) -> str:
    for found in element.iter(f"{{*}}{tag}"):
        if found.get(attribute):
            return str(found.get(attribute))
    return ""


def _language(document: Element, meta: Element | None) -> str:
    for element in document.iterancestors():
        if element.get(_LANG):
            return language_of(element.get(_LANG))
    if document.get(_LANG):
        return language_of(document.get(_LANG))
    if meta is not None:
        for tag in ("FRBRuri", "FRBRthis"):
            for element in meta.iter(f"{{*}}{tag}"):
                match = _EXPRESSION.search(element.get("value", ""))
                if match and language_of(match[1]):
                    return language_of(match[1])
    return ""


def _organization(meta: Element) -> str:
    """The organisation that the FRBR author refers to, as the file shows it."""
    author = _first(meta, "FRBRauthor", "href").lstrip("#")
    for element in meta.iter("{*}TLCOrganization"):
        if element.get("eId") == author or element.get("id") == author:
            return str(element.get("showAs") or "")
    return ""


def words(element: Element) -> str:
    """The words of an element in one line."""
    return " ".join(text_of(element).split())


def _symbol(meta: Element | None, front: list[Element]) -> str:
    """What the cover calls the document number; one that is only a number takes its kind with it."""
    for part in front:
        for element in part.iter("{*}docNumber"):
            said = words(element)
            if not said:
                continue
            if re.match(r"\d", said) and "/" not in said.split()[0]:
                shown = _first(meta, "FRBRnumber", "showAs") if meta is not None else ""
                holder = element.getparent()
                types = holder.iter("{*}docType") if holder is not None else ()
                kind = next((words(e) for e in types), "")
                return shown or f"{kind} {said}".strip()
            return said
    if meta is not None:
        return _first(meta, "FRBRnumber", "showAs") or _first(meta, "FRBRnumber", "value")
    return ""


def _date(meta: Element | None, front: list[Element]) -> str:
    """The date of adoption: FRBRdate of the work, else the cover; a dummy is no date."""
    said: list[str] = []
    if meta is not None:
        work = next(meta.iter("{*}FRBRWork"), None)
        dates = list((work if work is not None else meta).iter("{*}FRBRdate"))
        dates.sort(key=lambda e: 0 if e.get("name") == "adoption" else 1)
        said += [e.get("date", "") for e in dates]
    dated = [e for part in front for e in part.iter("{*}docDate")]
    dated.sort(key=lambda e: 0 if "adopt" in e.get("refersTo", "").lower() else 1)
    said += [e.get("date", "") for e in dated]
    if meta is not None:
        said += [
            e.get("date", "") for e in meta.iter("{*}step") if e.get("outcome", "") == "adopted"
        ]
    for date in said:
        match = _ISO.match(date)
        if match and match.group() != _DUMMY:
            return match.group()
    return ""


def date_words(document: Element) -> list[str]:
    """What the cover prints as dates, for the case that no attribute holds a real one."""
    return [words(e) for e in document.iter("{*}docDate")]


def _title(front: list[Element]) -> str:
    for part in front:
        for element in part.iter("{*}container", "{*}longTitle", "{*}p"):
            if local_name(element) == "container" and element.get("name") == "title":
                return words(element)
    for part in front:
        for tag in ("docTitle", "shortTitle", "longTitle"):
            for element in part.iter(f"{{*}}{tag}"):
                if words(element):
                    return words(element)
    return ""
