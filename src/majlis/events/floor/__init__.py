"""The live page of a sitting: item in hand, list of speakers, acts of the chair."""
