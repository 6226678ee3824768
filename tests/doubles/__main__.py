"""Both doubles as one process, until SIGTERM."""

import argparse
import signal
import threading

from tests.doubles.sms import SmsGateway
from tests.doubles.smtp import MailServer


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.doubles")
    parser.add_argument("--smtp-port", type=int, default=8141)
    parser.add_argument("--sms-port", type=int, default=8142)
    parser.add_argument("--quiet", action="store_true", help="do not print what is taken")
    args = parser.parse_args()
    mail, sms = MailServer(args.smtp_port), SmsGateway(args.sms_port)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    mail.start()
    sms.start()
    print(f"mail {mail.url}, SMS {sms.url}", flush=True)
    seen = 0, 0
    while not stop.wait(0.2):
        letters, messages = len(mail.letters), len(sms.messages)
        if not args.quiet:
            for letter in mail.letters[seen[0] : letters]:
                print(f"\n== mail to {letter.to}: {letter.subject}\n{letter.text}", flush=True)
            for one in sms.messages[seen[1] : messages]:
                print(f"\n== SMS to {one.to}: {one.text}", flush=True)
        seen = letters, messages
    mail.stop()
    sms.stop()


if __name__ == "__main__":
    main()
