"""The checks of compare.py, one file for each part of the world."""
