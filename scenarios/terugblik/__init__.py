"""The forecast of an earlier day against what happened: what was known, scores, naive forecasts, calibration."""
