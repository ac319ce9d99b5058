"""The parts of the screens: what is drawn, and what a person can do to it. No I/O."""
