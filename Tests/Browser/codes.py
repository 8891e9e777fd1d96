"""Reading the codes that people scan."""

import subprocess
import tempfile
from pathlib import Path


def scan(picture):
    """The texts of the QR codes in a PNG picture, read by zbarimg."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "code.png"
        file.write_bytes(picture)
        done = subprocess.run(["zbarimg", "--quiet", "--raw", str(file)], capture_output=True, text=True)
        return done.stdout.splitlines()


def pages_of(pdf):
    """Each page of a PDF as a PNG picture at 300 dots an inch, as a phone's camera sees it and a printer prints it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-png", "-r", "300", str(file), f"{folder}/page"], check=True, capture_output=True)
        return [page.read_bytes() for page in sorted(Path(folder).glob("page*.png"))]


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return done.stdout.decode()


def emv_fields(payload):
    """The top fields of an EMV merchant-presented payload; fails when its checksum (CRC-16/CCITT-FALSE) is wrong."""
    assert payload[-8:-4] == "6304", payload
    crc = 0xFFFF
    for byte in payload[:-4].encode():
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    assert payload[-4:] == f"{crc:04X}", payload
    return _fields(payload)


def _fields(text):
    found = {}
    while text:
        identifier, length = text[:2], int(text[2:4])
        found[identifier] = text[4 : 4 + length]
        text = text[4 + length :]
    return found


def bill_number(payload):
    """Field 62 (additional data), 01: the merchant's own reference."""
    return _fields(emv_fields(payload)["62"])["01"]
