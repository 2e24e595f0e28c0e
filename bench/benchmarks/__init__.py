"""The benchmarks: one module per figure or group of figures."""
