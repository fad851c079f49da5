"""Garbage is collected while a worker waits for its next job, never while an edition is made or awaited."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace

import pytest

from briefing.execution import worker
from briefing.execution.garbage_collection import EDITIONS_BETWEEN, Collector


@pytest.fixture
def collections(monkeypatch):
    """Return the generations that are collected; the collector of the tests stays as it is."""
    found: list[int] = []
    was_enabled, collect = gc.isenabled(), gc.collect
    monkeypatch.setattr(gc, "collect", lambda generation=2: (found.append(generation), collect(generation)))
    yield found
    gc.unfreeze()
    if was_enabled:
        gc.enable()


class Node:
    """An object that refers to itself."""

    def __init__(self):
        self.itself = self


def test_cycles_are_freed_by_the_collector_alone(collections):
    collector = Collector()
    node = weakref.ref(Node())
    assert not gc.isenabled()
    assert node() is not None
    collector.collect()
    assert node() is None
    assert not gc.isenabled()


def test_all_generations_are_collected_now_and_then(collections):
    collector = Collector()
    for _ in range(2 * EDITIONS_BETWEEN):
        collector.collect()
    assert collections == ([0] * (EDITIONS_BETWEEN - 1) + [2]) * 2


def test_what_an_edition_replaces_is_freed_with_it(collections):
    collector = Collector()
    kept = Node()
    replaced = weakref.ref(kept)
    collector.collect()
    del kept
    collector.collect()
    assert replaced() is not None, "it has become old"
    collector.collect(has_replaced=True)
    assert replaced() is None


@pytest.mark.parametrize("keeps", [False, True])
def test_a_worker_collects_after_it_has_sent_the_result(monkeypatch, keeps):
    happened = []

    class Channel:
        def sendall(self, content):
            happened.append(bytes(content)[:1])

    class Recording:
        def collect(self, *, has_replaced):
            happened.append(f"collected, {has_replaced}")

    messages = iter([b"setup", b"job", b"job", b""])
    monkeypatch.setattr(worker, "_received", lambda channel: next(messages))
    monkeypatch.setattr(worker.pickle, "loads", lambda content: ())
    monkeypatch.setattr(worker, "_settle", lambda *setup: None)
    monkeypatch.setattr(worker, "_done", lambda message, channel: b"pdf")
    monkeypatch.setattr(worker._Worker, "collector", Recording())
    monkeypatch.setattr(worker._Worker, "typesetter", SimpleNamespace(keeps_layouts=keeps))
    worker.work(Channel())
    assert happened == [worker.TAKEN, worker.RESULT, b"p", f"collected, {keeps}"] * 2
