"""FreeSWITCH's configuration as it is written: who is where, and what stands open."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from hotline.outside.switch_conf import render, telephone
from hotline.settings import Settings, SettingsError, SipSettings, TrunkSettings, load

pytestmark = pytest.mark.unit
TRUNK = TrunkSettings(username="house", password="carrier-word", proxy="sip.carrier.test")


def tree(folder: Path, **given: Any) -> ElementTree.Element:
    chosen = Settings(data=folder, trunk=TRUNK, **given)
    return ElementTree.fromstring(render(chosen, [telephone("1001", "a")], folder))


def params(element: ElementTree.Element) -> dict[str, str]:
    return {one.attrib["name"]: one.attrib["value"] for one in element.iter("param")}


def profile(made: ElementTree.Element, name: str) -> dict[str, str]:
    found = made.find(f".//profile[@name='{name}']/settings")
    assert found is not None
    return params(found)


def test_the_carriers_account_and_the_telephones_are_in_two_domains(tmp_path: Path) -> None:
    made = tree(tmp_path)
    users = {
        domain.attrib["name"]: [user.attrib["id"] for user in domain.iter("user")] for domain in made.iter("domain")
        if list(domain.iter("user"))
    }  # fmt: skip
    assert users == {"tingsu.local": ["1001"], "trunk.tingsu.local": ["house"]}
    told = {name: profile(made, name)["force-register-domain"] for name in ("agents", "trunk")}
    assert told == {"agents": "tingsu.local", "trunk": "trunk.tingsu.local"}


def test_both_sides_refuse_transfers_and_tell_of_wrong_passwords(tmp_path: Path) -> None:
    made = tree(tmp_path)
    for name in ("agents", "trunk"):
        told = profile(made, name)
        assert (told["disable-transfer"], told["log-auth-failures"], told["auth-calls"]) == ("true", "true", "true")
        assert "apply-register-acl" not in told  # it would let its networks register without a password


def test_telephones_stand_in_the_networks_of_the_settings(tmp_path: Path) -> None:
    made = tree(tmp_path, sip=SipSettings(telephones=["10.8.0.0/16"]))
    listed = made.find(".//list[@name='telephones']")
    assert listed is not None
    assert (listed.attrib["default"], [node.attrib["cidr"] for node in listed]) == ("deny", ["10.8.0.0/16"])
    user = made.find(".//user[@id='1001']")
    assert user is not None
    assert params(user)["auth-acl"] == "telephones"


def test_encryption_is_off_beside_or_alone(tmp_path: Path) -> None:
    told = []
    for sip in ({}, {"tls": True}, {"tls": True, "tls_only": True, "srtp": True}):
        made = tree(tmp_path, sip=SipSettings.model_validate(sip))
        dial = params(made)["dial-string"]
        told.append(
            (*(profile(made, name).get("tls-only", "-") for name in ("agents", "trunk")), "rtp_secure_media" in dial)
        )
    assert told == [("-", "-", False), ("false", "false", False), ("true", "false", True)]


@pytest.mark.parametrize("text", ["sip: {tls_only: true}", "sip: {telephones: [10.8.0.1/33]}"])
def test_settings_that_cannot_be_meant(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tls_only needs tls: true|is no network such as"):
        load(file)
