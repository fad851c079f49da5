"""The values that pass from stage to stage; reading this file is reading the product.

discover → load → validate → tailor → compose → typeset → fit → check → write:
Job → Tailored → Page → Sheets → Pdf. What comes of them is in `results.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
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
from briefing.structure.standards import Standard

SHIPPED_ONLY = "--shipped-only"
"""The option that passes over the workspace's own templates and styles, among the options of an edition."""


class Modifier(StrEnum):
    """How an edition is made for other eyes or another printer: a stylesheet of this name, read last."""

    LARGE_PRINT = "large-print"
    MONO = "mono"


class Medium(StrEnum):
    """What the page of an edition is composed for: paper, which the PDF is, or the window of a browser."""

    PRINT = "print"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """What becomes one PDF: a brief for an audience, in a language, on a paper, modified or not."""

    brief: str
    audience: str
    language: str
    paper: str = "a4"
    modifiers: tuple[Modifier, ...] = ()
    is_draft: bool = False
    """Whether it may have errors, and says on every page that it is a draft."""

    @property
    def name(self) -> str:
        """The name of its file, without the ending."""
        paper = () if self.paper == "a4" else (self.paper,)
        draft = ("draft",) if self.is_draft else ()
        return "-".join((self.brief, self.audience, self.language, *self.modifiers, *paper, *draft))

    @property
    def is_large(self) -> bool:
        """Whether it is in large print: as long as it needs to be."""
        return Modifier.LARGE_PRINT in self.modifiers

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Job:
    """All that was read and found good for one edition."""

    edition: Edition
    brief: Brief
    audience: Audience
    lineage: tuple[str, ...]
    """The audience, and those that it extends, the nearest first."""
    settings: Settings
    labels: Labels
    traits: Traits
    scale: Scale | None
    source_map: SourceMap
    settings_places: SourceMap | None = None
    findings: tuple[Finding, ...] = ()
    """What was found while reading and stops nothing."""
    is_fitted: bool = True
    """Whether it may be set tighter where it runs over its pages."""
    standard: Standard = Standard.UA1
    """What its PDF promises."""
    is_shipped_only: bool = False
    """Whether the templates and styles of its workspace are passed over."""
    translates: Brief | None = None
    """The brief that this one is a translation of."""
    reads: ReadLog = field(default_factory=ReadLog, compare=False, repr=False)
    """What was read, looked for and listed to plan it."""

    @property
    def name(self) -> str:
        """The name of its edition."""
        return self.edition.name

    @property
    def locale(self) -> str:
        """The tag of the locale of its language."""
        return self.traits.locale or self.edition.language

    @property
    def options(self) -> str:
        """What was asked of it beside what its name says."""
        layers = f" {SHIPPED_ONLY}" if self.is_shipped_only else ""
        return f"--pdf {self.standard} {'--fit' if self.is_fitted else '--no-fit'}{layers}"


@dataclass(frozen=True)
class Tailored:
    """A job and the content of its edition: one variant of each text, and nothing meant for others."""

    job: Job
    content: EditionContent


@dataclass(frozen=True)
class Version:
    """A brief in one language: what it says in all of its registers, and where each text stands."""

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
    """What each wording was written against, as `brief confirm` wrote it down."""

    against: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By the name of a wording: the mark of the text that it was written against, and its own."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts that were written against, by their marks."""


