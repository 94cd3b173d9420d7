from wagtail import hooks

from .panels import FirstStepsPanel


@hooks.register("construct_homepage_panels")
def add_first_steps_panel(request, panels):
    panels.append(FirstStepsPanel())
