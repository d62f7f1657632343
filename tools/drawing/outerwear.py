"""Jackets and coats."""

from __future__ import annotations

from dataclasses import replace

from tools.drawing.cloth import Cloth, both
from tools.drawing.tops import (
    Cut,
    armholes,
    body_folds,
    collar,
    drawstrings,
    hem_band,
    hem_stitch,
    hood,
    hood_front,
    inside_neck,
    sleeves,
    torso,
)

THREAD = "#d9a866"
JACKET = Cut(neck=31, drop=24, shoulder=86, chest=82, waist=80, hem=80, hem_y=312)
COAT = Cut(
    neck=31, drop=26, shoulder=82, shoulder_y=82, neck_y=64, arm_y=146, chest=76, waist=74, hem=92, hem_y=366
)


def bomber(cloth: Cloth) -> str:
    cut = replace(JACKET, hem=72)
    return (
        sleeves(cloth, cut, "long", cuff=22)
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + both(
            "Q", cloth.line("M142 232L160 268", width=4.5) + cloth.stitch("M136 235L154 271M149 229L167 265")
        )
        + hem_band(cloth, cut, 24)
        + cloth.zip("M200 98V316")
        + cloth.pull(200, 122)
        + cloth.band("M231 76C229 92 216 100 200 100C184 100 171 92 169 76", 15, 3.6)
    )


def denim_jacket(cloth: Cloth) -> str:
    cut = replace(JACKET, hem_y=304, hem=76)
    flap = cloth.patch("M132 150H180V164L156 174L132 164Z") + cloth.stitch(
        "M135 153H177V162L156 170L135 162Z", colour=THREAD
    )
    seams = cloth.stitch("M142 174L156 286M180 172L170 286M120 142H192", colour=THREAD)
    rows = tuple((200.0, float(y)) for y in (112, 143, 174, 205, 236, 267, 294))
    cuffs = cloth.line("M66 281L102 292") + cloth.stitch("M65 286L101 297", colour=THREAD)
    return (
        sleeves(cloth, cut, "long")
        + both("U", cuffs)
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + both("Q", flap + seams + cloth.buttons((156, 166), radius=3, colour="#b9873f"))
        + cloth.line("M124 284Q200 292 276 284M191 102V308M209 102V308")
        + cloth.stitch("M124 289Q200 297 276 289", colour=THREAD)
        + cloth.buttons(*rows, radius=4, colour="#b9873f")
        + collar(cloth, cut, 116)
    )


def rain_jacket(cloth: Cloth) -> str:
    cut = replace(JACKET, neck=44, neck_y=90, drop=30, shoulder_y=102, hem=88, hem_y=332)
    flap = cloth.patch("M130 254H184V270H130Z") + cloth.line("M132 270v32q26 6 50 0v-32", strength=0.5)
    sheen = cloth.shine("M140 170L152 240", "M236 180L248 250", width=8, strength=0.3)
    return (
        hood(cloth)
        + sleeves(cloth, cut, "long")
        + cloth.piece("t", torso(cut), body_folds(cloth, cut), sheen)
        + armholes(cloth, cut)
        + cloth.line("M120 158Q200 172 280 158", strength=0.6)
        + both("Q", flap)
        + cloth.patch("M190 124H212V336H190Z")
        + "".join(
            f'<circle cx="201" cy="{y}" r="4" fill="#dedbd4" stroke="#77736a"/>'
            for y in (148, 188, 228, 268, 308)
        )
        + hood_front(cloth)
        + drawstrings(cloth)
    )


def _quilted(cut: Cut, cloth: Cloth, step: int) -> str:
    rows = range(int(cut.arm_y) - 44, int(cut.hem_y) - 6, step)
    lines = "".join(f"M110 {y}Q200 {y + 10} 290 {y}" for y in rows)
    puffs = "".join(f"M116 {y + step // 2 - 4}Q200 {y + step // 2 + 4} 250 {y + step // 2 - 2}" for y in rows)
    return (
        cloth.fold(lines, width=10, depth=0.34) + cloth.shine(puffs, width=8) + cloth.line(lines, width=1.6)
    )


