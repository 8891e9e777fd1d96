"""The sentences of the pages, read from the same files as the portal reads them, so that a reworded page breaks no test."""

import re
from pathlib import Path

import yaml

RESOURCES = Path(__file__).resolve().parents[2] / "Apps/Portal/Resources"


def _flat(tree, prefix=""):
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + str(key), str(value)


class Words:
    """One language's sentences."""

    def __init__(self, language):
        self.language = language
        self.all = dict(_flat(_read(f"Words/{language}.yaml")))

    def __call__(self, key, **arguments):
        sentence = self.all[key]
        for name, value in arguments.items():
            sentence = sentence.replace("{" + name + "}", str(value))
        return sentence

    def subject(self, template, **arguments):
        """The subject of a message of `Messages/`."""
        subject = _read(f"Messages/{template}.yaml")[self.language]["subject"]
        for name, value in arguments.items():
            subject = subject.replace("{" + name + "}", str(value))
        return subject


    def mark(self, template):
        """The longest part of a message's body that no other message has: by it one finds the message in a mail."""
        bodies = {path.stem: _read(f"Messages/{path.name}")[self.language]["body"] for path in (RESOURCES / "Messages").glob("*.yaml")}
        own = bodies.pop(template)
        parts = [part.strip() for part in re.split(r"\{\w+\}|\n", own)]
        return max((part for part in parts if not any(part in other for other in bodies.values())), key=len)


_cache = {}


def _read(path):
    if path not in _cache:
        _cache[path] = yaml.safe_load((RESOURCES / path).read_text(encoding="utf-8"))
    return _cache[path]


def service(code):
    """The definition of a service as it stands in its file."""
    return _read(f"Services/{code}.yaml")


def manifest(slug):
    """The manifest of a region as it stands in its file."""
    return _read(f"Regions/{slug}.yaml")


def names_in(folder):
    """The names of all that `Services` or `Regions` hold."""
    return sorted(path.stem for path in (RESOURCES / folder).glob("*.yaml"))


#: Words that stand in almost every Indonesian sentence and in no English one.
INDONESIAN = re.compile(
    r"\b(Anda|yang|dengan|untuk|belum|tidak|adalah|atau|dari|kami|akan|sudah|permohonan|layanan|kode|pilih)\b", re.IGNORECASE
)
