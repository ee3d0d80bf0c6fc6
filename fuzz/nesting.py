"""Searches for texts that pass the screen and then hurt the parser: the process dies, or it takes too long.

    python fuzz/nesting.py [--minutes 12] [--seed 0] [--stack KIB]

Each text is one to three pieces of syntax nested in each other, or side by side, as often as the screen
allows, in one of many statements. It is read in a process of its own with a stack of `--stack` (default 1,024
KiB), which may take 10 seconds and 1 GiB. What takes longer, takes more or dies is printed, and the exit
status is 1.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable

from flake8_inventree_plugin.source.screen import screen

SECONDS = 10
MEBIBYTES = 1024

NESTED = [
    ("(", ")"), ("(a, ", ")"), ("(", ", a)"), ("(a := ",
    ")"), ("(yield ", ")"), ("(*", ",)"), ("(await ", ")"),
    ("[", "]"), ("[*", "]"), ("[a for a in ", "]"), ("[", " for a in b]"), ("[a for ", " in b]"),
    ("[a for a in b if ", "]"), ("{", "}"), ("{a: ",
    "}"), ("{", ": a}"), ("{**", "}"), ("{a: b for a in ", "}"),
    ("{*", "}"), ("(a for a in ", ")"), ("(", " for a in b)"), ("f(", ")"), ("f(a=", ")"), ("f(*", ")"),
    ("f(**", ")"), ("f(a for a in ", ")"), ("f(", " for a in b)"), ("f(a, ", ")"), ("f(", ", a)"),
    ("a[", "]"), ("a[:", "]"), ("a[", ":]"), ("a[::", "]"), ("a[a, ", "]"), ("a[*", "]"),
    ("lambda: ", ""), ("lambda a=", ": a"), ("lambda a, *b, c=", ": a"), ("lambda *, a=", ": a"),
    ("a if ", " else b"), ("a if b else ", ""), ("", " if a else b"), ("not ", ""), ("-", ""), ("~", ""),
    ("await ", ""), ("a + ", ""), ("", " + a"), ("a ** ", ""), ("", " ** a"), ("a and ", ""), ("", " and a"),
    ("a < ", ""), ("a is not ", ""), ("", " not in a"), ("", ".a"), ("", "()"), ("", "[a]"), ("", ", a"),
    ("a, ", ""), ("*", ""), ("f'{", "}'"), ("f'{a:{", "}}'"), ('f"""{', '}"""'), ("f'{a!r:{", "}}'"),
    ("'a' ", ""), ("f'{a}' ", ""), ("f'{a=} {", "}'"),
    ("yield ", ""), ("yield from ", ""), ("(yield from ", ")"),
    ("A(", ")"), ("A(a=", ")"), ("a | ", ""), ("", " as a"),
    ("(", " as a)"), ("[", ", *a]"), ("{'a': ", ", **b}"),
    ("{'a': 1, 'b': ", "}"), ("(a | ", ")"), ("(", " | a)"), ("[a, ", "]"), ("a.b(", ").c"), ("(\n", "\n)"),
    ("(lambda: ", ")"), ("(not ", ")"), ("(-", ")"), ("a\\\n+ ", ""), ("t'{", "}'"), ("rf'{", "}'"),
]  # fmt: skip
BLOCKS = [
    "if a:", "while a:", "for a in b:", "with a:", "with (a, b):", "with (a as b):", "try:", "def f():",
    "async def f():", "class A:", "class A(b):", "match a:", "case a:", "case (a):", "else:", "elif a:",
    "except a:", "finally:", "def f(a=b, *, c: d) -> e:", "async with a as b:", "except* a:", "@a\ndef f():",
]  # fmt: skip
STATEMENTS = [
    "{}", "x = {}", "{} = x", "{}, y = x", "x: {} = 1",
    "{}: int = 1", "x += {}", "{} += 1", "del {}", "del {}, x",
    "del ({})", "return {}", "raise {}", "raise a from {}", "assert {}, a", "assert a, {}", "global {}",
    "for {} in x: pass", "for x in {}: pass", "for {}, y in x: pass", "async for {} in x: pass",
    "with {}: pass", "with {} as x: pass", "with x as {}: pass", "with ({}): pass", "with ({} as x): pass",
    "with ({}, y): pass", "with (x as {}): pass",
    "with ({} as x, y as z): pass", "async with ({} as x): pass",
    "if {}: pass", "while {}: pass", "if a: pass\nelif {}: pass", "try: pass\nexcept {}: pass",
    "try: pass\nexcept {} as e: pass", "try: pass\nexcept* {}: pass",
    "class A({}): pass", "class A(a={}): pass",
    "class A[T: {}]: pass", "class A[T = {}]: pass", "def f(a={}): pass", "def f(a: {}): pass",
    "def f(*a: {}): pass", "def f(*, a={}): pass", "def f(a, /, b={}): pass", "def f() -> {}: pass",
    "@{}\ndef f(): pass", "@{}\nclass A: pass", "match {}:\n case _: pass", "match {}, a:\n case _: pass",
    "match ({}):\n case _: pass", "match x:\n case {}: pass", "match x:\n case {} as y: pass",
    "match x:\n case {} | y: pass", "match x:\n case a, {}: pass", "match x:\n case [{}]: pass",
    "match x:\n case A({}): pass", "match x:\n case A(a={}): pass", "match x:\n case {{'a': {}}}: pass",
    "match x:\n case a if {}: pass", "match x:\n case *{}, a: pass", "match({})", "case({})", "match[{}]",
    "match = {}", "match x:\n case a: {}", "type X = {}",
    "type X[T: {}] = 1", "type({})", "print {}", "exec {}",
    "import {}", "from a import {}", "from a import ({})", "from {} import a", "lambda: {}", "f'{{{}}}'",
    "x = yield {}", "{} if a else b", "{};", "{}; {}", "{}:", "{}", "x = ({}", "x = {})", "async {}", "{} {}",
]  # fmt: skip
ATOMS = [
    "a",
    "1",
    "",
    "*a",
    "a=1",
    "a: b",
    "_",
    "(a)",
    "'a'",
    "a, b",
    "a as b",
    "...",
    "f'{a}'",
    "()",
    "**a",
    "$",
]


def most(build: Callable[[int], str]) -> str:
    """The text with as many repetitions as the screen allows."""
    low, high = 0, 1
    while high < 1_000_000 and len(build(high)) < 1 << 20 and screen(build(high)) is None:
        low, high = high, high * 2
    while high - low > max(1, low // 100):
        middle = (low + high) // 2
        if len(build(middle)) < 1 << 20 and screen(build(middle)) is None:
            low = middle
        else:
            high = middle
    return build(low)


def some_text(random: random.Random) -> str:
    """A text that is as bad as the screen allows."""
    kind = random.random()
    if kind < 0.1:
        openers = random.sample(BLOCKS, random.randint(1, 3))

        def blocks(count: int) -> str:
            lines = [line for number in range(count) for line in openers[number % len(openers)].split("\n")]
            depth, result = 0, ""
            for line in lines:
                result += " " * depth + line + "\n"
                depth += line.endswith(":")
            return result + " " * depth + "pass\n"

        return most(blocks)
    statement = random.choice(STATEMENTS)
    atom = random.choice(ATOMS) if random.random() < 0.5 else "a"
    units = random.sample(NESTED, random.choice([1, 1, 2, 2, 3]))
    if kind < 0.2:
        before, after = units[0]
        separator = random.choice([", ", ",", "; ", "\n", " ", " = ", " and ", ",\n"])
        return most(
            lambda count: statement.replace("{}", separator.join([before + atom + after] * count)) + "\n"
        )

    def nested(count: int) -> str:
        before = after = ""
        for number in range(count):
            before += units[number % len(units)][0]
            after = units[number % len(units)][1] + after
        return statement.replace("{}", before + atom + after).replace("{{", "{").replace("}}", "}") + "\n"

    return most(nested)


CHILD = """
import resource, sys, time
from flake8_inventree_plugin.source.parse import read_facts
for line in sys.stdin:
    data = bytes.fromhex(line)
    start = time.process_time()
    read_facts(data)
    print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
