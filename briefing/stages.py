"""The values that pass from stage to stage: to understand the product, read this file.

discover → load → validate → tailor → compose → typeset → fit → check → write:
Job → Tailored → Page → Sheets → Pdf. The results are in `results.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from math import ceil
from pathlib import PurePosixPath
from shlex import quote
from typing import Literal

from briefing.core.finding import Finding, Span
from briefing.core.source_map import Key, SourceMap
from briefing.files.read_log import ReadLog
from briefing.model.audience import Audience
from briefing.model.brief import Brief
from briefing.model.content import EditionContent
from briefing.model.labels import Labels, Scale
from briefing.model.language import Traits, Vocabulary
from briefing.model.settings import Settings
from briefing.model.theme import ChosenTheme
from briefing.structure.standards import Standard

SHIPPED_ONLY = "--shipped-only"
"""The option that ignores the workspace's own templates and styles, as the options of an edition name it."""


SET = "--set"
"""The option that sets a value of the briefs, as the options of an edition name it."""


def set_options(values: Iterable[str]) -> list[str]:
    """Return the options that set values, as they are typed in a shell."""
    return [f"{SET} {quote(value)}" for value in values]


class Modifier(StrEnum):
    """A modified edition: for readers with low vision, for a black-and-white printer, or for a printing press.

    The stylesheet of this name comes last in the cascade.
    """

    LARGE_PRINT = "large-print"
    MONO = "mono"
    PRESS = "press"


class Medium(StrEnum):
    """The medium that a page is composed for: paper, as in the PDF, or the window of a browser."""

    PRINT = "print"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """One PDF: a brief for an audience, in a language, on a paper size, with or without modifiers."""

    brief: str
    audience: str
    language: str
    paper: str = "a4"
    modifiers: tuple[Modifier, ...] = ()
    is_draft: bool = False
    """Whether it may have errors, and is marked as a draft on every page."""

    @property
    def name(self) -> str:
        """The name of its file, without the extension."""
        paper = () if self.paper == "a4" else (self.paper,)
        draft = ("draft",) if self.is_draft else ()
        return "-".join((self.brief, self.audience, self.language, *self.modifiers, *paper, *draft))

    @property
    def is_large(self) -> bool:
        """Return whether it is in large print, which has no page limit."""
        return Modifier.LARGE_PRINT in self.modifiers

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Job:
    """The validated input of one edition."""

    edition: Edition
    brief: Brief
    audience: Audience
    lineage: tuple[str, ...]
    """The audience and those that it extends, the nearest first."""
    settings: Settings
    labels: Labels
    traits: Traits
    scale: Scale | None
    source_map: SourceMap
    settings_places: SourceMap | None = None
    theme: ChosenTheme = field(default_factory=ChosenTheme)
    """The theme of the workspace, with the values of its options."""
    findings: tuple[Finding, ...] = ()
    """The warnings that were found while loading."""
    is_fitted: bool = True
    """Whether it may be tightened to fit its page limit."""
    standard: Standard = Standard.UA1
    """The standard that its PDF conforms to."""
    is_shipped_only: bool = False
    """Whether the templates and styles of its workspace are ignored."""
    set_values: tuple[str, ...] = ()
    """The values of its brief that the command line has set, each as KEY=VALUE."""
    passages: Mapping[str, tuple[Labels, Traits]] = field(default_factory=dict)
    """The labels and traits of the languages of passages in its texts, by their tags."""
    translates: Brief | None = None
    """The brief that this one is a translation of."""
    untranslated: Mapping[Key, Finding] = field(default_factory=dict)
    """The findings for texts that are not translated, by key; the edition does not print these texts."""
    reads: ReadLog = field(default_factory=ReadLog, compare=False, repr=False)
    """The log of what was read, looked for and listed to plan it."""

    @property
    def name(self) -> str:
        """The name of its edition."""
        return self.edition.name

    @property
    def locale(self) -> str:
        """The locale tag of its language."""
        return self.traits.locale or self.edition.language

    @property
    def options(self) -> str:
        """The options that it is built with, except those in its name."""
        layers = f" {SHIPPED_ONLY}" if self.is_shipped_only else ""
        values = "".join(f" {option}" for option in set_options(self.set_values))
        return f"--pdf {self.standard} {'--fit' if self.is_fitted else '--no-fit'}{layers}{values}"


@dataclass(frozen=True)
class Tailored:
    """A job and the content of its edition: one variant of each text, and nothing for other audiences."""

    job: Job
    content: EditionContent


