"""Attribution counted again in plain Python, from the definitions in docs/reports.md alone."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from leadfold.reports import attribution

NONE = "(none)"


def time_of(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def latest(facts):
    """Return the last writing of each fact, by kind."""
    found = {}
    for one in facts:
        key = one["fact"], one["id"]
        if key not in found or time_of(one["written_at"]) > time_of(found[key]["written_at"]):
            found[key] = one
    kinds = defaultdict(list)
    for (kind, _), one in found.items():
        kinds[kind].append(one)
    return kinds


def customers(merges):
    """Return a function from a card to its customer."""
    groups = {}
    for merge in merges:
        if merge["state"] == "done":
            both = groups.get(merge["into"], {merge["into"]}) | groups.get(
                merge["merged"], {merge["merged"]}
            )
            groups |= dict.fromkeys(both, both)
    return lambda card: min(groups.get(card, {card}))


class Recount:
    """Every figure of attribution; money and credit as fractions."""

    def __init__(self, facts, query):
        self.kinds = latest(facts)
        self.query = query
        self.of = customers(self.kinds["merge"])
        self.zone = ZoneInfo(query.period.zone)
        self.names = {}
        by_date = sorted(
            [(time_of(i["date"]), i) for i in self.kinds["inquiry"]]
            + [
                (datetime.fromisoformat(s["day"]).replace(tzinfo=UTC), s)
                for s in self.kinds["spend"]
            ],
            key=lambda pair: pair[0],
        )
        self.ids = defaultdict(set)
        for _, one in by_date:
            if one.get("campaign_id") and one.get("campaign"):
                self.names[one["platform"], one["campaign_id"]] = one["campaign"]
                self.ids[one["platform"], one["campaign"]].add(one["campaign_id"])
        self.rows = defaultdict(lambda: defaultdict(Fraction))
        self.count()

    # -- keys -------------------------------------------------------------------------------------

    def campaign(self, one):
        """Return (platform, id, name without an id)."""
        platform, ident, name = (one.get(n) for n in ("platform", "campaign_id", "campaign"))
        known = self.ids.get((platform, name), set()) if name else set()
        if not ident and len(known) == 1:
            ident = next(iter(known))
        return platform, ident, None if ident else name

    def key(self, one, day):
        parts = []
        for name in self.query.group_by:
            if name == "campaign":
                parts.append(self.campaign(one))
            elif name == "day":
                parts.append(day.isoformat())
            elif name == "week":
                parts.append("{}-W{:02d}".format(*day.isocalendar()[:2]))
            elif name == "month":
                parts.append(day.isoformat()[:7])
            else:
                parts.append(one.get(name) or NONE)
        return tuple(parts)

    def day(self, moment):
        return moment.astimezone(self.zone).date()

    def within(self, day):
        period = self.query.period
        return (period.start is None or day >= period.start) and (
            period.end is None or day <= period.end
        )

    def add(self, one, day, column, amount=1):
        if self.within(day):
            self.rows[self.key(one, day)][column] += amount

    # -- figures ----------------------------------------------------------------------------------

    def count(self):
        inquiries = {one["id"]: one for one in self.kinds["inquiry"]}
        platforms = {}
        for one in sorted(inquiries.values(), key=lambda i: i["date"]):
            platforms[one["source"]] = one["platform"]
            day = self.day(time_of(one["date"]))
            self.add(one, day, "received")
            self.add(one, day, "new_cards", int(one["new_card"]))
            self.add(one, day, f"{one['kind']}_inquiries")
        entries = {}
        for one in self.kinds["quarantine"]:
            entries[one["id"]] = held = one | {"platform": platforms.get(one["source"])}
            if one["status"] != "released":
                day = self.day(time_of(one["received_at"]))
                self.add(held, day, "received")
                self.add(held, day, "quarantined")
        for one in self.kinds["replay"]:
            if one["is_test"]:
                continue
            entry = entries.get(one["of"], {})
            found = inquiries.get(entry.get("inquiry_id") or one["of"])
            if found:
                self.add(found, self.day(time_of(found["date"])), "replayed", one["replays"])
            else:
                seen = entry.get("received_at") or one["last_at"]
                whose = {"source": one["source"], "platform": entry.get("platform")}
                self.add(whose, self.day(time_of(seen)), "replayed", one["replays"])
        self.credit()
        self.spent()

    def credit(self):
        touches = defaultdict(list)
        for one in self.kinds["inquiry"]:
            touches[self.of(one["card_id"])].append((time_of(one["date"]), one["id"], one))
        for found in touches.values():
            found.sort(key=lambda touch: touch[:2])
        outcomes = [
            (time_of(c["at"]), c["outcome"], c)
            for c in self.kinds["contact"]
            if c["outcome"] in {"reached", "wrong_number"}
        ] + [
            (time_of(s["at"]), s["stage"], s)
            for s in self.kinds["stage"]
            if s["stage"] in {"qualified", "won"}
        ]
        met = set()
        for at, kind, outcome in sorted(outcomes, key=lambda o: o[0]):
            customer = self.of(outcome["card_id"])
            before = [touch for touch in touches[customer] if touch[0] <= at]
            once = customer, kind, before[-1][1] if before else None
            if kind != "won" and once in met:
                continue
            met.add(once)
            days = self.query.lookback_days
            if days is not None:
                before = [touch for touch in before if touch[0] >= at - timedelta(days=days)]
            self.share(before, at, kind, outcome)

    def share(self, before, at, kind, value):
        chosen = {
            "first_touch": before[:1],
            "last_touch": before[-1:],
            "each_inquiry": before,
            "linear": before,
        }[self.query.model]
        part = Fraction(1, len(chosen)) if self.query.model == "linear" and chosen else Fraction(1)
        for date, _, one in chosen or [(at, None, {})]:
            day = self.day(at if self.query.date_basis == "outcome" else date)
            self.add(one, day, kind, part)
            if kind == "won" and value.get("amount"):
                self.add(one, day, f"value {value['currency']}", part * Fraction(value["amount"]))

    def spent(self):
        last = {}
        for one in self.kinds["spend"]:
            told = self.told(one)
            last[told] = max(last.get(told, ""), one["written_at"])
        for one in self.kinds["spend"]:
            if one["written_at"] != last[self.told(one)]:
                continue
            day = datetime.fromisoformat(one["day"]).date()
            amount = Fraction(one["amount"])
            column = f"spend {one['currency']}"
            rest = {"source", "country"} & set(self.query.group_by)
            theirs = [
                i
                for i in self.kinds["inquiry"]
                if rest
                and self.day(time_of(i["date"])) == day
                and i["platform"] == one["platform"]
                and self.campaign(i) == self.campaign(one)
            ]
            for asked in theirs or [{}]:
                whose = {**one, **{name: asked.get(name) for name in rest}}
                self.add(whose, day, column, amount / len(theirs or [1]))

    def told(self, one):
        return one["platform"], self.campaign(one)[1:], one["day"]


# -- figures by key: of a report, and of a recount ------------------------------------------------


def figures(report, group_by):
    """Return a report's figures by key, as a recount has them; what is zero is left out."""
    found = defaultdict(lambda: defaultdict(Fraction))
    for row in report.rows:
        key = tuple(
            (row["campaign_id"], row["campaign"]) if name == "campaign" else row[name]
            for name in group_by
        )
        for name in (*attribution.COUNTS, *attribution.CREDITS):
            found[key][name] += Fraction(row[name])
        for name in ("value", "spend"):
            found[key][f"{name} {row['currency']}"] += Fraction(row[name] or 0)
    return plain(found)


