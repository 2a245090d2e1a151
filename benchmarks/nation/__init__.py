"""A whole nation decided from snapshot Parquet to written results, without a database, beside everything else."""
