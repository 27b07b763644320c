"""Contact the judge: requests of callers, ringing, answers, the directory."""
