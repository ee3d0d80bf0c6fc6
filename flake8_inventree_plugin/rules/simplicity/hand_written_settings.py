"""A plugin reads its configuration from environment variables or a file of its own.

Whoever runs the server can change such a value only by restarting it, often only in a container's definition,
and sees nowhere which values there are. A setting of SettingsMixin is shown with its description and default
on the plugin's page, is checked, can be changed while the server runs, and can be protected.

Each environment variable is reported once a file, at its first use; of files, those that `configparser`,
`dotenv`, `decouple` and `environ` read. Not reported are

- variables of InvenTree itself, of Django, and of the system or a proxy (`INVENTREE_…`, `DJANGO_…`, `HOME`,
  `PATH`, `HTTPS_PROXY`, `TZ`, …), and switches for developers (`…_DEBUG`, `…_DEV`, `…_TEST`);
- a variable that the file assigns too: it is meant for a library;
- a name that is not known;
- YAML and JSON: the guide recommends a YAML file in the configuration folder for what is static;
- a file that is a program of its own (`if __name__ == "__main__":`).

How to mend it: add SettingsMixin, declare the value in `SETTINGS`, and use `self.get_setting("NAME")`; for a
password or a token with `"protected": True`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Outside, known_text
from flake8_inventree_plugin.project.programs import is_program
from flake8_inventree_plugin.rules.rule import Example, Rule

_FILES = frozenset(
    {
        "configparser.ConfigParser",
        "configparser.RawConfigParser",
        "decouple.config",
        "dotenv.dotenv_values",
        "dotenv.load_dotenv",
        "environ.Env",
    }
)
_NOT_THE_PLUGINS = re.compile(
    r"(?:INVENTREE|DJANGO|PYTHON|XDG|LC|GITHUB|GITLAB|CI)(?:_.*)?"
    r"|(?:HTTPS?|ALL|FTP|NO)_PROXY|(?:REQUESTS|CURL)_CA_BUNDLE|SSL_CERT_(?:FILE|DIR)"
    r"|APPDATA|DISPLAY|HOME|HOSTNAME|LANG|LOCALAPPDATA|LOGNAME|PATH|PWD|SHELL|TEMP|TERM|TMP|TMPDIR|TZ"
    r"|USER|USERNAME|USERPROFILE|VIRTUAL_ENV"
    r"|(?:.*_)?(?:DEBUG|DEV|TEST|TESTING)",
    re.IGNORECASE,
)


def check(project: Project) -> Iterator[Finding]:
    """Reports environment variables and readers of configuration files."""
    for file in project.package_files:
        if is_program(file.facts):
            continue
        yield from _variables(project, file)
        for reference in file.facts.references:
            if reference.kind != "import" or not (reference.context == "call" or "()" in reference.path):
                continue
            origins = project.names.reference(file.path, reference)
            names = {origin.name for origin in origins if isinstance(origin, Outside)} & _FILES
            if names:
                yield RULE.finding(
                    f"`{min(names)}` reads settings from outside of InvenTree, where users can neither see "
                    "nor change them",
                    "add SettingsMixin, declare what users may change in SETTINGS, and use self.get_setting",
                    file.path,
                    reference.range,
                )


def _variables(project: Project, file: File) -> Iterator[Finding]:
    uses = file.facts.environment_uses
    if not any(item.module == "os" for item in file.facts.imports):
        return
    texts = [known_text(project.names.evaluate(file.path, use.variable)) for use in uses]
    assigned = {text for use, text in zip(uses, texts, strict=True) if not use.is_read}
    seen: set[str] = set()
    for use, text in zip(uses, texts, strict=True):
        if text is None or text in assigned or text in seen or _NOT_THE_PLUGINS.fullmatch(text):
            continue
        seen.add(text)
        yield RULE.finding(
            f"the environment variable {text} configures the plugin, and users can neither see nor change it",
            f'add SettingsMixin, declare "{text}" in SETTINGS, and use `self.get_setting("{text}")`',
            file.path,
            use.range,
        )


_HEAD = (
    "import os\n\nfrom plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n\n"
)

RULE = Rule(
    code="INV506",
    name="hand-written-settings",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/settings/",
    guide="Does the plugin need configuration that should be user changeable (SettingsMixin) or static (just "
    "use a yaml in the config dir)?",
    good=(
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import SettingsMixin\n\n\n"
            "class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
            "    SETTINGS = {'SHOP_URL': {'name': 'Shop', 'description': 'Address of the shop'}}\n\n"
            "    def shop(self):\n        return self.get_setting('SHOP_URL')\n",
            note="A setting.",
        ),
        Example(
            f"{_HEAD}    def folder(self):\n        return os.environ['INVENTREE_MEDIA_ROOT']\n",
            note="A variable of the server.",
        ),
        Example(
            f"{_HEAD}    def ui(self):\n        return bool(os.getenv('DEMO_DEV'))\n",
            note="A switch for developers.",
        ),
        Example(
            f"{_HEAD}    def start(self):\n        os.environ['DEMO_STORAGE'] = '/tmp'\n"
            "        return os.environ['DEMO_STORAGE']\n",
            note="A variable for a library.",
        ),
    ),
    bad=(
        Example(
            f"{_HEAD}    def shop(self):\n"
            "        return os.environ.get('SHOP_URL'), os.getenv('SHOP_TOKEN')\n",
            at=("10:16", "10:44"),
            note="Environment variables.",
        ),
        Example(
            "import configparser\n\n"
            + _HEAD.removeprefix("import os\n\n")
            + "    def shop(self):\n        return configparser.ConfigParser()\n",
            at=("10:16",),
            note="A file of its own.",
        ),
    ),
)
