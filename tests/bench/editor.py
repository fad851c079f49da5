"""Change one word and write a new PDF, in a process that stays warm: once for each line on standard input.

`python -m tests.bench.editor brief|naive FOLDER EDITION KEY`: in the workspace in a folder, an edition that was built
with `--html`, and the key whose text gets another first word. Each kind needs its own process, because Briefwright's
patches of the engine would also speed up naive code.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.conftest import ROOT


def brief(root: Path, edition: str, key: str) -> Callable[[int], None]:
    """Edit with Briefwright, from the content: read, check, compose, lay out, export, inspect."""
    from briefing.execution.garbage_collection import Collector
    from briefing.files.workspace import Files
    from briefing.pipeline.edition import make_edition
    from briefing.pipeline.plan import Selection, plan
    from briefing.typeset.layout import Typesetter
    from briefing.typeset.weasyprint_patches.hyphenation_patterns import load_patterns

    name, audience, language = edition.rsplit("-", 2)
    load_patterns(language)
    selection = Selection(briefs=(name,), audiences=(audience,), languages=(language,))
    path, files = root / f"content/{name}/brief.yaml", Files(root)
    text = path.read_text(encoding="utf-8")
    before, given, after = text.partition(f"{key}: ")
    assert given
    typesetter, collector = Typesetter(files), Collector()

    def edit(number: int) -> None:
        path.write_text(f"{before}{given}Word{number} {after}", encoding="utf-8")
        (job,) = plan(files, selection).jobs
        content = make_edition(job, typesetter).files["pdf"]
        assert content
        (root / "e.pdf").write_bytes(content)
        path.write_text(text, encoding="utf-8")
        collector.collect()

    return edit


def naive(root: Path, edition: str, key: str) -> Callable[[int], None]:
    """Edit with naive code, from finished HTML: only lay out and export."""
    import weasyprint

    page = (root / f"out/{edition}.html").read_text(encoding="utf-8")
    html = root / f"out/{edition}.{key}.html"

    def edit(number: int) -> None:
        html.write_text(page.replace("<body", f"<body data-n='{number}'"), encoding="utf-8")
        weasyprint.HTML(html).write_pdf(root / "n.pdf", pdf_variant="pdf/ua-1")

    return edit


@contextmanager
def editing(kind: str, root: Path, edition: str, key: str) -> Iterator[Callable[[], None]]:
    """Start a process, and yield a function that has it make an edit and waits for the result."""
    words = [sys.executable, "-m", "tests.bench.editor", kind, str(root), edition, key]
    with subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout

        def edit() -> None:
            assert process.stdin and process.stdout
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"

        yield edit
        process.stdin.close()


def main() -> None:
    kind, root, edition, key = sys.argv[1:]
    edit = {"brief": brief, "naive": naive}[kind](Path(root), edition, key)
    numbers = count()
    for _ in sys.stdin:
        edit(next(numbers))
        print("done", flush=True)


if __name__ == "__main__":
    main()
