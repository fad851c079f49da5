"""No text for other readers goes out with an edition: a leak planted in each place of a PDF is found."""

from __future__ import annotations

import io

import pikepdf
import pytest

from briefing.compose.tailor import tailor
from briefing.core.errors import PromiseError
from briefing.pdf.text import FoundText
from briefing.pipeline.edition import make_edition
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from briefing.rules.pdf.edition_text import said_by
from briefing.rules.pdf.leaks import comments_of, find_leaks, search_pdf, squeezed
from briefing.stages import Pdf
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.pdf.planted_texts import PLACES, SPELLINGS
from tests.planning import in_full

BRIEF = """\
# Ask the lawyers again before this goes out.
title: {text: Ports grow slowly, short: Ports grow, plain: Ports get bigger}
date: 2026-11-22   # moved twice already, do not ask why
marking: {handling: {text: For the cabinet alone, only: minister}}
key_points:
  - text: The terminal needs a second berth within five years. [@a]
    short: A second berth is needed soon.
    plain: Ships wait too long, so the port wants more room for them.
    accept: {rule: BR011, why: the finance ministry would not let us cite it}
  - {text: The price must not be named., only: [minister]}
sections:
  - title: T
    text: |
      A first text, with a # that is no comment at all in it.
    blocks:
      - {table: {title: Offers, alt: Two offers, only: [minister], data: [[Bidder, Million], [Northern Yard, 412]]}}
outlook: It goes on.
sources: {a: {title: A}}
"""
SECRETS = {
    "Ask the lawyers again before this goes out": "a YAML comment",
    "moved twice already, do not ask why": "a YAML comment",
    "For the cabinet alone": "kept for other audiences",
    "A second berth is needed soon": "the variant 'short'",
    "Ships wait too long, so the port wants more room for them.": "the variant 'plain'",
    "the finance ministry would not let us cite it": "the reason of an acceptance",
    "The price must not be named.": "kept for other audiences",
    "Northern Yard 412": "data that is kept for other audiences",
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    from briefing.files.workspace import Files, shipped_root

    root = tmp_path_factory.mktemp("leaks")
    path = root / "content/trial/brief.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(BRIEF)
    files = Files(root, shipped_root())
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    made = make_edition(job, Typesetter(files))
    assert made.error is None
    return tailor(job), made.files["pdf"]


def found(edition, content):
    tailored, _ = edition
    return search_pdf(tailored, Pdf(content, 1, ()))


@pytest.mark.engine
def test_an_edition_of_its_own_texts_has_no_leak(edition):
    assert found(edition, edition[1]) == []


def test_comments_are_distinguished_from_texts():
    assert [comment for _, comment in comments_of(BRIEF)] == [
        "Ask the lawyers again before this goes out.",
        "moved twice already, do not ask why",
    ]
    offset, comment = comments_of("a: b # c d\n")[0]
    assert ("a: b # c d\n"[offset:], comment) == ("# c d\n", "c d")
    assert comments_of("a: [") == ()


def planted(content, plant):
    with pikepdf.open(io.BytesIO(content)) as document:
        plant(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@each(
    ("said", "is_leak"),
    [
        ("Year,June\n2013,0,35,1250\n2014", True),
        ("2013\t0\t−3.5\t1,250", True),
        ("2013 | 0 | 3,5 | 1 250", True),
        ("<8820130035125007a0> 20130351250", False),  # the ids of glyphs in a font
        ("0.2013 0 35 1250", False),
        ("2013 0 35 12509", False),
        ("2013 0 35 1,250,000", False),
        ("2013, 0, 35, 1250, 2014", True),
        ("2013 00 35 1250", False),
    ],
)
def test_a_row_of_figures_is_found_as_figures(workspace, said, is_leak):
    files = workspace(
        BRIEF.replace("[Northern Yard, 412]", "[2013, 0, 3.5, 1250]").replace(
            "[Bidder, Million]", "[Year, A, B, C]"
        )
    )
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    leaks = find_leaks(tailor(job), [FoundText("object", said)])
    assert [one.what for one in leaks] == is_leak * [
        "the edition for 'policymaker' contains, in an object, data that is kept for other audiences: '2013 0 3.5 1250'"
    ]


@pytest.mark.engine
@each("plant", PLACES)
@each("secret", SECRETS)
def test_a_leak_in_each_place_is_found(edition, plant, secret):
    leaks = found(edition, planted(edition[1], lambda document: plant(document, secret)))
    assert len(leaks) == 1
    assert (leaks[0].code, leaks[0].severity) == ("BR609", "error")
    assert PLACES[plant] in leaks[0].what and SECRETS[secret] in leaks[0].what
    typed = " ".join(leaks[0].where.source.split())
    assert squeezed(secret.split()[0]) in squeezed(typed) or "table" in typed


BERTH = (
    "Only the northern berth is deep enough for the ferries that the island ordered from the yard last spring"
)
"""92 letters, so that the beginning and the end that are searched for overlap."""


@pytest.fixture
def leaks_in(workspace):
    """Return a function that finds the leaks in an edition that prints one text and must not print another."""

    def search(text, kept=BERTH, **others):
        point = f"key_points:\n  - {{text: {kept!r}, only: [minister]}}\n"
        (job,) = plan(
            workspace(LEAST_BRIEF.replace("key_points:\n", point)), Selection(audiences=("policymaker",))
        ).jobs
        texts = [FoundText("page 1", text), *(FoundText(where, one) for where, one in others.items())]
        return find_leaks(tailor(job), texts)

    return search


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        (BERTH, True),
        (BERTH.upper().replace(" ", "-\n"), True),
        ("Only the northern berth is deep enough for the ferries tha", True),  # 48 letters of its beginning
        ("Only the northern berth is deep enough for the ferries th", False),
        ("the ferries that the island ordered from the yard last spring", True),  # and of its end
        ("ferries that the island ordered from the yard last spring", True),
        ("erries that the island ordered from the yard last spring", False),
        ("nly the northern berth is deep enough for the ferries that the island ordered", False),
        ("The first point.", False),
    ],
)
def test_a_long_text_is_found_by_its_beginning_or_by_its_end(leaks_in, text, is_found):
    """A page break may be anywhere inside the text."""
    assert bool(leaks_in(f"Before it. {text} Nothing after it.")) == is_found


