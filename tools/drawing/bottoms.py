"""Trousers, jeans, shorts, skirts and dresses."""

from __future__ import annotations

from tools.drawing.cloth import Cloth, both
from tools.drawing.tops import (
    Cut,
    armholes,
    collar,
    inside_neck,
    neck_band,
    neckline,
    sleeve_length,
    sleeves,
    torso,
)

THREAD = "#d9a866"


def legs(
    *,
    waist: float = 62,
    hip: float = 80,
    knee: float = 76,
    hem: float = 72,
    inner: float = 24,
    hem_y: float = 372,
) -> str:
    """Half widths at each height; `inner` is how far from the middle the inside of each hem stands."""
    left = (
        f"M{200 - waist:g} 36C{200 - waist - 6:g} 66 {200 - hip:g} 96 {200 - hip:g} 128"
        f"C{200 - hip:g} 190 {200 - knee:g} 250 {200 - hem:g} {hem_y:g}L{200 - inner:g} {hem_y + 3:g}"
        f"C{190 - inner / 3:g} 280 196 210 200 152"
    )
    right = (
        f"C204 210 {210 + inner / 3:g} 280 {200 + inner:g} {hem_y + 3:g}L{200 + hem:g} {hem_y:g}"
        f"C{200 + knee:g} 250 {200 + hip:g} 190 {200 + hip:g} 128C{200 + hip:g} "
        f"96 {200 + waist + 6:g} 66 {200 + waist:g} 36"
    )
    return f"{left}{right}Q200 44 {200 - waist:g} 36Z"


def leg_folds(cloth: Cloth, hem_y: float = 372) -> str:
    return cloth.fold(
        "M200 120L200 160M200 152Q170 168 138 160M200 152Q230 170 262 162",
        f"M194 190Q180 250 180 {hem_y}M206 190Q220 250 220 {hem_y}",
        "M140 236Q156 246 176 238M260 240Q244 252 224 242M146 340Q156 346 170 338M252 344Q240 350 228 340",
    ) + cloth.shine(f"M150 130Q148 230 152 {hem_y - 20}", f"M234 140Q240 240 238 {hem_y - 20}", width=14)


def waistband(cloth: Cloth, waist: float = 62, thread: str = "") -> str:
    x = waist
    curve = f"M{200 - x - 2:g} 54Q200 63 {200 + x + 2:g} 54"
    loops = "".join(
        f'<path d="M{at:g} 36v22h5v-22z" fill="{cloth.light}" stroke="{cloth.seam}" stroke-width=".9"/>'
        for at in (200 - x * 0.72, 200 + x * 0.72 - 5, 200 - x * 0.3, 200 + x * 0.3 - 5)
    )
    inside = f'<path d="M{200 - x:g} 36Q200 44 {200 + x:g} 36Q200 26 {200 - x:g} 36Z" fill="{cloth.deep}"/>'
    return (
        inside + cloth.line(curve, width=1.8) + (cloth.stitch(curve, colour=thread) if thread else "") + loops
    )


def elastic(cloth: Cloth, waist: float = 64) -> str:
    curve = f"M{200 - waist + 1:g} 45Q200 54 {200 + waist - 1:g} 45"
    inside = (
        f'<path d="M{200 - waist:g} 36Q200 44 {200 + waist:g} 36Q200 26 {200 - waist:g} 36'
        f'Z" fill="{cloth.deep}"/>'
    )
    tie = (
        '<path d="M194 54C190 72 192 84 186 98M206 54C210 70 208 82 213 94" stroke="#f1ede4" '
        'stroke-width="3.4"/>'
    )
    return inside + cloth.band(curve, 17) + tie


