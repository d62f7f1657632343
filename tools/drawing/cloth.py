"""What every picture is made of: a colour in five tones, a woven or printed surface, and soft light.

All coordinates are those of a 400 by 400 viewBox. Every function returns SVG text and does nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

COLOURS: dict[str, str] = {
    "black": "#2b2c31",
    "charcoal": "#4b4e55",
    "grey": "#9a9da1",
    "white": "#f6f5f1",
    "cream": "#efe5cf",
    "beige": "#d8c6a6",
    "camel": "#bd9160",
    "brown": "#6e4a33",
    "rust": "#a9522f",
    "orange": "#dd7a35",
    "mustard": "#cf9c32",
    "yellow": "#ecc94f",
    "olive": "#6d6f43",
    "sage": "#9fb094",
    "green": "#2f6b4d",
    "teal": "#2b7478",
    "light blue": "#a9c6dc",
    "blue": "#3f72ab",
    "navy": "#2a3a5c",
    "purple": "#5d4580",
    "lilac": "#b9a6cf",
    "pink": "#e3a4ae",
    "red": "#b8332f",
    "burgundy": "#6f2535",
}


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` (0 to 1) is how much of `other` goes in."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def brightness(colour: str) -> float:
    red, green, blue = _parts(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _tile(name: str, size: str, inner: str, turn: int) -> str:
    width, height = size.split()
    spun = f' patternTransform="rotate({turn})"' if turn else ""
    return (
        f'<pattern id="{name}" width="{width}" height="{height}" patternUnits="userSpaceOnUse" '
        f'fill="none"{spun}>'
        f"{inner}</pattern>"
    )


def _flower(x: int, y: int, petal: str, heart: str) -> str:
    petals = "".join(
        f'<circle cx="{x + dx}" cy="{y + dy}" r="3.4"/>'
        for dx, dy in ((0, -4), (4, -1), (2, 4), (-2, 4), (-4, -1))
    )
    return f'<g fill="{petal}">{petals}</g><circle cx="{x}" cy="{y}" r="2.4" fill="{heart}"/>'


def _print(pattern: str, base: str) -> tuple[str, str] | None:
    """The size and content of one tile of a printed or woven-in pattern; None for plain cloth."""
    dark = brightness(base) < 0.5
    ink = mixed(base, "#fffaf0", 0.8) if dark else mixed(base, "#22283c", 0.72)
    quiet = mixed(base, "#fffaf0", 0.42) if dark else mixed(base, "#22283c", 0.34)
    if pattern == "striped":
        return "40 22", f'<path d="M0 5H40" stroke="{ink}" stroke-width="6"/>'
    if pattern == "pinstriped":
        return "11 40", f'<path d="M5 0V40" stroke="{quiet}" stroke-width="1.8"/>'
    if pattern == "checked":
        return "40 40", (
            f'<g stroke="{quiet}" stroke-opacity=".62"><path d="M10 0V40M0 10H40" stroke-width="14"/></g>'
            f'<path d="M30 0V40M0 30H40" stroke="{ink}" stroke-width="1.6" stroke-opacity=".8"/>'
        )
    if pattern == "floral":
        heart = mixed("#e2b84c", base, 0.15)
        leaf = mixed(base, "#3f6b4a", 0.6)
        return "42 42", (
            f'<path d="M6 24q5-7 9-2M28 40q4-6 8 0M30 6q4 4 8-1" stroke="{leaf}" stroke-width="3"/>'
            + _flower(11, 12, ink, heart)
            + _flower(31, 28, quiet, heart)
        )
    if pattern == "spotted":
        return (
            "24 24",
            f'<g fill="{ink}"><circle cx="6" cy="6" r="3.2"/><circle cx="18" cy="18" r="3.2"/></g>',
        )
    if pattern == "herringbone":
        return "12 12", f'<path d="M0 12L6 3L12 12M0 6L6 -3L12 6" stroke="{quiet}" stroke-width="1.7"/>'
    if pattern == "fair isle":
        return "24 64", (
            f'<g fill="{ink}"><path d="M12 8l6 8-6 8-6-8zM0 10l3 6-3 6zM24 10l-3 6 3 6z"/>'
            '<path d="M0 31h4v4h-4zM8 31h4v4h-4zM16 31h4v4h-4zM4 35h4v4h-4zM12 35h4v4h-4zM20 35h4'
            'v4h-4z"/></g>'
            f'<path d="M0 3H24M0 46H24" stroke="{quiet}" stroke-width="3.5" stroke-dasharray="4 4"/>'
        )
    return None


def _weave(weave: str, dark: bool) -> tuple[str, str] | None:
    tone = "#fff" if dark else "#000"
    if weave == "knit":
        return "8 7", (f'<path d="M0 1L4 5L8 1" stroke="{tone}" stroke-opacity=".17" stroke-width="1.5"/>')
    if weave == "chunky":
        return "14 12", (
            '<path d="M0 1L7 8L14 1" stroke="#000" stroke-opacity=".2" stroke-width="2.4"/>'
            '<path d="M0 4L7 11L14 4" stroke="#fff" stroke-opacity=".2" stroke-width="2"/>'
        )
    if weave == "cord":
        return "6 20", (
            '<path d="M1 0V20" stroke="#000" stroke-opacity=".22" stroke-width="2"/>'
            '<path d="M4 0V20" stroke="#fff" stroke-opacity=".16" stroke-width="1.4"/>'
        )
    if weave == "denim":
        return "4 4", '<path d="M0 4L4 0" stroke="#fff" stroke-opacity=".2" stroke-width="1"/>'
    if weave == "pile":
        return "9 9", (
            f'<g fill="{tone}" fill-opacity=".12"><circle cx="2" cy="2" r="2"/>'
            '<circle cx="6.5" cy="6.5" r="2"/>'
            "</g>"
        )
    if weave == "marl":
        return "11 9", f'<path d="M1 2h3M6 6h4" stroke="{tone}" stroke-opacity=".2" stroke-width="1.2"/>'
    return None


WEAVES = ("knit", "chunky", "cord", "denim", "pile", "marl")
PATTERNS = ("plain", "striped", "pinstriped", "checked", "floral", "spotted", "herringbone", "fair isle")
SLANT = 13


@dataclass(frozen=True)
class Cloth:
    base: str
    light: str
    shade: str
    deep: str
    seam: str
    edge: float
    printed: bool
    woven: bool
    details: frozenset[str]

    def has(self, detail: str) -> bool:
        return detail in self.details

    def piece(self, name: str, outline: str, *inside: str, slant: bool = False, fill: str = "") -> str:
        """One cut of cloth: filled, patterned, rounded by soft light, `inside` clipped to it."""
        layers = [
            f'<g fill="{fill or self.base}"><path id="{name}" d="{outline}"/></g>'
            f'<clipPath id="c{name}"><use href="#{name}"/></clipPath>',
        ]
        if self.printed and not fill:
            layers.append(f'<use href="#{name}" fill="url(#{"ps" if slant else "p"})"/>')
        if self.woven:
            layers.append(f'<use href="#{name}" fill="url(#{"ws" if slant else "w"})"/>')
        layers.append(
            f'<g clip-path="url(#c{name})"><use href="#{name}" fill="url(#lit)" stroke="#000" '
            f'stroke-opacity="{self.edge:g}" '
            f'stroke-width="20" filter="url(#soft)"/>{"".join(inside)}</g>'
            f'<use href="#{name}" stroke="{self.seam}"/>'
        )
        return "".join(layers)

    def patch(self, outline: str, fill: str = "") -> str:
        """A small flat piece (pocket, flap, placket): edged, without the rounding light."""
        printed = f'<path d="{outline}" fill="url(#p)"/>' if self.printed and not fill else ""
        return (
            f'<path d="{outline}" fill="{fill or mixed(self.base, "#ffffff", 0.05)}" stroke="{self.seam}"/>'
            f"{printed}"
        )

    def fold(self, *curves: str, width: float = 9, depth: float = 0.2) -> str:
        return (
            f'<path d="{"".join(curves)}" stroke="#000" stroke-opacity="{depth:g}" '
            f'stroke-width="{width:g}" filter="url(#soft)"/>'
        )

    def shine(self, *curves: str, width: float = 12, strength: float = 0.0) -> str:
        glow = strength or (0.1 if brightness(self.base) < 0.45 else 0.22)
        return (
            f'<path d="{"".join(curves)}" stroke="#fff" stroke-opacity="{glow:g}" '
            f'stroke-width="{width:g}" filter="url(#soft)"/>'
        )

    def line(self, *curves: str, width: float = 1.6, strength: float = 0.8, colour: str = "") -> str:
        return (
            f'<path d="{"".join(curves)}" stroke="{colour or self.seam}" stroke-width="{width:g}" '
            f'stroke-opacity="{strength:g}"/>'
        )

    def stitch(self, *curves: str, colour: str = "", width: float = 1.2) -> str:
        return (
            f'<path d="{"".join(curves)}" stroke="{colour or self.seam}" stroke-width="{width:g}" '
            'stroke-dasharray="4 2.6" stroke-opacity=".85"/>'
        )

    def band(self, curve: str, width: float, ribs: float = 4.2) -> str:
        """A ribbed band (collar, cuff, hem) laid along `curve`: a broad stroke cut across into ribs."""
        return (
            f'<g stroke-linecap="butt"><path d="{curve}" stroke="{self.seam}" stroke-width="{width + 2:g}"/>'
            f'<path d="{curve}" stroke="{self.shade}" stroke-width="{width:g}"/>'
            f'<path d="{curve}" stroke="{self.base}" stroke-width="{width:g}" '
            f'stroke-dasharray="{ribs * 0.6:g} {ribs * 0.4:g}"/></g>'
        )

    def zip(self, curve: str, *, metal: str = "#c9c6bf") -> str:
        return (
            f'<g stroke-linecap="butt"><path d="{curve}" stroke="{self.deep}" stroke-width="7"/>'
            f'<path d="{curve}" stroke="{metal}" stroke-width="3.4" stroke-dasharray="1.8 1.6"/></g>'
        )

    def pull(self, x: float, y: float, metal: str = "#c9c6bf") -> str:
        return (
            f'<path d="M{x - 3:g} {y:g}h6l1 6l-2 12h-4l-2 -12z" fill="{metal}" stroke="#6b6861" '
            'stroke-width=".8"/>'
        )

    def buttons(self, *at: tuple[float, float], radius: float = 4.4, colour: str = "") -> str:
        face = colour or (mixed(self.base, "#ffffff", 0.75) if brightness(self.base) < 0.8 else "#d9d3c4")
        dots = "".join(
            f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/><path d="M{x - 1.4:g} {y:g}'
            'h2.8" stroke-width="1.6"/>'
            for x, y in at
        )
        return f'<g fill="{face}" stroke="{self.deep}" stroke-width=".9">{dots}</g>'

    def label(self, x: float, y: float) -> str:
        return (
            f'<path d="M{x - 11:g} {y:g}h22v9h-22z" fill="#f3efe6" stroke="#b9b1a0" stroke-width=".6"/>'
            f'<path d="M{x - 6:g} {y + 4.5:g}h12" stroke="#8b8475" stroke-width="1.4"/>'
        )


def cloth(colour: str, details: frozenset[str], pattern: str) -> Cloth:
    """Unknown colours raise KeyError."""
    base = COLOURS[colour]
    dark = brightness(base) < 0.3
    return Cloth(
        base=base,
        light=mixed(base, "#ffffff", 0.22),
        shade=mixed(base, "#000000", 0.16),
        deep=mixed(base, "#0c0c10", 0.5),
        seam=mixed(base, "#0c0c10", 0.55) if not dark else mixed(base, "#000000", 0.55),
        edge=0.34 if brightness(base) < 0.85 else 0.2,
        printed=pattern in PATTERNS and pattern != "plain",
        woven=any(weave in details for weave in WEAVES),
        details=details,
    )


def surface(colour: str, details: frozenset[str], pattern: str) -> str:
    """The tiles that `Cloth.piece` refers to: print (p), weave (w), and both slanted for sleeves (ps, ws)."""
    base = COLOURS[colour]
    tiles = ""
    printed = _print(pattern, base)
    if printed:
        tiles += _tile("p", *printed, turn=0) + _tile("ps", *printed, turn=SLANT)
    weave = next((each for each in WEAVES if each in details), "")
    woven = _weave(weave, brightness(base) < 0.3)
    if woven:
        tiles += _tile("w", *woven, turn=0) + _tile("ws", *woven, turn=SLANT)
    return tiles


FRAME_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">'
    '<defs><radialGradient id="b" cx=".5" cy=".42" r=".75"><stop stop-color="#f7f4ef"/>'
    '<stop offset="1" stop-color="#ddd7cd"/></radialGradient>'
    '<linearGradient id="lit" x2="1" y2=".35"><stop stop-color="#fff" stop-opacity=".15"/>'
    '<stop offset=".5" stop-color="#fff" stop-opacity="0"/>'
    '<stop offset="1" stop-color="#000" stop-opacity=".16"/></linearGradient>'
    '<filter id="soft" filterUnits="userSpaceOnUse" x="0" y="0" width="400" height="400">'
    '<feGaussianBlur stdDeviation="5"/></filter>'
    '<filter id="drop" x="-15%" y="-15%" width="130%" height="135%">'
    '<feDropShadow dx="0" dy="9" stdDeviation="8" flood-color="#4a4036" flood-opacity=".32"/></filter>'
)


def framed(defs: str, drawing: str, zoom: float = 1.0, middle: float = 200.0) -> str:
    """`middle` is the height in the drawing that comes to stand in the middle of the frame."""
    place = (
        ""
        if zoom == 1 and middle == 200
        else f' transform="translate(200 200) scale({zoom:g}) translate(-200 {-middle:g})"'
    )
    return (
        f'{FRAME_HEAD}{defs}</defs><path d="M0 0H400V400H0z" fill="url(#b)"/>'
        '<g filter="url(#drop)" fill="none" stroke-width="1.3" stroke-linecap="round" '
        f'stroke-linejoin="round"{place}>{drawing}</g></svg>\n'
    )


def both(name: str, drawing: str) -> str:
    """The left half of something and its mirror image on the right."""
    return f'<g id="{name}">{drawing}</g><use href="#{name}" transform="matrix(-1 0 0 1 400 0)"/>'
