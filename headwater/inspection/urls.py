from headwater.inspection.views import evidence, gaps, rounds, visits

app_name = "inspection"
urlpatterns = [
    *evidence.urlpatterns,
    *gaps.urlpatterns,
    *rounds.urlpatterns,
    *visits.urlpatterns,
]
