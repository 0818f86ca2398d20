"""The same file in another form: a workbook as ODS, a page as PDF."""
