import type { fileRules } from "./file.ts";
import type { Finding, Particulars } from "./rule.ts";

type FileCode = keyof typeof fileRules;

/** What a file must have, for people: any column that says who, the date, and what happened. */
const EXPECTED_HEADINGS =
  "安置编号 / 身份证号 / 学号 / 工号 / 姓名；日期；工时 / 上班时间 / 下班时间 / 状态；" +
  "或钉钉 月度汇总 / 每日统计 / 原始记录；企业微信 日报；刷卡记录；打卡流水";

/** The file as a whole can't be read; it changes nothing. */
export class FileRefused extends Error {
  readonly code: FileCode;
  readonly finding: Finding<FileCode>;
  /** What stood where headings were expected, when none were recognised: the user may say what each means. */
  readonly headings: readonly string[];

  constructor(code: FileCode, { headings = [], ...about }: Particulars & { headings?: readonly string[] }) {
    super(code);
    this.name = "FileRefused";
    this.code = code;
    this.headings = headings;
    this.finding = {
      code,
      ...(code === "header-not-recognised" ? { expected: EXPECTED_HEADINGS } : {}),
      ...about,
    };
  }
}
