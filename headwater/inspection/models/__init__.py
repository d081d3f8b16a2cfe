"""All models of the capability in one place, as Django asks."""

from headwater.inspection.models.assessments import *  # noqa: F403
from headwater.inspection.models.evidence import *  # noqa: F403
from headwater.inspection.models.gaps import *  # noqa: F403
from headwater.inspection.models.imports import *  # noqa: F403
from headwater.inspection.models.judgements import *  # noqa: F403
from headwater.inspection.models.practice import *  # noqa: F403
from headwater.inspection.models.recommendations import *  # noqa: F403
from headwater.inspection.models.reports import *  # noqa: F403
from headwater.inspection.models.returns import *  # noqa: F403
from headwater.inspection.models.rounds import *  # noqa: F403
