"""All tables. Importing this package makes `Base.metadata` complete."""

from bot.db.models.base import Base
from bot.db.models.chats import Chat, ReceivedUpdate
from bot.db.models.outbox import UNSENT, OutboxMessage, OutboxStatus, Priority, SendLimit
from bot.db.models.people import Consent, Intake, Learner
from bot.db.models.referrals import Referral, ReferralMove, Task
from bot.db.models.taalhuizen import Coverage, Gemeente, Region, Taalhuis
from bot.db.models.timers import Timer

__all__ = [
    "UNSENT",
    "Base",
    "Chat",
    "Consent",
    "Coverage",
    "Gemeente",
    "Intake",
    "Learner",
    "OutboxMessage",
    "OutboxStatus",
    "Priority",
    "ReceivedUpdate",
    "Referral",
    "ReferralMove",
    "Region",
    "SendLimit",
    "Taalhuis",
    "Task",
    "Timer",
]
