"""Measure each promise of docs/trust.md against naive code on the same input, and print a table.

`python -m tests.bench.trust [R1 S2 …] [--quick]`. Naive code runs within limits, and all secrets are planted.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.bench import endurance, hostile, odd_files, poison, reach, shown, takeover
from tests.bench.endurance import BUILD, start
from tests.bench.naive import Became, make_each
from tests.conftest import LEAST_BRIEF

SECONDS = 8.0
"""The time limit for an input that must not pass; the default of the command is 60."""


@dataclass(frozen=True, slots=True)
class Row:
    """A promise, what was tried, and the results of naive code and of Briefwright."""

    promise: str
    tried: str
    naive: str
    ours: str

    def __str__(self) -> str:
        return f"| {self.promise} | {self.tried} | {self.naive} | {self.ours} |"


def ours(root: Path, seconds: float = SECONDS) -> Became:
    """Return the outcome of `brief build` in a workspace."""
    begin = time.monotonic()
    process = start([*BUILD, "-j", 1, "--timeout", seconds], root)
    _, said = process.communicate()
    files = list((root / "out").glob("*.pdf"))
    content = files[0].read_bytes() if files else b""
    taken = time.monotonic() - begin
    if "Traceback" in said or process.returncode in (70, None):
        return Became("traceback", taken, content)
    if process.returncode < 0:
        return Became("died", taken, content)
    return Became("reported" if said.strip() else "silent", taken, content)


def counted(found: Mapping[str, Became]) -> str:
    """Summarise the outcomes and the longest time."""
    kinds = Counter(one.how for one in found.values())
    parts = [
        f"{kinds[how]} {how}" for how in ("silent", "reported", "traceback", "died", "endless") if kinds[how]
    ]
    return f"{', '.join(parts)}; at most {max(one.seconds for one in found.values()):.1f} s"


@dataclass
class Bench:
    """A folder for the workspaces, and the sizes of the trials."""

    folder: Path
    is_quick: bool = False

    def size(self, whole: int, quick: int) -> int:
        return quick if self.is_quick else whole

    def tried(
        self, name: str, cases: Mapping[str, hostile.Files], seconds: float = SECONDS
    ) -> tuple[dict[str, Became], dict[str, Became]]:
        """Return the outcome of each case with naive code, and with Briefwright."""
        roots = [
            hostile.write(self.folder / name / f"{number:03}", files)
            for number, files in enumerate(cases.values())
        ]
        return (
            dict(zip(cases, make_each(roots, seconds), strict=True)),
            {case: ours(root, seconds) for case, root in zip(cases, roots, strict=True)},
        )

    def r1(self) -> Iterator[Row]:
        """Bad input."""
        from tests.load.test_bad_inputs import INPUTS

        chosen = INPUTS[:: self.size(1, 9)]
        cases = {path.stem: {"content/trial/brief.yaml": path.read_bytes()} for path in chosen}
        good = hostile.write(self.folder / "good", {"content/trial/brief.yaml": LEAST_BRIEF})
        ours(good)
        last = (good / endurance.OWN).read_bytes()
        naive = dict(
            zip(
                cases,
                make_each([hostile.write(self.folder / "r1" / n, f) for n, f in cases.items()], SECONDS),
                strict=True,
            )
        )
        own, kept = {}, 0
        for name, files in cases.items():
            own[name] = ours(hostile.write(good, files))
            kept += (good / endurance.OWN).read_bytes() == last
        yield Row(
            "R1",
            f"{len(cases)} bad briefs",
            counted(naive),
            f"{counted(own)}; last good PDF kept {kept} times",
        )

    def r3(self) -> Iterator[Row]:
        """Mutants of good briefs."""
        from briefing.files.workspace import Files
        from briefing.pipeline.plan import Selection, plan
        from tests.pipeline.test_fuzz import good_texts, mutated

        count, chance = self.size(3000, 300), random.Random(3)  # noqa: S311
        root = self.folder / "r3"
        for number in range(count):
            text = mutated(good_texts()[number % 4], chance, chance.randrange(1, 8))
            hostile.write(
                root / f"{number}", {"content/trial/brief.yaml": text.encode("utf-8", "surrogatepass")}
            )
        script = "import sys\nfrom collections import Counter\nfrom pathlib import Path\n"
        script += "from tests.bench.naive import held, page_of\nheld()\nfound = Counter()\n"
        script += "for number in range(int(sys.argv[2])):\n    try:\n"
        script += "        page_of(Path(sys.argv[1]) / str(number), 'trial')\n        found['taken'] += 1\n"
        script += "    except Exception as error:\n        found[type(error).__name__] += 1\n"
        script += "print(sum(found.values()) - found['taken'], len(found) - 1, found['taken'])"
        said, _ = start([sys.executable, "-c", script, root, count], Path.cwd()).communicate()
        failed, kinds, taken = (int(word) for word in said.split())
        broken = 0
        for number in range(count):
            try:
                plan(Files(root / f"{number}"), Selection(audiences=("policymaker",)))
            except Exception:  # raised by naive code, not by Briefwright
                broken += 1
        yield Row(
            "R3",
            f"{count} mutants of good briefs, read",
            f"{failed} tracebacks of {kinds} kinds, {taken} taken as they are",
            f"{broken} tracebacks",
        )

    def r4(self) -> Iterator[Row]:
        """Briefs of different words, each of which is searched in the letters on the pages."""
        chance, cases, words = random.Random(4), {}, {}  # noqa: S311
        pieces = ["W" * 70, "https://example.org/" + "path/" * 25, "x" * 90, "Donaudampfschiffahrt" * 4]
        pieces += ["Россия", "Ελλάδα", "café", "naïve", "1,000,000", "İstanbul", "ﬁne", "Σίσυφος", "straße"]
        for number in range(self.size(40, 8)):
            chosen = chance.sample(pieces, 6)
            text = " and ".join(chosen)
            brief = LEAST_BRIEF.replace("A first text.", f"'{text}.'").replace("The first point", chosen[0])
            cases[f"{number}"], words[f"{number}"] = {"content/trial/brief.yaml": brief}, chosen
        naive, own = self.tried("r4", cases)

        def lost(found: Mapping[str, Became]) -> str:
            gone = sum(
                one.how == "silent"
                and any(squeezed(word) not in painted(one.content) for word in words[name])
                for name, one in found.items()
            )
            return f"{gone} lost words in silence; {counted(found)}"

        yield Row("R4", f"{len(cases)} briefs of long and foreign words", lost(naive), lost(own))

    def r5(self) -> Iterator[Row]:
        """Kills, and a full disk."""
        work, kills = endurance.pair(self.folder / "r5"), self.size(40, 6)
        naive, own = endurance.killed(work, kills)
        yield Row(
            "R5", f"{kills} kills at random moments, a good PDF in its place", f"{naive} lost", f"{own} lost"
        )
        yield Row("R5", "no room for more than 4 KiB in a file", *endurance.disk_full(work))

    def r6(self) -> Iterator[Row]:
        """A poisoned batch."""
        editions = self.size(1000, 60)
        trial = poison.tried(self.folder / "r6", editions, SECONDS)
        good = editions - len(trial.names)
        causes = ", ".join(f"{kind} {trial.poisoned.cause_of(name)}" for name, kind in trial.names.items())
        delivered, end = poison.naive_delivered(
            self.folder / "r6", editions, trial.names, 2 * trial.poisoned.seconds
        )
        yield Row(
            "R6",
            f"{editions} editions, {len(trial.names)} poisoned, {len(trial.poisoned.killed)} workers killed",
            f"{delivered} of {good} delivered; {end}",
            f"{trial.delivered} of {good} delivered to the byte, {trial.named} named, exit {trial.poisoned.code};"
            f" {trial.poisoned.seconds:.0f} s, clean {trial.clean.seconds:.0f} s, ratio {trial.ratio:.2f} ({causes})",
        )

    def r7(self) -> Iterator[Row]:
        """The growth of the memory of one worker."""
        editions = self.size(400, 90)
        naive, own = endurance.growth(self.folder / "r7", editions)
        yield Row(
            "R7",
            f"{editions} small editions in one process: what each leaves after 50",
            *(f"{left:.1f} KiB, {size:.0f} MiB at the end" for left, size in (naive, own)),
        )

    def r8(self) -> Iterator[Row]:
        """Ctrl-C."""
        editions = self.size(120, 40)
        yield Row(
            "R8",
            f"Ctrl-C after the first of {editions}",
            *endurance.interrupted(self.folder / "r8", editions),
        )

    def r9(self) -> Iterator[Row]:
        """Two builds and a reader."""
        rounds = self.size(12, 3)
        found = endurance.readers(endurance.pair(self.folder / "r9"), rounds)
        yield Row(
            "R9",
            f"two builds at once, {rounds} times, and a reader",
            *(f"{bad} of {all_} reads torn" for bad, all_ in found),
        )

    def r10(self) -> Iterator[Row]:
        """Silent defects."""
        naive, own = self.tried("r10", hostile.DEFECTS)
        silent = [name for name, one in own.items() if one.how == "silent"]
        yield Row(
            "R10", f"{len(own)} defects of a page", counted(naive), f"{counted(own)} {', '.join(silent)}"
        )

    def s1(self) -> Iterator[Row]:
        """The network: the number of cases that sent a request to a server on this machine."""
        asked: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_error(404)

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            cases = hostile.calls_out(f"http://127.0.0.1:{server.server_port}")
            roots = [hostile.write(self.folder / "s1" / n, files) for n, files in cases.items()]
            list(make_each(roots, SECONDS))
            by_naive = len(asked)
            found = dict(zip(cases, (ours(root) for root in roots), strict=True))
            server.shutdown()
        yield Row(
            "S1",
            f"{len(cases)} calls to a server",
            f"{by_naive} requests",
            f"{len(asked) - by_naive} requests; {counted(found)}",
        )

    def s2(self) -> Iterator[Row]:
        """Files outside the workspace."""
        secret = (
            hostile.write(
                self.folder / "home",
                {"secret.txt": hostile.CANARY, "secret.css": f"p::before {{ content: '{hostile.CANARY}' }}"},
            )
            / "secret.txt"
        )
        root, naive, own = self.folder / "s2", {}, {}
        for name, files in hostile.ways_out(secret, root).items():
            subprocess.run(["rm", "-rf", root], check=True)
            hostile.write(root, files)
            for place in ("content/trial", "templates"):
                (root / place / "linked.txt").symlink_to(secret)
            (naive[name],) = make_each([root], SECONDS)
            own[name] = ours(root)
        yield Row(
            "S2",
            f"{len(own)} ways to a file outside the workspace",
            f"{leaked(naive)} in the PDF",
            f"{leaked(own)} in the PDF; {counted(own)}",
        )

    def s3(self) -> Iterator[Row]:
        """Code."""
        canary = self.folder / "canary"
        ran = [0, 0]
        cases = hostile.code(canary)
        for name, files in cases.items():
            root = hostile.write(self.folder / "s3" / name, files)
            for place, run in enumerate((lambda root: list(make_each([root], SECONDS)), ours)):
                run(root)
                ran[place] += canary.exists()
                canary.unlink(missing_ok=True)
        yield Row(
            "S3", f"{len(cases)} templates and tags that start a program", f"{ran[0]} ran", f"{ran[1]} ran"
        )

    def s7(self) -> Iterator[Row]:
        """Compromised workers."""
        names = list(takeover.TRIED)[:: self.size(1, 3)]
        count, naive, own = takeover.tried(self.folder / "s7", names)
        yield Row(
            "S7",
            f"{count} forged results of a worker, each in a batch with {takeover.OTHERS} good editions",
            f"{naive.ran} ran code in the parent, {naive.broke} broke the batch",
            f"{own.ran} ran code, {own.broke} broke the batch; {dict(own.codes)}",
        )

    def s4(self) -> Iterator[Row]:
        """Bombs."""
        naive, own = self.tried("s4", hostile.filled_bombs())
        yield Row(
            "S4",
            f"{len(own)} bombs, {SECONDS:g} s and 1.5 GiB each (naive: 3 GiB)",
            counted(naive),
            counted(own),
        )

    def s5(self) -> Iterator[Row]:
        """Names of this machine."""
        naive, own = self.tried("s5", hostile.revealed_paths())
        needle = str(self.folder).encode()
        yield Row(
            "S5",
            f"{len(own)} links and files",
            *(
                f"{sum(needle in everything(one.content) for one in found.values())} name the folder; {counted(found)}"
                for found in (naive, own)
            ),
        )


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def painted(content: bytes) -> str:
    """Return the letters on the pages of a PDF, but not those beyond the edges."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return squeezed("".join(page.get_textpage().get_text_bounded() for page in document))


