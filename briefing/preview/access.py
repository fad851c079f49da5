"""Let only the browser that has the address use the preview, on this machine, from the preview's own pages.

The address contains a random token, which no other user of the machine knows. It is no cookie: a browser would send a
cookie to the servers of others on the same machine, whatever their port. A page of another site that the same browser
shows can send requests to this server, and with a name that it resolves to this machine (DNS rebinding) it could read
the responses: so the names of the host and of the origin are checked as well.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
HOSTS = (HOST, "localhost")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is loaded from elsewhere, no inline script runs, and no other page can embed or read this one."""

FOREIGN = "The request does not come from a page of the preview.\n"
NO_TOKEN = "Open the address that `brief preview` has printed.\n"  # noqa: S105


@dataclass
class Secrets:
    """The secrets that let a browser in."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """The part of the address that lets a browser in, as often as it likes."""
    ticket: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Lets one browser of this user in, once. Other users can read it in the list of processes, where it is an
    argument of the program that opens the browser; the token never is."""

    def address(self, port: int) -> str:
        """Return the address of the wall."""
        return f"http://{HOST}:{port}/{self.token}/"

    def first_address(self, port: int) -> str:
        """Return the address for the program that opens the browser."""
        return f"http://{HOST}:{port}/start/{self.ticket}"


class Access:
    """Lets only requests through that have the token in their path and come from the preview's own pages."""

    def __init__(self, app: ASGIApp, known: Secrets, port: int) -> None:
        self.app, self.known, self.port = app, known, port
        self.hosts = {f"{host}:{port}" for host in HOSTS}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        response = self._response(scope, Headers(scope=scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if response is not None:
            await response(scope, receive, send_with_headers)
        else:
            root = {**scope, "root_path": f"/{self.known.token}"}
            await self.app(root, receive, send_with_headers)

    def _response(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the response to a request that is not let through; None for one that is."""
        if headers.get("host") not in self.hosts:
            return PlainTextResponse("The name of the host is not the preview's.\n", 421)
        if self._is_foreign(scope, headers):
            return PlainTextResponse(FOREIGN, 403)
        first, slash, rest = scope["path"].lstrip("/").partition("/")
        if first == "start" and self._takes(rest, scope):
            return RedirectResponse(f"/{self.known.token}/", 303, headers={"Cache-Control": "no-store"})
        if not _are_same(first, self.known.token):
            return PlainTextResponse(NO_TOKEN, 403)
        return None if slash else RedirectResponse(f"/{self.known.token}/", 303)

    def _is_foreign(self, scope: Scope, headers: Headers) -> bool:
        """Return whether a request may come from a page of another site.

        A person may follow a link to the preview from anywhere: such a request only shows the page.
        """
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return True
        if scope["method"] not in ("GET", "HEAD"):
            return origin is None or headers.get("content-type") != "application/json"
        is_followed = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == (
            "navigate",
            "document",
        )
        return headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not is_followed

    def _takes(self, given: str, scope: Scope) -> bool:
        """Return whether the ticket is valid, which it is only once, and only for a program of the same user."""
        if not self.known.ticket or not _are_same(given, self.known.ticket) or not _is_own(scope, self.port):
            return False
        self.known.ticket = ""
        return True


def _are_same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _is_own(scope: Scope, port: int) -> bool:
    """Return whether a program of the same user has sent a request.

    Only Linux shows the arguments of programs to other users; there, the system knows the user of a connection.
    """
    if sys.platform != "linux":
        return True
    client: Any = scope.get("client")
    return bool(client) and user_of_connection(client[1], port) == os.geteuid()


LOCAL, REMOTE, USER = 1, 2, 7
"""The columns of /proc/net/tcp (proc(5)): the two ends of a connection, and the user at the first."""

CONNECTIONS = Path("/proc/net/tcp")


def user_of_connection(client: int, server: int) -> int | None:
    """Return the user id at the client's end of a connection between two ports of this machine; None if unknown."""
    ends = f"0100007F:{client:04X}", f"0100007F:{server:04X}"
    try:
        lines = CONNECTIONS.read_text("ascii").splitlines()
    except OSError:
        return None
    rows = (line.split() for line in lines[1:])
    return next((int(row[USER]) for row in rows if (row[LOCAL], row[REMOTE]) == ends), None)
