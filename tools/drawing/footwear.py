"""Shoes, boots and socks: a pair each, seen from the side."""

from __future__ import annotations

from tools.drawing.cloth import Cloth


def _two(shoe: str, dx: int = 46, dy: int = -52) -> str:
    return (
        f'<defs><g id="P">{shoe}</g></defs><use href="#P" transform="translate({dx} {dy}) scale(.94)"/>'
        '<use href="#P" transform="translate(0 22)"/>'
    )


def trainers(cloth: Cloth) -> str:
    sole = "#f4f1ea" if not cloth.has("dark-sole") else "#3a3a3d"
    upper = (
        "M64 176C60 200 60 228 62 246H336C342 232 336 218 318 212C288 202 262 190 238 162"
        "C232 152 226 144 216 150"
        "L190 168C176 178 140 182 116 164C104 154 96 148 84 152C72 156 66 164 64 176Z"
    )
    tongue = "M206 158C212 140 226 132 238 142L252 168L226 176Z"
    cap = "M286 205C306 208 334 218 337 246H282C276 230 278 216 286 205Z"
    heel = "M64 180C60 204 60 228 62 246H104C110 222 100 196 84 172Z"
    laces = "".join(f"M{206 + i * 14} {164 + i * 10}l24 {-8 + i}" for i in range(5))
    if cloth.has("running"):
        sole_shape = (
            "M52 240C50 268 58 282 84 282C150 276 190 286 236 282C290 278 340 276 346 252"
            "C346 244 342 240 336 240Z"
        )
        mark = cloth.line(
            "M118 236C150 226 176 206 196 180M136 240C166 230 190 214 210 190",
            width=6,
            colour=cloth.light,
            strength=1,
        )
    else:
        sole_shape = "M56 242C54 264 58 272 74 272H326C342 272 348 262 344 244Z"
        mark = cloth.line("M150 238L176 184M172 240L196 190", width=5, colour=cloth.light, strength=1)
    tread = (
        f'<path d="{sole_shape}" fill="{sole}" stroke="#8e887c" stroke-width="1.3"/>'
        '<path d="M62 256Q200 264 340 255" stroke="#b5aea1" stroke-width="1.6"/>'
    )
    shoe = (
        cloth.piece("g", tongue)
        + cloth.piece(
            "t",
            upper,
            cloth.fold("M150 244Q200 220 260 240", "M100 200Q130 214 180 190"),
            cloth.shine("M210 176Q250 206 300 222", "M84 168Q100 184 140 188"),
        )
        + mark
        + cloth.piece("e", cap, fill=cloth.light)
        + cloth.piece("q", heel, fill=cloth.shade)
        + f'<path d="{laces}" stroke="{cloth.deep}" stroke-width="6.4"/>'
        f'<path d="{laces}" stroke="#fbfaf6" stroke-width="4.4"/>' + tread
    )
    return _two(shoe)


def high_tops(cloth: Cloth) -> str:
    upper = (
        "M84 96C78 150 74 210 72 252H326C332 236 326 222 306 216C268 208 232 190 208 150"
        "C200 134 196 116 192 96"
        "Q138 108 84 96Z"
    )
    cap = "M274 209C306 212 330 226 328 252H262C258 232 262 218 274 209Z"
    laces = "".join(f"M{178 + i * 9} {112 + i * 17}l26 -4" for i in range(6))
    shoe = (
        cloth.piece(
            "t",
            upper,
            cloth.fold("M90 190Q130 206 200 190"),
            cloth.shine("M110 110V230", "M210 170Q240 206 280 220"),
        )
        + f'<path d="{cap}" fill="#f6f4ee" stroke="#8e887c"/>'
        + cloth.stitch("M88 122Q130 132 176 122M92 236Q170 246 256 240")
        + '<circle cx="128" cy="160" r="15" fill="#f6f4ee" stroke="#8e887c"/>'
        + f'<path d="{laces}" stroke="{cloth.deep}" stroke-width="6.4"/>'
        f'<path d="{laces}" stroke="#fbfaf6" stroke-width="4.4"/>'
        + '<path d="M66 246C64 268 68 276 80 276H322C336 276 338 262 334 246'
        'Z" fill="#f4f1ea" stroke="#8e887c"/>'
        '<path d="M68 258H334" stroke="#b8433c" stroke-width="3"/>'
    )
    return _two(shoe, 44, -40)


