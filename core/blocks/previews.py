def sample(model, count=1):
    """The newest in the library, for the preview of a block."""
    return list(model.objects.order_by("-pk")[:count])
