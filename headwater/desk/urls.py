from django.urls import path

from headwater.desk import views

urlpatterns = [
    path("", views.home, name="home"),
]
