"""Which answers still count when one of them changed, or the flow did."""

from __future__ import annotations

from flows.facts import Answer
from flows.step import Answers, Flow


def pruned(flow: Flow, answers: Answers, before: Answers) -> dict[str, Answer]:
    """The answers that still count, in the order of the questions.

    Dropped are those of steps that do not apply any more, and those that depend on an answer that is
    another one now.
    """
    kept: dict[str, Answer] = {}
    changed: set[str] = set()
    for step in flow.order:
        name = step.name
        if (
            name in answers
            and (not step.when or step.applies(kept))
            and not changed.intersection(step.depends_on)
        ):
            kept[name] = answers[name]
            if name in before and answers[name] != before[name]:
                changed.add(name)
        elif name in before:
            changed.add(name)
    return kept


def is_valid(flow: Flow, name: str, answer: Answer) -> bool:
    """Whether this still is an answer of the step of that name."""
    step = flow.steps.get(name)
    return step is not None and (step.valid(answer) or (step.optional and answer is None))
