"""Writing the input workbook: new, or into one that the user already keeps."""
