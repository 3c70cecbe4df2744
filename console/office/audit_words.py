"""What the codes of the audit are called. Every code that the program writes has its words here; a test
sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.model import Text

ROLES: Mapping[str, Text] = {
    "staff": Text("console.audit.role.staff"),
    "volunteer": Text("console.audit.role.volunteer"),
    "regional": Text("console.audit.role.regional"),
    "operator": Text("console.audit.role.operator"),
    "learner": Text("console.audit.role.learner"),
    "machine": Text("console.audit.role.machine"),
    "helper": Text("console.audit.role.helper"),
}

DEEDS: Mapping[str, Text] = {
    "again": Text("console.audit.deed.again"),
    "ask": Text("console.audit.deed.ask"),
    "assign": Text("console.audit.deed.assign"),
    "back": Text("console.audit.deed.back"),
    "cal": Text("console.audit.deed.cal"),
    "conno": Text("console.audit.deed.conno"),
    "console": Text("console.audit.deed.console"),
    "cont": Text("console.audit.deed.cont"),
    "conyes": Text("console.audit.deed.conyes"),
    "counts": Text("console.audit.deed.counts"),
    "done": Text("console.audit.deed.done"),
    "dup": Text("console.audit.deed.dup"),
    "find": Text("console.audit.deed.find"),
    "going": Text("console.audit.deed.going"),
    "hear": Text("console.audit.deed.hear"),
    "hist": Text("console.audit.deed.hist"),
    "inacc": Text("console.audit.deed.inacc"),
    "inv": Text("console.audit.deed.inv"),
    "invm": Text("console.audit.deed.invm"),
    "invx": Text("console.audit.deed.invx"),
    "leave": Text("console.audit.deed.leave"),
    "mine": Text("console.audit.deed.mine"),
    "move": Text("console.audit.deed.move"),
    "msgs": Text("console.audit.deed.msgs"),
    "mute": Text("console.audit.deed.mute"),
    "myname": Text("console.audit.deed.myname"),
    "note": Text("console.audit.deed.note"),
    "notes": Text("console.audit.deed.notes"),
    "omode": Text("console.audit.deed.omode"),
    "out": Text("console.audit.deed.out"),
    "own": Text("console.audit.deed.own"),
    "pagr": Text("console.audit.deed.pagr"),
    "pass": Text("console.audit.deed.pass"),
    "pause": Text("console.audit.deed.pause"),
    "pc": Text("console.audit.deed.pc"),
    "pcan": Text("console.audit.deed.pcan"),
    "pcanyes": Text("console.audit.deed.pcanyes"),
    "pclr": Text("console.audit.deed.pclr"),
    "pd": Text("console.audit.deed.pd"),
    "pday": Text("console.audit.deed.pday"),
    "pl": Text("console.audit.deed.pl"),
    "pmove": Text("console.audit.deed.pmove"),
    "pn": Text("console.audit.deed.pn"),
    "prof": Text("console.audit.deed.prof"),
    "prop": Text("console.audit.deed.prop"),
    "psend": Text("console.audit.deed.psend"),
    "pt": Text("console.audit.deed.pt"),
    "pw": Text("console.audit.deed.pw"),
    "queue": Text("console.audit.deed.queue"),
    "rej": Text("console.audit.deed.rej"),
    "reopen": Text("console.audit.deed.reopen"),
    "seek": Text("console.audit.deed.seek"),
    "spell": Text("console.audit.deed.spell"),
    "take": Text("console.audit.deed.take"),
    "talk": Text("console.audit.deed.talk"),
    "tasks": Text("console.audit.deed.tasks"),
    "tdone": Text("console.audit.deed.tdone"),
    "team": Text("console.audit.deed.team"),
    "tend": Text("console.audit.deed.tend"),
    "tmem": Text("console.audit.deed.tmem"),
    "tpau": Text("console.audit.deed.tpau"),
    "unmute": Text("console.audit.deed.unmute"),
    "vcannot": Text("console.audit.deed.vcannot"),
    "vcome": Text("console.audit.deed.vcome"),
    "voice": Text("console.audit.deed.voice"),
    "wl": Text("console.audit.deed.wl"),
}
"""Deeds of the chat by their verb; a page that does the same has another first half."""

WHAT: Mapping[str, Text] = {
    "audit.read": Text("console.audit.what.audit_read"),
    "audit.exported": Text("console.audit.what.audit_exported"),
    "audit.broken": Text("console.audit.what.audit_broken"),
    "intake.read": Text("console.audit.what.intake_read"),
    "intake.heard": Text("console.audit.what.intake_heard"),
    "intake.talk": Text("console.audit.what.intake_talk"),
    "appointment.read": Text("console.audit.what.appointment_read"),
    "planning.read": Text("console.audit.what.planning_read"),
    "queue.list": Text("console.audit.what.queue_list"),
    "people.read": Text("console.audit.what.people_read"),
    "view.save": Text("console.audit.what.view_save"),
    "view.rename": Text("console.audit.what.view_rename"),
    "view.first": Text("console.audit.what.view_first"),
    "view.remove": Text("console.audit.what.view_remove"),
    "invite.make": Text("console.audit.what.invite_make"),
    "invite.revoke": Text("console.audit.what.invite_revoke"),
    "member.join": Text("console.audit.what.member_join"),
    "console.link": Text("console.audit.what.console_link"),
    "console.refused": Text("console.audit.what.console_refused"),
    "console.in": Text("console.audit.what.console_in"),
    "console.out": Text("console.audit.what.console_out"),
    "person.corrected": Text("console.audit.what.person_corrected"),
    "person.erased": Text("console.audit.what.person_erased"),
    "command.invite": Text("console.audit.what.command_invite"),
    "command.revoke": Text("console.audit.what.command_revoke"),
    "command.taalhuizen": Text("console.audit.what.command_taalhuizen"),
    "command.postcodes": Text("console.audit.what.command_postcodes"),
    "command.backup": Text("console.audit.what.command_backup"),
    "command.restore": Text("console.audit.what.command_restore"),
    "command.voice": Text("console.audit.what.command_voice"),
    "command.key": Text("console.audit.what.command_key"),
    "report.export": Text("console.audit.what.report_export"),
    "report.read": Text("console.audit.what.report_read"),
    "command.erase_again": Text("console.audit.what.command_erase_again"),
    "calendar.read": Text("console.audit.what.calendar_read"),
    "calendar.new": Text("console.audit.what.calendar_new"),
    "calendar.off": Text("console.audit.what.calendar_off"),
    "house.change": Text("console.audit.what.house_change"),
    "import.houses": Text("console.audit.what.import_houses"),
    "meeting.read": Text("console.audit.what.meeting_read"),
    "person.end": Text("console.audit.what.person_end"),
    "person.pause": Text("console.audit.what.person_pause"),
    "person.profile": Text("console.audit.what.person_profile"),
    "person.read": Text("console.audit.what.person_read"),
    "task.list": Text("console.audit.what.task_list"),
    "task.done": Text("console.audit.what.task_done"),
    "person.handed_over": Text("console.audit.what.person_handed_over"),
}


def told(code: str) -> Text | None:
    """What somebody did, in words; None when this version knows no words for it."""
    return WHAT.get(code) or DEEDS.get(code.partition(".")[2])


def choices() -> Mapping[str, Text]:
    """All that can be asked for, by code."""
    return {**WHAT, **{f"deed.{verb}": text for verb, text in DEEDS.items()}}
