"""Keys for signing: which files are read, and what is refused before anything is signed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from briefing.core.errors import Exit, MachineError, SelectionError
from briefing.release.certificates import load_anchors, load_key
from tests.release.authority import PASSPHRASE, Authority, days

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def holder(authority):
    return authority.issue()


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def passphrase() -> str:
    return PASSPHRASE


def unasked() -> str:
    raise AssertionError("a key without a passphrase needs none")


def refused(name, root, ask=passphrase) -> str:
    """Return why a key is refused."""
    with pytest.raises(SelectionError) as caught:
        load_key(str(name), root, ask, NOW)
    (finding,) = caught.value.findings
    assert finding.code == "BR815" and finding.help and caught.value.exit_code is Exit.USAGE
    assert PASSPHRASE not in f"{finding.what} {finding.help}"
    return finding.what


@pytest.mark.parametrize("form", ["pkcs12", "pem"])
@pytest.mark.parametrize("word", [PASSPHRASE, ""])
def test_a_key_is_read_from_both_kinds_of_files(holder, root, tmp_path, form, word):
    path = tmp_path / "key"
    path.write_bytes(getattr(holder, form)(word))
    key = load_key(str(path), root, passphrase if word else unasked, NOW)
    assert (key.identity.name, key.identity.organisation) == ("Ana Example", "Example Institute")
    assert key.identity.shown == "Ana Example, Example Institute"
    assert key.identity.issuer == "Example Authority"
    assert "signer" not in repr(key)


@pytest.mark.parametrize("form", ["pkcs12", "pem"])
def test_a_wrong_passphrase_is_refused_and_not_repeated(holder, root, tmp_path, form):
    path = tmp_path / "key"
    path.write_bytes(getattr(holder, form)("another"))
    assert refused(path, root) == "wrong passphrase, or the file is damaged"
    assert refused(path, root, lambda: None) == "the key needs a passphrase"


def test_what_is_no_key_is_refused(holder, authority, root, tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"no key at all")
    assert refused(path, root) == "the file is not a key, or is damaged"
    path.write_bytes(holder.pkcs12("")[:-20])
    assert "damaged" in refused(path, root)
    path.write_bytes(holder.certificate_pem)
    assert refused(path, root) == "the file has no private key"
    path.write_bytes(holder.pem("").replace(holder.certificate_pem, authority.certificate_pem))
    assert refused(path, root) == "the file has no certificate for its key"
    for missing in (tmp_path / "nothing", root / "nothing"):
        assert refused(missing, root) == "cannot read the key: No such file or directory"
    assert "not supported" in refused("pkcs11:token=press", root)


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"end": NOW - days(1)}, "the certificate of the key expired on 2026-11-29"),
        ({"start": NOW + days(1)}, "the certificate of the key is not valid until 2026-12-01"),
        ({"signs": False}, "the certificate of the key was not issued for signatures"),
    ],
)
def test_a_certificate_that_cannot_sign_now_is_refused(authority, root, tmp_path, options, what):
    assert refused(authority.issue(**options).write(tmp_path), root) == what


@pytest.mark.parametrize("way", ["inside", "link to the inside", "link from the inside"])
def test_a_key_in_the_workspace_is_refused(holder, root, tmp_path, way):
    inside, outside = root / "content", tmp_path / "keys"
    inside.mkdir()
    outside.mkdir()
    path = holder.write(outside if way == "link from the inside" else inside)
    if way != "inside":
        link = (inside if way == "link from the inside" else outside) / "link.p12"
        link.symlink_to(path)
        path = link
    assert refused(path, root).startswith("the key is in the workspace")


def test_a_key_in_the_workspace_is_refused_whatever_the_path_is(holder, root, monkeypatch):
    holder.write(root)
    monkeypatch.chdir(root)
    assert refused("key.p12", root).startswith("the key is in the workspace")
    assert refused(f"../{root.name}/key.p12", root).startswith("the key is in the workspace")


def test_without_the_extra_the_help_names_it(holder, root, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyhanko.sign.signers", None)
    with pytest.raises(MachineError) as caught:
        load_key(str(holder.write(tmp_path)), root, passphrase, NOW)
    (finding,) = caught.value.findings
    assert (finding.code, caught.value.exit_code) == ("BR901", Exit.MACHINE)
    assert 'pip install "briefwright[sign]"' in finding.help


def test_trusted_certificates_are_read_from_pem_and_der(authority, holder, tmp_path):
    pem, der = tmp_path / "two.pem", tmp_path / "one.der"
    pem.write_bytes(b"The authority\n" + authority.certificate_pem + holder.certificate_pem)
    der.write_bytes(authority.certificate.public_bytes(Encoding.DER))
    assert len(load_anchors([pem, der])) == 3


@pytest.mark.parametrize("content", [b"<html>", b"-----BEGIN CERTIFICATE-----\nx\n", None])
def test_a_file_without_a_certificate_is_an_error(tmp_path, content):
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SelectionError) as caught:
        load_anchors([path])
    assert [finding.code for finding in caught.value.findings] == ["BR627"]