def recounted(facts, query):
    """Return the same of a recount."""
    counted = Recount(facts, query)
    found = defaultdict(lambda: defaultdict(Fraction))
    for key, row in counted.rows.items():
        shown = []
        for name, part in zip(query.group_by, key, strict=True):
            if name == "campaign":
                platform, ident, told = part
                latest = counted.names.get((platform, ident), ident) if ident else told
                shown.append((ident, latest or NONE))
            else:
                shown.append(part)
        for column, amount in row.items():
            found[tuple(shown)][column] += amount
    return plain(found)


def plain(found):
    """Return figures without those that come to nothing."""
    return {
        key: there
        for key, row in found.items()
        if (there := {column: amount for column, amount in row.items() if amount})
    }


def near(found, expected, outcomes):
    """Tell whether figures are equal but for the cent that equal parts of each outcome leave."""
    return found.keys() == expected.keys() and all(
        abs(found[key].get(column, 0) - expected[key].get(column, 0)) <= Fraction(outcomes, 100)
        for key in found
        for column in found[key].keys() | expected[key].keys()
    )


def total(found):
    """Return the sums of all figures; those that come to nothing are left out."""
    sums = defaultdict(Fraction)
    for row in found.values():
        for column, amount in row.items():
            sums[column] += amount
    return {column: amount for column, amount in sums.items() if amount}
