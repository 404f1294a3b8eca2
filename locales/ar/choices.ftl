### ما يمكن اختياره: 24 حرفا على الأكثر، وبلا كلمة تأخذها شركة الهاتف لنفسها. أسماء لا أفعال أمر، لتناسب كل من يكتب.
### status: drafted

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
do-find = أرقام قريبة مني
do-rights = ما يقوله القانون
do-plan = خطة لخطواتي
do-doors = من أجل غيري
do-other = مواضيع أخرى
do-change-language = اللغة
do-cover = أن يبدو هذا فارغا
do-erase = حذف ما كتبت
do-complaint = شكوى
do-pass-words = نعم، يمكنه القراءة
do-start-fresh = لا، بداية جديدة
do-no-person = لا أريد شخصا
do-look-again = هل يوجد أحد الآن؟
# «إنهاء المحادثة» وليس «خروج» أو «مغادرة»: تلك قد تُفهم أنها الخروج من البيت.
do-leave = إنهاء المحادثة الآن
do-stay = لا، البقاء هنا
do-erase-now = الحذف الآن
do-cover-now = البدء الآن
do-cover-word = كلمة من اختياري
do-guess = هذا صحيح
language-en = English
language-es = Español
language-ar = العربية
