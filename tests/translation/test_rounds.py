"""Texts go out to a translator and come back: exactly these texts are in the file, and nothing else has changed."""

from __future__ import annotations

import re
import textwrap

import pytest
import yaml
from lxml import etree

from briefing.core.errors import BriefingError
from briefing.pipeline.plan import Selection, plan
from briefing.review.check import check
from briefing.review.confirm import confirm
from briefing.scaffold.translation import start_translation
from briefing.translation.export import FORMS, export_translation
from briefing.translation.filling import fill
from briefing.translation.import_file import import_translation
from briefing.translation.notes import describe
from briefing.translation.placeholders import canonical
from briefing.translation.segments import State
from briefing.translation.skeleton import write_skeleton
from briefing.translation.units import read_texts
from tests.cases import each
from tests.conftest import ROOT
from tests.translation.briefs import BRIEF, SPANISH
from tests.translation.rounds import MOMENT, changed_units, exported, set_target, translated, units_in

ORIGINAL, FILE = "content/trial/brief.yaml", "content/trial/brief.es.yaml"
RECORD, CONFIRMED = "content/trial/handed-over.yaml", "content/trial/confirmed.yaml"

HAND_WRITTEN = """\
# Escrito a mano.
language:   es
title:
    short: 'Los árboles enfrían'   # corto
    text: "Los árboles enfrían las calles"
key_points:
  - {text: Los árboles enfrían una calle., short: Los árboles enfrían.}
  - Los toldos ayudan. [@study]
sections:
  - id: grass
    title: La hierba mantiene frescas las calles
"""


def written(files, texts=SPANISH):
    """Write a complete translation, without a hand-over."""
    known = read_texts(files, "trial", "es")
    (files.root / FILE).write_text(write_skeleton(known, known.units, texts))
    return files.fresh()


def taken(files, path, slug=None):
    return import_translation(files.fresh(), path, slug)


def codes(imported):
    return [(finding.code, finding.severity.value) for finding in imported.findings]


def source_of(files, old, new):
    text = (files.root / ORIGINAL).read_text()
    assert old in text
    (files.root / ORIGINAL).write_text(text.replace(old, new, 1))
    return files.fresh()


@pytest.mark.parametrize("form", FORMS)
def test_the_same_texts_come_back(workspace, form):
    files = workspace(BRIEF)
    path = exported(files, form)
    assert taken(files, path).untranslated == tuple(SPANISH)
    assert not (files.root / FILE).exists()
    translated(path, SPANISH, units_in(files))
    imported = taken(files, path)
    assert (set(imported.new), imported.changed, imported.rejected) == (set(SPANISH), (), ())
    assert imported.findings == ()
    known = {name: canonical(unit.target, unit.flow) for name, unit in units_in(files).items()}
    assert {name: text for name, text in known.items() if "glossary" not in name} == {
        name: text for name, text in SPANISH.items() if "glossary" not in name
    }
    data = yaml.safe_load((files.root / FILE).read_text())
    assert data["glossary"] == {SPANISH[f"glossary.{n}.term"]: SPANISH[f"glossary.{n}"] for n in (1, 2)}
    assert data["sections"][0]["blocks"][0]["table"]["data"] == [
        ["Lugar", "Noches"],
        ["Norte", 6],
        ["Sur", 12],
    ]
    planned = plan(files.fresh(), Selection(languages=("es",)))
    assert (len(planned.jobs), planned.failed) == (3, ())
    again = taken(files, path)
    assert (set(again.unchanged), again.new, again.changed) == (set(SPANISH), (), ())


def test_texts_of_shared_content_are_translated_where_they_are(workspace):
    brief = BRIEF.replace(
        "      - box: {title: A case, text: One street was planted.}\n", "      - box: tip\n"
    )
    shared = "boxes: {tip: {title: A tip, text: Shared words.}}\n"
    units = units_in(workspace(brief, {"content/shared.yaml": shared}))
    assert [name for name in units if "box" in name] == [] and "sections.grass" in units


