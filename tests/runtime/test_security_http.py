"""Who may see what on a server, and what plugins and strangers cannot do to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flake8_inventree_plugin.inventree.releases import RELEASES
from flake8_inventree_plugin.runtime import web
from tests.runtime.serving import requests, serving

pytestmark = pytest.mark.xdist_group("security")
SCRIPTS = ("<script>alert", "<img src=x", "<b>first", 'href="javascript:')


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("serve")
    (folder / "secret.js").write_text("outside")
    options = ("--release", RELEASES[-1])
    with serving(folder, "guide", "broken_import", "broken_plugins", options=options) as found:
        yield found


def _anonymous(server, method: str, path: str, **options: object):
    return requests.request(
        method, server.address + path, timeout=30, allow_redirects=False, **{"headers": {}, **options}
    )


ADDRESSES = (
    "",
    "api/",
    "api/action/",
    "api/action/sample/",
    "api/barcode/",
    "api/barcode/link/",
    "api/barcode/generate/",
    "api/locate/",
    "api/label/print/",
    "api/plugins/",
    "api/plugins/acting/",
    "api/plugins/acting/admin/",
    "api/plugins/setting/settings/",
    "api/plugins/setting/settings/TEXT/",
    "api/plugins/setting/user-settings/",
    "api/plugins/setting/user-settings/COLOUR/",
    "api/plugins/settings/",
    "api/plugins/status/",
    "api/plugins/ui/features/panel/",
    "api/nowhere/",
    "admin/",
    "admin/login/",
    "admin/shelf/shelf/",
    "logout/",
    "run/action/",
    "run/event/",
    "run/migrations/",
    "run/task/1/",
    "settings/plugin/setting/",
    "static/admin/css/base.css",
    "static/plugins/acting/a.js",
    "plugin/linking/page/",
    "plugin/linking/change/",
    "plugin/nowhere/",
    "nowhere/",
)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE", "OPTIONS", "HEAD"])
def test_a_stranger_sees_nothing(server, method, path):
    answer = _anonymous(server, method, path, headers={"Authorization": "Token wrong"})
    if path.startswith(("api/", "plugin/")) or method not in ("GET", "HEAD"):
        assert answer.status_code in ((401,) if path.startswith(("api/", "plugin/")) else (302, 403))
    else:
        assert answer.status_code == 302
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/login/")
    assert "acting" not in answer.text.lower()


def test_the_addresses_that_are_walked_are_all_that_there_are(server):
    """A new address has to be added to the list above, or to those that need no login."""
    names = set(re.findall(r'name="([-\w]+)"', (Path(web.__path__[0]) / "urls.py").read_text()))
    walked = {
        "start", "logout", "run-action", "send-event", "run-task", "run-migrations", "plugin-settings",
        "plugin-static", "static", "api-inventree-info", "api-action-plugin", "api-action-plugin-named",
        "api-barcode-scan", "api-barcode-link", "api-barcode-generate", "api-locate-plugin", "api-label-print",
        "api-plugin-list", "api-plugin-detail", "api-plugin-admin", "api-plugin-settings", "api-plugin-setting-list",
        "api-plugin-setting-detail", "api-plugin-setting-detail-pk", "api-plugin-user-setting-list",
        "api-plugin-user-setting-detail", "api-plugin-registry-status", "api-plugin-ui-feature-list",
    }  # fmt: skip
    assert names - walked == {"login", "style", "api-webhook", "api-token"}


def test_nobody_can_install_anything(server):
    for path in ("plugins/install/", "plugin/install/"):
        assert server.api("POST", path, {"packagename": "x", "confirm": True}).status_code in (404, 405)


def test_the_password_is_asked_for(server):
    token = f"{server.address}api/user/token/"
    assert requests.get(token, timeout=30).status_code == 401
    assert requests.get(token, auth=(server.user, "wrong"), timeout=30).status_code == 401
    # Nowhere else, so that no browser keeps it.
    elsewhere = requests.get(f"{server.address}api/plugins/", auth=(server.user, server.password), timeout=30)
    assert elsewhere.status_code == 401
    assert "Basic" not in elsewhere.headers["WWW-Authenticate"]
    assert len(server.password) >= 16


def test_a_token_can_be_a_bearer_too(server):
    headers = {"Authorization": f"Bearer {server.token}"}
    assert _anonymous(server, "GET", "api/plugins/", headers=headers).status_code == 200
    assert _anonymous(server, "GET", "plugin/linking/page/", headers=headers).text == "Hello admin"


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "inventree.localhost"])
@pytest.mark.parametrize("path", ["", "api/plugins/", "login/"])
def test_only_this_machine_is_served(server, host, path):
    answer = _anonymous(server, "GET", path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert "DEBUG" not in answer.text


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("run/action/", {"action-name": "sample"}),
        ("run/event/", {"event-name": "x"}),
        ("run/migrations/", {}),
        ("settings/plugin/setting/", {"which": "all", "all-TEXT": "changed"}),
        ("plugin/linking/change/", {}),
        ("logout/", {}),
        ("api/action/", {"action": "sample"}),
    ],
)
def test_a_form_of_another_site_changes_nothing(server, path, values):
    answer = server.browser.session.post(
        server.address + path, values, headers={"Origin": "http://example.com"}, timeout=30
    )
    assert answer.status_code == 403
    assert server.browser.get().status_code == 200


def test_a_page_of_the_plugin_takes_forms_with_the_token(server):
    sent = server.browser.post("plugin/linking/change/", {}, page="")
    assert sent.text == "changed by POST"


@pytest.mark.parametrize("path", ["run/action/", "run/event/", "run/migrations/", "run/task/1/", "logout/"])
def test_what_changes_something_is_no_link(server, path):
    assert server.browser.get(path).status_code == 405


def test_texts_of_plugins_are_texts(server):
    pages = [server.browser.get(path) for path in ("", "settings/plugin/setting/")]
    html = [
        server.browser.get(path, headers={"Accept": "text/html"})
        for path in ("api/plugins/", "api/plugins/setting/settings/", "api/plugins/status/")
    ]
    for page in (*pages, *html):
        assert page.status_code == 200
        assert not [text for text in SCRIPTS if text in page.text]
    assert "&lt;script&gt;alert" in pages[0].text
    assert "javascript:alert" in pages[0].text
    assert "&lt;script&gt;alert(&#x27;help&#x27;)" in pages[1].text


def test_a_new_row_of_text_is_text_in_the_administration(server):
    if "Run migrations" in server.browser.get().text:
        server.browser.post("run/migrations/", {}, page="")
    server.browser.add("shelf/shelf", {"name": "<script>alert('row')</script>", "seen": "[]"})
    assert not [text for text in SCRIPTS if text in server.browser.get("admin/shelf/shelf/").text]


def test_what_pages_may_load(server):
    for path in ("", "login/", "settings/plugin/setting/"):
        policy = server.browser.get(path).headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self';")
        assert "script-src" not in policy
        assert "<script" not in server.browser.get(path).text
    policy = server.browser.get("admin/").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    # What a plugin's own page loads is the plugin's business.
    page = server.browser.get("plugin/linking/page/")
    assert "Content-Security-Policy" not in page.headers
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert server.browser.get("style.css").headers["Content-Type"] == "text/css"
    assert server.browser.get("static/admin/css/base.css").status_code == 200


def test_cookies(server):
    names = {cookie.name: cookie for cookie in server.browser.session.cookies}
    port = server.address.rstrip("/").rpartition(":")[2]
    session = names[f"sessionid_{port}"]
    assert session.has_nonstandard_attr("HttpOnly")
    assert session.get_nonstandard_attr("SameSite") == "Lax"


@pytest.mark.parametrize(
    "path",
    [
        "static/plugins/acting/../acting.py",
        "static/plugins/acting/%2e%2e/acting.py",
        "static/plugins/acting/..%2f..%2f..%2fsecret.js",
        "static/plugins/missing/a.js",
        "static/../runtime/settings.py",
        "static/missing.js",
    ],
)
def test_static_files_are_those_of_the_folder(server, path):
    request = requests.Request("GET", server.address + path, cookies=server.browser.session.cookies).prepare()
    request.url = server.address + path
    assert requests.Session().send(request, timeout=30, allow_redirects=False).status_code in (400, 404)


@pytest.fixture(scope="module")
def plain(server):
    """The token of somebody who may do nothing in particular."""
    server.add_user("plain", "a-long-Password-1")
    return server.new_token("plain", "a-long-Password-1")


def test_who_is_no_member_of_the_staff(server, plain):
    for path in ("plugins/status/", "plugins/acting/admin/"):
        assert server.api("GET", path, token=plain).status_code == 403
    text = "plugins/setting/settings/TEXT/"
    assert server.api("GET", text, token=plain).status_code == 200
    assert server.api("PATCH", text, {"value": "theirs"}, token=plain).status_code == 403
    assert server.api("PUT", text, {"value": "theirs"}, token=plain).status_code == 403
    assert server.action("sample", token=plain).json()["info"]["user"] == "plain"
    assert server.api("GET", "plugins/setting/user-settings/", token=plain).status_code == 200


def test_user_settings_are_of_one_user(server, plain):
    colour = "plugins/setting/user-settings/COLOUR/"
    assert server.api("PATCH", colour, {"value": "pink"}, token=plain).status_code == 200
    assert server.api("GET", colour).json()["value"] == "green"


def test_the_administration_of_a_user_without_rights(server, plain):
    browser = server.log_in("plain", "a-long-Password-1")
    assert browser.get("admin/").status_code == 302
    for path in ("", "settings/plugin/setting/"):
        assert browser.get(path).status_code == 403
    for path in ("run/migrations/", "run/task/1/", "run/event/", "run/action/", "settings/plugin/setting/"):
        assert browser.post(path, {"which": "all", "all-TEXT": "x"}, page="login/").status_code == 403
    assert browser.get("plugin/linking/page/").text == "Hello plain"


def test_logging_out(server):
    browser = server.log_in(server.user, server.password)
    assert browser.get().status_code == 200
    assert browser.post("logout/", {}, page="").status_code == 302
    assert browser.get().status_code == 302


def test_the_login_leads_nowhere_else(server):
    browser = server.log_in(server.user, server.password)
    sent = browser.post(
        "login/", {"username": server.user, "password": server.password, "next": "https://example.com/"}
    )
    assert sent.headers["Location"] == "/"


def test_errors_of_a_page_are_told_to_nobody(server):
    answer = server.browser.get("plugin/linking/broken/")
    assert answer.status_code == 500
    assert "it broke" not in answer.text
    assert "RuntimeError: it broke" in server.browser.get().text


def test_the_network_is_off(server):
    server.api("PATCH", "plugins/calling/settings/SERVER/", {"value": "127.0.0.1:9"})
    answer = server.result("call", {"endpoint": "things"})
    assert answer in ("ConnectionError", "NetworkRefused")


def test_the_broken_ones_are_told(server):
    page = server.browser.get().text
    assert "importing: RuntimeError: &lt;script&gt;alert" in page
    assert "this stops the loading of all later plugins" in page
    assert "importing" in server.errors
    assert "with the rights of your user" in server.errors
