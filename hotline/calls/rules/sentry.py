"""The sentry: a silent channel to which the switch counts everybody joined who is joined to nobody else.

FreeSWITCH hangs up a channel that an INVITE with Replaces names if nobody is joined to it, and runs for the stranger
what it was in. If somebody is joined to it, he asks for that one, and `intercept_unanswered_only` refuses it for who is
answered: the sentry always is. The configuration names it (`signal_bond`), the controller posts it.
"""

SENTRY = "00000000-0000-4000-8000-000000000001"