@dataclass(frozen=True)
class Version:
    """A brief in one language, with all variants of its texts and the place of each."""

    language: str
    brief: Brief
    source_map: SourceMap
    labels: Labels
    scale: Scale | None = None
    settings: Settings = field(default_factory=Settings)
    traits: Traits = field(default_factory=Traits)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


@dataclass(frozen=True)
class Confirmations:
    """The text that each variant was written against, as recorded by `brief confirm`."""

    against: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The digests of the text that a variant was written against and of the variant, by the name of the variant."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts that variants were written against, by their digests."""


@dataclass(frozen=True)
class EditionSet:
    """A brief with all of its languages and editions, which are checked together."""

    slug: str
    versions: tuple[Version, ...]
    """The original language comes first."""
    editions: tuple[Tailored, ...]
    today: date
    """The date against which the dates in the brief are checked."""
    confirmations: Confirmations | None = None
    """The confirmed variants; None if nothing was ever confirmed."""

    @property
    def base(self) -> Version:
        """The version that the others are translations of."""
        return self.versions[0]

    def version_in(self, language: str) -> Version:
        """Return the version in a language, which must exist."""
        return next(version for version in self.versions if version.language == language)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to the PDF."""

    name: str
    content: bytes
    description: str
    day: date
    relationship: Literal["Source", "Data"] = "Data"
    """The source of the edition, or the data of one of its exhibits (ISO 32000-2, 7.11.3, table 43)."""


ORIGIN = "data-bw-origin"
"""The attribute that passes the origin of an element to the typesetter, which removes it when reading the page."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of an element of a page: its start tag in a template, and the key of the text that it contains."""

    template: Span | None = None
    key: Key = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A CSS declaration in a stylesheet, a style element or a style attribute, and its place."""

    name: str
    """The property as written: a value of `margin-left` may come from `margin`."""
    value: str
    selector: str
    """The selector of its rule; empty in a style attribute and in `@page`."""
    where: Span
    token: Declaration | None = None
    """The declaration of the first variable in its value."""


@dataclass(frozen=True)
class Page:
    """The composed HTML, and the names of its stylesheets in the order of the cascade."""

    html: str
    stylesheets: tuple[str, ...]
    base: str
    """The name of the file that relative addresses are resolved against: `content/<brief>/brief.html`."""
    attach: Callable[[], tuple[Attachment, ...]] = field(default=tuple, compare=False)
    """Makes the files attached to the PDF, which only its export needs."""
    fit_steps: tuple[str, ...] = ()
    """The stylesheets that tighten it step by step if it exceeds its page limit."""
    is_mono: bool = False
    """Whether every colour is converted to greyscale."""
    is_press: bool = False
    """Whether it is printed on a press: neutral colours in black ink alone."""
    output_intent: str = ""
    """The name of the colour profile of the press; "" for sRGB."""
    numbered: str = ""
    """The same HTML for the typesetter: each start tag has the number of its origin in the attribute `ORIGIN`."""
    origins: tuple[Origin, ...] = ()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files attached to the PDF."""
        return self.attach()


@dataclass(frozen=True, slots=True)
class EngineWarning:
    """A message from the typesetter, before a rule turns it into a finding."""

    kind: str
    subject: str
    detail: str
    file: str = ""
    line: int = 0
    column: int = 0
    count: int = 1
    """The number of occurrences of a character on the page."""
    help: str = ""
    """The way out, where the typesetter knows it."""


