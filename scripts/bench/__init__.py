"""The parts of `scripts/bench.py`: a data set of real shapes, the rules as others write them, measuring."""
