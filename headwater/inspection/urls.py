from headwater.inspection.views import (
    assessments,
    consistency,
    evidence,
    gaps,
    judgements,
    ratings,
    rounds,
    visits,
)

app_name = "inspection"
urlpatterns = [
    *assessments.urlpatterns,
    *evidence.urlpatterns,
    *gaps.urlpatterns,
    *consistency.urlpatterns,
    *judgements.urlpatterns,
    *ratings.urlpatterns,
    *rounds.urlpatterns,
    *visits.urlpatterns,
]
