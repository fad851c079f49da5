"""Sources in files next to a brief: the result of reading BibTeX and CSL-JSON, and every error at its line."""

from __future__ import annotations

import json
import pickle

import pytest
from bibtexparser.splitter import Splitter

from briefing.compose.tailor import tailor
from briefing.core.errors import ContentError
from briefing.load.library import Library
from briefing.load.sources import bibtex
from briefing.load.sources.source_files import join_sources
from briefing.load.yaml.files import open_document
from briefing.pipeline.plan import Selection, plan
from briefing.rules.pdf.foreign_content import _written
from tests.cases import each
from tests.conftest import LEAST_BRIEF
from tests.effort import calls_of, growth

BIB = r"""
% a comment
@string{press = {University Press}}
@article{units,
  title    = {The {\'E}tude of *units* \& $\alpha$: [@x] {tag}},
  subtitle = {A "second" look},
  author   = {Smith, J{\"o}rg and Jane van der Doe and {World Health Organization} and others},
  journal  = {Metrologia}, volume = 12, number = 3,
  pages    = {45--67},
  year     = 2022, month = may,
  doi      = {https://doi.org/10.1000/182},
  url      = {https://example.org/a\_b%20c},
  abstract = {Long.}, keywords = {x}, file = {y.pdf},
}
@techreport{report.1, title = {Report}, author = {{Department of Trade, Industry and Energy}},
  institution = press, number = {TR 7}, address = {Sèvres}, date = {2019-02-03}, urldate = {2026-01-02},
  howpublished = {\url{https://example.org/r}}, note = {Kept} }
@misc{nobody, title = {x}, date = {in press}, url = {nowhere}}
"""

CSL_JSON = json.dumps(
    [
        {
            "id": "units",
            "type": "article-journal",
            "title": "The <i>Étude</i> of *units* & {tag}",
            "container-title": "Metrologia",
            "author": [
                {"family": "Doe", "given": "Jane", "non-dropping-particle": "van der"},
                {"literal": "Department of Trade, Industry and Energy"},
            ],
            "volume": 12,
            "issue": "3",
            "page": "45-67",
            "issued": {"date-parts": [[2022, "5"]]},
            "accessed": {"date-parts": [[2026, 1, 2]]},
            "DOI": "https://doi.org/10.1000/182",
            "ISBN": "978-3-16-148410-0",
            "collection-number": "4",
            "note": "Extra: not used",
            "abstract": "Long.",
        },
        {"id": "nobody", "type": "nonsense", "issued": {"raw": "soon"}},
    ],
    indent=1,
)


def brief(sources: str, text: str = "So. [@units]") -> str:
    return LEAST_BRIEF.replace("A first text.", f'"{text}"') + f"sources: {sources}\n"


def sources_of(files) -> dict:
    return {
        name: source.model_dump(mode="json", exclude_defaults=True)
        for name, source in Library(files).brief("trial").brief.sources.items()
    }


def line(text: str) -> dict:
    return {"text": text}


def findings_of(files) -> list[str]:
    (outcome,) = plan(files, Selection()).failed
    assert isinstance(outcome.error, ContentError)
    return [f"{finding.where}: {finding.what} [{finding.code}]" for finding in outcome.error.findings]


def test_bibtex_becomes_the_fields_of_a_brief(workspace):
    files = workspace(brief("refs.bib", "So [@units], and so [@report.1]."), {"content/trial/refs.bib": BIB})
    assert sources_of(files) == {
        "units": {
            "title": line(r'The Étude of \*units\* \& α: \[@x] tag: A "second" look'.replace("@x]", r"@x\]")),
            "author": ["Smith, Jörg", "van der Doe, Jane", "World Health Organization", "et al."],
            "container": line("Metrologia"),
            "volume": "12",
            "issue": "3",
            "pages": "45–67",
            "date": "2022-05",
            "doi": "10.1000/182",
            "url": "https://example.org/a_b%20c",
            "type": "article-journal",
        },
        "report.1": {
            "title": line("Report"),
            "author": ["{Department of Trade, Industry and Energy}"],
            "publisher": line("University Press"),
            "place": line("Sèvres"),
            "number": "TR 7",
            "date": "2019-02-03",
            "accessed": "2026-01-02",
            "url": "https://example.org/r",
            "note": line("Kept"),
            "type": "report",
        },
    }
    assert "content/trial/refs.bib" in files.seen


