"""How paragraphs open in English: verbs often and seldom used, adverbs and phrases before them."""

from __future__ import annotations

import pytest

from majlis.textkit.openings import opening, opening_kind

PREAMBULAR = """
Also recalling | Again recalling | Welcoming also | Expressing its deep appreciation | Having
noted with satisfaction | Noting in particular | Noting, in this regard, | Noting with deep
regret | Bearing in mind also | Bearing in mind, in particular, | Underlining also | Cognizant
of the fact | Believing that | Paying tribute | Looking forward | Convinced also | Saluting |
Seeking | Inspired by | Without prejudice to | Building upon | Realizing | Recalling in
particular | Appreciating | Mindful of | Being aware | Having adopted | Having decided |
Acting on the recommendation | On the recommendation of the Committee | Taking cognizance |
Encouraged by | Dismayed by | Shocked at | Regretting | Affirming | Stressing further |
Considering further | In the light of | Proud of | Dedicated to | Anxious to | Eager to |
Sharing the concern | Aiming to | Faced with | Confronted with | Assured of | Sensible of |
Remembering | Disturbed by | Alerted by | Cautioning against | Deeply appreciative of | Fully
aware that | Taking into consideration | Having considered also | Recognizing also | Further
recognizing | Reaffirming once more | Strongly condemning | Deeply deploring | Gravely
concerned | Seriously concerned | Extremely concerned | Increasingly concerned | Concerned
also | Concerned further | Alarmed also | Expressing grave concern | Expressing its concern |
Expressing once again its deep concern | Expressing its full support | Expressing its strong
support | Reiterating its call | Reiterating also | Recognising | Emphasising | Acknowledging
with appreciation | Acknowledging also | Taking note also | Taking due note | Taking further
note | Taking fully into account | Taking into account also | Having regard also | Having
taken note | Having in mind | Having in view | Having heard | Having learned | Having learnt |
Having invited | Having resolved | Having been apprised | Desirous of | Desiring to | Wishing
to | Hoping that | Trusting that | Confident that | Satisfied that | Persuaded that | Resolved
to | Determined to | Determining that | Deciding | Reminding | Referring to | Pursuant to | In
accordance with | In pursuance of | Guided by | Guided also by | Motivated by | Prompted by |
Moved by | Touched by | Impressed by | Struck by | Animated by | Heartened by | Gratified by |
Pleased with | Pleased that | Noting with pleasure | Pleased to note | Disappointed | Deeply
disappointed | Frustrated | Horrified | Appalled | Outraged | Stunned | Astonished | Surprised
| Indignant at | Grieved | Saddened by | Distressed | Perturbed | Troubled by | Worried |
Preoccupied | Apprehensive | Fearing that | Regarding | Perceiving | Observing | Viewing |
Understanding | Accepting | Agreeing | Rejecting | Opposing | Opposed to | Denouncing |
Deprecating | Protesting | Urging | Calling upon | Requesting | Inviting | Encouraging |
Appealing | Commending | Congratulating | Thanking | Applauding | Celebrating | Commemorating
| Honouring | Marking | Recalling with appreciation | Recalling also | Recalling further |
Recalling, in this context, | Recalling paragraph 5 | Reaffirming also | Re-emphasizing |
Re-affirming | Restating | Repeating | Underscoring | Highlighting | Attaching | Placing | Giving
| Supporting | Endorsing | Upholding | Maintaining | Insisting | Demanding | Asserting |
Declaring | Proclaiming | Concluding | Finding | Deeming | Whereas | Since | Given that |
Given the | Considering that | Considering it | Not having | Conscious also | Deeply conscious
| Ever mindful | Ever conscious | Always mindful | Keenly aware | Acutely aware | Painfully
aware | Well aware | Alive to | Attentive to | Aware also | Aware, in particular, | Concurring
| Subscribing to | Responding to | Reflecting | Respecting | Valuing | Cherishing | Committed
to | Expecting | Anticipating | Awaiting | Noting also | Noting further | Noting the | Noting
that | Noted | Taking up | Following | Following up | Continuing | Remaining | Being | Being
guided | Being of the opinion | Being convinced | Being mindful | Basing itself | Based on |
Drawing attention | Drawing on | Drawing inspiration | Pointing out | Pending | Bearing
witness | Welcoming with satisfaction | Welcoming in particular | Welcoming the | Warmly
welcoming | Welcoming, in this regard, | Solemnly declaring | Prohibiting | Striving | Stating
| Speaking | Learning | Upon the recommendation | Upon recommendation | Upon the proposal |
Considerably concerned | Profoundly shocked | Deeply shocked | Profoundly disturbed | Deeply
moved | Strongly convinced | Firmly convinced | Fully convinced | Equally convinced | Gravely
alarmed | In recognition of | In view of | In order to | In the belief that | In the
conviction that | In conformity with | In response to | In the exercise of | By virtue of |
Under Article | With a view to | With reference to | With regard to | Desirous also |
Determined also | Sharing | Stressing in particular | Emphasizing in this context | Despite |
Notwithstanding | Nevertheless noting | Greatly concerned | Greatly encouraged | Very
concerned | Mourning | Lamenting | Denying | Deploring also | Grateful to | Grateful for |
Thankful for | Respectful of | Reaffirming, in particular, | Reassured | Relying | Renewing |
Having reviewed | Having carefully examined | Having carefully considered | Having duly
considered | Having again considered | Having further considered | Having studied | Having
analysed | Having evaluated | Having discussed | Having debated | Having met | Having convened
| Having been informed | Having received | Having set | Having established | Having elected |
Having completed | Having taken | Having made | Having approved | Having concluded | Having
endorsed | Having signed | Having devoted | Having observed | Having recalled | Having noted |
Having welcomed | Having appreciated | Having taken into account | Having taken into
consideration | Having determined | Having come
"""

