"""The staff's web, loaded once: each line of words makes a child that runs it, as `python -m admin_web` would.

A program of its own spends a second on imports and templates before it answers. Asked `run FIFO WORD…` (tabs between),
it answers with the child's number; asked `end NUMBER`, with the child's exit code.
"""

# ruff: noqa: E402 - gevent patches before anything else is imported
from gevent import monkey

monkey.patch_all()

import os
import sys
import tempfile

import jinja2
from flask import Flask

from admin_web.__main__ import main

TEMPLATES = tempfile.mkdtemp(prefix="tingsu-templates-")


def child(fifo: str, words: list[str]) -> int:
    """Run the web; what it says goes into `fifo`."""
    said = os.open(fifo, os.O_WRONLY)
    os.dup2(said, 2)
    os.close(said)
    Flask.jinja_options = {"bytecode_cache": jinja2.FileSystemBytecodeCache(TEMPLATES)}
    return main(words)


def listen() -> None:
    for line in sys.stdin:
        order, *words = line.rstrip("\n").split("\t")
        if order == "end":
            _pid, status = os.waitpid(int(words[0]), 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        made = os.fork()
        if made == 0:
            code = 1
            try:
                code = child(words[0], words[1:])
            finally:
                os._exit(code)
        print(made, flush=True)


if __name__ == "__main__":
    listen()