def trousers(cloth: Cloth) -> str:
    if cloth.has("wide"):
        outline, crease = legs(knee=92, hem=104, inner=18), "M146 62Q136 220 138 372M254 62Q264 220 262 372"
    elif cloth.has("slim"):
        outline, crease = legs(knee=66, hem=54, inner=22), ""
    else:
        outline, crease = legs(), "M150 62Q142 220 150 372M250 62Q258 220 250 372"
    press = cloth.line(crease, width=1.6, strength=0.45) + cloth.shine(crease, width=4) if crease else ""
    pleats = cloth.line("M170 60L168 92M230 60L232 92", strength=0.5) if cloth.has("pleats") else ""
    pockets = both("Q", cloth.line("M142 60Q138 84 124 104", width=2))
    return (
        cloth.piece("t", outline, leg_folds(cloth), press)
        + pleats
        + pockets
        + cloth.line("M200 60V124Q196 140 190 142", strength=0.55)
        + waistband(cloth)
        + cloth.buttons((200, 48), radius=4)
    )


def cargo(cloth: Cloth) -> str:
    box = cloth.patch("M120 212L166 210L168 268L124 270Z") + cloth.patch("M117 206L168 204V220L119 222Z")
    return (
        cloth.piece("t", legs(knee=84, hem=78, inner=20), leg_folds(cloth))
        + both("Q", box + cloth.buttons((143, 214), radius=3) + cloth.line("M142 60Q138 84 124 104", width=2))
        + cloth.line("M200 60V124Q196 140 190 142", strength=0.55)
        + waistband(cloth)
        + cloth.buttons((200, 48), radius=4)
    )


def joggers(cloth: Cloth) -> str:
    cuffs = both("U", cloth.band("M146 358L181 362", 24))
    return (
        cloth.piece("t", legs(waist=64, hip=84, knee=78, hem=56, inner=18, hem_y=368), leg_folds(cloth))
        + both("Q", cloth.line("M140 62Q134 90 122 118", width=2.6) + cloth.stitch("M147 62Q141 92 128 122"))
        + cuffs
        + elastic(cloth)
    )


def leggings(cloth: Cloth) -> str:
    side = cloth.line(
        "M134 130Q142 240 160 366M266 130Q258 240 240 366", width=5, colour=cloth.light, strength=0.9
    )
    return (
        cloth.piece("t", legs(waist=54, hip=70, knee=54, hem=42, inner=18, hem_y=368), leg_folds(cloth), side)
        + cloth.line("M142 76Q200 90 258 76")
        + cloth.stitch("M158 356L182 359M242 356L218 359")
    )


def jeans(cloth: Cloth) -> str:
    if cloth.has("slim"):
        outline = legs(knee=66, hem=54, inner=22)
    elif cloth.has("wide"):
        outline = legs(knee=92, hem=100, inner=16)
    else:
        outline = legs()
    fade = cloth.shine("M152 130L150 230", "M248 130L250 230", width=22, strength=0.18)
    pocket = cloth.line("M148 60Q146 92 120 96", width=2) + cloth.stitch(
        "M154 60Q152 98 118 102", colour=THREAD
    )
    coin = cloth.stitch("M130 82L148 86L149 68", colour=THREAD)
    seam = cloth.stitch("M200 152Q190 260 178 370", colour=THREAD, width=0.9)
    turn = ""
    if cloth.has("turn-up"):
        turn = both(
            "U", f'<path d="M126 350L178 354V378L126 374Z" fill="{cloth.light}" stroke="{cloth.seam}"/>'
        )
    rivets = '<g fill="#b9873f"><circle cx="146" cy="64" r="2.2"/><circle cx="123" cy="96" r="2.2"/></g>'
    return (
        cloth.piece("t", outline, leg_folds(cloth), fade)
        + both("Q", pocket + seam + rivets)
        + coin
        + cloth.stitch("M200 62V118Q198 134 184 138M208 62V128", colour=THREAD)
        + waistband(cloth, thread=THREAD)
        + cloth.buttons((200, 48), radius=5, colour="#b9873f")
        + turn
    )


