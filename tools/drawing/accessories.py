"""Hats, scarves, gloves, bags, belts and the like."""

from __future__ import annotations

from tools.drawing.cloth import Cloth, both


def beanie(cloth: Cloth) -> str:
    dome = "M86 262C80 150 130 84 200 84C270 84 320 150 314 262Q200 276 86 262Z"
    fold = "M76 236Q200 262 324 236C330 262 330 288 326 310Q200 336 74 310C70 288 70 262 76 236Z"
    ribs = "".join(
        f"M{200 + (x - 200) * 0.16:g} 92Q{200 + (x - 200) * 0.9:g} 150 {x} 256" for x in range(96, 320, 16)
    )
    turn = "".join(f"M{x} 244V330" for x in range(84, 326, 12))
    bobble = ""
    if cloth.has("bobble"):
        bobble = (
            f'<circle cx="200" cy="74" r="34" fill="{cloth.light}" stroke="{cloth.seam}" '
            'stroke-width="10" stroke-dasharray="2 3" stroke-linecap="butt"/>'
        )
    return (
        bobble
        + cloth.piece(
            "t",
            dome,
            cloth.line(ribs, width=2, strength=0.3),
            cloth.shine("M150 120Q122 170 120 230", width=20),
        )
        + cloth.piece(
            "f", fold, cloth.line(turn, width=2.2, strength=0.34), cloth.shine("M110 270V300", width=20)
        )
        + '<path d="M186 282h28v18h-28z" fill="#e9e2d3" stroke="#9a917f" stroke-width=".8"/>'
    )


def cap(cloth: Cloth) -> str:
    dome = "M84 246C78 160 128 104 196 104C268 104 306 162 304 240Q200 216 84 246Z"
    peak = (
        "M120 238C180 212 262 212 304 238C340 250 372 268 376 286C340 292 300 276 250 274"
        "C196 272 152 280 124 270C108 262 108 246 120 238Z"
    )
    panels = "M196 104Q150 150 146 232M196 104Q240 150 244 226"
    return (
        cloth.piece("t", dome, cloth.shine("M140 140Q116 180 112 226", "M214 124Q230 160 232 210"))
        + cloth.line(panels, strength=0.55)
        + cloth.stitch("M201 104Q245 150 249 226M191 104Q145 150 141 232")
        + cloth.piece("f", peak, cloth.shine("M160 254Q250 242 330 268", width=8))
        + cloth.stitch("M136 258Q220 244 366 282M130 266Q220 252 350 284")
        + f'<circle cx="196" cy="104" r="7" fill="{cloth.shade}" stroke="{cloth.seam}"/>'
        + f'<g fill="{cloth.deep}"><circle cx="160" cy="150" r="3"/><circle cx="228" cy="148" r="3"/></g>'
    )


def brimmed(cloth: Cloth) -> str:
    """A sun hat or, with `bucket`, a soft cloth hat with a short sloping brim."""
    if cloth.has("bucket"):
        crown = "M132 120Q200 100 268 120L288 218Q200 240 112 218Z"
        brim = "M112 210Q200 236 288 210C312 236 334 262 340 282Q200 330 60 282C66 262 88 236 112 210Z"
        rows = cloth.stitch("M104 232Q200 260 296 232M92 248Q200 280 308 248M80 264Q200 300 320 264")
        return (
            cloth.piece("t", crown, cloth.shine("M150 130L140 206", width=16))
            + cloth.piece("f", brim, cloth.shine("M110 240Q96 262 92 280"))
            + rows
        )
    crown = "M128 232C124 160 150 116 200 116C250 116 276 160 272 232Q200 246 128 232Z"
    brim = (
        "M30 246C60 214 120 214 200 214C280 214 340 214 370 246C350 282 270 296 200 296"
        "C130 296 50 282 30 246Z"
    )
    weave = "".join(f"M{30 + i * 8} {246 - i}Q200 {296 - i * 9} {370 - i * 8} {246 - i}" for i in range(1, 6))
    rings = "".join(f"M120 {y}Q200 {y + 12} 280 {y}" for y in range(126, 220, 11))
    return (
        cloth.piece(
            "f", brim, cloth.line(weave, strength=0.3), cloth.fold("M110 244Q200 270 290 244", width=14)
        )
        + cloth.piece(
            "t", crown, cloth.line(rings, strength=0.28), cloth.shine("M156 140Q146 180 146 216", width=14)
        )
        + '<path d="M127 214Q200 232 273 214V236Q200 254 127 236Z" fill="#3a3532"/>'
    )


