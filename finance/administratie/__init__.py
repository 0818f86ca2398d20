"""The books of the gemeente itself: journal lines with their dimensions, Iv3, wijzigingen, the sample of an accountant."""
