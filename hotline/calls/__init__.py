"""Calls: the call record and its facts, agents, lines, flows, recordings, alarms, and orders to the telephone side."""
