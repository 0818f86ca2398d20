"""The forecast as a workbook, a report and on the screen."""
