"""The template: what the functions are told, and numbers that depend on each other."""

import ast
import json
import re
from pathlib import Path

import pytest

from leadfold.react import stream
from leadfold.reports import schema
from leadfold.web.configuration import sources
from tests.template import RESOURCES

FUNCTIONS = sorted((Path(__file__).parents[2] / "functions").glob("*/app.py"))


def properties(name):
    return RESOURCES[name]["Properties"]


@pytest.mark.parametrize("app", FUNCTIONS, ids=lambda app: app.parent.name)
def test_a_function_gets_exactly_the_variables_that_it_reads(app):
    (read,) = [
        node
        for node in ast.walk(ast.parse(app.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Environment.read"
    ]
    wanted = {ast.literal_eval(argument).upper() for argument in read.args}
    given = properties(f"{app.parent.name.capitalize()}Function")["Environment"]["Variables"]
    assert set(given) == wanted


def test_a_message_stays_hidden_for_six_times_the_workers_time():
    timeout = properties("ReactFunction")["Timeout"]
    assert properties("ReactQueue")["VisibilityTimeout"] == 6 * timeout


def test_the_stream_of_the_table_carries_keys_and_no_personal_data():
    assert properties("Table")["StreamSpecification"] == {"StreamViewType": "KEYS_ONLY"}


@pytest.mark.parametrize("queue", ["ReactQueue", "ReactDeadLetters"])
def test_messages_are_kept_as_long_as_sqs_can(queue):
    assert properties(queue)["MessageRetentionPeriod"] == 14 * 24 * 3600


@pytest.mark.parametrize("name", ["Table", "RawBucket", "FactsBucket", "HashKey"])
def test_data_outlives_the_stack(name):
    assert RESOURCES[name]["DeletionPolicy"] == "Retain"
    assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


@pytest.mark.parametrize("name", ["RawBucket", "FactsBucket"])
def test_buckets_are_private(name):
    assert all(properties(name)["PublicAccessBlockConfiguration"].values())


def test_no_policy_has_a_wildcard_for_an_action_or_a_whole_resource():
    for name, resource in RESOURCES.items():
        for policy in resource["Properties"].get("Policies", ()):
            for statement in policy["Statement"]:
                text = str([statement["Action"], statement["Resource"]])
                assert ":*'" not in text, name
                assert "'*'" not in text, name


def test_the_relay_is_told_of_what_somebody_reacts_to():
    mapping = properties("RelayMapping")["FilterCriteria"]["Filters"]
    patterns = [json.loads(rule["Pattern"])["dynamodb"]["Keys"]["sk"]["S"] for rule in mapping]
    told = [
        one["prefix"].rstrip("#") if isinstance(one, dict) else one
        for pattern in patterns
        for one in pattern
    ]
    assert sorted(told) == sorted(stream.WATCHED)


def test_the_lakes_table_has_the_columns_of_facts():
    table = properties("LakeTable")["TableInput"]["StorageDescriptor"]
    assert table["Columns"] == schema.glue_columns()


def test_what_folds_facts_begins_nothing_that_it_could_not_end():
    assert properties("CompactFunction")["Timeout"] >= 300 + 240


def test_a_deleted_source_can_read_leads_as_long_as_a_notice_can_be_redriven():
    lasts = properties("CollectDeadLetters")["MessageRetentionPeriod"]
    assert sources.SECRETS_LAST.total_seconds() == lasts


# -- alarms ---------------------------------------------------------------------------------------

ALARMS = {
    name: resource["Properties"]
    for name, resource in RESOURCES.items()
    if resource["Type"] == "AWS::CloudWatch::Alarm"
}


def test_the_alarms_are_those_that_operators_read_about():
    page = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    assert set(re.findall(r"`(\w+Alarm)`", page)) == set(ALARMS)


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_is_told_to_the_topic(name):
    assert ALARMS[name]["AlarmActions"] == [{"Ref": "Alarms"}]


def test_folding_that_stops_is_told_after_hours_in_which_it_should_have_run():
    """An hourly run falls into each hour or, by seconds, into the next: three hours have two."""
    assert properties("CompactFunction")["Events"]["EveryHour"]["Properties"]["Schedule"] == (
        "rate(1 hour)"
    )
    stopped, failing = ALARMS["CompactStoppedAlarm"], ALARMS["CompactFailuresAlarm"]
    assert stopped["Period"] == failing["Period"] == 3 * 3600
    assert (stopped["ComparisonOperator"], stopped["Threshold"]) == ("LessThanThreshold", 1)
    # Lambda tells nothing of a function that is not called.
    assert (stopped["MetricName"], stopped["TreatMissingData"]) == ("Invocations", "breaching")


def test_one_run_that_fails_is_made_good_by_the_next_and_two_are_told():
    failing = ALARMS["CompactFailuresAlarm"]
    assert (failing["MetricName"], failing["Statistic"]) == ("Errors", "Sum")
    assert (failing["ComparisonOperator"], failing["Threshold"]) == ("GreaterThanThreshold", 1)


def test_upkeep_that_stops_or_fails_is_told_within_ten_minutes():
    """It runs each minute, and parked leads wait for it."""
    assert properties("UpkeepFunction")["Events"]["EveryMinute"]["Properties"]["Schedule"] == (
        "rate(1 minute)"
    )
    stopped, failing = ALARMS["UpkeepStoppedAlarm"], ALARMS["UpkeepFailuresAlarm"]
    assert stopped["Period"] == failing["Period"] == 600
    assert (stopped["ComparisonOperator"], stopped["Threshold"]) == ("LessThanThreshold", 1)
    assert (stopped["MetricName"], stopped["TreatMissingData"]) == ("Invocations", "breaching")
    assert (failing["MetricName"], failing["Threshold"]) == ("Errors", 5)


@pytest.mark.parametrize("what", ["Compact", "Upkeep"])
@pytest.mark.parametrize("how", ["Stopped", "Failures"])
def test_the_alarms_of_a_schedule_look_at_what_it_runs(what, how):
    assert ALARMS[f"{what}{how}Alarm"]["Dimensions"] == [
        {"Name": "FunctionName", "Value": {"Ref": f"{what}Function"}}
    ]
