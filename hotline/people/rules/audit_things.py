"""Names of the audit that several areas write."""

SEALED = "ticket:*"  # any confidential complaint: the audit never says which
