"""A competitor by name, or talk of alternatives: the more certain, the clearer the comparison."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

_FOR = (
    Rule("named", 4.3, "<competitor>", fixed=True),
    Rule(
        "named_compared",
        3.2,
        """
            - <evaluate> .... <competitor>
            - <competitor> .... (evaluat*|compar*|shortlist*|demo|demos|trial|pilot
              |poc|pitch*|proposal|quote*|quotation|pricing|price|cheaper|discount
              |offer*|approach*|reach* out|courting|contacted|rfp|tender|switch*
              |instead|alternative|better|faster|stronger|easier|already (has|have
              |does|do|offers|supports)|out of the box|undercut|half the|% less|can do
              |does (this|that|it)|has (this|that|it)|supports|includes|promis*
              |claims)
            - (switch*|mov*|migrat*|chang*|going|go|jump*|leaning|defect*
              |transition*|replac*) .. (to|with|towards|by|for) <competitor>
            - (vs|versus|against|compared (to|with)|than|unlike|like|over|between
              |rather than|instead of|alternative to|as good as|same as|similar to
              |relative to|next to|alongside) .. <competitor>
            - (quote|proposal|offer|demo|trial|pitch|poc|pilot|presentation|bid
              |call|meeting|rep|salesperson|sales (rep|team|people)) .. (from|with|of
              |by|at) <competitor>
            - (signed|signing|chose|chosen|selected|picked|prefer|prefers|preferred
              |favor|favors|pushing|pushes|push|champions|recommends|recommended|wants
              |likes|loves|suggested|suggests) (up|for|us|to|the|using|on|with)?
              (use|try|move to|switch to|go with|with)? <competitor>
            """,
    ),
    Rule(
        "unnamed",
        5.4,
        """
            - <evaluate> (at|with|to|into|around|for|out|some|a|an|the|few|of
              |other|different|several|two|three|multiple|various|your|you|competing
              |alternative|couple|number|what|which|potential|possible|new|against|us
              |you with)? (alternative|alternatives|competitor|competitors|competition
              |other (options|vendors|providers|solutions|tools|platforms|suppliers
              |products|systems|offers|offerings|software|companies|players)|different
              (vendor|vendors|provider|providers|platform|platforms|supplier
              |suppliers)|replacement|replacements|competing (product|products|tool
              |tools|platform|platforms|solution|solutions|offer|offers|vendor
              |vendors)|new (vendor|vendors|provider|providers|platform|supplier))
            - (look|looking|looked|shop|shopping|going|checking|sniffing) (around
              |elsewhere) !(in (the|your) (app|settings|product|docs))
            - (see|seeing|know|find out|finding out|find|explore|exploring|check
              |checking|scan|scanning|survey|surveying|test|testing) (what|who)? (else
              |other options)? (is|are|what else is|else is)? (out there|on the market
              |else is available|available on the market|what else is|who else)
            - (the market|our market|market) (scan|review|test|check|comparison|survey
              |research|for (a)? (new|alternative|replacement))
            - (run|running|issue|issuing|start|starting|launch|launching|open|opened
              |opening|preparing|prepare|kicked off|kick off|put|putting|going|go
              |gone|went) .. (rfp|rfi|rfq|tender|bake off|vendor (selection|comparison
              |evaluation|review|bake off)|competitive (review|process|evaluation|bid*))
            - (one|some|several|two|three|a few|a number|another|both) (of)? (your)?
              (competitor|competitors|rival|rivals|the competition)
            - (your|a|the) (direct|main|biggest|closest|nearest|other|cheaper|big
              |bigger)? (competitor|competitors|rival|rivals|competition) (is|are|has
              |have|offer*|quot*|pitch*|approach*|reach*|contact*|can|does|do|came
              |come|gave|told|told us|showed|demo*|charge*|promis*|just|already|now
              |seem*|look*|could|would|for (half|less|a))
            - (from|with|by|to|at|than|like) (a|one of your|your|another|some of
              your|the) (direct|main|cheaper|big)? (competitor|competitors|rival
              |rivals|competition)
            - (another|a different|an alternative|a cheaper|a rival|a competing|a
              second|other|cheaper) (vendor|provider|supplier|tool|platform|solution
              |product|company|option|offer|quote) .. (cheaper|offer*|quot*|pitch*
              |half|less|better|demo*|trial|lower|for (a|the) fraction|that (does|can
              |has|offers|includes))
            - (cheaper|better|competing|lower|competitive|alternative|rival|other)
              (offer|offers|quote|quotes|bid|bids|proposal|proposals|alternative
              |alternatives|options) (from|on the table|elsewhere|by|are|is|out there
              |in hand|we have|we got)
            - (consider*|explor*|evaluat*|weigh*|assess*|keep*|open to|review*|look*
              (at|into)) (all|our|other|various|different|the|some)? (of our)?
              (options|alternatives) (,|$|for|on the|outside|including|before|at|as
              |in|ahead|and|next|when|too|because)
            """,
        near="product",
    ),
    Rule(
        "unnamed_plain",
        5.0,
        """
            - (evaluat*|consider*|explor*|look* (at|into|for)|compar*|assess*
              |shortlist*|review*|demo*|trial*|pilot*|research*|investigat*) (some|a
              few|other|several|your|possible|potential|a couple of|two|three
              |various|different|any|an|cheaper|the)? (alternatives|competitors
              |alternative (vendors|providers|tools|platforms|solutions|suppliers|vendor
              |provider|tool|platform|solution|supplier|systems|products)|other
              (vendors|providers|suppliers|platforms)) !(route|routes|flight|flights
              |date|dates|time|times|slot|slots|workflow|workflows|approach*|payment)
            - (alternatives|other vendors|competitors|other providers|competing tools
              |other platforms) .. (are|being|were|under|have been) .. (evaluated
              |considered|looked at|reviewed|compared|explored|shortlisted|consideration
              |evaluation|review)
            - (alternatives|alternative) to (you|your (platform|tool|product|service
              |solution|software)|this (platform|tool|product))
            - (compar*|benchmark*|measur*|stack*|pit*|put*) (you|your (platform|tool
              |product|pricing|offer|offering|price|quote|solution|service)) (up)? (to
              |with|against|side by side|versus|vs|alongside) !(last|the (previous|old)
              |our (old|own)|what)
            - (you|your (platform|tool|product|pricing)) (compare|compares|stack
              |stacks|measure|measures) (up)? (to|with|against) (other|others
              |competitors|the competition|alternatives)
            """,
    ),
    Rule(
        "name_in_context",
        5.2,
        """
            - (evaluat*|compar* (you|your <any>|it|this|us)? (to|with|against)?
              |shortlist*|piloting|trialing|trialling|switch* (over)? to|migrat* (over)?
              to|moving (over)? to|considering|demoing|demoed|demo (of|from|with|by)
              |trial (of|with)|poc (of|with)|pitch (from|by)|proposal (from|by)|quote
              from|offer from|looking (closely|seriously)? (at|into)) (both|either)?
              <Name> (as (a|an|our|the|your) (replacement|alternative|possible
              |potential|new|cheaper)|instead|too|as well|,|$|for (next|renewal|our
              |the)|because|since|and|or|alongside|before|and <Name>|which|who|they
              |next|this|also|right now|at the moment|in parallel|against|vs|versus
              |side by side)
            - <Name> (is|are|was|were|has|have|just|also|already) .. (cheaper|half
              the price|less expensive|offering|offered|quoted|pitching|pitched
              |undercut*|approached|offers) (us|you|than (you|yours)|,|$|by|at|for
              |per|the same|everything|similar)
            - (vs|versus|compared (to|with)|alternative to) (<competitor>|you and <Name>
              |<Name> and you)
            """,
        near="decide",
    ),
)

_AGAINST = (
    Rule(
        "our_customer",
        -7.0,
        """
            - <competitor> (is|are|was|were|,|as|has been|have been|became|signed up
              as|just signed|signed) .. (our|a|one of our|as a|own|of our|my|an)?
              (biggest|largest|new|key|main|own|big|long standing|valued|current
              |most important)? (client|clients|customer|customers|partner|partners
              |supplier|investor|investors|tenant|tenants|reseller|sponsor of
              |subsidiary|parent|landlord|shareholder|owner)
            - (our|a|the|my|some|one of our|of our|new|big|biggest|largest|key)
              (client|clients|customer|customers|partner|partners|account|accounts
              |tenant|subsidiary|parent company|investor|prospect|user) .. (is|are|like
              |such as|called|named|,|at|from|including|includes|include|with|for
              |namely)? (at|from|with|for|the team at)? <competitor>
            - (deliver*|ship*|sell*|sold|invoice*|consult*|work*|working|build*|deal)
              (to|for|with|the)? (our (client|customer|partner)|client|customer)?
              <competitor> (as|orders|order|account|project|campaign|team|store
              |office|event|shipment|invoice)
            - <competitor> (account|project|campaign|deal|order|shipment|store|office
              |building|arena|stadium|conference|event|webinar|alumni|people as our|as
              (a|our) (client|customer|partner))
            """,
    ),
    Rule(
        "integration",
        -5.0,
        """
            - (integrat*|connector|connectors|connect*|sync*|import*|export*|plugin
              |plug in|api|webhook|webhooks|csv|sso|field|fields|push*|pull*|feed*
              |map|mapping|zap|data) .. (with|to|from|for|into|between|and|via|of
              |in|out of)? (our|the|your)? <competitor>
            - <competitor> (integration|connector|sync|export|import|plugin|api|data
              |account id|csv|files|file|records|widget|webhook|link|login|instance
              |sandbox|contacts|tickets|field)
            """,
    ),
    Rule(
        "moved_from",
        -7.0,
        """
            - (came|come|coming|switch*|mov*|migrat*|left|leav*|replac*|chang*
              |transition*|ditch*|dropp*|drop|cancel*|ended|ending|retir*|phas* out
              |sunset*|decommission*|rid of|off|mov* on|mov* away|mov* over|graduat*
              |escap*) (over)? (away|off|on)? (from|off|of|with|the|our|using)? (our
              |the|old|my|that|all of|contract with|subscription (to|with)|account
              with|license* (of|for|from))? (old|legacy|previous|former)? <competitor>
              !(, too)
            - (used|use|using|tried|had|been on|were on|was on|were with|came from
              |struggled with|suffered with|worked with|ran|we ran|bought) (to (use|have
              |be (on|with)|work with))? (the|our)? <competitor> .. (before|in the past
              |previously|years|year|ago|at my (old|previous|last)|until|in my (last
              |previous)|for (a|two|three|four|five|many|several|years)|last|back)
            - used to (use|have|be on|be with|run|work (with|in|for|at)) (the)?
              <competitor>
            - (previous|previously|former|formerly|old|before|earlier|past|prior|ex)
              (we|vendor|tool|platform|system|provider|used|company|job|employer
              |role|life|on|with|,|at|using|, we)? (used|had|was|were|with|ran|on
              |at|in)? (on|with|at|in)? <competitor>
            - (years|year|months|life|experience|time|days|colleagues|background
              |certified|job|career|worked|working|interview*) (at|with|in|on|of
              |from|as|a|an|for)? (a|an|the)? <competitor>
            - (better|easier|faster|nicer|stronger|cheaper|more <any>|superior|ahead
              |miles ahead|light years ahead|happier|smoother|simpler|cleaner) (than|to
              |of) (what (we had|they had) (with|at|in|on)|with|anything|the)?
              <competitor>
            - (chose|choose|chosen|choosing|picked|prefer|preferred|prefers|selected
              |went with|stick* with|stay* with|keep* with|happy with|glad we chose
              |recommend*) (you|your (tool|platform|product|solution)|yours) .. (over
              |instead of|rather than|ahead of|to|against|and not|not) <competitor>
            - (beat|beats|beating|outperform*|crush*|blow*|wins (over|against)|won
              against|leave* .. behind) .. <competitor>
            - <competitor> (alumni|days|contract (has|is)? (ended|expired|over|ends
              |cancelled|terminated)|was (worse|a nightmare|terrible|awful|clunky|too
              |painful|horrible|never)|never (did|had|could|worked|managed|offered)
              |could not|could never|did not|lost|is (worse|far worse|nowhere near
              |terrible|awful|clunkier|clunky|not even close|not as good|no match
              |behind|inferior))
            """,
    ),
    Rule(
        "news",
        -5.0,
        """
            - (article|blog|post|newsletter|news|read|podcast|webinar|conference
              |event|report|whitepaper|quadrant|g2|gartner|forrester|press|acquired
              |acquisition|ipo|earnings|stock|announced|invest*|linkedin|keynote
              |speaker|booth|swag|hired .. from|joined us from|joins us from|joined from
              |came from|comes from|recruit* from) .. <competitor>
            - <competitor> .. (acquired|acquisition|ipo|earnings|stock|conference
              |newsletter|blog|podcast|article|booth|keynote|webinar|outage|layoffs|in
              the news|hired)
            """,
    ),
    Rule(
        "not_evaluating",
        -6.0,
        """
            - (not|never|no|nobody|without|no need|stopped|rather than|no interest|no
              plans|no intention|no reason) !(going to lie) (<any>)? (<any>)? (evaluat*
              |consider*|look* (at|for|around|elsewhere|into)|explor*|talk* to|switch*
              |compar*|shop*|mov* to|interested in|swap*|trade you|leav* for|tempted by
              |go* to|replac*)
            - (not|never) (<adv>)? (<any>)? (<any>)? (competitor|competitors|alternative
              |alternatives) & (need|want|look*|consider*|evaluat*|necessary|plan*
              |interest*|reason*)
            - (no alternative|no alternatives|no choice|no other option|only option)
              (but)?
            - (our|my) (own)? (competitor|competitors|competition|rivals)
            - (competitor|competitors|competition|competitive) (analysis|analyses
              |tracking|intelligence|monitoring|research|report|reports|dashboard|field
              |module|pricing data|benchmarking|landscape|prices|data|watch|names|tab
              |section|list|insights)
            - (other|alternative|different) (ways|methods|approaches|dates|times|slots
              |payment|options (in|within|for (the|this|our) (export|import|report
              |call|meeting|date|layout|chart|setup|configuration|integration|workflow
              |login))|workaround)
            """,
    ),
)

KIND: Final = Kind(
    "competitor_named",
    (*_FOR, *_AGAINST),
    context={NEGATED: -1.0, HYPOTHETICAL: -0.3, ASKED: 0.0, EXCLAIMED: 0.0},
    floor=0.0,  # most who name one do so in passing
)
