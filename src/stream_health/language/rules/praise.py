"""They like it, or us."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

_GOOD = (
    "(amazing|awesome|fantastic|excellent|brilliant|superb|outstanding|incredible|wonderful|great"
    "|exceptional|terrific|stellar|phenomenal|perfect|fabulous|first class|top notch|world class"
    "|second to none|spot on|impressive|lovely|flawless|seamless|invaluable|magic|magical|beautiful"
    "|gorgeous|delightful|remarkable|marvelous|marvellous|bloody brilliant|exemplary|sublime"
    "|super helpful|so helpful|very helpful|really helpful|incredibly helpful|extremely helpful)"
)

KIND: Final = Kind(
    "praise",
    (
        Rule(
            "loves",
            6.0,
            """
            - (love|loves|loved|loving|adore|adores|obsessed with|in love with|big
              fan|huge fan|fans of|fan of|raving about|rave about|raves about|can not
              live without|could not live without|could not be happier|could not be more
              (pleased|happy|impressed|satisfied)|can not imagine .. without|over the
              moon|blown away|blew us away|knocked it out|nailed it|exceed* (all)? (our
              |my|all|every)? expectation*|beyond (our|my|all) expectations|above and
              beyond|extra mile|hats off|hat tip|kudos|bravo|chapeau|props to|shout
              out|shoutout|big up|well done|great job|good job|amazing job|great work
              |good work|excellent work|fantastic work|amazing work|nice work|keep up the
              |keep it up|game changer|game changing|gamechanger|life saver|lifesaver
              |saved (my|our) (day|life|bacon|week|weekend|skin)|made (my|our) (day
              |week|life|lives|job)|life (so)? much easier|rock star|rockstar|rockstars
              |you (guys|folks|all)? rock|you are (the best|a star|a legend|legends
              |stars|amazing|awesome|fantastic|a lifesaver|great|wonderful)|best (tool
              |software|product|platform|support|decision|purchase|vendor|investment
              |thing|customer|csm|service|experience|system|app|team|partner
              |onboarding|purchase|in class|i have|we have) !(to|way|practice))
            """,
        ),
        Rule(
            "good_thing",
            5.4,
            f"""
            - (is|are|was|were|been|be|'s|really|truly|absolutely|simply|just
              |such|so|an|a|your|the|what|pretty|quite) (<adv>)? (been|a|an|really
              |truly|absolutely|simply|just|such|so|pretty|totally)? {_GOOD} (,|$|and
              |support|service|tool|product|team|job|work|experience|feature|help
              |helping|platform|software|release|update|customer|onboarding|training
              |session|to (work|use|see|have)|response|so far|for (us|our|the)|as
              (always|ever|usual)|at|in|with|, thank|, thanks|addition|improvement
              |improvements|dashboard|time|value|value for|stuff|people|partner
              |partnership|csm|docs|documentation|ui|interface|from|because|since
              |start|results|result|success|news|we|you|i|on|this|today|how
              |webinar|report|integration|quality|design|call|demo) !(if|but|shame
              |idea to have)
            - {_GOOD} (support|service|tool|product|team|job|work|experience|feature
              |platform|software|release|update|customer (service|support|success)
              |onboarding|training|response (time)?|value for money|addition|improvement
              |partner|partnership|csm|docs|documentation|results|success|stuff|help
              |rollout|implementation|quality|session|webinar|people|guys|app|solution
              |interface|ui|ux|collaboration|turnaround|communication)
            - (very|really|so|extremely|super|quite|more than|incredibly|absolutely
              |deeply|genuinely|pretty|highly|most|truly|totally|thoroughly|100
              percent|completely|always|still|all|i am|we are|am|are|was|were|is
              |team is|everyone is|been|especially|particularly) (<adv>)? (happy|pleased
              |impressed|satisfied|delighted|thrilled|grateful|thankful|excited|glad)
              (,|$|with|by|about|for|that|to (say|report|have|see|tell)|customer
              |and|so far|how)
            - (impressed|delighted|thrilled|blown away|wowed|amazed|stunned) (by|with
              |at|how)
            - (happy|satisfied|loyal|delighted|pleased) (customer|customers|client
              |camper|campers|user|users|bunny)
            - {_GOOD} , (thank|thanks|cheers|keep|well|love)
            - ^ (wow|wonderful|fantastic|brilliant|excellent|amazing|awesome|perfect
              |superb|great stuff|great news|bravo|outstanding) (,|$|thank|thanks|work
              |job|news|team|guys|support|service|product|tool)
            """,
        ),
        Rule(
            "works_well",
            4.8,
            """
            - (thank|thanks|thankful|grateful|appreciate|appreciated|appreciation
              |gratitude) .... (so much|very much|a lot|a million|a ton|tons|heaps
              |hugely|greatly|really|truly|immensely|enormously|sincerely|great
              |excellent|amazing|fantastic|awesome|outstanding|quick (help|response
              |turnaround|fix|reply|support)|fast (help|response|fix|reply|support)
              |speedy|patience|patient|fabulous|wonderful|brilliant|hard work
              |outstanding|super|helpful|going (above|the extra)|all your (help|support
              |hard|work)|everything you|incredible|prompt)
            - (works|working|worked|runs|running|ran|went|goes|going|go|is working
              |performs|rolled out) (<adv>)? (perfectly|flawlessly|beautifully|brilliantly
              |great|like a (charm|dream)|seamlessly|very well|really well|so well
              |extremely well|wonderfully|smoothly|super|incredibly well|a treat|without
              a (hitch|glitch)|out of the box)
            - (sav*) (us|me|our team|the team|my team|everyone|each of us|them)? (so
              much|a lot of|tons of|lots of|countless|about|at least|literally
              |probably|easily|many|loads of|huge|hundreds of|us|around|over|roughly
              |several|two|three|five|ten|up to)? (<any>)? (<any>)? (time|hours|days
              |money|work|headaches|effort|hours a week|manual)
            - (huge|massive|big|enormous|noticeable|significant|vast|great|real
              |tremendous|world of) (<any>)? (improvement|difference|win|upgrade|help
              |success|hit|step (up|forward)|time saver|impact|boost)
            - (team|users|everyone|people|staff|reps|agents|boss|ceo|director
              |manager|colleagues|they|management) (<any>)? (really|absolutely|all|just
              |also|already)? (loves|love|loved|raving|rave|enjoys|enjoy|enjoying
              |happy with|delighted|thrilled|excited about|impressed) (it|you|this|the
              |your|that|how|by|with|about|working|using)
            - (so|super|incredibly|very|extremely|really|surprisingly|wonderfully)
              (<adv>)? (easy|intuitive|simple|smooth|responsive|helpful|friendly
              |knowledgeable|professional|reliable|useful|user friendly|patient
              |supportive|quick|fast|attentive|slick|polished|efficient|thorough|clear
              |powerful) (to (use|work|set|deal)|,|$|and|support|tool|team|interface
              |people|service|as always|throughout|every|with|platform|software|guy
              |onboarding|experience|start|staff|response|csm|in)
            - (a (real)? (joy|pleasure|delight|breeze) (to (use|work|deal)|working
              |using|dealing))
            - (enjoy|enjoying|enjoyed|pleasure|delight) (working|using|partnering|the
              |your) .. (with|platform|product|tool|team|it|you|app)
            - (super|so|really|very) (quick|fast|prompt|speedy) (response|reply|fix
              |turnaround|support|help|resolution|answer)
            - (10 10|10 out of 10|five stars|5 stars|5 star|five star|a plus|a plus
              plus|two thumbs up|thumbs up|top marks|full marks|chefs kiss|pure gold
              |worth every (penny|cent|dollar|euro|pound)|worth the money|best in class
              |nothing but (good|praise|great|positive)|only good things|keep doing what)
            - (adoption|usage|results|roi|productivity|numbers|csat|nps|revenue
              |conversion|engagement) (<any>)? .. (through the roof|doubled|tripled
              |skyrocket*|never been (better|higher)|amazing|fantastic|improved
              (massively|a lot|dramatically|hugely)|great|way up)
            """,
        ),
        Rule(
            "backhanded",
            -5.5,
            f"""
            - (would|i 'd|we 'd|could|should|might|will|wo) (<adv>)? (be|love|have
              been|really love|make|also|all) (<adv>)? (a|an|so|really|much|it|if
              |to|very|more)? ({_GOOD}|happy|glad|happier|grateful|if|to (see|have
              |know|get|hear|learn|be able|understand|discuss|schedule|chat|talk
              |join|set)|it if|appreciated|helpful|thrilled|pleased|delighted
              |impressed)
            - (not|never|no|hardly|nothing|far from|less than|neither|nor|isn't
              |without) (<adv>)? (a|an|the|so|very|too|really|that|at all|exactly
              |been|all that|entirely|completely|particularly|be|as|feeling|going
              |work|working|works|totally)? (<any>)? (<any>)? ({_GOOD}|love|happy
              |impressed|pleased|satisfied|best|fan|easy|thrilled|worked|intuitive
              |perfectly|excited|grateful|helpful|well)
            - (used to|once|at first|initially|in the beginning|supposed to|promised
              |until|before) .. ({_GOOD}|love|loved|happy|impressed|excited)
            - (great|brilliant|fantastic|wonderful|perfect|awesome|lovely|amazing
              |love|nice|good job|well done|super) .... (another|yet another|down again
              |broken again|again (down|broken)|not|now (i|we|it)|outage|crash*|error
              |broke|lost|wait*|shame|if only|except|until it|but|when it (actually)?
              works|however|too bad|ruin*|though|unfortunately|third time|bug|fails
              |failed|, just|stuck)
            - (great|good|excellent|perfect|fantastic|brilliant|awesome) (question
              |point|idea|weekend|day|evening|week|time|, i will|, see|, let|, talk
              |, then|, will|, looking|to hear|to (meet|chat|connect|speak|hear|see
              |talk)|if|deal (of|more)|many|number)
            - (happy|glad|pleased|love|excited|delighted) to (help|discuss|chat|hop
              |jump|talk|share|provide|join|connect|meet|answer|do|send|schedule
              |hear|learn|explain|walk|arrange|set|wait|test|try|take|review|look
              |give|assist|pay|cancel|close|see (a|the|if|whether|what))
            - (best|great|happy|good) (regards|wishes|practice|practices|way|time to
              |of luck|guess|holiday|holidays|new year|birthday|friday|monday|before
              |for us|effort)
            - (how|what|is|are|which|do|does|can|should|could|when) (is|are|do
              |does|would|can|should|could|much|would be)? .. (best (way|practice
              |option|place|plan|time)|perfect (way|time|fit))
            - (thanks|thank you) (in advance|for nothing|but no|for your (email|message
              |mail|reply|note|understanding|patience|time)|and (regards|kind|best))
            - (competitor|<competitor>|other (tool|vendor|platform)|rival) .. {_GOOD}
            """,
        ),
    ),
    context={NEGATED: -4.5, HYPOTHETICAL: -1.5, ASKED: -1.5, EXCLAIMED: 0.4},
    floor=-0.8,
)
