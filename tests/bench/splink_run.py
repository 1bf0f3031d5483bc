"""Find duplicates with Splink: run by the interpreter of a venv of its own, not by the bench's.

`splink_run.py rows.jsonl 0.95 [0.5 …]` writes `clusters.csv` for the first threshold, then
`clusters-0.5.csv` and so on. The settings follow the examples in Splink's documentation:
deduplicating 50 000 historical persons, and the tutorials on estimating a model's parameters.
"""

import logging
import sys
from pathlib import Path

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

SEED = 1
#: What the documentation asks to do before: one case, no accents, missing as null.
PREPARED = """
    select *, first_name || ' ' || last_name as name
    from (
        select
            {ident} as unique_id,
            {columns}
        from read_json('{file}', format = 'newline_delimited', columns = {{{types}}})
    )
"""
COLUMNS = (
    "first_name", "middle_name", "last_name", "birth_date", "street", "postcode", "city", "phone",
    "email", "national_id", "country",
)  # fmt: skip
#: A column that hardly any row fills has no parameters to be learned.
WORTH_COMPARING = 0.01

BLOCKING = (
    ("substr(first_name, 1, 3)", "substr(last_name, 1, 4)"),
    ("last_name", "birth_date"),
    ("first_name", "birth_date"),
    ("postcode", "first_name"),
    ("postcode", "last_name"),
    ("birth_date", "city"),
    ("substr(postcode, 1, 3)", "birth_date"),
    ("street", "postcode"),
    ("substr(first_name, 1, 2)", "substr(last_name, 1, 2)", "substr(birth_date, 1, 4)"),
    ("phone",),
    ("email",),
    ("national_id",),
)


def address() -> cl.CustomComparison:
    """Return one comparison of street, postcode and town.

    Its documentation warns of columns that tell of each other: as three comparisons they made one
    person of a household, and did worse at every threshold.
    """
    near_street = cll.JaroWinklerLevel("street", 0.92)
    return cl.CustomComparison(
        output_column_name="address",
        comparison_levels=[
            cll.And(cll.NullLevel("street"), cll.NullLevel("postcode")),
            cll.And(cll.ExactMatchLevel("street"), cll.ExactMatchLevel("postcode")),
            cll.And(near_street, cll.LevenshteinLevel("postcode", 1)),
            cll.ExactMatchLevel("street"),
            cll.ExactMatchLevel("postcode"),
            near_street,
            cll.ExactMatchLevel("city"),
            cll.ElseLevel(),
        ],
    )


def comparisons(filled: set[str]) -> list:
    """Return a comparison for every column that is filled in."""
    name = cl.ForenameSurnameComparison(
        "first_name", "last_name", forename_surname_concat_col_name="name"
    )
    by_column = {
        "middle_name": cl.NameComparison("middle_name"),
        "birth_date": cl.DateOfBirthComparison("birth_date", input_is_string=True),
        "street": address(),
        "phone": cl.LevenshteinAtThresholds("phone", [1, 2]),
        "email": cl.EmailComparison("email"),
        "national_id": cl.LevenshteinAtThresholds("national_id", 1),
    }
    return [name, *(made for column, made in by_column.items() if column in filled)]


def main() -> None:
    file, *thresholds = sys.argv[1:]
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI()
    table = api.duckdb_con.sql(
        PREPARED.format(
            ident="record_id",
            columns=", ".join(
                f"nullif(trim(lower(strip_accents({c}))), '') as {c}" for c in COLUMNS
            ),
            file=file,
            types=", ".join(f"'{column}': 'VARCHAR'" for column in ("record_id", *COLUMNS)),
        )
    )
    counts = ", ".join(f"count({column}) / count(*)" for column in COLUMNS)
    (shares,) = table.aggregate(counts).fetchall()
    filled = {c for c, share in zip(COLUMNS, shares, strict=True) if share > WORTH_COMPARING}
    rules = [block_on(*rule) for rule in BLOCKING if not ({*rule} & {*COLUMNS}) - filled]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons(filled),
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(api.register(table), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [
            block_on("first_name", "last_name", "birth_date"),
            block_on("substr(first_name, 1, 2)", "last_name", "street"),
            block_on("birth_date", "postcode"),
        ],
        recall=0.6,
    )
    training.estimate_u_using_random_sampling(max_pairs=1e7, seed=SEED)
    for rule in (block_on("first_name", "last_name"), block_on("birth_date")):
        training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True
        )
    # No pair below the least threshold is of use, and there are many of them.
    found = linker.inference.predict(threshold_match_probability=min(map(float, thresholds)))
    for number, threshold in enumerate(thresholds):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            found, threshold_match_probability=float(threshold)
        )
        name = Path(f"clusters-{threshold}.csv" if number else "clusters.csv")
        clusters.as_duckdbpyrelation().select(
            "unique_id as record_id, cluster_id as card_id"
        ).write_csv(str(name))


if __name__ == "__main__":
    main()
