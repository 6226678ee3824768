"""`make run LAN=1`: a certificate and an address with which a real phone can be tried.

Browsers give camera and microphone to https pages only, so the demo signs a certificate
itself; the phone warns once, and that is right.
"""

import ipaddress
import socket
from datetime import timedelta
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from mulakat import clock

LIFETIME = timedelta(days=90)


def address() -> str:
    """This machine's address on the local network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: only the route is asked
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def certificate(data: Path, host: str) -> tuple[Path, Path]:
    """(certificate, key) for `host`, made on the first start and kept in `data`."""
    chain, key = data / f"lan.{host}.crt", data / f"lan.{host}.key"
    if not (chain.exists() and key.exists()):
        secret = ec.generate_private_key(ec.SECP256R1())
        key.touch(mode=0o600)
        key.write_bytes(
            secret.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        chain.write_bytes(_signed(secret, host).public_bytes(serialization.Encoding.PEM))
    return chain, key


def _signed(secret: ec.EllipticCurvePrivateKey, host: str) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Mulakat demo {host}")])
    addresses = [ipaddress.ip_address(host), ipaddress.ip_address("127.0.0.1")]
    names = [x509.DNSName("localhost"), *(x509.IPAddress(each) for each in addresses)]
    now = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )


def show_code(url: str) -> None:
    """The address as a QR code in the terminal."""
    segno.make(url, error="l").terminal(compact=True, border=2)
