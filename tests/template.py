"""Reads template.yaml; CloudFormation's short tags become ``{"Ref": …}``, ``{"Fn::Sub": …}``."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent


class _Loader(yaml.SafeLoader):
    """Reads the tags that plain YAML does not know."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        return {name: loader.construct_scalar(node)}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}  # type: ignore[arg-type]


_Loader.add_multi_constructor("!", _tag)

TEMPLATE: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), _Loader)
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
