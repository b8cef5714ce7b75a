"""How well the signals of behaviour find what is true in the simulated book, and at what price."""
