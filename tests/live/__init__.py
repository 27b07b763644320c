"""Against a FreeSWITCH on this machine, on loopback, with sipp as callers and agents."""