@dataclass(frozen=True)
class EditionSet:
    """A brief with all of its languages and editions: what is checked together."""

    slug: str
    versions: tuple[Version, ...]
    """The one that it is written in first."""
    editions: tuple[Tailored, ...]
    today: date
    """The day on which what is said of time is judged."""
    confirmations: Confirmations | None = None
    """What was confirmed; None where nothing ever was."""

    @property
    def base(self) -> Version:
        """The version that the others translate."""
        return self.versions[0]

    def version_in(self, language: str) -> Version:
        """The version in a language that there is one in."""
        return next(version for version in self.versions if version.language == language)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF: its name, its bytes, what it is, its date, and what it is to the edition."""

    name: str
    content: bytes
    description: str
    day: date
    relationship: Literal["Source", "Data"] = "Data"
    """What the edition was made from, or what one of its exhibits shows (ISO 32000-2, 7.11.3, table 43)."""


ORIGIN = "data-bw-origin"
"""The attribute by which the typesetter learns the origin of an element; it is taken off again when it is read."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an element of a page comes from: its start tag in a template, and the text of the brief that it holds."""

    template: Span | None = None
    key: Key = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a stylesheet, a style element or a style attribute says of a property, and where."""

    name: str
    """As it is written there: a value of `margin-left` may come from `margin`."""
    value: str
    selector: str
    """Nothing in a style attribute and in `@page`."""
    where: Span
    token: Declaration | None = None
    """The declaration of the first variable in its value."""


@dataclass(frozen=True)
class Page:
    """The composed HTML, and the names of the stylesheets that it wants, in the order of the cascade."""

    html: str
    stylesheets: tuple[str, ...]
    base: str
    """The name of a file beside which relative addresses are looked up: `content/<brief>/brief.html`."""
    attachments: tuple[Attachment, ...] = ()
    fit_steps: tuple[str, ...] = ()
    """The stylesheets that may tighten it, one on top of the other, where it runs over its pages."""
    is_mono: bool = False
    """Whether every colour is turned to grey."""
    numbered: str = ""
    """The same HTML for the typesetter alone: each start tag has the number of its origin in `ORIGIN`."""
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineWarning:
    """A message that WeasyPrint logged, before a rule makes a finding of it."""

    kind: str
    subject: str
    detail: str
    file: str = ""
    line: int = 0
    column: int = 0
    count: int = 1
    """How often a character is on the page."""


@dataclass(frozen=True, slots=True)
class ElementWords:
    """An element whose letters were not painted exactly once: its text, and the letters that were painted."""

    element: str
    meant: str
    painted: str
    origin: Origin = Origin()
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What one rule of a style leaves out by `display: none`: its words, element by element, with those of pictures."""

    texts: tuple[str, ...]
    classes: frozenset[str]
    """Of the elements, of what is in them and of what they are in."""
    selector: str
    """Of the rule; nothing where it was not found."""
    where: Span


@dataclass(frozen=True, slots=True)
class OutsizedPage:
    """A page, which counts from 1, of a size that no PDF may have: in millimetres, and where a style sets it."""

    page: int
    width: float
    height: float
    where: Span


@dataclass(frozen=True, slots=True)
class MisplacedText:
    """A text or a picture that leaves its page (`edge`), lies on another one (`overlap`), is cut off, or not seen."""

    how: Literal["edge", "overlap", "cut", "hidden", "covered"]
    text: str
    other: str
    page: int
    """0 where it is on none."""
    is_picture: bool = False
    """Whether it is a picture, `text` being the words that stand for it, or its address."""
    origin: Origin = Origin()
    """Of its element; of a table that is too wide, the origin of the table."""
    declaration: Declaration | None = None
    """The declaration that caused it, where a style did."""
    distance: float = 0.0
    """In millimetres: how far the furthest of them stands out, or how far two of them overlap."""
    count: int = 1
    """The number of texts or pictures that have the same cause."""
    pages: tuple[int, ...] = ()
    """The pages that they are on."""
    is_table: bool = False
    """Whether the cause is a table that is too wide; `distance` is what it is too wide by, `other` its title."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that keeps a reader out: the element that has it, its text or address, and what is wrong."""

    kind: Literal["page", "heading", "picture", "link", "table", "colour"]
    """`colour` is one in a drawing of the page that cannot be drawn."""
    element: str
    text: str
    detail: str
    origin: Origin = Origin()
    declaration: Declaration | None = None
    """The token that a chart has the colour from."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Texts that nobody can read, or not well, for one cause: what was measured in the worst of them, and the limit.

    `contrast` is a ratio; `size`, and `small` for less than the style's own smallest size, are in points; `piled` are
    texts on top of each other in one paragraph, `narrow` lines of a letter or two, `outside` and `cut` texts of a
    drawing beyond its frame.
    """

    kind: Literal["contrast", "size", "small", "piled", "narrow", "outside", "cut"]
    text: str
    """The worst of them."""
    element: str
    page: int
    count: int = 1
    """How many there are."""
    measured: float = 0.0
    limit: float = 0.0
    colours: tuple[str, str] = ("", "")
    """Of the text and its ground, as `#rrggbb`."""
    better: str = ""
    """The nearest colour that would do."""
    other: str = ""
    """The text that it lies on."""
    declaration: Declaration | None = None
    """What the style says of it, and where."""
    token: Declaration | None = None
    """The variable that a chart has the colour from."""
    where: Span | None = None
    """Its place in the file of a drawing."""
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Room:
    """The room that something takes: its height in lines of running text, and its words; both are about so many."""

    lines: int
    words: int


