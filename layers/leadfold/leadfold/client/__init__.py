"""The typed client of the API, for other programs. Begin reading at ``Client``."""

from leadfold.client.calling import ApiProblem as ApiProblem
from leadfold.client.calling import Caller as Caller
from leadfold.client.generated import *  # noqa: F403
