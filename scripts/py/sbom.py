"""Write what the programs are made of as CycloneDX 1.5 (JSON), from the pinned requirements: names, versions, hashes.

The same pins give the same text, so that two of them can be compared. FreeSWITCH and Debian's packages are not in it.
"""

import argparse
import hashlib
import json
import re
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FILES = ("requirements.txt",)
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,100})(?:\[[^\]]{0,100}\])?==([^\s;\\]{1,60})")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAME = re.compile(r"[-_.]+")


@dataclass(frozen=True, slots=True, order=True)
class Pinned:
    """A library in the version that is installed. `sha256`: of each of its files that would be taken."""

    name: str
    version: str
    sha256: tuple[str, ...] = ()


def pinned(text: str) -> list[Pinned]:
    """The pins of a file of requirements, by name. Raises ValueError for a line that pins nothing."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        told = line.partition(" #")[0].strip()
        if not told or told.startswith(("#", "-")):
            continue
        pin = _PIN.match(told)
        if pin is None:
            raise ValueError(f"this pins nothing: {told[:80]}")
        found.append(Pinned(plain(pin[1]), pin[2], tuple(sorted(_HASH.findall(told)))))
    return sorted(found)


def plain(name: str) -> str:
    """A library's name in the one form in which names are compared."""
    return _NAME.sub("-", name).lower()


def bill(pins: list[Pinned]) -> dict[str, Any]:
    """The bill of materials."""
    components = [
        {
            "type": "library", "name": one.name, "version": one.version,
            "bom-ref": f"pkg:pypi/{one.name}@{one.version}", "purl": f"pkg:pypi/{one.name}@{one.version}",
            "hashes": [{"alg": "SHA-256", "content": content} for content in one.sha256],
        }
        for one in pins
    ]  # fmt: skip
    whole = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, whole)}",
        "metadata": {"component": {"type": "application", "bom-ref": "tingsu", "name": "tingsu"}},
        "components": components,
        "dependencies": [{"ref": "tingsu", "dependsOn": [one["bom-ref"] for one in components]}],
    }  # fmt: skip


def of_files(names: list[str]) -> list[Pinned]:
    """The pins of files in the project's folder, each once."""
    return sorted({pin for name in names for pin in pinned((ROOT / name).read_text(encoding="utf-8"))})


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/sbom", description=__doc__)
    parser.add_argument("files", nargs="*", default=list(FILES), help="files of pins; default: requirements.txt")
    json.dump(bill(of_files(parser.parse_args(words).files)), sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