def _short_legs(hem_y: float, hem: float) -> str:
    return (
        f"M134 88C128 130 122 170 {200 - hem:g} {hem_y:g}L186 {hem_y + 8:g}Q196 250 200 216"
        f"Q204 250 214 {hem_y + 8:g}"
        f"L{200 + hem:g} {hem_y:g}C278 170 272 130 266 88Q200 98 134 88Z"
    )


def shorts(cloth: Cloth) -> str:
    swim = cloth.has("swim")
    hem_y = 262.0 if swim else 288.0
    outline = _short_legs(hem_y, 94)
    folds = cloth.fold(
        "M200 180V220Q170 236 130 226M200 220Q232 240 268 228",
        f"M152 {hem_y}Q160 230 150 190M248 {hem_y}Q240 230 252 196",
    )
    light = cloth.shine(f"M148 130Q140 200 138 {hem_y - 14}", f"M232 140Q240 200 242 {hem_y - 14}", width=14)
    thread = THREAD if cloth.has("denim") else ""
    pockets = both("Q", cloth.line("M146 112Q140 140 122 156", width=2.2))
    hems = both("U", cloth.stitch(f"M108 {hem_y - 10:g}L187 {hem_y - 3:g}", colour=thread))
    body = cloth.piece("t", outline, folds, light) + pockets + hems
    if swim or cloth.has("drawstring"):
        top = cloth.band("M134 98Q200 107 266 98", 19) + (
            '<path d="M194 108C188 128 192 142 184 158M206 108C212 126 208 140 215 154" stroke="#f1ede4" '
            'stroke-width="3.6"/>'
        )
        return body + top
    loops = "".join(
        f'<path d="M{x} 93v18h6v-18z" fill="{cloth.light}" stroke="{cloth.seam}" stroke-width=".9"/>'
        for x in (152, 176, 218, 242)
    )
    return (
        body
        + cloth.line("M132 108Q200 118 268 108", width=1.8)
        + cloth.line("M200 114V190", strength=0.5)
        + loops
        + cloth.buttons((200, 102), radius=4.4, colour="#b9873f" if thread else "")
    )


def skirt(cloth: Cloth) -> str:
    if cloth.has("mini"):
        outline = "M142 110C134 160 122 220 112 286Q200 300 288 286C278 220 266 160 258 110Q200 120 142 110Z"
        top, low = 110, 286
    else:
        outline = "M150 72C140 150 108 260 88 344Q200 372 312 344C292 260 260 150 250 72Q200 82 150 72Z"
        top, low = 72, 350
    spread = (104, 134, 166, 200, 234, 266, 296)
    hangs = "".join(
        f"M{200 + (x - 200) * 0.5:g} {top + 28}Q{200 + (x - 200) * 0.8:g} {(top + low) // 2} {x} {low}"
        for x in spread
    )
    if cloth.has("pleats"):
        many = "".join(f"M{200 + (x - 200) * 0.46:g} {top + 18}L{x} {low + 10}" for x in range(100, 310, 17))
        inside = cloth.fold(many, width=5, depth=0.3) + cloth.line(many, width=1.3, strength=0.5)
    else:
        inside = cloth.fold(hangs, width=11, depth=0.17) + cloth.shine(
            "M176 110Q160 220 146 336", "M214 110Q224 230 232 340"
        )
    body = cloth.piece("t", outline, inside)
    if cloth.has("denim"):
        return (
            body
            + cloth.stitch(f"M140 {top + 20}Q200 {top + 30} 260 {top + 20}", colour=THREAD)
            + both(
                "Q",
                cloth.line(f"M160 {top + 22}Q158 {top + 50} 134 {top + 56}", width=2)
                + cloth.stitch(f"M118 {low - 12}Q160 {low - 4} 200 {low - 3}", colour=THREAD),
            )
            + cloth.buttons(
                *((200.0, float(y)) for y in range(top + 10, low, 32)), radius=4.4, colour="#b9873f"
            )
        )
    buttons = ""
    if cloth.has("buttons"):
        buttons = cloth.line(
            f"M192 {top + 8}V{low + 6}M208 {top + 8}V{low + 6}", strength=0.5
        ) + cloth.buttons(*((200.0, float(y)) for y in range(top + 34, low, 34)), radius=4.4)
    left = 150 if top == 72 else 142
    return body + cloth.band(f"M{left} {top + 7}Q200 {top + 17} {400 - left} {top + 7}", 15, 80) + buttons