def test_a_region_that_was_exported_keeps_its_own_file(workspace):
    files = written(workspace(BRIEF))
    before = (files.root / FILE).read_bytes()
    path = exported(files, "1.2", "es-MX")
    translated(path, {name: f"{text} (MX)" for name, text in SPANISH.items()}, units_in(files))
    assert taken(files, path).texts.file.endswith("brief.es-MX.yaml")
    assert (files.root / FILE).read_bytes() == before


def test_percentages_and_facts_are_no_formats_of_a_program(workspace):
    files = workspace(BRIEF.replace("Trees cool a street.", "Trees cool 50 % of streets."))
    path = exported(files, "po")
    assert "-format" not in path.read_text()


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_comes_back_as_it_was_changes_nothing(workspace, form):
    files = written(workspace(BRIEF))
    path = exported(files, form)
    before = {name: (files.root / name).read_bytes() for name in (FILE, RECORD)}
    imported = taken(files, path)
    assert len(imported.unchanged) == len(SPANISH) - 4, "a glossary has an order of its own"
    assert {name: (files.root / name).read_bytes() for name in before} == before


def test_only_new_and_changed_texts_are_written(workspace):
    files = workspace(BRIEF, {FILE: HAND_WRITTEN})
    path = exported(files)
    answers = {
        "title": "Los árboles refrescan las calles",
        "key_points.3": "El agua decide.",
        "bottom_line": SPANISH["bottom_line"],
        "keywords.1": "calor",
        "keywords.2": "sombra",
    }
    translated(path, answers, units_in(files))
    imported = taken(files, path)
    assert set(imported.new) == {"key_points.3", "bottom_line", "keywords.1", "keywords.2"}
    assert imported.changed == ("title",)
    expected = HAND_WRITTEN.replace('"Los árboles enfrían las calles"', '"Los árboles refrescan las calles"')
    expected = expected.replace("[@study]\n", "[@study]\n  - El agua decide.\n")
    text = (files.root / FILE).read_text()
    assert [line for line in expected.splitlines() if line not in text.splitlines()] == []
    data = yaml.safe_load(text)
    assert (data["bottom_line"], data["keywords"]) == (SPANISH["bottom_line"], ["calor", "sombra"])


@each(
    ("term", "why"),
    [
        ("x" * 1100, "has 1,100 characters; the limit is 1,000"),
        (SPANISH["glossary.2.term"], "two terms are translated as 'cuidado'"),
    ],
)
def test_a_glossary_that_cannot_be_written_keeps_no_other_text_out(workspace, term, why):
    files = workspace(BRIEF)
    path = exported(files)
    translated(path, {**SPANISH, "glossary.1.term": term}, units_in(files))
    imported = taken(files, path)
    glossary = {name for name in SPANISH if name.startswith("glossary")}
    assert set(imported.rejected) == glossary and set(imported.new) == {*SPANISH} - glossary
    assert all(why in finding.what for finding in imported.findings if finding.code == "BR836")
    assert not yaml.safe_load((files.root / FILE).read_text())["glossary"]
    translated(path, {"glossary.1.term": "sombra"}, units_in(files))
    assert set(taken(files.fresh(), path).rejected) == set()


def test_whole_values_are_replaced_with_all_of_their_texts_or_not_at_all(workspace):
    files = written(workspace(BRIEF))
    path = exported(files)
    translated(path, {"keywords.2": "sombras"}, units_in(files))
    assert taken(files, path).changed == ("keywords.2",)
    assert yaml.safe_load((files.root / FILE).read_text())["keywords"] == ["calor", "sombras"]
    (files.root / FILE).unlink()
    path = exported(files.fresh())
    translated(path, {"glossary.1.term": "sombra", "glossary.1": "sin sol"}, units_in(files))
    imported = taken(files, path)
    assert set(imported.rejected) == {"glossary.1.term", "glossary.1"}
    assert "'glossary.2.term' is not translated" in imported.findings[0].what
    assert not (files.root / FILE).exists()


