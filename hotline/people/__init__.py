"""Who works here: people, sites, sign-in, permissions, audit, drafts, parameters."""
