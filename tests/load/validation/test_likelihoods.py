"""Estimative words outside the scale are warnings at their place; impossible scales and sums are errors."""

from __future__ import annotations

import pytest

from briefing.core.errors import ContentError, WorkspaceError
from briefing.files.workspace import Files
from briefing.load.library import Library
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

OUTLOOK = "outlook: {scale: icd-203, summary: It goes on.}"

OWN_SCALE = """\
name: Nuestra escala
source: La casa
language: es
words:
  - {word: improbable, also: [improbables], low: 5, high: 40}
  - {word: probable, also: [probables, probablemente], low: 60, high: 95}
"""


def brief_of(text: str, outlook: str = OUTLOOK) -> str:
    indented = text.replace("\n", "\n      ")
    return LEAST_BRIEF.replace("    text: A first text.", f"    text: |\n      {indented}").replace(
        "outlook: It goes on.", outlook
    )


def warnings(files) -> list[tuple[str, str]]:
    """Return the line, column and word of each finding about the brief `trial`."""
    findings = Library(files).brief("trial").findings
    assert {(finding.code, finding.severity) for finding in findings} <= {("BR317", "warning")}
    return [
        (f"{finding.where.line}:{finding.where.column}", finding.what.split("'")[1]) for finding in findings
    ]


@each(
    ("text", "expected"),
    [
        ("It is likely, and probably soon; it is almost certainly so.", []),
        ("It may, could, might or can come; it is possible.", []),
        ("It is virtually certain.", [("8:13", "virtually certain")]),
        ("Virtually\ncertain. No doubt.", [("8:7", "Virtually certain"), ("9:16", "No doubt")]),
        (
            "It is virtually *certain* and __highly likely__.",
            [("8:13", "virtually certain"), ("8:39", "highly likely")],
        ),
        ("It is not likely, it is probably not so.", [("8:13", "not likely"), ("8:31", "probably not")]),
        ("The highly unlikely-looking well, no doubtful word, a may well-informed reader.", []),
        (
            "`no doubt` and\n\n    no doubt\n\n> no doubt\n>\n> - no doubt\n\nThere is no doubt.",
            [("16:16", "no doubt")],
        ),
        (
            "[no doubt](https://example.org/no%20doubt) no doubt",
            [("8:8", "no doubt"), ("8:50", "no doubt")],
        ),
        ("<https://example.org/doubtless> ![doubtless](doubtless.png) doubtless", [("8:67", "doubtless")]),
        ("No [@a] doubt.\n\nNo\n\ndoubt. {a} no doubt\\.", [("12:18", "no doubt")]),
        ("- no\n- doubt, no\n\n  doubt", []),
    ],
)
def test_estimative_words_outside_the_scale_are_reported_at_their_place(workspace, text, expected):
    known = "facts: {a: {value: '1', source: a}}\nsources: {a: {title: No doubt}}\n"
    files = workspace(brief_of(text) + known, {"content/trial/doubtless.png": b""})
    assert warnings(files) == expected


def test_every_variant_is_checked_but_not_the_words_of_others(workspace):
    brief = LEAST_BRIEF.replace(
        "outlook: It goes on.", "outlook: {scale: phia, scenarios: [{name: N, signs: [very likely]}]}"
    )
    brief += (
        "bottom_line: {text: A, short: Very likely., plain: Doubtless., only: policymaker}\n"
        "quotes: [{text: No doubt., by: Nobody, source: a}]\n"
        "glossary: {doubtless: no doubt}\n"
        "sources: {a: No doubt}\n"
        "cite_as: No doubt\n"
        "facts: {quotes: {value: '1', label: no doubt}}\n"
    )
    assert warnings(workspace(brief)) == [
        ("8:54", "very likely"),
        ("9:31", "Very likely"),
        ("9:52", "Doubtless"),
        ("14:37", "no doubt"),
    ]


def test_a_word_with_an_escape_is_reported_at_its_text(workspace):
    brief = brief_of("A first text.") + 'method: "No\\x20doubt, \\\n  doubtless."\n'
    assert warnings(workspace(brief)) == [("10:9", "No doubt"), ("10:9", "doubtless")]


def test_nothing_is_an_estimate_where_no_scale_is_named(workspace):
    assert warnings(workspace(brief_of("It is virtually certain.", "outlook: No doubt."))) == []


@each(
    ("language", "scale", "text", "expected"),
    [
        ("es", "icd-203", "Es muy probable.", []),
        ("es", "own", "Es probable, son probables; es MUY probable.", [("8:38", "MUY probable")]),
        ("es-MX", "own", "Sin duda.", [("8:7", "Sin duda")]),
        ("en", "own", "No doubt.", []),
        ("en-GB", "phia", "A good chance.", [("8:9", "good chance")]),
    ],
)
def test_words_are_looked_for_in_the_language_of_the_scale_alone(workspace, language, scale, text, expected):
    brief = brief_of(text, f"outlook: {{scale: {scale}, summary: S.}}") + f"language: {language}\n"
    assert warnings(workspace(brief, {"templates/scales/own.yaml": OWN_SCALE})) == expected


