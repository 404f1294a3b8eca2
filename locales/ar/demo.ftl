### ما تقوله صفحة التجربة التي يفتحها `make run`. لا يراها أبدًا من يكتب فعلًا.
### status: drafted

demo-title = تجربة
demo-note = هذه تجربة بهواتف غير حقيقية. لا يُرسل شيء إلى أحد. لا تكتب شيئًا حقيقيًا.
demo-no-script = تحتاج هذه الصفحة إلى JavaScript. لا تحفظ شيئًا في متصفحك.
demo-language = اللغة
demo-view = ما يُعرض
demo-telegram = تيليغرام
demo-sms = رسائل SMS
demo-desk = المكتب

demo-try = ماذا تجرّب
demo-try-write = اكتب «مرحبا» على هاتف. أجب بزر أو برقم أو بكلمة.
demo-try-leave = اضغط × أو أرسل 0. تختفي رسائل تيليغرام عند الطرفين. أما رسالة SMS فتبقى على الهاتف.
demo-try-person = اطلب شخصًا ووافق. ثم اضغط «التالي» على المكتب.
demo-try-lock = اقفل الهاتف واقرأ ما يمكن أن يقرأه أي شخص قريب.
demo-try-words = في رسائل SMS جرّب كلمات شركات الهاتف: STOP ثم START ثم HELP.

demo-phone-telegram = هاتف للتجربة: تيليغرام
demo-phone-sms = هاتف للتجربة: رسائل SMS
demo-contact = ملاحظات
demo-contact-kind = بوت
demo-contact-sms = رسالة نصية
demo-log = الرسائل
demo-me = أنت:
demo-them = الطرف الآخر:
demo-empty-telegram = اضغط «ابدأ» أو اكتب مباشرة.
demo-empty-sms = لا رسائل بعد. اكتب مباشرة.
demo-start = ابدأ
demo-message = رسالة
demo-send = إرسال
demo-leave = مغادرة
demo-voice = رسالة صوتية
demo-voice-seen = رسالة صوتية، 0:04
demo-photo = صورة
demo-photo-seen = صورة
demo-edit = عدّل آخر رسالة
demo-editing = أنت تعدّل آخر رسالة لك.
demo-nothing-to-edit = لا توجد رسالة لك لتعديلها.
demo-cancel = إلغاء
demo-block = احظر البوت
demo-blocked = لقد حظرت هذا البوت. لا يستطيع الآن أن يكتب إليك، وما هنا يبقى هنا.
demo-unblock = إلغاء الحظر
demo-lock = شاشة القفل
demo-unlock = فتح القفل
demo-preview = ما يعرضه الهاتف المقفل
demo-no-preview = لا إشعارات
demo-new = هاتف جديد

demo-failed = لم ينجح ذلك. حاول مرة أخرى.
demo-full = لا مكان في الخدمة الآن. أرسلها مرة أخرى.
demo-offline = لا يوجد اتصال. تجري المحاولة من جديد…
demo-fresh = أُبعد ذلك الهاتف. هذا هاتف جديد.

demo-desk-how = للدخول افتح الرابط الطويل من الطرفية. يعمل مرة واحدة.
demo-desk-reload = حمّل من جديد
demo-desk-open = افتح في صفحة مستقلة
demo-desk-frame = المكتب