def test_a_glossary_is_replaced_when_it_was_handed_over_again(workspace):
    files = written(workspace(BRIEF))
    exported(files)
    files = source_of(files, "what keeps a tree alive", "what keeps a tree alive and green")
    path = exported(files, is_changed_only=True)
    names = [unit.get("resname") for unit in etree.parse(path).iter("{*}trans-unit")]
    assert names == ["glossary.1.term", "glossary.1", "glossary.2.term", "glossary.2"]
    answers = {**SPANISH, "glossary.2": "lo que mantiene vivo y verde un árbol"}
    translated(path, answers, units_in(files))
    imported = taken(files, path)
    assert imported.findings == ()
    glossary = yaml.safe_load((files.root / FILE).read_text())["glossary"]
    assert glossary == {"sombra": "donde no llega el sol", "cuidado": "lo que mantiene vivo y verde un árbol"}


CHART = """\
      - chart:
          kind: bar
          title: South is wetter
          alt: Two bars.
          note: Our own count.
          unit: mm
          highlight: South
          annotations: [{text: A record, at: North}]
          data:
            - [Place, Rain]
            - [North, 6]
            - [South, 12]
      - chart: {kind: bar, title: It rains, alt: Bars., unit: mm, note: Our count., data: rain.csv}
"""


@pytest.mark.parametrize("is_started", [False, True])
def test_a_chart_names_its_categories_as_its_translated_data_does(workspace, is_started):
    brief = BRIEF.replace("      - box:", f"{CHART}      - box:")
    files = workspace(brief, {"content/trial/rain.csv": "Place,Rain\nNorth,6\n"})
    if is_started:
        start_translation(files, "es", None)
    path = export_translation(files.fresh(), "trial", "es", "1.2", MOMENT)
    assert list(path.hand_over.texts.data_files.values()) == ["rain.csv"]
    answers = {
        unit.name: {"North": "Norte", "South": "Sur"}.get(unit.source, f"Más {unit.source}")
        for unit in units_in(files).values()
        if "chart" in unit.name
    }
    translated(path.path, answers, units_in(files))
    assert taken(files, path.path).rejected == ()
    text = (files.root / FILE).read_text()
    chart = yaml.safe_load(text)["sections"][0]["blocks"][1]["chart"]
    assert (chart["highlight"], chart["annotations"][0]["at"]) == ("Sur", "Norte")
    assert [row[0] for row in chart["data"]] == ["Más Place", "Norte", "Sur"]
    assert "# rain.csv (translate a copy of this file, and write its name here)\n          data:\n" in text


# --- What is handed over ------------------------------------------------------------------------------


def test_only_what_has_changed_is_handed_over_again(workspace):
    files = written(workspace(BRIEF))
    exported(files)
    assert export_translation(files.fresh(), "trial", "es", "1.2", MOMENT, is_changed_only=True).path is None
    files = source_of(files, "Water decides.", "Water and soil decide.")
    path = exported(files, is_changed_only=True)
    (unit,) = etree.parse(path).iter("{*}trans-unit")
    assert (unit.get("resname"), unit.find("{*}target").get("state")) == (
        "key_points.3",
        "needs-review-translation",
    )
    assert export_translation(files.fresh(), "trial", "es", "po", MOMENT, is_changed_only=True).path is None


def test_without_a_record_what_is_confirmed_has_not_changed(workspace):
    files = written(workspace(BRIEF))
    confirm(files, (), ())
    assert export_translation(files.fresh(), "trial", "es", "1.2", MOMENT, is_changed_only=True).path is None
    files = source_of(files, "Water decides.", "Water and soil decide.")
    path = exported(files, is_changed_only=True)
    assert "It was: Water decides." in path.read_text()


def test_an_audience_gets_only_what_it_prints(workspace):
    files = workspace(BRIEF)
    names = [
        unit.get("id") for unit in etree.parse(exported(files, audiences=["minister"])).iter("{*}trans-unit")
    ]
    assert "title.short" in names and "key_points.1.short" in names
    assert {"title", "key_points.2", "glossary.1"}.isdisjoint(names)