@pytest.mark.parametrize(
    ("kept", "is_found"),
    [
        ("Sell it", False),
        ("Sell at 9", False),
        ("Sell at 90", True),
        ("confidentially", False),
        ("a" * 20, True),
    ],
)
def test_a_text_that_is_kept_is_looked_for_from_eight_letters_on_and_a_word_from_twenty(
    leaks_in, kept, is_found
):
    assert bool(leaks_in(kept, kept)) == is_found


def test_what_an_edition_says_itself_is_no_leak(leaks_in):
    assert leaks_in("The first point.", "The first point") == []
    assert leaks_in("The second point.", "The second point") != []


def test_a_leak_is_reported_once_for_each_place_with_the_beginning_of_the_text(leaks_in):
    first, second = leaks_in(BERTH, metadata=BERTH, attachment="nothing")
    for leak in (first, second):
        assert (leak.code, leak.where.file, leak.where.line) == ("BR609", "content/trial/brief.yaml", 4)
        assert leak.what.endswith(f"'{BERTH[:50]}…'")
    assert "page 1" in first.what and "metadata" in second.what
    assert leaks_in("Sell at 90", "Sell at 90")[0].what.endswith("'Sell at 90'")


def test_a_text_that_is_broken_between_parts_of_one_place_is_found(workspace):
    comment = "# The northern berth is too shallow for it\n"
    (job,) = plan(workspace(comment + LEAST_BRIEF), Selection(audiences=("policymaker",))).jobs
    parts = [FoundText("page 2", "The northern berth"), FoundText("page 2", "is too shallow for it")]
    assert len(find_leaks(tailor(job), parts)) == 1
    apart = [FoundText("page 1", "The northern berth"), FoundText("page 2", "is too shallow for it")]
    assert find_leaks(tailor(job), apart) == []


def test_a_custom_field_that_is_kept_for_others_is_looked_for(workspace):
    settings = "custom: {price: {text: The price is forty million., only: [press]}}\n"
    own = "custom: {offer: {text: The offer stays open., not: policymaker}, unit: {text: A unit., only: policymaker}}\n"
    files = workspace(LEAST_BRIEF + own, {"content/workspace.yaml": settings})
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    texts = [FoundText("page 1", "The price is forty million. The offer stays open. A unit.")]
    found = find_leaks(tailor(job), texts)
    assert [leak.where.file for leak in found] == ["content/trial/brief.yaml", "content/workspace.yaml"]
    assert {leak.code for leak in found} == {"BR609"}


