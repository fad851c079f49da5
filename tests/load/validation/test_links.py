"""Links: no address contains a password, and the words of a link name the host that it leads to."""

from __future__ import annotations

from briefing.load.validation.links import find_secrets, misleading
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF


@each(
    "address",
    [
        "https://user:secret@example.org/",
        "http://user:secret@example.org",
        "https://token@example.org/x",
        "https://:secret@example.org/",
        "https://user:@example.org/",
        "HTTPS://User:Secret@example.org",
        "ftp://u:p@example.org/",
        "https://example.org@evil.example/",
        "https://us%40er:p%3Aw@example.org/",
        "https:\\\\u:p@example.org",
        "https://example.org/?password=x",
        "https://example.org/a?b=c&api_key=1234",
        "https://example.org/#access_token=abc",
        "https://example.org/?a=1;PWD=x",
    ],
)
def test_a_secret_in_an_address_is_found(address):
    assert len(list(find_secrets(f"See {address} there."))) == 1


@each(
    "text",
    [
        "https://example.org/~user/x?y=1",
        "https://example.org/@user/post",
        "https://example.org/a?mail=a@b.example",
        "https://example.org/?q=password",
        "https://example.org/passwords?page=2",
        "https://example.org/x:y@2x.png",
        "https://example.org:8443/",
        "mailto:a+b@example.org",
        "a note: //see @someone",
        "https://example.org/?tokenizer=x and then me@example.org",
        "https://www.openstreetmap.org/#map=5/1/2",
    ],
)
def test_what_is_no_secret_is_left_alone(text):
    assert list(find_secrets(text)) == []


ADDRESS = "https://ada:hunter2@example.org/x"


@each(
    ("files", "where"),
    [
        (
            {"content/trial/brief.yaml": LEAST_BRIEF.replace("A first text.", f"See [it]({ADDRESS}).")},
            "brief.yaml:7:",
        ),
        (
            {"content/trial/brief.yaml": LEAST_BRIEF.replace("A first text.", f"See <{ADDRESS}>.")},
            "brief.yaml:7:",
        ),
        (
            {"content/trial/brief.yaml": LEAST_BRIEF.replace("A first text.", f"See `{ADDRESS}`.")},
            "brief.yaml:7:",
        ),
        ({"content/trial/brief.yaml": LEAST_BRIEF + f"web: {ADDRESS}\n"}, "brief.yaml:9:"),
        (
            {"content/trial/brief.yaml": LEAST_BRIEF + f"sources: {{a: {{title: A, url: '{ADDRESS}'}}}}\n"},
            "brief.yaml:9:",
        ),
        ({"content/workspace.yaml": f"contact: {{name: '{ADDRESS}'}}\n"}, "workspace.yaml:1:"),
        ({"content/workspace.yaml": f"publisher: {{name: '{ADDRESS}'}}\n"}, "workspace.yaml:1:"),
        (
            {
                "content/trial/brief.yaml": LEAST_BRIEF.replace(
                    "outlook:",
                    f"    blocks: [{{table: {{title: T, alt: A, data: [[a], ['{ADDRESS}']]}}}}]\noutlook:",
                )
            },
            "brief.yaml:8:",
        ),
        (
            {
                "content/trial/brief.yaml": LEAST_BRIEF.replace(
                    "outlook:", "    blocks: [{table: {title: T, alt: A, data: d.csv}}]\noutlook:"
                ),
                "content/trial/d.csv": f"a,b\n1,{ADDRESS}\n",
            },
            "d.csv:2:3",
        ),
        (
            {
                "content/trial/brief.yaml": LEAST_BRIEF.replace("The first point.", '"P [@a]."')
                + "sources: s.bib\n",
                "content/trial/s.bib": f"@misc{{a, title = {{A}},\n  url = {{{ADDRESS}}}}}\n",
            },
            "s.bib:2:",
        ),
    ],
)
def test_a_secret_is_reported_at_its_place_and_not_repeated(workspace, files, where):
    made = workspace(files=files)
    errors = [failure.error for failure in plan(made, Selection(audiences=("policymaker",))).failed]
    findings = [finding for error in errors for finding in error.findings]
    assert {finding.code for finding in findings} >= {"BR084"}
    assert all("hunter2" not in f"{f.what} {f.help} {f.where.source}" for f in findings if f.code == "BR084")
    assert any(where in str(finding.where) for finding in findings)


@each(
    ("words", "address"),
    [
        ("example.org", "https://evil.example"),
        ("www.example.org", "https://evil.example/example.org"),
        ("https://example.org/a", "https://evil.example/a"),
        ("see https://example.org/a here", "https://evil.example/a"),
        ("see www.example.org.", "https://evil.example/a"),
        ("example.org/path?x=1", "https://example.org.evil.example/path"),
        ("example.org", "https://notexample.org/"),
        ("example.org", "https://example.com/"),
        ("exаmple.org", "https://example.org/"),  # Cyrillic а
        ("example.org", "https://xn--exmple-4nf.org/"),
        ("EXAMPLE.ORG", "https://evil.example"),
        ("example.org:443", "https://evil.example"),
        ("example.org", "mailto:a@evil.example"),
        ("ada@example.org", "mailto:eve@example.org"),
        ("ada@example.org", "https://evil.example/"),
        ("https://example.org@evil.example/", "https://other.example/"),
    ],
)
def test_words_that_name_another_host_are_found(words, address):
    assert misleading(words, address)


