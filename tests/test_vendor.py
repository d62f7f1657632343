"""What is vendored is what was published."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "static" / "vendor"
ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| (?P<package>[^|]+) \| (?P<licence>[^|]+) \| `(?P<sum>[0-9a-f]{64})` \|$", re.MULTILINE
)


def test_every_file_has_the_sum_that_is_written_down() -> None:
    rows = {row["file"]: row["sum"] for row in ROW.finditer((VENDOR / "README.md").read_text())}
    files = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert rows.keys() == {file for file in files if file != "README.md" and not file.endswith("LICENSE")}
    assert {file: hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() for file in rows} == rows


def test_every_package_is_named_with_its_version_and_has_its_licence() -> None:
    packages = [path for path in VENDOR.iterdir() if path.is_dir()]
    assert packages
    for package in packages:
        assert re.fullmatch(r"[\w.-]+@\d+(?:\.\d+)+", package.name)
        assert (package / "LICENSE").read_text().strip()
