"""INV502 to INV507: what they must not take for hand-written, and forms that examples do not show."""

from __future__ import annotations

import pytest

from tests.support import codes, findings_of

CORE = "demo/core.py"
PACKAGE = {
    "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n',
    "demo/__init__.py": "",
}
PLUGIN = "from plugin import InvenTreePlugin\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n\n"


def lines(text: str, code: str, **others: str) -> list[int]:
    """The lines of a module in which a rule finds something."""
    files = {**PACKAGE, CORE: text, **{f"demo/{name}.py": other for name, other in others.items()}}
    return [found.range.line for found in findings_of(files, code)]


def method(body: str, imports: str = "") -> str:
    """A plugin with a method, whose body begins on line 8 behind one line of imports."""
    return f"{imports}\n{PLUGIN}    def work(self):\n        {body}\n"


# INV502


@pytest.mark.parametrize(
    ("imports", "body"),
    [
        ("import requests", "return requests.exceptions.Timeout"),
        ("import requests", "return requests.get"),
        ("import requests", "return requests.auth.HTTPBasicAuth('a', 'b')"),
        ("from urllib import parse", "return parse.quote('a')"),
        ("from .client import requests", "return requests.get('x')"),
        ("session = object()", "return session.get('x')"),
    ],
)
def test_no_api_calls(imports: str, body: str) -> None:
    assert lines(method(body, imports), "INV502", client="requests = 1\n") == []


@pytest.mark.parametrize(
    ("imports", "body"),
    [
        ("import requests", "return requests.get('x').json()"),
        ("import requests as r", "return r.request('GET', 'x')"),
        ("from requests import post", "return post('x')"),
        ("import requests", "with requests.Session() as session: pass"),
        ("import httpx", "return httpx.Client().get('x')"),
        ("import urllib.request", "return urllib.request.urlopen('x').read()"),
        ("from urllib.request import urlopen", "return urlopen('x')"),
    ],
)
def test_api_calls(imports: str, body: str) -> None:
    assert lines(method(body, imports), "INV502") == [8]


def test_api_calls_are_reported_once_a_class() -> None:
    text = method("return requests.get('a'), requests.get('b')", "import requests")
    assert lines(text + "\n    def more(self):\n        requests.get('c')\n", "INV502") == [8]


def test_classes_with_unknown_bases_may_have_the_mixin() -> None:
    text = method("return requests.get('a')", "import requests\nfrom elsewhere import Base")
    assert lines(text.replace("Demo(", "Demo(Base, "), "INV502") == []


def test_own_base_classes_are_looked_at() -> None:
    base = "import requests\n\n\nclass Base:\n    def call(self):\n        return requests.get('x')\n"
    text = f"from .base import Base\n{PLUGIN}".replace("Demo(", "Demo(Base, ")
    files = {**PACKAGE, CORE: text, "demo/base.py": base}
    assert codes(files, "INV502") == ["demo/base.py:6:16 INV502"]


# INV503


def loop(*body: str, test: str = "True") -> str:
    inside = "".join(f"\n            {line}" for line in body)
    return method(f"while {test}:{inside}", "import time, asyncio")


@pytest.mark.parametrize(
    "text",
    [
        loop("self.run()", "time.sleep(59.9)"),
        loop("self.run()", "time.sleep(self.pause)"),
        loop("self.run()", "time.sleep()"),
        loop("self.run()", "time.sleep('600')"),
        loop("self.run()", "pause(600)"),
        loop("time.sleep(600)", "if self.done: return"),
        loop("time.sleep(600)", "if self.failed: raise OSError"),
        loop("time.sleep(600)", test="self.is_running"),
        loop("try:", "    self.run()", "except OSError:", "    time.sleep(600)"),
        loop("self.socket.accept()", "time.sleep(600)"),
        loop("for x in self.client.listen(): self.handle(x)", "time.sleep(600)"),
        method("time.sleep(600)", "import time"),
        method("for x in range(3): time.sleep(600)", "import time"),
        method("threading.Timer(10, self.work).start()", "import threading"),
        method("threading.Timer(self.pause, self.work).start()", "import threading"),
        method("threading.Thread(target=self.work).start()", "import threading"),
        method("Timer(600)", "from .schedule import Timer"),
        method("Schedule.objects.filter(name='x').delete()", "from django_q.models import Schedule"),
        method("return isinstance(self.x, Schedule)", "from django_q.models import Schedule"),
        "from .schedule import every\nfrom demo.schedule import run\n" + PLUGIN,
        loop("time.sleep(600)") + "\n\nif __name__ == '__main__':\n    Demo().work()\n",
    ],
)
def test_no_schedules(text: str) -> None:
    assert lines(text, "INV503", schedule="def every(): pass\n\n\ndef run(): pass\n\n\nTimer = 1\n") == []


