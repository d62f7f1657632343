"""Pictures that the owner brings: looked into, drawn anew and kept below instance/pictures/ under a random name.

What is kept is always our own drawing of the pixels, never the file that came: what else stood in it is gone.
"""

from __future__ import annotations

import re
import secrets
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image, ImageOps

MOST_BYTES = 2 * 1024 * 1024
# So many that reading one picture takes less than 100 MB; a WebP decoder keeps its pixels several times.
MOST_PIXELS = {"JPEG": 13_000_000, "PNG": 8_000_000, "WEBP": 5_000_000}
FORMATS = tuple(MOST_PIXELS)
LONGEST_SIDE = 1600
MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK")
ORIENTATION = 0x0112
FOLDER = "pictures"
NAME = re.compile(r"[0-9a-f]{32}\.webp")


class PictureRefused(ValueError):
    """A file that is not taken; the text says why, and what would be right."""


def redrawn(file: IO[bytes]) -> bytes:
    """The picture as WebP, upright and at most LONGEST_SIDE pixels wide and high. Raises PictureRefused."""
    given = file.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise PictureRefused("This file has more than 2 MB. Choose a smaller one.")
    try:
        with Image.open(BytesIO(given), formats=FORMATS) as image:
            most = MOST_PIXELS[str(image.format)]
            if image.width * image.height > most:
                raise PictureRefused(f"This picture is too large with {image.width} × {image.height} pixels; "
                                     f"{most // 1_000_000} million in all are the most.")
            image.verify()
        with Image.open(BytesIO(given), formats=FORMATS) as image:
            return drawn(image)
    except PictureRefused:
        raise
    except Exception as error:  # decoders fail in as many ways as files can be wrong
        raise PictureRefused("This is no picture the shop can read. Choose a PNG, JPEG or WebP file.") from error


def drawn(image: Image.Image) -> bytes:
    if image.mode not in MODES:
        raise PictureRefused("This kind of picture cannot be read here. Save it with 8 bits a colour.")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = image.getexif().get(ORIENTATION, 1)
    mode = "RGBA" if "A" in image.mode or "transparency" in image.info else "RGB"
    small: Image.Image = image
    if image.mode in ("1", "P", "PA"):
        small = image.convert(mode)
        image.close()  # its pixels are not kept twice
    if (times := max(small.size) // LONGEST_SIDE) > 1:
        larger, small = small, small.reduce(times)
        larger.close()
    if small.mode != mode:
        larger, small = small, small.convert(mode)
        larger.close()
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if turned != 1:
        exif = Image.Exif()
        exif[ORIENTATION] = turned
        small.info["exif"] = exif.tobytes()
        small = ImageOps.exif_transpose(small)
    plain = Image.new(small.mode, small.size)
    plain.paste(small)
    out = BytesIO()
    plain.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()


def keep(instance: Path, drawing: bytes) -> str:
    """Keeps what `redrawn` gave; gives what stands in a row's `image`: "pictures/<name>"."""
    folder = instance / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{secrets.token_hex(16)}.webp"
    part = folder / f"{name}.part"
    part.write_bytes(drawing)
    part.replace(folder / name)
    return f"{FOLDER}/{name}"


def is_ours(image: str) -> bool:
    folder, _, name = image.partition("/")
    return folder == FOLDER and NAME.fullmatch(name) is not None


def discard(instance: Path, image: str) -> None:
    """Removes the file of one of our pictures; any other address is left alone."""
    if is_ours(image):
        (instance / image).unlink(missing_ok=True)
