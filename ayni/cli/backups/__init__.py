"""Backups: the database and the files beside it as they were at one moment, with what proves them whole.

A backup is a folder:

    database.dump   everything in the database, as PostgreSQL's own pg_dump writes it
    files.tar       the folders of AYNI_HOME: snapshots, runs, assessments, reports
    keys.sealed     only when asked for: the keys that are kept outside the database, always encrypted
    manifest.json   written last: rows and sum of every table, what guards them, the ledger, the hash of each part

With a passphrase each part is encrypted (`.sealed` behind its name) and the manifest is signed with it. A folder
without a manifest is not a backup. A restore reads every part through before it touches anything, and changes the
database in one transaction that ends only when every table holds what the manifest says.
"""
