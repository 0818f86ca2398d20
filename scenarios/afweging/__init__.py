"""From figures to a decision: under which readings of the law a verdict holds."""
