"""The keys that a person can write anywhere in content: what looks like one of them is meant as one."""

from __future__ import annotations

from functools import cache

from briefing.load.yaml.annotations import models_in
from briefing.model.audience import Audience, Extension
from briefing.model.base import Model
from briefing.model.brief import Brief
from briefing.model.settings import Settings


@cache
def key_names() -> frozenset[str]:
    """Return the keys of briefs, settings and audiences, at any depth."""
    names: set[str] = set()
    waiting: list[type[Model]] = [Brief, Settings, Audience, Extension]
    seen: set[type[Model]] = set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            names.add(field.alias or name)
            waiting += models_in(field.annotation)
    return frozenset(names)
