"""The schemas for editors: up to date, as permissive as our reader, and as strict about keys."""

# ruff: noqa: E501  (an example on its line)
from __future__ import annotations

import json
import re

import pytest
import yaml
from jsonschema import Draft202012Validator

from briefing.load.yaml.reader import read_document
from briefing.model.text import Line
from briefing.scaffold.workspace_schemas import additions_in, schemas_in
from briefing.schema.descriptions import words_of, words_of_fields
from briefing.schema.documents import DOCUMENTS, file_name, schema_of, schema_text
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.load.test_bad_inputs import INPUTS

SCHEMAS = ROOT / "docs/schemas"
VALIDATORS = {name: Draft202012Validator(schema_of(name)) for name in DOCUMENTS}


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as editors read it: numbers and Booleans have types, dates are text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def ours(content: bytes):
    return read_document(content, "some.yaml", may_be_empty=True).data


def plain(content: bytes):
    return yaml.load(content, Loader=yaml.BaseLoader)  # noqa: S506  (makes text of everything)


def typed(content: bytes):
    return yaml.load(content, Loader=CoreLoader)  # noqa: S506  (safe, with fewer types)


READINGS = [ours, plain, typed]


def misfits(name: str, data) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(data)]


def brief_with(text: str) -> bytes:
    """Return the smallest brief, with some keys replaced or added."""
    kept = {
        key: value for key, value in plain(LEAST_BRIEF.encode()).items() if key not in plain(text.encode())
    }
    return (yaml.safe_dump(kept) + text).encode()


