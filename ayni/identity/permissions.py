"""Who may look for people registered twice, decide about them, merge and part them, and give out cards."""

from django.utils.translation import gettext_noop as _

from ayni.commons.access import permissions

SEE = "identity.see"
REVIEW = "identity.review"
MERGE = "identity.merge"
LINK = "identity.link"
APPROVE = "identity.approve"
ISSUE_CARDS = "identity.issue_cards"
LINK_FILES = "identity.link_files"

permissions.declare(
    **{
        SEE: _("See who may be registered twice"),
        REVIEW: _("Decide whether two records are the same person"),
        MERGE: _("Merge two records of one person, and part them again"),
        LINK: _("Look for people registered twice in the whole registry, and propose from which chance on"),
        APPROVE: _("Approve from which chance on two records are linked"),
        ISSUE_CARDS: _("Give people a card, and take it back"),
        LINK_FILES: _("Link files of people with each other or with the registry"),
    }
)
permissions.opens("people", SEE, REVIEW, MERGE, LINK, ISSUE_CARDS, LINK_FILES)
permissions.apart(LINK, APPROVE)
