"""The desk's addresses."""

from headwater.desk.views import (
    actions,
    areas,
    bodies,
    glossary,
    home,
    links,
    meetings,
    organisations,
    people,
    personas,
    posts,
    search,
    statements,
    trail,
)

urlpatterns = [
    *home.urlpatterns,
    *personas.urlpatterns,
    *actions.urlpatterns,
    *links.urlpatterns,
    *bodies.urlpatterns,
    *meetings.urlpatterns,
    *search.urlpatterns,
    *areas.urlpatterns,
    *glossary.urlpatterns,
    *people.urlpatterns,
    *organisations.urlpatterns,
    *posts.urlpatterns,
    *trail.urlpatterns,
    *statements.urlpatterns,
]
