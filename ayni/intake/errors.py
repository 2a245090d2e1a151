from collections.abc import Sequence

from django.utils.translation import gettext as _

from ayni.kernel.refusals import Refused


class SurveyUnreadable(Refused):
    """The files or the mapping must be put right before anything can be read."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__("\n".join(self.problems))


class ProposalRefused(Refused):
    """What is proposed cannot be a change."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__(" ".join(self.problems))


class NoSuchChange(Refused):
    def __init__(self, change: int) -> None:
        super().__init__(_("There is no change request with the number %(number)s here.") % {"number": change})


class EvidenceNeeded(Refused):
    def __init__(self, kind: str, possible: Sequence[str]) -> None:
        super().__init__(
            _("%(kind)s: say what was shown. It can be: %(possible)s.")
            % {"kind": kind, "possible": _(", ").join(possible)}
        )


class NotYetHappened(Refused):
    def __init__(self, day: object) -> None:
        super().__init__(_("%(day)s is still to come. Ask for the change when it has happened.") % {"day": day})


class GroundChanged(Refused):
    """The record is no longer as it was when the request was made."""

    def __init__(self, changed: Sequence[str]) -> None:
        self.changed = tuple(changed)
        super().__init__(
            _(
                "The record has changed since this was asked for: %(what)s. Look at the change again as it would be"
                " now, and confirm it, or reject it."
            )
            % {"what": _(", ").join(changed)}
        )


class ReasonNeeded(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why, in words that the person understands."))


class AnotherLevel(Refused):
    def __init__(self, who: str) -> None:
        super().__init__(
            _("%(who)s has rejected this before. The appeal is for another officer to decide.") % {"who": who}
        )


class TooLate(Refused):
    def __init__(self, until: object) -> None:
        super().__init__(_("This was possible until %(until)s. Make a new request instead.") % {"until": until})


class NoCounter(Refused):
    def __init__(self, kind: str, why: str) -> None:
        super().__init__(_("%(kind)s: this is not taken back by itself. %(why)s") % {"kind": kind, "why": why})


class NoSuchArrival(Refused):
    """A number and a name that do not belong together, word for word as for a number that is not there."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "We could not find a household with this number and this name. Copy both from the card or the document,"
                " the name in full."
            )
        )


class LivesHere(Refused):
    def __init__(self, household: int) -> None:
        super().__init__(
            _("%(household)s lives in this area already, by the record. Look for it under People.")
            % {"household": f"H{household:08d}"}
        )


class TooManyPapers(Refused):
    def __init__(self, most: int) -> None:
        super().__init__(_("A request holds at most %(most)s files. Put several pages into one PDF.") % {"most": most})


class NothingToApprove(Refused):
    def __init__(self) -> None:
        super().__init__(_("None of these can be approved by you now. The list says what each is waiting for."))


class AcceptanceRefused(Refused):
    """A rule for accepting changes must be put right first."""


class NoSuchRule(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no rule with the number %(number)s.") % {"number": number})


class NoQuestionnaire(Refused):
    """A workbook that is no questionnaire."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__(
            _("The workbook cannot be a questionnaire. Correct it and upload it again:")
            + "\n"
            + "\n".join(self.problems)
        )


class NoSuchQuestionnaire(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is no questionnaire “%(name)s” here. Fetch the list of forms again.") % {"name": name}
        )


class VersionKnown(Refused):
    def __init__(self, version: str) -> None:
        super().__init__(
            _(
                "There is a version “%(version)s” of this questionnaire already, with other contents. "
                "Write another version in the sheet “settings”."
            )
            % {"version": version}
        )


class FormHasProblems(Refused):
    def __init__(self, count: int) -> None:
        super().__init__(
            _("The check of this version found %(count)s things that must be corrected first. Upload a corrected one.")
            % {"count": count}
        )


class FileMissing(Refused):
    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _("The questionnaire names files that were not sent with it: %(names)s.") % {"names": ", ".join(names)}
        )


