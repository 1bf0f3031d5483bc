"""The typed client of the API, for other programs.

``Client`` has a method for each call; beside it are a type for each schema, ``ApiProblem`` and
``Caller``. Begin reading at ``calling``; ``generated`` is made by ``make openapi``.
"""

from leadfold.client.calling import ApiProblem as ApiProblem
from leadfold.client.calling import Caller as Caller
from leadfold.client.generated import *  # noqa: F403
