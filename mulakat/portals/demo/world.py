"""The demo's world: two states as printed and one invented; every prison and person invented."""

from typing import NamedTuple

PASSWORD = "open-the-gate-2026"  # noqa: S105 shown on /demo/
Names = dict[str, str]


class DemoState(NamedTuple):
    number: int
    slug: str
    preset: str
    language: str
    brand: str
    helpline: str
    names: Names
    department: Names
    terms: dict[str, Names]


class Person(NamedTuple):
    """One inmate; `local` is the name in the state's script."""

    name: str
    local: str
    guardian: str
    birth_year: int
    gender: str = "man"


class DemoPrison(NamedTuple):
    state: int
    number: int
    staff_id: str
    officer: str
    names: Names
    short: Names
    address: Names
    people: tuple[Person, ...]
    has_physical: bool = True


JAIL = {
    "jail": {"en": "jail", "hi": "जेल", "bn": "জেল"},
    "at_jail": {"bn": "জেলে"},
    "in_jail": {"en": "in jail", "bn": "জেলে"},
}
HOME = {
    "jail": {"en": "correctional home", "hi": "सुधार गृह", "bn": "সংশোধনাগার"},
    "at_jail": {"bn": "সংশোধনাগারে"},
    "in_jail": {"bn": "সংশোধনাগারে"},
}
RESIDENT = {"en": "resident", "hi": "बंदी", "bn": "আবাসিক"}
INMATE = {"en": "inmate", "hi": "बंदी", "bn": "বন্দি"}
STATES = (
    DemoState(
        25,
        "west-bengal",
        "wb-2021",
        "bn",
        "e-Mulakat WB",
        "9073945590",
        {"en": "West Bengal", "hi": "पश्चिम बंगाल", "bn": "পশ্চিমবঙ্গ"},
        {
            "en": "West Bengal Correctional Services",
            "hi": "पश्चिम बंगाल सुधार सेवा",
            "bn": "পশ্চিমবঙ্গ সংশোধন পরিষেবা",
        },
        {**HOME, "inmate": RESIDENT},
    ),
    DemoState(
        10,
        "bihar",
        "bihar-2021",
        "hi",
        "e-Mulakat BR",
        "18001200101",
        {"en": "Bihar", "hi": "बिहार", "bn": "বিহার"},
        {"en": "Bihar Prison Service", "hi": "बिहार कारा सेवा", "bn": "বিহার কারা পরিষেবা"},
        {**JAIL, "inmate": INMATE},
    ),
    DemoState(
        90,
        "samudra-pradesh",
        "open",
        "en",
        "e-Mulakat SP",
        "18001200190",
        {"en": "Samudra Pradesh", "hi": "समुद्र प्रदेश", "bn": "সমুদ্র প্রদেশ"},
        {
            "en": "Samudra Pradesh Prisons",
            "hi": "समुद्र प्रदेश कारागार",
            "bn": "সমুদ্র প্রদেশ কারা বিভাগ",
        },
        {**JAIL, "inmate": INMATE},
    ),
)
BENGAL = (
    Person("Rahul Das", "রাহুল দাস", "Gopal Das", 1994),
    Person("Rahim Sheikh", "রহিম শেখ", "Abdul Sheikh", 1990),
    Person("Rahima Bibi", "রহিমা বিবি", "Karim Mondal", 1987, "woman"),
    Person("Subhas Mondal", "সুভাষ মণ্ডল", "Haripada Mondal", 1979),
    Person("Bikash Oraon", "বিকাশ ওরাওঁ", "Budhu Oraon", 2001),
    Person("Mita Halder", "মিতা হালদার", "Swapan Halder", 1992, "woman"),
    Person("Md. Salim", "মহম্মদ সেলিম", "Md. Yusuf", 1985),
    Person("Sukumar Roy", "সুকুমার রায়", "Nirmal Roy", 1968),
    Person("Tapan Sardar", "তপন সর্দার", "Kanai Sardar", 1997),
    Person("Jhuma Khatun", "ঝুমা খাতুন", "Rafikul Islam", 1999, "woman"),
    Person("Anil Tudu", "অনিল টুডু", "Sanatan Tudu", 1983),
    Person("Rahul Das", "রাহুল দাস", "Madhab Das", 1971),
)
BIHAR = (
    Person("Ramesh Kumar", "रमेश कुमार", "Shivnath Prasad", 1991),
    Person("Mukesh Paswan", "मुकेश पासवान", "Jagdish Paswan", 1996),
    Person("Md. Irfan Ansari", "मो. इरफ़ान अंसारी", "Md. Hanif Ansari", 1988),
    Person("Sunita Devi", "सुनीता देवी", "Lalan Yadav", 1984, "woman"),
    Person("Sanjay Manjhi", "संजय मांझी", "Bhola Manjhi", 1977),
    Person("Rajesh Yadav", "राजेश यादव", "Ramdhani Yadav", 1982),
    Person("Pinki Kumari", "पिंकी कुमारी", "Suresh Sah", 2000, "woman"),
    Person("Ashok Sah", "अशोक साह", "Bindeshwar Sah", 1965),
    Person("Vikas Kumar Singh", "विकास कुमार सिंह", "Awadhesh Singh", 1998),
    Person("Tabrez Alam", "तबरेज़ आलम", "Shamim Alam", 1993),
    Person("Dinesh Ram", "दिनेश राम", "Kedar Ram", 1974),
    Person("Ramesh Kumar", "रमेश कुमार", "Devnandan Mahto", 1969),
)
COAST = (
    Person("Joseph Fernandes", "Joseph Fernandes", "Peter Fernandes", 1986),
    Person("S. K. Nair", "S. K. Nair", "Krishnan Nair", 1972),
    Person("Lakshmi Pillai", "Lakshmi Pillai", "Raman Pillai", 1989, "woman"),
    Person("Abdul Kareem", "Abdul Kareem", "Moideen Kutty", 1995),
    Person("Arun Shetty", "Arun Shetty", "Vasant Shetty", 1980),
    Person("Maria D'Souza", "Maria D'Souza", "Anton D'Souza", 1993, "woman"),
    Person("Murugan", "Murugan", "Selvam", 1999),
    Person("Prakash Rane", "Prakash Rane", "Dattaram Rane", 1967),
    Person("Imran Bhatkal", "Imran Bhatkal", "Yasin Bhatkal", 1990),
    Person("Chinnamma", "Chinnamma", "Thomas", 1978, "woman"),
    Person("Ganesh Naik", "Ganesh Naik", "Shankar Naik", 1984),
    Person("Ravi Kumar", "Ravi Kumar", "Mohan Kumar", 2002),
)
PRISONS = (
    DemoPrison(
        25,
        35,
        "nadipur",
        "Ananya Basu",
        {
            "en": "Nadipur Central Correctional Home",
            "hi": "नदीपुर केंद्रीय सुधार गृह",
            "bn": "নদীপুর কেন্দ্রীয় সংশোধনাগার",
        },
        {"en": "Nadipur Central", "hi": "नदीपुर केंद्रीय", "bn": "নদীপুর কেন্দ্রীয়"},
        {
            "en": "2 Ghat Road, Nadipur",
            "hi": "2 घाट रोड, नदीपुर",
            "bn": "2 ঘাট রোড, নদীপুর",
        },
        BENGAL,
    ),
    DemoPrison(
        10,
        12,
        "gangapur",
        "Rakesh Prasad",
        {
            "en": "Gangapur Central Jail",
            "hi": "गंगापुर केंद्रीय कारा",
            "bn": "গঙ্গাপুর কেন্দ্রীয় কারাগার",
        },
        {"en": "Gangapur Central", "hi": "गंगापुर केंद्रीय", "bn": "গঙ্গাপুর"},
        {
            "en": "Station Road, Gangapur",
            "hi": "स्टेशन रोड, गंगापुर",
            "bn": "স্টেশন রোড, গঙ্গাপুর",
        },
        BIHAR,
    ),
    DemoPrison(
        90,
        4,
        "tarapur",
        "Leela Menon",
        {"en": "Tarapur District Jail", "hi": "तारापुर ज़िला जेल", "bn": "তারাপুর জেলা কারাগার"},
        {"en": "Tarapur", "hi": "तारापुर", "bn": "তারাপুর"},
        {
            "en": "Lighthouse Road, Tarapur",
            "hi": "लाइटहाउस रोड, तारापुर",
            "bn": "লাইটহাউস রোড, তারাপুর",
        },
        COAST,
    ),
)


