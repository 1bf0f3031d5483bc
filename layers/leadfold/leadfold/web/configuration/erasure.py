"""What becomes of an erased person who comes again."""

from typing import Literal

from leadfold.web.configuration import resource
from leadfold.web.http import Route
from leadfold.web.schemas import Body
from leadfold.web.tools import Tools


class ErasureRulesIn(Body):
    """What becomes of an erased person who comes again, by a lead or by others' doing."""

    leads: Literal["accept", "hold"] = "accept"
    others: Literal["refuse", "accept"] = "refuse"


BODIES = (ErasureRulesIn,)

ROUTES: tuple[Route[Tools], ...] = resource.setting(
    "/settings/erasure",
    ErasureRulesIn,
    get="What becomes of an erased person who comes again",
    put="Say what becomes of an erased person who comes again",
)
