"""Who is found by name: the subscribers of news, the modules of background work and of published tables.

Each is imported when it is first needed, and not when a program starts.
"""

# Each kind of event, and the functions that answer it.
AYNI_SUBSCRIBERS: dict[str, tuple[str, ...]] = {
    "ayni.identity.events.NumbersAsked": ("ayni.exchange.registers.subscribers.ask",),
    "ayni.benefits.events.CycleReleased": ("ayni.exchange.mobile_money.subscribers.send_released_cycle",),
    "ayni.identity.events.PeopleMerged": (
        "ayni.enrolment.subscribers.suspend_twice_enrolled",
        "ayni.benefits.subscribers.find_overpayments",
    ),
    "ayni.identity.events.PeopleParted": (
        "ayni.enrolment.subscribers.resume_parted",
        "ayni.benefits.subscribers.withdraw_overpayments",
    ),
}

# Each kind of background work, and the module that declares its function.
AYNI_JOBS: dict[str, str] = {
    "events.deliver": "ayni.commons.events",
    "signing.send_link": "ayni.commons.signing.mailing",
    "sealing.rotate": "ayni.commons.sealing.tasks",
    "registry.move_answers": "ayni.registry.tasks",
    "snapshots.take": "ayni.registry.tasks",
    "intake.load": "ayni.intake.tasks",
    "intake.load_sent": "ayni.intake.tasks",
    "intake.check_file": "ayni.intake.tasks",
    "intake.load_file": "ayni.intake.tasks",
    "intake.undo_file": "ayni.intake.tasks",
    "intake.forget_files": "ayni.intake.tasks",
    "intake.process_submission": "ayni.intake.tasks",
    "intake.process_submissions": "ayni.intake.tasks",
    "intake.keep_pictures": "ayni.intake.tasks",
    "intake.accept_change": "ayni.intake.tasks",
    "intake.apply_changes": "ayni.intake.tasks",
    "intake.check_quality": "ayni.intake.tasks",
    "intake.check_newest": "ayni.intake.tasks",
    "intake.tell_overdue": "ayni.intake.tasks",
    "intake.recertify": "ayni.intake.tasks",
    "assessment.assess": "ayni.assessment.tasks",
    "enrolment.decide": "ayni.enrolment.tasks",
    "enrolment.try": "ayni.enrolment.tasks",
    "identity.link": "ayni.identity.tasks",
    "identity.follow_pairs": "ayni.identity.tasks",
    "identity.link_files": "ayni.identity.tasks",
    "identity.make_cards": "ayni.identity.tasks",
    "identity.forget_files": "ayni.identity.tasks",
    "identity.refresh": "ayni.identity.tasks",
    "identity.prepare_model": "ayni.identity.tasks",
    "registers.ask": "ayni.exchange.registers.tasks",
    "mobile_money.send": "ayni.exchange.mobile_money.tasks",
    "mobile_money.collect": "ayni.exchange.mobile_money.tasks",
    "monitoring.compute": "ayni.monitoring.tasks",
    "privacy.anonymise": "ayni.privacy.tasks",
}

# What is begun once every day, in the name of AYNI_DAILY_AS: who is asked again or late, what is overdue, quality.
AYNI_DAILY: tuple[str, ...] = (
    "intake.recertify",
    "intake.tell_overdue",
    "intake.check_newest",
    "intake.forget_files",
    "identity.forget_files",
    "registers.ask",
    "identity.refresh",
    "identity.follow_pairs",
)

# The modules that declare the tables of a snapshot.
AYNI_EXTRACTS: tuple[str, ...] = (
    "ayni.registry.extracts",
    "ayni.enrolment.extracts",
    "ayni.benefits.extracts",
)

# The modules that declare by what the rows of their tables are reached.
AYNI_PROTECTED: tuple[str, ...] = (
    "ayni.commons.access.protected",
    "ayni.commons.signing.protected",
    "ayni.registry.protected",
    "ayni.identity.protected",
    "ayni.assessment.protected",
    "ayni.intake.protected",
    "ayni.enrolment.protected",
    "ayni.benefits.protected",
    "ayni.privacy.protected",
)

# The modules that declare what is held on people: what they are given of it, and what becomes of it in the end.
AYNI_HOLDINGS: tuple[str, ...] = (
    "ayni.registry.holdings",
    "ayni.identity.holdings",
    "ayni.intake.holdings",
    "ayni.assessment.holdings",
    "ayni.enrolment.holdings",
    "ayni.benefits.holdings",
    "ayni.privacy.holdings",
)

# The modules that declare what hangs on a person, and where it goes when two records are one person's.
AYNI_BELONGINGS: tuple[str, ...] = (
    "ayni.registry.belongings",
    "ayni.assessment.belongings",
    "ayni.identity.belongings",
    "ayni.intake.belongings",
    "ayni.enrolment.belongings",
    "ayni.benefits.belongings",
    "ayni.privacy.belongings",
)

# The statements that say which programmes people receive: what hangs on taking two records for one person.
AYNI_STAKES: tuple[str, ...] = ("ayni.enrolment.queries.stakes.RECEIVES", "ayni.benefits.queries.stakes.PAID")

# The modules that tell which programmes there are to answer needs, and where a household stands with each.
AYNI_HELPS: tuple[str, ...] = ("ayni.programmes.subscribers", "ayni.enrolment.subscribers")

# The modules that read their rules against a dictionary, so that no change of it breaks one.
AYNI_DICTIONARY_READERS: tuple[str, ...] = (
    "ayni.assessment.subscribers",
    "ayni.programmes.subscribers",
    "ayni.monitoring.subscribers",
)

# The modules that follow when areas are divided: what is bound to one is bound to its parts.
AYNI_AREA_FOLLOWERS: tuple[str, ...] = ("ayni.commons.access.following",)
