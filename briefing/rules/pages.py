"""The pages of codes that are found before there is a page to check: while files are read and templates are filled."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import cleandoc

SECRETS = """
No address in a brief lets its readers in as somebody else.

A user name or a password before the host, or a parameter such as `token=` or `api_key=`, goes out with every PDF.
Texts, sources, data and file metadata are searched. The line itself is not shown, so that no log of a build has it.
Remove the secret from the file, and change it: whoever has read the file knows it.

Bad:

    sources:
      report: {title: A report, url: "https://ana:summer@example.org/report"}

Good:

    sources:
      report: {title: A report, url: "https://example.org/report"}
"""

ELEMENTS = """
Every element of a template is closed, inside the element that it was opened in.

A browser, and the typesetter, repair what is left open by guessing, and the guess moves or hides text. End tags that
HTML lets you leave out (`</p>`, `</li>`, `</td>` …) may be left out. A block, such as `<div>`, ends the `<p>` that it
is written in, so that the `</p>` after it closes nothing. A slash at the end of a tag closes nothing, but for `<br/>`
and its kin.

Bad:

    <div><b>{{ brief.title }}</div>
    <p><div>{{ brief.bottom_line }}</div></p>
    <span/>

Good:

    <div><b>{{ brief.title }}</b></div>
    <div>{{ brief.bottom_line }}</div>
    <span></span>
"""

ACTIVE = """
Nothing in a template runs, brings in another document, or waits to be filled in.

`<script>`, attributes such as `onclick`, `javascript:` links, `<iframe>`, `<object>`, `<base>`, `<meta http-equiv>`,
`<audio>`, `<video>`, `<form>` and `<input>` are errors at their line: on paper they do nothing, and in the HTML edition
they would act on the reader's machine. Draw boxes to fill in by hand with CSS borders.
"""

CIRCLES = """
A CSS variable has a value of its own in the end.

Where variables refer to each other in a circle, or one refers to itself, CSS drops every declaration that uses them,
without a word. The finding shows the circle and the line where it begins.

Bad:

    :root { --brand: var(--accent); --accent: var(--brand) }

Good:

    :root { --brand: #12395b; --accent: var(--brand) }
"""

UNREAD = """
Every file in `templates/` and `styles/` is read, and every CSS variable is used.

A misspelled name is otherwise silent: the shipped file, or the shipped value, is used instead. A file counts as read if
any audience, language, paper or brief of the workspace could read it, whatever is built now. Hidden files, backups of
editors, licences and notes (`.txt`, `.md`) are ignored, and so are shipped files.

Bad:

    templates/parts/outlok.j2.html
    :root { --brandd: #12395b }

Good:

    templates/parts/outlook.j2.html
    :root { --brand: #12395b }
"""

RESULTS = """
The process that makes an edition returns bytes, and the command checks them before it uses them.

They are decoded value by value as numbers, text and findings, each with a limit of size, and never as objects. What is
forged, cut short, endless or too large fails its edition and no other, and the process is ended. If an edition with
many large pictures is too large, use fewer or smaller ones. In any other case, suspect the files that others sent: a
template, a style, a picture or a font may have taken the process over. `brief build --shipped-only` builds the content
without the workspace's templates and styles.
"""

MISNAMED = """
Nothing in `content/` is left out because of its name or place.

A brief is `content/<name>/brief.yaml`, a translation `brief.<language>.yaml` next to it; settings of the workspace are
`content/workspace.yaml`. A file whose name is nearly one of these (`brief.yml`, `Brief.yaml`, `breif.es.yaml`) and a
folder with YAML files but no brief are errors. A folder without a brief may have a name that begins with `_`, such as
`content/_ideas`, and is then ignored.

Bad:

    content/heat/brief.yml
    content/2026/heat/brief.yaml

Good:

    content/heat/brief.yaml
    content/_ideas/notes.yaml
"""

PAGES: Mapping[tuple[str, ...], str] = {
    ("BR084",): SECRETS,
    ("BR410", "BR411", "BR413"): ELEMENTS,
    ("BR412",): ACTIVE,
    ("BR524",): CIRCLES,
    ("BR525", "BR526"): UNREAD,
    ("BR706", "BR707"): RESULTS,
    ("BR812", "BR813"): MISNAMED,
}
"""Each page, by the codes that it explains."""


def page_elsewhere(code: str) -> str:
    """Return the page of a code that no rule of this room finds; nothing if it has none."""
    return next((cleandoc(page) for codes, page in PAGES.items() if code in codes), "")