def _gown(cut: Cut, hem_y: float, hem: float, waist_y: float) -> str:
    """A bodice and a flared skirt in one outline."""
    x, n = cut.shoulder, cut.neck
    return (
        f"M{200 - n:g} {cut.neck_y:g}L{200 - x:g} {cut.shoulder_y:g}C{200 - x + 6:g} {cut.shoulder_y + 26:g} "
        f"{200 - cut.chest:g} {cut.arm_y - 18:g} {200 - cut.chest:g} {cut.arm_y:g}"
        f"Q{200 - cut.waist - 6:g} {waist_y - 20:g} {200 - cut.waist:g} {waist_y:g}"
        f"C{200 - cut.waist - 12:g} {waist_y + 60:g} {200 - hem + 8:g} {hem_y - 60:g} {200 - hem:g} {hem_y:g}"
        f"Q200 {hem_y + 22:g} {200 + hem:g} {hem_y:g}"
        f"C{200 + hem - 8:g} {hem_y - 60:g} {200 + cut.waist + 12:g} {waist_y + 60:g} "
        f"{200 + cut.waist:g} {waist_y:g}"
        f"Q{200 + cut.waist + 6:g} {waist_y - 20:g} {200 + cut.chest:g} {cut.arm_y:g}"
        f"C{200 + cut.chest:g} {cut.arm_y - 18:g} {200 + x - 6:g} {cut.shoulder_y + 26:g} "
        f"{200 + x:g} {cut.shoulder_y:g}"
        f"L{200 + n:g} {cut.neck_y:g}{neckline(cut)}Z"
    )


def dress(cloth: Cloth) -> str:
    bare = cloth.has("sleeveless")
    vee = cloth.has("wrap") or cloth.has("v-neck")
    cut = Cut(
        neck=34 if bare else 30,
        neck_y=40,
        drop=62 if vee else 26,
        vee=vee,
        shoulder=52 if bare else 64,
        shoulder_y=46 if bare else 52,
        chest=58,
        arm_y=116,
        waist=46,
    )
    hem_y, hem = (352.0, 92.0) if not cloth.has("maxi") else (366.0, 106.0)
    waist_y = 172.0
    if cloth.has("mini"):
        hem_y, hem = 308.0, 88.0
    if cloth.has("straight"):
        cut = Cut(neck=30, neck_y=40, drop=24, shoulder=66, shoulder_y=54, chest=62, arm_y=120, waist=64)
        hem = 70.0
    hangs = "".join(
        f"M{200 + (x - 200) * 0.5:g} {waist_y + 14:g}"
        f"Q{200 + (x - 200) * 0.8:g} {waist_y + 90:g} {x} {hem_y + 8:g}"
        for x in (124, 152, 184, 216, 250, 278)
    )
    inside = cloth.fold(hangs, width=10, depth=0.19) + cloth.shine(
        f"M182 {waist_y + 20:g}Q166 {waist_y + 100:g} 156 {hem_y - 8:g}",
        "M176 86Q172 120 180 160",
        f"M222 {waist_y + 30:g}Q232 {hem_y - 60:g} 240 {hem_y:g}",
    )
    arms = ""
    if not bare:
        pair = sleeves(cloth, Cut(shoulder=80, shoulder_y=60, chest=72, arm_y=136), sleeve_length(cloth))
        arms = f'<g transform="translate(34 2) scale(.83)">{pair}</g>'
    body = arms + inside_neck(cloth, cut) + cloth.piece("t", _gown(cut, hem_y, hem, waist_y), inside)
    if not bare:
        body += armholes(cloth, cut)
    if cloth.has("wrap"):
        body += cloth.line(f"M234 40Q226 90 160 {waist_y:g}", width=2.2)
        body += cloth.line(f"M178 {waist_y + 6:g}Q206 260 176 {hem_y + 9:g}", width=2)
        body += cloth.patch(
            f"M152 {waist_y - 6:g}Q200 {waist_y + 4:g} 248 {waist_y - 6:g}V{waist_y + 8:g}"
            f"Q200 {waist_y + 18:g} 152 {waist_y + 8:g}Z"
        )
        body += cloth.patch(
            "M158 178Q140 206 146 248L158 246Q154 210 170 184ZM162 180Q168 214 180 236L190 230"
            "Q176 206 172 180Z"
        )
    elif cloth.has("shirt"):
        body += cloth.line(f"M192 66V{hem_y + 8:g}M208 66V{hem_y + 8:g}", strength=0.6)
        body += cloth.buttons(*((200.0, float(y)) for y in range(88, int(hem_y), 32)), radius=3.6)
        body += collar(cloth, cut, 74)
    elif not cloth.has("straight"):
        body += cloth.line(f"M154 {waist_y:g}Q200 {waist_y + 10:g} 246 {waist_y:g}", width=1.8)
        body += cloth.line(f"M234 40{neckline(cut)}" if bare else f"M230 40{neckline(cut)}", width=2.6)
    else:
        body += neck_band(cloth, cut, 9)
    return body


