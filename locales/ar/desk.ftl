### ما يقرؤه العاملون هنا على المكتب، ولا يراه من يكتب إلينا. هنا أيضا لا تذكير ولا تأنيث لمن يقرأ.
### status: second-read

desk-title = المكتب
desk-language = لغة هذه الصفحة
desk-skip = الانتقال إلى المحادثة
desk-no-script = تحتاج هذه الصفحة إلى JavaScript. لا يُحفظ شيء في متصفحك.

desk-door-title = تسجيل الدخول
desk-door-text = للعاملين هنا فقط.
desk-name = الاسم
desk-password = كلمة المرور
desk-show-password = إظهار كلمة المرور
desk-continue = متابعة
desk-code-title = رمز لمرة واحدة
desk-code-text = الأرقام الستة التي يعرضها تطبيق المصادقة الآن.
desk-code = الرمز
desk-sign-in = تسجيل الدخول
desk-start-over = البدء من جديد
desk-refused = لم ينجح ذلك. يمكن التحقق مما كُتب. بعد عدة محاولات، يلزم الانتظار دقيقة ثم المحاولة مرة أخرى.
desk-crowded = كثيرون يسجلون الدخول الآن. يمكن المحاولة مرة أخرى بعد بضع ثوان.
desk-failed = تعذر ذلك الآن. يمكن المحاولة مرة أخرى.
desk-start-again = مر أكثر من خمس دقائق. يلزم البدء من جديد بالاسم وكلمة المرور.
desk-demo-title = مكتب تجريبي
desk-demo-text = هذا الرابط للدخول مرة واحدة، بصلاحية إشراف تجريبية. يرجى عدم كتابة أي شيء حقيقي.
desk-demo-enter = فتح المكتب

desk-here = في العمل الآن
desk-here-row = في العمل
desk-paused = استراحة
desk-offline = لا يوجد اتصال. تجري المحاولة من جديد…
desk-pause = استراحة
desk-resume = العودة إلى العمل
desk-lock = قفل
desk-sign-out = تسجيل الخروج
desk-queue = نظرة عامة
desk-desk = المكتب

desk-ready-title = في أي وقت يناسبك
desk-ready-text = «التالي» يعطيك الشخص الأشد حاجة إلى أحد. يظهر السبب قبل الكتابة.
desk-next = التالي
desk-waiting-none = لا أحد ينتظر.
desk-waiting = { $all ->
    [one] شخص واحد ينتظر.
    [two] شخصان ينتظران.
    [few] { $all } أشخاص ينتظرون.
    [many] { $all } شخصا ينتظرون.
   *[other] { $all } شخص ينتظرون.
}
desk-waiting-now = { $now ->
    [one] واحد منهم الآن.
    [two] اثنان منهم الآن.
   *[other] { $now } منهم الآن.
}
desk-nobody = لا توجد الآن محادثة يمكنك استلامها.
desk-while-paused = أثناء الاستراحة لا يُخبر أحد بوجودك.
desk-finishing = يجري حذف المحادثة الأخيرة…

desk-case-title = عن هذه المحادثة
desk-urgency-now = الآن
desk-urgency-soon = قريبا
desk-urgency-next = لاحقا
desk-why = السبب
desk-why-none = طلب التحدث مع شخص
desk-speaks = لغة الكتابة
desk-language-unknown = غير معروفة بعد
desk-channel = القناة
desk-channel-telegram = تيليغرام
desk-channel-sms = رسائل نصية
desk-since = الانتظار منذ
desk-just-now = الآن
desk-came-back = العودة إلى الانتظار
desk-returned = { $times ->
    [one] مرة واحدة. بدأها غيرك ولم تكتمل.
    [two] مرتين. بدأها غيرك ولم تكتمل.
    [few] { $times } مرات. بدأها غيرك ولم تكتمل.
   *[other] { $times } مرة. بدأها غيرك ولم تكتمل.
}
desk-for-supervisor = للإشراف: ذُكر أذى لشخص آخر.
desk-trigger-danger = خطر أو عنف الآن
desk-trigger-suicide = أفكار انتحار أو إيذاء النفس
desk-trigger-medical = حاجة إلى مساعدة طبية الآن
desk-trigger-child = شخص عمره أقل من 18 سنة
desk-trigger-watched = قد يكون هناك من يراقب أو يقرأ
desk-trigger-other-person = قد يكون الهاتف بيد شخص آخر
desk-trigger-detained = احتجاز لدى الشرطة أو الهجرة
desk-trigger-moved-soon = احتمال النقل إلى مكان آخر قريبا
desk-trigger-fled = هروب، ولا مكان آمن الليلة
desk-trigger-family-threat = تهديد للعائلة أو الأطفال
desk-trigger-recent-assault = اعتداء جنسي في الأيام الأخيرة
desk-trigger-harm-other = كلام عن احتمال إيذاء شخص آخر
desk-trigger-human = طلب التحدث مع شخص

