"""A typical first version: yaml.safe_load, Jinja2 and WeasyPrint in twenty lines, limited so that it does no harm.

`python -m tests.bench.naive ROOT BRIEF OUT` makes one PDF. `make_each` makes one of each workspace in a separate
process with limits, and yields the outcomes; `COPIES` makes many in a process pool of the standard library.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MEMORY = 3 * 1024**3
"""The limit of the address space in bytes: enough for any page, too little to do harm."""

PAGE = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title>
{% for style in styles %}<link rel="stylesheet" href="{{ style }}">{% endfor %}
<h1>{{ title }}</h1><p>{{ bottom_line }}</p>
<ul>{% for point in key_points %}<li>{{ (point.text or point)|markdown }}</li>{% endfor %}</ul>
{% for section in sections %}<h2>{{ section.title }}</h2>{{ section.text|markdown }}{% endfor %}
{{ (outlook.text or outlook)|markdown }}{% include parts ignore missing %}
"""


def page_of(root: Path, brief: str) -> str:
    """Return the HTML of a brief, with the parts and styles of the audience `bad` if there is one."""
    import jinja2
    import yaml
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    with (root / f"content/{brief}/brief.yaml").open(encoding="utf-8") as file:
        content = yaml.safe_load(file)
    audience = "bad" if "audiences" in content and "bad" in content["audiences"] else brief
    environment = jinja2.Environment(autoescape=True, loader=jinja2.FileSystemLoader(root / "templates"))
    markdown = MarkdownIt("commonmark")
    environment.filters["markdown"] = lambda text: Markup(markdown.render(str(text)))  # noqa: S704
    styles = [path.as_uri() for path in (root / "styles/audiences").glob(f"{audience}.css")]
    template = environment.from_string(PAGE)
    return template.render(**content, styles=styles, parts=f"parts/{audience}.j2.html")


def make(root: Path, brief: str, out: Path) -> None:
    """Write one PDF, as on the first page of a tutorial."""
    from weasyprint import HTML

    HTML(string=page_of(root, brief), base_url=str(root / f"content/{brief}/")).write_pdf(out)


@dataclass(frozen=True, slots=True)
class Became:
    """The outcome of one build: `silent` (a PDF without a message), `reported`, `traceback`, `died` or `endless`."""

    how: str
    seconds: float
    content: bytes = b""


PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
"""The environment without the variables that Briefwright sets for the engine."""


def make_each(roots: Sequence[Path], seconds: float, brief: str = "trial") -> Iterator[Became]:
    """Make the PDF of each workspace in a process that is forked once everything is loaded.

    The processes are forked from a separate interpreter, which uses the fonts of this machine, as naive code does.
    """
    command = [sys.executable, "-m", "tests.bench.naive", "--each", str(seconds), brief]
    given = "\n".join(map(str, roots))
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True, env=PLAIN)
    for root, line in zip(roots, done.stdout.splitlines(), strict=True):
        how, taken = line.split()
        out = root / "naive.pdf"
        yield Became(how, float(taken), out.read_bytes() if out.is_file() else b"")


def _make_each(seconds: float, brief: str) -> None:
    import markdown_it  # noqa: F401
    import weasyprint
    import yaml  # noqa: F401

    weasyprint.HTML(string="<p>x").write_pdf()
    for line in sys.stdin:
        how, taken = _made(Path(line.strip()), brief, seconds)
        print(how, taken, flush=True)


def _made(root: Path, brief: str, seconds: float) -> tuple[str, float]:
    out, said = root / "naive.pdf", root / "naive.txt"
    out.unlink(missing_ok=True)
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        _child(root, brief, out, said)
    status = _waited(child, start + seconds)
    taken = time.monotonic() - start
    words = said.read_text(errors="replace") if said.is_file() else ""
    if status is None:
        return "endless", taken
    if os.WIFSIGNALED(status) or "MemoryError" in words:
        return "died", taken
    if "Traceback" in words or status:
        return "traceback", taken
    return "reported" if words.strip() else "silent", taken


def _child(root: Path, brief: str, out: Path, said: Path) -> None:
    import traceback

    descriptor = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    code = 0
    try:
        make(root, brief, out)
    except BaseException:  # any exception is shown to the user
        traceback.print_exc()
        code = 1
    finally:
        os._exit(code)


def _waited(child: int, deadline: float) -> int | None:
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


COPIES = """
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tests.bench.naive import make, held
root, out, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
if __name__ == "__main__":
    briefs = sorted(path.parent.name for path in root.glob("content/*/brief.yaml"))
    with ProcessPoolExecutor(count, initializer=held) as pool:
        started = {brief: pool.submit(make, root, brief, out / f"{brief}.pdf") for brief in briefs}
        for brief, future in started.items():
            try:
                future.result()
            except Exception as error:
                print(brief, type(error).__name__, flush=True)
"""


def held() -> None:
    """Limit the memory and the CPU time of a process in a pool."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def start_copies(root: Path, out: Path, count: int) -> subprocess.Popen[str]:
    """Start to build all briefs of a workspace in a pool."""
    out.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", COPIES, str(root), str(out), str(count)]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env=PLAIN,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


if __name__ == "__main__":
    if sys.argv[1] == "--each":
        _make_each(float(sys.argv[2]), sys.argv[3])
    else:
        held()
        make(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
