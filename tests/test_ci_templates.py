"""The GitHub Action and the GitLab template: their scripts run in real shells, with what a runner would give them.

Only the installation is not real: a stand-in for `python` writes down what it is called with.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from flake8_inventree_plugin import toml
from tests.support import codes, write_files

REPOSITORY = Path(__file__).parent.parent
PAGE = (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
SPEC: dict[str, Any]
TEMPLATE: dict[str, Any]
SPEC, TEMPLATE = yaml.safe_load_all((REPOSITORY / "templates/inventree-lint.yml").read_text(encoding="utf-8"))

PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    VERSION = 'one'\n"
HOSTILE = '$(touch hacked)\n`touch hacked`; touch hacked\n" && touch hacked "\n--fix\n*\n$HOME'


_TRAPS = dict.fromkeys(
    ("click.py", "libcst.py", "pip.py", "venv.py", "yaml.py"), "raise SystemExit('imported')\n"
)
"""Modules in the repository that nothing imports, though PYTHONPATH leads to them."""

_EXPRESSION = re.compile(r"\$\{\{ ([a-z.-]+) \}\}")


class Done(NamedTuple):
    """What a job did: its last exit status, what it printed, and the calls of Python."""

    status: int
    output: str
    calls: list[list[str]]


class Job:
    """Runs the steps of a job in a folder, as far as they succeed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "repository"
        write_files(self.root, {"pyproject.toml": "", "demo.py": PLUGIN, **_TRAPS})
        self.calls = folder / "calls"
        self.python = folder / "programs/python3"
        write_files(folder, {"programs/python3": self._python(), "calls": ""})
        self.python.chmod(0o755)
        self.outputs = folder / "outputs"
        self.environment = {
            "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "CALLS": str(self.calls),
            "PYTHONPATH": str(self.root),
            "RUNNER_TEMP": str(folder / "temp of runner"),
            "GITHUB_ACTION_PATH": "/actions/inventree lint",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.outputs),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        }

    @staticmethod
    def _python() -> str:
        """Writes down its arguments; the environment that `venv` makes has this same program."""
        return (
            '#!/bin/sh\n{ for each; do printf "%s\\t" "$each"; done; echo; } >> "$CALLS"\n'
            'if [ "$3" = pip ]; then test -z "$PYTHONPATH" || exit 99; fi\n'
            'case "$3" in\n'
            'venv) for folder; do :; done; mkdir -p "$folder/bin"; cp "$0" "$folder/bin/python" ;;\n'
            f'flake8_inventree_plugin) exec "{sys.executable}" "$@" ;;\n'
            "esac\n"
        )

    def run(self, shell: list[str], script: str, variables: Mapping[str, str]) -> Done:
        before = len(self.calls.read_text().splitlines())
        file = self.root.parent / "script"
        file.write_text(script, encoding="utf-8")
        done = subprocess.run(
            [*shell, str(file)],
            cwd=self.root,
            env={**self.environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        calls = [line.split("\t")[:-1] for line in self.calls.read_text().splitlines()[before:]]
        return Done(done.returncode, done.stdout.decode(), calls)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


Run = Callable[..., Done]


@pytest.fixture
def action(job: Job) -> Run:
    """Runs the steps of the action, as GitHub's runner does."""

    def run(**inputs: str) -> Done:
        values = {f"inputs.{name}": about["default"] for name, about in ACTION["inputs"].items()}
        values |= {f"inputs.{name}": value for name, value in inputs.items()}
        calls: list[list[str]] = []
        for step in ACTION["runs"]["steps"]:
            variables = {name: values[_EXPRESSION.fullmatch(text)[1]] for name, text in step["env"].items()}
            done = job.run(["bash", "--noprofile", "--norc", "-eo", "pipefail"], step["run"], variables)
            calls += done.calls
            if done.status != 0:
                break
            if "id" in step:
                for line in job.outputs.read_text().splitlines():
                    name, _, value = line.partition("=")
                    values[f"steps.{step['id']}.outputs.{name}"] = value
        return Done(done.status, done.output, calls)

    return run


@pytest.fixture(params=["bash", "dash"])
def gitlab(job: Job, request: pytest.FixtureRequest) -> Run:
    """Runs the script of the template, as GitLab's runner does: all of its lines in one shell."""

    def run(**inputs: str) -> Done:
        given = {name: about["default"] for name, about in SPEC["spec"]["inputs"].items()} | inputs
        variables = {
            name: re.sub(r"\$\[\[ inputs\.(.*?) \]\]", lambda match: given[match[1]], variable["value"])
            for name, variable in TEMPLATE["inventree-lint"]["variables"].items()
        }
        script = "\n".join(TEMPLATE["inventree-lint"]["script"])
        return job.run([request.param, "-e"], script, {**variables, "GITHUB_ACTIONS": ""})

    return run


# GitHub


def test_action_checks_the_repository(action: Run, job: Job) -> None:
    done = action()
    assert done.status == 1
    environment = f"{job.environment['RUNNER_TEMP']}/inventree-lint"
    assert done.calls == [
        ["-I", "-m", "venv", "--clear", environment],
        ["-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "/actions/inventree lint"],
        ["-I", "-m", "flake8_inventree_plugin", "check", "--", "."],
    ]
    assert "::warning file=demo.py,line=5,endLine=5,col=5,endColumn=19,title=INV112" in done.output
    assert "INV112" in Path(job.environment["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")


def test_action_passes_inputs_on(action: Run, job: Job) -> None:
    write_files(job.root, {"a b/demo.py": "x = 1\n", "known.json": '{"version": 1, "findings": {}}'})
    done = action(
        paths="a b\ndemo.py\n",
        target=">=0.16,<1.3",
        baseline="known.json",
        arguments="--select=INV112\n\n--output-format\ntext\n",
    )
    assert done.calls[-1][4:] == [
        "--target=>=0.16,<1.3",
        "--baseline=known.json",
        "--select=INV112",
        "--output-format",
        "text",
        "--",
        "a b",
        "demo.py",
    ]
    assert done.status == 1
    assert "demo.py:5:5: INV112" in done.output
    assert "::" not in done.output


def test_action_is_content(action: Run) -> None:
    done = action(arguments="--select=INV113")
    assert (done.status, len(done.calls)) == (0, 3)


@pytest.mark.parametrize("name", ["paths", "target", "baseline", "arguments", "python"])
def test_action_takes_inputs_as_they_are(action: Run, job: Job, name: str) -> None:
    """No input is run by the shell or becomes an option in a place where none belongs."""
    done = action(**{name: HOSTILE})
    assert done.status not in (0, 1)
    assert not list(job.root.parent.rglob("hacked"))
    assert (job.root / "demo.py").read_text() == PLUGIN
    if name == "paths":
        assert done.calls[-1][4:] == ["--", *HOSTILE.split("\n")]


def test_action_stops_where_it_cannot_be_installed(action: Run, job: Job) -> None:
    job.python.write_text('#!/bin/sh\necho "$*" >> "$CALLS"\n[ "$3" = venv ]\n')
    done = action()
    assert done.status == 127
    assert len(done.calls) == 1


def test_scripts_of_the_action_hold_no_expressions() -> None:
    """Whatever GitHub puts into a script is run; it must come by variables."""
    steps = ACTION["runs"]["steps"]
    assert [step["shell"] for step in steps] == ["bash", "bash"]
    assert not [step for step in steps if "${{" in step["run"]]
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps([step["env"] for step in steps])))
    assert used == set(ACTION["inputs"])


# GitLab


def test_template_checks_the_repository(gitlab: Run, job: Job) -> None:
    done = gitlab()
    assert done.status == 1, done.output
    assert done.calls[1][:-1] == ["-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    assert done.calls[2] == [
        *("-I", "-m", "flake8_inventree_plugin", "check"),
        *("--output-format=gitlab", "--output-file=gl-code-quality-report.json", "--", "."),
    ]
    assert "demo.py:5:5: INV112" in done.output
    artifact = TEMPLATE["inventree-lint"]["artifacts"]["reports"]["codequality"]
    report = json.loads((job.root / artifact).read_text(encoding="utf-8"))
    assert ("INV112", "demo.py") in {(item["check_name"], item["location"]["path"]) for item in report}


def test_template_passes_inputs_on(gitlab: Run, job: Job) -> None:
    write_files(job.root, {"a b/demo.py": "x = 1\n", "known.json": '{"version": 1, "findings": {}}'})
    done = gitlab(
        package="flake8-inventree-plugin @ git+https://host/x",
        paths="a b\ndemo.py",
        target=">=0.16,<1.3",
        baseline="known.json",
        arguments="--select=INV112\n--statistics\n",
    )
    assert done.calls[1][-1] == "flake8-inventree-plugin @ git+https://host/x"
    assert done.calls[2][4:] == [
        *("--output-format=gitlab", "--output-file=gl-code-quality-report.json"),
        *("--target=>=0.16,<1.3", "--baseline=known.json"),
        *("--select=INV112", "--statistics", "--", "a b", "demo.py"),
    ]
    assert done.status == 1


def test_template_is_content(gitlab: Run, job: Job) -> None:
    assert gitlab(arguments="--select=INV113").status == 0
    assert json.loads((job.root / "gl-code-quality-report.json").read_text()) == []


@pytest.mark.parametrize("name", ["paths", "target", "baseline", "arguments"])
def test_template_takes_inputs_as_they_are(gitlab: Run, job: Job, name: str) -> None:
    done = gitlab(**{name: HOSTILE})
    assert done.status == 2
    assert not list(job.root.parent.rglob("hacked"))
    assert (job.root / "demo.py").read_text() == PLUGIN
    if name == "paths":
        assert done.calls[-1][7:] == HOSTILE.split("\n")


def test_script_of_the_template_holds_no_inputs() -> None:
    lint = TEMPLATE["inventree-lint"]
    assert "$[[" not in "".join(lint["script"])
    assert {variable["expand"] for variable in lint["variables"].values()} == {False}
    used = set(re.findall(r"inputs\.([a-z-]+)", json.dumps(lint)))
    assert used == set(SPEC["spec"]["inputs"])


# What the page says


def blocks(*, containing: str) -> list[Any]:
    """The YAML examples of the page that have a text in them."""
    found = [block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if containing in block]
    assert found
    return [yaml.safe_load(block) for block in found]


def test_page_knows_every_input() -> None:
    described = set(re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE))
    assert described == set(ACTION["inputs"]) | set(SPEC["spec"]["inputs"])


def test_versions_are_this_version() -> None:
    version = toml.parse((REPOSITORY / "pyproject.toml").read_bytes())["project"]["version"]
    assert SPEC["spec"]["inputs"]["package"]["default"] == f"flake8-inventree-plugin=={version}"
    pinned = re.findall(r"(?:flake8-inventree-plugin(?:==|@v)|rev: v|inventree-lint@v|\.git@v)([\d.]+)", PAGE)
    assert len(pinned) >= 5
    assert set(pinned) == {version}


def test_workflow_is_what_the_guide_wants() -> None:
    (text,) = (block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "schedule:" in block)
    files = {
        "pyproject.toml": '[project]\nname = "demo"\nversion = "1"\n',
        "demo/__init__.py": "",
        "demo/core.py": PLUGIN,
    }
    for code in ("INV701", "INV702", "INV703"):
        assert bool(codes(files, code)) is (code == "INV701")
        assert codes({**files, ".github/workflows/plugin.yml": text}, code) == []


def test_workflow_uses_inputs_that_exist() -> None:
    used = [
        step["with"]
        for workflow in blocks(containing="jobs:")
        for job in workflow["jobs"].values()
        for step in job["steps"]
        if "flake8-inventree-plugin" in step.get("uses", "") and "with" in step
    ]
    assert used
    for inputs in used:
        assert set(inputs) <= set(ACTION["inputs"])
    for pipeline in blocks(containing="component:"):
        for include in pipeline["include"]:
            assert set(include["inputs"]) <= set(SPEC["spec"]["inputs"])


@pytest.mark.parametrize(
    ("schema", "documents"),
    [
        ("github-actions", lambda: [ACTION]),
        ("github-workflows", lambda: blocks(containing="\non:")),
        ("gitlab-ci", lambda: [TEMPLATE, *blocks(containing="component:")]),
    ],
)
def test_schemas(tmp_path: Path, schema: str, documents: Callable[[], list[Any]]) -> None:
    """The schemas are those that editors use."""
    pytest.importorskip("check_jsonschema")
    files = []
    for number, document in enumerate(documents()):
        files.append(tmp_path / f"{number}.json")
        # YAML's first version takes the key `on` for a truth value.
        text = json.dumps({"on" if key is True else key: value for key, value in document.items()})
        files[-1].write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
