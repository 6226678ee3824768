"""Names of any Indian script in plain Latin letters, with the vowels a reader would say.

A general transliterator leaves out the vowel every Indian consonant carries, so that the h
of रहीम looks like the h of "rh". The Unicode blocks of the Brahmi scripts run parallel, so one
table by offset serves Devanagari, Bengali, Gurmukhi, Gujarati and Odia.
"""

import unicodedata

from anyascii import anyascii

BLOCKS = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00)
BLOCK = 0x80
NUKTA, VIRAMA = 0x3C, 0x4D
LETTERS = """
    k kh g gh ng ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h
"""
CONSONANTS = {0x15 + place: letters for place, letters in enumerate(LETTERS.split())}
WITH_NUKTA = {"k": "q", "j": "z", "d": "r", "dh": "r", "ph": "f"}
VOWELS = {
    **dict(zip(range(0x05, 0x0B), ("a", "a", "i", "i", "u", "u"), strict=True)),
    0x0B: "ri",
    **dict.fromkeys(range(0x0D, 0x11), "e"),
    **dict.fromkeys(range(0x11, 0x15), "o"),
}
SIGNS = {
    **dict(zip(range(0x3E, 0x43), ("a", "i", "i", "u", "u"), strict=True)),
    0x43: "ri",
    **dict.fromkeys(range(0x45, 0x49), "e"),
    **dict.fromkeys(range(0x49, 0x4D), "o"),
}
CANDRABINDU, ANUSVARA, VISARGA, KHANDA_TA, TIPPI = 0x01, 0x02, 0x03, 0x4E, 0x70
LABIALS = range(0x2A, 0x2F)
ARABIC = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکكگلمنںھہهةآءئى"
ARABIC_SOUNDS = """
    a b p t t s j ch ah kh d d z r r z z s sh s z t z a gh f k k k g l m n n h ah ah a a a a i
"""
ARABIC_LETTERS = dict(zip(ARABIC, ARABIC_SOUNDS.split(), strict=True))
LANGUAGES = ((0x0600, 0x0700, "ur"), (0x0900, 0x0980, "hi"), (0x0980, 0x0A00, "bn"))


def language_of(name: str) -> str:
    """The language of the script a name is written in ("hi", "bn", "ur"), or ""."""
    letter = next((ord(c) for c in name if c.isalpha()), 0)
    return next((code for first, end, code in LANGUAGES if first <= letter < end), "")


def latin(name: str) -> str:
    """The name in lower-case Latin letters; other signs become blanks."""
    composed = unicodedata.normalize("NFC", name.replace("ওয়", "w").replace("ওয়", "w"))
    composed = composed.replace("ज्ञ", "gy").replace("জ্ঞ", "gy")
    spelled = "".join(_spelled(composed, place) for place in range(len(composed)))
    return "".join(c if c.isalpha() else " " for c in anyascii(spelled).lower().replace("'", ""))


def _spelled(text: str, place: int) -> str:
    letter = text[place]
    if letter in "یيوؤ" or letter in ARABIC_LETTERS:
        return _arabic(text, place)
    if _offset(text, place) is None:
        return letter
    return _brahmi(text, place)


def _offset(text: str, place: int) -> int | None:
    """Where the letter stands in its block of 128; None outside the Brahmi scripts."""
    if place >= len(text):
        return None
    code = ord(text[place])
    base = code - code % BLOCK
    return code - base if base in BLOCKS else None


def _brahmi(text: str, place: int) -> str:
    offset, following = _offset(text, place), _offset(text, place + 1)
    if offset in CONSONANTS:
        sound = CONSONANTS[offset]
        if following == NUKTA:
            sound, following = WITH_NUKTA.get(sound, sound), _offset(text, place + 2)
        is_bare = following in (None, VIRAMA) or following in SIGNS
        return sound if is_bare else sound + "a"
    if offset == ANUSVARA:
        return "m" if following in LABIALS else "n"
    rest = {CANDRABINDU: "n", TIPPI: "n", KHANDA_TA: "t", **VOWELS, **SIGNS}
    return rest.get(offset or 0, "" if offset in (NUKTA, VIRAMA, VISARGA) else " ")


def _arabic(text: str, place: int) -> str:
    letter = text[place]
    is_first = place == 0 or text[place - 1].isspace()
    if letter in "یي":
        return "y" if is_first else "i"
    if letter in "وؤ":
        return "w" if is_first else "o"
    sound = ARABIC_LETTERS[letter]
    return sound.removeprefix("a") or "a" if is_first else sound