"""
LIMITED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_STACK, (int(sys.argv[1]) << 10,) * 2)
os.execv(sys.executable, [sys.executable, "-c", sys.argv[2]])
"""


class Child:
    """A process that reads texts until one kills it."""

    def __init__(self, stack: int) -> None:
        self.stack = stack
        self.start()

    def start(self) -> None:
        """Starts it anew."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", LIMITED, str(self.stack), CHILD],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def read(self, text: str) -> str:
        """What is wrong with reading a text, "" if nothing is."""
        import select

        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(text.encode(errors="surrogatepass").hex() + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        ready, _, _ = select.select([self.process.stdout], [], [], 6 * SECONDS)
        answer = self.process.stdout.readline() if ready else ""
        if not answer:
            self.process.kill()
            status = self.process.wait()
            self.start()
            return (
                f"took more than {6 * SECONDS} s" if not ready else f"ended the process with status {status}"
            )
        seconds, mebibytes = map(float, answer.split())
        if mebibytes > MEBIBYTES / 2:
            self.process.kill()
            self.process.wait()
            self.start()
        if seconds > SECONDS or mebibytes > MEBIBYTES:
            return f"took {seconds:.1f} s and {mebibytes:.0f} MiB"
        return ""


def main() -> int:
    """Runs until the time is over; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--stack", type=int, default=1024)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    child = Child(arguments.stack)
    end = time.monotonic() + 60 * arguments.minutes
    count = bad = 0
    while time.monotonic() < end:
        text = some_text(generator)
        count += 1
        if wrong := child.read(text):
            bad += 1
            print(f"{wrong}: {len(text)} characters: {text[:100]!r} … {text[-60:]!r}", flush=True)
    print(f"{count} texts, {bad} of them bad", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
