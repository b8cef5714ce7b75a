"""Classes of words that patterns share. Each is itself a pattern of the notation."""

from typing import Final

LEXICON: Final[dict[str, str]] = {
    "role": "(champion|sponsor|boss|manager|director|head|vp|svp|evp|cto|cfo|ceo|"
    "coo|cio|cmo|cro|cpo|chro|lead|leader|supervisor|chief|president|"
    "colleague|coworker|teammate|predecessor|admin|owner|administrator|"
    "counterpart|principal|founder|partner|buyer|controller|coordinator|contact|"
    "specialist|analyst|engineer|architect|executive|superintendent|dean|"
    "professor|officer|stakeholder|gm|pm|md|guy|lady|person) (of|for) (the)?"
    " <any> (and <any>)?|(champion|sponsor|boss|manager|director|head|vp|svp|"
    "evp|cto|cfo|ceo|coo|cio|cmo|cro|cpo|chro|lead|leader|supervisor|"
    "chief|president|colleague|coworker|teammate|predecessor|admin|owner|"
    "administrator|counterpart|principal|founder|partner|buyer|controller|"
    "coordinator|contact|specialist|analyst|engineer|architect|executive|"
    "superintendent|dean|professor|officer|stakeholder|gm|pm|md|guy|lady|"
    "person)",
    "be": "(am|is|are|was|were|be|been|being|'s)",
    "adv": "(just|now|also|actually|officially|unfortunately|sadly|soon|finally|"
    "already|currently|really|probably|recently|still|personally|definitely|"
    "certainly|only|formally|likely|maybe|perhaps|seriously|then|therefore|"
    "even|all|both|indeed|sorry to say|regrettably|however)",
    "self": "(i am|i will be|i shall be|i would be|i will|i shall|i am going to|i am"
    " going to be|i have|i had|i have just|i was|me)",
    "their_role": "(my|our|the|their) (own|current|main|new|old|former|dear|long time|"
    "longtime|marketing|sales|it|hr|product|finance|operations|ops|customer|"
    "technical|executive|project|program|data|digital|commercial|general|"
    "managing|senior|regional|internal|key|success|support|service|team|"
    "engineering|analytics|procurement|revops|security|platform)? (<any>)? <role>",
    "person": "(she|he|<Name>|<their_role> (,? <Name> ,?)?|(my|our) <any> <Name>|^ !(that|"
    "this|it|which|what|there|we|i|you|who|everything|nothing|somebody|"
    "someone|nobody|they|not|only|and|or|but|never|has|have|is|was|so|"
    "customers|users|people|money|time|one) <any>)",
    "company": "(the|our|this|my) (whole|entire|current|present)? (company|firm|business|"
    "organization|org|group|agency|bank|practice|school|university|college|"
    "startup|corporation|department|employer|enterprise|hospital|charity|"
    "council|studio|consultancy|publisher)",
    "employer": "(<company>|here|us !(with|hanging|waiting|a|an|without|no|confused|in|"
    "feeling|wondering|stranded|to|high|unable|little|some|much|many|"
    "speechless|struggling|exposed)|(my|this|the|her|his|their) (current|"
    "present|existing)? (role|position|job|post|employment)|<Name>)",
    "leaving": "(leaving|departing|quitting|exiting|resigning|retiring|stepping down|moving"
    " on|heading out|heading off|signing off|parting ways|jumping ship|bowing out)",
    "leave": "(leave|depart|quit|exit|resign|retire|step down|move on|part ways)",
    "left": "(left|departed|quit|exited|resigned|retired|stepped down|moved on|gone|"
    "parted ways|jumped ship|bowed out)",
    "when": "((at|by|from|effective|until|till|around|toward|towards|before)? (the)?"
    " (very)? (end|close|beginning|start|middle|mid) (of)? (the|this|next)?"
    " <any>|(on|by|this|next|last|from|effective|as of|starting|until|come|"
    "past|in|at|after) (this|next|last|the|coming)? (monday|tuesday|wednesday|"
    "thursday|friday|saturday|sunday|week|month|quarter|january|february|"
    "march|april|may|june|july|august|september|october|november|december|"
    "summer|autumn|spring|winter|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|"
    "nov|dec|q1|q2|q3|q4|year end|monthend|easter|christmas|1*|2*|3*|4*|"
    "5*|6*|7*|8*|9*)|in (a|one|two|three|four|five|six|2|3|4|5|6|8|"
    "10) (day|days|week|weeks|month|months|fortnight)|today|tomorrow|"
    "yesterday|soon|shortly|recently|already|eom|eoy|eow|now|immediately|"
    "effective immediately|unexpectedly|suddenly|earlier (this|in)|abruptly|in"
    " the (coming|next) .. (week|weeks|month|months|days))",
    "we": "(we|our company|our team|our organization|our board|our leadership|our"
    " management|management|leadership|the team|the board|the business|my team|my"
    " company|my boss|my manager|our ceo|our cfo|our cto|finance|procurement|the"
    " company|i)",
    "contract": "(contract|contracts|subscription|subscriptions|agreement|account|accounts|"
    "plan|license|licenses|membership|msa|service|services|partnership|"
    "arrangement|deal|relationship|tenant|workspace|seats|order form|engagement|"
    "package|trial)",
    "renew": "(renew|renewing|renewal|renewals|extend|extending|extension|re sign|re up|"
    "resign up|recommit|prolong|prolonging|sign again|stay on|continue|"
    "continuing|carry on|keep going)",
    "want": "(want|wants|wanted|wish|wishes|would like|need|needs|like|intend|"
    "intends|plan|plans|have decided|has decided|decided|looking|look|ready|"
    "going|hope|choose|chosen|chose|prefer|trying|try|asking|ask|request|"
    "aim)",
    "evaluate": "(evaluat*|reevaluat*|assess*|compar*|benchmark*|trial*|pilot*|test*|"
    "shortlist*|demo*|review*|explor*|consider*|investigat*|vet*|piloting|poc*|"
    "scop*|research*|eyeing|weighing|looking (at|into|around|closely at)|look"
    " (at|into|around)|looked (at|into)|talking (to|with)|talk (to|with)|talked"
    " (to|with)|spoke (to|with)|speaking (to|with)|spoken (to|with)|in talks"
    " with|in discussions with|in conversation with|in conversations with|in contact"
    " with|met with|meeting with|met|checking out|check out|checked out|trying"
    " out|try out|tried out|trying|kicking the tires (on|of)|playing with|play"
    " with|shopping|sniffing around|flirting with|chatting (to|with)|courting|"
    "courted by|approached by|contacted by|pitched by|pitched|wooed by|engaged"
    " with|engaging with|sat through|seen|saw|received|got|have|had|get|"
    "getting)",
}
