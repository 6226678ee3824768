"""What somebody wrote in a large field: whole, so that too long a text can be mended."""

import unicodedata

MOST = 4000


def text_of(value: str) -> str:
    """Lines are kept, other control characters are not; blank ends go."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (one for one in lines if one == "\n" or unicodedata.category(one) != "Cc")
    return "".join(kept).strip()[:MOST]
