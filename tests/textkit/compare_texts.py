"""An invented resolution in two yearly versions and three languages, and which paragraph became which.

A line is one provision; what stands before the bar is its label. Preambular paragraphs end in a comma.
"""

from __future__ import annotations

from majlis.textkit.model import Kind, Provision, Run, Text

ENGLISH_OLD = """
|14/7. Light and water in tidal gardens
|The Conference of the Parties,
|Recalling its resolutions 11/2 of 4 March 2019 and 13/5 of 9 March 2021 on tidal gardens,
|Recalling also the Charter of Estuaries, in particular its article 12 on free passage of eels,
|Noting with appreciation the work of the Keeper-General in drawing up the first atlas of salt meadows,
|Deeply concerned that one garden in three lost its sluice keepers during the winter storms,
|Recognizing that lanterns along the channels save lives and allow night markets to prosper,
|Access to fresh water
1.|Welcomes the report of the Keeper-General on the state of the cisterns;
2.|Requests the Keeper-General to submit to the Conference at its fifteenth session a report on the implementation of the present resolution;
3.|Requests the Keeper-General to convene, within existing resources, a meeting of experts on the price of rainwater;
4.|Invites member gardens to share their experience in the desalination of wells, and to publish the tariffs that islanders pay for drinking water, with due regard to households headed by widows;
5.|Encourages the Tide Fund to give priority to small atolls when it awards grants for cisterns;
6.|Calls upon member gardens to open their harbour schools to the children of migrant boat-builders;
|Light
7.|Urges all wardens to replace lamp oil made of seal fat by oil pressed from seeds;
8.|Also urges wardens to train apprentices in the care of lenses;
9.|Decides to establish a register of fog horns, to be kept by the secretariat;
10.|Takes note of the offer of the city of Velmora to host the museum of buoys;
|Follow-up
11.|Stresses the need for adequate, predictable and voluntary funding of the regional nurseries;
12.|Decides to include in the provisional agenda of its fifteenth session the item entitled “Light and water”.
"""

ENGLISH_NEW = """
|15/9. Light and water in tidal gardens
|The Conference of the Parties,
|Recalling its resolutions 11/2 of 4 March 2019, 13/5 of 9 March 2021 and 14/7 of 3 March 2022 on tidal gardens,
|Recalling also the Charter of Estuaries, in particular its article 12 on free passage of eels,
|Welcoming the second atlas of salt meadows, which the Keeper-General issued together with the guild of surveyors,
|Expressing grave alarm at the loss of sluice keepers to winter storms in almost half of the gardens,
|Mindful that a plague of shipworm has reached the northern piers,
|Recognizing that lanterns along the channels save lives and allow night markets to prosper,
|Access to fresh water
1.|Takes note with appreciation of the report of the Keeper-General on the state of the cisterns;
2.|Encourages the Tide Fund to give priority to small atolls and to river mouths when it awards grants for cisterns;
3.|Invites member gardens to share their experience in the desalination of wells;
4.|Also invites member gardens to publish the tariffs that islanders pay for drinking water, with due regard to households headed by widows;
5.|Calls upon member gardens to admit the children of migrant boat-builders to harbour schools free of charge, and in this regard welcomes the pledge of eleven gardens to print primers in their languages;
6.|Requests the Keeper-General to prepare an inventory of shipworm damage, in consultation with the guild of carpenters;
|Light
7.|Urges all wardens to replace lamp oil made of seal fat by oil pressed from seeds and to train apprentices in the care of lenses;
8.|Notes the establishment of the register of fog horns, and requests the secretariat to add bells and gongs to it before the sixteenth session;
|Follow-up
9.|Requests the Keeper-General to submit to the Conference at its sixteenth session a report on the implementation of the present resolution;
10.|Stresses the need for adequate, predictable and voluntary funding of the regional nurseries;
11.|Decides to include in the provisional agenda of its sixteenth session the item entitled “Light and water”.
"""

ENGLISH_PAIRS = {
    (0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 7), (7, 8), (8, 9), (9, 17), (11, 11),
    (11, 12), (12, 10), (13, 13), (14, 15), (15, 16), (16, 16), (17, 17 + 1 - 1), (19, 18),
}  # fmt: skip
