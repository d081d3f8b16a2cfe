from headwater.inspection.views import rounds, visits

app_name = "inspection"
urlpatterns = [
    *rounds.urlpatterns,
    *visits.urlpatterns,
]
