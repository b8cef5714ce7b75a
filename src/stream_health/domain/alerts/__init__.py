"""When an account needs a person: history, conditions, life cycle and dispatch of alerts."""
