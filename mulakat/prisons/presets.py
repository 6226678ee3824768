"""Whole policies with a name: what a state follows before it changes single keys.

Each holds what differs from the defaults of `Policy` (prisons/policy.py). The first two follow
the West Bengal leaflet and the Buxar article place by place. The others bring the visiting rules
of a state as published; where a publication is silent, the default stands. Hours of the day
belong to the timetable.
"""

from collections.abc import Mapping
from typing import Any

EMAIL_ONLY = ("email",)
FAMILY = ("spouse", "parent", "child", "sibling", "relative")

PRESETS: Mapping[str, Mapping[str, Any]] = {
    "open": {},
    "wb-2021": {
        "booking_email": "required",
        "booking_captcha": "always",
        "sent_channels": (),
        "approval_channels": EMAIL_ONLY,
        "refusal_channels": EMAIL_ONLY,
        "join_vrn_typed": True,
        "join_layout": "one_page",
        "join_otp_channels": EMAIL_ONLY,
        "pin_delivery": "join",
        "media": ("video",),
    },
    "bihar-2021": {
        "booking_otp_channels": ("sms",),
        "booking_email": "required",
        "booking_captcha": "off",
        "sent_channels": (),
        "approval_channels": EMAIL_ONLY,
        "refusal_channels": EMAIL_ONLY,
        "join_vrn_typed": True,
        "join_layout": "steps",
        "join_otp_channels": ("sms",),
        "join_button": True,
        "pin_name": "vc",
        "pin_delivery": "approval",
    },
    # Circular of 26-12-2022: two video visits a week, one for the classes of Rule 631, and since
    # 22-04-2024 an agency's no-objection for these. Lawyers: circular of 06-07-2020, 30 minutes
    # twice a week, told a day before. tiharprisons.delhi.gov.in: at the jail twice a week, 30
    # minutes, three visitors. Rule 631 stands here as the class high_security.
    "delhi": {
        "quotas": (("*", 2, "week"), ("high_security", 1, "week")),
        "quota_shared": False,
        "quotas_physical": (("*", 2, "week"),),
        "lawyer_quotas": (("*", 2, "week"),),
        "second_approval": ("high_security",),
        "asking_mode": "hold",  # by free times, first come
        "visit_minutes": 15,
        "physical_minutes": 30,
        "legal_minutes": 30,
        "persons_max": 3,
        "notice_hours": 24,
    },
    # Circular of 22-03-2024: undertrials four a month, convicts two; only names on the inmate's
    # list; terror-linked cases excluded (here: high_security). Ten minutes as in the calls of
    # 2020 and 2021. At the jail (Pune): undertrials weekly, convicts each fortnight, 15 minutes.
    "maharashtra": {
        "quotas": (("*", 4, "month"), ("convict", 2, "month")),
        "quota_shared": False,
        "quotas_physical": (("*", 1, "week"), ("convict", 1, "fortnight")),
        "contact_list_required": True,
        "no_video_classes": ("high_security",),
        "visit_minutes": 10,
        "physical_minutes": 15,
    },
    # The Hindu, February 2021: once a week, a slot of 30 minutes of which ten are talk, asked
    # for a day before, allotted by the jail. July 2019: one visit a week at the jail.
    "karnataka": {
        "quotas": (("*", 1, "week"),),
        "quota_shared": False,
        "quotas_physical": (("*", 1, "week"),),
        "visit_minutes": 10,
        "turnover_minutes": 20,
        "notice_hours": 24,
    },
    # Onmanorama, April and July 2021: once in 15 days (here a fortnight), five minutes, applied
    # for a day before. The Hindu, July 2020: parents, spouse, children, siblings, nephews.
    "kerala": {
        "quotas": (("*", 1, "fortnight"),),
        "relations_allowed": (*FAMILY, "lawyer", "embassy"),
        "visit_minutes": 5,
        "notice_hours": 24,
    },
    # Indore and Shajapur: once a month, ten minutes; lawyers too.
    "madhya-pradesh": {"quotas": (("*", 1, "month"),), "visit_minutes": 10},
    # devdiscourse 2020: once a week, five minutes; visitors are registered first (Patrika).
    # home.rajasthan.gov.in: at the jail undertrials every seven days, convicts each fortnight,
    # 45 minutes, three persons.
    "rajasthan": {
        "quotas": (("*", 1, "week"),),
        "quota_shared": False,
        "quotas_physical": (("*", 1, "week"), ("convict", 1, "fortnight")),
        "contact_list_required": True,
        "visit_minutes": 5,
        "physical_minutes": 45,
        "persons_max": 3,
    },
}
