"""Journeys at the desk: every page at both widths, a link for a partner, signing in by passkey."""

import re

import pytest

pytestmark = pytest.mark.journey

PUBLIC = [
    "/",
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/glossary/",
    "/search/?q=prevention",
    "/accessibility/",
    "/what-we-hold/",
    "/cookies/",
    "/personas/",
]
SIGNED_IN = {
    "delivery-manager": ["/", "/actions/", "/actions/overdue/", "/areas/", "/areas/ashdale/"],
    "trainer": [
        "/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/password/set/",
        "/account/sessions/",
        "/account/logout/",
    ],
    "board-secretary": ["/bodies/", "/bodies/new/"],
    "administrator": ["/people/", "/people/invite/", "/posts/", "/posts/add/", "/roles/"],
    "information-officer": ["/trail/"],
}


@pytest.mark.parametrize("width", [1280, 320])
def test_everybody_can_read_the_public_pages(visitor, picture, width):
    public = visitor(width=width)
    for path in PUBLIC:
        public.open(path)
    public.open("/")
    picture(public.page, f"home-public-{width}")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("who", SIGNED_IN)
def test_each_of_the_cast_can_use_their_pages(visitor, picture, who, width):
    person = visitor(who, width=width)
    for path in SIGNED_IN[who]:
        person.open(path)
    if who == "delivery-manager":
        person.open("/")
        picture(person.page, f"home-signed-in-{width}")


def test_a_partner_without_an_account_verifies_an_action_by_link(visitor):
    # Given an action that the force reports done and a voluntary body is to verify
    manager = visitor("delivery-manager")
    manager.open("/actions/")
    manager.follow("Tell partners what became of their concerns")
    action = manager.path
    assert "Whoever did the work cannot verify it" in manager.text()

    # When the manager sends that body's post a link
    manager.press("Ask by link")
    manager.choose("A week")
    manager.press("Send link")
    link = re.search(r"http://\S+/verify/\S+", manager.text())
    assert link

    # Then whoever opens it sees this one action and answers, on a small screen as well
    partner = visitor(width=320)
    partner.open(link[0])
    assert "Letters to 14 bodies" in partner.text()
    partner.choose("Yes")
    partner.write("What did you look at", "Two of the letters, which came to us.")
    partner.press("Send answer")
    assert "the action is verified" in partner.text()

    # and the link is used up, and the trail says who verified
    partner.open(link[0], expect=403)
    manager.open(action)
    assert "Programme manager, Bridgeway Trust (by link)" in manager.text()


def test_a_passkey_signs_a_person_in(visitor):
    # Given somebody whose browser keeps passkeys, at a host name (a key belongs to a name)
    person = visitor()
    person.address = person.address.replace("127.0.0.1", "localhost")
    keys = person.page.context.new_cdp_session(person.page)
    keys.send("WebAuthn.enable")
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    person.sign_in("advisory-member")

    # When they add a passkey that signs in alone, and sign out
    person.open("/account/2fa/webauthn/add/")
    person.choose(re.compile("Sign in with this key alone"))
    person.press("Add passkey")
    person.open("/account/2fa/webauthn/")
    assert "Signs you in alone" in person.text()
    person.open("/account/logout/")
    person.press("Sign out")

    # Then the key alone lets them in again
    person.open("/account/login/")
    person.press("Sign in with a passkey")
    assert "Your work" in person.text()


def test_the_first_pages_work_without_script(visitor):
    public = visitor(script=False)
    public.open("/account/login/")
    assert "cannot use passkeys" in public.text()
    assert not public.page.get_by_role("button", name="Sign in with a passkey").is_visible()
    person = visitor("council-lead", script=False)
    assert "Your work" in person.text()
