"""Rules of installed packages: they are applied like the shipped ones, and a faulty one is a finding."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from briefing.core.errors import ContentError
from briefing.core.finding import Finding, Severity, Span
from briefing.core.rule_packages import is_code
from briefing.execution import result_codec
from briefing.incremental.fingerprint import find_software
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from briefing.review.check import check
from briefing.rules.custom_rules import MOST
from tests.conftest import LEAST_BRIEF
from tests.rule_packages import AT, ENTRIES, EXAMPLE, SHOUTING, clear, install, one_rule

__all__ = ["install"]


def found_in(files, **selection) -> list[Finding]:
    checked = check(files, Selection(**selection), date(2026, 11, 24))
    return [one for one in checked.findings if not one.code.startswith("BR") or one.code == "BR908"]


def test_the_example_of_the_documentation_is_applied(install, workspace):
    install(EXAMPLE, ENTRIES)
    (finding,) = found_in(workspace(SHOUTING))
    assert (finding.code, str(finding.where), finding.severity) == ("HOUSE001", AT, Severity.WARNING)
    assert (finding.what, finding.help) == ("exclamation mark", "end the sentence with a full stop")
    assert found_in(workspace(LEAST_BRIEF)) == []


@pytest.mark.engine
def test_rules_for_pdfs_are_applied_when_an_edition_is_made(install, workspace):
    install(EXAMPLE.replace("page_count > 2", "page_count > 0 and edition.pdf[:5] == b'%PDF-'"), ENTRIES)
    files = workspace(SHOUTING + "audiences: {minister: {}, press: {}}\n")
    results = {job.edition.audience: made for job, made in execute_here(files)(plan(files, Selection()).jobs)}
    (finding,) = results["minister"].error.findings
    assert (finding.code, str(finding.where)) == ("HOUSE002", "content/trial/brief.yaml:1:8")
    assert results["press"].error is None


def test_a_rule_sees_all_texts_values_and_the_day(install, workspace):
    code = one_rule(
        'found = [one for one in value.texts if "point" in one.words]\n'
        "texts = sorted((one.language, one.variant, one.words, one.key) for one in found)\n"
        "said = [value.name, value.languages, str(value.today), texts, value.values['date'], list(value.values)]\n"
        "yield RULE.finding(repr(said), value.place('sections', 0, 'title'))\n"
        "yield RULE.finding('whole', value.place())"
    )
    install(code, {"HOUSE001": "house_rules:RULE"})
    brief = LEAST_BRIEF.replace(
        "- The first point.", "- {text: The first point., short: A point., only: [press]}"
    )
    spanish = "title: Un hallazgo\nkey_points: [Un punto.]\nsections: [{title: Sube, text: Texto.}]\noutlook: Sigue.\n"
    whole, said = found_in(workspace(brief, {"content/trial/brief.es.yaml": spanish}))
    assert str(whole.where) == "content/trial/brief.yaml"
    assert str(said.where) == "content/trial/brief.yaml:6:12"
    name, languages, day, texts, dated, keys = eval(said.what)  # noqa: S307  (what the rule above has written)
    assert (name, languages, day, dated) == ("trial", ("en", "es"), "2026-11-24", "2026-11-22")
    assert texts == [
        ("en", "short", "A point.", ("key_points", 0, "short")),
        ("en", "text", "The first point.", ("key_points", 0, "text")),
    ]
    assert {"title", "key_points", "sections", "outlook"} <= set(keys)


def test_a_rule_for_editions_sees_the_texts_that_the_audience_gets(install, workspace):
    code = one_rule(
        "words = [(one.words, one.variant, one.language) for one in value.texts if one.key[0] == 'key_points']\n"
        "register = value.audience_settings['register']\n"
        "said = [value.edition.audience, words, value.pdf, value.page_count, register]\n"
        "yield RULE.finding(repr(said), value.place('title'))",
        stage="CONTENT",
    )
    install(code, {"HOUSE001": "house_rules:RULE"})
    brief = LEAST_BRIEF.replace(
        "- The first point.", "- {text: The first point., plain: One.}\n  - {text: Kept., only: [press]}"
    )
    files = workspace(brief + "audiences: {policymaker: {}, public: {}}\n")
    assert [one.what for one in found_in(files)] == [
        "['policymaker', [('The first point.', 'text', 'en')], None, 0, 'text']",
        "['public', [('One.', 'plain', 'en')], None, 0, 'plain']",
    ]


def test_findings_are_accepted_by_code(install, workspace):
    install(EXAMPLE, ENTRIES)
    accepting = SHOUTING + "accept: {rule: HOUSE001, why: a slogan}\n"
    checked = check(workspace(accepting), Selection(), date(2026, 11, 24))
    assert [one.code for one in checked.accepted] == ["HOUSE001"] and checked.findings == ()
    unused = LEAST_BRIEF + "accept: {rule: HOUSE001, why: a slogan}\n"
    assert [one.code for one in check(workspace(unused), Selection(), date(2026, 11, 24)).findings] == [
        "BR071"
    ]
    of_pdf = LEAST_BRIEF + "accept: {rule: HOUSE002, why: it is long}\n"  # not known before it is built
    assert check(workspace(of_pdf), Selection(), date(2026, 11, 24)).findings == ()


def test_a_code_that_no_package_declares_is_unknown(install, workspace):
    brief = SHOUTING + "accept: {rule: HOUSE001, why: a slogan}\n"
    (failure,) = plan(workspace(brief), Selection()).failed
    assert isinstance(failure.error, ContentError)
    assert [one.code for one in failure.error.findings] == ["BR207"]
    with pytest.raises(ValueError, match="HOUSE001"):
        Finding("HOUSE001", "x", Span("x"))
    install(EXAMPLE, ENTRIES)
    assert not plan(workspace(brief), Selection()).failed
    assert is_code("HOUSE001") and not is_code("HOUSE009") and not is_code("house001")


FAULTS = {
    "BR011": (one_rule("return []"), "BR011", "'BR011' cannot be the code of a rule"),
    "lower": (one_rule("return []"), "house1", "'house1' cannot be the code of a rule"),
    "raises": ("1 / 0", "HOUSE001", "cannot be loaded: ZeroDivisionError: division by zero"),
    "exits": ("raise SystemExit('bye')", "HOUSE001", "cannot be loaded: SystemExit: bye"),
    "missing": ("", "HOUSE001", "cannot be loaded: AttributeError"),
    "kind": ("RULE = 1", "HOUSE001", "leads to no CustomRule"),
    "code": (one_rule("return []", code="HOUSE002"), "HOUSE001", "leads to a rule with the code 'HOUSE002'"),
    "name": (one_rule("return []", name="Own Rule"), "HOUSE001", "needs a name in small letters"),
    "taken": (one_rule("return []", name="uncited-claim"), "HOUSE001", "which is that of another rule"),
    "stage": (one_rule("return []", stage="RELEASE"), "HOUSE001", "needs a Severity, and Stage.SET"),
    "find": (one_rule("return []").replace(", find)", ", None)"), "HOUSE001", "a function that finds"),
    "page": (one_rule("return []").replace("'A rule.'", "' '"), "HOUSE001", "needs a page that is a text"),
    "fails": (one_rule("yield value.nothing"), "HOUSE001", "failed on 'trial': AttributeError"),
    "none": (one_rule("return None"), "HOUSE001", "failed on 'trial': TypeError"),
    "ends": (one_rule("raise SystemExit"), "HOUSE001", "failed on 'trial': SystemExit"),
    "other": (
        one_rule("yield Finding('BR011', 'x', Span('x'))"),
        "HOUSE001",
        "which is no finding with its own code",
    ),
    "text": (one_rule("yield 'a problem'"), "HOUSE001", "it reports 'a problem', which is no finding"),
    "place": (one_rule("yield RULE.finding('x', 'content')"), "HOUSE001", "which is no finding"),
    "number": (one_rule("yield RULE.finding('x', Span('x', -1))"), "HOUSE001", "which is no finding"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_rule_is_a_finding_and_all_others_are_applied(install, workspace, name):
    code, declared, why = FAULTS[name]
    install(code, {declared: "house_rules:RULE"})
    other = one_rule(
        "yield RULE.finding('found', value.place('title'))", code="OTHER001", name="another-rule"
    )
    install(other, {"OTHER001": "other_rules:RULE"}, name="other-rules")
    first, second = found_in(workspace())
    assert (first.code, first.what) == ("OTHER001", "found")
    assert (second.code, second.severity) == ("BR908", Severity.ERROR)
    assert why in second.what and str(second.where) == "house-rules 1.2"
    assert second.help == "update or remove the package, or report it to its authors"


def test_what_a_rule_found_before_it_failed_is_kept(install, workspace):
    install(
        one_rule("yield RULE.finding('found', value.place('title'))\nraise OSError('gone')"),
        {"HOUSE001": "house_rules:RULE"},
    )
    assert [one.code for one in found_in(workspace())] == ["HOUSE001", "BR908"]


def test_a_rule_without_end_is_cut_off(install, workspace):
    install(
        one_rule(
            "import itertools\nfor n in itertools.count():\n    yield RULE.finding(str(n), value.place())"
        ),
        {"HOUSE001": "house_rules:RULE"},
    )
    assert len(found_in(workspace())) == MOST


def test_the_second_package_with_a_code_is_reported(install, workspace):
    for name, said in (("a-rules", "from a"), ("b-rules", "from b")):
        stem = name.replace("-", "_")
        install(
            one_rule(f"yield RULE.finding({said!r}, value.place())"), {"HOUSE001": f"{stem}:RULE"}, name=name
        )
    findings = found_in(workspace())
    assert [(str(one.where), one.what) for one in findings] == [
        ("b-rules 1.2", "HOUSE001 is a rule of a-rules 1.2, too; that one is applied"),
        ("content/trial/brief.yaml", "from a"),
    ]


def test_findings_of_workers_may_have_declared_codes_only(install):
    install(EXAMPLE, ENTRIES)
    row = ["HOUSE001", "x", "", "warning", "a.yaml", 1, 2, 3, 0]
    assert result_codec._finding(row, [""]).code == "HOUSE001"
    for code in ("HOUSE003", "house001", "BR000", "", 1):
        with pytest.raises((ValueError, TypeError)):
            result_codec._finding([code, *row[1:]], [""])


def test_an_edition_depends_on_the_version_and_the_code_of_rules(install):
    clear()
    before = find_software()
    site = install(EXAMPLE, ENTRIES)
    now = find_software()
    assert now.packages["house-rules"] == "1.2" and "house-rules" not in before.packages
    assert now.rules != before.rules and now.code == before.code
    assert {str(site / "house_rules.py"), str(site / "house_rules-1.2.dist-info/entry_points.txt")} <= {
        *now.touched
    }
    (site / "house_rules.py").write_text(EXAMPLE.replace("full stop", "period"))
    clear()
    assert find_software().rules != now.rules


def test_a_package_is_not_loaded_for_its_codes(install):
    install("raise SystemError", {"HOUSE001": "house_rules:RULE"})
    assert is_code("HOUSE001")
    assert "house_rules" not in sys.modules
    find_software()
    assert "house_rules" not in sys.modules
