"""A cluster produces the same bytes as this process, loses no edition with a worker, and refuses other versions."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from importlib.util import find_spec

import pytest

from briefing.core.errors import MachineError
from briefing.execution.bounds import Bounds
from briefing.execution.cluster import Cluster, bundle_of
from briefing.execution.cluster import _here as here
from briefing.files.workspace import Files
from briefing.pipeline.build import build_all
from briefing.pipeline.plan import Selection, plan
from tests.conftest import LEAST_BRIEF, ROOT

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(
        find_spec("distributed") is None, reason="NOT TESTED: no cluster without `distributed`"
    ),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BRIEFS = {
    f"content/b{number}/brief.yaml": LEAST_BRIEF.replace("few", f"{number} or so") for number in range(8)
}


def started(workers: int = 2, threads: int = 2):
    """A cluster of some processes, started again if a busy machine makes Dask give up on its workers."""
    import distributed  # half a second

    options = {"n_workers": workers, "threads_per_worker": threads, "processes": True}
    for attempts_left in (2, 1, 0):
        try:
            return distributed.LocalCluster(**options, host="127.0.0.1", dashboard_address="127.0.0.1:0")
        except (RuntimeError, OSError):  # among them TimeoutError
            if not attempts_left:
                raise
    raise AssertionError("one of these has been returned or raised")


@pytest.fixture(scope="module")
def cluster():
    with started() as cluster:
        yield cluster


def test_a_worker_killed_in_the_middle_costs_nothing(workspace, cluster):
    style = '@import "shipped/title.css"; h1 { letter-spacing: 1pt }'
    files = workspace(files={**BRIEFS, "styles/parts/title.css": style})
    serial = list(build_all(plan(files, Selection()), files, files.root / "here"))
    there = []
    with Cluster(Files(files.root), cluster.scheduler_address, Bounds()) as machines:
        pids = list(machines.client.run(os.getpid).values())
        planned = plan(files, Selection())
        for outcome in build_all(planned, files, files.root / "there", executor=machines.execute):
            there.append(outcome)
            if len(there) == 2:
                os.kill(pids[0], signal.SIGKILL)
    assert len(set(pids)) == 2
    assert [outcome.error for outcome in there] == [None] * 9
    assert [outcome.name for outcome in there] == [outcome.name for outcome in serial]
    assert [one.path.read_bytes() for one in there] == [one.path.read_bytes() for one in serial]


def test_only_a_few_editions_are_on_their_way_at_a_time(workspace, cluster, monkeypatch):
    monkeypatch.setattr("briefing.execution.cluster.AHEAD", 1)
    files, most = workspace(files=BRIEFS), []
    with Cluster(files, cluster.scheduler_address, Bounds()) as machines:
        submit = machines.client.submit

        def watched(*args, **options):
            most.append(len(machines.client.futures))
            return submit(*args, **options)

        monkeypatch.setattr(machines.client, "submit", watched)
        planned = plan(files, Selection())
        made = list(build_all(planned, files, files.root / "out", executor=machines.execute))
    assert [outcome.error for outcome in made] == [None] * 9
    assert (
        len(most) == 9 and max(most) <= 4
    )  # with the files of the workspace, and one less than four threads


def test_a_cluster_that_loses_all_workers_with_the_files_gets_them_again(workspace, monkeypatch):
    monkeypatch.setattr("briefing.execution.cluster.AHEAD", 1)
    files, made = workspace(files=BRIEFS), []
    with (
        started(workers=1, threads=1) as alone,
        Cluster(files, alone.scheduler_address, Bounds()) as machines,
    ):
        (pid,) = machines.client.run(os.getpid).values()
        for outcome in build_all(
            plan(files, Selection()), files, files.root / "out", executor=machines.execute
        ):
            made.append(outcome)
            if len(made) == 2:
                os.kill(pid, signal.SIGKILL)
    assert [outcome.error for outcome in made] == [None] * 9


def test_the_user_layer_of_a_workspace_is_ignored_there_too(workspace, cluster):
    own = {"templates/parts/outlook.j2.html": "<p>Own.</p>", "styles/parts/title.css": "h1 { color: red }"}
    files = workspace(files=own)
    layers = Files(files.root, is_shipped_only=True)
    (here,) = build_all(plan(layers, Selection()), layers, files.root / "here")
    with Cluster(layers, cluster.scheduler_address, Bounds()) as machines:
        planned = plan(layers, Selection())
        (there,) = build_all(planned, layers, files.root / "there", executor=machines.execute)
    with Cluster(Files(files.root), cluster.scheduler_address, Bounds()) as machines:
        planned = plan(files, Selection())
        (own,) = build_all(planned, files, files.root / "own", executor=machines.execute)
    assert [here.error, there.error, own.error] == [None] * 3
    assert there.path.read_bytes() == here.path.read_bytes() != own.path.read_bytes()


def test_the_command_builds_on_a_cluster_and_knows_what_is_up_to_date(workspace, cluster):
    root = workspace().root
    words = [sys.executable, "-m", "briefing", "build"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done, again = (
        subprocess.run([*words, *more], cwd=root, env=env, capture_output=True, text=True, check=True).stdout
        for more in (["--cluster", cluster.scheduler_address], [])
    )
    assert done.startswith("out/trial-policymaker-en.pdf")
    assert again == "1 edition, 1 page: up to date, nothing to build\n"


def test_an_edition_without_end_costs_itself_alone(workspace, cluster):
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    endless = LEAST_BRIEF + "audiences: {endless: {}}\n"
    audience = "label: Endless\nparts: [title, endless]\n"
    files = workspace(
        endless,
        {
            **BRIEFS,
            "templates/audiences/endless/audience.yaml": audience,
            "templates/parts/endless.j2.html": loop,
        },
    )
    with Cluster(files, cluster.scheduler_address, Bounds(seconds=8)) as machines:
        made = list(build_all(plan(files, Selection()), files, files.root / "out", executor=machines.execute))
    failed = [outcome for outcome in made if outcome.error]
    assert [outcome.name for outcome in failed] == ["trial-endless-en"]
    assert [finding.code for finding in failed[0].error.findings] == ["BR702"]
    assert len(made) == 9


def test_a_worker_with_other_versions_is_refused(workspace, cluster, monkeypatch):
    files = workspace()
    mine = here()
    monkeypatch.setitem(mine, "packages", {**mine["packages"], "weasyprint": "69.0"})
    with pytest.raises(MachineError) as caught:
        Cluster(files, cluster.scheduler_address, Bounds())
    assert {finding.code for finding in caught.value.findings} == {"BR905"}
    assert "weasyprint 70.0 instead of 69.0" in caught.value.findings[0].what


def test_a_worker_that_joined_later_is_refused_too(workspace, cluster):
    files = workspace()
    (job,) = plan(files, Selection()).jobs
    with Cluster(files, cluster.scheduler_address, Bounds()) as machines:
        machines.details = {**machines.details, "packages": {"weasyprint": "69.0"}}
        ((_, made),) = machines.execute([job])
    assert [finding.code for finding in made.error.findings] == ["BR905"]


def test_an_unreachable_cluster_is_reported(workspace, monkeypatch):
    monkeypatch.setattr("briefing.execution.cluster.PATIENCE", "1s")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(MachineError) as caught:
        Cluster(workspace(), f"tcp://127.0.0.1:{port}", Bounds())
    assert "cannot be reached" in caught.value.findings[0].what


def test_what_leads_out_of_the_workspace_is_not_sent(workspace, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "mine.txt"
    outside.write_text("mine")
    files = workspace(files={"out/trial.pdf": "x", "notes.txt": "x"})
    (files.root / "content/trial/mine.txt").symlink_to(outside)
    assert set(bundle_of(files)) == {"content/trial/brief.yaml"}
