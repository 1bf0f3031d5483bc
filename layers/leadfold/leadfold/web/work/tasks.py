"""The work queue: look, and say what became of a task, put it off or hand it on."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal, cast, get_args

from pydantic import AwareDatetime, StringConstraints, field_validator, model_validator

from leadfold import reading
from leadfold.errors import FieldError, Problem, unprocessable
from leadfold.ids import new_id
from leadfold.model import Task
from leadfold.normalise import dates
from leadfold.web import paging
from leadfold.web.http import Request, Response, Route, existing, roles
from leadfold.web.paging import Page
from leadfold.web.schemas import Body, Slug, parse, parse_optional
from leadfold.web.tools import Tools, deadline
from leadfold.work import handing_over, task_actions

_TASK_KINDS = frozenset(get_args(reading.WorkKind))
_TASK_STATUS = frozenset(get_args(reading.WorkStatus))
#: What a cursor of this list holds: a time and an id.
_PLACE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ#\S{1,200}")

Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class TaskIn(Body):
    """What is done with a task; what is left out stays as it is.

    ``owner_id: null`` gives it to nobody, ``snoozed_until: null`` wakes it.
    """

    status: Literal["open", "snoozed", "done"] = "open"
    reason: Note | None = None
    owner_id: Slug | None = None
    snoozed_until: AwareDatetime | None = None
    due_at: AwareDatetime | None = None

    @field_validator("due_at")
    @classmethod
    def _has_a_time(cls, due_at: datetime | None) -> datetime:
        if due_at is None:
            raise ValueError("a task is always due at some time")
        return due_at

    @model_validator(mode="after")
    def _is_one_thing(self) -> "TaskIn":
        if not self.model_fields_set - {"reason"}:
            raise ValueError("say what is to be done with the task")
        if self.status == "snoozed" and not self.snoozed_until:
            raise ValueError("a task is snoozed until a time: snoozed_until")
        if self.status == "done" and self.model_fields_set & {"snoozed_until", "due_at"}:
            raise ValueError("a task that is done neither waits nor is due")
        return self


class HandOverIn(Body):
    """Who gets an owner's work: ``null`` is nobody, left out the default owner of its bucket."""

    to: Slug | None = None


def get_tasks(tools: Tools, request: Request) -> Response:
    """Return a page of the work queue."""
    query = request.query
    names = ("owner", "status", "kind", "bucket", "due_before")
    filters = {name: query.get(name) for name in names}
    paging.check_choice("status", filters["status"], _TASK_STATUS)
    paging.check_choice("kind", filters["kind"], _TASK_KINDS)
    status = cast(reading.WorkStatus, filters["status"] or "open")
    due_before = dates.parse_time(filters["due_before"]) if filters["due_before"] else None
    if filters["due_before"] and not due_before:
        raise paging.bad_parameter("due_before", "invalid", "a time as RFC 3339")
    if due_before and status != "open":
        raise paging.bad_parameter("due_before", "not_open", "goes with open tasks alone")
    page = Page(query, filters, _PLACE)
    found, following = reading.tasks(
        tools.desk.store,
        owner=filters["owner"],
        status=status,
        kind=cast(reading.WorkKind | None, filters["kind"]),
        bucket=filters["bucket"],
        due_before=dates.rfc3339(due_before) if due_before else None,
        after=page.after,
        limit=page.limit,
    )
    same = reading.same_numbers(tools.desk.store, tools.desk.keyed, found)
    return page.answer([_document(work, same) for work in found], following)


def get_task(tools: Tools, request: Request) -> Response:
    """Return one task, open or done."""
    return _shown(tools, _work(tools, request))


def patch_task(tools: Tools, request: Request) -> Response:
    """Close, open again, snooze, hand on or put off a task."""
    work = _work(tools, request)
    asked = parse(TaskIn, request)
    sent = asked.model_fields_set
    now = datetime.now(UTC)
    if asked.snoozed_until and asked.snoozed_until <= now:
        raise unprocessable(FieldError("snoozed_until", "past", "a time ahead"))
    if asked.owner_id:
        _check_owner(tools, "owner_id", asked.owner_id)
    matches = _if_match(request)
    if not isinstance(work, Task):
        if sent - {"reason"} != {"owner_id"}:
            raise _not_here(work)
        if matches and not matches(work):
            raise Problem(412, "Precondition Failed", "This has changed meanwhile.")
        return _shown(tools, handing_over.reassign(work, asked.owner_id, tools.desk.store))
    task = task_actions.change_task(
        work,
        task_actions.TaskChange(
            sets=frozenset(sent),
            status=asked.status,
            reason=asked.reason,
            owner_id=asked.owner_id,
            snoozed_until=asked.snoozed_until,
            due_at=asked.due_at,
        ),
        _actor(tools, request, now),
        matches=matches,
        deadline=deadline(),
    )
    return _shown(tools, task)


