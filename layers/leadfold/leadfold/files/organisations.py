"""Recognises a name column that holds organisations although its header does not say so."""

from collections.abc import Sequence

from leadfold.normalise import text
from leadfold.normalise.company_recognition import looks_like_company
from leadfold.normalise.known_names import given_names

#: How many names are looked at, and how many are needed at least.
SAMPLE = 500
_FEWEST = 20
#: Shares of names. In a list of people, also of foreign ones, most have a known given name, and
#: almost none looks like an organisation's.
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
    """Tell whether these are names of organisations; too few or unclear ones count as people."""
    known = [name for name in names if name]
    if len(known) < _FEWEST:
        return False
    people = sum(has_given_name(name) for name in known)
    organisations = sum(_is_organisation(name) for name in known)
    return people <= _MOST_PEOPLE * len(known) and organisations >= _FEWEST_ORGANISATIONS * len(
        known
    )


def has_given_name(name: str) -> bool:
    """Tell whether the first or last of several words is a given name that is known."""
    words = text.fold(name).split()
    return len(words) > 1 and not given_names().keys().isdisjoint((words[0], words[-1]))


def _is_organisation(name: str) -> bool:
    words = text.fold(name).split()
    odd = "&" in name or any(map(str.isdigit, name)) or not _WORDS.isdisjoint(words)
    return odd or looks_like_company(name)
