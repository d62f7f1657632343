"""run.py and its neighbours: what they decide, and that an owner finds every setting where one looks."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run
from shop.config import SETTINGS

ROOT = Path(__file__).resolve().parent.parent


def test_a_python_that_will_do_is_not_questioned():
    assert run.python_trouble((3, 11), lambda: pytest.fail("looked for another Python")) is None
    assert run.python_trouble((3, 13), lambda: []) is None


@pytest.mark.parametrize(("version", "others", "remedy"), [
    ((3, 10), [], "Install it"),
    ((3, 9), ["python3.13", "python3.11"], "make PYTHON=python3.13"),
    ((2, 7), [], "this is 2.7"),
])
def test_an_old_python_gets_one_line_with_the_remedy(version, others, remedy):
    trouble = run.python_trouble(version, lambda: others)
    assert "Python 3.11 or newer" in trouble
    assert remedy in trouble
    assert "\n" not in trouble


@pytest.mark.parametrize(("has_ensurepip", "uv", "trouble"), [
    (True, None, None),
    (False, "/usr/bin/uv", None),
    (False, None, "sudo apt install python3.12-venv"),
])
def test_without_the_venv_module_the_apt_line_is_named(has_ensurepip, uv, trouble):
    said = run.venv_trouble(has_ensurepip, uv, (3, 12))
    assert said is None if trouble is None else trouble in said


@pytest.mark.parametrize(("windows", "expected"), [(False, "bin/python"), (True, "Scripts/python.exe")])
def test_the_environments_python_stands_where_the_system_puts_it(windows, expected):
    assert run.venv_python(Path("v"), windows).as_posix() == f"v/{expected}"


@pytest.fixture
def pins(tmp_path):
    files = [tmp_path / "requirements.txt", tmp_path / "requirements-dev.txt"]
    for file in files:
        file.write_text("flask==3.1.3\n")
    stamp = tmp_path / "stamp"
    stamp.write_text(run.fingerprint(files))
    return stamp, files


def test_packages_are_left_alone_while_their_files_stay_the_same(pins):
    assert run.is_current(*pins)


@pytest.mark.parametrize("change", [
    lambda stamp, files: files[0].write_text("flask==3.1.4\n"),
    lambda stamp, files: files[1].write_text("flask==3.1.3\npytest\n"),
    lambda stamp, files: stamp.unlink(),
    lambda stamp, files: stamp.write_text(""),
    lambda stamp, files: (files[0].write_text("flask==3.1.3\nf"), files[1].write_text("lask==3.1.3\n")),
])
def test_packages_are_installed_again_when_a_file_or_the_stamp_changed(pins, change):
    change(*pins)
    assert not run.is_current(*pins)


@pytest.mark.parametrize(("uv", "no_deps", "expected"), [
    (None, False, "py -m pip install --disable-pip-version-check --quiet -r a -r b"),
    (None, True, "py -m pip install --disable-pip-version-check --quiet --no-deps -r a -r b"),
    ("uv", False, "uv pip install --python py --quiet -r a -r b"),
    ("uv", True, "uv pip install --python py --quiet --no-deps -r a -r b"),
])
def test_packages_come_by_uv_or_pip_from_wherever_those_are_told_to_look(uv, no_deps, expected):
    assert run.install_command("py", [Path("a"), Path("b")], uv, no_deps) == expected.split()


def test_every_listed_requirements_file_exists_and_pins_each_line():
    for files in run.PACKAGES.values():
        for file in files:
            stated = [line.strip() for line in (ROOT / file).read_text().splitlines()]
            lines = [line for line in stated if line and line[0] not in "#-"]
            assert lines
            loose = [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+(\[\w+])?==[\w.]+( \\)?", line)]
            assert loose == []


@pytest.mark.parametrize(("environ", "env_file", "expected"), [
    ({}, "", ("127.0.0.1", 5000)),
    ({}, "PORT=8000\nHOST=0.0.0.0\n", ("0.0.0.0", 8000)),
    ({"PORT": "9000"}, "PORT=8000\n", ("127.0.0.1", 9000)),
    ({"PORT": ""}, "PORT=8000\n", ("127.0.0.1", 5000)),
    ({}, "#PORT=8000\n# HOST=::\n", ("127.0.0.1", 5000)),
    ({}, "export PORT = '8001' # mine\nHOST=\"::1\"\n", ("::1", 8001)),
    ({}, "PORT=8002 # mine\nHOST=\n", ("127.0.0.1", 8002)),
])
def test_host_and_port_come_from_the_environment_then_the_file_then_the_default(environ, env_file, expected):
    assert run.address(environ, env_file) == expected


def test_its_defaults_of_host_and_port_are_the_shops():
    defaults = {setting.name: setting.default for setting in SETTINGS}
    assert run.address({}, "") == (defaults["HOST"], int(defaults["PORT"]))


@pytest.mark.parametrize(("environ", "env_file", "wanted"), [
    ({}, "", True), ({}, "EMBEDDINGS=local\n", True), ({}, "EMBEDDINGS=off\n", False), ({"EMBEDDINGS": ""}, "", True),
    ({"EMBEDDINGS": "local"}, "EMBEDDINGS=off\n", True), ({"EMBEDDINGS": "text-embedding-3-small"}, "", False),
])
def test_the_sentence_model_is_only_fetched_for_who_uses_it(environ, env_file, wanted):
    assert run.wants_local_embeddings(environ, env_file) is wanted


def test_set_up_goes_on_without_the_sentence_model_and_says_so(monkeypatch, tmp_path, capsys):
    asked = []

    def install(name):
        asked.append(name)
        if name == "embeddings":
            raise run.Trouble("no network")

    (tmp_path / ".env.example").write_text("")
    for name, value in (("ROOT", tmp_path), ("make_environment", lambda: None), ("install", install)):
        monkeypatch.setattr(run, name, value)
    monkeypatch.delenv("EMBEDDINGS", raising=False)
    run.prepare()
    assert asked == ["shop", "embeddings"] and "works\nwithout it, by words alone" in capsys.readouterr().out
    (tmp_path / ".env").write_text("EMBEDDINGS=off\n")
    run.prepare()
    assert asked[2:] == ["shop"]


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80.5"])
def test_a_port_that_is_none_is_named(port):
    with pytest.raises(run.Trouble, match=re.escape(port)):
        run.address({"PORT": port}, "")


def test_a_free_port_is_kept_and_a_taken_one_moves_up():
    with socket.socket() as owner:
        owner.bind(("127.0.0.1", 0))
        owner.listen()
        taken = owner.getsockname()[1]
        found = run.free_port("127.0.0.1", taken)
        assert taken < found < taken + 100
    assert run.free_port("127.0.0.1", taken) == taken


def test_an_address_that_is_not_this_machines_is_refused_rather_than_searched():
    with pytest.raises(run.Trouble, match=r"192\.0\.2\.1"):
        run.free_port("192.0.2.1", 5000)


@pytest.mark.parametrize(("host", "shown"), [
    ("127.0.0.1", "http://127.0.0.1:5000"),
    ("0.0.0.0", "http://127.0.0.1:5000"),
    ("::", "http://[::1]:5000"),
    ("::1", "http://[::1]:5000"),
    ("shop.local", "http://shop.local:5000"),
])
def test_the_printed_address_can_be_opened_in_a_browser(host, shown):
    assert run.shop_url(host, 5000) == shown


@pytest.mark.parametrize(("is_root", "has_sudo", "start"), [
    (True, True, ["apt-get"]), (False, True, ["sudo", "apt-get"]), (False, False, ["apt-get"]),
])
def test_apt_runs_through_sudo_only_for_those_who_need_it(is_root, has_sudo, start):
    command = run.apt_command(["chromium"], is_root, has_sudo)
    assert command[:len(start)] == start
    assert command[-1] == "chromium"


def test_only_what_is_missing_is_asked_for():
    assert run.missing_packages({"chromium": True, "postgresql": False}) == ["postgresql"]


@pytest.mark.parametrize(("code", "expected"), [(0, 0), (3, 3), (-15, 143), (-2, 130)])
def test_an_end_by_a_signal_is_told_as_a_shell_tells_it(code, expected):
    assert run.exit_code(code) == expected


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["paint"], 2), (["lint", "more"], 2)])
def test_an_unknown_target_shows_the_usage(words, code, capsys):
    assert run.main(words) == code
    said = capsys.readouterr()
    assert run.USAGE in (said.err if code else said.out)


def test_every_target_stands_in_the_usage_and_the_makefile():
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split()
    assert sorted(phony) == sorted(run.TARGETS)
    assert all(f"\n  {target} " in run.USAGE for target in run.TARGETS)


ATTENDING = """
import signal, sys
sys.path.insert(0, {root!r})
import run
signal.signal(signal.SIGTERM, run.stop)
child = "import signal, sys, time; signal.signal(signal.{number}, lambda *_: sys.exit({code})); " \\
        "print('up', flush=True); time.sleep(60)"
