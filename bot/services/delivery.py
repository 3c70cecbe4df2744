"""One attempt to deliver one parcel, and what its end means for the row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel, Envelope
from bot.db.models import OutboxStatus
from bot.db.queries.outbox import Outcome
from bot.domain.sending import retry_delay, unsure_delay
from bot.errors import Permanent, RecipientGone, Retry, Unsure
from bot.services.outgoing import Parcel

log = structlog.get_logger()

LONGEST_REF = 40
# No channel may keep a chat waiting for longer than this.
LONGEST_STALL_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Result:
    """`outcome` for the row. `blocks`: what follows in this chat must wait. `stall_until`: the channel wants
    this chat to rest. `gone`: nobody is there.
    """

    outcome: Outcome
    blocks: bool = False
    stall_until: datetime | None = None
    gone: bool = False


async def attempt(channel: Channel, parcel: Parcel, envelope: Envelope, now: datetime) -> Result:
    """Deliver once. Whatever a channel raises becomes a result; a defect of ours may not stop the others."""
    try:
        ref = await channel.deliver(envelope)
    except Retry as error:
        return _again(parcel, error, now)
    except Unsure as error:
        return _unsure(parcel, error, now)
    except RecipientGone as error:
        outcome = _outcome(parcel, OutboxStatus.DEAD, now, reason=_reason(error))
        return Result(outcome, blocks=True, gone=True)
    except Permanent as error:
        log.error("message_refused", chat=parcel.chat_id, number=parcel.number, reason=_reason(error))
        return Result(_outcome(parcel, OutboxStatus.FAILED, now, reason=_reason(error)))
    except Exception as error:
        # Only the class: the text of an unknown error may hold words of a person.
        log.error("delivery_defect", chat=parcel.chat_id, number=parcel.number, error=type(error).__name__)
        return Result(_outcome(parcel, OutboxStatus.FAILED, now, reason=type(error).__name__))
    return Result(_outcome(parcel, OutboxStatus.SENT, now, ref=ref))


def released(parcel: Parcel, due_at: datetime) -> Outcome:
    """Nothing was tried: give it back, to be sent from `due_at`."""
    return _outcome(parcel, OutboxStatus.CREATED, due_at)


def _again(parcel: Parcel, error: Retry, now: datetime) -> Result:
    if error.retry_after is not None:
        until = now + timedelta(seconds=min(error.retry_after, LONGEST_STALL_SECONDS))
        outcome = _outcome(parcel, OutboxStatus.CREATED, until, reason=_reason(error))
        return Result(outcome, blocks=True, stall_until=until)
    failures = parcel.attempts + 1
    delay = retry_delay(failures)
    if delay is None:
        log.error("message_failed", chat=parcel.chat_id, number=parcel.number, attempts=failures)
        return Result(_outcome(parcel, OutboxStatus.FAILED, now, attempts=failures, reason=_reason(error)))
    due_at = now + timedelta(seconds=delay)
    outcome = _outcome(parcel, OutboxStatus.CREATED, due_at, attempts=failures, reason=_reason(error))
    return Result(outcome, blocks=True)


def _unsure(parcel: Parcel, error: Unsure, now: datetime) -> Result:
    """A question that arrives twice does no harm: every button is idempotent. One that never arrives does."""
    times = parcel.unsure + 1
    delay = unsure_delay(times)
    if delay is None:
        log.warning("message_unsure", chat=parcel.chat_id, number=parcel.number, reason=_reason(error))
        return Result(_outcome(parcel, OutboxStatus.UNSURE, now, unsure=times, reason=_reason(error)))
    due_at = now + timedelta(seconds=delay)
    outcome = _outcome(parcel, OutboxStatus.CREATED, due_at, unsure=times, reason=_reason(error))
    return Result(outcome, blocks=True)


def _outcome(
    parcel: Parcel,
    status: OutboxStatus,
    at: datetime,
    *,
    attempts: int | None = None,
    unsure: int | None = None,
    ref: str | None = None,
    reason: str | None = None,
) -> Outcome:
    return Outcome(
        chat_id=parcel.chat_id,
        number=parcel.number,
        status=status,
        attempts=parcel.attempts if attempts is None else attempts,
        unsure=parcel.unsure if unsure is None else unsure,
        due_at=at,
        sent_at=None if status == OutboxStatus.CREATED else at,
        # A name that does not fit into the row is of no use; without one, what replaces it is sent anew.
        ref=ref if ref and len(ref) <= LONGEST_REF and "\0" not in ref else None,
        reason=reason,
    )


def _reason(error: Exception) -> str:
    return str(error).replace("\0", "")[:120]
