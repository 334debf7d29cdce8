"""The private PostGIS cluster: real PostgreSQL in the data folder, reached by a socket only."""

from areal.database.embedded.cluster import Cluster, Status, using_cluster

__all__ = ["Cluster", "Status", "using_cluster"]
