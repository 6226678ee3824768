"""What a request asks, read and checked: for the family's own pages and for those who fill
them in for a caller. Each module reads one part and gives a `Reading`; pages draw it."""
