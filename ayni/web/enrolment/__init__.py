"""Eligibility runs, the review of what they propose, and enrolments afterwards."""
