"""Registration, attendance and counts of participants."""