desk-words-title = ما كُتب من قبل
desk-words-now = تُعرض مرة واحدة. هذه الصفحة وحدها لديها هذه الكلمات الآن.
desk-words-held = الكلمات في الطريق…
desk-words-none = لم تُنقل أي كلمات. فضل الشخص البدء من جديد.
desk-words-read = قُرئت الكلمات من قبل. لا يُحتفظ بها، لذلك لا يمكن عرضها مرة أخرى.
desk-words-before-reload = أُعيد تحميل هذه الصفحة. ما كانت تعرضه لم يعد موجودا.
desk-words-lost = ضاعت الكلمات بعد إعادة التشغيل. قد يحتاج الشخص إلى قولها من جديد.

desk-log = المحادثة
desk-person = الشخص
desk-bot = البرنامج
desk-you = أنت
desk-write = الكتابة إلى الشخص
desk-write-hint = للإرسال Enter، ولسطر جديد Shift مع Enter.
desk-send = إرسال
desk-too-long = أطول من رسالة واحدة. يمكن اختصارها، أو إرسالها في رسالتين.
desk-sending = يجري الإرسال…
desk-taken = في الطريق
desk-sent = أُرسلت
desk-held = تنتظر حتى يكتب الشخص، حفاظا على سلامته
desk-dropped = لم تصل
desk-unsent = لم تُرسل. انتهت المحادثة.

desk-close = إغلاق…
desk-give-back = إعادة…
desk-close-title = إغلاق هذه المحادثة
desk-close-text = كيف انتهت؟
desk-choose-outcome = يلزم اختيار واحد.
desk-close-next = متابعة
desk-close-sure = يُقال للشخص إنها أُغلقت. بعد ذلك لا يبقى منها شيء، لا هنا ولا في أي مكان في الخدمة.
desk-close-now = إغلاق
desk-return-title = إعادة هذه المحادثة
desk-return-text = تعود إلى أول الانتظار، ويُقال ذلك للشخص. لا تُنقل كلماتك: من يأتي بعدك يبدأ بدونها.
desk-return-now = إعادة
desk-keep = إبقاؤها معي
desk-back = رجوع
desk-outcome-supported = دعم
desk-outcome-referred = إحالة إلى خدمة
desk-outcome-information = معلومات
desk-outcome-emergency-services-named = ذُكرت خدمات الطوارئ
desk-outcome-no-answer = لا رد بعد ذلك
desk-outcome-not-genuine = ليست حقيقية
desk-outcome-other = شيء آخر

desk-left-title = أنهى الشخص المحادثة
desk-left-text = أغلق الشخص المحادثة من جهته. هذا اختياره، ولا يلزمك فعل شيء. لا يُحتفظ بشيء منها.
desk-back-title = أُعيدت
desk-back-text = المحادثة الآن في أول الانتظار. لم يبق منها شيء في هذه الصفحة.
desk-closed-title = أُغلقت
desk-closed-text = لم يبق منها شيء. من المفيد أخذ نفس قبل التالية.
desk-ended-title = لم تعد معك
desk-ended-text = عادت هذه المحادثة إلى الانتظار أو أُغلقت. لم يبق منها شيء في هذه الصفحة.
desk-go-on = متابعة
desk-elsewhere-title = مفتوح في نافذة أخرى
desk-elsewhere = فُتح المكتب في نافذة أخرى. لم تعد هذه النافذة تعرض شيئا.
desk-here-instead = استخدام هذه النافذة

desk-idle-title = هل ما زلت هنا؟
desk-idle-text = يُقفل المكتب بعد دقيقة، لحماية من يكتب إليك.
desk-stay = البقاء

desk-queue-title = نظرة عامة
desk-queue-text = الأظرف فقط. لا كلمات، ولا أرقام، ولا أسماء.
desk-queue-oldest = أطول انتظار
desk-empty-queue = لا أحد ينتظر، ولا محادثة جارية الآن.
desk-waiting-row = ينتظر
desk-taken-by = مع
desk-desks-title = المكاتب المفتوحة الآن
desk-no-desks = لا مكتب مفتوح. تُقال الحقيقة لمن يكتب، ويُعطى رقما يمكن تجربته.
