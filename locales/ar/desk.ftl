### ما يقرؤه الفريق على المكتب. يراه المناصرون والمشرفون فقط، ولا يراه من يكتب إلينا.
### status: drafted

desk-title = المكتب
desk-language = لغة هذه الصفحة
desk-skip = الانتقال إلى المحادثة
desk-no-script = تحتاج هذه الصفحة إلى JavaScript. لا يُحفظ شيء في متصفحك.

desk-door-title = تسجيل الدخول
desk-door-text = للفريق فقط.
desk-name = الاسم
desk-password = كلمة المرور
desk-show-password = إظهار كلمة المرور
desk-continue = متابعة
desk-code-title = رمز لمرة واحدة
desk-code-text = اكتب الأرقام الستة التي يعرضها تطبيق المصادقة الآن.
desk-code = الرمز
desk-sign-in = دخول
desk-start-over = البدء من جديد
desk-refused = لم ينجح ذلك. تحقّق مما كتبت. بعد عدة محاولات، انتظر دقيقة ثم حاول مرة أخرى.
desk-crowded = يسجّل كثيرون الدخول الآن. انتظر بضع ثوانٍ ثم حاول مرة أخرى.
desk-failed = تعذّر ذلك الآن. حاول مرة أخرى.
desk-start-again = مرّ أكثر من خمس دقائق. ابدأ من جديد بالاسم وكلمة المرور.
desk-demo-title = مكتب تجريبي
desk-demo-text = يعمل هذا الرابط مرة واحدة ويُدخلك بصفة مشرف تجريبي. لا تكتب شيئًا حقيقيًا.
desk-demo-enter = فتح المكتب

desk-here = أنت حاضر
desk-here-row = حاضر
desk-paused = استراحة
desk-offline = لا يوجد اتصال. تجري المحاولة من جديد…
desk-pause = استراحة
desk-resume = العودة إلى العمل
desk-lock = قفل
desk-sign-out = خروج
desk-queue = نظرة عامة
desk-desk = المكتب

desk-ready-title = عندما تكون مستعدًا
desk-ready-text = يعطيك «التالي» الشخص الأشد حاجة إلى أحد. سترى السبب قبل أن تكتب.
desk-next = التالي
desk-waiting-none = لا أحد ينتظر.
desk-waiting = { $all ->
    [one] شخص واحد ينتظر.
    [two] شخصان ينتظران.
    [few] { $all } أشخاص ينتظرون.
   *[other] { $all } شخصًا ينتظرون.
}
desk-waiting-now = { $now ->
    [one] واحد منهم الآن.
    [two] اثنان منهم الآن.
   *[other] { $now } منهم الآن.
}
desk-nobody = لا يوجد الآن من يمكنك مساعدته.
desk-while-paused = أثناء الاستراحة لا يُقال لأحد إنك موجود.
desk-finishing = يجري مسح المحادثة الأخيرة…

desk-case-title = عن هذه المحادثة
desk-urgency-now = الآن
desk-urgency-soon = قريبًا
desk-urgency-next = لاحقًا
desk-why = السبب
desk-why-none = طلب التحدث مع شخص
desk-speaks = لغة الكتابة
desk-language-unknown = غير معروفة بعد
desk-channel = القناة
desk-channel-telegram = تيليغرام
desk-channel-sms = رسائل نصية
desk-since = ينتظر منذ
desk-just-now = الآن
desk-came-back = عاد إلى الانتظار
desk-returned = { $times ->
    [one] مرة واحدة. بدأ زميل ولم يتمكن من الإكمال.
    [two] مرتين. بدأ زملاء ولم يتمكنوا من الإكمال.
    [few] { $times } مرات. بدأ زملاء ولم يتمكنوا من الإكمال.
   *[other] { $times } مرة. بدأ زملاء ولم يتمكنوا من الإكمال.
}
desk-for-supervisor = لمشرف: ذُكر أذى لشخص آخر.
desk-trigger-danger = خطر أو عنف الآن
desk-trigger-suicide = أفكار انتحار أو إيذاء النفس
desk-trigger-medical = يحتاج إلى مساعدة طبية الآن
desk-trigger-child = شخص دون 18 عامًا
desk-trigger-watched = قد يكون أحد يراقب أو يقرأ
desk-trigger-other-person = قد يكون الهاتف بيد شخص آخر
desk-trigger-detained = محتجز لدى الشرطة أو الهجرة
desk-trigger-moved-soon = قد يُنقل إلى مكان آخر قريبًا
desk-trigger-fled = هرب ولا مكان آمن له الليلة
desk-trigger-family-threat = تهديد للعائلة أو الأطفال
desk-trigger-recent-assault = اعتداء جنسي في الأيام الأخيرة
desk-trigger-harm-other = قال إنه قد يؤذي أحدًا
desk-trigger-human = طلب التحدث مع شخص

