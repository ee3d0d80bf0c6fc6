"""What the start page shows. All texts of plugins become plain texts here, which the templates escape."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps
from django.urls import NoReverseMatch, URLPattern, reverse

from flake8_inventree_plugin.inventree.catalogue import event_releases, events
from flake8_inventree_plugin.inventree.consequences import consequence
from flake8_inventree_plugin.runtime.framework.mixins import navigation
from flake8_inventree_plugin.runtime.framework.mixins.app import models_of, pending_migrations
from flake8_inventree_plugin.runtime.framework.mixins.schedule import schedules
from flake8_inventree_plugin.runtime.framework.mixins.urls import PLUGIN_BASE
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, class_name
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY
from flake8_inventree_plugin.runtime.framework.release import current
from flake8_inventree_plugin.runtime.framework.webhooks import specialised
from flake8_inventree_plugin.runtime.web.plugins import META, configs, mixins

LONGEST_TEXT = 2000


def plain(value: Any) -> str:
    """A plugin's text as plain text of bounded length, also where the plugin calls it safe HTML.

    A slice of a marked text is no marked text.
    """
    try:
        return str(value)[:LONGEST_TEXT]
    except Exception as error:
        return f"({type(error).__name__})"


class Link(NamedTuple):
    """A text and where it leads; `address` is "" where it leads nowhere."""

    text: str
    address: str


class Shown(NamedTuple):
    """A plugin that is loaded, or that was found and is not."""

    slug: str
    title: str
    cls: str
    is_loaded: bool
    metadata: list[tuple[str, Link]]
    mixins: list[str]
    links: list[Link]
    pages: list[Link]
    models: list[Link]
    has_settings: bool
    problems: list[str]


class Endpoint(NamedTuple):
    """A webhook."""

    name: str
    cls: str
    address: str
    verifies: str
    is_active: bool
    messages: int


def shown_plugins() -> list[Shown]:
    """All plugins that have a row, by slug."""
    return [_shown(config) for config in configs()]


def _shown(config: Any) -> Shown:
    plugin = REGISTRY.plugins.get(config.key)
    cls = type(plugin) if plugin is not None else REGISTRY.plugins_inactive.get(config.key)
    name = class_name(cls) if cls is not None else ""
    problems = [_sentence(found) for found in JOURNAL.problems if found.plugin == name]
    texts = REGISTRY.metadata.get(config.key, {})
    metadata = [(key.replace("_", " "), _website(plain(texts[key]))) for key in META if texts.get(key)]
    if plugin is None:
        return Shown(config.key, plain(config.name), name, False, metadata, [], [], [], [], False, problems)
    return Shown(
        slug=config.key,
        title=plain(texts.get("human_name") or config.name),
        cls=name,
        is_loaded=True,
        metadata=metadata,
        mixins=[plain(entry["human_name"]) for entry in mixins(plugin).values()],
        links=_links(plugin),
        pages=_pages(plugin, config.key),
        models=[link for model in _models(plugin) if (link := _administration(model)).address],
        has_settings=_is_on(plugin, "settings"),
        problems=problems,
    )


def _sentence(problem: Any) -> str:
    effect = consequence(problem.kind, current())
    place = f" ({problem.file}:{problem.line})" if problem.file else ""
    return plain(
        f"{problem.message}{place}; on InvenTree {current()} {effect}"
        if effect
        else f"{problem.message}{place}"
    )


def other_problems() -> list[str]:
    """What failed that belongs to no plugin that has a row, such as a module that cannot be imported."""
    known = {shown.cls for shown in shown_plugins()}
    return [
        f"{plain(found.plugin or found.member)}: {_sentence(found)}".removeprefix(": ")
        for found in JOURNAL.problems
        if found.plugin not in known
    ]


def notes() -> list[str]:
    """What was not tried."""
    return [plain(f"{note.plugin}: {note.message}".removeprefix(": ")) for note in JOURNAL.notes]


def _website(text: str) -> Link:
    return Link(text, text if text.startswith(("http://", "https://")) else "")


def _is_on(plugin: Any, mixin: str) -> bool:
    with JOURNAL.guard("hook", "mixin-refused", type(plugin), member=mixin):
        return bool(plugin.mixin_enabled(mixin))
    return False


def _links(plugin: Any) -> list[Link]:
    if not _is_on(plugin, "navigation"):
        return []
    with JOURNAL.guard("hook", "navigation", type(plugin), member="NAVIGATION"):
        return [Link(plain(link.name), link.address) for link in navigation.links(plugin)]
    return []


def _pages(plugin: Any, slug: str) -> list[Link]:
    """The pages of a plugin that can be opened without knowing more than their names."""
    found = []
    for pattern in (plugin.urls or ()) if _is_on(plugin, "urls") else ():
        if isinstance(pattern, URLPattern) and pattern.name:
            try:
                address = reverse(f"{PLUGIN_BASE}:{slug}:{pattern.name}")
            except NoReverseMatch:
                continue
            found.append(Link(plain(pattern.name), address))
    return found


def _models(plugin: Any) -> list[Any]:
    return models_of(plugin) if _is_on(plugin, "app") else []


def _administration(model: Any) -> Link:
    """The page of the administration for a model, as far as there is one."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    try:
        return Link(plain(model._meta.verbose_name_plural), reverse(f"admin:{name}_changelist"))
    except NoReverseMatch:
        return Link("", "")