OPERATIVE = """
Also takes note | Takes note, in this regard, of | Takes note also | Takes further note |
Takes note with interest | Takes note with deep appreciation | Urges in particular | Strongly
encourages | Once again urges | Calls once more upon | Calls once again upon | Calls again
upon | Calls also upon | Calls further upon | Calls, in this regard, upon | Calls, in
particular, upon | Calls for | Calls, in this context, for | Calls also for | Calls upon |
Calls on | Calls the attention | Calls attention | Calls to mind | Expresses once again |
Expresses also | Expresses the hope | Expresses its deep concern | Expresses its sincere
thanks | Expresses, in this regard, its | Notes also | Notes with concern | Notes, in this
regard, | Notes in this connection | Notes further | Stresses the need | Stresses also |
Stresses once again | Looks forward | Also looks forward | Underlines also | Underscores |
Commits to | Fully supports | Reiterates its request | Reiterates also | Acknowledges with
appreciation | Remains deeply concerned | Remains seized | Remains actively seized | Is deeply
concerned | Is gravely concerned | Is convinced | Is aware | Is conscious | Is mindful | Is
alarmed | Is encouraged | Is pleased | Is resolved | Is determined | Is of the view | Is ready
| Deplores | Deeply deplores | Strongly deplores | Strongly condemns | Unequivocally condemns
| Vigorously condemns | Categorically rejects | Firmly rejects | Rejects | Decides | Decides
also | Decides further | Decides therefore | Decides, in this regard, | Further decides | Also
decides | Hereby decides | Therefore decides | Decides not to | Decides to | Resolves |
Resolves also | Solemnly declares | Declares | Declares itself | Declares that | Proclaims |
Solemnly proclaims | Affirms | Reaffirms | Reaffirms once again | Strongly reaffirms | Again
reaffirms | Confirms | Recalls | Recalls also | Recalls with satisfaction | Recognizes |
Recognizes also | Emphasizes | Emphasizes, in particular, | Highlights | Encourages |
Encourages also | Further encourages | Invites | Invites also | Again invites | Requests |
Requests also | Requests again | Once more requests | Further requests | Also requests |
Requests, in this regard, | Requests, in accordance with | Asks | Begs | Demands | Demands
again | Insists | Appeals | Appeals also | Appeals once again | Makes an urgent appeal |
Addresses an appeal | Renews its appeal | Renews its call | Renews | Repeats | Reminds | Warns
| Cautions | Commends | Highly commends | Pays tribute | Pays special tribute | Congratulates
| Thanks | Expresses thanks | Conveys | Extends | Extends its | Welcomes | Welcomes also |
Warmly welcomes | Welcomes with satisfaction | Accepts | Accepts with gratitude | Adopts |
Approves | Approves also | Approves of | Approves the | Endorses | Authorizes | Authorises |
Instructs | Directs | Mandates | Entrusts | Empowers | Charges | Establishes | Creates | Sets
up | Constitutes | Appoints | Elects | Designates | Nominates | Names | Appropriates |
Apportions | Allocates | Assesses | Adjusts | Amends | Modifies | Revises | Replaces | Deletes
| Inserts | Terminates | Discontinues | Abolishes | Dissolves | Repeals | Rescinds | Revokes |
Annuls | Cancels | Lifts | Suspends | Waives | Exempts | Excludes | Admits | Grants | Accords
| Awards | Bestows | Concurs | Concurs with | Agrees | Agrees to | Acknowledges | Advises |
Alerts | Assures | Attaches | Believes | Bears in mind | Considers | Considers it | Considers
also | Considers that | Deems | Finds | Holds | Holds that | Trusts | Hopes | Wishes | Wishes
to | Desires | Intends | Undertakes | Pledges | Promises | Guarantees | Supports | Upholds |
Maintains | Keeps | Continues | Continues to | Postpones | Defers | Adjourns | Concludes |
Convenes | Convokes | Invokes | Launches | Initiates | Inaugurates | Institutes | Introduces |
Includes | Places | Refers | Refers to | Submits | Transmits | Forwards | Communicates |
Brings | Draws attention | Draws the attention | Draws also the attention | Points out |
Points to | Sets | Sets out | Fixes | Determines | Defines | Specifies | Stipulates |
Prescribes | Prohibits | Forbids | Bans | Permits | Allows | Enables | Exhorts | Implores |
Beseeches | Urges | Urges also | Strongly urges | Again urges | Urgently requests | Urgently
appeals | Calls urgently upon | Presses | Proposes | Suggests | Recommends | Recommends also |
Recommends that | Strongly recommends | Reserves | Regards | Regrets | Regrets also | Deeply
regrets | Profoundly regrets | Laments | Denounces | Deprecates | Censures | Disapproves |
Objects | Protests | Opposes | Refuses | Declines | Dismisses | Disregards | Repudiates |
Condemns | Condemns also | Condemns once again | Shares | Shares the view | Associates itself
| Aligns itself | Joins | Subscribes | Dedicates | Commemorates | Celebrates | Observes |
Honours | Marks | Hails | Salutes | Applauds | Praises | Appreciates | Highly appreciates |
Takes into account | Takes into consideration | Takes the view | Takes the opportunity | Takes
pride | Takes up | Takes action | Gives | Gives high priority | Has decided | Has agreed |
Hereby establishes | Hereby adopts | Hereby declares | Does not | Shall | Views | Views with
concern | Views with alarm | Sees | Understands | Realizes | Perceives | Anticipates | Expects
| Awaits | Seeks | Solicits | Orders | Enjoins | Imposes | Applies | Ratifies | Validates |
Certifies | Reviews | Examines | Evaluates | Follows up | Strengthens | Reinforces | Promotes
| Fosters | Assists | Provides | Ensures | Discharges | Transfers | Assigns | Delegates |
Relieves | Releases | Removes | Withdraws | Restores | Resumes | Reopens | Extends further |
Prolongs | Increases | Reduces | Reiterates its strong support | Reiterates its firm |
Re-emphasizes | Restates | Remains concerned | Remains committed | Remains convinced | Remains of
the view | Stands ready | Stands firm | Stresses in particular | In this regard, requests | In
this context, urges | In this respect, decides | To this end, requests | With respect to
paragraph 4, decides | For this purpose, requests | For the purposes of this resolution,
decides | Upon the request of States, invites | As a first step, requests | In particular,
calls upon | In addition, decides | Accordingly, requests | Consequently, decides | Meanwhile,
requests | Moreover, urges | Nevertheless, decides | Likewise requests | Equally encourages |
Similarly invites | Finally, thanks | Also, in this regard, requests | Requests therefore |
Urges therefore | Considers therefore
"""


