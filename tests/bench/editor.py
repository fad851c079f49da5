"""Change one word and write a new PDF, in a process that stays warm: once for each line on standard input.

`python -m tests.bench.editor brief|naive|preview FOLDER EDITION KEY`: in the workspace in a folder, an edition that was
built with `--html`, and the key whose text gets another first word. Each kind needs its own process, because
Briefwright's patches of the engine would also speed up naive code.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.conftest import ROOT


def _ignore() -> None:
    """Nothing goes on after an edit."""


@dataclass(frozen=True)
class Editor:
    """Makes an edit, and waits until nothing goes on any more."""

    edit: Callable[[int], None]
    settle: Callable[[], None] = _ignore


def brief(root: Path, edition: str, key: str) -> Editor:
    """Edit with Briefwright, from the content: read, check, compose, lay out, export, inspect."""
    from briefing.execution.garbage_collection import Collector
    from briefing.load.themes import open_files
    from briefing.pipeline.edition import make_edition
    from briefing.pipeline.plan import Selection, plan
    from briefing.typeset.layout import Typesetter
    from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns

    name, audience, language = edition.rsplit("-", 2)
    load_patterns(language)
    selection = Selection(briefs=(name,), audiences=(audience,), languages=(language,))
    path, files = root / f"content/{name}/brief.yaml", open_files(root)
    text = path.read_text(encoding="utf-8")
    before, given, after = text.partition(f"{key}: ")
    assert given
    typesetter, collector = Typesetter(files), Collector()
    typesetter.keeps_styles = typesetter.keeps_layouts = True

    def edit(number: int) -> None:
        path.write_text(f"{before}{given}Word{number} {after}", encoding="utf-8")
        (job,) = plan(files, selection).jobs
        content = make_edition(job, typesetter).files["pdf"]
        assert content
        (root / "e.pdf").write_bytes(content)
        path.write_text(text, encoding="utf-8")
        collector.collect()

    return Editor(edit)


def preview(root: Path, edition: str, key: str) -> Editor:
    """Edit with the preview of all editions of a brief, until the picture of the changed page is drawn.

    The next edit begins when all editions are up to date.
    """
    import threading

    from briefing.execution.bounds import Bounds
    from briefing.load.themes import open_files
    from briefing.pipeline.plan import Selection
    from briefing.preview.preview import Preview
    from briefing.preview.proofs import State
    from briefing.preview.watching import watch_files

    name = edition.rsplit("-", 2)[0]
    path, files = root / f"content/{name}/brief.yaml", open_files(root)
    text = path.read_text(encoding="utf-8")
    before, given, after = text.partition(f"{key}: ")
    assert given
    changed = threading.Event()
    wall = Preview(files, Selection(briefs=(name,)), 2, Bounds(900.0), changed.set)
    wall.show([edition])
    wall.__enter__()
    watching = (root, files.shipped, threading.Event(), wall.refresh, wall.read_paths)
    threading.Thread(target=watch_files, args=watching, daemon=True).start()

    def wait(is_reached: Callable[[], bool]) -> None:
        while not is_reached():
            changed.wait(1)
            changed.clear()

    def digests() -> list[str]:
        proof = wall.proof(edition)
        return [page.digest for page in proof.shown.pages] if proof and proof.shown else []

    def is_settled() -> bool:
        return bool(wall.proofs) and all(one.state is State.UP_TO_DATE for one in wall.proofs.values())

    def edit(number: int) -> None:
        known = {*digests()}
        path.write_text(f"{before}{given}Word{number} {after}", encoding="utf-8")
        wait(lambda: not known.issuperset(digests()))
        assert wall.picture(edition, next(one for one in digests() if one not in known), PIXELS_PER_POINT)

    wait(is_settled)
    return Editor(edit, lambda: wait(is_settled))


PIXELS_PER_POINT = 2.0
"""The scale of the pictures: a page in its natural size on a usual screen with two pixels per CSS pixel is at 2.67."""


def naive(root: Path, edition: str, key: str) -> Editor:
    """Edit with naive code, from finished HTML: only lay out and export."""
    import weasyprint

    page = (root / f"out/{edition}.html").read_text(encoding="utf-8")
    html = root / f"out/{edition}.{key}.html"

    def edit(number: int) -> None:
        html.write_text(page.replace("<body", f"<body data-n='{number}'"), encoding="utf-8")
        weasyprint.HTML(html).write_pdf(root / "n.pdf", pdf_variant="pdf/ua-1")

    return Editor(edit)


@contextmanager
def editing(kind: str, root: Path, edition: str, key: str) -> Iterator[Callable[[str], None]]:
    """Start a process, and yield a function that has it make an edit, or settle, and waits for the result."""
    words = [sys.executable, "-m", "tests.bench.editor", kind, str(root), edition, key]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout

        def edit(order: str = "edit") -> None:
            assert process.stdin and process.stdout
            process.stdin.write(f"{order}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"

        yield edit
        process.stdin.close()


def main() -> None:
    kind, root, edition, key = sys.argv[1:]
    editor = {"brief": brief, "naive": naive, "preview": preview}[kind](Path(root), edition, key)
    numbers = count()
    for order in sys.stdin:
        if order == "settle\n":
            editor.settle()
        else:
            editor.edit(next(numbers))
        print("done", flush=True)


if __name__ == "__main__":
    main()