def test_csl_json_becomes_the_fields_of_a_brief(workspace):
    assert sources_of(workspace(brief("[refs.json]"), {"content/trial/refs.json": CSL_JSON})) == {
        "units": {
            "title": line(r"The *Étude* of \*units\* \& \{tag\}"),
            "author": ["van der Doe, Jane", "{Department of Trade, Industry and Energy}"],
            "container": line("Metrologia"),
            "volume": "12",
            "issue": "3",
            "pages": "45-67",
            "date": "2022-05",
            "accessed": "2026-01-02",
            "doi": "10.1000/182",
            "isbn": "978-3-16-148410-0",
            "number": "4",
            "type": "article-journal",
        }
    }


def test_several_files_and_one_that_briefs_share(workspace):
    files = workspace(
        brief("[../shared.json, refs.bib]", "So [@units] and [@report.1]."),
        {"content/shared.json": CSL_JSON, "content/trial/refs.bib": BIB.replace("{units,", "{other,")},
    )
    assert list(sources_of(files)) == ["units", "report.1"]


@each(
    ("sources", "file", "findings"),
    [
        ("refs.txt", "", ["content/trial/brief.yaml:9:10: 'refs.txt' is not a file of sources [BR203]"]),
        ("ref.bib", "", ["content/trial/brief.yaml:9:10: there is no file 'content/trial/ref.bib' [BR804]"]),
        (
            "[a.bib, ../../../a.bib, {x: y}]",
            "",
            [
                "content/trial/brief.yaml:9:11: there is no file 'content/trial/a.bib' [BR804]",
                "content/trial/brief.yaml:9:18: the file '../a.bib' is outside the workspace [BR502]",
                "content/trial/brief.yaml:9:34: this is not a file name [BR203]",
            ],
        ),
        ("refs.bib", b"\xff", ["content/trial/refs.bib:1:1: byte 0xFF is not UTF-8 [BR101]"]),
        (
            "refs.bib",
            "@book{units, title={A}}\n@book{units, title={B}}\n@book{other, title={B}}\n@book{other, title={B}}",
            ["content/trial/refs.bib:2:1: duplicate id 'units'; it is first used in line 1 [BR304]"],
        ),
        (
            "refs.bib",
            "@book{units, title={A}, title={B}}",
            [
                "content/trial/refs.bib:1:1: duplicate field 'title' in 'units' [BR109]",
            ],
        ),
        (
            "refs.bib",
            "@book{other,\n title={A\n\n@book{units, title={B",
            ["content/trial/refs.bib:4:1: invalid BibTeX: this entry has no end [BR116]"],
        ),
        (
            "refs.bib",
            "@book{other, title={A}}\n@book{, title={B}}\n@book{title={B}}\n@book{units, title={C}, title={D}}",
            [
                "content/trial/refs.bib:2:1: this BibTeX entry has no key [BR116]",
                "content/trial/refs.bib:3:1: this BibTeX entry has no key [BR116]",
                "content/trial/refs.bib:4:1: duplicate field 'title' in 'units' [BR109]",
            ],
        ),
        (
            "refs.bib",
            "@string{a = pub}\n@book{units,\n title={\\SI{5}{\\km}},\n author={\\foo{X} and Y},\n"
            ' publisher=a # { Inc},\n note="x" "y",\n pages={' + "{" * 100 + "}" * 100 + "}}",
            [
                "content/trial/refs.bib:3:2: unsupported LaTeX command `\\SI` [BR116]",
                "content/trial/refs.bib:4:2: unsupported LaTeX command `\\foo` [BR116]",
                "content/trial/refs.bib:5:2: unknown string 'pub': no @string defines it [BR116]",
                "content/trial/refs.bib:6:2: text follows the closing brace or quotation mark of the value [BR116]",
                "content/trial/refs.bib:7:2: braces are nested more than 50 levels deep [BR116]",
            ],
        ),
        (
            "refs.bib",
            "@string{a0 = {"
            + "x" * 1000
            + "}}\n"
            + "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(40))
            + "@book{units,\n title = a40}",
            ["content/trial/refs.bib:43:2: the value grows to more than 100,000 characters [BR116]"],
        ),
        (
            "refs.bib",
            "@book{units,\n title={B},\n year=2022, month=13,\n publisher = pub # { Inc},\n url={x},\n doi={y}\n}",
            [
                "content/trial/refs.bib:3:2: '2022-13' is not a date [BR204]",
                "content/trial/refs.bib:4:2: unknown string 'pub': no @string defines it [BR116]",
                "content/trial/refs.bib:5:2: 'x' is not a web address [BR210]",
                "content/trial/refs.bib:6:2: 'y' is not a DOI [BR210]",
            ],
        ),
        ("refs.bib", "\n@misc{units}", ["content/trial/refs.bib:2:1: 'units' has no 'title' [BR202]"]),
        (
            "refs.bib",
            "@misc{unit, title={A}}",
            ["content/trial/brief.yaml:7:16: there is no source 'units' [BR302]"],
        ),
        (
            "refs.json",
            '[{"id": "x"},\n {"id": "units", "title": "T", "type": "artcle"},\n 7, {"title": "no id"}]',
            [
                "content/trial/refs.json:2:32: 'artcle' is not allowed here [BR207]",
                "content/trial/refs.json:3:2: this CSL-JSON item has no id [BR116]",
                "content/trial/refs.json:3:5: this CSL-JSON item has no id [BR116]",
            ],
        ),
        (
            "refs.json",
            '[\n{"id": ',
            ["content/trial/refs.json:2:8: invalid JSON: Expecting value [BR116]"],
        ),
        (
            "refs.json",
            '[{"id": "units", "title": 1984, "author": 7, "issued": {"date-parts": 5}, "accessed": 5}]',
            [
                "content/trial/refs.json:1:46: '05' is not a date [BR204]",
                "content/trial/refs.json:1:75: '5' is not a date [BR204]",
            ],
        ),
        (
            "refs.json",
            '[{"id": null}, {"id": "units", "title": [], "volume": NaN, "issue": true}]',
            [
                "content/trial/refs.json:1:2: this CSL-JSON item has no id [BR116]",
                "content/trial/refs.json:1:16: 'units' has no 'title' [BR202]",
            ],
        ),
        (
            "refs.json",
            '[{"id": "units", "title": "T",\n "volume": ' + "9" * 5000 + "}]",
            ["content/trial/refs.json:2:12: the number has more than 100 digits [BR116]"],
        ),
        (
            "refs.json",
            "{}",
            ["content/trial/refs.json:1:1: invalid JSON: CSL-JSON is a list: […] [BR116]"],
        ),
        ("refs.json", "[" * 100_000, ["content/trial/refs.json:1:1: the file is nested too deeply [BR103]"]),
    ],
)
def test_every_error_is_reported_at_its_line(workspace, sources, file, findings):
    files = {f"content/trial/{sources}": file} if file else {"content/trial/refs.bib": BIB}
    assert findings_of(workspace(brief(sources), files)) == findings


