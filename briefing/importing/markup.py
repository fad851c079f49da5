"""Runs and blocks → Markdown that prints exactly their words. What is written is parsed again before it is used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from briefing.files.picture_formats import recognise
from briefing.importing.document_tree import (
    CONTINUED,
    Block,
    Box,
    Cited,
    Format,
    Item,
    LeftOut,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
)
from briefing.importing.instructions import PICTURE_ALT
from briefing.markdown.footnotes import parse_text
from briefing.markdown.grammar import plain_parser, walk_tokens
from briefing.markdown.scripts import TAGS

ALWAYS = re.compile(
    r"[\\`*\[\]{}^]|~|<(?=[A-Za-z/!?<])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|\$(?=[^\s\d])|=="
)
"""Characters that may be markup wherever they are."""

ANY = re.compile(r"[\\`*_\[\]{}<>~^&!$=]")
"""All characters of markup inside a line. Brackets and commas with a backslash would look like LaTeX."""

STARTS = re.compile(
    r"(?P<sign>[#>+\-=|:])|(?P<number>\d{1,9}|[^\W\d_]|[ivxlIVXL]{1,6})(?P<stop>[.)])(?=\s|$)"
)
"""The start of a line that would be a heading, a quotation, a list, a table or a definition."""

AUTOLINK = re.compile(r"https?://[^\s<>]+")
SIGNS = {Format.SUPERSCRIPT: "^", Format.SUBSCRIPT: "~"}
DEEPEST = 3


@dataclass
class Markup:
    """Writes Markdown, and collects the pictures of a document as files."""

    ids: Mapping[str, str] = field(default_factory=dict)
    """The ids of sources, by those that the document has."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """The pictures, by their names in the folder of the brief."""
    left_out: list[LeftOut] = field(default_factory=list)

    # --- Paragraphs -----------------------------------------------------------------------------------

    def inline(self, runs: Sequence[Run], *, has_notes: bool = True, is_line: bool = False) -> str:
        """Return the Markdown of a paragraph, without notes if they have no place there.

        A line (a title, a key point) cannot begin with the markup of a block.
        """
        merged = list(_merged(run for run in runs if has_notes or not run.note))
        wanted = _plain(_printed(merged))
        attempts = (
            (merged, ALWAYS),
            (merged, ANY),
            ([replace(run, formats=run.formats & SIGNS.keys()) for run in merged], ANY),
            ([replace(run, formats=frozenset(), address="") for run in merged], ANY),
        )
        for tried, signs in attempts:
            typed = self._typed(tried, signs)
            typed = typed if is_line else _at_start(typed)
            if _plain(words_of(typed)) == wanted:
                break
        return typed

    def _typed(self, runs: Sequence[Run], signs: re.Pattern[str]) -> str:
        pieces: list[str] = []
        for run in runs:
            if run.is_break:
                pieces[-1:] = [pieces[-1].rstrip()] if pieces else []
                pieces.append("\\\n")
            elif run.note:
                inside = self.inline(run.note, has_notes=False, is_line=True).replace("\\\n", " ")
                pieces.append(f"^[{inside}]")
            elif run.cited:
                pieces[-1:] = [pieces[-1].rstrip()] if pieces else []
                pieces.append(f" [{'; '.join(self._cited(one) for one in run.cited)}]")
            elif run.picture:
                pieces.append(self._picture(run.picture))
            else:
                pieces.append(_formatted(run, signs))
        return re.sub(r" {2,}", " ", "".join(pieces)).strip()

    def _cited(self, cited: Cited) -> str:
        name = self.ids.get(cited.id, cited.id)
        return f"@{name}, {cited.locator}" if cited.locator else f"@{name}"

    def _picture(self, picture: Picture) -> str:
        name = self.keep(picture)
        return f"![{escaped(picture.description or PICTURE_ALT)}]({name})" if name else ""

    def keep(self, picture: Picture) -> str:
        """Return the name of the file of a picture; "" if its format cannot be printed."""
        for name, content in self.pictures.items():
            if content == picture.content:
                return name
        found = recognise(picture.content)
        if found is None or not found.ending:
            kind = found.name if found else "a picture in an unknown format"
            way = f"; {found.way_out}" if found else ""
            self.left_out.append(LeftOut(f"{kind}, which cannot be printed{way}", picture.description))
            return ""
        name = f"figures/picture-{len(self.pictures) + 1}{found.ending}"
        self.pictures[name] = picture.content
        return name

    # --- Blocks ---------------------------------------------------------------------------------------

    def blocks(self, blocks: Sequence[Block], level: int = 1) -> str:
        """Return the Markdown of blocks; `level` is that of the section, whose headings are below it."""
        pieces: list[str] = []
        kinds: list[str] = []
        indents: list[int] = []
        pending: list[Run] = []
        for block in blocks:
            kind, text = self._block(block, level, indents)
            if kind in ("heading", "table"):
                pending += notes_in(block)
            elif pending and kind == "text":
                text += "".join(self._typed(pending, ALWAYS))
                pending = []
            if text:
                pieces.append(
                    ("\n" if kinds and kind == kinds[-1] == "item" else "\n\n" if kinds else "") + text
                )
                kinds.append(kind)
        if pending:
            pieces.append("\n\n" + self._typed(pending, ALWAYS))
        return "".join(pieces)

    def _block(self, block: Block, level: int, indents: list[int]) -> tuple[str, str]:
        if isinstance(block, Table):
            return "table", self.table(block)
        if isinstance(block, Box):
            return "text", self.blocks(block.blocks, level)
        if block.item:
            return "item", self._item(block, block.item, indents)
        indents.clear()
        if block.level:
            sign = "#" * max(2, min(block.level - level + 1, DEEPEST))
            words = self.inline(block.runs, has_notes=False, is_line=True).replace("\\\n", " ")
            return "heading", f"{sign} {words}" if words else ""
        typed = self.inline(block.runs)
        return (
            "text",
            f"> {typed.replace(chr(10), chr(10) + '> ')}" if block.style is Style.QUOTE and typed else typed,
        )

    def _item(self, block: Paragraph, item: Item, indents: list[int]) -> str:
        """Return an item; `indents` are the columns in which the texts of the levels above it begin."""
        typed = self.inline(block.runs)
        if item.number == CONTINUED:
            margin = " " * (indents[min(item.level, len(indents) - 1)] if indents else 0)
            return "\n" + margin + typed.replace("\n", f"\n{margin}") if indents else typed
        level = min(item.level, len(indents))
        start = indents[level - 1] if level else 0
        sign = f"{item.number}." if item.number else "-"
        indents[level:] = [start + len(sign) + 1]
        margin = " " * indents[level]
        return f"{' ' * start}{sign} {typed}".replace("\n", f"\n{margin}")

    def table(self, table: Table) -> str:
        """Return a table as Markdown, with its notes in the cells left for its note."""
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        if not rows or not rows[0]:
            return ""
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])

    def _cell(self, runs: Sequence[Run]) -> str:
        typed = self.inline(
            [replace(run, is_break=False, text=" ") if run.is_break else run for run in runs],
            has_notes=False,
            is_line=True,
        )
        return typed.replace("|", r"\|").replace("\n", " ")


def notes_in(block: Block) -> list[Run]:
    """Return the notes in a heading or in the cells of a table, which cannot be printed there."""
    if isinstance(block, Table):
        return [run for row in block.rows for cell in row for run in cell if run.note]
    return [run for run in block.runs if run.note] if isinstance(block, Paragraph) else []


def escaped(words: str) -> str:
    """Return the Markdown of words without a format."""
    return ALWAYS.sub(r"\\\g<0>", words)


def words_of(typed: str, *, is_block: bool = False) -> str:
    """Return the words that a text prints, without those of footnotes, citations and facts."""
    tokens = parse_text(plain_parser(), typed, is_block=is_block)
    return "".join(_words(_without_notes(tokens)))


def _without_notes(tokens: Sequence[Token]) -> list[Token]:
    end = next(
        (index for index, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens)
    )
    return list(tokens[:end])


def _words(tokens: Sequence[Token], *, has_pictures: bool = False) -> Iterator[str]:
    for token in walk_tokens(list(tokens)):
        if token.type in ("text", "code_inline", "code_block", "fence"):
            yield token.content
        elif token.type == "image" and has_pictures:
            yield f" {token.content} "
        elif token.type in ("softbreak", "hardbreak") or (token.block and token.nesting < 0):
            yield " "
        elif has_pictures:
            yield " " if token.tag in TAGS.values() else ""


def all_words_of(typed: str) -> str:
    """Return all words that a text prints, also in footnotes and alternative texts; scripts are words of their own."""
    return "".join(_words(parse_text(plain_parser(), typed, is_block=True), has_pictures=True))


def _plain(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).split())


def _printed(runs: Iterable[Run]) -> str:
    """Return the words that runs print; a citation follows the word before it."""
    words = ""
    for run in runs:
        words = words.rstrip() if run.cited else words + (" " if run.is_break else run.text)
    return words


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs, joined where their formats are the same; spaces between two others have theirs."""
    last: Run | None = None
    for run in runs:
        is_text = not (run.note or run.cited or run.picture or run.is_break)
        if is_text and not run.text:
            continue
        if is_text and last is not None and _is_alike(run, last):
            last = replace(last, text=last.text + run.text)
            continue
        if last is not None:
            yield last
            last = None
        if is_text:
            last = run
        else:
            yield run
    if last is not None:
        yield last


