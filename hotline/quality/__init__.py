"""Quality inspection (质检): forms, samples, scores with remarks and evidence, appeals and what is learnt."""
