### What the law says: short facts, never advice. Sources and dates are in flows/rights/.
### status: second-read

do-law-help = Getting support
do-law-stay = Staying here
do-law-money = Money owed to me
do-topics = Other questions

rights-ask-country = Which country is this about? You can write its name.
rights-topics = Which one? These are short facts, not advice for your own case.
rights-first-ask = Going to an office about this can change things for you. So first ask someone who knows the law.
    .sms = Ask someone who knows the law before you go to any office.
rights-elsewhere = I have no checked page for that country yet. In many countries the law looks at how someone was made to do things, not only at what was signed. Pay for work done is often owed. Ask someone who knows the law there before you sign anything or go to an office.
    .sms = I have no checked page for that country. Pay for work done is often owed. Ask someone who knows the law before you sign or go to an office.
rights-what = Nobody can judge that from a chat. The law in most countries looks at how it was done. Did someone use threats, lies, a debt, your papers or your fear? Did you have to work, have sex, marry or break the law? Then it may count. Saying yes at first does not change that. For someone under 18 none of this is needed.
    .sms = A chat cannot judge that. If lies, fear, a debt or your papers were used to make you work or obey, it may count, even if you said yes at first.

rights-us-help-1 = In the United States, there are groups that the government pays to support people in your situation. They may do so even if you have not left. Drink or drugs should not shut you out. (As of { $asof })
    .sms = US: groups paid by the government may support you even if you have not left. Drink or drugs should not shut you out. ({ $asof })
rights-us-help-2 = There is a national phone line. Those who ran it until 2025 took calls without a name. They said that they are not police or immigration. A new group runs it since 2025, so ask first what they pass on. (As of { $asof })
    .sms = US: the national line took calls without a name. A new group runs it since 2025: ask first what they pass on. ({ $asof })
rights-us-stay-1 = In the United States some people who were made to work, or to do other things, can get a permit. It is called the T visa. It is never automatic. A form signed by police can count, but it is not required. Other proof may be enough. (As of { $asof })
    .sms = US: a T permit is for some people who were made to work or to do other things. It is never automatic. A form signed by officers is not required. ({ $asof })
rights-us-stay-2 = For the T permit most people must first tell an agency that can look into it. They must do what it fairly asks. You need not if you were under 18 at the time. The same holds if it hurt your mind or body so much that you cannot. (As of { $asof })
    .sms = Most must first tell an agency and do what it fairly asks. Not if under 18 at the time, or if too hurt in mind or body to do it. ({ $asof })
rights-us-stay-3 = Please read this before you send a form or go to an office. Since 2025 a refusal can lead to a case in immigration court. Having applied does not protect you by itself. Only a lawyer, or someone the Justice Department has approved, may advise you. A notary may not. (As of { $asof })
    .sms = Before you send a form: since 2025 a refusal can lead to a court case. Having applied does not protect you by itself. Only a lawyer, or someone the Justice Department approved, may advise you. A notary may not. ({ $asof })
rights-us-money-1 = In the United States, pay for work done is owed whatever papers you have: the minimum wage, and overtime. A claim has a time limit: often 2 years, or 3 if it was done on purpose. Notes of days and hours are useful. (As of { $asof })
    .sms = US: pay for work done is owed whatever your papers. The limit is often 2 years, or 3 if on purpose. Notes of days and hours are useful. ({ $asof })
rights-us-money-2 = You may be able to sue the person who did this. The same goes for those who gained from it and should have known. Usually there are 10 years for it. They count from your 18th birthday if you were younger. (As of { $asof })
    .sms = You may be able to sue who did this, and who gained and should have known. Usually within 10 years, or 10 from your 18th birthday. ({ $asof })

rights-de-help-1 = In Germany there are advice centres for people in your situation. They cost nothing and need no name. You do not have to work with the police for it. (As of { $asof })
    .sms = Germany: advice centres cost nothing, need no name, and you do not have to work with officers. ({ $asof })
rights-de-stay-1 = This is for people in Germany from outside the EU. The office may give you at least 3 months to rest and decide. It is not automatic. For people from the EU other rules hold. (As of { $asof })
    .sms = Germany, from outside the EU: the office may give you at least 3 months to decide. Not automatic. ({ $asof })
rights-de-stay-2 = After that a permit is possible in Germany. Three things must come together. A court or prosecutor needs you as a witness. You agree to it. You have no more contact with the accused. It is usually for 1 year and can be renewed. (As of { $asof })
    .sms = Then a permit is possible if a court or prosecutor needs you as a witness, you agree, and cut contact. Usually 1 year, can be renewed. ({ $asof })
rights-de-money-1 = Pay for work done can be claimed in Germany even without a permit to work. If nobody can show how long you worked, 3 months are presumed. Notes of days and hours are useful. (As of { $asof })
    .sms = Germany: pay for work done can be claimed without a work permit; 3 months count if nobody can show more. Notes of days and hours are useful. ({ $asof })
rights-de-money-2 = Since 2024 a law can give money from the state to people harmed by a serious crime. An advice centre can tell you whether it fits, and what it asks for. (As of { $asof })
    .sms = Germany: there can be state money for people harmed by a serious crime. An advice centre knows if it fits. ({ $asof })