def test_notes_say_where_a_text_is_and_what_limits_it(workspace):
    files = workspace(BRIEF)
    notes = describe(files, read_texts(files, "trial", "es"))
    assert notes["sections.grass"] == ("In the section 'Grass keeps streets cool'",)
    assert notes["title.short"][0] == "This is the short variant"
    assert any("words in all" in note and "minister" in note for note in notes["key_points.1.short"])
    assert "Terms of the glossary, the same everywhere: shade" in notes["bottom_line"]
    files = workspace(BRIEF, {FILE: "glossary: {shade: donde no llega el sol}\n"})
    assert "Not to be translated: shade" in describe(files, read_texts(files, "trial", "es"))["bottom_line"]


def test_the_record_is_the_same_for_the_same_texts(workspace):
    files = written(workspace(BRIEF))
    exported(files)
    record = (files.root / RECORD).read_text()
    exported(files.fresh(), "po")
    assert (files.root / RECORD).read_text() == record
    lines = record.splitlines()[2:]
    names = [line.split(":")[0] for line in lines]
    assert names == sorted(names) and len(names) == len(SPANISH)
    (files.root / RECORD).write_text(record + "es.title.short: x\n")
    with pytest.raises(BriefingError) as caught:
        exported(files.fresh())
    assert {finding.code for finding in caught.value.findings} <= {"BR835", "BR109"}
    (files.root / RECORD).write_text("es.title: sent to Ada\n")
    with pytest.raises(BriefingError) as caught:
        exported(files.fresh())
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.where)) == ("BR835", f"{RECORD}:1:1")


def test_states_are_counted(workspace):
    files = workspace(BRIEF, {FILE: HAND_WRITTEN})
    counts = export_translation(files, "trial", "es", "2.1", MOMENT).hand_over.counts
    assert counts[State.TRANSLATED] == 6 and counts[State.OUTDATED] == 0
    assert counts[State.MISSING] == len(SPANISH) - 6


# --- What is not taken --------------------------------------------------------------------------------


@each("form", FORMS)
@each(
    ("answer", "severity", "words"),
    [
        ("Un árbol cuesta 5 €, y la *sombra*. [@study]", "error", "`{cost}` is missing"),
        ("Cuesta {cost}, {cost} y la *sombra*. [@study]", "error", "`{cost}` is there twice"),
        ("Cuesta {coste}, y la *sombra*. [@study]", "error", "`{cost}` has become `{coste}`"),
        ("Cuesta {cost}, y la *sombra*. [@studio]", "error", "`[@study]` has become `[@studio]`"),
        ("Cuesta {cost}, y la sombra. [@study]", "warning", "`*` is missing"),
    ],
)
def test_an_altered_placeholder_is_reported_at_the_line_of_its_unit(workspace, form, answer, severity, words):
    files = workspace(BRIEF)
    path = exported(files, form)
    translated(path, {"bottom_line": answer, "outlook.summary": "Sigue."}, units_in(files))
    imported = taken(files, path)
    assert codes(imported)[0] == ("BR833", severity)
    finding = imported.findings[0]
    assert words in finding.what and "'bottom_line'" in finding.what
    lines = path.read_text().splitlines()
    assert "bottom_line" in "".join(lines[finding.where.line - 2 : finding.where.line])
    assert ("bottom_line" in imported.rejected) is (severity == "error")
    data = yaml.safe_load((files.root / FILE).read_text())
    assert data["outlook"] == "Sigue."
    assert (data["bottom_line"] is None) is (severity == "error")


