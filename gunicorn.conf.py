"""How gunicorn serves the shop: one process, a thread for each open chat and room left for pages."""

from __future__ import annotations

import _thread
import os
import signal
import time
from pathlib import Path
from typing import Any, NoReturn

from dotenv import load_dotenv

load_dotenv(Path(__file__).with_name(".env"))

from shop.config import settings, whole  # noqa: E402  (reads what was just loaded)

_set = settings()
_memory = "/dev/shm"

bind = f"[{_set['HOST']}]:{_set['PORT']}" if ":" in _set["HOST"] else f"{_set['HOST']}:{_set['PORT']}"
worker_class = "gthread"
workers = 1
# An open chat holds a thread for as long as it lives; what is above SOCKETS_MAX is for pages.
threads = whole(_set, "SOCKETS_MAX", 0) + 112
worker_connections = threads + 512
graceful_timeout = 10
# The heartbeat file must not wait for a slow disk.
worker_tmp_dir = _memory if os.access(_memory, os.W_OK) else None
# No access log: addresses of searches hold the shopper's words. A proxy in front can log paths alone.
accesslog = None
# Its path is one a user, not one a shop, and nothing here needs it.
control_socket_disable = True


def close_chats() -> NoReturn:
    """Tells every open chat to come back later (1012), and again for those that were still being opened."""
    from shop.web.sockets import close_all

    while True:
        close_all()
        time.sleep(0.2)


def post_fork(server: Any, worker: Any) -> None:
    """A worker is born with its parent's signal handlers, which only take a note for the parent's loop.

    What came before this line is in that note; what comes until gunicorn sets the worker's handlers ends a
    process that has nothing open yet.
    """
    ends = {signal.SIGTERM, signal.SIGQUIT, signal.SIGINT}
    for number in ends:
        signal.signal(number, signal.SIG_DFL)
    while not server.SIG_QUEUE.empty():
        if server.SIG_QUEUE.get_nowait() in ends:
            raise SystemExit(0)


def post_worker_init(worker: Any) -> None:
    """Close the chats first, then do what gunicorn does: wait for requests (SIGTERM), or end at once.

    Ctrl+C brings SIGINT from the terminal and SIGQUIT from the parent together. gunicorn's handler for them
    takes a lock, so the second inside the first would wait for itself: after one, both are ignored.
    """
    at_once = (signal.SIGQUIT, signal.SIGINT)
    gunicorns = {number: signal.getsignal(number) for number in (signal.SIGTERM, *at_once)}

    def on_end(number: int, frame: object) -> None:
        if number in at_once:
            for other in at_once:
                signal.signal(other, signal.SIG_IGN)
        # A bare thread: threading.Thread waits for its own start, which a signal handler must not.
        _thread.start_new_thread(close_chats, ())
        gunicorns[number](number, frame)

    for number in gunicorns:
        signal.signal(number, on_end)
    # As gunicorn set it: system calls of requests that are under way go on.
    signal.siginterrupt(signal.SIGTERM, False)
