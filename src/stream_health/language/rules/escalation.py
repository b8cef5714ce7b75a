"""They take it higher: to our management, to theirs, or to lawyers."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

KIND: Final = Kind(
    "escalation",
    (
        Rule(
            "escalates",
            6.2,
            """
            - (escalate|escalating|escalated|escalation|escalates)
            - (speak|talk|speaking|talking|meeting|meet|call|word|conversation|get
              (on)? (a)? (call|line)|put (me|us) (through)?|connect (me|us)|pass (me
              |us)|hear|want|need|get|involve|bring in|loop in|include|contact
              |response|reply|answer|transfer (me|us)) .. (with|to|from|in|for)? (a
              |your|the|some|an|someone|somebody)? (<any>)? (manager|supervisor|boss
              |director|management|leadership|ceo|cto|coo|cfo|vp|head of <any>
              |executive|executives|superior|superiors|senior (person|manager|management
              |leadership|leader|engineer|someone)|someone (more)? (senior|higher up|in
              charge|with authority|above you|responsible)|somebody (more)? (senior|in
              charge|higher)|higher up|higher ups|person in charge|exec|execs|c level
              |vice president|head)
            - (raise|raising|raised|take|taking|taken|bring|bringing|push|pushing
              |flag|flagging|elevate|elevating|report|kick|going|go|gone|pass) (this
              |it|the (matter|issue|case|ticket)|that|these|straight)? (issue|matter
              |further|higher|case|ticket)? (up|to|with|over|above|further|higher
              |upstairs) .. (management|leadership|manager|ceo|cto|coo|cfo|vp|director
              |board|chain|higher|level|executive|executives|execs|exec team|boss
              |senior|superiors|legal|head|top|steering committee|your head|regulator
              |ombudsman|further|upstairs|chairman)
            - (over your head|up the (chain|ladder)|to the (next level|very top|highest
              level|top)|higher level|next level up|second line|level 2|tier 2|tier 3)
            """,
        ),
        Rule(
            "their_leaders",
            5.4,
            """
            - (our|my|the) (<any>)? (ceo|cto|coo|cfo|cio|cmo|vp|svp|evp|managing
              director|president|board|executive (team|sponsor)|leadership|leadership
              team|management|senior management|director|chief <any> officer|founder
              |chairman|head of <any>|boss|exec team|execs|c suite|owners|minister) (of
              <any>)? (<Name>)? .. (is|are|has|have|will|now|wants|want|demand*
              |asked|asking|asks|expects|expect|got|furious|involved|insist*|require*
              |personally|raised|joined|join*|noticed|breathing) .... (involved|call
              |explanation|answers|answer|this resolved|attention|asking|personally
              |meeting|escalat*|furious|unhappy|not happy|why|plan|accountab*|demand*
              |commitment|review of|concern*|breathing|neck|status|root cause|on my
              back|update|call with your|speak|talk)
            - (cc|ccing|cc'ing|cc'd|cc'd in|copying|copied|copying in|copied in
              |adding|looping in|looped in|bringing in|brought in|involving|involve)
              (in)? (our|my|the|your|both|<Name>) (<any>)? (ceo|cto|coo|cfo|cio|cmo
              |vp|director|boss|manager|management|legal|lawyer|lawyers|general
              counsel|leadership|board|head of <any>|executive|executives|procurement
              |managing director|chief <any> officer|president|svp|, )
            - (board|exec|executive|c) (level|suite) (visibility|attention|issue
              |escalation|involvement|conversation|call|now)
            """,
        ),
        Rule(
            "formal",
            5.8,
            """
            - (formal|official|formally|officially|written|legal) (<any>)? (complaint
              |complain|letter|notice of (breach|default)|warning|dispute|grievance
              |action|proceedings|steps|counsel|claim|demand|objection)
            - (lawyer|lawyers|attorney|attorneys|solicitor|solicitors|legal (team
              |department|counsel|action|steps|route|advice)|general counsel|sue
              |lawsuit|court|regulator|ombudsman|small claims|litigation|arbitration)
            - (breach|breached|violation|violated|violating|breaching|in default|failed
              to (meet|honor|honour)|default) (of|on|your|the|our)? .. (contract|sla
              |slas|agreement|terms|obligation|obligations|gdpr|service levels
              |commitments)
            - (sla|slas|service level*) .. (breach*|violat*|missed|miss|not (met|been
              met|being met)|penalt*|credit|credits|claim)
            - (file|filing|filed|lodge|lodging|lodged|raise|raising|make|making
              |submit*) (a|an|our|this)? (formal|official|serious|written)? complaint
            - (compensation|service credits|damages|penalty|penalties|root cause
              (analysis|report)|rca|corrective action plan|get well plan|remediation
              plan)
            """,
        ),
        Rule(
            "calm",
            -6.5,
            """
            - (no|not|never|without|nothing|rather than|instead of|before|avoid
              |avoided|hold off|stop|did not|do not|neither|prevent*) (need|want|wish
              |reason|have|having|going|plan|looking|here|trying|intend|intention
              |point|worth|yet|has)? (to|for|of|any|an|in|been|be)? (<any>)? (<any>)?
              (escalat*|complain|complaint|complaints|involve* (management|legal|your)
              |raise)
            - (escalation|escalations|escalate|escalated|sla|complaint|complaints
              |approval|legal) (path|paths|policy|policies|rule|rules|workflow
              |workflows|process|processes|report|reports|feature|button|queue|contact
              |contacts|procedure|settings|setting|notifications|notification|chain
              |rate|template|timer|timers|tier|logic|field|module|dashboard|manager
              |tickets (report|view)|level|levels|hold|entity|name|document|documents
              |review of|tab|calculation|configuration|tracking)
            - (deescalat*|de escalat*|escalator)
            - (your|you|thanks for|thank you for|appreciate*|glad|kudos|great|happy
              |nice) .. escalat*
            - (customer|customers|client|clients|users|user|agent|agents|tickets
              |they|callers|patients) (<any>)? (<any>)? (escalate|escalates|escalated
              |speak to|complain*|file|sue)
            - (introduce|introduction|meet|roadmap|kudos|praise|thank|thanks|feedback)
              .. (your (ceo|manager|boss|leadership|vp|director|management))
            - (told|tell|telling|let|write to|mention*) your (manager|boss) (<any>)? ..
              (great|amazing|fantastic|job|well|how|raise|wonderful|helpful|know)
            - (data|privacy|privilege|legal team|legal) .. (review*|sign* off|approved
              |approval|redlines|redline|dpa|comments)
            """,
        ),
    ),
    context={NEGATED: -5.0, HYPOTHETICAL: -0.8, ASKED: 0.0, EXCLAIMED: 0.3},
)
