"""Inputs that must not pass: silent defects, bombs, ways out of the workspace, and code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from tests.conftest import LEAST_BRIEF
from tests.execution.test_limits import doubled, used

Files = Mapping[str, str | bytes]

BAD = LEAST_BRIEF + "audiences: {bad: {}}\n"
AUDIENCE = "label: Bad\nparts: [title, sections, bad]\n"
CANARY = "canary-4711"
WITH_PICTURE = LEAST_BRIEF.replace("A first text.", "'![A map](map.png)'")


def template(text: str, style: str = "", others: Files | None = None) -> Files:
    """Return a workspace whose audience `bad` prints a template with a style."""
    return {
        "content/trial/brief.yaml": BAD,
        "templates/audiences/bad/audience.yaml": AUDIENCE,
        "templates/parts/bad.j2.html": text,
        "styles/audiences/bad.css": style,
        **(others or {}),
    }


def style(text: str) -> Files:
    """Return a workspace with a style of its own."""
    return template("<p class='x'>A word.</p>", text)


def picture(name: str, content: bytes | str) -> Files:
    """Return a workspace whose text shows a picture."""
    brief = LEAST_BRIEF.replace("A first text.", f"'![A map]({name})'")
    return {"content/trial/brief.yaml": brief, f"content/trial/{name}": content}


def write(root: Path, files: Files) -> Path:
    """Write a workspace to disk."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def png(width: int = 40, height: int = 40) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).save(out, "PNG")
    return out.getvalue()


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90" width="90" height="90">{}</svg>'

DEFECTS: Mapping[str, Files] = {
    "a missing picture": {"content/trial/brief.yaml": WITH_PICTURE},
    "a picture cut short": picture("map.png", png()[:900]),
    "a picture that is none": picture("map.png", "no picture"),
    "a picture missing in a drawing": picture(
        "map.svg", SVG.format('<image href="gone.png" width="9" height="9"/>')
    ),
    "an unknown name": template("<p>{{ titel }}</p>"),
    "an unknown name of a block": template("<p>{{ brief.titel }}</p>"),
    "an unknown font": style(".x { font-family: 'Brand Sans' }"),
    "a character without a glyph": {
        "content/trial/brief.yaml": LEAST_BRIEF.replace("A first text.", "A sign: \U00012079.")
    },
    "a hidden text": style("h1 { display: none }"),
    "a text off the page": style(".x { position: absolute; left: 300mm }"),
    "a text cut by its box": style(".x { overflow: hidden; width: 4mm; height: 2mm; white-space: nowrap }"),
    "a text on another": style(".x { position: absolute; top: 0; left: 0; margin: 0 }"),
    "an unknown variable": style(".x { color: var(--no-such) }"),
    "a missing style": style('@import "gone.css";'),
    "a missing font file": style(
        "@font-face { font-family: Brand; src: url(gone.woff2) } .x { font-family: Brand }"
    ),
    "an invisible text": style(".x { visibility: hidden }"),
    "a text moved away": style(".x { transform: translate(300mm) }"),
    "a text without size": style(".x { font-size: .1pt }"),
    "a rule with a misprint": style(".x { colour: red }"),
    "an unclosed comment": style("/* .x { color: red }"),
    "a link to a file": template('<p><a href="annex.pdf">Read it</a></p>'),
}

LOOP = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
BOMBS: Mapping[str, Files] = {
    "a loop in a loop": template(LOOP),
    "a word of a thousand million letters": template(
        "{% for n in [10**9] %}<p>{{ 'x' * n }}</p>{% endfor %}"
    ),
    "a number of ten million digits": template(
        "{% for n in [10**7] %}<p>{{ (10 ** n)|string }}</p>{% endfor %}"
    ),
    "a template that includes itself": template("{% include 'parts/bad.j2.html' %}"),
    "a cell over a million columns": template(
        '<table><tr><th scope="col" colspan="1000000">x</th></tr><tr><td>y</td></tr></table>'
    ),
    "ten thousand nested elements": template("<div>" * 10_000 + "x"),
    "fifty thousand pages": template(
        '{% for _ in range(50000) %}<p style="break-before: page">x</p>{% endfor %}'
    ),
    "variables of variables": style(doubled(10)),
    "a counter of two thousand million signs": style(
        "@counter-style n { system: symbolic; symbols: '*' }"
        " .x { display: list-item; list-style: n; counter-reset: list-item 2000000000 }"
    ),
    "a size of a thousand million pixels": style(".x { font-size: 1e9px }"),
    "a drawing of a thousand million lines": picture("map.svg", used(9)),
    "a picture of 200 million points": picture("map.png", b""),
    "an alias of aliases": {
        "content/trial/brief.yaml": "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + LEAST_BRIEF.replace("A first text.", "*i")
    },
    "thirty thousand brackets": {"content/trial/brief.yaml": "title: " + "[" * 30_000},
}


def filled_bombs() -> dict[str, Files]:
    """Return the bombs, with the large picture drawn."""
    out = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    return {**BOMBS, "a picture of 200 million points": picture("map.png", out.getvalue())}