def test_a_text_that_was_changed_here_meanwhile_is_not_overwritten(workspace):
    files = written(workspace(BRIEF))
    path = exported(files)
    ours = (files.root / FILE).read_text().replace("El agua decide.", "El agua lo decide.")
    (files.root / FILE).write_text(ours)
    translated(path, {"key_points.3": "Decide el agua.", "outlook.summary": "Continúa."}, units_in(files))
    imported = taken(files, path)
    assert (imported.rejected, imported.changed) == (("key_points.3",), ("outlook.summary",))
    assert codes(imported) == [("BR836", "error")]
    assert (files.root / FILE).read_text() == ours.replace("Sigue.", "Continúa.")


def test_a_text_that_the_translator_left_alone_may_change_here(workspace):
    files = written(workspace(BRIEF))
    path = exported(files)
    ours = (files.root / FILE).read_text().replace("El agua decide.", "El agua lo decide.")
    (files.root / FILE).write_text(ours)
    imported = taken(files, path)
    assert imported.findings == () and "key_points.3" in imported.unchanged
    assert (files.root / FILE).read_text() == ours


def test_an_original_that_has_changed_is_named_and_stays_outdated(workspace):
    files = written(workspace(BRIEF))
    confirm(files, (), ())
    path = exported(files)
    files = source_of(files, "Water decides.", "Water and soil decide.")
    translated(path, {"key_points.3": "Decide el agua."}, units_in(files))
    imported = taken(files, path)
    assert (imported.changed, imported.outdated) == (("key_points.3",), ("key_points.3",))
    assert codes(imported) == [("BR834", "warning")]
    assert "'and soil decide.'" in imported.findings[0].what
    found = [one for one in check(files.fresh(), Selection(), MOMENT.date()).findings if one.code == "BR061"]
    assert [one.what.split("'")[1] for one in found] == ["es.key_points.3"]
    assert "'and soil decide.'" in found[0].what


def test_what_did_not_change_keeps_its_confirmation(workspace):
    files = written(workspace(BRIEF))
    confirm(files, (), ())
    before = (files.root / CONFIRMED).read_bytes()
    path = exported(files)
    translated(path, {"key_points.3": "Decide el agua."}, units_in(files))
    taken(files, path)
    assert (files.root / CONFIRMED).read_bytes() == before
    assert [
        one for one in check(files.fresh(), Selection(), MOMENT.date()).findings if one.code == "BR061"
    ] == []


def test_an_item_that_was_moved_is_recognised_by_its_original(workspace):
    files = workspace(BRIEF)
    path = exported(files)
    files = source_of(files, "  - Water decides.", "  - Soil matters.\n  - Water decides.")
    translated(path, SPANISH, units_in(files))
    imported = taken(files, path)
    assert imported.findings == () and "key_points.4" in imported.new
    points = yaml.safe_load((files.root / FILE).read_text())["key_points"]
    assert points[2:] == [None, "El agua decide."]


def test_an_original_that_is_gone_is_reported(workspace):
    files = workspace(BRIEF)
    path = exported(files)
    translated(path, SPANISH, units_in(files))
    text = BRIEF.replace("Water decides.", "Nothing of the kind is known here.")
    start, end = text.index("bottom_line:"), text.index("key_points:")
    files = workspace(text[:start] + text[end:])
    imported = taken(files, path)
    assert set(imported.rejected) == {"bottom_line", "key_points.3"}
    assert {code for code, _ in codes(imported)} == {"BR836"}


def test_a_text_that_is_there_twice_is_taken_once(workspace):
    files = workspace(BRIEF)
    path = exported(files)
    translated(path, SPANISH, units_in(files))
    tree = etree.parse(path)
    first = next(tree.iter("{*}trans-unit"))
    again = etree.fromstring(etree.tostring(first))
    again.find("{*}target").text = "Otra cosa"
    first.addnext(again)
    tree.write(path)
    imported = taken(files, path)
    assert imported.rejected == ("title",) and "twice" in imported.findings[0].what
    assert yaml.safe_load((files.root / FILE).read_text())["title"]["text"] == SPANISH["title"]


# --- What programs do to a file -----------------------------------------------------------------------


