"""A throw-away certificate authority: its key never leaves memory, everything it signs ends within a day."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_NAME = "ajo-doctor simulator CA"  # how a run recognises that it talks to a simulator
INTERCEPTOR_NAME = "Example Corp inspection CA"  # signs where a company proxy opens connections
_VALID = timedelta(days=1)
_EARLIER = timedelta(hours=1)  # tolerates a clock that is a little behind


class Authority:
    """Signs one leaf certificate per host name and keeps the TLS contexts made of them."""

    def __init__(self, name: str = AUTHORITY_NAME) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._certificate = self._self_signed()
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def pem(self) -> bytes:
        """The authority's certificate, for clients that shall trust it."""
        return self._certificate.public_bytes(Encoding.PEM)

    def context(self, host: str) -> ssl.SSLContext:
        """Return the server side's TLS context for that host; made once."""
        known = self._contexts.get(host)
        if known is None:
            known = self._contexts[host] = self._new_context(host)
        return known

    def _new_context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        key = self._leaf_key.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
        # `ssl` reads certificates from files only; the folder is ours alone and lives for this call.
        with tempfile.TemporaryDirectory(prefix="ajo-doctor-") as folder:
            chain = Path(folder, "leaf.pem")
            chain.write_bytes(key + self._leaf(host).public_bytes(Encoding.PEM))
            context.load_cert_chain(chain)
        return context

    def _leaf(self, host: str) -> x509.Certificate:
        builder = _builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])]))
        builder = builder.issuer_name(self._name).public_key(self._leaf_key.public_key())
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), False)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = builder.add_extension(usage, False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return builder.add_extension(issuer, False).sign(self._key, SHA256())

    def _self_signed(self) -> x509.Certificate:
        public = self._key.public_key()
        builder = _builder(self._name).issuer_name(self._name).public_key(public)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        return builder.add_extension(_signs_certificates(), True).sign(self._key, SHA256())


def _builder(subject: x509.Name) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now - _EARLIER + _VALID)
    )


def _signs_certificates() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