def scarf(cloth: Cloth) -> str:
    loop = "M112 96C120 52 280 52 288 96C296 138 262 166 200 168C138 166 104 138 112 96Z"
    hole = "M146 92C154 72 246 72 254 92C256 108 238 120 200 121C162 120 144 108 146 92Z"
    left = "M150 140L204 152L190 338L118 332Z"
    right = "M196 152L252 136L290 306L222 322Z"
    fringe_l = "".join(f"M{122 + i * 8} {334 + i * 0.6:g}l-2 26" for i in range(9))
    fringe_r = "".join(f"M{226 + i * 8} {322 - i * 2}l5 26" for i in range(9))
    return (
        cloth.line(fringe_r, width=3.6, colour=cloth.shade, strength=1)
        + cloth.piece(
            "r", right, cloth.fold("M224 150L256 316", width=8), cloth.shine("M240 160L270 300"), slant=True
        )
        + cloth.line(fringe_l, width=3.6, colour=cloth.shade, strength=1)
        + cloth.piece("l", left, cloth.fold("M178 160L158 336", width=8), cloth.shine("M160 170L140 320"))
        + cloth.piece(
            "t",
            loop,
            cloth.fold("M118 104Q150 150 230 152M126 120Q190 168 278 124", width=8),
            cloth.shine("M124 90Q140 66 190 62"),
        )
        + f'<path d="{hole}" fill="{cloth.deep}"/>'
    )


def gloves(cloth: Cloth) -> str:
    hand = (
        "M118 330V240C100 222 78 196 74 178C72 164 88 158 98 170L122 200C118 160 112 116 112 92"
        "C112 76 130 74 134 90L144 156"
        "C144 120 144 84 148 66C152 52 168 54 168 68L170 156C174 122 180 88 184 76"
        "C190 64 204 68 202 84L194 162"
        "C202 138 210 120 216 110C224 100 236 108 232 122C224 152 214 200 204 240V330Z"
    )
    if cloth.has("mittens"):
        hand = (
            "M118 330V240C98 220 74 196 70 176C70 160 88 156 98 168L120 190C114 140 118 76 160 72"
            "C206 70 218 130 210 200L204 240V330Z"
        )
    points = (
        ""
        if cloth.has("mittens") or cloth.has("knit")
        else cloth.stitch("M140 170L148 220M164 168V220M188 172L180 220")
    )
    one = (
        cloth.piece(
            "t",
            hand,
            cloth.fold("M122 206Q150 232 200 226", width=8),
            cloth.shine("M130 110L136 230", "M158 80V160", width=7),
        )
        + points
        + cloth.band("M117 316H205", 30, 5)
    )
    return (
        f'<defs><g id="P">{one}</g></defs><use href="#P" transform="translate(152 -6) rotate(8 '
        '160 200) scale(.92)"/>'
        '<use href="#P" transform="translate(-16 26) rotate(-7 160 200) scale(.96)"/>'
    )


