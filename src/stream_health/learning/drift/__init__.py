"""Did the world change? Inputs, scores, calibration and errors, one event per change."""
