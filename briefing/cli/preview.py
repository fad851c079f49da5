"""`brief preview`: the editions in the browser while they are being written."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.brief_name import BriefName
from briefing.cli.options import (
    audience_option,
    jobs_option,
    language_option,
    open_here,
    paper_option,
    selected_modifiers,
    set_option,
    shipped_only,
)
from briefing.core.errors import MachineError
from briefing.core.finding import Finding, Span
from briefing.core.installing import pip_command

if TYPE_CHECKING:
    import socket
    import threading
    from collections.abc import Callable
    from types import ModuleType

    from briefing.files.workspace import Files
    from briefing.preview.preview import Preview

PORT = 8642
"""The port of the preview, if the user selects none."""


@click.command("preview", short_help="Show the editions in the browser while you write.")
@click.argument("briefs", nargs=-1, type=BriefName(), metavar="[BRIEF]...")
@audience_option("Show editions for this audience only.")
@language_option("Show editions in this language only.")
@click.option("--large-print", is_flag=True, help="Show the editions in 18 pt type.")
@click.option("--mono", is_flag=True, help="Show the editions in greyscale.")
@paper_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    metavar="N",
    help="Serve on this port; 0 takes any free one.",
)
@click.option("--open/--no-open", "is_opened", default=True, help="Open the browser (default).")
@click.option(
    "--editor",
    metavar="COMMAND",
    help="Open files with this command, e.g. 'code', or 'vim +{line} {file}' in a terminal of its own.",
)
@jobs_option()
@set_option
@shipped_only
def command(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    languages: tuple[str, ...],
    large_print: bool,
    mono: bool,
    paper: str | None,
    port: int,
    is_opened: bool,
    editor: str | None,
    jobs: int | None,
    values: tuple[str, ...],
    is_shipped_only: bool,
) -> int:
    """Show the editions in the browser, all on one wall, and update them whenever a file changes.

    The pages are those that `brief build` would write. A page with errors is shown with the errors marked; if a page
    cannot be made, the last one stays. A click on a text opens the editor at its line: the command in --editor or in
    the environment variable BRIEF_EDITOR, or else Visual Studio Code.

    Only browsers on this machine that open the printed address can see the preview. Ctrl-C ends it.

    \b
    Examples:
      brief preview
      brief preview venezuela-russia -a minister -a public
      brief preview --port 0 --no-open --editor 'code --goto {file}:{line}:{column}'
    """
    import threading

    from briefing.core.errors import Exit
    from briefing.execution.bounds import Bounds
    from briefing.pipeline.plan import Selection
    from briefing.preview.editor import editor_of, find_error

    command = editor_of(editor, os.environ)
    if command and (problem := find_error(command)):
        hint = "--editor" if editor else "BRIEF_EDITOR"
        raise click.BadParameter(f"{problem}; name an installed editor, e.g. 'code'", param_hint=hint)
    modifiers = selected_modifiers(large_print=large_print, mono=mono)
    files = open_here(is_shipped_only=is_shipped_only, values=values)
    selection = Selection(briefs, audiences, languages, modifiers, paper)
    server = _import_server()
    from briefing.preview.preview import Preview

    changes, is_over = server.Changes(), threading.Event()
    count = jobs or os.cpu_count() or 1
    with (
        _listen(server.listen, port) as listening,
        Preview(files, selection, count, Bounds(), changes.notify) as preview,
    ):
        desk = server.Desk(preview, changes, files.root, command)
        number = listening.getsockname()[1]
        console.say(f"preview: {desk.secrets.address(number)}  (Ctrl-C ends it)")
        threading.Thread(target=_keep_up_to_date, args=(preview, files, is_over), daemon=True).start()
        if is_opened:
            import webbrowser

            first = desk.secrets.first_address(number)
            threading.Thread(target=webbrowser.open, args=(first,), daemon=True).start()
        server.serve(desk, listening, is_over)
    return Exit.BUILT


def _import_server() -> ModuleType:
    """Return the module of the server. Raises MachineError if its packages are not installed."""
    try:
        from briefing.preview import server, watching  # noqa: F401
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("briefing"):
            raise
        what = f"the package `{error.name}` is not installed"
        help = f"run: {pip_command('briefwright[preview]')}"
        raise MachineError([Finding("BR901", what, Span("this machine"), help)]) from None
    return server


def _listen(listen: Callable[[int], socket.socket], port: int) -> socket.socket:
    """Return a socket that listens on a port. Raises MachineError if it is taken."""
    try:
        return listen(port)
    except OSError as error:
        reason = "in use" if error.errno == errno.EADDRINUSE else f"not available: {error.strerror}"
        help = "end the other preview, or take another port: `--port 0` takes any free one"
        raise MachineError(
            [Finding("BR907", f"port {port} is {reason}", Span("this machine"), help)]
        ) from None


def _keep_up_to_date(preview: Preview, files: Files, is_over: threading.Event) -> None:
    from briefing.preview.watching import watch_files

    preview.refresh()
    watch_files(files.root, files.shipped, is_over, preview.refresh, preview.read_paths)
