"""Elements of WordprocessingML (ECMA-376), made with the parser of python-docx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Xml = Any
"""An element of lxml, as python-docx makes it."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
NAMESPACES = {"w": W, "r": RELATIONSHIPS, "xml": XML}


def make(name: str, attributes: Mapping[str, str] | None = None, *children: Xml, text: str = "") -> Xml:
    """Return an element with attributes and children; names have the prefixes `w`, `r` or `xml`."""
    from docx.oxml.parser import OxmlElement

    element: Xml = OxmlElement(name)
    for key, value in (attributes or {}).items():
        element.set(qualified(key), value)
    for child in children:
        element.append(child)
    if text:
        element.text = text
    return element


def qualified(name: str) -> str:
    """Return a name with its namespace: `w:p` as `{http://…}p`."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def serialized(element: Xml) -> bytes:
    """Return an element as a part of a file."""
    from docx.opc.oxml import serialize_part_xml

    content: bytes = serialize_part_xml(element)
    return content
