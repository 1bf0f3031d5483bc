"""The configuration that identity and routing need, wherever it is kept."""

from collections.abc import Sequence
from typing import Protocol

from leadfold.model import Bucket, ErasureRules, IdentityRules, Owner, RoutingRule


class Directory(Protocol):
    """Owners, buckets and how identity is decided, as configured."""

    def owner(self, owner_id: str) -> Owner | None:
        """Return an owner."""

    def bucket(self, bucket_id: str) -> Bucket | None:
        """Return a bucket."""

    def identity_rules(self) -> IdentityRules:
        """Return how identity is decided."""

    def routing_rules(self) -> Sequence[RoutingRule]:
        """Return the rules by which inquiries go elsewhere than their sources say."""

    def erasure_rules(self) -> ErasureRules:
        """Return how erased people are treated who come again."""