def tote(cloth: Cloth) -> str:
    leather = cloth.has("leather")
    body = "M88 158H312L328 344Q200 358 72 344Z"
    handles = "M148 164C146 84 160 40 200 40C240 40 254 84 252 164"
    strap = cloth.shade if leather else cloth.light
    return (
        f'<path d="{handles}" transform="translate(0 -8)" stroke="{cloth.deep}" stroke-width="11"/>'
        + cloth.piece(
            "t",
            body,
            cloth.fold("M110 160Q120 250 96 344M300 170Q280 260 306 344", "M180 344Q190 300 184 260"),
            cloth.shine("M130 176V330", width=18),
        )
        + f'<path d="{handles}V206M148 164V206" stroke="{cloth.seam}" stroke-width="14"/>'
        + f'<path d="{handles}V206M148 164V206" stroke="{strap}" stroke-width="11.5"/>'
        + cloth.stitch("M90 172H310M80 330Q200 343 320 330")
        + (
            '<g fill="#c9ab62"><circle cx="148" cy="198" r="3.4"/><circle cx="252" cy="198" r="3.4"/></g>'
            if leather
            else cloth.label(200, 250)
        )
    )


def backpack(cloth: Cloth) -> str:
    body = (
        "M104 128C104 76 150 56 200 56C250 56 296 76 296 128V322C296 346 282 356 256 356H144"
        "C118 356 104 346 104 322Z"
    )
    lid = "M98 140C98 78 150 50 200 50C250 50 302 78 302 140V176Q200 198 98 176Z"
    pocket = "M128 238H272V320C272 336 264 342 250 342H150C136 342 128 336 128 320Z"
    strap = cloth.line(
        "M106 160C74 186 72 290 108 340M294 160C326 186 328 290 292 340", width=18
    ) + cloth.line(
        "M106 160C74 186 72 290 108 340M294 160C326 186 328 290 292 340",
        width=15,
        colour=cloth.shade,
        strength=1,
    )
    buckle = "".join(
        f'<path d="M{x} 158h14v74h-14z" '
        f'fill="{"#8a5f3c" if cloth.has("leather-straps") else cloth.deep}"/>'
        f'<path d="M{x - 3} 206h20v16h-20z" stroke="#c9b27a" stroke-width="3.4"/>'
        for x in (144, 242)
    )
    if cloth.has("rolltop"):
        lid, buckle = (
            "M100 66H300V112Q200 124 100 112Z",
            '<path d="M176 84h48v18h-48z" fill="#35363a"/><path d="M193 102h14v96h-14z" fill="#35363a"/>',
        )
    return (
        strap
        + '<path d="M180 56C180 30 220 30 220 56" stroke="#4a4540" stroke-width="9"/>'
        + cloth.piece(
            "t",
            body,
            cloth.fold("M130 200Q140 230 126 260M272 200Q262 230 276 260"),
            cloth.shine("M132 190V320", width=18),
        )
        + cloth.piece("q", pocket, cloth.shine("M150 260V320"))
        + cloth.zip("M132 252H268")
        + cloth.piece("f", lid, cloth.shine("M130 100Q160 72 210 68", width=14))
        + buckle
        + cloth.label(200, 290)
    )


def crossbody(cloth: Cloth) -> str:
    body = "M102 200H298V300C298 326 284 338 260 338H140C116 338 102 326 102 300Z"
    flap = "M96 192Q200 180 304 192V250C304 276 252 290 200 290C148 290 96 276 96 250Z"
    return (
        f'<path d="M108 204C60 60 340 60 292 204" stroke="{cloth.seam}" stroke-width="10"/>'
        f'<path d="M108 204C60 60 340 60 292 204" stroke="{cloth.base}" stroke-width="7.6"/>'
        + cloth.piece("t", body)
        + cloth.piece("f", flap, cloth.shine("M122 206Q118 240 130 260", "M180 200H270", width=12))
        + cloth.stitch("M104 198V250C104 270 154 282 200 282C246 282 296 270 296 250V198")
        + '<g fill="#c9ab62" stroke="#7d6532"><path d="M186 268h28v26h-28z"/>'
        '<circle cx="108" cy="204" r="8"/><circle cx="292" cy="204" r="8"/></g>'
    )


