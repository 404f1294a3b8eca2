### ما تقوله صفحة التجربة التي يفتحها `make run`. لا يراها من يكتب فعلا.
### status: second-read

demo-title = تجربة
demo-note = هذه تجربة بهواتف غير حقيقية. لا يُرسل شيء إلى أحد. يرجى عدم كتابة أي شيء حقيقي.
demo-no-script = تحتاج هذه الصفحة إلى JavaScript. لا يُحفظ شيء في متصفحك.
demo-language = اللغة
demo-view = ما يُعرض
demo-telegram = تيليغرام
demo-sms = رسائل SMS
demo-desk = المكتب

demo-try = ما يمكن تجربته
demo-try-write = كتابة «مرحبا» على هاتف، ثم الجواب بزر أو برقم أو بكلمة.
demo-try-leave = الضغط على × أو إرسال 0. تختفي رسائل تيليغرام عند الطرفين. أما رسالة SMS فتبقى على الهاتف.
demo-try-person = طلب شخص، ثم الموافقة، ثم الضغط على «التالي» في المكتب.
demo-try-lock = قفل الهاتف، وقراءة ما يمكن أن يقرأه أي شخص قريب.
demo-try-words = في رسائل SMS، تجربة كلمات شركات الهاتف: STOP، ثم START، ثم HELP.

demo-phone-telegram = هاتف للتجربة: تيليغرام
demo-phone-sms = هاتف للتجربة: رسائل SMS
demo-contact = ملاحظات
demo-contact-kind = بوت
demo-contact-sms = رسالة نصية
demo-log = الرسائل
demo-me = أنت:
demo-them = الطرف الآخر:
demo-empty-telegram = الضغط على «بدء»، أو الكتابة مباشرة.
demo-empty-sms = لا رسائل بعد. يمكن الكتابة مباشرة.
demo-start = بدء
demo-message = رسالة
demo-send = إرسال
demo-leave = إنهاء المحادثة
demo-voice = رسالة صوتية
demo-voice-seen = رسالة صوتية، 0:04
demo-photo = صورة
demo-photo-seen = صورة
demo-edit = تعديل آخر رسالة
demo-editing = يجري تعديل آخر رسالة منك.
demo-nothing-to-edit = لا توجد رسالة منك لتعديلها.
demo-cancel = إلغاء
demo-block = حظر البوت
demo-blocked = لقد حظرت هذا البوت. لا يستطيع الآن أن يكتب إليك، وما هنا يبقى هنا.
demo-unblock = إلغاء الحظر
demo-lock = شاشة القفل
demo-unlock = فتح القفل
demo-preview = ما يعرضه الهاتف المقفل
demo-no-preview = لا إشعارات
demo-new = هاتف جديد

demo-failed = لم ينجح ذلك. يمكن المحاولة مرة أخرى.
demo-full = لا مكان في الخدمة الآن. يمكن إرسالها مرة أخرى.
demo-offline = لا يوجد اتصال. تجري المحاولة من جديد…
demo-fresh = أُبعد ذلك الهاتف. هذا هاتف جديد.

demo-desk-how = للدخول، الرابط الطويل موجود في الطرفية. يعمل مرة واحدة.
demo-desk-reload = تحميل من جديد
demo-desk-open = الفتح في صفحة مستقلة
demo-desk-frame = المكتب
