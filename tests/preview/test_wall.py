"""The wall in a real browser: seen, clicked, typed on, searched, edited, and read by assistive technology."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("uvicorn")

from tests import browser
from tests.preview.commands import running
from tests.preview.previews import BRIEF

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(browser.missing()), reason=browser.missing() or "-"),
]
with_axe = pytest.mark.skipif(browser.axe() is None, reason=browser.missing(with_axe=True) or "-")

FIRST = BRIEF.replace("{policymaker: {}}", "{minister: {}, policymaker: {}}").replace(
    "key_points:\n", "bottom_line: {text: 'Rain fell in June.', short: 'Rain fell.'}\nkey_points:\n"
)
"""A brief in two editions."""

ARABIC = """\
title: الثانية الكبيسة تقترب من نهايتها
language: ar
date: 2026-11-22
key_points: [النقطة الأولى.]
sections: [{title: عنوان, text: نص أول في قسم.}]
outlook: يستمر.
audiences: {policymaker: {}}
"""
TABLET, NARROWEST = 1280, 320
MINISTER, POLICYMAKER, RTL = "trial-minister-en", "trial-policymaker-en", "arabic-policymaker-ar"

EDITIONS = "[...document.querySelectorAll('.edition')]"
READY = f"{EDITIONS}.length === 3 && {EDITIONS}.every(one => one.dataset.state === 'up to date')"
STATE = "name => document.querySelector(`.edition[data-name=${name}]`).dataset.state"
SHOWN = f"{EDITIONS}.filter(one => !one.hidden).map(one => one.dataset.name)"


@dataclass
class Wall:
    tab: browser.Tab
    root: Path
    address: str
    opened: Path
    """The file in which the editor writes down what it has opened, a line for each time."""

    def in_edition(self, name: str, selector: str) -> str:
        return f"document.querySelector('.edition[data-name={name}] {selector}')"

    def mark(self, name: str, key: str) -> str:
        return self.in_edition(name, f'.marks [data-key="{key}"]')

    def show(self, name: str) -> None:
        """Scroll to an edition: pages that are far away are not loaded."""
        self.tab.value(self.in_edition(name, ".pages") + ".scrollIntoView()")

    def middle_of(self, element: str) -> tuple[float, float]:
        """Scroll to an element, and return the point in its middle."""
        self.tab.wait_for(element)
        box = self.tab.value(
            f"(() => {{ const one = {element}; one.scrollIntoView({{block: 'center', inline: 'center'}});"
            "const box = one.getBoundingClientRect();"
            "return [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        return box[0], box[1]

    def click(self, element: str) -> None:
        self.tab.click(*self.middle_of(element))

    def choose(self, name: str, value: str) -> None:
        self.tab.value(
            f"(() => {{ const one = document.forms.filters.elements['{name}']; one.value = '{value}';"
            "one.dispatchEvent(new Event('change', {bubbles: true})) })()"
        )

    def visit(self, hash: str = "") -> None:
        self.tab.visit(self.address + "wall.css")
        self.tab.value("sessionStorage.clear()")
        self.tab.visit(self.address + hash)
        self.tab.wait_for(READY)

    def write(self, text: str) -> None:
        (self.root / "content/trial/brief.yaml").write_text(text, encoding="utf-8")

    def drawn(self, name: str = POLICYMAKER) -> str:
        self.show(name)
        found = self.tab.wait_for(self.in_edition(name, ".page") + "?.dataset.drawn")
        return str(found)


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Wall]:
    root = tmp_path_factory.mktemp("workspace")
    for name, text in (("trial", FIRST), ("arabic", ARABIC)):
        (root / f"content/{name}").mkdir(parents=True)
        (root / f"content/{name}/brief.yaml").write_text(text, encoding="utf-8")
    opened = tmp_path_factory.mktemp("editor") / "opened"
    script = "import sys; open(sys.argv[1], 'a').write(' '.join(sys.argv[2:]) + '\\n')"
    editor = shlex.join([sys.executable, "-c", script, str(opened), "{file}", "{line}"])
    with running(root, "--editor", editor, "-j", "1") as command, browser.browser() as tab:
        tab.resize(TABLET)
        yield Wall(tab, root, command.address, opened)


@pytest.fixture
def wall(served) -> Iterator[Wall]:
    """The wall, with nothing selected; afterwards the brief is what it was."""
    served.tab.resize(TABLET)
    served.visit()
    served.opened.unlink(missing_ok=True)
    yield served
    served.write(FIRST)


def test_all_editions_are_on_the_wall_with_their_real_pages_and_badges(wall):
    assert wall.tab.value(SHOWN) == [RTL, MINISTER, POLICYMAKER]
    badges = wall.tab.value(wall.in_edition(MINISTER, ".badges") + ".innerText").split("\n")
    assert badges[0] == "1 of 2 pages" and badges[-1] == "up to date"
    wall.drawn()
    image = wall.in_edition(POLICYMAKER, ".page img")
    assert wall.tab.value(
        f"{image}.naturalWidth >= {image}.getBoundingClientRect().width * devicePixelRatio - 1"
    )
    events = wall.tab.events("Network.requestWillBeSent")
    asked = {event["request"]["url"] for event in events}
    assert asked and all(url.startswith(wall.address) for url in asked if "favicon" not in url)
    assert wall.tab.events("Runtime.exceptionThrown") == []
    assert not [one for one in wall.tab.events("Log.entryAdded") if "favicon" not in str(one)]


def test_an_edit_of_a_file_changes_the_page_and_keeps_the_place(wall):
    before = wall.drawn()
    wall.tab.value("document.querySelector('#zoom-in').click()")
    wall.show(POLICYMAKER)
    wall.write(FIRST.replace("The first point.", "Another point."))
    drawn = wall.in_edition(POLICYMAKER, ".page") + ".dataset.drawn"
    wall.tab.wait_for(f"{drawn} !== '{before}'")
    wall.tab.wait_for(wall.in_edition(POLICYMAKER, ".words") + ".innerText.includes('Another point.')")
    assert wall.tab.value("document.querySelector('#zoom').textContent") == "67 %"


def test_filters_show_the_wanted_editions(wall):
    wall.choose("audience", "minister")
    assert wall.tab.value(SHOWN) == [MINISTER]
    wall.choose("audience", "")
    wall.choose("language", "ar")
    assert wall.tab.value(SHOWN) == [RTL]
    wall.choose("language", "")
    wall.choose("brief", "trial")
    assert wall.tab.value(SHOWN) == [MINISTER, POLICYMAKER]


def test_hover_shows_the_key_and_the_place_and_a_click_opens_the_editor(wall):
    wall.show(POLICYMAKER)
    x, y = wall.middle_of(wall.mark(POLICYMAKER, "key_points.1.text"))
    wall.tab.point(x, y)
    line = FIRST.splitlines().index("  - The first point.") + 1
    place = wall.tab.value("document.querySelector('#place').innerText")
    assert place.startswith(f"key_points.1 content/trial/brief.yaml:{line}")
    wall.tab.click(x, y)
    wall.tab.wait_for("document.querySelector('#message').innerText.startsWith('Opened content/trial')")
    wall.tab.wait_for("true")
    wanted = f"{wall.root}/content/trial/brief.yaml {line}\n"
    for _ in range(200):
        if wall.opened.exists() and wall.opened.read_text() == wanted:
            break
        wall.tab.value("new Promise(done => setTimeout(done, 50))")
    assert wall.opened.read_text() == wanted


def test_an_address_with_a_key_leads_to_the_text(wall):
    wall.visit(f"#{POLICYMAKER}/sections.1")
    wall.tab.wait_for("document.activeElement.dataset.key === 'sections.1.title.text'")
    box = wall.tab.value("document.activeElement.getBoundingClientRect().top")
    assert 0 <= box <= 900


def test_everything_can_be_reached_with_the_keyboard(wall):
    focused = "document.activeElement"
    wall.tab.press("Tab")
    assert wall.tab.value(f"{focused}.className") == "skip"
    wall.tab.press("Enter")
    wall.tab.press("j")
    wall.tab.press("j")
    assert wall.tab.value(f"{focused}.closest('.edition').dataset.name") == MINISTER
    wall.tab.press("k")
    assert wall.tab.value(f"{focused}.closest('.edition').dataset.name") == RTL
    wall.tab.wait_for(wall.in_edition(RTL, ".marks button"))
    wall.tab.press("Tab")
    first = wall.tab.value(f"{focused}.dataset.key")
    wall.tab.press("ArrowDown")
    assert wall.tab.value(f"{focused}.dataset.key") not in (first, None)
    assert wall.tab.value(f"{focused}.getAttribute('aria-label')").endswith(
        wall.tab.value("document.querySelector('#place').innerText").split()[1]
    )
    wall.tab.press("e")
    wall.tab.wait_for(f"{focused}.tagName === 'TEXTAREA'")
    wall.tab.press("Escape")
    assert wall.tab.value("document.querySelector('#panel').hidden && document.activeElement.dataset.key")
    for key, view in (("c", "sheet"), ("s", "compare"), ("w", "wall")):
        wall.tab.press(key)
        assert wall.tab.value("document.body.className") == view
    wall.tab.press("/")
    assert wall.tab.value(f"{focused}.name") == "words"
    wall.tab.value("document.activeElement.blur()")
    wall.tab.press("?")
    assert wall.tab.value("document.querySelector('#help').open")


def test_search_marks_the_words_and_nothing_else(wall):
    wall.tab.press("/")
    wall.tab.write("first POINT")
    wall.tab.wait_for("document.querySelector('output[name=hits]').value === '2 places in 2 editions'")
    marks = "[...document.querySelectorAll('mark')].map(one => one.textContent)"
    assert wall.tab.value(marks) == ["first point", "first point"]
    wall.tab.press("Enter")
    assert wall.tab.value("document.querySelectorAll('mark.now').length") == 1
    assert wall.tab.value("document.querySelector('output[name=hits]').value") == "1 of 2"
    wall.tab.value("document.forms.filters.elements.words.select()")
    wall.tab.write("النقطة الأولى")
    wall.tab.wait_for("document.querySelector('output[name=hits]').value === '1 place in 1 edition'")


def test_text_is_selected_where_it_is_painted(wall):
    for name in (POLICYMAKER, RTL):
        wall.show(name)
        word = wall.in_edition(name, ".words span")
        wall.middle_of(word)
        text, inside, x, y = wall.tab.value(
            f"(() => {{ const box = {word}.getBoundingClientRect(), page = {word}.closest('.page')"
            ".getBoundingClientRect(); return ["
            f"{word}.textContent, box.left >= page.left && box.right <= page.right, box.x + box.width * 0.12,"
            "box.y + box.height / 2] })()"
        )
        assert inside
        wall.tab.click(x, y, clicks=2)
        selected = wall.tab.value("String(getSelection())").strip()
        assert selected and selected in text
        wall.tab.value("getSelection().removeAllRanges()")


def test_faults_are_boxed_in_place_listed_with_their_line_and_gone_when_they_are_fixed(wall):
    wall.show(POLICYMAKER)
    wall.write(FIRST.replace("The first point.", "The first {nope} point."))
    faults = wall.in_edition(POLICYMAKER, ".faults span.error")
    wall.tab.wait_for(faults)
    wall.tab.wait_for(wall.in_edition(POLICYMAKER, ".words") + ".innerText.includes('{nope}')")
    mark = wall.mark(POLICYMAKER, "key_points.1.text")
    around = wall.tab.value(
        f"(() => {{ const a = {faults}.getBoundingClientRect(), b = {mark}.getBoundingClientRect();"
        "return a.top <= b.top && a.bottom >= b.bottom && a.left <= b.left && a.right >= b.right })()"
    )
    assert around
    item = wall.in_edition(POLICYMAKER, ".findings li")
    line = FIRST.splitlines().index("  - The first point.") + 1
    assert wall.tab.value(f"{item}.innerText").startswith("error: ")
    assert wall.tab.value(f"{item}.querySelector('button').innerText") == f"content/trial/brief.yaml:{line}"
    wall.write(FIRST)
    wall.tab.wait_for(f"!{faults} && !{item}")


def test_the_last_good_page_stays_marked_as_outdated(wall):
    before = wall.drawn()
    wall.write(FIRST.replace("key_points:", "key_points: ["))
    wall.tab.wait_for(f"({STATE})('{POLICYMAKER}') === 'outdated'")
    assert wall.drawn() == before
    assert "outdated: the last good pages" in wall.tab.value(
        wall.in_edition(POLICYMAKER, ".badges") + ".innerText"
    )
    assert wall.tab.value(wall.in_edition(POLICYMAKER, ".findings li") + ".innerText").startswith("error: ")
    assert wall.tab.value(f"({STATE})('{RTL}')") == "up to date"
    wall.write(FIRST)
    wall.tab.wait_for(f"({STATE})('{POLICYMAKER}') === 'up to date'")


def test_a_text_is_edited_in_place_and_the_change_undone(wall):
    path = wall.root / "content/trial/brief.yaml"
    before = path.read_bytes()
    wall.show(MINISTER)
    wall.tab.point(*wall.middle_of(wall.mark(MINISTER, "bottom_line.short")))
    wall.click("document.querySelector('.edit')")
    wall.tab.wait_for("document.activeElement.tagName === 'TEXTAREA'")
    panel = wall.tab.value("document.querySelector('#panel').innerText")
    assert "English, short" in panel and "Rain fell in June." in panel and "2 of 45 words" in panel
    wall.tab.value("document.activeElement.select()")
    wall.tab.write("It rained: a lot.")
    assert wall.tab.value("document.querySelector('#panel [role=status]').innerText").startswith("4 of ")
    wall.click("[...document.querySelectorAll('#panel button')].find(one => one.innerText === 'Save')")
    wall.tab.wait_for("document.querySelector('#panel [role=status]').innerText.endsWith('Saved.')")
    assert path.read_bytes() == before.replace(b"'Rain fell.'", b"'It rained: a lot.'")
    wall.tab.wait_for(wall.in_edition(MINISTER, ".words") + ".innerText.includes('It rained')")
    wall.click(
        "[...document.querySelectorAll('#panel button')].find(one => one.innerText.startsWith('Undo'))"
    )
    wall.tab.wait_for("document.querySelector('#panel [role=status]').innerText.endsWith('Undone.')")
    assert path.read_bytes() == before


def test_saving_is_refused_when_another_program_has_changed_the_file(wall):
    wall.show(MINISTER)
    wall.tab.wait_for(wall.mark(MINISTER, "bottom_line.short"))
    wall.tab.value(wall.mark(MINISTER, "bottom_line.short") + ".focus()")
    wall.tab.press("e")
    wall.tab.wait_for("document.activeElement.tagName === 'TEXTAREA'")
    wall.tab.value("document.activeElement.select()")
    wall.tab.write("Mine.")
    theirs = FIRST.replace("Rain fell.", "Theirs.")
    wall.write(theirs)
    wall.click("[...document.querySelectorAll('#panel button')].find(one => one.innerText === 'Save')")
    wall.tab.wait_for("document.querySelector('#panel [role=alert]').innerText.includes('has changed')")
    assert (wall.root / "content/trial/brief.yaml").read_text() == theirs
    assert wall.tab.value("document.querySelector('#panel textarea').value") == "Mine."


def test_editions_side_by_side_are_aligned_by_their_keys(wall):
    for name in (MINISTER, POLICYMAKER):
        wall.tab.value(wall.in_edition(name, "input[type=checkbox]") + ".click()")
    wall.tab.resize(TABLET, 500)
    wall.tab.press("s")
    assert wall.tab.value(SHOWN) == [MINISTER, POLICYMAKER]
    for name in (MINISTER, POLICYMAKER):
        wall.tab.wait_for(wall.mark(name, "outlook.summary.text"))
    wall.tab.value("document.querySelector('#zoom-in').click()")
    wall.tab.value("document.querySelector('#zoom-in').click()")
    leader = wall.in_edition(POLICYMAKER, ".pages")
    wall.tab.value(f"{leader}.focus()")
    wall.tab.wait_for(f"typeof {leader}.onscroll === 'function'")
    wall.tab.value(f"{leader}.scrollTop = 150")
    tops = (
        "["
        + ", ".join(
            f"{wall.mark(name, 'key_points.1.text')}.getBoundingClientRect().top"
            for name in (MINISTER, POLICYMAKER)
        )
        + "]"
    )
    wall.tab.wait_for(f"(([one, other]) => Math.abs(one - other) < 3)({tops})")


VIEWS = {"wall": "w", "contact sheet": "c", "side by side": "s"}


@with_axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [TABLET, NARROWEST])
def test_there_are_no_barriers(wall, width, scheme):
    wall.tab.prefer(scheme)
    wall.write(FIRST.replace("The first point.", "The first {nope} point."))
    wall.tab.wait_for(wall.in_edition(POLICYMAKER, ".findings li"))
    wall.tab.resize(width)
    for key in VIEWS.values():
        wall.tab.press(key)
        assert wall.tab.violations() == []
        assert wall.tab.value("document.documentElement.scrollWidth") <= width
    wall.tab.press("w")
    wall.show(POLICYMAKER)
    wall.tab.wait_for(wall.mark(POLICYMAKER, "key_points.1.text"))
    wall.tab.value(wall.mark(POLICYMAKER, "key_points.1.text") + ".focus()")
    wall.tab.press("e")
    wall.tab.wait_for("document.activeElement.tagName === 'TEXTAREA'")
    assert wall.tab.violations() == []
    box = json.loads(
        wall.tab.value("JSON.stringify(document.querySelector('#panel').getBoundingClientRect())")
    )
    assert box["left"] >= 0 and box["right"] <= width
    wall.tab.press("Escape")
    wall.tab.value("document.querySelector('#keys').click()")
    assert wall.tab.violations() == []
    wall.tab.prefer("light")


def test_eight_tabs_follow_the_changes_and_still_load_pages(wall):
    """A browser has six connections for each server."""
    wall.tab.value("window.tabs = []; true")
    for _ in range(7):
        script = f"tabs.push(open('{wall.address}'))"
        wall.tab.ask("Runtime.evaluate", expression=script, userGesture=True)
    try:
        wall.tab.wait_for("tabs.every(one => one.document.querySelectorAll('.edition').length === 3)")
        wall.write(FIRST.replace("The first point.", "The first {nope} point."))
        item = f".edition[data-name={POLICYMAKER}] .findings li"
        wall.tab.wait_for(f"[window, ...tabs].every(one => one.document.querySelector('{item}'))")
        page = f"fetch('editions/{POLICYMAKER}/pages/0.json').then(answer => answer.status)"
        assert wall.tab.value(page) == 200
    finally:
        wall.tab.value("tabs.forEach(one => one.close())")


def test_a_contradiction_between_editions_is_listed_boxed_and_gone_when_it_is_fixed(wall):
    wall.show(MINISTER)
    text = "{text: 'The river rose by 12 mm.', short: 'The river rose by 15 mm.'}"
    wall.write(FIRST.replace("  - The first point.", f"  - {text}"))
    item = wall.in_edition(MINISTER, ".findings")
    wall.tab.wait_for(f"{item}.innerText.includes(\"'text' says '12'\")")
    assert "warning" in wall.tab.value(wall.in_edition(MINISTER, ".badges") + ".innerText")
    wall.tab.wait_for(wall.in_edition(MINISTER, ".faults span.warning"))
    wall.write(FIRST)
    wall.tab.wait_for(f"!{item}.children.length")


def test_what_is_not_about_a_page_is_listed_above_the_editions(wall):
    style = wall.root / "styles/house-of-nobody.css"
    style.parent.mkdir()
    style.write_text("p { color: red }")
    shown = "document.querySelector('#problems')"
    wall.tab.wait_for(f"!{shown}.hidden && {shown}.innerText.includes('house-of-nobody.css')")
    style.unlink()
    style.parent.rmdir()
    wall.tab.wait_for(f"{shown}.hidden")


HOSTILE = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>"


@pytest.mark.parametrize("place", ["a text", "an unknown key", "a template"])
def test_markup_of_strangers_is_shown_as_text_and_never_runs(wall, place):
    quoted = json.dumps(HOSTILE)
    changes = {
        "a text": FIRST.replace("  - The first point.", f"  - {quoted}"),
        "an unknown key": f"{FIRST}{quoted}: {quoted}\n",
        "a template": FIRST,
    }
    template = wall.root / "templates/parts/key-points.j2.html"
    if place == "a template":
        template.parent.mkdir(parents=True)
        template.write_text(f"<div>{HOSTILE}</div>")
    wall.show(POLICYMAKER)
    wall.write(changes[place])
    item = wall.in_edition(POLICYMAKER, ".findings")
    words = wall.in_edition(POLICYMAKER, ".words")
    wall.tab.wait_for(f"{words}.innerText.includes('onerror')" if place == "a text" else f"{item}.innerText")
    wall.tab.press("?")
    for element in ("main img[onerror]", "main script", "[onerror]", "iframe"):
        assert wall.tab.value(f"document.querySelectorAll('{element}').length") == 0
    assert wall.tab.value("typeof window.ran") == "undefined"
    if place == "a text":
        wall.tab.value("document.querySelector('#help').close()")
        wall.tab.value(wall.mark(POLICYMAKER, "key_points.1.text") + ".focus()")
        wall.tab.press("e")
        wall.tab.wait_for("document.activeElement.tagName === 'TEXTAREA'")
        assert wall.tab.value("document.activeElement.value") == HOSTILE
        assert wall.tab.value("typeof window.ran") == "undefined"
        wall.tab.press("Escape")
    template.unlink(missing_ok=True)
    wall.write(FIRST)
    wall.tab.wait_for(READY)