def test_an_error_in_an_uncited_entry_is_not_reported(workspace):
    library = (
        "@book{other,\n title={A\n\n@misc{odd, title {x}}\n@misc{code, title={A @cache(size=5) @{, }}}\n"
        "@book{units, title={B}}"
    )
    files = workspace(brief("refs.bib"), {"content/trial/refs.bib": library})
    assert sources_of(files) == {"units": {"title": line("B"), "type": "book"}}


def test_values_are_joined_and_strings_take_each_other_s_values(workspace):
    library = """@string{uni = "University"}
        @STRING{press = uni # { Press}}
        @BOOK(units, TITLE = {A {"}B{"} # } # "C, " # 1984, Publisher = Press # ", " # uni, date = may)"""
    files = workspace(brief("refs.bib"), {"content/trial/refs.bib": library})
    assert sources_of(files)["units"] == {
        "title": line('A "B" # C, 1984'),
        "publisher": line("University Press, University"),
        "note": line("May"),
        "type": "book",
    }


@each(
    ("fields", "values"),
    [
        ("year = {in press}", {"status": "in press"}),
        ("year = {in press}, note = {Kept}", {"status": "in press", "note": line("Kept")}),
        ("pubstate = {inpress}, date = {2024}", {"date": "2024", "status": "in press"}),
        ("year = {c. 1990}", {"date": "1990~"}),
        ("year = {n.d.}", {}),
        ("date = {s. f.}", {}),
        ("year = {Spring 2020}", {"date": "2020"}),
        ("year = {forthcoming 2025}", {"date": "2025", "note": line("forthcoming 2025")}),
        ("year = {2019--2020}", {"date": "2019/2020"}),
        ("date = {-0380}", {"date": "-0380"}),
        ("date = {1850~/1860~}", {"date": "1850~/1860~"}),
        ("date = {199X}", {"date": "1990/1999"}),
        ("date = {2020-05-03/2020-05-08}", {"date": "2020-05"}),
        ("year = {2020/06/--}", {"date": "2020-06"}),
        ("year = 2019, month = jan # {~5}", {"date": "2019-01-05"}),
        ("year = 2019, month = {January}", {"date": "2019-01"}),
        ("year = 2019, month = {May--June}", {"date": "2019"}),
        ("year = {2019a}", {"date": "2019"}),
        ("year = 2019, month = {10~May}", {"date": "2019-05-10"}),
        ("year = 2019, month = {3}", {"date": "2019-03"}),
        ("date = {2019-05/2020-01}", {"date": "2019/2020"}),
        ("date = {/2020}", {"date": "2020"}),
        ("date = {2019-21}", {"date": "2019"}),
        ("date = {2019?}", {"date": "2019?"}),
        ("date = {2019-05-03T10:00:00}, urldate = {2026}", {"date": "2019-05-03"}),
    ],
)
def test_dates_of_bibtex(workspace, fields, values):
    library = f"@misc{{units, title = {{A}}, {fields}}}"
    files = workspace(brief("refs.bib"), {"content/trial/refs.bib": library})
    assert sources_of(files)["units"] == {"title": line("A"), "type": "document", **values}


