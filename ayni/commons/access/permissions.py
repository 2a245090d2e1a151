"""The closed list of permissions. A domain declares its own in its `permissions` module when it is imported."""

_declared: dict[str, str] = {}


def declare(**labels: str) -> None:
    """Add a domain's permissions: `declare(**{"benefits.approve": "Approve payments"})`. Refuses a second meaning."""
    for code, label in labels.items():
        if _declared.setdefault(code, label) != label:
            raise ValueError(f"The permission {code} is declared twice: “{_declared[code]}” and “{label}”.")


def declared() -> dict[str, str]:
    return dict(_declared)


declare(
    **{
        "access.manage": "Manage users and their roles",
        "access.hold_tokens": "Make and revoke one's own API tokens",
        "audit.see": "See who did what, and who looked at whom",
        "jobs.see": "See everybody's background work",
    }
)
