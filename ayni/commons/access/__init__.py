"""Who may do what, and where.

Permissions are a closed list in code, declared by each domain. A role is a named set of permissions. A grant gives a
user a role, within one area or everywhere, from a day and perhaps until a day. What is not granted is refused.
"""
