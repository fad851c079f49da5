"""A brief in another language: its texts replace those of the brief, and every mismatch is reported."""

from __future__ import annotations

import pytest

from briefing.compose.tailor import tailor
from briefing.core.errors import BriefingError
from briefing.files.workspace import Files
from briefing.load.library import Library
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT

BASE = """\
title: {text: A finding, short: Found}
date: 2026-11-22
language: en
keywords: [one, two]
authors: [A Person]
facts:
  share: {value: 12.5, unit: "%", label: of all}
key_points:
  - The first point, {share}.
  - {text: The second point., short: Second., not: press}
sections:
  - id: causes
    title: Why it came
    text: A first text.
    blocks:
      - table:
          id: rows
          title: A table says it
          alt: Two rows.
          data:
            - [Country, Share]
            - [Germany, 1]
  - id: effects
    title: What it did
    text: A second text.
outlook:
  scale: icd-203
  summary: It goes on.
  scenarios:
    - {name: It stays, likelihood: likely, confidence: low, text: As before.}
glossary: {share: a part}
"""

SPANISH = """\
title: {text: Un hallazgo, short: Hallado}
keywords: [uno]
facts: {share: {label: de todo}}
key_points:
  - El primer punto, {share}.
  - {text: El segundo punto., short: Segundo.}
sections:
  - id: effects
    title: Qué hizo
    text: Segundo texto.
  - id: causes
    title: Por qué llegó
    text: Primer texto.
    blocks:
      - table:
          id: rows
          title: Una tabla lo dice
          alt: Dos filas.
          data:
            - [País, Parte]
            - [Alemania, 1]
outlook:
  summary: Sigue.
  scenarios:
    - {name: Sigue igual, text: Como antes.}
glossary: {parte: un trozo, trozo: una parte}
"""


def files(workspace, spanish: str, base: str = BASE, **others: str) -> Files:
    return workspace(base, {"content/trial/brief.es.yaml": spanish, **others})


def found(workspace, spanish: str, base: str = BASE) -> list[tuple[str, str, int, str]]:
    """Return the findings about a translation, with or without errors."""
    library = Library(files(workspace, spanish, base))
    try:
        findings = library.read_translation("trial", "es").checked().findings
    except BriefingError as error:
        findings = error.findings
    return [(one.code, one.where.file.rpartition("/")[2], one.where.line, one.what) for one in findings]


def test_its_texts_replace_those_of_the_brief(workspace):
    loaded = Library(files(workspace, SPANISH)).read_translation("trial", "es").checked()
    brief = loaded.brief
    assert loaded.findings == ()
    assert (brief.language, brief.title.text, brief.date.isoformat()) == ("es", "Un hallazgo", "2026-11-22")
    assert [section.title.text for section in brief.sections] == ["Por qué llegó", "Qué hizo"]
    assert brief.key_points[1].not_ == ("press",)
    assert brief.facts["share"].value == "12.5"
    assert (brief.keywords, tuple(brief.glossary)) == (("uno",), ("parte", "trozo"))
    assert brief.sections[0].blocks[0].table.data.rows == (("Alemania", "1"),)


def test_a_translation_of_the_superseded_document_keeps_the_names_of_briefs(workspace):
    base = BASE + "supersedes: {text: Heat of 2025, briefs: heat-2025}\n"
    for own in ("supersedes: Calor de 2025\n", "supersedes: {text: Calor de 2025}\n", ""):
        library = Library(workspace(base, {"content/trial/brief.es.yaml": SPANISH + own}))
        found = library.read_translation("trial", "es").brief.supersedes
        assert found.briefs == ("heat-2025",) and found.text == ("Calor de 2025" if own else "Heat of 2025")


def test_a_variant_that_only_the_base_has_is_never_shown(workspace):
    spanish = SPANISH.replace("{text: Un hallazgo, short: Hallado}", "Un hallazgo")
    brief = Library(files(workspace, spanish)).read_translation("trial", "es").checked().brief
    assert (brief.title.text, brief.title.short) == ("Un hallazgo", None)  # the base's is English
    assert brief.key_points[1].short == "Segundo."


def test_places_are_those_of_the_file_that_says_it(workspace):
    source_map = Library(files(workspace, SPANISH)).read_translation("trial", "es").checked().source_map
    spot = source_map.value(("sections", 0, "title"))
    assert (spot.file, spot.line) == ("content/trial/brief.es.yaml", 12)
    assert source_map.value(("sections", 0, "title", "text")).line == 12
    base = source_map.value(("outlook", "scenarios", 0, "likelihood"))
    assert (base.file, base.line) == ("content/trial/brief.yaml", 30)


