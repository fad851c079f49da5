"""Drawings are kept between builds as plain files; what is damaged or not plain is drawn again."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.files import kept_drawings
from briefing.files.kept_drawings import MOST_ON_DISK, KeptDrawings, is_plain, write_drawings
from briefing.files.read_log import digest_of
from tests.cases import each

KEY = "0123456789abcdef" * 2


def drawing(inside: str = "", more: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg"{more} width="9" height="9">{inside}</svg>'


GOOD = drawing(
    '<defs><clipPath id="a"><rect/></clipPath></defs><g clip-path="url(#a)"><text>on 5 &lt; 6</text></g>'
)


def kept_in(folder: Path) -> KeptDrawings:
    kept = KeptDrawings()
    kept.folder = folder
    return kept


def test_a_drawing_is_found_by_the_next_process(tmp_path):
    first = kept_in(tmp_path)
    assert first.find(KEY) is None
    first.keep(KEY, GOOD)
    write_drawings(tmp_path, first.take_new())
    assert (first.find(KEY), first.take_new()) == (GOOD, {})
    assert [path.name for path in tmp_path.iterdir()] == [f"drawing-{KEY}.svg"]
    second = kept_in(tmp_path)
    assert (second.find(KEY), second.find("f" * 32), second.take_new()) == (GOOD, None, {})


def test_without_a_folder_a_drawing_is_kept_in_memory_only():
    kept = KeptDrawings()
    kept.keep(KEY, GOOD)
    assert kept.find(KEY) == GOOD


NOT_PLAIN = {
    "a script": drawing("<script>x()</script>"),
    "an event": drawing("<g onclick='x()'/>"),
    "an event at the root": drawing(more=' onload="x()"'),
    "a link": drawing("<a href='https://example.org'><text>A</text></a>"),
    "an old link": drawing("<g xmlns:x='http://www.w3.org/1999/xlink' x:href='#a'/>"),
    "a picture": drawing("<image width='9' height='9'/>"),
    "a style": drawing("<g style='fill: url(https://example.org)'/>"),
    "a link on a shape": drawing("<g href='#a'/>"),
    "a source": drawing("<g src='a.png'/>"),
    "a style that names nothing": drawing("<g style='fill: red'/>"),
    "a style sheet": drawing("<style>@import 'x';</style>"),
    "a paint from elsewhere": drawing("<g fill='url(https://example.org/#a)'/>"),
    "HTML": drawing("<foreignObject><p>A</p></foreignObject>"),
    "another namespace": drawing("<p xmlns='http://www.w3.org/1999/xhtml'/>"),
    "an entity": f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{drawing('&a;')}",
    "an instruction": f"<?xml-stylesheet href='a.css'?>{drawing()}",
    "another root": "<g xmlns='http://www.w3.org/2000/svg'/>",
    "no XML": "drawing",
    "nothing": "",
}


@each("name", NOT_PLAIN)
def test_what_is_not_plain_is_neither_written_nor_read(name, tmp_path):
    forged = NOT_PLAIN[name]
    assert not is_plain(forged)
    kept = kept_in(tmp_path)
    kept.keep(KEY, forged)
    assert kept.take_new() == {}
    write_drawings(tmp_path, {KEY: forged})
    assert list(tmp_path.iterdir()) == []
    (tmp_path / f"drawing-{KEY}.svg").write_text(f"{digest_of(forged.encode())}\n{forged}")
    assert kept_in(tmp_path).find(KEY) is None


@each(
    "damage",
    [
        lambda content: content[:-9],
        lambda content: content.replace(b"5", b"7"),
        lambda content: content.partition(b"\n")[2],
        lambda content: content + b"\xff",
        lambda _: b"",
        lambda content: content + b" " * (kept_drawings.DRAWING_LIMIT + 1_000),
    ],
)
def test_a_damaged_file_is_replaced(damage, tmp_path):
    write_drawings(tmp_path, {KEY: GOOD})
    path = tmp_path / f"drawing-{KEY}.svg"
    path.write_bytes(damage(path.read_bytes()))
    kept = kept_in(tmp_path)
    assert kept.find(KEY) is None
    kept.keep(KEY, GOOD)
    write_drawings(tmp_path, kept.take_new())
    assert kept_in(tmp_path).find(KEY) == GOOD


def test_the_oldest_files_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(kept_drawings, "MOST_ON_DISK", 3)
    assert MOST_ON_DISK > 100
    for number in range(5):
        path = tmp_path / f"drawing-{number:032}.svg"
        write_drawings(tmp_path, {f"{number:032}": GOOD})
        os.utime(path, (9 - number, 9 - number))  # the first ones are the youngest
    write_drawings(tmp_path, {"f" * 32: GOOD})
    (tmp_path / "editions.json").touch()
    names = sorted(path.name for path in tmp_path.glob("drawing-*"))
    assert names == [f"drawing-{0:032}.svg", f"drawing-{1:032}.svg", f"drawing-{'f' * 32}.svg"]


def test_a_process_keeps_a_limited_number(monkeypatch):
    monkeypatch.setattr(kept_drawings, "MOST_IN_MEMORY", 2)
    kept = KeptDrawings()
    for key in "abc":
        kept.keep(key, GOOD)
    assert [kept.find(key) for key in "abc"] == [None, GOOD, GOOD]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    folder = tmp_path / "file"
    folder.touch()
    write_drawings(folder, {KEY: GOOD})
    assert folder.read_bytes() == b""
