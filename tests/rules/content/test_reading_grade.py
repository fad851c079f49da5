"""The reading grade: known texts, the words that do not count, and the places of the hardest sentences."""

from __future__ import annotations

import pytest

from briefing.compose.tailor import tailor
from briefing.files.workspace import Files, shipped_root
from briefing.load.languages import Languages
from briefing.pipeline.plan import Selection, plan
from briefing.rules.content.reading_grade import check_reading_grade, grade_of, read
from briefing.text.sentences import Sentence, sentences_of
from briefing.text.syllables import count_syllables
from tests.cases import each
from tests.planning import in_full

FORMULAS = {tag: Languages(Files(shipped_root())).traits_of(tag).reading_grade for tag in ("en", "es", "ru")}
AUDIENCE = "label: B\nregister: {register}\ngrade: {grade}\nparts: [{parts}]\n"
PARTS = "title, bottom-line, key-points, sections, outlook"
EASY = "The cat sat on the mat by the door. "
"""Nine words of one syllable."""

HARD = (
    "International organisations repeatedly recommended comprehensive institutional "
    "modernisation for participating administrations. "
)


def tailored(workspace, texts, register="text", grade=8, parts=PARTS, extra="", language="en"):
    brief = f"title: Words of the title\ndate: 2026-11-22\nlanguage: {language}\n{extra}"
    brief += f"key_points: [{{text: K}}]\noutlook: {{summary: o}}\nsections:\n{texts}"
    file = {
        "templates/audiences/b/audience.yaml": AUDIENCE.format(register=register, grade=grade, parts=parts)
    }
    (job,) = plan(workspace(brief, file), Selection(audiences=("b",))).jobs
    return tailor(job)


def section(text):
    return f"  - title: T\n    text: |\n      {text}\n"


def words_of(workspace, text, **kwargs):
    return [sentence.words for sentence in sentences_of(tailored(workspace, section(text), **kwargs))][1:-1]


def sentence(text):
    return Sentence(tuple(text.split()), (), ())


def test_the_formulas_are_those_of_their_authors():
    # 10 words a sentence, 1.5 syllables a word: 3.9 + 17.7 - 15.59
    assert grade_of(FORMULAS["en"], 10, 1.5) == pytest.approx(6.01)
    # 5 sentences and 200 syllables in 100 words: -1.025 + 9.8 - 3.407
    assert grade_of(FORMULAS["es"], 20, 2.0) == pytest.approx(5.368)
    # 3.6 + 14.4 - 11.97
    assert grade_of(FORMULAS["ru"], 10, 2.5) == pytest.approx(6.03)


def test_a_grade_is_that_of_words_counted_by_hand():
    # 9 and 6 words in 2 sentences: 7.5 a sentence; 9 and 2 + 1 + 5 + 1 + 2 + 3 syllables: 23 in 15 words
    reading = read(
        [sentence("the cat sat on the mat by the door"), sentence("people with ideology are very curious")],
        FORMULAS["en"],
    )
    assert (reading.words, reading.sentence_words, reading.long_words) == (15, 7.5, 2)
    assert reading.word_syllables == pytest.approx(23 / 15)
    assert reading.grade == pytest.approx(0.39 * 7.5 + 11.8 * 23 / 15 - 15.59)
    # Los gatos duermen = 1 + 2 + 2; 3 words, 5 syllables, 33.3 sentences in a hundred words
    assert read([sentence("los gatos duermen")], FORMULAS["es"]).grade == pytest.approx(
        -0.205 * 100 / 3 + 0.049 * 500 / 3 - 3.407
    )
    # мама мыла раму = 2 + 2 + 2
    assert read([sentence("мама мыла раму")], FORMULAS["ru"]).grade == pytest.approx(
        0.36 * 3 + 5.76 * 2 - 11.97
    )
    assert read([], FORMULAS["en"]) is None


