"""Names, and the layers in which they are found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing.files.layers import (
    NOWHERE,
    OUTSIDE,
    SHIPPED,
    USER,
    Layers,
    copies_of,
    find_place,
    listing_error,
    may_be_there,
    names_matching,
    root_above,
    shipped_folder,
)
from briefing.files.workspace import Files, base_of, shipped_root
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from tests.cases import each
from tests.conftest import LEAST_BRIEF

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


@each(
    ("name", "place"),
    [
        ("content/shipped/brief.yaml", USER),
        ("content/trial/shipped/a.svg", USER),
        ("content/trial/shipped/shipped/a.svg", USER),
        ("content/shipped", USER),
        ("content/brief.yaml", NOWHERE),
        ("shipped/content/shipped/brief.yaml", NOWHERE),
        ("styles/page.css", USER),
        ("shipped/styles/page.css", SHIPPED),
        ("styles/shipped/page.css", SHIPPED),
        ("templates/shipped/brief.j2.html", SHIPPED),
        ("templates/parts/shipped/title.j2.html", SHIPPED),
        ("templates/shipped/none.j2.html", NOWHERE),
    ],
)
def test_a_folder_named_shipped_is_special_only_in_templates_and_styles(tmp_path, name, place):
    for own in ("content/shipped/brief.yaml", "styles/page.css"):
        (tmp_path / own).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / own).touch()
    for folder in ("shipped", "shipped/shipped"):
        (tmp_path / "content/trial" / folder).mkdir(parents=True)
        (tmp_path / "content/trial" / folder / "a.svg").touch()
    assert find_place(name, Layers(str(tmp_path), str(shipped_root())))[0] == place


@pytest.mark.engine
def test_a_brief_named_shipped_is_built_with_its_pictures(tmp_path):
    folder = tmp_path / "content" / "shipped"
    (folder / "shipped").mkdir(parents=True)
    (folder / "brief.yaml").write_text(
        LEAST_BRIEF.replace(
            "outlook:", "    blocks: [{figure: {title: T, alt: A, file: shipped/a.svg}}]\noutlook:"
        )
    )
    (folder / "shipped" / "a.svg").write_text(PICTURE)
    files = Files(tmp_path, shipped_root())
    assert names_matching("content/*/brief.yaml", Layers(str(tmp_path), str(shipped_root()))) == [
        "content/shipped/brief.yaml"
    ]
    assert base_of("content/shipped/brief.html") == "content/shipped/brief.html"
    ((_, made),) = execute_here(files)(plan(files, Selection(audiences=("policymaker",))).jobs)
    assert "pdf" in made.files


@pytest.fixture
def layers(tmp_path) -> tuple[str, str]:
    """Two layers with files at several depths."""
    names = {
        "user": [
            "content/workspace.yaml",
            "content/one/brief.yaml",
            "content/one/brief.es.yaml",
            "content/two/brief.yaml",
            "content/none/notes.txt",
            "styles/a.css",
            "styles/papers/a4.css",
            "styles/papers/own/b5.css",
        ],
        "shipped": ["styles/a.css", "styles/b.css", "styles/papers/a4.css", "templates/x/y.j2.html"],
    }
    for layer, files in names.items():
        for name in files:
            path = tmp_path / layer / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    (tmp_path / "user/content/one/brief.fr.yaml").mkdir()
    (tmp_path / "user/content/one/folder").mkdir()
    (tmp_path / "user/content/.hidden").mkdir()
    return str(tmp_path / "user"), str(tmp_path / "shipped")


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("content/*/brief.yaml", ["content/one/brief.yaml", "content/two/brief.yaml"]),
        (
            "content/one/brief.*.yaml",
            ["content/one/brief.es.yaml", "content/one/brief.fr.yaml"],
        ),
        ("content/one/brief*brief.yaml", []),
        ("content/one/b*f.yaml", ["content/one/brief.yaml"]),
        ("content/one/brief.yaml", ["content/one/brief.yaml"]),
        (
            "content/one/*",
            ["content/one/brief.es.yaml", "content/one/brief.fr.yaml", "content/one/brief.yaml"],
        ),
        ("content/*", ["content/workspace.yaml"]),
        ("content/*/!brief.yaml", ["content/.hidden", "content/none"]),
        ("content/one/!brief.yaml", []),
        ("content/three/!brief.yaml", []),
        ("styles/*.css", ["styles/a.css", "styles/b.css"]),
        ("styles/papers/**/*.css", ["styles/papers/a4.css", "styles/papers/own/b5.css"]),
        (
            "styles/**/*.css",
            ["styles/a.css", "styles/b.css", "styles/papers/a4.css", "styles/papers/own/b5.css"],
        ),
        ("styles/shipped/*.css", ["styles/a.css", "styles/b.css"]),
        ("shipped/styles/papers/*", ["styles/papers/a4.css"]),
        ("shipped/content/*/brief.yaml", []),
        ("templates/*/*", ["templates/x/y.j2.html"]),
        ("none/*", []),
    ],
)
def test_a_pattern_matches_names_in_all_layers(layers, pattern, names):
    assert names_matching(pattern, Layers(*layers)) == names


def test_a_link_to_a_folder_is_not_searched_at_any_depth(layers):
    user = Path(layers[0])
    (user / "styles/papers/loop").symlink_to(user / "styles/papers")
    (user / "styles/papers/self").symlink_to("self")
    assert names_matching("styles/papers/**/*.css", Layers(*layers)) == [
        "styles/papers/a4.css",
        "styles/papers/own/b5.css",
    ]
    assert names_matching("styles/papers/*", Layers(*layers)) == [
        "styles/papers/a4.css",
        "styles/papers/self",
    ]


def test_in_one_layer_names_are_listed_once(layers):
    user, _ = layers
    assert names_matching("styles/*.css", Layers(user, user)) == ["styles/a.css"]


def test_a_file_is_found_in_the_first_layer_that_has_it(layers):
    user, shipped = layers
    assert find_place("styles/a.css", Layers(user, shipped)) == (USER, f"{user}/styles/a.css")
    assert find_place("styles/b.css", Layers(user, shipped)) == (SHIPPED, f"{shipped}/styles/b.css")
    assert find_place("styles/./shipped//a.css", Layers(user, shipped)) == (
        SHIPPED,
        f"{shipped}/styles/a.css",
    )
    assert find_place("./content//workspace.yaml", Layers(user, shipped)) == (
        USER,
        f"{user}/content/workspace.yaml",
    )
    assert find_place("content/b.css", Layers(user, shipped)) == (NOWHERE, "")
    assert find_place("styles", Layers(user, shipped)) == (USER, f"{user}/styles")


def test_a_file_is_listed_in_each_layer_that_has_it(layers):
    user, shipped = layers
    both = [
        ("styles/a.css", USER, f"{user}/styles/a.css"),
        ("shipped/styles/a.css", SHIPPED, f"{shipped}/styles/a.css"),
    ]
    assert list(copies_of("styles/a.css", Layers(user, shipped))) == both
    assert list(copies_of("styles/a.css", Layers(user, shipped), 1)) == both[1:]
    (one,) = copies_of("styles/b.css", Layers(user, shipped))
    assert one[1:] == (SHIPPED, f"{shipped}/styles/b.css"), "a file is one, under any name"
    assert list(copies_of("styles/a.css", Layers(user, user))) == both[:1]
    assert list(copies_of("styles/none.css", Layers(user, shipped))) == []


def test_a_name_that_leads_out_of_its_layer_is_outside(layers, tmp_path):
    user, shipped = layers
    (tmp_path / "user-secrets").mkdir()
    (tmp_path / "user-secrets/a").touch()
    for name, target in (("out.css", tmp_path / "user-secrets/a"), ("nowhere.css", tmp_path / "none")):
        Path(user, "styles", name).symlink_to(target)
        assert find_place(f"styles/{name}", Layers(user, shipped))[0] == OUTSIDE
    Path(user, "styles/in.css").symlink_to("a.css")
    assert find_place("styles/in.css", Layers(user, shipped))[0] == USER
    assert find_place("etc", Layers("/", shipped))[0] == USER, "the root folder as a workspace"


def test_a_link_to_a_folder_leads_out_or_not_as_its_target_is(layers, tmp_path):
    user, shipped = layers
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/a.css").touch()
    Path(user, "styles/out").symlink_to(tmp_path / "secrets")
    Path(user, "styles/in").symlink_to(Path(user, "styles"))
    assert find_place("styles/out/a.css", Layers(user, shipped))[0] == OUTSIDE
    assert find_place("styles/in/a.css", Layers(user, shipped)) == (USER, f"{user}/styles/in/a.css")
    (tmp_path / "linked").symlink_to(user)
    linked = str(tmp_path / "linked")
    assert find_place("styles/a.css", Layers(linked, shipped)) == (USER, f"{linked}/styles/a.css")
    assert find_place("styles/in/a.css", Layers(linked, shipped))[0] == USER


def test_a_name_that_may_be_there_is_found(tmp_path, monkeypatch):
    (tmp_path / "loop").symlink_to("loop")
    assert may_be_there(str(tmp_path / "loop"))
    for name in ("none", "a\0b", "loop/a"):
        assert not may_be_there(str(tmp_path / name))

    def refuse(path: str) -> None:
        raise PermissionError(path)

    monkeypatch.setattr("os.lstat", refuse)
    assert may_be_there(str(tmp_path / "none"))


def test_a_folder_whose_files_cannot_be_reached_cannot_be_listed(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    for name in ("", "none", "file", "file/none"):
        assert listing_error(str(tmp_path / name)) is None
    (tmp_path / "loop").symlink_to("loop")
    assert listing_error(str(tmp_path / "loop")) is not None
    refused = PermissionError(13, "Permission denied")
    stat = os.stat

    def refuse(path: str) -> os.stat_result:
        if str(path).endswith(f"{os.sep}."):
            raise refused
        return stat(path)

    monkeypatch.setattr("os.stat", refuse)
    assert listing_error(str(tmp_path)) is refused


@pytest.mark.parametrize(
    ("start", "root"),
    [("content/one", ""), ("", ""), ("content/none", ""), ("styles/papers/own", ""), ("..", None)],
)
def test_the_root_is_the_nearest_folder_with_content(layers, start, root):
    user = Path(layers[0])
    found = root_above(str((user / start).resolve()))
    assert found == (None if root is None else str(user / root))


def test_a_workspace_needs_a_workspace_file_or_a_brief(layers):
    user = Path(layers[0])
    (user / "content/workspace.yaml").unlink()
    assert root_above(str(user)) == str(user)
    for name in ("one", "two"):
        (user / f"content/{name}/brief.yaml").unlink()
    assert root_above(str(user)) is None
    (user / "content/workspace.yaml").symlink_to("nowhere")
    assert root_above(str(user)) == str(user), "a broken link is reported when it is read"


def test_the_shipped_files_are_next_to_the_package_or_inside_it(tmp_path, monkeypatch):
    module = tmp_path / "briefing/files/layers.py"
    monkeypatch.setattr("briefing.files.layers.__file__", str(module))
    assert shipped_folder() == str(tmp_path)
    (tmp_path / "briefing/shipped").mkdir(parents=True)
    assert shipped_folder() == str(tmp_path / "briefing/shipped")
