"""Learns the weights of words that the extractor reads by."""