class KeptHours(NamedTuple):
    """Hours of some weekdays (0 Monday) that are kept for women or lawyers."""

    who: str
    weekdays: tuple[int, ...]
    starts: int
    ends: int


KEPT_HOURS = (
    KeptHours("women", (1, 5), 15, 16),
    KeptHours("lawyers", (0, 2, 4), 16, 18),
)
BRING = {
    "en": "Bring your ID. Leave your phone, money and bags at the locker.",
    "hi": "पहचान पत्र लाएँ। फ़ोन, पैसे और थैले लॉकर में छोड़ें।",
    "bn": "পরিচয়পত্র আনুন। ফোন, টাকা ও ব্যাগ লকারে রাখুন।",
}


class Asking(NamedTuple):
    """A request that already waits: who asks for whom (index into `people`), since when."""

    visitor: str
    relation: str
    age: int
    gender: str
    whom: int
    kind: str
    hours_ago: int
    spelt: str = ""  # how the family wrote the name, if otherwise


ASKING = {
    25: (
        Asking("মিনা দাস", "parent", 58, "woman", 0, "video", 40, "রাহুল দাশ"),
        Asking("Sabina Khatun", "spouse", 29, "woman", 1, "video", 26, "Raheem Shekh"),
        Asking("Haripada Mondal", "parent", 71, "man", 3, "physical", 9),
        Asking("Adv. P. Ghosh", "lawyer", 44, "woman", 7, "video", 3),
    ),
    10: (
        Asking("सरिता देवी", "spouse", 31, "woman", 0, "video", 44, "रमेस कुमार"),
        Asking("Md. Hanif Ansari", "parent", 63, "man", 2, "video", 20),
        Asking("Lalan Yadav", "spouse", 45, "man", 3, "physical", 5),
    ),
    90: (
        Asking("Peter Fernandes", "parent", 66, "man", 0, "video", 30, "Josef Fernandez"),
        Asking("Raman Pillai", "parent", 70, "man", 2, "video", 11),
        Asking("Selvi", "sibling", 24, "woman", 6, "physical", 2, "Murukan"),
    ),
}
