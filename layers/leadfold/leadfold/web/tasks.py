"""The work queue."""

from leadfold import reading
from leadfold.normalise import dates
from leadfold.web import paging
from leadfold.web.cards import PAGE, Tools, check_choice
from leadfold.web.http import Request, Response, Route, roles

_TASK_KINDS = frozenset({"first_contact", "call_back", "fix_data", "review"})
_TASK_STATUS = frozenset({"open"})


def get_tasks(tools: Tools, request: Request) -> Response:
    """Return a page of the work queue."""
    query = request.query
    filters = {name: query.get(name) for name in ("owner", "status", "kind", "due_before")}
    check_choice("status", filters["status"], _TASK_STATUS)
    check_choice("kind", filters["kind"], _TASK_KINDS)
    due_before = dates.parse_time(filters["due_before"]) if filters["due_before"] else None
    if filters["due_before"] and not due_before:
        raise paging.bad_parameter("due_before", "invalid", "a time as RFC 3339")
    found, following = reading.tasks(
        tools.desk.store,
        owner=filters["owner"],
        kind=filters["kind"],
        due_before=dates.rfc3339(due_before) if due_before else None,
        after=paging.after(query, filters),
        limit=paging.limit(query),
    )
    shown = [reading.task_document(task) for task in found]
    return Response(body=paging.page(shown, following, filters))


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/tasks",
        handler=get_tasks,
        summary="The work queue, due first",
        roles=roles("operator"),
        query={
            "owner": "An owner's id, or - for nobody's",
            "status": {"enum": sorted(_TASK_STATUS)},
            "kind": {"enum": sorted(_TASK_KINDS)},
            "due_before": {"type": "string", "format": "date-time"},
            **PAGE,
        },
        responses={200: "TaskPage"},
        tags=("Tasks",),
    ),
)
