from pathlib import Path

import pytest

from mulakat.notifications.channels.gateway import Gateway, WrongGateway
from mulakat.notifications.delivery import deliver_due
from mulakat.notifications.tests.written import an_otp, an_sms_courier
from tests.doubles.behaviour import Answer
from tests.doubles.sms import SmsGateway

EXAMPLE = Path(__file__).parents[3] / "docs" / "sms-gateway.example.toml"
STATES = """
[templates]
S01 = "9000"
[states.19]
sender = "EMULWB"
entity_id = "1119"
[states.19.templates]
S01 = { en = "19001", hi = "19002" }
"""


@pytest.mark.django_db
@pytest.mark.parametrize("shape", ["get", "form", "json"])
def test_an_sms_travels_in_the_shape_the_file_names(
    shape: str, sms: SmsGateway, tmp_path: Path
) -> None:
    an_otp("sms", to="+919830012345", language="hi")
    deliver_due(channel="sms", courier=an_sms_courier(sms, tmp_path, STATES, shape), worker="w")
    (one,) = sms.messages
    assert one.method == ("GET" if shape == "get" else "POST")
    assert one.to == "+919830012345" and "ई-मुलाकात" in one.text
    assert one.fields["sender"] == "EMULWB" and one.fields["entity"] == "1119"
    assert one.fields["template"] == "19002" and one.fields["unicode"] == "1"


@pytest.mark.django_db
def test_another_state_has_its_own_sender_and_templates(sms: SmsGateway, tmp_path: Path) -> None:
    an_otp("sms", state_number=5)
    deliver_due(channel="sms", courier=an_sms_courier(sms, tmp_path, STATES), worker="w")
    (one,) = sms.messages
    assert (one.fields["sender"], one.fields["template"]) == ("EMULKT", "9000")
    assert one.fields["unicode"] == "0"


@pytest.mark.django_db
def test_an_answer_without_the_word_of_success_is_tried_again(
    sms: SmsGateway, tmp_path: Path
) -> None:
    row = an_otp("sms")
    path = sms.describe(tmp_path)
    path.write_text(path.read_text().replace('"accepted"', '"queued"'))
    from mulakat.notifications.channels.sms import SmsCourier

    deliver_due(channel="sms", courier=SmsCourier(gateway=Gateway.read(path)), worker="w")
    row.refresh_from_db()
    assert row.last_error == "later:200" and row.given_up_at is None


@pytest.mark.django_db
def test_a_gateway_that_hangs_leaves_a_doubt(sms: SmsGateway, tmp_path: Path) -> None:
    row = an_otp("sms")
    sms.then([Answer.HANG])
    path = sms.describe(tmp_path)
    path.write_text("timeout = 0.3\n" + path.read_text())
    from mulakat.notifications.channels.sms import SmsCourier

    deliver_due(channel="sms", courier=SmsCourier(gateway=Gateway.read(path)), worker="w")
    row.refresh_from_db()
    assert row.doubts == 1 and row.last_error == "unsure:TimeoutError"


def test_a_wrong_file_names_every_fault_at_once(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text('url = "ftp://x"\nshape = "xml"\n[fields]\na = "{phone}"\nb = "{"\n')
    with pytest.raises(WrongGateway) as wrong:
        Gateway.read(path)
    faults = "\n".join(wrong.value.args)
    for part in ("url:", "shape:", "{phone}", "b:", "must use {text}"):
        assert part in faults, part


def test_a_strict_file_names_every_message_without_a_template(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(
        'url = "https://x/"\nstrict = true\n[fields]\nto = "{to}"\ntext = "{text}"\n'
        '[states.19.templates]\nS01 = "1"\nS02 = { en = "2" }\n'
    )
    missing = Gateway.read(path).missing(["en", "hi"])
    assert "state 19: S02.hi" in missing and "state 19: S11.en" in missing
    assert not [each for each in missing if "S01" in each or each == "state 19: S02.en"]


def test_the_example_can_be_read() -> None:
    gateway = Gateway.read(EXAMPLE)
    assert gateway.identity(19).template_id("S01", "bn")
    assert gateway.missing(["en", "hi", "bn"]) == []
