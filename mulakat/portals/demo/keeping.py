"""Keeping what arrives, as the phone shows it. The newest 200 stay."""

from email.message import EmailMessage

from mulakat.portals.demo.models import PhoneMessage

KEPT = 200


def keep_mail(to: str, mail: EmailMessage) -> None:
    """One mail for one address, in its plain and its HTML form."""
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    PhoneMessage.objects.create(
        channel="email",
        to=to[:120],
        sender=str(mail["From"])[:120],
        subject=str(mail["Subject"])[:200],
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
    )
    _forget_old()


def keep_sms(to: str, sender: str, text: str) -> PhoneMessage:
    message = PhoneMessage.objects.create(
        channel="sms", to=to[:120], sender=sender[:120], text=text[:2000]
    )
    _forget_old()
    return message


def _forget_old() -> None:
    last = PhoneMessage.objects.order_by("-pk").values_list("pk", flat=True)[KEPT : KEPT + 1]
    if last:
        PhoneMessage.objects.filter(pk__lte=last[0]).delete()