def _as_omegat(path, units):
    """OmegaT copies the source where there is no translation."""

    def change(unit):
        set_target(
            unit,
            SPANISH.get(unit.get("resname"), units[unit.get("resname")].source),
            units[unit.get("resname")],
        )

    changed_units(path, change)


def _as_memoq(path, units):
    """The program of memoQ adds states, notes and alternatives, and writes regions with languages."""

    def change(unit):
        name = unit.get("resname")
        target = set_target(unit, SPANISH[name], units[name])
        target.set("state", "signed-off")
        unit.set("approved", "yes")
        matches = etree.SubElement(unit, target.tag.replace("}target", "}alt-trans"))
        for kind in ("source", "target"):
            etree.SubElement(matches, target.tag.replace("}target", f"}}{kind}")).text = "Otra cosa"
        etree.SubElement(unit, target.tag.replace("}target", "}note")).text = "¿Seguro?"

    changed_units(path, change)
    path.write_text(path.read_text().replace('target-language="es"', 'target-language="es-ES"'))


def _reordered(path, units):
    """Units in another order, in a group, with lines that were broken and indented."""
    translated(path, SPANISH, units)
    tree = etree.parse(path)
    body = next(tree.iter("{*}body"))
    group = etree.Element(body.tag.replace("}body", "}group"), id="all")
    for unit in reversed(list(body)):
        group.append(unit)
    body.append(group)
    for target in tree.iter("{*}target"):
        if not len(target):
            target.text = f"\n          {target.text.replace(' ', chr(10), 1)}\n        "
    tree.write(path, encoding="utf-8")


def _in_cdata(path, units):
    """Texts in CDATA, and placeholders without their contents."""
    translated(path, SPANISH, units)
    tree = etree.parse(path)
    for target in tree.iter("{*}target"):
        if not len(target):
            target.text = etree.CDATA(target.text)
        for one in target:
            one.text = None
            one.tag = one.tag.replace("}ph", "}x")
    tree.write(path, encoding="utf-8")


def _in_utf_16(path, units):
    translated(path, SPANISH, units)
    text = path.read_text()
    path.write_text(
        text.replace("encoding='utf-8'", "encoding='utf-16'").replace("UTF-8", "utf-16"), encoding="utf-16"
    )


@each("program", [_as_omegat, _as_memoq, _reordered, _in_cdata, _in_utf_16])
def test_what_a_program_does_to_a_file_is_not_in_the_texts(workspace, program):
    files = workspace(BRIEF)
    path = exported(files)
    program(path, units_in(files))
    imported = taken(files, path)
    assert imported.findings == () and set(imported.new) == set(SPANISH)
    texts = read_texts(workspace(BRIEF), "trial", "es")
    assert (files.root / FILE).read_bytes() == fill(texts, None, SPANISH, {}).content


def test_what_a_program_copied_is_not_a_translation(workspace):
    files = workspace(BRIEF)
    path = exported(files)
    units = units_in(files)
    changed_units(
        path, lambda unit: set_target(unit, units[unit.get("resname")].source, units[unit.get("resname")])
    )
    imported = taken(files, path)
    assert (imported.new, set(imported.untranslated)) == ((), set(SPANISH))
    changed_units(path, lambda unit: unit.set("approved", "yes"))
    assert set(taken(files, path).new) == set(SPANISH), "a translator can want the same words"


@pytest.mark.parametrize("state", ["new", "needs-translation"])
def test_an_unfinished_translation_is_not_taken(workspace, state):
    files = workspace(BRIEF)
    path = exported(files)
    translated(path, SPANISH, units_in(files))
    changed_units(path, lambda unit: unit.find("{*}target").set("state", state))
    assert set(taken(files, path).untranslated) == set(SPANISH)


def test_a_fuzzy_translation_is_not_taken(workspace):
    files = workspace(BRIEF)
    path = exported(files, "po")
    translated(path, SPANISH, units_in(files))
    path.write_text(path.read_text().replace("msgctxt", "#, fuzzy\nmsgctxt"))
    assert set(taken(files, path).untranslated) == set(SPANISH)


