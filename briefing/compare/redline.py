"""Makes a marked-up page of the differences between two editions, and its PDF.

The words of the page are English, as those of the command; the texts keep their language. The page holds the texts of
both editions, so it says that it is internal.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from briefing.compare.audience_diff import Compared, Difference
from briefing.compare.word_diff import mark_up
from briefing.compose.style_layers import BASE_STYLES
from briefing.compose.templating.element_origins import read_marks
from briefing.compose.templating.environment import fill_marked, make_environment
from briefing.compose.templating.template_values import Context, Node
from briefing.core.finding import has_errors, sorted_findings
from briefing.files.workspace import Files
from briefing.pipeline.edition import page_error_of
from briefing.pipeline.formats import PDF
from briefing.pipeline.task import Task
from briefing.results import EditionReport, Result
from briefing.rules.page.accessibility import report_accessibility_flaws
from briefing.rules.page.legibility import report_illegible_texts
from briefing.rules.page.misplaced_texts import report_misplaced_texts
from briefing.rules.page.missing_words import report_missing_words
from briefing.rules.page.undeclared_fonts import report_undeclared_fonts
from briefing.rules.pdf.file_integrity import check_file_integrity
from briefing.rules.pdf.foreign_content import find_foreign_content
from briefing.rules.registry import check_engine_warnings
from briefing.stages import Job, Page
from briefing.typeset.layout import Typesetter, export

TEMPLATE = "differences.j2.html"
LANGUAGE = "en"
PARTS = ("masthead", "title", "table")
KINDS = ("dropped", "added", "moved", "shorter", "longer", "reworded")
SHEET_CHECKS = (
    *(report_missing_words, report_misplaced_texts),
    *(report_undeclared_fonts, report_accessibility_flaws),
)
PDF_CHECKS = (check_file_integrity, find_foreign_content, report_illegible_texts)


def redline_name(compared: Compared) -> str:
    """Return the name of the PDF without its ending. It begins with `diff-`, as the name of no edition does."""
    first = compared.first.removesuffix(".pdf")
    return f"diff-{compared.brief}-{first}-{compared.second}-{compared.language}"


def redline_task(compared: Compared) -> Task:
    """Return the task that typesets the page of a comparison in a worker."""
    return Task(_typeset, (PDF,), (compared,))


def _typeset(_: Job, typesetter: Typesetter, compared: Compared) -> Result:
    return typeset_redline(compared, typesetter.files, typesetter)


def typeset_redline(compared: Compared, files: Files, typesetter: Typesetter | None = None) -> Result:
    """Return the PDF of a comparison, with tags and metadata as in every edition, and its warnings.

    Raises BriefingError for errors, as for an edition.
    """
    page = compose_redline(compared, files)
    tailored = compared.edition
    sheets = (typesetter or Typesetter(files)).lay_out(page)
    pdf = export(sheets, tailored.job.standard)
    findings = check_engine_warnings(tailored, (*sheets.engine_warnings, *pdf.engine_warnings))
    findings += [finding for check in SHEET_CHECKS for finding in check(tailored, sheets)]
    findings += [finding for check in PDF_CHECKS for finding in check(tailored, pdf)]
    if has_errors(findings):
        raise page_error_of(findings)
    report = EditionReport(page_count=pdf.page_count, findings=sorted_findings(findings))
    return Result({PDF: pdf.content}, report)


def compose_redline(compared: Compared, files: Files) -> Page:
    """Compose the page of a comparison."""
    job = compared.edition.job
    publisher = job.brief.publisher or job.settings.publisher
    counts: Counter[str] = Counter(one.kind for one in compared.differences)
    context = {
        "publisher": publisher.name.text if publisher else "",
        "title": str(job.brief.title.text),
        "compared": Node(
            "comparison",
            {name: getattr(compared, name) for name in ("first", "second", "basis", "same_count")},
        ),
        "language": compared.language,
        "direction": job.labels.direction,
        "day": job.brief.date,
        "counts": [(kind, counts[kind]) for kind in KINDS if counts[kind]],
        "parts": [_node(one) for one in compared.differences if _is_part(one)],
        "texts": [
            (_node(one), [Node("run", asdict(run)) for run in mark_up(one.before, one.after)])
            for one in compared.differences
            if not _is_part(one)
        ],
    }
    html = fill_marked(TEMPLATE, make_environment(files, LANGUAGE), files, Context(context))
    optional = (
        f"styles/languages/{compared.language.partition('-')[0]}.css",
        *(f"styles/parts/{part}.css" for part in PARTS),
        f"styles/papers/{job.edition.paper}.css",
        "styles/differences.css",
    )
    styles = (
        *(f"styles/{name}.css" for name in BASE_STYLES),
        *(name for name in optional if files.find(name)),
    )
    read = read_marks(html, ())
    return Page(
        read.html,
        styles,
        base=f"content/{compared.brief}/differences.html",
        numbered=read.numbered,
        origins=read.origins,
    )


def _node(one: Difference) -> Node:
    """Return a difference for the template, with its places as texts."""
    places = {"rule": str(one.rule) if one.rule else None, "where": str(one.where) if one.where else None}
    names = ("kind", "name", "why", "before", "after")
    return Node("difference", {**{name: getattr(one, name) for name in names}, **places})


def _is_part(one: Difference) -> bool:
    return one.name.startswith("part ")
