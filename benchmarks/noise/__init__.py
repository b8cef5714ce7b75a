"""False alerts and delays of the real conditions and dispatcher, on scores whose truth is known."""