def rewritten(content, plant, secret, *, is_packed):
    """Return the PDF with a planted text, its objects written one by one or packed."""
    modes = pikepdf.ObjectStreamMode
    with pikepdf.open(io.BytesIO(content)) as document:
        plant(document, secret)
        out = io.BytesIO()
        mode = modes.generate if is_packed else modes.disable
        document.save(out, object_stream_mode=mode, fix_metadata_version=False)
    return out.getvalue()


@pytest.mark.engine
@each("is_packed", [False, True])
@each("plant", SPELLINGS)
def test_a_leak_is_found_in_every_spelling_and_a_text_like_it_is_none(edition, plant, is_packed):
    content = rewritten(edition[1], plant, "The price must not be named.", is_packed=is_packed)
    assert [leak.code for leak in found(edition, content)] == ["BR609"]
    content = rewritten(edition[1], plant, "The price must now be named.", is_packed=is_packed)
    assert found(edition, content) == []


@pytest.mark.engine
def test_a_leak_on_the_page_fails_the_edition_and_its_draft(workspace):
    source = (workspace(BRIEF).shipped / "templates/parts/title.j2.html").read_text()
    files = workspace(
        BRIEF, {"templates/parts/title.j2.html": f"{source}\n<p>The price must<br>not be named.</p>\n"}
    )
    for is_draft in (False, True):
        (job,) = plan(files, Selection(audiences=("policymaker",), is_draft=is_draft)).jobs
        ((_, made),) = execute_here(files)([job])
        assert isinstance(made.error, PromiseError)
        assert made.files == {}
        assert [finding.what for finding in made.error.findings if finding.severity == "error"] == [
            "the edition for 'policymaker' contains, in page 1, a text that is kept for other audiences: "
            "'The price must not be named.'"
        ]
    (job,) = plan(files, Selection(audiences=("minister",))).jobs
    ((_, made),) = execute_here(files)([job])
    assert made.error is None


SPANISH = """\
title: {text: Los puertos crecen despacio, short: Los puertos crecen, plain: Los puertos se hacen mayores}
marking: {handling: {text: Solo para el gabinete}}
key_points:
  - text: La terminal necesita otro muelle en cinco años. [@a]
    short: Hace falta otro muelle pronto.
    plain: Los barcos esperan demasiado, y el puerto quiere más sitio para ellos.
  - {text: El precio no se debe nombrar.}
sections:
  - title: T
    text: Un primer texto.
    blocks:
      - {table: {title: Ofertas, alt: Dos ofertas, data: [[Postor, Millones], [Astillero Norte, 412]]}}
outlook: Sigue.
"""


@pytest.mark.engine
def test_a_translation_is_searched_for_the_texts_of_the_brief_as_well(workspace):
    files = workspace(BRIEF, {"content/trial/brief.es.yaml": SPANISH})
    (job,) = plan(files, Selection(audiences=("policymaker",), languages=("es",))).jobs
    ((_, made),) = execute_here(files)([job])
    assert made.error is None
    own = (tailor(job), made.files["pdf"])
    assert found(own, own[1]) == []
    plant = next(iter(PLACES))
    for secret, what, file in (
        ("The price must not be named.", "kept for other audiences", "brief.yaml"),
        ("A second berth is needed soon.", "the variant 'short'", "brief.yaml"),
        ("El precio no se debe nombrar.", "kept for other audiences", "brief.es.yaml"),
        ("Astillero Norte 412", "data that is kept for other audiences", "brief.es.yaml"),
    ):
        (leak,) = found(own, planted(own[1], lambda document, secret=secret: plant(document, secret)))
        assert what in leak.what and leak.where.file == f"content/trial/{file}"


@pytest.mark.engine
def test_bytes_that_are_no_pdf_are_no_edition(edition):
    (leak,) = found(edition, b"%PDF-1.7 torn")
    assert "cannot be opened" in leak.what


@pytest.mark.engine
def test_the_edition_of_another_audience_is_distinguished_from_its_own(workspace):
    files = workspace(BRIEF)
    jobs = plan(files, Selection(audiences=("minister", "policymaker", "public"))).jobs
    made = [(tailor(job), one.files["pdf"]) for job, one in execute_here(files)(jobs)]
    assert len(made) == 3
    hits = [bool(search_pdf(own, Pdf(content, 1, ()))) for own, _ in made for _, content in made]
    assert hits == [False, True, True, True, False, True, True, True, False]


