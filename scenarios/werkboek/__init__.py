"""One workbook in place of a region's text files: what each sheet holds, reading it, and turning one into the other."""
