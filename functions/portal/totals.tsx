import type { Overview } from "./client.ts";
import { Both } from "./document.tsx";
import { grouped, money, type Words } from "./words.ts";

interface Figure {
  /** The field of the overview the figure equals, e.g. `uploads.total`. */
  field: string;
  words: Words;
  value: number;
  /** How far the money has come, from 0 to 1; drawn as a thin bar. */
  share?: number;
  /** What the figure consists of, or what is to be noted about it. */
  parts?: (Words & { value: number; field: string; warns?: boolean })[];
}

/** The month in figures: the money first, then who took part, then the files it rests on. */
export const Totals = ({ overview }: { overview: Overview }) => (
  <section aria-labelledby="totals">
    <h2 id="totals">
      <Both zh="总计" en="Totals" />
    </h2>
    <h3>
      <Both zh="资金（元）" en="Money (yuan)" />
    </h3>
    <dl class="figures figures-money">
      {moneyFigures(overview).map((figure) => (
        <FigureItem figure={figure} print={money} />
      ))}
    </dl>
    <h3>
      <Both zh="参与和数据" en="Taking part, and the data" />
    </h3>
    <dl class="figures">
      {countFigures(overview).map((figure) => (
        <FigureItem figure={figure} print={grouped} />
      ))}
    </dl>
  </section>
);

const FigureItem = ({ figure, print }: { figure: Figure; print: (value: number) => string }) => (
  <div class="figure">
    <dt>
      <Both {...figure.words} />
    </dt>
    <dd>
      <data class="figure-value" value={String(figure.value)} data-total={figure.field}>
        {print(figure.value)}
      </data>
      {figure.share === undefined ? null : <Share share={figure.share} />}
      {figure.parts ? (
        <ul class="parts">
          {figure.parts.map(({ zh, en, value, field, warns }) => (
            <li class={warns && value > 0 ? "warns" : undefined}>
              <Both zh={zh} en={en} />{" "}
              <data value={String(value)} data-total={field}>
                {print(value)}
              </data>
            </li>
          ))}
        </ul>
      ) : null}
    </dd>
  </div>
);

/** Says nothing that the figures do not say, so it is not read out. */
const Share = ({ share }: { share: number }) => (
  <svg class="share" width="100%" height="4" aria-hidden="true">
    <rect class="track" width="100%" height="4" />
    <rect class="bar" width={`${(share * 100).toFixed(2)}%`} height="4" />
  </svg>
);

function moneyFigures({ accruedFen, settledFen, paidFen, returnedFen }: Overview): Figure[] {
  const most = Math.max(1, accruedFen, settledFen, paidFen, returnedFen);
  const figure = (field: string, zh: string, en: string, value: number): Figure => ({
    field,
    words: { zh, en },
    value,
    share: Math.max(0, value) / most,
  });
  return [
    figure("accruedFen", "已计提", "Accrued", accruedFen),
    figure("settledFen", "已月结", "Settled", settledFen),
    figure("paidFen", "已支付", "Paid", paidFen),
    figure("returnedFen", "被退回", "Returned by the bank", returnedFen),
  ];
}

const countFigures = ({ enterprises, placements, studentMonths, uploads, rows }: Overview): Figure[] => [
  {
    field: "enterprises.registered",
    words: { zh: "登记企业", en: "Enterprises" },
    value: enterprises.registered,
    parts: [
      { zh: "待核验", en: "pending", value: enterprises.pending, field: "enterprises.pending" },
      {
        zh: "待人工核验",
        en: "in review",
        value: enterprises.review,
        field: "enterprises.review",
        warns: true,
      },
    ],
  },
  { field: "placements", words: { zh: "安置", en: "Placements" }, value: placements },
  { field: "studentMonths", words: { zh: "人月", en: "Student-months" }, value: studentMonths },
  {
    field: "uploads.total",
    words: { zh: "上传文件", en: "Files uploaded" },
    value: uploads.total,
    parts: [
      { zh: "已处理", en: "processed", value: uploads.processed, field: "uploads.processed" },
      { zh: "拒收", en: "rejected", value: uploads.rejected, field: "uploads.rejected", warns: true },
    ],
  },
  {
    field: "rows.total",
    words: { zh: "数据行", en: "Rows" },
    value: rows.total,
    parts: [
      { zh: "采纳", en: "accepted", value: rows.accepted, field: "rows.accepted" },
      { zh: "拒收", en: "rejected", value: rows.rejected, field: "rows.rejected", warns: true },
    ],
  },
];
