"""Running Meldpunt on one machine: the database, the site and the worker under one roof."""
