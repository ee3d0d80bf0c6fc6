"""An overridden hook does not take the arguments with which a targeted release calls it.

InvenTree calls the hooks of its mixins with arguments that changed over the releases: `perform_action(self)`
became `perform_action(self, user, data)` with 0.7, `scan(self, barcode_data)` is called with `user=` from 1.4
on. A method that does not take them raises `TypeError` in the middle of a request; newer releases only log
that, and the plugin seems to do nothing. Judged is how a release *calls* the hook, which is not always how it
defines it.

Not reported are methods with `*args` and `**kwargs` that take the call, other names for parameters that are
passed by position, old forms that the release still serves (it looks at the signature of
`validate_serial_number`, `increment_serial_number` and `generate_batch_code`, and leaves out what that does
not take), methods with decorators that may change the signature, hooks that the plugin calls itself because
it overrides their caller as well (`print_label` beside `print_labels`), and what is only defined for other
releases (`if` around it). Where a declared range admits releases that are too old, that is `INV308`.

What to do: take what is passed, and give each parameter that older releases do not pass a default.

Fix safety: adding parameters with defaults is safe, because every release that could call the method still
can. It is unsafe to insert one between others, since releases with the old order then fail, and to read
`user` and `data` from the arguments instead of from `self`, since 0.6 passes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.inventree.catalogue import HookCall, hook_calls
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.project.hooks import (
    SIGNATURE,
    Override,
    misfit,
    misfits,
    overrides,
    passed,
    receiving,
    written,
)
from flake8_inventree_plugin.project.members import defines
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.rules.targeted import targeted_obstacles
from flake8_inventree_plugin.source.facts import Function, Parameter, Reference

_ON_SELF = ("user", "data")
"""What an action found on `self` in 0.6, and is passed from 0.7 on."""


def check(project: Project) -> Iterator[Finding]:
    """Reports every such method once, at its name, for the newest of the calls that it cannot take."""
    known = {(item.own.path, item.function.range): item for item in overrides(project.names, project.plugins)}
    for obstacle, releases in targeted_obstacles(project, RULE.code):
        override = known[obstacle.path, obstacle.range]
        found = [item for item in misfits(project.names, override) if item.releases & releases]
        last = found[-1]
        effect = (
            "which is only logged, so that nothing happens" if last.call.logged else "and the request fails"
        )
        plan = _plan(project, override, [item.call for item in found])
        yield RULE.finding(
            f"InvenTree {releases} calls `{obstacle.name}` as "
            f"`{written(override.function.name, last.call)}`, but it {last.reason}: "
            f"the call raises TypeError, {effect}",
            "take what is passed, and give a default to what some targeted release does not pass"
            if plan is None
            else f"take {_listed(plan.names)} too",
            obstacle.path,
            obstacle.range,
            fix=None if plan is None else _fix(project, override, plan),
        )


@dataclass(slots=True)
class _Plan:
    """The parameters that are missing: `before` others (name of the other, new name), `behind` those that
    are passed by position, and `last`."""

    before: list[tuple[str, str]] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [*(name for _, name in self.before), *self.behind, *self.last]


def _plan(project: Project, override: Override, failing: Sequence[HookCall]) -> _Plan | None:
    """What a method must take to fit all calls of targeted releases; None where that is not so easy."""
    parameters = receiving(override.function)
    if parameters is None or any(item.kind == "positional-only" for item in parameters):
        return None
    calls = hook_calls(override.framework, override.function.name)
    fitting = [call for call in calls if _fits(parameters, call, calls)]
    if fitting and calls.index(fitting[-1]) > calls.index(failing[-1]):
        # Written for newer releases, it does not know what to do with what older ones pass.
        return None
    plan = _missing_parameters(parameters, failing[-1], calls)
    if plan is None or {item.name for item in override.function.parameters} & set(plan.names):
        return None
    new = _with(parameters, plan)
    wanted = [call for call in fitting if call.releases & project.target.releases]
    if not plan.names or not all(_fits(new, call, calls) for call in (*failing, *wanted)):
        return None
    return plan


def _fits(parameters: Sequence[Parameter], call: HookCall, calls: Sequence[HookCall]) -> bool:
    return not misfit(parameters, call, calls)


def _missing_parameters(
    parameters: Sequence[Parameter], call: HookCall, calls: Sequence[HookCall]
) -> _Plan | None:
    plan = _Plan()
    own = [item.name for item in parameters if item.kind == "positional"]
    arguments, keywords, varies = passed(call)
    kinds = {item.kind for item in parameters}
    if len(arguments) > len(own) and "*" not in kinds:
        fitting = [passed(other)[0] for other in calls if _fits(parameters, other, calls)]
        old = fitting[-1] if fitting else own
        if arguments[: len(own)] == old[: len(own)]:
            plan.behind += arguments[len(own) :]
        elif len(old) == len(own) and not _insert(plan, arguments, old, own):
            return None
    if "**" not in kinds:
        names = {item.name for item in parameters}
        plan.behind += [name for name in keywords if name not in names and not call.adapts]
        if varies:
            plan.last.append("**kwargs")
    return plan


def _insert(plan: _Plan, arguments: Sequence[str], old: Sequence[str], own: Sequence[str]) -> bool:
    """Plans what a call passes between what it passed before; False where that is not all there is to it."""
    position = 0
    for name in arguments:
        if position < len(old) and name == old[position]:
            position += 1
        elif position < len(own):
            plan.before.append((own[position], name))
        else:
            plan.behind.append(name)
    return position == len(old)


def _with(parameters: Sequence[Parameter], plan: _Plan) -> list[Parameter]:
    """The parameters that a plan makes of these."""
    result: list[Parameter] = []
    for item in parameters:
        result += [Parameter(name, "positional", False) for other, name in plan.before if other == item.name]
        result.append(item)
    behind = sum(item.kind == "positional" for item in result)
    result[behind:behind] = [Parameter(name, "positional", True) for name in plan.behind]
    return result + [Parameter(name.strip("*"), "**", False) for name in plan.last]


def _fix(project: Project, override: Override, plan: _Plan) -> Fix:
    calls = hook_calls(override.framework, override.function.name)
    parameters = receiving(override.function) or []
    new = _with(parameters, plan)
    lost = [call for call in calls if _fits(parameters, call, calls) and not _fits(new, call, calls)]
    uses = _uses_of_self(project, override, plan)
    arguments = {
        "before": [list(pair) for pair in plan.before],
        "behind": plan.behind,
        "last": plan.last,
        "uses": [[*use.range[:2], f"{use.path[0]}.{use.path[1]}", use.path[1]] for use in uses],
    }
    what = f"Take {_listed(plan.names)}"
    reasons = []
    if uses:
        what += ", and use that instead of what InvenTree 0.6 put on `self`"
        reasons.append("0.6 passes no such arguments")
    if lost:
        releases = ReleaseSet(0)
        for call in lost:
            releases |= call.releases
        reasons.append(f"InvenTree {releases} calls the method in another order")
    description = f"{what}; unsafe, because {' and '.join(reasons)}" if reasons else what
    return Fix("hook_signature", description, safe=not reasons, arguments=arguments)


def _uses_of_self(project: Project, override: Override, plan: _Plan) -> list[Reference]:
    """The uses of `self.user` and `self.data` in an action's hook that become uses of the arguments."""
    if not override.framework.endswith(".ActionMixin") or "0.6" in project.target.releases:
        return []
    names = {
        name
        for name in _ON_SELF
        if name in plan.names
        and not any(defines(project.names, own, name) for own in override.plugin.lineage)
    }
    index = project.names.index(override.own.path)
    return [
        reference
        for reference in index.references_in.get((override.own.index, override.function.name), ())
        if reference.kind == "self"
        and len(reference.path) > 1
        and reference.path[1] in names
        and _is_in(reference, override.function, project, override)
    ]


