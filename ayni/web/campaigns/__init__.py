"""Campaigns and visits: an enumerator's day, a supervisor's overview, and interviews that are checked again."""
