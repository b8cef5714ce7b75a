"""A person at the customer leaves: said by themselves, by others, or seen in a successor."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule
from stream_health.language.rules.champion_not_leaving import AGAINST

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
            - last day (at work)? (is|will be|was) <when>
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
              (here|for us|with us|at|for)|work (here|for|at)|here any more|around
              any more|around anymore|here anymore|in (that|this|the|his|her) (role
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
    Rule(
        "predicate",
        6.4,
        """
            - (will|shall|is|are|has|have|had|am|to|be|i|she|he|who|was|going
              |decided|been|and|<Name>) <adv>? (step|steps|stepping|stepped|stand
              |stands|standing|stood) (down|aside) !(to let|and let|for the)
            - (will|shall|is|are|has|have|had|am|to|be|i|she|he|who|was|going
              |decided|been|and|<Name>) <adv>? (resign*|retir*) (from|as|at|in|on
              |next|this|end|after|effective|by|,|$|to|and|with|because|due|last
              |yesterday|today|so) !(the (old|legacy|server|tool|system|app)|our (old
              |legacy|server|tool|system))
            - (leav*|exit*|depart*|quit*|left) (from)? (the|our|this|my|her|his
              |their) (<any>)? (company|firm|business|organization|org|group|agency
              |bank|practice|school|university|college|startup|corporation|house
              |employer|office for good|hospital|charity|council|studio|consultancy
              |publisher|institution|institute|museum|factory|plant|foundation|shop for
              good|hotel|ministry|authority|trust|job|post|role|position|team
              |department|industry|board)
            - (last|final) working day
            - (put|putting|puts|throw*|hand*|turn*|submit*|gave|give|given|giving
              |tender*) (down|in|over|up)? (my|his|her|their) (papers|notice
              |resignation)
            - (serv*|work*|sit*|within|in|on) (out|on)? (my|his|her) notice (period)?
              |serving notice period|(i|she|he|<Name>) (am|is|'s) (on|in|serving) (a
              |the)? notice (period)?
            - (reliev*|released|separated|discharged|freed) (from|of) (the|his|her|my
              |their|all)? (services|service|duties|duty|role|post|position|company
              |responsibilities|employment)
            - (part of|hit by|caught in|caught up in|affected by|victim of|impacted by
              |included in|on the list for|gone in|lost to|lost in) (the|this|last
              |yesterday 's|our|a|today 's)? (<any>)? (<any>)? (rif|layoff|layoffs
              |redundancy|redundancies|restructuring|reorg|cuts|job cuts|reduction in
              force|downsizing|round of)
            - (takes|take|taking|took|taken) (my|his|her|over my|over his|over her
              |over from me|<Name> 's) (place|role|seat|position|job|chair|desk|spot
              |duties|responsibilities|post|tasks|work|accounts)
            - (give|gave|given|got|getting|being|was|were|been) (him|her|me|them)?
              (the (boot|sack|chop|axe)|sacked|fired|axed|canned|let go|laid off
              |made redundant|shown the door|walked out|marched out|pushed out|forced out
              |ousted|managed out)
            - (quitted|quit|quits|quitting) (my|his|her|their|the) (contract|job
              |position|post|role|work|employment|company|firm)
            - (i|she|he|<Name>|<role>) .. (start|starts|starting|started|begin
              |begins|doing|do|make|making|try|trying|found|find|pursue|pursuing
              |want|wanted|off to|on to|moving to|jump* to) (to make|to do|to try)?
              (something|somewhere) (new|else|different|fresh|completely new|of my own
              |of her own|of his own) & (hand*|successor|contract|last day|colleague
              |years|company|job|leav*|quit*|working day|role|position|here)
            - (i|she|he|<Name>|who|<role>|am|is|will|be|and|has|have|to) <adv>?
              (step|stepping|stepped|steps|walk|walking|bow|bowing|bows|bowed) (away
              |back|out) (for good|from (my|the|this|her|his) (role|position|job
              |company|business|firm|post|agency|organization)|from (<Name>|work)
              |permanently|altogether|entirely|completely|at (the end|christmas|year))
            - (i|i am|am|she is|he is|she|he|<Name>|<Name> is) (out of here|outta
              here|gone|off for good|done here) (at|by|from|as of|come|next|this
              |end)
            - (under|by|with|to|as) (new|different|changed) (ownership|owner|person
              |lead|contact|sponsor) (after|when|once|since|because) .. (leav*|left
              |depart*|go*)
            - (i|she|he|<Name>|who|<role>) (depart*|exit*|leav*|quit*) (in|on|at
              |by|next|this|after|for good|shortly|soon|tomorrow|today|,|$|and|us)
              !(at (5|6|4|noon|3)|for the|early)
            - (wo|will|would) not be (here|around|with you|with <company>|with <Name>
              |at <Name>|in this (role|job|seat|chair)|the one|your|part of|working
              |there) (any|after|from|past|beyond|next year|when|in the new|come|much
              |for much|that|once|contact|,|$)
            - (i|she|he|<Name>|<role>|colleague|employee|person) (is|am|was|will
              |wo|does|do|are|has|have|'s)? not (be|been)? (part of|with|at|here
              |there|around|working|work|employed|works) (by|at|for|with|in)? (here
              |the|our|us|this|<company>|<Name>)? (<any>)? (any (more|longer)|anymore
              |no more|after|from)
            - (is|are|was|were|has|have|'s|am|been) no longer (<adv>)? (employed|with
              (<company>|us|the|<Name>)|part of (the|our|<Name>|<company>)|among us
              |in (the|this|that|my|our|his|her) (company|business|organization|role
              |position|job|team|department)|in (post|office|charge)|our <role>|here
              |on board|on staff|around|at (<Name>|<company>))
            - (handover|hand over|handing over|handing|transition*|knowledge transfer
              |pass* over|passing over) & (last day|i leave|leaving|my (job|role
              |position|responsibilit*|successor|replacement|colleague|partner)
              |colleague|successor|replacement|for good|stepping away|end of (the)?
              (month|year|week))
            - (i have|i 've|have|i|has) (sold|exited) (the|my|our) (company|business
              |agency|firm|shop) & (handing|leave|leaving|step*|new owner*|take* over
              |hand*)
            - (gets|get|getting) the nod|(named|appointed|find|found|hire|hired
              |hiring|look* for|search* for|recruit*|until there is|until we have
              |backfill|replace) (a successor|the successor|a new <role>|her replacement
              |his replacement|my replacement|a backfill|someone to replace|somebody to
              replace|her position|his position|my position|her role|his role)
            - (backfill|vacancy|vacant|unfilled|vacated) & (role|position|post|seat
              |job|replace*|his|her|my|left|leav*)
            - (i|she|he|<Name>|<role>|who|boss) .. (going|gone|go|goes|moved
              |moving|off|jumping|jumped|defect*|headed|heading|went|poached by
              |snapped up by|hired by|joining|joins|joined) (over)? (to)? (a|an|one of
              our|our|another|the) (<any>)? (competitor|competitors|rival|rivals
              |startup|start up|company|employer|firm|agency|consultancy|competition
              |ngo|university) !(portal|dashboard|page|site|office|event|meeting|plan
              |account)
            - (position|job|role|post|opportunity|offer|challenge|challenges
              |opportunities|career|employment|engagement) (elsewhere|outside (the|of
              |<Name>|our)|abroad|at another|at a different|with another|in another
              (company|city|country|industry)|in the public sector|in academia)
            - (my|his|her|their|<Name> 's) (access|account|login|user|credentials
              |seat|profile) .. (pulled|revoked|removed|deactivated|disabled|closed|cut
              |blocked|transferred|killed|terminated|shut|locked) & (left|leav*|rif
              |layoff*|laid|resign*|retire*|fired|gone|last day|no longer|terminated
              |quit*)
            - (since|now that|after|because|once) (<Name>|<their_role>|she|he|my
              <any>|our <any>|her|him) .. (is gone|has gone|went|left us|walked
              |departed|was let go|has left|is leaving|leaves|retires|resigned|moves on
              |steps down|goes on retirement|goes)
            - (death|passed away|passing away|died|passing of|deceased)
            - from .. (on|onwards|onward|forward|1st|first) .. (i am|is|will be|i will
              be|she is|he is) (your|the|our) (new)? (contact|contact person|point of
              contact|counterpart|responsible|owner|lead)
            - (have|has|had|is|am|was) (succeeded|replaced|taken over from|inherited)
              (<Name>|him|her|my predecessor|the (former|previous))
            - (following|after|upon|due to|because of|given|since|with) (her|his|the
              |their|my|<Name> 's) (sudden|recent|unexpected|imminent|upcoming)?
              (departure|exit|resignation|retirement|leaving|dismissal|passing)
            - (farewell|goodbye|good bye|leaving (do|party|drinks|lunch|card|gift
              |collection|present|cake)|send off) (<Name>|for <Name>|to <Name>|for our
              |for my|for her|for him|lunch|drinks|party|cake|everyone|everybody|all
              |,|$|and thank|friends|team|dear|my|from me|to you)
            - (bid|bids|bidding|say|saying|said|says|wish|wishing|time for)
              (farewell|goodbye|goodbyes|good bye|adieu|our goodbyes) !(to (the|our
              |your|all) (old|legacy|excel|spreadsheet|manual|spreadsheets|email|paper
              |tool))
            """,
    ),
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
    bias=-4.0,
    context={NEGATED: -6.0, HYPOTHETICAL: -3.0, ASKED: -1.5, EXCLAIMED: 0.0},
    in_automatic=True,
)
