"""What resolving a person needs: the store, raw bytes, keyed hash, configuration and new ids."""

from collections.abc import Callable
from dataclasses import dataclass

from leadfold.keyed import KeyedHash
from leadfold.model import IdentityRules
from leadfold.resolve.candidates import Finder
from leadfold.resolve.directory import Directory
from leadfold.store import RawBytes, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The resources that intake, and whatever else resolves people, is given."""

    store: Store
    raw: RawBytes
    keyed: KeyedHash
    directory: Directory
    new_id: Callable[[str], str]

    @property
    def rules(self) -> IdentityRules:
        """How identity is decided now."""
        return self.directory.identity_rules()

    @property
    def finder(self) -> Finder:
        """A finder of the cards that a person may be, under the rules of now."""
        return Finder(store=self.store, keyed=self.keyed, rules=self.rules)
