"""Exports of participation platforms → processes with their public phases, in one neutral shape.

Phases are the public part of a process. They never say anything about approval and organisation (steps 1 and 2), and
which step a phase belongs to is a proposal that somebody confirms.
"""
