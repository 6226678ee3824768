"""Every SMS this product sends: its text in English.

A text is one template to a telecom regulator, in each language another (India's DLT), so it
is one string with placeholders and never pieced together; `docs/messages.md` shows the table
to register. English must fit one part of 160 letters, Hindi and Bengali three parts of 67:
tests count the worst case of each. Every SMS names the helpline and says that it is free.
No SMS ever holds a name that a person has.
"""

from django.utils.translation import gettext_noop as _

OTP_LINE = "\n@%(domain)s #%(otp)s"  # read by the browser: alone on the last line

SMS: dict[str, str] = {
    # The OTP that sends a request
    "S01": _(
        "%(otp)s is your OTP to send your e-Mulakat request. Valid %(mins)s min. "
        "Do not tell it to anyone. Free. Help %(help)s -%(brand)s"
    ),
    # The request has reached the prison
    "S02": _(
        "Request sent to %(jail)s. Ref %(vrn)s. NOT approved yet. Answer by %(date)s. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Approved, by video
    "S03": _(
        "APPROVED: video visit %(vrn)s, %(date)s, %(time)s. Join here: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Approved, at the prison
    "S04": _(
        "APPROVED: visit %(vrn)s, %(jail)s, %(date)s, %(time)s. Come by %(arrive)s with ID. "
        "Gate code %(code)s. Free. Help %(help)s -%(brand)s"
    ),
    # The prison asks something; the question itself stands on the page
    "S05": _(
        "ANSWER by %(date)s: %(jail)s has a question on %(vrn)s. %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Another time is offered
    "S06": _(
        "New time %(date)s, %(time)s for %(vrn)s? Answer by %(by)s: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Not approved
    "S07": _(
        "NOT approved: request %(vrn)s, %(reason)s. You may ask again. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The prison did not answer in time
    "S08": _(
        "%(jail)s did not answer %(vrn)s in time. Your turn is kept. %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The day before, by video
    "S09": _(
        "TOMORROW %(date)s, %(time)s: visit %(vrn)s. Test phone or cancel: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The day before, at the prison
    "S09p": _(
        "TOMORROW %(date)s, %(time)s: visit %(vrn)s, %(jail)s. Come by %(arrive)s with ID. "
        "Gate code %(code)s. Free. Help %(help)s -%(brand)s"
    ),
    # An hour before, by video
    "S10": _(
        "Your video visit is at %(time)s. Join from %(opens)s: %(link)s Charge your phone. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # An hour before one has to be at the gate
    "S10p": _(
        "TODAY %(time)s: visit %(vrn)s, %(jail)s. Come by %(arrive)s with ID. "
        "Gate code %(code)s. Free. Help %(help)s -%(brand)s"
    ),
    # The OTP to join
    "S11": _(
        "%(otp)s is your OTP to join visit %(vrn)s. Valid %(mins)s min. "
        "Do not tell it to anyone. Free. Help %(help)s -%(brand)s"
    ),
    # OTP and PIN to join, where a policy sends both by SMS
    "S12": _(
        "%(otp)s is your OTP and %(pin)s your %(pin_name)s for visit %(vrn)s. "
        "Tell no one. Free. Help %(help)s -%(brand)s"
    ),
    # The prison moved an approved visit
    "S13": _(
        "CHANGED: visit %(vrn)s is now %(date)s, %(time)s. Not possible? %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The prison cancelled an approved visit
    "S14": _(
        "CANCELLED: %(vrn)s, %(date)s, %(reason)s. You go first: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The visitor cancelled a visit, or took a request back
    "S15": _(
        "You cancelled %(vrn)s. Nothing more to do. You may ask again at any time. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The visitor asked for other times
    "S16": _(
        "You asked for another time for %(vrn)s. %(date)s, %(time)s is kept until the answer. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # A place became free for the next in the waiting list
    "S17": _(
        "Place free %(date)s %(time)s for %(vrn)s. Answer by %(by)s: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Cut short or missed by a fault of prison or network
    "S18": _(
        "Visit %(vrn)s broke off by our fault. It does not count. You go first: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The person has left; only to a visitor known to him
    "S20": _(
        "Visit %(vrn)s cannot go ahead: the person is no longer at %(jail)s. Please call us. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Helpline, counter or gate filled the form
    "S21": _(
        "Request %(vrn)s made for you by %(desk)s. Is it right? %(link)s Free, pay nobody. "
        "Help %(help)s -%(brand)s"
    ),
    # To the old phone, after a change
    "S22": _(
        "The phone of request %(vrn)s was changed, %(date)s, %(time)s. Not you? Call us. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # At the gate
    "S23": _(
        "%(jail)s: you arrived at %(time)s, token %(token)s, visit %(vrn)s. Keep this message. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The visitor did not come
    "S25": _(
        "You missed visit %(vrn)s, %(date)s. Was it the network? Tell us: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The prison cannot give visits today
    "S27": _(
        "TODAY no visit %(vrn)s: %(reason)s. It does not count. %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # A complaint has its number
    "S30": _(
        "Complaint %(number)s received. You get an answer by %(date)s. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # A complaint is answered; the answer stands on the page
    "S31": _("Your complaint %(number)s is answered: %(link)s Free. Help %(help)s -%(brand)s"),
    # The OTP that shows how a request stands
    "S32": _(
        "%(otp)s is your OTP to see your e-Mulakat request. Valid %(mins)s min. "
        "Do not tell it to anyone. Free. Help %(help)s -%(brand)s"
    ),
    # In the waiting list
    "S33": _(
        "Request %(vrn)s is in the waiting list. We write when a place is free. %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # Not let in at the gate
    "S34": _(
        "Visit %(vrn)s could not take place today. What you can do now: %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # No other time is possible
    "S36": _(
        "No other time is possible: visit %(vrn)s stays on %(date)s, %(time)s. %(link)s "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The visitor asked for a second look
    "S35": _(
        "Another officer looks at %(vrn)s again. You get an answer by %(date)s. "
        "Free. Help %(help)s -%(brand)s"
    ),
    # The OTP that proves a new phone; it goes to that phone alone
    "S37": _(
        "%(otp)s is your OTP to change the phone of your request. Valid %(mins)s min. "
        "Do not tell it to anyone. Free. Help %(help)s -%(brand)s"
    ),
}
WITH_OTP_LINE = frozenset({"S01", "S11", "S12", "S32", "S37"})