@each(
    ("keys", "values"),
    [
        ({"title": r"A \textit{b} of $x^2$ and 5%"}, {"title": line("A *b* of x² and 5%")}),
        ({"title": r"At $$\hbox {CO}_2$$"}, {"title": line("At CO₂")}),
        ({"title": "From $5 to $10 in US$"}, {"title": line("From $5 to $10 in US$")}),
        ({"title": ["Nature", "Nat."]}, {"title": line("Nature")}),
        (
            {"title": "T", "URL": "www.example.org/a"},
            {"title": line("T"), "url": "https://www.example.org/a"},
        ),
        ({"title": "T", "URL": "<Go to ISI>://WOS:0001"}, {"title": line("T")}),
    ],
)
def test_what_programs_leave_in_csl_json_is_read(workspace, keys, values):
    items = json.dumps([{"id": "units", "type": "book", **keys}])
    (read,) = sources_of(workspace(brief("refs.json"), {"content/trial/refs.json": items})).values()
    assert read == {"type": "book", **values}


@each(
    ("issued", "values"),
    [
        ({"literal": "in press"}, {"status": "in press"}),
        ({"literal": "n.d."}, {}),
        ({"date-parts": [[None]]}, {}),
        ({"date-parts": [[-380]]}, {"date": "-0380"}),
        ({"date-parts": [["1850"]], "circa": True}, {"date": "1850~"}),
        ({"date-parts": [[2019], [2021]]}, {"date": "2019/2021"}),
        ({"date-parts": [[2019, 5, 3], [2019, 6, 1]]}, {"date": "2019"}),
        ({"date-parts": [["2019", "", ""]], "season": 1}, {"date": "2019"}),
        ({"raw": "2019-05"}, {"date": "2019-05"}),
    ],
)
@each("key", ["issued", r"\u0069ssued"])
def test_dates_of_csl_json(workspace, issued, values, key):
    library = f'[{{"id": "units", "title": "A", "{key}": {json.dumps(issued)}}}]'
    files = workspace(brief("refs.json"), {"content/trial/refs.json": library})
    assert sources_of(files)["units"] == {"title": line("A"), "type": "document", **values}


@each("key", ["мера-2026", "Müller+Söhne:2026", "DBLP:conf/x/Y26.1", "2026a"])
def test_a_key_is_in_any_script(workspace, key):
    text = brief("refs.bib", f"So [@{key}; @other, p. 4].")
    library = f"@book{{{key}, title = {{A}}}}\n@book{{other, title = {{B}}}}"
    assert list(sources_of(workspace(text, {"content/trial/refs.bib": library}))) == [key, "other"]