def spellings(secret: Path, from_folder: Path) -> list[str]:
    """Return ways to write the address of a file outside the workspace."""
    path, relative = str(secret), f"{'../' * (len(from_folder.parts) - 1)}{str(secret)[1:]}"
    return [
        f"file://{path}",
        f"FILE://{path}",
        f"file:{path}",
        f"file://localhost{path}",
        f"file://{path}?x=1",
        f"file://{path}#a",
        f" file://{path}",
        path,
        relative,
        relative.replace("../", "..%2f"),
        relative.replace("../", "%2e%2e/"),
        "linked.txt",
    ]


def ways_out(secret: Path, root: Path) -> dict[str, Files]:
    """Return templates that attach a secret file with each spelling, and others that read it in other ways."""
    found = {
        f"attached: {spelling}": template(f'<link rel="attachment" href="{spelling}"><p>x</p>')
        for spelling in spellings(secret, root / "content/trial")
    }
    found |= {
        f"linked: {spelling}": template(f'<p><a rel="attachment" href="{spelling}">x</a></p>')
        for spelling in spellings(secret, root / "content/trial")[:4]
    }
    found["included"] = template("<pre>{% include 'linked.txt' %}</pre>")
    found["imported style"] = style(f'@import "file://{secret.with_suffix(".css")}";')
    return found


COMMAND = "touch {}"
ESCAPES = (
    "{{{{ cycler.__init__.__globals__.os.system('{0}') }}}}",
    "{{{{ lipsum.__globals__['os'].system('{0}') }}}}",
    "{{{{ self.__init__.__globals__.__builtins__.__import__('os').system('{0}') }}}}",
    "{{{{ joiner|attr('__init__')|attr('__globals__')|attr('get')('os')|attr('system')('{0}') }}}}",
    "{{{{ namespace.__init__.__globals__.os.popen('{0}').read() }}}}",
    "{{{{ ''.__class__.__mro__[1].__subclasses__()|map(attribute='__init__')|map(attribute='__globals__')"
    "|selectattr('os', 'defined')|map(attribute='os')|map('attr', 'system')|first }}}}",
    "{{% for c in ''.__class__.__mro__[1].__subclasses__() %}}{{% if c.__name__ == 'Popen' %}}"
    "{{{{ c('{0}', shell=True).wait() }}}}{{% endif %}}{{% endfor %}}",
    "{{{{ '{{0.__init__.__globals__[os]}}'.format(cycler).system }}}}"
    "{{{{ cycler['__init__']['__globals__']['os']['system']('{0}') }}}}",
)
TAGS = (
    "title: !!python/object/apply:os.system ['{0}']\n",
    "title: !!python/object/new:os.system ['{0}']\n",
    "title: !!python/object/apply:subprocess.check_output [[sh, -c, '{0}']]\n",
)


def code(canary: Path) -> dict[str, Files]:
    """Return templates and content that try to run a command."""
    command = COMMAND.format(canary)
    found = {f"template {n}": template(text.format(command)) for n, text in enumerate(ESCAPES, start=1)}
    rest = LEAST_BRIEF.partition("\n")[2]
    found |= {
        f"tag {n}": {"content/trial/brief.yaml": text.format(command) + rest}
        for n, text in enumerate(TAGS, start=1)
    }
    return found


def calls_out(address: str) -> dict[str, Files]:
    """Return ways to send a request to a server."""
    return {
        "picture": template(f'<p><img alt="x" src="{address}/a.png"></p>'),
        "style": template(f'<link rel="stylesheet" href="{address}/a.css"><p>x</p>'),
        "import": style(f'@import "{address}/a.css";'),
        "font": style(
            f"@font-face {{ font-family: B; src: url({address}/a.woff2) }} .x {{ font-family: B }}"
        ),
        "background": style(f".x {{ background: url({address}/b.png) }}"),
        "bullet": style(f".x {{ display: list-item; list-style-image: url({address}/c.png) }}"),
        "content": style(f".x::before {{ content: url({address}/d.png) }}"),
        "attachment": template(f'<link rel="attachment" href="{address}/a.txt"><p>x</p>'),
        "object": template(f'<object data="{address}/a.svg" type="image/svg+xml">x</object>'),
        "embed": template(f'<p>x<embed src="{address}/a.svg" type="image/svg+xml"></p>'),
        "drawing": picture("map.svg", SVG.format(f'<image href="{address}/e.png" width="9" height="9"/>')),
        "use": picture("map.svg", SVG.format(f'<use href="{address}/f.svg#a"/>')),
        "base": template(f'<base href="{address}/"><p><img alt="x" src="g.png"></p>'),
    }


def revealed_paths() -> dict[str, Files]:
    """Return links and files by which a PDF reveals the folder that it was made in."""
    link = '<p><a href="{}">Read it</a></p>'
    return {
        "a relative link": template(link.format("annex.pdf")),
        "a link upwards": template(link.format("../../annex.pdf")),
        "a link to a folder": template(link.format(".")),
        "a link without an end": template(link.format("?page=2")),
        "an attachment": template(
            '<link rel="attachment" href="annex.pdf"><p>x</p>', others={"content/trial/annex.pdf": "x"}
        ),
        "a link in a drawing": picture(
            "map.svg", SVG.format('<a href="annex.pdf"><text y="20">x</text></a>')
        ),
    }
