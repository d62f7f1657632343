"""What is no frame, or only half of one, keeps no thread of the server."""

from __future__ import annotations

import socket as plain_socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from shop.web import sockets
from tests.conftest import Prepare, lent
from tests.support.sockets import serving
from tests.support.waiting import end_state

# Each after a handshake: opcode and length without what they announce, and bytes that no client may send.
HALVES = {
    "nothing": b"", "one byte": b"\x81", "a length without its rest": b"\x81\xfe\x10", "a mask without words":
    b"\x81\x85\x01\x02\x03\x04", "half the words": b"\x81\x85\x01\x02\x03\x04ab", "a first part that nothing follows":
    b"\x01\x81\x00\x00\x00\x00a",
}
WRONG = {
    "a huge length": b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff", "reserved bits": b"\xf1\x80\x00\x00\x00\x00",
    "no mask": b"\x81\x01a", "an unknown opcode": b"\x83\x80\x00\x00\x00\x00", "a long ping":
    b"\x89\xfe\x00\x7e\x00\x00\x00\x00" + b"a" * 126, "no text": b"\x81\x82\x00\x00\x00\x00\xff\xfe",
    "a page's request": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "a rest without a beginning": b"\x80\x80\x00\x00\x00\x00",
}


@pytest.fixture(scope="module")
def host(prepare: Prepare) -> Iterator[str]:
    """A shop that looks after its sockets every second instead of every 25."""
    for app in lent(prepare("sqlite", "empty", SOCK_SERVER_OPTIONS={
            "ping_interval": 1, "max_message_size": 16 * 1024})):
        assert isinstance(app, Flask)
        with serving(app) as found:
            yield found


def opened(host: str) -> plain_socket.socket:
    name, _, port = host.rpartition(":")
    connection = plain_socket.create_connection((name, int(port)), timeout=30)
    connection.sendall((
        f"GET /chat/ws HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode())
    assert b" 101 " in connection.recv(200)
    return connection


@pytest.mark.parametrize("case", [*HALVES, *WRONG])
def test_a_client_that_stays_does_not_keep_its_thread(host: str, case: str) -> None:
    with ExitStack() as held:
        for _ in range(4):
            connection = held.enter_context(opened(host))
            connection.sendall({**HALVES, **WRONG}[case])
        assert end_state(lambda: sockets.slots.open, 0, 60) == 0


def test_the_settings_of_the_shop_look_after_them_within_ninety_seconds(prepare: Prepare) -> None:
    for app in lent(prepare("sqlite", "empty")):
        assert 2 * app.config["SOCK_SERVER_OPTIONS"]["ping_interval"] <= 90
        assert app.config["SOCK_SERVER_OPTIONS"]["max_message_size"] == 16 * 1024
