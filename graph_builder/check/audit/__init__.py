"""Whether a report agrees with itself: the rules of `ontology/audit/`, one query each.

A rule asks for the relations that it can test and whether each holds. What does not hold is a
finding with a verdict; a reading of the report's `readings.csv` may decide it otherwise.
"""
