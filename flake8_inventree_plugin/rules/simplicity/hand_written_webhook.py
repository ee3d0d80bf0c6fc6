"""A view takes data from outside without protection, although InvenTree has a model for webhooks.

A view with `csrf_exempt` accepts what any page or program sends in the name of a user who is logged in.
InvenTree's `WebhookEndpoint` takes the request instead: it has an address that cannot be guessed, checks a
token or a signature (HMAC), keeps the message, and is tested. A plugin inherits from it and overrides what is
to happen with the data.

Reported is a view that is exempt from the check for forged requests (by a decorator, around the view in the
URLs, or for a class of views by `method_decorator`) and reads the body of the request, itself or in a method
that it calls. Not reported are views behind a login or a permission of the REST framework: those that ask for
`request.user` or `request.auth`, that have any other decorator (`login_required`, `api_view`, one of the
plugin's own), or whose class inherits from anything but Django's `View`.

How to mend it: inherit from `common.models.WebhookEndpoint` in a plugin with AppMixin.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.project.hooks import receiving
from flake8_inventree_plugin.project.index import FileIndex
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Names, Outside, Own
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import MODULE, Class, Function
from flake8_inventree_plugin.source.values import Expression

_EXEMPT = "django.views.decorators.csrf.csrf_exempt"
_ON_METHODS = "django.utils.decorators.method_decorator"
_HARMLESS = ("django.views.decorators.http.", "django.views.decorators.cache.", "staticmethod", "classmethod")
_VIEWS = frozenset({"django.views.View", "django.views.generic.View", "django.views.generic.base.View"})
_BODY = frozenset({"FILES", "POST", "body", "data", "read"})
_LOGIN = frozenset({"auth", "user"})
_HANDLERS = ("dispatch", "post", "put", "patch", "delete")


def check(project: Project) -> Iterator[Finding]:
    """Reports functions and classes of views."""
    for file in project.package_files:
        if not any(
            item.name == "csrf_exempt" or item.module == "django.views.decorators.csrf"
            for item in file.facts.imports
        ):
            continue
        found = {*_functions(project.names, file), *_classes(project.names, file)}
        for name, place in sorted(found, key=lambda view: view[1]):
            yield RULE.finding(
                f"the view `{name}` takes data from outside without the check for forged requests: such code "
                "is easily open to anybody",
                "inherit from `common.models.WebhookEndpoint`, which checks a token or a signature, in a "
                "plugin with AppMixin",
                file.path,
                place,
            )


def _functions(names: Names, file: File) -> Iterator[tuple[str, Range]]:
    wrapped, index = _wrapped(names, file), names.index(file.path)
    for function in file.facts.functions:
        decorators = [_decorator(names, file, item) for item in function.decorators]
        is_exempt = _EXEMPT in decorators or (function.owner, function.name) in wrapped
        others = (name for name in decorators if name != _EXEMPT)
        if is_exempt and all(name.startswith(_HARMLESS) for name in others) and _takes_data(index, function):
            yield function.name, function.range


def _classes(names: Names, file: File) -> Iterator[tuple[str, Range]]:
    index = names.index(file.path)
    for number, item in enumerate(file.facts.classes):
        methods = index.functions.get(number, [])
        decorators = [*item.decorators, *(one for method in methods for one in method.decorators)]
        if not decorators or any(_decorator(names, file, one) != _EXEMPT for one in decorators):
            continue
        if _is_plain_view(names, file, item) and any(
            _takes_data(index, method) for method in methods if method.name in _HANDLERS
        ):
            yield item.name, item.range


def _is_plain_view(names: Names, file: File, item: Class) -> bool:
    """Whether a class inherits from Django's `View` and from nothing else."""
    origins = [names.resolve(file.path, base.name, base.imports or None) for base in item.bases if base.name]
    return len(origins) == len(item.bases) > 0 and all(
        found and all(isinstance(origin, Outside) and origin.name in _VIEWS for origin in found)
        for found in origins
    )


def _decorator(names: Names, file: File, expression: Expression) -> str:
    """What a decorator is, `_EXEMPT` also where `method_decorator` applies that; "" where it is unknown."""
    if expression[0] not in ("name", "call"):
        return ""
    name = _origin(names, file, expression[1]) or expression[1]
    if name == _ON_METHODS and expression[0] == "call" and expression[2]:
        inner = _decorator(names, file, expression[2][0])
        return inner if inner == _EXEMPT else ""
    return name


