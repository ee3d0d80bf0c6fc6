"""The pages for people: everything about the plugins at one place, without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_q.models import Schedule

from flake8_inventree_plugin.runtime.framework import tasks
from flake8_inventree_plugin.runtime.framework.events import trigger_event
from flake8_inventree_plugin.runtime.framework.mixins import action, app
from flake8_inventree_plugin.runtime.framework.problems import Failures, describe
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY
from flake8_inventree_plugin.runtime.web import background
from flake8_inventree_plugin.runtime.web.forms import ActionForm, EventForm, SettingsForm
from flake8_inventree_plugin.runtime.web.overview import overview, plain, shown_actions


def for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A decorator: nobody else sees a page. The others have the API."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise PermissionDenied
        return view(request, *args, **named)

    return guarded


@for_staff
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Everything about the plugins."""
    return _start(request)


def _start(request: HttpRequest, **forms: Any) -> HttpResponse:
    return render(
        request,
        "runtime/start.html",
        {
            **overview(),
            "action_form": ActionForm(shown_actions()),
            "event_form": EventForm(),
            **forms,
        },
        status=400 if forms else 200,
    )


@for_staff
@require_POST
def run_action(request: HttpRequest) -> HttpResponse:
    """Call an action, as POST /api/action/ does."""
    form = ActionForm(shown_actions(), request.POST)
    if not form.is_valid():
        return _start(request, action_form=form)
    given = form.cleaned_data
    answer = action.perform(given["name"], request.user, given["data"])
    try:
        text = json.dumps(answer.body)
    except (TypeError, ValueError, RecursionError) as error:
        text = describe(error)
    messages.info(request, plain(f"{given['name']} answers with {answer.status}: {text}"))
    return redirect("start")


@for_staff
@require_POST
def send_event(request: HttpRequest) -> HttpResponse:
    """Send an event, and run what that queues."""
    form = EventForm(request.POST)
    if not form.is_valid():
        return _start(request, event_form=form)

    def send() -> Iterable[tasks.Outcome]:
        trigger_event(form.cleaned_data["name"], **(form.cleaned_data["data"] or {}))
        return ()

    messages.info(request, plain(f"The event {form.cleaned_data['name']} was sent."))
    _tell(request, background.run(send))
    return redirect("start")


@for_staff
@require_POST
def run_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Run a scheduled task now."""
    try:
        _tell(request, background.run(lambda: [tasks.run_schedule(pk)]))
    except Schedule.DoesNotExist:
        raise Http404 from None
    return redirect("start")


def _tell(request: HttpRequest, outcomes: Iterable[tasks.Outcome]) -> None:
    for outcome in outcomes:
        show = messages.success if outcome.success else messages.error
        show(request, plain(f"{outcome.name}: {outcome.text}"))


@for_staff
@require_POST
def run_migrations(request: HttpRequest) -> HttpResponse:
    """Create the tables of plugins that are still missing."""
    for plugin in REGISTRY.with_mixin("app"):
        try:
            done = app.migrate_plugin(plugin)
        except Failures as error:
            messages.error(request, plain(f"{type(plugin).__name__}: {describe(error)}"))
            continue
        for name in done:
            messages.success(request, plain(f"{name} was applied"))
    return redirect("start")


@for_staff
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The settings of a plugin: for everybody, and those of the user."""
    plugin = REGISTRY.plugins.get(slug)
    if plugin is None or not hasattr(plugin, "settings"):
        raise Http404
    forms = [SettingsForm(plugin, data=_data(request, "all"))]
    if getattr(plugin, "user_settings", None):
        forms.append(SettingsForm(plugin, request.user, data=_data(request, "own")))
    status = 200
    for form in forms:
        if form.is_bound and form.is_valid():
            changed = form.save()
            if changed:
                messages.success(request, plain(f"{', '.join(changed)} saved"))
            if not form.errors:
                return redirect("plugin-settings", slug)
        if form.errors:
            status = 400
    return render(
        request,
        "runtime/settings.html",
        {"title": plain(REGISTRY.metadata.get(slug, {}).get("human_name") or slug), "forms": forms},
        status=status,
    )


def _data(request: HttpRequest, which: str) -> Any:
    return request.POST if request.method == "POST" and request.POST.get("which") == which else None
