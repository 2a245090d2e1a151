"""Food security of households: what was eaten (`eaten`), how hunger was met (`coping`), the whole (`console`)."""
