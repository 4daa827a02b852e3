from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.urls import path

from .views import BodyList

urlpatterns = [
    path("ready", lambda request: HttpResponse("ready\n")),
    path("sign-in", LoginView.as_view(template_name="sign-in.html")),
    path("sign-out", LogoutView.as_view()),
    path("bodies", BodyList.as_view()),
]
