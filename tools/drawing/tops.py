"""T-shirts, shirts, knitwear and hooded tops, built from one torso and one sleeve."""

from __future__ import annotations

from dataclasses import dataclass

from tools.drawing.cloth import Cloth, both


@dataclass(frozen=True)
class Cut:
    """Half widths from the middle line (x = 200) and heights, in picture units."""

    neck: float = 31
    neck_y: float = 76
    drop: float = 24
    shoulder: float = 80
    shoulder_y: float = 93
    chest: float = 73
    arm_y: float = 166
    waist: float = 70
    hem: float = 74
    hem_y: float = 326
    vee: bool = False


def neckline(cut: Cut, drop: float | None = None) -> str:
    """From the right neck point to the left one, hanging down by `drop`."""
    fall = cut.neck_y + (cut.drop if drop is None else drop)
    if cut.vee:
        return (
            f"Q{200 + cut.neck * 0.6:g} {cut.neck_y + 22:g} 200 {fall:g}"
            f"Q{200 - cut.neck * 0.6:g} {cut.neck_y + 22:g} {200 - cut.neck:g} {cut.neck_y:g}"
        )
    return (
        f"C{200 + cut.neck - 3:g} {fall - 4:g} {200 + cut.neck * 0.5:g} {fall:g} 200 {fall:g}"
        f"C{200 - cut.neck * 0.5:g} {fall:g} {200 - cut.neck + 3:g} {fall - 4:g} "
        f"{200 - cut.neck:g} {cut.neck_y:g}"
    )


def torso(cut: Cut) -> str:
    return (
        f"M{200 - cut.neck:g} {cut.neck_y:g}L{200 - cut.shoulder:g} {cut.shoulder_y:g}"
        f"C{200 - cut.shoulder + 8:g} {cut.shoulder_y + 26:g} {200 - cut.chest + 2:g} {cut.arm_y - 24:g} "
        f"{200 - cut.chest:g} {cut.arm_y:g}"
        f"C{200 - cut.waist:g} {cut.arm_y + 50:g} {200 - cut.waist:g} {cut.hem_y - 60:g} "
        f"{200 - cut.hem:g} {cut.hem_y:g}Q200 {cut.hem_y + 9:g} {200 + cut.hem:g} {cut.hem_y:g}"
        f"C{200 + cut.waist:g} {cut.hem_y - 60:g} {200 + cut.waist:g} {cut.arm_y + 50:g} "
        f"{200 + cut.chest:g} {cut.arm_y:g}"
        f"C{200 + cut.chest - 2:g} {cut.arm_y - 24:g} {200 + cut.shoulder - 8:g} {cut.shoulder_y + 26:g} "
        f"{200 + cut.shoulder:g} {cut.shoulder_y:g}L{200 + cut.neck:g} {cut.neck_y:g}{neckline(cut)}Z"
    )


