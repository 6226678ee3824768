"""Sentences of rules that hold lists: how often, for whom, by which channel."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mulakat.prisons.keys import ANY_CLASS, FOREIGN
from mulakat.prisons.policy import Policy
from mulakat.prisons.terms import Forms
from mulakat.visits.words.choices import RELATIONS

CLASSES: Mapping[str, Promise] = {
    "undertrial": gettext_lazy("Undertrials"),
    "convict": gettext_lazy("Convicts"),
    "detenue": gettext_lazy("Detenues"),
    "civil": gettext_lazy("Civil prisoners"),
    "high_security": gettext_lazy("High security"),
}
CHANNELS: Mapping[str, Promise] = {"sms": gettext_lazy("SMS"), "email": gettext_lazy("e-mail")}
MEDIA: Mapping[str, Promise] = {
    "video": gettext_lazy("video"),
    "voice": gettext_lazy("voice alone"),
}
Say = Callable[[Policy, Forms], str]
Rows = Iterable[tuple[str, int, str]]


def how_often(number: int, period: str) -> str:
    """4 visits in a month."""
    if period == "week":
        text = ngettext("%(n)s visit in a week", "%(n)s visits in a week", number)
    elif period == "fortnight":
        text = ngettext("%(n)s visit in 14 days", "%(n)s visits in 14 days", number)
    else:
        text = ngettext("%(n)s visit in a month", "%(n)s visits in a month", number)
    return text % {"n": number}


def used(number: int, total: int, period: str) -> str:
    """2 of 4 used this month."""
    facts = {"used": number, "total": total}
    if period == "week":
        return _("%(used)s of %(total)s used this week") % facts
    if period == "fortnight":
        return _("%(used)s of %(total)s used in these 14 days") % facts
    return _("%(used)s of %(total)s used this month") % facts


def class_or_relation(code: str) -> str:
    """A class of inmates, a relation, or a passport of another country."""
    if code == FOREIGN:
        return _("passport of another country")
    return str(CLASSES.get(code) or RELATIONS.get(code, code))


def _rows(rows: Rows, everybody: Promise, terms: Forms) -> str:
    """One sentence a row, those for everybody first."""
    said = []
    for which, number, period in sorted(rows, key=lambda row: row[0] != ANY_CLASS):
        often = how_often(number, period)
        if which == ANY_CLASS:
            said.append(str(everybody) % {"often": often, **terms})
        else:
            said.append(_("%(class)s: %(often)s.") % {"class": CLASSES[which], "often": often})
    return " ".join(said)


def _family(policy: Policy, terms: Forms) -> str:
    if not policy.quotas:
        return _("The number of visits is not limited.")
    if policy.quota_shared:
        return _rows(policy.quotas, gettext_lazy("Each person can have %(often)s."), terms)
    return _rows(policy.quotas, gettext_lazy("By video, each person can have %(often)s."), terms)


def _physical(policy: Policy, terms: Forms) -> str:
    if policy.quota_shared:
        return _("Visits at the %(at_jail)s count together with video visits.") % terms
    if not policy.quotas_physical:
        return _("The number of visits at the %(at_jail)s is not limited.") % terms
    at_jail = gettext_lazy("At the %(at_jail)s, each person can have %(often)s.")
    return _rows(policy.quotas_physical, at_jail, terms)


def _lawyers(policy: Policy, terms: Forms) -> str:
    if not policy.lawyer_quotas:
        return _("Visits of lawyers are counted apart and are not limited.")
    lawyers = gettext_lazy("Visits of lawyers are counted apart: %(often)s with each person.")
    return _rows(policy.lawyer_quotas, lawyers, terms)


def _several(
    key: str, some: Promise, none: Promise | None = None, words: Mapping[str, Promise] | None = None
) -> Say:
    """`some` names the codes of the key as %(list)s; `none` stands for an empty list."""

    def say(policy: Policy, terms: Forms) -> str:
        codes = getattr(policy, key)
        named = (str(words[code]) if words else class_or_relation(code) for code in codes)
        text = str(some) if codes or none is None else str(none)
        return text % {"list": ", ".join(named), **terms}

    return say


LISTS: Mapping[str, Say] = {
    "quotas": _family,
    "quotas_physical": _physical,
    "lawyer_quotas": _lawyers,
    "quota_free_relations": _several(
        "quota_free_relations",
        gettext_lazy("Visits of these use up nothing: %(list)s."),
        gettext_lazy("Every visit counts, whoever comes."),
    ),
    "relations_allowed": _several(
        "relations_allowed",
        gettext_lazy("Only these may visit: %(list)s."),
        gettext_lazy("Family, friends and officials may ask for a visit."),
    ),
    "second_approval": _several(
        "second_approval",
        gettext_lazy("A second officer must agree to visits for: %(list)s."),
        gettext_lazy("One officer answers a request."),
    ),
    "no_video_classes": _several(
        "no_video_classes",
        gettext_lazy("There are no video visits for: %(list)s."),
        gettext_lazy("Everybody can be met by video."),
    ),
    "media": _several("media", gettext_lazy("You can take part with: %(list)s."), words=MEDIA),
    "booking_otp_channels": _several(
        "booking_otp_channels",
        gettext_lazy("The OTP that sends your request comes by: %(list)s."),
        words=CHANNELS,
    ),
    "sent_channels": _several(
        "sent_channels",
        gettext_lazy("The Visit Reference Number also comes by: %(list)s."),
        gettext_lazy("The Visit Reference Number is shown on the screen only."),
        words=CHANNELS,
    ),
    "approval_channels": _several(
        "approval_channels", gettext_lazy("An approval comes by: %(list)s."), words=CHANNELS
    ),
    "refusal_channels": _several(
        "refusal_channels", gettext_lazy("A refusal comes by: %(list)s."), words=CHANNELS
    ),
    "join_otp_channels": _several(
        "join_otp_channels", gettext_lazy("The OTP to join comes by: %(list)s."), words=CHANNELS
    ),
}
