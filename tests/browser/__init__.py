"""Drive Chromium over a pipe (Chrome DevTools Protocol), and run axe-core inside it.

If either is missing, the tests that need it are skipped, and the test summary says so (`tests/conftest`).
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

Test = TypeVar("Test")

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AXE = Path(__file__).parent.parent.parent / ".venv/axe/node_modules/axe-core/axe.min.js"
"""The folder in which `make test` installs it, where npm is available."""

SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
FONTS_LOADED = "document.body.offsetHeight && document.fonts.ready.then(() => document.fonts.status)"
"""Fonts are requested when the page is laid out, and the first page of a browser may not be laid out yet."""

PATIENCE = 30
"""Seconds for the browser to exit by itself, and for a page to reach a state."""

POLL_SECONDS = 0.05

NUMBERS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40}
"""The codes of keys that are not characters (UI Events, A.3)."""


def program() -> str:
    """Return the browser's program; empty where there is none. `BRIEF_BROWSER` overrides it."""
    named = os.environ.get("BRIEF_BROWSER", "")
    return named or next((found for name in PROGRAMS if (found := shutil.which(name))), "")


def axe() -> Path | None:
    """Return the file of axe-core; None where there is none. `BRIEF_AXE` overrides it."""
    named = Path(os.environ.get("BRIEF_AXE", AXE))
    return named if named.is_file() else None


def missing(*, with_axe: bool = False) -> str:
    """Return the missing programs, in words; empty where the tests can run."""
    if not program():
        return "no Chromium"
    return "no axe-core (make test installs it where npm is)" if with_axe and axe() is None else ""


def with_browser(test: Test) -> Test:
    """Mark a test that opens a browser; it is skipped where there is none."""
    skipped: Test = pytest.mark.skipif(bool(missing()), reason=missing() or "-")(test)
    return pytest.mark.browser(skipped)


class Tab:
    """A page of the browser. It is queried with JavaScript from outside its own content policy."""

    def __init__(self, to_browser: int, from_browser: int) -> None:
        self._to, self._from = to_browser, from_browser
        self._last, self._rest = 0, b""
        self.log: list[dict[str, Any]] = []
        """The events of the browser since the page was opened: messages, errors, requests."""
        target = self._send("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._send("Target.attachToTarget", {"targetId": target, "flatten": True})[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Network", "Log", "Accessibility"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command of the protocol, and return its response."""
        return self._send(method, given, self._session)

    def open(self, path: Path, width: int, height: int = 900, *, media: str = "") -> None:
        """Open a file in a window of a size in CSS pixels, and wait until the page and its fonts are loaded."""
        self.resize(width, height)
        self.ask("Emulation.setEmulatedMedia", media=media)
        self.visit(path.as_uri())

    def resize(self, width: int, height: int = 900) -> None:
        """Change the size of the window, in CSS pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **size)

    def prefer(self, scheme: str) -> None:
        """Prefer a colour scheme: `light` or `dark`."""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def visit(self, address: str) -> None:
        """Open an address, and wait until the page and its fonts are loaded."""
        self.log.clear()
        self.ask("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.log):
            self._read()
        self.value(FONTS_LOADED)

    def value(self, script: str) -> Any:
        """Return the value of an expression, awaiting promises."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """Wait until an expression is true or an element, and return its value; true for an element."""
        found_by_value = f"(found => found instanceof Node ? true : found)({script})"
        until = time.monotonic() + PATIENCE
        while not (found := self.value(found_by_value)):
            assert time.monotonic() < until, f"not reached: {script}"
            time.sleep(POLL_SECONDS)
        return found

    def press(self, key: str) -> None:
        """Press and release a key."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        number = NUMBERS.get(key, ord(key[0].upper()))
        for kind in ("keyDown", "keyUp"):
            given = {"text": text} if text and kind == "keyDown" else {}
            self.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=number, **given
            )

    def write(self, text: str) -> None:
        """Insert text where the cursor is."""
        self.ask("Input.insertText", text=text)

    def point(self, x: float, y: float) -> None:
        """Move the mouse to a point of the window."""
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, x: float, y: float, *, clicks: int = 1) -> None:
        """Click at a point of the window: twice to select a word."""
        self.point(x, y)
        for count in range(1, clicks + 1):
            for kind in ("mousePressed", "mouseReleased"):
                self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=count)

    def picture(self) -> bytes:
        """Return a screenshot of the window as PNG."""
        answer = self.ask("Page.captureScreenshot", format="png")
        return base64.b64decode(answer["data"])

    def printed(self) -> bytes:
        """Return the page as PDF, as the browser prints it."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])

    def events(self, method: str) -> list[dict[str, Any]]:
        """Return the events of one kind for the open page."""
        return [event["params"] for event in self.log if event["method"] == method]

    def violations(self) -> list[dict[str, Any]]:
        """Return what axe-core finds on the open page: rule, impact and elements."""
        path = axe()
        assert path is not None
        self.value(path.read_text(encoding="utf-8") + "; true")
        found: list[dict[str, Any]] = json.loads(
            self.value("axe.run().then(found => JSON.stringify(found.violations))")
        )
        return [
            {
                **{name: one[name] for name in ("id", "impact")},
                "nodes": [node["html"] for node in one["nodes"]],
            }
            for one in found
        ]

    def _send(self, method: str, params: dict[str, Any], session: str = "") -> dict[str, Any]:
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._last:
                assert "error" not in answer, (method, answer["error"])
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        """Read the next message of the browser, which ends in a NUL; events are kept in the log."""
        while b"\0" not in self._rest:
            part = os.read(self._from, 1 << 16)
            assert part, "the browser exited"
            self._rest += part
        text, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self.log.append(message)
        return message


def _environment() -> dict[str, str]:
    """Return a clean environment: the settings of the engine would leave Chromium without any font."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}


@contextmanager
def browser() -> Iterator[Tab]:
    """A browser with its own profile; the browser is stopped and the profile removed afterwards."""
    read_by_browser, to_browser = os.pipe()
    from_browser, written_by_browser = os.pipe()
    with tempfile.TemporaryDirectory(prefix="brief-browser-", ignore_cleanup_errors=True) as profile:

        def with_pipes() -> None:
            """The browser reads from 3 and writes to 4."""
            ends = os.dup(read_by_browser), os.dup(written_by_browser)
            for end, number in zip(ends, (3, 4), strict=True):
                os.dup2(end, number)

        process = subprocess.Popen(
            [program(), *SWITCHES, f"--user-data-dir={profile}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=(read_by_browser, written_by_browser, 3, 4),
            preexec_fn=with_pipes,  # noqa: PLW1509  (no other thread runs)
        )
        os.close(read_by_browser)
        os.close(written_by_browser)
        try:
            tab = Tab(to_browser, from_browser)
            yield tab
            tab._send("Browser.close", {})
            process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            os.close(to_browser)
            os.close(from_browser)
