"""Finding people, and the record of a household or a person."""
