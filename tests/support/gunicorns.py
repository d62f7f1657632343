"""The shop under gunicorn as `make serve` starts it, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

from tests.support.waiting import until

ROOT = Path(__file__).parents[2]


class Gunicorn:
    def __init__(self, database: str, port: int, **settings: str) -> None:
        self.host = f"127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env={**os.environ, "DATABASE_URL": database, "HOST": "127.0.0.1", "PORT": str(port),
                 "SECRET_KEY": "tests", "SHOP_ENV": "development", "OPENAI_API_KEY": "", "OPENAI_BASE_URL": "",
                 "EMBEDDINGS": "off", "SOCKETS_MAX": "24", **settings})
        until(self.answers, 60, every=0.05)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
        try:
            return self.get("/healthz") == "ok\n"
        except OSError:
            return False

    def get(self, path: str, cookie: str = "", within: float = 30) -> str:
        request = urllib.request.Request(f"http://{self.host}{path}", headers={"Cookie": cookie})
        with urllib.request.urlopen(request, timeout=within) as response:
            return str(response.read().decode())

    def visit(self) -> str:
        with urllib.request.urlopen(f"http://{self.host}/chat/panel", timeout=30) as response:
            cookie = SimpleCookie(response.headers["Set-Cookie"])
        return "; ".join(f"{name}={each.value}" for name, each in cookie.items())

    def end(self) -> float:
        """SIGTERM; the seconds until the process has gone."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        return time.monotonic() - began

    def kill(self) -> None:
        """Without a word: the parent and its worker at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(database: str, *, port: int = 0, **settings: str) -> Iterator[Gunicorn]:
    server = Gunicorn(database, port or free_port(), **settings)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end()
        assert server.process.stderr is not None
        said = server.process.stderr.read()
        server.process.stderr.close()
        assert not re.search(r"Traceback|\[ERROR\]", said), said
