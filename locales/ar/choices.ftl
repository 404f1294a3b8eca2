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
do-menu = كل المواضيع
do-person = التحدث مع شخص
do-privacy = من يمكنه قراءة هذا؟
do-find = أرقام هاتف قريبة مني
do-rights = ماذا يقول القانون
do-plan = خطة لخطواتي القادمة
do-doors = من أجل غيري
do-other = مواضيع أخرى
do-change-language = اللغة
do-cover = أن يبدو هذا فارغا
do-erase = حذف ما كتبت
do-complaint = شكوى
do-pass-words = نقل ما كتبت إليه
do-start-fresh = البدء من جديد
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