def boots(cloth: Cloth) -> str:
    chelsea = cloth.has("chelsea")
    tall = 76 if cloth.has("wellington") else 112
    upper = (
        f"M96 {tall}C92 170 86 216 84 256H330C336 236 326 220 300 216C262 210 230 196 216 166"
        f"C210 146 208 {tall + 40} 208 {tall}"
        f"Q150 {tall + 10} 96 {tall}Z"
    )
    sole = "#3b3129"
    extra = ""
    if chelsea:
        extra = cloth.piece(
            "g",
            f"M138 {tall + 3}H178L170 196Q158 206 146 196Z",
            cloth.line(*(f"M{x} {tall}V206" for x in range(142, 180, 5)), strength=0.5),
            fill=cloth.shade,
        )
        extra += f'<path d="M92 {tall - 14}h14v26h-14z" fill="{cloth.shade}" stroke="{cloth.seam}"/>'
    elif cloth.has("wellington"):
        extra = cloth.band(f"M97 {tall + 8}Q150 {tall + 18} 207 {tall + 8}", 16, 60) + cloth.shine(
            "M124 110V230", width=10, strength=0.5
        )
    else:
        rows = range(5)
        laces = "".join(f"M{182 + i * 8} {tall + 16 + i * 19}l30 -5" for i in rows)
        extra = cloth.line(f"M178 {tall + 6}C184 170 190 196 214 216", width=2)
        extra += (
            f'<path d="{laces}" stroke="{cloth.deep}" stroke-width="6.4"/>'
            f'<path d="{laces}" stroke="#d9b26a" stroke-width="4"/>'
        )
        extra += cloth.stitch("M262 212Q250 234 254 254M100 214Q140 222 176 212")
        if cloth.has("cuff"):
            extra += cloth.band(f"M97 {tall + 4}Q150 {tall + 14} 207 {tall + 4}", 18)
    if cloth.has("lug"):
        teeth = "".join(f"M{x} 272h14v12h-14z" for x in range(92, 326, 22))
        base = (
            f'<path d="M78 250C76 266 80 274 90 274H326C338 274 340 262 334 250Z" fill="{sole}"/>'
            f'<path d="{teeth}" fill="{sole}"/>'
        )
    else:
        base = f'<path d="M82 252V284H140V272H320C334 272 338 262 334 252Z" fill="{sole}"/>'
    shoe = (
        cloth.piece(
            "t",
            upper,
            cloth.fold("M90 206Q140 222 214 178", "M236 206Q250 230 240 254"),
            cloth.shine(f"M116 {tall + 16}Q112 180 106 236", "M222 190Q250 214 296 224", width=9),
        )
        + extra
        + base
    )
    return _two(shoe, 46, -34)


def loafers(cloth: Cloth) -> str:
    upper = (
        "M62 176C58 206 58 232 60 252H336C344 236 334 218 308 212C280 205 256 190 240 170"
        "C232 158 214 164 196 176"
        "C160 194 112 196 84 172C74 166 64 168 62 176Z"
    )
    apron = "M232 164C252 176 276 196 306 208C290 220 262 216 240 204C226 196 222 176 232 164Z"
    band = "M196 176L232 164C226 180 226 200 236 216L190 240C182 218 184 196 196 176Z"
    gleam = cloth.shine("M250 190Q276 206 300 212", "M78 190Q120 214 176 200", width=8, strength=0.24)
    return _two(
        f'<path d="M84 174Q150 206 236 166Q160 150 84 174Z" fill="{cloth.deep}"/>'
        + cloth.piece("t", upper, cloth.fold("M90 246Q180 226 250 246"), gleam)
        + cloth.line(f"{apron}", width=2)
        + cloth.patch(band)
        + f'<path d="M204 196l16 -5v9l-17 6z" fill="{cloth.deep}"/>'
        + f'<path d="M56 248V282H118V268H326C340 268 344 258 340 248Z" fill="{cloth.deep}"/>'
    )


def sandals(cloth: Cloth) -> str:
    strap = cloth.piece(
        "t",
        "M236 246C232 214 250 190 276 190C300 192 316 222 318 246L298 248C294 228 286 214 274 214"
        "C262 214 256 230 258 248Z",
    )
    back = cloth.patch(
        "M76 246C74 210 88 176 108 166L168 182C190 190 208 214 214 246L194 248"
        "C188 222 176 206 160 200L112 188C102 200 96 222 98 248Z"
    )
    shoe = (
        back
        + strap
        + '<path d="M176 186h14v12h-14z" stroke="#b9a06a" stroke-width="3.4"/>'
        + '<path d="M64 240C60 256 64 262 74 262H330C344 262 346 250 338 240Z" fill="#c8a777"/>'
        + '<path d="M62 254C60 274 64 282 76 282H328C344 282 348 264 342 252Z" fill="#5a4331"/>'
    )
    return _two(shoe)


def socks(cloth: Cloth) -> str:
    crew = (
        "M120 60H196V210C198 226 214 238 244 252C276 266 286 292 270 308C258 320 232 322 206 312"
        "C170 298 134 286 122 262C114 240 120 150 120 60Z"
    )
    if cloth.has("ankle"):
        crew = (
            "M112 150H196V214C198 228 214 238 244 252C276 266 286 292 270 308C258 320 232 322 206 312"
            "C170 298 130 286 116 262C108 240 112 190 112 150Z"
        )
    toe = "M244 252C276 266 286 292 270 308C258 320 238 320 222 316C216 290 226 268 244 252Z"
    heel = "M122 262C116 246 118 232 120 220C140 224 158 246 156 276C140 274 128 270 122 262Z"
    top = 160 if cloth.has("ankle") else 72
    cuff = f"M{114 if cloth.has('ankle') else 121} {top}H195"
    one = (
        cloth.piece(
            "t",
            crew,
            cloth.fold("M150 214Q170 236 196 226M160 200Q176 214 194 206"),
            cloth.shine("M140 100V220", "M190 260Q220 284 250 290"),
        )
        + cloth.piece("e", toe, fill=cloth.shade)
        + cloth.piece("q", heel, fill=cloth.shade)
        + cloth.band(cuff, 24, 5)
    )
    return (
        f'<defs><g id="P">{one}</g></defs><use href="#P" transform="translate(64 4)"/>'
        '<use href="#P" transform="translate(-16 20)"/>'
    )