def everything(content: bytes) -> bytes:
    """Return a PDF with its streams uncompressed, and the words of its pages."""
    from briefing.pdf.objects import read_objects
    from briefing.pdf.text import read_texts

    if not content:
        return b""
    words = "\n".join(text.text for text in read_texts(content))
    return b"\n".join([words.encode(), *(one.content or b"" for one in read_objects(content).objects)])


def leaked(found: Mapping[str, Became]) -> int:
    """Return the number of PDFs that contain the planted secret."""
    return sum(hostile.CANARY.encode() in everything(one.content) for one in found.values())


PROMISES: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "R1": Bench.r1,
    "R3": Bench.r3,
    "R4": Bench.r4,
    "R5": Bench.r5,
    "R6": Bench.r6,
    "R7": Bench.r7,
    "R8": Bench.r8,
    "R9": Bench.r9,
    "R10": Bench.r10,
    "S1": Bench.s1,
    "S2": Bench.s2,
    "S3": Bench.s3,
    "S4": Bench.s4,
    "S5": Bench.s5,
    "S6": lambda bench: (Row("S6", *cells) for cells in reach.tried(bench.folder)),
    "S7": Bench.s7,
    "S8": lambda bench: (Row("S8", *cells) for cells in shown.trial(bench.folder / "s8")),
    "S9": lambda bench: (Row("S9", *cells) for cells in odd_files.trial(bench.folder / "s9")),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("promises", nargs="*", metavar="PROMISE", help=" ".join(PROMISES))
    parser.add_argument("--quick", action="store_true", help="use fewer inputs")
    asked = parser.parse_args()
    if unknown := set(asked.promises) - PROMISES.keys():
        parser.error(f"unknown promise: {', '.join(sorted(unknown))}")
    print("| promise | tried | naive | Briefwright |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.quick)
        for name in asked.promises or PROMISES:
            for row in PROMISES[name](bench):
                print(row, flush=True)


if __name__ == "__main__":
    main()
