"""One world per file of attacks; each attack is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker
from tests.conftest import LEEGMAKEN
from tests.security.doelwit import Doelwit, make_doelwit


@pytest.fixture(scope="module")
def doelwit(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Doelwit]:
    """Give a world with everything in it to attack."""
    with django_db_blocker.unblock():
        try:
            yield make_doelwit()
        finally:
            with connection.cursor() as cursor:
                cursor.execute(LEEGMAKEN)