def test_the_committed_schemas_are_those_of_the_models(tmp_path):
    """`make docs` writes them. They have nothing of the theme of the shipped workspace, which other themes lack."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in SCHEMAS.iterdir()}
    assert committed == {file_name(name): text for name, text in schemas_in(tmp_path).items()}
    assert len(committed) == 12


def test_the_options_of_a_theme_are_in_the_schemas_of_its_workspace_alone(tmp_path):
    before, own = schemas_in(tmp_path), schemas_in(ROOT)
    assert '"brand"' in own["workspace"] and '"brand"' not in before["workspace"]
    assert schemas_in(tmp_path) == before


@pytest.mark.slow
@each("name", DOCUMENTS)
def test_each_is_a_schema_that_editors_can_read(name):
    schema = json.loads(schema_text(name))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    patterns = re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', schema_text(name))
    assert len(patterns) > 2
    escapes = {escape for pattern in patterns for escape in re.findall(r"\\.", json.loads(pattern))}
    assert escapes <= {r"\d", r"\s", r"\S", r"\."}, "JavaScript with its flag u knows no other ones of Python"


@pytest.mark.slow
@each("reading", READINGS)
@each(
    ("name", "pattern", "least"),
    [
        ("brief", "content/*/brief.yaml", 2),
        ("audience", "templates/audiences/*/audience.yaml", 7),
        ("workspace", "content/workspace.yaml", 1),
        ("brief-translation", "content/*/brief.*.yaml", 2),
        ("workspace-translation", "content/workspace.*.yaml", 2),
        ("labels", "templates/languages/*/labels.yaml", 6),
        ("traits", "templates/languages/*/traits.yaml", 6),
        ("vocabulary", "templates/languages/*/vocabulary.yaml", 6),
        ("scale", "templates/scales/*.yaml", 2),
        ("theme", "themes/*/theme.yaml", 5),
    ],
)
def test_what_is_shipped_fits(name, pattern, least, reading):
    paths = sorted(ROOT.glob(pattern))
    assert len(paths) >= least
    for path in paths:
        assert misfits(name, reading(path.read_bytes())) == []


UNKNOWN_KEYS = [path for path in INPUTS if "[BR201]" in path.with_suffix(".txt").read_text(encoding="utf-8")]


def test_there_are_enough_inputs_with_unknown_keys():
    assert len(UNKNOWN_KEYS) >= 8


@each("reading", READINGS)
@each("path", UNKNOWN_KEYS)
def test_an_unknown_key_does_not_fit(path, reading):
    assert misfits("brief", reading(path.read_bytes()))


@each("reading", READINGS)
@each(
    "text",
    [
        "title: 2026",
        "title: {text: Long, short: Shorter, plain: In plain words, only: press}",
        "title: true",
        "edition: 2",
        "as_of: the article is undated",
        "as_of: 2026-11-15",
        "authors: [A name, {name: Another, orcid: 0000-0002-1825-0097}]",
        "keywords: one",
        "keywords: [one, 2026]",
        "licence: CC BY 4.0",
        "marking: {tlp: AMBER+STRICT, embargo_until: 2026-11-24T06:00:00Z, status: draft}",
        "facts: {one: 4, two: {value: 1.5, source: si-2026}, three: {value: 2, source: [2026, a]}}",
        "at_a_glance: one",
        "changes: One text alone",
        "outlook: {watch: [A word, {indicator: Rain, now: 3}], exclusive: true}",
        "outlook: {scenarios: [{name: One, likelihood: likely, confidence: low, signs: One sign}]}",
        "recommendations: [Do it., {action: Do it., by: 2027}]",
        "glossary: {UTC: A time, 2026: A year}",
        "facts: {one: {value: 2, source: [DBLP:conf/x+y, мера-2026, Müller.2]}}",
        "sources: {мера-2026: A title, a+b/c: A title}",
        "sources: refs.bib",
        "sources: [refs.bib, ../more.json]",
        "sources: {a: A title alone, b: {title: T, date: 2019, edition: 9, accessed: 2026-11-03, type: report}}",
        "disclaimers: views",
        "audiences: {policymaker: {pages: 9, drop: method, register: plain}}",
        *(
            f"sections: [{{title: T, text: A text., blocks: [{block}]}}]"
            for block in (
                "{text: A text.}",
                "{table: {title: T, alt: A, data: data/a.csv, wide: true, source: a}}",
                "{table: {title: T, alt: A, data: [[Year, Wind], [2015, 28.5]], total: [Sum, 28.5], columns: [Year]}}",
                "{chart: {title: T, alt: A, data: a.csv, kind: line, series: Wind, axis: {from: 0, to: 2.5}}}",
                "{chart: {title: T, alt: A, data: a.csv, vega_lite: {mark: {type: bar}}}}",
                "{numbers: one}",
                "{numbers: [one, two]}",
                "{numbers: {facts: [one, two], note: A note}}",
                "{contact-card: {id: desk, person: The desk, layers: [{name: A, order: 1}], only: [press]}}",
            )
        ),
    ],
)
def test_what_a_person_may_type_fits(text, reading):
    assert misfits("brief", reading(brief_with(text))) == []


@each("reading", READINGS)
@each(
    "text",
    [
        "title: ' '",
        "title: {short: Shorter}",
        "title: {text: Long, shrot: Shorter}",
        "date: 22.11.2026",
        "edition: first",
        "edition: 0",
        "language: English",
        "authors: A name",
        "marking: {tlp: PURPLE}",
        "marking: {embargo_until: 2026-11-24T06:00:00}",
        "facts: {not an id: 4}",
        "key_points: []",
        "key_points: One text alone",
        "outlook: {exclusive: yes}",
        "outlook: {scenarios: [{name: One, confidence: middling}]}",
        "sources: {a b: T}",
        "sources: {_a: T}",
        "sources: {'a@b': T}",
        "facts: {one: {value: 2, source: 'a,b'}}",
        "sources: refs.docx",
        "sources: {a: {author: No title}}",
        "sources: {a: {title: T, type: paper}}",
        "web: www.example.org",
        "audiences: {policymaker: {extnds: other}}",
        *(
            f"sections: [{{title: T, text: A text., blocks: [{block}]}}]"
            for block in (
                "A text.",
                "{table: {title: T, alt: A, data: a.csv}, note: N}",
                "{table: {title: T, data: a.csv}}",
                "{table: {title: T, alt: A, data: [[Year]]}}",
                "{chart: {title: T, alt: A, data: a.csv, kind: pie}}",
                "{figure: {title: T, alt: A, file: a.png, wide: wide}}",
                "{map: A text.}",
            )
        ),
    ],
)
def test_what_our_reader_refuses_does_not_fit(text, reading):
    assert misfits("brief", reading(brief_with(text)))


@each(
    ("text", "fits"),
    [
        ("label: A\nparts: [title]\nbudgets: {title: {words: 12}}", True),
        ("extends: public\ndrop: [glossary]", True),
        ("extends: public\nlabel: Class\npages: 2", True),
        ("label: A", False),
        ("label: A\nparts: [title]\ndrop: [title]", False),
        ("extends: public\npagse: 2", False),
        ("label: A\nparts: [title]\nbudgets: {title: {wrods: 12}}", False),
    ],
)
def test_an_audience_is_complete_or_extends_another(text, fits):
    assert (misfits("audience", typed(text.encode())) == []) == fits


def test_settings_may_be_left_out_altogether():
    assert misfits("workspace", typed(b"# nothing yet\n")) == []
    assert misfits("workspace", typed(b"publisher: A house\naudiences: policymaker\npaper: letter\n")) == []
    assert misfits("workspace", typed(b"publishr: A house\n"))


@pytest.mark.parametrize("model", dict.fromkeys(one.model for one in DOCUMENTS.values()))
def test_an_editor_can_say_what_each_key_of_a_file_means(model):
    assert words_of(model)
    assert set(words_of_fields(model)) == set(model.model_fields)


def test_words_are_inherited_from_the_models_above():
    assert set(words_of_fields(Line)) >= {"only", "not_", "text", "short", "plain"}
    assert schema_of("brief")["properties"]["title"]["description"] == "The main finding, in a few words."


@pytest.mark.parametrize("reading", [ours, typed])  # which read a missing value as none
@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [
        ("brief-translation", "title: Un hallazgo\nkey_points: [null, Segundo]\nsections: [{id: a, text:}]", True),
        ("brief-translation", "outlook: {scenarios: [{text: Sigue.}]}\nkeywords:\naccept: {rule: BR323, why: R}", True),
        ("brief-translation", "titel: Un hallazgo", False),
        ("brief-translation", "sections: [{id: a, txet: Un texto}]", False),
        ("workspace-translation", "publisher: {about: Publicado por ejemplo.}", True),
        ("workspace-translation", "publisher: {abuot: Publicado por ejemplo.}", False),
        ("shared-translation", "facts: {one: {label: Uno}}\nglossary:\n  UTC:", True),
        ("shared-translation", "facts: {one: {lable: Uno}}", False),
        ("labels", "labels: {key_points: Findings}", True),
        ("labels", "lables: {key_points: Findings}", False),
        ("labels", "quotes: ['“', '”']\nlabels: {}", False),
        ("traits", "locale: de\ncontinued_quotes: opening\nreading_grade: {constant: 3, long_word: 3, syllables: {vowels: aeiou}}", True),
        ("traits", "continued_quotes: first", False),
        ("vocabulary", "multipliers: {million: 6}\nunits: {second: [Sekunde*]}\npart_headings: {key_points: Kernpunkte}", True),
        ("vocabulary", "units: {secnd: [Sekunde*]}", False),
        ("scale", "name: Own\nsource: Us\nwords: [{word: low, low: 0, high: 50}, {word: high, also: big, low: 50, high: 100}]", True),
        ("scale", "name: Own\nsource: Us\nwords: [{word: low, low: 0, high: 50}]", False),
    ],
)  # fmt: skip
def test_every_file_that_a_person_writes_has_a_schema(name, text, fits, reading):
    assert (misfits(name, reading(text.encode())) == []) == fits


def test_a_label_is_explained_by_its_english_words():
    labels = schema_of("labels", additions_in(ROOT))["properties"]["labels"]
    assert labels["properties"]["key_points"]["description"] == "Key points"
    assert labels["additionalProperties"], "a template of a workspace may print a label of its own"


CARD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "properties": {"person": {"$ref": "#/$defs/name"}, "hours": {"type": "number"}},
    "required": ["person"],
    "additionalProperties": False,
    "$defs": {"name": {"type": "string", "minLength": 3}},
}
FIELDS = {"properties": {"code": {"type": "string", "pattern": "^WS-"}}, "required": ["code"], "additionalProperties": False}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("sections: [{title: T, text: A., blocks: [{contact-card: {person: Ada, hours: 2, only: [press]}}]}]", ""),
        ("sections: [{title: T, text: A., blocks: [{other-card: {persn: Ada}}]}]", ""),
        ("sections: [{title: T, text: A., blocks: [{contact-card: {persn: Ada}}]}]", "persn"),
        ("sections: [{title: T, text: A., blocks: [{contact-card: {person: A}}]}]", "'A'"),
        ("custom: {code: WS-1}", ""),
        ("custom: {code: {text: WS-1, plain: One}}", ""),
        ("custom: {}", ""),
        ("custom: {code: 1}", "1"),
        ("custom: {cdoe: WS-1}", "cdoe"),
    ],
)  # fmt: skip
def test_the_schema_of_a_workspace_knows_its_custom_blocks_and_fields(workspace, text, wrong):
    files = {
        "templates/parts/contact-card.schema.json": json.dumps(CARD),
        "templates/parts/broken-card.schema.json": "{",
        "templates/custom.schema.json": json.dumps(FIELDS),
    }
    schema = json.loads(schemas_in(workspace(files=files).root)["brief"])
    Draft202012Validator.check_schema(schema)
    found = list(Draft202012Validator(schema).iter_errors(typed(brief_with(text))))
    assert bool(found) == bool(wrong)
    assert all(wrong in str(error) for error in found)
