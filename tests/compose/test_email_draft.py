"""The draft of an e-mail: a readable message in any language, with only the parts of its edition."""

from __future__ import annotations

import email
import email.policy

from briefing.compose.email_draft import write_email_draft
from briefing.compose.tailor import tailor
from briefing.pipeline.plan import Selection, plan
from tests.cases import each
from tests.conftest import LEAST_BRIEF

LONG = "A finding that takes many words, so that the line of its subject has to be folded somewhere in the middle"
TITLES = (
    LONG,
    "Ports grow",
    "[sic] " * 12 + "end",
    "Más barcos — señales y años",
    "الثانية الكبيسة تقترب من نهايتها قبل موعدها بسنوات",
)


def letter(files, audience="policymaker"):
    (job,) = plan(files, Selection(audiences=(audience,))).jobs
    return write_email_draft(tailor(job), files, b"%PDF-1.7 of some brief", "brief.pdf")


@each("title", TITLES)
def test_a_subject_comes_back_as_it_was(workspace, title):
    content = letter(workspace(LEAST_BRIEF.replace("A finding in few words", f'"{title}"')))
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert message["Subject"] == " ".join(title.split()) and message.defects == []
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n")


def test_the_same_text_gives_the_same_letter_and_another_one_another(workspace):
    first = letter(workspace())
    assert first == letter(workspace())
    assert first != letter(workspace(LEAST_BRIEF.replace("first point", "last point")))


def test_a_part_that_the_edition_does_not_print_is_not_in_the_draft(workspace):
    """For a class, the key points are the answers on the teacher's page."""
    for audience, is_printed in (("policymaker", True), ("classroom", False)):
        message = email.message_from_bytes(letter(workspace(), audience), policy=email.policy.default)
        assert ("The first point." in message.get_body().get_content()) is is_printed


def test_the_text_can_be_a_template_of_the_workspace(workspace):
    own = {
        "templates/email.j2.txt": "{% autoescape false %}Dear all,\n{{ brief.title.words }} & more{% endautoescape %}"
    }
    message = email.message_from_bytes(letter(workspace(files=own)), policy=email.policy.default)
    text = message.get_body().get_content()
    assert " ".join(text.split()) == "Dear all, A finding in few words & more"
