"""The lock of the terminal: the key in its browser, nothing else. Cookies and device numbers
can be copied; a key that signs and never leaves cannot.
"""

from collections.abc import Sequence
from datetime import datetime

from mulakat.accounts import enrolling
from mulakat.accounts.models import Device
from mulakat.calls.connecting import Seat
from mulakat.calls.live.doors import Door, Handshake
from mulakat.calls.messages import Prove
from mulakat.calls.models import Side


def seat_of_proof(proof: Prove, nonce: str, came: Handshake, now: datetime) -> Seat | None:
    """The terminal whose key has signed this socket's nonce for this origin."""
    devices = Device.objects.live().select_related("terminal")
    device: Device | None = devices.filter(pk=proof.device).first()
    if device is None:
        return None
    text = enrolling.challenge(nonce, came.origin)
    if not enrolling.proves(device=device, text=text, signature=proof.signature):
        return None
    return Seat(
        side=Side.TERMINAL,
        identity=f"device:{device.pk}",
        prison_id=device.terminal.prison_id,
        terminal_id=device.terminal_id,
        proof=str(device.pk),
    )


def still_enrolled(seats: Sequence[Seat], now: datetime) -> set[Seat]:
    live = Device.objects.live().filter(pk__in=[int(seat.proof) for seat in seats])
    keys = {str(pk) for pk in live.values_list("pk", flat=True)}
    return {seat for seat in seats if seat.proof in keys}


door = Door(by_proof=seat_of_proof, still_allowed=still_enrolled)
