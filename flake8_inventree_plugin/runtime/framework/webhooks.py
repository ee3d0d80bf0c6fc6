"""Webhooks: addresses of the server to which others send messages."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from enum import Enum
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, models, transaction

from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe
from flake8_inventree_plugin.runtime.framework.release import since

LARGEST_MESSAGE = 1_000_000
"""Bytes of a message that is still accepted."""

_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


_METHODS = {"NONE": 0, "TOKEN": 1, "HMAC": 2}

VerificationMethod: Any = (
    Enum("VerificationMethod", _METHODS) if since("0.8") else type("VerificationMethod", (), _METHODS)
)
"""How a sender shows that he may send: up to 0.7 a class with numbers, then an enumeration."""


class WebhookRefused(Exception):  # noqa: N818 - the server's answer, no error
    """The sender is not who he should be."""


class Webhook(models.Model):
    """The behaviour of an endpoint; plugins override its methods.

    Unlike InvenTree's: an endpoint that is not `active` is not there, and one without token and secret
    accepts messages only where a subclass says VERIFICATION_METHOD = VerificationMethod.NONE itself.
    """

    TOKEN_NAME = "Token"
    VERIFICATION_METHOD: Any = VerificationMethod.NONE
    MESSAGE_OK = "Message was received."
    MESSAGE_TOKEN_ERROR = "Incorrect token in header."

    token: Any
    secret: Any

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def init(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Called first."""
        self.verify = self.VERIFICATION_METHOD

    def process_webhook(self) -> bool:
        """Called second: find out how to verify."""
        if self.token:
            self.verify = VerificationMethod.TOKEN
        if self.secret:
            self.verify = VerificationMethod.HMAC
        return True

    def validate_token(self, payload: Any, headers: Any, request: Any) -> bool:
        """Whether the sender may send. Raises WebhookRefused where he may not."""
        given = str(headers.get(self.TOKEN_NAME) or "").encode()
        if self.verify == VerificationMethod.TOKEN:
            expected = str(self.token or "").encode()
        elif self.verify == VerificationMethod.HMAC:
            expected = calculate_hmac(request.body, str(self.secret or "")).encode()
        elif self.is_public():
            return True
        else:
            expected = b""
        if not expected or not hmac.compare_digest(given, expected):
            raise WebhookRefused(self.MESSAGE_TOKEN_ERROR)
        return True

    def is_public(self) -> bool:
        """Whether a subclass says that everybody may send."""
        method = getattr(self, "verify", self.VERIFICATION_METHOD)
        return method == VerificationMethod.NONE and any(
            "VERIFICATION_METHOD" in vars(cls)
            for cls in type(self).__mro__
            if issubclass(cls, Webhook) and cls is not Webhook
        )

    def save_data(self, payload: Any = None, headers: Any = None, request: Any = None) -> Any:
        """Store the message, without the headers that are secret."""
        kept = {
            name: value
            for name, value in dict(headers or {}).items()
            if name.lower() not in _SECRET_HEADERS | {self.TOKEN_NAME.lower()}
        }
        return apps.get_model("common", "WebhookMessage").objects.create(
            host=request.get_host() if request is not None else "",
            header=json.dumps(kept),
            body=payload,
            endpoint_id=self.pk,
        )

    def process_payload(self, message: Any, payload: Any = None, headers: Any = None) -> Any:
        """Override: work on a message; true where that is done and the message shall be kept.

        The method that the guide speaks of, `perform_action`, is called where a subclass has it.
        """
        perform = getattr(self, "perform_action", None)
        return perform(message, payload, headers) if perform is not None else True

    def get_return(self, payload: Any = None, headers: Any = None, request: Any = None) -> Any:
        """What is sent back."""
        return self.MESSAGE_OK


def calculate_hmac(body: bytes, secret: str) -> str:
    """The signature of a body: HMAC-SHA256, base64."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def receive(endpoint_id: str, request: Any) -> Answer:
    """Take a message for an endpoint; `request` is Django's.

    The sender is verified before his message is read. The message and what is done with it are one
    transaction: where the endpoint fails, nothing stays.
    """
    if request.method != "POST":
        return Answer(405, {"detail": f'Method "{request.method}" not allowed.'})
    endpoint = find_endpoint(endpoint_id)
    if endpoint is None:
        return Answer(404, {"detail": "Not found."})
    if len(request.body) > LARGEST_MESSAGE:
        return Answer(413, {"detail": "The message is too large."})
    cls = type(endpoint)
    try:
        endpoint.init(request)
        endpoint.process_webhook()
        payload: Any = None
        refused = _refusal(endpoint, request)
        if refused is not None:
            return refused
        try:
            payload = json.loads(request.body)
        except ValueError as error:
            return Answer(406, {"detail": str(error)})
        with transaction.atomic():
            message = endpoint.save_data(payload, request.headers, request)
            if endpoint.process_payload(message, payload, request.headers):
                message.worked_on = True
                message.save()
            else:
                message.delete()
            return Answer(200, endpoint.get_return(payload, request.headers, request))
    except Failures as error:
        if not _is_framework(cls):
            JOURNAL.failure("hook", "hook", cls, error, member="process_payload")
        return Answer(500, {"detail": describe(error)})


def _refusal(endpoint: Any, request: Any) -> Answer | None:
    """The answer to a sender who may not send; an endpoint that decides by the message is given none yet."""
    from rest_framework.exceptions import APIException

    try:
        if endpoint.validate_token(None, request.headers, request) is False:
            raise WebhookRefused(endpoint.MESSAGE_TOKEN_ERROR)
    except WebhookRefused as error:
        return Answer(403, {"detail": str(error)})
    except APIException as error:
        return Answer(error.status_code, {"detail": str(error.detail)})
    return None


def find_endpoint(endpoint_id: str) -> Any:
    """The active endpoint of an address, as the class that the plugin made of it, or None."""
    model = apps.get_model("common", "WebhookEndpoint")
    row = model.objects.filter(endpoint_id=endpoint_id, active=True).first()
    if row is None:
        # An address may be written with or without dashes, as any UUID.
        try:
            row = model.objects.filter(endpoint_id=UUID(endpoint_id), active=True).first()
        except ValueError:
            return None
    return None if row is None else specialised(row)


def specialised(row: Any) -> Any:
    """An endpoint as the class that the plugin made of it; models without tables are passed over."""
    for cls in _subclasses(apps.get_model("common", "WebhookEndpoint")):
        try:
            found = cls._default_manager.filter(pk=row.pk).first()
        except DatabaseError:
            continue
        if found is not None:
            return found
    return row


def _subclasses(model: Any) -> list[Any]:
    """The models of plugins that inherit from one, the most special first."""
    found: list[Any] = [cls for cls in model.__subclasses__() if not cls._meta.abstract]
    return [deeper for cls in found for deeper in (*_subclasses(cls), cls)]


def _is_framework(cls: type) -> bool:
    return cls.__module__ == "common.models"
