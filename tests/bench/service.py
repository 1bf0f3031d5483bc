"""The intake function on DynamoDB Local, put together as functions/intake/app.py does it."""

import json
from dataclasses import dataclass
from itertools import count
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

from leadfold.ids import new_id
from leadfold.keyed import KeyedHash
from leadfold.resolve.desk import Desk
from leadfold.runtime import wiring
from leadfold.runtime.config import Config
from leadfold.store.raw import Bucket
from leadfold.store.table import Table
from leadfold.web.http import Dispatcher
from leadfold.web.intake.leads import ROUTES, Tools
from local import seed
from tests.bench.report import ROOT
from tests.dynamodb_local import STANDARD, connect, create_table

REFERENCE = json.loads((ROOT / "events" / "reference-lead.json").read_text())
SOURCE = "site"
API_URL = "https://api.example.com"

_numbers = count(1)


class Clock:
    """Stands still, so that configuration stays as it was read, until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True, kw_only=True)
class Service:
    """The handler with its clients: `client` is what it works with, `reader` is a plain one.

    `clock` is by which configuration grows old.
    """

    handler: Dispatcher[Tools]
    client: Any
    reader: Any
    s3: Any
    clock: Clock
    table: str
    key: str

    def send(self, lead: dict[str, Any]) -> dict[str, Any]:
        """Send one lead and return the answer; anything but success is an error."""
        response = self.handler(self.event(lead))
        if response["statusCode"] >= 300:
            raise RuntimeError(response["body"])
        answer: dict[str, Any] = json.loads(response["body"])
        return answer

    def event(self, lead: dict[str, Any]) -> dict[str, Any]:
        return http_event(json.dumps(lead), self.key)


def start(url: str) -> Service:
    """Return the function on a table of its own, with the demo's configuration, read and kept.

    Secrets and raw bytes have no place in DynamoDB Local: the hash key is given, and S3 says yes.
    """
    reader = connect(url)
    name = create_table(reader)
    seeded = seed.seed(Table(reader, name), {}, "http://127.0.0.1:1/v24.0")
    client = connect(url, wiring.TABLE_CLIENT)
    s3 = _agreeable_s3()
    store = Table(client, name)
    clock = Clock()
    config = Config(store, clock)
    desk = Desk(
        store=store,
        raw=Bucket(lambda: s3, "raw"),
        keyed=KeyedHash(b"a key of more than 32 bytes, for the bench"),
        directory=config,
        new_id=new_id,
    )
    handler = Dispatcher(ROUTES, Tools(desk=desk, config=config, api_url=API_URL), config)
    key = seeded["keys"]["intake"]
    service = Service(
        handler=handler, client=client, reader=reader, s3=s3, clock=clock, table=name, key=key
    )
    service.send(new_lead(is_test=True))
    return service


def new_lead(**changes: Any) -> dict[str, Any]:
    """Return the reference lead as another person's: its own id, phone and e-mail, equally long."""
    number = next(_numbers)
    own = {
        "lead_id": f"web-20261121-{number:06d}",
        "phone": f"+47 9{number // 10_000:02d} {number // 100 % 100:02d} 1{number % 100:02d}",
        "email": f"Ola.H{number:06d}@example.com",
    }
    return REFERENCE | own | changes


def http_event(body: str, key: str) -> dict[str, Any]:
    """Return what API Gateway's HTTP API hands to the function (payload 2.0)."""
    path, query = "/v1/leads", f"source={SOURCE}"
    return {
        "version": "2.0",
        "routeKey": "POST /v1/leads",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {
            "accept": "*/*",
            "content-length": str(len(body.encode())),
            "content-type": "application/json",
            "host": "api.example.com",
            "user-agent": "bench",
            "x-amzn-trace-id": "Root=1-6920a0f3-0123456789abcdef01234567",
            "x-api-key": key,
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "queryStringParameters": {"source": SOURCE},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "leadfold",
            "domainName": "api.example.com",
            "domainPrefix": "api",
            "http": {
                "method": "POST",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "bench",
            },
            "requestId": "bench-request=",
            "routeKey": "POST /v1/leads",
            "stage": "$default",
            "time": "21/Nov/2026:17:02:11 +0000",
            "timeEpoch": 1795280531000,
        },
        "body": body,
        "isBase64Encoded": False,
    }


def _agreeable_s3() -> Any:
    """Return an S3 client whose requests are counted and go nowhere."""
    s3 = boto3.client(
        "s3",
        region_name="eu-north-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=STANDARD.merge(wiring.CLIENT),
    )
    s3.meta.events.register(
        "before-send.s3", lambda request, **_: AWSResponse(request.url, 200, {}, _Nothing())
    )
    return s3


class _Nothing:
    """A body, as botocore reads it."""

    def stream(self, **_: object) -> list[bytes]:
        return [b"<CopyObjectResult/>"]
