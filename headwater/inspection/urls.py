from headwater.inspection.views import (
    assessments,
    clauses,
    consistency,
    evidence,
    gaps,
    judgements,
    practice,
    ratings,
    recommendations,
    rounds,
    visits,
)

app_name = "inspection"
urlpatterns = [
    *assessments.urlpatterns,
    *clauses.urlpatterns,
    *evidence.urlpatterns,
    *gaps.urlpatterns,
    *consistency.urlpatterns,
    *judgements.urlpatterns,
    *practice.urlpatterns,
    *ratings.urlpatterns,
    *recommendations.urlpatterns,
    *rounds.urlpatterns,
    *visits.urlpatterns,
]
