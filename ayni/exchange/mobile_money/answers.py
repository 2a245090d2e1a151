"""The provider's words as values: checked before anything is believed."""

import json
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from typing import Any
from uuid import UUID

from ayni.benefits import actions, queries
from ayni.exchange.mobile_money import errors

NO_PAYMENT = UUID(int=0)
OUTCOMES = ("paid", "failed")


def written(order: queries.Order) -> dict[str, str]:
    """A payment as the provider is asked for it."""
    return {
        "reference": str(order.reference),
        "amount": str(order.amount),
        "account": order.account,
        "purpose": order.purpose,
    }


def read(body: bytes, address: str) -> dict[str, Any]:
    """The answer, which is a JSON object. Refuses: ProviderUnclear."""
    try:
        answer = json.loads(body)
    except ValueError:
        raise errors.ProviderUnclear(address, "it is not JSON.") from None
    if not isinstance(answer, dict):
        raise errors.ProviderUnclear(address, "it is not a JSON object.")
    return answer


def said(body: bytes, status: int) -> str:
    """Why a provider refused, in its own words if it has any."""
    try:
        return str(json.loads(body)["error"])[:300]
    except (ValueError, KeyError, TypeError):
        return f"status {status}."


def payments(answer: dict[str, Any], address: str) -> list[UUID]:
    return [_reference(_of(payment, "reference", address), address) for payment in _list(answer, "payments", address)]


def accepted(answer: dict[str, Any], address: str) -> list[UUID]:
    return [_reference(reference, address) for reference in _list(answer, "accepted", address)]


def notices(answer: dict[str, Any], address: str) -> tuple[list[actions.Told], str]:
    """The notices of a page, those that cannot be understood too, and the place to go on from."""
    cursor = answer.get("cursor")
    if not isinstance(cursor, str | int):
        raise errors.ProviderUnclear(address, "it does not say where the notices go on (“cursor”).")
    return [told(notice) for notice in _list(answer, "notices", address)], str(cursor)[:80]


def told(notice: Any) -> actions.Told:
    """One notice. What cannot be understood is kept as a notice about no payment, for an officer to see."""
    try:
        amount, outcome = Decimal(notice["amount"]).quantize(Decimal("0.01")), notice["outcome"]
        if outcome not in OUTCOMES or not 0 <= amount < 10**16:
            raise ValueError(outcome)
        reason = str(notice.get("reason", "")).replace("\0", "")[:200]
        return actions.Told(_key(notice["key"]), UUID(notice["reference"]), outcome, amount, reason)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        text = json.dumps(notice, sort_keys=True)
        digest = blake2b(text.encode(), digest_size=16).hexdigest()
        return actions.Told(f"unclear-{digest}", NO_PAYMENT, "failed", Decimal(0), text[:200])


def _key(key: Any) -> str:
    if not isinstance(key, str) or not 0 < len(key) <= 80 or "\0" in key:
        raise ValueError("A notice needs a key of its own.")
    return key


def _list(answer: dict[str, Any], name: str, address: str) -> list[Any]:
    found = answer.get(name)
    if not isinstance(found, list):
        raise errors.ProviderUnclear(address, f"it has no list “{name}”.")
    return found


def _of(item: Any, name: str, address: str) -> Any:
    if not isinstance(item, dict) or name not in item:
        raise errors.ProviderUnclear(address, f"an item has no “{name}”.")
    return item[name]


def _reference(text: Any, address: str) -> UUID:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError):
        raise errors.ProviderUnclear(address, f"“{str(text)[:60]}” is not one of our references.") from None
