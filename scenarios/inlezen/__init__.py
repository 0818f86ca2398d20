"""An export of any financial system -> bookings: open, find the head, name the columns, read amounts, dates and kinds.

Every step is a pure function of what stands in the file and of one block of settings; `voorstel` writes that block and
the books read it, with the same functions.
"""
