"""Completion of commands, options and codes, by the shells themselves."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from flake8_inventree_plugin.cli import inventree_lint
from flake8_inventree_plugin.rules import all_rules

CODES_1 = [rule.code for rule in all_rules() if rule.code.startswith("INV11")]


def completed(*words: str) -> list[str]:
    """What click completes, the last word being the incomplete one."""
    *before, last = words
    shell = ShellComplete(inventree_lint, {}, "inventree-lint", "_INVENTREE_LINT_COMPLETE")
    return [item.value for item in shell.get_completions(before, last)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("",), ["check", "rules", "compat", "upgrade"]),
        (("comp",), ["compat", "completion"]),
        (("--v",), ["--version"]),
        (("check", "--write"), ["--write-baseline"]),
        (("check", "--output-format", "js"), ["json"]),
        (("check", "--select", "INV11"), CODES_1),
        (("check", "--ignore", "inv11"), CODES_1),
        (("check", "--extend-select", "INV501,INV11"), [f"INV501,{code}" for code in CODES_1]),
        (("check", "--select", "x"), []),
        (("rules", "INV11"), CODES_1),
        (("rules", "missing-w"), ["missing-website"]),
        (("rules", "--r"), ["--ruff"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
    ],
)
def test_what_is_completed(words: tuple[str, ...], expected: list[str]) -> None:
    found = completed(*words)
    assert found[: len(expected)] == expected
    assert words == ("",) or len(found) == len(expected)


def test_commands_are_explained() -> None:
    shell = ShellComplete(inventree_lint, {}, "inventree-lint", "_INVENTREE_LINT_COMPLETE")
    assert [item.help for item in shell.get_completions([], "rul")] == ["List the rules, or explain one."]


def test_an_unknown_shell() -> None:
    with pytest.raises(click.BadParameter):
        inventree_lint.main(["completion", "tcsh"], standalone_mode=False)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `inventree-lint` is a command, and nobody's settings count."""
    command = tmp_path / "bin" / "inventree-lint"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flake8_inventree_plugin "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join([str(command.parent), os.environ["PATH"]])
    package = str(Path(__file__).parents[2])
    return {**os.environ, "PATH": path, "HOME": str(tmp_path), "PYTHONPATH": package, "TERM": "dumb"}


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["inventree-lint", "rul"], ["rules"]),
        (["inventree-lint", "rules", "INV11"], CODES_1),
        (["inventree-lint", "check", "--select", "INV501,INV11"], [f"INV501,{code}" for code in CODES_1]),
        (["inventree-lint", "check", "--show-s"], ["--show-settings"]),
    ],
)
def test_bash(environment: dict[str, str], words: list[str], expected: list[str]) -> None:
    listed = " ".join(f"'{word}'" for word in words)
    script = (
        'eval "$(inventree-lint completion bash)"\n'
        f"COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}\n"
        "_inventree_lint_completion inventree-lint\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    assert run(environment, "bash", "--norc", "-c", script).split() == expected


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("inventree-lint rul", ["rules"]),
        ("inventree-lint rules INV11", CODES_1),
        ("inventree-lint check --select INV11", CODES_1),
        ("inventree-lint check --show-s", ["--show-settings"]),
    ],
)
def test_fish(environment: dict[str, str], line: str, expected: list[str]) -> None:
    script = f"inventree-lint completion fish | source\ncomplete -C '{line}'"
    found = run(environment, "fish", "--no-config", "-c", script).splitlines()
    assert [item.split("\t")[0] for item in found] == expected


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("inventree-lint compl", "inventree-lint completion "),
        ("inventree-lint check --show-s", "inventree-lint check --show-settings "),
        ("inventree-lint rules INV50", "inventree-lint rules INV50"),
    ],
)
def test_zsh(environment: dict[str, str], line: str, expected: str) -> None:
    """zsh completes in its line editor only, so a terminal is needed: Tab is pressed in it."""
    terminal, end = pty.openpty()
    with subprocess.Popen(["zsh", "-f", "-i"], stdin=end, stdout=end, stderr=end, env=environment) as shell:
        os.close(end)
        setup = "autoload -Uz compinit && compinit -u; PS1=; "
        setup += 'eval "$(inventree-lint completion zsh)"; echo rea""dy\n'
        os.write(terminal, setup.encode())
        assert "ready" in until(terminal, "ready")
        os.write(terminal, line.encode() + b"\t")
        assert expected in until(terminal, expected)
        shell.kill()
    os.close(terminal)


def until(terminal: int, expected: str) -> str:
    """What a terminal shows until it has shown a text, for 30 seconds at most."""
    shown = ""
    deadline = time.monotonic() + 30
    while expected not in shown and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 4096).decode(errors="replace").replace("\b", "")
    return shown
