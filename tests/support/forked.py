"""A server that can be killed and started again within milliseconds:
`python -m tests.support.forked DATABASE PORT PROVIDER`, where PROVIDER is the address that cards are paid at, or "".

The app is loaded once, its templates too; for every line on stdin a child is forked that serves it on the port, and
its process id is printed. The parent never opens the database itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from werkzeug.serving import make_server

from shop import create_app
from tests.support.gunicorns import free_port
from tests.support.provider import Card, methods_with


def main() -> None:
    database, port, provider = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    app = create_app({"SQLALCHEMY_DATABASE_URI": database, "SECRET_KEY": "tests", "EMBEDDINGS": "off",
                      "RATELIMIT_ENABLED": False, "PAYMENT_METHODS": methods_with(Card(provider))},
                     instance=Path(tempfile.mkdtemp()))
    for template in app.jinja_env.list_templates():
        app.jinja_env.get_template(template)
    print("ready", flush=True)
    for _ in sys.stdin:
        if child := os.fork():
            print(child, flush=True)
            os.waitpid(child, 0)
            print("gone", flush=True)
        else:
            make_server("127.0.0.1", port, app, threaded=True).serve_forever()


class Forked:
    """Such a server, as a test holds it."""

    def __init__(self, database: str, provider: str = "") -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.forked", database, str(self.port), provider],
            cwd=Path(__file__).parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        assert self.heard() == "ready"

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def start(self) -> int:
        """The process id of the server; it may not listen yet."""
        assert self.process.stdin is not None
        self.process.stdin.write("start\n")
        self.process.stdin.flush()
        return int(self.heard())

    def kill(self, child: int) -> None:
        os.kill(child, 9)
        assert self.heard() == "gone"

    def end(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()


if __name__ == "__main__":
    main()