def test_segments_of_a_unit_are_put_together_in_the_order_of_the_translation(workspace):
    files = workspace(BRIEF)
    path = exported(files, "2.1")

    def cut(unit):
        if unit.get("name") != "outlook.summary":
            return
        first = unit.find("{*}segment")
        for order, (source, target) in enumerate([("It ", "tarde."), ("goes on.", "Sigue ")]):
            segment = etree.SubElement(unit, first.tag, state="final")
            etree.SubElement(segment, first.tag.replace("}segment", "}source")).text = source
            etree.SubElement(
                segment, first.tag.replace("}segment", "}target"), order=str(2 - order)
            ).text = target
        unit.remove(first)

    changed_units(path, cut)
    taken(files, path)
    assert yaml.safe_load((files.root / FILE).read_text())["outlook"] == "Sigue tarde."


# --- Other files --------------------------------------------------------------------------------------


@each(
    ("old", "new", "slug", "words"),
    [
        ("content/trial/", "content/other/", None, "'other', which is not in this workspace"),
        ("", "", "other", "for the brief 'trial', not 'other'"),
        ('target-language="es"', 'target-language="xx"', None, "into 'xx'"),
        ('target-language="es"', 'target-language="en"', None, "into 'en'"),
        ('source-language="en"', 'source-language="fr"', None, "from 'fr', but the brief is in 'en'"),
        ("content/trial/brief.yaml", "brief.docx", None, "does not name its brief"),
    ],
)
def test_a_file_of_another_brief_or_language_is_refused(workspace, old, new, slug, words):
    files = workspace(BRIEF)
    path = exported(files)
    translated(path, SPANISH, units_in(files))
    path.write_text(path.read_text().replace(old, new) if old else path.read_text())
    before = (files.root / RECORD).read_bytes()
    with pytest.raises(BriefingError) as caught:
        taken(files, path, slug)
    (finding,) = caught.value.findings
    assert finding.code == "BR832" and words in finding.what
    assert not (files.root / FILE).exists() and (files.root / RECORD).read_bytes() == before


def test_a_half_done_language_blocks_no_other(workspace):
    files = workspace(BRIEF)
    path = exported(files)
    short = {
        name: text for name, text in SPANISH.items() if name != "key_points.2" and "glossary" not in name
    }
    translated(path, short, units_in(files))
    taken(files, path)
    planned = plan(files.fresh(), Selection())
    built = {f"{job.edition.audience}-{job.edition.language}" for job in planned.jobs}
    assert built == {"policymaker-en", "minister-en", "analyst-en", "policymaker-es", "minister-es"}
    assert [failure.audience for failure in planned.failed] == ["analyst"], "alone it prints key point 2"


def test_a_brief_without_a_name_in_the_file_is_named_on_the_command_line(workspace):
    files = workspace(BRIEF)
    path = exported(files, "po")
    translated(path, SPANISH, units_in(files))
    path.write_text(path.read_text().replace("Project-Id-Version: trial", "Project-Id-Version: "))
    with pytest.raises(BriefingError):
        taken(files, path)
    assert set(taken(files, path, "trial").new) == set(SPANISH)


def test_the_unit_in_the_documentation_is_what_the_export_writes(workspace):
    snippet = re.search(r"```xml\n(.*?)```", (ROOT / "docs/translations.md").read_text(), re.DOTALL)[1]
    text = "A tree costs {cost}. [@study]"
    brief = re.sub(r"bottom_line: .*?(?=key_points:)", f"bottom_line: '{text}'\n", BRIEF, flags=re.DOTALL)
    brief = brief.replace(
        "audiences: {policymaker: {}, minister: {}, analyst: {}}", "audiences: {minister: {}}"
    )
    files = workspace(brief, {FILE: "bottom_line: 'Un árbol cuesta {cost}. [@study]'\n"})
    written = exported(files).read_text()
    assert textwrap.indent(snippet, " " * 6) in written
