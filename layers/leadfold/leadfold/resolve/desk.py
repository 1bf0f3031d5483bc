"""What resolving a person works with: the store, the raw bytes, the key, the configuration, ids."""

from collections.abc import Callable
from dataclasses import dataclass

from leadfold.keyed import KeyedHash
from leadfold.model import IdentityRules
from leadfold.resolve.candidates import Finder
from leadfold.resolve.directory import Directory
from leadfold.store import RawBytes, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What intake works with."""

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
        """What looks for the cards that might be somebody's."""
        return Finder(store=self.store, keyed=self.keyed, rules=self.rules)
