"""The automatic reply of somebody who is gone for good, not of somebody on holiday."""

from typing import Final

from stream_health.language.kind import Kind, Rule

AUTOMATIC: Final = "automatic"

KIND: Final = Kind(
    "departed_autoreply",
    (
        Rule(
            "gone",
            6.6,
            """
            - (no longer|not) (with|at|employed (by|at|with)|work* (at|for|with|here
              |in)|part of|an employee (of|at)|a member of|associated with|affiliated
              with|in (the|this|my) (role|position))
            - (has|have) (left|departed|retired|resigned|moved on|parted ways) (,|$
              |from|and|as of|on|in|at|effective|the|our|this|<employer>|to)
            - i (have)? (left|retired|departed|resigned|moved on) !(for|on)
            - i (am|will be) (leaving|retired|gone for good)
            - (my|his|her|their) last (working)? day (was|has been|at|is|of (work
              |employment|service))
            - (ceased|ceases|ended|ends) (to be employed|employment|working)
            - (is|has been|am) (retired|deceased)
            - (former|ex|departed) (employee|colleague|staff|team member)
            """,
            fixed=True,
        ),
        Rule(
            "mailbox_closed",
            3.4,
            """
            - (mailbox|inbox|address|account|e mail address|email|mail) (address
              |account)? (is|will|has|are|was|of) (no longer|not|be|been|being)? ..
              (monitored|active|in use|valid|read|checked|deactivated|closed|disabled
              |discontinued|decommissioned|used|maintained|attended|shut)
            - (no longer|not) (monitored|in use|in service|checked|read|being monitored)
            """,
            fixed=True,
        ),
        Rule(
            "role_changed",
            3.0,
            """
            - (no longer|not) (responsible|in charge|handling|the contact|your contact)
            """,
        ),
        Rule(
            "comes_back",
            -7.0,
            """
            - (until|till|through) !(further)
            - (return*|back|resume) (on|in|to|from|by|the|next|monday|tuesday
              |january|february|march|april|may|june|july|august|september|october
              |november|december|work)
            - (vacation|holiday|annual leave|parental leave|maternity|paternity|sick
              leave|pto|out of (the)? office|on leave|sabbatical|limited access|business
              trip|travelling|traveling|conference|offsite|away from)
            - as soon as (i|possible)
            """,
        ),
    ),
    floor=-0.7,  # many are away for each who is gone
    in_automatic=True,
    in_written=False,
)
