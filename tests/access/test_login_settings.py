"""Settings of signing in: what an operator may write, and the one sentence where it cannot be."""

from datetime import timedelta

import pytest

from insight.access.login_settings import login_from
from insight.language.errors import RequestError


def test_without_a_word_nobody_signs_in():
    assert not login_from({}).is_on


def test_a_sign_in_ends_after_eight_hours_and_after_one_in_which_nothing_is_done():
    assert (login_from({}).longest, login_from({}).idle) == (timedelta(hours=8), timedelta(hours=1))
    assert not login_from({"INSIGHT_LOGIN_IDLE_MINUTES": "0"}).idle


PROXY = {"INSIGHT_LOGIN": "required", "INSIGHT_LOGIN_BY": "proxy"}


@pytest.mark.parametrize(("environment", "sentence"), [
    ({"INSIGHT_LOGIN": "yes"}, "INSIGHT_LOGIN is “yes” and must be one of: off, offered"),
    ({"INSIGHT_LOGIN_BY": "saml"}, "INSIGHT_LOGIN_BY is “saml”"),
    ({"INSIGHT_LOGIN_ENDS": "never"}, "INSIGHT_LOGIN_ENDS is “never”"),
    ({"INSIGHT_LOGIN_MINUTES": "0"}, "must be a whole number of minutes"),
    ({"INSIGHT_LOGIN_MINUTES": "1.5"}, "must be a whole number of minutes"),
    ({"INSIGHT_LOGIN_MINUTES": "99999999"}, "must be a whole number of minutes"),
    ({"INSIGHT_LOGIN_IDLE_MINUTES": "-1"}, "must be a whole number of minutes from 0 to"),
    (PROXY, "INSIGHT_LOGIN_PROXY does not say from which address"),
    ({**PROXY, "INSIGHT_LOGIN_PROXY": "proxy"}, "has “proxy”, which is neither"),
    ({**PROXY, "INSIGHT_LOGIN_PROXY": "0.0.0.0/0"}, "has “0.0.0.0/0”, which is neither"),
    ({**PROXY, "INSIGHT_LOGIN_PROXY": "::/0"}, "has “::/0”, which is neither"),
    ({**PROXY, "INSIGHT_LOGIN_PROXY": "10.0.0.5/8"}, "has “10.0.0.5/8”, which is neither"),
    ({"INSIGHT_LOGIN_USER_HEADER": "X User"}, "must be the name of an HTTP header"),
    ({"INSIGHT_LOGIN_USER_HEADER": "X_User"}, "must be the name of an HTTP header"),
    ({**PROXY, "INSIGHT_LOGIN_PROXY": "::1", "INSIGHT_LOGIN_USER_HEADER": "X-Forwarded-Groups"},
     "must be three different names"),
    ({"INSIGHT_LOGIN_SIGN_OUT": "//evil.example"}, "INSIGHT_LOGIN_SIGN_OUT"),
])  # fmt: skip
def test_what_cannot_be_is_one_sentence(environment, sentence):
    with pytest.raises(RequestError, match=sentence.replace("/", ".")):
        login_from(environment)