def test_russian_words_are_found_in_their_forms(workspace):
    own = (
        "name: Наша шкала\nsource: Мы\nlanguage: ru\nwords:\n"
        "  - {word: едва ли, low: 0, high: 40}\n  - {word: вероятно, low: 50, high: 100}\n"
    )
    text = "Скорее всего, это вероятно; вероятные потери, вероятность мала."
    brief = brief_of(text, "outlook: {scale: own, summary: S.}") + "language: ru\n"
    files = workspace(brief, {"templates/scales/own.yaml": own})
    assert warnings(files) == [("8:7", "Скорее всего"), ("8:35", "вероятные")]


def test_labels_of_ones_own_keep_the_list_unless_they_replace_it(workspace):
    def warned(own: str) -> list[tuple[str, str]]:
        return warnings(workspace(brief_of("No doubt."), {"templates/labels/en.yaml": own}))

    assert warned("labels: {outlook: What comes next}\n") == [("8:7", "No doubt")]
    assert warned("estimative: []\n") == []


def test_a_scale_of_ones_own_is_used_in_any_language(workspace):
    outlook = "outlook: {scale: own, scenarios: [{name: N, likelihood: Probable}]}"
    library = Library(workspace(brief_of("Uno.", outlook), {"templates/scales/own.yaml": OWN_SCALE}))
    assert library.scale_names == ("icd-203", "own", "phia")
    assert library.brief("trial").findings == ()
    assert [(rung.word, rung.shown) for rung in library.scale("own", "en").words] == [
        ("improbable", "5–40"),
        ("probable", "60–95"),
    ]


@each(
    ("words", "expected"),
    [
        ("[{word: a, low: 0, high: 40}, {word: b, low: 40, high: 60}, {word: c, low: 70, high: 100}]", []),
        (
            "[{word: a, low: 0, high: 40}, {word: b, low: 30, high: 60}, {word: c, low: 50, high: 100}]",
            [("BR205", "3:38"), ("BR205", "3:68")],
        ),
        ("[{word: c, low: 70, high: 100}, {word: a, low: 0, high: 40}]", [("BR205", "3:40")]),
        ("[{word: a, low: 0, high: 40}, {word: b, also: [A], low: 40, high: 60}]", [("BR304", "3:55")]),
        (
            "[{word: a, low: 40, high: 40}, {word: b, low: 40, high: 101}]",
            [("BR205", "3:9"), ("BR205", "3:39")],
        ),
    ],
)
def test_an_ambiguous_scale_is_reported_at_its_place(workspace, words, expected):
    files = workspace(files={"templates/scales/own.yaml": f"name: Own\nsource: We\nwords: {words}\n"})
    try:
        Library(files).scale("own", "en")
        findings = ()
    except WorkspaceError as error:
        findings = error.findings
    assert [
        (finding.code, f"{finding.where.line}:{finding.where.column}") for finding in findings
    ] == expected


@each(
    ("scale", "words", "is_reported"),
    [
        ("icd-203", ["likely", "likely"], True),
        ("icd-203", ["likely", "unlikely"], False),
        ("icd-203", ["likely", "roughly even chance"], False),
        ("icd-203", ["unlikely", "unlikely"], True),
        ("icd-203", ["unlikely", "unlikely", None], False),
        ("icd-203", ["almost certain", "very unlikely", "almost no chance"], True),
        ("icd-203", ["likely"], False),
        ("phia", ["likely", "realistic possibility"], False),
        ("phia", ["likely", "remote chance"], True),
    ],
)
def test_ranges_that_can_sum_to_a_hundred_are_not_reported(workspace, scale, words, is_reported):
    scenarios = ", ".join(f"{{name: N{f', likelihood: {word}' if word else ''}}}" for word in words)
    outlook = f"outlook: {{scale: {scale}, exclusive: true, scenarios: [{scenarios}]}}"
    for text, expected in ((outlook, is_reported), (outlook.replace("true", "false"), False)):
        library = Library(workspace(brief_of("A.", text)))
        try:
            codes = [finding.code for finding in library.brief("trial").findings]
        except ContentError as error:
            codes = [finding.code for finding in error.findings]
        assert codes == (["BR316"] if expected else [])


def test_the_shipped_scales_and_briefs_are_clean():
    library = Library(Files(ROOT))
    assert len(library.scale_names) == 2
    assert [library.scale(name, "en").name for name in library.scale_names] == ["ICD 203", "UK PHIA"]
    assert [library.brief(slug).findings for slug in library.slugs] == [()] * len(library.slugs)


def test_the_shipped_scales_have_their_words_in_the_shipped_translations():
    library = Library(Files(ROOT))
    for name in library.scale_names:
        for language in ("ar", "es", "fr", "pt", "ru"):
            scale, own = library.scale(name, language), library.scale(name, "en")
            assert (scale.language, scale.translated_from) == (language, "en")
            assert [rung.shown for rung in scale.words] == [rung.shown for rung in own.words]
            assert {rung.word for rung in scale.words}.isdisjoint(rung.word for rung in own.words)
            assert [scale.find(rung.word) for rung in own.words] == list(scale.words)


def test_a_duplicate_word_in_a_translation_is_reported(workspace):
    first = "{word: a, translated: {es: [x]}, low: 0, high: 40}"
    words = f"[{first}, {{word: b, translated: {{es: [y, X]}}, low: 40, high: 60}}]"
    files = workspace(files={"templates/scales/own.yaml": f"name: Own\nsource: We\nwords: {words}\n"})
    with pytest.raises(WorkspaceError) as caught:
        Library(files).scale("own", "en")
    assert [finding.code for finding in caught.value.findings] == ["BR304"]