def puffer(cloth: Cloth) -> str:
    cut = replace(JACKET, chest=88, shoulder=92, waist=90, hem=86, hem_y=314)
    rings = "".join(
        f"M{106 - i * 9} {124 + i * 29}Q{84 - i * 8} {132 + i * 29} {60 - i * 2} {116 + i * 30}"
        for i in range(7)
    )
    high = "M164 88C160 66 164 52 172 48Q200 42 228 48C236 52 240 66 236 88Q200 108 164 88Z"
    arms = (
        ""
        if cloth.has("gilet")
        else sleeves(
            cloth, cut, "long", cloth.fold(rings, width=9, depth=0.34) + cloth.line(rings, width=1.5), cuff=12
        )
    )
    if cloth.has("gilet"):
        cut = replace(cut, shoulder=76, chest=80, shoulder_y=90, hem=80, waist=82)
    return (
        arms
        + cloth.piece("t", torso(cut), _quilted(cut, cloth, 36))
        + armholes(cloth, cut)
        + cloth.piece("n", high, cloth.fold("M166 76Q200 90 234 76", width=6, depth=0.3))
        + cloth.zip("M200 54V320", metal="#dcd8cf")
        + cloth.pull(200, 92)
        + both("Q", cloth.line("M144 252L156 284", width=4))
    )


def fleece(cloth: Cloth) -> str:
    cut = replace(JACKET, hem_y=318)
    high = "M166 86C162 66 166 52 174 48Q200 42 226 48C234 52 238 66 234 86Q200 106 166 86Z"
    half = cloth.has("half-zip")
    pocket = "" if half else both("Q", cloth.line("M144 244L152 288", width=4.5))
    patch = (
        cloth.patch("M224 146h40v42h-40z", fill=cloth.shade) + cloth.zip("M226 152h36")
        if cloth.has("patch")
        else ""
    )
    return (
        sleeves(cloth, cut, "long", cuff=12)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + pocket
        + patch
        + hem_band(cloth, cut, 10)
        + cloth.piece("n", high, cloth.fold("M168 74Q200 88 232 74", width=6, depth=0.3))
        + cloth.zip("M200 54V" + ("176" if half else "322"))
        + cloth.pull(200, 168 if half else 96)
    )


def _lapels(cloth: Cloth, waist_y: float, neck_y: float = 76, *, notch: bool = True) -> str:
    """Turned-back fronts meeting at `waist_y`."""
    x = 169.0
    step = (
        f"L{x - 22:g} {neck_y + 46:g}L{x - 12:g} {neck_y + 50:g}L{x - 24:g} {neck_y + 60:g}"
        if notch
        else f"L{x - 26:g} {neck_y + 52:g}"
    )
    leaf = (
        f"M{x:g} {neck_y - 4:g}L{x - 13:g} {neck_y + 12:g}{step}L200 {waist_y:g}"
        f"Q192 {neck_y + 60:g} {x + 7:g} {neck_y + 8:g}Z"
    )
    crease = cloth.fold(f"M{x + 4:g} {neck_y + 8:g}Q188 {neck_y + 60:g} 198 {waist_y:g}", width=6, depth=0.22)
    return both("K", cloth.piece("l", leaf, crease))


def _open_front(cut: Cut, waist_y: float, cloth: Cloth) -> str:
    y = cut.neck_y
    vee = (
        f"M{200 - cut.neck:g} {y:g}Q200 {y + 10:g} {200 + cut.neck:g} {y:g}"
        f"Q214 {y + 60:g} 200 {waist_y:g}Q186 {y + 60:g} {200 - cut.neck:g} {y:g}Z"
    )
    stand = (
        f"M{191 - cut.neck:g} {y + 12:g}Q{200 - cut.neck:g} {y - 14:g} 200 {y - 14:g}"
        f"Q{200 + cut.neck:g} {y - 14:g} {209 + cut.neck:g} {y + 12:g}Z"
    )
    return cloth.patch(stand) + f'<path d="{vee}" fill="{cloth.deep}"/>' + cloth.label(200, y + 9)


