"""The portfolio meeting: agenda, decisions and actions, the snapshot it leaves, and what changed since the last one."""
