"""What calls may cost together at the most, when documents are answered as they nearly always are (B2).

What is held for a document is for two answers of the greatest length, which hardly any has; to quote that for
each of them would say a hundred times what they cost. Held it is all the same, one beside the other as far as
the agreed price has room, so a run that writes more than this waits or pauses, and never pays more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from core.pipeline.imagined import Wanted
from core.story import Step

REPAIRED = 4
"""Of so many documents of a step one is written a second time, rather too many; of fewer, one."""


def at_most(wants: Collection[Wanted]) -> int:
    """Micro-dollars of all of them together; for one alone what is held for it, and never less for several."""
    return sum(one.fair for one in wants) + sum(reserve(wants).values())


def reserve(wants: Collection[Wanted]) -> Counter[Step]:
    """Step -> what its documents may cost beside a good answer each: some second answers, and room for the
    dearest hold of all."""
    documents = [one for one in wants if one.is_document]
    found: Counter[Step] = Counter()
    for step in {one.step for one in documents}:
        repairs = sorted((one.repair for one in documents if one.step is step), reverse=True)
        found[step] = sum(repairs[: -(-len(repairs) // REPAIRED)])
    if documents:
        dearest = max(documents, key=_beyond)
        found[dearest.step] += max(0, _beyond(dearest))
    return found


def _beyond(one: Wanted) -> int:
    """What is held for a document beyond a good answer and a repair."""
    return one.most - one.fair - one.repair
