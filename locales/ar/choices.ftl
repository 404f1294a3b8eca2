### ما يمكن اختياره: 24 حرفا على الأكثر، وبلا كلمة تأخذها شركة الهاتف لنفسها. أسماء لا أفعال أمر، لتناسب كل من يكتب.
### status: second-read

do-yes-now = نعم، الآن
do-yes = نعم، من فضلك
do-no = لا
do-yes-alone = نعم، يمكنني
do-no-alone = ليس الآن
do-later = لاحقا
do-go-on = متابعة
do-more = المزيد
do-back = رجوع
do-skip = تخطي
do-menu = المواضيع
do-person = التحدث مع شخص
do-privacy = من يمكنه قراءة هذا؟
do-find = أرقام للاتصال
do-rights = ما يقوله القانون
do-plan = خطواتي القادمة
do-doors = من أجل غيري
do-other = مواضيع أخرى
do-change-language = اللغة
do-cover = رد عادي واحد للكل
do-erase = حذف ما كتبت
do-looking = السؤال عن شخص آخر
do-wrong-number = رقم خاطئ
do-complaint = شكوى
do-pass-words = نعم، يمكنه القراءة
do-start-fresh = لا، بداية جديدة
do-no-person = لا أريد شخصا
do-look-again = هل يوجد أحد الآن؟
# «إنهاء المحادثة» وليس «خروج» أو «مغادرة»: تلك قد تُفهم أنها الخروج من البيت.
do-leave = إنهاء المحادثة الآن
do-stay = لا، البقاء هنا
do-erase-now = الحذف الآن
do-cover-now = بدء الصمت الآن
do-cover-word = كلمة من اختياري
language-en = English
language-es = Español
language-ar = العربية
