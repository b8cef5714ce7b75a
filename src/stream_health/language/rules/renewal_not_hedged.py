"""What looks like hedging and is not: a renewal that is certain, decided against, or of a card."""

from typing import Final

from stream_health.language.kind import Rule

AGAINST: Final = (
    Rule(
        "happy_to_renew",
        -6.5,
        """
            - (happy|glad|pleased|excited|delighted|keen|thrilled|ready|want|wants
              |love|like|going|decided|agreed|plan|planning|intend|definitely
              |certainly|absolutely|of course|gladly|looking forward|committed|good
              |confident|sure we will|no doubt (that)? we will|cannot wait|can not wait
              |approved|signed off|go ahead) (<adv>)? (to|with|and|that we will|we will
              |for|on)? (<adv>)? (renew*|sign* (the|our|it|again|off)|extend* (the|our
              |for|by)|(the|our|your)? renewal|another (year|term)|stay*|continu*
              (with|our|for))
            - (just|have|has|already|been|finally) (<adv>)? (renewed|signed (the|our)?
              (renewal|contract|extension|order form|agreement)|extended (the|our)
              (contract|subscription|agreement))
            - (renewal|contract|order form|extension) (has been|is|was|got|now|just
              |has)? (been)? (<adv>)? (signed|approved|done|confirmed|complete|completed
              |processed|sorted|agreed|attached signed|executed)
            - (no (question|doubt|doubts|hesitation|brainer|concerns|problem|issue
              |issues|objection)|without (hesitation|a doubt|question|hesitating)|not
              (even)? (a question|in question|in doubt|a doubt|hesitate*)|not worried|no
              issue*) .. (renew*|extend*|sign*|continu*|stay*|about)?
            - (renew*|stay*|extend*) (without|with no) (hesitation|doubt|question|a
              second thought)
            - (wo|will|would|do|did) not hesitate
            - (send|please send|share|prepare|draft|forward|email) .. (the|over|me
              |us|a|your|our|through|across)? .. (renewal|contract|order form
              |paperwork|quote|agreement|invoice|docusign) (,|$|please|so|and|for
              (next|another|the|signature|signing)|over|when|by|this|to sign|today
              |whenever|asap|as soon)
            - (when|what|which) (is|does|date|day|do) (our|the|my|is|we) .. (renewal
              (date)?|renew|contract end|expire|up for renewal|contract renew)
            """,
    ),
    Rule(
        "decided",
        -5.5,
        """
            - (decided|have|has|resolved|agreed|elected|chosen|hereby|herewith
              |formally|definitely|final|are|will|do|is|was|voted|intend|serve
              |notice|confirm|inform|notify|please be advised|unfortunately) .. (not to
              (renew|extend|continue|prolong|proceed|go)|will not (be)? (renew*
              |extend*|continu*|prolong*)|against (renew*|extend*|continu*)|notice of
              (non renewal|termination|cancellation)|serve notice|give notice|non
              renewal|terminat*|cancel*)
            - ^ (we|i|unfortunately we|sadly we)? (will|wo|are|am) not (be)? (going to
              |be)? (renew*|extend*|continu* with)
            - (exercise|exercising|invoke|use) (the|our) (opt out|termination|break
              |exit)
            - (turn off|disable|switch off|cancel|stop) (the|our)? (auto renew*
              |autorenew*|automatic renewal) (and|please|effective)
            """,
    ),
    Rule(
        "already_ours",
        -5.0,
        """
            - (i|we|she|he) (have|has) (succeeded|taken over|inherited|joined)
            - (please|kindly|can you|could you) (send|share|forward|prepare|let me know
              when|confirm) .. (renewal|order form|quote|contract|invoice|paperwork) &
              !(not|before)
            - (waiting|wait|pending|held up|stuck|with) .. (signature|legal
              |procurement|security review|po|purchase order) & (just|only|formality|any
              day|this week|tomorrow|shortly|will be signed|back to you by)
            """.replace(" & !(not|before)", ""),
    ),
    Rule(
        "other_renewal",
        -6.5,
        """
            - (transfer|top up|topup|payment|transaction|card|cash|refund|cheque
              |receiver|withdrawal|balance)
            - (ssl|tls|certificate|certificates|domain|domains|passport|visa|card
              |password|passwords|token|tokens|api key|api keys|license key|dns|driver
              |drivers|driving|insurance|gym|lease|mortgage|permit|library|session
              |sessions|oauth|id|policy|policies|prescription|membership card|rent
              |tenancy|cookie|credentials|saml|secret|warranty|energy|registration) ....
              (renew*|expir*|extend*|extension)
            - (renew*|extend*|extension) (of|for)? (the|a|an|my|our|your)? (ssl|tls
              |certificate|certificates|domain|domains|passport|visa|card|password
              |passwords|token|tokens|api|license key|deadline|due date|trial|session
              |insurance|lease|mortgage|data retention|retention|webinar|call|meeting
              |timeout|report|range|date range|test|training|project|sprint|invitation
              |invite|export|patent|warranty|chrome|browser|hours|support hours|scope)
            - (customer|customers|client|clients|user|users|member|members|subscriber
              |subscribers|tenant|tenants|their|patients|donors|accounts) .... (renew*
              |extend*|continu*)
            - (renewal|renewals) (report|reports|dashboard|module|workflow|email
              |emails|forecast|rate|rates|field|date field|reminder|reminders|template
              |pipeline|feature|stage|automation|tab|object|playbook|notification|task)
            - (chrome|firefox|browser|file|domain name|phone|desk) extension
            """,
    ),
    Rule(
        "other_contract",
        -4.0,
        """
            - (extend*|renew*) my contract
            - my (employment|work|job)? contract
            - (our|with (the|our)) (old|previous|other|former|another|current legacy)
              (vendor|provider|supplier|tool|platform|system)
            - (employment|my) contract (as|with my|of employment)
            - (new hire|candidate|landlord|lawyer|freelancer|contractor|agency)
            """,
    ),
)