sys.exit(run.attend([sys.executable, "-c", child]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "whom", "code"), [
    ("SIGTERM", os.kill, 0), ("SIGTERM", os.kill, 7), ("SIGINT", os.killpg, 0), ("SIGINT", os.killpg, 7),
], ids=["sigterm-0", "sigterm-7", "ctrl-c-0", "ctrl-c-7"])
def test_being_told_to_stop_ends_the_child_and_passes_its_exit_code_on(number, whom, code):
    script = ATTENDING.format(root=str(ROOT), number=number, code=code)
    attending = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True,
                                 start_new_session=True)
    assert attending.stdout.readline() == "up\n"
    began = time.monotonic()
    whom(attending.pid, getattr(signal, number))
    assert attending.wait(50) == code
    assert attending.stdout.read() == ""  # ends only when the child has closed its side too
    assert time.monotonic() - began < 50  # the child would sleep for sixty seconds


def test_the_exit_code_of_a_command_is_passed_on():
    assert run.attend([sys.executable, "-c", "raise SystemExit(5)"]) == 5


def under_gunicorn_conf(then: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the file sets signals and reads the owner's `.env` into the environment."""
    script = f"import runpy; conf = runpy.run_path({str(ROOT / 'gunicorn.conf.py')!r})\n{then}"
    return subprocess.run([sys.executable, "-c", script], env={**os.environ, **environ}, cwd=ROOT,
                          capture_output=True, text=True, timeout=120)


NEWBORN = """
import queue, signal, types
notes = queue.SimpleQueue()
notes.put(signal.{number})
signal.signal(signal.SIGTERM, lambda number, frame: notes.put(number))  # as the parent's does
conf["post_fork"](types.SimpleNamespace(SIG_QUEUE=notes), None)
raise SystemExit("lived" if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL else "deaf")
"""


@pytest.mark.skipif(os.name == "nt", reason="gunicorn does not run on Windows")
@pytest.mark.parametrize(("number", "code", "said"), [
    ("SIGTERM", 0, ""), ("SIGQUIT", 0, ""), ("SIGHUP", 1, "lived"),
])
def test_a_newborn_worker_does_not_forget_that_it_was_told_to_end(number, code, said):
    done = under_gunicorn_conf(NEWBORN.format(number=number))
    assert (done.returncode, done.stderr.strip()) == (code, said)


@pytest.mark.parametrize(("host", "most", "bind"), [
    ("127.0.0.1", 400, "127.0.0.1:8000"),
    ("::1", 1000, "[::1]:8000"),
])
def test_gunicorn_listens_where_it_is_told_and_keeps_threads_for_pages(host, most, bind):
    done = under_gunicorn_conf("print(conf['bind'], conf['threads'], conf['worker_connections'])",
                               HOST=host, PORT="8000", SOCKETS_MAX=str(most))
    bound, threads, connections = done.stdout.split()
    assert bound == bind
    assert most + 100 <= int(threads) < int(connections)


def test_every_setting_stands_in_the_example_file_with_its_default():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(re.fullmatch(r"#?([A-Z_]+)=(.*)", line).groups() for line in lines
                 if re.match(r"#?[A-Z_]+=", line))
    assert shown == {setting.name: setting.default for setting in SETTINGS}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_stands_in_the_readmes_table_with_its_default(setting):
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
            if line.startswith(f"| `{setting.name}` |")]
    assert len(rows) == 1, f"README.md has no row that starts with | `{setting.name}` |"
    assert rows[0][1].strip("`") == setting.default
    assert rows[0][2]
