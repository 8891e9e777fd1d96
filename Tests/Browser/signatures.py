"""Reads the signature of a paper with two programs that are not ours: poppler's own check, and pyHanko's."""

import io
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def _looked_at(pdf, trusted):
    roots = [x509.Certificate.load(der) for _, _, der in pem.unarmor(trusted, multiple=True)]
    context = ValidationContext(trust_roots=[root for root in roots if root.self_signed != "no"], allow_fetching=False)
    [signature] = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    # The browser's loop runs in this thread, and pyHanko begins one of its own.
    with ThreadPoolExecutor(1) as other:
        return signature, other.submit(validate_pdf_signature, signature, context).result()


def _told_by_poppler(pdf):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        return subprocess.run(["pdfsig", "-nocert", str(file)], check=False, capture_output=True, text=True).stdout


def _read_out(pdf):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        told = [subprocess.run(["pdfinfo", *options, str(file)], check=True, capture_output=True, text=True).stdout
                for options in ([], ["-struct-text"])]
    assert "Tagged:          yes" in told[0], told[0]
    return told[1]


def assert_readable(pdf, title, text):
    """Whoever has it read out hears one heading, and that text as a value beside its label; also after it was signed."""
    told = _read_out(pdf)
    assert told.count("\n  H1") == 1 and told.split("\n  H1", 1)[1].splitlines()[1].strip() == f'"{title}"', told
    assert f'"{text}' in told.split("Table", 1)[1], told
    assert told.count("\n  Figure") >= 1, told
    assert b"/Lang (id)" in pdf and b"/DisplayDocTitle true" in pdf and b"/Alt <FEFF" in pdf


def assert_sound(pdf, trusted, signer):
    """It is PAdES B-B, as it was signed, by that signer, whom the trusted certificates vouch for; and a change shows."""
    signature, status = _looked_at(pdf, trusted)
    assert status.intact and status.valid and status.trusted, status.pretty_print_details()
    assert signature.signer_cert.subject.native["common_name"] == signer
    attributes = {attribute["type"].native for attribute in signature.signer_info["signed_attrs"]}
    # The claimed time stands in the PDF and not in the signature: ETSI EN 319 142-1, 6.3.
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}, attributes
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached" and signature.sig_object["/M"].startswith("D:")
    told = _told_by_poppler(pdf)
    assert "Signature is Valid." in told and "Total document signed" in told, told

    changed = pdf.replace(b"/Producer", b"/Producex", 1)
    assert changed != pdf
    assert not _looked_at(changed, trusted)[1].intact
    assert "Signature is Valid." not in _told_by_poppler(changed)