def shown_tasks() -> list[dict[str, Any]]:
    """The tasks of plugins, with what came of them last."""
    from django_q.models import Task

    return [
        {
            "pk": row.pk,
            "name": plain(row.name),
            "schedule": row.get_schedule_type_display(),
            "next": row.next_run,
            "repeats": row.repeats,
            "last": Task.objects.filter(name=row.name[:100]).order_by("-started").first(),
        }
        for row in schedules()
    ]


def shown_endpoints() -> list[Endpoint]:
    """The webhooks that have a row."""
    rows = apps.get_model("common", "WebhookEndpoint")._default_manager.order_by("pk")
    messages = apps.get_model("common", "WebhookMessage")._default_manager
    return [
        Endpoint(
            plain(row.name or row.endpoint_id),
            class_name(type(special)),
            reverse("api-webhook", args=[row.endpoint_id]),
            _verifies(special),
            row.active,
            messages.filter(endpoint_id=row.pk).count(),
        )
        for row in rows
        for special in [specialised(row)]
    ]


def _verifies(endpoint: Any) -> str:
    if endpoint.secret:
        return "HMAC-SHA256"
    if endpoint.token:
        return "token"
    return (
        "nothing: everybody may send" if endpoint.is_public() else "no token and no secret: nobody may send"
    )


def webhook_models() -> list[Link]:
    """Where webhooks are made, by model."""
    endpoint = apps.get_model("common", "WebhookEndpoint")
    return [
        Link(class_name(model), f"{_administration(model).address}add/")
        for model in apps.get_models()
        if issubclass(model, endpoint)
    ]


def shown_actions() -> list[tuple[str, str]]:
    """The actions that can be called: their names, and whose they are."""
    found = []
    for plugin in REGISTRY.with_mixin("action"):
        with JOURNAL.guard("hook", "hook", type(plugin), member="ACTION_NAME"):
            found.append((plain(plugin.action_name()), class_name(type(plugin))))
    return found


def known_events() -> list[str]:
    """The events that this release sends."""
    return sorted(name for name in events() if "*" not in name and current() in event_releases(name))


def overview() -> dict[str, Any]:
    """Everything on the start page but its forms."""
    return {
        "release": current(),
        "plugins": shown_plugins(),
        "problems": other_problems(),
        "notes": notes(),
        "migrations": pending_migrations(),
        "tasks": shown_tasks(),
        "endpoints": shown_endpoints(),
        "webhook_models": webhook_models(),
        "actions": shown_actions(),
        "events": known_events(),
    }
