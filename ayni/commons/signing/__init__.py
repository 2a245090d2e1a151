"""Signing in: second factors, open sessions, waits after failures, one-time links, and partner systems.

A session is open for a time that is limited twice: by how long nobody used it, and from its beginning. A wait follows
failed sign-ins and grows; it tells nobody whether a name exists. A one-time link lets somebody choose a password, once,
within some days. A partner system signs in as a service account: a client id and a secret for tokens of an hour.
Whatever is done here is in the audit; no secret is, and none is shown twice.
"""
