"""Children's growth by the WHO standards: z-scores (`scores`), the standard's tables (`standard`), prevalence."""
