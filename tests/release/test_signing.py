"""Signed kits: PDFs that begin with the bytes that were built, and what `brief verify` finds out about signatures."""

from __future__ import annotations

import email
import hashlib
import json
import shutil
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from briefing.compose.email_draft import replace_attachment
from briefing.compose.signature import compose_signature
from briefing.compose.tailor import tailor
from briefing.core.errors import Exit, MachineError, PromiseError
from briefing.core.finding import Span
from briefing.files.workspace import Files, shipped_root
from briefing.incremental.build_log import BuildLog
from briefing.load.languages import Languages
from briefing.pdf.conformance import read_claims, read_metadata
from briefing.pdf.objects import read_objects
from briefing.pdf.pages import digests_of_pages
from briefing.pipeline.build import build_all
from briefing.pipeline.formats import PDF
from briefing.pipeline.plan import Selection, plan
from briefing.pipeline.task import execute_here
from briefing.release.certificates import load_anchors, load_key
from briefing.release.kit import MANIFEST
from briefing.release.release import Terms, exit_of, release_all
from briefing.release.release_files import STAMP, STAMP_PLACE, Stamp, release_task
from briefing.release.signatures import check_signature, is_signed
from briefing.release.signing import VISIBLE, Appearance, Signing, read_appearance, sign_pdf
from briefing.release.verify import verify
from briefing.structure.standards import Standard
from tests.conftest import LEAST_BRIEF
from tests.release.authority import END, PASSPHRASE, Authority, days
from tests.release.test_release import build, forged, started, with_true_checksums
from tests.verapdf import PROFILES, missing, validate

pytestmark = pytest.mark.engine

NOW = datetime(2026, 11, 30, 12, 34, 56, tzinfo=UTC)
BRIEF = LEAST_BRIEF + "audiences: {policymaker: {}, minister: {}}\n"
HERE = Span("a.pdf")
LABEL = "Digitally signed by"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def keys(authority, tmp_path_factory) -> Path:
    """A folder with keys and certificates, outside of any workspace."""
    folder = tmp_path_factory.mktemp("keys")
    authority.issue().write(folder)
    authority.issue("Ben Example").write(folder, "other.p12")
    (folder / "authority.pem").write_bytes(authority.certificate_pem)
    (folder / "stranger.pem").write_bytes(Authority("Stranger").certificate_pem)
    return folder


@pytest.fixture(scope="module")
def anchors(keys):
    return load_anchors([keys / "authority.pem"])


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = started(tmp_path_factory.mktemp("port"), BRIEF)
    build(root)
    return root


@pytest.fixture(scope="module")
def pdf(built) -> bytes:
    return (built / "out/port-policymaker-en.pdf").read_bytes()


@pytest.fixture(scope="module")
def signed(pdf, keys) -> bytes:
    return sign_pdf(pdf, signing(keys), LABEL)


@pytest.fixture(scope="module")
def kit(built, keys) -> Path:
    (one,) = release(built, signing(keys))
    assert one.error is None and one.signed_by == "Ana Example, Example Institute"
    return one.folder


@pytest.fixture
def copy(kit, tmp_path) -> Path:
    return Path(shutil.copytree(kit, tmp_path / "kit"))


@pytest.fixture
def port(built, kit, tmp_path) -> Path:
    """A copy of the workspace with its signed kit."""
    return Path(shutil.copytree(built, tmp_path / "port"))


def signing(keys: Path, name: str = "key.p12", moment: datetime = NOW) -> Signing:
    return Signing(load_key(str(keys / name), Path("/nowhere"), lambda: PASSPHRASE, NOW), moment)


def release(root: Path, how: Signing | None):
    files, selection = Files(root, shipped_root()), Selection()
    with BuildLog(files, root / "out", selection.key) as log:
        return list(release_all(files, selection, log, Terms(NOW, signing=how), root / "out/release"))


