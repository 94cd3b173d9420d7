from django.dispatch import Signal

# An image was to be rendered and its file is missing or damaged: `image`, `error`.
# Sent at each attempt.
image_unreadable = Signal()
