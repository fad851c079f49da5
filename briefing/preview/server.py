"""The server of the preview, for the browser on the same machine: the wall, its pictures, and its changes."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from briefing.core.finding import Finding
from briefing.core.source_map import Key
from briefing.files.guarded_writing import Change, Refusal, undo_change
from briefing.preview import editor
from briefing.preview.access import HOST, Access, Secrets
from briefing.preview.passages import Variant, budget_of, change_variant, find_variants, register_of
from briefing.preview.preview import Preview
from briefing.preview.proofs import Pages, finding_as_json, page_as_json
from briefing.rules.content.outdated_variants import name_of

STATIC = Path(__file__).parent / "static"
STATIC_FILES: Mapping[str, str] = {
    "/": "wall.html",
    **{f"/{path.name}": path.name for path in STATIC.iterdir() if path.suffix in (".js", ".css", ".svg")},
}
"""The files of the page in the browser, by their addresses."""

LARGEST_SCALE, LARGEST_BODY = 8.0, 1 << 20
"""The greatest number of pixels per point of a picture, and the greatest size of a request in bytes."""

SILENT_SECONDS = 15.0
"""The longest time without a message on the stream of changes."""


class Changes:
    """Wakes up those who wait for a change of the wall, in the event loop of the server."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event: asyncio.Event | None = None
        self.is_over = False

    def start(self) -> None:
        """Begin in the running event loop."""
        self._loop, self._event = asyncio.get_running_loop(), asyncio.Event()

    def notify(self) -> None:
        """Report a change, in any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if self._event:
            self._event.set()
            self._event = asyncio.Event()

    def end(self) -> None:
        """End all streams."""
        self.is_over = True
        self.notify()

    async def next(self) -> None:
        """Wait for the next change, for some seconds at most."""
        if self._event and not self.is_over:
            try:
                await asyncio.wait_for(self._event.wait(), SILENT_SECONDS)
            except TimeoutError:
                return


@dataclass
class Desk:
    """Answers the requests of the page in the browser."""

    preview: Preview
    changes: Changes
    root: Path
    editor: str
    """The command of the editor; empty if the browser opens the file."""
    secrets: Secrets = field(default_factory=Secrets)
    made: list[Change] = field(default_factory=list)
    """The changes that were made here, the last one last, as far as they can be undone."""

    async def events(self, _: Request) -> Response:
        """Send the changes of the wall, as they come."""
        return StreamingResponse(_events(self), media_type="text/event-stream", headers=FRESH)

    async def page(self, request: Request) -> Response:
        """Send the regions and the words of a page."""
        shown = self._pages_of(request)
        number = request.path_params["number"]
        if number >= len(shown.pages):
            raise HTTPException(404, NO_PAGE)
        return JSONResponse(page_as_json(shown, number), headers=FRESH)

    async def picture(self, request: Request) -> Response:
        """Send the picture of a page, in hundredths of a pixel per point."""
        values = request.path_params
        scale = min(max(values["scale"], 1), int(LARGEST_SCALE * 100)) / 100
        found = await run_in_threadpool(self.preview.picture, values["name"], values["digest"], scale)
        if found is None:
            raise HTTPException(404, NO_PAGE)
        return Response(found, media_type="image/png", headers=KEPT)

    async def pdf(self, request: Request) -> Response:
        """Send the PDF of an edition as it was made last."""
        headers = {**FRESH, "Content-Security-Policy": VIEWABLE}
        return Response(self._pages_of(request).pdf, media_type="application/pdf", headers=headers)

    async def view(self, request: Request) -> Response:
        """Note which editions are in view."""
        names = await _body(request)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise HTTPException(400, "A list of editions is expected.")
        self.preview.show(names)
        return JSONResponse({})

    async def open(self, request: Request) -> Response:
        """Open a place in the editor, or send the address with which the browser opens it."""
        place = await _body(request)
        if not isinstance(place, dict) or not isinstance(place.get("file"), str):
            raise HTTPException(400, "A place is expected.")
        line, column = (_number(place.get(name)) for name in ("line", "column"))
        if place["file"] not in self.preview.files():
            raise HTTPException(404, "No page and no finding names this file.")
        path = self.root / place["file"]
        if not self.editor:
            return JSONResponse({"address": editor.address_of(path, line, column)})
        problem = await run_in_threadpool(editor.open_at, self.editor, path, line, column)
        if problem:
            raise HTTPException(502, f"The editor could not be started: {problem}")
        return JSONResponse({})

    async def passage(self, request: Request) -> Response:
        """Send the variants of a text."""
        shown = self._pages_of(request)
        key = _key_named(shown, request.query_params.get("key", ""))
        variants = await self._variants(shown, key)
        return JSONResponse(
            {
                "variants": [asdict(variant) for variant in variants],
                "budget": budget_of(shown.job, key),
                "register": register_of(key),
                "direction": shown.job.labels.direction,
            },
            headers=FRESH,
        )

    async def save(self, request: Request) -> Response:
        """Write a text into its file, unless the file has changed."""
        shown = self._pages_of(request)
        given = await _body(request)
        try:
            key = _key_named(shown, given["key"])
            variant = Variant(line=0, **{name: _text(given[name]) for name in VARIANT_FIELDS})
            text = _text(given["words"])
        except (KeyError, TypeError):
            raise HTTPException(400, "A text is expected.") from None
        files = self.preview.fresh_files()
        known = await self._variants(shown, key)
        if not any((one.file, one.register) == (variant.file, variant.register) for one in known):
            raise HTTPException(404, "This text is not in the files of the brief.")
        made = await run_in_threadpool(change_variant, shown.job, key, variant, text, files)
        return self._changed(made)

    async def _variants(self, shown: Pages, key: Key) -> tuple[Variant, ...]:
        found = await run_in_threadpool(find_variants, shown.job, key, self.preview.fresh_files())
        if isinstance(found, Refusal):
            raise _refusal(found)
        if not found:
            raise HTTPException(404, "This text is not in the files of the brief.")
        return found

    async def undo(self, _: Request) -> Response:
        """Undo the last change that was made here, unless the file has changed since."""
        if not self.made:
            raise HTTPException(404, "There is nothing to undo.")
        made = await run_in_threadpool(undo_change, self.preview.fresh_files(), self.made[-1])
        if isinstance(made, Refusal):
            raise HTTPException(409, made.reason)
        self.made.pop()
        return JSONResponse({"file": made.name, "digest": made.digest, "undo": len(self.made)})

    def _changed(self, made: Change | Refusal) -> Response:
        if isinstance(made, Refusal):
            raise _refusal(made)
        self.made.append(made)
        del self.made[:-UNDOABLE]
        return JSONResponse({"file": made.name, "digest": made.digest, "undo": len(self.made)})

    def _pages_of(self, request: Request) -> Pages:
        proof = self.preview.proof(request.path_params["name"])
        if proof is None or proof.shown is None:
            raise HTTPException(404, NO_PAGE)
        return proof.shown


def _refusal(refusal: Refusal) -> HTTPException:
    where = f" (line {refusal.line})" if refusal.line else ""
    return HTTPException(409, f"{refusal.reason}{where}")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 1


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _key_named(shown: Pages, name: str) -> Key:
    """Return the key of a text on the pages of an edition, by its name."""
    brief = shown.job.brief
    keys = dict.fromkeys(region.key for page in shown.pages for region in page.regions)
    found = next((key for key in keys if name_of(key, brief) == name), None)
    if found is None:
        raise HTTPException(404, "There is no such text on the pages.")
    return found


UNDOABLE = 100
"""The number of changes that can be undone; for each, the file before it is kept."""

VARIANT_FIELDS = ("language", "register", "file", "digest", "text")

NO_PAGE = "There is no such page."


def make_app(desk: Desk, port: int) -> Access:
    """Return the application for a port."""
    routes = [
        *(Route(address, _static(name)) for address, name in STATIC_FILES.items()),
        Route("/events", desk.events),
        Route("/editions/{name}/pages/{number:int}.json", desk.page),
        Route("/editions/{name}/pictures/{digest}@{scale:int}.png", desk.picture),
        Route("/editions/{name}.pdf", desk.pdf),
        Route("/view", desk.view, methods=["POST"]),
        Route("/open", desk.open, methods=["POST"]),
        Route("/editions/{name}/passage", desk.passage),
        Route("/editions/{name}/passage", desk.save, methods=["POST"]),
        Route("/undo", desk.undo, methods=["POST"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused})
    return Access(app, desk.secrets, port)


VIEWABLE = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The content policy of a PDF: the viewers of browsers embed the file in a page with styles."""

