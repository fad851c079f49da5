"""Who may use the preview: the browser that was opened with its token, on this machine, from its own pages.

A page of another site that the same browser shows can send requests to this server, and with a name that it resolves
to this machine (DNS rebinding) it could read the answers. So the names of the host and of the origin are checked, and
each request must have the token, which other users of the machine do not know.
"""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")

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


class Access:
    """Lets only requests through that have the token and come from the preview's own pages."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.cookie = f"brief-{port}"
        self.hosts = {f"{host}:{port}" for host in HOSTS}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        app = self._refusal(scope, headers) or self.app
        if app is self.app and scope["path"] == "/" and self._has_token_in_address(scope):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict")
            app = answer

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if headers.get("host") not in self.hosts:
            return PlainTextResponse("The name of the host is not the preview's.\n", 421)
        origin = headers.get("origin")
        is_foreign = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        if is_foreign or (origin is not None and origin not in self.origins):
            return PlainTextResponse("The request does not come from a page of the preview.\n", 403)
        if scope["method"] not in ("GET", "HEAD") and (
            origin is None or headers.get("content-type") != "application/json"
        ):
            return PlainTextResponse("The request does not come from a page of the preview.\n", 403)
        if not self._has_token(scope, headers):
            return PlainTextResponse("Open the address that `brief preview` has printed.\n", 403)
        return None

    def _has_token(self, scope: Scope, headers: Headers) -> bool:
        morsel = SimpleCookie(headers.get("cookie", "")).get(self.cookie)
        return self._is_token(morsel.value if morsel else "") or self._has_token_in_address(scope)

    def _has_token_in_address(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return scope["path"] == "/" and self._is_token(given)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())