def sleeves(cloth: Cloth, cut: Cut, length: str, *inside: str, cuff: float = 0) -> str:
    """Both sleeves; `length` is short or long, `cuff` the width of a ribbed band (0: a plain hem)."""
    top_x, top_y = 200 - cut.shoulder + 3, cut.shoulder_y - 1
    arm_x, arm_y = 200 - cut.chest + 4, cut.arm_y + 4
    if length == "short":
        outline = (
            f"M{top_x:g} {top_y:g}C{top_x - 20:g} {top_y + 6:g} {top_x - 34:g} {top_y + 30:g} "
            f"{top_x - 50:g} {top_y + 70:g}L{arm_x - 14:g} {arm_y + 20:g}"
            f"C{arm_x - 6:g} {arm_y + 6:g} {arm_x:g} {arm_y:g} {arm_x + 6:g} {arm_y - 12:g}Z"
        )
        hem = cloth.stitch(f"M{top_x - 47:g} {top_y + 63:g}L{arm_x - 10:g} {arm_y + 12:g}")
        folds = cloth.fold(f"M{arm_x + 2:g} {arm_y - 14:g}L{arm_x - 26:g} {arm_y - 34:g}", width=7)
        drawn = cloth.piece("s", outline, folds, *inside, slant=True) + hem
    else:
        out_x, out_y, in_x, in_y = 61, 300, 96, 311
        outline = (
            f"M{top_x:g} {top_y:g}C{top_x - 22:g} {top_y + 5:g} {top_x - 34:g} {top_y + 40:g} "
            f"{top_x - 41:g} {top_y + 92:g}C{top_x - 47:g} {top_y + 140:g} {out_x + 3:g} {out_y - 44:g} "
            f"{out_x} {out_y}L{in_x} {in_y}C{in_x + 8:g} {in_y - 50:g} {arm_x - 12:g} {arm_y + 50:g} "
            f"{arm_x + 5:g} {arm_y - 12:g}Z"
        )
        folds = cloth.fold(
            f"M{arm_x - 2:g} {arm_y - 8:g}L{arm_x - 26:g} {arm_y - 30:g}",
            f"M{arm_x - 14:g} {arm_y + 40:g}Q{arm_x - 32:g} {arm_y + 42:g} {arm_x - 44:g} {arm_y + 28:g}",
            f"M{in_x + 4:g} {in_y - 50:g}Q{in_x - 16:g} {in_y - 50:g} {out_x + 12:g} {out_y - 60:g}",
            width=7,
        )
        light = cloth.shine(
            f"M{top_x - 14:g} {top_y + 40:g}Q{top_x - 28:g} {top_y + 110:g} {out_x + 18} {out_y - 20}"
        )
        drawn = cloth.piece("s", outline, folds, light, *inside, slant=True)
        if cuff:
            drawn += cloth.band(
                f"M{out_x + 1} {out_y - cuff / 2 + 1:g}L{in_x + 1} {in_y - cuff / 2 + 1:g}", cuff
            )
        else:
            drawn += cloth.stitch(f"M{out_x + 2} {out_y - 8}L{in_x + 2} {in_y - 8}")
    return both("S", drawn)


def inside_neck(cloth: Cloth, cut: Cut, *, label: bool = True) -> str:
    """The back of the neck seen through the front opening."""
    left, right = 200 - cut.neck, 200 + cut.neck
    back = (
        f"M{left:g} {cut.neck_y:g}Q200 {cut.neck_y + 9:g} {right:g} {cut.neck_y:g}"
        f"{neckline(cut, cut.drop + 6)}Z"
    )
    tag = cloth.label(200, cut.neck_y + 8) if label else ""
    return f'<path d="{back}" fill="{cloth.deep}"/>{tag}'


def body_folds(cloth: Cloth, cut: Cut) -> str:
    left, right, low = 200 - cut.chest, 200 + cut.chest, cut.hem_y
    return cloth.fold(
        f"M{left + 4:g} {cut.arm_y:g}Q{left + 30:g} {cut.arm_y + 24:g} {left + 40:g} {cut.arm_y + 62:g}",
        f"M{right - 4:g} {cut.arm_y:g}Q{right - 30:g} {cut.arm_y + 26:g} {right - 38:g} {cut.arm_y + 70:g}",
        f"M{left + 22:g} {low:g}Q{left + 30:g} {low - 40:g} {left + 24:g} {low - 78:g}",
        f"M{right - 34:g} {low:g}Q{right - 42:g} {low - 34:g} {right - 32:g} {low - 66:g}",
    ) + cloth.shine(
        f"M{left + 40:g} {cut.arm_y - 10:g}Q{left + 52:g} {cut.arm_y + 50:g} {left + 44:g} {low - 30:g}",
        f"M{left + 96:g} {cut.arm_y + 16:g}Q{left + 92:g} {cut.arm_y + 70:g} {left + 98:g} {low - 24:g}",
    )


