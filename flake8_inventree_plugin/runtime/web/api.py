"""The API of mixins: actions, barcodes, labels, locating, user interface, webhooks; and tokens."""

from __future__ import annotations

import secrets
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, serializers
from rest_framework.authentication import BasicAuthentication, SessionAuthentication
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from flake8_inventree_plugin.runtime.framework import webhooks
from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.mixins import action, barcode
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY
from flake8_inventree_plugin.runtime.framework.release import call_hook, current, since
from flake8_inventree_plugin.runtime.web.access import ApiTokenAuthentication
from flake8_inventree_plugin.runtime.web.answers import asking, fields, respond

LONGEST_LIST = 100
"""Labels that are printed with one request, and features that are taken from one plugin."""


class Root(APIView):  # type: ignore[misc]
    """Which InvenTree this is, and where the rest of its API lies."""

    def get(self, request: Any) -> Response:
        """Say so."""
        plugins = "plugins" if since("0.10") else "plugin"
        return Response(
            {
                "server": "InvenTree",
                "version": current(),
                "instance": "reference runtime of flake8-inventree-plugin",
                "plugins": request.build_absolute_uri(f"/api/{plugins}/"),
                "action": request.build_absolute_uri("/api/action/"),
                "barcode": request.build_absolute_uri("/api/barcode/"),
            }
        )


class Token(APIView):  # type: ignore[misc]
    """A token for whoever says name and password, or is logged in."""

    # Elsewhere no password is taken, so that no browser keeps one and sends it along.
    authentication_classes = (ApiTokenAuthentication, BasicAuthentication, SessionAuthentication)

    def get(self, request: Any) -> Response:
        """The token of the user; it is made where there is none."""
        tokens = apps.get_model("users", "ApiToken")._default_manager
        token = tokens.filter(user=request.user, revoked=False).first()
        if token is None:
            token = tokens.create(user=request.user, key=secrets.token_urlsafe(32), name="runtime")
        return Response({"token": token.key})


class ActionRequest(serializers.Serializer):  # type: ignore[misc]
    """Which action, and what it gets."""

    action = serializers.CharField(required=False)
    data = serializers.JSONField(required=False)


class Action(GenericAPIView):  # type: ignore[misc]
    """Runs the action of a plugin. Its name stands in the body, or in the address."""

    serializer_class = ActionRequest

    def post(self, request: Any, name: str = "") -> Response:
        """Run it."""
        given = fields(request)
        wanted = given.get("action") or name
        return respond(
            action.perform(str(wanted or ""), request.user, given.get("data")), f"action {wanted}", "get_info"
        )


class BarcodeRequest(serializers.Serializer):  # type: ignore[misc]
    """What was scanned."""

    barcode = serializers.CharField()


class Barcode(GenericAPIView):  # type: ignore[misc]
    """Tells what a barcode means."""

    serializer_class = BarcodeRequest

    def post(self, request: Any) -> Response:
        """Ask the plugins, then the database."""
        try:
            return respond(barcode.scan(fields(request).get("barcode"), request.user), "barcode", "scan")
        except PermissionDenied as error:
            raise exceptions.PermissionDenied(str(error) or None) from error


class BarcodeLink(GenericAPIView):  # type: ignore[misc]
    """Links a barcode with an object: {"barcode": "...", "stockitem": 1}."""

    serializer_class = BarcodeRequest

    def post(self, request: Any) -> Response:
        """Link it."""
        given = fields(request)
        if not given.get("barcode"):
            return Response({"barcode": "Must provide barcode_data parameter"}, 400)
        label = next((name for name in given if name != "barcode"), "stockitem")
        return respond(barcode.link(str(given["barcode"]), label, _number(given.get(label), label)))


class BarcodeGenerateRequest(serializers.Serializer):  # type: ignore[misc]
    """Of what a barcode is wanted."""

    model = serializers.CharField()
    pk = serializers.IntegerField()


class BarcodeGenerate(GenericAPIView):  # type: ignore[misc]
    """Makes the barcode of an object."""

    serializer_class = BarcodeGenerateRequest

    def post(self, request: Any) -> Response:
        """Make it."""
        given = fields(request)
        return respond(barcode.generate(str(given.get("model", "")), _number(given.get("pk"), "pk")))