def codes(folder: Path, anchors=()) -> set[str]:
    """Return the codes of what is wrong with a kit."""
    with pytest.raises(PromiseError) as caught:
        verify(folder, anchors)
    assert all(finding.help for finding in caught.value.findings)
    return {finding.code for finding in caught.value.findings}


def whats(pdf: bytes, anchors=()) -> list[tuple[str, str]]:
    return [(finding.code, finding.what) for finding in check_signature(pdf, HERE, anchors)[1]]


def test_a_signed_pdf_begins_with_the_bytes_that_were_built(pdf, signed):
    assert signed.startswith(pdf) and len(signed) > len(pdf)
    assert is_signed(signed) and not is_signed(pdf)
    assert read_claims(signed) == read_claims(pdf) == ("PDF/UA-1", "PDF/A-3a")
    assert digests_of_pages(signed) == digests_of_pages(pdf)
    assert read_metadata(signed) == read_metadata(pdf)


def test_a_signature_shows_who_signed_and_when(signed, anchors):
    signature, wrong = check_signature(signed, HERE, anchors)
    assert not wrong and signature.is_trusted and signature.signed_at == NOW
    assert signature.identity.shown == "Ana Example, Example Institute"
    assert b"20261130123456Z)" in signed  # not in the time zone of the signer
    without, wrong = check_signature(signed, HERE, ())
    assert not wrong and without.is_trusted is False


def fields_and_forms(pdf: bytes):
    """Return the objects of a PDF, its signature fields and its structure elements for fields."""
    objects = read_objects(pdf)
    values = [one.value for one in objects.objects if isinstance(one.value, dict)]
    fields = [value for value in values if value.get("/FT") == "/Sig"]
    return objects, fields, [value for value in values if value.get("/S") == "/Form"]


def test_an_invisible_signature_has_a_name_and_no_size(pdf, signed):
    assert fields_and_forms(pdf)[1:] == ([], [])
    objects, (field,), forms = fields_and_forms(signed)
    assert objects.text(field["/TU"]) == f"{LABEL} Ana Example, Example Institute"
    assert field["/Rect"] == [0, 0, 0, 0] and not forms


