import { type Overview, STATUSES } from "./client.ts";
import { Both } from "./document.tsx";
import type { Visitor } from "./session.ts";
import type { Words } from "./words.ts";

interface Offer {
  words: Words;
  href: string;
  format: string;
  /** The month's status from which on it exists. */
  from: Overview["status"];
  audience: Audience;
}

type Audience = "everyone" | "finance" | "offices";

const fileOf = (period: string, name: string, words: Words, from: Overview["status"]): Offer => ({
  words,
  href: `/downloads/${period}/${name}`,
  format: name,
  from,
  audience: "finance",
});

const offersOf = (period: string): Offer[] => [
  {
    words: { zh: "公示名单（已遮蔽）", en: "Publicity list (masked)" },
    href: `/publicity/${period}`,
    format: "HTML",
    from: "published",
    audience: "everyone",
  },
  {
    words: { zh: "公示名单数据（已遮蔽）", en: "Publicity list as data (masked)" },
    href: `/v1/publicity/${period}/publicity.csv`,
    format: "publicity.csv",
    from: "published",
    audience: "everyone",
  },
  {
    words: { zh: "异议", en: "Objections" },
    href: `/objections/${period}`,
    format: "HTML",
    from: "published",
    audience: "offices",
  },
  fileOf(period, "settlement.xlsx", { zh: "结算表", en: "Settlement workbook" }, "published"),
  fileOf(period, "settlement.csv", { zh: "结算明细", en: "Settlement lines" }, "published"),
  fileOf(period, "settlement.pdf", { zh: "结算审批表", en: "Approval form" }, "published"),
  fileOf(period, "payment.csv", { zh: "支付文件", en: "Payment file" }, "instructed"),
  fileOf(
    period,
    "payment.xml",
    { zh: "支付文件（ISO 20022）", en: "Payment file (ISO 20022)" },
    "instructed",
  ),
];

/** What can be taken home of a month, for whom, and from when on. */
export const Downloads = ({ overview, visitor }: { overview: Overview; visitor: Visitor | null }) => (
  <section aria-labelledby="downloads">
    <h2 id="downloads">
      <Both zh="名单与文件" en="Lists and files" />
    </h2>
    <ul class="offers">
      {offersOf(overview.period).map((offer) => (
        <OfferItem offer={offer} exists={reached(overview.status, offer.from)} visitor={visitor} />
      ))}
    </ul>
  </section>
);

const reached = (status: Overview["status"], from: Overview["status"]): boolean =>
  STATUSES.indexOf(status) >= STATUSES.indexOf(from);

const OfferItem = ({
  offer,
  exists,
  visitor,
}: {
  offer: Offer;
  exists: boolean;
  visitor: Visitor | null;
}) => (
  <li class={exists ? "offer" : "offer offer-later"}>
    <p class="offer-name">
      {exists ? (
        <a href={offer.href}>
          <Both {...offer.words} />
        </a>
      ) : (
        <Both {...offer.words} />
      )}
    </p>
    <p class="offer-format">{offer.format}</p>
    <p class="offer-hint">
      <Both {...hintOf(offer, exists, visitor)} />
    </p>
  </li>
);

function hintOf({ from, audience }: Offer, exists: boolean, visitor: Visitor | null): Words {
  if (!exists && from === "instructed") return { zh: "拨付后提供", en: "Once payment is instructed" };
  if (!exists) return { zh: "月结后提供", en: "Once the month is closed" };
  if (audience === "everyone") return { zh: "向社会公开", en: "Open to everyone" };
  if (audience === "offices") return hintForOffices(visitor);
  if (!visitor) return { zh: "财政人员登录后下载", en: "For finance, after signing in" };
  if (!visitor.roles.includes("finance")) return { zh: "需要财政角色", en: "Needs the role finance" };
  return { zh: "可以下载", en: "Ready for you" };
}

function hintForOffices(visitor: Visitor | null): Words {
  if (!visitor)
    return { zh: "经办、财政与审计人员登录后查看", en: "For officers, finance and auditors, signed in" };
  const mayRead = visitor.roles.some(
    (role) => role === "officer" || role === "finance" || role === "auditor",
  );
  if (!mayRead) return { zh: "需要经办、财政或审计角色", en: "Needs the role officer, finance or auditor" };
  return { zh: "可以查看", en: "Ready for you" };
}
