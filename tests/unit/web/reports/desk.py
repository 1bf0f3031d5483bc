"""The report function in process: its routes over a lake in a folder."""

import json
from datetime import UTC, datetime
from pathlib import Path

from leadfold.reports import rebuild
from leadfold.reports.lake import Lake
from leadfold.reports.objects import Folder
from leadfold.runtime.access import Throttle
from leadfold.runtime.config import Config
from leadfold.web import reports
from leadfold.web.http import Dispatcher
from tests.served import event
from tests.unit.web.harness import KEYED, Answer, Service

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Reports:
    """Reports on a lake; ``service`` has the keys, and what comes in by ``tell`` ends up here."""

    def __init__(self, folder: Path, *, is_https: bool = True, now: datetime = NOW) -> None:
        self.service, self.folder, self.now = Service(), Folder(folder), now
        moment = [0.0]

        def leaping():
            moment[0] += 1000.0
            return moment[0]

        config = Config(self.service.store, clock=leaping)
        self.dispatch = Dispatcher(
            reports.ROUTES,
            reports.Tools(
                lake=Lake(self.folder),
                objects=self.folder,
                store=self.service.store,
                config=config,
                keyed=KEYED,
                is_https=is_https,
                sign_ins=Throttle(rate=0.1, burst=10, clock=lambda: 0.0),
                now=lambda: self.now,
            ),
            config,
            session=reports.caller,
        )
        self._files = 0

    def put(self, *facts) -> None:
        """Put facts into the lake."""
        self._files += 1
        lines = "".join(json.dumps(fact) + "\n" for fact in facts)
        self.folder.put(f"facts/2026-11-20/{self._files}.jsonl", lines.encode())

    def tell(self) -> None:
        """Put what the table holds into the lake, as `react` does item by item."""
        rebuild.rebuild(self.service.store.everything(), self.folder, datetime.now(UTC))

    def call(self, method, target, role=None, body=b"", **headers) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role:
            sent["x-api-key"] = self.service.keys[role]
        answer = self.dispatch(event(method, f"/v1{target}", sent, body))
        raw = answer["body"]
        return Answer(answer["statusCode"], answer["headers"], raw)

    def get(self, target, role="marketing", **headers) -> Answer:
        return self.call("GET", target, role, **headers)

    def sign_in(self, role="marketing", **headers) -> str:
        """Sign in; return the cookie that a browser sends from then on."""
        body = f"key={self.service.keys[role]}&query=".encode()
        answer = self.call("POST", "/reports/sign-in", body=body, **headers)
        assert answer.status == 303, answer.text
        return answer.headers["set-cookie"].partition(";")[0]
