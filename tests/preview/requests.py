"""Requests to an application without a server: what is sent, and what comes back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass

PORT = 8642
HOST = f"127.0.0.1:{PORT}"
ORIGIN = f"http://{HOST}"


@dataclass(frozen=True)
class Received:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def data(self):
        return json.loads(self.body)


def send(app, path: str, method: str = "GET", body: bytes = b"", headers=None, client=50_000) -> Received:
    """Send a request, with the headers of a browser in which the preview's own page sends it."""
    own = {"host": HOST, "sec-fetch-site": "same-origin"}
    if method == "POST":
        own |= {"origin": ORIGIN, "content-type": "application/json"}
    wanted = {name: value for name, value in {**own, **(headers or {})}.items() if value}
    name, _, query = path.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": name,
        "raw_path": name.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in wanted.items()],
        "client": ("127.0.0.1", client),
        "server": ("127.0.0.1", PORT),
    }
    sent: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def take(message):
        sent.append(message)

    asyncio.run(app(scope, receive, take))
    start = next(message for message in sent if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in sent)
    return Received(
        start["status"], {key.decode(): value.decode() for key, value in start["headers"]}, content
    )


def post(app, path: str, value: object, headers=None) -> Received:
    return send(app, path, "POST", json.dumps(value).encode(), headers)
