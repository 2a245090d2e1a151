"""A dictionary as a fragment of an XLSForm (`survey` and `choices` sheets), and a fragment or small form read back.

What an XLSForm has no word for (unit, sensitivity, missing, source, since, version, the label beside the question)
stands in columns of its own, which form servers pass over.
"""

from ayni.engines.dictionary.xlsform.reading import Fragment, Passage, examine, read
from ayni.engines.dictionary.xlsform.writing import write

__all__ = ["Fragment", "Passage", "examine", "read", "write"]
