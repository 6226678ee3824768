"""A gate for tests of its pages: keys as a browser would make them, and a guard at work."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.test import Client

from mulakat import clock
from mulakat.accounts import device_keys
from mulakat.gate import devices, lists
from mulakat.gate.models import GateDevice
from mulakat.prisons.models import Prison
from tests import world

ORIGIN = "http://testserver"


@dataclass
class Gatehouse:
    """One browser. `client` holds its cookies, the keys never leave it."""

    client: Client
    prison: Prison
    proof: ec.EllipticCurvePrivateKey
    box: ec.EllipticCurvePrivateKey
    device: GateDevice

    def sign(self, purpose: str, said: str) -> str:
        text = f"mulakat-gate-v1|{purpose}|{said}|{ORIGIN}"
        halves = decode_dss_signature(self.proof.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return device_keys.text_of(b"".join(half.to_bytes(32) for half in halves))

    def sign_in(self, staff_id: str, password: str = world.PASSWORD, **more: Any) -> Any:
        nonce = self.client.get("/gate/sign-in/").context["nonce"]
        given = {
            "staff_id": staff_id,
            "password": password,
            "nonce": nonce,
            "proof": self.sign("sign-in", nonce),
            **more,
        }
        return self.client.post("/gate/sign-in/", given)

    def open(self, sealed: dict[str, Any]) -> dict[str, Any]:
        shared = self.box.exchange(ec.ECDH(), device_keys.curve_point(sealed["key"]))
        key = HKDF(hashes.SHA256(), 32, salt=b"", info=lists.INFO).derive(shared)
        nonce, box = (device_keys.bytes_of(sealed[name]) for name in ("nonce", "box"))
        assert nonce and box
        opened: dict[str, Any] = json.loads(AESGCM(key).decrypt(nonce, box, lists.INFO))
        return opened

    def sync(self, acts: list[Any], **headers: str) -> Any:
        body = json.dumps({"acts": acts})
        proof = self.sign("sync", hashlib.sha256(body.encode()).hexdigest())
        sent = {"X-Gate": str(self.device.pk), "X-Gate-Proof": proof, **headers}
        return Client(enforce_csrf_checks=True).post(
            "/gate/sync/", body, content_type="application/json", headers=sent
        )


def a_gatehouse(prison: Prison | None = None, gate: int = 1) -> Gatehouse:
    """A browser enrolled with a code as the office makes it."""
    prison = prison or world.a_prison()
    client = Client()
    proof, box = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    code = devices.make_code(prison=prison, gate=gate, by="staff:1", now=clock.now())
    keys = [json.dumps(device_keys.jwk_of(key.public_key())) for key in (proof, box)]
    answer = client.post("/gate/enrol/", {"code": code, "public_key": keys[0], "box_key": keys[1]})
    assert answer.status_code == 200, answer.content
    device = GateDevice.objects.get(pk=answer.json()["device"])
    return Gatehouse(client, prison, proof, box, device)


def at_work(prison: Prison | None = None, gate: int = 1) -> Gatehouse:
    """The same with a guard signed in."""
    house = a_gatehouse(prison, gate)
    guard = world.a_guard(house.prison)
    answer = house.sign_in(guard.staff_id)
    assert answer.status_code == 302, answer.content
    return house
