"""The content attached to an edition: everything that it prints, and nothing for other audiences."""

from __future__ import annotations

import shutil

import pytest
import yaml

from briefing.load.themes import open_files
from briefing.model.base import Model
from briefing.model.text import Register, Worded
from briefing.pipeline.edition import run_stages
from briefing.pipeline.plan import Selection, plan
from briefing.results import Run
from briefing.typeset.layout import Typesetter
from tests.cases import each
from tests.conftest import LEAST_BRIEF, ROOT
from tests.editions.shipped import ALL, Built, built, jobs

pytestmark = pytest.mark.engine


def files_of(result: Run | Built) -> dict[str, bytes]:
    return {attachment.name: attachment.content for attachment in result.page.attachments}


def variants(value: object):
    """Yield every text of a model, with all of its variants."""
    if isinstance(value, Worded):
        yield value
    if isinstance(value, Model):
        for _, item in value.named_values():
            yield from variants(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from variants(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from variants(item)


@each("name", ALL)
def test_no_variant_for_other_audiences_is_attached(name):
    job = jobs()[name]
    attached = files_of(built(name))["brief.yaml"].decode()
    flat = " ".join(attached.split())
    looked_at = 0
    for text in variants(job.brief):
        chosen = text.chosen(job.audience.register_)
        for register in Register:
            words = text.words(register)
            is_other = words and chosen and register is not chosen[0] and words not in chosen[1]
            if is_other and len(words) > 30:
                looked_at += 1
                assert " ".join(words.split()) not in flat
    assert looked_at > 5 or "leap" in name


def test_what_the_edition_has_no_part_for_stays_at_home():
    minister = yaml.safe_load(files_of(built("venezuela-russia-minister-en"))["brief.yaml"])
    analyst = yaml.safe_load(files_of(built("venezuela-russia-analyst-en"))["brief.yaml"])
    assert "method" not in minister and "method" in analyst
    assert "sources" not in minister or len(minister["sources"]) <= len(analyst["sources"])
    assert not any("email" in author for author in minister["authors"])


def test_an_edition_can_be_made_from_it_again(tmp_path):
    """The file is a brief that gives the same page when built in an empty workspace."""
    name = "venezuela-russia-policymaker-en"
    folder = tmp_path / "content/venezuela-russia"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "content/workspace.yaml", tmp_path / "content/workspace.yaml")
    for file, content in files_of(built(name)).items():
        (folder / file).write_bytes(content)
    files = open_files(tmp_path)
    (job,) = plan(files, Selection(("venezuela-russia",), ("policymaker",))).jobs
    again = Run()
    run_stages(job, Typesetter(files), again)
    assert again.page.html == built(name).page.html


@pytest.mark.parametrize(
    ("allowed", "names"), [("[]", []), ("content", ["brief.yaml"]), ("data", ["table-1.csv"])]
)
def test_the_audience_says_what_goes_with_it(workspace, allowed, names):
    table = "    blocks:\n      - table: {title: T, alt: Words, data: [[Name, Value], [a, 1]]}\n"
    brief = LEAST_BRIEF.replace("    text: A first text.\n", f"    text: A first text.\n{table}")
    files = workspace(brief + f"audiences: {{policymaker: {{attachments: {allowed}}}}}\n")
    (job,) = plan(files, Selection()).jobs
    result = Run()
    run_stages(job, Typesetter(files), result)
    assert list(files_of(result)) == names
