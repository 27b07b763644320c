"""Pages of the quality inspection: forms, plans, the work list, one inspection, results, agreement, examples."""
