"""What people who leave do, whatever the subject of the sentence."""

from typing import Final

from stream_health.language.kind import Rule

PREDICATE: Final = Rule(
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
              |layoff*|laid|resign*|retire*|fired|gone|last day|no longer|quit*)
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
)