def armholes(cloth: Cloth, cut: Cut) -> str:
    curve = (
        f"M{200 - cut.shoulder + 1:g} {cut.shoulder_y + 2:g}"
        f"C{200 - cut.shoulder + 9:g} {cut.shoulder_y + 28:g} "
        f"{200 - cut.chest + 4:g} {cut.arm_y - 24:g} {200 - cut.chest + 2:g} {cut.arm_y:g}"
    )
    return both("A", cloth.line(curve, width=1.5))


def hem_stitch(cloth: Cloth, cut: Cut) -> str:
    y = cut.hem_y - 8
    return cloth.stitch(f"M{200 - cut.hem + 2:g} {y:g}Q200 {y + 9:g} {200 + cut.hem - 2:g} {y:g}")


def hem_band(cloth: Cloth, cut: Cut, width: float = 20) -> str:
    y = cut.hem_y - width / 2 + 1
    return cloth.band(f"M{200 - cut.hem + 1:g} {y:g}Q200 {y + 9:g} {200 + cut.hem - 1:g} {y:g}", width)


def neck_band(cloth: Cloth, cut: Cut, width: float = 9) -> str:
    return cloth.band(f"M{200 + cut.neck:g} {cut.neck_y:g}{neckline(cut)}", width, 3.4)


def sleeve_length(cloth: Cloth) -> str:
    return "long" if cloth.has("long-sleeve") else "short"


def tshirt(cloth: Cloth) -> str:
    cut = Cut(vee=cloth.has("v-neck"), drop=50 if cloth.has("v-neck") else 24)
    if cloth.has("boxy"):
        cut = Cut(chest=82, waist=82, hem=84, hem_y=304, shoulder=88, neck=34)
    front = [body_folds(cloth, cut)]
    extra = ""
    if cloth.has("pocket"):
        extra = cloth.line("M222 150h34v30q-17 14 -34 0z") + cloth.stitch("M222 157h34")
    if cloth.has("sunrise"):
        extra = (
            f'<g stroke="{cloth.deep}" stroke-width="4"><path d="M162 206a38 38 0 0 1 76 0z" '
            f'fill="{cloth.light}"/><path d="M152 216h96M164 226h72M178 236h44"/></g>'
        )
    if cloth.has("polo"):
        return (
            sleeves(cloth, cut, sleeve_length(cloth))
            + inside_neck(cloth, cut)
            + cloth.piece("t", torso(cut), *front)
            + armholes(cloth, cut)
            + cloth.patch("M191 96h18v64h-18z")
            + cloth.buttons((200, 112), (200, 130), (200, 148), radius=3.4)
            + collar(cloth, cut, 100)
            + hem_stitch(cloth, cut)
        )
    if cloth.has("sleeveless"):
        cut = Cut(shoulder=58, shoulder_y=84, neck=36, drop=42, chest=70, arm_y=160)
        return (
            inside_neck(cloth, cut)
            + cloth.piece("t", torso(cut), body_folds(cloth, cut))
            + neck_band(cloth, cut, 7)
            + hem_stitch(cloth, cut)
        )
    return (
        sleeves(cloth, cut, sleeve_length(cloth))
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), *front)
        + armholes(cloth, cut)
        + extra
        + neck_band(cloth, cut)
        + hem_stitch(cloth, cut)
    )


def collar(cloth: Cloth, cut: Cut, tip_y: float = 112) -> str:
    """A turned-down shirt collar, its stand at the neck and its points at `tip_y`."""
    x, y = 200 - cut.neck, cut.neck_y
    leaf = (
        f"M{x - 3:g} {y - 2:g}Q{x + 6:g} {y + 16:g} 199 {y + 25:g}L{180:g} {tip_y + 12:g}"
        f"L{x - 16:g} {y + 12:g}Z"
    )
    inner = cloth.stitch(f"M{x - 10:g} {y + 13:g}L{179:g} {tip_y + 5:g}L193 {y + 26:g}")
    return both("K", cloth.piece("l", leaf) + inner)


