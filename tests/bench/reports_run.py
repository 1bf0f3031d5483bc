"""One fresh process: a report from a lake, as it starts and again. Prints its figures as JSON.

`reports_run.py FOLDER` is run by the bench on one core.
"""

import json
import resource
import sys
import time

BEGAN, BEGAN_CPU = time.perf_counter(), time.process_time()
MODELS = ("first_touch", "linear", "last_touch")


def main() -> None:
    from pathlib import Path

    from leadfold.reports import attribution
    from leadfold.reports.lake import Lake
    from leadfold.reports.objects import Folder
    from leadfold.reports.periods import Period

    lake = Lake(Folder(Path(sys.argv[1])), memory="600MB", threads=1)
    told = {}
    for model in ("last_touch", *MODELS):
        start, cpu = (BEGAN, BEGAN_CPU) if not told else (time.perf_counter(), time.process_time())
        lake.refresh()
        query = attribution.Query(
            group_by=("campaign", "month"), model=model, period=Period(zone="Europe/Oslo")
        )
        rows = attribution.report(lake, query).rows
        name = "warm" if told else "fresh"
        told[name] = time.perf_counter() - start
        told[f"{name}_cpu"] = time.process_time() - cpu
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told["rows"] = len(rows)
    for figure in ("received", "reached", "won", "spend"):
        told[figure] = float(sum(row[figure] or 0 for row in rows))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
