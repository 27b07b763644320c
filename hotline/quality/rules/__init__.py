"""Pure decisions of the inspection: forms, scores, samples, who inspects, agreement."""