def _is_in(reference: Reference, function: Function, project: Project, override: Override) -> bool:
    """Whether a use stands in this function, and not in another one of the same name."""
    same_name = project.names.index(override.own.path).functions_by_name.get(function.name, ())
    later = [item.range for item in same_name if item.range > function.range]
    return function.range < reference.range and not any(place < reference.range for place in later)


def _listed(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


_ACTION = """from plugin import InvenTreePlugin
from plugin.mixins import ActionMixin


class Demo(ActionMixin, InvenTreePlugin):
    NAME = 'Demo'
    MIN_VERSION = '1.2.0'
"""
_BARCODE = _ACTION.replace("ActionMixin", "BarcodeMixin")
_VALIDATION = _ACTION.replace("ActionMixin", "ValidationMixin")
_LABEL = _ACTION.replace("ActionMixin", "LabelPrintingMixin")

RULE = Rule(
    code=SIGNATURE,
    name="hook-signature",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/action/",
    guide="Pick your building blocks",
    good=(
        Example(
            f"{_ACTION}\n    def perform_action(self, user=None, data=None):\n        print(user, data)\n\n"
            "    def get_info(self, who, what):\n        return {'user': who}\n\n"
            "    def get_result(self, *args, **kwargs):\n        return True\n",
            note="All that is passed is taken, some of it under another name.",
        ),
        Example(
            f"{_VALIDATION}\n    def validate_serial_number(self, serial, part):\n        pass\n\n"
            "    def increment_serial_number(self, serial):\n        return serial\n\n"
            "    def generate_batch_code(self):\n        return 'A'\n",
            note="Old forms that InvenTree still serves: it looks at the signature.",
        ),
        Example(
            f"{_LABEL}\n    def print_labels(self, label, output, items, request, **kwargs):\n"
            "        for item in items:\n            self.print_label(label, item)\n\n"
            "    def print_label(self, label, item):\n        pass\n",
            note="Nothing but the plugin's own `print_labels` calls its `print_label`.",
        ),
        Example(
            f"{_BARCODE}\n    def scan(self, barcode_data, user=None, **kwargs):\n        return None\n\n"
            "    def perform_action(self):\n        return True\n",
            note="A method that has the name of a hook of another mixin.",
        ),
        Example(
            f"{_ACTION}    MAX_VERSION = '1.3.99'\n\n"
            "    def scan(self, barcode_data):\n        return None\n".replace("ActionMixin", "BarcodeMixin"),
            note="Only InvenTree 1.4 and later pass the user, and the plugin is not for them.",
        ),
    ),
    bad=(
        Example(
            f"{_BARCODE}\n    def scan(self, barcode_data):\n        return None\n",
            at=("9:9",),
            fixed=f"{_BARCODE}\n    def scan(self, barcode_data, user=None, **kwargs):\n"
            "        return None\n",
            note="From 1.4 on the user is passed too.",
        ),
        Example(
            f"{_ACTION}\n    def perform_action(self):\n        print('Action!')\n\n"
            "    def get_info(self):\n        return {'user': self.user.username}\n",
            at=("9:9", "12:9"),
            fixed=f"{_ACTION}\n    def perform_action(self, user=None, data=None):\n"
            "        print('Action!')\n\n    def get_info(self, user=None, data=None):\n"
            "        return {'user': user.username}\n",
            note="The way of InvenTree 0.6.",
        ),
        Example(
            f"{_LABEL}\n    def print_labels(self, label, items, request, **kwargs):\n        pass\n",
            at=("9:9",),
            fixed=f"{_LABEL}\n    def print_labels(self, label, output, items, request, **kwargs):\n"
            "        pass\n",
            note="`output` came in between.",
        ),
        Example(
            f"{_ACTION}\n    def perform_action(self, user, options):\n        print(options)\n",
            at=("9:9",),
            note="`data` is passed by its name.",
        ),
    ),
)
