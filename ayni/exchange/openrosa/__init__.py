"""The OpenRosa protocol, version 1.0: phones fetch questionnaires and send them, filled in.

ODK Collect and KoboCollect connect unchanged, with the address of this server and a key that stands in it
(`…/api/openrosa/key/<key>`), or with a user name and password (HTTP Basic) where no second factor guards the account.
What they send is kept before they are told so; what was sent before is told to be there.

Sources: the OpenRosa standards of docs.getodk.org (request, form list, form manifest, form submission, authentication).
"""
