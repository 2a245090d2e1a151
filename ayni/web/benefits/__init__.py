"""Payments: cycles through the hands of three officers, single payments, and the ledger."""
