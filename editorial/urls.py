"""URLs of the publication calendar inside the admin."""

from django.urls import path

from . import views

app_name = "editorial"
CHANGE = "<int:revision_id>/<str:action>"
urlpatterns = [
    path("", views.CalendarView.as_view(), name="calendar"),
    path("subscribe/", views.SubscribeView.as_view(), name="subscribe"),
    path(f"{CHANGE}/reschedule/", views.RescheduleView.as_view(), name="reschedule"),
    path(f"{CHANGE}/cancel/", views.CancelView.as_view(), name="cancel"),
    path(f"{CHANGE}/publish/", views.PublishNowView.as_view(), name="publish_now"),
]
