"""Nobody but the user's own browser gets in: not other sites in it, and not other users of the machine."""

from __future__ import annotations

import os
import sys

import pytest

pytest.importorskip("starlette")

from starlette.responses import PlainTextResponse

from briefing.preview import access
from briefing.preview.access import Access, Secrets, user_of_connection
from tests.preview.requests import HOST, ORIGIN, PORT, post, send

TOKEN, TICKET = "t" * 32, "k" * 32
WALL = f"/{TOKEN}/"


async def wall(scope, receive, give):
    path = scope["path"].removeprefix(scope["root_path"])
    await PlainTextResponse(f"the wall, {path}")(scope, receive, give)


@pytest.fixture
def app() -> Access:
    return Access(wall, Secrets(TOKEN, TICKET), PORT)


def test_the_address_with_the_token_leads_in(app):
    answer = send(app, WALL)
    assert (answer.status, answer.text) == (200, "the wall, /")
    assert send(app, f"{WALL}events").text == "the wall, /events"
    assert send(app, f"/{TOKEN}").headers["location"] == WALL


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/events",
        f"/{TOKEN[:-1]}/",
        f"/{TOKEN}x/",
        f"/x/../{TOKEN}/",
        f"/?token={TOKEN}",
        "/ä/",
        f"/{TICKET}/",
    ],
)
def test_without_the_token_nothing_is_shown(app, path):
    answer = send(app, path)
    assert answer.status == 403 and "the wall" not in answer.text and TOKEN not in answer.text


def test_a_cookie_is_neither_given_nor_taken(app):
    assert "set-cookie" not in send(app, WALL).headers
    assert send(app, "/", headers={"cookie": f"brief-{PORT}={TOKEN}; token={TOKEN}"}).status == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:1",
        f"127.0.0.1.evil.example:{PORT}",
        "",
    ],
)
def test_another_name_of_this_machine_is_refused(app, host):
    assert send(app, WALL, headers={"host": host}).status == 421


def test_the_usual_name_of_this_machine_is_accepted(app):
    assert send(app, WALL, headers={"host": f"localhost:{PORT}"}).status == 200


FOREIGN = {
    "a request of another site": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    "a script of a server on another port": {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
    "a frame in another site": {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "iframe",
    },
    "another origin": {"origin": "http://evil.example"},
    "no origin at all": {"origin": "null"},
    "the same name with another port": {"origin": "http://127.0.0.1:1"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_pages_of_other_sites_read_nothing_even_with_the_token(app, headers):
    assert send(app, WALL, headers=headers).status == 403


def test_a_link_may_be_followed_from_anywhere(app):
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert send(app, WALL, headers=followed).status == 200
    assert send(app, WALL, headers={"sec-fetch-site": "none"}).status == 200
    assert send(app, WALL, headers={"sec-fetch-site": ""}).status == 200


FORMS = {
    "form of another site": {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    "form that is followed": {
        "origin": "http://evil.example",
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    },
    "no origin": {"origin": ""},
    "form": {"content-type": "application/x-www-form-urlencoded"},
    "upload": {"content-type": "multipart/form-data; boundary=x"},
    "plain text": {"content-type": "text/plain"},
    "no type": {"content-type": ""},
}


@pytest.mark.parametrize("headers", FORMS.values(), ids=FORMS)
def test_forms_change_nothing_even_with_the_token(app, headers):
    assert post(app, f"{WALL}undo", {}).status == 200
    assert post(app, f"{WALL}undo", {}, headers).status == 403
    assert send(app, f"{WALL}undo", "PUT", headers=headers).status == 403


def test_every_response_has_the_policies(app):
    for answer in (send(app, WALL), send(app, "/"), send(app, WALL, headers={"host": "evil.example"})):
        policy = answer.headers["content-security-policy"]
        assert (
            "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        )
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def connections(tmp_path, monkeypatch, user: int) -> None:
    """Write a table of connections in which the client's port belongs to a user."""
    table = tmp_path / "tcp"
    table.write_text(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        f"   0: 0100007F:{PORT:04X} 0100007F:C350 01 00000000:00000000 00:00000000 00000000  4242  0 1 1\n"
        f"   1: 0100007F:C350 0100007F:{PORT:04X} 01 00000000:00000000 00:00000000 00000000  {user}  0 2 1\n"
    )
    monkeypatch.setattr(access, "CONNECTIONS", table)
    monkeypatch.setattr(sys, "platform", "linux")


def test_a_ticket_lets_the_own_browser_in_once(app, tmp_path, monkeypatch):
    connections(tmp_path, monkeypatch, os.geteuid())
    answer = send(app, f"/start/{TICKET}", headers={"sec-fetch-site": "none"})
    assert (answer.status, answer.headers["location"], answer.headers["cache-control"]) == (
        303,
        WALL,
        "no-store",
    )
    again = send(app, f"/start/{TICKET}")
    assert again.status == 403 and TOKEN not in str(again)
    assert send(app, "/start/").status == 403


def test_another_user_who_reads_the_ticket_in_the_list_of_processes_gets_nothing(app, tmp_path, monkeypatch):
    connections(tmp_path, monkeypatch, os.geteuid() + 1)
    answer = send(app, f"/start/{TICKET}")
    assert answer.status == 403 and TOKEN not in str(answer)
    connections(tmp_path, monkeypatch, os.geteuid())
    assert send(app, f"/start/{TICKET}").status == 303


def test_a_connection_that_the_system_does_not_list_gets_nothing(app, tmp_path, monkeypatch):
    connections(tmp_path, monkeypatch, os.geteuid())
    assert send(app, f"/start/{TICKET}", client=50_001).status == 403
    monkeypatch.setattr(access, "CONNECTIONS", tmp_path / "missing")
    assert user_of_connection(50_000, PORT) is None
    assert send(app, f"/start/{TICKET}").status == 403


def test_elsewhere_arguments_are_not_shown_to_other_users(app, monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert send(app, f"/start/{TICKET}").status == 303
    assert send(app, f"/start/{TICKET}").status == 403


def test_each_preview_has_secrets_of_its_own():
    one, other = Secrets(), Secrets()
    assert len({one.token, one.ticket, other.token, other.ticket}) == 4
    assert min(map(len, (one.token, one.ticket))) >= 32
    assert one.token in one.address(PORT) and one.token not in one.first_address(PORT)
    assert one.address(PORT).startswith(ORIGIN) and HOST in one.first_address(PORT)
