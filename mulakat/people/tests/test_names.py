"""The same person in other letters is found; another person is not taken for him."""

import pytest

from mulakat.people import names
from mulakat.people.scripts import language_of, latin

SAME = [
    ("Rahim Sheikh", "रहीम शेख"),
    ("Rahim Sheikh", "রহিম শেখ"),
    ("Rahim Sheikh", "RAHIM SK"),
    ("Rahim Sheikh", "Raheem Shaikh"),
    ("Rahim Sheikh", "رحیم شیخ"),
    ("Rahim Sheikh", "Sk. Rahim"),
    ("Mohammed Ali", "মহম্মদ আলী"),
    ("Mohammed Ali", "मोहम्मद अली"),
    ("Mohammed Ali", "Md. Ali"),
    ("Mohammed Ali", "মোঃ আলী"),
    ("Mohammed Ali", "محمد علی"),
    ("Ashim Chatterjee", "অসীম চট্টোপাধ্যায়"),
    ("Ashim Chatterjee", "Asim Chattopadhyay"),
    ("Tapan Mukherjee", "তপন মুখোপাধ্যায়"),
    ("Rina Banerjee", "रीना बंद्योपाध्याय"),
    ("Lakshmi Bauri", "Laxmi Bauri"),
    ("Lakshmi Bauri", "লক্ষ্মী বাউরি"),
    ("Lakshmi Bauri", "लक्ष्मी बाउरी"),
    ("Ramesh Mondal", "রমেশ মণ্ডল"),
    ("Romesh Mandal", "रमेश मंडल"),
    ("Suresh Yadav", "সুরেশ যাদব"),
    ("Kshudiram Das", "ক্ষুদিরাম দাস"),
    ("Wasim Akram", "ওয়াসিম আক্রাম"),
    ("Gurpreet Singh", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ"),
    ("Sanjay Kumar Singh", "संजय कुमार सिंह"),
    ("Smt. Fatima Bibi", "ফাতেমা বিবি"),
    ("Krishna Ghosh", "কৃষ্ণ ঘোষ"),
    ("Jahangir Hossain", "জাহাঙ্গীর হোসেন"),
]
DIFFERENT = [
    ("Rahim Sheikh", "Karim Sheikh"),
    ("Rahim Sheikh", "রহিম খান"),
    ("Rahim Sheikh", "Ram Singh"),
    ("Ramesh Mondal", "রমেন মণ্ডল"),
    ("Ramesh Mondal", "Suresh Mondal"),
    ("Ramesh Mondal", "Ramesh Das"),
    ("Mohammed Ali", "Mohammed Hasan"),
    ("Mohammed Ali", "আলী আকবর"),
    ("Sanjay Das", "Bijoy Das"),
    ("Sanjay Das", "Sujit Das"),
    ("Abdul Karim", "Abdul Rahim"),
    ("Abdul Karim", "আব্দুল কাদের"),
    ("Lakshmi Bauri", "Lalita Bauri"),
    ("Tapan Mukherjee", "Tapan Banerjee"),
    ("Tapan Mukherjee", "Swapan Mukherjee"),
    ("Amit Kumar Jha", "Sumit Kumar Jha"),
    ("Dipak Bauri", "Dilip Bauri"),
    ("Mangal Tudu", "Mongla Hansda"),
    ("Gopal Mahato", "गोविंद महतो"),
    ("Nemai Sarkar", "Nitai Sarkar"),
    ("Rafikul Islam", "Saiful Islam"),
    ("Somra Oraon", "Birsa Oraon"),
    ("Hasina Bibi", "Halima Bibi"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_same_name_in_other_letters_is_the_same(left: str, right: str) -> None:
    assert names.verdict(left, right) == "same", (names.key(left), names.key(right))


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_it_refuses_to_call_different_names_the_same(left: str, right: str) -> None:
    assert names.verdict(left, right) != "same", names.score(left, right)


def test_a_slip_of_one_letter_is_near() -> None:
    assert names.verdict("Rafikul Islam", "Rofikul Eslam") == "same"
    assert names.verdict("Mustafa Ansari", "Mustak Ansari") == "near"


def test_a_key_is_short_whatever_is_typed() -> None:
    assert len(names.key("Ramachandrapurushottam " * 40)) <= 80
    assert names.key("   ") == names.key("!?#") == ""
    assert names.score("", "") == 0


def test_vowels_that_are_not_written_are_heard() -> None:
    assert latin("रहीम").split() == ["rahim"]
    assert latin("মণ্ডল").split() == ["mandal"]


def test_the_script_tells_the_language() -> None:
    assert [language_of(name) for name in ("रहीम", "রহিম", "رحیم", "Rahim", "")] == [
        "hi",
        "bn",
        "ur",
        "",
        "",
    ]
