"""They are annoyed, disappointed, or have had enough."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

KIND: Final = Kind(
    "frustration",
    (
        Rule(
            "says_so",
            6.2,
            """
            - (frustrated|frustrating|frustration|frustrations|frustrates|fed up
              |annoyed|annoying|irritated|irritating|infuriating|infuriated|furious
              |angry|livid|outraged|exasperat*|maddening|aggravat*|pissed|disgruntled
              |displeased|dismayed|appalled|disgusted|unhappy|dissatisfied|upset
              |disappointed|disappointing|disappointment|let down|letdown|disheartening
              |demoraliz*|had enough|at (my|our) wit* end|end of (my|our) (tether|rope
              |patience)|at the end of our patience|patience (is|has)? (running|run
              |wearing|worn)? (thin|out)|losing (my|our)? (patience|faith|trust
              |confidence)|lost (all)? (patience|faith|trust|confidence)|sick (and tired)?
              of|tired of (this|your|the|having|waiting|being|explaining|chasing
              |asking|these|all|dealing|hearing|repeating)|at a loss|beyond (frustrated
              |annoyed|disappointed)|not (happy|amused|satisfied|impressed|pleased
              |acceptable|good enough|ok|okay with|what we (signed|paid|were)|the
              (level|service|standard)|up to))
            """,
        ),
        Rule(
            "verdict",
            6.0,
            """
            - (unacceptable|unprofessional|ridiculous|absurd|outrageous|disgraceful
              |shameful|pathetic|laughable|a joke|joke|farce|nightmare|disaster
              |shambles|mess|fiasco|embarrass*|horrendous|atrocious|abysmal|terrible
              |horrible|awful|dreadful|appalling|useless|worthless|garbage|rubbish
              |crap|trash|unusable|inexcusable|ludicrous|incompetent|hopeless|sucks
              |suck|bullshit|shit|lame|poor (service|support|quality|communication
              |experience)|bad (service|support|experience)|worst|waste (of)? (my|our)?
              (time|money|of)|wasted|wasting|drives (me|us) (crazy|nuts|mad|insane
              |up the wall)|driving (me|us|everyone|my team|the team) (crazy|nuts|mad
              |insane|up the wall)|pulling (my|our) hair|what (are)? we (are)? paying
              (you)? for|beggars belief|beyond (belief|me)|enough is enough|for god sake
              |for gods sake|for the love of|come on guys|seriously\\?|wtf|hate|painful
              |pain in the|hair pulling|head against)
            """.replace("seriously\\?|", ""),
        ),
        Rule(
            "again",
            5.4,
            """
            - (third|fourth|fifth|sixth|tenth|hundredth|3rd|4th|5th|6th|10th|nth
              |umpteenth|second) (time|ticket|attempt|week|day|month|outage|incident
              |request|email|reminder|follow up) (this|in|i|we|that|now|about|for
              |today|and|on|since|of|without|already|running|asking|,|$)
            - (how many (more)? times|how (much)? long* (do|does|will|are|must|is) (we
              |i|it|this|you) .. (wait|take|have|going|supposed|expected|put up)|time
              and (time)? again|over and over|again and again|yet again|once again ..
              (broken|down|fail*|crash*|wrong|not|error|late|outage|same)|every
              (single)? (time|day|week|monday|morning|release|update) .. (break*
              |crash*|fail*|wrong|error|down|something|freez*|same|bug)|same (problem
              |issue|bug|error|story|thing|excuse|mistake|answer|reply|question)
              (again|over|every|as (last|before)|for|keeps|since|came|is back|has
              |still)|still (not|no|broken|waiting|down|unresolved|unfixed|failing
              |crashing|open|the same|have not|has not|does not|is not|did not|nothing
              |stuck|pending|unanswered|ongoing|happening|unable|cannot|can not
              |without)|keeps (on)? (crashing|failing|breaking|freezing|happening|timing
              |logging|losing|getting|coming back|dropping|showing|throwing|giving
              |going|disappearing|asking|kicking)|keep (on)? (having|getting|running
              into|losing|seeing|telling|being|asking|chasing|hitting|repeating
              |waiting|promising))
            - (no|not|never|nobody|zero|without) (one|any|a|has|single|even|have
              |had|received|got|gotten|heard|get|getting|heard back)? (<any>)?
              (response|reply|answer|answers|update|updates|feedback|follow up
              |followup|resolution|progress|callback|acknowledgement|solution|replied
              |responded|answered|back from|bothered|cares|listens|listening|help
              |followed up|fix) (from|for|in|since|to|yet|so far|on|after|despite|,
              |$|at all|whatsoever|has|is|to this)
            - (ignored|ignoring|being ignored|passed around|bounced around|going (round
              |around) in circles|run around|runaround|given the runaround|radio silence
              |chasing|chased|begging|fobbed off|stonewalled|left (hanging|waiting|in
              the dark)|in the dark|copy paste|canned (response|responses|reply|answer)
              |empty promises|broken promises|promised (us)? .. (but|and|yet|nothing
              |never|weeks|months|last)|excuse after excuse|excuses|finger pointing)
            - (waiting|waited|been) .. (for|since) .. (weeks|days|months|hours|week
              |month|ages|forever|an eternity) (for|now|and|already|,|$|to|without
              |with|on)
            """.replace(
                "unable|cannot|can not|without) |keeps", "unable|cannot|can not|without)|keeps"
            ),
        ),
        Rule(
            "hurts",
            4.6,
            """
            - (costing|cost|costs) (us|me|our team|the team) (hours|money|days|deals
              |customers|a lot|time|sales|revenue|credibility)
            - (losing|lost|lose) (hours|customers|deals|money|data|time|sales
              |revenue|credibility|a (whole|full)? (day|morning|afternoon|week))
            - (my|our|the) (team|users|people|staff|agents|reps|customers|boss
              |colleagues|whole team) (is|are|have|has) .. (complain*|up in arms|refus*
              |losing|lost|given up|giving up|hate*|revolt*|sick|fed|stuck|unable
              |grumbling|moaning)
            - (makes|make|making|made|leaves|left) (me|us) (look|feel|feeling
              |looking) .. (bad|stupid|foolish|incompetent|ridiculous|like (idiots|fools
              |a|amateurs)|ignored|unheard|unimportant)
            - (slow|buggy|unreliable|unstable|clunky|broken|down|crashing|laggy
              |glitchy) (again|all the time|constantly|as ever|every|since|for (days
              |weeks|the)|as hell|mess|most of)
            - (broke|broken|breaks|breaking|crashed|crashes|failed|fails|deleted
              |lost|corrupt*) (again|our|everything|all|half|yet again|for the)
            - (not|nothing|never|nor|hardly|barely|rarely) (works|work|working
              |worked|functions|delivered) (properly|as (promised|expected|advertised|it
              should)|at all|right|reliably|,|$|again|for|any|here)
            - (expected|expect|deserve|hoped for|expecting) (much|a lot|far|so much
              |way)? (more|better) (from|than|of|for|by)
            """,
        ),
        Rule(
            "calm",
            -6.0,
            """
            - (not|never|no|hardly|far from|nothing|without|zero|less|isn't) (<adv>)?
              (at all|a|an|too|so|very|that|really|any|been|be|feel|feeling
              |getting|to|meant to be|trying to be|in any way|the least)? (<any>)?
              (frustrat*|fed up|annoy*|irritat*|angry|upset|disappoint*|unhappy
              |dissatisfied|furious|complaint*|complain*|waste|problem|let down
              |terrible|bad|awful|horrible)
            - (used to|before you|before we|until we|no longer|previous|previously|old
              |former|legacy|last|other) (<any>)? .. (frustrat*|nightmare|annoy*|mess
              |terrible|horrible|awful|pain|painful|sick of|fed up|waste|unusable
              |hate*|crash*|joke|disaster)
            - (customer|customers|client|clients|users|user|shoppers|patients|guests
              |visitors|callers) .. (frustrated|angry|upset|unhappy|annoyed|dissatisfied
              |disappointed)
            - (frustration|sentiment|anger|csat|nps|dissatisfied|unhappy|angry) (score
              |scores|report|field|label|tag|dashboard|signal|signals|customers|users
              |filter|survey|category)
            - (sorry|apolog*) .. (delay|late|slow|confus*|mess|trouble|inconvenience
              |waiting|bother*|spam*)
            - (fixed|resolved|sorted|solved|working|better|great|perfect) (now|again
              |quickly|already|since|, thanks|, thank|thanks to)
            """,
        ),
    ),
    context={NEGATED: -4.5, HYPOTHETICAL: -1.2, ASKED: -0.3, EXCLAIMED: 0.6},
)