@each(
    ("language", "words"),
    [
        (
            "en",
            "the:1 military:4 cooperation:5 idea:3 treaty:2 used:1 state-owned:2 Russia's:2 don’t:1",
        ),
        (
            "es",
            "y:1 rey:1 muy:1 ciudad:2 país:2 día:2 aire:2 idea:3 cooperación:5 construir:2 que:1 ahora:3",
        ),
        (
            "es",
            "guía:2 alcohol:3 bahía:3 continúa:4 viuda:2 ayer:2 pingüino:3 leía:3 yo:1 quiero:2 hoy:1",
        ),
        ("ru", "в:0 мир:1 её:2 сотрудничество:5 Объединение:6 чай:1"),
    ],
)
def test_syllables_are_counted_by_the_rules_of_the_language(language, words):
    expected = dict(word.rsplit(":", 1) for word in words.split())
    assert {word: str(count_syllables(word, FORMULAS[language].syllables)) for word in expected} == expected


@each(
    ("text", "left"),
    [
        ("Then Russia and the Air Force left. Russia stayed.", [("Then", "and", "the", "left"), ("stayed",)]),
        ("Russia’s fleet left. It was Russia.", [("fleet", "left"), ("It", "was")]),
        ("It was clear: They left.", [("It", "was", "clear", "They", "left")]),
        ("It was `code here` [@a, p. 4] in 2020, with {f} left.", [("It", "was", "in", "with", "left")]),
        ("He said: “We go. All of us.” Then it ended.", [("He", "said"), ("Then", "it", "ended")]),
        ('It is "over now", say some.', [("It", "is", "say", "some")]),
        ("Some *very **odd*** words\n      go on.", [("Some", "very", "odd", "words", "go", "on")]),
        (
            "# Head\n\n      - One thing\n      - Another\n\n      > Quoted words.",
            [("One", "thing"), ("Another",)],
        ),
        ("See <https://example.org/a> or [this page](https://example.org).", [("See", "or", "this", "page")]),
        (
            "The U.S. Army and Gen. Smith came, e.g. by car. It ended.",
            [("The", "and", "came", "e.g", "by", "car"), ("It", "ended")],
        ),
        (
            "It costs 3.5 million. ¿Is it so? Yes… no.",
            [("It", "costs", "million"), ("Is", "it", "so"), ("Yes", "no")],
        ),
    ],
)
def test_what_is_not_the_authors_own_plain_words_is_taken_out(workspace, text, left):
    extra = "facts: {f: {value: 1}}\nsources: {a: {title: A}}\n"
    assert words_of(workspace, text, extra=extra) == left


def test_terms_are_taken_out_where_the_edition_explains_them(workspace):
    extra = "glossary: {leap second: what is put in}\n"
    text = "It has leap seconds in it."
    assert words_of(workspace, text, extra=extra) == [("It", "has", "leap", "seconds", "in", "it")]
    explained = words_of(workspace, text, extra=extra, parts=f"{PARTS}, glossary")
    assert explained == [("It", "has", "in", "it")]


def test_only_what_the_edition_says_is_read(workspace):
    texts = """\
  - title: Title words
    text: Base text.
    plain: Plain text.
    blocks:
      - text: {text: Shown here., not: [b]}
      - text: More text.
      - box: {title: Box title, text: Box text., note: Box note.}
      - quote: {text: Quoted text., by: Somebody}
      - timeline: {title: Time, alt: Long alternative, entries: [{date: 2020, text: Entry text.}]}
"""
    extra = "bottom_line: The end.\nmethod: How it was done.\nquestions: Why so?\n"
    read_words = [
        s.words
        for s in sentences_of(tailored(workspace, texts, "plain", extra=extra, parts="title, sections"))
    ]
    assert read_words == [("Plain", "text"), ("More", "text"), ("Box", "text")]
    whole = sentences_of(tailored(workspace, texts, extra=extra, parts="bottom-line, method, questions"))
    assert [s.words for s in whole] == [("The", "end"), ("How", "it", "was", "done"), ("Why", "so")]


def test_the_hardest_sentences_are_shown_at_their_places(workspace):
    texts = section(EASY * 11) + section(f"Short one. *{HARD.split()[0]}*\n      {HARD.split(' ', 1)[1]}") * 2
    findings = check_reading_grade(tailored(workspace, texts, grade=5))
    assert {(f.code, f.severity) for f in findings} == {("BR608", "warning")}
    whole, *hardest = findings
    assert (
        "the text of the edition for 'b' needs about grade" in whole.what and "the limit is 5" in whole.what
    )
    assert "of the words have 3 syllables or more" in whole.help and whole.where.line == 0
    assert [(f.where.line, f.where.column) for f in hardest] == [(12, 19), (16, 19)]
    assert all("the limit for 'b' is 5" in f.what and "of 10 words" in f.help for f in hardest)


