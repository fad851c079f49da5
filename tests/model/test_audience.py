"""An audience with the changes of a brief or of an extension."""

from __future__ import annotations

from briefing.model.audience import Audience, AudienceChange, Extension, Pages

AUDIENCE = Audience(
    label="Press",
    parts=["title", "key-points", "sources"],
    pages="2",
    budgets={"key-points": {"items": "3"}, "title": {"words": "9"}},
    neutral="true",
)


def test_only_what_a_change_names_changes():
    changed = AUDIENCE.changed(AudienceChange(pages="4"))
    assert changed == AUDIENCE.model_copy(update={"pages": Pages(max="4")})
    assert AUDIENCE.changed(AudienceChange()) == AUDIENCE
    assert AUDIENCE.changed(AudienceChange(neutral="false")).neutral is False


def test_parts_are_dropped_and_budgets_change_part_by_part():
    changed = AUDIENCE.changed(
        AudienceChange(drop=["sources", "none"], budgets={"title": {"words": "7"}, "sources": {"items": "2"}})
    )
    assert changed.parts == ("title", "key-points")
    assert {name: (budget.items, budget.words) for name, budget in changed.budgets.items()} == {
        "key-points": (3, None),
        "title": (None, 7),
        "sources": (2, None),
    }
    assert AUDIENCE.changed(AudienceChange(parts=["title", "outlook"], drop="title")).parts == ("outlook",)


def test_an_extension_replaces_the_label():
    changed = AUDIENCE.changed(Extension(extends="press", label="Local press", drop="title"))
    assert changed.label.text == "Local press"
    assert changed.parts == ("key-points", "sources")
    assert not hasattr(changed, "extends")


def test_parts_move_to_the_start_after_those_that_open_the_page():
    def parts(*first: str, **more) -> tuple[str, ...]:
        return AUDIENCE.changed(AudienceChange(first=list(first), **more)).parts

    assert parts("sources") == ("title", "sources", "key-points")
    assert parts("sources", "key-points") == ("title", "sources", "key-points")
    assert parts("none") == ("title", "key-points", "sources")
    assert parts("title") == ("title", "key-points", "sources")
    assert parts("sources", drop=["sources"]) == ("title", "key-points")
    assert parts("sources", drop=["title"]) == ("sources", "key-points")
