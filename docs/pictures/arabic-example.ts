import type { MergeView } from "#templates/merge-view.ts";

const names: Readonly<Record<string, readonly [name: string, reason: string]>> = {
  lamp: ["مصباح طاولة «الموقد»", "شاهدتِ مصابيح القراءة مرتين الأسبوع الماضي."],
  mug: ["كوبان من الخزف الحجري", "يناسبان إبريق الشاي الذي اشتريتِه في أكتوبر."],
  blanket: ["بطانية صوف بلون الشوفان", "أخبرتِنا أن غرفة النوم هي التالية."],
  pot: ["أصيص فخار مع صحن", "تتابعين صفحات الحديقة."],
  book: ["سنة من الإصلاحات الصغيرة", "اختاره قرّاء كتابك الأخير."],
};

const notice: NonNullable<MergeView["notice"]> = {
  title: "يصل طلبك يوم الثلاثاء",
  paragraphs: [
    "اضطرت شركة الشحن إلى تأجيل التسليم يوماً واحداً. لا ينقص شيء، ولا يلزمك فعل شيء.",
    "إن لم يناسبك يوم الثلاثاء فاختاري يوماً آخر أو متجراً قريباً للاستلام.",
  ],
  facts: [
    { label: "الطلب", value: "FF-20418" },
    { label: "الموعد الجديد", value: "الثلاثاء 24 نوفمبر" },
    { label: "الوقت", value: "من 9 صباحاً إلى 1 ظهراً" },
    { label: "المحتوى", value: "مصباح طاولة «الموقد»" },
  ],
  actionLabel: "اختيار يوم آخر",
};

/** The example as an Arabic shop would fill it: a mail is not judged right to left while half of its words run the other way. */
export function arabicExample(view: MergeView): MergeView {
  const slots = Object.entries(view.slots).map(([slot, items]) => [
    slot,
    items.map((item) => {
      const [, picture = ""] = /(\w+)\.png$/.exec(item.imageUrl) ?? [];
      const known = names[picture];
      return known === undefined ? item : { ...item, name: known[0], reason: known[1] };
    }),
  ]);
  const { gift } = view;
  return {
    ...view,
    customer: { ...view.customer, firstName: "ميرا", locale: "ar" },
    occurrenceDate: "الأحد 22 نوفمبر",
    slots: Object.fromEntries(slots),
    ...(gift === undefined ? {} : { gift: { ...gift, title: "خصم 15% على ما يعجبك", validUntil: "22 ديسمبر" } }),
    ...(view.notice === undefined ? {} : { notice: { ...view.notice, ...notice } }),
  };
}
