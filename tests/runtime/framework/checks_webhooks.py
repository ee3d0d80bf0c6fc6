"""Webhooks, by way of requests as Django makes them."""

import base64
import hashlib
import hmac
import json

import pytest

RELEASES = ("1.5", "0.7")
MODULES = ["hooks.plugin"]

FILES = {
    "hooks/__init__.py": "",
    "hooks/plugin.py": """
from plugin import InvenTreePlugin
from plugin.mixins import AppMixin

class Hooks(AppMixin, InvenTreePlugin):
    NAME = "Hooks"
""",
    "hooks/models.py": """
from common.models import VerificationMethod, WebhookEndpoint

done = []

class Public(WebhookEndpoint):
    VERIFICATION_METHOD = VerificationMethod.NONE
    def process_payload(self, message, payload=None, headers=None):
        done.append(payload)
        if payload == "fail":
            raise RuntimeError("cannot work on it")
        return payload != "drop"

class Guided(WebhookEndpoint):
    def perform_action(self, message, payload=None, headers=None):
        done.append(("action", payload))
        return True
    def get_return(self, payload=None, headers=None, request=None):
        return {"thanks": payload}
""",
    "hooks/migrations/__init__.py": "",
    "hooks/migrations/0001_initial.py": """
import django.db.models.deletion
from django.db import migrations, models

def child(name):
    return migrations.CreateModel(
        name=name,
        fields=[(
            "webhookendpoint_ptr",
            models.OneToOneField(
                auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True,
                primary_key=True, serialize=False, to="common.webhookendpoint",
            ),
        )],
        bases=("common.webhookendpoint",),
    )

class Migration(migrations.Migration):
    dependencies = [("common", "0012_notificationentry")]
    operations = [child("Public"), child("Guided")]
""",
}


def _send(endpoint, body, method="POST", **headers):
    from django.test import RequestFactory

    from flake8_inventree_plugin.runtime.framework.webhooks import receive

    request = RequestFactory(headers={"host": "localhost"}).generic(
        method, "/api/webhook/x/", body, content_type="application/json", headers=headers
    )
    return receive(str(getattr(endpoint, "endpoint_id", endpoint)), request)


def _messages(endpoint):
    from common.models import WebhookMessage

    return list(WebhookMessage.objects.filter(endpoint_id=endpoint.pk).values_list("body", "worked_on"))


def check_token(runtime):
    from common.models import WebhookEndpoint, WebhookMessage

    endpoint = WebhookEndpoint.objects.create(name="token", token="sesame")
    assert _send(endpoint, '{"a": 1}') == (403, {"detail": "Incorrect token in header."})
    assert _send(endpoint, '{"a": 1}', Token="wrong").status == 403
    assert _send(endpoint, '{"a": 1}', Token="sesam\u00e9").status == 403
    assert _send(endpoint, "{", Token="wrong").status == 403
    assert _send(endpoint, "{", Token="sesame").status == 406
    assert _messages(endpoint) == []
    assert _send(endpoint, '{"a": 1}', Token="sesame", Authorization="secret") == (
        200,
        "Message was received.",
    )
    assert _messages(endpoint) == [({"a": 1}, True)]
    stored = WebhookMessage.objects.get(endpoint=endpoint)
    assert stored.host == "localhost"
    kept = {name.lower() for name in json.loads(stored.header)}
    assert "host" in kept
    assert not kept & {"token", "authorization"}


def check_hmac(runtime):
    from common.models import WebhookEndpoint

    endpoint = WebhookEndpoint.objects.create(name="hmac", token="ignored", secret="123abc")
    body = '{"a": 2}'
    signature = base64.b64encode(hmac.new(b"123abc", body.encode(), hashlib.sha256).digest()).decode()
    assert _send(endpoint, body, Token="ignored").status == 403
    assert _send(endpoint, body, Token=signature).status == 200
    assert _send(endpoint, "{}", Token="68MXtc/OiXdA5e2Nq9hATEVrZFpLb3Zb0oau7n8s31I=").status == 200
    assert _send(endpoint, '{"a": 3}', Token=signature).status == 403


def check_open_only_where_declared(runtime):
    from hooks.models import Public

    from common.models import WebhookEndpoint

    assert _send(WebhookEndpoint.objects.create(name="open", token=""), "1").status == 403
    endpoint = Public.objects.create(name="public", token="")
    assert _send(endpoint, "1").status == 200
    assert _messages(endpoint) == [(1, True)]


def check_unknown_inactive_and_other_methods(runtime):
    from common.models import WebhookEndpoint

    endpoint = WebhookEndpoint.objects.create(name="off", token="t", active=False)
    assert _send(endpoint, "1", Token="t") == (404, {"detail": "Not found."})
    assert _send("nobody", "1").status == 404
    assert _send("8b5f2b5e-0000-0000-0000-000000000000", "1").status == 404
    assert _send(endpoint, "", method="GET").status == 405


def check_size(runtime):
    from common.models import WebhookEndpoint

    endpoint = WebhookEndpoint.objects.create(name="large", token="t")
    assert _send(endpoint, '"' + "x" * 1_000_000 + '"', Token="t").status == 413


def check_payload(runtime):
    from hooks import models

    endpoint = models.Public.objects.create(name="work", token="")
    assert _send(endpoint, '"drop"').status == 200
    assert _messages(endpoint) == []
    assert _send(endpoint, '"fail"') == (500, {"detail": "RuntimeError: cannot work on it"})
    assert _messages(endpoint) == []
    assert [
        (problem.plugin, problem.kind, problem.member)
        for problem in runtime.journal.problems
        if problem.stage == "hook"
    ] == [("hooks.models.Public", "hook", "process_payload")]


def check_the_guides_perform_action(runtime):
    from hooks import models

    endpoint = models.Guided.objects.create(name="guide", token="t")
    assert _send(endpoint, '"x"', Token="t") == (200, {"thanks": "x"})
    assert models.done[-1] == ("action", "x")


def check_verification_method(runtime):
    from enum import Enum

    from common.models import VerificationMethod

    assert issubclass(VerificationMethod, Enum) is (runtime.release == "1.5")
    assert getattr(VerificationMethod.HMAC, "value", VerificationMethod.HMAC) == 2


def check_token_is_made(runtime):
    from common.models import WebhookEndpoint

    first, second = WebhookEndpoint.objects.create(), WebhookEndpoint.objects.create()
    assert first.token != second.token
    assert len(str(first.token)) == 36
    with pytest.raises(WebhookEndpoint.DoesNotExist):
        WebhookEndpoint.objects.get(endpoint_id="other")
