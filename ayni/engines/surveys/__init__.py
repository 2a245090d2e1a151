"""Reading a household survey: labelled files become typed tables through a mapping.

A *survey folder* holds one file of households and one of persons. A *mapping* (YAML) says which column is
what: the keys, the weight, the areas, who is the head, how old people are, and which columns become variables
of the dictionary. Reading gives tables and *refusals*: a row that cannot be used is named with its reason,
its neighbours go in; an answer that cannot be used becomes unknown. What is wrong with a whole file or with
the mapping stops the reading with every problem listed at once.
"""
