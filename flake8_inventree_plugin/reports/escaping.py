"""Makes text that comes from the plugin safe to print: names, messages, paths and source lines are untrusted.

Whoever wrote the plugin must not move the cursor, reorder what is read, hide text, or give orders to the CI
service that reads the log.
"""

from __future__ import annotations

import re

LOG_COMMAND = re.compile(r"##(?=[A-Za-z]*\[)")
"""How CI services begin a command that they take from anywhere in a line of the log: `##[error]` on GitHub
Actions (the runner's ActionCommand.TryParse), `##vso[task…]` on Azure Pipelines, `##teamcity[…]`."""


def visible(text: str, encoding: str = "utf-8") -> str:
    """A text on one line, with everything that does not print as itself written as a Python escape.

    That is: control characters (line ends and ESC too), invisible and bidirectional formatting, lone
    surrogates, what `encoding` cannot write, and the beginning of commands to a CI service.
    """
    shown = "".join(visible_characters(text, encoding))
    # At the start of a line, GitHub Actions takes "::error::" for a command.
    return shown.replace(":", "\\x3a", 1) if shown.lstrip().startswith("::") else shown


def visible_characters(text: str, encoding: str = "utf-8") -> list[str]:
    """The same for text within a line, one item for each code point of `text`."""
    shown = [character if character.isprintable() else _escaped(character) for character in text]
    if not text.isascii():
        shown = [encodable(item, encoding) for item in shown]
    for match in LOG_COMMAND.finditer(text):
        shown[match.start() + 1] = "\\x23"
    return shown


def _escaped(character: str) -> str:
    return ascii(character)[1:-1]


def encodable(text: str, encoding: str) -> str:
    """A text with what `encoding` cannot write as an escape. For our own texts: nothing else is changed."""
    return text.encode(encoding, "backslashreplace").decode(encoding)
