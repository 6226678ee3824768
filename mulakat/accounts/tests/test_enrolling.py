"""A terminal is made by a code and a key; neither works twice or for another."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from mulakat import clock
from mulakat.accounts import enrolling
from mulakat.accounts.models import Device, EnrolmentCode
from mulakat.audit.models import Event
from mulakat.prisons.models import Terminal
from tests.live import jwk, signed
from tests.world import a_prison, a_terminal

pytestmark = pytest.mark.django_db


@pytest.fixture
def terminal() -> Terminal:
    return a_terminal(a_prison())


def a_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def a_code(terminal: Terminal) -> str:
    return enrolling.make_code(terminal=terminal, by="staff:1", now=clock.now())


def enrol(code: str, **jwk_values: object) -> Device:
    public_key = {**jwk(a_key()), **jwk_values}
    return enrolling.enrol(typed=code, public_key=public_key, now=clock.now())


def test_a_code_enrols_once(terminal: Terminal) -> None:
    code = a_code(terminal)
    assert enrol(code).terminal == terminal
    with pytest.raises(enrolling.CannotEnrol) as refused:
        enrol(code)
    assert refused.value.key == "code"


def test_a_code_is_read_as_people_type_it(terminal: Terminal) -> None:
    code = a_code(terminal)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert enrol(f" {typed} ").terminal == terminal


def test_an_old_or_unknown_code_enrols_nothing(terminal: Terminal) -> None:
    code = a_code(terminal)
    EnrolmentCode.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    for typed in (code, "AAAAA-AAAAA", ""):
        with pytest.raises(enrolling.CannotEnrol):
            enrol(typed)


def test_the_code_does_not_stand_in_the_database(terminal: Terminal) -> None:
    code = a_code(terminal)
    assert code.replace("-", "") not in str(EnrolmentCode.objects.values().get())


@pytest.mark.parametrize(
    "values",
    [{"kty": "RSA"}, {"crv": "P-384"}, {"x": "AAAA"}, {"y": "*"}, {"x": 5}, {"d": "secret"}],
)
def test_only_a_public_p256_key_is_taken(terminal: Terminal, values: dict[str, object]) -> None:
    code = a_code(terminal)
    with pytest.raises(enrolling.CannotEnrol) as refused:
        enrol(code, **values)
    assert refused.value.key == "key"
    assert enrol(code), "the code is still good"


def test_a_new_device_takes_the_place_of_the_old(terminal: Terminal) -> None:
    first, second = enrol(a_code(terminal)), enrol(a_code(terminal))
    first.refresh_from_db()
    assert first.revoked_at
    assert list(Device.objects.live().filter(terminal=terminal)) == [second]
    names = set(Event.objects.values_list("name", flat=True))
    assert names == {"terminal.code_made", "terminal.enrolled", "terminal.revoked"}


def test_only_the_key_signs_and_only_this_text(terminal: Terminal) -> None:
    key = a_key()
    device = enrolling.enrol(typed=a_code(terminal), public_key=jwk(key), now=clock.now())
    text = enrolling.challenge("nonce", "https://here")
    signature = signed(key, text)
    assert enrolling.proves(device=device, text=text, signature=signature)
    assert not enrolling.proves(device=device, text=text + " ", signature=signature)
    assert not enrolling.proves(device=device, text=text, signature=signed(a_key(), text))
    for broken in ("", "*", signature[:-4], signature + "AAAA", "A" * 86):
        assert not enrolling.proves(device=device, text=text, signature=broken)
