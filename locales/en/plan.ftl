### A plan in small steps: while staying, going, after. And two words to agree on.
### status: second-read

do-plan-stay = While I stay
do-plan-leave = Getting ready to go
do-plan-after = Afterwards
do-plan-phone = My phone
do-plan-words = Agree on a word
do-words-1 = sunflower, umbrella
do-words-2 = garden, bread
word-1-alone = sunflower
word-1-not-alone = umbrella
word-2-alone = garden
word-2-not-alone = bread

plan-start = You know your situation best. Take only what fits. Which part?
plan-stay = Trust what you sense: it has brought you this far. Notice when things get tense, and which rooms have two ways out. Keep out of the kitchen then. If there is someone near whom you trust, agree on a sign, like a lamp or a missed call.
    .sms = Trust what you sense. Notice when things get tense and which rooms have two ways out. Keep out of the kitchen then. Agree on a sign with someone you trust.
plan-leave = Going can be the hardest time, so take it slowly, and tell only who must know. What can be ready: papers or copies, some money, keys, medicine, a few numbers on paper. If you can, keep them outside the home.
    .sms = Take it slowly and tell only who must know. Have ready, outside the home if you can: papers or copies, money, keys, medicine, numbers on paper.
plan-leave-day = Just to think about, no need to write it: when are they least around? Which way do you walk, where do you go first, who waits there? Read your address from a letter or a sign. If there are children: where do they go, and whom do they call?
    .sms = Just to think about: when are they least around? Which way, where first, who waits there? Know your address. Children: where do they go, whom do they call?
plan-after = Afterwards, change what you can without noise: locks, times, routes, and passwords from a new phone. Tell work or school who must not get news of you. It is normal to feel worse for a while. That is not a sign you chose wrong.
    .sms = Afterwards change quietly: locks, times, routes, passwords from a new phone. Feeling worse for a while is normal. It is no sign you chose wrong.
plan-phone = A phone that nobody else has touched is best: one from a friend or a library. If someone looks through yours, new passwords may be noticed, so think first. Shared accounts may show where you are. Deleting here does not remove software that spies.
    .sms = A phone nobody else has touched is best. New passwords may be noticed. Shared accounts may show where you are.
plan-words = We can agree on two words for this talk. The first means: I can write freely. The second means: not now. Then I go quiet at once and answer nobody, until the way-back word or for some days.
    .sms = Two words for this talk. The first: I can write. The second: not now. Then I go quiet and answer nobody, until the way-back word or for some days.
plan-agreed-1 = OK, for this talk: "sunflower" means you can write. "umbrella" means not now, and I go quiet.
plan-agreed-2 = OK, for this talk: "garden" means you can write. "bread" means not now, and I go quiet.
