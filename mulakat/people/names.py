"""The same name in several scripts and spellings: Rahim Sheikh, रहीम शेख, রহিম শেখ, RAHIM SK.

A name is brought to Latin letters, then to a skeleton: consonants by class, vowels dropped.
The rules were written on the names that families and registers of Bengal and Bihar use; a
short skeleton collides a lot, so people see every spelling and decide.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from mulakat.people.scripts import latin

KEY_LENGTH = 80
SAME, NEAR, SAME_WORD = 84, 70, 80
# Written short, said long
LONG_FORMS = {
    **dict.fromkeys(("md", "mo", "moh", "mohd", "mohmd", "mhd", "muhd", "mah"), "mohammad"),
    **dict.fromkeys(("sk", "shk", "sekh", "sheik"), "sheikh"),
    **dict.fromkeys(("mst", "mosst", "most", "msmt"), "mosammat"),
    "kr": "kumar",
    "ch": "chandra",
    "abd": "abdul",
}
TITLES = frozenset(
    [
        "sri",
        "shri",
        "shree",
        "shrimati",
        "srimati",
        "smt",
        "mr",
        "mrs",
        "ms",
        "late",
        "lt",
        "dr",
        "shriman",
    ]
)
# One family, two surnames: compared by skeleton
SURNAMES = {
    "ctpd": "ctrj",  # Chattopadhyay, Chatterjee
    "mkpd": "mkrj",  # Mukhopadhyay, Mukherjee
    "bndpd": "bnrj",  # Bandyopadhyay, Banerjee
    "gngpd": "gngl",  # Gangopadhyay, Ganguly
    "btcr": "btcrj",  # Bhattacharya, Bhattacharjee
}
RULES = [
    (re.compile(pattern), put)
    for pattern, put in (
        (r"x", "ks"),
        (r"^k(sh|s)", "k"),  # Kshudiram, Khudiram
        (r"n(g|gh|h)$", "n"),  # Singh, सिंह, সিং
        (r"ck", "k"),
        (r"t?chh?", "C"),
        (r"c", "k"),
        (r"C", "c"),
        (r"^y", "j"),  # Yadav, Jadab
        (r"(?<=[aeiou])w(?=[^aeiouy])", ""),  # Showkat, Shaukat
        (r"[wv]", "b"),
        (r"f|ph", "p"),
        (r"q", "k"),
        (r"z", "j"),
        (r"(?<=[^aeiouy])h", ""),  # kh, sh, bh: breath is not compared
        (r"h$", ""),
        (r"^[aeiou]+", "A"),
        (r"(.)\1+", r"\1"),
        (r"[aeiouy]", ""),
    )
]


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The skeleton of each word, in the order written; titles are left out."""
    spoken = [LONG_FORMS.get(word, word) for word in latin(name).split()]
    bones = [_skeleton(word) for word in spoken if word not in TITLES]
    return tuple(SURNAMES.get(bone, bone) for bone in bones if bone)


def key(name: str) -> str:
    """The skeleton under which a name is stored and found, at most 80 letters."""
    return " ".join(words(name))[:KEY_LENGTH]


def score(left: str, right: str) -> int:
    """How alike two names sound, 0 to 100, whatever their scripts and the order of words."""
    if not words(left) or not words(right):
        return 0
    whole = fuzz.token_sort_ratio(key(left), key(right)) * 0.75 + _spelling(left, right) / 4
    return round(min(whole, SAME - 1) if _has_odd_word(left, right) else whole)


def verdict(left: str, right: str) -> str:
    """ "same", "near" or "not": what a person who chooses is shown."""
    return graded(score(left, right))


def graded(likeness: int) -> str:
    """A score as a word."""
    return "same" if likeness >= SAME else "near" if likeness >= NEAR else "not"


def has_words(name: str, wanted: str) -> bool:
    """Does each wanted word sound like one of the name? Without any word: no."""
    there, looked_for = words(name), words(wanted)
    return bool(looked_for) and all(
        any(fuzz.ratio(word, other) >= SAME_WORD for other in there) for word in looked_for
    )


def _has_odd_word(left: str, right: str) -> bool:
    """Ramesh Mondal and Suresh Mondal share much; one word with no match makes two persons."""
    fewer, more = sorted((words(left), words(right)), key=len)
    return any(max(fuzz.ratio(word, other) for other in more) < SAME_WORD for word in fewer)


def _spelling(left: str, right: str) -> float:
    """Vowels count a little: they part Hasan from Husain."""
    return fuzz.token_sort_ratio(_long(left), _long(right))


def _long(name: str) -> str:
    return " ".join(LONG_FORMS.get(word, word) for word in latin(name).split())


def _skeleton(word: str) -> str:
    for pattern, put in RULES:
        word = pattern.sub(put, word)
    return word.lower()