def test_an_own_module_is_not_the_package_of_its_name() -> None:
    files = {"schedule.py": "def every():\n    pass\n", "demo.py": f"import schedule\n{PLUGIN}"}
    assert codes(files, "INV503") == []
    assert codes({"demo.py": files["demo.py"]}, "INV503") == ["demo.py:1:8 INV503"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (loop("self.run()", "time.sleep(60)"), 10),
        (loop("try:", "    time.sleep(60)", "except OSError: pass"), 10),
        (loop("asyncio.sleep(24 * 60 * 60)", test="not self.stopped.is_set()"), 9),
        (f"PAUSE = 600\n{loop('time.sleep(PAUSE)')}", 10),
        (method("threading.Timer(60, self.work).start()", "import threading"), 8),
        (method("t = Timer(interval=600, function=self.work)", "from threading import Timer"), 8),
        (method("Schedule(func='x').save()", "from django_q.models import Schedule"), None),
        (method("s = Schedule(func='x')", "from django_q.models import Schedule"), 8),
        (method("schedule('x', minutes=5)", "from django_q.tasks import schedule"), 8),
        (method("tasks.schedule_task('x')", "from InvenTree import tasks"), 8),
        ("import schedule\n" + PLUGIN, 1),
        ("from schedule import every\n" + PLUGIN, 1),
    ],
)
def test_schedules(text: str, line: int | None) -> None:
    assert lines(text, "INV503") == ([] if line is None else [line])


# INV504


HEAD = "from django.db.models.signals import post_delete, post_save, pre_save\nfrom django.dispatch import receiver\n"


def signal(statement: str, imports: str = "from part.models import Part") -> list[int]:
    return lines(f"{HEAD}{imports}\n\n{statement}\n\n{PLUGIN}", "INV504", models="class Own: pass\n")


@pytest.mark.parametrize(
    ("statement", "imports"),
    [
        ("post_save.connect(print, sender=Own)", "from .models import Own"),
        ("post_save.connect(print, sender=User)", "from django.contrib.auth.models import User"),
        ("post_save.connect(print, sender=get_model())", "from x import get_model"),
        ("post_save.connect(print, sender=sender)", "sender = None"),
        ("post_save.connect(print, **options)", "options = {}"),
        ("post_save.connect(*arguments)", "arguments = ()"),
        ("post_save.connect(print, sender='demo.Own')", ""),
        ("post_save.disconnect(print, sender=Part)", "from part.models import Part"),
        ("post_save.send(sender=Part)", "from part.models import Part"),
        ("pre_save.connect(print, sender=Part)", "from part.models import Part"),
        ("saved.connect(print, sender=Part)", "from elsewhere import saved\nfrom part.models import Part"),
        ("@receiver(pre_save, sender=Part)\ndef f(**kwargs): pass", "from part.models import Part"),
        ("@receiver(SIGNALS, sender=Part)\ndef f(**kwargs): pass", "from part.models import Part\nSIGNALS = []"),
        ("@receiver()\ndef f(**kwargs): pass", ""),
    ],
)  # fmt: skip
def test_no_signals(statement: str, imports: str) -> None:
    assert signal(statement, imports) == []


@pytest.mark.parametrize(
    "statement",
    [
        "post_save.connect(print, sender=Part)",
        "post_save.connect(print, Part)",
        "post_save.connect(print, sender='stock.StockItem')",
        "post_save.connect(print)",
        "post_delete.connect(print, sender=None)",
        "@receiver(post_save, sender=Part)\ndef f(**kwargs): pass",
        "@receiver([pre_save, post_delete], sender=Part)\ndef f(**kwargs): pass",
        "@receiver(post_save)\ndef f(**kwargs): pass",
    ],
)
def test_signals(statement: str) -> None:
    assert signal(statement) == [5]


def test_models_that_a_function_imports() -> None:
    body = "from part.models import Part; post_save.connect(self.saved, sender=Part)"
    assert lines(method(body, "from django.db.models.signals import post_save"), "INV504") == [8]


# INV505


VIEWS = (
    "from django.utils.decorators import method_decorator\nfrom django.views import View\n"
    "from django.views.decorators.csrf import csrf_exempt\nfrom django.views.decorators.http import require_POST\n"
    "from .helpers import checked\n\n"
)


