"""A register of persons for the demo and the tests: speaks *BRP Personen* 2.7.0 on lists of made-up people."""
