"""A person at the customer leaves: said by themselves, by others, or seen in a successor."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule
from stream_health.language.rules.champion_not_leaving import AGAINST
from stream_health.language.rules.champion_predicates import PREDICATE

_SELF = (
    Rule(
        "last_day",
        7.5,
        """
            - (my|his|her|their|<Name> 's|<role> 's) (very|official|actual|final)?
              (last|final) (working|official|full|actual|proper)? (day|week|month
              |shift|fortnight|days|weeks|few days|few weeks)
            - last (working|official)? day (at|with|here|in the (company|office|role
              |job|team)|on the job|in this role)
            - (last|final) (day|week) (at|with|here) !(school)
            - last day (at work)? (is|will be|was)? <when>
            - (gave|given|give|giving) (my|his|her|in)? (two|2|three|3|four|4) (weeks|week|wks)
            - (two|2|three|3|four|4) (weeks|wks) notice (given|is in|in|done|handed|today)
            """,
    ),
    Rule(
        "self_leaves",
        7.2,
        """
            - i (am|will be|shall be|would be) .. (leaving|departing|quitting|exiting)
              <employer>
            - i (am|will be|shall be) <adv>? (leaving|departing|resigning|retiring
              |stepping down|quitting) (,|$|and|so|but|after|because|as|due|to|for
              (a|an|another|new|other|something|good|pastures|greener|personal
              |family|health)|<when>)
            - i (have|had) <adv>? (decided|chosen|agreed|been asked|elected|opted|made
              the .. (decision|choice)|taken the .. decision) to <leave>
            - my decision to <leave>
            - (it is|it 's|the|is|came) (the)? time (has come)? (for me)? to (say goodbye
              |leave|move on|bid)
            - i (will|am going to|plan to|intend to|am due to|am about to|have to
              |shall) (soon|be)? (leave|quit|depart|resign|retire|step down|exit)
              (<employer>|<when>|,|and|$|as|from my)
            - i (will|am going to) be (leaving|departing|resigning|retiring|moving on
              |stepping down|gone|out of here)
            - i leave (the company|<company>|my (role|job|position)|<Name> (on|at|in
              |end))
            - i am (off|out of here|gone|out) (at|from|by|after|as of|on) (the end
              |end|next|this|<when>) (of|month|week)?
            """,
    ),
    Rule(
        "self_resigns",
        7.5,
        """
            - i (have|had|will be|am)? <adv>? (resigned|resigning|tendered my) !(up|in)
            - (my|his|her|their|<Name> 's) resignation
            - (handed|handing|hand|put|putting|given|giving|gave|give|turned
              |tendered|submitted) (in)? (my|his|her|their) (notice|resignation|papers|2
              weeks|two weeks|letter of resignation)
            - (serving|working|working out|on) (out)? (my|his|her|their) notice
            - (my|his|her|their) notice period (is|ends|runs|started|at|here)
            - i (have)? quit (my job)? (<when>|,|$|and|at|<company>)
            """,
    ),
    Rule(
        "moving_on",
        6.2,
        """
            - (i|she|he|<Name>|<role>) (am|is|will be|have decided to be|has|have
              |'s|was|are) <adv>? (moving on|moved on) !(to the next|to (topic|item
              |question|point|phase|step))
            - (i|she|he|<Name>|<role>) .. decided .. (move on|leave|depart|part ways
              |resign|retire|step down) !(from (your|the old))
            - i (will|am going to) move on (,|$|from|to (a|new|another)|<when>|and
              |after)
            - (moving|moved|move) on from (<company>|my (role|position|job)|<Name>|this
              (role|job|position))
            - (moving|moved|move|going|off) (on)? to (a|my|his|her)? (new|another
              |different|fresh) (company|employer|opportunity|opportunities|challenge
              |challenges|firm|organization|job|role|position|adventure|chapter
              |pastures)
            - pastures new
            - (new|greener) pastures
            """,
    ),
    Rule(
        "new_job",
        6.0,
        """
            - (i|she|he|<Name>|<role>) .. (accepted|accepting|accept|taken|taking
              |take|took|found|landed|got|offered|pursue|pursuing|embark* on|signed)
              (up|on|for)? (a|an|my|his|her|the|another)? (new|great|exciting
              |different|another|other|dream|amazing|external|senior|fresh|fantastic)?
              (<any>)? (job|role|position|opportunity|opportunities|challenge|offer
              |post|adventure|gig|venture) !(in (the|your)|play*)
            - (i|she|he|<Name>) (am|is|will be|'s|will) .. (start|starting|begin
              |beginning) (a|an|my|his|her|the|another)? (new|different|exciting
              |another) (<any>)? (job|role|position|opportunity|challenge|chapter|career
              |adventure|gig|venture)
            - (my|his|her|a|the|an) next (chapter|adventure|challenge|role|job|gig
              |venture|position|step in (my|his|her) career)
            - (i|she|he|<Name>) (am|is|will be|will|'s|has|have) (going to be)?
              (joining|join|joined) (another|a (competitor|startup|different|new
              |bigger|larger|smaller|rival)|<Name>) !(call|meeting|on zoom|on the|for
              the|via|by|today|here)
            - (left|leaving|leaves|leave) (us|here|<company>|<Name>)? (to|and) (join
              |joined|start|run|found|work|pursue|become|take|go|move|spend|retire)
              !(us)
            - (pursue|pursuing|explore|exploring|seeking) (other|new|different|outside
              |external) (opportunities|interests|ventures|challenges|career)
            - (starting|start|started|launch*|set* up) (my|his|her) own (company
              |business|firm|consultancy|thing|practice|agency)
            - (career|professional) (break|change|move|transition)
            - (going|go|heading|head|moving) back to (school|university|uni|college|my
              home country|consulting|freelanc*|my old company)
            - (going|go|gone|went) freelance
            """,
    ),
    Rule(
        "retires",
        6.8,
        """
            - (i|she|he|<Name>|<role>) (am|is|will be|will|has|have|'s|was|going)
              .. (retire|retiring|retired) !(the|our|old|legacy|this|that|these|it
              |some|a|from (active)? use)
            - (my|his|her|<Name> 's|<role> 's|early|well deserved|into) retirement
            - retires (<when>|,|$|after)
            - (hanging|hang) up (my|his|her) (hat|boots|spurs|keyboard)
            """,
    ),
    Rule(
        "time_here_ends",
        6.2,
        """
            - (my|his|her) (time|journey|chapter|stint|run|tenure|years|days
              |adventure) (here|at|with|as|in|of) .... (end|ends|ended|ending|over
              |close|up|numbered|concludes|finish*)
            - (my|his|her) (tenure|assignment|secondment|employment|position|role|job
              |internship|interim) (here|at|with|as|in)? ... (ends|end|ending|ended
              |expires|terminated|finishes|concludes|not being (renewed|extended)|not
              been (renewed|extended)|coming to an end|come to an end|is up)
            - (wrapping|wrap|winding|finishing|finish|wrapped) (things)? (up|down) (my
              time|my role|at|here|with the company|my work at)
            - i (finish|wrap) (up)? (here|at <Name>|with <company>|my role|on|next
              |this) (<when>|week|month|friday)?
            - i am (finishing|wrapping) (up)? (here|at <Name>|at <company>|with <company>
              |in this role|on|next|this|<when>)
            - (calling|call) it (a day|quits) (at|here|after .. years)
            - i am done (here|at <Name>|with this (job|company)) (<when>|as of|from|,
              |$)
            - (closing|turning) (the|this|a) (chapter|page) (on|at|of)?
            - (my|his|her) contract (here|at <Name>|with (<company>|<Name>)|as <any>|as
              a <any>) .. (ends|end|ending|expires|finishes|is not|is up|has not|was
              not|wo)
            """,
    ),
    Rule(
        "farewell",
        5.6,
        """
            - (say|saying|bid|bidding|wave|write|writing to say|wanted to say|said|a
              |this is) (my|you|a|you all|everyone|our)? (final|fond|quick|last)?
              (goodbye|goodbyes|farewell|good bye|goodby|adieu|cheerio|so long)
            - (this is|this will be|it is) (my|a) (goodbye|farewell) (email|mail|note
              |message)
            - (farewell|leaving|goodbye|going away|send off|sendoff) (party|drinks|do
              |lunch|card|email|note|bash|dinner)
            - (my|the)? (personal|private|gmail|home) (email|mail|address|number
              |linkedin|e mail) (is|if you|in case|for|to stay|, )
            - (keep|stay|stayed|remain|be) in touch (on|via|through|over|outside
              |personally|after) (linkedin|<Name>|my|social|this|i)?
            - (find|connect with|reach|add|catch|look) me (up)? (on|at|via) (linkedin
              |my (personal|private|gmail|new))
            - this (email|mail|e mail|address|mailbox|inbox|account) (address|account)?
              (will|wo) (be|no longer|not|stop) (be)? (deactivated|closed|monitored
              |disabled|active|switched off|shut|in use|work*|reach*|valid|deleted
              |exist)
            """,
        near="",
    ),
    Rule(
        "no_longer_here",
        6.4,
        """
            - i (will|am|shall|would) (no longer|not|no more|cease to|stop) (be)?
              (with|working (at|for|with|here|on)|work (at|for|here)|employed|part
              of (the|<company>|<Name>)|around|here|your|the (main|primary|right
              |point|one|contact|admin|owner|person)|in charge|responsible for (the
              |this|your|our|<Name>)|handling|looking after|managing|involved|in (my
              |this|the) (role|position|job)|at (<Name>|<company>)) !(to|until|for (the
              |a) (few|couple|next)|this (week|afternoon|morning)|today|tomorrow|on
              (monday|tuesday|wednesday|thursday|friday)|able|available|next week)
            - (she|he|<Name>|<role>|<person>) (is|will|'s|are|was|does) (no longer
              |not) (be)? (with (us|<company>|<Name>)|employed|(at|in) (<company>
              |<Name>)|part of (the|our) (team|company|organization|business)|working
              (here|for us|with us|at|for !(me|my|her|him|them))|work (here|for|at)|here any
              more|around any more|around anymore|here anymore|in (that|this|the|his|her) (role
              |position|job|post)|on (the|our) team|in charge|your contact|our
              (champion|sponsor|admin|contact|director|head))
            - (she|he|<Name>|<role>|<person>) (no longer|does not) (works|work) (here
              |at|for|with (us|the))
            - no longer (with|at|works (at|for)|working (at|for)|employed (at|by
              |with)) (us|here|<company>|<Name>)
            """,
        fixed=True,
    ),
    Rule(
        "role_cut",
        6.4,
        """
            - (my|his|her|<Name> 's|<role> 's|<their_role>) (role|position|job|post
              |department)? (has been|is being|was|is|got|have been|were|will be|are
              being) .. (eliminated|made redundant|cut|dissolved|axed|abolished
              |restructured away|outsourced|phased out|impacted by|affected by the
              (layoffs|restructuring))
            - (i|she|he|<Name>|<role>|<person>) (was|have been|has been|were|got|am
              being|is being|am|is|will be|'s been|'s being|are being|am among) ..
              (let go|laid off|made redundant|fired|sacked|dismissed|terminated
              |affected by the (layoffs|layoff|restructuring|reorg)|impacted by the|caught
              (up)? in the (layoffs|layoff)|part of the (layoff|layoffs|restructuring)
              |poached|headhunted)
            """,
    ),
)

_OTHERS = (
    Rule(
        "other_leaves",
        6.6,
        """
            - <person> (is|'s|will be|are|was going to be|is going to be) <adv>? <adv>?
              (leaving|departing|resigning|retiring|stepping down|quitting|moving on
              |exiting|jumping ship) (,|$|and|so|but|after|because|as|due|to !(the
              (office|meeting|call))|for (a|an|another|new|other|something|good
              |pastures|greener|personal|family|health|<Name>)|from|<when>|<employer>
              |this role|her role|his role)
            - <person> (will|is going to|plans to|intends to|is about to|is set to|is
              due to) .. (leave|depart|quit|resign|retire|step down|exit) (<employer>
              |<when>|,|and|$|as|from)
            - <person> (has|have|had|'s|is) <adv>? (left|departed|quit|resigned
              |retired|stepped down|moved on|parted ways|gone|jumped ship) (<employer>
              |<when>|,|$|and|so|but|to (join|pursue|take|start|another|a)|for (a
              |another|new|greener|pastures|<Name>)|after|last|since)
            - <person> <adv>? (left|quit|resigned|retired|departed) (<employer>|<when>
              |last (week|month|friday)|two weeks ago|this (week|month)|,|$|and (now
              |we|i|so|his|her|her|nobody)|so|to (join|pursue|take|start)|for (a
              |another|new|greener))
            - <person> (leaves|departs|quits|retires) (<employer>|<when>|in|,|$|at the
              end|next|this)
            - (heard|learned|found out|told me|told us|informed|announced|announcing
              |announcement|confirmed|know|aware|news|sorry to) .... (leaving|leave
              |resigned|resigning|departure|stepping down|departing|quitting|retiring
              |moved on|moving on) (<employer>|<when>|$|,|and)
            - <person> (has|have)? (handed in|given|gave|put in|handed|submitted) (his
              |her|their) (notice|resignation)
            - <person> (has|have|'s) accepted (a|an) .. (role|position|job|offer
              |opportunity)
            - <person> .. decided to (leave|move on|resign|retire|step down|part ways
              |pursue)
            """,
    ),
    Rule(
        "departure_noun",
        6.2,
        """
            - (<Name> 's|<role> 's|his|her|my|their) (imminent|sudden|upcoming|recent
              |unexpected|planned|impending|pending)? (departure|exit|leaving)
            - (departure|exit|resignation|retirement|loss) of (our|my|the)? (<Name>
              |<role>|<any> <role>|<any> <any> <role>)
            - (with|since|now that|after|following|because|given) (<Name>|<their_role>
              |she|he|her|him) (has|have|is|'s)? <adv>? (gone|leaving|departing|left
              |out of the picture|moving on|retired|retiring|resigned|departed|stepping
              down) !(a|an|it|them|the (room|meeting|call|office|day)|me|on
              (vacation|holiday|leave))
            - (we|i) (are|have|am|will be|'s)? <adv>? (losing|lost|lose) (our|my|a
              |the)? (key|main|great|best|internal|biggest|executive)? (<Name>
              |<their_role>|<role>|champion|sponsor|advocate|admin)
            - (our|the|your|my) (main|biggest|key|internal|executive|strongest)?
              (champion|sponsor|advocate|power user) (is|has|have|will be|left|'s) ..
              (leaving|left|gone|moved on|moving on|resigned|departed|departing
              |retir*|let go)
            """,
        fixed=True,
    ),
    PREDICATE,
    Rule(
        "successor",
        5.4,
        """
            - (my|his|her|their|<Name> 's|<role> 's|the|a|your) (direct|new|interim
              |permanent|eventual)? (successor|replacement) (is|will|starts|joins|has|,
              |<Name>|as|for me|in (this|the|my) role|when|once|to|and|at)
            - (introduce|introducing|meet|met|meeting|cc|copying|copied|looping|loop
              |looped|adding) .... (successor|replacement|taking over|take over|takes
              over|took over|stepping into|replacing|inheriting|picking up from)
            - (no|not yet a|without a|find|finding|found|hire|hired|hiring
              |recruiting|appointed|named|name) (a|my|his|her|your|yet)? (successor
              |replacement) !(part|card|unit|device|product|tool|vendor|system|cable
              |battery|bulb|keyboard|laptop|phone|for (the|this|your|<Name>))
            - (<Name>|<person>|she|he|<role>|who) (will be|will|is|'s|has|have|are
              |is going to be|is going to) .. (taking|take|taken) over (from (me|him|her
              |<Name>|<role>|<their_role>)|(my|his|her|<Name> 's) (role|responsib*
              |position|duties|job|work|accounts|portfolio|tasks|seat|desk)|as (your
              |the|our|head|director|main|vp|new|interim|<role>)|for (me|him|her)
              |the (role|relationship|account|ownership|reins|helm) (from)?
              |responsibility)
            - (taking|take|taken|took|takes) over (from|for) (me|him|her|<Name>
              |<their_role>) (,|$|as|and|<when>|in|at|on)
            - i (have|am|will be|'s|will)? <adv>? (taken|taking|take|took|assumed
              |assuming|inherited|inherit|inheriting) (over)? (from|the role (of|from)
              |(his|her|<Name> 's) (role|responsib*|position|duties|job|work|accounts
              |portfolio|tasks)|this (account|relationship|contract|tool) from
              |responsibility (for|from))
            - (handing|hand|handed|hands|passing|pass|passed|transition*|transferring
              |transferred) (off|over|on)? .. (everything|all|my (responsib*|role|work
              |duties|accounts|tasks|projects|portfolio)|responsib*|things|the (reins
              |baton|torch|account|relationship|ownership|keys|responsibility)
              |ownership|this|it) .. (to|over) (<Name>|my|our|a|the|her|him)
            - (i|she|he|<Name>) (am|is|will be|'s|have|has) <adv>? (replacing
              |replaced|succeeding|succeeded|filling in for|stepping into) (<Name>|him
              |her|<their_role>|(his|her|the|<Name> 's) (role|shoes|position))
            - (replaced|succeeded) by <Name>
            - (<Name>|she|he) (will be|is|becomes|will become|is now|'s) (now|going to
              be)? your (new|main new|future|primary|main|day to day)? (main|primary
              |key|new|day to day|single)? (point of contact|contact|counterpart
              |champion|sponsor|go to person|poc) (going forward|from now on|from here on
              |from|as of|after|<when>|at|for)?
            - your (new|future) (main|primary|day to day|key)? (point of contact|contact
              |counterpart|champion|sponsor) (will be|is|from|as of|going forward|at
              |<Name>)
            - i am the new (<any>)? (<any>)? (<role>|owner|person) (here|at|of|for|,|$
              |and|in|replacing|who)
            """,
    ),
    Rule(
        "redirect",
        2.6,
        """
            - (please|kindly|you can|feel free to)? (contact|reach out to|direct
              |address|send|forward|loop in|speak to|talk to|write to|email|liaise
              with|work with) .... (going forward|from now on|from here on|moving forward
              |in future|in the future|after that|from then on|thereafter|instead of me
              |in my place|after i (leave|go))
            - in (good|great|capable|safe) hands
            - (handover|hand over|transition) (plan|notes|document|call|meeting|doc
              |session|period)
            """,
    ),
    Rule(
        "thanks_for_all",
        1.8,
        """
            - (it has been|it 's been|has been|was) (a|an|such a|really)? (real|great
              |true|genuine|absolute)? (pleasure|joy|privilege|honor|honour|delight
              |blast|ride|journey) (working|to work|collaborat*|partner*|knowing)?
              (with)?
            - thank* .. for (everything|all (your|the|you)|the (great)? (collaboration
              |partnership|cooperation|years|ride|time))
            - (enjoyed|loved|appreciated|valued) (working|collaborating|partnering
              |every) (with)?
            - wish* you (all)? (and)? (the (very)? best|all the best|well|every success
              |luck)
            """,
    ),
)

KIND: Final = Kind(
    "champion_leaving",
    (*_SELF, *_OTHERS, *AGAINST),
    context={NEGATED: -6.0, HYPOTHETICAL: -3.0, ASKED: -1.5, EXCLAIMED: 0.0},
    floor=-2.2,  # who leaves must not be missed; unsure as it is, it is never critical
    in_automatic=True,
)