def views(text: str) -> list[int]:
    return [
        line - 6
        for line in lines(f"{VIEWS}{text}\n\n{PLUGIN}", "INV505", helpers="def checked(f): return f\n")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "def f(request):\n    return request.body",
        "@csrf_exempt\ndef f(request):\n    return request.GET",
        "@csrf_exempt\ndef f(request):\n    return f.data",
        "@csrf_exempt\n@checked\ndef f(request):\n    return request.body",
        "@csrf_exempt\n@unknown().x\ndef f(request):\n    return request.body",
        "@csrf_exempt\ndef f(request):\n    return request.user and request.body",
        "class V:\n    @csrf_exempt\n    def f(self, request):\n        return self.data",
        "@method_decorator(checked, name='dispatch')\nclass V(View):\n    def post(self, request):\n        request.body",
        "@method_decorator(csrf_exempt, name='dispatch')\nclass V(View):\n    def get(self, request):\n        request.body",
        "class Login(View): pass\n\n\n@method_decorator(csrf_exempt, name='dispatch')\nclass V(Login):\n"
        "    def post(self, request):\n        request.body",
        "class V(View):\n    def post(self, request):\n        request.body",
        "def f(request):\n    return request.body\n\n\nx = csrf_exempt(checked(f))",
    ],
)  # fmt: skip
def test_no_webhooks(text: str) -> None:
    assert views(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@csrf_exempt\ndef f(request):\n    return request.POST['x']", 2),
        ("@require_POST\n@csrf_exempt\ndef f(request):\n    return request.body", 3),
        (
            "class V:\n    @staticmethod\n    @csrf_exempt\n    def f(request):\n        return request.body",
            4,
        ),
        (
            "class V:\n    @csrf_exempt\n    def f(self, request):\n        return self.read(request)\n\n"
            "    def read(self, request):\n        return request.read()",
            3,
        ),
        ("def f(request):\n    return request.body\n\n\nx = csrf_exempt(f)", 1),
        (
            "class V:\n    def urls(self):\n        return csrf_exempt(self.f)\n\n"
            "    def f(self, request):\n        return request.FILES",
            5,
        ),
        (
            "@method_decorator(csrf_exempt, name='dispatch')\nclass V(View):\n"
            "    def post(self, request):\n        return request.body",
            2,
        ),
        (
            "class V(View):\n    @method_decorator(csrf_exempt)\n    def dispatch(self, *args):\n        pass\n\n"
            "    def put(self, request):\n        return request.body",
            1,
        ),
    ],
)
def test_webhooks(text: str, line: int) -> None:
    assert views(text) == [line]


# INV506


@pytest.mark.parametrize(
    "body",
    [
        "os.environ['INVENTREE_DB_NAME']",
        "os.environ['https_proxy']",
        "os.environ['DEMO_DEBUG']",
        "os.environ[self.name]",
        "os.environ[f'DEMO_{self.name}']",
        "os.environ",
        "os.environ.setdefault('DEMO', 'x')",
    ],
)
def test_no_settings(body: str) -> None:
    assert lines(method(body, "import os"), "INV506") == []


@pytest.mark.parametrize(
    ("body", "imports"),
    [
        ("os.environ['DEMO_URL']", "import os"),
        ("environ['DEMO_URL']", "from os import environ"),
        ("getenv('DEMO_URL')", "from os import getenv"),
        ("os.environ.get(NAME)", "import os; NAME = 'DEMO_URL'"),
        ("load_dotenv()", "from dotenv import load_dotenv"),
        ("configparser.ConfigParser().read('x')", "import configparser"),
        ("config('DEMO_URL')", "from decouple import config"),
    ],
)
def test_settings(body: str, imports: str) -> None:
    assert lines(method(body, imports), "INV506") == [8]


def test_names_that_are_not_the_systems() -> None:
    assert lines(method("environ['DEMO_URL']", "from .settings import environ"), "INV506") == []
    program = method("os.environ['A']", "import os") + "\n\nif __name__ == '__main__':\n    pass\n"
    assert lines(program, "INV506") == []


def test_a_variable_is_reported_once_a_file() -> None:
    text = method("os.environ['A'], os.getenv('B')\n        os.environ['A']", "import os")
    assert lines(text, "INV506") == [8, 8]


# INV507


def test_docstrings_of_own_base_classes() -> None:
    text = (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import ActionMixin\n\n\n"
        'class Base(ActionMixin, InvenTreePlugin):\n    """A base."""\n\n'
        "    def perform_action(self, user=None, data=None):\n        pass\n\n    def _helper(self):\n        pass\n\n\n"
        'class One(Base):\n    NAME = "One"\n\n\nclass Two(Base):\n    """Two."""\n\n    NAME = "Two"\n\n'
        "    def get_info(self, user, data=None):\n        pass\n\n    def own(self):\n        pass\n"
    )
    assert lines(text, "INV507") == [8, 15, 24]
