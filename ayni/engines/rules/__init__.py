"""The rule language: who is met by a programme, and with how much, in CEL over the dictionary.

A *rule* is an expression over `household`, `members`, `head`, `person`, `score("…")` and the day `on`. A
*definition* is a programme's criteria and benefit. One rule has two readers that never disagree: `reading`
decides one household at a desk, `columns` decides a whole registry in one expression.

Rooms: `syntax` (CEL's own parser) > `grammar` (our few kinds of node, `tree`) > `check` (names, types, cost,
then Google's checker) > `reading` | `columns`. A missing answer is unknown, `None` here, and unknown is never
"no".
"""
