"""XPath 1.0 as forms write it, with the functions of the OpenRosa XForms specification.

    xpath.read(". > ../members_min and selected(../assets, 'radio')").on(node, Surroundings(...))

Dates are values of their own, compared as days; a question that is not relevant is empty. What only a phone can know
(its properties, random numbers, other files) is refused with NotEvaluated, and the expression is then not held against
the answer. Source: OpenRosa XForms specification (getodk.github.io/xforms-spec), sections XPath and functions.
"""

from ayni.engines.questionnaires.xpath.parsing import Expression, read
from ayni.engines.questionnaires.xpath.values import Surroundings, as_boolean, as_number, as_text

__all__ = ["Expression", "Surroundings", "as_boolean", "as_number", "as_text", "read"]
