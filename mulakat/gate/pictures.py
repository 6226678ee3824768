"""The pass as pictures: the QR drawn in the page, and a PNG to keep in the phone's gallery.

The PNG says in figures which visit it is for, so that it serves without the page.
"""

from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

QUIET = 4  # modules of white around the code, as the standard wants
SCALE = 14  # pixels a module
LARGE, SMALL = 64, 40  # pixels of letters
INK, PAPER = "black", "white"


def svg(text: str) -> str:
    """The QR as an inline drawing, dark modules alone; the page gives the white around it."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    return str(code.svg_inline(border=QUIET, omitsize=True, svgclass="qr", lineclass=None))


def png(text: str, lines: tuple[str, ...]) -> bytes:
    """The QR with `lines` of Latin text below it, the first one large."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    raw = BytesIO()
    code.save(raw, kind="png", scale=SCALE, border=QUIET)
    qr = Image.open(raw).convert("L")
    height = qr.height + LARGE + SMALL * 2 * (len(lines) - 1) + SMALL
    picture = Image.new("L", (qr.width, height), PAPER)
    picture.paste(qr, (0, 0))
    draw = ImageDraw.Draw(picture)
    top = float(qr.height)
    for number, line in enumerate(lines):
        size = SMALL if number else LARGE
        draw.text((qr.width / 2, top), line, INK, ImageFont.load_default(size), anchor="ma")
        top += size * 1.5
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