SETTINGS = "# Do not send this to the ministry before Monday.\naudiences: [policymaker]\n"
TRANSLATION = f"# Ask the translator about the word for berth.\n{SPANISH}"
LEAKS = {
    "en": [
        (
            "content/trial/brief.yaml:4:28+21",
            "a text that is kept for other audiences: 'For the cabinet alone'",
        ),
        ("content/trial/brief.yaml:7:12+30", "the variant 'short': 'A second berth is needed soon.'"),
        (
            "content/trial/brief.yaml:8:12+58",
            "the variant 'plain': 'Ships wait too long, so the port wants more room f…'",
        ),
        (
            "content/trial/brief.yaml:9:13+65",
            "the reason of an acceptance: 'the finance ministry would not let us cite it'",
        ),
        (
            "content/trial/brief.yaml:10:12+28",
            "a text that is kept for other audiences: 'The price must not be named.'",
        ),
        ("content/trial/brief.yaml:16:10+5", "data that is kept for other audiences: 'Northern Yard 412'"),
        ("content/trial/brief.yaml:16:38+10", "a text that is kept for other audiences: 'Two offers'"),
        ("content/trial/brief.yaml:1:1+43", "a YAML comment: 'Ask the lawyers again before this goes out.'"),
        ("content/trial/brief.yaml:3:20+35", "a YAML comment: 'moved twice already, do not ask why'"),
        (
            "content/workspace.yaml:1:1+47",
            "a YAML comment: 'Do not send this to the ministry before Monday.'",
        ),
    ],
    "es": [
        ("content/trial/brief.es.yaml:2:78+28", "the variant 'plain': 'Los puertos se hacen mayores'"),
        (
            "content/trial/brief.es.yaml:3:28+21",
            "a text that is kept for other audiences: 'Solo para el gabinete'",
        ),
        ("content/trial/brief.es.yaml:6:12+30", "the variant 'short': 'Hace falta otro muelle pronto.'"),
        (
            "content/trial/brief.es.yaml:7:12+70",
            "the variant 'plain': 'Los barcos esperan demasiado, y el puerto quiere m…'",
        ),
        (
            "content/trial/brief.yaml:9:13+65",
            "the reason of an acceptance: 'the finance ministry would not let us cite it'",
        ),
        (
            "content/trial/brief.es.yaml:8:12+29",
            "a text that is kept for other audiences: 'El precio no se debe nombrar.'",
        ),
        (
            "content/trial/brief.es.yaml:13:10+5",
            "data that is kept for other audiences: 'Astillero Norte 412'",
        ),
        ("content/trial/brief.es.yaml:13:39+11", "a text that is kept for other audiences: 'Dos ofertas'"),
        (
            "content/trial/brief.yaml:4:28+21",
            "a text that is kept for other audiences: 'For the cabinet alone'",
        ),
        ("content/trial/brief.yaml:7:12+30", "the variant 'short': 'A second berth is needed soon.'"),
        (
            "content/trial/brief.yaml:8:12+58",
            "the variant 'plain': 'Ships wait too long, so the port wants more room f…'",
        ),
        (
            "content/trial/brief.yaml:10:12+28",
            "a text that is kept for other audiences: 'The price must not be named.'",
        ),
        ("content/trial/brief.yaml:16:38+10", "a text that is kept for other audiences: 'Two offers'"),
        (
            "content/trial/brief.es.yaml:1:1+44",
            "a YAML comment: 'Ask the translator about the word for berth.'",
        ),
        ("content/trial/brief.yaml:1:1+43", "a YAML comment: 'Ask the lawyers again before this goes out.'"),
        ("content/trial/brief.yaml:3:20+35", "a YAML comment: 'moved twice already, do not ask why'"),
        (
            "content/workspace.yaml:1:1+47",
            "a YAML comment: 'Do not send this to the ministry before Monday.'",
        ),
    ],
}
"""What is found, by language, if a page has all that is written in the files."""


@pytest.mark.parametrize("language", LEAKS)
def test_all_that_is_not_for_the_readers_of_an_edition_is_found_at_its_place(workspace, language):
    files = workspace(BRIEF, {"content/trial/brief.es.yaml": TRANSLATION, "content/workspace.yaml": SETTINGS})
    (job,) = plan(files, Selection(audiences=("policymaker",), languages=(language,))).jobs
    rows = "Bidder Million Northern Yard 412 Postor Millones Astillero Norte 412"
    leaks = find_leaks(tailor(job), [FoundText("page 1", "\n".join((BRIEF, TRANSLATION, SETTINGS, rows)))])
    assert {(leak.code, leak.severity, leak.help) for leak in leaks} == {
        ("BR609", "error", "look for it in the templates and the attachments")
    }
    start = "the edition for 'policymaker' contains, in page 1, "
    assert [(f"{leak.where}+{leak.where.length}", leak.what.removeprefix(start)) for leak in leaks] == LEAKS[
        language
    ]