def test_every_language_is_planned_for_each_audience(workspace):
    base = BASE + "audiences: {press: {}, public: {}}\n"
    jobs = plan(files(workspace, SPANISH, base), Selection()).jobs
    assert [job.name for job in jobs] == [
        f"trial-{audience}-{language}" for language in ("en", "es") for audience in ("press", "public")
    ]
    (job,) = plan(files(workspace, SPANISH, base), Selection(languages=("es",), audiences=("press",))).jobs
    assert job.edition.language == "es"


def test_a_likelihood_is_said_in_the_language_of_the_edition(workspace):
    (job,) = plan(files(workspace, SPANISH), Selection(languages=("es",))).jobs
    (scenario,) = tailor(job).content.brief.outlook.scenarios
    assert (scenario.likelihood, scenario.rung.low, scenario.rung.high) == ("probable", 55, 80)
    assert (job.scale.language, job.scale.translated_from) == ("es", "en")


def test_a_brief_of_its_own_language_may_rate_in_that_language(workspace):
    base = BASE.replace("language: en", "language: es").replace("likely", "probablemente")
    (job,) = plan(workspace(base), Selection()).jobs
    (scenario,) = tailor(job).content.brief.outlook.scenarios
    assert (scenario.likelihood, scenario.rung.low) == ("probablemente", 55)


@each(
    ("change", "expected"),
    [
        (("title: {text: Un hallazgo, short: Hallado}\n", ""), ("BR321", 0, "'title' is not translated")),
        (
            ("  - {text: El segundo punto., short: Segundo.}\n", ""),
            ("BR321", 4, "'key_points › 2' is not translated"),
        ),
        (
            ("    text: Segundo texto.\n", ""),
            ("BR321", 8, "'sections › effects › text' is not translated"),
        ),
        (
            ("          alt: Dos filas.\n", ""),
            ("BR321", 15, "'sections › causes › blocks › rows › table › alt'"),
        ),
        (("glossary: {parte: un trozo, trozo: una parte}\n", ""), ("BR321", 0, "'glossary' is not")),
        (
            ("          data:\n            - [País, Parte]\n            - [Alemania, 1]\n", ""),
            ("BR321", 15, "› data' is not translated"),
        ),
        ((", short: Segundo.}", "}"), ("BR323", 6, "the variant 'short' is not translated")),
        (("id: effects", "id: efects"), ("BR322", 8, "has no 'efects' here")),
        (("  summary: Sigue.", "  sumary: Sigue."), ("BR322", 23, "has no 'sumary' here")),
        (("glossary:", "method: Nuevo.\nglossary:"), ("BR322", 26, "has no 'method' here")),
        (
            (
                "    - {name: Sigue igual, text: Como antes.}",
                "    - {name: A, text: B.}\n    - {name: C, text: D.}",
            ),
            ("BR322", 26, "has only one item here"),
        ),
        (("title:", "language: ru\ntitle:"), ("BR209", 1, "the language is 'ru'")),
        (("- id: effects", "- id: causes"), ("BR304", 11, "translated twice")),
        (("text: Un hallazgo", "text: 'Un hallazgo [@none]'"), ("BR302", 1, "there is no source 'none'")),
        (("{text: Un hallazgo, short: Hallado}", ""), ("BR321", 1, "'title' is not translated")),
    ],
)
def test_a_mismatch_is_reported_at_its_place(workspace, change, expected):
    code, line, words = expected
    assert change[0] in SPANISH
    findings = found(workspace, SPANISH.replace(*change, 1))
    assert any(one[:3] == (code, "brief.es.yaml", line) and words in one[3] for one in findings), findings


def test_data_in_a_file_is_translated_in_a_copy_of_it(workspace):
    rows = "          data:\n            - [Country, Share]\n            - [Germany, 1]\n"
    assert rows in BASE
    data = {"content/trial/data/shares.csv": "Country,Share\nGermany,1\n"}
    given = SPANISH.replace(
        "          data:\n            - [País, Parte]\n            - [Alemania, 1]\n", "          data:\n"
    )
    opened = workspace(
        BASE.replace(rows, "          data: data/shares.csv\n"),
        {"content/trial/brief.es.yaml": given, **data},
    )
    (failed,) = plan(opened, Selection(languages=("es",))).failed
    (finding,) = failed.error.findings
    assert (finding.code, finding.help) == (
        "BR321",
        "translate a copy of data/shares.csv, and name it here: `data: data/shares.es.csv`",
    )


def test_a_missing_section_is_reported_once(workspace):
    start = SPANISH.index("sections:")
    findings = found(workspace, SPANISH[:start] + SPANISH[SPANISH.index("outlook:") :])
    assert [one[3] for one in findings] == ["'sections' is not translated"]


def test_a_translation_that_fails_leaves_the_others_alone(workspace):
    planned = plan(files(workspace, "title: Solo esto\n"), Selection())
    assert planned.order == ("job", "failed")
    assert planned.failed[0].name == "trial-policymaker-es"


