"""The demo world: five covenants with everybody who takes part, and three months of made-up residents.

Importing this package loads neither Django nor the world: the sign-in page and the terminal only list accounts.
"""

from meldpunt.demo.accounts import ACCOUNTS, Account

__all__ = ["ACCOUNTS", "Account"]
