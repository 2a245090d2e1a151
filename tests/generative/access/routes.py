"""Every address of the screens, and what each answers to whom it opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from ayni.web import doors
from tests.generative.access import assessing, carded, changing, filled, keeping, merged, sent, twice, visiting

#: What an address answers to whom it opens, where that is not 200 to GET and to an empty POST.
#: 302: it leads on, or did what was confirmed; 404: nothing is there; 405: it takes POST alone; 409: not as it stands.
ANSWERS: dict[str, tuple[int, int]] = {
    # Signing in: what is not set up here is not there; a second step begins with a first; who is signed in goes on.
    "account_inactive": (403, 403),
    "mfa_authenticate": (302, 302),
    "mfa_login_webauthn": (302, 302),
    "oauth_revoke": (405, 400),
    "oauth_token": (405, 400),
    "web:choose_password": (404, 404),
    "web:openid": (404, 405),
    "web:openid_back": (404, 405),
    "web:set_language": (302, 302),
    "web:sign_out": (405, 302),
    # One's own account: what changes how one signs in asks first for the password again.
    "mfa_activate_totp": (302, 302),
    "mfa_add_webauthn": (302, 302),
    "mfa_deactivate_totp": (404, 404),
    "mfa_edit_webauthn": (302, 302),
    "mfa_generate_recovery_codes": (302, 302),
    "mfa_index": (200, 405),
    "mfa_list_webauthn": (200, 405),
    "mfa_reauthenticate": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_remove_webauthn": (302, 302),
    "mfa_view_recovery_codes": (404, 405),
    "web:end_other_sessions": (405, 302),
    "web:drop_list": (405, 302),
    "web:end_session": (405, 302),
    "web:revoke_token": (200, 302),
    "web:take_back_role": (200, 302),
    # Steps that ask for nothing but to be confirmed.
    "web:adopt_accounts": (200, 302),
    "web:approve_cycle": (200, 302),
    "web:approve_version": (200, 302),
    "web:cancel_copy": (200, 302),
    "web:compute_figures": (200, 302),
    "web:confirm_role": (200, 302),
    "web:lift_hold": (200, 302),
    "web:user_end-sessions": (200, 302),
    "web:user_unlock": (200, 302),
    "web:work_again": (200, 302),
    # A household that is written down, and registered, thrown away, or without its second person.
    "web:draft": (200, 302),
    "web:discard_draft": (200, 302),
    "web:draft_likely": (405, 200),
    "web:draft_answer": (405, 302),
    "web:remove_draft_member": (200, 302),
    # A copy that was not handed over by who asks is not shown to them.
    "web:copy_archive": (409, 409),
    "web:copy_print": (409, 409),
    # No such verb.
    "web:decide_correction": (404, 404),
    "web:decide_paper": (404, 404),
    # What no address of the land names.
    "web:check_file": (404, 404),
    "web:file": (404, 404),
    "web:file_findings": (404, 404),
    "web:file_mapping": (404, 404),
    "web:load_file": (404, 404),
    "web:map_file": (404, 404),
    "web:rejected_rows": (404, 404),
    "web:rejected_workbook": (404, 404),
    "web:undo_file": (404, 404),
    "web:withdraw_file": (404, 404),
    "web:write_file_mapping": (404, 404),
    "web:assign_people": (404, 404),
    "web:boundary_change": (404, 404),
    "web:cancel_stop": (404, 404),
    "web:change_place": (404, 404),
    "web:close_place": (404, 404),
    "web:decide_boundaries": (404, 404),
    "web:decide_boundaries:approve": (404, 404),
    "web:decide_boundaries:reject": (404, 404),
    "web:decide_boundaries:withdraw": (404, 404),
    "web:end_code": (404, 404),
    "web:end_offer": (404, 404),
    "web:offer_service": (404, 404),
    "web:place": (404, 404),
    "web:plan_stop": (404, 404),
    "web:shape_file": (404, 404),
    **changing.ANSWERS,
    **sent.ANSWERS,
    **visiting.ANSWERS,
    **filled.ANSWERS,
    **keeping.ANSWERS,
    **carded.ANSWERS,
    **merged.ANSWERS,
    **twice.ANSWERS,
    **assessing.ANSWERS,
    # Addresses that lead on.
    "web:decision_at": (302, 302),
    "web:privacy": (302, 302),
    "web:propose_import": (302, 302),
    "web:workbench_check": (405, 200),
    "web:workbench_compare": (302, 200),
    "web:workbench_format": (302, 200),
    "web:workbench_household": (302, 200),
    "web:workbench_try": (302, 200),
}
#: Who is signed in is led on from these.
SIGNED_IN_ALREADY = {"account_login", "web:sign_in"}


def routes() -> dict[str, frozenset[str]]:
    """Each address by its name, with the names of its parts; the API has its own table."""
    found: dict[str, frozenset[str]] = {}
    screens = [one for one in get_resolver().url_patterns if not str(one.pattern).startswith("api/")]
    for name, parts in _under(screens, ""):
        found[name] = found.get(name, frozenset()) | parts
    return found


def rows() -> dict[str, frozenset[str]]:
    """Every row of the table, with the parts of its address; a verb is one of them."""
    known = routes()
    return {row: known[route(row)] for row in doors.DOORS if route(row) in known}


def route(row: str) -> str:
    """A row's address: `web:decide_paper` of `web:decide_paper:approve`."""
    return ":".join(row.split(":")[:2])


def verb(row: str) -> str:
    return row.split(":")[2] if row.count(":") == 2 else "nonsense"


def _under(patterns: Iterable[Any], space: str, parts: frozenset[str] = frozenset()) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        here = parts | pattern.pattern.converters.keys()
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.lookup_str}", here
        elif getattr(pattern, "namespace", None):
            yield from _under(pattern.url_patterns, f"{pattern.namespace}:", here)
        else:
            yield from _under(pattern.url_patterns, space, here)