def post_hand_over(tools: Tools, request: Request) -> Response:
    """Give an owner's open work to others; as much as one call can, and whether there is more."""
    owner_id = request.parameters["id"]
    existing(tools.config.owner(owner_id), "There is no such owner.")
    asked = parse_optional(HandOverIn, request)
    now = datetime.now(UTC)
    to = asked.to
    if to == owner_id:
        raise unprocessable(FieldError("to", "same", "another owner"))
    if to:
        _check_owner(tools, "to", to)
    by_bucket = handing_over.bucket_default(tools.config, owner_id, now)
    done = handing_over.hand_over(
        owner_id,
        (lambda _: to) if "to" in asked.model_fields_set else by_bucket,
        _actor(tools, request, now),
        until=deadline(),
    )
    return Response(body={"moved": done.moved, "more": done.more})


def _actor(tools: Tools, request: Request, now: datetime) -> task_actions.Actor:
    return task_actions.Actor(store=tools.desk.store, new_id=new_id, by=request.key_id, now=now)


def _work(tools: Tools, request: Request) -> reading.Work:
    found = reading.task(tools.desk.store, request.parameters["id"])
    if not found:
        raise Problem(404, "Not Found", "There is no task with this id.")
    return found


def _shown(tools: Tools, work: reading.Work) -> Response:
    same = reading.same_numbers(tools.desk.store, tools.desk.keyed, [work])
    [shown] = reading.with_current_cards(tools.desk.store, [work])
    return Response(body=_document(shown, same), headers={"etag": reading.etag(work)})


def _document(work: reading.Work, same: dict[str, list[str]]) -> dict[str, object]:
    return reading.work_document(work) | {"same_number_tasks": same.get(work.id, [])}


def _if_match(request: Request) -> Callable[[reading.Work], bool] | None:
    """Return a check whether something has one of the entity tags in If-Match (RFC 9110, 13.1.1).

    ``None`` where the header names none.
    """
    header = request.headers.get("if-match", "").strip()
    if header in {"", "*"}:
        return None
    named = {tag.strip() for tag in header.split(",")}
    return lambda work: reading.etag(work) in named


def _check_owner(tools: Tools, field: str, owner_id: str) -> None:
    owner = tools.config.owner(owner_id)
    if not owner:
        raise unprocessable(FieldError(field, "unknown", "there is no such owner"))
    if not owner.active:
        raise unprocessable(FieldError(field, "inactive", "this owner is not active"))


def _not_here(work: reading.Work) -> Problem:
    """Return the problem of a held lead or suggestion: it names the call to decide on it."""
    lists = {"fix_data": "quarantine", "review": "suggestions"}
    document = reading.work_document(work)
    link = f"/v1/{lists[document['kind']]}/{work.id}"
    detail = f"Here it can only be given to another owner. Decide on it at {link}."
    return Problem(409, "Conflict", detail, members={"link": link, "task": document})


BODIES = (TaskIn, HandOverIn)

ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/tasks",
        handler=get_tasks,
        summary="The work queue, due first: tasks, held leads and suggestions",
        roles=roles("operator"),
        query={
            "owner": "An owner's id, or - for nobody's",
            "status": {"enum": sorted(_TASK_STATUS), "default": "open"},
            "kind": {"enum": sorted(_TASK_KINDS)},
            "bucket": "A bucket's id",
            "due_before": {"type": "string", "format": "date-time"},
            **paging.PARAMETERS,
        },
        responses={200: "TaskPage"},
        tags=("Tasks",),
    ),
    Route(
        method="GET",
        path="/tasks/{id}",
        handler=get_task,
        summary="One task, open or done; its ETag goes into If-Match",
        roles=roles("operator"),
        responses={200: "Task"},
        tags=("Tasks",),
    ),
    Route(
        method="PATCH",
        path="/tasks/{id}",
        handler=patch_task,
        summary="Done, open again, snoozed, handed on or due at another time",
        roles=roles("operator"),
        headers={"If-Match": "The task's ETag: 412 where it has changed since"},
        request="TaskIn",
        responses={200: "Task"},
        tags=("Tasks",),
    ),
    Route(
        method="POST",
        path="/owners/{id}/hand-over",
        handler=post_hand_over,
        summary="Give away an owner's open work; again while there is more",
        roles=roles("operator"),
        request="HandOverIn",
        needs_body=False,
        responses={200: "HandedOver"},
        tags=("Tasks",),
    ),
)
