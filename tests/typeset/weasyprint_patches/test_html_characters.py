"""HTML is read with each pattern compiled once, and the tree is the same."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
import tinyhtml5
from tinyhtml5 import inputstream

from briefing.typeset.weasyprint_patches import html_characters
from briefing.typeset.weasyprint_patches.patch import find

HTML = (
    "<!doctype html><html lang=ar><title>T &amp; U</title><body class='a b'><p>One < two &lt; three\r\nfour"
    '<p title="x &quot; ]">Text^ [a-z] \\x5d é العربية 𝐀<br/>more<script>if (a < b) {}</script>'
    "<table><tr><td>cell<svg viewBox='0 0 1 1'><path d='M0 0'/></svg></table><!-- a - comment -->"
)


class Dictionary(dict):
    """A cache that counts what is not found."""

    def __init__(self):
        super().__init__()
        self.missing = 0

    def __getitem__(self, key):
        if key not in self:
            self.missing += 1
        return super().__getitem__(key)


@pytest.fixture
def parsed(monkeypatch):
    """Return the tree of a page, and the number of patterns that tinyhtml5 did not find."""

    def parse(*, is_patched: bool) -> tuple[bytes, int]:
        kept = Dictionary()
        monkeypatch.setattr(inputstream, "characters_until_regex", kept)
        plain = find("tinyhtml5.inputstream:HTMLUnicodeInputStream.chars_until")
        function = html_characters._compiled_once(plain, kept) if is_patched else plain
        monkeypatch.setattr(inputstream.HTMLUnicodeInputStream, "chars_until", function)
        return ElementTree.tostring(tinyhtml5.parse(HTML, namespace_html_elements=False)), kept.missing

    return parse


def test_the_tree_is_the_same_and_no_pattern_is_compiled_twice(parsed):
    plain, compiled = parsed(is_patched=False)
    assert parsed(is_patched=True) == (plain, 0)
    assert compiled > 20
    assert "العربية".encode("ascii", "xmlcharrefreplace") in plain