def dungarees(cloth: Cloth) -> str:
    straps = both("B", cloth.patch("M150 24L170 24L180 104L158 104Z"))
    outline = (
        "M152 92H248L256 168C272 190 282 214 282 240C282 290 276 334 270 374L212 377C208 330 204 292 200 254"
        "C196 292 192 330 188 377L130 374C124 334 118 290 118 240C118 214 128 190 144 168Z"
    )
    folds = cloth.fold(
        "M200 224V258Q170 276 126 264M200 256Q232 278 274 266",
        "M194 290Q184 330 184 374M206 290Q216 330 216 374",
    )
    return (
        straps
        + cloth.piece("t", outline, folds, cloth.shine("M148 230V360M238 240V360"))
        + cloth.patch("M176 112H224V146L200 158L176 146Z")
        + cloth.line("M144 172Q200 182 256 172", width=2)
        + both(
            "Q",
            cloth.stitch("M156 180Q152 214 120 226", colour=THREAD)
            + cloth.buttons((168, 100), radius=5, colour="#b9873f"),
        )
        + cloth.stitch("M158 97H242M145 178Q200 188 255 178M181 118H219V143L200 152L181 143Z", colour=THREAD)
    )


def pyjamas(cloth: Cloth) -> str:
    top = Cut(
        neck=24,
        neck_y=44,
        drop=30,
        vee=True,
        shoulder=70,
        shoulder_y=58,
        chest=66,
        arm_y=116,
        waist=66,
        hem=68,
        hem_y=226,
    )
    outline = legs(waist=72, hip=92, knee=88, hem=84, inner=12)
    low = f'<g transform="translate(66 134) scale(.67)">{cloth.piece("u", outline, leg_folds(cloth))}</g>'
    sleeve = sleeves(cloth, Cut(shoulder=80, shoulder_y=80, chest=74, arm_y=152), "long")
    return (
        low
        + f'<g transform="translate(30 -10) scale(.85)">{sleeve}</g>'
        + inside_neck(cloth, top, label=False)
        + cloth.piece("t", torso(top), cloth.shine("M160 80V200"))
        + cloth.line(f"M224 44{neckline(top)}M200 74V230", width=2.6, colour=cloth.light, strength=1)
        + cloth.buttons((200, 102), (200, 132), (200, 162), (200, 192), radius=3.4)
    )