def _listed(words: str) -> list[str]:
    return [" ".join(part.split()) for part in words.split("|")]


@pytest.mark.parametrize(
    ("listed", "part", "end"), [(PREAMBULAR, "preambular", ","), (OPERATIVE, "operative", ";")]
)
def test_openings_of_a_part(listed: str, part: str, end: str) -> None:
    found = {
        words: opening(f"{words} the report of the wardens on the tide{end}", "en")
        for words in _listed(listed)
    }
    assert len(found) > 300
    assert [
        words
        for words, each in found.items()
        if each is None or not each.certain or each.parts != {part}
    ] == []


@pytest.mark.parametrize(
    "line, verb",
    [
        ("*Also requests* the wardens", "Also requests"),
        ("_Noting with concern_ the rain", "Noting"),
        ("“Recalling its resolution 9", "Recalling"),
        ("\u00a0\u00a0Decides\u00a0to wait", "Decides"),
        ("\tCalls, in this regard, upon States", "Calls, in this regard, upon"),
        ("In this regard, requests the wardens", "In this regard, requests"),
        ("Acting under Chapter VII, decides to wait", "Acting under Chapter VII, decides"),
    ],
)
def test_what_stands_around_the_verb(line: str, verb: str) -> None:
    found = opening(line, "en")
    assert found is not None
    assert line[found.start : found.end].strip("*_").replace("\u00a0", " ") == verb


@pytest.mark.parametrize(
    "line", ["4 May 2037", "The Isles and Borduria", "The gates are open.", "", "(a)", "To wait;"]
)
def test_no_verb_opens(line: str) -> None:
    assert opening_kind(line, "en") is None
