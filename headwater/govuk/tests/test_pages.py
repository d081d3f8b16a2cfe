import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from headwater.govuk import errors, forms, frame, middleware, pages


class Why(forms.Form):
    reason = forms.Text("Why?")


def test_a_record_shows_facts_and_the_reason_for_what_cannot_be_done() -> None:
    page = pages.RecordPage(
        "Ashmere <b>",
        facts=[pages.Fact("Cohort", "Priority", change="/change"), pages.Fact("Story", "")],
        acts=[pages.Act("Accept", "/accept", refusal="Two answers have open queries.")],
    )
    text = page.response(RequestFactory().get("/")).content.decode()
    assert "Ashmere &lt;b&gt;" in text
    assert "Not given" in text
    assert "Two answers have open queries." in text
    assert "/accept" not in text


def test_a_form_with_errors_answers_422_and_says_so_in_the_window_title() -> None:
    request = RequestFactory().post("/", {})
    response = pages.FormPage("Explain", Why(request.POST), "Save").response(request)
    text = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: Explain" in text
    assert 'href="#id_reason"' in text


def test_a_confirmation_and_an_end_are_drawn() -> None:
    request = RequestFactory().get("/")
    ask = pages.ConfirmPage("Publish?", "Publish", "/back", warning="It cannot be undone.")
    assert "It cannot be undone." in ask.response(request).content.decode()
    done = pages.DonePage("Sent", reference="AB12", links=[("Home", "/")])
    assert "AB12" in done.response(request).content.decode()


def test_a_refusal_carries_its_sentence() -> None:
    request = RequestFactory().get("/")
    response = errors.permission_denied(request, PermissionDenied("It is your home force."))
    assert response.status_code == 403
    assert "It is your home force." in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.not_found, 404),
        (errors.too_large, 413),
        (errors.too_many, 429),
        (errors.server_error, 500),
    ],
)
def test_every_error_has_a_page_of_its_own(view: object, status: int) -> None:
    assert callable(view)
    response = view(RequestFactory().get("/"))
    assert response.status_code == status
    assert "<h1" in response.content.decode()


def test_a_conflict_shows_both_versions_and_can_send_mine_again_knowingly() -> None:
    request = RequestFactory().post("/", {"why": "Mine & more", "version": "3"})
    response = errors.conflict(
        request,
        changes=[errors.Change("Why?", "Theirs", "Mine & more")],
        title="This answer was changed",
        again="/answer",
        version=4,
        by="Delivery manager",
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in text
    assert '<input type="hidden" name="why" value="Mine &amp; more">' in text
    assert '<input type="hidden" name="version" value="4">' in text
    assert 'name="version" value="3"' not in text


def test_the_longest_address_that_begins_the_pages_is_the_current_one() -> None:
    links = (frame.Link("Home", "/"), frame.Link("Rounds", "/rounds/"), frame.Link("Out", "/out"))
    drawn = frame.Frame(service="Headwater", path="/rounds/AB12", links=links).navigation
    assert [item["text"] for item in drawn if item["current"]] == ["Rounds"]


def test_pages_stay_out_of_shared_stores_and_close_unused_features() -> None:
    response = middleware.SecurityHeaders(errors.not_found)(RequestFactory().get("/"))
    assert "geolocation=()" in response["Permissions-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
