"""What the benchmark measures still works: with few rows here, with a million in `make bench`."""

from benchmarks import boekingen


def test_the_made_up_books_are_read_classified_closed_and_written():
    gemeten = boekingen.measure(300)
    # Beside the 300 stand those of the other years and gemeenten of these books.
    assert gemeten["boekingen"] > 300
    assert gemeten["werkboeken (MB)"] > 0.01
