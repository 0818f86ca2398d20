"""One table, and its renderers: screen, workbook, page, letter."""
