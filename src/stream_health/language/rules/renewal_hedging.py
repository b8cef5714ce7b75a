"""They will not commit to the renewal: undecided, delayed, conditional or shorter."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule
from stream_health.language.rules.renewal_not_hedged import AGAINST

_FOR = (
    Rule(
        "unsure_to_renew",
        6.8,
        """
            - (not|never|un|hardly|far from|less) (<adv>)? (yet)? (<adv>)? (entirely
              |fully|100|percent|completely|totally|quite|so|too|all that|very|at
              all)? (percent)? (sure|certain|clear|convinced|confident|decided
              |determined|settled|ready|prepared|able|in a position|comfortable
              |positive|persuaded|given|done deal|foregone conclusion|automatic
              |guaranteed) .... (renew*|extend*|continu*|contract|commit*|sign*|<stay>
              |another (year|term)|keep* (you|your|the|this|using)|go* (forward|ahead)
              |move forward|future with you|next (year|term|contract))
            - (unsure|uncertain|undecided|unclear|unconvinced|hesitant|hesitating
              |reluctant|torn|on the fence|in two minds|of two minds|wavering|doubtful
              |skeptical|sceptical|lukewarm|cautious|debating|wondering|questioning
              |having doubts|second thoughts|have doubts|have reservations|have our doubts
              |cold feet) .... (renew*|extend*|continu*|commit*|sign*|<stay>|another
              (year|term)|keep* (you|your|the|this|using)|contract|subscription|go*
              (forward|ahead))
            - (renew*|extension|extend*|continu*|contract|subscription|commitment|next
              (year|term)|another (year|term)) .... (unsure|uncertain|undecided|unclear
              |on the fence|in two minds|up in the air|open question|under review|under
              discussion|under scrutiny|in doubt|in question|not (a)? (given|certain
              |clear|sure|guaranteed|decided|settled|automatic|confirmed|approved|a
              done deal|a foregone|set in stone|a formality|signed off)|at risk|in
              jeopardy|hard to (justify|defend|say)|tough sell|hard sell|difficult to
              justify|touch and go|being questioned|being reviewed|being debated|being
              discussed|not be automatic|depends|depend|hinges|contingent|conditional
              |subject to|tbd|remains to be seen|still open|no guarantee|not guaranteed
              |fifty fifty|50 50|coin toss|toss up|jury is|pending|on hold|paused
              |parked|on ice|in limbo|might not|may not|is a question mark|question mark
              |not yet|hanging|off the table|not looking good|less likely|unlikely)
            - whether (or not)? (we|it|to|the|our|this|i|they) .... (renew*|extend*
              |continu*|<stay>|commit*|keep* (you|your|the|this|using|it)|sign* (again
              |up|the|on|for)|another (year|term)|justif*|worth (it|the|renewing
              |keeping)|make* sense)
            - if (we|i|it|they) (will|are|are going|still|should|would|want|can
              |even|really|do|will be able)? (<adv>)? (to|going to|be|want to|need to)?
              (renew*|extend* (the|our|this|for)|commit* to|sign (again|on|another))
              (at all|,|$|or|the|our|this|for|next|yet|again|with you|another
              |and|when|it|in|on|come|under|at)
            """,
        fixed=True,
    ),
    Rule(
        "cannot_commit",
        6.4,
        """
            - (not|never|nobody|hard|difficult|hesitant|reluctant|struggl*|unable
              |wary|before|premature|too early|too soon) (<adv>)? (be|been|in a position
              |ready|able|prepared|willing|going|comfortable|want|wanting|like|to)?
              (to|yet|with)? (yet)? (commit|committing|promise|promising|guarantee|lock
              (in|into|us|ourselves)|lock|locking (in|into)|tie ourselves|sign (off
              |anything|the|a|on|it|another|now|for|up for)|signing (off|anything
              |the|a|on|it|for)|confirm (the|our|a|that we|anything|whether|renewal
              |next)|make (a|any|that|the) (decision|commitment|promises)|agree to (a
              |another|the|any)|say yes|give (you)? (a|an|any) (yes|firm|definite
              |clear|final|commitment|answer|green light)|approve (the|a|this))
            - (can not|will not|do not want to|would rather not|prefer not to) (<adv>)?
              (yet)? (commit|promise|guarantee|sign|confirm|lock) .. (yet|now|at this
              (point|stage|time|moment)|right now|today|for|to|anything|the|a
              |before|until)
            - no (decision|commitment|commitments|promises|guarantee|guarantees|final
              decision|firm decision|green light|answer) (has|have|yet|been|on|at
              |from|is|as|about|that|until)
            - (have|has|had|did) not (<adv>)? (yet)? (made|reached|come|taken|decided
              |signed|finalized|finalised|make) (up|to|a|any|our|the|off|on)? ..
              (decision|mind|minds|conclusion|call|renewal|contract|whether|yet|on
              |anything)
            - (still|are|is|currently|need|have|will|want|must|going) .. (deciding
              |deliberating|debating|weighing|mulling|thinking (it|things|this)? (over
              |through|about)|undecided|making up our mind*|on the fence|figuring out
              |working out|discussing internally|to decide|to discuss|to think|to weigh
              |to evaluate|to review|to reassess|reassess*|reevaluat*|re evaluat*) ....
              (renew*|contract|subscription|extend*|extension|continu*|next (year
              |term)|another (year|term)|whether|keep*|<stay>|commit*|sign*|value|roi
              |worth)
            - (jury is|the jury 's|jury 's) (still)? out
            - (keep|keeping) (our|all|the) (options|doors) open
            - (on the fence|up in the air|in two minds|of two minds)
            """,
        near="renewal",
        fixed=True,
    ),
    Rule(
        "left_open",
        5.6,
        """
            - (leave|leaves|leaving|left|is|are|remains|stays|still|as) <adv>? (completely
              |entirely|quite|wide|rather)? (open|undecided|unsettled|unresolved) (,|$|for
              now|as|until|whether|if|at the moment|so)
            - (stay|keep|continue|go on|renew|in|on) or (not|no|leave|go|drop|switch|out
              |stop|do without|shift|change)
            - (<competitor> or (you|tessel|yours)|(you|yours|between you) (or|and)
              <competitor>) .... (decid*|decision|open|vote*|toss|coin|not|nobody|cannot
              |can not|in (march|april|may|june|july|august|september|october|november
              |december|january|february)|until|after|$)
            - (toss|tosses|tossed|flip|flips) (a|the)? coin
            - (coin|pendulum|scale|scales) (falls|lands|swings|tips|will (fall|land))
            - (40|50|60|70) <any>? (60|50|40|30) (,|$|at|that|on|for|if|whether)
            - (two|three|four|five|half|some|one) .. (for|want) .. (two|three|four|five
              |half|some|one|others) .. (against|want|do not)
            - (nobody|no one|cannot|can not|could not|not|who|hard to|difficult to|impossible
              to|before we|until we) .. (know|knows|say|says|tell|see|predict|swear|foresee
              |promise) .... (which (way|side|direction|one)|what direction|where (it
              |this|that) (goes|ends|lands)|how (it|this|that) (will)? (end|ends|turn*|go
              |goes)|whether|if)
            - (if|whether) (we|you|it|they|i) .. (extend|renew|continue|stay|stays|remain
              |remains|survive|keep you|go on|carry on|sign) (at all|or not|,|$|in|with
              |beyond|after)
            - (if|whether) (we|you|i) .. (are|am|will be|be) .. still (your|with|here|there
              |around|customers|clients|in your)
            - (looked at|considered|decided|examined|negotiated|discussed|reviewed) (again
              |anew|afresh|from scratch)
        """,
        fixed=True,
    ),
    Rule(
        "delay",
        5.8,
        """
            - (postpone|postponing|delay|delaying|defer|deferring|push|pushing|pushed
              |hold|holding|hold off|holding off|held off|pause|pausing|put|park
              |parking|wait|waiting|slow|slow down|slowing|revisit|revisiting|circle
              back|come back|table|shelve|take (some|more|a bit|our)? time|need (some
              |more|a bit|a little|a few)? (more)? (time|weeks|months)|buy (some|us)?
              time|sleep on|sit on|regroup|reconvene|sit tight) (off|back|out|on
              |with|the|our|any|to|for|talk* (of|about)|this|it|all|until|about
              |before)? .... (renew*|contract|sign*|extension|extend*|commit*|decision
              |agreement|order form|paperwork|quote|subscription|proposal)
            - (renewal|contract|signature|signing|decision|commitment|paperwork|order
              form|agreement|extension|proposal|quote) .... (postponed|delayed|deferred
              |pushed (back|out|to)|on hold|later|next (quarter|year|month)|wait
              |parked|paused|after (the|we|our)|until (we|the|our|after|q1|q2|q3
              |q4)|too early|premature|slip*|revisit*|circle back|not (be)? (before
              |until)|hold off|not now|not yet|take (a while|longer|some time|time))
            - (not|do not|please do not|hold off|too early|premature|too soon|no need
              |stop|wait) (<any>)? (<any>)? (send|sending|issue|issuing|prepare
              |preparing|draft|drafting|process|talk|talking|discuss|discussing|count
              |counting|assume|forecast|book|rely) (on|about|me|us|out|over|up)?
              (the|a|any|our|that)? (renewal|contract|order form|quote|paperwork
              |agreement|signature|extension)
            """,
        near="renewal",
        fixed=True,
    ),
    Rule(
        "condition",
        5.8,
        """
            - (before|unless|until|only if|provided|as long as|in order to|for us to
              |if you want us to|what would make us|to justify|to get|to consider|to even
              consider|if|without|depends on|depending on|subject to|contingent on) ....
              (renew*|extend* (the|our|this|for)|(sign*|commit*) (the|a|any|another
              |for|to|again|on|off|anything)|another (year|term)|(the)? renewal
              |recommit*|continue with you|continuing with you|stay with you|staying with
              you)
            - (renew*|extension|sign*|commit*|another (year|term)|<stay>|continu*) ....
              (only if|unless|provided|on (the)? condition|contingent|subject to|depends
              on|depend on|depending on|hinges on|if (you|we|the|it|things|your
              |there|this|budget|finance|our|usage|adoption|support)|until (you|we
              |the|it|things|your|there|this)|without (a|an|some|major|big
              |significant|seeing|clear))
            - (need|want|have|must|like|going) to see .... (before|in order|prior|to
              justify|first|or (we|else)) .... (renew*|sign*|commit*|extend*|contract
              |another|continu*|decide|decision)
            - (need|have|struggl*|hard|difficult|tough|unable|trying|not|harder
              |asked) (to|able to)? (be)? (able to)? (justify|justifying|defend|defending
              |make the (business)? case|build a case|sell) .... (renew*|contract
              |subscription|another (year|term)|extension|continu*|license|licenses
              |keeping|spend|investment|internally|you|value|roi|tool|platform)
            """,
        near="renewal",
        fixed=True,
    ),
    Rule(
        "shorter_term",
        5.4,
        """
            - (month to month|monthly basis|month by month|rolling (monthly|contract
              |basis|month)|quarter to quarter|quarterly basis|bridge|short (term)?
              extension|shorter (term|contract|commitment|period|renewal)|(three|3
              |six|6|two|2|one|1) month (extension|contract|term|renewal|bridge
              |rollover|commitment)|short term (extension|contract|renewal|agreement))
              .... (instead|rather|while|until|before|so (we|that)|rather than|as we
              |for now|to give|to buy|first|at least|not (a|the|an)|possible|option
              |annual|than|only|because|given|and (see|then|decide|reassess)|in case
              |$)
            - (instead of|rather than|not) (a|an|the|another|for|signing|committing
              |renewing)? .. (annual|yearly|full year|multi year|multiyear|12 month|two
              year|three year|long term|2 year|3 year|12 months|full (term|12)|24
              month|36 month)
            - (go|going|move|moving|switch|switching|drop|roll|prefer|stay) (to|on
              |over|with|for)? (a|the)? (month to month|monthly (plan|contract|basis
              |billing|term)|rolling monthly|shorter (term|contract|commitment))
            - (opt out|out|break|exit|termination for convenience) (clause|option|right)
            - (more|some|greater|keep|need|want) flexibility .... (renew*|contract
              |term|commit*|year|sign*|agreement)
            """,
        near="renewal",
    ),
    Rule(
        "reconsider",
        5.6,
        """
            - (reassess*|reevaluat*|re evaluat*|reconsider*|rethink*|revisit*|re think*
              |re assess*|reviewing|review|scrutin*|audit*|questioning|rationaliz*
              |rationalis*|re examin*|taking a hard look|take a hard look|hard look|taking
              stock|take stock|evaluating|evaluate) (all|our|whether|if|the|every
              |this|at|of|how|what|your|on)? .... (contract|contracts|subscription
              |subscriptions|renewal|renewals|relationship|partnership|commitment|need
              (for)? (you|your|this|the)|still need|software stack|tech stack|tool
              stack|stack|vendor|vendors|vendor list|suppliers|tooling|tools|saas
              |licenses|software spend|software|investment|value (of|we)|worth (it|the
              |renewing|keeping)|make sense|makes sense|right (tool|fit|platform
              |solution|partner)|fit) (before|ahead|when|at|as|for|in|this|and|,|$
              |next|to|with|that|we|due|coming|by|across|under|until|is|we have)
            - (leaning|lean|inclined|tending|tend) (toward|towards|to|against|toward)?
              (not)? (renew*|extend*|a shorter|<stay>|let*|non renewal|downgrad*|leav*)
            - (might|may|could|would) (<adv>)? (well)? not (<adv>)? (be)? (able to|willing
              to|want to|going to)? (renew*|extend*|continue with|stay with|sign again
              |be renewing|be staying|keep (you|your|the (tool|platform|contract
              |subscription|license))|make sense to (renew|continue|extend|keep))
            - (probably|likely|possibly|perhaps|maybe|doubt|doubtful|unlikely|chances
              |chance|risk|not likely) .... (not)? (renew*|extend (the|our|this)|another
              (year|term)|sign again|(continu*|stay*) (with you|as a customer|on the
              platform))
            - (get|come|circle|report|revert) back to you .... (renew*|contract
              |extension|decision|order form|signature)
            - (renew*|contract) .... (get|come|circle|report|revert|touch base|talk
              |speak|chat) (back|again|later) (to you)? (once|when|after|in (q1|q2|q3
              |q4|the|a|january|february|march|april|may|june|july|august|september
              |october|november|december)|next|later)
            - (no longer|not) (<adv>)? (sure|clear|convinced|certain|confident|see
              |seeing) .. (value|roi|return|benefit|worth|point|right (fit|tool)|need)
              .. (for us|anymore|any more|to|in|from|of|we|it|$)
            """,
        near="renewal",
        fixed=True,
    ),
    Rule(
        "doubt_of_going_on",
        6.0,
        """
            - <doubt> & <going_on>
            """,
        fixed=True,
    ),
    Rule(
        "doubt",
        4.6,
        """
            - <doubt>
            - (ask|try|call|ping|check with|come back to|talk to|get back to) me
              (again)? (about|after|in|once|when|next|later|closer)
            - (what|all) .. (still)? open (,|$|including|until|at|right|on)
            - (too (early|soon)|premature|long way|far away|miles away|ahead of
              ourselves|get ahead|jump* the gun|not there yet|too far out|cross that
              bridge)
            - (risky|a risk|gamble|commitment phobic|scary|nervous|leap|big ask|big
              commitment|too long|too much of a commitment)
            - (wait* and see|wait* to see|see first|first see|see how|see what|see
              whether|see if|let us see|time will tell|who knows|no idea|hard to (say
              |tell)|difficult to (say|tell)|could go either way|go either way|either way
              |anyone 's guess|your guess|not up to me|above my pay|out of my hands|not my
              call|not my decision)
            """,
        near="renewal",
        fixed=True,
    ),
    Rule(
        "reluctant_words",
        3.4,
        """
            - (notice period|renewal terms|opt out|auto renew*|autorenew*|automatic
              renewal|how much notice|last date to|deadline to (cancel|opt out|give
              notice))
            - (let us see|we will see|we shall see|wait and see|see how (it|things|this)
              (goes|go|pans out|develop|looks))
            - (hold off|not yet|too early|unsure|undecided|uncertain|no promises|not
              ready|not convinced|not sure|hesitant|nothing (is)? (decided|signed
              |certain))
            """,
        near="renewal",
        fixed=True,
    ),
    Rule(
        "renew_talk",
        1.8,
        """
            - (renew*|extension of (the|our)|contract (end*|is up|expir*|comes up
              |runs)|another (year|term)|sign (again|for))
            """,
        fixed=True,
    ),
)

KIND: Final = Kind(
    "renewal_hedging",
    (*_FOR, *AGAINST),
    context={NEGATED: -6.0, HYPOTHETICAL: 0.0, ASKED: -0.5, EXCLAIMED: 0.0},
    floor=0.0,
)