def shirt(cloth: Cloth) -> str:
    cut = Cut(neck=29, drop=26, hem_y=334, waist=68, hem=74)
    cuff = cloth.line("M64 283L101 294") + cloth.stitch("M63 288L99 299")
    arms = sleeves(cloth, cut, sleeve_length(cloth))
    if sleeve_length(cloth) == "long":
        arms += both("U", cuff + cloth.buttons((88, 299), radius=2.8))
    pocket = ""
    if cloth.has("pocket"):
        pocket = cloth.patch("M222 158h36v32l-18 9 -18 -9z") + cloth.stitch("M222 166h36")
    if cloth.has("two-pockets"):
        flap = cloth.patch("M140 158h38v36q-19 10 -38 0z") + cloth.patch("M138 154h42v12l-21 9 -21 -9z")
        pocket = both("Q", flap + cloth.buttons((159, 168), radius=3))
    rows = tuple((200.0, y) for y in range(122, 326, 33))
    return (
        arms
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + cloth.line("M191 104V336M209 104V336", strength=0.6)
        + pocket
        + cloth.buttons(*rows, radius=3.6)
        + collar(cloth, cut)
        + hem_stitch(cloth, cut)
    )


def blouse(cloth: Cloth) -> str:
    cut = Cut(neck=34, drop=50, vee=True, hem_y=316, waist=68, hem=84)
    tie = "M200 128q-10 24 -18 62l12 2q6 -34 9 -60zM200 128q12 26 18 70l-12 1q-5 -38 -8 -68z"
    gather = cloth.fold(
        "M176 104L170 150", "M224 104L232 150", "M150 316L156 250", "M246 316L240 244", width=6
    )
    return (
        sleeves(cloth, cut, "long", cuff=12)
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut), gather)
        + armholes(cloth, cut)
        + cloth.line(f"M{200 + cut.neck:g} {cut.neck_y:g}{neckline(cut)}", width=3)
        + cloth.piece("y", tie)
        + hem_stitch(cloth, cut)
    )


def jumper(cloth: Cloth) -> str:
    cut = Cut(neck=33, drop=22, shoulder=84, chest=79, waist=78, hem=76, hem_y=316)
    if cloth.has("v-neck"):
        cut = Cut(neck=31, drop=60, vee=True, shoulder=84, chest=78, waist=77, hem=75, hem_y=316)
    cables = ""
    if cloth.has("cable"):
        for x in (160, 200, 240):
            twist = "".join(f"M{x - 8} {y}q16 8 0 20M{x + 8} {y}q-16 8 0 20" for y in range(116, 292, 20))
            cables += cloth.line(twist, width=2.6, strength=0.42)
            cables += cloth.line(f"M{x - 14} 112V296M{x + 14} 112V296", width=2, strength=0.25)
    yoke = ""
    if cloth.has("roll-neck"):
        roll = "M166 84C164 62 172 46 176 44Q200 38 224 44C228 46 236 62 234 84Q200 104 166 84Z"
        ribs = cloth.line(*(f"M{x} 46V94" for x in range(178, 230, 7)), strength=0.3)
        yoke = cloth.piece("n", roll, ribs, cloth.fold("M170 70Q200 80 230 70", width=6, depth=0.3))
    return (
        sleeves(cloth, cut, "long", cuff=22)
        + ("" if yoke else inside_neck(cloth, cut))
        + cloth.piece("t", torso(cut), body_folds(cloth, cut), cables)
        + armholes(cloth, cut)
        + (yoke or neck_band(cloth, cut, 11))
        + hem_band(cloth, cut, 22)
    )