def library_of(count: int, form: str = "bib") -> str:
    """Return entries as a reference manager exports them, some 700 characters each."""
    abstract = "Lorem ipsum dolor. " * 30
    if form == "bib":
        return "".join(
            f"@article{{key{n},\n title = {{A {{Title}} of {n} \\& more}},\n author = {{Smith, J{n} and Doe, Jane}},\n"
            f" journal = {{Things}},\n year = 2020,\n abstract = {{{abstract}}}\n}}\n"
            for n in range(count)
        )
    items = [
        {"id": f"key{n}", "title": f"A Title of {n} & more", "issued": {"raw": "2020"}, "abstract": abstract}
        for n in range(count)
    ]
    return json.dumps(items, indent=1 if form == "json" else None)


FORMS = {"bib": "refs.bib", "json": "refs.json", "one line": "refs.json"}
"""The formats of a library: BibTeX, and CSL-JSON with and without line breaks."""


def job_with(workspace, count: int, form: str, text: str = "So [@key7], and so [@key3]."):
    name = FORMS[form]
    (job,) = plan(
        workspace(brief(name, text), {f"content/trial/{name}": library_of(count, form)}), Selection()
    ).jobs
    return job


def test_only_what_is_cited_of_a_library_is_parsed(workspace, monkeypatch):
    parsed = []
    read = bibtex.read_fields
    monkeypatch.setattr(bibtex, "read_fields", lambda *given: parsed.append(given) or read(*given))
    monkeypatch.setattr(bibtex, "Splitter", lambda text: parsed.append(text.count("@")) or Splitter(text))
    job_with(workspace, 1_000, "bib")
    assert parsed[0] == 2  # entries that the parser was given
    assert len(parsed) == 3


@pytest.mark.parametrize("form", FORMS)
def test_a_job_carries_what_is_cited_however_large_the_library_is(workspace, form):
    """The size of a job limits what a process may have to join or search."""
    small, large = (len(pickle.dumps(job_with(workspace, count, form))) for count in (8, 2_000))
    assert large < small + 100


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_searched_for_what_a_library_holds_of_others(workspace, form):
    small, large = (len(_written(tailor(job_with(workspace, count, form)))) for count in (8, 2_000))
    assert 0 <= large - small < 100


@pytest.mark.parametrize("form", FORMS)
def test_a_large_library_costs_a_few_calls_for_each_entry(workspace, form):
    def work(count: int):
        name = f"{count}-{FORMS[form]}"
        files = workspace(brief(name, "So [@key7]."), {f"content/trial/{name}": library_of(count, form)})
        document = open_document(files, "content/trial/brief.yaml", ContentError)
        return lambda: join_sources(document, files)

    assert calls_of(work(1_000)) < calls_of(work(10)) + 100 * 1_000
    assert growth(work, 250) < 1.1


def test_each_of_many_citations_costs_the_same(workspace):
    def work(count: int):
        cited = "; ".join(f"@key{n}" for n in range(count))
        text = brief(f"{count}.bib", f"So [{cited}].")
        files = workspace(text, {f"content/trial/{count}.bib": library_of(count)})
        document = open_document(files, "content/trial/brief.yaml", ContentError)
        return lambda: join_sources(document, files)

    assert growth(work, 50) < 1.1


def test_an_id_is_a_whole_word_of_the_text(workspace):
    """`a.b` in `a.bc`, in `xa.b` and in `a.b-c` is a different id; before a full stop it is the same."""
    library = "".join(f"@book{{{name}, title = {{T}}}}\n" for name in ("a.b", "a", "b", "c:d.", "ab", "é-1"))
    text = "xa.b a.bc a.b-c a/b; ab2 [@c:d., p. 4]. So [@é-1]. b."
    files = workspace(brief("refs.bib", text), {"content/trial/refs.bib": library})
    document = join_sources(open_document(files, "content/trial/brief.yaml", ContentError), files)
    assert list(document.data["sources"]) == ["a", "b", "c:d.", "é-1"]  # a full stop follows `a`
    assert document.uncited == ("a.b", "ab")


