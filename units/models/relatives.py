"""The units around a unit: those that are its parts, and those before and after it."""

from collections import defaultdict

from django.db.models import BooleanField, ExpressionWrapper, Q
from modelcluster.queryset import FakeQuerySet


class Relatives:
    """Found by one query, in whichever language; each unit below has its own `parts`."""

    def __init__(self, unit, tree):
        versions = [unit, *tree.translations(unit).values()]
        found = relatives(unit, versions)
        paths = {version.path for version in versions}
        direct, parts = [], defaultdict(list)
        for each in found:
            if each.path[: -each.steplen] in paths:
                direct.append(each)
            elif above := tree.above(each.path):
                parts[above[-1].pk].append(each)
        for each in direct:
            each.parts = [part for part in parts[each.pk] if not part.is_dissolved]
        self.subunits = [each for each in direct if not each.is_dissolved]
        self.closed_subunits = [each for each in direct if each.is_dissolved]
        self.predecessors = [each for each in found if each.is_predecessor]
        self.successors = [each for each in found if each.is_successor]

    def all_subunits(self):
        """Those directly below and their parts, without the closed ones."""
        return [each for unit in self.subunits for each in (unit, *unit.parts)]


def relatives(unit, versions):
    units = type(unit).objects
    predecessors = unit.predecessors.all()
    if isinstance(predecessors, FakeQuerySet):  # in a preview
        before = [each.translation_key for each in predecessors]
    else:
        before = predecessors.order_by().values("translation_key")
    after = units.filter(predecessors__translation_key=unit.translation_key)
    after = after.published().order_by().values("translation_key")
    below = units.below_versions(versions, levels=2).order_by().values("pk")
    is_predecessor, is_successor = Q(translation_key__in=before), Q(translation_key__in=after)
    found = units.filter(Q(pk__in=below) | is_predecessor | is_successor).annotate(
        is_predecessor=boolean(is_predecessor), is_successor=boolean(is_successor)
    )
    return list(found.listed().by_type().defer_streamfields())


def boolean(condition):
    return ExpressionWrapper(condition, BooleanField())
