"""What the demo puts at the edge: the description of its own SMS gateway.

Read before Django starts, by `mulakat run`; so nothing here imports a model.
"""

import os
from pathlib import Path

from mulakat.config import Config

GATEWAY = """\
# The demo's own gateway: a page that shows each SMS as a phone would, at /demo/phone
url = "{origin}/demo/gateway"
shape = "form"
sender = "EMULKT"
entity_id = "1101000000000000001"

[fields]
to = "{{to}}"
text = "{{text}}"
sender = "{{sender}}"
entity = "{{entity_id}}"
template = "{{template_id}}"

[answer]
statuses = [200]
success = "^OK "
"""


def prepare(config: Config) -> None:
    """Write the gateway file into the demo's data and name it in the environment.

    Left alone where the operator names a gateway of his own.
    """
    if "SMS_GATEWAY_FILE" in os.environ:
        return
    path = config.MULAKAT_DATA / "demo-sms-gateway.toml"
    path.write_text(GATEWAY.format(origin=config.origin), encoding="utf-8")
    os.environ["SMS_GATEWAY_FILE"] = str(path)


def trust(certificate: Path) -> None:
    """With LAN=1 the gateway answers by the demo's own certificate; the worker must know it."""
    os.environ["SSL_CERT_FILE"] = str(certificate)
