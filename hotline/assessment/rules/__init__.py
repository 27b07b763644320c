"""Pure decisions of the assessment: what happened, what it costs, and how that is told."""
