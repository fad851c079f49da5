"""The frame of a process that reads an untrusted input: `files.separate_process` starts it and reads its answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from briefing.execution.sandbox import confine, limit_memory


def answer_confined(
    answer: Callable[[bytes], bytes], memory: int, errors: tuple[type[Exception], ...]
) -> int:
    """Read standard input, and write what a function makes of it; if it fails, a `problem` as JSON.

    The function has no files, no network, and `memory` bytes; `errors` are what it may raise for an invalid input,
    besides MemoryError. Returns the exit code.
    """
    expected: tuple[type[Exception], ...] = (*errors, MemoryError)
    content = sys.stdin.buffer.read()
    limit_memory(memory)
    confine(read=(), write=())
    try:
        written = answer(content)
    except expected as error:
        written = json.dumps({"problem": str(error) or type(error).__name__}).encode()
    sys.stdout.buffer.write(written)
    return 0
