"""They speak for us to others, or offer to."""

from typing import Final

from stream_health.language.kind import ASKED, EXCLAIMED, HYPOTHETICAL, NEGATED, Kind, Rule

KIND: Final = Kind(
    "advocacy",
    (
        Rule(
            "recommends",
            6.4,
            """
            - (i|we|would|definitely|highly|already|have|gladly|happily|strongly
              |wholeheartedly|always|thoroughly|happy to|glad to|will|constantly|can
              |can only|warmly|keep|been|just|certainly|also|absolutely|am|are
              |recently|not hesitate to|even|actively|personally) (recommend|recommended
              |recommending|endorse|endorsed|vouch|refer|referred|referring|suggest
              |suggested) (you|your|it|this|the (tool|product|platform|team|app
              |software|company)|for you|them to you|a|us|others|to|<Name>|my|our
              |anyone|any|every|several|two|three|some|another|people|friends) !(that
              you|adding|to (add|change|fix|use a|remove|make|improve|switch|check
              |include|have|move|us that))
            - (recommend|recommended|recommending|refer|referred|referring|mentioned
              |pitched|suggested|talked up|praised|showed|praising|introduced|introduce
              |introducing) (you|your (tool|product|platform|service|services|company
              |name|software)|it|this|the (tool|product|platform)) (guys|folks|all
              |team)? (to|at|in|with|around) (a|an|my|our|other|others|another|the
              |some|several|two|three|four|five|friend|friends|anyone|everyone
              |everybody|peers|colleagues|people|all|any|every|<Name>|few|sister
              |former|old|fellow|industry|different|ex)
            - (tell|telling|told|tells) (everyone|everybody|anyone|all|my|our|other
              |others|people|friends|peers|colleagues|them|every) .. (about|to (use
              |buy|try|switch|look|check)|how (good|great|much|happy|well)|that)
            - (spread|spreading) the (word|love|news)
            - (singing|sing|sung) your praises
            - (sent|send|sending|steered|point|pointed|pass|passed|pushing|brought
              |bring) (you|them|him|her|a|my|your|some|another|two|three|your name)
              .. (your way|to (you|your (site|website|team|page))|customers|business
              |on to|referral|leads)
            - (referral|referrals|refer a|word of mouth|advocate|advocates|ambassador
              |evangelist|evangelists|evangelizing|cheerleader|champion of your|biggest
              fan|biggest fans)
            """,
        ),
        Rule(
            "reference",
            6.4,
            """
            - (reference|references|case study|case studies|testimonial|testimonials
              |success story|customer story|video story|quote (us|me|from us)|quote for
              your|reference (call|calls|customer|client|account)|speak* (at|on|about)
              (your|our (experience|story|success)|how)|guest (speaker|post|on)|panel
              |on stage|co present|copresent|joint (webinar|presentation|talk|press)
              |customer advisory board|advisory board|cab|user group|use our (logo|name
              |story)|our logo|logo on your|share our (story|experience|success|results)
              |tell our story) .. (happy|glad|love|sure|of course|willing|open|can
              |could|for you|with|to|on|in|you|,|$|if|would|call|about|next|at
              |anytime|any time|whenever|join|interested|any)
            - (happy|glad|love|willing|open|pleased|honored|delighted|more than happy
              |would be up|up for|volunteer|offer|offered|agreed|sign me|count me|count
              us|keen|interested|gladly|be in|welcome) .... (reference|references|case
              study|testimonial|success story|speak (at|on|with|to)|talk to (your
              |other|prospects|any)|webinar|panel|quote|logo|interview|video|story
              |conference|prospects|prospective|other customers|potential customers
              |review|advisory board|press release|advocate|recommend|refer)
            """,
        ),
        Rule(
            "review",
            6.2,
            """
            - (left|leave|leaving|wrote|written|write|writing|posted|post|posting
              |gave|given|give|giving|submitted|put|rated|rate) (you|a|an|your|my
              |our|just|already|the|up|some|gladly)? (guys|team)? (a|an|you)?
              (glowing|great|good|positive|five star|5 star|nice|raving|rave|stellar
              |honest|public|5|five|4|excellent|lovely|linkedin|shining)? (<any>)?
              (review|reviews|stars|star review|recommendation|endorsement|rating
              |shoutout|shout out|post) (of|for|on|about|you|,|$|and|today
              |yesterday|last|to|at)
            - (review|stars|rating|post|posted|wrote|shoutout) .. (on|at|to) (g2
              |capterra|trustpilot|gartner|google|app store|linkedin|glassdoor
              |trustradius|software advice|twitter|x|play store|your (page|site)|social)
            """,
        ),
        Rule(
            "others_bought",
            5.0,
            """
            - (my|our|a|another|the) (old|former|new|sister|other|friend|parent
              |partner|previous)? (<any>)? (friend|company|colleague|team|department
              |peer|contact|subsidiary|brother|sister|wife|husband|agency|client
              |division|office) .. (sign* up|bought|buy|start* using|become a customer
              |adopt*|is now using|now uses) .. (because of|after|thanks to|based on|on
              my|on our|since i|i told|you)
            - (brag|bragging|bragged|rave|raving|raved|gush|gushing) (about|to) ..
              (you|your|tool|it|product|platform|everyone|friends|peers|others
              |network)
            - (introduce|intro|introduction|connect|connecting|introducing) .. (you|your
              team) .. (to|with) .. (friend|friends|peer|peers|former colleague|network
              |contact|contacts|sister company|other (team|department|company|companies
              |division)|ceo of|cto of|head of|who (is|are|might|could|needs) (looking
              |interested|struggling|in the market|benefit))
            - (10|9|nine|ten) (out of|of)? (10|ten)? .. recommend*
            """,
        ),
        Rule(
            "not_for_us",
            -7.0,
            """
            - (not|never|no|hardly|nobody|stop|stopped|can not|cannot|unable
              |hesitat*|nor|without|wo|hard to|difficult to|neither) (<adv>)? (be|been
              |going|able|to|in a position|likely|want|comfortable|would|really
              |possibly|in good)? (to|conscience)? (<any>)? (<any>)? (recommend*|refer*
              |vouch|endors*|reference|testimonial|case study|advocate|review)
            - (you|your (team|support|csm|docs|documentation|consultant|engineer
              |agent|colleague|side)|support|he|she|they|it|docs|documentation
              |vendor|consultant|auditor|auditors|article|guide|settings|was|is|as
              |are|were|been|system) (<adv>)? (recommend|recommended|recommends|suggest
              |suggested|suggests|refer|referred|refers)
            - (what|which|who|how|do|does|did|can|could|would|any|please|should
              |where|whether|if) (<any>)? (you|your|one|your team) (recommend|recommends
              |recommended|suggest|recommendation|recommendations)
            - (recommend|recommended|recommends|suggest|refer) (settings|setting
              |configuration|way|approach|that (you|we|your|the)|to (add|change|fix
              |use a|remove|make|improve|switch|check|include|us|me|set|update
              |have)|practice|practices|version|browser|value|values|limit|size|plan
              |adding|improving|fixing|changing|using (a|the|an)|a (different|change
              |fix|new|better|feature|setting|button|clearer|workaround|good)|it (be
              |gets|should))
            - (recommendation|recommendations) (engine|widget|module|feature|algorithm
              |system|model|on (how|what|which|the)|for (how|the|setting|our|best
              |improv*))
            - (refer|referring|referred|reference|references|with reference|refers) (to
              |back|back to|number|id|code|field|fields|no|implementation|data|table
              |key|document|documentation|architecture|guide|below|above|the|our
              (ticket|case|call|email|last)|your (email|ticket|message|invoice|last
              |documentation|docs))
            - (referral|reference|review|advocate|testimonial|survey|nps
              |recommendation) (field|code|codes|program (module|feature|setup)|link
              |links|tracking|workflow|module|widget|form|page|report|number|data
              |source|sources|url|traffic|id|request (feature|email template)|table
              |template|step|stage|process|bonus|fee)
            - (code|peer|performance|security|contract|legal|annual|quarterly
              |business|document|design|manager|pull request) review
            - (review|reviewed|reviewing) (the|our|your|this|it|my|these|by|and
              |with|of the|meeting|call|session)
            """,
        ),
    ),
    context={NEGATED: -6.0, HYPOTHETICAL: -0.5, ASKED: -2.0, EXCLAIMED: 0.0},
    floor=0.0,
)
