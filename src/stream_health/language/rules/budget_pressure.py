"""Budget pressure: less money, or a price that hurts."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

KIND: Final = Kind(
    "budget_pressure",
    (
        Rule(
            "budget_cut",
            6.4,
            """
            - (budget|budgets|spend|spending|cost|costs|headcount|funding|opex|capex
              |expense|expenses|investment|discretionary|money|cash|it spend|software
              spend) .. (cut|cuts|cutting|freeze|frozen|froze|reduced|reduction
              |reductions|reducing|slashed|slash|tight|tighter|tightening|squeezed
              |squeeze|constrained|constraint|constraints|limited|shrunk|shrinking
              |shrank|pressure|pressures|halved|trimmed|trimming|trim|scrutiny
              |scrutinized|under review|under pressure|restrictions|challenges|crunch
              |gone|dried up|pulled|withdrawn|saving|savings|exhausted|used up|issue
              |problem|blown|stretched|lean|down|capped|cap|hold|stop|ban|control
              |controls|concern|concerns)
            - (cut|cuts|cutting|freeze|freezing|froze|frozen|reduce|reduced|reducing
              |reduction of|slash|slashed|slashing|tight|tighter|tightening|tightened
              |squeezed|constrained|limited|shrinking|shrunk|smaller|halve|halved|trim
              |trimming|lower|lowering|rein in|control|controlling|contain|save on
              |saving|bring down|take out|claw back|no|lack of|without|lost|lose
              |losing|insufficient|zero|stretched|scrutiniz*|scrutinis*|minimize
              |optimize|optimise|optimizing) (on)? (our|the|all|my|any|some|overall
              |annual|this|department|it|software|saas|marketing|operating|operational
              |vendor|tool|unnecessary|discretionary|total|company|departmental
              |external|more|running)? (<any>)? (budget|budgets|spend|spending|cost
              |costs|expense|expenses|overhead|outgoings|outlay|funding|money|opex)
            - (cost|costs|expense|budget|spend|spending|saving|savings) (cutting
              |saving|reduction|control|containment|optimization|optimisation|efficiency
              |freeze|target|targets|program|initiative|measures|exercise|drive|review
              |consciousness|pressure|pressures|cuts|savings|discipline|takeout
              |constraints|restrictions)
            - (hiring|spending|budget|purchase|purchasing|procurement|cost|expense)
              (freeze|stop|ban|moratorium)
            - (tighten*|tightening) (our|the|their)? (belt|belts|purse strings)
            - (belt tightening|penny pinching|austerity|every (penny|dollar|euro|cent
              |pound|line item|expense) (counts|is|has|matters|under|gets|must|we)?)
            - (layoffs|layoff|laying off|laid off|downsiz*|redundancies|headcount
              (reduction|cut|cuts|freeze)|reduction in force|restructuring|insolvency
              |administration|running out of (money|runway|cash|budget)|short of cash
              |cash flow (problem|problems|issues|is)|runway|do more with less|rough
              (quarter|year)|bad (quarter|year)|tough (quarter|year|economic|economy
              |market|climate|times)|economic (climate|downturn|situation|conditions
              |headwinds)|downturn|recession)
            """,
        ),
        Rule(
            "too_expensive",
            6.2,
            """
            - (too|very|so|really|quite|pretty|rather|far too|way too|extremely
              |prohibitively|overly|getting|become|became|increasingly|more) (<adv>)?
              (expensive|pricey|costly|pricy|steep|dear|much money|high for (us|our
              |a)|rich for (us|our))
            - (price|prices|pricing|cost|costs|fee|fees|quote|increase|invoice|bill
              |uplift|number|figure) .. (too (high|much|steep)|high|hefty|steep|hard to
              (swallow|stomach|absorb|justify|accept)|more than (we|our|i)|above (our
              |what|budget)|over (our)? budget|beyond (our|what|budget)|out of (our
              |reach)|unaffordable|exceed*|shock|unjustif*|outrageous|excessive|doubled
              |tripled|went up|gone up|jumped|does not (fit|work)|not sustainable
              |unsustainable|not affordable|unacceptable|painful|not in (our|the) budget
              |eye watering|insane|ridiculous|not justified|a stretch)
            - (can not|cannot|no longer|not|hardly|barely|unable to|struggle to
              |struggling to) (<adv>)? (afford|justify (the|this|that|such|your|our)?
              (<any>)? (price|cost|costs|spend|expense|pricing|increase|amount|budget
              |money|fee|fees)|pay (that|this|so|for all|these|more|any more|your
              |the new|the full|as much)|absorb|stretch|swallow|sustain|find (the|more
              |extra)? (budget|money|funds)|fit (it|this|that)? (in|into|within) (our
              |the)? budget|approve (the)? budget|approved (the)? budget|get (the)? (budget
              |funding) (approved|approval|for|signed))
            - (price|pricing|cost|fee) (increase|increases|hike|hikes|rise|uplift
              |jump|bump) .. (too|not|cannot|can not|hard|difficult|surpris*|shock*
              |unexpected|unaccept*|steep|without|is|was|of|for us|pushback|push back
              |reconsider|waive|justify)?
            - (expensive|pricey|costly|overpriced) (for (us|our|what|a)|compared
              |given|than|tool|tools|product|plan|,|$|license|licenses|item|line)
            - (half the price|for less|for a fraction|cheaper (plan|tier|option|package
              |license|licenses|version|way|alternative|elsewhere))
            - not (in|within) (the|our|this year 's|this) (<any>)? budget
            - (over|exceed*|beyond|above|outside|blow*|bust*) (our|the|my|this
              |what)? (<any>)? (budget|budgeted)
            - (worth|justif*) .. (money|price|cost|spend|expense|what we (pay|are
              paying))
            """,
        ),
        Rule(
            "asks_less",
            5.6,
            """
            - (discount|price reduction|better price|lower price|reduced price|price
              match|reduced rate|lower rate|better rate|better deal|price break|price
              freeze|reduce the price|lower the price|come down on|sharpen your pencil*
              |drop the price|price cut|price concession|concession|payment plan|payment
              terms|pay (monthly|quarterly|in installments|later)|spread the (cost
              |payments)|installments|extend payment|better (commercial)? terms|wiggle
              room|room (to|for) (negotiat*|maneuver|move|flexibility)|flexibility on
              (price|pricing|the price|cost)|waive (the)? (increase|uplift|fee)) ..
            - (renegotiat*|negotiat*) (the|our|a|on|your|this|down)? (<any>)? (price
              |pricing|contract|terms|rate|rates|cost|costs|fee|fees|renewal|deal
              |license|licenses)
            - (downgrade|downgrading|downsize|downsizing|reduce|reducing|cut|cutting
              |lower|drop|fewer|scale (back|down)|trim|trimming|give up|return|shed)
              (to|from|the|our|down|back|on)? (<any>)? (<any>)? (plan|tier|package
              |licenses|seats|license|users|contract value|subscription|footprint|seat
              count|edition) !(settings|page|permission*|session*|access|load|name
              |list|view|import|field|limit)
            - (consolidat*|rationaliz*|rationalis*|trimming|trim|prun*|reduc*|slim*)
              (down)? (our|the|all|number of|tool|vendor|software|saas|on|some)?
              (<any>)? (vendors|tools|tool stack|tech stack|stack|suppliers|software
              |saas|tooling|subscriptions|vendor list|spend)
            - (cfo|finance|procurement|controller|accounting|board|management
              |leadership|ceo|investors|purchasing|head office|headquarters|hq) ..
              (asking|asks|asked|wants|want|told|insist*|requires|demand*|pushing
              |push|breathing|mandat*|instructed|looking to|questioning|questions
              |challenging|review*|target*|need|needs|decided|frozen|scrutin*|flagged
              |pressur*|on my case|pressing|has asked|is) .... (save|saving|savings
              |reduc*|cut*|cost|costs|spend|price|budget|percent|cheaper|less
              |expense|expenses|discount|justify|every (line|tool|vendor|subscription
              |software|invoice|license)|lower|invoice|money|roi)
            - (save|saving|shave|find|cut|reduce|take out|slash) .. (percent|money
              |1*|2*|3*|4*|5*) .. (cost|costs|spend|budget|savings|off|across|from)
            - (under|feeling|facing|lots of|a lot of|big|enormous|huge|real
              |increasing) (<any>)? (cost|budget|financial|price|margin|spending)
              (pressure|pressures|constraints|strain)
            - pressure (to|on|from) .. (cost|costs|spend|budget|save|savings|cut
              |cutting|margin|margins|finance|cfo|procurement|reduce)
            """,
        ),
        Rule(
            "healthy",
            -6.0,
            """
            - (budget|funding|spend|money|po) .. (approved|secured|signed off
              |increased|in place|available|allocated|is there|confirmed|grew|doubled
              |not (a|an|the) (problem|issue|concern|blocker)|no problem|no issue
              |granted|expanded|is fine|set aside|earmarked|released|unlocked|plenty)
            - (have|got|secured|approved|found|received|increased|more|extra
              |additional|plenty of|bigger|larger|enough|leftover|spare|new) (the|a
              |our|some|more|for|of)? (<any>)? (budget|funding) (for|to|left|approved
              |available|,|$|and|this|in|next|so)
            - (not|never|no) (too|so|that|very|a|an|really|about|the|longer|all
              that|is|money)? .. (expensive|budget (issue|problem|question|concern)
              |cost (issue|problem|question|concern)|price (issue|problem|question
              |concern)|about (the)? (price|money|cost|budget)|pricey|tight)
            - (budget|budgeting|cost|spend|expense|price|pricing|discount|invoice
              |finance|quote) (module|report|reports|dashboard|field|fields|feature
              |tab|page|column|widget|tracker|planner|planning (module|tool|template)
              |template|export|calculator|code|codes|rule|rules|import|data|approval
              workflow|category|categories|center|centre|centers|alert|alerts|object
              |api|view|screen|owner|list|forecast report|coupon|table|tool is)
            - (save|saved|saves|saving) (us|me|our team|the team|so much|hours|a lot
              of|tons of|lots of) .. (time|money|hours|work|headache|effort|cost
              |costs)
            - (great|good|excellent|fair|amazing|fantastic|real|best|reasonable)
              (value|deal)
            - worth (every|the|it) (penny|money|price|cent|investment|dollar|cost|,
              |$)
            - (customers|customer|clients|users|shoppers|buyers|patients|their
              |students) .. (budget|budgets|expensive|discount|discounts|afford|cheaper)
            - (well|easily|comfortably|stay*|still|just) (within|under|below|in) (our
              |the)? budget
            """,
        ),
    ),
    context={NEGATED: -4.0, HYPOTHETICAL: -1.0, ASKED: -0.3, EXCLAIMED: 0.0},
)