@dataclass(frozen=True, slots=True)
class ElementWords:
    """An element whose letters were not painted exactly once: its text, and the painted letters."""

    element: str
    meant: str
    painted: str
    origin: Origin = Origin()
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The texts that one CSS rule hides by `display: none`, by element, including alternative texts of pictures."""

    texts: tuple[str, ...]
    classes: frozenset[str]
    """The classes of the elements, of their descendants and of their ancestors."""
    selector: str
    """The selector of the rule; empty if the rule was not found."""
    where: Span


@dataclass(frozen=True, slots=True)
class OutsizedPage:
    """A page of a size that no PDF may have, in millimetres, and the place in a style that sets the size."""

    page: int
    """The page number, counted from 1."""
    width: float
    height: float
    where: Span


@dataclass(frozen=True, slots=True)
class MisplacedText:
    """A text or picture that runs off its page (`edge`), overlaps another (`overlap`), is cut off, or is hidden."""

    how: Literal["edge", "overlap", "cut", "hidden", "covered"]
    text: str
    other: str
    page: int
    """The page number; 0 if it is on no page."""
    is_picture: bool = False
    """Whether it is a picture; `text` is then its alternative text or its address."""
    origin: Origin = Origin()
    """The origin of its element or, if a table is too wide, of the table."""
    declaration: Declaration | None = None
    """The declaration that caused it, if a style did."""
    distance: float = 0.0
    """In millimetres: how far the furthest of them extends beyond the edge, or how far two of them overlap."""
    count: int = 1
    """The number of texts or pictures that have the same cause."""
    pages: tuple[int, ...] = ()
    """The pages that they are on."""
    is_table: bool = False
    """Whether the cause is a table that is too wide; `distance` is then the excess width, `other` the table's title."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw in accessibility: the element, its text or address, and the problem."""

    kind: Literal["page", "heading", "picture", "link", "table", "colour", "markup", "character"]
    """The kind of element; `colour` is an invalid colour in a drawing of the page, `character` a private-use one."""
    element: str
    text: str
    detail: str
    origin: Origin = Origin()
    declaration: Declaration | None = None
    """The CSS variable that a chart takes the colour from."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Texts that are illegible or hard to read for one cause, with the worst measured value and the limit.

    `contrast` is a ratio. `size`, and `small` (less than the style's own smallest size), are in points. `piled` texts
    overlap within one paragraph, `narrow` lines hold a letter or two, a `broken` word has no hyphen, `outside` and
    `cut` texts of a drawing extend beyond its frame, and `crowded` ones overlap in a font that was replaced.
    """

    kind: Literal["contrast", "size", "small", "piled", "narrow", "broken", "outside", "cut", "crowded"]
    text: str
    """The worst of them."""
    element: str
    page: int
    count: int = 1
    """The number of such texts."""
    measured: float = 0.0
    limit: float = 0.0
    colours: tuple[str, str] = ("", "")
    """The colours of the text and its background, as `#rrggbb`."""
    better: str = ""
    """The nearest colour with enough contrast, of the text or, with `is_ground`, of its background."""
    is_ground: bool = False
    """Whether `declaration` sets the background of the text."""
    other: str = ""
    """The text that it overlaps; of a broken word, what is after the break."""
    font: str = ""
    """The font that was replaced."""
    declaration: Declaration | None = None
    """The declaration that caused it."""
    token: Declaration | None = None
    """The CSS variable that a chart takes the colour from."""
    where: Span | None = None
    """The place of the text in the file of a drawing."""
    width: float = 0.0
    """The width at which the drawing of the text is printed, in points."""
    wanted: float = 0.0
    """The style's own smallest size, in points: what is below the readable size is below it, too."""
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class CoarsePicture:
    """A picture that is printed so large that its pixels are visible."""

    address: str
    pixels: tuple[int, int]
    millimetres: tuple[float, float]
    ppi: float
    """Pixels per inch, in the direction in which there are fewer."""
    where: Span | None = None
    """The tag or the declaration that shows it."""


@dataclass(frozen=True, slots=True)
class Room:
    """The space that something takes: its height in lines of running text, and its words, both approximate."""

    lines: int
    words: int


@dataclass(frozen=True, slots=True)
class PartRoom:
    """The space that a part or a section takes on all pages; `names` are its classes."""

    names: tuple[str, ...]
    room: Room


@dataclass(frozen=True, slots=True)
class SheetUse:
    """The used space of a page, down to its last line or picture, and its share of the page.

    `line_count` is the number of lines below one another, whatever their size.
    """

    room: Room
    line_count: int
    share: float
    follows_forced_break: bool
    """Whether the page begins after a forced page break."""
    is_left_out: bool = False
    """Whether it is blank so that the next page is a right-hand or a left-hand one."""
    declaration: Declaration | None = None
    """The declaration of the break before the page; for an empty page, also of the break after it."""
    height: float = 0.0
    """The height of the used space, in millimetres."""
    has_only_headings: bool = False
    """Whether it has headings, and neither other texts nor pictures."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The empty end of a page in the middle of an edition: what follows did not fit on it and begins the next one."""

    caption: str
    """The caption of the exhibit that follows, or the first words of the text."""
    page: int
    """The number of the page with the gap, counted from 1."""
    share: float
    """The share of the page that is empty."""
    is_exhibit: bool = True
    would_float: bool = False
    """True if text after the exhibit would fill the page if the exhibit floated."""
    declaration: Declaration | None = None
    """The workspace's own declaration that forbids a break in it or next to it."""
    shipped: Declaration | None = None
    """The shipped declaration that does so, if the workspace has none."""


