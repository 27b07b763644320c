"""One contract for every switch: the stand-in's core, the stand-in on the wire, and FreeSWITCH."""
