"""The hotline's knowledge of law and procedure: data edited by an administrator, and rules on it."""
