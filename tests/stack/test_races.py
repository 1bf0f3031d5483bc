"""Thirty-two clients at once, through the deployed stack."""

from concurrent.futures import ThreadPoolExecutor

import pytest

CLIENTS = 32


@pytest.mark.parametrize("number", range(5))
def test_32_clients_with_one_new_customer_make_one_card(stack, new_phone, number):
    phone = new_phone()
    spellings = (phone, phone.replace("+47", "0047"), phone.removeprefix("+47"))

    def post(client):
        lead_id = f"race-{number}-{client}"
        return stack.post_lead(lead_id=lead_id, full_name="Ola Hansen", phone=spellings[client % 3])

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(post, range(CLIENTS)))
    assert {answer.status for answer in answers} <= {200, 201}
    assert sorted(a.body["outcome"] for a in answers) == ["created"] + ["repeat"] * (CLIENTS - 1)
    (card_id,) = {answer.body["card_id"] for answer in answers}
    card = stack.get(f"/cards/{card_id}")
    assert card["inquiries"] == CLIENTS
    kinds = [i["kind"] for i in stack.get(f"/cards/{card_id}/inquiries?limit=200")["items"]]
    assert sorted(kinds) == ["first"] + ["repeat"] * (CLIENTS - 1)
    tasks = [t for t in _all_tasks(stack) if t["card_id"] == card_id]
    assert [(task["kind"], task["inquiries"]) for task in tasks] == [("call_back", CLIENTS)]


def test_32_clients_with_one_delivery_make_one_inquiry(stack, new_phone):
    lead = {"lead_id": "one-delivery", "full_name": "Ola Hansen", "phone": new_phone()}
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(lambda _: stack.post_lead(**lead), range(CLIENTS)))
    assert sorted(a.body["outcome"] for a in answers) == ["created"] + ["replayed"] * (CLIENTS - 1)
    assert len({(a.body["card_id"], a.body["inquiry_id"]) for a in answers}) == 1
    assert stack.get(f"/cards/{answers[0].body['card_id']}")["inquiries"] == 1


def _all_tasks(stack):
    """Read every page of the work queue."""
    cursor = ""
    while cursor is not None:
        page = stack.get(f"/tasks?limit=200{cursor and f'&cursor={cursor}'}")
        yield from page["items"]
        cursor = page["next_cursor"]
