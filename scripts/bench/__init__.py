"""The parts of `scripts/bench.py`: a data set of real shapes, peers, and measuring."""
