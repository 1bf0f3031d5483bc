"""Whether the name column of a file holds organisations, although nothing says so."""

from collections.abc import Sequence

from leadfold.identity.frequencies import given_names
from leadfold.normalise import text
from leadfold.normalise.company_recognition import looks_like_company

#: How many names are looked at, and how few say nothing.
SAMPLE = 500
_FEWEST = 20
#: Shares of names: in a list of people most have a given name that is known, also abroad, and next
#: to none looks like an organisation's.
_MOST_PEOPLE = 0.3
_FEWEST_ORGANISATIONS = 0.08

_WORDS = frozenset(
    (
        "the of and co inc ltd group bank hotel hotell inn restaurant cafe kafe bar grill pub club "
        "klubb house kitchen pizza pizzeria deli diner bistro bakery bakeri shop store market "
        "school skole skola college university hospital clinic klinikk church kirke museum centre "
        "center senter services service systems solutions partners holding consulting company "
        "association forening foundation stiftelse union institute agency office department"
    ).split()
)


def are_organisations(names: Sequence[str]) -> bool:
    """Tell whether most of these names are of organisations; few or unclear ones are people's."""
    told = [name for name in names if name]
    if len(told) < _FEWEST:
        return False
    people = sum(_has_given_name(name) for name in told)
    organisations = sum(_is_organisation(name) for name in told)
    return people <= _MOST_PEOPLE * len(told) and organisations >= _FEWEST_ORGANISATIONS * len(told)


def _has_given_name(name: str) -> bool:
    words = text.fold(name).split()
    return len(words) > 1 and not given_names().keys().isdisjoint((words[0], words[-1]))


def _is_organisation(name: str) -> bool:
    words = text.fold(name).split()
    odd = "&" in name or any(map(str.isdigit, name)) or not _WORDS.isdisjoint(words)
    return odd or looks_like_company(name)