TWISTED = """\
@comment{jabref-meta: {an @book{units, title={not this}} in a comment}}
% a mail to units@example.org
@preamble{"\\newcommand{\\x}{@book{no, title={x}}}"}
@string{pub = {The {Press}}}
@misc{before, title = {A {nested {brace} @ sign}}, note = {me@example.org}}

@book{units,
  title = {Units {of {all}} @ once},
  publisher = pub,
  url = {x}
}
@misc{after, title={C}}
"""


@each("end", ["\n", "\r\n"])
@each("before", ["", "\ufeff", "\n" * 3, "% words\u2028\n"])
def test_a_finding_in_an_extract_is_at_its_place_in_the_file(workspace, end, before):
    """The model is validated when only the entry is left of the library."""
    text = (before + TWISTED).replace("\n", end)
    files = workspace(brief("refs.bib"), {"content/trial/refs.bib": text})
    line = text.removeprefix("\ufeff").replace("\u2028", "\n")[: text.index("  url")].count("\n") + 1
    assert findings_of(files) == [f"content/trial/refs.bib:{line}:3: 'x' is not a web address [BR210]"]


def test_a_twisted_file_is_read_as_before(workspace):
    files = workspace(
        brief("refs.bib"), {"content/trial/refs.bib": TWISTED.replace("{x}", "{https://a.example/x}")}
    )
    source = sources_of(files)["units"]
    assert (source["title"], source["publisher"]) == (line("Units of all @ once"), line("The Press"))


def test_a_file_in_latin_1_is_refused_at_its_byte(workspace):
    text = library_of(300).replace("Things", "Dinge für alle").encode("latin-1")
    (finding,) = findings_of(workspace(brief("refs.bib"), {"content/trial/refs.bib": text}))
    assert finding == "content/trial/refs.bib:4:20: byte 0xFC is not UTF-8 [BR101]"


def test_a_file_that_names_its_encoding_is_read_in_it(workspace):
    text = "% Encoding: Cp1252\n@book{units, title={Über „Größe“}}\n".encode("cp1252")
    files = workspace(brief("refs.bib"), {"content/trial/refs.bib": text})
    assert sources_of(files)["units"]["title"] == line("Über „Größe“")


def test_a_finding_in_a_file_of_one_line_is_at_its_column(workspace):
    items = json.loads(library_of(50, "json"))
    items[40] |= {"id": "units", "URL": "x"}
    text = json.dumps(items)
    files = workspace(brief("refs.json"), {"content/trial/refs.json": text})
    column = text.index('"URL"') + 1
    assert findings_of(files) == [f"content/trial/refs.json:1:{column}: 'x' is not a web address [BR210]"]


def test_an_unknown_key_does_not_list_a_library(workspace):
    files = workspace(brief("refs.bib", "So [@мера]."), {"content/trial/refs.bib": library_of(100)})
    (outcome,) = plan(files, Selection()).failed
    (finding,) = outcome.error.findings
    assert finding.help.startswith("the sources are: key0, key1, key10, ")
    assert finding.help.endswith(" and 40 more")


def test_an_id_in_two_files_is_reported_once_at_the_second(workspace):
    files = {"content/trial/refs.json": CSL_JSON, "content/trial/refs.bib": BIB}
    assert findings_of(workspace(brief("[refs.json, refs.bib]"), files)) == [
        "content/trial/refs.bib:4:1: duplicate id 'units'; it is first used in content/trial/refs.json:2:2 [BR304]"
    ]


def test_a_source_that_nobody_cites_is_a_warning_and_a_library_may_hold_more(workspace):
    listed = "{a: T, b: T, c: T, d: T}\nfacts: {x: {value: 1, source: [a, b]}}\nbottom_line: {text: T, plain: 'T [@c]'}"
    findings = Library(workspace(brief(listed, "So."))).brief("trial").findings
    assert [f"{f.where} {f.severity} {f.code} {f.what}" for f in findings] == [
        "content/trial/brief.yaml:9:29 warning BR315 the source 'd' is not cited"
    ]
    files = workspace(brief("refs.bib"), {"content/trial/refs.bib": BIB})
    assert Library(files).brief("trial").findings == ()


def test_readers_write_nothing_to_the_terminal(workspace, capfd):
    findings_of(
        workspace(brief("refs.bib"), {"content/trial/refs.bib": "@book{a, title={\\emph{x\n@book{units}"})
    )
    assert capfd.readouterr() == ("", "")
