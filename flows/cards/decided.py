"""What others hear of a decision of staff about a sign-up."""

from __future__ import annotations

from flows.model import Name, Prompt, Text


def taken_from_volunteer(learner: Name) -> Prompt:
    """To who had a learner: the house goes on in another way, and nothing is asked of them any more."""
    # Translators: to a volunteer: the Taalhuis decided otherwise about this learner.
    return Prompt((Text("volunteer.case.let_go", {"name": learner}),))