class NotWhole(Refused):
    """What a phone sent cannot be read, so that nothing of it is kept: it stays on the phone."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "What was sent is not a whole filled-in form, so nothing was kept. It is still on the phone: send it "
                "again."
            )
        )


class SentByAnother(Refused):
    def __init__(self) -> None:
        super().__init__(_("This form was sent already, by another account. It is kept: it need not be sent again."))


class TooLarge(Refused):
    def __init__(self, megabytes: int) -> None:
        super().__init__(_("What was sent is larger than %(limit)s MB, so nothing was kept.") % {"limit": megabytes})


class NoSuchSubmission(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no filled-in form with the number %(number)s here.") % {"number": number})


class WhyRefused(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say why, in a few words: whoever sent the form reads it."))


class NotInForm(Refused):
    def __init__(self, where: str) -> None:
        super().__init__(_("This form has no question at %(where)s. Look at the form again.") % {"where": where})


class StillProblems(Refused):
    def __init__(self, count: int) -> None:
        super().__init__(
            _("This form still has %(count)s problems. Correct them, or refuse the form.") % {"count": count}
        )


class NotYourPhone(Refused):
    def __init__(self) -> None:
        super().__init__(_("This phone is somebody else's. Its officer, or who manages their account, can do this."))


class KeyTooLong(Refused):
    def __init__(self, days: int) -> None:
        super().__init__(_("A phone's key is good for at most %(days)s days.") % {"days": days})


class NoSuchCampaign(Refused):
    def __init__(self, code: str) -> None:
        super().__init__(_("There is no campaign “%(code)s” here.") % {"code": code})


class NoSuchVisit(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no visit with the number %(number)s on your lists.") % {"number": number})


class NoSuchBackCheck(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no back-check with the number %(number)s for you.") % {"number": number})


class NotOnYourList(Refused):
    def __init__(self, what: object) -> None:
        super().__init__(
            _("%(what)s is not on your list, or not any more. Look at your list again, or ask your supervisor.")
            % {"what": what}
        )


class PlanRefused(Refused):
    """A campaign's plan must be put right first; every problem is told."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(str(problem) for problem in problems)
        super().__init__(" ".join(self.problems))


class ApprovalNeeded(Refused):
    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            _(
                "This campaign expects %(size)s households. From %(limit)s on another officer must approve it before it"
                " opens. Ask for that."
            )
            % {"size": f"{size:,}", "limit": f"{limit:,}"}
        )


class CampaignNotOpen(Refused):
    def __init__(self, campaign: object) -> None:
        super().__init__(
            _("%(campaign)s is not open now, so this cannot be done. Ask its supervisor when it goes on.")
            % {"campaign": campaign}
        )


class OutsideCampaign(Refused):
    def __init__(self, area: object) -> None:
        super().__init__(_("%(area)s lies in no area of this campaign. Choose one that does.") % {"area": area})


class OutcomeRefused(Refused):
    """What was told of a visit does not hold together."""


class InstanceTaken(Refused):
    def __init__(self, instance_id: str) -> None:
        super().__init__(
            _("The form %(form)s belongs to another visit. Look at its number again, or leave it out.")
            % {"form": instance_id}
        )


class ListingRefused(Refused):
    """A listing of dwellings cannot be read at all."""


class NobodyThere(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody works for this campaign in these areas. Assign somebody first."))


class NothingToDraw(Refused):
    def __init__(self) -> None:
        super().__init__(_("No form has come in since the last draw, so there is nothing to draw from."))


class NotAnotherPerson(Refused):
    def __init__(self, who: object) -> None:
        super().__init__(
            _("%(who)s held this interview, so somebody else must check it and somebody else decide about it.")
            % {"who": who}
        )


class NotForThisForm(Refused):
    def __init__(self, visit: object, form: object) -> None:
        super().__init__(
            _(
                "%(visit)s and %(form)s do not belong together: one of them has another, or the campaign asks"
                " something else. Choose another form."
            )
            % {"visit": visit, "form": form}
        )


class NoSuchFile(Refused):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no file with the number %(number)s.") % {"number": number})


class FileForgotten(Refused):
    """The content of a file is not kept any more."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            _("The content of file %(number)s is not kept any more, or is damaged. Send the file again.")
            % {"number": f"F{number:06d}"}
        )


class NotChecked(Refused):
    def __init__(self, file: str) -> None:
        super().__init__(_("%(file)s has not been checked yet. Check it first.") % {"file": file})


class NothingToLoad(Refused):
    def __init__(self, file: str) -> None:
        super().__init__(
            _("No row of %(file)s can go in. Download the rejected rows, correct them and send them again.")
            % {"file": file}
        )


class NoSuchForm(Refused):
    def __init__(self, number: object) -> None:
        super().__init__(_("You are filling in no form with the number %(number)s.") % {"number": number})


class FormMovedOn(Refused):
    """A device or another window held an earlier state of the form, and would write over what came after it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This form was changed in another window or on another device since it was opened here, so nothing was"
                " written over. Look at what is kept, and type your change again if it is missing."
            )
        )


class FormOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("This form was sent, thrown away or became too old. Begin another one."))


class FormTooLarge(Refused):
    def __init__(self, megabytes: int) -> None:
        super().__init__(
            _("The pictures of this form are larger than %(limit)s MB together. Take one out, or make it smaller.")
            % {"limit": megabytes}
        )


class NotFillable(Refused):
    def __init__(self) -> None:
        super().__init__(_("This version of the questionnaire is not given out any more. Begin a newer one."))


class NoSnapshotYet(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is no snapshot yet. Take one first; everybody is counted from it."))
