"""All tables. Importing this package makes `Base.metadata` complete."""

from bot.db.models.audit import AuditEntry, AuditHead
from bot.db.models.base import Base
from bot.db.models.chats import Chat, ReceivedUpdate
from bot.db.models.counts import KeptCount
from bot.db.models.feeds import CalendarFeed
from bot.db.models.meetings import Appointment, Marker, Offer, RelayMessage
from bot.db.models.members import Invite, Member, VolunteerProfile
from bot.db.models.office import ConsoleLogin, ConsoleSession
from bot.db.models.outbox import UNSENT, OutboxMessage, OutboxName, OutboxStatus, Priority, SendLimit
from bot.db.models.people import Consent, Intake, Learner
from bot.db.models.recordings import Recording
from bot.db.models.referrals import Alert, Note, Reading, Referral, ReferralMove, Task
from bot.db.models.rights import Erasure, PrivacyEvent
from bot.db.models.speech import SpokenFile
from bot.db.models.taalhuizen import Coverage, Gemeente, ImportFile, Region, Taalhuis
from bot.db.models.timers import Timer
from bot.db.models.views import SavedView

__all__ = [
    "UNSENT",
    "Alert",
    "Appointment",
    "AuditEntry",
    "AuditHead",
    "Base",
    "CalendarFeed",
    "Chat",
    "Consent",
    "ConsoleLogin",
    "ConsoleSession",
    "Coverage",
    "Erasure",
    "Gemeente",
    "ImportFile",
    "Intake",
    "Invite",
    "KeptCount",
    "Learner",
    "Marker",
    "Member",
    "Note",
    "Offer",
    "OutboxMessage",
    "OutboxName",
    "OutboxStatus",
    "Priority",
    "PrivacyEvent",
    "Reading",
    "ReceivedUpdate",
    "Recording",
    "Referral",
    "ReferralMove",
    "Region",
    "RelayMessage",
    "SavedView",
    "SendLimit",
    "SpokenFile",
    "Taalhuis",
    "Task",
    "Timer",
    "VolunteerProfile",
]