def test_any_changed_byte_is_found(signed):
    for place in (100, len(signed) // 3, len(signed) - 40):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert [code for code, _ in whats(bytes(changed))] == ["BR625"], place


def test_what_was_added_after_signing_is_found(signed, keys):
    assert whats(signed + b"\n") == [("BR625", "something was added to the PDF after it was signed")]
    with pytest.raises(PromiseError):
        sign_pdf(signed, signing(keys), LABEL)


def test_a_pdf_without_a_signature_and_what_is_no_pdf_are_found(pdf):
    assert whats(pdf) == [("BR625", "the PDF is not signed")]
    assert [code for code, _ in whats(b"no PDF")] == ["BR625"]


def test_another_authority_is_not_trusted(signed, keys):
    ((code, what),) = whats(signed, load_anchors([keys / "stranger.pem"]))
    assert code == "BR626" and "issued by 'Example Authority', does not lead to a trusted one" in what


def test_a_certificate_that_had_expired_at_signing_is_found(pdf, keys, anchors):
    late = sign_pdf(pdf, signing(keys, moment=END + days(1)), LABEL)
    expected = "the certificate of 'Ana Example, Example Institute' had expired at signing: on 2036-01-01"
    assert whats(late) == whats(late, anchors) == [("BR626", expected)]


def test_a_chain_of_authorities_leads_to_the_trusted_one(pdf, authority, tmp_path, anchors):
    between = authority.issue("Department", issues=True)
    authority.issue("Cem Example", by=between).write(tmp_path)
    found, wrong = check_signature(sign_pdf(pdf, signing(tmp_path), LABEL), HERE, anchors)
    assert not wrong and found.is_trusted and found.identity.issuer == "Department"


def test_a_signed_kit_is_verified(kit, built, anchors):
    manifest = json.loads((kit / MANIFEST).read_text())
    for edition in manifest["editions"]:
        pdf, unsigned = edition["files"]["pdf"], (built / f"out/{edition['edition']}.pdf").read_bytes()
        content, signature = (kit / pdf["name"]).read_bytes(), edition["signature"]
        assert hashlib.sha256(content).hexdigest() == pdf["sha256"]
        assert signature["unsigned"] == {
            "bytes": len(unsigned),
            "sha256": hashlib.sha256(unsigned).hexdigest(),
        }
        assert content[: len(unsigned)] == unsigned
        assert signature["signer"] == {"name": "Ana Example", "organisation": "Example Institute"}
        assert signature["signed_at"] == "2026-11-30T12:34:56Z"
    found = verify(kit, anchors)
    assert [one.is_trusted for one in found.signatures] == [True, True] and not found.unchecked


def test_the_email_has_the_signed_pdf_attached(kit):
    draft = email.message_from_bytes(next(kit.glob("*policymaker*.eml")).read_bytes())
    (attached,) = (part for part in draft.walk() if part.get_content_type() == "application/pdf")
    assert attached.get_payload(decode=True) == next(kit.glob("*policymaker*.pdf")).read_bytes()
    plain = draft.get_boundary()
    assert plain and draft["Message-ID"].endswith("@briefwright.invalid>")


def test_the_same_kit_is_not_signed_again(port, keys):
    (again,) = release(port, signing(keys, moment=NOW + days(1)))
    assert again.how == "unchanged" and verify(again.folder).signatures[0].signed_at == NOW


def test_only_what_has_changed_is_signed_again(port, keys):
    brief = port / "content/port/brief.yaml"
    brief.write_text(BRIEF.replace("minister: {}", "minister: {first: outlook}"))
    build(port)
    (again,) = release(port, signing(keys, moment=NOW + days(1)))
    times = {one.signed_at for one in verify(again.folder).signatures}
    assert again.how == "replaced" and times == {NOW, NOW + days(1)}


def test_another_key_signs_again_and_no_key_removes_the_signatures(port, keys):
    (other,) = release(port, signing(keys, "other.p12"))
    assert other.how == "replaced" and other.signed_by.startswith("Ben")
    (unsigned,) = release(port, None)
    assert unsigned.how == "replaced" and not verify(unsigned.folder).signatures


def test_a_failure_to_sign_writes_nothing(port, keys, monkeypatch):
    shutil.rmtree(port / "out/release")
    calls = []

    def failing(pdf, how, *args):
        calls.append(pdf)
        if len(calls) == 2:
            raise OSError("the token was removed")
        return sign_pdf(pdf, how, *args)

    monkeypatch.setattr("briefing.release.release.sign_pdf", failing)
    with pytest.raises(OSError, match="token"):
        release(port, signing(keys))
    assert len(calls) == 2 and not list((port / "out/release").iterdir())


def test_a_pdf_that_cannot_be_signed_is_a_finding(keys):
    with pytest.raises(PromiseError) as caught:
        sign_pdf(b"no PDF", signing(keys), LABEL)
    assert [finding.code for finding in caught.value.findings] == ["BR625"]


def forge(kit: Path, change) -> None:
    """Change the PDFs of a kit, and make all checksums fit, as a skilled forger would."""
    for path in kit.glob("*.pdf"):
        old = path.read_bytes()
        path.write_bytes(change(old))
        draft = path.with_suffix(".eml")
        draft.write_bytes(replace_attachment(draft.read_bytes(), old, path.read_bytes()))
    forged(kit, with_true_checksums(kit))


def test_a_forger_who_makes_the_checksums_fit_is_found_by_the_signature(copy):
    forge(copy, lambda pdf: pdf.replace(b"/DisplayDocTitle true", b"/DisplayDocTitle null"))
    assert codes(copy) == {"BR625"}


def test_signatures_that_were_removed_are_missed(copy, built, anchors):
    forge(copy, lambda pdf: pdf[: pdf.index(b"%%EOF") + 6])
    assert codes(copy) == {"BR625"}
    forged(copy, lambda manifest: [edition.pop("signature") for edition in manifest["editions"]])
    assert not verify(copy).signatures  # as if nobody had ever signed it
    assert codes(copy, anchors) == {"BR625"}


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.update(certificate="0" * 64),
        lambda entry: entry.update(signed_at="2026-11-30T12:34:57Z"),
        lambda entry: entry["unsigned"].update(bytes=3),
        lambda entry: entry["unsigned"].update(sha256="0" * 64),
        lambda entry: entry.clear(),
        lambda entry: entry.update(unsigned=[]),
    ],
)
def test_a_manifest_that_does_not_fit_the_signature_is_found(copy, change):
    forged(copy, lambda manifest: change(manifest["editions"][0]["signature"]))
    assert codes(copy) == {"BR624"}


