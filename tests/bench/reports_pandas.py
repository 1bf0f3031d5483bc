"""The same report by pandas, the way an analyst would: run by the interpreter of a venv of its own.

`reports_pandas.py FOLDER` prints the same figures as reports_run.py.
"""

import json
import resource
import sys
import time

BEGAN, BEGAN_CPU = time.perf_counter(), time.process_time()
KEYS = ["platform", "campaign_id", "month"]


def read(folder, kind, columns):
    import pandas as pd

    table = pd.read_parquet(folder, columns=columns, filters=[("fact", "=", kind)])
    return table.sort_values("written_at").drop_duplicates("id", keep="last")


def customers(merges):
    parent = {}

    def root(card):
        while parent.setdefault(card, card) != card:
            card = parent[card]
        return card

    for into, merged in merges[merges.state == "done"][["into", "merged"]].itertuples(index=False):
        left, right = sorted((root(into), root(merged)))
        parent[right] = left
    return {card: root(card) for card in parent}


def month(times):
    return times.dt.tz_localize("UTC").dt.tz_convert("Europe/Oslo").dt.strftime("%Y-%m")


def load(folder):
    import pandas as pd

    common = ["id", "written_at"]
    inquiry = read(
        folder,
        "inquiry",
        [*common, "card_id", "date", "kind", "new_card", "platform", "campaign_id", "campaign"],
    )
    contact = read(folder, "contact", [*common, "card_id", "at", "outcome"])
    stage = read(folder, "stage", [*common, "card_id", "at", "stage", "amount", "currency"])
    merge = read(folder, "merge", [*common, "into", "merged", "state"])
    spend = read(folder, "spend", [*common, "day", "platform", "campaign_id", "amount"])
    known = customers(merge)
    for facts in (inquiry, contact, stage):
        facts["customer"] = facts.card_id.map(known).fillna(facts.card_id)
    contact = contact[contact.outcome.isin(["reached", "wrong_number"])]
    contact = contact.rename(columns={"outcome": "kind"})
    stage = stage[stage.stage.isin(["qualified", "won"])].rename(columns={"stage": "kind"})
    return inquiry, pd.concat([contact, stage]), spend


def report(inquiry, outcomes, spend):
    """Return received, reached, won and spend by campaign and month, last touch."""
    import pandas as pd

    inquiry = inquiry.assign(month=month(inquiry.date)).sort_values(["date", "id"])
    touch = inquiry[["customer", "date", "id", *KEYS]].rename(columns={"id": "inquiry"})
    found = pd.merge_asof(
        outcomes.sort_values("at"), touch, left_on="at", right_on="date", by="customer"
    )
    once = found[found.kind != "won"].drop_duplicates(["customer", "kind", "inquiry"])
    found = pd.concat([once, found[found.kind == "won"]])
    late = found["at"] - found.date > pd.Timedelta(days=90)
    found.loc[late, KEYS] = None
    counts = inquiry.groupby(KEYS).agg(received=("id", "size"), new_cards=("new_card", "sum"))
    credits = found.groupby([*KEYS, "kind"], dropna=False).size().unstack("kind", fill_value=0)
    paid = spend.assign(month=pd.to_datetime(spend.day).dt.strftime("%Y-%m"))
    paid = paid.assign(spend=paid.amount.astype(float)).groupby(KEYS).spend.sum()
    return counts.join(credits, how="outer").join(paid, how="outer").reset_index()


def main():
    facts = load(sys.argv[1] + "/lake")
    rows = report(*facts)
    told = {"fresh": time.perf_counter() - BEGAN, "fresh_cpu": time.process_time() - BEGAN_CPU}
    start, cpu = time.perf_counter(), time.process_time()
    rows = report(*facts)
    told |= {"warm": time.perf_counter() - start, "warm_cpu": time.process_time() - cpu}
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told["rows"] = len(rows)
    for figure in ("received", "reached", "won", "spend"):
        told[figure] = float(rows[figure].sum())
    print(json.dumps(told))


if __name__ == "__main__":
    main()
