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
from flake8_inventree_plugin.runtime.framework.mixins import action, barcode, locate, user_interface
from flake8_inventree_plugin.runtime.framework.release import current, since
from flake8_inventree_plugin.runtime.web.access import ApiTokenAuthentication
from flake8_inventree_plugin.runtime.web.answers import fields, respond


class Root(APIView):
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


class Token(APIView):
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


class ActionRequest(serializers.Serializer):
    """Which action, and what it gets."""

    action = serializers.CharField(required=False)
    data = serializers.JSONField(required=False)


class Action(GenericAPIView):
    """Runs the action of a plugin. Its name stands in the body, or in the address."""

    serializer_class = ActionRequest

    def post(self, request: Any, name: str = "") -> Response:
        """Run it."""
        given = fields(request)
        wanted = given.get("action") or name
        return respond(
            action.perform(str(wanted or ""), request.user, given.get("data")), f"action {wanted}", "get_info"
        )


class BarcodeRequest(serializers.Serializer):
    """What was scanned."""

    barcode = serializers.CharField()


class Barcode(GenericAPIView):
    """Tells what a barcode means."""

    serializer_class = BarcodeRequest

    def post(self, request: Any) -> Response:
        """Ask the plugins, then the database."""
        try:
            return respond(barcode.scan(fields(request).get("barcode"), request.user), "barcode", "scan")
        except PermissionDenied as error:
            raise exceptions.PermissionDenied(str(error) or None) from error


class BarcodeLink(GenericAPIView):
    """Links a barcode with an object: {"barcode": "...", "stockitem": 1}."""

    serializer_class = BarcodeRequest

    def post(self, request: Any) -> Response:
        """Link it."""
        given = fields(request)
        if not given.get("barcode"):
            return Response({"barcode": "Must provide barcode_data parameter"}, 400)
        label = next((name for name in given if name != "barcode"), "stockitem")
        return respond(barcode.link(str(given["barcode"]), label, _number(given.get(label), label)))


class BarcodeGenerateRequest(serializers.Serializer):
    """Of what a barcode is wanted."""

    model = serializers.CharField()
    pk = serializers.IntegerField()


class BarcodeGenerate(GenericAPIView):
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


class LocateRequest(serializers.Serializer):
    """Who shall locate what."""

    plugin = serializers.CharField()
    item = serializers.IntegerField(required=False)
    location = serializers.IntegerField(required=False)


class Locate(GenericAPIView):
    """Lets a plugin locate a stock item or a stock location."""

    serializer_class = LocateRequest

    def post(self, request: Any) -> Response:
        """Locate it; an item goes before a location."""
        given = fields(request)
        return respond(
            locate.locate(str(given.get("plugin") or ""), given.get("item"), given.get("location"))
        )


class Features(APIView):
    """What plugins add to the user interface."""

    def get(self, request: Any, feature: str) -> Response:
        """The features of a kind; a plugin that fails has none."""
        found = user_interface.features(feature, request.query_params, request)
        return respond(Answer(200, found), "user interface", "get_ui_features")


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