@pytest.mark.parametrize(
    ("source", "comments"),
    [
        (
            "a: b # c d\n#e\n# f\t\nx: '# no'\ny: |\n  # text\n  a # b\n# last -\r\nz: a#b\n",
            [(5, "c d"), (11, "e"), (14, "f"), (51, "last")],
        ),
        ("# only\n\n#\n##  two  ##", [(0, "only"), (8, ""), (10, "two")]),
        ("a: [b, # in a list\n c]\n", [(7, "in a list")]),
    ],
)
def test_comments_are_found_at_their_places(source, comments):
    assert list(comments_of(source)) == comments


def test_letters_are_compared_without_case_marks_and_ligatures():
    assert squeezed("\ufb01ne – Straße ٣ A_b\n1,2") == "finestrasse٣ab12"


def test_a_pdf_that_cannot_be_opened_was_not_searched(tailored):
    ((code, severity, where, what, help),) = in_full(search_pdf(tailored, Pdf(b"%PDF-1.7 torn", 1, ())))
    assert (code, severity, where) == ("BR609", "error", "content/trial/brief.yaml")
    assert what.startswith("the PDF cannot be opened, so it was not searched: ")
    assert not what.endswith("None")
    assert help == "please report this: the typesetter wrote an invalid PDF"


def test_what_an_edition_may_say_has_the_values_of_facts_and_the_labels(workspace):
    brief = LEAST_BRIEF.replace("The first point.", "'It has {n} and {m} [@a]. So *it* is, {x y}.'")
    brief += "facts: {n: {value: 27, unit: km}, m: {value: 3}}\nsources: {a: {title: A title}}\n"
    (job,) = plan(workspace(brief), Selection(audiences=("policymaker",))).jobs
    said = said_by(tailor(job)).splitlines()
    labels = list(job.labels.labels.values())
    texts = said[: -len(labels)]
    assert said[-len(labels) :] == labels
    for text in ("A finding in few words", "n", "27", "km", "m", "A heading asserts", "A title"):
        assert text in texts, text
    # A text is there as it is written, without its citations and facts, and with the values of its facts.
    assert [text for text in texts if text.startswith("It has")] == [
        "It has   and    . So *it* is, {x y}.",
        "It has {n} and {m} [@a]. So *it* is, {x y}.",
        "It has   and    . So *it* is, {x y}.",
        "It has 27\u00a0km and 3 [@a]. So *it* is, {x y}.",
    ]


def test_a_text_of_a_pdf_is_searched_and_fifty_letters_are_shown_whole(workspace):
    kept = "Sell the northern berth to the yard before the mayor"[:50]
    point = f"key_points:\n  - {{text: '{kept}', only: [minister]}}\n"
    (job,) = plan(
        workspace(LEAST_BRIEF.replace("key_points:\n", point)), Selection(audiences=("policymaker",))
    ).jobs
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Subject"] = kept
    out = io.BytesIO()
    document.save(out)
    (leak,) = search_pdf(tailor(job), Pdf(out.getvalue(), 1, ()))
    assert leak.what.endswith(f"in its metadata, a text that is kept for other audiences: '{kept}'")


@each(
    ("audience", "leaked"),
    [("minister", ["content/trial/brief.yaml:4:5", "content/trial/brief.yaml:4:5"]), ("policymaker", [])],
)
def test_a_footnote_is_a_leak_where_the_audience_gets_none(workspace, audience, leaked):
    brief = LEAST_BRIEF.replace(
        "- The first point.",
        '- "The first point.[^1] And[^2] more.\\n\\n[^1]: The yard wants more.\\n\\n[^2]: Nobody asked the crews."',
    )
    (job,) = plan(workspace(brief), Selection(audiences=(audience,))).jobs
    page = FoundText("page 1", "The first point. The yard wants more. Nobody asked the crews.")
    leaks = find_leaks(tailor(job), [page])
    assert [str(leak.where) for leak in leaks] == leaked
    what = "contains, in page 1, a footnote, which this audience does not get: "
    texts = ["The yard wants more.", "Nobody asked the crews."]
    assert [leak.what.partition("' ")[2] for leak in leaks] == [f"{what}'{text}'" for text in texts][
        : len(leaked)
    ]