@each(
    ("words", "address"),
    [
        ("example.org", "https://example.org/a/b"),
        ("www.example.org", "https://example.org"),
        ("example.org", "https://www.example.org"),
        ("example.org", "https://data.example.org/x"),
        ("data.example.org", "https://example.org/x"),
        ("Example.org", "HTTPS://EXAMPLE.ORG"),
        ("münchen.example", "https://xn--mnchen-3ya.example/"),
        ("https://example.org/a.", "https://example.org/a"),
        ("example.org", "https://web.archive.org/web/2020/https://example.org/"),
        ("the survey of canals", "https://example.org"),
        ("report.pdf", "https://example.org/files/1"),
        ("e.g. this", "https://example.org"),
        ("version 2.0", "https://example.org"),
        ("ada@example.org", "mailto:Ada@example.org?subject=Hi"),
        ("write to us", "mailto:ada@example.org"),
        ("+49 1234", "tel:+491234"),
        ("example.org", "#section"),
    ],
)
def test_words_that_lead_where_they_say_are_left_alone(words, address):
    assert not misleading(words, address)


@each(
    "link",
    ["tel:+4912345", "tel:+49-123-45;ext=6", "TEL:112", "mailto:a@example.org", "https://example.org/"],
)
def test_links_that_a_brief_can_carry(workspace, link):
    files = workspace(LEAST_BRIEF.replace("A first text.", f"A [link to it]({link})."))
    assert not plan(files, Selection(audiences=("policymaker",))).failed


@each("link", ["sip:a@example.org", "data:text/html,x", "file:///etc/hosts", "telnet://x"])
def test_links_that_it_cannot_carry(workspace, link):
    files = workspace(LEAST_BRIEF.replace("A first text.", f"A [link to it]({link})."))
    (outcome,) = plan(files, Selection(audiences=("policymaker",))).failed
    assert {finding.code for finding in outcome.error.findings} == {"BR306"}


@each("style", ["notee", "chicago", "apa-7th", "none"])
def test_a_citation_style_that_does_not_exist_is_found_where_nothing_is_cited(workspace, style):
    files = workspace(files={"content/workspace.yaml": f"paper: a4\ncitation_style: {style}\n"})
    (outcome,) = plan(files, Selection()).failed
    assert [(str(f.where), f.code) for f in outcome.error.findings] == [
        ("content/workspace.yaml:2:17", "BR319")
    ]


def test_a_citation_style_of_the_workspace_is_found(workspace):
    own = {"templates/citation-styles/own.csl": "<style/>", "content/workspace.yaml": "citation_style: own\n"}
    assert not plan(workspace(files=own), Selection()).failed


MISLEADING = "[example.org](https://evil.example/x)"


@each(
    ("brief", "where"),
    [
        (LEAST_BRIEF.replace("A first text.", f"See {MISLEADING}."), "content/trial/brief.yaml:7:29"),
        (LEAST_BRIEF.replace("The first point.", f"'{MISLEADING}'"), "content/trial/brief.yaml:4:20"),
        (LEAST_BRIEF.replace("A first text.", f"See **{MISLEADING}**."), "content/trial/brief.yaml:7:31"),
        (LEAST_BRIEF.replace("A first text.", "'[**example.org**](https://evil.example/x)'"), ":7:"),
        (LEAST_BRIEF.replace("A first text.", "'[example\\.org](https://evil.example/x)'"), ":7:"),
        (LEAST_BRIEF.replace("A first text.", '"[example.org][a]\\n\\n[a]: https://evil.example/x"'), ":7:"),
        (LEAST_BRIEF.replace("It goes on.", f"{{summary: 'S {MISLEADING}'}}"), ":8:"),
        (LEAST_BRIEF.replace("A first text.", f"A text.\n    plain: 'P {MISLEADING}'"), ":8:"),
        (
            LEAST_BRIEF.replace(
                "outlook",
                f"    blocks: [{{table: {{title: T, alt: A, data: [[a], ['{MISLEADING}']]}}}}]\noutlook",
            ),
            ":8:",
        ),
        (LEAST_BRIEF.replace("A first text.", "'[exam\u200dple.org](https://evil.example/x)'"), ":7:"),
        (LEAST_BRIEF.replace("A first text.", "'[ｅｘａｍｐｌｅ．ｏｒｇ](https://evil.example/x)'"), ":7:"),
        (LEAST_BRIEF.replace("A first text.", "'[example。org](https://evil.example/x)'"), ":7:"),
        (LEAST_BRIEF.replace("A first text.", "'[+49 30 1234567](tel:+449005551212)'"), ":7:"),
    ],
)
def test_a_build_warns_of_words_that_name_another_host_at_their_line(workspace, brief, where):
    planned = plan(workspace(brief), Selection(audiences=("policymaker",)))
    assert planned.failed == ()
    found = [finding for job in planned.jobs for finding in job.findings]
    assert [(f.code, f.severity.value) for f in found] == [("BR085", "warning")]
    assert where in str(found[0].where)


@each(
    "link",
    [
        "<https://example.org/a>",
        "[example.org](https://example.org/a)",
        "[030 1234567](tel:+49301234567)",
        "[(030) 123-4567](tel:+49-30-123-4567)",
        "[112](tel:112)",
        "[call us](tel:+4912345)",
        "[2026](tel:+4912345)",
    ],
)
def test_a_build_does_not_warn_of_others(workspace, link):
    files = workspace(LEAST_BRIEF.replace("A first text.", f"'See {link}.'"))
    (job,) = plan(files, Selection(audiences=("policymaker",))).jobs
    assert job.findings == ()
