"""What becomes of the files that an owner brings: sixty that are wrong or hostile, and those that are pictures."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from shop.catalogue import pictures

HTML = b"<html><script>alert(1)</script></html>"
SECRET = b"51.5007 north, taken at home"


def drawn(fmt: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: object) -> bytes:
    """Noise, so that a cut goes through pixels."""
    image = Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3)).convert(mode)
    out = io.BytesIO()
    image.save(out, fmt, **more)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("picture.png", drawn("PNG"))
    return out.getvalue()


def hostile() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "one byte", b"\x89"
    yield "html", HTML
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "svg with declaration", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'
    yield "script", b"#!/bin/sh\nrm -rf /\n"
    yield "php behind a gif's head", b"GIF89a<?php system($_GET[0]); ?>"
    yield "pdf", b"%PDF-1.7\n1 0 obj\n"
    yield "zip", zipped()
    yield "postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n"
    yield "mvg", b"push graphic-context\nfill 'url(https://example.com/)'\npop graphic-context"
    yield "xpm", b'/* XPM */ static char *a[] = {"1 1 1 1","a c #000","a"};'
    for fmt in ("GIF", "BMP", "TIFF", "ICO", "PPM", "PCX", "TGA", "JPEG2000"):
        yield fmt, drawn(fmt)
    heads = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "webp": b"RIFF\xff\0\0\0WEBPVP8 "}
    for name, head in heads.items():
        yield f"html behind a {name}'s head", head + HTML
        yield f"noise behind a {name}'s head", head + random.Random(2).randbytes(5000)
        yield f"only a {name}'s head", head
    for width, height in ((60_000, 60_000), (2**31 - 1, 2**31 - 1), (0, 0), (1, 100_000_000), (3000, 3000)):
        yield f"png said to be {width} × {height}", claiming(width, height)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 20, 20, 8, 2, 0, 0, 0))
    yield "png with a bomb of text", bomb + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 100_000_000))
    yield "png with a bomb of a profile", bomb + chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 100_000_000))
    yield "too many pixels", drawn("PNG", (2900, 2900), "1")
    yield "too many bytes", drawn("PNG") + b"\0" * pictures.MOST_BYTES
    for fmt in ("PNG", "JPEG", "WEBP"):
        whole = drawn(fmt, (200, 200))
        for part in (2, 5, 10, 25, 40, 60, 75, 90):
            yield f"{part}% of a {fmt}", whole[:len(whole) * part // 100]


HOSTILE = dict(hostile())


def test_there_are_sixty_hostile_files() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.filterwarnings("ignore:Image size:PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(name: str) -> None:
    with pytest.raises(pictures.PictureRefused) as refusal:
        pictures.redrawn(io.BytesIO(HOSTILE[name]))
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP"])
def test_a_damaged_picture_is_refused_or_drawn_anew_but_never_kept_as_it_came(fmt: str) -> None:
    whole, chance = drawn(fmt), random.Random(3)
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            kept = pictures.redrawn(io.BytesIO(bytes(damaged)))
        except pictures.PictureRefused:
            continue
        assert Image.open(io.BytesIO(kept)).format == "WEBP"


@pytest.mark.parametrize(("fmt", "mode"), [
    ("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "RGB"), ("PNG", "RGBA"),
    ("JPEG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("WEBP", "RGBA"),
])
def test_every_usual_picture_is_taken(fmt: str, mode: str) -> None:
    kept = Image.open(io.BytesIO(pictures.redrawn(io.BytesIO(drawn(fmt, mode=mode)))))
    assert (kept.format, kept.size) == ("WEBP", (40, 30))


@pytest.mark.parametrize(("size", "kept"), [
    ((1600, 900), (1600, 900)), ((3200, 800), (1600, 400)), ((1000, 2000), (800, 1600)), ((3000, 20), (1600, 11)),
    ((1, 1), (1, 1)), ((4000, 3000), (1600, 1200)),
])
def test_a_large_picture_is_made_smaller_and_a_small_one_stays(size: tuple[int, int], kept: tuple[int, int]) -> None:
    image = Image.new("RGB", size, "olive")
    given = io.BytesIO()
    image.save(given, "JPEG")
    given.seek(0)
    assert Image.open(io.BytesIO(pictures.redrawn(given))).size == kept


def test_nothing_but_the_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    for given in (drawn("JPEG", exif=exif, comment=SECRET), drawn("PNG", pnginfo=text), drawn("WEBP", exif=exif),
                  drawn("WEBP", xmp=SECRET), drawn("JPEG") + HTML, drawn("PNG") + HTML):
        assert SECRET in given or HTML in given
        kept = pictures.redrawn(io.BytesIO(given))
        assert SECRET not in kept
        assert HTML not in kept
        assert Image.open(io.BytesIO(kept)).info.keys() <= {"loop", "background", "timestamp", "duration"}


def test_a_photograph_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert Image.open(io.BytesIO(pictures.redrawn(io.BytesIO(drawn("JPEG", (60, 20), exif=exif))))).size == (20, 60)


def test_what_is_see_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (10, 20, 30, 0)).save(out, "PNG")
    out.seek(0)
    assert Image.open(io.BytesIO(pictures.redrawn(out))).convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_picture_is_kept_under_a_name_nobody_can_guess(tmp_path: Path) -> None:
    images = {pictures.keep(tmp_path, b"drawing") for _ in range(5)}
    assert len(images) == 5
    assert all(pictures.is_ours(image) and (tmp_path / image).read_bytes() == b"drawing" for image in images)
    assert len(list((tmp_path / "pictures").iterdir())) == 5


@pytest.mark.parametrize("image", [
    "pictures/../secret_key", "pictures/x.webp", "img/products/lamp.svg", "", "pictures/", "secret_key",
    "https://example.com/pictures/" + "a" * 32 + ".webp", "pictures/" + "a" * 32 + ".webp/../../secret_key",
])
def test_only_our_own_pictures_can_be_discarded(tmp_path: Path, image: str) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "secret_key").write_text("key")
    (tmp_path / "pictures" / "x.webp").write_text("other")
    pictures.discard(tmp_path, image)
    assert (tmp_path / "secret_key").exists()
    assert (tmp_path / "pictures" / "x.webp").exists()


def test_a_discarded_picture_is_gone_and_may_be_discarded_again(tmp_path: Path) -> None:
    image = pictures.keep(tmp_path, b"drawing")
    for _ in range(2):
        pictures.discard(tmp_path, image)
        assert not (tmp_path / image).exists()


MEASURE = """
import io, resource, sys
from PIL import Image
from shop.catalogue import pictures
out = io.BytesIO(sys.stdin.buffer.read())
Image.preinit(), Image.init()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pictures.redrawn(out)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(("fmt", "mode", "size", "more"), [
    ("PNG", "RGBA", (2800, 2800), {}), ("PNG", "LA", (2800, 2800), {}), ("PNG", "P", (2800, 2800), {}),
    ("JPEG", "RGB", (4160, 3120), {"progressive": True, "subsampling": 0}), ("WEBP", "RGBA", (2236, 2236), {}),
])
def test_the_largest_pictures_take_less_than_100_megabytes(
        fmt: str, mode: str, size: tuple[int, int], more: dict[str, object]) -> None:
    out = io.BytesIO()
    Image.new(mode, size).save(out, fmt, **more)
    told = subprocess.run([sys.executable, "-c", MEASURE], input=out.getvalue(), capture_output=True, check=True)
    assert int(told.stdout) < 100