def test_a_file_of_an_unknown_language_is_reported(workspace):
    (outcome,) = plan(workspace(BASE, {"content/trial/brief.old.yaml": BASE}), Selection()).failed
    (finding,) = outcome.error.findings
    assert (finding.code, finding.where.file) == ("BR308", "content/trial/brief.old.yaml")


def test_the_language_of_the_brief_itself_is_no_translation(workspace):
    (outcome,) = plan(workspace(BASE, {"content/trial/brief.en.yaml": "title: Again\n"}), Selection()).failed
    assert outcome.error.findings[0].code == "BR304"


def test_the_settings_speak_the_language_of_the_edition(workspace):
    settings = {
        "content/workspace.yaml": "publisher: {name: House, about: We publish.}\n",
        "content/workspace.es.yaml": "publisher: {about: Publicamos.}\n",
    }
    english, spanish = plan(files(workspace, SPANISH, **settings), Selection()).jobs
    assert english.settings.publisher.about.text == "We publish."
    assert spanish.settings.publisher.about.text == "Publicamos."
    assert spanish.settings.publisher.name.text == "House"


def test_settings_without_a_translation_are_reported_once(workspace):
    settings = {"content/workspace.yaml": "publisher: {name: House, about: We publish.}\n"}
    loaded = Library(files(workspace, SPANISH, **settings)).read_translation("trial", "es").checked()
    (finding,) = loaded.findings
    assert (finding.code, finding.severity, str(finding.where)) == (
        "BR323",
        "warning",
        "content/workspace.yaml:1:26",
    )


@pytest.mark.parametrize("language", ["es", "ru"])
def test_the_first_brief_is_whole_in_every_language(language):
    library = Library(Files(ROOT))
    base, translation = (
        library.brief("venezuela-russia").brief,
        library.read_translation("venezuela-russia", language).checked(),
    )
    assert translation.findings == ()
    for one, other in zip(base.sections, translation.brief.sections, strict=True):
        assert (one.id, bool(one.short), bool(one.plain)) == (other.id, bool(other.short), bool(other.plain))


@pytest.mark.engine
def test_a_failed_translation_says_that_its_last_good_files_are_kept(workspace, tmp_path):
    home = files(workspace, SPANISH)
    built = list(build_all(plan(home, Selection()), home, tmp_path / "out"))
    assert [outcome.error for outcome in built] == [None, None]
    (home.root / "content/trial/brief.es.yaml").write_text("title: Solo esto\n")
    english, spanish = build_all(plan(home, Selection()), home, tmp_path / "out")
    assert (english.error, spanish.is_kept) == (None, True)
    (tmp_path / "out/trial-policymaker-es.pdf").unlink()
    _, spanish = build_all(plan(home, Selection()), home, tmp_path / "out")
    assert not spanish.is_kept


def test_a_brief_need_not_say_its_language_to_be_translated(workspace):
    home = files(workspace, SPANISH, BASE.replace("language: en\n", ""))
    assert [job.edition.language for job in plan(home, Selection()).jobs] == ["en", "es"]


def test_what_is_written_short_is_translated_short(workspace):
    spanish = "title: Uno\nkey_points: [Uno.]\nsections: [{title: T, text: Un texto.}]\noutlook: Sigue.\n"
    home = workspace(LEAST_BRIEF, {"content/trial/brief.es.yaml": spanish})
    loaded = Library(home).read_translation("trial", "es").checked()
    assert (loaded.findings, loaded.brief.outlook.summary.text) == ((), "Sigue.")


def test_a_key_without_a_value_is_a_text_that_is_not_translated_yet(workspace):
    spanish = SPANISH.replace("title: {text: Un hallazgo, short: Hallado}", "title: {text: , short: Hallado}")
    spanish = spanish.replace("  - El primer punto, {share}.", "  -")
    files = workspace(BASE, {"content/trial/brief.es.yaml": spanish})
    loaded = Library(files).read_translation("trial", "es")
    assert sorted(loaded.untranslated) == [("key_points", 0), ("title", "text")]
    assert [one.where.line for one in loaded.untranslated.values()] == [1, 5]
    assert loaded.so_far().error is None
    assert [finding.code for finding in loaded.findings if finding.code == "BR208"] == []


def test_an_empty_variant_prints_the_main_text_of_the_translation(workspace):
    spanish = SPANISH.replace("short: Segundo.", "short: ")
    files = workspace(BASE, {"content/trial/brief.es.yaml": spanish})
    loaded = Library(files).brief("trial"), Library(files).read_translation("trial", "es").checked()
    assert [one.brief.key_points[1].short for one in loaded] == ["Second.", None]
    (finding,) = loaded[1].findings
    assert finding.code == "BR323" and "'short'" in finding.what
