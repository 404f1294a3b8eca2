### أرقام بحسب البلد والحاجة. يقال دائما من يرد.
### status: drafted

do-need-place = مكان للنوم
do-need-law = استشارة في القانون
do-need-talk = أحد أتحدث معه
do-need-work = العمل والأجر
do-need-any = خط هاتف
# status: drafted
do-need-doctor = البحث عن طبيب
# status: drafted
do-need-basics = البحث عن طعام وملابس
do-other-country = بلد آخر
do-try-again = محاولة أخرى

find-need = عن أي شيء أبحث لك؟
find-ask-country = في أي بلد أنت؟ يمكنك كتابة اسمه.
    .sms = في أي بلد أنت؟
find-unknown = أحتاج إلى اسم البلد لاختيار رقم. في حالة طارئة، يمكنك الاتصال بالرقم 112. يعمل من الهاتف المحمول في بلدان كثيرة.

# $name و $phone و $dial من الدليل. $answers: من يرد. $checked هي "no" في التجربة فقط.
# تبدأ الجملة بكلمة عربية ليقرأ الهاتف السطر من اليمين، فالأسماء غالبا لاتينية.
find-service = الاسم: { $name }، الهاتف: { $phone }. { $answers ->
        [police] ترد الشرطة أو النيابة، وقد تتصرف بحسب ما يقال لها.
        [immigration] يرد مكتب الهجرة، وقد يتصرف بحسب ما يقال له.
        [government] يرد مكتب حكومي.
        [emergency] يرد موظفو الطوارئ. قد تأتي الشرطة أيضا.
        [charity] ترد جمعية خيرية.
       *[helpline] يرد خط هاتف.
    }{ $checked ->
        [yes] { "" }
       *[no] { " " }(تجربة: غير مؤكد.)
    }
    .sms = { $dial } ({ $answers ->
        [police] يرد ضباط
        [immigration] مكتب للأجانب
        [government] مكتب حكومي
        [emergency] موظفو الطوارئ
        [charity] جمعية
       *[helpline] خط هاتف
    }{ $checked ->
        [yes] { "" }
       *[no] ، تجربة
    })
find-none = ليس عندي رقم تأكدنا منه لهذا في هذا البلد. قد يعرف شخص هنا رقما.
    .sms = ليس عندي رقم تأكدنا منه لذلك في هذا البلد.
find-failed = عذرا، لم أتمكن من البحث الآن. يمكنك المحاولة مرة أخرى، أو طلب شخص.