FRESH = {"Cache-Control": "no-store"}
KEPT = {"Cache-Control": "private, max-age=3600, immutable"}


async def _refused(_: Request, error: Exception) -> Response:
    status, detail = (
        (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, str(error))
    )
    return PlainTextResponse(f"{detail}\n", status)


def _static(name: str) -> Callable[[Request], Any]:
    async def serve(_: Request) -> Response:
        return FileResponse(STATIC / name, headers={"Cache-Control": "no-cache"})

    return serve


async def _body(request: Request) -> Any:  # noqa: ANN401
    """Return the JSON in a request."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST_BODY:
            raise HTTPException(413, "The request is too large.")
    try:
        return json.loads(bytes(content))
    except (ValueError, RecursionError):
        raise HTTPException(400, "The request is not JSON.") from None


async def _events(desk: Desk) -> AsyncIterator[str]:
    """Yield the changes of the wall as server-sent events (HTML Standard, 9.2)."""
    revision = 0
    known: tuple[list[str], list[Finding]] | None = None
    while not desk.changes.is_over:
        waiting = asyncio.ensure_future(desk.changes.next())
        await asyncio.sleep(0)  # from here on, no change is missed
        revision, changed = desk.preview.changed_since(revision)
        now = desk.preview.names(), desk.preview.unprinted_findings()
        if changed or now != known:
            known = now
            wall = {
                "names": now[0],
                "problems": [finding_as_json(one, None) for one in now[1]],
                "editions": [proof.as_json() for proof in changed],
            }
            yield f"data: {json.dumps(wall, separators=(',', ':'))}\n\n"
        else:
            yield ": nothing has changed\n\n"
        await waiting


class _Server(uvicorn.Server):
    """A server that ends at once, with all streams, when it is interrupted."""

    def __init__(self, config: uvicorn.Config, changes: Changes) -> None:
        super().__init__(config)
        self.changes = changes

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.changes.start()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: Any) -> None:  # noqa: ANN401
        self.changes.end()
        super().handle_exit(sig, frame)


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine alone; 0 means any free port. Raises OSError."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(128)
    except OSError:
        found.close()
        raise
    return found


def serve(desk: Desk, listening: socket.socket, is_over: threading.Event) -> None:
    """Serve until Ctrl-C is typed or the program is ended."""
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        make_app(desk, port),
        log_config=None,
        log_level="error",  # not what other programs send
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        server_header=False,
        proxy_headers=False,
        ws="none",
    )
    server = _Server(config, desk.changes)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:  # the usual end, which uvicorn passes on
        signal.signal(signal.SIGINT, signal.default_int_handler)
    finally:
        is_over.set()
