"""Serves a dispatcher over HTTP on loopback, called with events as API Gateway sends them."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit


def event(method, target, headers, body=b""):
    """Return the event of a request (payload 2.0, whose cookies are not among the headers)."""
    parts = urlsplit(target)
    rest = {name.lower(): value for name, value in headers.items()}
    cookies = [one.strip() for one in rest.pop("cookie", "").split(";") if one.strip()]
    return {
        "rawPath": parts.path,
        "rawQueryString": parts.query,
        "headers": rest,
        "cookies": cookies,
        "requestContext": {
            "requestId": "r-1",
            "http": {"method": method, "sourceIp": "192.0.2.1"},
            "domainName": "x",
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


@contextmanager
def served(dispatch) -> Iterator[str]:
    """Serve a dispatcher on a free port; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            answer = dispatch(event(self.command, self.path, dict(self.headers.items()), body))
            text = answer["body"]
            sent = base64.b64decode(text) if answer["isBase64Encoded"] else text.encode()
            self.send_response(answer["statusCode"])
            for name, value in {**answer["headers"], "content-length": len(sent)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = answer  # noqa: N815 (the names that the server looks for)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
