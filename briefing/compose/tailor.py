"""Brief + audience → what this edition says: one wording of each text, and nothing meant for others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from briefing.model.brief import Fact, Quote, Scenario
from briefing.model.text import Flow, Line, Prose, Register, Shown, Worded
from briefing.model.wording import Labels, Scale
from briefing.places import Key
from briefing.stages import Job, Node, Passage, Tailored

NOT_CONTENT = {"audiences", "only", "not", "short", "plain"}
"""Keys that steer the selection; a template never sees them."""


def tailor(job: Job) -> Tailored:
    """What the edition of a job says."""
    tailoring = _Tailoring(job.audience.register_, job.edition.audience, job.scale)
    brief = tailoring.node(job.brief, ())
    facts = brief.facts
    content = {
        **dict(brief),
        "at_a_glance": tuple(facts[fact] for fact in job.brief.at_a_glance),
        "disclaimers": tuple(_written_out(item, job.labels) for item in brief.disclaimers),
    }
    workspace = tailoring.node(job.settings, ("workspace",))
    return Tailored(job, Node("content", {"brief": Node("brief", content), "workspace": workspace}))


def _written_out(disclaimer: Passage, labels: Labels) -> Passage:
    """A disclaimer in full: `views` stands for the words that the labels keep for it."""
    words = labels.labels.get(f"disclaimer_{disclaimer.words}", disclaimer.words)
    return replace(disclaimer, words=words)


class _Tailoring:
    def __init__(self, register: Register, audience: str, scale: Scale | None) -> None:
        self.register, self.audience, self.scale = register, audience, scale

    def value(self, value: Any, key: Key) -> Any:  # noqa: ANN401
        """A value of the model as this edition has it."""
        if isinstance(value, Shown) and not value.is_for(self.audience):
            return None
        if isinstance(value, Line | Prose):
            return self.passage(value, key)
        if isinstance(value, BaseModel):
            return self.node(value, key)
        if isinstance(value, tuple):
            items = (self.value(item, (*key, index)) for index, item in enumerate(value))
            return tuple(item for item in items if item is not None)
        if isinstance(value, Mapping):
            named = {name: self.value(item, (*key, name)) for name, item in value.items()}
            return {name: item for name, item in named.items() if item is not None}
        return value

    def node(self, model: BaseModel, key: Key) -> Node:
        """The values of a model under the names that a person gave them in YAML."""
        values: dict[str, Any] = {}
        for name, field in type(model).model_fields.items():
            shown = field.alias or name
            if shown in NOT_CONTENT:
                continue
            values[shown] = self.value(getattr(model, name), (*key, shown))
        for name in type(model).model_computed_fields:
            values[name] = getattr(model, name)
        if isinstance(model, Worded):
            values["text"] = self.passage(model, key)
        if isinstance(model, Fact | Quote):
            values["source"] = (
                Passage(f"[@{'; @'.join(model.source)}]", key, Flow.INLINE) if model.source else None
            )
        if isinstance(model, Scenario):
            rung = self.scale.find(model.likelihood) if self.scale and model.likelihood else None
            values["rung"] = self.node(rung, (*key, "likelihood")) if rung else None
        return Node(type(model).__name__.lower(), values)

    def passage(self, worded: Worded, key: Key) -> Passage | None:
        """The wording of a text that this edition's register takes."""
        chosen = worded.chosen(self.register)
        if chosen is None:
            return None
        register, words = chosen
        return Passage(words, (*key, register.value), worded.flow)
