"""An embedded PostgreSQL that belongs to this folder: started, tuned and stopped by us.

Knows nothing of the rest of Meldpunt, so that set-up, tests and benchmarks can use it alone.
"""

from meldpunt.database.cluster import Cluster, Stand
from meldpunt.database.fouten import DatabaseFout
from meldpunt.database.proefcluster import throwaway_addresses, throwaway_cluster

__all__ = ["Cluster", "DatabaseFout", "Stand", "throwaway_addresses", "throwaway_cluster"]