def test_no_more_than_three_sentences_are_shown(workspace):
    findings = check_reading_grade(tailored(workspace, section(HARD) * 12))
    assert len(findings) == 4
    assert "use shorter words" in findings[0].help


def test_a_long_sentence_is_reported_with_its_limit(workspace):
    text = " and ".join([EASY.strip(" .").lower()] * 4) + ". "  # 39 words of one syllable: grade 11.4
    whole = check_reading_grade(tailored(workspace, section(text * 4), grade=8))[0]
    # 0.39 x 30 + 11.8 - 15.59 = 7.9; the key point and the outlook are sentences of one word
    assert "to about 30 words" in whole.help


@pytest.mark.parametrize(
    ("text", "grade", "language"),
    [
        (EASY * 20, 8, "en"),  # easy
        (HARD * 9, 8, "en"),  # 92 words with those of the key point and the outlook
        (HARD * 20, 999, "en"),  # anything is allowed
    ],
)
def test_nothing_is_found_where_nothing_is_wrong(workspace, text, grade, language):
    assert check_reading_grade(tailored(workspace, section(text), grade=grade, language=language)) == ()


def test_no_grade_no_finding(workspace):
    found = tailored(workspace, section(HARD * 20))
    assert len(check_reading_grade(found)) == 4
    object.__setattr__(found.job, "audience", found.job.audience.model_copy(update={"grade": None}))
    assert check_reading_grade(found) == ()


def test_a_language_without_a_formula_is_not_measured(workspace):
    assert check_reading_grade(tailored(workspace, section(HARD * 20), language="fr")) == ()
    assert len(check_reading_grade(tailored(workspace, section(HARD * 20), language="en-GB"))) == 4


def test_a_brief_can_change_the_grade(workspace):
    extra = "audiences: {b: {grade: 40}}\n"
    assert check_reading_grade(tailored(workspace, section(HARD * 20), extra=extra)) == ()


def test_spanish_and_russian_are_measured_by_their_own_formulas(workspace):
    spanish = (
        "La cooperación internacional necesita organizaciones responsables y administraciones profesionales. "
    )
    found = check_reading_grade(tailored(workspace, section(spanish * 12), grade=6, language="es"))
    assert "4 syllables or more" in found[0].help
    russian = (
        "Международное сотрудничество организаций требует исключительно ответственного "
        "государственного планирования и преобразований экономики. "
    )
    found = check_reading_grade(tailored(workspace, section(russian * 12), language="ru"))
    assert len(found) == 4 and found[1].where.line == 9


MIXED = "".join(
    f"{subject} recommended comprehensive modernisation for all of the old administrations there. "
    for subject in ("Ports", "Organisations", "Nobody in international organisations")
)


def test_the_findings_are_complete(workspace):
    def sentence(place, grade, words, long):
        return (
            "BR608",
            "warning",
            f"content/trial/brief.yaml:{place}",
            f"the sentence needs about grade {grade}; the limit for 'b' is 9",
            f"split it, or use shorter words: of {words} words, names and numbers not counted, "
            f"{long} have 3 syllables or more",
        )

    whole, *hardest = in_full(
        check_reading_grade(tailored(workspace, section(MIXED * 3 + EASY * 3), grade=9))
    )
    assert whole == (
        "BR608",
        "warning",
        "content/trial/brief.yaml",
        "the text of the edition for 'b' needs about grade 14.5; the limit is 9",
        "use shorter words: 35 % of the words have 3 syllables or more; sentences have 10 words on average",
    )
    assert hardest == [sentence("9:191+63", "21.9", 14, 7)] * 3


def test_a_text_is_graded_from_a_hundred_words_on(workspace):
    seen = {}
    for count in range(7, 9):
        of_count = tailored(workspace, section(HARD * 9 + "ships " * count), grade=1)
        reading = read(sentences_of(of_count), FORMULAS["en"])
        seen[reading.words] = bool(check_reading_grade(of_count))
    assert seen == {99: False, 100: True}