@dataclass(frozen=True, slots=True)
class PartRoom:
    """The room that a part or a section takes over all pages; `names` are its classes."""

    names: tuple[str, ...]
    room: Room


@dataclass(frozen=True, slots=True)
class SheetUse:
    """What of a page is used: the room down to its last line or picture, and that as a share of the page.

    `line_count` counts the lines that stand under one another, whatever their size.
    """

    room: Room
    line_count: int
    share: float
    has_forced_break: bool
    """Whether the style sent what it begins with to a page of its own."""
    is_left_out: bool = False
    """Whether it stands empty so that the next one is a right-hand or a left-hand page."""
    declaration: Declaration | None = None
    """What a style says of the break that the page begins after; of an empty page, also of the one it ends with."""


@dataclass(frozen=True, slots=True)
class MovedExhibit:
    """An exhibit that did not fit at the end of a page, which counts from 1, and stands on the next."""

    caption: str
    page: int
    declaration: Declaration | None = None
    """The workspace's own rule that forbids a break in it or next to it."""


@dataclass(frozen=True)
class Sheets:
    """The laid-out pages. `document` is the engine's own and means nothing outside `typeset`."""

    document: object
    page_count: int
    miscounted: tuple[ElementWords, ...]
    misplaced: tuple[MisplacedText, ...]
    undeclared_families: Mapping[str, Span]
    """The fonts that are asked for and that no style declares, and where."""
    engine_warnings: tuple[EngineWarning, ...]
    uses: tuple[SheetUse, ...]
    """One for each page."""
    part_rooms: tuple[PartRoom, ...]
    moved: tuple[MovedExhibit, ...]
    flaws: tuple[Flaw, ...] = ()
    cascade: object = None
    """Finds the declarations behind the pages; it means nothing outside `typeset` either."""
    unseen: frozenset[int] = frozenset()
    """The elements (the `id` of each) whose texts are among the misplaced, as hidden, cut or covered."""
    displaced: frozenset[int] = frozenset()
    """The lines (the `id` of the box of each) that are among the misplaced, beyond an edge or on another line."""
    least_size: float = 0.0
    """The style's own smallest size of type, in points; 0 where it names none."""
    left_out: tuple[LeftOut, ...] = ()
    outsized: tuple[OutsizedPage, ...] = ()
    """One for each size."""
    attachments: tuple[Attachment, ...] = ()
    is_mono: bool = False
    steps: tuple[str, ...] = ()
    """The stylesheets of the fit that were needed."""
    place: Callable[[EngineWarning], EngineWarning] = lambda warning: warning
    """Return a warning with its place in a template or a stylesheet."""

    @property
    def fitted(self) -> tuple[str, ...]:
        """What was tightened, in a word for each step: `styles/fit/1-spacing.css` is `spacing`."""
        return tuple(PurePosixPath(step).stem.lstrip("0123456789-") for step in self.steps)


@dataclass(frozen=True)
class Pdf:
    """The bytes of a PDF file, and the warnings of the engine that wrote it."""

    content: bytes
    page_count: int
    engine_warnings: tuple[EngineWarning, ...]
    unreadable: tuple[Unreadable, ...] = ()
    """The texts that cannot be read as they are painted."""
    colours: tuple[str, ...] = ()
    """What is painted in colour where everything was to be grey."""
    attached: tuple[str, ...] = ()
    """The names of the files that it is meant to carry."""
    tag_of: Callable[[str], Span | None] = lambda text: None
    """Gives the tag of a template that brings a text or an address along."""