LEAST_SHARE = 1 / 3
"""The share of the last page that must be used, so that it does not look forgotten."""


@dataclass(frozen=True)
class Sheets:
    """The laid-out pages. `document` is an object of the engine, for `typeset` only."""

    document: object
    page_count: int
    miscounted: tuple[ElementWords, ...]
    misplaced: tuple[MisplacedText, ...]
    undeclared_families: Mapping[str, Span]
    """The font families that a style uses and no `@font-face` declares, with their places."""
    engine_warnings: tuple[EngineWarning, ...]
    uses: tuple[SheetUse, ...]
    """The used space of each page."""
    part_rooms: tuple[PartRoom, ...]
    find_gaps: Callable[[], tuple[Gap, ...]]
    """Finds the gaps at the ends of pages, with the rules behind them; only for pages that are kept."""
    flaws: tuple[Flaw, ...] = ()
    cascade: object = None
    """Finds the declarations behind the pages; for `typeset` only."""
    unseen: frozenset[int] = frozenset()
    """The elements (by `id`) whose texts are among the misplaced as hidden, cut or covered."""
    displaced: frozenset[int] = frozenset()
    """The lines (by the `id` of their boxes) that are among the misplaced, beyond an edge or on another line."""
    least_size: float = 0.0
    """The style's own smallest type size, in points; 0 if it sets none."""
    least_script_size: float = 0.0
    """That of superscripts and subscripts; 0 if the style sets none for them."""
    left_out: tuple[LeftOut, ...] = ()
    outsized: tuple[OutsizedPage, ...] = ()
    """One page for each size."""
    attach: Callable[[], tuple[Attachment, ...]] = tuple
    """Makes the files attached to the PDF."""
    is_mono: bool = False
    is_press: bool = False
    output_intent: bytes = b""
    """The colour profile of the press; empty for sRGB."""
    steps: tuple[str, ...] = ()
    """The stylesheets that were applied to fit the page limit, or to save an almost empty last page."""
    excess: Room | None = None
    """The overhang of the almost empty last page with all steps; None if these were not tried for it."""
    place: Callable[[EngineWarning], EngineWarning] = lambda warning: warning
    """Adds to a message the place in a template or a stylesheet that it is about."""

    @property
    def ends_almost_empty(self) -> bool:
        """True if the last page has only a few lines, unless the style begins it."""
        last = self.uses[-1]
        return self.page_count > 1 and not last.follows_forced_break and 0 < last.share < LEAST_SHARE

    @property
    def has_sparse_end(self) -> bool:
        """True if the last page, or the last one before a page that the style begins, has only a few lines."""
        return self.ends_almost_empty or any(
            after.follows_forced_break and not use.follows_forced_break and 0 < use.share < LEAST_SHARE
            for use, after in pairwise(self.uses[1:])
        )

    @property
    def overhang(self) -> Room:
        """The text to cut to save the last page: its lines, less the room that is left on the page before it.

        The words are those of as many average lines of the edition, as the last page often has small print only.
        """
        last, before = self.uses[-1], self.uses[-2:][0]
        left = before.room.lines * (1 - before.share) / before.share if before.share > 0 else 0
        lines = max(1, round(last.room.lines - left))
        whole = [use.room for use in self.uses]
        words, of_lines = sum(room.words for room in whole), sum(room.lines for room in whole)
        return Room(lines, ceil(lines * words / max(of_lines, 1)))

    @property
    def fitted(self) -> tuple[str, ...]:
        """The name of each step that tightened the edition: `styles/fit/1-spacing.css` is `spacing`."""
        return tuple(PurePosixPath(step).stem.lstrip("0123456789-") for step in self.steps)


@dataclass(frozen=True)
class Pdf:
    """The bytes of a PDF file, and the messages and measurements from its export."""

    content: bytes
    page_count: int
    engine_warnings: tuple[EngineWarning, ...]
    unreadable: tuple[Unreadable, ...] = ()
    """The texts that are illegible as painted."""
    coarse: tuple[CoarsePicture, ...] = ()
    """The pictures with too few pixels for their printed size."""
    colours: tuple[str, ...] = ()
    """The colours in an edition that must be greyscale."""
    attached: tuple[str, ...] = ()
    """The names of the files that may be attached."""
    tag_of: Callable[[str], Span | None] = lambda text: None
    """Returns the tag in a template that contains a text or an address."""
