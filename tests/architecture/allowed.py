"""What the database may hold beside protected tables, each with the reason why it is safe.

A new table, policy, function or view fails the catalogue test until it is added here, where a
reviewer sees it with its reason.
"""

OPEN_TO_SIGNED_IN = "a list that everybody who is signed in works with; it says nothing of records"
PAIRS_OF_KEYS = "pairs of row numbers; both rows that it joins are read under row security"
SIGN_IN = "read and written by the sign-in library before anybody's name is known"
DJANGO = "Django's own book-keeping; holds nothing about records"

UNPROTECTED_TABLES = {
    "account_emailaddress": SIGN_IN,
    "account_emailconfirmation": SIGN_IN,
    "auth_group": DJANGO,
    "auth_group_permissions": DJANGO,
    "auth_permission": DJANGO,
    "django_content_type": DJANGO,
    "django_migrations": DJANGO,
    "django_session": SIGN_IN,
    "django_tasks_database_dbtaskresult": "arguments are references and readers, never content",
    "inspection_clause_depends_on": PAIRS_OF_KEYS,
    "inspection_interest": "why an inspector stays away from a body; whoever plans visits reads it",
    "inspection_practicenote_findings": PAIRS_OF_KEYS,
    "inspection_visit_guidance": PAIRS_OF_KEYS,
    "inspection_visit_inspectors": PAIRS_OF_KEYS,
    "kernel_area": OPEN_TO_SIGNED_IN,
    "kernel_body_seats": PAIRS_OF_KEYS,
    "kernel_clearance": "read when a rule about vetting is asked, through its rule alone",
    "kernel_holding": OPEN_TO_SIGNED_IN,
    "kernel_item": "frameworks are published",
    "kernel_label": "combinations of routes; says nothing of which records carry them",
    "kernel_link": "looked up by the digest of a token before its holder is known",
    "kernel_meeting_present": PAIRS_OF_KEYS,
    "kernel_membership": OPEN_TO_SIGNED_IN,
    "kernel_organisation": OPEN_TO_SIGNED_IN,
    "kernel_pack": "frameworks are published",
    "kernel_person": OPEN_TO_SIGNED_IN,
    "kernel_post": OPEN_TO_SIGNED_IN,
    "kernel_role": OPEN_TO_SIGNED_IN,
    "kernel_seal": "hashes of the trail, meant to be shown outside",
    "kernel_sealedrow": "hashes of the trail, meant to be shown outside",
    "kernel_team": OPEN_TO_SIGNED_IN,
    "kernel_teammember": OPEN_TO_SIGNED_IN,
    "mfa_authenticator": SIGN_IN,
    "socialaccount_socialaccount": SIGN_IN,
    "socialaccount_socialapp": SIGN_IN,
    "socialaccount_socialtoken": SIGN_IN,
    "usersessions_usersession": SIGN_IN,
}

FOLLOWING_TABLES = {
    "inspection_criterionanswer_cited": "seen by whoever sees the answer that cites",
    "kernel_detail": "facts of an event are seen by whoever sees the event",
    "kernel_event": "one's own events and those of records that one sees; nobody changes them",
}

MORE_POLICIES = {
    ("inspection_cohortmembership", "invited"): "the cohort that a body's own return is for",
    ("inspection_round", "invited"): "the round that asks for a body's return",
    ("inspection_subject", "invited"): "the subject that a body's own return is for",
    ("kernel_record", "invited"): "the title of the round that asks for a body's return",
}

DEFINERS = {
    "bits": "the reader's own labels as a bitmap; takes no argument",
    "count_evidence": "trigger: keeps on an answer how many pieces bear on it, and nothing else",
    "count_evidence_of_answers": "trigger: the same for answers that come after their evidence",
    "invited_rounds": "the rounds that ask the reader's bodies or link for a return; no argument",
    "invited_subjects": "the reader's bodies as subjects of those rounds; takes no argument",
    "may": "whether a role that the reader holds today gives a permission; tells of nobody else",
    "may_write": "whether the reader is more than the public; takes no argument",
    "purpose_token": "signs for a purpose; only other definers may call it",
    "reader": "proves the transaction's token; takes no argument",
    "release_ratings": "opens blind ratings to the team once both are done; asked by a rater alone",
    "returns_in_round": "how many returns a round has by cohort, for whoever may see the round",
    "seen_labels": "the reader's own labels; takes no argument",
    "signature": "the HMAC; only other definers may call it",
}
CLOSED_TO_WEB = {"purpose_token", "signature"}

VIEWS: dict[str, str] = {}
