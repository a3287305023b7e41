//! The kinds of sentences, each in English, Turkish and Arabic.

use super::Chance;

/// Numbers by the names that stand for them in a text.
pub(super) type Values = Vec<(&'static str, f64)>;

/// A kind of sentence.
pub(super) struct Kind {
    pub(super) rule: &'static str,
    pub(super) question: [&'static str; 3],
    pub(super) answers: &'static [[&'static str; 3]],
    /// The right numbers, and the wrong ones that replace some of them.
    pub(super) draw: fn(&mut Chance) -> (Values, Values),
}

const PROTEIN: [&str; 3] = [
    "I weigh {kg} kg. How much protein do I need?",
    "{kg} kiloyum, ne kadar protein almalıyım?",
    "وزني {kg} كغ، كم أحتاج من البروتين؟",
];
const PROFILE: [&str; 3] = [
    "I'm a {age} year old man, {cm} cm tall and I weigh {kg} kg. What are my numbers?",
    "{age} yaşında bir erkeğim, boyum {cm} cm, {kg} kiloyum. Değerlerim kaç?",
    "أنا رجل عمري {age} سنة وطولي {cm} سم ووزني {kg} كغ. ما أرقامي؟",
];
const PLAIN: [&str; 3] = ["What do the numbers look like?", "Sayılar nasıl?", "كيف تبدو الأرقام؟"];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        rule: "contradicts-facts",
        question: PROTEIN,
        answers: &[
            [
                "Your weight is {x} kg, so a moderate plan suits you.",
                "Kilonuz {x} kg olduğu için ılımlı bir plan uygun.",
                "وزنك {x} كغ، لذلك تناسبك خطة معتدلة.",
            ],
            [
                "Since you weigh {x} kg, start slowly.",
                "Mevcut kilonuz {x} kg, yavaş başlayın.",
                "بما أن وزنك الحالي {x} كغ فابدأ ببطء.",
            ],
        ],
        draw: |chance| {
            let kg = chance.step(55.0, 110.0, 1.0);
            (vec![("kg", kg), ("x", kg)], vec![("x", kg + chance.step(3.0, 20.0, 1.0))])
        },
    },
    Kind {
        rule: "contradicts-facts",
        question: PROFILE,
        answers: &[[
            "You are {x} years old, so recovery matters.",
            "{x} yaşında olduğun için toparlanma önemli.",
            "عمرك {x} سنة، لذلك التعافي مهم.",
        ]],
        draw: |chance| {
            let (age, cm, kg) = body(chance);
            (vec![("age", age), ("cm", cm), ("kg", kg), ("x", age)], vec![("x", age + chance.step(1.0, 9.0, 1.0))])
        },
    },
    Kind {
        rule: "contradicts-facts",
        question: PROFILE,
        answers: &[["Your height is {x} cm, which is fine.", "Boyunuz {x} cm, bu iyi.", "طولك {x} سم وهذا جيد."]],
        draw: |chance| {
            let (age, cm, kg) = body(chance);
            (vec![("age", age), ("cm", cm), ("kg", kg), ("x", cm)], vec![("x", cm - chance.step(4.0, 20.0, 1.0))])
        },
    },
    Kind {
        rule: "wrong-per-kg",
        question: PROTEIN,
        answers: &[
            [
                "Aim for {r} g/kg, which is {x} g of protein a day.",
                "{r} g/kg hedefle, yani günde {x} g protein.",
                "اجعل هدفك {r} غ/كغ أي {x} غ من البروتين يوميا.",
            ],
            [
                "At {kg} kg and {r} g/kg that makes {x} g of protein.",
                "{kg} kg için {r} g/kg ile {x} g protein eder.",
                "لوزن {kg} كغ مع {r} غ/كغ يكون البروتين {x} غ.",
            ],
        ],
        draw: |chance| {
            let (kg, rate) = (chance.step(50.0, 110.0, 1.0), chance.step(1.2, 2.2, 0.1));
            let grams = (kg * rate).round();
            (vec![("kg", kg), ("r", rate), ("x", grams)], vec![("x", (grams * chance.error()).round())])
        },
    },
    Kind {
        rule: "wrong-per-kg",
        question: PROTEIN,
        answers: &[[
            "Eat 1.6-2.2 g/kg, so {x}-{y} g of protein a day.",
            "1,6-2,2 g/kg, yani günde {x}-{y} g protein al.",
            "تناول 1.6-2.2 غ/كغ أي {x}-{y} غ من البروتين يوميا.",
        ]],
        draw: |chance| {
            let kg = chance.step(50.0, 110.0, 1.0);
            let (low, high) = ((kg * 1.6).round(), (kg * 2.2).round());
            (vec![("kg", kg), ("x", low), ("y", high)], vec![("y", (high * chance.step(1.15, 1.5, 0.05)).round())])
        },
    },
    Kind {
        rule: "wrong-per-kg",
        question: PROTEIN,
        answers: &[[
            "Drink 35 ml/kg, which is {x} l of water a day.",
            "35 ml/kg su iç, yani günde {x} l.",
            "اشرب 35 مل/كغ أي {x} لتر من الماء يوميا.",
        ]],
        draw: |chance| {
            let kg = chance.step(50.0, 100.0, 1.0);
            let litres = kg * 0.035;
            (vec![("kg", kg), ("x", litres)], vec![("x", (litres * chance.error()).min(5.5))])
        },
    },
    Kind {
        rule: "wrong-sum",
        question: PLAIN,
        answers: &[
            [
                "Breakfast {a} kcal, lunch {b} kcal, dinner {c} kcal; total {x} kcal.",
                "Kahvaltı {a} kcal, öğle {b} kcal, akşam {c} kcal; toplam {x} kcal.",
                "الفطور {a} سعرة والغداء {b} سعرة والعشاء {c} سعرة، المجموع {x} سعرة.",
            ],
            [
                "- Breakfast: {a} kcal\n- Lunch: {b} kcal\n- Dinner: {c} kcal\nTotal: {x} kcal",
                "- Kahvaltı: {a} kcal\n- Öğle yemeği: {b} kcal\n- Akşam yemeği: {c} kcal\nToplam: {x} kcal",
                "- الفطور: {a} سعرة\n- الغداء: {b} سعرة\n- العشاء: {c} سعرة\nالمجموع: {x} سعرة",
            ],
        ],
        draw: |chance| {
            let [a, b, c] =
                [(300.0, 550.0), (450.0, 800.0), (400.0, 750.0)].map(|(low, high)| chance.step(low, high, 10.0));
            sum(chance, [a, b, c], 10.0)
        },
    },
    Kind {
        rule: "wrong-sum",
        question: PLAIN,
        answers: &[[
            "- Breakfast: {a} g protein\n- Lunch: {b} g protein\n- Dinner: {c} g protein\nTotal: {x} g protein",
            "- Kahvaltı: {a} g protein\n- Öğle: {b} g protein\n- Akşam: {c} g protein\nToplam: {x} g protein",
            "- الفطور: {a} غ بروتين\n- الغداء: {b} غ بروتين\n- العشاء: {c} غ بروتين\nالمجموع: {x} غ بروتين",
        ]],
        draw: |chance| {
            let [a, b, c] = [(20.0, 40.0), (30.0, 55.0), (30.0, 50.0)].map(|(low, high)| chance.step(low, high, 1.0));
            sum(chance, [a, b, c], 1.0)
        },
    },
    Kind {
        rule: "wrong-sum",
        question: PLAIN,
        answers: &[[
            "Squat {a} sets, leg press {b} sets, lunges {c} sets; {x} sets in total.",
            "Squat {a} set, leg press {b} set, lunge {c} set; toplam {x} set.",
            "القرفصاء {a} مجموعات وضغط الساق {b} مجموعات والاندفاع {c} مجموعات، المجموع {x} مجموعة.",
        ]],
        draw: |chance| {
            let [a, b, c] = [3.0, 3.0, 3.0].map(|low| chance.step(low, low + 2.0, 1.0));
            let total = a + b + c;
            (vec![("a", a), ("b", b), ("c", c), ("x", total)], vec![("x", total + chance.step(1.0, 4.0, 1.0))])
        },
    },
    Kind {
        rule: "energy-mismatch",
        question: PLAIN,
        answers: &[
            [
                "This meal has {p} g protein, {f} g fat, {c} g carbs and {x} kcal.",
                "Bu öğün {p} g protein, {f} g yağ, {c} g karbonhidrat ve {x} kcal içerir.",
                "تحتوي هذه الوجبة على {p} غ بروتين و{f} غ دهون و{c} غ كربوهيدرات و{x} سعرة.",
            ],
            [
                "Protein: {p} g, fat: {f} g, carbs: {c} g, {x} kcal.",
                "Protein: {p} g, yağ: {f} g, karbonhidrat: {c} g, {x} kcal.",
                "البروتين: {p} غ، الدهون: {f} غ، الكربوهيدرات: {c} غ، {x} سعرة.",
            ],
        ],
        draw: |chance| {
            let (p, f, c) = (chance.step(15.0, 50.0, 1.0), chance.step(6.0, 30.0, 1.0), chance.step(20.0, 90.0, 1.0));
            let kcal = (4.0 * (p + c) + 9.0 * f).round();
            (
                vec![("p", p), ("f", f), ("c", c), ("x", kcal)],
                vec![("x", (kcal * if chance.next().is_multiple_of(2) { 0.7 } else { 1.3 }).round())],
            )
        },
    },
    Kind {
        rule: "wrong-percentage",
        question: PLAIN,
        answers: &[[
            "Get {p}% protein, {f}% fat and {x}% carbs.",
            "Kalorinin %{p} kadarı protein, %{f} kadarı yağ, %{x} kadarı karbonhidrat olsun.",
            "اجعلها {p}% بروتين و{f}% دهون و{x}% كربوهيدرات.",
        ]],
        draw: |chance| {
            let (p, f) = (chance.step(20.0, 35.0, 5.0), chance.step(20.0, 35.0, 5.0));
            let c = 100.0 - p - f;
            (vec![("p", p), ("f", f), ("x", c)], vec![("x", c + chance.step(5.0, 20.0, 5.0))])
        },
    },
    Kind {
        rule: "wrong-percentage",
        question: PLAIN,
        answers: &[[
            "Eat {k} kcal a day. Protein: {p} g ({x}%).",
            "Günde {k} kcal ye. Protein: {p} g (%{x}).",
            "تناول {k} سعرة يوميا. البروتين: {p} غ ({x}%).",
        ]],
        draw: |chance| {
            let (kcal, share) = (chance.step(1800.0, 3000.0, 100.0), chance.step(15.0, 30.0, 5.0));
            (
                vec![("k", kcal), ("p", (kcal * share / 400.0).round()), ("x", share)],
                vec![("x", share + chance.step(5.0, 20.0, 5.0))],
            )
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PROFILE,
        answers: &[["Your BMI is {x}.", "Vücut kitle indeksin {x}.", "مؤشر كتلة جسمك {x}."]],
        draw: |chance| {
            let (age, cm, kg) = body(chance);
            let bmi = ((kg / (cm * cm / 10_000.0)) * 10.0).round() / 10.0;
            (
                vec![("age", age), ("cm", cm), ("kg", kg), ("x", bmi)],
                vec![("x", ((bmi * chance.step(1.1, 1.4, 0.05)) * 10.0).round() / 10.0)],
            )
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PROFILE,
        answers: &[
            [
                "By Mifflin-St Jeor your BMR is {x} kcal.",
                "Mifflin-St Jeor ile bazal metabolizman {x} kcal.",
                "معدل الأيض الأساسي لديك {x} سعرة حسب معادلة ميفلين.",
            ],
            [
                "Your basal metabolic rate is about {x} kcal.",
                "Bazal metabolizma hızın yaklaşık {x} kcal.",
                "معدل الأيض الأساسي نحو {x} سعرة.",
            ],
        ],
        draw: |chance| {
            let (age, cm, kg) = body(chance);
            let bmr = (10.0 * kg + 6.25 * cm - 5.0 * age + 5.0).round();
            (
                vec![("age", age), ("cm", cm), ("kg", kg), ("x", bmr)],
                vec![("x", (bmr * chance.step(1.2, 1.5, 0.05)).round())],
            )
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PLAIN,
        answers: &[[
            "Your BMR is {b} kcal; with an activity factor of {r} your TDEE is {x} kcal.",
            "BMR'n {b} kcal; {r} aktivite katsayısıyla TDEE {x} kcal.",
            "معدل الأيض الأساسي {b} سعرة، ومع معامل نشاط {r} يكون TDEE لديك {x} سعرة.",
        ]],
        draw: |chance| {
            let (bmr, rate) = (chance.step(1300.0, 2000.0, 10.0), [1.2, 1.55, 1.9][chance.next() as usize % 3]);
            (
                vec![("b", bmr), ("r", rate), ("x", (bmr * rate).round())],
                vec![("x", (bmr * rate * chance.step(1.1, 1.3, 0.05)).round())],
            )
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PROFILE,
        answers: &[["Your maximum heart rate is {x} bpm.", "Maksimum nabzın {x} bpm.", "أقصى معدل لنبضك {x} نبضة."]],
        draw: |chance| {
            let (age, cm, kg) = body(chance);
            (
                vec![("age", age), ("cm", cm), ("kg", kg), ("x", 220.0 - age)],
                vec![("x", 220.0 - age + chance.step(16.0, 19.0, 1.0))],
            )
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PLAIN,
        answers: &[[
            "If you lift {w} kg for {n} reps, your 1RM is about {x} kg.",
            "{w} kg ile {n} tekrar yapıyorsan 1RM değerin yaklaşık {x} kg.",
            "إذا رفعت {w} كغ {n} تكرارات فإن 1RM لديك نحو {x} كغ.",
        ]],
        draw: |chance| {
            let (kg, reps) = (chance.step(40.0, 140.0, 2.5), chance.step(3.0, 10.0, 1.0));
            let most = (kg * (1.0 + reps / 30.0)).round();
            (vec![("w", kg), ("n", reps), ("x", most)], vec![("x", (most * chance.step(1.15, 1.5, 0.05)).round())])
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PLAIN,
        answers: &[[
            "With a deficit of {d} kcal per day you lose about {x} kg per week.",
            "Günde {d} kcal açıkla haftada yaklaşık {x} kg verirsin.",
            "مع عجز {d} سعرة يوميا تخسر نحو {x} كغ في الأسبوع.",
        ]],
        draw: |chance| {
            let deficit = chance.step(300.0, 900.0, 50.0);
            let kg = (deficit * 7.0 / 7700.0 * 10.0).round() / 10.0;
            (vec![("d", deficit), ("x", kg)], vec![("x", kg + chance.step(0.3, 0.8, 0.1))])
        },
    },
    Kind {
        rule: "wrong-formula",
        question: PLAIN,
        answers: &[[
            "{d} km at {v} km/h takes {x} minutes.",
            "{d} km'yi {v} km/h hızla {x} dakikada koşarsın.",
            "{d} كم بسرعة {v} كم/س تستغرق {x} دقيقة.",
        ]],
        draw: |chance| {
            let (km, speed) = (chance.step(5.0, 20.0, 1.0), chance.step(8.0, 14.0, 1.0));
            let minutes = (km * 60.0 / speed).round();
            (vec![("d", km), ("v", speed), ("x", minutes)], vec![("x", (minutes * chance.error()).round())])
        },
    },
    Kind {
        rule: "wrong-equation",
        question: PROTEIN,
        answers: &[["{kg} x {r} = {x}", "{kg} x {r} = {x}", "{kg} × {r} = {x}"]],
        draw: |chance| {
            let (kg, rate) = (chance.step(50.0, 99.0, 1.0), chance.step(1.2, 2.2, 0.2));
            (vec![("kg", kg), ("r", rate), ("x", kg * rate)], vec![("x", (kg * rate * chance.error()).round())])
        },
    },
    Kind {
        rule: "impossible-range",
        question: PLAIN,
        answers: &[[
            "Eat {x}-{y} g of protein a day.",
            "Günde {x}-{y} g protein al.",
            "تناول {x}-{y} غ من البروتين يوميا.",
        ]],
        draw: |chance| {
            let (low, more) = (chance.step(90.0, 130.0, 5.0), chance.step(10.0, 40.0, 5.0));
            (vec![("x", low), ("y", low + more)], vec![("x", low + more), ("y", low)])
        },
    },
    Kind {
        rule: "unsafe-bound",
        question: PLAIN,
        answers: &[
            ["Eat {x} kcal per day.", "Günde {x} kcal ile beslen.", "تناول {x} سعرة حرارية يوميا."],
            ["Your daily intake should be {x} kcal.", "Günlük alımın {x} kcal olsun.", "ليكن تناولك اليومي {x} سعرة."],
        ],
        draw: |chance| (vec![("x", chance.step(1600.0, 2800.0, 50.0))], vec![("x", chance.step(400.0, 750.0, 50.0))]),
    },
];

fn body(chance: &mut Chance) -> (f64, f64, f64) {
    (chance.step(20.0, 60.0, 1.0), chance.step(160.0, 195.0, 1.0), chance.step(60.0, 105.0, 1.0))
}

fn sum(chance: &mut Chance, [a, b, c]: [f64; 3], step: f64) -> (Values, Values) {
    let total = a + b + c;
    let wrong = ((total * chance.error()) / step).round() * step;
    (vec![("a", a), ("b", b), ("c", c), ("x", total)], vec![("x", wrong)])
}
