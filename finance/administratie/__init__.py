"""The books of the gemeente itself: journal lines with dimensions, Iv3, wijzigingen, the sample of an accountant."""
