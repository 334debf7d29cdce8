"""How the service behaves in processes of its own."""
