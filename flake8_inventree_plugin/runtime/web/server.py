"""The web server, for this machine alone."""

from __future__ import annotations

import io
import logging
import signal
import socketserver
import sys
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh
from flake8_inventree_plugin.runtime.request import Recorder, Step
from flake8_inventree_plugin.runtime.web.administration import register_models
from flake8_inventree_plugin.runtime.web.background import Background

HOST = "127.0.0.1"


class _Server(ThreadedWSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Without asking the network for the name of this machine, as the base class does."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()

    def finish_request(self, request: Any, client_address: Any) -> None:
        request.settimeout(60)
        super().finish_request(request, client_address)


def serve(port: int, record: Recorder) -> None:
    """Serve until this process gets a signal to end. Raises OSError for a port that is taken."""
    # What a plugin is asked wrongly is no news for its author; what fails is.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    logging.getLogger("django.server").setLevel(logging.CRITICAL)
    # What a plugin prints is wanted at once.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)
    signal.signal(signal.SIGTERM, _end)
    register_models()
    refresh()
    background = Background()
    with _Server((HOST, port), WSGIRequestHandler) as server:
        server.set_app(WSGIHandler())
        background.start()
        record(Step("serve", what=f"http://{HOST}:{server.server_port}/"))
        try:
            server.serve_forever()
        finally:
            background.stop()


def _end(*_: object) -> None:
    raise SystemExit(0)