def cardigan(cloth: Cloth) -> str:
    longer = cloth.has("longline")
    cut = Cut(
        neck=30, drop=96, vee=True, shoulder=82, chest=78, waist=78, hem=78, hem_y=350 if longer else 318
    )
    rows = tuple((200.0, float(y)) for y in range(186, int(cut.hem_y) - 8, 30))
    front = "M230 76Q219 100 200 172V" + f"{cut.hem_y + 2:g}"
    other = "M170 76Q181 100 200 172"
    pockets = "" if cloth.has("no-pockets") else cloth.band("M138 262h38", 8) + cloth.band("M224 262h38", 8)
    return (
        sleeves(cloth, cut, "long", cuff=20)
        + inside_neck(cloth, cut)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + pockets
        + hem_band(cloth, cut, 18)
        + cloth.band(other, 13)
        + cloth.band(front, 13)
        + cloth.buttons(*rows, radius=4.6, colour="#7a5a3e" if cloth.has("horn") else "")
    )


def hood(cloth: Cloth) -> str:
    """An empty hood standing up behind the neck, with its dark inside."""
    back = "M152 98C140 62 152 30 200 28C248 30 260 62 248 98Q224 112 200 124Q176 112 152 98Z"
    opening = "M169 92C160 66 170 47 200 45C230 47 240 66 231 92Q218 108 200 122Q182 108 169 92Z"
    return (
        cloth.piece("h", back, cloth.shine("M164 66Q172 42 196 37"))
        + f'<path d="{opening}" fill="{cloth.deep}"/>'
        + cloth.fold("M176 60Q200 46 224 60", width=12, depth=0.35)
        + cloth.label(200, 72)
        + cloth.stitch("M164 96C154 66 164 42 200 40C236 42 246 66 236 96")
    )


def hood_front(cloth: Cloth) -> str:
    leaf = "M152 97C160 88 166 88 170 91Q180 108 203 122L190 138Q162 124 150 104Z"
    seam = cloth.stitch("M160 92Q170 112 197 128")
    return both("H", cloth.piece("j", leaf) + seam)


def drawstrings(cloth: Cloth) -> str:
    cords = "M184 126C180 150 184 172 180 196M216 126C221 148 215 170 219 190"
    return (
        f'<path d="{cords}" stroke="{cloth.deep}" stroke-width="5.4" stroke-opacity=".6"/>'
        f'<path d="{cords}" stroke="#f4f1ea" stroke-width="3.6"/>'
        '<path d="M180 190v8M219 184v8" stroke="#a9a49a" stroke-width="5"/>'
    )


def hoodie(cloth: Cloth) -> str:
    cut = Cut(neck=44, neck_y=90, drop=30, shoulder=84, shoulder_y=100, chest=80, waist=80, hem=76, hem_y=322)
    pouch = "M158 238H242L264 276V304H136V276Z"
    pocket = (
        cloth.fold("M160 242L138 280", "M240 242L262 280", width=10, depth=0.28)
        + cloth.piece("q", pouch)
        + cloth.line("M158 238L136 276M242 238L264 276", width=2.6)
        + cloth.stitch("M163 243L142 278M237 243L258 278M158 244h84")
    )
    return (
        hood(cloth)
        + sleeves(cloth, cut, "long", cuff=22)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + pocket
        + hem_band(cloth, cut, 22)
        + hood_front(cloth)
        + drawstrings(cloth)
    )


def zip_hoodie(cloth: Cloth) -> str:
    cut = Cut(neck=44, neck_y=90, drop=30, shoulder=84, shoulder_y=100, chest=80, waist=80, hem=76, hem_y=322)
    half = cloth.patch("M190 236H164L138 274V304H190Z") + cloth.stitch("M168 242L143 277M164 242h26")
    return (
        hood(cloth)
        + sleeves(cloth, cut, "long", cuff=22)
        + cloth.piece("t", torso(cut), body_folds(cloth, cut))
        + armholes(cloth, cut)
        + both("Q", half)
        + hem_band(cloth, cut, 22)
        + cloth.zip("M200 118V328")
        + cloth.pull(200, 150)
        + hood_front(cloth)
        + drawstrings(cloth)
    )
