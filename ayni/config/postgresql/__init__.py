"""The database: PostgreSQL by DATABASE_URL, or the embedded one, started by whoever first connects."""