desk-words-title = ما كُتب من قبل
desk-words-now = تُعرض مرة واحدة. هذه الصفحة وحدها لديها هذه الكلمات الآن.
desk-words-held = الكلمات في الطريق…
desk-words-none = لم تُمرَّر أي كلمات. فضّل الشخص أن يبدأ من جديد.
desk-words-read = قُرئت الكلمات من قبل. لا تُحفظ، لذلك لا يمكن عرضها مرة أخرى.
desk-words-before-reload = أُعيد تحميل هذه الصفحة. ما كانت تعرضه لم يعد موجودًا.
desk-words-lost = ضاعت الكلمات بعد إعادة التشغيل. قد يحتاج الشخص إلى قولها من جديد.

desk-log = المحادثة
desk-person = الشخص
desk-bot = البوت
desk-you = أنت
desk-write = الكتابة إلى الشخص
desk-write-hint = ‏Enter للإرسال، وShift مع Enter لسطر جديد.
desk-send = إرسال
desk-too-long = أطول من رسالة واحدة. اختصرها أو أرسلها في رسالتين.
desk-sending = يجري الإرسال…
desk-taken = في الطريق
desk-sent = أُرسلت
desk-held = تنتظر حتى يكتب الشخص، حفاظًا على سلامته
desk-dropped = لم تُسلَّم
desk-unsent = لم تُرسل. انتهت المحادثة.

desk-close = إغلاق…
desk-give-back = إعادة…
desk-close-title = إغلاق هذه المحادثة
desk-close-text = كيف انتهت؟
desk-choose-outcome = اختر واحدًا.
desk-close-next = متابعة
desk-close-sure = يُبلَّغ الشخص بأنها أُغلقت. بعد ذلك لا يبقى منها شيء، لا هنا ولا في الخدمة.
desk-close-now = إغلاق
desk-return-title = إعادة هذه المحادثة
desk-return-text = تعود إلى أول الانتظار، ويُبلَّغ الشخص. لا تُمرَّر كلماتك: يبدأ الزميل التالي بدونها.
desk-return-now = إعادة
desk-keep = إبقاؤها معي
desk-back = رجوع
desk-outcome-supported = تلقّى الدعم
desk-outcome-referred = أُحيل إلى خدمة
desk-outcome-information = تلقّى معلومات
desk-outcome-emergency-services-named = ذُكرت خدمات الطوارئ
desk-outcome-no-answer = لم يعد يرد
desk-outcome-not-genuine = ليست حقيقية
desk-outcome-other = شيء آخر

desk-left-title = غادر الشخص
desk-left-text = أغلق الشخص المحادثة من جهته. هذا خياره ولا يلزمك فعل شيء. لا يُحفظ منها شيء.
desk-back-title = أُعيدت
desk-back-text = المحادثة الآن في أول الانتظار. لم يبقَ منها شيء في هذه الصفحة.
desk-closed-title = أُغلقت
desk-closed-text = لم يبقَ منها شيء. خذ نفسًا قبل التالية.
desk-ended-title = لم تعد معك
desk-ended-text = عادت هذه المحادثة إلى الانتظار أو أُغلقت. لم يبقَ منها شيء في هذه الصفحة.
desk-go-on = متابعة
desk-elsewhere-title = مفتوح في نافذة أخرى
desk-elsewhere = فُتح المكتب في نافذة أخرى. لم تعد هذه النافذة تعرض شيئًا.
desk-here-instead = استخدام هذه النافذة

desk-idle-title = هل ما زلت هنا؟
desk-idle-text = يُقفل المكتب بعد دقيقة، لحماية الشخص الذي تكتب إليه.
desk-stay = البقاء

desk-queue-title = نظرة عامة
desk-queue-text = الأظرف فقط. لا كلمات ولا أرقام ولا أسماء.
desk-queue-oldest = أطول انتظار
desk-empty-queue = لا أحد ينتظر ولا أحد يُساعَد الآن.
desk-waiting-row = ينتظر
desk-taken-by = مع
desk-desks-title = المكاتب المفتوحة الآن
desk-no-desks = لا مكتب مفتوح. تُقال الحقيقة لمن يكتب ويُعطى رقمًا يجيب.