def blazer(cloth: Cloth) -> str:
    cut = replace(JACKET, drop=128, vee=True, shoulder=84, chest=76, waist=68, hem=82, hem_y=326)
    double = cloth.has("double-breasted")
    flap = cloth.patch("M136 262L182 266V280L136 276Z")
    at = (
        ((186.0, 220.0), (214.0, 220.0), (186.0, 254.0), (214.0, 254.0))
        if double
        else ((200.0, 216.0), (200.0, 250.0))
    )
    return (
        sleeves(cloth, cut, "long")
        + both("U", cloth.buttons((90, 298), (86, 290), radius=2.6, colour=cloth.deep))
        + _open_front(cut, 206, cloth)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + cloth.line("M200 204Q202 270 210 334", width=1.8)
        + both("Q", flap)
        + cloth.line("M230 160L254 156", width=3.4)
        + _lapels(cloth, 206)
        + cloth.buttons(*at, radius=4.6, colour=cloth.deep)
    )


def biker(cloth: Cloth) -> str:
    cut = replace(JACKET, drop=70, vee=True, hem_y=298, hem=74, waist=76)
    gloss = cloth.shine("M142 160L152 240", "M262 170L252 230", "M180 220L186 280", width=7, strength=0.3)
    return (
        sleeves(cloth, cut, "long", cloth.shine("M84 190L76 260", width=6, strength=0.3))
        + both("U", cloth.zip("M92 268L88 304"))
        + _open_front(cut, 150, cloth)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut), gloss)
        + armholes(cloth, cut)
        + both("Q", cloth.zip("M140 236L166 218"))
        + cloth.line("M122 282Q200 291 278 282", width=2)
        + cloth.zip("M206 148L222 302")
        + _lapels(cloth, 152)
        + cloth.pull(222, 280)
        + '<g fill="#d6d2c9" stroke="#77736a" stroke-width=".7"><circle cx="150" cy="128" r="3.2"/>'
        '<circle cx="250" '
        'cy="128" r="3.2"/><path d="M190 284h16v12h-16z"/></g>'
    )


def overshirt(cloth: Cloth) -> str:
    cut = replace(JACKET, hem_y=322, hem=80)
    flap = (
        cloth.patch("M134 152H178V196H134Z")
        + cloth.patch("M132 148H180V162H132Z")
        + cloth.buttons((156, 156), radius=3)
    )
    low = cloth.patch("M130 236H184V296H130Z") + cloth.stitch("M130 246H184")
    rows = tuple((200.0, float(y)) for y in range(122, 318, 38))
    return (
        sleeves(cloth, cut, "long")
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + both("Q", flap + low)
        + cloth.line("M189 102V328M211 102V328", strength=0.6)
        + cloth.buttons(*rows, radius=4.6)
        + collar(cloth, cut, 116)
        + hem_stitch(cloth, cut)
    )


def _long_folds(cloth: Cloth, cut: Cut) -> str:
    return body_folds(cloth, cut) + cloth.fold("M150 366Q158 300 152 230M250 366Q240 300 248 230", width=12)


def coat(cloth: Cloth) -> str:
    cut = replace(COAT, drop=112, vee=True)
    double = cloth.has("double-breasted")
    at = [(200.0, y) for y in (196.0, 232.0, 268.0)]
    if double:
        at = [(x, y) for x in (180.0, 220.0) for y in (196.0, 232.0, 268.0)]
    seam = "M200 182Q200 280 204 374" if not double else "M226 180Q230 280 232 373"
    return (
        sleeves(cloth, cut, "long")
        + _open_front(cut, 180, cloth)
        + cloth.piece("t", torso(cut), _long_folds(cloth, cut))
        + armholes(cloth, cut)
        + cloth.line(seam, width=1.9)
        + both("Q", cloth.patch("M134 244L176 250V266L134 260Z"))
        + _lapels(cloth, 182, 64)
        + cloth.buttons(*at, radius=5.6, colour="#4a3527" if cloth.has("horn") else cloth.deep)
    )


