"""The learner's conversation, from hello to the nearest Taalhuis, put together from its parts.

language → hello → consent → for whom (→ the helper) → first name → place → needs → purposes → first language
→ screening → when → how → contact → overview → goodbye → home
             └ no → no_place → no_goodbye                      (nothing is kept)
"""

from __future__ import annotations

from flows.asides import asides
from flows.home import home_step
from flows.intake_contact import contact_steps
from flows.intake_ending import goodbye_step, overview_step
from flows.intake_learning import learning_steps
from flows.intake_opening import opening_steps
from flows.intake_place import place_step
from flows.refusal import refusal_steps
from flows.registry import checked
from flows.step import Flow

VERSION = 1
"""Goes up when the meaning of a stored answer changes, or a step is added, renamed or removed."""


def intake_flow() -> Flow:
    """Build and check the flow; done once, when the program is put together.

    Raises:
        FlowError: the steps do not fit each other; it says how.
    """
    order = (*opening_steps(), place_step(), *learning_steps(), *contact_steps())
    return checked(
        Flow(
            name="intake",
            version=VERSION,
            order=order,
            overview=overview_step(order),
            rooms=(goodbye_step(), home_step(), *refusal_steps()),
            asides=asides(),
            ended="ended",
        )
    )
