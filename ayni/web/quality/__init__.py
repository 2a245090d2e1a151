"""How good the data are: by area, source and enumerator; what is to be mended, and who is asked again."""