def _is_alike(run: Run, last: Run) -> bool:
    """Return True if a run can be joined with the one before it."""
    return run.address == last.address and (run.formats == last.formats or not run.text.strip())


def _formatted(run: Run, signs: re.Pattern[str]) -> str:
    words = run.text.strip()
    if not words:
        return run.text
    before, after = (run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :])
    if Format.CODE in run.formats:
        fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
        typed = f"{fence}{words}{fence}" if fence == "`" else f"{fence} {words} {fence}"
    else:
        typed = signs.sub(r"\\\g<0>", words)
        if re.fullmatch(r"(?:~[^~]*)", words):
            typed = words if signs is ALWAYS else typed
        for one, sign in SIGNS.items():
            if one in run.formats:
                typed = " ".join(f"{sign}{word}{sign}" for word in typed.split())
        typed = f"*{typed}*" if Format.ITALIC in run.formats else typed
        typed = f"**{typed}**" if Format.BOLD in run.formats else typed
    if run.address and run.address == words and AUTOLINK.fullmatch(words):
        typed = f"<{words}>"
    elif run.address:
        typed = f"[{typed}]({_address(run.address)})"
    return f"{before}{typed}{after}"


def _address(address: str) -> str:
    """Return an address as typed in a link; spaces and brackets are percent-encoded."""
    return re.sub(r"[\s<>()\\]", lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), address)


def _at_start(typed: str) -> str:
    """Return a paragraph whose start is no markup of blocks."""
    lines = typed.split("\n")
    return "\n".join(
        STARTS.sub(_escaped_start, line, count=1) if STARTS.match(line) else line for line in lines
    )


def _escaped_start(start: re.Match[str]) -> str:
    return f"\\{start[0]}" if start["sign"] else f"{start['number']}\\{start['stop']}"