def holdall(cloth: Cloth) -> str:
    body = (
        "M64 190C64 164 84 152 112 152H288C316 152 336 164 336 190V298C336 318 322 328 300 328H100"
        "C78 328 64 318 64 298Z"
    )
    ends = "M64 196C84 196 100 210 100 240C100 276 84 300 64 304Z"
    return (
        '<path d="M136 164C136 92 160 76 200 76C240 76 264 92 264 164" stroke="#5a3f2a" stroke-width="11"/>'
        + cloth.piece(
            "t",
            body,
            cloth.fold("M140 200Q150 250 132 320M262 200Q252 250 268 320"),
            cloth.shine("M110 176H250", "M160 220V310"),
        )
        + both("E", cloth.piece("q", ends, fill=cloth.shade))
        + cloth.zip("M96 166H304")
        + '<path d="M130 160h12v168h-12zM258 160h12v168h-12z" fill="#7a5538" stroke="#4d341f"/>'
        + '<g fill="#c9ab62"><circle cx="136" cy="182" r="4"/><circle cx="264" cy="182" r="4"/></g>'
    )


def belt(cloth: Cloth) -> str:
    coil = (
        "M200 128C290 128 334 158 334 200C334 250 270 276 200 276C120 276 62 246 62 200"
        "C62 156 118 126 200 126"
    )
    woven = (
        f'<path d="{coil}" stroke="{cloth.light}" stroke-width="34" stroke-dasharray="6 6" '
        'stroke-linecap="butt"/>'
        if cloth.has("braided")
        else ""
    )
    return (
        f'<path d="M92 176C110 144 160 128 214 130C282 134 320 162 318 200" stroke="{cloth.deep}" '
        'stroke-width="30"/>'
        f'<path d="{coil}" stroke="{cloth.seam}" stroke-width="40"/>'
        f'<path d="{coil}" stroke="{cloth.base}" stroke-width="37"/>{woven}'
        + cloth.shine("M90 226Q140 266 210 268", width=12)
        + (
            ""
            if woven
            else cloth.stitch(
                "M200 112C300 112 350 156 350 200C350 262 276 292 200 292C110 292 46 254 46 200"
                "M200 144C276 144 318 168 318 200C318 238 262 260 200 260C134 260 78 236 78 200"
            )
        )
        + '<path d="M168 100h50a8 8 0 0 1 8 8v40a8 8 0 0 1 -8 8h-50a8 8 0 0 1 -8 -8v-40'
        'a8 8 0 0 1 8 -8z" stroke="#8a7646" stroke-width="11"/>'
        '<path d="M168 100h50a8 8 0 0 1 8 8v40a8 8 0 0 1 -8 8h-50a8 8 0 0 1 -8 -8v-40'
        'a8 8 0 0 1 8 -8z" stroke="#dcc38a" stroke-width="7.4"/>'
        '<path d="M162 128H222" stroke="#c9ab62" stroke-width="7"/>'
        + f'<g fill="{cloth.deep}"><circle cx="252" cy="134" r="3.4"/>'
        '<circle cx="276" cy="141" r="3.4"/><circle cx="298" cy="152" r="3.4"/></g>'
    )


def tie(cloth: Cloth) -> str:
    return (
        '<path d="M160 60Q200 40 240 60Q236 84 216 92H184Q164 84 160 60'
        f'Z" stroke="{cloth.shade}" stroke-width="12"/>'
        + cloth.piece(
            "t",
            "M184 104H216L244 316L200 366L156 316Z",
            cloth.fold("M214 110L236 320", width=10),
            cloth.shine("M188 120L178 310"),
            slant=True,
        )
        + cloth.piece(
            "n", "M176 70Q200 62 224 70L216 106Q200 112 184 106Z", cloth.shine("M190 74V100", width=6)
        )
    )
