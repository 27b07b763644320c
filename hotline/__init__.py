"""The hotline's core: vocabulary, rules, records, verbs and jobs. No telephone protocol, no web framework."""
