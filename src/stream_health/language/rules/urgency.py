"""They need something now."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

KIND: Final = Kind(
    "urgency",
    (
        Rule(
            "says_so",
            6.2,
            """
            - (urgent|urgently|urgency|emergency|asap|a s a p|immediately|straight
              away|straightaway|right away|right now|at once|without delay|no time to
              lose|as a matter of urgency|time sensitive|time critical|mission critical
              |business critical|showstopper|show stopper|blocker|critical (issue|bug
              |problem|incident|for us|path|deadline|that|we|,|$)|top priority
              |highest priority|high priority|priority (one|1)|p1|p0|sev1|sev 1|sev0
              |severity 1|severity one|drop everything|all hands|on fire|code red|red
              alert|hair on fire|this (instant|very minute)|within the (next)? (hour
              |minutes|few hours)|(in|within) the next .. (hour|hours|minutes)|(in
              |within) (an|one|two|2|1|30|15) (hour|hours|minutes)|quickly as (you
              |possible|humanly)|fast as (you|possible)|soon as (you can|humanly
              |possible|you possibly)|earliest (convenience|possible|opportunity)|the
              sooner the better|can not wait (until|till|any|for (monday|tomorrow|next
              |the|another))|running out of time|clock is ticking|time is (running|of the
              essence|short)|every (minute|hour) (counts|costs|matters|that)|at a
              standstill|standstill|dead in the water|(cannot|can not|unable to) (work
              |operate|ship|invoice|trade|bill|sell|serve|process (any|orders
              |payments))|hurry|pronto|stat|need (this|it|help|an answer|a fix|a
              response|someone|you|your help) (fixed|resolved|done|back|on this
              |sorted|working|solved|up)? (today|tonight|now|this (morning|afternoon
              |evening|minute)|by (tomorrow|today|tonight|noon|end|eod|cob|close
              |monday|tuesday|wednesday|thursday|friday|5|4|3|6|9|10|11|12|lunch
              |the end)|before (tomorrow|noon|monday|tuesday|wednesday|thursday|friday
              |the|our|end|lunch|5|4|we|close)|in the next))
            """,
        ),
        Rule(
            "deadline",
            5.0,
            """
            - (by|before|until|till|no later than|at the latest|latest by) (eod|cob
              |end of (the)? (day|business|today|play)|close of (business|play)|tonight
              |tomorrow (morning|noon|afternoon|at|evening|,|$|latest)|noon|midday
              |midnight|this (afternoon|evening|morning)|today|1* (am|pm|h|o'clock)|2*
              (am|pm|h)|3* (am|pm)|4* (am|pm)|5* (am|pm)|6* (am|pm)|9* (am|pm)
              |lunch)
            - (go live|launch|launching|board meeting|deadline|audit|payroll|month end
              |quarter end|event|demo|presentation|closing|filing|due date|cutoff|cut
              off|black friday|inspection) .. (is|starts|begins|in|due|tomorrow|today
              |tonight|on) .. (tomorrow|today|tonight|an hour|two hours|hours|minutes
              |this (morning|afternoon|evening)|few hours|1 hour|2 hours|24 hours|in the
              morning)
            - (production|prod|system|site|platform|service|app|everything|entire
              |whole|api|checkout|login) (<any>)? (is|are|has been|went|just|has)
              (<adv>)? (completely|totally|all|entirely)? (down|offline|out|dead
              |blocked|unreachable|stopped)
            - (block*|stopp*|stuck|halt*|prevent*|hold* up) (us|our|all|the|everyone
              |everything|my|from) (<any>)? (<any>)? (work*|production|operations|launch
              |release|go live|team|users|users from|orders|invoic*|shipping|business
              |payroll|,|$)
            - (everyone|everybody|nobody|no one|all (of)? (our|my|the) (users|team
              |agents|staff|people)|whole (team|company|office|department)) .. (locked
              out|stuck|blocked|waiting|can not (work|log|access)|cannot (work|log
              |access)|can (work|log|access)|is down|unable to|idle)
            - (call|phone|ring|ping) (me|us) (back)? (now|immediately|today|as soon
              |asap|right away|within)
            - (jump|hop|get) on (a|this|it) .. (now|today|immediately|asap|right away
              |this (morning|afternoon))
            """,
        ),
        Rule(
            "no_rush",
            -7.0,
            """
            - (no|not|never|nothing|isn't|without|hardly|neither|far from|less) (a
              |an|too|so|that|very|really|super|any|in|in a|in any|particularly
              |terribly|at all|hugely|be|overly|massively|all that|need to|of|high
              |exactly)? (<any>)? (urgent|urgency|rush|hurry|emergency|hurrying|pressing
              |time sensitive|priority|critical|asap|immediately|right away|blocker|a
              blocker|blocking|today|p1)
            - (no|not) (rush|hurry|urgency)
            - (low priority|whenever (you|it|suits|convenient)|when you (get|have|find)
              (a|the|some)? (chance|time|moment|minute)|take your time|can wait|at
              your (leisure|convenience|own pace)|no need to (rush|hurry)|some day|nice
              to have|in your own time|when (it)? suits)
            - (urgent|urgency|priority|p1|critical|emergency|sev1|severity) (field
              |fields|flag|label|tag|level|levels|filter|queue|column|status|tickets
              (report|view|are|get)|ticket rules|setting|drop down|dropdown|list
              |score|matrix|option|picker|contact|contacts|number|exit|room|tickets)
            - (response|resolved|fixed|answered|replied|reply|responded|helped
              |reacted|solved|sorted|works|worked|noticed) .. (immediately|right away
              |straight away|within (an|the|one|minutes)|at once|quickly|asap)
            - (right now|immediately) (we (are|use|have|do|only)|i (am|use|have)|it
              (is|shows|works|only|takes)|our|the|they|there|everything)
            - (for|in) (urgent|emergency) (matters|cases|enquiries|inquiries|requests
              |issues|questions|queries)
            """,
        ),
    ),
    context={NEGATED: -5.0, HYPOTHETICAL: -1.5, ASKED: -0.2, EXCLAIMED: 0.4},
)
