"""What the permissions of roles mean, in words for those who give the roles to people."""

from django.utils.translation import gettext as _


def words(code: str) -> str:
    """What somebody with a permission may do; a permission without words stands for itself."""
    return _words().get(code, code)


def _words() -> dict[str, str]:
    return {
        "action.manage": _("manage actions"),
        "assess.run": _("run self-assessments"),
        "gap.manage": _("decide about gaps"),
        "meeting.minute": _("write minutes"),
        "oversee": _("follow gaps and actions of the area"),
        "people.manage": _("look after people, posts and roles"),
        "recommendation.manage": _("make recommendations"),
        "recommendation.respond": _("answer recommendations"),
        "report.comment": _("comment on drafts"),
        "report.edit": _("write reports"),
        "report.sign": _("sign reports"),
        "return.edit": _("fill in returns"),
        "return.submit": _("submit returns"),
        "round.inspect": _("inspect"),
        "round.judge": _("rate"),
        "round.manage": _("plan and lead inspections"),
        "round.moderate": _("settle judgements"),
        "trail.view": _("read the trail"),
    }
