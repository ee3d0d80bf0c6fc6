"""Each mixin of the guide through its real interface: a server, and HTTP."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from flake8_inventree_plugin.inventree.releases import RELEASES
from tests.runtime.serving import requests, serving

NEWEST = RELEASES[-1]
TESTED = ("0.6", "0.7", "1.1", NEWEST)


def since(release: str, first: str) -> bool:
    return RELEASES.index(release) >= RELEASES.index(first)


@pytest.fixture(
    scope="module",
    params=[pytest.param(release, marks=pytest.mark.xdist_group(f"guide {release}")) for release in TESTED],
)
def release(request):
    return request.param


@pytest.fixture(scope="module")
def server(release, tmp_path_factory):
    options = ("--release", release, "--allow-network")
    with serving(tmp_path_factory.mktemp("serve"), "guide", "broken_plugins", options=options) as found:
        yield found


# ActionMixin


def test_an_action_answers_with_the_user(server):
    answer = server.action("sample")
    assert answer.status_code == 200
    assert answer.json() == {
        "action": "sample",
        "result": True,
        "info": {"user": "admin", "hello": "world", "data": None},
    }


def test_an_action_by_its_address_as_the_guide_writes_it(server):
    answer = server.api("POST", "action/sample/", {"data": [1, 2]})
    assert answer.status_code == 200
    assert answer.json()["info"]["data"] == [1, 2]


def test_an_action_in_a_form(server):
    answer = server.api("POST", "action/", data={"action": "sample", "data": "text"})
    assert answer.json()["info"]["data"] == "text"


@pytest.mark.parametrize(
    ("given", "status", "body"),
    [
        ({}, 400, {"error": "No action specified"}),
        ({"action": "missing"}, 404, {"error": "No matching action found", "action": "missing"}),
    ],
)
def test_what_is_no_action(server, release, given, status, body):
    answer = server.api("POST", "action/", given)
    assert (answer.status_code, answer.json()) == (status if since(release, "1.1") else 200, body)


def test_an_action_that_raises(server, release):
    answer = server.action("sample", "fail")
    assert answer.status_code == (404 if since(release, "1.1") else 500)
    assert "it was asked to fail" in server.api("GET", f"{_plugins(release)}/status/").text


def test_an_action_whose_answer_is_no_json(server):
    answer = server.action("sample", "unwritable")
    assert answer.status_code == 500
    assert "not JSON serializable" in answer.json()["error"]


def test_an_action_takes_no_other_json(server):
    assert server.api("POST", "action/", ["sample"]).status_code == 400


def test_an_action_on_the_start_page(server):
    sent = server.browser.post("run/action/", {"action-name": "sample", "action-data": '{"n": 1}'}, page="")
    assert sent.status_code == 302
    told = server.browser.messages()
    assert told[0].startswith("info: sample answers with 200: {")
    assert "&quot;hello&quot;: &quot;world&quot;" in told[0]


def test_the_form_of_actions_says_what_is_wrong(server):
    sent = server.browser.post("run/action/", {"action-name": "sample", "action-data": "{"}, page="")
    assert sent.status_code == 400
    assert "This is no JSON" in sent.text


# APICallMixin


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/slow"):
            time.sleep(1)
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def other():
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


@pytest.fixture
def calling(server, other):
    sent = server.browser.post(
        "settings/plugin/calling/", {"which": "all", "all-SERVER": other, "all-TOKEN": "key"}
    )
    assert sent.status_code == 302, sent.text
    return server


def test_a_call_sends_token_and_arguments(calling, release):
    answer = calling.result("call", {"endpoint": "things", "arguments": {"q": "a b", "ids": [1, 2]}})
    # Up to 0.8 a text is taken for several values.
    assert answer["path"] == f"/things?q={'a+b' if since(release, '0.9') else 'a,+,b'}&ids=1,2"
    assert answer["headers"]["X-Token"] == "key"
    assert answer["headers"].get("Authorization") == ("X-Token key" if since(release, "0.10") else None)


def test_a_call_has_a_timeout(calling):
    assert calling.result("call", {"endpoint": "slow", "options": {"timeout": 0.1}}) == "ReadTimeout"


def test_a_call_goes_nowhere_else_than_to_http(calling):
    found = calling.result("call", {"endpoint": "file:///etc/hosts", "options": {"endpoint_is_url": True}})
    assert found in ("ValueError", "TypeError")


# AppMixin


@pytest.fixture(scope="module")
def migrated(server):
    if "shelf.0001_initial" in server.browser.get().text:
        assert server.browser.post("run/migrations/", {}, page="").status_code == 302
    return server


def test_migrations_run_on_request(server):
    assert "shelf.0001_initial" in server.browser.get().text
    assert server.browser.post("run/migrations/", {}, page="").status_code == 302
    page = server.browser.get().text
    assert "0001_initial was applied" in page
    assert "Run migrations" not in page


def test_models_are_in_the_administration(migrated):
    assert 'href="/admin/shelf/shelf/"' in migrated.browser.get().text
    key = migrated.browser.add("shelf/shelf", {"name": "<b>Top</b>", "seen": "[]"})
    page = migrated.browser.get("admin/shelf/shelf/").text
    assert f"/admin/shelf/shelf/{key}/change/" in page
    assert "&lt;b&gt;Top&lt;/b&gt;" in page


# BarcodeMixin


def test_the_first_plugin_that_knows_a_barcode_wins(server, release):
    if not since(release, "0.9"):
        server.browser.add("stock/stocklocation", {"name": "Shelf", "description": ""})
    answer = server.api("POST", "barcode/", {"barcode": "SHELF-1"})
    body = answer.json()
    assert answer.status_code == 200
    assert body["plugin"] == "FirstScanning"
    assert body["success"]
    assert body["barcode_data"] == "SHELF-1"
    if since(release, "0.9"):
        assert body["stocklocation"] == {"pk": 7}
        assert body["scanned_by"] == ("admin" if since(release, "1.4") else "None")
        assert body["barcode_hash"] == hashlib.md5(b"SHELF-1").hexdigest()
    else:
        assert body["stocklocation"]["pk"]
        assert body["hash"] == hashlib.md5(b"SHELF-1").hexdigest()


def test_a_plugin_that_fails_leaves_the_barcode_to_the_next(server, release):
    answer = server.api("POST", "barcode/", {"barcode": "SHELF-FAIL"}).json()
    assert answer["plugin"] == ("SecondScanning" if since(release, "0.9") else "FirstScanning")


def test_a_barcode_that_nobody_knows(server, release):
    answer = server.api("POST", "barcode/", {"barcode": "nothing"})
    assert answer.status_code == (400 if since(release, "0.9") else 200)
    assert answer.json()["error"] == "No match found for barcode data"
    assert answer.json()["plugin"] == ("None" if since(release, "0.9") else None)


def test_no_barcode(server):
    answer = server.api("POST", "barcode/", {})
    assert answer.status_code == 400
    assert list(answer.json()) == ["barcode"]


def test_a_barcode_that_was_linked_with_a_stock_item(server, release):
    part = server.browser.add("part/part", _required(server, "part/part", name="Bolt"))
    item = server.browser.add(
        "stock/stockitem", _required(server, "stock/stockitem", part=str(part), quantity="1")
    )
    linked = server.api("POST", "barcode/link/", {"barcode": "linked-code", "stockitem": item})
    assert (linked.status_code, linked.json()["stockitem"]["pk"]) == (200, item)
    found = server.api("POST", "barcode/", {"barcode": "linked-code"})
    assert (found.status_code, found.json()["stockitem"]["pk"]) == (200, item)
    again = server.api("POST", "barcode/link/", {"barcode": "linked-code", "stockitem": item})
    assert again.status_code == (400 if since(release, "0.9") else 200)
    assert "error" in again.json()
    assert server.api("POST", "barcode/link/", {"barcode": "x", "stockitem": "y"}).status_code == 400
    assert server.api("POST", "barcode/link/", {"stockitem": item}).status_code == 400
    if since(release, "0.16"):
        made = server.api("POST", "barcode/generate/", {"model": "stockitem", "pk": item})
        assert made.json() == {"barcode": f'{{"stockitem": {item}}}'}
        assert server.api("POST", "barcode/generate/", {"model": "stockitem", "pk": 0}).status_code == 400


def _required(server, model: str, **given: str) -> dict[str, str]:
    """The values that the page for a new row already has, and some more."""
    page = server.browser.get(f"admin/{model}/add/").text
    inputs = re.findall(r'<input type="(?:text|number)" name="(\w+)" value="([^"]*)"', page)
    return {**dict(inputs), **given}


# EventMixin


def test_an_event_reaches_the_plugins_that_want_it(server, release):
    sent = server.browser.post(
        "run/event/", {"event-name": "test.wanted", "event-data": '{"number": 5}'}, page=""
    )
    assert sent.status_code == 302
    assert ["test.wanted", {"number": 5}] in server.result("heard")
    server.browser.post("run/event/", {"event-name": "test.unwanted", "event-data": ""}, page="")
    heard = [event for event, _ in server.result("heard")]
    assert ("test.unwanted" in heard) is not since(release, "0.13")


def test_a_handler_that_fails_is_told_and_harms_nobody(server):
    server.browser.post("run/event/", {"event-name": "test.fail", "event-data": ""}, page="")
    server.browser.post("run/event/", {"event-name": "test.after", "event-data": ""}, page="")
    assert ["test.after", {}] in server.result("heard")
    page = server.browser.get().text
    assert "RuntimeError: this event breaks the plugin" in page
    assert "RuntimeError: no event is welcome" in page


def test_changes_of_models_are_events(server, release):
    server.browser.add("part/partcategory", _required(server, "part/partcategory", name="Screws"))
    expected = (
        ["part_partcategory.created", {"model": "PartCategory"}]
        if since(release, "0.7")
        else ["instance.created", {"table": "part_partcategory", "model": "PartCategory"}]
    )
    deadline = time.monotonic() + 20
    while expected not in server.result("heard") and time.monotonic() < deadline:
        time.sleep(0.3)
    assert expected in server.result("heard")


def test_the_arguments_of_an_event_are_an_object(server):
    sent = server.browser.post("run/event/", {"event-name": "test.x", "event-data": "[1]"}, page="")
    assert sent.status_code == 400
    assert "A JSON object is expected." in sent.text


# NavigationMixin and UrlsMixin


def test_links_lead_to_pages_of_the_plugin(server):
    page = server.browser.get().text
    assert '<a href="/plugin/linking/page/">Our page</a>' in page
    assert "Dead end" not in page
    assert "NoReverseMatch" in page
    assert server.browser.get("plugin/linking/page/").text == "Hello admin"
    assert server.browser.get("plugin/linking/page/12/").text == "Hello admin 12"
    assert server.browser.get("plugin/linking/nowhere/").status_code == 404


def test_a_plugin_whose_urls_are_none_still_works_otherwise(server):
    assert server.browser.get("plugin/wrongurls/page/").status_code == 404
    assert server.result("wrong") == "still there"
    page = server.browser.get().text
    assert "Initialising (not loaded)" in page
    assert "RuntimeError: it does not want to be" in page


# ScheduleMixin


def test_what_is_due_runs_by_itself_and_a_bad_task_stops_no_other(server):
    deadline = time.monotonic() + 20
    while "path" not in server.result("counted") and time.monotonic() < deadline:
        time.sleep(0.3)
    assert {"path", "member"} <= set(server.result("counted"))
    page = server.browser.get().text
    assert "failure: RuntimeError: this task always fails" in page
    assert "plugin.planning.member" in page


def test_a_task_runs_now(server):
    before = server.result("counted").count("member")
    page = server.browser.get().text
    address = re.search(r'plugin\.planning\.member</th>.*?action="/(run/task/\d+/)"', page, re.DOTALL)[1]
    assert server.browser.post(address, {}, page="").status_code == 302
    assert "success: plugin.planning.member: None" in server.browser.messages()
    assert server.result("counted").count("member") == before + 1
    assert server.browser.post("run/task/999/", {}, page="").status_code == 404


# SettingsMixin


def _plugins(release: str) -> str:
    return "plugins" if since(release, "0.10") else "plugin"


def _setting(server, release: str, key: str) -> str:
    """The address of a setting."""
    if since(release, "0.16"):
        return f"plugins/setting/settings/{key}/"
    if since(release, "0.7"):
        return f"{_plugins(release)}/settings/setting/{key}/"
    every = server.api("GET", "plugin/settings/").json()
    return next(f"plugin/settings/{one['pk']}/" for one in every if one["key"] == key)


def test_settings_over_the_api(server, release):
    number = _setting(server, release, "NUMBER")
    shown = server.api("GET", number).json()
    assert {name: shown[name] for name in ("key", "name", "type")} == {
        "key": "NUMBER",
        "name": "Number",
        "type": "integer",
    }
    assert server.api("PATCH", number, {"value": "7"}).json()["value"] == "7"
    assert server.result("settings")["NUMBER"] == 7
    assert server.api("PUT", number, {"value": 3}).json()["value"] == "3"
    for wrong in ("seven", "1"):
        refused = server.api("PATCH", number, {"value": wrong})
        assert refused.status_code == 400, refused.text
        assert list(refused.json()) == ["value"]
    assert server.api("PATCH", number, {}).status_code == 400
    assert server.result("settings")["NUMBER"] == 3


def test_choices_and_switches_over_the_api(server, release):
    choice = _setting(server, release, "CHOICE")
    shown = server.api("GET", choice).json()
    assert shown["choices"] == [
        {"value": "a", "display_name": "The <b>first</b>"},
        {"value": "b", "display_name": "The second"},
    ]
    assert server.api("PATCH", choice, {"value": "c"}).status_code == 400
    assert server.api("PATCH", choice, {"value": "b"}).status_code == 200
    switch = _setting(server, release, "SWITCH")
    assert server.api("PATCH", switch, {"value": False}).json()["value"] == "False"
    values = server.result("settings")
    assert (values["CHOICE"], values["SWITCH"]) == ("b", False)


def test_a_protected_setting_is_shown_nowhere(server, release):
    secret = _setting(server, release, "SECRET")
    assert server.api("PATCH", secret, {"value": "hidden-new"}).json()["value"] == "***"
    assert server.result("settings")["SECRET"] == "hidden-new"
    shown = [
        server.api("GET", secret).text,
        server.api("GET", f"{_plugins(release)}/settings/").text,
        server.browser.get("settings/plugin/setting/").text,
    ]
    assert not any("hidden-" in text for text in shown)


def test_a_setting_that_is_not_declared(server, release):
    missing = "plugin/settings/9999/" if release == "0.6" else _setting(server, release, "MISSING")
    assert server.api("GET", missing).status_code == 404


def test_settings_in_a_form(server):
    page = "settings/plugin/setting/"
    values = {
        "which": "all",
        "all-TEXT": "new",
        "all-NUMBER": "5",
        "all-SWITCH": "on",
        "all-CHOICE": "a",
        "all-SECRET": "",
    }
    secret = server.result("settings")["SECRET"]
    assert server.browser.post(page, values).status_code == 302
    assert server.result("settings") == {
        "TEXT": "new",
        "NUMBER": 5,
        "SWITCH": True,
        "CHOICE": "a",
        "SECRET": secret,
    }
    refused = server.browser.post(page, {**values, "all-NUMBER": "1", "all-TEXT": "with space"})
    assert refused.status_code == 400
    assert "greater than or equal to 2" in refused.text
    assert "no &lt;script&gt;alert(&#x27;error&#x27;)&lt;/script&gt; spaces" in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert server.result("settings")["NUMBER"] == 5


def test_a_validator_that_breaks(server, release):
    failed = server.api("PATCH", _setting(server, release, "TEXT"), {"value": "boom"})
    assert failed.status_code == 500
    assert failed.json() == {"detail": "RuntimeError: this value breaks the validator"}
    values = {"which": "all", "all-TEXT": "boom", "all-NUMBER": "5", "all-CHOICE": "a"}
    refused = server.browser.post("settings/plugin/setting/", values)
    assert refused.status_code == 400
    assert "RuntimeError: this value breaks the validator" in refused.text
    assert server.result("settings")["TEXT"] != "boom"


def test_user_settings(server, release):
    answer = server.api("GET", "plugins/setting/user-settings/")
    if not since(release, "1.0"):
        assert answer.status_code == 404
        return
    assert [(one["key"], one["value"]) for one in answer.json()] == [("COLOUR", "green")]
    one = server.api("PATCH", "plugins/setting/user-settings/COLOUR/", {"value": "red"})
    assert one.json()["value"] == "red"
    sent = server.browser.post("settings/plugin/setting/", {"which": "own", "own-COLOUR": "blue"})
    assert sent.status_code == 302
    assert server.api("GET", "plugins/setting/user-settings/COLOUR/").json()["value"] == "blue"


# Webhooks


def _endpoint(server, model: str, **values: str) -> str:
    """Makes an endpoint; returns its address."""
    server.browser.add(model, {"active": "on", "token": "", "secret": "", "name": "hook", **values})
    name = values.get("name", "hook")
    page = server.browser.get().text
    return re.findall(rf">{name}[ <].*?<code>POST /api/(webhook/[-\w]+/)</code>", page, re.DOTALL)[-1]


def _send(server, address: str, body: object, headers: dict[str, str] | None = None):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return requests.post(f"{server.address}api/{address}", data=data, headers=headers, timeout=30)


def _shelves(server) -> str:
    return server.browser.get("admin/shelf/shelf/").text


def test_a_webhook_with_a_token(migrated):
    address = _endpoint(migrated, "shelf/payloadendpoint", token="Knock", name="with-token")
    for headers in ({}, {"Token": "wrong"}, {"Token": "Kn\u00f6ck".encode("latin-1")}):
        refused = _send(migrated, address, {"name": "token"}, headers)
        assert (refused.status_code, refused.json()) == (403, {"detail": "Incorrect token in header."})
    # Who may not send is not told what is wrong with the message.
    assert _send(migrated, address, b"{", {"Token": "wrong"}).status_code == 403
    malformed = _send(migrated, address, b"{", {"Token": "Knock"})
    assert malformed.status_code == 406
    taken = _send(migrated, address, {"name": "token"}, {"Token": "Knock", "Cookie": "a=b", "X-Seen": "yes"})
    assert (taken.status_code, taken.json()) == (200, "Message was received.")
    assert "payload token" in _shelves(migrated)
    page = migrated.browser.get("admin/common/webhookmessage/").text
    message = re.search(r'href="(/admin/common/webhookmessage/[^"]+/change/)', page)[1]
    stored = migrated.browser.get(message.removeprefix("/")).text
    assert "X-Seen" in stored
    assert "Knock" not in stored
    assert "a=b" not in stored
    assert requests.get(f"{migrated.address}api/{address}", timeout=30).status_code == 405


def test_a_webhook_with_a_signature(migrated):
    address = _endpoint(migrated, "shelf/payloadendpoint", secret="123abc", name="signed")
    body = json.dumps({"name": "signed"}).encode()
    signature = base64.b64encode(hmac.new(b"123abc", body, hashlib.sha256).digest()).decode()
    assert _send(migrated, address, body + b" ", {"Token": signature}).status_code == 403
    assert _send(migrated, address, body, {"Token": signature}).status_code == 200
    assert "payload signed" in _shelves(migrated)
    empty = {"Token": "68MXtc/OiXdA5e2Nq9hATEVrZFpLb3Zb0oau7n8s31I="}
    assert _send(migrated, address, b"{}", empty).status_code == 500


def test_a_webhook_for_everybody_calls_what_the_guide_names(migrated):
    address = _endpoint(migrated, "shelf/guideendpoint", name="public")
    assert _send(migrated, address, {"name": "public"}).status_code == 200
    assert "guide public" in _shelves(migrated)


def test_a_webhook_without_token_and_secret_is_closed(migrated):
    address = _endpoint(migrated, "common/webhookendpoint", name="closed")
    assert _send(migrated, address, {}).status_code == 403


def test_a_webhook_that_is_switched_off_is_not_there(migrated):
    address = _endpoint(migrated, "shelf/guideendpoint", active="", name="silent")
    assert _send(migrated, address, {"name": "silent"}).status_code == 404
    assert _send(migrated, "webhook/missing/", {}).status_code == 404


def test_a_webhook_that_fails_leaves_nothing(migrated):
    address = _endpoint(migrated, "shelf/payloadendpoint", token="T", name="failing")
    assert _send(migrated, address, {"name": "fail"}, {"Token": "T"}).status_code == 500
    assert "payload fail" not in _shelves(migrated)
    # What is not worked on is not kept.
    assert _send(migrated, address, {"name": "forget"}, {"Token": "T"}).status_code == 200
    page = migrated.browser.get().text
    assert re.search(r">failing<.*?<td>(\d+)</td>", page, re.DOTALL)[1] == "0"


def test_a_message_that_is_too_large(migrated):
    address = _endpoint(migrated, "shelf/guideendpoint", name="large")
    assert _send(migrated, address, {"name": "x" * 1_000_001}).status_code == 413


# LabelPrintingMixin and LocateMixin


def test_labels(server, release):
    location = server.browser.add("stock/stocklocation", _required(server, "stock/stocklocation", name="Box"))
    if release == "0.6":
        assert server.api("POST", "label/print/", {}).status_code == 404
        return
    if since(release, "0.16"):
        template = server.browser.add(
            "report/labeltemplate",
            _required(
                server, "report/labeltemplate", name="Box label", model_type="stocklocation", enabled="on"
            ),
        )
        given = {"template": template, "items": [location], "plugin": "printing"}
        printed = server.api("POST", "label/print/", given)
        assert printed.status_code == 201, printed.text
        assert server.api("POST", "label/print/", {**given, "items": []}).status_code == 400
        assert server.api("POST", "label/print/", {**given, "template": 99}).status_code == 400
        assert server.api("POST", "label/print/", {**given, "plugin": "acting"}).status_code == 400
        assert server.api("POST", "label/print/", {**given, "items": ["x"]}).status_code == 400
    else:
        template = server.browser.add(
            "label/stocklocationlabel", _required(server, "label/stocklocationlabel", name="Box label")
        )
        address = f"label/location/{template}/print/?plugin=printing&location="
        printed = server.api("GET", f"{address}{location}")
        assert printed.status_code == 200, printed.text
        assert server.api("GET", f"{address}x").status_code == 400
        assert server.api("GET", f"label/nothing/{template}/print/").status_code == 404
    name, label, keywords = server.result("asked")[-1]
    assert (name, label) == ("print", "Box label")
    expected = {"width", "height"} | (
        {"filename", "label_instance", "user"} if since(release, "0.8") else set()
    )
    assert expected <= set(keywords)
    assert ("printing_options" in keywords) is since(release, "0.13")


def test_locate(server, release):
    if release == "0.6":
        assert server.api("POST", "locate/", {}).status_code == 404
        return
    location = server.browser.add(
        "stock/stocklocation", _required(server, "stock/stocklocation", name="Rack")
    )
    found = server.api("POST", "locate/", {"plugin": "printing", "location": location})
    assert found.json() == {
        "success": "Identification plugin activated",
        "plugin": "printing",
        "location": location,
    }
    assert server.result("asked")[-1] == ["locate", location]
    assert server.api("POST", "locate/", {"plugin": "printing", "item": "x"}).status_code == 404
    for wrong in ({}, {"plugin": "acting", "item": 1}, {"plugin": "printing"}):
        assert server.api("POST", "locate/", wrong).status_code == 400


# Plugins


def test_plugins(server, release):
    found = {one["key"]: one for one in server.api("GET", f"{_plugins(release)}/").json()}
    acting = found["acting"]
    assert acting["active"] is True
    assert acting["meta"]["author"] == "Sample Author"
    assert acting["mixins"] == {"action": {"key": "action", "human_name": "Actions"}}
    assert found["initialising"]["active"] is False
    assert ("pk" in acting) is since(release, "0.12")
    assert ("is_mandatory" in acting) is since(release, "1.0")
    one = server.api("GET", f"{_plugins(release)}/{'acting' if since(release, '0.16') else 1}/").json()
    assert one["key"] in found
    chosen = server.api("GET", f"{_plugins(release)}/?mixin=urls,navigation&active=true").json()
    assert [one["key"] for one in chosen] == ["linking"]
    other = server.api("GET", f"{'plugin' if since(release, '0.10') else 'plugins'}/")
    assert other.status_code == 404


def test_the_status_says_what_failed(server, release):
    status = server.api("GET", f"{_plugins(release)}/status/").json()
    assert status["active_plugins"] >= 10
    assert "RuntimeError: it does not want to be" in {one["message"] for one in status["registry_errors"]}


def test_the_root_and_the_browsable_api(server, release):
    assert server.api("GET", "").json()["version"] == release
    page = server.browser.get("api/action/", headers={"Accept": "text/html"})
    assert page.status_code == 405
    assert "Django REST framework" in page.text


def test_features_of_the_user_interface(server, release):
    panels = server.api("GET", "plugins/ui/features/panel/?target_model=part")
    if not since(release, "0.17"):
        assert panels.status_code == 404
        return
    (panel,) = panels.json()
    assert (panel["plugin_name"], panel["key"], panel["title"]) == ("showing", "panel", "Panel of part")
    source = server.browser.get(panel["source"].removeprefix("/"))
    assert source.text == "export const panel = 1;\n"
    assert server.api("GET", "plugins/ui/features/dashboard/").json() == []
    assert "there is no dashboard" in server.browser.get().text
    admin = server.api("GET", "plugins/showing/admin/").json()
    assert admin == {"source": "/static/plugins/showing/admin.js", "context": None}
    assert server.api("GET", "plugins/missing/admin/").status_code == 404
    assert server.api("GET", "plugins/linking/settings/").status_code == 404