def _origin(names: Names, file: File, dotted: str) -> str:
    """The absolute name of what a name was imported from, at any level of the file."""
    root = dotted.partition(".")[0]
    imports = names.index(file.path).imports.get(root, [])
    found = names.resolve(file.path, dotted, imports) if imports else []
    return next((origin.name for origin in found if isinstance(origin, Outside)), "")


def _wrapped(names: Names, file: File) -> set[tuple[int, str]]:
    """The functions that stand in `csrf_exempt(…)`, by owner and name."""
    found = set()
    for reference in file.facts.references:
        if reference.context != "call" or Outside(_EXEMPT) not in names.reference(file.path, reference):
            continue
        for argument in reference.arguments[:1]:
            root, _, name = argument[1].rpartition(".") if argument[0] == "name" else ("", "", "")
            if root == "self":
                found.add((reference.owner, name))
            elif name and not root:
                found |= {
                    (MODULE, origin.name)
                    for origin in names.resolve(file.path, name)
                    if isinstance(origin, Own) and origin.path == file.path
                }
    return found


def _takes_data(index: FileIndex, function: Function) -> bool:
    """Whether a view reads a body, itself or in a method that it calls, and asks for no user."""
    owner = function.owner
    called = {
        reference.path[1]
        for reference in index.references_in.get((owner, function.name), ())
        if reference.kind == "self" and len(reference.path) > 1
    }
    read = {
        use.attribute
        for name in {function.name, *called}
        for use in index.request_uses.get((owner, name), ())
        if use.parameter in _received(index, owner, name)
    }
    return not _BODY.isdisjoint(read) and _LOGIN.isdisjoint(read)


def _received(index: FileIndex, owner: int, name: str) -> set[str]:
    """The parameters that a caller fills, of all functions of a name."""
    return {
        parameter.name
        for function in index.named_functions.get((owner, name), ())
        for parameter in (function.parameters if owner == MODULE else receiving(function) or ())
    }


_HEAD = (
    "import json\n\nfrom django.http import JsonResponse\n"
    "from django.views.decorators.csrf import csrf_exempt\n"
    "from plugin import InvenTreePlugin\nfrom plugin.mixins import UrlsMixin\n\n\n"
)
_CLASS = "class Demo(UrlsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"
_VIEW = "def order(request):\n    return JsonResponse(json.loads(request.body))\n"
_INDENTED = _VIEW.replace("def order(", "def order(self, ").replace("    return", "        return")

RULE = Rule(
    code="INV505",
    name="hand-written-webhook",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    guide="You want to receive webhooks? Do not code your own untested function, use the WebhookEndpoint "
    "model as a base and override the perform_action method.",
    good=(
        Example(
            f"from common.models import WebhookEndpoint\n{_HEAD}class Orders(WebhookEndpoint):\n"
            "    def process_payload(self, message, payload=None, headers=None):\n        return True\n"
            f"\n\n{_CLASS}",
            note="A webhook of InvenTree.",
        ),
        Example(
            "from django.contrib.auth.decorators import login_required\n"
            f"{_HEAD}@csrf_exempt\n@login_required\n{_VIEW}\n\n{_CLASS}",
            note="Behind a login.",
        ),
        Example(
            f"{_HEAD}{_CLASS}\n    @csrf_exempt\n    def order(self, request):\n"
            "        if not request.user.is_staff:\n            return JsonResponse({}, status=403)\n"
            "        return JsonResponse(json.loads(request.body))\n",
            note="It asks for the user.",
        ),
        Example(
            f"{_HEAD}{_CLASS}\n    @csrf_exempt\n    def state(self, request):\n"
            "        return JsonResponse({'parts': request.GET})\n",
            note="It takes no data.",
        ),
    ),
    bad=(
        Example(f"{_HEAD}{_CLASS}\n    @csrf_exempt\n    {_INDENTED}", at=("13:9",), note="A method."),
        Example(
            f"{_HEAD}{_VIEW}\n\n{_CLASS}\n    def setup_urls(self):\n        from django.urls import path\n\n"
            "        return [path('order/', csrf_exempt(order))]\n",
            at=("9:5",),
            note="A function that is wrapped in the URLs.",
        ),
    ),
)