def trench(cloth: Cloth) -> str:
    cut = replace(COAT, drop=92, vee=True, waist=60, hem=98)
    at = [(x, y) for x in (176.0, 224.0) for y in (172.0, 196.0, 256.0, 284.0)]
    strap = cloth.line("M112 90L124 112", width=8) + cloth.line(
        "M112 90L124 112", width=6, colour=cloth.base, strength=1
    )
    return (
        sleeves(cloth, cut, "long")
        + both("U", cloth.band("M65 272L100 282", 8, 60))
        + _open_front(cut, 158, cloth)
        + cloth.piece("t", torso(cut), _long_folds(cloth, cut))
        + armholes(cloth, cut)
        + cloth.line("M112 126Q150 152 196 160", strength=0.5)
        + cloth.line("M230 160Q236 280 238 372", width=1.9)
        + both("Q", strap + cloth.line("M136 268L158 300", width=5))
        + _lapels(cloth, 160, 64)
        + cloth.buttons(*at, radius=5, colour="#5b4331")
        + cloth.patch("M131 214Q200 224 269 214V233Q200 243 131 233Z")
        + cloth.patch("M208 222Q232 262 228 306L212 306Q214 262 198 226Z")
        + '<path d="M188 216h28v24h-28z" stroke="#5b4331" stroke-width="5"/>'
    )


def parka(cloth: Cloth) -> str:
    cut = replace(
        COAT,
        neck=44,
        neck_y=90,
        drop=30,
        shoulder=86,
        shoulder_y=102,
        arm_y=168,
        chest=82,
        waist=82,
        hem=90,
        hem_y=360,
    )
    fur = (
        '<g stroke-linecap="butt"><path d="M160 100C144 62 158 28 200 26'
        'C242 28 256 62 240 100" stroke="#a58b6c" stroke-width="19" '
        'stroke-linecap="round"/><path d="M160 100C144 62 158 28 200 26C242 28 256 62 240 100" '
        'stroke="#e2d1b4" stroke-width="20" stroke-dasharray="2.4 3"/></g>'
    )
    low = cloth.patch("M126 272H182V326H126Z") + cloth.patch("M124 266H184V284H124Z")
    top = cloth.line("M138 188L176 182", width=4)
    return (
        hood(cloth)
        + fur
        + sleeves(cloth, cut, "long")
        + cloth.piece("t", torso(cut), _long_folds(cloth, cut))
        + armholes(cloth, cut)
        + both("Q", low + top + cloth.buttons((154, 277), radius=3.4))
        + cloth.stitch("M118 236Q200 246 282 236")
        + cloth.line("M118 240Q200 250 282 240", strength=0.5)
        + cloth.patch("M189 124H213V366H189Z")
        + "".join(
            f'<circle cx="201" cy="{y}" r="4.4" fill="#8d7a5e" stroke="#4b4032"/>'
            for y in (150, 196, 242, 288, 334)
        )
        + hood_front(cloth)
        + drawstrings(cloth)
    )


def duffle(cloth: Cloth) -> str:
    cut = replace(
        COAT,
        neck=44,
        neck_y=90,
        drop=30,
        shoulder=84,
        shoulder_y=102,
        arm_y=168,
        chest=80,
        waist=82,
        hem=90,
        hem_y=360,
    )
    loop = "".join(
        f'<path d="M176 {y}h48" stroke="#5d432c" stroke-width="2.6"/>'
        f'<path d="M170 {y - 6}h12v12h-12zM218 {y - 6}h12v12h-12z" '
        f'fill="#6b4c31"/><path d="M188 {y}h25" stroke="#e6d3a8" stroke-width="7" stroke-linecap="round"/>'
        for y in (158, 204, 250, 296)
    )
    return (
        hood(cloth)
        + sleeves(cloth, cut, "long")
        + cloth.piece("t", torso(cut), _long_folds(cloth, cut))
        + armholes(cloth, cut)
        + cloth.stitch("M122 150Q200 170 278 150")
        + both("Q", cloth.patch("M124 262H172V318H124Z") + cloth.patch("M122 258H174V276H122Z"))
        + cloth.line("M212 124V366", width=1.9)
        + f'<g stroke-linecap="butt">{loop}</g>'
        + hood_front(cloth)
    )