def test_without_the_extra_a_kit_is_verified_and_its_signatures_are_not(kit, anchors, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
    found = verify(kit)
    assert not found.signatures and 'pip install "briefwright[sign]"' in found.unchecked
    with pytest.raises(MachineError) as caught:
        verify(kit, anchors)
    assert caught.value.exit_code is Exit.MACHINE


def test_a_batch_reports_a_kit_that_could_not_be_signed(built, keys, monkeypatch):
    def failing(*_):
        raise PromiseError([])

    monkeypatch.setattr("briefing.release.release.sign_pdf", failing)
    assert exit_of(release(built, signing(keys, "other.p12"))) is Exit.PROMISE


STAMP_WORDS = Stamp("Ana <Example>", "معهد المثال", NOW)
"""A name with a sign of markup, and an organisation in another script."""


def stamped(root: Path, out: Path, standard: Standard = Standard.UA1) -> tuple[bytes, Appearance]:
    """Return an edition and the appearance of a visible signature on it."""
    files, selection = Files(root, shipped_root()), Selection(standard=standard, audiences=("minister",))
    planned = plan(files, selection)
    list(build_all(planned, files, out))
    ((_, result),) = execute_here(files, release_task(out, (), stamp=STAMP_WORDS))(planned.jobs)
    assert result.error is None
    return result.files[PDF], read_appearance(result.files[STAMP], result.files[STAMP_PLACE])


@pytest.fixture(scope="module")
def appearance(built, tmp_path_factory) -> tuple[bytes, Appearance]:
    return stamped(built, tmp_path_factory.mktemp("stamped"))


def ink(pdf: bytes, number: int, box) -> int:
    """Return how many pixels of a part of a page are painted."""
    left, bottom, right, top = box
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()  # without, fields are not drawn
        picture = document[number].render(scale=1, may_draw_forms=True).to_pil().convert("L")
    part = picture.crop((left, picture.height - top, right, picture.height - bottom))
    return sum(part.histogram()[:250])


def test_a_visible_signature_is_painted_in_a_free_place(appearance, keys):
    pdf, look = appearance
    with pypdfium2.PdfDocument(pdf) as document:
        assert look.page == len(document) - 1
    marked = sign_pdf(pdf, signing(keys), LABEL, look)
    assert ink(pdf, look.page, look.box) == 0 < ink(marked, look.page, look.box)
    assert not check_signature(marked, HERE, ())[1] and marked.startswith(pdf)
    with pypdfium2.PdfDocument(look.pdf) as document:
        words = document[0].get_textpage().get_text_bounded()
    assert words.startswith("Digitally signed by Ana <Example>, ") and "\n" not in words


def test_a_visible_signature_is_described_for_screen_readers(appearance, keys):
    pdf, look = appearance
    objects, (field,), (form,) = fields_and_forms(sign_pdf(pdf, signing(keys), LABEL, look))
    described = f"{LABEL} Ana Example, Example Institute"
    assert objects.text(field["/TU"]) == objects.text(form["/Alt"]) == described
    assert objects.dictionary(form["/K"]["/Obj"]) == field and field["/Rect"] == [*look.box]
    root = objects.dictionary(objects.trailer["/Root"])
    tree = objects.dictionary(objects.dictionary(root["/StructTreeRoot"])["/ParentTree"])
    numbers = objects.resolved(tree["/Nums"])
    assert objects.dictionary(numbers[numbers.index(field["/StructParent"]) + 1]) == form
    assert len(set(numbers[::2])) == len(numbers[::2])


def test_a_kit_with_visible_signatures_has_nothing_else_in_it(port, keys):
    how = replace(signing(keys), placement=VISIBLE)
    (one,) = release(port, how)
    assert one.error is None and one.how == "replaced"
    assert {path.suffix for path in one.folder.iterdir()} == {".pdf", ".html", ".png", ".eml", ".json", ""}
    assert len(verify(one.folder).signatures) == 2
    (again,) = release(port, replace(how, moment=NOW + days(1)))
    assert again.how == "unchanged"


def test_names_in_a_visible_signature_have_their_own_direction(built):
    files, selection = Files(built, shipped_root()), Selection(audiences=("minister",))
    (job,) = plan(files, selection).jobs
    page = compose_signature(tailor(job), files, "row", STAMP_WORDS.name, STAMP_WORDS.organisation, NOW)
    assert 'dir="ltr">Ana &lt;Example&gt;</span>' in page.html and 'dir="rtl">معهد المثال</span>' in page.html


@pytest.mark.parametrize("language", ["es", "ru", "ar"])
def test_a_visible_signature_has_its_label_in_the_language_of_the_edition(language, tmp_path):
    root = started(tmp_path, LEAST_BRIEF + f"language: {language}\naudiences: {{minister: {{}}}}\n")
    pdf, look = stamped(root, tmp_path / "out")
    labels = Languages(Files(root, shipped_root())).labels_of(language)
    with pypdfium2.PdfDocument(look.pdf) as document:
        words = document[0].get_textpage().get_text_bounded()
    label = unicodedata.normalize("NFKC", words)
    assert labels.labels["signed_by"].split()[0] in label and "Signed" not in label
    with pypdfium2.PdfDocument(pdf) as document:
        middle = document[look.page].get_width() / 2
    left, _, right, _ = look.box
    assert abs(middle - right) > abs(middle - left) if language == "ar" else left < middle


def test_a_page_without_room_is_a_finding(built, tmp_path, monkeypatch):
    monkeypatch.setattr("briefing.release.release_files.find_free_box", lambda *_, **__: None)
    files, selection = Files(built, shipped_root()), Selection(audiences=("minister",))
    task = release_task(built / "out", (), stamp=STAMP_WORDS)
    ((_, result),) = execute_here(files, task)(plan(files, selection).jobs)
    assert [(one.code, bool(one.help)) for one in result.error.findings] == [("BR816", True)]


@pytest.mark.parametrize("place", [b"[0, 9, 9, 9, 20]", b"[-1, 0, 0, 9, 9]", b"[0, 1, 2]", b"{}", b"x"])
def test_a_place_that_a_worker_made_up_is_refused(place):
    with pytest.raises(ValueError):  # noqa: PT011
        read_appearance(b"", place)


@pytest.mark.validator
@pytest.mark.skipif(bool(missing()), reason=f"PDF/UA and PDF/A were not validated: {missing()}")
@pytest.mark.parametrize("standard", list(Standard))
def test_a_signed_pdf_still_conforms_to_its_standards(built, keys, tmp_path, standard):
    pdf, look = stamped(built, tmp_path, standard)
    plain, visible = tmp_path / "plain.pdf", tmp_path / "visible.pdf"
    plain.write_bytes(sign_pdf(pdf, signing(keys), LABEL))
    visible.write_bytes(sign_pdf(pdf, signing(keys), LABEL, look))
    verdicts = validate(dict.fromkeys((plain, visible), PROFILES[standard]))
    assert [(one.file.name, one.profile, one.broken) for one in verdicts if not one.passed] == []
    assert len(verdicts) == 2 * len(PROFILES[standard])