def _number(value: Any, name: str) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise exceptions.ValidationError({name: ["A valid integer is required."]}) from None


class LocateRequest(serializers.Serializer):  # type: ignore[misc]
    """Who shall locate what."""

    plugin = serializers.CharField()
    item = serializers.IntegerField(required=False)
    location = serializers.IntegerField(required=False)


class Locate(GenericAPIView):  # type: ignore[misc]
    """Lets a plugin locate a stock item or a stock location."""

    serializer_class = LocateRequest

    def post(self, request: Any) -> Response:
        """Locate it; an item goes before a location."""
        given = fields(request)
        slug = given.get("plugin")
        if not slug:
            raise exceptions.ParseError("'plugin' field must be supplied")
        plugin = next((found for found in REGISTRY.with_mixin("locate") if found.slug == slug), None)
        if plugin is None:
            raise exceptions.ParseError(
                f"Plugin '{slug}' is not installed, or does not support the location mixin"
            )
        for name, model in (("item", "StockItem"), ("location", "StockLocation")):
            if given.get(name):
                key = given[name]
                if not _exists(model, key):
                    raise exceptions.NotFound(f"{model} matching PK '{key}' not found")
                with asking(plugin, f"locate_stock_{name}"):
                    call_hook(
                        plugin, "plugin.mixins.LocateMixin", f"locate_stock_{name}", {f"{name}_pk": key}
                    )
                return Response({"success": "Identification plugin activated", "plugin": slug, name: key})
        raise exceptions.ParseError("Must supply either 'item' or 'location' parameter")


def _exists(model: str, key: Any) -> bool:
    try:
        return bool(apps.get_model("stock", model)._default_manager.filter(pk=key).exists())
    except (TypeError, ValueError):
        return False


class Feature(serializers.Serializer):  # type: ignore[misc]
    """A piece of user interface; what else a plugin says about it is dropped."""

    plugin_name = serializers.CharField()
    feature_type = serializers.CharField()
    key = serializers.CharField()
    title = serializers.CharField(required=False, allow_blank=True)
    description = serializers.CharField(required=False, allow_blank=True)
    icon = serializers.CharField(required=False, allow_blank=True)
    options = serializers.DictField(default=None)
    context = serializers.DictField(default=None)
    source = serializers.CharField(required=False, allow_blank=True)


class Features(APIView):  # type: ignore[misc]
    """What plugins add to the user interface."""

    def get(self, request: Any, feature: str) -> Response:
        """The features of a kind; a plugin that fails has none."""
        found: list[Any] = []
        for plugin in REGISTRY.with_mixin("ui"):
            cls = type(plugin)
            with JOURNAL.guard("hook", "hook", cls, member="get_ui_features"):
                given = plugin.get_ui_features(feature, request.query_params, request)
                if given and type(given) is not list:
                    message = f"get_ui_features returns {type(given).__name__}, no list, which is ignored"
                    JOURNAL.problem("hook", "result", cls, message, member="get_ui_features")
                    continue
                for item in (given or [])[:LONGEST_LIST]:
                    with JOURNAL.guard("hook", "result", cls, member="get_ui_features"):
                        found.append(_feature(plugin.slug, feature, item))
        return respond(Answer(200, found), "user interface", "get_ui_features")


def _feature(slug: str, feature: str, item: Any) -> Any:
    texts = {key: str(item[key]) for key in ("key", "title", "description", "source") if key in item}
    checked = Feature(data={**item, **texts, "plugin_name": slug, "feature_type": feature})
    if not checked.is_valid():
        raise ValueError(f"a feature is dropped: {dict(checked.errors)}")
    return checked.validated_data


@csrf_exempt
def webhook(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Takes a message from whomever the endpoint lets send; nobody is logged in here."""
    try:
        too_large = int(request.headers.get("Content-Length") or 0) > webhooks.LARGEST_MESSAGE
    except ValueError:
        too_large = True
    if too_large:
        # Before it is read.
        return JsonResponse({"detail": "The message is too large."}, status=413)
    answer = webhooks.receive(endpoint_id, request)
    response: HttpResponse = JsonResponse(answer.body, status=answer.status, safe=False)
    return response
